"""Turn the axioms of an ontology into rules.

Triples come in; Rules go out. Each axiom becomes the rules of OWL 2 RL/RDF (W3C, OWL 2 Profiles,
section 4.3, tables 5 to 9) that it sets off for facts about individuals; a rule keeps the W3C's
name and the axiom it was made from. An axiom that would conclude something and for which there is
no rule here is refused, so that the ontology cannot say more than the reasoner hears. Axioms
that only forbid (disjointness) belong to the consistency check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Self

import pyoxigraph as ox

from jnkg.dataset import Dataset, Objects, objects_of
from jnkg.names import PREFIXES, RDF_TYPE, shorten
from jnkg.places import Places
from jnkg.report import Finding
from jnkg.turtle import Term, write_term

OWL, RDF, RDFS = (PREFIXES[p] for p in ("owl", "rdf", "rdfs"))
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
    """A class expression of which no rule can be made where it stands."""


SILENT = {
    *(OWL + n for n in ("disjointWith", "disjointUnionOf", "propertyDisjointWith", "members")),
    *(OWL + n for n in ("imports", "versionIRI", "versionInfo", "priorVersion", "deprecated")),
    *(OWL + n for n in ("differentFrom", "distinctMembers", "backwardCompatibleWith")),
    *(OWL + n for n in ("incompatibleWith", "annotatedSource", "annotatedProperty")),
    OWL + "annotatedTarget",
}
"""Terms of OWL that forbid or describe, and conclude nothing."""
HEARD = {
    *(OWL + n for n in ("equivalentClass", "equivalentProperty", "inverseOf", "onProperty")),
    *(OWL + n for n in ("propertyChainAxiom", "hasValue", "someValuesFrom", "allValuesFrom")),
    *(OWL + n for n in ("intersectionOf", "unionOf")),
}
"""Terms of OWL that rules are made from, here or as parts of class expressions."""
LOUD = {OWL + n for n in ("FunctionalProperty", "InverseFunctionalProperty", "ReflexiveProperty")}
"""Kinds of property that would conclude identity, or of everything that it stands to itself."""


def axiom_rules(triples: Iterable[ox.Triple]) -> Iterator[Rule]:
    """Yield the rules of the axioms among some triples, in their order."""
    known = tuple(triples)
    terms = Terms.of(known)
    for triple in known:
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
        """Give the members of a list."""
        found: list[Term] = []
        while head != ox.NamedNode(RDF + "nil") and (first := self.objects.get((head, RDF_FIRST))):
            found.append(first[0])
            head = self.objects[head, RDF_REST][0]
        return found

    def asks(self, node: Term, variable: int, free: int) -> Iterator[tuple[Atom, ...]]:
        """Yield the patterns that put a variable into a class; `free` numbers new variables."""
        if isinstance(node, ox.NamedNode):
            yield (Atom(KIND + node.value, variable),)
        elif members := self.one(node, "intersectionOf"):
            ways = [list(self.asks(m, variable, free * 8 + i))
                    for i, m in enumerate(self.items(members))]  # fmt: skip
            yield from (tuple(a for way in choice for a in way) for choice in product(*ways))
        elif members := self.one(node, "unionOf"):
            for number, member in enumerate(self.items(members)):
                yield from self.asks(member, variable, free * 8 + number)
        elif (on := self.one(node, "onProperty")) and (value := self.one(node, "hasValue")):
            yield (Atom(iri(on), variable, key(value)),)
        elif on and (filler := self.one(node, "someValuesFrom")):
            step = Atom(iri(on), variable, free)
            whole = [()] if iri(filler) == OWL + "Thing" else self.asks(filler, free, free * 8)
            yield from ((step, *rest) for rest in whole)
        else:
            raise Unheard(str(node))

    def tells(self, node: Term, variable: int) -> Iterator[tuple[tuple[Atom, ...], Atom]]:
        """Yield what follows of a variable that is in a class: further conditions, conclusion."""
        if isinstance(node, ox.NamedNode):
            if node.value != OWL + "Thing":
                yield (), Atom(KIND + node.value, variable)
        elif members := self.one(node, "intersectionOf"):
            for member in self.items(members):
                yield from self.tells(member, variable)
        elif (on := self.one(node, "onProperty")) and (value := self.one(node, "hasValue")):
            yield (), Atom(iri(on), variable, key(value))
        elif on and (filler := self.one(node, "allValuesFrom")):
            other = variable * 8 + 100
            for more, head in self.tells(filler, other):
                yield (Atom(iri(on), variable, other), *more), head
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
    for body in terms.asks(triple.subject, 0, 1):
        for more, head in terms.tells(triple.object, 0):
            yield Rule("cax-sco", head, (*body, *more), triple)


def same_class(triple: ox.Triple, terms: Terms) -> Iterator[Rule]:
    """Make rules of two classes that are one: cax-eqc1, cax-eqc2."""
    for one, other in ((triple.subject, triple.object), (triple.object, triple.subject)):
        for body in terms.asks(one, 0, 1):
            for more, head in terms.tells(other, 0):
                yield Rule("cax-eqc", head, (*body, *more), triple)


def domain(triple: ox.Triple, terms: Terms) -> Iterator[Rule]:
    """Make the rule prp-dom."""
    for more, head in terms.tells(triple.object, 0):
        yield Rule("prp-dom", head, (Atom(iri(triple.subject), 0, 1), *more), triple)


def value_range(triple: ox.Triple, terms: Terms) -> Iterator[Rule]:
    """Make the rule prp-rng."""
    for more, head in terms.tells(triple.object, 1):
        yield Rule("prp-rng", head, (Atom(iri(triple.subject), 0, 1), *more), triple)


def sub_property(triple: ox.Triple, _: Terms) -> Iterator[Rule]:
    """Make the rule prp-spo1."""
    yield Rule(
        "prp-spo1", Atom(iri(triple.object), 0, 1), (Atom(iri(triple.subject), 0, 1),), triple
    )


def same_property(triple: ox.Triple, _: Terms) -> Iterator[Rule]:
    """Make the rules prp-eqp1 and prp-eqp2."""
    one, other = Atom(iri(triple.subject), 0, 1), Atom(iri(triple.object), 0, 1)
    yield Rule("prp-eqp1", other, (one,), triple)
    yield Rule("prp-eqp2", one, (other,), triple)


def inverse(triple: ox.Triple, _: Terms) -> Iterator[Rule]:
    """Make the rules prp-inv1 and prp-inv2."""
    one, other = iri(triple.subject), iri(triple.object)
    yield Rule("prp-inv1", Atom(other, 1, 0), (Atom(one, 0, 1),), triple)
    yield Rule("prp-inv2", Atom(one, 1, 0), (Atom(other, 0, 1),), triple)


def chain(triple: ox.Triple, terms: Terms) -> Iterator[Rule]:
    """Make the rule prp-spo2."""
    steps = [iri(step) for step in terms.items(triple.object)]
    body = tuple(Atom(step, n, n + 1) for n, step in enumerate(steps))
    yield Rule("prp-spo2", Atom(iri(triple.subject), 0, len(steps)), body, triple)


def characteristic(triple: ox.Triple, _: Terms) -> Iterator[Rule]:
    """Make the rules prp-symp and prp-trp."""
    own = iri(triple.subject)
    if triple.object == ox.NamedNode(OWL + "SymmetricProperty"):
        yield Rule("prp-symp", Atom(own, 1, 0), (Atom(own, 0, 1),), triple)
    if triple.object == ox.NamedNode(OWL + "TransitiveProperty"):
        yield Rule("prp-trp", Atom(own, 0, 2), (Atom(own, 0, 1), Atom(own, 1, 2)), triple)


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


def unheard_axioms(dataset: Dataset) -> Iterator[Finding]:
    """Yield a finding for each axiom that would conclude something and that no rule is made of."""
    files = tuple(dataset.of("ontology"))
    terms = Terms.of(t for f in files for t in f.triples)
    for file in files:
        for triple in file.triples:
            if is_unheard(triple, terms):
                yield unheard(triple, Places([file]))


def is_unheard(triple: ox.Triple, terms: Terms) -> bool:
    """Tell whether a triple says something of OWL that no rule, and no silence, is known for."""
    name = triple.predicate.value
    if name == RDF_TYPE:
        return iri(triple.object) in LOUD
    if name in MAKERS:
        try:
            list(MAKERS[name](triple, terms))
        except Unheard:
            return True
    named = isinstance(triple.subject, ox.NamedNode)  # expressions are read where they are used
    return named and name.startswith(OWL) and name not in SILENT | HEARD


def unheard(triple: ox.Triple, places: Places) -> Finding:
    """Say that the reasoner would not hear an axiom."""
    nodes = [n for n in (triple.subject, triple.object) if not isinstance(n, ox.Triple)]
    place = places.find(nodes[0], triple.predicate.value, nodes[-1])
    return Finding(
        place.file,
        place.line,
        place.column,
        "axiom-without-rule",
        write_term(nodes[0]),
        shorten(triple.predicate.value),
        message={
            "en": "Say this with axioms that src/jnkg/rules.py makes rules of, or give that module "
            "the rule: the reasoner would not hear it.",
            "ja": "推論器に届かない公理です。src/jnkg/rules.pyが規則にできる公理で書くか、"
            "同モジュールに規則を加えてください。",
        },
    )
