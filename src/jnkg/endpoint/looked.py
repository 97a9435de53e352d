"""Look things up over HTTP: find them, show one as a card, cite it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from jnkg.asking import HIDDEN
from jnkg.cite import cite
from jnkg.endpoint.exchange import Reply
from jnkg.endpoint.given import HTML, form_of, read_given, to_page, wrong
from jnkg.endpoint.naming import node_of
from jnkg.endpoint.rowforms import (
    JSON,
    TEXTS,
    basis,
    dumped,
    named,
    reasons_json,
    sent,
    world_json,
)
from jnkg.endpoint.site import Visit
from jnkg.explain import Reason
from jnkg.find import WORDS, Hit, find
from jnkg.names import BASE
from jnkg.show import card, to_json, to_text

FIND_FORMS = {"json": JSON, "csv": TEXTS["csv"], "html": HTML}
SHOW_FORMS = {"json": JSON, "text": "text/plain", "html": HTML}
CITE_FORMS = {
    "text": "text/plain",
    "bibtex": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "csl-json": "application/vnd.citationstyles.csl+json",
}
USUAL, MOST = 20, 200
"""As many hits are given where the reader does not say, and at most."""
WIDTH = 100
"""Cells of a line of a card as text."""
FIELDS = ("iri", "label", "kind", "where", "excerpt", "score")


def find_reply(visit: Visit) -> Reply:
    """Search labels and texts, blind to width, case and kana; raises Problem."""
    given = read_given(visit, ("q", "most"), ("q",))
    form = form_of(visit, FIND_FORMS)
    if form == "html":
        return to_page(visit, "search", [("q", given["q"])])
    most = how_many(given.get("most", str(USUAL)))
    hits = find(visit.world, given["q"], visit.language, most)
    reasons = [] if hits else [why_none(visit, given["q"])]
    if form == "csv":
        return sent(visit, as_csv(hits), TEXTS["csv"], reasons, [named("find", "csv")])
    content = {
        "query": given["q"],
        "language": visit.language,
        "world": world_json(visit),
        "count": len(hits),
        "hits": [fields(hit) for hit in hits],
        "basis": basis(visit, [hit.node.value for hit in hits]),
        "reasons": reasons_json(reasons, visit.language),
    }
    return sent(visit, dumped(content), JSON, reasons)


def how_many(typed: str) -> int:
    """Read the number of hits wanted; raises Problem."""
    if not (typed.isascii() and typed.isdecimal() and 1 <= int(typed[:9]) <= MOST):
        raise wrong(
            "most",
            f"most is a whole number from 1 to {MOST}, not {typed!r}.",
            f"most は1から{MOST}までの整数です（「{typed}」は使えません）。",
        )
    return int(typed)


def why_none(visit: Visit, text: str) -> Reason:
    """Say why a search finds nothing: narrowed away, or nothing there."""
    if visit.switches() and find(visit.widest(), text, visit.language, 1):
        return Reason("narrowed", HIDDEN)
    return Reason("nothing-recorded", {n: str(WORDS[n]["none"]) for n in ("en", "ja")})


def fields(hit: Hit) -> dict[str, object]:
    """Give a hit by the names of its fields."""
    values = (hit.node.value, hit.label, hit.kind, hit.where, hit.excerpt, hit.score)
    return dict(zip(FIELDS, values, strict=True))


def as_csv(hits: Sequence[Hit]) -> bytes:
    """Write hits as RFC 4180."""
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS)
    writer.writeheader()
    writer.writerows(fields(hit) for hit in hits)
    return out.getvalue().encode()


def show_reply(visit: Visit) -> Reply:
    """Show one node as a card; raises Problem."""
    typed = read_given(visit, ("node",), ("node",))["node"]
    form = form_of(visit, SHOW_FORMS)
    node = node_of(visit, typed)
    if form == "html" and node.value.startswith(BASE):
        return to_page(visit, node.value.removeprefix(BASE), [])
    shown = card(visit.world, node, visit.language)
    if form == "text":
        text = to_text(shown, visit.language, WIDTH).replace("--format json", "format=json")
        return sent(visit, text.encode(), SHOW_FORMS["text"])
    return sent(visit, dumped(to_json(shown)), JSON)


def cite_reply(visit: Visit) -> Reply:
    """Give a reference to a node; raises Problem."""
    given = read_given(visit, ("node", "style"), ("node",))
    style = form_of(visit, CITE_FORMS, given.get("style", ""))
    node = node_of(visit, given["node"])
    return sent(visit, cite(visit.world, node, style, visit.language).encode(), CITE_FORMS[style])
