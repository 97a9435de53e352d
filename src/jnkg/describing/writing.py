"""Write a description in one of its forms.

Triples without blank nodes come in, bytes go out. Blocks keep the order in which they were given,
so that a description opens with what it is about.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import pyoxigraph as ox

from jnkg.describing.blocks import VOCABULARIES, XSD
from jnkg.names import RDF_TYPE, is_local
from jnkg.turtle import Object, gather, ntriples, write_block

FORMS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
}
"""The media types of descriptions, by file extension."""
TOKENS = re.compile(r'"(?:[^"\\\n]|\\.)*"|<([^>\n]*)>')
NATIVE: Mapping[str, Callable[[str], object]] = {
    XSD + "integer": int,
    XSD + "boolean": lambda text: text == "true",
}


def write(triples: Sequence[ox.Triple], form: str) -> bytes:
    """Write triples in a form (a key of FORMS); raises KeyError for another."""
    return WRITERS[form](triples)


def compact(iri: str) -> str:
    """Give the prefixed name of an IRI, or the IRI itself."""
    for prefix, space in VOCABULARIES.items():
        local = iri.removeprefix(space)
        if local != iri and local and is_local(local):
            return f"{prefix}:{local}"
    return iri


def turtle(triples: Iterable[ox.Triple]) -> bytes:
    """Write Turtle in the project's form, with the prefixes of descriptions."""
    blocks = gather(triples)
    used: set[str] = set()

    def shorter(token: re.Match[str]) -> str:
        name = compact(token[1]) if token[1] else token[0]
        return name if name != token[1] else token[0]

    body = "\n".join(TOKENS.sub(shorter, write_block(s, blocks, set())) for s in blocks)
    bare = TOKENS.sub('""', body)
    used = set(re.findall(r"(?<![\w:.-])(\w+):", bare)) & VOCABULARIES.keys()
    head = "\n".join(f"@prefix {p}: <{VOCABULARIES[p]}> ." for p in sorted(used))
    return f"{head}\n\n{body}".encode()


def rdf_xml(triples: Iterable[ox.Triple]) -> bytes:
    """Write RDF/XML."""
    return ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=VOCABULARIES) or b""


def json_ld(triples: Iterable[ox.Triple]) -> bytes:
    """Write JSON-LD 1.1: prefixed names, and words by language, told of in the context."""
    blocks = gather(triples)
    context: dict[str, object] = {}
    nodes = []
    for subject, said in blocks.items():
        node: dict[str, object] = {"@id": subject.value}
        for predicate, terms in said.items():
            node[key_of(predicate, terms, context)] = value_of(predicate, terms)
        nodes.append(node)
    used = {str(key).partition(":")[0] for node in nodes for key in node} & VOCABULARIES.keys()
    prefixes = {prefix: VOCABULARIES[prefix] for prefix in sorted({*used, *kinds_used(nodes)})}
    document = {"@context": {**prefixes, **dict(sorted(context.items()))}, "@graph": nodes}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def kinds_used(nodes: Iterable[Mapping[str, object]]) -> set[str]:
    """Give the prefixes of the types of nodes."""
    kinds = (kind for node in nodes for kind in listed(node.get("@type", [])))
    return {str(kind).partition(":")[0] for kind in kinds} & VOCABULARIES.keys()


def listed(value: object) -> list[object]:
    """Give a value as a list, which it may be already."""
    return value if isinstance(value, list) else [value]


def key_of(predicate: str, terms: Sequence[Object], context: dict[str, object]) -> str:
    """Give the key of a predicate, and tell the context of words that are keyed by language."""
    if predicate == RDF_TYPE:
        return "@type"
    key = compact(predicate)
    if by_language(terms):
        context[key] = {"@id": predicate, "@container": "@language"}
    return key


def by_language(terms: Sequence[Object]) -> bool:
    """Tell whether all of the values are words of some language."""
    return all(isinstance(t, ox.Literal) and t.language for t in terms)


def value_of(predicate: str, terms: Sequence[Object]) -> object:
    """Give the values of a predicate: by language, a list, or one alone."""
    if by_language(terms):
        words: dict[str, list[object]] = {}
        for term in terms:
            if isinstance(term, ox.Literal):
                words.setdefault(term.language or "", []).append(term.value)
        return {language: one_or_all(found) for language, found in words.items()}
    if predicate == RDF_TYPE:
        return one_or_all([compact(t.value) for t in terms])
    return one_or_all([json_term(term) for term in terms])


def one_or_all(found: list[object]) -> object:
    """Give the only item of a list, else the list."""
    return found[0] if len(found) == 1 else found


def json_term(term: Object) -> object:
    """Give a term as JSON-LD has it; whole numbers and truth values are JSON's own."""
    if not isinstance(term, ox.Literal):
        return {"@id": term.value}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    kind = term.datatype.value
    if kind in NATIVE:
        return NATIVE[kind](term.value)
    return term.value if kind == XSD + "string" else {"@value": term.value, "@type": kind}


WRITERS: Mapping[str, Callable[[Sequence[ox.Triple]], bytes]] = {
    "ttl": turtle,
    "jsonld": json_ld,
    "rdf": rdf_xml,
    "nt": ntriples,
}
