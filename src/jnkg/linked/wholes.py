"""Describe what is told as a whole: a named graph, a module of the ontology, all of its terms.

A World and an IRI come in, a Description of everything that the graphs hold goes out. A module is
given to the letter and nothing beside it, so that what imports it gets what was written; a graph
of claims comes with its entry of the catalogue.
"""

from __future__ import annotations

import pyoxigraph as ox

from jnkg.linked.describing import catalogue_entries, graphs_of
from jnkg.linked.description import Description
from jnkg.linked.reads import among, quads, rows
from jnkg.names import CATALOGUE, NS, PREFIXES
from jnkg.store import World

OWL = PREFIXES["owl"]


def describe_graph(world: World, graph: ox.NamedNode) -> Description:
    """Describe a named graph: all of its triples, and its entry of the catalogue."""
    held = quads(world, "?s ?p ?o", f"VALUES ?g {{ {graph} }}")
    entries = [] if graph.value == CATALOGUE else catalogue_entries(world, held)
    return whole(graph, held, entries)


def describe_ontology(world: World, iri: ox.NamedNode) -> Description:
    """Describe a module by its IRI or its version's; by the namespace, all modules together."""
    graphs = modules(world) if iri.value == NS else module(world, iri)
    return whole(iri, quads(world, "?s ?p ?o", among("g", graphs)) if graphs else [], [])


def modules(world: World) -> list[ox.NamedNode]:
    """Give the graphs of all modules of the ontology."""
    text = f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?o a <{OWL}Ontology> }} }} ORDER BY ?g"
    return [g for row in rows(world, text) if isinstance(g := row["g"], ox.NamedNode)]


def module(world: World, iri: ox.NamedNode) -> list[ox.NamedNode]:
    """Give the graph of the module that has an IRI, or has it as that of its version."""
    text = (
        f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ {{ {iri} a <{OWL}Ontology> }} UNION "
        f"{{ ?o <{OWL}versionIRI> {iri} }} }} }} ORDER BY ?g"
    )
    return [g for row in rows(world, text) if isinstance(g := row["g"], ox.NamedNode)]


def whole(node: ox.NamedNode, held: list[ox.Quad], entries: list[ox.Quad]) -> Description:
    """Put a description together from quads that are told in full."""
    told = [*held, *entries]
    triples = dict.fromkeys(q.triple for q in told)
    core = tuple(graphs_of(held))
    return Description(node, tuple(triples), tuple(told), tuple(held), core)
