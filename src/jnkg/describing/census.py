"""Count what a world holds.

A World comes in, a Census goes out; each world is counted once in a process. Every figure that a
description prints stands here, and every one of them is asked of the store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from jnkg.names import CATALOGUE, ID, NS, PREFIXES
from jnkg.store import World

Row = Sequence[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None]

LINKING = tuple(
    PREFIXES[prefix] + name
    for prefix, names in (
        ("owl", "equivalentClass equivalentProperty sameAs"),
        ("rdfs", "subClassOf subPropertyOf"),
        ("skos", "broadMatch closeMatch exactMatch narrowMatch relatedMatch"),
    )
    for name in names.split()
)
"""Predicates whose triples say that one of our nodes is a node of others, or is near one."""

PROLOGUE = f"PREFIX jn: <{NS}> PREFIX rdf: <{PREFIXES['rdf']}>\n"
FIGURES = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
    (COUNT(DISTINCT ?o) AS ?objects) (COUNT(DISTINCT ?p) AS ?properties)
    (COUNT(DISTINCT ?class) AS ?classes) (COUNT(DISTINCT ?entity) AS ?entities)
WHERE {{
  {pattern}
  BIND(IF(?p = rdf:type, ?o, ?none) AS ?class)
  BIND(IF(STRSTARTS(STR(?s), "{space}"), ?s, ?none) AS ?entity)
}}"""
EVERYTHING = "?s ?p ?o ."
OF_STATUS = """{{ SELECT DISTINCT ?s ?p ?o WHERE {{
    GRAPH <{catalogue}> {{ ?g jn:status jn:{status} }}
    GRAPH ?g {{ ?s ?p ?o }}
    FILTER {negation} EXISTS {{ GRAPH <{catalogue}> {{ ?g jn:isInferred true }} }}
  }} }}"""
CONCLUSIONS = """{{ SELECT DISTINCT ?s ?p ?o WHERE {{
    GRAPH <{catalogue}> {{ ?g jn:isInferred true }}
    GRAPH ?g {{ ?s ?p ?o }}
  }} }}"""
SUBSETS = ("Identity", "Stated", "Derived", "Interpreted", "Vocabulary", "Inferred")
"""The parts of a world, by status; what the reasoner added is a part of its own."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How much a set of triples holds; `entities` are our nodes that are subjects."""

    triples: int
    subjects: int
    objects: int
    properties: int
    classes: int
    entities: int


@dataclass(frozen=True, slots=True)
class Use:
    """How often a property is used."""

    triples: int
    subjects: int
    objects: int


@dataclass(frozen=True, slots=True)
class Census:
    """What was counted in a world.

    `subsets` are by status, `classes` give entities by class, `graphs` triples by named graph,
    `links` triples by linking predicate and foreign namespace.
    """

    whole: Figures
    subsets: Mapping[str, Figures]
    classes: Mapping[str, int]
    properties: Mapping[str, Use]
    graphs: Mapping[str, int]
    links: Mapping[tuple[str, str], int]
    is_union: bool

    def vocabularies(self) -> list[str]:
        """Give the namespaces of the classes and properties in use, in order."""
        return sorted({namespace(iri) for iri in (*self.classes, *self.properties)})


@lru_cache(maxsize=32)
def count(world: World) -> Census:
    """Count a world."""
    whole = figures(world, EVERYTHING)
    return Census(
        whole,
        {status: found for status in SUBSETS if (found := subset(world, status)).triples},
        entities_by_class(world),
        uses(world),
        graph_sizes(world),
        links(world),
        union_size(world) == whole.triples,
    )


def rows(world: World, query: str) -> list[Row]:
    """Ask a query with our prefixes, and give its rows."""
    found = world.store.query(PROLOGUE + query)
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError("a census asks SELECT queries")
    return [list(row) for row in found]


def number(term: object) -> int:
    """Give a whole number that a query counted."""
    return int(term.value) if isinstance(term, ox.Literal) else 0


def iri(term: object) -> str:
    """Give an IRI as text; empty for anything else."""
    return term.value if isinstance(term, ox.NamedNode) else ""


def figures(world: World, pattern: str) -> Figures:
    """Count what matches a pattern of ?s ?p ?o."""
    row = rows(world, FIGURES.format(pattern=pattern, space=ID))[0]
    return Figures(*(number(term) for term in row))


def subset(world: World, status: str) -> Figures:
    """Count the triples of all graphs of a status, each triple once."""
    pattern = CONCLUSIONS if status == "Inferred" else OF_STATUS
    return figures(world, pattern.format(catalogue=CATALOGUE, status=status, negation="NOT"))


def entities_by_class(world: World) -> dict[str, int]:
    """Count the nodes of each class that has a name."""
    query = (
        "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c FILTER(isIRI(?c)) } "
        "GROUP BY ?c ORDER BY ?c"
    )
    return {iri(c): number(n) for c, n in rows(world, query)}


def uses(world: World) -> dict[str, Use]:
    """Count how often each property is used."""
    query = """SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?a) (COUNT(DISTINCT ?o) AS ?b)
    WHERE { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"""
    return {iri(p): Use(number(n), number(a), number(b)) for p, n, a, b in rows(world, query)}


def graph_sizes(world: World) -> dict[str, int]:
    """Count the triples of each named graph."""
    query = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    return {iri(g): number(n) for g, n in rows(world, query)}


def union_size(world: World) -> int:
    """Count the triples of all named graphs, each once.

    A preference keeps a triple out of the default graph alone, so that this may be more than
    the default graph holds.
    """
    query = """SELECT (COUNT(*) AS ?n) WHERE {
    { SELECT DISTINCT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } } }"""
    return number(rows(world, query)[0][0])


def links(world: World) -> dict[tuple[str, str], int]:
    """Count the links from our nodes to those of others, by predicate and foreign namespace."""
    predicates = " ".join(f"<{p}>" for p in LINKING)
    query = f"""SELECT ?p ?o WHERE {{
    VALUES ?p {{ {predicates} }} ?s ?p ?o
    FILTER(isIRI(?o) && STRSTARTS(STR(?s), "{OURS}") && !STRSTARTS(STR(?o), "{OURS}")) }}"""
    found: dict[tuple[str, str], int] = {}
    for predicate, target in rows(world, query):
        key = (iri(predicate), namespace(iri(target)))
        found[key] = found.get(key, 0) + 1
    return dict(sorted(found.items()))


OURS = NS.removesuffix("ns/")
"""What the IRIs of all our nodes open with."""


def namespace(term: str) -> str:
    """Give the namespace of a term: what stands before its last # or /."""
    cut = max(term.rfind("#"), term.rfind("/"))
    return term[: cut + 1]
