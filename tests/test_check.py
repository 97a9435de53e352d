"""The gate: shapes by both engines, cross-fact rules, pinned quotations, and where they stand."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pyoxigraph as ox
import pytest

from conftest import Planter
from jnkg import shacl_engines
from jnkg.check import Checked, check, pass_gate
from jnkg.dataset import GraphFile, read
from jnkg.errors import JnkgError, Misuse, Refused
from jnkg.evidence import selector_digest
from jnkg.names import ID, NS, PREFIXES, RDF_TYPE
from jnkg.places import Place, Places
from jnkg.report import Finding
from jnkg.rooms import Tree
from jnkg.shacl_engines import Run, Session, validate
from jnkg.turtle import canonical, parse

ENGINES = [
    "shacl",
    pytest.param("pyshacl", marks=pytest.mark.skipif(
        not find_spec("pyshacl"), reason="the reference engine is not installed"
    )),
]  # fmt: skip
WORDS = 'sh:message "Mend it."@en , "直してください。"@ja ; sh:severity'
ONTOLOGY = "jn:Event a owl:Class . jn:Summit a owl:Class ; rdfs:subClassOf jn:Event ."
SHAPES = f"""
jns:Event a sh:NodeShape ; sh:targetClass jn:Event ; sh:property jns:Event-day , jns:Event-near .
jns:Event-day a sh:PropertyShape ; sh:path jn:day ; sh:minCount 1 ; sh:maxCount 1 ;
    {WORDS} sh:Violation .
jns:Event-near a sh:PropertyShape ; sh:path jn:near ; sh:nodeKind sh:IRI ; {WORDS} sh:Warning .
"""
FOLDER_SHAPES = f"""
jns:Stated a sh:NodeShape ; sh:targetObjectsOf dcterms:subject ; sh:property jns:Stated-label .
jns:Stated-label a sh:PropertyShape ; sh:path rdfs:label ; sh:maxCount 0 ; {WORDS} sh:Violation .
"""
ONTOLOGY_SHAPES = f"""
jns:Class a sh:NodeShape ; sh:targetClass owl:Class ; sh:property jns:Class-label .
jns:Class-label a sh:PropertyShape ; sh:path rdfs:label ; sh:minCount 1 ; {WORDS} sh:Violation .
"""
RULE = """#: title.en = "Twins"
#: title.ja = "双子"
#: message.en = "Keep one day."
#: message.ja = "日付を一つにしてください。"
#: severity = "violation"

PREFIX jn: <https://w3id.org/jnkg/ns/>
PREFIX jng: <https://w3id.org/jnkg/graph/>
PREFIX sh: <http://www.w3.org/ns/shacl#>

