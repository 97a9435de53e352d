"""Stored questions: what they print runs anywhere, and every term of the ontology serves one."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from excerpts import excerpt as excerpt_of
from jnkg.answer import bind, resolve
from jnkg.dataset import Dataset
from jnkg.labels import labels
from jnkg.names import LANGUAGES, NS, PREFIXES, RDF_TYPE, STATUSES, expand
from jnkg.querylint import read_all
from jnkg.questions import Parameter, Question
from jnkg.reason import Reasoned, reason
from jnkg.rooms import Tree, packaged_tree
from jnkg.rulebook import rules
from jnkg.rules import KIND, Rule
from jnkg.store import World
from jnkg.turtle import write_term
from jnkg.worlds import Contents, days, fill, narrow

if TYPE_CHECKING:
    from jnkg.store import Backend

TREE = packaged_tree()
QUESTIONS = {q.name: q for q in read_all(TREE, "answer")[0]}
COLUMNS = tomllib.loads(TREE.text("queries/columns.toml"))
PARAMETERS = [(q.name, p) for q in QUESTIONS.values() for p in q.params]
TEXTS = [(n, p) for n, p in PARAMETERS if p.kind == "text"]
OWL = PREFIXES["owl"]
SERVES_NO_QUESTION = {
    "reason": "a text in both languages; a ground is called by it",
    "searchedIn": "a text in both languages; the page of a search shows it",
    "selectorDigest": "machinery: holds a quotation that may not be printed against its text",
}
TWO_DOTS = re.compile(r"\b\w+:[\w-]+\.[\w-]+\.[\w-]+")

Rows = list[list[str]]


def expected(name: str) -> tuple[list[str], Rows]:
    """Give the columns and rows that a question is held to."""
    text = TREE.text(f"queries/answer/expected/{name}.csv")
    head, *rows = csv.reader(text.splitlines())
    return head, rows


def cells(values: Iterator[object]) -> list[str]:
    """Write the terms of a row as an expected file prints them."""
    return ["" if v is None else write_term(v) for v in values]  # type: ignore[arg-type]


def solve(store: Backend, text: str) -> tuple[list[str], Rows]:
    """Run a SELECT in pyoxigraph."""
    result = store.query(text)
    assert isinstance(result, ox.QuerySolutions)
    columns = [v.value for v in result.variables]
    return columns, [cells(row[c] for c in columns) for row in result]


def defaults(question: Question) -> dict[str, str]:
    """Give the terms that a question carries."""
    return {p.name: p.default for p in question.params}


def is_trap(name: str) -> bool:
    """Tell whether the right answer to a question is none."""
    return not expected(name)[1]


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_marked_as_a_trap_where_its_right_answer_is_none(name: str) -> None:
    assert (QUESTIONS[name].header.get("trap") is True) == is_trap(name)


def store_of(reasoned: Reasoned, status: str, day: str) -> ox.Store:
    """Hold one world in memory."""
    store = ox.Store()
    fill(store, narrow(reasoned, status, day))
    return store


def foreign(term: object) -> rdflib.term.Identifier:
    """Turn a term of pyoxigraph into one of rdflib, to the letter."""
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    assert isinstance(term, ox.Literal)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def native(term: object) -> ox.NamedNode | ox.Literal | None:
    """Turn a term of rdflib into one of pyoxigraph."""
    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    assert isinstance(term, rdflib.Literal)
    if term.language:
        return ox.Literal(str(term), language=term.language)
    datatype = ox.NamedNode(str(term.datatype)) if term.datatype else None
    return ox.Literal(str(term), datatype=datatype)


@pytest.fixture(scope="session")
def contents(reasoned: Reasoned) -> Contents:
    return narrow(reasoned, "interpreted", days(reasoned.dataset)[-1])


@pytest.fixture(scope="session")
def excerpt(tree: Tree, dataset: Dataset) -> Contents:
    """A world of fewer documents: rdflib takes minutes to ask each of 500 graphs."""
    fewer = excerpt_of(dataset)
    return narrow(reason(fewer, rules(fewer, tree)), "interpreted", days(dataset)[-1])


@pytest.fixture(scope="session")
def engine(excerpt: Contents) -> ox.Store:
    """The excerpt in our own engine."""
    store = ox.Store()
    fill(store, excerpt)
    return store


@pytest.fixture(scope="session")
def other_engine(excerpt: Contents) -> rdflib.Dataset:
    """The excerpt in rdflib; its default graph is our own, not the union that rdflib makes."""
    graphs = rdflib.Dataset(default_union=False)
    named = [(graphs.graph(foreign(graph)), triples) for graph, triples in excerpt.graphs]
    for place, triples in (*named, (graphs.default_graph, excerpt.default)):
        for t in triples:
            if not isinstance(t.subject, ox.BlankNode) and not isinstance(t.object, ox.BlankNode):
                place.add((foreign(t.subject), foreign(t.predicate), foreign(t.object)))
    return graphs


@pytest.mark.parametrize("name", QUESTIONS)
def test_gives_exactly_the_expected_rows(name: str, world: World) -> None:
    assert solve(world.store, QUESTIONS[name].text) == expected(name)


@pytest.mark.parametrize("name", QUESTIONS)
def test_gives_the_same_rows_in_another_engine(
    name: str, engine: ox.Store, other_engine: rdflib.Dataset
) -> None:
    result = other_engine.query(QUESTIONS[name].text)
    variables = result.vars or []
    columns = [str(v) for v in variables]
    rows = [cells(native(row.get(v)) for v in variables) for row in result.bindings]
    assert (columns, rows) == solve(engine, QUESTIONS[name].text)


@pytest.mark.parametrize(("name", "param"), PARAMETERS)
def test_runs_with_a_parameter_unset_or_set_to_another_node(
    name: str, param: Parameter, world: World
) -> None:
    question = QUESTIONS[name]
    columns, rows = solve(world.store, question.text)
    values = defaults(question)
    free, all_rows = solve(world.store, bind(question.parts, values | {param.name: "UNDEF"}))
    assert free == columns
    if param.kind == "iri" and param.name in columns:
        assert {tuple(r) for r in rows} <= {tuple(r) for r in all_rows}
    for other in kin(world.store, param):
        assert solve(world.store, bind(question.parts, values | {param.name: other}))[0] == columns


def kin(store: Backend, param: Parameter) -> list[str]:
    """Give a few nodes of the class of a parameter's default."""
    if param.kind != "iri" or param.default == "UNDEF":
        return []
    node = ox.NamedNode(expand(param.default) or param.default.strip("<>"))
    kinds = [q.object for q in store.quads_for_pattern(node, ox.NamedNode(RDF_TYPE), None, None)]
    assert kinds, f"{param.default} is no node of the graph"
    found = store.quads_for_pattern(None, ox.NamedNode(RDF_TYPE), kinds[0], ox.DefaultGraph())
    others = sorted({str(q.subject) for q in found} - {str(node)})
    return others[:3]


