"""Read the ontology as terms in modules, with what the axioms say of each.

A Dataset comes in; an Ontology goes out. Nothing here knows a language: texts are looked up by
whoever writes them down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from jnkg.dataset import Dataset, GraphFile, Objects, objects_of
from jnkg.names import NS, RDF_TYPE
from jnkg.refdocs.nouns import (
    ALIGNMENT,
    CHARACTERISTICS,
    KINDS,
    MATCHES,
    OWL,
    RDF,
    RESTRICTIONS,
    SKOS,
    Expression,
    Match,
    Module,
    Node,
    Term,
)
from jnkg.turtle import Term as RdfTerm
from jnkg.turtle import natural


@dataclass(frozen=True)
class Ontology:
    """All own terms, and the axioms about them."""

    files: tuple[GraphFile, ...]

    @cached_property
    def triples(self) -> tuple[ox.Triple, ...]:
        """Every triple of the ontology."""
        return tuple(dict.fromkeys(t for f in self.files for t in f.triples))

    @cached_property
    def objects(self) -> Objects:
        """Objects by subject and predicate."""
        return objects_of(self.triples)

    @cached_property
    def subjects(self) -> Objects:
        """Subjects by object and predicate."""
        return objects_of(
            ox.Triple(t.object, t.predicate, t.subject)
            for t in self.triples
            if not isinstance(t.object, ox.Literal)
        )

    @cached_property
    def terms(self) -> dict[Node, Term]:
        """Every own term by its node, in natural order of names."""
        found = {t.node: t for f in self.files for t in declared_in(f)}
        return dict(sorted(found.items(), key=lambda item: natural(item[1].name)))

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        """The modules that declare terms, each after those that it imports."""
        drafts = {m.name: m for f in self.files if (m := self.module(f))}
        ordered: dict[str, Module] = {}

        def visit(name: str, path: tuple[str, ...] = ()) -> None:
            for other in drafts[name].imports:
                if other in drafts and other not in path:
                    visit(other, (*path, name))
            ordered.setdefault(name, drafts[name])

        for name in drafts:
            visit(name)
        return tuple(ordered.values())

    def module(self, file: GraphFile) -> Module | None:
        """Give a file as a module; None where it declares no own term."""
        name = file.path.rsplit("/", 1)[1].removesuffix(".ttl")
        heads = [
            t.subject
            for t in file.triples
            if t.predicate.value == RDF_TYPE and t.object == Node(OWL + "Ontology")
        ]
        terms = tuple(t for t in self.terms.values() if t.module == name)
        if not terms or not heads or not isinstance(heads[0], Node):
            return None
        imports = [i.value.rsplit("/", 1)[1] for i in self.nodes(heads[0], OWL + "imports")]
        return Module(name, heads[0], tuple(sorted(imports)), terms)

    @cached_property
    def header(self) -> Node:
        """The node of the ontology as a whole: the one that has a version."""
        found = [s for (s, p) in self.objects if p == OWL + "versionIRI" and isinstance(s, Node)]
        return found[0]

    def nodes(self, subject: RdfTerm, predicate: str) -> list[Node]:
        """Give the named nodes that a predicate leads to, in natural order."""
        return by_name(self.objects.get((subject, predicate), ()))

    def sources(self, node: RdfTerm, predicate: str) -> list[Node]:
        """Give the named nodes from which a predicate leads to a node, in natural order."""
        return by_name(self.subjects.get((node, predicate), ()))

    def values_of(self, kind: Node) -> list[Node]:
        """Give the individuals of a class that the ontology itself declares."""
        return [n for n in self.sources(kind, RDF_TYPE) if n in self.terms]

    def own(self, nodes: Iterable[Node]) -> list[Node]:
        """Keep own terms."""
        return [n for n in nodes if n in self.terms]

    def expression(self, term: RdfTerm) -> Expression:
        """Read a class expression."""
        if not isinstance(term, ox.BlankNode):
            return Expression("term", (), term)
        for construct in ("unionOf", "intersectionOf", "oneOf"):
            for head in self.objects.get((term, OWL + construct), ()):
                return Expression(construct, tuple(self.expression(i) for i in self.items(head)))
        for other in self.objects.get((term, OWL + "complementOf"), ()):
            return Expression("complementOf", (self.expression(other),))
        for inverse in self.objects.get((term, OWL + "inverseOf"), ()):
            return Expression("inverse", (self.expression(inverse),))
        return self.restriction(term)

    def restriction(self, node: ox.BlankNode) -> Expression:
        """Read a restriction: its property, then its filler or number."""
        parts = [self.expression(p) for p in self.objects.get((node, OWL + "onProperty"), ())]
        for (subject, predicate), values in self.objects.items():
            construct = predicate.removeprefix(OWL)
            if subject == node and construct in RESTRICTIONS:
                return Expression(construct, (*parts, self.expression(values[0])))
        return Expression("unknown", tuple(parts))

    def items(self, head: RdfTerm) -> Iterator[RdfTerm]:
        """Yield the items of a list."""
        return list_items(self.objects, head)

    def expressions(self, node: Node, predicate: str) -> list[Expression]:
        """Give what a predicate leads to, own and nameless, as expressions."""
        found = self.objects.get((node, predicate), ())
        named = [Expression("term", (), n) for n in by_name(found)]
        return [*named, *(self.expression(o) for o in found if isinstance(o, ox.BlankNode))]

    def chains(self, node: Node) -> list[list[Expression]]:
        """Give the chains of properties from which a property follows."""
        heads = self.objects.get((node, OWL + "propertyChainAxiom"), ())
        return [[self.expression(i) for i in self.items(head)] for head in heads]

    def disjoint(self, node: Node) -> list[Node]:
        """Give what a class or property is disjoint with, whichever side says so."""
        found: list[RdfTerm] = []
        for name in ("disjointWith", "propertyDisjointWith"):
            found += self.nodes(node, OWL + name) + self.sources(node, OWL + name)
        for name in ("AllDisjointClasses", "AllDisjointProperties"):
            for group in self.subjects.get((Node(OWL + name), RDF_TYPE), ()):
                members = [
                    m for head in self.objects[group, OWL + "members"] for m in self.items(head)
                ]
                found += [m for m in members if node in members and m != node]
        return by_name(found)

    def inverses(self, node: Node) -> list[Node]:
        """Give the inverses of a property, whichever side says so."""
        return by_name(
            [*self.nodes(node, OWL + "inverseOf"), *self.sources(node, OWL + "inverseOf")]
        )

    def characteristics(self, node: Node) -> list[str]:
        """Give the keys of what a property is: Transitive, Symmetric, ..."""
        return [
            CHARACTERISTICS[n.value]
            for n in self.nodes(node, RDF_TYPE)
            if n.value in CHARACTERISTICS
        ]

    def matches(self, node: Node) -> list[Match]:
        """Give what a term is to terms of other vocabularies, closest first."""
        return [
            Match(predicate, target)
            for predicate in MATCHES
            for target in self.nodes(node, predicate)
            if not target.value.startswith(NS)
        ]

    @cached_property
    def alignment_notes(self) -> Objects:
        """Why each term is aligned as it is, or not at all: the notes of the alignment file."""
        notes = (
            t
            for f in self.files
            if f.path.endswith(ALIGNMENT)
            for t in f.triples
            if t.predicate.value == SKOS + "editorialNote"
        )
        return objects_of(notes)

    @cached_property
    def concluded(self) -> dict[RdfTerm, list[Node]]:
        """The properties that follow from chains, by the properties that are links of these."""
        found: dict[RdfTerm, list[Node]] = defaultdict(list)
        for term in self.terms.values():
            links = {e.term for chain in self.chains(term.node) for e in chain}
            for link in links:
                if link is not None:
                    found[link].append(term.node)
        return found


def list_items(objects: Objects, head: RdfTerm) -> Iterator[RdfTerm]:
    """Yield the items of a list, as far as it is whole."""
    while head != Node(RDF + "nil"):
        yield from objects.get((head, RDF + "first"), ())
        rest = objects.get((head, RDF + "rest"))
        if not rest:
            return
        head = rest[0]


def by_name(terms: Iterable[RdfTerm]) -> list[Node]:
    """Keep named nodes, each once, in natural order."""
    return sorted({t for t in terms if isinstance(t, Node)}, key=lambda n: natural(n.value))


def declared_in(file: GraphFile) -> Iterator[Term]:
    """Yield the own terms to which a file gives a type."""
    module = file.path.rsplit("/", 1)[1].removesuffix(".ttl")
    kinds: dict[Node, list[str]] = defaultdict(list)
    for triple in file.triples:
        subject, kind = triple.subject, triple.object
        if triple.predicate.value != RDF_TYPE or not isinstance(kind, Node):
            continue
        if isinstance(subject, Node) and subject.value.startswith(NS):
            kinds[subject].append(KINDS.get(kind.value, "value"))
    for node, found in kinds.items():
        named = [k for k in KINDS.values() if k in found]
        yield Term(node, named[0] if named else "value", module)


def ontology_of(dataset: Dataset) -> Ontology:
    """Read the ontology of a dataset."""
    return Ontology(tuple(dataset.of("ontology")))
