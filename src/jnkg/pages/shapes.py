"""Show a shape: what it is held against, what it asks for, and what it says where it refuses.

A visit and the name of a shape come in; a Reply goes out. Shapes lie in the tree, not in a world:
they claim nothing, and are the same in every world.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

import pyoxigraph as ox

from jnkg.card import Name
from jnkg.endpoint.exchange import Reply
from jnkg.endpoint.site import Visit
from jnkg.errors import UnknownValue
from jnkg.linked.kept import parts_of, shapes
from jnkg.names import PREFIXES, RDF_TYPE, SHAPE, shorten
from jnkg.pages.frame import page_of, render, twins_of

RDF, SH = PREFIXES["rdf"], PREFIXES["sh"]
ASIDE = (RDF_TYPE, SH + "message", SH + "property")
"""What stands in words above, or by itself below."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A part of a shape: what SHACL calls it, and what it says, a node or a text in Turtle."""

    name: Name
    node: Name | None
    text: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape with its kind, its message in one language, and its parts."""

    name: Name
    kind: Name
    message: str
    demands: tuple[Demand, ...]


def shape_page(visit: Visit, name: str) -> Reply:
    """Show the shape of a name; raises UnknownValue where there is none."""
    known = shapes(visit.site.tree.root)
    if name not in known:
        raise UnknownValue(name, nearest_names(name, known))
    shown = read(name, known[name], visit.language)
    parts = [read(n, known[n], visit.language) for n in parts_of(known[name]) if n in known]
    path = f"shape/{name}"
    page = page_of(visit, name, path, iri=SHAPE + name, twins=twins_of(path, {}), has_worlds=False)
    return render(page, "shape.html", shape=shown, parts=parts)


def nearest_names(name: str, known: Iterable[str]) -> list[str]:
    """Give the names that are written most like one."""
    return [f"shape/{near}" for near in get_close_matches(name, known, 3, 0.5)]


def read(name: str, triples: Iterable[ox.Triple], language: str) -> Shape:
    """Read a shape from its triples."""
    blocks: dict[object, list[ox.Triple]] = {}
    for triple in triples:
        blocks.setdefault(triple.subject, []).append(triple)
    own = blocks[ox.NamedNode(SHAPE + name)]
    messages = {
        t.object.language: t.object.value
        for t in own
        if t.predicate.value == SH + "message" and isinstance(t.object, ox.Literal)
    }
    kinds = [t.object for t in own if t.predicate.value == RDF_TYPE]
    kind = next((k.value for k in kinds if isinstance(k, ox.NamedNode)), "")
    rest = (t for t in own if t.predicate.value not in ASIDE)
    return Shape(
        Name(SHAPE + name, name),
        named(kind),
        messages.get(language) or next(iter(messages.values()), ""),
        tuple(demand(t, blocks) for t in rest),
    )


def named(iri: str) -> Name:
    """Call a node by its prefixed name."""
    return Name(iri, shorten(iri))


def demand(triple: ox.Triple, blocks: dict[object, list[ox.Triple]]) -> Demand:
    """Read one part of a shape."""
    term = triple.object
    node = named(term.value) if isinstance(term, ox.NamedNode) else None
    return Demand(named(triple.predicate.value), node, "" if node else written(term, blocks))


def written(term: object, blocks: dict[object, list[ox.Triple]]) -> str:
    """Write a term as Turtle does: names short, lists in brackets, nodes without names in place."""
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    if isinstance(term, ox.Literal):
        return term.value
    block = {t.predicate.value: t.object for t in blocks.get(term, ())}
    if RDF + "first" in block:
        return f"( {' '.join(written(t, blocks) for t in members(term, blocks))} )"
    pairs = (f"{shorten(p)} {written(o, blocks)}" for p, o in block.items())
    return f"[ {' ; '.join(pairs)} ]"


def members(start: object, blocks: dict[object, list[ox.Triple]]) -> list[object]:
    """Give the members of a list."""
    found: list[object] = []
    place = start
    while place in blocks:
        block = {t.predicate.value: t.object for t in blocks[place]}
        found.append(block.get(RDF + "first"))
        place = block.get(RDF + "rest")
    return found
