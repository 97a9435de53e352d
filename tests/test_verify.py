"""Everything that `jnkg check` runs: each kind of finding, once found and once not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conftest import Planter
from jnkg import forms
from jnkg.dataset import GraphFile, read
from jnkg.errors import Misuse
from jnkg.expected import write_expected
from jnkg.forms import Forms
from jnkg.names import PREFIXES
from jnkg.report import Finding
from jnkg.rooms import Tree
from jnkg.turtle import canonical
from jnkg.verify import verify, verify_files

ONTOLOGY = """
jn:Document a owl:Class . jn:Event a owl:Class . jn:Passage a owl:Class .
jn:day a owl:DatatypeProperty . jn:issuedLatest a owl:DatatypeProperty .
dcterms:isPartOf a owl:ObjectProperty .
"""
IDENTITY = 'jnd:document-x a jn:Document ; jn:issuedLatest "2014-05-06" .'
STATED = """
jnd:passage-x a jn:Passage ; dcterms:isPartOf jnd:document-x .
jnd:event-a a jn:Event ; jn:day 1 .
jnd:event-b a jn:Event ; jn:day 1 .
"""
SHAPES = """
jns:Event a sh:NodeShape ; sh:targetClass jn:Event ; sh:property jns:Event-day .
jns:Event-day a sh:PropertyShape ; sh:path jn:day ; sh:minCount 1 ;
    sh:message "Give the day."@en , "日を示してください。"@ja ; sh:severity sh:Violation .
"""
QUERY = """#: title.en = "Events"
#: title.ja = "出来事"
#: about.en = "All events."
#: about.ja = "すべての出来事。"
#: answers = "CQ-01"
#: expects = "events.csv"

PREFIX jn: <https://w3id.org/jnkg/ns/>

