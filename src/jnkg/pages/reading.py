"""Read one node after another for a page, each thing once.

A Reading is a Reader that remembers what it looked up. A Record is a node as a row of a page has
it: its values by property, each with the status of the claim, and what the claims stand on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg.answer import run
from jnkg.card import STATUSES, Basis, Name, Value
from jnkg.claims import DEFAULT, Graph, Node, Reader, is_said
from jnkg.names import ID, NS, RDF_TYPE, shorten
from jnkg.store import World
from jnkg.turtle import natural

if TYPE_CHECKING:
    from jnkg.answer import Term


ABOUT = "SELECT ?s ?p ?o ?g { VALUES ?s { NODES } { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
TOWARDS = """SELECT ?s ?o ?g {
  VALUES ?o { NODES } { ?s PREDICATE ?o } UNION { GRAPH ?g { ?s PREDICATE ?o } }
}"""
BASES = (NS + "hasEvidence", NS + "hasGround")
MANY = 500
"""As many nodes are named in one query."""


@lru_cache(1 << 16)
def order(text: str) -> object:
    """Give what puts a term in natural order, worked out once."""
    return natural(text)


def in_order(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Put quads in the natural order of their terms."""
    found = list(quads)
    if len(found) > 1:
        found.sort(key=lambda quad: [order(str(term)) for term in quad])
    return found


