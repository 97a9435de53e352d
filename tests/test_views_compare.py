"""The comparison says of each theme how each partner's programme stands, and when nobody knows."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from jnkg.names import ID, LANGUAGES
from jnkg.views.compare import compare
from jnkg.views.frame import Sight, View, written
from sights import SVG, Graph
from vistas import (
    hold_to_every_promise,
    hold_to_its_twin,
    hold_to_reading,
    inside_the_picture,
    table,
    whole,
)

IDENTITY = """
jnd:organization-nato a jn:InternationalOrganization ; rdfs:label "NATO"@en , "ナトー"@ja .
jnd:state-japan a jn:State ; rdfs:label "Japan"@en , "日本"@ja .
jnd:state-korea a jn:State ; rdfs:label "Korea <&>"@en , "韓国<&>"@ja .
jnd:state-new-zealand a jn:State ; rdfs:label "New Zealand"@en , "ニュージーランド"@ja .
jnd:instrument-2014-japan a jn:PartnershipProgramme ; rdfs:label "Old"@en , "旧計画"@ja .
jnd:instrument-2023-japan a jn:PartnershipProgramme ; rdfs:label "New"@en , "新計画"@ja .
jnd:instrument-2023-korea a jn:PartnershipProgramme ; rdfs:label "Whole"@en , "全計画"@ja .
jnd:instrument-new-zealand a jn:PartnershipProgramme ; rdfs:label "Hoped for"@en , "見込み計画"@ja .
jnd:area-old-relief a jn:Area ; rdfs:label "Relief of old"@en , "旧救援"@ja .
jnd:area-japan-cyber a jn:Area ; rdfs:label "Cyber, Japan"@en , "サイバー（日本）"@ja .
jnd:area-japan-human a jn:Area ; rdfs:label "Human, Japan"@en , "人間（日本）"@ja .
jnd:area-korea-cyber a jn:Area ; rdfs:label "Cyber, Korea"@en , "サイバー（韓国）"@ja .
jnd:area-new-zealand-cyber a jn:Area ; rdfs:label "Cyber, NZ"@en , "サイバー（NZ）"@ja .
jnd:theme-cyber a jn:Theme ; rdfs:label "Cyber defence"@en , "サイバー防衛"@ja .
jnd:theme-human a jn:Theme ; rdfs:label "Human security"@en , "人間の安全保障"@ja .
jnd:theme-relief a jn:Theme ; rdfs:label "Disaster relief"@en , "災害救援"@ja .
"""
STATED = """
jnd:instrument-2014-japan jn:hasEvidence jnd:evidence-x ; jn:edtf "2014-05-06" ;
    jn:hasParty jnd:state-japan , jnd:organization-nato ;
    jn:earliest "2014-05-06"^^xsd:date ; jn:latest "2014-05-06"^^xsd:date .
jnd:instrument-2023-japan jn:hasEvidence jnd:evidence-x ; jn:period "2023/2026" ;
    jn:hasParty jnd:state-japan , jnd:organization-nato .
jnd:instrument-2023-korea jn:hasEvidence jnd:evidence-x ; jn:period "2023/2026" ;
    jn:hasParty jnd:state-korea , jnd:organization-nato .
jnd:instrument-new-zealand jn:hasEvidence jnd:evidence-x ;
    jn:hasParty jnd:state-new-zealand , jnd:organization-nato .
jnd:figure-japan a jn:Figure ; jn:isFigureOf jnd:instrument-2023-japan ; jn:amount 4 ;
    jn:unit "areas"@en , "分野"@ja ; jn:hasEvidence jnd:evidence-x .
jnd:figure-korea a jn:Figure ; jn:isFigureOf jnd:instrument-2023-korea ; jn:amount 1 ;
    jn:unit "areas"@en , "分野"@ja ; jn:hasEvidence jnd:evidence-x .
jnd:area-old-relief jn:hasEvidence jnd:evidence-x ; jn:inInstrument jnd:instrument-2014-japan .
jnd:area-japan-cyber jn:hasEvidence jnd:evidence-x ; jn:inInstrument jnd:instrument-2023-japan ;
    jn:printedName "サイバー防衛"@ja .
jnd:area-korea-cyber jn:hasEvidence jnd:evidence-x ; jn:inInstrument jnd:instrument-2023-korea .
jnd:area-new-zealand-cyber jn:hasEvidence jnd:evidence-x ;
    jn:inInstrument jnd:instrument-new-zealand .
"""
INTERPRETED = """
jnd:area-japan-human jn:hasGround jnd:reading-x ; jn:inInstrument jnd:instrument-2023-japan ;
    jn:hasTheme jnd:theme-human .
