"""The shapes of the tree: their lint, their cases, and both engines in agreement."""

from __future__ import annotations


import pytest
from conftest import Planter

from jnkg.dataset import Dataset
from jnkg.names import PREFIXES
from jnkg.report import Finding
from jnkg.rooms import Tree
from jnkg.shapelint import lint
from jnkg.shapes import counts, read_shapes
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


def test_values_are_counted_in_the_graph_that_has_most(plant: Planter) -> None:
    from jnkg.dataset import read

    dataset = read(
        plant({"data/stated/a.ttl": "jnd:x jn:p 1 .", "data/stated/b.ttl": "jnd:x jn:p 2 , 3 ."})
    )
    assert list(counts(dataset.files).values()) == [2]


