"""Find what an address names, and describe it.

A World, a Tree and a Thing come in. Nodes, terms and graphs are in the world; shapes and stored
queries are in the tree, the same in every world.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import pyoxigraph as ox

from jnkg.linked.addresses import Thing
from jnkg.linked.describing import describe
from jnkg.linked.description import Description
from jnkg.linked.kept import describe_query, describe_shape, query_names, shapes
from jnkg.linked.wholes import describe_graph, describe_ontology, module, modules
from jnkg.names import BASE, PREFIXES
from jnkg.rooms import Tree
from jnkg.store import World

KEPT = ("shape", "query")
"""Kinds of things that are the same in every world."""
LIKE = 0.6
"""A name less alike than this (1 is equal) is no suggestion."""
TRUE = ox.Literal("true", datatype=ox.NamedNode(PREFIXES["xsd"] + "boolean"))
DEPRECATED = ox.NamedNode(PREFIXES["owl"] + "deprecated")
REPLACED_BY = ox.NamedNode(PREFIXES["dcterms"] + "isReplacedBy")


def is_kept(tree: Tree, thing: Thing) -> bool:
    """Tell whether the tree has a shape or a stored query."""
    known = shapes(tree.root) if thing.kind == "shape" else query_names(tree)
    return thing.name in known or (thing.kind == "shape" and not thing.name)


def is_there(world: World, thing: Thing) -> bool:
    """Tell whether a world has a node, a term, a graph or a module."""
    node = ox.NamedNode(thing.iri)
    if thing.kind == "graph":
        return bool(world.store.query(f"ASK {{ GRAPH {node} {{ ?s ?p ?o }} }}"))
    if thing.kind == "ontology":
        return bool(module(world, node))
    if thing.kind == "ns" and not thing.name:
        return bool(modules(world))
    return thing.iri in world.labels("en")


def description_of(world: World, thing: Thing, queries: str) -> Description:
    """Describe what a world has; `queries` is an address that a query can be put behind."""
    node = ox.NamedNode(thing.iri)
    if thing.kind == "graph":
        return describe_graph(world, node)
    if thing.kind == "ontology" or (thing.kind == "ns" and not thing.name):
        return describe_ontology(world, node)
    return describe(world, node, queries)


def kept_description(tree: Tree, thing: Thing, endpoint: str) -> Description | None:
    """Describe a shape or a stored query; None where the tree has none of that name."""
    if thing.kind == "shape":
        return describe_shape(tree, thing.name)
    return describe_query(tree, thing.name, endpoint)


def is_withdrawn(world: World, thing: Thing) -> bool:
    """Tell whether a node or a term is said to be in use no more."""
    return ox.Quad(ox.NamedNode(thing.iri), DEPRECATED, TRUE) in world.store


def replacements(world: World, thing: Thing) -> list[str]:
    """Give the IRIs of what took the place of something withdrawn."""
    found = world.store.quads_for_pattern(ox.NamedNode(thing.iri), REPLACED_BY, None, None)
    return sorted({q.object.value for q in found if isinstance(q.object, ox.NamedNode)})


def nearest_names(world: World, tree: Tree, thing: Thing) -> list[str]:
    """Give the names of its kind that come closest to a thing's."""
    if thing.kind in KEPT:
        known: Iterable[str] = shapes(tree.root) if thing.kind == "shape" else query_names(tree)
    else:
        start = f"{BASE}{thing.kind}/"
        known = [i.removeprefix(start) for i in world.labels("en") if i.startswith(start)]
        first = thing.name.partition("-")[0] + "-"
        known = [n for n in known if n.startswith(first)] or known
    return get_close_matches(thing.name, list(known), 3, LIKE)
