"""Make the JSON-LD context of a world: a short name for each term of its ontology.

Own terms have the names that they have in the namespace; those of RDFS, SKOS, Dublin Core, Web
Annotation and FOAF too, where the name is free; others keep their prefix. What a property leads to
is read from its declaration and its values: nodes, texts in languages (a language map), values of
one datatype. A value that is of another kind is written out, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from jnkg.linked.reads import rows
from jnkg.names import NS, PREFIXES, expand, shorten
from jnkg.store import World

OWL, XSD = PREFIXES["owl"], PREFIXES["xsd"]
BORROWED = ("rdfs", "skos", "dcterms", "oa", "foaf")
"""Vocabularies whose terms lend their names, first come, first served."""
NATIVE = {XSD + n for n in ("string", "integer", "boolean")}
NODE, TEXT = "@id", "@language"
ALWAYS: Mapping[str, tuple[str, ...]] = {
    TEXT: ("rdfs:label", "rdfs:comment", "sh:message"),
    NODE: (
        *("rdfs:seeAlso", "rdfs:isDefinedBy", "dcterms:isReplacedBy", "foaf:topic"),
        *("schema:target", "sh:class", "sh:declare", "sh:node", "sh:path", "sh:prefixes"),
        *("sh:property", "sh:severity", "sh:targetClass"),
    ),
}
"""What descriptions use beside the terms of the ontology."""
DECLARED = f"""SELECT DISTINCT ?term ?kind WHERE {{ ?term a ?kind . VALUES ?kind {{
  <{OWL}Class> <{OWL}ObjectProperty> <{OWL}DatatypeProperty> <{OWL}AnnotationProperty> }} }}"""
OBSERVED = """SELECT DISTINCT ?term ?kind WHERE { ?s ?term ?o
  BIND(IF(isLiteral(?o), IF(LANG(?o) != "", "@language", STR(DATATYPE(?o))), "@id") AS ?kind) }"""


@dataclass(frozen=True, slots=True)
class Word:
    """A term in JSON-LD: its name, and `@id`, `@language`, a datatype, or empty for any value."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Context:
    """The words of a world by IRI."""

    words: Mapping[str, Word]

    def document(self) -> dict[str, object]:
        """Give the context as JSON."""
        defined: dict[str, object] = {"@version": 1.1, **PREFIXES}
        for iri in sorted(self.words, key=lambda i: self.words[i].name):
            word = self.words[iri]
            defined[word.name] = definition(iri, word.kind)
        return {"@context": defined}


def definition(iri: str, kind: str) -> object:
    """Give what a context says of one term."""
    name = compact(iri)
    if kind == NODE:
        return {"@id": name, "@type": "@id"}
    if kind == TEXT:
        return {"@id": name, "@container": "@language"}
    return {"@id": name, "@type": compact(kind)} if kind else name


def compact(iri: str) -> str:
    """Give a prefixed name, or the IRI where no prefix fits."""
    short = shorten(iri)
    return iri if short.startswith("<") else short


@lru_cache(maxsize=8)
def context_of(world: World) -> Context:
    """Make the context of a world; each world's is made once."""
    kinds = {expand(name) or name: {kind} for kind, names in ALWAYS.items() for name in names}
    for text in (DECLARED, OBSERVED):
        for row in rows(world, text):
            kinds.setdefault(row["term"].value, set()).add(row["kind"].value)
    names = named(kinds)
    return Context({iri: Word(name, kind_of(kinds[iri])) for iri, name in names.items()})


def named(terms: Mapping[str, object]) -> dict[str, str]:
    """Give the name of each term that has a prefix."""
    taken = set(PREFIXES)
    found: dict[str, str] = {}
    spaces = [NS, *(PREFIXES[p] for p in BORROWED)]
    for space in spaces:
        for iri in sorted(t for t in terms if t.startswith(space)):
            name = iri.removeprefix(space)
            if name and name not in taken and name.isalnum():
                taken.add(name)
                found[iri] = name
    others = (t for t in sorted(terms) if t not in found and not shorten(t).startswith("<"))
    return found | {iri: shorten(iri) for iri in others if iri != PREFIXES["rdf"] + "type"}


def kind_of(kinds: set[str]) -> str:
    """Tell what a property leads to, from its declaration and its values."""
    values = {k for k in kinds if not k.startswith(OWL)}
    if TEXT in values:
        return TEXT
    if values == {NODE} or (not values and OWL + "ObjectProperty" in kinds):
        return NODE
    return values.pop() if len(values) == 1 and not values & NATIVE else ""