@pytest.mark.parametrize(("name", "param"), TEXTS)
@settings(deadline=None)
@given(value=st.text() | st.text(alphabet="\"\\'{}?<>\n\r\tu0041 .;#VALUES"))
def test_a_hostile_text_stays_a_text(name: str, param: Parameter, value: str, world: World) -> None:
    value = value.encode("utf-8", "replace").decode()
    question = QUESTIONS[name]
    text = bind(question.parts, defaults(question) | {param.name: resolve(world, "text", value)})
    columns, rows = solve(world.store, text)
    assert columns == expected(name)[0]
    quotation = columns.index("quotation")
    for row in rows:
        literal = next(iter(ox.parse(f"<x:s> <x:p> {row[quotation]} .", ox.RdfFormat.TURTLE)))
        assert value in literal.object.value


def test_there_are_traps_and_each_says_why_it_is_empty() -> None:
    traps = [name for name in QUESTIONS if is_trap(name)]
    assert len(traps) >= 5
    for name in traps:
        about = QUESTIONS[name].words("about")
        assert about["en"].startswith("Rightly empty"), name
        assert about["ja"].startswith("答えは空である"), name


@pytest.mark.parametrize("status", STATUSES)
def test_traps_are_empty_in_every_world(status: str, reasoned: Reasoned) -> None:
    every = days(reasoned.dataset)
    for day in sorted({*every[::40], every[-1]}):
        store = store_of(reasoned, status, day)
        for name in filter(is_trap, QUESTIONS):
            assert solve(store, QUESTIONS[name].text)[1] == [], (name, day)


