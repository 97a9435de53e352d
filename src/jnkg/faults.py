"""Ask the whole graph the check queries: faults that no shape can see.

A Dataset and the queries of `queries/check/` come in, findings go out. A check query constructs
a `sh:ValidationResult` for each fault; its header holds the message and the severity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from jnkg.dataset import Dataset, catalogue_quads, objects_of
from jnkg.names import PREFIXES, shorten
from jnkg.places import Places
from jnkg.querylint import fault
from jnkg.questions import Question
from jnkg.report import Finding
from jnkg.turtle import Term, write_term

SH = PREFIXES["sh"]


def whole_store(dataset: Dataset) -> ox.Store:
    """Put everything into one store: the union as its default graph, each file, the catalogue."""
    catalogue = catalogue_quads(dataset.catalogue)
    union = dict.fromkeys((*dataset.triples, *(q.triple for q in catalogue)))
    store = ox.Store()
    store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in union)
    for file in dataset.files:
        graph = file.graph
        store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in file.triples)
    store.bulk_extend(catalogue)
    return store


def faults(dataset: Dataset, questions: Iterable[Question]) -> list[Finding]:
    """Give the findings of all check queries; a query that is no CONSTRUCT is a finding itself."""
    store = whole_store(dataset)
    places = Places(dataset.files)
    findings: list[Finding] = []
    for question in questions:
        try:
            result = store.query(question.text)
        except SyntaxError as error:
            words = str(error.msg)
            findings.append(
                fault(
                    question.path,
                    0,
                    "query-parse",
                    f"Mend the SPARQL: {words}",
                    f"SPARQLを直してください：{words}",
                )
            )
            continue
        if not isinstance(result, ox.QueryTriples):
            findings.append(
                fault(
                    question.path,
                    0,
                    "query-parse",
                    "Make this a CONSTRUCT of sh:ValidationResult.",
                    "sh:ValidationResultを作るCONSTRUCTにしてください。",
                )
            )
            continue
        findings += results(question, list(result), places)
    return findings


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
            write_term(focus),
            shorten(named(path)) if path else "",
            write_term(value) if value is not None else "",
            str(question.header["severity"]),
            question.words("message"),
        )


def named(term: Term | None) -> str:
    """Give the IRI of a term; empty for anything else."""
    return term.value if isinstance(term, ox.NamedNode) else ""