class Reading(Reader):
    """One world, read in one language for one page.

    All quads of a subject are looked up at once; `prepare` does so for many subjects by a few
    queries, since a store may be far away.
    """

    def __init__(self, world: World, language: str) -> None:
        super().__init__(world, language)
        self.is_near = isinstance(world.store, ox.Store)
        self.subjects: dict[Node, list[ox.Quad]] = {}
        self.incoming: dict[tuple[str, Node], list[ox.Quad]] = {}
        self.patterns: dict[object, list[ox.Quad]] = {}
        self.bases: dict[tuple[Node, Node], Basis] = {}
        self.statuses: dict[Node, str] = {}
        self.classes: dict[Node, tuple[Name, ...]] = {}

    def quads(
        self, subject: Node | None, predicate: str, value: Node | None, graph: Graph | None
    ) -> list[ox.Quad]:
        """Give matching quads in natural order."""
        if subject is not None and (subject in self.subjects or not predicate):
            found = self.about(subject)
        elif value is not None and subject is None:
            found = self.towards(predicate, value)
        else:
            return self.some(subject, predicate, value, graph)
        return [
            quad
            for quad in found
            if (not predicate or quad.predicate.value == predicate)
            and (value is None or quad.object == value)
            and (graph is None or quad.graph_name == graph)
        ]

    def about(self, subject: Node) -> list[ox.Quad]:
        """Give all quads about a subject, in order."""
        if subject not in self.subjects:
            found = self.world.store.quads_for_pattern(subject, None, None, None)
            self.subjects[subject] = in_order(found)
        return self.subjects[subject]

    def towards(self, predicate: str, value: Node) -> list[ox.Quad]:
        """Give all quads that lead to a node by a property, or by any, in order."""
        key = (predicate, value)
        if key not in self.incoming:
            sought = ox.NamedNode(predicate) if predicate else None
            found = self.world.store.quads_for_pattern(None, sought, value, None)
            self.incoming[key] = in_order(found)
        return self.incoming[key]

    def some(
        self, subject: Node | None, predicate: str, value: Node | None, graph: Graph | None
    ) -> list[ox.Quad]:
        """Give the quads of one pattern, looked up once."""
        key = (subject, predicate, value, graph)
        if key not in self.patterns:
            sought = ox.NamedNode(predicate) if predicate else None
            found = self.world.store.quads_for_pattern(subject, sought, value, graph)
            self.patterns[key] = in_order(found)
        return self.patterns[key]

    def prepare(self, nodes: Iterable[Node]) -> None:
        """Look up many nodes at once, with their evidence, their grounds and their graphs.

        Nothing is done where the store is at hand: there, a look-up costs less than a query.
        """
        if self.is_near:
            return
        wanted = list(nodes)
        self.look_up(wanted)
        quads = [quad for node in wanted for quad in self.subjects[node]]
        behind = [q.object for q in quads if q.predicate.value in BASES]
        graphs = [q.graph_name for q in quads]
        self.look_up([n for n in (*behind, *graphs) if isinstance(n, ox.NamedNode)])

    def look_up(self, nodes: Iterable[Node]) -> None:
        """Look up all quads about nodes, by one query."""
        wanted = [n for n in dict.fromkeys(nodes) if n not in self.subjects]
        found: dict[Node, list[ox.Quad]] = {node: [] for node in wanted}
        for s, p, o, g in self.rows(ABOUT, wanted):
            found[s].append(ox.Quad(s, p, o, g or DEFAULT))  # type: ignore[index, arg-type]
        for node, quads in found.items():
            self.subjects[node] = in_order(quads)

    def prepare_towards(self, name: str, nodes: Iterable[Node]) -> None:
        """Look up what leads to many nodes by one of our properties; see `prepare`."""
        if self.is_near:
            return
        wanted = [n for n in dict.fromkeys(nodes) if (NS + name, n) not in self.incoming]
        found: dict[Node, list[ox.Quad]] = {node: [] for node in wanted}
        predicate = ox.NamedNode(NS + name)
        for s, o, g in self.rows(TOWARDS.replace("PREDICATE", str(predicate)), wanted):
            found[o].append(ox.Quad(s, predicate, o, g or DEFAULT))  # type: ignore[index, arg-type]
        for node, quads in found.items():
            self.incoming[NS + name, node] = in_order(quads)

    def rows(self, text: str, nodes: list[Node]) -> Iterator[list[Term]]:
        """Yield the rows of a query about nodes."""
        for start in range(0, len(nodes), MANY):
            values = " ".join(map(str, nodes[start : start + MANY]))
            yield from run(self.world, text.replace("NODES", values)).rows

    def basis(self, subject: Node, graph: Node) -> Basis:
        """Say what the triples about a node in a graph stand on, worked out once."""
        key = (subject, graph)
        if key not in self.bases:
            self.bases[key] = super().basis(subject, graph)
        return self.bases[key]

    def kinds(self, node: Node) -> tuple[Name, ...]:
        """Name the classes that a node is said to be of, looked up once."""
        if node not in self.classes:
            self.classes[node] = super().kinds(node)
        return self.classes[node]

    def status(self, graph: Node) -> str:
        """Give the status of a named graph, looked up once."""
        if graph not in self.statuses:
            self.statuses[graph] = super().status(graph)
        return self.statuses[graph]

    def is_a(self, node: Node, *names: str) -> bool:
        """Tell whether a node is of one of our classes, by what is said or follows."""
        classes = {kind.value.removeprefix(NS) for kind in self.nodes(node, RDF_TYPE)}
        return not classes.isdisjoint(names)

    def pointing(self, name: str, node: Node, *kinds: str) -> list[Node]:
        """Give the nodes that point at a node by one of our properties, of some classes or any."""
        quads = self.quads(None, NS + name, node, DEFAULT)
        subjects = dict.fromkeys(q.subject for q in quads)
        named = [s for s in subjects if isinstance(s, ox.NamedNode)]
        self.prepare(named)
        return [s for s in named if not kinds or self.is_a(s, *kinds)]