CONSTRUCT { [] a sh:ValidationResult ; sh:focusNode ?e ; sh:resultPath jn:day ; sh:value ?b }
WHERE {
  GRAPH ?g { ?e jn:day ?a } GRAPH ?h { ?e jn:day ?b } FILTER (?a < ?b)
  GRAPH jng:catalogue { ?g jn:status jn:Stated }
}
"""
EVENT = "jnd:event-x a jn:Summit ; jn:day 1 ."


def shaped(plant: Planter, **files: str) -> Tree:
    """Plant a tree with an ontology and shapes; `a__b` stands for the path data/a/b.ttl."""
    data = {f"data/{key.replace('__', '/')}.ttl": text for key, text in files.items()}
    return plant({"ontology/event.ttl": ONTOLOGY, "shapes/event.ttl": SHAPES, **data})


def found(tree: Tree, engine: str = "shacl") -> tuple[Finding, ...]:
    return check(read(tree), tree, engine).findings


def put(tree: Tree, path: str, text: str) -> None:
    place = Path(tree.root, path)
    place.parent.mkdir(parents=True, exist_ok=True)
    prefixes = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in PREFIXES.items())
    place.write_text(prefixes + text if path.endswith(".ttl") else text, "utf-8")


def test_a_good_tree_passes_the_gate(plant: Planter) -> None:
    tree = shaped(plant, stated__a=EVENT)
    dataset = read(tree)
    assert pass_gate(dataset, tree) == Checked(dataset)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_finding_names_shape_place_node_path_and_value(plant: Planter, engine: str) -> None:
    tree = shaped(plant, stated__a="jnd:event-x a jn:Summit ;\n    jn:near 7 .")
    day, near = found(tree, engine)
    line = len(PREFIXES) + 1
    assert (day.rule, day.node, day.path, day.value) == (
        "jns:Event-day", "jnd:event-x", "jn:day", "",
    )  # fmt: skip
    assert (day.file, day.line, day.severity) == ("data/stated/a.ttl", line, "violation")
    assert (near.rule, near.value, near.severity) == ("jns:Event-near", "7", "warning")
    assert (near.line, near.column) == (line + 1, 5)
    assert near.message == {"en": "Mend it.", "ja": "直してください。"}


def test_the_gate_refuses_violations_and_lets_warnings_pass(plant: Planter) -> None:
    tree = shaped(plant, stated__a=EVENT + " jnd:event-x jn:near 7 .")
    pass_gate(read(tree), tree)
    put(tree, "data/stated/b.ttl", "jnd:event-y a jn:Event .")
    with pytest.raises(Refused) as refused:
        pass_gate(read(tree), tree)
    assert [f.node for f in refused.value.findings] == ["jnd:event-y"]


def test_documents_may_disagree_but_one_document_may_not(plant: Planter) -> None:
    tree = shaped(plant, stated__a=EVENT, stated__b="jnd:event-x jn:day 2 .")
    assert found(tree) == ()
    put(tree, "data/stated/b.ttl", "jnd:event-x jn:day 2 , 3 .")
    assert [f.rule for f in found(tree)] == ["jns:Event-day"]


def test_documents_may_name_a_thing_differently_but_one_document_may_not(plant: Planter) -> None:
    name = 'jnd:event-x jn:day 1 ; jn:name "{}"@en , "{}"@ja .'
    tree = shaped(plant, identity__e="jnd:event-x a jn:Event .", stated__a=name.format("a", "あ"))
    put(tree, "shapes/event.ttl", SHAPES.replace("sh:path jn:near ; sh:nodeKind sh:IRI",
        "sh:path jn:name ; sh:uniqueLang true"))  # fmt: skip
    put(tree, "data/stated/b.ttl", name.format("b", "い"))
    assert found(tree) == ()
    put(tree, "data/stated/b.ttl", name.format("b", 'い"@ja , "う'))
    assert [f.rule for f in found(tree)] == ["jns:Event-near"]


def test_a_folder_has_shapes_of_its_own(plant: Planter) -> None:
    label = 'jnd:event-x rdfs:label "x"@en .'
    tree = shaped(plant, stated__a=EVENT, identity__event=label)
    put(tree, "shapes/folder/stated.ttl", FOLDER_SHAPES)
    assert found(tree) == ()
    put(tree, "data/stated/b.ttl", label)
    assert [(f.rule, f.file) for f in found(tree)] == [("jns:Stated-label", "data/stated/b.ttl")]


def test_the_ontology_has_shapes_of_its_own(plant: Planter) -> None:
    tree = shaped(plant, stated__a=EVENT)
    put(tree, "shapes/ontology.ttl", ONTOLOGY_SHAPES)
    assert {(f.rule, f.file) for f in found(tree)} == {("jns:Class-label", "ontology/event.ttl")}
    put(tree, "ontology/event.ttl", 'jn:Event a owl:Class ; rdfs:label "e"@en . jn:Summit a jn:X .')
    assert not any(f.rule == "jns:Class-label" for f in found(tree))


def test_a_rule_across_facts_sees_named_graphs_and_catalogue(plant: Planter) -> None:
    tree = shaped(plant, stated__a=EVENT)
    put(tree, "queries/check/twins.rq", RULE)
    assert found(tree) == ()
    put(tree, "data/stated/b.ttl", "jnd:event-x jn:day 2 .")
    (twin,) = found(tree)
    assert (twin.rule, twin.node, twin.path, twin.value) == ("twins", "jnd:event-x", "jn:day", "2")
    assert (twin.file, twin.line) == ("data/stated/b.ttl", len(PREFIXES) + 1)
    assert twin.message == {"en": "Keep one day.", "ja": "日付を一つにしてください。"}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('#: message.ja = "日付を一つにしてください。"\n', "", "query-header"),
        ('"violation"', '"fatal"', "query-header"),
        ("PREFIX sh: <http://www.w3.org/ns/shacl#>", "PREFIX s: <http://e/>\nPREFIX sh: "
         "<http://www.w3.org/ns/shacl#>", "query-prefix"),
        ("FILTER (", "FILTRE (", "query-parse"),
        ("CONSTRUCT { [] a sh:ValidationResult ; sh:focusNode ?e ; sh:resultPath jn:day ; "
         "sh:value ?b }", "SELECT *", "query-parse"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_run_is_a_finding(plant: Planter, old: str, new: str, rule: str) -> None:
    tree = shaped(plant, stated__a=EVENT)
    assert old in RULE
    put(tree, "queries/check/twins.rq", RULE.replace(old, new))
    assert [(f.file, f.rule) for f in found(tree)] == [("queries/check/twins.rq", rule)]


def quotation(pin: str) -> str:
    return 'jnd:evidence-x a jn:Evidence ; oa:prefix "a " ; oa:exact "ｂ"@ja ; oa:suffix "c" ' + (
        f'; jn:selectorDigest "{pin}" .' if pin else "."
    )


def test_a_quotation_must_be_as_it_was_pinned(plant: Planter) -> None:
    pin = selector_digest("a", "b", "c")
    tree = shaped(plant, stated__a=quotation(pin))
    assert found(tree) == ()
    put(tree, "data/stated/a.ttl", quotation(pin).replace("ｂ", "d"))
    assert [(f.rule, f.node) for f in found(tree)] == [("evidence-digest", "jnd:evidence-x")]
    put(tree, "data/stated/a.ttl", quotation(""))
    assert "no pin" in found(tree)[0].message["en"]


def test_shapes_that_are_no_turtle_are_a_finding(plant: Planter) -> None:
    tree = shaped(plant, stated__a=EVENT)
    put(tree, "shapes/event.ttl", "jns:Event a .")
    assert [(f.file, f.rule) for f in found(tree)] == [("shapes/event.ttl", "turtle-syntax")]


@pytest.mark.parametrize("engine", ENGINES)
def test_shapes_that_an_engine_refuses_are_a_finding(plant: Planter, engine: str) -> None:
    tree = shaped(plant, stated__a=EVENT)
    put(tree, "shapes/event.ttl", SHAPES.replace("sh:minCount 1", 'sh:minCount 1 ; sh:pattern "["'))
    assert [(f.file, f.rule) for f in found(tree, engine)] == [("shapes", "shapes-refused")]


def test_an_engine_that_is_not_there_is_misuse(
    plant: Planter, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = shaped(plant, stated__a=EVENT)
    with pytest.raises(Misuse, match="no SHACL engine 'jena'"):
        found(tree, "jena")
    monkeypatch.setattr(shacl_engines, "find_spec", lambda _: None)
    with pytest.raises(Misuse, match=r"pip install 'japan-nato-kg\[reference\]'"):
        found(tree, "pyshacl")


CRASHES = {
    "signal": "import os; os.kill(os.getpid(), 11)",
    "exit": "raise SystemExit('out of ideas')",
    "memory": "raise MemoryError",
}


@pytest.mark.parametrize("crash", CRASHES)
def test_a_crash_of_the_engine_says_so(
    plant: Planter, monkeypatch: pytest.MonkeyPatch, crash: str
) -> None:
    tree = shaped(plant, stated__a=EVENT)
    monkeypatch.setattr(shacl_engines, "command", lambda *_: [sys.executable, "-c", CRASHES[crash]])
    with pytest.raises(JnkgError, match="went down") as failure:
        found(tree)
    assert "異常終了" in failure.value.message["ja"]
    assert not isinstance(failure.value, Misuse)


def test_a_hang_of_the_engine_ends_and_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(shacl_engines, "command", lambda *_: sleep)
    with Session([Run(b"", b"")], "shacl") as session:
        with pytest.raises(JnkgError, match=r"did not end within 0\.2 seconds"):
            session.outcomes(0.2)
        assert session.process.poll() is None
    assert session.process.poll() is not None
    assert not session.folder.exists()


def test_a_report_that_is_missing_is_a_crash_not_a_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shacl_engines, "command", lambda *_: [sys.executable, "-c", ""])
    with pytest.raises(JnkgError, match="went down"):
        validate([Run(b"", b"")])


def test_the_engine_is_not_taken_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shacl.py").write_text("raise SystemExit('taken')")
    monkeypatch.chdir(tmp_path)
    assert validate([Run(b"", b"")])[0].conforms


def test_reference_engine_stays_out_of_the_parent() -> None:
    code = "import sys, jnkg.verify; print([m for m in ('rdflib', 'pyshacl', 'shacl') if m in sys.modules])"  # noqa: E501
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


TEXT = """# A file.

