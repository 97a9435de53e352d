"""Take apart what editors read into the documents: each interpreted claim with its readings.

A Whole comes in, Interpretations go out: a claim is a block of an interpreted graph; its readings
give reason, confidence and premises; the documents are those that bear the premises.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.exports.trusty import Fact
from jnkg.exports.whole import Whole
from jnkg.names import NS, PREFIXES, RDF_TYPE

SOURCE = PREFIXES["dcterms"] + "source"
GROUND, PREMISE = NS + "hasGround", NS + "hasPremise"
CARRIES, INTO, TO = NS + "carriesOnFrom", NS + "evolvedInto", NS + "linksTo"


@dataclass(frozen=True)
class Interpretation:
    """One interpreted claim.

    `said` is its block without the grounds; `concluded` is what follows from it alone; `readings`
    are the blocks of its grounds; `premises` gives the documents of each premise; `day` is ISO.
    """

    claim: str
    graph: str
    day: str
    said: tuple[Fact, ...]
    concluded: tuple[Fact, ...]
    readings: tuple[Fact, ...]
    premises: Mapping[str, tuple[str, ...]]

    @property
    def classes(self) -> list[str]:
        """The classes that the claim itself is given here; none where it is a known node's."""
        return [o for _, p, o in self.said if p == RDF_TYPE and isinstance(o, str)]

    @property
    def grounds(self) -> list[str]:
        """The readings that it stands on."""
        return list(dict.fromkeys(subject for subject, _, _ in self.readings))


def interpretations(whole: Whole) -> Iterator[Interpretation]:
    """Yield the interpreted claims, graph by graph."""
    told = whole.catalogue()
    sources = documents(whole)
    links = {(s, p, o) for s, p, o in facts(whole.default) if p in (CARRIES, INTO)}
    for graph, said in told.items():
        if is_called(said, "Interpreted") and NS + "isInferred" not in said:
            day = getattr(said.get(NS + "knownFrom"), "value", "")
            blocks = by_subject(facts(whole.graphs.get(graph, ())))
            for claim in blocks:
                if any(p == GROUND for _, p, _ in blocks[claim]):
                    yield interpretation(claim, graph, day, blocks, links, sources)


def is_called(said: Mapping[str, object], status: str) -> bool:
    """Tell whether the catalogue gives a graph a status."""
    return said.get(NS + "status") == ox.NamedNode(NS + status)


def facts(triples: Iterable[ox.Triple]) -> Iterator[Fact]:
    """Yield triples without blank nodes as facts."""
    for t in triples:
        if isinstance(t.subject, ox.NamedNode):
            if isinstance(t.object, ox.NamedNode):
                yield t.subject.value, t.predicate.value, t.object.value
            elif isinstance(t.object, ox.Literal):
                yield t.subject.value, t.predicate.value, t.object


def by_subject(found: Iterable[Fact]) -> dict[str, list[Fact]]:
    """Put facts together that have one subject."""
    blocks: dict[str, list[Fact]] = {}
    for fact in found:
        blocks.setdefault(fact[0], []).append(fact)
    return blocks


def documents(whole: Whole) -> dict[str, tuple[str, ...]]:
    """Give the documents in whose graphs a node is spoken of, by node."""
    found: dict[str, list[str]] = {}
    for graph, said in whole.catalogue().items():
        source = said.get(SOURCE)
        if isinstance(source, ox.NamedNode):
            for subject in dict.fromkeys(t.subject for t in whole.graphs.get(graph, ())):
                if isinstance(subject, ox.NamedNode):
                    found.setdefault(subject.value, []).append(source.value)
    return {node: tuple(sorted(set(sources))) for node, sources in found.items()}


def interpretation(
    claim: str,
    graph: str,
    day: str,
    blocks: Mapping[str, list[Fact]],
    links: set[Fact],
    sources: Mapping[str, tuple[str, ...]],
) -> Interpretation:
    """Put one claim together."""
    said = tuple(f for f in blocks[claim] if f[1] != GROUND)
    grounds = [o for _, p, o in blocks[claim] if p == GROUND and isinstance(o, str)]
    readings = tuple(f for ground in grounds for f in blocks.get(ground, ()))
    premises = [o for _, p, o in readings if p == PREMISE and isinstance(o, str)]
    bases = {premise: sources.get(premise, ()) for premise in dict.fromkeys(premises)}
    concluded = tuple(
        (earlier, INTO, later)
        for later in (o for _, p, o in said if p == TO and isinstance(o, str))
        for earlier in (o for s, p, o in links if s == claim and p == CARRIES)
        if isinstance(earlier, str) and (earlier, INTO, later) in links
    )
    return Interpretation(claim, graph, day, said, concluded, readings, bases)