SELECT ?event ?day
WHERE { ?event a jn:Event ; jn:day ?day }
ORDER BY ?day ?event
"""
COLUMNS = """[event]
en = "event"
ja = "出来事"
[day]
en = "day"
ja = "日"
"""
ROWS = "event,day\njnd:event-a,1\njnd:event-b,1\n"
FILES = {
    "ontology/event.ttl": ONTOLOGY,
    "data/identity/document.ttl": IDENTITY,
    "data/stated/nato/x.ttl": STATED,
    "shapes/event.ttl": SHAPES,
    "queries/answer/events.rq": QUERY,
    "queries/columns.toml": COLUMNS,
    "queries/answer/expected/events.csv": ROWS,
}


@pytest.fixture
def good(plant: Planter) -> Tree:
    """A tree with nothing to find."""
    tree = plant(FILES)
    for path in ("ontology/jnkg.ttl", *FILES):
        if path.endswith(".ttl"):
            put(tree, path, canonical(tree.text(path)))
    return tree


def put(tree: Tree, path: str, text: str) -> None:
    Path(tree.root, path).write_text(text, "utf-8")


def change(tree: Tree, path: str, old: str, new: str) -> None:
    text = tree.text(path)
    assert old in text
    put(tree, path, text.replace(old, new, 1))


def rules(tree: Tree) -> list[tuple[str, str, int]]:
    return [(f.rule, f.file, f.line) for f in verify(tree).findings]


def only(tree: Tree) -> Finding:
    (finding,) = verify(tree).findings
    assert finding.message.keys() == {"en", "ja"}
    return finding


def test_a_good_tree_has_no_findings_and_progress_is_told(good: Tree) -> None:
    told: list[str] = []
    assert verify(good, progress=told.append).findings == ()
    assert told == ["read", "shapes", "terms", "queries", "reasoner", "gate", "canonical form"]


def test_syntax_faults_of_all_files_are_told_at_once(good: Tree) -> None:
    put(good, "data/stated/nato/x.ttl", "x")
    put(good, "shapes/event.ttl", "x")
    assert [rule for rule, *_ in rules(good)] == ["turtle-syntax", "turtle-syntax"]


@pytest.mark.parametrize(
    "path", ["ontology/event.ttl", "data/stated/nato/x.ttl", "shapes/event.ttl"]
)
def test_canonical_form_names_the_first_line_that_differs(good: Tree, path: str) -> None:
    text = good.text(path)
    put(good, path, text + "\n")
    assert rules(good) == [("canonical-form", path, text.count("\n") + 1)]
    put(good, path, text.replace("    a ", "  a ", 1))
    line = text[: text.index("    a ")].count("\n") + 1
    assert rules(good) == [("canonical-form", path, line)]
    assert f"jnkg fmt {path}" in only(good).message["en"]


def test_what_the_canonical_form_cannot_hold_is_found(good: Tree) -> None:
    put(good, "data/stated/nato/x.ttl", 'VERSION "1.2"\n<a:a> <a:b> <<( <a:a> <a:b> <a:c> )>> .\n')
    found = [f for f in verify(good).findings if f.rule == "canonical-form"]
    assert [(f.file, f.line) for f in found] == [("data/stated/nato/x.ttl", 0)]
    assert "no place for" in found[0].message["en"]


def files_of(tree: Tree) -> tuple[GraphFile, ...]:
    return read(tree).files


def test_a_failure_of_the_process_beside_is_no_pass(good: Tree) -> None:
    missing = GraphFile("data/none.ttl", "", ())
    with Forms(good, [missing]) as forms, pytest.raises(RuntimeError, match=r"none\.ttl"):
        forms.findings()


def test_no_process_outlives_its_check(good: Tree) -> None:
    with Forms(good, files_of(good)) as forms:
        assert forms.process
    assert forms.process.poll() is not None


def test_a_text_found_canonical_is_not_judged_again_until_it_changes(good: Tree) -> None:
    with Forms(good, files_of(good)) as forms:
        assert len(forms.paths) == 4
        assert forms.findings() == []
    with Forms(good, files_of(good)) as forms:
        assert forms.paths == []
        assert forms.findings() == []
    change(good, "data/stated/nato/x.ttl", "    a ", "  a ")
    for _ in range(2):  # what is not canonical is never remembered
        with Forms(good, files_of(good)) as forms:
            assert forms.paths == ["data/stated/nato/x.ttl"]
            assert [f.file for f in forms.findings()] == forms.paths


def test_a_change_of_the_code_or_a_spoilt_memory_has_all_judged_again(
    good: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify(good)
    monkeypatch.setattr(forms, "judge_digest", lambda: b"other")
    with Forms(good, files_of(good)) as judging:
        assert len(judging.paths) == 4
    monkeypatch.undo()
    Path(forms.memory_file(good)).write_bytes(b"\xff")
    with Forms(good, files_of(good)) as judging:
        assert len(judging.paths) == 4


def test_a_tree_that_cannot_be_written_to_is_checked_all_the_same(
    good: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "memory_file", lambda _: "/dev/null/canonical")
    assert verify(good).findings == ()
    assert verify(good).findings == ()


def test_the_gate_is_part_of_it(good: Tree) -> None:
    change(good, "data/stated/nato/x.ttl", "    jn:day 1 ;\n", "")
    put(good, "queries/answer/expected/events.csv", "event,day\njnd:event-b,1\n")
    assert only(good).rule == "jns:Event-day"


@pytest.mark.parametrize(
    ("path", "old", "new", "node", "near"),
    [
        ("data/stated/nato/x.ttl", "jn:day 1", "jn:dya 1", "jn:dya", "jn:day"),
        ("data/stated/nato/x.ttl", "a jn:Event", "a jn:Evnt", "jn:Evnt", "jn:Event"),
        ("data/stated/nato/x.ttl", "a jn:Event", "a jn:Event , jnd:kind", "jnd:kind", ""),
        ("data/stated/nato/x.ttl", "jn:day 1", "jn:day jn:Monday", "jn:Monday", ""),
        ("data/stated/nato/x.ttl", "jnd:event-a", "jn:event-a", "jn:event-a", "jn:Event"),
        ("ontology/event.ttl", "a owl:Class", "a owl:Klass", "owl:Klass", ""),
        ("shapes/event.ttl", "sh:path jn:day", "sh:path jn:dya", "jn:dya", "jn:day"),
        ("queries/answer/events.rq", "jn:day ?day", "jn:day|jn:dya ?day", "jn:dya", "jn:day"),
        ("queries/answer/events.rq", "jn:day ?day", "jn:day|<https://w3id.org/jnkg/ns/d> ?day",
         "jn:d", ""),
    ],
)  # fmt: skip
def test_an_undefined_term_is_found_with_the_nearest(
    good: Tree, path: str, old: str, new: str, node: str, near: str
) -> None:
    change(good, path, old, new)
    (finding,) = [f for f in verify(good).findings if f.rule == "undefined-term"]
    line = good.text(path)[: good.text(path).index(new)].count("\n") + 1
    assert (finding.file, finding.line, finding.node) == (path, line, node)
    assert near in finding.message["en"]
    assert near in finding.message["ja"]


def test_terms_in_strings_and_comments_are_none(good: Tree) -> None:
    change(good, "queries/answer/events.rq", "SELECT", "# jn:Nothing\nSELECT")
    change(good, "queries/answer/events.rq", "jn:day ?day", 'jn:day ?day FILTER("jn:x" != "y")')
    assert rules(good) == []


def test_the_lint_of_shapes_is_part_of_it(good: Tree) -> None:
    change(good, "shapes/event.ttl", "    sh:severity sh:Violation ;\n", "")
    assert [rule for rule, *_ in rules(good)] == ["shapes-lint"]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('#: answers = "CQ-01"\n', "", "query-header"),
        ("PREFIX jn: <https://w3id.org/jnkg/ns/>", "PREFIX jn: <http://e/>", "query-prefix"),
        ("WHERE { ?event", "WHERE { ?event ?event", "query-parse"),
        ("ORDER BY ?day ?event\n", "", "query-order"),
        ("ORDER BY ?day ?event", "ORDER BY ?day", "query-order"),
    ],
)
def test_a_question_that_breaks_a_rule_is_found(good: Tree, old: str, new: str, rule: str) -> None:
    change(good, "queries/answer/events.rq", old, new)
    found = [f for f in verify(good).findings if f.file == "queries/answer/events.rq"]
    assert rule in {f.rule for f in found}
    assert len({f.rule for f in found} - {"query-rows", rule}) == 0


def test_syntax_faults_of_a_question_name_the_line_of_the_file(good: Tree) -> None:
    change(good, "queries/answer/events.rq", "WHERE { ?event", "WHERE { ?event ?event")
    line = (
        good.text("queries/answer/events.rq")
        .split("\n")
        .index("WHERE { ?event ?event a jn:Event ; jn:day ?day }")
    )
    assert only(good).line == line + 1


def test_computed_sort_keys_are_trusted(good: Tree) -> None:
    change(good, "queries/answer/events.rq", "ORDER BY ?day ?event", "ORDER BY DESC(STR(?event))")
    put(good, "queries/answer/expected/events.csv", "event,day\njnd:event-b,1\njnd:event-a,1\n")
    assert rules(good) == []


@pytest.mark.parametrize("text", ["", COLUMNS.replace('ja = "日"\n', "")])
def test_every_column_has_a_heading_in_both_languages(good: Tree, text: str) -> None:
    put(good, "queries/columns.toml", text)
    assert {f.rule for f in verify(good).findings} == {"query-heading"}
    assert "?day" in {f.node for f in verify(good).findings}


@pytest.mark.parametrize(
    ("rows", "line", "node"),
    [
        ("event,day\njnd:event-a,1\n", 3, "jnd:event-b"),
        (ROWS + "jnd:event-c,1\n", 4, "jnd:event-c"),
        ("event,day\njnd:event-a,1\njnd:event-x,1\n", 3, "jnd:event-b"),
        ("event,day\njnd:event-a,1\njnd:event-b,2\n", 3, "1"),
        ("event,date\njnd:event-a,1\njnd:event-b,1\n", 1, "day"),
    ],
)
def test_rows_that_differ_are_named(good: Tree, rows: str, line: int, node: str) -> None:
    put(good, "queries/answer/expected/events.csv", rows)
    found = only(good)
    assert (found.rule, found.file) == ("query-rows", "queries/answer/expected/events.csv")
    assert (found.line, found.node) == (line, node)


def test_expected_rows_are_written_and_then_fit(good: Tree) -> None:
    path = "queries/answer/expected/events.csv"
    Path(good.root, path).unlink()
    assert "jnkg check --accept events" in only(good).message["en"]
    assert write_expected(good, ["events"]) == [path]
    assert good.text(path) == ROWS
    assert write_expected(good) == []
    assert rules(good) == []
    with pytest.raises(Misuse, match="no readable question nothing"):
        write_expected(good, ["nothing"])


def test_a_trap_expects_no_rows(good: Tree) -> None:
    change(good, "queries/answer/events.rq", "jn:day ?day }", "jn:day ?day FILTER(?day > 1) }")
    put(good, "queries/answer/expected/events.csv", "event,day\n")
    assert rules(good) == []


def test_only_what_concerns_the_given_files_is_reported(good: Tree) -> None:
    for path in ("ontology/event.ttl", "data/stated/nato/x.ttl"):
        put(good, path, good.text(path) + "\n")
    given = os.path.join(good.root, "data/stated/nato/x.ttl")
    assert {f.file for f in verify_files(good, [given]).findings} == {"data/stated/nato/x.ttl"}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("a sh:NodeShape", "a a", "turtle-syntax"),
        ("sh:minCount 1", 'sh:pattern "["', "shapes-refused"),
    ],
)
def test_a_file_is_not_clean_where_the_checks_could_not_run(
    good: Tree, old: str, new: str, rule: str
) -> None:
    change(good, "shapes/event.ttl", old, new)
    found = verify_files(good, [Path(good.root, "data/stated/nato/x.ttl")]).findings
    assert [f.rule for f in found] == [rule]


def test_a_file_outside_the_tree_is_misuse(good: Tree, tmp_path: Path) -> None:
    outside = tmp_path / "x.ttl"
    outside.write_text("")
    for path in (outside, Path(good.root, "data/stated/none.ttl")):
        with pytest.raises(Misuse, match="is not a file of the tree"):
            verify_files(good, [path])


def test_every_prefix_of_the_project_may_be_declared(good: Tree) -> None:
    lines = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items() if p != "jn")
    change(good, "queries/answer/events.rq", "PREFIX jn:", lines + "PREFIX jn:")
    assert rules(good) == []


def test_a_table_without_a_proper_header_is_found(good: Tree) -> None:
    Path(good.root, "queries/table").mkdir()
    put(good, "queries/table/things.rq", "SELECT ?a WHERE { ?a a ?b }\n")
    assert rules(good) == [("table-header", "queries/table/things.rq", 1)]
