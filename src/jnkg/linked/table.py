"""Write the claims of a description as a table: RFC 4180, one claim a line.

A claim stands in one named graph, and has that graph's status and document. Where it stands on
several passages or grounds, they share a cell, with a space between. What was inferred has neither
document nor passage: it follows from what is on other lines.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

import pyoxigraph as ox

from jnkg.linked.description import Description, Statement
from jnkg.linked.reads import IN_PASSAGE, IS_BASED
from jnkg.names import CATALOGUE, INFERRED, NS, PREFIXES, RDF_TYPE, shorten
from jnkg.store import World

HEAD = (
    *("subject", "property", "property_label", "value", "value_label", "language", "datatype"),
    *("status", "document", "passage", "ground", "graph", "set_aside"),
)
SOURCE = PREFIXES["dcterms"] + "source"
STATUS = NS + "status"
PASSAGE = ox.NamedNode(NS + "Passage")


BUILT_IN = {
    "en": {"type": "type", "label": "label", "subClassOf": "is a kind of"},
    "ja": {"type": "種類", "label": "名称", "subClassOf": "上位の種類"},
}
"""Labels of properties that come from RDF itself, by their local names."""


def labels_in(world: World, language: str) -> dict[str, str]:
    """Give the labels of a world in a language, those of RDF's own properties among them."""
    spaces = {"type": PREFIXES["rdf"]}
    own = {spaces.get(n, PREFIXES["rdfs"]) + n: label for n, label in BUILT_IN[language].items()}
    return own | world.labels(language)


class Bases:
    """What the claims of a description stand on."""

    def __init__(self, description: Description) -> None:
        self.united = set(description.triples)
        self.told: dict[tuple[object, object], list[str]] = {}
        self.bases: dict[tuple[object, object, object], list[object]] = {}
        passages: dict[object, list[str]] = {}
        for quad in description.quads:
            if quad.graph_name == ox.NamedNode(CATALOGUE):
                key = (quad.subject, quad.predicate.value)
                self.told.setdefault(key, []).append(spelt(quad.object))
            elif quad.predicate in IS_BASED:
                place = (quad.subject, quad.graph_name, quad.predicate)
                self.bases.setdefault(place, []).append(quad.object)
            elif quad.predicate == IN_PASSAGE:
                passages.setdefault(quad.subject, []).append(spelt(quad.object))
            elif quad.predicate.value == RDF_TYPE and quad.object == PASSAGE:
                passages.setdefault(quad.subject, []).append(spelt(quad.subject))
        self.passages = passages

    def cells(self, quad: ox.Quad) -> list[str]:
        """Give status, document, passages, grounds, graph of a claim, and if it is set aside."""
        graph = quad.graph_name
        evidence = self.bases.get((quad.subject, graph, IS_BASED[0]), [])
        passages = [p for e in (*evidence, quad.subject) for p in self.passages.get(e, [])]
        grounds = [spelt(g) for g in self.bases.get((quad.subject, graph, IS_BASED[1]), [])]
        return [
            self.status(graph),
            " ".join(self.told.get((graph, SOURCE), [])),
            " ".join(dict.fromkeys(passages)),
            " ".join(grounds),
            spelt(graph),
            "" if quad.triple in self.united else "true",
        ]

    def status(self, graph: object) -> str:
        """Give the status of a graph in a word."""
        if isinstance(graph, ox.NamedNode) and graph.value.startswith(INFERRED):
            return "inferred"
        found = self.told.get((graph, STATUS), ["vocabulary"])
        return found[0].removeprefix(NS).lower()


def write_table(description: Description, labels: dict[str, str]) -> bytes:
    """Write the claims of a description; `labels` are those of one language, by IRI."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    bases = Bases(description)
    for row in table_rows(description.rows, bases, labels):
        writer.writerow(row)
    return out.getvalue().encode()


def table_rows(
    claims: Iterable[Statement], bases: Bases, labels: dict[str, str]
) -> Iterable[list[str]]:
    """Yield the cells of each claim."""
    for claim in claims:
        term = claim.object
        literal = term if isinstance(term, ox.Literal) else None
        is_text = literal is None or literal.language is not None
        is_quad = isinstance(claim, ox.Quad) and isinstance(claim.graph_name, ox.NamedNode)
        yield [
            spelt(claim.subject),
            claim.predicate.value,
            labels.get(claim.predicate.value, shorten(claim.predicate.value)),
            spelt(term),
            "" if literal else labels.get(spelt(term), ""),
            (literal.language or "") if literal else "",
            "" if is_text or literal is None else literal.datatype.value,
            *(bases.cells(claim) if is_quad and isinstance(claim, ox.Quad) else NOT_CLAIMED),
        ]


NOT_CLAIMED = ("vocabulary", "", "", "", "", "")
"""The cells of what is kept beside the graph: shapes and queries claim nothing of the world."""


def spelt(term: object) -> str:
    """Give a term as a cell holds it."""
    if isinstance(term, ox.NamedNode | ox.Literal):
        return term.value
    return str(term)
