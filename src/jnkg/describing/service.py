"""Describe the SPARQL service (SPARQL 1.1 Service Description).

A World, the address of the server and the forms of its answers come in, triples go out. Only what
is so is said: the default graph is called the union of the named ones only where it is, and no
feature is named that the server does not have.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from jnkg.describing.blocks import block
from jnkg.describing.census import Census, Figures, count
from jnkg.names import GRAPH
from jnkg.store import World

FORMATS = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/n-quads": "N-Quads",
    "application/trig": "TriG",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON-LD",
    "text/n3": "N3",
}
"""The forms that the W3C gave an IRI, by media type (https://www.w3.org/ns/formats/)."""
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def service(world: World, address: str, formats: Sequence[str]) -> list[ox.Triple]:
    """Describe the service of a world.

    `address` is that of the server, without a slash at the end; `formats` are the media types in
    which `/sparql` answers. What is described is `<address>/sparql#service`.
    """
    census = count(world)
    endpoint = f"{address}/sparql"
    about: list[ox.Triple] = block(
        f"{endpoint}#service",
        ["sd:Service"],
        {
            "sd:endpoint": endpoint,
            "sd:supportedLanguage": "sd:SPARQL11Query",
            "sd:resultFormat": [format_iri(media_type) for media_type in formats],
            "sd:feature": "sd:UnionDefaultGraph" if census.is_union else None,
            "sd:defaultEntailmentRegime": "http://www.w3.org/ns/entailment/Simple",
            "sd:defaultDataset": f"{endpoint}#dataset",
        },
    )
    return about + dataset(census, endpoint)


def format_iri(media_type: str) -> str:
    """Give the IRI of a form: the W3C's, else that of the media type."""
    known = FORMATS.get(media_type)
    return f"formats:{known}" if known else MEDIA_TYPES + media_type


def dataset(census: Census, endpoint: str) -> list[ox.Triple]:
    """Describe the default graph and the named graphs."""
    names = {graph: f"{endpoint}#{graph.removeprefix(GRAPH)}" for graph in census.graphs}
    about = block(
        f"{endpoint}#dataset",
        ["sd:Dataset"],
        {"sd:defaultGraph": f"{endpoint}#default-graph", "sd:namedGraph": list(names.values())},
    )
    about += block(f"{endpoint}#default-graph", ["sd:Graph", "void:Dataset"], said_of(census.whole))
    for graph, size in census.graphs.items():
        about += block(names[graph], ["sd:NamedGraph"], {"sd:name": graph, "sd:graph": graph})
        about += block(graph, ["sd:Graph"], {"void:triples": size})
    return about


def said_of(found: Figures) -> dict[str, int]:
    """Give figures by the properties that VoID has for them."""
    return {
        "void:triples": found.triples,
        "void:entities": found.entities,
        "void:classes": found.classes,
        "void:properties": found.properties,
        "void:distinctSubjects": found.subjects,
        "void:distinctObjects": found.objects,
    }
