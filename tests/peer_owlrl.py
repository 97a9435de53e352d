"""What owlrl, the reference implementation of OWL 2 RL, concludes about individuals."""

from collections.abc import Iterable

import owlrl  # type: ignore[import-untyped]
import pyoxigraph as ox
import rdflib

from jnkg.names import PREFIXES

BUILT_IN = tuple(PREFIXES[p] for p in ("owl", "rdf", "rdfs", "xsd"))
TYPE = rdflib.RDF.type


def peer_conclusions(triples: Iterable[ox.Triple]) -> set[str]:
    """Give what follows from some triples and is not among them, as lines of N-Triples.

    Left out is what the rules of OWL 2 RL say of everything: that it is the same as itself, a
    thing, a class, and what they say of classes and properties among themselves.
    """
    text = "".join(f"{t} .\n" for t in triples)
    graph = rdflib.Graph().parse(data=text, format="nt")
    given = set(graph)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return {line(t) for t in graph if t not in given and is_about_individuals(t)}


def is_about_individuals(triple: tuple[object, ...]) -> bool:
    subject, predicate, value = triple
    if not isinstance(subject, rdflib.URIRef) or isinstance(value, rdflib.BNode):
        return False
    if predicate == TYPE:
        return not str(value).startswith(BUILT_IN) and not str(subject).startswith(BUILT_IN)
    return not str(predicate).startswith(BUILT_IN)


def line(triple: tuple[rdflib.term.Node, ...]) -> str:
    return " ".join(term.n3() for term in triple)
