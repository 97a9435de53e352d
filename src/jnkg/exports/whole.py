"""Take a world out of its store as it is: the default graph and each named one.

A World comes in, a Whole goes out, in an order that the terms alone decide. Blank nodes get names
that depend on nothing but the triples around them (RDFC-1.0), the same ones in every graph: so
what is written of them has the same bytes each time, from whichever store it was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from jnkg.exports.request import Count
from jnkg.names import CATALOGUE, PREFIXES
from jnkg.store import World
from jnkg.turtle import Object

Triples = tuple[ox.Triple, ...]
TRIPLES = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
QUADS = """SELECT (?a + ?b AS ?n) WHERE {
  { SELECT (COUNT(*) AS ?a) WHERE { ?s ?p ?o } }
  { SELECT (COUNT(*) AS ?b) WHERE { GRAPH ?g { ?s ?p ?o } } } }"""
GRAPHS = "SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"


@dataclass(frozen=True)
class Whole:
    """A world: the triples of its default graph, and those of each named graph by its IRI."""

    default: Triples
    graphs: Mapping[str, Triples]

    def quads(self) -> Iterator[ox.Quad]:
        """Yield everything, the default graph first."""
        yield from (ox.Quad(t.subject, t.predicate, t.object) for t in self.default)
        for iri, triples in self.graphs.items():
            graph = ox.NamedNode(iri)
            yield from (ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)

    def catalogue(self) -> dict[str, dict[str, Object]]:
        """Give what the catalogue says of each graph, by property."""
        told: dict[str, dict[str, Object]] = {}
        for triple in self.graphs.get(CATALOGUE, ()):
            graph, value = triple.subject, triple.object
            if isinstance(graph, ox.NamedNode) and not isinstance(value, ox.Triple):
                told.setdefault(graph.value, {})[triple.predicate.value] = value
        return told


@lru_cache(maxsize=2)
def whole_of(world: World) -> Whole:
    """Take a world out of its store; each world is read once."""
    graphs: dict[str, list[ox.Triple]] = {"": []}
    for quad in with_lasting_names(world.store.quads_for_pattern(None, None, None)):
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        graphs.setdefault(name, []).append(quad.triple)
    ordered = {name: tuple(sorted(graphs[name], key=str)) for name in sorted(graphs)}
    return Whole(ordered.pop(""), ordered)


def with_lasting_names(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield quads, their blank nodes named by what is said of them."""
    blank: list[ox.Quad] = []
    for quad in quads:
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
            blank.append(quad)
        else:
            yield quad
    dataset = ox.Dataset(blank)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    yield from dataset


def counts(content: bytes, form: ox.RdfFormat) -> tuple[Count, ...]:
    """Read a file back and count its quads; where it has named graphs, them as well."""
    quads = set(ox.parse(content, format=form))
    default = sum(isinstance(q.graph_name, ox.DefaultGraph) for q in quads)
    triples = Count("triples in the default graph", default, TRIPLES)
    if not form.supports_datasets:
        return (triples,)
    names = {q.graph_name for q in quads} - {ox.DefaultGraph()}
    return (
        Count("quads", len(quads), QUADS),
        triples,
        Count("named graphs", len(names), GRAPHS),
    )


def prefixes(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Give the prefixes that the terms of triples can be written with."""
    terms = {n.value for t in triples for n in t if isinstance(n, ox.NamedNode)}
    terms |= {t.object.datatype.value for t in triples if isinstance(t.object, ox.Literal)}
    spaces = {term[: max(term.rfind("/"), term.rfind("#")) + 1] for term in terms}
    return {prefix: iri for prefix, iri in sorted(PREFIXES.items()) if iri in spaces}
