"""Say which standard a file of a release keeps to, by its part and its name.

A Piece comes in, the addresses of standards go out; where none is known, none is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatch

from jnkg.releasing.piece import Piece

STANDARDS: Mapping[str, str] = {
    "http://datacite.org/schema/kernel-4": "DataCite Metadata Schema 4",
    "http://gexf.net/1.3": "GEXF 1.3",
    "http://graphml.graphdrawing.org/xmlns": "GraphML",
    "http://mlcommons.org/croissant/1.1": "Croissant 1.1",
    "https://www.w3.org/TR/n-quads/": "RDF 1.1 N-Quads",
    "https://www.w3.org/TR/n-triples/": "RDF 1.1 N-Triples",
    "https://www.w3.org/TR/rdf-syntax-grammar/": "RDF 1.1 XML Syntax",
    "https://www.w3.org/TR/shacl/": "Shapes Constraint Language (SHACL)",
    "https://www.w3.org/TR/sparql11-query/": "SPARQL 1.1 Query Language",
    "https://www.w3.org/TR/tabular-metadata/": "Metadata Vocabulary for Tabular Data (CSVW)",
    "https://www.w3.org/TR/trig/": "RDF 1.1 TriG",
    "https://www.w3.org/TR/turtle/": "RDF 1.1 Turtle",
    "https://www.w3.org/TR/void/": "Describing Linked Datasets with the VoID Vocabulary",
    "https://citation-file-format.github.io/1.2.0/schema.json": "Citation File Format 1.2.0",
    "https://datapackage.org/profiles/2.0/datapackage.json": "Data Package 2.0",
    "https://docs.citationstyles.org/en/stable/": "CSL-JSON",
    "https://parquet.apache.org/docs/file-format/": "Apache Parquet",
    "https://sqlite.org/fileformat2.html": "SQLite database file format",
    "https://w3id.org/sssom/": "Simple Standard for Sharing Ontological Mappings (SSSOM)",
    "https://www.w3.org/TR/json-ld11/": "JSON-LD 1.1",
    "https://www.w3.org/TR/owl2-overview/": "OWL 2",
    "https://www.w3.org/TR/rdf12-turtle/": "RDF 1.2 Turtle",
    "https://www.w3.org/TR/vocab-dcat-3/": "Data Catalog Vocabulary (DCAT) 3",
}
"""The standards that files keep to, by address."""
RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("CITATION.cff", ("https://citation-file-format.github.io/1.2.0/schema.json",)),
    ("croissant.json", ("http://mlcommons.org/croissant/1.1",)),
    ("datacite.json", ("http://datacite.org/schema/kernel-4",)),
    ("dcat.ttl", ("https://www.w3.org/TR/vocab-dcat-3/",)),
    ("void.ttl", ("https://www.w3.org/TR/void/",)),
    ("*datapackage.json", ("https://datapackage.org/profiles/2.0/datapackage.json",)),
    ("tables/csv/*metadata.json", ("https://www.w3.org/TR/tabular-metadata/",)),
    ("*.parquet", ("https://parquet.apache.org/docs/file-format/",)),
    ("tables/sqlite/*", ("https://sqlite.org/fileformat2.html",)),
    ("*.gexf", ("http://gexf.net/1.3",)),
    ("*.graphml", ("http://graphml.graphdrawing.org/xmlns",)),
    ("citations/csl-json/*.json", ("https://docs.citationstyles.org/en/stable/",)),
    ("mappings/sssom/*", ("https://w3id.org/sssom/",)),
    ("ontology/*.ttl", ("https://www.w3.org/TR/owl2-overview/", "https://www.w3.org/TR/turtle/")),
    ("ontology/*.rdf", ("https://www.w3.org/TR/owl2-overview/",
                        "https://www.w3.org/TR/rdf-syntax-grammar/")),
    ("shapes/*.ttl", ("https://www.w3.org/TR/shacl/", "https://www.w3.org/TR/turtle/")),
    ("rdf/rdf12/*.ttl", ("https://www.w3.org/TR/rdf12-turtle/",)),
    ("*.rq", ("https://www.w3.org/TR/sparql11-query/",)),
    ("*.nq", ("https://www.w3.org/TR/n-quads/",)),
    ("*.nt", ("https://www.w3.org/TR/n-triples/",)),
    ("*.trig", ("https://www.w3.org/TR/trig/",)),
    ("*.ttl", ("https://www.w3.org/TR/turtle/",)),
    ("*.rdf", ("https://www.w3.org/TR/rdf-syntax-grammar/",)),
    ("*.jsonld", ("https://www.w3.org/TR/json-ld11/",)),
)  # fmt: skip
"""Patterns of paths and what fits them; the first that fits counts."""


def standards_of(piece: Piece) -> tuple[str, ...]:
    """Give the addresses of the standards that a file keeps to."""
    return next((found for pattern, found in RULES if fnmatch(piece.path, pattern)), ())