@dataclass(frozen=True, slots=True)
class Told(Value):
    """A value, and the status of the strongest claim that has it."""

    status: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A node, its values by property, and what its claims stand on.

    Our own properties go by their names, others by prefixed ones: `order`, `dcterms:title`.
    """

    node: Name
    kinds: tuple[Name, ...]
    told: Mapping[str, tuple[Told, ...]]
    bases: tuple[Basis, ...]

    def all(self, *names: str) -> tuple[Told, ...]:
        """Give the values of the first of some properties that has any."""
        return next((self.told[name] for name in names if name in self.told), ())

    def text(self, *names: str) -> str:
        """Give the first value of the first of some properties, empty where there is none."""
        return next((value.text for value in self.all(*names)), "")

    @property
    def status(self) -> str:
        """The status of the strongest claim."""
        return self.bases[0].status if self.bases else ""

    @property
    def slug(self) -> str:
        """The last part of the node's IRI, for an anchor."""
        return self.node.iri.removeprefix(ID)

    def place(self) -> tuple[object, ...]:
        """Give what puts records of one text in order, those without a place last."""
        return (int(self.text("order") or 9999), natural(self.node.iri))

    def day(self) -> tuple[object, ...]:
        """Give what puts records in the order of time, those without a day last."""
        day = self.text("earliest", "startDate", "startPeriod", "attestedOn")
        return (day or "9999", self.text("startsAt"), natural(self.node.iri))


def record(reader: Reading, node: Node) -> Record:
    """Read a node as a row of a page."""
    quads = reader.quads(node, "", None, None)
    graphs = dict.fromkeys(q.graph_name for q in quads)
    named = [g for g in graphs if isinstance(g, ox.NamedNode)]
    statuses = {g: reader.status(g) if is_said(g) else "inferred" for g in named}
    return Record(
        reader.name(node), reader.kinds(node), told(reader, quads, statuses), bases(reader, node)
    )


def told(
    reader: Reading, quads: Iterable[ox.Quad], statuses: Mapping[Node, str]
) -> dict[str, tuple[Told, ...]]:
    """Give the values of a node by property, without those that a preference sets aside."""
    kept = {q.triple for q in quads if q.graph_name == DEFAULT}
    best: dict[tuple[str, object], str] = {}
    for quad in quads:
        if not isinstance(quad.graph_name, ox.NamedNode) or quad.triple not in kept:
            continue
        key, status = (quad.predicate.value, quad.object), statuses[quad.graph_name]
        best[key] = min(best.get(key, status), status, key=STATUSES.index)
    by_property: dict[str, list[object]] = {}
    for name, value in best:
        by_property.setdefault(name, []).append(value)
    return {
        shorten(name).removeprefix("jn:"): tuple(
            as_told(reader, value, best[name, value]) for value in shown(reader, values)
        )
        for name, values in by_property.items()
    }


def shown(reader: Reading, values: list[object]) -> Iterator[object]:
    """Yield nodes, and literals in the reader's language where there are any."""
    kept = reader.literals(values)
    yield from (v for v in values if not isinstance(v, ox.Literal) or v in kept)


def as_told(reader: Reading, value: object, status: str) -> Told:
    """Give a value with its status."""
    plain = reader.value(value)
    return Told(plain.text, plain.iri, plain.language, plain.is_set_aside, status)


def bases(reader: Reading, node: Node) -> tuple[Basis, ...]:
    """Give what the claims about a node stand on, strongest first, conclusions left out.

    What only says that a node exists is left out where something is claimed of it; conclusions
    remain where there is nothing else.
    """
    graphs = dict.fromkeys(q.graph_name for q in reader.quads(node, "", None, None))
    found = [reader.basis(node, g) for g in graphs if isinstance(g, ox.NamedNode)]
    claimed = [b for b in found if b.status in ("stated", "derived", "interpreted")]
    chosen = claimed or [b for b in found if b.status != "inferred"] or found
    return tuple(sorted(chosen, key=lambda b: (STATUSES.index(b.status), b.graph)))


def records(reader: Reading, nodes: Iterable[Node]) -> list[Record]:
    """Read nodes, each once, in their order."""
    found = list(dict.fromkeys(nodes))
    reader.prepare(found)
    return [record(reader, node) for node in found]
