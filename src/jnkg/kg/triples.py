"""Hand the whole world to rdflib.

A World comes in; an rdflib Dataset goes out, with the same default graph, the same named graphs and
the prefixes of the graph. rdflib is optional and loaded here alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg.kg.saying import missing
from jnkg.names import PREFIXES
from jnkg.store import World

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node


def to_rdflib(world: World) -> rdflib.Dataset:
    """Give an rdflib Dataset of all quads; some seconds for the whole graph."""
    try:
        import rdflib
    except ModuleNotFoundError as error:
        raise missing(error.name, "reference") from error
    dataset = rdflib.Dataset()
    default = dataset.graph(rdflib.graph.DATASET_DEFAULT_GRAPH_ID)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace, replace=True)
    known: dict[object, Node] = {}

    def term(of: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
        if of not in known:
            known[of] = made(of)
        return known[of]

    for quad in world.store.quads_for_pattern(None, None, None, None):
        place = quad.graph_name
        is_default = isinstance(place, ox.DefaultGraph)
        graph = default if is_default else dataset.graph(term(place))  # type: ignore[arg-type]
        graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    return dataset


def made(of: object) -> Node:
    """Make the rdflib term of a term."""
    from rdflib import BNode, Literal, URIRef

    if isinstance(of, ox.NamedNode):
        return URIRef(of.value)
    if isinstance(of, ox.BlankNode):
        return BNode(of.value)
    if not isinstance(of, ox.Literal):
        raise TypeError(f"{of} is no term of RDF 1.1")
    if of.language:
        return Literal(of.value, lang=of.language)
    kind = of.datatype.value
    is_plain = kind == PREFIXES["xsd"] + "string"
    return (
        Literal(of.value) if is_plain else Literal(of.value, datatype=URIRef(kind), normalize=False)
    )
