"""Hold OWL 2 axioms, and know the predicates with which RDF says them.

An Axiom has its functional form and the triples that say it, so that it can be given to an engine
alone, put into words, and found in its file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from jnkg.dataset import Triples
from jnkg.names import PREFIXES
from jnkg.turtle import Object

OWL, RDF, RDFS, XSD = (PREFIXES[p] for p in ("owl", "rdf", "rdfs", "xsd"))


@dataclass(frozen=True, slots=True)
class Form:
    """A part of the functional syntax: its name and what stands in its brackets."""

    name: str
    parts: tuple[Part, ...]

    def walk(self) -> Iterator[Part]:
        """Yield the form and all that it is made of."""
        yield self
        for part in self.parts:
            if isinstance(part, Form):
                yield from part.walk()
            else:
                yield part


Part: TypeAlias = Form | Object | int


@dataclass(frozen=True, slots=True)
class Axiom:
    """One axiom or assertion, and the triples that say it, the first of them the one to mend."""

    form: Form
    triples: Triples = field(compare=False)


CHARACTERISTICS = {
    OWL + name: name.replace("Property", "{}Property")
    for name in (
        "FunctionalProperty",
        "InverseFunctionalProperty",
        "TransitiveProperty",
        "SymmetricProperty",
        "AsymmetricProperty",
        "ReflexiveProperty",
        "IrreflexiveProperty",
    )
}
CLASS_AXIOMS = {
    RDFS + "subClassOf": "SubClassOf",
    OWL + "equivalentClass": "EquivalentClasses",
    OWL + "disjointWith": "DisjointClasses",
}
PROPERTY_AXIOMS = {
    RDFS + "subPropertyOf": "Sub{}PropertyOf",
    OWL + "equivalentProperty": "Equivalent{}Properties",
    OWL + "propertyDisjointWith": "Disjoint{}Properties",
}
INDIVIDUAL_AXIOMS = {
    OWL + "sameAs": "SameIndividual",
    OWL + "differentFrom": "DifferentIndividuals",
}
BOOLEANS = {OWL + "intersectionOf": "IntersectionOf", OWL + "unionOf": "UnionOf"}
FILLED = {
    OWL + "someValuesFrom": "SomeValuesFrom",
    OWL + "allValuesFrom": "AllValuesFrom",
    OWL + "hasValue": "HasValue",
}
COUNTED = {
    OWL + head + tail: kind
    for kind, names in {
        "MinCardinality": ("minCardinality", "minQualifiedCardinality"),
        "MaxCardinality": ("maxCardinality", "maxQualifiedCardinality"),
        "ExactCardinality": ("cardinality", "qualifiedCardinality"),
    }.items()
    for head, tail in ((n, "") for n in names)
}
VOCABULARY = frozenset(
    {
        *CLASS_AXIOMS, *PROPERTY_AXIOMS, *INDIVIDUAL_AXIOMS, *BOOLEANS, *FILLED, *COUNTED,
        *(RDFS + n for n in ("domain", "range")),
        *(RDF + n for n in ("first", "rest")),
        *(OWL + n for n in (
            "inverseOf", "propertyChainAxiom", "hasKey", "disjointUnionOf", "complementOf", "oneOf",
            "onProperty", "onClass", "onDataRange", "onDatatype", "withRestrictions", "hasSelf",
            "datatypeComplementOf", "members", "distinctMembers", "sourceIndividual",
            "assertionProperty", "targetIndividual", "targetValue", "onProperties",
        )),
        *(XSD + n for n in (
            "length", "minLength", "maxLength", "pattern", "minInclusive", "maxInclusive",
            "minExclusive", "maxExclusive",
        )),
        RDF + "langRange",
    }
)  # fmt: skip
"""The predicates with which axioms are said; every other predicate asserts or annotates."""


def functional(part: Part) -> str:
    """Write a form in the functional syntax."""
    if isinstance(part, Form):
        return f"{part.name}({' '.join(map(functional, part.parts))})"
    return str(part)
