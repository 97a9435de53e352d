"""Read from a world by SPARQL alone, a few queries for each description.

A pattern comes in, triples or quads go out, in an order that the terms alone decide. Patterns use
the variables ?s, ?p and ?o; IRIs stand in them in full, since nothing else is declared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from jnkg.names import NS
from jnkg.store import World

Node = ox.NamedNode
IS_BASED = (Node(NS + "hasEvidence"), Node(NS + "hasGround"))
IN_PASSAGE = Node(NS + "inPassage")


def rows(world: World, text: str) -> Iterator[ox.QuerySolution]:
    """Yield what a SELECT query gives."""
    result = world.store.query(text)
    if isinstance(result, ox.QuerySolutions):
        yield from result


def triples(world: World, pattern: str) -> list[ox.Triple]:
    """Give the triples of the default graph that a pattern finds, each once."""
    found = {
        ox.Triple(row["s"], row["p"], row["o"])
        for row in rows(world, f"SELECT DISTINCT ?s ?p ?o WHERE {{ {pattern} }}")
    }
    return sorted(found, key=str)


def quads(world: World, pattern: str, around: str = "") -> list[ox.Quad]:
    """Give the quads that a pattern finds inside one named graph; `around` stands before it."""
    text = f"SELECT DISTINCT ?s ?p ?o ?g WHERE {{ {around} GRAPH ?g {{ {pattern} }} }}"
    found = {ox.Quad(row["s"], row["p"], row["o"], row["g"]) for row in rows(world, text)}
    return sorted(found, key=str)


def number(world: World, text: str) -> int:
    """Give the one number that a query answers with, as ?n."""
    return next((int(row["n"].value) for row in rows(world, text)), 0)


def among(variable: str, nodes: Iterable[object]) -> str:
    """Write a block that binds a variable to nodes; blank ones have no name and are left out."""
    named = sorted({str(n) for n in nodes if isinstance(n, ox.NamedNode)})
    return f"VALUES ?{variable} {{ {' '.join(named)} }}"


def subjects(statements: Iterable[ox.Quad]) -> list[ox.NamedNode]:
    """Give the named subjects of quads, each once."""
    return list(dict.fromkeys(q.subject for q in statements if isinstance(q.subject, Node)))


def targets(statements: Iterable[ox.Quad], *predicates: ox.NamedNode) -> list[ox.NamedNode]:
    """Give the nodes that some predicates lead to, each once, in natural order."""
    found = (q.object for q in statements if q.predicate in predicates)
    return list(dict.fromkeys(o for o in found if isinstance(o, ox.NamedNode)))
