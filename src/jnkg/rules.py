"""Turn the axioms of an ontology into rules.

Triples come in; Rules go out. Each axiom becomes the rules of OWL 2 RL/RDF (W3C, OWL 2 Profiles,
section 4.3, tables 5 to 9) that it sets off for facts about individuals; a rule keeps the W3C's
name and the axiom it was made from. An axiom that would conclude something and for which there is
no rule here is refused (`rulebook`), so that the ontology cannot say more than the reasoner hears.
Axioms that only forbid (disjointness) belong to the consistency check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, product
from typing import Self

import pyoxigraph as ox

from jnkg.dataset import Objects, objects_of
from jnkg.names import PREFIXES, RDF_TYPE
from jnkg.turtle import Term

OWL, RDF, RDFS, XSD = (PREFIXES[p] for p in ("owl", "rdf", "rdfs", "xsd"))
KIND = "a "
"""What opens the predicate of a fact that says of what class something is."""

Slot = int | str
"""The number of a variable, or a node."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A pattern of facts: `predicate` an IRI, or KIND and the IRI of a class (then `end` is "")."""

    predicate: str
    start: Slot
    end: Slot = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """If every atom of `body` holds, and each pair of `unlike` differs, `head` holds.

    `name` is the W3C's name of the rule or that of a query; `axiom` the triple it was made from.
    """

    name: str
    head: Atom
    body: tuple[Atom, ...]
    axiom: ox.Triple | None = None
    unlike: tuple[tuple[int, int], ...] = ()


class Unheard(ValueError):
    """An expression of which no rule can be made where it stands."""


SILENT = {
    *(OWL + n for n in ("disjointWith", "propertyDisjointWith", "members")),
    *(OWL + n for n in ("imports", "versionIRI", "versionInfo", "priorVersion", "deprecated")),
    *(OWL + n for n in ("differentFrom", "distinctMembers", "backwardCompatibleWith")),
    *(OWL + n for n in ("incompatibleWith", "annotatedSource", "annotatedProperty")),
    OWL + "annotatedTarget",
}
"""Terms of OWL that forbid or describe, and conclude nothing."""
LOUD = {OWL + n for n in ("FunctionalProperty", "InverseFunctionalProperty", "ReflexiveProperty")}
"""Kinds of property that would conclude identity, or of everything that it stands to itself."""


def axiom_rules(triples: Iterable[ox.Triple]) -> Iterator[Rule]:
    """Yield the rules of the axioms among some triples, in their order."""
    known = tuple(triples)
    terms = Terms.of(known)
    for triple in known:
        yield from rules_of(triple, terms)


def rules_of(triple: ox.Triple, terms: Terms) -> Iterator[Rule]:
    """Yield the rules of one axiom, none where it concludes nothing; raises Unheard."""
    make = MAKERS.get(triple.predicate.value)
    if make:
        yield from make(triple, terms)


@dataclass(frozen=True, slots=True)
class Terms:
    """Class expressions and lists, as patterns."""

    objects: Objects

    @classmethod
    def of(cls, triples: Iterable[ox.Triple]) -> Self:
        """Read the expressions among some triples."""
        return cls(objects_of(triples))

    def one(self, node: Term, name: str) -> Term | None:
        """Give the object of one of OWL's properties; None where there is none."""
        return next(iter(self.objects.get((node, OWL + name), ())), None)

    def items(self, head: Term) -> list[Term]:
        """Give the members of a list; raises Unheard where it does not end."""
        found: list[Term] = []
        seen: set[Term] = set()
        while head != ox.NamedNode(RDF + "nil"):
            first, rest = (self.objects.get((head, step), ()) for step in (RDF_FIRST, RDF_REST))
            if not first or not rest or head in seen:
                raise Unheard(str(head))
            seen.add(head)
            found.append(first[0])
            head = rest[0]
        return found

    def link(self, node: Term | None, start: Slot, end: Slot) -> Atom:
        """Give the pattern of a property, or of the inverse of one, between two slots."""
        if isinstance(node, ox.NamedNode):
            return Atom(node.value, start, end)
        inverse = self.one(node, "inverseOf") if node else None
        if isinstance(inverse, ox.NamedNode):
            return Atom(inverse.value, end, start)
        raise Unheard(str(node))

    def asks(self, node: Term, variable: int, fresh: Iterator[int]) -> Iterator[tuple[Atom, ...]]:
        """Yield the patterns that put a variable into a class; `fresh` numbers new variables."""
        on = self.one(node, "onProperty")
        if node == ox.NamedNode(OWL + "Thing"):
            yield ()
        elif isinstance(node, ox.NamedNode) and not node.value.startswith((OWL, RDF, RDFS, XSD)):
            yield (Atom(KIND + node.value, variable),)
        elif members := self.one(node, "intersectionOf"):
            ways = [list(self.asks(m, variable, fresh)) for m in self.items(members)]
            yield from (tuple(a for way in choice for a in way) for choice in product(*ways))
        elif members := self.one(node, "unionOf"):
            for member in self.items(members):
                yield from self.asks(member, variable, fresh)
        elif value := self.one(node, "hasValue"):
            yield (self.link(on, variable, key(value)),)
        elif filler := self.one(node, "someValuesFrom"):
            other = next(fresh)
            step = self.link(on, variable, other)
            yield from ((step, *rest) for rest in self.asks(filler, other, fresh))
        else:
            raise Unheard(str(node))

    def tells(
        self, node: Term, variable: int, fresh: Iterator[int]
    ) -> Iterator[tuple[tuple[Atom, ...], Atom]]:
        """Yield what follows of a variable that is in a class: further conditions, conclusion."""
        on = self.one(node, "onProperty")
        if isinstance(node, ox.NamedNode):
            if node.value != OWL + "Thing":
                yield (), Atom(KIND + node.value, variable)
        elif members := self.one(node, "intersectionOf"):
            for member in self.items(members):
                yield from self.tells(member, variable, fresh)
        elif value := self.one(node, "hasValue"):
            yield (), self.link(on, variable, key(value))
        elif filler := self.one(node, "allValuesFrom"):
            other = next(fresh)
            step = self.link(on, variable, other)
            yield from (((step, *more), head) for more, head in self.tells(filler, other, fresh))
        else:
            raise Unheard(str(node))


