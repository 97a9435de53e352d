"""Answer for every IRI of the graph: lead from the thing to a document about it, and give that.

A thing is no document, so its IRI answers 303: to the form that Accept likes best, or to the page
in the language that is liked best. A document lies under the thing's path with an ending
(`/id/state-japan.ttl`), and names its twins, its thing and its licence in Link headers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from difflib import get_close_matches
from urllib.parse import urlencode

from jnkg.endpoint.exchange import Reply, redirect
from jnkg.endpoint.negotiate import best_type
from jnkg.endpoint.problems import Problem
from jnkg.endpoint.site import SINGLE, Visit
from jnkg.linked.addresses import (
    ALONE,
    ENDINGS,
    HTML,
    SLASHED,
    TEXT,
    Thing,
    media_type,
    read_path,
)
from jnkg.linked.context import context_of
from jnkg.linked.finds import (
    KEPT,
    description_of,
    is_kept,
    is_there,
    is_withdrawn,
    kept_description,
    nearest_names,
    replacements,
)
from jnkg.linked.forms import FORMS, Setting, write
from jnkg.linked.frames import frame
from jnkg.linked.kept import find_query
from jnkg.linked.table import labels_in
from jnkg.names import LANGUAGES, STATUSES

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
ALSO = {
    "application/xhtml+xml": HTML,
    "application/json": "jsonld",
    "application/turtle": "ttl",
    "application/x-turtle": "ttl",
    "text/n3": "ttl",
    "text/rdf+n3": "ttl",
    "text/plain": "nt",
}
"""Other names under which clients ask for our forms; each form is sent under its own."""
PAGES = {"ontology": "ontology", "project": "about"}
"""Pages, by the kind of thing, that stand for all things of the kind."""
JUNK = re.compile(r"[^A-Za-z0-9:/.\[\]_~-]")


def thing(visit: Visit, **_: str) -> Reply:
    """Answer for a thing or one of its documents, whichever the path names."""
    found = read_path(visit.message.path)
    if not found.is_well_formed:
        raise malformed(visit.message.path)
    ensure(visit, found)
    if found.ending == HTML and HTML in found.endings:
        return redirect(page(visit, found, visit.language), headers=links(visit, found, HTML))
    if found.ending:
        return document(visit, found)
    ending = chosen(visit, found)
    target = page(visit, found, visit.language) if ending == HTML else place(visit, found, ending)
    return redirect(target, headers=links(visit, found, ending))


def ensure(visit: Visit, found: Thing) -> None:
    """See to it that a thing exists; raises Problem where it does not, or not in this world."""
    if found.ending not in ("", *found.endings):
        raise unknown(visit, found)
    if found.kind in KEPT:
        is_known = is_kept(visit.site.tree, found)
    else:
        is_known = is_there(visit.world, found)
        if not is_known and visit.switches() and is_there(visit.widest(), found):
            raise hidden(visit, found)
    if not is_known:
        raise unknown(visit, found)


def document(visit: Visit, found: Thing) -> Reply:
    """Give a document about a thing; 410, with all that is known, where the thing is withdrawn."""
    check_parameters(visit)
    headers = links(visit, found, found.ending)
    if found.ending == TEXT:
        question = find_query(visit.site.tree, found.name)
        return Reply((question.text if question else "").encode(), media_type(TEXT), 200, headers)
    if found.kind in KEPT:
        described = kept_description(visit.site.tree, found, f"{address(visit)}/sparql")
        status = 200
    else:
        described = description_of(visit.world, found, queries(visit))
        status = 410 if is_withdrawn(visit.world, found) else 200
        headers += successors(visit, found) if status == 410 else []
    if described is None:
        raise unknown(visit, found)
    if found.ending == "csv":
        headers.append(("content-language", visit.language))
    body = write(described, found.ending, setting(visit))
    return Reply(body, FORMS[found.ending], status, headers)


def successors(visit: Visit, found: Thing) -> list[tuple[str, str]]:
    """Give the Link header to what took the place of something withdrawn (RFC 5829)."""
    return [
        ("link", f'<{iri}>; rel="successor-version"') for iri in replacements(visit.world, found)
    ]


def setting(visit: Visit) -> Setting:
    """Give what the forms need to know of a visit."""
    return Setting(
        lambda: context_of(visit.widest()),
        f"{address(visit)}/context.jsonld",
        lambda: labels_in(visit.world, visit.language),
    )


def chosen(visit: Visit, found: Thing) -> str:
    """Give the ending that a client likes best; raises Problem where it takes none."""
    known = found.endings
    named = visit.given.get("format", "")
    if named in known:
        return named
    types = {media_type(ending): ending for ending in known}
    types |= {other: ending for other, ending in ALSO.items() if ending in known}
    best = None if named else best_type(visit.message.header("accept"), list(types))
    if best is None:
        raise not_acceptable(found, known)
    return types[best]


def place(visit: Visit, found: Thing, ending: str) -> str:
    """Give the path of a document in the world that the visit chose."""
    chosen_ones = dict(visit.switches())
    if ending == "csv" and "lang" in visit.given:
        chosen_ones["lang"] = visit.language
    return with_parameters(found.document(ending), chosen_ones)


def page(visit: Visit, found: Thing, language: str) -> str:
    """Give the path of the page of a thing in the world that the visit chose."""
    kind = "ontology" if found.kind == "ns" and not found.name else found.kind
    path = f"/{language}/{PAGES[kind]}" if kind in PAGES else found.page(language)
    return with_parameters(path, dict(visit.switches()))


def with_parameters(path: str, chosen_ones: dict[str, str]) -> str:
    """Put parameters behind a path."""
    return path + (f"?{urlencode(chosen_ones)}" if chosen_ones else "")


def links(visit: Visit, found: Thing, ending: str) -> list[tuple[str, str]]:
    """Give the Link header of a document, or of the way from a thing to it."""
    is_thing = not found.ending
    parts = [f'<{found.iri}>; rel="canonical"', f'<{LICENCE}>; rel="license"']
    if not is_thing:
        parts.append(f'<{found.iri}>; rel="describes"')
    for each in found.endings:
        if each != HTML and (is_thing or each != ending):
            rel = "describedby" if each == ending else "alternate"
            parts.append(f'<{place(visit, found, each)}>; rel="{rel}"; type="{media_type(each)}"')
    if HTML in found.endings:
        rel = "describedby" if is_thing and ending == HTML else "alternate"
        parts += [
            f'<{page(visit, found, each)}>; rel="{rel}"; type="text/html"; hreflang="{each}"'
            for each in LANGUAGES
        ]
    return [("link", ", ".join(parts))]


def address(visit: Visit) -> str:
    """Give the public address as an IRI can hold it, whatever the client called us."""
    return JUNK.sub("", visit.base)


def queries(visit: Visit) -> str:
    """Give the address that a query on the visit's world can be put behind."""
    switches = {**visit.switches(), "query": ""}
    return f"{address(visit)}/sparql?{urlencode(switches)}"


