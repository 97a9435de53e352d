"""Coverage counts documents, and never takes what is unknown for nothing."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pyoxigraph as ox
import pytest

from jnkg.names import ID, LANGUAGES, NS
from jnkg.render import display_width
from jnkg.views.coverage import coverage
from jnkg.views.frame import Sight, View, written
from sights import SVG, Graph
from vistas import (
    hold_to_every_promise,
    hold_to_its_twin,
    hold_to_reading,
    table,
    whole,
)

IDENTITY = """
jnd:state-japan a jn:State ; rdfs:label "Japan"@en , "日本"@ja .
jnd:outlet-daily a jn:Outlet ; rdfs:label "Daily <&>"@en , "日報<&>"@ja .
jnd:document-x dcterms:publisher jnd:outlet-daily .
jnd:instrument-2014-one a jn:PartnershipProgramme ; rdfs:label "First <&>"@en , "第一<&>"@ja .
jnd:event-2014-talk a jn:BilateralTalk ; rdfs:label "A talk"@en , "会談"@ja .
jnd:area-cyber a jn:Area ; rdfs:label "Cyber"@en , "サイバー"@ja .
jnd:area-relief a jn:Area ; rdfs:label "Relief"@en , "救援"@ja .
jnd:area-space a jn:Area ; rdfs:label "Space"@en , "宇宙"@ja .
jnd:theme-cyber a jn:Theme ; rdfs:label "Cyber defence"@en , "サイバー防衛"@ja .
jnd:theme-relief a jn:Theme ; rdfs:label "Disaster relief"@en , "災害救援"@ja .
jnd:theme-space a jn:Theme ; rdfs:label "Space theme"@en , "宇宙分野"@ja .
"""
STATED = """
jnd:area-cyber jn:hasEvidence jnd:evidence-x ; jn:inInstrument jnd:instrument-2014-one .
jnd:event-2014-talk jn:hasEvidence jnd:evidence-x ; jn:edtf "2014-05-06" ;
    jn:earliest "2014-05-06"^^xsd:date ; jn:latest "2014-05-06"^^xsd:date .
jnd:instrument-2014-one jn:hasEvidence jnd:evidence-x ; jn:hasParty jnd:state-japan ;
    jn:period "2013/2014" .
"""
INTERPRETED = """
jnd:area-cyber jn:hasGround jnd:reading-x ; jn:hasTheme jnd:theme-cyber .
jnd:area-relief jn:hasGround jnd:reading-x ; jn:hasTheme jnd:theme-relief .
jnd:area-space jn:hasGround jnd:reading-x ; jn:hasTheme jnd:theme-space .
jnd:event-2014-talk jn:hasGround jnd:reading-x ; jn:concernsArea jnd:area-relief .
jnd:not-covered-list a jn:NotCovered ; jn:hasGround jnd:reading-x ;
    jn:isAbout jnd:instrument-2014-one ;
    jn:summary "Some areas are not known."@en , "一部の分野は知られていない。"@ja .
"""
GAP = """
jnd:not-covered-late a jn:NotCovered ; jn:hasGround jnd:reading-x ; jn:isAbout jnd:state-japan ;
    jn:earliest "2014-07-01"^^xsd:date ; jn:latest "2014-12-31"^^xsd:date ;
    jn:summary "Nothing from July on."@en , "7月以降は未収録。"@ja .
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return Graph(tmp_path_factory.mktemp("coverage"), IDENTITY, STATED, INTERPRETED + GAP)