jnd:area-old-relief jn:hasGround jnd:reading-x ; jn:hasTheme jnd:theme-relief .
jnd:area-japan-cyber jn:hasGround jnd:reading-x ; jn:hasTheme jnd:theme-cyber .
jnd:area-korea-cyber jn:hasGround jnd:reading-x ; jn:hasTheme jnd:theme-cyber .
jnd:area-new-zealand-cyber jn:hasGround jnd:reading-x ; jn:hasTheme jnd:theme-cyber .
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return Graph(tmp_path_factory.mktemp("compare"), IDENTITY, STATED, INTERPRETED)


def make(sight: Sight) -> View:
    return compare(sight)


def cells(graph: Graph) -> dict[tuple[str, str], dict[str, str]]:
    """Give the rows of the cells by theme and partner."""
    rows = table(make(graph.sight()))
    return {
        (r["theme_iri"].removeprefix(ID + "theme-"), r["party_iri"].removeprefix(ID + "state-")): r
        for r in rows
        if r["theme"] and r["party"]
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_keeps_what_every_view_promises(graph: Graph, language: str) -> None:
    sight = graph.sight(language)
    title = {
        "en": "NATO's four partners compared: programmes and their areas",
        "ja": "NATOの４パートナー国の比較：計画とその分野",
    }
    hold_to_every_promise(make, sight, title[language])


def test_each_cell_stands_as_what_is_known_of_it(graph: Graph) -> None:
    found = {place: row["drawn"] for place, row in cells(graph).items()}
    assert found == {
        ("cyber", "japan"): "attested",
        ("cyber", "korea"): "attested",
        ("cyber", "new-zealand"): "expected",
        ("human", "japan"): "inferred",
        ("human", "korea"): "not named",
        ("human", "new-zealand"): "unknown",
        ("relief", "japan"): "unknown",
        ("relief", "korea"): "not named",
        ("relief", "new-zealand"): "unknown",
    }


def test_an_unknown_cell_says_how_many_areas_are_missing(graph: Graph) -> None:
    assert cells(graph)["relief", "japan"]["note"] == "unknown: 2 of 4"
    text = written(make(graph.sight("ja")), "text")
    assert "不明：全4分野中2分野（以前：2014）" in text


def test_a_heading_that_is_not_known_is_said_to_be(graph: Graph) -> None:
    found = cells(graph)
    assert found["cyber", "korea"]["note"] == "heading unknown"
    assert found["cyber", "japan"]["note"] == ""
    assert found["cyber", "japan"]["printedName"] == "サイバー防衛"


def test_the_ways_to_stand_differ_in_dashes_and_in_words(graph: Graph) -> None:
    root = ET.fromstring(written(make(graph.sight()), "svg").encode())
    dashes: dict[str, set[str | None]] = {}
    for link in root.iter(f"{SVG}a"):
        said = (link.findtext(f"{SVG}title") or "").rpartition(": ")[2]
        for path in link.iter(f"{SVG}path"):
            dashes.setdefault(said, set()).add(path.get("stroke-dasharray"))
    shown = [dashes[w] for w in ("attested", "inferred", "expected", "unknown")]
    assert [next(iter(d)) or "" for d in shown] == ["", "5,3", "0.5,5", "3,4"]


def test_without_themes_the_areas_still_stand_below_their_partners(graph: Graph) -> None:
    view = make(graph.sight(status="stated"))
    assert "No theme in this world" in written(view, "text")
    rows = [r for r in table(view) if r["area"]]
    assert {r["drawn"] for r in rows} == {"attested", "expected"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_graph_compares_four_partners(language: str) -> None:
    sight = whole(language)
    hold_to_its_twin(make, sight)
    hold_to_reading(make, sight)
    inside_the_picture(written(make(sight), "svg"))
    parties = {r["party_iri"] for r in table(make(sight)) if r["area"]}
    assert len(parties) == 4


def test_no_name_of_an_area_is_cut() -> None:
    svg = written(make(whole()), "svg")
    root = ET.fromstring(svg.encode())
    wanted = {r["area_iri"]: r["area"] for r in table(make(whole())) if r["area"]}
    seen = {}
    for link in root.iter(f"{SVG}a"):
        for text in link.iter(f"{SVG}text"):
            parts = [p.strip() for p in text.itertext() if p.strip()]
            seen[link.attrib["href"]] = " ".join(parts)
    found = {iri: seen[iri].replace(" ", "") for iri in wanted}
    assert found == {iri: name.replace(" ", "") for iri, name in wanted.items()}


def test_four_areas_of_japan_are_unknown() -> None:
    rows = [r for r in table(make(whole())) if r["party_iri"] == ID + "state-japan"]
    assert {r["note"] for r in rows if r["drawn"] == "unknown"} == {"unknown: 4 of 16"}
