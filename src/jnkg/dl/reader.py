"""Read the triples of an ontology as OWL 2 axioms.

Triples come in, Axioms go out, each with the triples that say it. What is declared decides whether
a property leads to things or to literals. W3C, "OWL 2 Mapping to RDF Graphs", section 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

import pyoxigraph as ox

from jnkg.dataset import objects_of
from jnkg.dl.axioms import (
    BOOLEANS,
    CHARACTERISTICS,
    CLASS_AXIOMS,
    COUNTED,
    FILLED,
    INDIVIDUAL_AXIOMS,
    OWL,
    PROPERTY_AXIOMS,
    RDF,
    RDFS,
    XSD,
    Axiom,
    Form,
    Part,
)
from jnkg.names import RDF_TYPE
from jnkg.turtle import Object, Term

NIL = ox.NamedNode(RDF + "nil")
TOPS = (ox.NamedNode(OWL + "topDataProperty"), ox.NamedNode(OWL + "bottomDataProperty"))
DATA_PROPERTY, DATATYPE = OWL + "DatatypeProperty", RDFS + "Datatype"


class Malformed(Exception):
    """A node cannot be read as the expression that OWL wants in its place."""

    def __init__(self, node: Term) -> None:
        super().__init__(str(node))
        self.node = node


class Reader:
    """Reads the axioms of some triples, and keeps what could not be read."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.triples = tuple(triples)
        self.objects = objects_of(self.triples)
        self.kinds: dict[Term, set[str]] = {}
        self.about: dict[Term, list[ox.Triple]] = {}
        for triple in self.triples:
            if isinstance(triple.subject, ox.BlankNode):
                self.about.setdefault(triple.subject, []).append(triple)
            if triple.predicate.value == RDF_TYPE and isinstance(triple.object, ox.NamedNode):
                self.kinds.setdefault(triple.subject, set()).add(triple.object.value)
        self.malformed: list[tuple[ox.Triple, Term]] = []

    def axioms(self) -> Iterator[Axiom]:
        """Yield the axioms in the order of the triples; assertions and annotations are none."""
        for triple in self.triples:
            try:
                form = self.axiom(triple)
            except Malformed as fault:
                self.malformed.append((triple, fault.node))
                continue
            except RecursionError:  # an expression has itself for a part
                self.malformed.append((triple, triple.object))
                continue
            if form:
                yield Axiom(form, tuple(self.said_by(triple)))

    def said_by(self, triple: ox.Triple) -> Iterator[ox.Triple]:
        """Yield a triple, and those of the blank nodes that it leads to."""
        yield triple
        seen: set[Term] = set()
        waiting = [triple.object]
        if isinstance(triple.subject, ox.BlankNode):
            waiting.append(triple.subject)
        while waiting:
            node = waiting.pop()
            if node in seen or not isinstance(node, ox.BlankNode):
                continue
            seen.add(node)
            for inner in self.about.get(node, ()):
                if inner != triple:
                    yield inner
                    waiting.append(inner.object)

    def axiom(self, triple: ox.Triple) -> Form | None:
        """Read the axiom that a triple is the head of; None where it is the head of none."""
        subject, predicate, value = triple.subject, triple.predicate.value, triple.object
        if predicate == RDF_TYPE:
            return self.typed(subject, value)
        if predicate in CLASS_AXIOMS and not self.is_data_range(subject):
            return Form(CLASS_AXIOMS[predicate], (self.described(subject), self.described(value)))
        if predicate in CLASS_AXIOMS:
            return Form("DatatypeDefinition", (named(subject), self.data_range(value)))
        if predicate in INDIVIDUAL_AXIOMS:
            return Form(INDIVIDUAL_AXIOMS[predicate], (plain(subject), plain(value)))
        if predicate in PROPERTY_AXIOMS and not self.annotates(subject):
            name = PROPERTY_AXIOMS[predicate].format(self.sort(subject))
            return Form(name, (self.prop(subject), self.prop(value)))
        if isinstance(subject, ox.BlankNode) or self.annotates(subject):
            return None
        return self.definition(subject, predicate, value)

    def definition(self, subject: Term, predicate: str, value: Term) -> Form | None:
        """Read an axiom whose subject is a named class or property."""
        if predicate in (RDFS + "domain", RDFS + "range"):
            kind, of_data = predicate.removeprefix(RDFS).capitalize(), self.leads_to_data(subject)
            filler = self.described if kind == "Domain" or not of_data else self.data_range
            return Form(f"{self.sort(subject)}Property{kind}", (named(subject), filler(value)))
        if predicate == OWL + "inverseOf":
            return Form("InverseObjectProperties", (named(subject), self.prop(value)))
        if predicate == OWL + "propertyChainAxiom":
            links = tuple(self.prop(p) for p in self.items(value))
            return Form("SubObjectPropertyOf", (Form("ObjectPropertyChain", links), named(subject)))
        if predicate == OWL + "hasKey":
            keys = [self.prop(p) for p in self.items(value)]
            sides = [[k for k in keys if (k in self.data_properties) is d] for d in (False, True)]
            return Form("HasKey", (named(subject), *(Form("", tuple(s)) for s in sides)))
        if predicate == OWL + "disjointUnionOf":
            return Form("DisjointUnion", (named(subject), *self.described_all(value)))
        if predicate in (*BOOLEANS, OWL + "complementOf", OWL + "oneOf"):
            return Form("EquivalentClasses", (named(subject), self.boolean(subject)))
        return None

    def typed(self, subject: Term, kind: Term) -> Form | None:
        """Read what a type in the vocabulary of OWL says of its subject."""
        if isinstance(kind, ox.BlankNode):
            return Form("ClassAssertion", (self.described(kind), plain(subject)))
        value = kind.value if isinstance(kind, ox.NamedNode) else ""
        if value in CHARACTERISTICS:
            name = CHARACTERISTICS[value].format(self.sort(subject))
            return Form(name, (self.prop(subject),))
        if value in (OWL + "AllDisjointClasses", OWL + "AllDisjointProperties"):
            members = self.one(subject, "members")
            if value.endswith("Classes"):
                return Form("DisjointClasses", self.described_all(members))
            properties = tuple(self.prop(p) for p in self.items(members))
            sort = "Data" if any(p in self.data_properties for p in properties) else "Object"
            return Form(f"Disjoint{sort}Properties", properties)
        if value == OWL + "AllDifferent":
            names = ("distinctMembers", "members")
            head = next(h for n in names for h in self.objects.get((subject, OWL + n), [kind]))
            return Form("DifferentIndividuals", tuple(plain(i) for i in self.items(head)))
        if value == OWL + "NegativePropertyAssertion":
            return self.negative(subject)
        return None

    def negative(self, node: Term) -> Form:
        """Read a negative assertion."""
        sort = "Data" if (node, OWL + "targetValue") in self.objects else "Object"
        target = self.one(node, "targetValue" if sort == "Data" else "targetIndividual")
        source = plain(self.one(node, "sourceIndividual"))
        prop = self.prop(self.one(node, "assertionProperty"))
        return Form(f"Negative{sort}PropertyAssertion", (prop, source, plain(target)))

    def one(self, node: Term, name: str) -> Term:
        """Give the one value of a property of OWL."""
        values = self.objects.get((node, OWL + name), [])
        if len(values) != 1:
            raise Malformed(node)
        return values[0]

    def items(self, head: Term) -> list[Term]:
        """Give the items of a list that is whole."""
        found: list[Term] = []
        seen: set[Term] = set()
        while head != NIL:
            first = self.objects.get((head, RDF + "first"), [])
            rest = self.objects.get((head, RDF + "rest"), [])
            if head in seen or len(first) != 1 or len(rest) != 1:
                raise Malformed(head)
            seen.add(head)
            found += first
            head = rest[0]
        return found

    @cached_property
    def data_properties(self) -> set[Term]:
        """The properties that are declared to lead to literals."""
        declared = (node for node, kinds in self.kinds.items() if DATA_PROPERTY in kinds)
        return {*declared, *TOPS}

    def leads_to_data(self, prop: Term) -> bool:
        """Tell whether a property is declared to lead to literals."""
        return prop in self.data_properties

    def annotates(self, prop: Term) -> bool:
        """Tell whether a property is declared as one that annotates."""
        return OWL + "AnnotationProperty" in self.kinds.get(prop, ())

    def sort(self, prop: Term) -> str:
        """Give the word by which the functional syntax tells properties apart."""
        return "Data" if self.leads_to_data(prop) else "Object"

    def prop(self, node: Term) -> Part:
        """Read a property, or the inverse of one."""
        if isinstance(node, ox.BlankNode):
            return Form("ObjectInverseOf", (named(self.one(node, "inverseOf")),))
        return named(node)

    def is_data_range(self, node: Term) -> bool:
        """Tell whether a node is a datatype or describes one."""
        if isinstance(node, ox.NamedNode):
            return node.value.startswith(XSD) or DATATYPE in self.kinds.get(node, ())
        return DATATYPE in self.kinds.get(node, ()) or OWL + "DataRange" in self.kinds.get(node, ())

    def described_all(self, head: Term) -> tuple[Part, ...]:
        """Read a list of classes."""
        return tuple(self.described(item) for item in self.items(head))

    def described(self, node: Term) -> Part:
        """Read a class, by its name or by its description."""
        if isinstance(node, ox.NamedNode):
            return node
        if (node, OWL + "onProperty") in self.objects:
            return self.restriction(node)
        return self.boolean(node)

    def boolean(self, node: Term, sort: str = "Object") -> Form:
        """Read a class or data range that is put together from others."""
        read: Callable[[Term], Part] = self.described if sort == "Object" else self.data_range
        for predicate, name in BOOLEANS.items():
            for head in self.objects.get((node, predicate), ()):
                return Form(sort + name, tuple(read(item) for item in self.items(head)))
        for value in self.objects.get((node, OWL + "complementOf"), ()):
            return Form(sort + "ComplementOf", (read(value),))
        for head in self.objects.get((node, OWL + "oneOf"), ()):
            return Form(sort + "OneOf", tuple(plain(item) for item in self.items(head)))
        raise Malformed(node)

    def restriction(self, node: Term) -> Form:
        """Read a restriction of a property."""
        prop = self.prop(self.one(node, "onProperty"))
        of_data = prop in self.data_properties
        sort, filler = ("Data", self.data_range) if of_data else ("Object", self.described)
        for predicate, name in FILLED.items():
            for value in self.objects.get((node, predicate), ()):
                inner = plain(value) if name == "HasValue" else filler(value)
                return Form(sort + name, (prop, inner))
        for predicate, name in COUNTED.items():
            for value in self.objects.get((node, predicate), ()):
                on = (OWL + "onDataRange") if of_data else (OWL + "onClass")
                fillers = (filler(v) for v in self.objects.get((node, on), ()))
                return Form(sort + name, (count(value), prop, *fillers))
        if (node, OWL + "hasSelf") in self.objects:
            return Form("ObjectHasSelf", (prop,))
        raise Malformed(node)

    def data_range(self, node: Term) -> Part:
        """Read a datatype, by its name or by its description."""
        if isinstance(node, ox.NamedNode):
            return node
        for inner in self.objects.get((node, OWL + "datatypeComplementOf"), ()):
            return Form("DataComplementOf", (self.data_range(inner),))
        if (node, OWL + "onDatatype") not in self.objects:
            return self.boolean(node, "Data")
        facets = [
            part
            for item in self.items(self.one(node, "withRestrictions"))
            for triple in self.about.get(item, ())
            for part in (named(triple.predicate), plain(triple.object))
        ]
        return Form("DatatypeRestriction", (named(self.one(node, "onDatatype")), *facets))


def named(node: Term) -> ox.NamedNode:
    """Hold that a node has a name."""
    if not isinstance(node, ox.NamedNode):
        raise Malformed(node)
    return node


def plain(node: Term) -> Object:
    """Hold that a term is no triple."""
    if isinstance(node, ox.Triple):
        raise Malformed(node)
    return node


def count(value: Term) -> int:
    """Read the number of a cardinality."""
    if not isinstance(value, ox.Literal) or not value.value.isdecimal():
        raise Malformed(value)
    return int(value.value)
