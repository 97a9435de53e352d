"""The shapes and check queries of the tree: lint, cases, and both engines in agreement."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from importlib.util import find_spec

import pyoxigraph as ox
import pytest

from cases_of import FOLDERS, Case, cases, strays
from conftest import Planter
from jnkg.check import Part, data_part, folder_part, ontology_part, parts, shape_findings
from jnkg.dataset import Dataset, read
from jnkg.faults import faults
from jnkg.names import PREFIXES, SHAPE
from jnkg.querylint import read_all
from jnkg.report import Finding
from jnkg.rooms import Tree, packaged_tree
from jnkg.shacl_engines import LIMITS, validate
from jnkg.shapelint import lint
from jnkg.shapes import Shapes, read_shapes
from jnkg.terms import classes
from jnkg.vocabulary import BUILT_IN, is_built_in

WORDS = 'sh:message "Mend it."@en , "直してください。"@ja ; sh:severity sh:Violation ;'
GOOD = f"""
jns:Thing a sh:NodeShape ; sh:targetClass jn:Thing ; sh:property jns:Thing-name .
jns:Thing-name a sh:PropertyShape ; sh:path jn:name ; sh:minCount 1 ; {WORDS} .
"""
FAULTS = {
    "unknown term": (("sh:minCount", "sh:mincount"), "no such term. sh:minCount?"),
    "no path": (("sh:path jn:name ;", ""), "exactly one sh:path; it has 0"),
    "two paths": (("sh:path jn:name", "sh:path jn:name , jn:title"), "exactly one sh:path"),
    "no Japanese": ((' , "直してください。"@ja', ""), "one sh:message in @en and one in @ja"),
    "two in English": (('"Mend it."@en', '"A."@en , "B."@en'), "one sh:message in @en"),
    "no severity": (("sh:severity sh:Violation ;", ""), "one sh:severity"),
    "info": (("sh:severity sh:Violation", "sh:severity sh:Info"), "one sh:severity"),
    "no target": (("sh:targetClass jn:Thing ;", ""), "Give this shape a target"),
    "strange class": (("targetClass jn:Thing", "targetClass jn:Think"), "no class jn:Think"),
    "loose end": (("sh:property jns:Thing-name", "sh:property jns:Thing-nam"), "no file has such"),
    "without a name": (("jns:Thing-name .", "[ sh:path jn:name ] ."), "Give this property shape a"),
}


def linted(plant: Planter, shapes: str, path: str = "shapes/thing.ttl") -> list[Finding]:
    shapes_of_tree = read_shapes(plant({path: shapes}))
    return lint(shapes_of_tree, frozenset({PREFIXES["jn"] + "Thing"}))


def test_good_shapes_have_no_faults(plant: Planter) -> None:
    assert linted(plant, GOOD) == []


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found_with_its_place_in_two_languages(plant: Planter, name: str) -> None:
    (old, new), words = FAULTS[name]
    assert old in GOOD
    found = linted(plant, GOOD.replace(old, new, 1))
    assert any(words in f.message["en"] for f in found), found
    assert all(f.rule == "shapes-lint" and f.line > 0 and f.message["ja"] for f in found)


def test_a_file_without_shapes_is_a_fault(plant: Planter) -> None:
    found = linted(plant, "")
    assert [f.file for f in found] == ["shapes/thing.ttl"]
    assert "refuses nothing" in found[0].message["en"]


def test_a_folder_file_that_no_run_uses_is_a_fault(plant: Planter) -> None:
    found = linted(plant, GOOD, "shapes/folder/stated-facts.ttl")
    assert "no check uses it" in found[0].message["en"]


def test_a_folder_file_named_after_a_folder_is_none(plant: Planter) -> None:
    assert linted(plant, GOOD, "shapes/folder/stated.ttl") == []


def test_parts_of_logical_constraints_need_no_words(plant: Planter) -> None:
    either = GOOD.replace("sh:minCount 1", "sh:or ( [ sh:class jn:Thing ] [ sh:nodeKind sh:IRI ] )")
    assert linted(plant, either) == []


def test_the_shapes_of_the_tree_have_no_faults(tree: Tree, dataset: Dataset) -> None:
    shapes = read_shapes(tree)
    if not shapes.files:
        pytest.skip("the tree has no shapes yet")
    assert lint(shapes, classes(dataset)) == []


@pytest.mark.parametrize("prefix", BUILT_IN)
def test_built_in_terms_are_those_that_rdflib_knows(prefix: str) -> None:
    rdflib = pytest.importorskip("rdflib", reason="the reference engine is not installed")
    namespace = {n.lower(): getattr(rdflib, n) for n in ("OWL", "RDF", "RDFS", "SH", "XSD")}[prefix]
    names = {name for name in namespace.__annotations__ if not name.startswith("_")}
    names |= {name for name in getattr(namespace, "_extras", ()) if "-" not in name}
    assert str(namespace) == PREFIXES[prefix]
    assert names == BUILT_IN[prefix]


@pytest.mark.parametrize(
    ("name", "known"),
    [("rdf:type", True), ("rdf:_12", True), ("rdf:_x", False), ("rdfs:lable", False)],
)
def test_a_misspelt_built_in_is_none(name: str, known: bool) -> None:
    prefix, local = name.split(":")
    assert is_built_in(PREFIXES[prefix] + local) is known


ENGINES = [
    pytest.param(name, marks=pytest.mark.skipif(not find_spec(name), reason=f"no {name} here"))
    for name in LIMITS
]
ROOMS = ("shapes", *(f"folder-{folder}" for folder in FOLDERS), "ontology")
SHAPE_CASES = [case for room in ROOMS for case in cases(room)]
CHECK_CASES = cases("checks")


@functools.cache
def the_tree() -> tuple[Dataset, Shapes]:
    tree = packaged_tree()
    return read(tree), read_shapes(tree)


def case_part(room: str) -> Part:
    """Give one run for all cases of a room: each case has nodes and files of its own."""
    dataset, shapes = the_tree()
    folder = room.removeprefix("folder-") if room.startswith("folder-") else "stated"
    apart = [f for n, case in enumerate(cases(room)) for f in case.apart(folder, n)]
    together = Dataset((*dataset.of("ontology"), *apart))
    if room == "shapes":
        return data_part(together, shapes)
    return folder_part(together, shapes, folder)


def ontology_parts() -> Iterator[Part]:
    """Yield one run for each case of the ontology, whose terms cannot be kept apart."""
    for case in cases("ontology"):
        files = case.files("ontology")
        yield ontology_part(Dataset(tuple(files)), the_tree()[1])


@functools.cache
def findings_of_cases(engine: str) -> dict[tuple[str, str], list[Finding]]:
    """Run all cases of all shapes in one child process; findings by room and case."""
    rooms = [room for room in ROOMS[:-1] if cases(room)]
    given = [*(case_part(room) for room in rooms), *ontology_parts()]
    outcomes = validate([part.run for part in given], engine)
    names = [case.name for case in cases("ontology")]
    labels = [*((room, "") for room in rooms), *(("ontology", name) for name in names)]
    found: dict[tuple[str, str], list[Finding]] = {}
    for (room, name), part, outcome in zip(labels, given, outcomes, strict=True):
        for finding in shape_findings(part, outcome, the_tree()[1]):
            key = (room, name or finding.file.split("/")[2])
            found.setdefault(key, []).append(finding)
    return {key: sorted(findings) for key, findings in found.items()}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", SHAPE_CASES, ids=lambda case: f"{case.room}/{case.name}")
def test_a_shape_refuses_its_bad_case_alone_in_two_languages(case: Case, engine: str) -> None:
    found = findings_of_cases(engine).get((case.room, case.name), [])
    assert {f.rule for f in found} == (set() if case.is_good else {f"jns:{case.rule}"})
    assert all(f.message.keys() == {"en", "ja"} for f in found)
    assert all("Mend this: the shape" not in f.message["en"] for f in found)


@pytest.mark.skipif(not find_spec("pyshacl"), reason="the reference engine is not installed")
def test_both_engines_find_the_same_in_all_cases() -> None:
    assert findings_of_cases("shacl") == findings_of_cases("pyshacl")


@pytest.mark.skipif(not find_spec("pyshacl"), reason="the reference engine is not installed")
def test_both_engines_find_the_same_in_the_whole_tree() -> None:
    dataset, shapes = the_tree()
    given = parts(dataset, shapes)
    both = [
        [
            sorted(shape_findings(part, outcome, shapes))
            for part, outcome in zip(given, validate([p.run for p in given], engine), strict=True)
        ]
        for engine in LIMITS
    ]
    assert both[0] == both[1]


@pytest.mark.parametrize("case", CHECK_CASES, ids=lambda case: case.name)
def test_a_check_query_refuses_its_bad_case_alone(case: Case) -> None:
    dataset, _ = the_tree()
    questions, unreadable = read_all(packaged_tree(), "check")
    found = faults(case.dataset(dataset.of("ontology")), questions)
    assert unreadable == []
    assert {f.rule for f in found} == (set() if case.is_good else {case.rule})
    assert all(f.message.keys() == {"en", "ja"} for f in found)


def speaking(shapes: Shapes) -> set[str]:
    """Give the names of the shapes that have a message, so that a case must show it."""
    return {
        subject.value.removeprefix(SHAPE)
        for (subject, predicate) in shapes.objects
        if predicate == PREFIXES["sh"] + "message" and isinstance(subject, ox.NamedNode)
    }


@pytest.mark.parametrize("kind", ["good", "bad"])
def test_every_shape_and_every_check_query_has_a_case(kind: str) -> None:
    _, shapes = the_tree()
    wanted = speaking(shapes) | {q.name for q in read_all(packaged_tree(), "check")[0]}
    shown = {c.rule for c in (*SHAPE_CASES, *CHECK_CASES) if c.is_good == (kind == "good")}
    assert shown == wanted


def test_no_case_lies_where_no_test_reads_it() -> None:
    assert strays() == []
