"""Take from a dataset what OWL 2 DL can hold: the DL view, on which the reasoners' verdict rests.

A Dataset comes in, a DlView goes out: the axioms, and the assertions about individuals. Left out,
and counted, are literals of datatypes that OWL 2 lacks (`xsd:date`, `xsd:duration`, `xsd:gYear`
...), and what no axiom can speak of: annotations and the headers of the modules, in whose place
one header stands. The catalogue is not part of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from jnkg.dataset import Dataset, GraphFile, Triples
from jnkg.dl.axioms import OWL, RDF, RDFS, VOCABULARY, XSD, Axiom, Form, Part
from jnkg.dl.reader import Reader
from jnkg.names import RDF_TYPE, RDFS_LABEL, shorten
from jnkg.turtle import Term

TYPE = ox.NamedNode(RDF_TYPE)
HEADER = ox.Triple(ox.NamedNode("urn:jnkg:dl-view"), TYPE, ox.NamedNode(OWL + "Ontology"))
LACKING = frozenset(
    XSD + name
    for name in (
        "date", "time", "duration", "dayTimeDuration", "yearMonthDuration", "gYear", "gYearMonth",
        "gMonth", "gMonthDay", "gDay", "QName", "NOTATION", "ENTITY",
    )
)  # fmt: skip
"""The datatypes of XML Schema that are not in the datatype map of OWL 2."""
ANNOTATING = frozenset(
    (
        RDFS_LABEL,
        *(RDFS + n for n in ("comment", "seeAlso", "isDefinedBy")),
        *(OWL + n for n in (
            "versionInfo", "deprecated", "priorVersion", "backwardCompatibleWith",
            "incompatibleWith", "imports", "versionIRI",
            "annotatedSource", "annotatedProperty", "annotatedTarget",
        )),
    )
)  # fmt: skip
ANNOTATOR = ox.NamedNode(OWL + "AnnotationProperty")
SAYING = frozenset(map(ox.NamedNode, VOCABULARY))
SPOKEN = (OWL, RDF, RDFS, XSD)
"""The namespaces that OWL 2 reserves."""
ANNOTATION, SYNTAX = "annotation", (OWL + "Ontology", OWL + "Axiom", OWL + "Annotation")


Node = ox.NamedNode | ox.BlankNode | ox.Triple
Row = tuple[Node, ox.NamedNode, Term]
"""A triple taken apart, which is looked at faster."""


@dataclass(frozen=True)
class DlView:
    """What of some files OWL 2 DL can hold.

    `left_out` counts triples by datatype, and annotations together; `files` are those it is of.
    """

    axiom_triples: Triples = field(repr=False)
    assertions: tuple[Row, ...] = field(repr=False)
    left_out: tuple[tuple[str, int], ...]
    files: tuple[GraphFile, ...] = field(repr=False)

    @property
    def size(self) -> int:
        """The number of triples in the view."""
        return len(self.axiom_triples) + len(self.assertions)

    @cached_property
    def reader(self) -> Reader:
        """What reads the axioms."""
        return Reader(self.axiom_triples)

    @cached_property
    def axioms(self) -> tuple[Axiom, ...]:
        """The axioms, without declarations."""
        return tuple(self.reader.axioms())

    @cached_property
    def named_in_axioms(self) -> frozenset[Term]:
        """Every node that an axiom may speak of, individuals among them."""
        nodes: set[Term] = set()
        for triple in self.axiom_triples:
            if triple.predicate != TYPE or isinstance(triple.object, ox.BlankNode):
                nodes.add(triple.subject)
                nodes.add(triple.object)
        return frozenset(nodes)

    def without(self, axiom: Axiom) -> DlView:
        """Give the view less one axiom or assertion."""
        gone = set(axiom.triples)
        rows = {tuple(t) for t in gone}
        axioms = tuple(t for t in self.axiom_triples if t not in gone)
        rest = tuple(r for r in self.assertions if r not in rows)
        return DlView(axioms, rest, self.left_out, self.files)


def dl_view(dataset: Dataset, *, ontology_only: bool = False) -> DlView:
    """Give the DL view of a dataset, or of its ontology alone."""
    files = tuple(dataset.of("ontology")) if ontology_only else dataset.files
    triples = Dataset(files).triples if ontology_only else dataset.triples
    annotating = annotators(t for f in dataset.of("ontology") for t in f.triples)
    axioms: list[ox.Triple] = []
    assertions: list[Row] = []
    left_out: list[str] = []
    for triple in triples:
        row = _, predicate, value = tuple(triple)
        if predicate in annotating:
            left_out.append(ANNOTATION)
        elif predicate in SAYING:
            axioms.append(triple)
        elif predicate == TYPE:
            if not is_spoken(value):
                assertions.append(row)
            elif isinstance(value, ox.NamedNode) and value.value in SYNTAX:
                left_out.append(ANNOTATION)
            else:
                axioms.append(triple)
        elif isinstance(value, ox.Literal) and value.datatype.value in LACKING:
            left_out.append(shorten(value.datatype.value))
        else:
            assertions.append(row)
    kept, lost = without_lacking(axioms)
    return DlView(tuple(kept), tuple(assertions), ranked(Counter(left_out) + lost), files)


def annotators(triples: Iterable[ox.Triple]) -> set[ox.NamedNode]:
    """Give the properties that annotate."""
    declared = (t.subject for t in triples if t.object == ANNOTATOR and t.predicate == TYPE)
    return {*map(ox.NamedNode, ANNOTATING), *(n for n in declared if isinstance(n, ox.NamedNode))}


def is_spoken(kind: Term) -> bool:
    """Tell whether a type declares or describes; any other classifies an individual by a name."""
    if not isinstance(kind, ox.NamedNode):
        return True
    return kind.value.startswith(SPOKEN) and kind.value not in (OWL + "Thing", OWL + "Nothing")


def without_lacking(axioms: Sequence[ox.Triple]) -> tuple[list[ox.Triple], Counter[str]]:
    """Leave out the ranges that are a datatype which OWL 2 lacks."""
    lost: dict[ox.Triple, str] = {}
    for triple in axioms:
        value = triple.object
        is_range = triple.predicate.value == RDFS + "range"
        if is_range and isinstance(value, ox.NamedNode) and value.value in LACKING:
            lost[triple] = shorten(value.value)
    return [t for t in axioms if t not in lost], Counter(lost.values())


def ranked(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Put counts in order, the largest first."""
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def assertion(row: Row) -> Axiom:
    """Read an assertion about an individual."""
    subject, predicate, value = row
    if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
        raise TypeError(str(row))
    parts: tuple[Part, ...] = (predicate, subject, value)
    if predicate == TYPE:
        name, parts = "ClassAssertion", (value, subject)
    elif isinstance(value, ox.Literal):
        name = "DataPropertyAssertion"
    else:
        name = "ObjectPropertyAssertion"
    return Axiom(Form(name, parts), (ox.Triple(*row),))