@prefix jn: <https://w3id.org/jnkg/ns/> .
@prefix jnd: <https://w3id.org/jnkg/id/> .

jnd:event-x
    a jn:Event ;
    jn:near jnd:place-a , jnd:place-b ;
    jn:summary
        "One; two."@en ,
        "一。"@ja ;
    .

jnd:event-x-2
    a jn:Event ;
    .
"""
PlaceArgs = tuple[str] | tuple[str, str] | tuple[str, str, ox.Literal]
SUMMARY = NS + "summary"


def place(text: str, node: str, path: str = "", value: ox.Literal | None = None) -> Place:
    file = GraphFile("data/stated/a.ttl", text, tuple(parse(text)))
    return Places([file]).find(ox.NamedNode(ID + node), path, value)


@pytest.mark.parametrize(
    ("args", "line", "column"),
    [
        (("event-x",), 6, 1),
        (("event-x", RDF_TYPE), 7, 5),
        (("event-x", NS + "near"), 8, 5),
        (("event-x", SUMMARY), 9, 5),
        (("event-x", SUMMARY, ox.Literal("One; two.", language="en")), 10, 9),
        (("event-x", SUMMARY, ox.Literal("一。", language="ja")), 11, 9),
        (("event-x", SUMMARY, ox.Literal("none")), 9, 5),
        (("event-x", NS + "day"), 6, 1),
        (("event-x", "^<" + NS + "day>"), 6, 1),
        (("event-x-2",), 14, 1),
        (("place-b",), 8, 27),
        (("nowhere",), 0, 0),
    ],
)
def test_a_place_is_found_in_canonical_text(args: PlaceArgs, line: int, column: int) -> None:
    assert canonical(TEXT) == TEXT
    assert place(TEXT, *args) == Place("data/stated/a.ttl", line, column)


LOOSE = """@prefix j: <https://w3id.org/jnkg/id/> . @prefix jn: <https://w3id.org/jnkg/ns/> .
# <https://w3id.org/jnkg/id/event-x> in a comment
<https://w3id.org/jnkg/id/event-x> a jn:Event ; jn:day 1 ;
  <https://w3id.org/jnkg/ns/near> j:place-a .
