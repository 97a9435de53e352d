"""Write a description as compact JSON-LD.

The words of a Context stand for the terms; the node comes first, all others lie beside it in one
`@graph`. A reader without a JSON-LD library finds texts under their language and nodes by `@id`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from jnkg.linked.context import NODE, TEXT, Context, Word, compact
from jnkg.linked.description import Description, Subject
from jnkg.names import PREFIXES, RDF_TYPE, shorten
from jnkg.turtle import Object, ordered

XSD = PREFIXES["xsd"]
WHOLE = re.compile(r"0|-?[1-9]\d{0,14}")
"""Whole numbers that every JSON reader keeps."""
Words = Mapping[str, Word]


def write_jsonld(description: Description, context: Context, address: str) -> bytes:
    """Write a description; `address` is where its context is to be had."""
    blocks = description.blocks()
    order: list[Subject] = [s for _, members in description.chapters(blocks) for s in members]
    order += [s for s in blocks if s not in set(order)]
    members = [written(s, blocks[s], context.words) for s in order]
    document = {"@context": address, "@graph": members}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def written(
    subject: Subject, predicates: Mapping[str, list[Object]], words: Words
) -> dict[str, object]:
    """Write one node: identifier, types, label, then its properties by name."""
    node: dict[str, object] = {"@id": reference(subject)}
    if RDF_TYPE in predicates:
        node["@type"] = one(type_name(o, words) for o in ordered(predicates[RDF_TYPE]))
    rest = sorted(predicates.keys() - {RDF_TYPE}, key=lambda p: (p not in LABELS, shorten(p)))
    for predicate in rest:
        node |= written_property(predicate, ordered(predicates[predicate]), words)
    return node


LABELS = (PREFIXES["rdfs"] + "label",)


def reference(term: Object) -> str:
    """Give the identifier of a node."""
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else compact(term.value)


def type_name(term: Object, words: Words) -> str:
    """Give the name of a class."""
    return words[term.value].name if term.value in words else reference(term)


def written_property(predicate: str, values: Iterable[Object], words: Words) -> dict[str, object]:
    """Write the values of a property under its word; those that do not fit under its IRI."""
    word = words.get(predicate) or Word(compact(predicate), "")
    members = list(values)
    fitting = [v for v in members if fits(v, word.kind)]
    others = [v for v in members if not fits(v, word.kind)]
    found: dict[str, object] = {}
    if fitting and word.kind == TEXT:
        found[word.name] = language_map(fitting)
    elif fitting:
        found[word.name] = one(value(v, word.kind) for v in fitting)
    if others:
        short = compact(predicate)
        found[predicate if short == word.name else short] = one(value(v, "") for v in others)
    return found


def fits(term: Object, kind: str) -> bool:
    """Tell whether a value can stand under a word of a kind."""
    if kind == NODE:
        return not isinstance(term, ox.Literal)
    if kind == TEXT:
        return isinstance(term, ox.Literal) and bool(term.language)
    return not kind or (isinstance(term, ox.Literal) and term.datatype.value == kind)


def language_map(literals: Iterable[Object]) -> dict[str, object]:
    """Put texts under their languages."""
    texts: dict[str, list[str]] = {}
    for literal in literals:
        if isinstance(literal, ox.Literal) and literal.language:
            texts.setdefault(literal.language, []).append(literal.value)
    return {language: one(found) for language, found in texts.items()}


def value(term: Object, kind: str) -> object:
    """Write one value; what its word says of all of them is left out."""
    if not isinstance(term, ox.Literal):
        return reference(term) if kind == NODE else {"@id": reference(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = term.datatype.value
    if kind == datatype or datatype == XSD + "string":
        return term.value
    if datatype == XSD + "boolean" and term.value in ("true", "false"):
        return term.value == "true"
    if datatype == XSD + "integer" and WHOLE.fullmatch(term.value):
        return int(term.value)
    return {"@value": term.value, "@type": compact(datatype)}


def one(values: Iterable[object]) -> object:
    """Give the only value by itself, several as a list."""
    members = list(values)
    return members[0] if len(members) == 1 else members
