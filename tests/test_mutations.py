"""The mutation test: good data, broken in many ways, and what each breach is caught by."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from random import Random
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from excerpts import excerpt
from jnkg.check import Part, changed_quotations, check, data_part, folder_part, shape_findings
from jnkg.dataset import Dataset, read
from jnkg.faults import ask, whole_store
from jnkg.forms import difference
from jnkg.names import CATALOGUE, LANGUAGES
from jnkg.places import Places
from jnkg.querylint import read_all
from jnkg.report import Finding
from jnkg.rooms import Tree, packaged_tree
from jnkg.shacl_engines import Outcome, Result, Session
from jnkg.shapes import read_shapes
from jnkg.verify import query_findings
from mutations import KINDS, Mutation, Whole, mutations

BATCH = 24
STEP = 12
"""By how many places a check query moves forward when it has found something."""
ONE_OF_SEVERAL = "the others stay, and only the text tells that one is missing"
OTHER_NAME = "a name for finding things: how many there are is free"
OWN_DAY = "a day from general knowledge or the editors' own: the graph has it from nowhere else"
NO_WORDS = "a document cited by locator has no printed words to hold it to"
OTHER_EVENT = "questions are asked with their defaults: only rows for another event would tell"
ELSEWHERE = "the excerpt lacks the document that types the tenure, or the event that asks for it"
MEANING = "what the words mean: another value would be as well formed"
DROP, ANOTHER, OF_OTHER_CLASS = (
    "drop a triple",
    "another of the same class",
    "a thing of another class",
)
UNSEEN = (
    (DROP, r"identity (skos:(alt|hidden)Label|jn:kanaReading|jn:wikidataId)", OTHER_NAME),
    ("remove one language", r"identity skos:(alt|hidden)Label", OTHER_NAME),
    ("two texts of one language", r"identity skos:(alt|hidden)Label", OTHER_NAME),
    (DROP, r"\w+ jn:(isAbout|hasPremise|refersTo|usesInstrument|printedName)", ONE_OF_SEVERAL),
    (DROP, r"stated jn:corroborates", ONE_OF_SEVERAL),
    (DROP, r"stated jn:locator", "how a place on a page is found is the record's own"),
    (DROP, r"stated jn:onBehalfOf", OTHER_EVENT),
    (DROP, r"derived jn:concludedOn", OWN_DAY),
    ("a day later", r"jn:(Membership|Tenure) jn:(start|end)Date", OWN_DAY),
    ("a day later", r"jn:(Derivation|Document|SearchRecord) jn:\w+On", OWN_DAY),
    ("a year earlier", r"jn:(Derivation|Document|SearchRecord) jn:\w+On", OWN_DAY),
    ("wrong class", r"jn:Cooperation", "the class above it, which is true of the thing too"),
    (OF_OTHER_CLASS, r"jn:(isAbout|refersTo)", MEANING),
    (
        ANOTHER,
        r"stated jn:(enumerates|isAbout|isCarriedOutBy|modality|refersTo|relationKind"
        r"|usesInstrument)",
        MEANING,
    ),
    (ANOTHER, r"derived jn:(hasPremise|isAbout|onNode)", MEANING),
    (ANOTHER, r"interpreted jn:(candidateKind|hasPremise|relationKind)", MEANING),
    (ANOTHER, r"identity jn:isTextOf", MEANING),
    (DROP, r"identity jn:extentRead", "how much was read is the record's own: nothing else tells"),
    (DROP, r"identity jn:(cow|gw)Code", "tests/test_codes.py holds the codes of states"),
    (DROP, r"interpreted jn:(candidateKind|ledTo|restsOnLink)", ONE_OF_SEVERAL),
    (DROP, r"interpreted jn:(startDate|startsAt)", OWN_DAY),
    ("a day later", r" jn:startDate", OWN_DAY),
    ("another time zone", r"(stated|interpreted) jn:startsAt", NO_WORDS),
    ("wrong class", r"jn:Summit", NO_WORDS),
    ("an end before the start", r"jn:startDate of jnd:tenure-.*", ELSEWHERE),
    ("a post left before the day", r"jn:startDate of jnd:tenure-.*", ELSEWHERE),
)
"""Kinds of mutations, patterns of what they change, and why nothing in the graph can tell."""


def catalogue_of(dataset: Dataset) -> list[ox.Quad]:
    """Give the catalogue graph of a dataset."""
    graph = ox.NamedNode(CATALOGUE)
    triples = (t for e in dataset.catalogue for t in e.triples())
    return [ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples]


class Trial:
    """The gate before a build, for one mutation after another.

    What a mutation cannot change (the graphs of other files, the runs over other folders) is
    kept; a test holds what comes out against the gate itself.
    """

    def __init__(self, dataset: Dataset, tree: Tree) -> None:
        self.dataset = dataset
        self.shapes = read_shapes(tree)
        self.questions, _ = read_all(tree, "check")
        self.store = whole_store(dataset)
        self.catalogue = set(catalogue_of(dataset))
        self.counts: dict[ox.Triple, int] = {}
        for file in dataset.files:
            for triple in set(file.triples):
                self.counts[triple] = self.counts.get(triple, 0) + 1
        self.results: set[Result] = set()
        self.known = set(self.from_queries(dataset)) | set(self.from_shapes(self.parts(dataset)))

    def parts(self, dataset: Dataset, folders: Sequence[str] = ()) -> list[Part]:
        """Give the runs of the shapes: over all data, and over some or all folders."""
        named = folders or ("identity", "stated", "derived", "interpreted")
        return [
            data_part(dataset, self.shapes),
            *(folder_part(dataset, self.shapes, folder) for folder in named),
        ]

    def from_queries(self, dataset: Dataset) -> Iterator[Finding]:
        """Yield the findings of the check queries on the store, and those on quotations."""
        places = Places(dataset.files)
        with ThreadPoolExecutor(2) as pool:
            for found in pool.map(lambda q: ask(self.store, q, places), self.questions):
                yield from found
        yield from changed_quotations(dataset)

    def from_shapes(self, parts: Sequence[Part]) -> Iterator[Finding]:
        """Yield the findings of some runs of the shapes."""
        with Session([p.run for p in parts], "shacl") as session:
            yield from self.read(session, parts)

    def read(self, session: Session, parts: Sequence[Part]) -> Iterator[Finding]:
        """Yield the findings of a session at work."""
        for part, outcome in zip(parts, session.outcomes(), strict=True):
            self.results |= set(outcome.results)
            yield from shape_findings(part, outcome, self.shapes)

    def new(self, part: Part, outcome: Outcome, is_thorough: bool) -> Iterator[Finding]:
        """Yield the findings of a run; unless thorough, only what good data do not have."""
        if not is_thorough:
            fresh = tuple(r for r in outcome.results if r not in self.results)
            outcome = replace(outcome, results=fresh)
        return shape_findings(part, outcome, self.shapes)

    def quads(self, mutation: Mutation, mutant: Dataset) -> tuple[set[ox.Quad], set[ox.Quad]]:
        """Give the quads that go from the store and those that come."""
        graph = next(f.graph for f in mutant.files if f.path == mutation.path)
        catalogue = set(catalogue_of(mutant))
        gone = {ox.Quad(t.subject, t.predicate, t.object, graph) for t in mutation.gone}
        gone |= {ox.Quad(*t) for t in mutation.gone if self.counts.get(t) == 1}
        come = {ox.Quad(t.subject, t.predicate, t.object, graph) for t in mutation.come}
        come |= {ox.Quad(*t) for t in mutation.come}
        gone |= {q for c in self.catalogue - catalogue for q in (c, ox.Quad(*c.triple))}
        come |= {q for c in catalogue - self.catalogue for q in (c, ox.Quad(*c.triple))}
        return gone - come, {q for q in come if q not in self.store}

    def asked(self, mutation: Mutation, mutant: Dataset, is_thorough: bool) -> list[Finding]:
        """Give the findings of the check queries on the data with a fault.

        Unless it has to be thorough, the first query that names the fault is the last one asked;
        queries that have found much stand first.
        """
        gone, come = self.quads(mutation, mutant)
        for quad in gone:
            self.store.remove(quad)
        self.store.extend(come)
        try:
            if is_thorough:
                return list(self.from_queries(mutant))
            return self.first_naming(mutation, mutant)
        finally:
            for quad in come:
                self.store.remove(quad)
            self.store.extend(gone)

    def first_naming(self, mutation: Mutation, mutant: Dataset) -> list[Finding]:
        """Give the findings of the first check query that names a fault; none where none does."""
        places = Places(mutant.files)
        for rank, question in enumerate(self.questions):
            found = set(ask(self.store, question, places)) - self.known
            if naming(mutation, found):
                self.questions.insert(max(0, rank - STEP), self.questions.pop(rank))
                return sorted(found)
        return list(changed_quotations(mutant))

    def batch(
        self, mutations: Sequence[Mutation], is_thorough: bool
    ) -> Iterator[tuple[Mutation, list[Finding]]]:
        """Yield what each mutation adds to the findings.

        Unless it has to be thorough, what a shape has caught, or nothing can see, is not put to
        the check queries.
        """
        mutants = [m.applied(self.dataset) for m in mutations]
        parts = [
            self.parts(mutant, [mutation.path.split("/")[1]])
            for mutation, mutant in zip(mutations, mutants, strict=True)
        ]
        with Session([p.run for ps in parts for p in ps], "shacl") as session:
            outcomes = iter(list(session.outcomes()))
        for mutation, mutant, own in zip(mutations, mutants, parts, strict=True):
            found = {f for p in own for f in self.new(p, next(outcomes), is_thorough)}
            if is_thorough or not (naming(mutation, found - self.known) or excused(mutation)):
                found |= set(self.asked(mutation, mutant, is_thorough))
            yield mutation, sorted(found - self.known)

    def run(
        self, mutations: Iterable[Mutation], is_thorough: bool = False
    ) -> Iterator[tuple[Mutation, list[Finding]]]:
        """Yield each mutation with what it adds to the findings."""
        waiting = iter(mutations)
        while batch := list(islice(waiting, BATCH)):
            yield from self.batch(batch, is_thorough)


def naming(mutation: Mutation, findings: Iterable[Finding]) -> list[Finding]:
    """Give the findings that name a node of the mutation, in both languages."""
    return [
        f for f in findings if names(f, mutation.nodes) and all(f.message.get(k) for k in LANGUAGES)
    ]


def names(finding: Finding, nodes: set[str]) -> bool:
    """Tell whether a finding names one of some nodes; rows name theirs in the message."""
    if finding.rule == "query-rows":
        words = finding.message["en"].replace(",", " ").replace(".", " ").split()
        return not nodes.isdisjoint(words) or finding.node in nodes
    return finding.node in nodes or finding.value in nodes


class Tally(NamedTuple):
    """What became of all mutations."""

    caught: dict[Mutation, tuple[str, ...]]
    by_rows: dict[Mutation, tuple[str, ...]]
    unseen: list[Mutation]
    survivors: list[Mutation]

    def lines(self) -> Iterator[str]:
        """Yield a summary: kinds, and by what they were caught."""
        seen = {**self.caught, **self.by_rows}
        yield f"{len(seen) + len(self.unseen) + len(self.survivors)} mutations"
        for kind in KINDS:
            mine = [m for m in seen if m.kind == kind]
            rows = sum(m.kind == kind for m in self.by_rows)
            lost = sum(m.kind == kind for m in (*self.unseen, *self.survivors))
            yield f"{kind}: {len(mine)} caught ({rows} by rows of answers alone), {lost} unseen"
        rules = Counter(rule_class(rules[0]) for rules in seen.values())
        yield ", ".join(f"{rule} {count}" for rule, count in sorted(rules.items()))
        yield from (f"unseen: {m.name} ({excused(m)})" for m in self.unseen)
        yield from (f"SURVIVES: {m.name}: {m.gone} -> {m.come}" for m in self.survivors)


def rule_class(rule: str) -> str:
    """Tell what sort of check a rule is."""
    if rule.startswith("jns:"):
        return "shapes"
    return rule if rule in ("query-rows", "evidence-digest") else "check queries"


@functools.cache
def excused(mutation: Mutation) -> str:
    """Give the reason why nothing can see a mutation; empty where there is none."""
    fitting = (
        why
        for kind, what, why in UNSEEN
        if kind == mutation.kind and re.fullmatch(what, mutation.what)
    )
    return next(fitting, "")


@functools.cache
def tally() -> Tally:
    """Try all mutations: first the gate, then the rows that stored questions must have."""
    tree = packaged_tree()
    dataset = excerpt(read(tree))
    trial = Trial(dataset, tree)
    answers = set(query_findings(dataset, tree))
    found = Tally({}, {}, [], [])
    for mutation, findings in trial.run(mutations(Whole(dataset))):
        seen = naming(mutation, findings)
        if seen:
            found.caught[mutation] = rules_of(seen)
            continue
        if excused(mutation):
            found.unseen.append(mutation)
            continue
        mutant = mutation.applied(dataset)
        rows = (f for f in query_findings(mutant, tree) if f not in answers)
        first = next((f for f in rows if naming(mutation, [f])), None)
        if first:
            found.by_rows[mutation] = (first.rule,)
        else:
            found.survivors.append(mutation)
    return found


def rules_of(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Give the rules of some findings, those that keep data out first."""
    return tuple(
        f.rule for f in sorted(findings, key=lambda f: (f.severity != "violation", f.rule))
    )