j:event-y a jn:Event .
"""


@pytest.mark.parametrize(
    ("args", "line"),
    [(("event-x",), 3), (("event-x", NS + "day"), 3), (("event-x", NS + "near"), 4)],
)
def test_a_place_is_found_in_other_text_as_well(args: PlaceArgs, line: int) -> None:
    assert place(LOOSE, *args).line == line


def test_a_place_that_cannot_be_found_is_the_file() -> None:
    assert place(LOOSE, "event-y") == Place("data/stated/a.ttl", 0, 0)
    assert Places([]).find(ox.BlankNode("x")) == Place("")


def test_the_file_that_holds_the_triple_is_preferred(plant: Planter) -> None:
    dataset = read(plant({
        "data/identity/e.ttl": "jnd:e a jn:Event .",
        "data/stated/a.ttl": "jnd:e jn:day 1 .",
        "data/stated/b.ttl": "jnd:e jn:day 2 .",
    }))  # fmt: skip
    places = Places(dataset.files)
    two = ox.Literal("2", datatype=ox.NamedNode(PREFIXES["xsd"] + "integer"))
    node = ox.NamedNode(ID + "e")
    assert places.find(node, NS + "day", two).file == "data/stated/b.ttl"
    assert places.find(node, NS + "day").file == "data/stated/a.ttl"
    assert places.find(node, NS + "near").file == "data/identity/e.ttl"
