"""Hold what the pages speak of: terms, modules, class expressions, alignments.

Only nouns, and the names of the axioms; `ontology.py` fills them.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.names import NS, PREFIXES
from jnkg.turtle import Term as RdfTerm

OWL, RDF, RDFS, SKOS = (PREFIXES[p] for p in ("owl", "rdf", "rdfs", "skos"))
Node = ox.NamedNode
KINDS = {
    OWL + "Class": "class",
    OWL + "ObjectProperty": "object-property",
    OWL + "DatatypeProperty": "datatype-property",
    OWL + "AnnotationProperty": "annotation-property",
}
FOLDERS = {"class": "class", "value": "value"}
"""Pages lie in a folder for their kind, since a file system may take `Status` for `status`."""
CHARACTERISTICS = {
    OWL + f"{name}Property": name
    for name in (
        *("Asymmetric", "Functional", "InverseFunctional", "Irreflexive"),
        *("Reflexive", "Symmetric", "Transitive"),
    )
}
RESTRICTIONS = frozenset(
    [
        "hasValue",
        "someValuesFrom",
        "allValuesFrom",
        "hasSelf",
        "cardinality",
        "minCardinality",
        "maxCardinality",
        "qualifiedCardinality",
        "minQualifiedCardinality",
        "maxQualifiedCardinality",
    ]
)
ALIGNMENT = "/alignment.ttl"
MATCHES = (
    *(OWL + "equivalentClass", OWL + "equivalentProperty"),
    *(RDFS + "subClassOf", RDFS + "subPropertyOf"),
    *(SKOS + n for n in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")),
    RDFS + "seeAlso",
)


@dataclass(frozen=True, slots=True)
class Term:
    """One own term: `kind` is a value of KINDS, or `value` for a named individual."""

    node: Node
    kind: str
    module: str

    @property
    def name(self) -> str:
        """The name behind the prefix."""
        return self.node.value.removeprefix(NS)

    @property
    def page(self) -> str:
        """The page, relative to the folder of a language."""
        return f"{FOLDERS.get(self.kind, 'property')}/{self.name}.html"

    @property
    def is_property(self) -> bool:
        """Tell whether the term is a property."""
        return self.kind.endswith("property")


@dataclass(frozen=True, slots=True)
class Module:
    """One file of the ontology that declares own terms."""

    name: str
    node: Node
    imports: tuple[str, ...]
    terms: tuple[Term, ...]

    @property
    def page(self) -> str:
        """The page, relative to the folder of a language."""
        return f"module/{self.name}.html"

    def of(self, *kinds: str) -> tuple[Term, ...]:
        """Give the terms of some kinds."""
        return tuple(t for t in self.terms if t.kind in kinds)


@dataclass(frozen=True, slots=True)
class Expression:
    """A class expression: a term, literal or number by itself, or a construct with its parts."""

    construct: str
    parts: tuple[Expression, ...] = ()
    term: RdfTerm | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """What a term is to one of another vocabulary."""

    predicate: str
    target: Node
