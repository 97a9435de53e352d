"""Show a document with its passages in order, and a passage with what stands on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg.answer import run
from jnkg.card import Name
from jnkg.claims import DEFAULT, Node
from jnkg.names import NS, PREFIXES
from jnkg.pages.reading import Reading, Record, record, records
from jnkg.pages.shelf import Shelf
from jnkg.reference import document_of, locator
from jnkg.turtle import natural

if TYPE_CHECKING:
    from jnkg.answer import Term

PART_OF = PREFIXES["dcterms"] + "isPartOf"
STANDING = """
SELECT DISTINCT ?passage ?claim ?status ?quotation ?tag WHERE {{
  VALUES ?passage {{ {passages} }}
  {{
    ?evidence <{jn}inPassage> ?passage .
    GRAPH ?graph {{ ?claim <{jn}hasEvidence> ?evidence }}
    OPTIONAL {{ ?evidence <{oa}exact> ?quotation BIND (LANG(?quotation) AS ?tag) }}
  }} UNION {{
    ?ground <{jn}hasPremise> ?passage .
    GRAPH ?graph {{ ?claim <{jn}hasGround> ?ground }}
  }}
  ?graph <{jn}status> ?status .
}} ORDER BY ?passage ?claim ?status ?quotation
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim that stands on a passage: itself, its kind and status, and the words it rests on."""

    claim: Name
    kind: str
    status: str
    quotations: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A passage with its mark in the document, its claims and its own parts."""

    passage: Record
    mark: str
    claims: tuple[Standing, ...]
    parts: tuple[Part, ...]


def document(reader: Reading, node: Node) -> Shelf:
    """Gather what the page of a document shows."""
    children = children_of(reader, node)
    standing = standing_on(reader, [n for inside in children.values() for n in inside])
    absent = records(reader, reader.pointing("inDocument", node, "NotPrinted", "SearchRecord"))
    parts = tuple(part(reader, each, node, children, standing) for each in children.get(node, ()))
    inside = [p for part in parts for p in walk(part)]
    shown = {p.passage.node.iri for p in inside} | {c.claim.iri for p in inside for c in p.claims}
    values = {
        "document": record(reader, node),
        "parts": parts,
        "passages": len(inside),
        "absent": absent,
    }
    return Shelf(values, frozenset(shown | {a.node.iri for a in absent}))


def passage(reader: Reading, node: Node) -> Shelf:
    """Gather what the page of a passage shows."""
    whole = document_of(reader, node)
    around = whole or node
    children = children_of(reader, node)
    standing = standing_on(reader, [node, *(n for inside in children.values() for n in inside)])
    shown = part(reader, node, around, children, standing)
    inside = list(walk(shown))
    siblings = neighbours(reader, node)
    known = {p.passage.node.iri for p in inside} | {c.claim.iri for p in inside for c in p.claims}
    values = {
        "part": shown,
        "document": reader.name(around),
        "path": path_to(reader, node, around),
        "before": siblings[0],
        "behind": siblings[1],
    }
    return Shelf(values, frozenset(known))


def children_of(reader: Reading, node: Node) -> dict[Node, list[Node]]:
    """Give the passages inside a node, by what holds them, in reading order."""
    children: dict[Node, list[Node]] = {}
    todo = [node]
    while todo:
        found: list[Node] = []
        for whole in todo:
            inside = [n for n in pointing_parts(reader, whole) if n not in children and n != node]
            if inside:
                children[whole] = sorted(inside, key=lambda n: in_order(reader, n))
                found += inside
        todo = found
    return children


def pointing_parts(reader: Reading, whole: Node) -> list[Node]:
    """Give the passages that lie directly in a document or passage."""
    quads = reader.quads(None, PART_OF, whole, DEFAULT)
    reader.prepare(q.subject for q in quads if isinstance(q.subject, ox.NamedNode))
    named = [q.subject for q in quads if isinstance(q.subject, ox.NamedNode)]
    return [n for n in named if reader.is_a(n, "Passage")]


def in_order(reader: Reading, node: Node) -> tuple[object, ...]:
    """Give what puts passages of one whole in order."""
    return (int(reader.text(node, NS + "order") or 0), natural(node.value))


def part(
    reader: Reading,
    node: Node,
    whole: Node,
    children: Mapping[Node, list[Node]],
    standing: Mapping[str, tuple[Standing, ...]],
) -> Part:
    """Give a passage with all that lies in it."""
    inside = (part(reader, n, whole, children, standing) for n in children.get(node, ()))
    return Part(
        record(reader, node),
        locator(reader, node, whole),
        standing.get(node.value, ()),
        tuple(inside),
    )


def walk(top: Part) -> Iterator[Part]:
    """Yield a passage and all that lies in it, in reading order."""
    yield top
    for inside in top.parts:
        yield from walk(inside)


def standing_on(reader: Reading, passages: Iterable[Node]) -> dict[str, tuple[Standing, ...]]:
    """Give the claims that stand on passages, by passage, in the order of kinds and names."""
    nodes = " ".join(map(str, passages))
    rows = run(reader.world, STANDING.format(passages=nodes, jn=NS, oa=PREFIXES["oa"])).rows
    reader.prepare(row[1] for row in rows if isinstance(row[1], ox.NamedNode))
    quotations: dict[tuple[Term, ...], list[tuple[str, str]]] = {}
    for passage_node, claim, status, quotation, tag in rows:
        words = quotations.setdefault((passage_node, claim, status), [])
        if isinstance(quotation, ox.Literal) and isinstance(tag, ox.Literal):
            words.append((quotation.value, tag.value))
    found: dict[str, list[Standing]] = {}
    for (place, claim, status), words in quotations.items():
        if isinstance(place, ox.NamedNode) and isinstance(claim, ox.NamedNode):
            kinds = reader.kinds(claim)
            found.setdefault(place.value, []).append(
                Standing(
                    reader.name(claim),
                    kinds[0].label if kinds else "",
                    local(status).lower(),
                    tuple(words),
                )
            )
    return {
        place: tuple(sorted(claims, key=lambda c: (c.kind, natural(c.claim.iri))))
        for place, claims in found.items()
    }


def local(term: Term) -> str:
    """Give the name of one of our terms."""
    return term.value.removeprefix(NS) if isinstance(term, ox.NamedNode) else ""


def path_to(reader: Reading, node: Node, document_node: Node) -> list[Name]:
    """Name the passages that a passage lies in, from the outermost."""
    path: list[Name] = []
    place = next(iter(reader.nodes(node, PART_OF)), None)
    while place is not None and place != document_node and len(path) < 20:
        path.insert(0, Name(place.value, locator(reader, place, document_node)))
        place = next(iter(reader.nodes(place, PART_OF)), None)
    return path


def neighbours(reader: Reading, node: Node) -> tuple[Name | None, Name | None]:
    """Name the passages before and behind a passage in the same whole."""
    around = next(iter(reader.nodes(node, PART_OF)), None)
    if around is None:
        return None, None
    inside = sorted(pointing_parts(reader, around), key=lambda n: in_order(reader, n))
    at = inside.index(node)
    before = reader.name(inside[at - 1]) if at else None
    behind = reader.name(inside[at + 1]) if at + 1 < len(inside) else None
    return before, behind
