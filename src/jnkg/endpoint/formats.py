"""Write what the engine found in the form that a client asked for.

A form is asked for by name (`format=csv`) or by media type (`Accept`). Tables and truths have four
forms of their own, graphs have those of RDF. The bytes are counted as they are written: past the
limit the answer is refused, not cut short.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg.endpoint.negotiate import best_type
from jnkg.endpoint.problems import Problem

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
HTML = "text/html"
TABLES: Mapping[str, ox.QueryResultsFormat] = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
"""Media types of tables and truths, the one that is given unasked first."""
GRAPHS: Mapping[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "text/n3": ox.RdfFormat.N3,
    "application/json": ox.RdfFormat.JSON_LD,
    "application/xml": ox.RdfFormat.RDF_XML,
    "text/plain": ox.RdfFormat.N_TRIPLES,
}
"""Media types of graphs, the one that is given unasked first."""
PREFIXED = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.N3)
"""Forms that open with prefixes, a line for each."""
SHORT: Mapping[str, tuple[str, ...]] = {
    "json": ("application/sparql-results+json", "application/ld+json"),
    "srj": ("application/sparql-results+json",),
    "xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "srx": ("application/sparql-results+xml",),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "ttl": ("text/turtle",),
    "turtle": ("text/turtle",),
    "nt": ("application/n-triples",),
    "ntriples": ("application/n-triples",),
    "n-triples": ("application/n-triples",),
    "rdf": ("application/rdf+xml",),
    "rdfxml": ("application/rdf+xml",),
    "rdf+xml": ("application/rdf+xml",),
    "rdf-xml": ("application/rdf+xml",),
    "jsonld": ("application/ld+json",),
    "json-ld": ("application/ld+json",),
    "trig": ("application/trig",),
    "nq": ("application/n-quads",),
    "nquads": ("application/n-quads",),
    "n-quads": ("application/n-quads",),
    "n3": ("text/n3",),
    "html": (HTML,),
}
"""The short names of forms: of a table and of a graph where one name serves both."""
DESCRIBED = tuple(
    dict.fromkeys(media_type for media_types in SHORT.values() for media_type in media_types)
)
"""The media types in which SPARQL is answered here, without their by-names."""
NAME = re.compile(r"[^\W\d][\w.-]*\Z")
"""What an IRI ends in that can be the name of an element."""


@lru_cache(1024)
def chosen(is_graph: bool, names: str, accept: str) -> str:
    """Choose the media type of an answer; forms asked for by name go before the header.

    Raises Problem where none of what is asked for fits.
    """
    offered = (*(GRAPHS if is_graph else TABLES), HTML)
    if names:
        asked = [name.strip().lower().replace(" ", "+") for name in names.split(",")]
        known = (media_type for name in asked for media_type in SHORT.get(name, (name,)))
        found = next((media_type for media_type in known if media_type in offered), None)
    else:
        found = best_type(accept, offered)
    if found is None:
        raise unfit(is_graph, names or accept)
    return found


def unfit(is_graph: bool, asked: str) -> Problem:
    """Say which forms there are in place of the one asked for."""
    known = list(GRAPHS if is_graph else TABLES)
    kinds = ("A graph is", "グラフ") if is_graph else ("A table is", "表")
    return Problem(
        "not-acceptable",
        f"{kinds[0]} not given as {asked!r}. Ask for one of: {', '.join(known)}.",
        f"{kinds[1]}は「{asked}」では提供できません。使えるもの：{'、'.join(known)}。",
        available=known,
    )


class Sink(BytesIO):
    """Takes bytes up to a limit; raises Problem past it."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def write(self, part: Buffer, /) -> int:
        """Take some bytes; raises Problem."""
        size = super().write(part)
        if self.tell() > self.limit:
            raise too_large(self.limit)
        return size


def too_large(limit: int) -> Problem:
    """Say that an answer is larger than it may be."""
    return Problem(
        "limit-result",
        f"The answer is larger than {limit:,} bytes. Ask for less, or in parts by LIMIT and "
        "OFFSET.",
        f"結果が{limit:,}バイトを超えました。範囲を狭めるか、LIMITとOFFSETで分けてください。",
        limit="result",
        bytes=limit,
    )


def written(found: Found, media_type: str, prefixes: Mapping[str, str], limit: int) -> bytes:
    """Write what was found; `prefixes` are those that a reader of the query knows.

    Raises Problem where it is too large, or where the form cannot hold it.
    """
    if isinstance(found, ox.QueryBoolean):
        return found.serialize(format=TABLES[media_type]) or b""
    sink = Sink(limit)
    if isinstance(found, ox.QuerySolutions):
        found.serialize(sink, TABLES[media_type])
        return sink.getvalue()
    return graph_written(found, sink, GRAPHS[media_type], prefixes)


def graph_written(
    found: ox.QueryTriples, sink: Sink, form: ox.RdfFormat, prefixes: Mapping[str, str]
) -> bytes:
    """Write a graph; raises Problem where it is too large, or has a property that XML cannot name.

    The engine writes prefixes in another order in each process: they are sorted, since the same
    question has the same bytes.
    """
    if form == ox.RdfFormat.RDF_XML:
        ox.serialize((nameable(triple) for triple in found), sink, form)
        return sink.getvalue()
    if form not in PREFIXED:
        found.serialize(sink, form)
        return sink.getvalue()
    ox.serialize(found, sink, form, prefixes=unmistakable(prefixes))
    lines = sink.getvalue().split(b"\n", len(prefixes))
    count = sum(line.startswith(b"@prefix ") for line in lines[:-1])
    return b"\n".join([*sorted(lines[:count]), *lines[count:]])


def unmistakable(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Give the prefixes of which one alone can shorten an IRI: the last of each namespace."""
    last = {iri: prefix for prefix, iri in prefixes.items()}
    return {
        prefix: iri
        for iri, prefix in last.items()
        if not any(other != iri and other.startswith(iri) for other in last)
    }


def nameable(triple: ox.Triple) -> ox.Triple:
    """Give a triple back; raises Problem where its property does not end in a name of XML."""
    if not NAME.search(triple.predicate.value):
        raise Problem(
            "not-acceptable",
            f"RDF/XML cannot name the property <{triple.predicate.value}>; ask for text/turtle.",
            f"RDF/XMLでは <{triple.predicate.value}> というプロパティを書けません。"
            "text/turtle を使ってください。",
        )
    return triple
