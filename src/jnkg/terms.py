"""Hold every term in use against the terms that the ontology declares.

Files of graphs and stored queries come in, findings go out, each with the declared terms that
come nearest. A misspelt property is valid RDF and says nothing to anyone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

import pyoxigraph as ox

from jnkg.dataset import Dataset, GraphFile
from jnkg.names import BASE, NS, PREFIXES, RDF_TYPE, shorten
from jnkg.places import Place, mention
from jnkg.report import Finding
from jnkg.vocabulary import is_built_in

RULE = "undefined-term"
OWN_INDIVIDUALS = tuple(BASE + room for room in ("id/", "graph/", "shape/", "query/", "ontology"))
VOCABULARIES = tuple(iri for iri in PREFIXES.values() if not iri.startswith(OWN_INDIVIDUALS))
CLASS_TYPES = {PREFIXES["owl"] + "Class", PREFIXES["rdfs"] + "Class"}
STRINGS = re.compile(r'"""(?:[^\\]|\\.)*?"""|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'', re.DOTALL)
COMMENT = re.compile(r"(?m)(^|\s)#.*$")
NAME = re.compile(r"(?<![\w:?$<.-])([A-Za-z][\w-]*):([\w][\w.-]*)|<([^<>\s]+)>")


def declared(dataset: Dataset) -> frozenset[str]:
    """Give the terms that the ontology gives a type."""
    return frozenset(
        t.subject.value
        for file in dataset.of("ontology")
        for t in file.triples
        if t.predicate.value == RDF_TYPE and isinstance(t.subject, ox.NamedNode)
    )


def classes(dataset: Dataset) -> frozenset[str]:
    """Give the classes that the ontology declares."""
    return frozenset(
        t.subject.value
        for file in dataset.of("ontology")
        for t in file.triples
        if t.predicate.value == RDF_TYPE
        and isinstance(t.subject, ox.NamedNode)
        and isinstance(t.object, ox.NamedNode)
        and t.object.value in CLASS_TYPES
    )


def undefined(files: Iterable[GraphFile], known: frozenset[str]) -> Iterator[Finding]:
    """Yield a finding for each term that a file of triples uses and nothing declares."""
    for file in files:
        used = used_in_shapes(file) if file.folder == "shapes" else used_in(file)
        for iri in sorted(used - known):
            if not is_built_in(iri):
                yield finding(mention_of(file, iri), iri, known)


def used_in(file: GraphFile) -> set[str]:
    """Give what a file uses as a property or a class, and all of our own terms in it."""
    used = {t.predicate.value for t in file.triples}
    for triple in file.triples:
        for term in (triple.subject, triple.object):
            if isinstance(term, ox.NamedNode) and term.value.startswith(NS):
                used.add(term.value)
        if triple.predicate.value == RDF_TYPE and isinstance(triple.object, ox.NamedNode):
            used.add(triple.object.value)
    return used


def used_in_shapes(file: GraphFile) -> set[str]:
    """Give every term of a vocabulary in a shapes file, which names properties as objects too."""
    terms = {x for t in file.triples for x in (t.subject, t.predicate, t.object)}
    return {
        x.value
        for x in terms
        if isinstance(x, ox.NamedNode)
        and x.value.startswith(VOCABULARIES)
        and not x.value.startswith(PREFIXES["sh"])  # the lint of shapes looks at those
    } - {*VOCABULARIES}


def undefined_in_query(path: str, text: str, known: frozenset[str]) -> Iterator[Finding]:
    """Yield a finding for each term that the text of a query uses and nothing declares."""
    used = {match[3] or named(match) for match in NAME.finditer(text)} - known
    used = {i for i in used.difference(VOCABULARIES) if i.startswith(VOCABULARIES)}
    if all(map(is_built_in, used)):
        return  # the usual case, without a closer look at strings and comments
    seen: set[str] = set()
    for number, line in enumerate(blank(text).splitlines(), 1):
        if line.lstrip().upper().startswith(("PREFIX", "BASE")):
            continue
        for match in NAME.finditer(line):
            iri = match[3] or named(match)
            if iri in seen or iri in known or not iri.startswith(VOCABULARIES):
                continue
            seen.add(iri)
            if not is_built_in(iri):
                yield finding(Place(path, number, match.start() + 1), iri, known)


def named(match: re.Match[str]) -> str:
    """Give the IRI of a prefixed name."""
    prefix, local, _ = match.groups()
    return PREFIXES.get(prefix, "") + (local or "").rstrip(".")


def blank(text: str) -> str:
    """Blank out strings and comments, every line and column staying where it is."""

    def spaces(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match.group())

    return COMMENT.sub(spaces, STRINGS.sub(spaces, text))


def mention_of(file: GraphFile, iri: str) -> Place:
    """Give the first place at which a file of triples mentions a term."""
    return mention(file, ox.NamedNode(iri))


def finding(place: Place, iri: str, known: frozenset[str]) -> Finding:
    """Say that a term is declared nowhere, and what comes nearest."""
    names = {shorten(term): term for term in sorted(known)}
    near = get_close_matches(shorten(iri), names, 3, 0.75)
    hint_en = f" Nearest: {', '.join(near)}." if near else ""
    hint_ja = f"近いもの：{'、'.join(near)}。" if near else ""
    return Finding(
        place.file,
        place.line,
        place.column,
        RULE,
        shorten(iri),
        message={
            "en": f"Declare this term in `ontology/`, or use one that is.{hint_en}",
            "ja": f"この語を`ontology/`で宣言するか、宣言済みの語を使ってください。{hint_ja}",
        },
    )
