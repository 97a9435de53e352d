"""Know the words of OWL 2: what declares which kind of term, what is built in, what stands where.

Tables, and the one function that reads them: the names in a form, each with the kind as which it is
used. OWL 2 Structural Specification, sections 2.4, 5 and 9.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from jnkg.dl.axioms import OWL, RDF, RDFS, XSD, Form

CLASS, THING, DATA, ANNOTATION, DATATYPE = "C", "O", "D", "A", "R"
DECLARES = {
    OWL + "Class": CLASS,
    OWL + "ObjectProperty": THING,
    OWL + "DatatypeProperty": DATA,
    OWL + "AnnotationProperty": ANNOTATION,
    OWL + "OntologyProperty": ANNOTATION,
    RDFS + "Datatype": DATATYPE,
}
KINDS = {
    CLASS: ("class", "クラス"),
    THING: ("object property", "オブジェクトプロパティ"),
    DATA: ("datatype property", "データ型プロパティ"),
    ANNOTATION: ("annotation property", "注釈プロパティ"),
    DATATYPE: ("datatype", "データ型"),
}
CHARACTERISTICS = tuple(
    f"{n}Property"
    for n in (
        "Functional", "InverseFunctional", "Transitive", "Symmetric", "Asymmetric", "Reflexive",
        "Irreflexive",
    )
)  # fmt: skip
SYNTAX = frozenset(
    (
        *DECLARES,
        *(OWL + n for n in CHARACTERISTICS),
        *(OWL + n for n in (
            "Restriction", "AllDisjointClasses", "AllDisjointProperties", "AllDifferent",
            "NegativePropertyAssertion", "NamedIndividual", "Ontology", "Axiom", "Annotation",
            "DataRange", "DeprecatedClass", "DeprecatedProperty", "Thing", "Nothing",
        )),
        RDF + "List",
    )
)  # fmt: skip
"""The types that belong to the language."""
BUILT_IN = {
    **{OWL + n: CLASS for n in ("Thing", "Nothing")},
    **{OWL + n: THING for n in ("topObjectProperty", "bottomObjectProperty")},
    **{OWL + n: DATA for n in ("topDataProperty", "bottomDataProperty")},
    **{RDF + n: DATATYPE for n in ("PlainLiteral", "XMLLiteral", "langString")},
    **{OWL + n: DATATYPE for n in ("real", "rational")},
    RDFS + "Literal": DATATYPE,
    **{
        XSD + n: DATATYPE
        for n in (
            "decimal", "integer", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger",
            "negativeInteger", "long", "int", "short", "byte", "unsignedLong", "unsignedInt",
            "unsignedShort", "unsignedByte", "double", "float", "string", "normalizedString",
            "token", "language", "Name", "NCName", "NMTOKEN", "boolean", "hexBinary",
            "base64Binary", "anyURI", "dateTime", "dateTimeStamp",
        )
    },
}  # fmt: skip
"""What the language itself declares."""
SLOTS = {
    "SubClassOf": "CC", "EquivalentClasses": "CC", "DisjointClasses": "CC", "DisjointUnion": "CC",
    "DatatypeDefinition": "RR", "SameIndividual": "I", "DifferentIndividuals": "I",
    "HasKey": "CXX", "ClassAssertion": "CI",
    "SubObjectPropertyOf": "OO", "SubDataPropertyOf": "DD", "ObjectPropertyChain": "OO",
    "InverseObjectProperties": "OO", "ObjectInverseOf": "O",
    "ObjectIntersectionOf": "CC", "ObjectUnionOf": "CC", "ObjectComplementOf": "C",
    "ObjectOneOf": "I", "DataIntersectionOf": "RR", "DataUnionOf": "RR", "DataComplementOf": "R",
    "DataOneOf": "I", "DatatypeRestriction": "RI",
    **{f"{s}Property{n}": s[0] + n_slot
       for s in ("Object", "Data")
       for n, n_slot in (("Domain", "C"), ("Range", "C" if s == "Object" else "R"),
                         ("Assertion", "II"))},
    **{f"Negative{s}PropertyAssertion": s[0] + "II" for s in ("Object", "Data")},
    **{f"{n}{s}Properties": s[0] for s in ("Object", "Data") for n in ("Equivalent", "Disjoint")},
    **{n.replace("Property", f"{s}Property"): s[0] for s in ("Object", "Data")
       for n in CHARACTERISTICS},
    **{f"{s}{n}": s[0] + ("C" if s == "Object" else "R") for s in ("Object", "Data")
       for n in ("SomeValuesFrom", "AllValuesFrom")},
    **{f"{s}HasValue": s[0] + "I" for s in ("Object", "Data")},
    **{f"{s}{n}Cardinality": "N" + s[0] + ("C" if s == "Object" else "R")
       for s in ("Object", "Data") for n in ("Min", "Max", "Exact")},
    "ObjectHasSelf": "O",
}  # fmt: skip
"""What stands in the places of each form; the last letter holds for all that follow."""


def used(form: Form, slots: str = "") -> Iterator[tuple[ox.NamedNode, str]]:
    """Yield the names in a form, each with what it is used as; individuals are left out."""
    slots = slots or SLOTS.get(form.name, "I")
    for number, part in enumerate(form.parts):
        slot = slots[min(number, len(slots) - 1)]
        if isinstance(part, Form):
            yield from used(
                part, "OO" if slot == "X" and number == 1 else "DD" if slot == "X" else ""
            )
        elif isinstance(part, ox.NamedNode) and slot in KINDS:
            yield part, slot
        elif isinstance(part, ox.Literal) and not part.language:
            yield part.datatype, DATATYPE