@pytest.mark.slow
def test_no_mutation_survives() -> None:
    print("\n".join(tally().lines()))
    assert [m.name for m in tally().survivors] == []


@pytest.mark.slow
def test_the_mutations_are_many_and_of_many_kinds() -> None:
    found = tally()
    seen = [*found.caught, *found.by_rows]
    assert len(seen) >= 250
    assert len({m.name for m in seen}) == len(seen)
    assert len({m.kind for m in seen}) >= 40
    assert len(found.caught) >= 200


@pytest.mark.slow
def test_the_trial_finds_what_the_gate_finds(dataset: Dataset, tree: Tree) -> None:
    fewer = excerpt(dataset)
    trial = Trial(fewer, tree)
    known = set(check(fewer, tree).findings)
    for mutation, found in trial.run(Random("gate").sample(mutations(Whole(fewer)), 3), True):
        whole = set(check(mutation.applied(fewer), tree).findings) - known
        assert set(found) == whole, mutation.name


FORMS: dict[str, Callable[[str], str]] = {
    "a line too many": lambda text: text + "\n",
    "tabs": lambda text: text.replace("    ", "\t", 1),
    "two blocks changed about": lambda text: "\n\n".join(swapped_blocks(text)),
    "an unused prefix": lambda text: text.replace(
        "@prefix jn:", "@prefix void: <http://rdfs.org/ns/void#> .\n@prefix jn:", 1
    ),
    "a comment inside": lambda text: text.replace(" ;\n", " ; # why\n", 1),
}


def swapped_blocks(text: str) -> list[str]:
    head, first, second, *rest = text.split("\n\n")[1:]
    return [text.split("\n\n")[0], head, second, first, *rest]


@pytest.mark.parametrize("form", FORMS)
def test_text_out_of_form_is_seen(dataset: Dataset, form: str) -> None:
    file = next(f for f in dataset.of("stated") if text_blocks(f.text) > 3)
    broken = FORMS[form](file.text)
    assert broken != file.text
    line, _ = difference(broken) or (0, "")
    assert line > 0


def text_blocks(text: str) -> int:
    return len(text.split("\n\n"))