def check_parameters(visit: Visit) -> None:
    """Refuse a parameter that does not exist; raises Problem that names the nearest."""
    for key, _ in visit.params:
        near = get_close_matches(key, SINGLE, 1, 0.5)
        en = f"There is no parameter {key!r}."
        ja = f"引数「{key}」はありません。"
        if near:
            en, ja = f"{en} Nearest: {near[0]}.", f"{ja}近いもの：{near[0]}。"
        raise Problem("bad-request", en, ja, parameter=key, nearest=near)


def malformed(path: str) -> Problem:
    """Say that no thing can have such a name."""
    return Problem(
        "bad-request",
        f"Nothing here can be called {path!r}: names are plain letters, digits, hyphens and dots.",
        f"「{path}」という名はありえません。名は英数字とハイフンとピリオドで書きます。",
    )


def unknown(visit: Visit, found: Thing) -> Problem:
    """Say that there is no such thing, and what comes closest."""
    near = nearest_names(visit.world, visit.site.tree, found) if found.name else []
    paths = [Thing(found.kind, name).path for name in near]
    en, ja = f"There is no {found.path}.", f"{found.path} はありません。"
    if paths:
        en = f"{en} Nearest: {', '.join(paths)}."
        ja = f"{ja}近いもの：{'、'.join(paths)}。"
    return Problem("not-found", en, ja, nearest=paths)


def hidden(visit: Visit, found: Thing) -> Problem:
    """Say which switch keeps a thing out of the world that was asked for."""
    keys = hiding(visit, found)
    values = [f"{key}={visit.switches()[key]}" for key in keys]
    return Problem(
        "hidden",
        f"{found.path} is hidden by {' and '.join(values)}.",
        f"{found.path} は {'と'.join(values)} により隠れています。",
        hiddenBy=keys,
    )


def hiding(visit: Visit, found: Thing) -> list[str]:
    """Give the switches that hide a thing: one that hides it by itself, else both together."""
    keys = list(visit.switches())
    if len(keys) == 1:
        return keys
    by_status = is_there(visit.reopen(STATUSES[-1], visit.known_by), found)
    by_day = is_there(visit.reopen(visit.status, ""), found)
    return {(True, False): ["status"], (False, True): ["known-by"]}.get((by_status, by_day), keys)


def not_acceptable(found: Thing, known: list[str]) -> Problem:
    """Say in which forms a thing is to be had."""
    types = [media_type(ending) for ending in known]
    documents = [found.document(ending) for ending in known]
    return Problem(
        "not-acceptable",
        f"It is given as {', '.join(types)}.",
        f"提供できる形式：{'、'.join(types)}。",
        available=types,
        documents=documents,
    )


def context(visit: Visit) -> Reply:
    """Give the JSON-LD context."""
    return json_ld(context_of(visit.widest()).document())


def class_frame(visit: Visit, name: str) -> Reply:
    """Give the JSON-LD frame of a class."""
    found = Thing("ns", name)
    if not found.is_well_formed:
        raise malformed(visit.message.path)
    made = frame(visit.widest(), name, f"{address(visit)}/context.jsonld")
    if made is None:
        raise unknown(visit, found)
    return json_ld(made)


def json_ld(document: dict[str, object]) -> Reply:
    """Write JSON-LD."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    headers = [("link", f'<{LICENCE}>; rel="license"')]
    return Reply(f"{text}\n".encode(), media_type("jsonld"), 200, headers)


GET = ("GET",)
PLACES = (
    *(f"/{kind}/<slug>" for kind in ("id", "ns", "shape", "query", "ontology")),
    "/graph/<path:slug>",
    *(f"/{kind}/" if kind in SLASHED else f"/{kind}" for kind in ALONE),
    *(f"/{kind}.{ending}" for kind in ALONE for ending in ENDINGS if ending != TEXT),
)
ROUTES: tuple[tuple[str, Callable[..., Reply], tuple[str, ...]], ...] = (
    *((path, thing, GET) for path in PLACES),
    ("/context.jsonld", context, GET),
    ("/frame/<name>.jsonld", class_frame, GET),
)
