"""Read what each triple of a world stands on: its status, its day, its passages and documents.

A World comes in; Grounds go out, which hold all triples between individuals with the graphs that
have them, read at once, so that a network of thousands of edges asks the store a few times only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

import pyoxigraph as ox

from jnkg.names import ID, INFERRED, NS, PREFIXES
from jnkg.store import World

RANKS = ("Identity", "Stated", "Derived", "Interpreted")
"""The statuses of claims, strongest first; an identity block claims nothing and rests on nothing.
"""
PROLOGUE = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items())
INDIVIDUAL = f"STRSTARTS(STR(?{{}}), '{ID}')"
PART_OF = PREFIXES["dcterms"] + "isPartOf"
EVIDENCE, GROUND, PREMISE, PASSAGE = (
    NS + name for name in ("hasEvidence", "hasGround", "hasPremise", "inPassage")
)

Triple = tuple[str, str, str]
"""Subject, predicate and object as IRIs."""


@dataclass(frozen=True, slots=True)
class Graph:
    """What the catalogue says of a named graph."""

    rank: int
    known_from: str
    document: str
    is_inferred: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How well something is known: rank in RANKS, the day since when, passages and documents."""

    rank: int = 0
    known_from: str = ""
    passages: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()

    @property
    def status(self) -> str:
        """Give the status by its name."""
        return RANKS[self.rank]

    def joined(self, other: Standing) -> Standing:
        """Give the standing of what needs both: the weaker, the later, all that they rest on."""
        return Standing(
            max(self.rank, other.rank),
            max(self.known_from, other.known_from),
            self.passages | other.passages,
            self.documents | other.documents,
        )


def all_of(standings: Iterable[Standing]) -> Standing:
    """Give the standing of what needs all."""
    return reduce(Standing.joined, standings, Standing())


