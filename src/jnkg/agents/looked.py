"""Look things up: find them, show one as a card, cite it.

What a caller of a tool gives comes in, plain data goes out.
"""

from __future__ import annotations

from collections.abc import Sequence

from jnkg.agents.desk import HIDDEN, Desk, Plain, short_name
from jnkg.agents.strength import basis, cut, statuses, strongest
from jnkg.card import Basis, Claim, Conflict, Gap, Ground, Line, Mention, Name, Value
from jnkg.cite import cite
from jnkg.claims import card
from jnkg.explain import Reason
from jnkg.find import WORDS, find
from jnkg.nearest import nearest
from jnkg.pages.conclusions import concluded, written

ENOUGH = 1000
"""Hits are counted up to here, and no further."""


def find_tool(desk: Desk, text: str, most: int = 10) -> Plain:
    """Find nodes by what they are called and what is said in them, best first."""
    every = find(desk.world, text, desk.language, ENOUGH)
    hits = every[:most]
    iris = [hit.node.value for hit in hits]
    known = statuses(desk.world, iris)
    rows = [
        {
            **desk.named(hit.node.value),
            "kind": hit.kind,
            "where": hit.where,
            "excerpt": hit.excerpt,
            "status": strongest(known.get(hit.node.value, ())),
            "statuses": known.get(hit.node.value, []),
        }
        for hit in hits
    ]
    return {
        "world": desk.about(),
        "count": len(every),
        "rows": rows,
        "basis": basis(desk, iris),
        "cut": cut(len(rows), len(every), desk.language, len(every) == ENOUGH),
        "nearest": [] if every else nearest(desk.world, text),
        "reasons": [] if every else desk.told([why_none(desk, text)]),
    }


def why_none(desk: Desk, text: str) -> Reason:
    """Say why a search finds nothing: narrowed away, or nothing there."""
    if desk.is_narrowed and find(desk.widest(), text, desk.language, 1):
        return HIDDEN
    return Reason("nothing-recorded", {n: str(WORDS[n]["none"]) for n in ("en", "ja")})


def show(desk: Desk, node: str, most: int = 20) -> Plain:
    """Show all that a world says of a node; of the claims that point at it, `most`.

    Raises UnknownValue with the nearest names, Misuse where a label means several nodes.
    """
    found = desk.node(node)
    if found is None:
        return hidden(desk, node)
    whole = card(desk.world, found, desk.language)
    claims = (*written(whole.claims), *concluded(whole.claims))
    return {
        "world": desk.about(),
        "node": desk.named(found.value),
        "iri": found.value,
        "labels": dict(whole.labels),
        "kinds": [name(kind) for kind in whole.kinds],
        "names": [value.text for value in whole.names],
        "identifiers": [line(each) for each in whole.identifiers],
        "claims": [claim(each) for each in claims if each.lines],
        "mentions": [mention(each) for each in whole.mentions[:most]],
        "gaps": [gap(each) for each in whole.gaps],
        "conflicts": [conflict(each) for each in whole.conflicts],
        "cut": cut(min(most, len(whole.mentions)), len(whole.mentions), desk.language),
        "reasons": [],
    }


def hidden(desk: Desk, typed: str) -> Plain:
    """Give the empty card of a node that only a wider world has."""
    node = {"name": typed, "label": typed}
    empty = ("kinds", "names", "identifiers", "claims", "mentions", "gaps", "conflicts")
    return {
        "world": desk.about(), "node": node, "iri": None, "labels": {}, "cut": None,
        "reasons": desk.told([HIDDEN]), **{key: [] for key in empty},
    }  # fmt: skip


def name(given: Name) -> dict[str, str]:
    """Name a node of a card."""
    return {"name": short_name(given.iri), "label": given.label}


def optional(given: Name | None) -> dict[str, str] | None:
    """Name a node of a card, if there is one."""
    return name(given) if given else None


def value(given: Value) -> Plain:
    """Give one value of a card; one that a preference sets aside says so."""
    plain: Plain = {"text": given.text}
    plain |= {"name": short_name(given.iri)} if given.iri else {}
    plain |= {"lang": given.language} if given.language else {}
    return plain | ({"is_set_aside": True} if given.is_set_aside else {})


def line(given: Line) -> Plain:
    """Give a property with its values."""
    return {"property": name(given.property), "values": [value(v) for v in given.values]}


def rests_on(given: Basis) -> Plain:
    """Give what a block stands on; the status of a conclusion is that of its weakest premise."""
    return {
        "status": given.weakest or given.status,
        "is_inferred": given.status == "inferred",
        "document": optional(given.document),
        "clauses": [
            {"passage": name(clause.passage), "quotation": clause.quotation}
            for clause in given.clauses
        ],
        "grounds": [ground(each) for each in given.grounds],
    }


def ground(given: Ground) -> Plain:
    """Give one derivation or reading."""
    return {
        "rule": optional(given.rule),
        "reason": given.reason,
        "confidence": given.confidence,
        "premises": [name(premise) for premise in given.premises],
    }


def claim(given: Claim) -> Plain:
    """Give a block of claims with what it stands on."""
    return rests_on(given.basis) | {"lines": [line(each) for each in given.lines]}


def mention(given: Mention) -> Plain:
    """Give a claim about another node that points at this one."""
    return {
        "property": name(given.property),
        "subject": name(given.subject),
        "kind": given.kind,
        "status": given.basis.weakest or given.basis.status,
        "document": optional(given.basis.document),
    }


def gap(given: Gap) -> Plain:
    """Give something that is not there."""
    return {
        **name(given.name),
        "kind": given.kind,
        "about": name(given.about),
        "summary": given.summary,
        "document": optional(given.document),
    }


def conflict(given: Conflict) -> Plain:
    """Give a disagreement of documents."""
    return {
        **name(given.name),
        "properties": [name(each) for each in given.properties],
        "summary": given.summary,
        "reason": given.reason,
        "versions": [
            {"value": v.value, "document": optional(v.document), "is_set_aside": v.is_set_aside}
            for v in given.versions
        ],
    }


def cite_tool(desk: Desk, node: str, style: str = "text") -> Plain:
    """Give a reference to a node; raises UnknownValue, Misuse."""
    found = desk.node(node)
    shown: Sequence[Reason] = () if found else (HIDDEN,)
    return {
        "world": desk.about(),
        "node": desk.named(found.value) if found else {"name": node, "label": node},
        "style": style,
        "citation": cite(desk.world, found, style, desk.language) if found else "",
        "reasons": desk.told(shown),
    }