RDF_FIRST, RDF_REST = RDF + "first", RDF + "rest"


def iri(term: Term) -> str:
    """Give the IRI of a named node; empty for anything else."""
    return term.value if isinstance(term, ox.NamedNode) else ""


def key(term: Term) -> str:
    """Write a node as one text: an IRI as it is, a literal with its quotes."""
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def sub_class(triple: ox.Triple, terms: Terms) -> Iterator[Rule]:
    """Make rules of a class under another: cax-sco, with cls-hv, cls-svf, cls-int, cls-uni."""
    yield from implied("cax-sco", triple, (triple.subject, triple.object), terms)


def same_class(triple: ox.Triple, terms: Terms) -> Iterator[Rule]:
    """Make rules of two classes that are one: cax-eqc1, cax-eqc2."""
    yield from implied("cax-eqc", triple, (triple.subject, triple.object), terms)
    yield from implied("cax-eqc", triple, (triple.object, triple.subject), terms)


def implied(
    name: str, axiom: ox.Triple, classes: tuple[Term, Term], terms: Terms
) -> Iterator[Rule]:
    """Make rules by which whatever is in the first class is in the second."""
    fresh = count(1)
    for body in terms.asks(classes[0], 0, fresh):
        if not body:  # it would hold of everything
            raise Unheard(str(axiom))
        for more, head in terms.tells(classes[1], 0, fresh):
            yield Rule(name, head, (*body, *more), axiom)


def domain(triple: ox.Triple, terms: Terms) -> Iterator[Rule]:
    """Make the rule prp-dom."""
    for more, head in terms.tells(triple.object, 0, count(2)):
        yield Rule("prp-dom", head, (terms.link(triple.subject, 0, 1), *more), triple)


def value_range(triple: ox.Triple, terms: Terms) -> Iterator[Rule]:
    """Make the rule prp-rng."""
    for more, head in terms.tells(triple.object, 1, count(2)):
        yield Rule("prp-rng", head, (terms.link(triple.subject, 0, 1), *more), triple)


def sub_property(triple: ox.Triple, terms: Terms) -> Iterator[Rule]:
    """Make the rule prp-spo1."""
    low, high = (terms.link(t, 0, 1) for t in (triple.subject, triple.object))
    yield Rule("prp-spo1", high, (low,), triple)


def same_property(triple: ox.Triple, terms: Terms) -> Iterator[Rule]:
    """Make the rules prp-eqp1 and prp-eqp2."""
    one, other = (terms.link(t, 0, 1) for t in (triple.subject, triple.object))
    yield Rule("prp-eqp1", other, (one,), triple)
    yield Rule("prp-eqp2", one, (other,), triple)


def inverse(triple: ox.Triple, terms: Terms) -> Iterator[Rule]:
    """Make the rules prp-inv1 and prp-inv2; without a name it is read where it is used."""
    if isinstance(triple.subject, ox.NamedNode):
        one, other = terms.link(triple.subject, 0, 1), terms.link(triple.object, 1, 0)
        yield Rule("prp-inv1", other, (one,), triple)
        yield Rule("prp-inv2", one, (other,), triple)


def chain(triple: ox.Triple, terms: Terms) -> Iterator[Rule]:
    """Make the rule prp-spo2."""
    steps = terms.items(triple.object)
    if not steps:
        raise Unheard(str(triple))
    body = tuple(terms.link(step, n, n + 1) for n, step in enumerate(steps))
    yield Rule("prp-spo2", terms.link(triple.subject, 0, len(steps)), body, triple)


def characteristic(triple: ox.Triple, terms: Terms) -> Iterator[Rule]:
    """Make the rules prp-symp and prp-trp."""
    if triple.object == ox.NamedNode(OWL + "SymmetricProperty"):
        there, back = terms.link(triple.subject, 0, 1), terms.link(triple.subject, 1, 0)
        yield Rule("prp-symp", back, (there,), triple)
    if triple.object == ox.NamedNode(OWL + "TransitiveProperty"):
        first, then, both = (terms.link(triple.subject, *s) for s in ((0, 1), (1, 2), (0, 2)))
        yield Rule("prp-trp", both, (first, then), triple)


MAKERS = {
    RDFS + "subClassOf": sub_class,
    OWL + "equivalentClass": same_class,
    RDFS + "domain": domain,
    RDFS + "range": value_range,
    RDFS + "subPropertyOf": sub_property,
    OWL + "equivalentProperty": same_property,
    OWL + "inverseOf": inverse,
    OWL + "propertyChainAxiom": chain,
    RDF_TYPE: characteristic,
}