@pytest.fixture(scope="module")
def covered(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The same without the span that is not covered."""
    return Graph(tmp_path_factory.mktemp("covered"), IDENTITY, STATED, INTERPRETED)


def make(sight: Sight) -> View:
    return coverage(sight)


def cell(graph: Graph, theme: str, year: str) -> dict[str, str]:
    """Give the one row of a theme in a year."""
    rows = [r for r in table(make(graph.sight())) if r["theme_iri"] == f"{ID}theme-{theme}"]
    (row,) = [r for r in rows if r["year"] == year]
    return row


@pytest.mark.parametrize("language", LANGUAGES)
def test_keeps_what_every_view_promises(graph: Graph, language: str) -> None:
    sight = graph.sight(language)
    title = {
        "en": "Coverage of themes by year and kind of publisher",
        "ja": "主題ごとの収録状況（年・発行者の種別）",
    }
    hold_to_every_promise(make, sight, title[language])


def test_a_document_counts_for_areas_and_for_activities_that_concern_them(graph: Graph) -> None:
    for theme in ("cyber", "relief"):
        row = cell(graph, theme, "2014")
        assert (row["documents"], row["publisherKind_iri"]) == ("1", NS + "Outlet")


def test_nothing_and_unknown_are_told_apart(graph: Graph, covered: Graph) -> None:
    unknown, zero = cell(graph, "space", "2014"), cell(covered, "space", "2014")
    assert (unknown["drawn"], unknown["documents"]) == ("unknown", "")
    assert unknown["gap_iri"] == ID + "not-covered-late"
    assert (zero["drawn"], zero["documents"]) == ("none", "0")


def test_a_number_in_a_year_that_is_not_covered_whole_stands_so_far(graph: Graph) -> None:
    assert cell(graph, "cyber", "2014")["drawn"] == "documents so far"


def test_an_instrument_of_which_areas_are_not_known_has_its_own_row(graph: Graph) -> None:
    rows = [r for r in table(make(graph.sight())) if r["thing_iri"] == ID + "not-covered-list"]
    assert [(r["year"], r["drawn"]) for r in rows] == [("2014", "unknown")]
    assert "Some areas are not known." in written(make(graph.sight()), "text")


def test_numbers_stand_in_the_cells(graph: Graph, covered: Graph) -> None:
    svg = written(make(graph.sight()), "svg")
    assert ">▲1<" in svg or ">●1<" in svg
    assert ">?<" in svg
    assert ">0<" in written(make(covered.sight()), "svg")


@pytest.mark.parametrize(
    ("language", "words", "kinds"),
    [("en", "begins in 2014", "Kind of publisher:"), ("ja", "2014年）から", "発行者の種別：")],
)
def test_the_picture_says_from_which_year_and_by_whom(
    graph: Graph, language: str, words: str, kinds: str
) -> None:
    sight = graph.sight(language)
    root = ET.fromstring(written(make(sight), "svg").encode())
    texts = [t.text or "" for t in root.iter(f"{SVG}text")]
    assert any(words in t for t in texts)
    assert kinds in texts
    assert "2014" in (root.findtext(f"{SVG}desc") or "")
    name = sight.label(ox.NamedNode(NS + "Outlet"))
    assert any(t.endswith(name) for t in texts)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_narrow_terminal_has_the_years_in_parts(language: str, width: int) -> None:
    view = make(replace(whole(language), width=width))
    lines = written(view, "text").splitlines()
    assert max(map(display_width, lines)) <= width
    heads = [line.split() for line in lines if line.startswith(" ") and line.split()[0].isdecimal()]
    assert len(heads) == (2 if width == 80 else 1)
    years = sorted({r["year"] for r in table(view) if r["theme"] and r["year"]})
    assert [y for head in heads for y in head if y.isdecimal()] == years


def test_without_themes_the_view_is_empty_and_says_why(graph: Graph) -> None:
    view = make(graph.sight(status="stated"))
    assert view.rows.rows == []
    assert "--status stated" in view.reasons()[0].message["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_graph_is_drawn(language: str) -> None:
    sight = whole(language)
    hold_to_its_twin(make, sight)
    hold_to_reading(make, sight)
    drawn = [r for r in table(make(sight)) if r["year"] == "2026" and not r["documents"]]
    assert drawn
    assert {r["drawn"] for r in drawn} == {{"en": "unknown", "ja": "不明"}[language]}
