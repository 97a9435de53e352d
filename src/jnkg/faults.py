"""Ask the whole graph the check queries: faults that no shape can see.

A Dataset and the queries of `queries/check/` come in, findings go out. A check query constructs
a `sh:ValidationResult` for each fault; its header holds the message and the severity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from jnkg.dataset import Dataset, objects_of
from jnkg.names import CATALOGUE, PREFIXES, shorten
from jnkg.places import Places, shown
from jnkg.querylint import fault
from jnkg.questions import Question
from jnkg.report import Finding
from jnkg.turtle import Term
from jnkg.worlds import Contents, fill

SH = PREFIXES["sh"]


def whole_store(dataset: Dataset) -> ox.Store:
    """Put everything into one store: the union as its default graph, each file, the catalogue."""
    catalogue = tuple(t for e in dataset.catalogue for t in e.triples())
    named = [*((f.graph, f.triples) for f in dataset.files), (ox.NamedNode(CATALOGUE), catalogue)]
    store = ox.Store()
    fill(store, Contents(tuple(named)))
    return store


def faults(dataset: Dataset, questions: Iterable[Question]) -> list[Finding]:
    """Give the findings of all check queries; a query that is no CONSTRUCT is a finding itself."""
    asked = list(questions)
    if not asked:
        return []
    store = whole_store(dataset)
    places = Places(dataset.files)
    return [finding for question in asked for finding in ask(store, question, places)]


def ask(store: ox.Store, question: Question, places: Places) -> list[Finding]:
    """Give the findings of one check query."""
    try:
        result = store.query(question.text)
    except SyntaxError as error:
        en, ja = f"Mend the SPARQL: {error.msg}", f"SPARQLを直してください：{error.msg}"
        return [fault(question.path, 0, "query-parse", en, ja)]
    if isinstance(result, ox.QueryTriples):
        return list(results(question, list(result), places))
    en = "Make this a CONSTRUCT of sh:ValidationResult."
    ja = "sh:ValidationResultを作るCONSTRUCTにしてください。"
    return [fault(question.path, 0, "query-parse", en, ja)]


def results(question: Question, triples: Iterable[ox.Triple], places: Places) -> Iterator[Finding]:
    """Turn what a check query constructed into findings."""
    objects = objects_of(triples)
    for (node, predicate), focuses in objects.items():
        if predicate != SH + "focusNode":
            continue
        focus = focuses[0]
        path = next(iter(objects.get((node, SH + "resultPath"), ())), None)
        value = next(iter(objects.get((node, SH + "value"), ())), None)
        if isinstance(focus, ox.Triple) or isinstance(value, ox.Triple):
            continue
        place = places.find(focus, named(path), value)
        yield Finding(
            place.file,
            place.line,
            place.column,
            question.name,
            shown(focus),
            shorten(named(path)) if path else "",
            shown(value),
            str(question.header["severity"]),
            question.words("message"),
        )


def named(term: Term | None) -> str:
    """Give the IRI of a term; empty for anything else."""
    return term.value if isinstance(term, ox.NamedNode) else ""
