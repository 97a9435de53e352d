"""Find where each term is used: in the data by status, in stored questions, in shapes.

Graphs, questions and shapes come in; the Uses of every term go out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from jnkg.dataset import Dataset
from jnkg.names import CATALOGUE, NS, PREFIXES, RDF_TYPE
from jnkg.questions import Question
from jnkg.refdocs.nouns import Node
from jnkg.refdocs.ontology import Ontology, by_name
from jnkg.shapes import Shapes
from jnkg.terms import NAME, blank, named
from jnkg.turtle import Term as RdfTerm
from jnkg.turtle import natural

SH = PREFIXES["sh"]
STATUSES = (
    *("stated", "derived", "interpreted", "identity"),
    *("inferred", "catalogue", "vocabulary"),
)
"""Where a use may stand; examples are taken from the first of these that has one."""
Triples = Sequence[ox.Triple]


@dataclass(frozen=True, slots=True)
class Graph:
    """Some triples of one status: a file, the catalogue, or what the reasoner concluded."""

    status: str
    path: str
    document: Node | None
    triples: Triples


def graphs_of(dataset: Dataset, inferred: Mapping[str, Iterable[ox.Triple]]) -> list[Graph]:
    """Give every graph in the order of STATUSES; `inferred` holds conclusions by status."""
    found = [
        Graph(
            "vocabulary" if entry.file.folder == "ontology" else entry.file.folder,
            entry.file.path,
            entry.document,
            entry.file.triples,
        )
        for entry in dataset.catalogue
    ]
    catalogue = tuple(t for entry in dataset.catalogue for t in entry.triples())
    found.append(Graph("catalogue", CATALOGUE, None, catalogue))
    found += [Graph("inferred", status, None, tuple(ts)) for status, ts in sorted(inferred.items())]
    return sorted(found, key=lambda g: (STATUSES.index(g.status), g.path))


def uses_in(triple: ox.Triple, is_vocabulary: bool) -> Iterator[Node]:
    """Yield the terms that a triple uses: its predicate, and an own term as its object.

    In the ontology only predicates and types count: what axioms say of a term is no use of it.
    """
    if triple.predicate.value.startswith(NS):
        yield triple.predicate
    term = triple.object
    if is_vocabulary and triple.predicate.value != RDF_TYPE:
        return
    if isinstance(term, ox.NamedNode) and term.value.startswith(NS) and term != triple.predicate:
        yield term


@dataclass(frozen=True, slots=True)
class Rule:
    """One constraint of a shape; `owner` is the shape around it, or itself."""

    node: Node
    owner: Node
    severity: str


@dataclass(frozen=True)
class Uses:
    """Where terms are used."""

    ontology: Ontology
    graphs: tuple[Graph, ...]
    questions: tuple[Question, ...]
    shapes: Shapes

    @cached_property
    def triples(self) -> dict[Node, dict[str, set[ox.Triple]]]:
        """The triples that use each term, by status, each once."""
        found: dict[Node, dict[str, set[ox.Triple]]] = defaultdict(lambda: defaultdict(set))
        for graph in self.graphs:
            for triple in graph.triples:
                for term in uses_in(triple, graph.status == "vocabulary"):
                    found[term][graph.status].add(triple)
        return found

    def counts(self, term: Node) -> Counter[str]:
        """Count the triples that use a term, by status."""
        return Counter({status: len(ts) for status, ts in self.triples[term].items()})

    def total(self, term: Node) -> int:
        """Count the triples of the data, as it is written down, that use a term."""
        unwritten = ("inferred", "vocabulary")
        return sum(n for status, n in self.counts(term).items() if status not in unwritten)

    @cached_property
    def asking(self) -> dict[Node, list[Question]]:
        """The stored questions that name each term."""
        found: dict[Node, list[Question]] = defaultdict(list)
        for question in sorted(self.questions, key=lambda q: natural(q.name)):
            for iri in sorted(terms_in(question.text)):
                found[Node(iri)].append(question)
        return found

    def rules(self, term: Node) -> list[Rule]:
        """Give the constraints that a term is held to, or that name it."""
        objects = self.shapes.objects
        wanted = set(self.mentions.get(term, ()))
        for shape in self.mentions.get(term, ()):
            if term in objects.get((shape, SH + "targetClass"), ()):
                wanted.update(by_name(objects.get((shape, SH + "property"), ())))
        rules = (self.rule(node) for node in wanted if (node, SH + "message") in objects)
        return sorted(rules, key=lambda r: natural(r.node.value))

    def rule(self, node: Node) -> Rule:
        """Describe one constraint."""
        severities = by_name(self.shapes.objects.get((node, SH + "severity"), ()))
        severity = severities[0].value.removeprefix(SH) if severities else "Violation"
        return Rule(node, self.owners.get(node, node), severity)

    @cached_property
    def owners(self) -> dict[RdfTerm, Node]:
        """The node shape around each property shape."""
        return {
            part: owner
            for (owner, predicate), parts in self.shapes.objects.items()
            if predicate == SH + "property" and isinstance(owner, Node)
            for part in parts
        }

    @cached_property
    def mentions(self) -> dict[Node, list[Node]]:
        """The named shapes that name each own term, through nameless nodes and in SPARQL too."""
        blocks: dict[RdfTerm, list[ox.Triple]] = defaultdict(list)
        for file in self.shapes.files:
            for triple in file.triples:
                blocks[triple.subject].append(triple)
        found: dict[Node, set[Node]] = defaultdict(set)
        for shape in by_name(blocks):
            for term in named_by(shape, blocks):
                found[term].add(shape)
        return {term: by_name(shapes) for term, shapes in found.items()}


def named_by(shape: RdfTerm, blocks: Mapping[RdfTerm, list[ox.Triple]]) -> Iterator[Node]:
    """Yield the own terms that a shape names."""
    for triple in blocks.get(shape, ()):
        term = triple.object
        if isinstance(term, ox.NamedNode) and term.value.startswith(NS):
            yield term
        elif isinstance(term, ox.BlankNode):
            yield from named_by(term, blocks)
        elif isinstance(term, ox.Literal) and triple.predicate.value == SH + "select":
            yield from (Node(iri) for iri in terms_in(term.value))


def terms_in(query: str) -> set[str]:
    """Give the own terms that the text of a query names, PREFIX lines left out."""
    body = re.sub(r"(?im)^\s*(PREFIX|BASE)\b.*$", "", blank(query))
    found = {match[3] or named(match) for match in NAME.finditer(body)}
    return {iri for iri in found if iri.startswith(NS) and iri != NS}
