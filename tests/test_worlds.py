"""What a world shows: nothing from outside it, everything once, clashes answered rightly."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pyoxigraph as ox
import pytest

from conftest import build_world
from jnkg.builds import Build
from jnkg.dataset import Dataset, Triples
from jnkg.levels import level
from jnkg.names import CATALOGUE, ID, NS, STATUSES
from jnkg.reason import Reasoned
from jnkg.store import World
from jnkg.worlds import admits, days, fill, narrow

DOCUMENTS = """
jnd:document-a a jn:Document ; jn:issuedLatest "2001-01-01"^^xsd:date .
jnd:document-b a jn:Document ; jn:issuedLatest "2002-01-01"^^xsd:date .
jnd:event-x a jn:Summit ; rdfs:label "X"@en .
jnd:event-unmentioned a jn:Summit ; rdfs:label "Y"@en .
"""
SAYS = """
jnd:passage-{0}-1 a jn:Passage ; dcterms:isPartOf jnd:document-{0} .
jnd:evidence-{0}-1 a jn:Evidence ; jn:inPassage jnd:passage-{0}-1 .
jnd:event-x jn:earliest "{1}"^^xsd:date ; jn:printedName "X" ; jn:hasEvidence jnd:evidence-{0}-1 .
"""
SMALL = {
    "data/identity/all.ttl": DOCUMENTS,
    "data/stated/p/a.ttl": SAYS.format("a", "2000-05-05"),
    "data/stated/p/b.ttl": SAYS.format("b", "2000-05-06"),
    "data/derived/clash.ttl": """
jnd:conflict-x a jn:Conflict ; jn:onNode jnd:event-x ; jn:onProperty jn:earliest ;
  jn:hasVersion jnd:conflict-version-a , jnd:conflict-version-b ; jn:hasGround jnd:derivation-x .
jnd:conflict-version-a a jn:ConflictVersion ; jn:inDocument jnd:document-a .
jnd:conflict-version-b a jn:ConflictVersion ; jn:inDocument jnd:document-b .
jnd:derivation-x a jn:Derivation ; jn:hasPremise jnd:passage-a-1 , jnd:passage-b-1 .
""",
    "data/interpreted/2003-01-01-choice.ttl": """
jnd:preference-x a jn:Preference ; jn:resolvesConflict jnd:conflict-x ;
  jn:prefersVersion jnd:conflict-version-a ; jn:setsAside jnd:conflict-version-b .
""",
}
Opener = Callable[..., World]


def days_of(world: World, pattern: str = "jnd:event-x jn:earliest ?day") -> list[str]:
    prefixes = f"PREFIX jn: <{NS}> PREFIX jnd: <{ID}> "
    result = world.store.query(prefixes + f"SELECT ?day {{ {pattern} }} ORDER BY ?day")
    assert isinstance(result, ox.QuerySolutions)
    return [row["day"].value for row in result]


@pytest.mark.parametrize(
    ("status", "day", "expected"),
    [
        ("stated", "", ["2000-05-05", "2000-05-06"]),
        ("derived", "", ["2000-05-05", "2000-05-06"]),
        ("interpreted", "", ["2000-05-05"]),
        ("interpreted", "2002-12-31", ["2000-05-05", "2000-05-06"]),
        ("interpreted", "2001-12-31", ["2000-05-05"]),
        ("stated", "2000-12-31", []),
    ],
)
def test_a_clash_is_answered_by_what_the_world_admits(
    open_small: Opener, status: str, day: str, expected: list[str]
) -> None:
    assert days_of(open_small(SMALL, status, day)) == expected


def test_what_is_set_aside_stays_in_the_graph_of_its_document(open_small: Opener) -> None:
    world = open_small(SMALL)
    graph = "<https://w3id.org/jnkg/graph/stated-p-b>"
    assert days_of(world, f"GRAPH {graph} {{ jnd:event-x jn:earliest ?day }}") == ["2000-05-06"]


def test_a_claim_of_two_documents_counts_once_and_is_held_by_two_graphs(
    open_small: Opener,
) -> None:
    world = open_small(SMALL, "stated")
    assert days_of(world, "jnd:event-x jn:printedName ?day") == ["X"]
    assert days_of(world, "GRAPH ?g { jnd:event-x jn:printedName ?day }") == ["X", "X"]


def test_an_identity_node_that_no_admitted_claim_mentions_is_not_there(
    open_small: Opener,
) -> None:
    world = open_small(SMALL)
    assert days_of(world, "?day a jn:Summit") == [ID + "event-x"]
    assert days_of(open_small(SMALL, "stated", "2000-12-31"), "?day a jn:Summit") == []


def test_a_day_between_two_days_of_knowledge_sees_the_earlier(dataset: Dataset) -> None:
    build = Build("", days(dataset))
    assert build.day("1960-01-01") == "1955-05-06"
    assert build.day("1900-01-01") == "0000-00-00"
    assert build.day("") == days(dataset)[-1]


@pytest.mark.parametrize(
    ("status", "day"),
    list(product(STATUSES, ["1900-01-01", "2013-12-31", "2014-09-26", "9999-12-31"])),
)
def test_no_pattern_sees_outside_its_world(reasoned: Reasoned, status: str, day: str) -> None:
    dataset, contents = reasoned.dataset, narrow(reasoned, status, day)
    inside = {e.file.graph for e in dataset.catalogue if admits(status, day, level(e))}
    inside |= {g.graph for g in reasoned.inferred if admits(status, day, g.level)}
    inside |= {f.graph for f in dataset.of("ontology", "identity")}
    graphs = dict(contents.graphs)
    catalogue = graphs.pop(ox.NamedNode(CATALOGUE))
    assert graphs.keys() <= inside
    assert {t.subject for t in catalogue} == graphs.keys()
    assert len(contents.default) == len(set(contents.default))
    assert set(contents.default) <= {t for ts in dict(contents.graphs).values() for t in ts}
    outside = {e.file.graph for e in dataset.catalogue} - inside
    mentioned = {
        n for ts in dict(contents.graphs).values() for t in ts for n in (t.subject, t.object)
    }
    assert not outside & mentioned


def test_a_store_holds_exactly_what_its_world_holds(reasoned: Reasoned) -> None:
    contents, store = narrow(reasoned, "derived", "2014-09-26"), ox.Store()
    fill(store, contents)
    graphs: list[tuple[ox.NamedNode | ox.DefaultGraph, Triples]] = [*contents.graphs]
    graphs.append((ox.DefaultGraph(), contents.default))
    for graph, triples in graphs:
        held = {q.triple for q in store.quads_for_pattern(None, None, None, graph)}
        assert len(held) == len(set(triples))
    assert len(store) == sum(len(set(triples)) for _, triples in graphs)


def test_the_day_of_the_declaration_of_2013(reasoned: Reasoned, tmp_path: Path) -> None:
    pattern = "jnd:instrument-2013-joint-political-declaration jn:earliest ?day"

    def asked(status: str, day: str = "") -> list[str]:
        return days_of(build_world(reasoned, tmp_path, status, day), pattern)

    assert asked("stated", "2013-04-14") == ["2013-04-13"]
    assert asked("stated") == ["2013-04-13", "2013-04-15"]
    assert asked("derived") == ["2013-04-13", "2013-04-15"]
    assert asked("interpreted") == ["2013-04-15"]
