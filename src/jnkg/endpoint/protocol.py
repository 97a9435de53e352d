"""Answer the SPARQL 1.1 Protocol, queries only.

A query comes by GET, as a form or as it is (`application/sparql-query`), and its answer goes out
in the form that the client likes best. A GET without a query gives the description of the
service, or leads a browser to the page for writing one. Parameters that the protocol does not know
are passed over, since clients send them along. Prefixes of this graph may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pyoxigraph as ox

from jnkg.answer import collected
from jnkg.endpoint.dataset import asked_dataset, options
from jnkg.endpoint.exchange import FORM, Message, Reply, redirect
from jnkg.endpoint.formats import DESCRIBED, GRAPHS, HTML, Found, chosen, too_large, written
from jnkg.endpoint.problems import Problem
from jnkg.endpoint.site import Site, Visit
from jnkg.names import PREFIXES, STATUSES
from jnkg.safety import safe
from jnkg.store import World
from jnkg.tokens import UPDATES, declared, opening, undeclared

if TYPE_CHECKING:
    from jnkg.store import Backend

PATH = "/sparql"
QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
PREFLIGHT = (
    ("access-control-allow-methods", ", ".join(METHODS)),
    ("access-control-allow-headers", "Accept, Accept-Language, Content-Type, If-None-Match"),
    ("access-control-max-age", "86400"),
)
WRITTEN: Mapping[ox.RdfFormat, str] = {
    ox.RdfFormat.TURTLE: "ttl",
    ox.RdfFormat.TRIG: "ttl",
    ox.RdfFormat.N3: "ttl",
    ox.RdfFormat.RDF_XML: "rdf",
    ox.RdfFormat.JSON_LD: "jsonld",
}
"""The form in which the description of the service is written for each, else N-Triples."""
PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
Pairs = list[tuple[str, str]]


def protocol(site: Site, message: Message) -> Reply:
    """Answer a request to the endpoint; raises Problem, or WorldMissing."""
    if message.method == "OPTIONS":
        return Reply(b"", "text/plain", 204, list(PREFLIGHT))
    pairs = read_pairs(message)
    text = read_query(message, pairs)
    if text is None:
        return described(site, message, pairs)
    world = chosen_world(site, message, pairs)
    base = (site.settings.base or f"{message.scheme}://{message.header('host')}") + PATH
    asked = safe(text)
    dataset = asked_dataset(asked, pairs, base)
    store, given = options(world, dataset) if dataset else (world.store, {})
    try:
        found = evaluated(store, asked, base, given)
        return replied(site, message, pairs, asked, found)
    except RuntimeError as error:
        raise Problem(
            "bad-query",
            f"The query cannot be evaluated: {error}",
            f"クエリを評価できません：{error}",
        ) from error


def read_pairs(message: Message) -> Pairs:
    """Give the parameters of the address and of a form; raises Problem for what is no query."""
    if message.method not in METHODS:
        raise Problem(
            "method",
            f"{message.method} is not allowed here; use {', '.join(METHODS)}.",
            f"{message.method} は使えません。使えるもの：{'、'.join(METHODS)}。",
            allowed=sorted(METHODS),
        )
    if message.method == "POST" and message.media_type not in (FORM, QUERY):
        if message.media_type == UPDATE:
            raise read_only()
        raise Problem(
            "media-type",
            f"Send a query as {FORM} or as {QUERY}.",
            f"クエリは {FORM} か {QUERY} で送ってください。",
            accepted=[FORM, QUERY],
        )
    try:
        return message.pairs()
    except ValueError as error:
        raise not_utf8() from error


def read_query(message: Message, pairs: Pairs) -> str | None:
    """Give the query of a request, None for a GET without one; raises Problem for any other number.

    A query sent as it is may open with a byte order mark.
    """
    texts = [value for key, value in pairs if key == "query"]
    if any(key == "update" for key, _ in pairs):
        raise read_only()
    if message.method == "POST" and message.media_type == QUERY:
        texts.append(read_body(message))
    if not texts and message.method != "POST":
        return None
    if len(texts) != 1:
        raise Problem(
            "bad-request",
            f"Send one query; there are {len(texts)}.",
            f"クエリを一つ送ってください（{len(texts)}件あります）。",
            parameter="query",
        )
    return texts[0]


def read_body(message: Message) -> str:
    """Give a query that was sent as it is; raises Problem where it is not in UTF-8."""
    charset = re.search(r"charset\s*=\s*\"?([^\s;\"]*)", message.header("content-type").lower())
    if charset and charset[1] not in ("utf-8", "utf8", "us-ascii"):
        raise not_utf8()
    try:
        return message.body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise not_utf8() from error


def not_utf8() -> Problem:
    """Say that a request is in another encoding."""
    return Problem("bad-request", "Write the query in UTF-8.", "クエリはUTF-8で書いてください。")


def read_only() -> Problem:
    """Say that there are no updates."""
    return Problem(
        "read-only",
        "This endpoint answers queries; it takes no updates.",
        "このエンドポイントは問い合わせ専用です。更新は受け付けません。",
    )


def chosen_world(site: Site, message: Message, pairs: Pairs) -> World:
    """Open the world that a request asks for; raises Problem, or WorldMissing."""
    if any(key in ("status", "known-by") for key, _ in pairs):
        return visit_of(site, message, pairs).world
    return usual_world(site)


@lru_cache(8)
def usual_world(site: Site) -> World:
    """Open the world of everything that is known today, which most requests ask of."""
    return site.world(STATUSES[-1], "")


def visit_of(site: Site, message: Message, pairs: Pairs) -> Visit:
    """Give a request as pages and descriptions know it, however it was sent; raises Problem."""
    known = [pair for pair in pairs if pair[0] in ("query", "status", "known-by", "lang")]
    return Visit(site, replace(message, method="GET", query=urlencode(known), body=b""))


def evaluated(store: Backend, text: str, base: str, given: Mapping[str, Any]) -> Found:
    """Ask the engine, with this graph's prefixes where the query does without.

    Raises Problem where the text is no query.
    """
    try:
        if isinstance(store, ox.Store):
            return embedded(store, text, {"base_iri": base, **given})
        return store.query(prologue(text, base) + text, **given)
    except SyntaxError as error:
        raise bad_query(text, str(error.msg)) from error
    except ValueError as error:
        raise Problem(
            "bad-request",
            f"The address of this server is no IRI: {error}",
            f"サーバーのアドレスがIRIになっていません：{error}",
        ) from error


def embedded(store: ox.Store, text: str, given: Mapping[str, Any]) -> Found:
    """Ask the embedded engine; it learns our prefixes only where it must, since that costs time."""
    try:
        return store.query(text, **given)
    except SyntaxError:
        return store.query(text, prefixes=PREFIXES, **given)


def prologue(text: str, base: str) -> str:
    """Give what a query needs in front of it to stand alone elsewhere, on the line it begins on."""
    own = declared(text)
    missing = (p for p in PREFIXES if f"{p}:" in text and p not in own)
    return f"BASE <{base}> " + "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in missing)


def bad_query(text: str, words: str) -> Problem:
    """Say what is wrong with a query, and where: the line and column that the engine reached."""
    if opening(text)[1] in UPDATES:
        return read_only()
    strange = undeclared(text)
    if strange:
        names = ", ".join(f"{prefix}:" for prefix in strange)
        return Problem(
            "bad-query",
            f"Declare the prefixes that the query uses: {names}",
            f"使っている接頭辞を宣言してください：{names}",
            prefixes=strange,
        )
    found = PLACE.fullmatch(words)
    if not found:
        return Problem("bad-query", words, words)
    line, column, wanted = int(found[1]), int(found[2]), found[3]
    return Problem(
        "bad-query",
        f"Line {line}, column {column}: {wanted}.",
        f"{line}行目の{column}文字目：{wanted}。",
        line=line,
        column=column,
    )


def replied(site: Site, message: Message, pairs: Pairs, text: str, found: Found) -> Reply:
    """Write what was found in the form asked for; raises Problem."""
    is_graph = isinstance(found, ox.QueryTriples)
    media_type = chosen(is_graph, asked_form(pairs), message.header("accept"))
    if media_type == HTML:
        return as_page(site, message, pairs, text, found)
    prefixes = known_prefixes(text) if is_graph else {}
    limit = site.settings.limits.result
    return Reply(written(found, media_type, prefixes, limit), media_type)


def asked_form(pairs: Pairs) -> str:
    """Give the names of the forms that are asked for, with commas; empty where none is.

    Clients send several at once, some of them empty.
    """
    return ",".join(value for key, value in pairs if value and key in ("format", "output"))


def known_prefixes(text: str) -> dict[str, str]:
    """Give the prefixes that a query uses, for a graph to be written with."""
    ours = {prefix: iri for prefix, iri in PREFIXES.items() if f"{prefix}:" in text}
    theirs = {prefix: iri for prefix, iri in declared(text).items() if ":" in iri}
    return ours | theirs


def as_page(site: Site, message: Message, pairs: Pairs, text: str, found: Found) -> Reply:
    """Show what was found to a browser; raises Problem where it is too large."""
    from jnkg.pages.results import result_page

    answer = collected(found)
    body: bytes = result_page(visit_of(site, message, pairs), text, answer.columns, answer.rows)
    if len(body) > site.settings.limits.result:
        raise too_large(site.settings.limits.result)
    return Reply(body, HTML)


def described(site: Site, message: Message, pairs: Pairs) -> Reply:
    """Describe the service, or lead a browser to the page for queries; raises Problem."""
    accept, name = message.header("accept"), asked_form(pairs)
    visit = visit_of(site, message, pairs)
    media_type = chosen(True, name, accept)
    if media_type == HTML:
        return redirect(f"/{visit.language}{PATH}")
    from jnkg.describing.service import service
    from jnkg.describing.writing import write

    triples = service(visit.world, visit.base, DESCRIBED)
    return Reply(write(triples, WRITTEN.get(GRAPHS[media_type], "nt")), media_type)