class Grounds:
    """The triples between individuals in the default graph of a world, and what they stand on."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.graphs = dict(read_graphs(world))
        self.triples = read_triples(world, self.graphs)
        self.ends: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.starts: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.pairs: dict[tuple[str, str], list[Triple]] = defaultdict(list)
        for start, predicate, end in sorted(self.triples):
            self.ends[start, predicate].append(end)
            self.starts[end, predicate].append(start)
            self.pairs[start, end].append((start, predicate, end))
        self.said = self.read_claims()
        self.cache: dict[str, frozenset[str]] = {}

    def read_claims(self) -> dict[str, tuple[str, ...]]:
        """Give for each individual the graphs in which somebody says something of it."""
        found: dict[str, set[str]] = defaultdict(set)
        query = f"SELECT DISTINCT ?node ?g {{ GRAPH ?g {{ ?node ?p ?o }} FILTER({of('node')}) }}"
        for node, graph in rows(self.world, query):
            found[node].add(graph)
        for triple, graphs in self.triples.items():
            found[triple[2]].update(graphs)
        return {
            node: tuple(sorted(g for g in graphs if self.is_claim(g)))
            for node, graphs in found.items()
        }

    def is_claim(self, graph: str) -> bool:
        """Tell whether a graph holds claims that somebody wrote."""
        known = self.graphs.get(graph)
        return known is not None and known.rank > 0 and not known.is_inferred

    def of_node(self, node: str) -> tuple[str, str]:
        """Give the strongest status of the claims about a node and the day of the earliest."""
        claims = [self.graphs[g] for g in self.said.get(node, ())]
        if not claims:
            return "", ""
        days = [c.known_from for c in claims if c.known_from]
        return RANKS[min(c.rank for c in claims)], min(days, default="")

    def of_triple(self, triple: Triple) -> Standing:
        """Give the standing of a triple from the graphs in which somebody wrote it.

        Where nobody did, only the status and the day of what was inferred are known.
        """
        held = self.triples[triple]
        graphs = [g for g in held if not self.graphs[g].is_inferred] or list(held)
        known = [self.graphs[g] for g in graphs]
        passages = frozenset(p for g in graphs for p in self.block_passages(triple[0], g))
        papers = {k.document for k in known if k.document} | set(self.documents(passages))
        days = [k.known_from for k in known if k.known_from]
        rank = min((k.rank for k in known), default=0)
        return Standing(rank, min(days, default=""), passages, frozenset(papers))

    def between(self, start: str, end: str) -> list[Triple]:
        """Give all triples from one individual to another."""
        return self.pairs.get((start, end), [])

    def is_written(self, triple: Triple) -> bool:
        """Tell whether somebody wrote a triple, not the reasoner alone."""
        return any(not self.graphs[g].is_inferred for g in self.triples.get(triple, ()))

    def block_passages(self, node: str, graph: str) -> frozenset[str]:
        """Give the passages that the block of a node in one graph rests on.

        What claims stand on (a passage, evidence, a ground) has no evidence: it is or leads there.
        """
        found: set[str] = set()
        for evidence in self.ends.get((node, EVIDENCE), ()):
            if graph in self.triples[node, EVIDENCE, evidence]:
                found.update(self.ends.get((evidence, PASSAGE), ()))
        for ground in self.ends.get((node, GROUND), ()):
            if graph in self.triples[node, GROUND, ground]:
                for premise in self.ends.get((ground, PREMISE), ()):
                    found |= self.passages(premise)
        if not found and self.graphs[graph].rank:
            return self.passages(node)
        return frozenset(found)

    def passages(self, node: str, above: frozenset[str] = frozenset()) -> frozenset[str]:
        """Give the passages that all claims about a node rest on; a passage gives itself."""
        if node in self.cache or node in above:
            return self.cache.get(node, frozenset())
        if node.startswith(ID + "passage-"):
            return frozenset({node})
        found: set[str] = set(self.ends.get((node, PASSAGE), ()))
        for evidence in self.ends.get((node, EVIDENCE), ()):
            found.update(self.ends.get((evidence, PASSAGE), ()))
        for ground in (*self.ends.get((node, GROUND), ()), node):
            for premise in self.ends.get((ground, PREMISE), ()):
                found |= self.passages(premise, above | {node})
        if not above:
            self.cache[node] = frozenset(found)
        return frozenset(found)

    def documents(self, passages: Iterable[str]) -> Iterator[str]:
        """Yield the documents that passages are parts of."""
        for passage in passages:
            place = [passage]
            while place and place[0].startswith(ID + "passage-"):
                whole = [*self.ends.get((place[0], PART_OF), ())]
                place = sorted(whole, key=lambda n: not n.startswith(ID + "document-"))
            yield from place[:1]


def read_graphs(world: World) -> Iterator[tuple[str, Graph]]:
    """Yield the named graphs of claims with what the catalogue says of them."""
    query = """SELECT ?g ?status ?day ?document { ?g jn:status ?status
        OPTIONAL { ?g jn:knownFrom ?day } OPTIONAL { ?g dcterms:source ?document } }"""
    for graph, status, day, document in sorted(rows(world, query)):
        name = status.removeprefix(NS)
        if name in RANKS:
            yield graph, Graph(RANKS.index(name), day, document, graph.startswith(INFERRED))


def read_triples(world: World, graphs: Mapping[str, Graph]) -> dict[Triple, tuple[str, ...]]:
    """Give the triples between individuals in the default graph, each with its named graphs."""
    both = f"FILTER({of('s')} && {of('o')})"
    wanted = {(s, p, o) for s, p, o in rows(world, f"SELECT ?s ?p ?o {{ ?s ?p ?o {both} }}")}
    found: dict[Triple, list[str]] = {triple: [] for triple in wanted}
    for graph, s, p, o in rows(world, f"SELECT ?g ?s ?p ?o {{ GRAPH ?g {{ ?s ?p ?o }} {both} }}"):
        if (s, p, o) in found and graph in graphs:
            found[s, p, o].append(graph)
    return {triple: tuple(sorted(held)) for triple, held in found.items()}


def of(variable: str) -> str:
    """Say in SPARQL that a variable is an individual of this graph."""
    return INDIVIDUAL.format(variable)


def rows(world: World, query: str) -> list[tuple[str, ...]]:
    """Answer a SELECT with the text of each cell, empty where it is unbound."""
    result = world.store.query(PROLOGUE + query)
    if not isinstance(result, ox.QuerySolutions):
        raise TypeError(query)
    return [tuple(map(text, row)) for row in result]


def text(term: object) -> str:
    """Give an IRI or the text of a literal."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""