@pytest.mark.parametrize("name", QUESTIONS)
def test_its_header_and_its_body_agree(name: str) -> None:
    question = QUESTIONS[name]
    assert re.fullmatch(r"CQ-\d{2,}", str(question.header["answers"]))
    assert question.header["expects"] == f"{name}.csv"
    assert "ORDER BY" in question.text
    for param in question.params:
        blocks = re.findall(rf"VALUES \?{param.name} \{{ (.*?) \}}", question.text)
        assert set(blocks) == {param.default}
        assert all(param.about.values())
    for prefix in re.findall(r"PREFIX (\w+): <(.*)>", question.text):
        assert PREFIXES[prefix[0]] == prefix[1]
        assert re.search(rf"\b{prefix[0]}:\w", question.text), f"{prefix[0]}: is not used"


def test_numbers_and_headings_and_expected_files_are_neither_missing_nor_left_over() -> None:
    numbers = [str(q.header["answers"]) for q in QUESTIONS.values()]
    assert len(set(numbers)) == len(numbers)
    columns = {c for name in QUESTIONS for c in expected(name)[0]}
    assert columns == COLUMNS.keys()
    assert all(COLUMNS[c].keys() == {"en", "ja"} and all(COLUMNS[c].values()) for c in columns)
    files = set(TREE.files("queries/answer/expected", ".csv"))
    assert files == {f"queries/answer/expected/{name}.csv" for name in QUESTIONS}


def test_no_name_has_two_dots_because_pyoxigraph_reads_the_rest_as_a_number() -> None:
    assert {
        n: TWO_DOTS.findall(q.text) for n, q in QUESTIONS.items() if TWO_DOTS.search(q.text)
    } == {}
    _, rows = solve(ox.Store(), "PREFIX x: <http://x/> SELECT ?v { VALUES ?v { x:a-3.1.4 } }")
    assert len(rows) == 2, "pyoxigraph reads such names now: this test and its remark can go"


def serving(named: set[str], rules: Iterable[Rule]) -> set[str]:
    """Add to terms that questions name those from which a rule concludes one of them."""
    found = set(named)
    while True:
        more = {
            atom.predicate.removeprefix(KIND).removeprefix(NS)
            for rule in rules
            if rule.head.predicate.removeprefix(KIND).removeprefix(NS) in found
            for atom in rule.body
        }
        if more <= found:
            return found
        found |= more


def test_every_term_of_the_ontology_serves_a_question(dataset: Dataset, reasoned: Reasoned) -> None:
    """By name, or as that from which something is concluded that is asked for by name."""
    texts = " ".join(q.text for q in QUESTIONS.values())
    simple = [
        r for r in reasoned.rules if r.name in ("prp-inv1", "prp-inv2", "prp-spo1", "prp-spo2")
    ]
    named = serving(set(re.findall(r"\bjn:(\w+)", texts)), simple)
    shown = {m for name in QUESTIONS for m in re.findall(r"\bjn:(\w+)", str(expected(name)))}
    terms: dict[str, set[str]] = {}
    for triple in (t for f in dataset.of("ontology") for t in f.triples):
        subject = triple.subject
        if isinstance(subject, ox.NamedNode) and subject.value.startswith(NS):
            kinds = terms.setdefault(subject.value.removeprefix(NS), set())
            if triple.predicate.value == RDF_TYPE and isinstance(triple.object, ox.NamedNode):
                kinds.add(triple.object.value)
    of_lists = {t for t, kinds in terms.items() if OWL + "NamedIndividual" in kinds}
    idle = {t for t in terms if t not in named and not (t in of_lists and t in shown)}
    assert idle == SERVES_NO_QUESTION.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_node_that_is_shown_has_a_label(language: str, contents: Contents) -> None:
    table = labels(contents.default, language)
    shown = {
        iri
        for name in QUESTIONS
        for row in expected(name)[1]
        for cell in row
        if not cell.startswith('"') and (iri := expand(cell) or cell.strip("<>")).startswith("http")
    }
    bare = {i for i in shown if table.get(i, "") in ("", write_term(ox.NamedNode(i)))}
    assert bare == set()
