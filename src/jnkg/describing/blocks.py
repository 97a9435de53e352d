"""Write down triples about one subject at a time, and name the vocabularies of descriptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from jnkg.names import BASE, PREFIXES, RDF_TYPE

Value = ox.NamedNode | ox.Literal
Given = Value | int | str | Mapping[str, str] | Iterable["Given"] | None

VOCABULARIES = {
    **PREFIXES,
    "dcat": "http://www.w3.org/ns/dcat#",
    "formats": "http://www.w3.org/ns/formats/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
}
"""The prefixes of descriptions: those of the graph, and those of its describers."""

DATASET = BASE + "dataset"
CATALOG = BASE + "catalog"
PROJECT = BASE + "project"
XSD = PREFIXES["xsd"]


def name(short: str) -> ox.NamedNode:
    """Give the node of a prefixed name, or of an IRI; raises KeyError for a strange prefix."""
    prefix, colon, local = short.partition(":")
    if local.startswith("//") or not colon:
        return ox.NamedNode(short)
    return ox.NamedNode(VOCABULARIES[prefix] + local)


def day(text: str) -> ox.Literal:
    """Give an ISO day as a literal."""
    return ox.Literal(text, datatype=ox.NamedNode(XSD + "date"))


def text(words: str) -> ox.Literal:
    """Give plain text as a literal."""
    return ox.Literal(words)


def values(given: Given) -> list[Value]:
    """Give what stands for a value as terms.

    Text is a name; a number is a whole number; a mapping holds words by language; None is nothing.
    """
    if given is None or given == "":
        return []
    if isinstance(given, ox.NamedNode | ox.Literal):
        return [given]
    if isinstance(given, int):
        return [ox.Literal(str(given), datatype=ox.NamedNode(XSD + "integer"))]
    if isinstance(given, str):
        return [name(given)]
    if isinstance(given, Mapping):
        return [ox.Literal(words, language=language) for language, words in given.items()]
    return [term for part in given for term in values(part)]


def block(subject: str, kinds: Iterable[str], said: Mapping[str, Given]) -> list[ox.Triple]:
    """Give the triples of one subject: its types, then what is said of it, by prefixed name."""
    node = name(subject)
    types = [ox.Triple(node, ox.NamedNode(RDF_TYPE), name(kind)) for kind in kinds]
    return types + [
        ox.Triple(node, name(predicate), term)
        for predicate, given in said.items()
        for term in values(given)
    ]
