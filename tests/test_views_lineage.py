"""The lineage shows every area and link as what it is, and what is unknown as unknown."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from dataclasses import replace

import pyoxigraph as ox
import pytest

from jnkg.errors import Misuse, UnknownValue
from jnkg.names import ID, LANGUAGES, STATUSES
from jnkg.views.frame import BAND, FONTS, LOOKS, Sight, View, text_width, written
from jnkg.views.lineage import hidden, lineage, named
from jnkg.views.rails import BOX, HEAD, heading_lines
from jnkg.views.tableau import read
from jnkg.views.telling import kind_words
from jnkg.views.wiring import layout
from sights import SVG, Graph, marks, things, unlinked, words_of

IDENTITY = """
jnd:instrument-2014-one a jn:PartnershipProgramme ; rdfs:label "First"@en , "第一"@ja .
jnd:instrument-2018-two a jn:PartnershipProgramme ; rdfs:label "Second"@en , "第二"@ja .
jnd:instrument-2023-three a jn:PartnershipProgramme ; rdfs:label "Third"@en , "第三"@ja .
jnd:instrument-2024-four a jn:ProjectFramework ; rdfs:label "Fourth"@en , "第四"@ja .
jnd:area-one-cyber a jn:Area ; rdfs:label "Cyber <&> lessons"@en , "サイバー<&>教訓"@ja .
jnd:area-one-relief a jn:Area ; rdfs:label "Relief"@en , "救援"@ja .
jnd:area-one-other a jn:Area ; rdfs:label "Other"@en , "その他"@ja .
jnd:area-two-cyber a jn:Area ; rdfs:label "Cyber, second"@en , "サイバー第二"@ja .
jnd:area-three-cyber a jn:Area ; rdfs:label "Cyber, third"@en , "サイバー第三"@ja .
jnd:area-three-space a jn:Area ; rdfs:label "Space"@en , "宇宙"@ja .
jnd:area-four-cyber a jn:Area ; rdfs:label "Cyber, fourth"@en , "サイバー第四"@ja .
jnd:theme-cyber-defence a jn:Theme ; rdfs:label "Cyber defence"@en , "サイバー防衛"@ja .
jnd:theme-relief a jn:Theme ; rdfs:label "Disaster relief"@en , "災害救援"@ja .
jnd:theme-space a jn:Theme ; rdfs:label "Space"@en , "宇宙"@ja .
"""
STATED = """
jnd:instrument-2014-one jn:hasEvidence jnd:evidence-x ; jn:earliest "2014-05-06"^^xsd:date .
jnd:instrument-2018-two jn:hasEvidence jnd:evidence-x ; jn:earliest "2018-05-31"^^xsd:date .
jnd:instrument-2023-three jn:hasEvidence jnd:evidence-x ; jn:period "2023/2026" ;
    jn:earliest "2023-07-12"^^xsd:date .
jnd:instrument-2024-four jn:hasEvidence jnd:evidence-x ; jn:earliest "2024-07-11"^^xsd:date .
jnd:figure-three a jn:Figure ; jn:isFigureOf jnd:instrument-2023-three ; jn:amount 16 ;
    jn:unit "areas"@en , "分野"@ja ; jn:hasEvidence jnd:evidence-x .
jnd:area-one-cyber jn:hasEvidence jnd:evidence-x ; jn:inInstrument jnd:instrument-2014-one ;
    jn:printedLabel "3.1.1" ; jn:order 1 .
jnd:area-one-relief jn:hasEvidence jnd:evidence-x ; jn:inInstrument jnd:instrument-2014-one ;
    jn:printedLabel "3.1.2" ; jn:order 2 .
jnd:area-one-other jn:hasEvidence jnd:evidence-x ; jn:inInstrument jnd:instrument-2014-one ;
    jn:printedLabel "3.1.10" ; jn:order 10 .
jnd:area-two-cyber jn:hasEvidence jnd:evidence-x ; jn:inInstrument jnd:instrument-2018-two .
jnd:area-three-cyber jn:hasEvidence jnd:evidence-x ;
    jn:inInstrument jnd:instrument-2023-three .
jnd:area-four-cyber jn:hasEvidence jnd:evidence-x ;
    jn:inInstrument jnd:instrument-2024-four .
jnd:link-stated a jn:LineageLink ; jn:hasEvidence jnd:evidence-x ; jn:linkKind jn:Continued ;
    jn:confidence jn:High ; jn:continuesFrom jnd:area-one-cyber ; jn:linksTo jnd:area-two-cyber .
"""
INTERPRETED = """
jnd:not-covered-two a jn:NotCovered ; jn:hasGround jnd:reading-x ;
    jn:isAbout jnd:instrument-2018-two ;
    jn:summary "Its other areas are not known."@en , "他の分野は知られていない。"@ja .
jnd:not-covered-three a jn:NotCovered ; jn:hasGround jnd:reading-x ;
    jn:isAbout jnd:instrument-2023-three ;
    jn:summary "Its other areas are not known."@en , "他の分野は知られていない。"@ja .
jnd:area-three-space jn:hasGround jnd:reading-x ; jn:inInstrument jnd:instrument-2023-three .
jnd:area-one-cyber jn:hasGround jnd:reading-x ; jn:hasTheme jnd:theme-cyber-defence .
jnd:area-two-cyber jn:hasGround jnd:reading-x ; jn:hasTheme jnd:theme-cyber-defence .
jnd:area-three-cyber jn:hasGround jnd:reading-x ; jn:hasTheme jnd:theme-cyber-defence .
jnd:area-four-cyber jn:hasGround jnd:reading-x ; jn:hasTheme jnd:theme-cyber-defence .
jnd:area-one-relief jn:hasGround jnd:reading-x ; jn:hasTheme jnd:theme-relief .
jnd:area-three-space jn:hasTheme jnd:theme-space .
jnd:link-read a jn:LineageLink ; jn:hasGround jnd:reading-x ; jn:linkKind jn:Broadened ;
    jn:confidence jn:Medium ; jn:broadensFrom jnd:area-one-cyber ; jn:linksTo jnd:area-three-cyber .
jnd:link-open a jn:LineageLink ; jn:hasGround jnd:reading-x ; jn:linkKind jn:Undecided ;
    jn:candidateKind jn:Continued , jn:Narrowed ; jn:confidence jn:Low ;
    jn:linksFrom jnd:area-three-cyber ; jn:linksTo jnd:area-four-cyber .
jnd:link-sought a jn:LineageLink ; jn:hasGround jnd:reading-x ; jn:linkKind jn:Undecided ;
    jn:candidateKind jn:Continued , jn:Discontinued ; jn:confidence jn:Low ;
    jn:linksFrom jnd:area-one-relief ; jn:linksToInstrument jnd:instrument-2018-two .
jnd:link-new a jn:LineageLink ; jn:hasGround jnd:reading-x ; jn:linkKind jn:Introduced ;
    jn:confidence jn:Medium ; jn:linksTo jnd:area-three-space .
jnd:link-across a jn:LineageLink ; jn:hasGround jnd:reading-x ; jn:linkKind jn:Split ;
    jn:confidence jn:Low ; jn:splitsFrom jnd:area-one-other ; jn:linksTo jnd:area-three-space .
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return Graph(tmp_path_factory.mktemp("lineage"), IDENTITY, STATED, INTERPRETED)


def seen(graph: Graph, target: str = "", language: str = "en", status: str = "interpreted") -> View:
    sight = graph.sight(language, status)
    return lineage(sight, named(sight, target) if target else None, target)


TARGETS = ("", "cyber-defence", "災害救援", "area-three-space", "theme-space")


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mark_has_a_row_and_every_row_a_mark(
    graph: Graph, target: str, language: str
) -> None:
    view = seen(graph, target, language)
    assert marks(written(view, "svg")) == things(written(view, "csv"), but_for="candidate")


@pytest.mark.parametrize("target", TARGETS)
def test_no_box_and_no_line_is_without_its_link(graph: Graph, target: str) -> None:
    svg = written(seen(graph, target), "svg")
    assert not unlinked(svg, "tspan")
    root = ET.fromstring(svg.encode())
    held = {e for a in root.iter(f"{SVG}a") for e in a.iter()}
    assert not [e for e in root.iter(f"{SVG}path") if "marker-end" in e.attrib and e not in held]
    assert not [e for e in root.iter(f"{SVG}rect") if "rx" in e.attrib and e not in held]
    assert all(a.find(f"{SVG}title") is not None for a in root.iter(f"{SVG}a"))


def test_every_mark_leads_to_what_the_graph_knows(graph: Graph) -> None:
    store = graph.world("interpreted").store
    for iri in marks(written(seen(graph), "svg")):
        assert next(store.quads_for_pattern(ox.NamedNode(iri), None, None, None), None), iri


@pytest.mark.parametrize("target", TARGETS)
def test_both_languages_show_as_many_marks(graph: Graph, target: str) -> None:
    english, japanese = (marks(written(seen(graph, target, n), "svg")) for n in LANGUAGES)
    assert english == japanese


@pytest.mark.parametrize("form", ["svg", "csv", "json", "text", "mermaid"])
def test_the_same_graph_gives_the_same_bytes(graph: Graph, form: str) -> None:
    assert written(seen(graph), form) == written(seen(graph), form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_named_described_and_on_a_light_ground(graph: Graph, language: str) -> None:
    svg = written(seen(graph, "cyber-defence", language), "svg")
    root = ET.fromstring(svg.encode())
    ids = [root[0].attrib["id"], root[1].attrib["id"]]
    assert (root.attrib["role"], root.attrib["lang"]) == ("img", language)
    assert root.attrib["aria-labelledby"].split() == ids
    assert (
        words_of(svg, "title")
        == {
            "en": "Lineage: Cyber defence",
            "ja": "系譜：サイバー防衛",
        }[language]
    )
    assert "jnkg lineage cyber-defence --format csv" in words_of(svg, "desc")
    assert root.attrib["font-family"] == FONTS
    assert root.find(f"{SVG}rect").attrib["fill"] == "#ffffff"  # type: ignore[union-attr]


def strokes(svg: str, iri: str) -> set[str | None]:
    """Give the dashes of the lines that lead to a thing."""
    root = ET.fromstring(svg.encode())
    own = [a for a in root.iter(f"{SVG}a") if a.attrib["href"] == ID + iri]
    return {
        e.get("stroke-dasharray")
        for a in own
        for e in a
        if e.tag in (f"{SVG}path", f"{SVG}rect") and e.get("stroke")
    }


def test_what_is_stated_read_and_undecided_looks_different(graph: Graph) -> None:
    svg = written(seen(graph), "svg")
    looks = [strokes(svg, f"link-{n}") for n in ("stated", "read", "open")]
    assert looks == [{None}, {"5 3"}, {"0.5 5"}]
    assert strokes(svg, "area-three-cyber") == {None}
    assert strokes(svg, "area-three-space") == {"5 3"}
    assert len({look.dash for look in LOOKS.values()}) == len(LOOKS)


def test_an_undecided_link_names_its_candidates_behind_a_question_mark(graph: Graph) -> None:
    for language, words in (("en", "? continued or narrowed"), ("ja", "？ 継続または縮小")):
        sight = graph.sight(language)
        link = next(e for e in read(sight).links if e.node.value == ID + "link-open")
        assert kind_words(link, sight) == words
        assert words in written(seen(graph, "", language), "text")


def test_what_was_not_found_leads_to_an_unknown_cell(graph: Graph) -> None:
    view = seen(graph, "災害救援")
    rows = list(csv.DictReader(io.StringIO(written(view, "csv"))))
    cells = {r["instrument_iri"].removeprefix(ID): r for r in rows if r["theme_iri"]}
    assert cells["instrument-2018-two"]["drawn"] == "unknown"
    assert cells["instrument-2018-two"]["thing_iri"] == ID + "not-covered-two"
    assert cells["instrument-2023-three"]["note"] == "unknown: 14 of 16"
    assert cells["instrument-2024-four"]["note"] == "none entered"
    assert "link-sought" in written(view, "svg")
    assert "3.1.2 Relief" in written(view, "text")


def test_a_theme_shows_only_its_own_areas_and_those_joined_to_them(graph: Graph) -> None:
    shown = read(graph.sight()).places
    assert len(shown) == 7
    svg = written(seen(graph, "theme-space"), "svg")
    areas = {i.removeprefix(ID) for i in marks(svg) if i.startswith(ID + "area-")}
    assert areas == {"area-three-space", "area-one-other"}


def test_an_area_shows_all_it_hangs_together_with(graph: Graph) -> None:
    svg = written(seen(graph, "area-four-cyber"), "svg")
    areas = {i.removeprefix(ID) for i in marks(svg) if i.startswith(ID + "area-")}
    assert areas == {f"area-{n}-cyber" for n in ("one", "two", "three", "four")}


def test_columns_stand_in_time(graph: Graph) -> None:
    days = [c.day for c in read(graph.sight()).columns]
    assert days == sorted(days)
    assert len(days) == 4


@pytest.mark.parametrize(
    "typed",
    ["cyber-defence", "theme-cyber-defence", ID + "theme-cyber-defence", "Cyber defence",
     "ｃｙｂｅｒ　ｄｅｆｅｎｃｅ", "サイバー防衛", "jnd:theme-cyber-defence"],
)  # fmt: skip
def test_a_theme_is_found_by_any_of_its_names(graph: Graph, typed: str) -> None:
    assert named(graph.sight(), typed).value == ID + "theme-cyber-defence"


def test_a_label_of_a_theme_and_an_area_means_the_theme(graph: Graph) -> None:
    assert named(graph.sight(), "Space").value == ID + "theme-space"


def test_a_word_that_fits_nothing_or_several_is_refused_in_both_languages(graph: Graph) -> None:
    with pytest.raises(UnknownValue) as nothing:
        named(graph.sight(), "agriculture")
    with pytest.raises(Misuse) as several:
        named(graph.sight(), "第")
    for raised in (nothing, several):
        assert raised.value.message["en"] != raised.value.message["ja"]
    assert "area-two-cyber" in several.value.message["ja"]


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_boxes_and_labels_do_not_lie_on_each_other(
    graph: Graph, status: str, language: str
) -> None:
    sight = graph.sight(language, status)
    words = "word " * 12
    tableau = read(sight)
    placed = layout(
        tableau, 100, lambda s, c, p: ("3.1", words), lambda e: (kind_words(e, sight), "(low)")
    )
    spaces = [(b.x, b.y, b.x + BOX, b.y + b.height) for b in placed.boxes]
    for n, (left, top, right, bottom) in enumerate(spaces):
        assert left >= 0
        assert right <= placed.width
        assert bottom <= placed.height
        for other in spaces[n + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
    spots = [(w.x, w.y) for w in placed.wires]
    assert len(set(spots)) == len(spots) == len(tableau.links)


def test_letters_that_xml_and_mermaid_read_as_their_own_are_kept_apart(graph: Graph) -> None:
    svg = written(seen(graph, "cyber-defence"), "svg")
    assert "Cyber <&> lessons" in "".join(ET.fromstring(svg.encode()).itertext())
    assert "Cyber ‹&› lessons" in written(seen(graph, "cyber-defence"), "mermaid")


def test_mermaid_has_a_click_for_every_area_and_link(graph: Graph) -> None:
    text = written(seen(graph), "mermaid")
    clicked = {
        line.split('"')[1] for line in text.splitlines() if line.lstrip().startswith("click ")
    }
    tableau = read(graph.sight())
    wanted = [c.instrument for c in tableau.columns]
    wanted += [*tableau.places, *(e.node for e in tableau.links)]
    assert {n.value for n in wanted} <= clicked
    arrows = sum(" --> " in line or " --- " in line for line in text.splitlines())
    assert text.count("linkStyle ") == arrows


def test_without_themes_the_areas_still_stand_in_one_strand(graph: Graph) -> None:
    view = seen(graph, status="stated")
    assert "No theme in this world" in written(view, "svg")
    assert marks(written(view, "svg")) == things(written(view, "csv"), but_for="candidate")
    assert "link-read" not in written(view, "svg")


def test_a_theme_that_only_a_wider_world_has_says_so(graph: Graph) -> None:
    sight = graph.sight(status="stated")
    with pytest.raises(UnknownValue):
        named(sight, "cyber-defence")
    assert named(sight.widest(), "cyber-defence")
    view = hidden(sight, "cyber-defence", {"en": "Hidden.", "ja": "隠れています。"})
    assert written(view, "text") == ""
    assert written(view, "json") == "[]\n"
    assert "Hidden." in written(view, "svg")


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_for_a_terminal_keeps_to_its_width_and_has_colour_only_if_asked(
    graph: Graph, language: str
) -> None:
    from jnkg.render import display_width

    sight: Sight = replace(graph.sight(language), width=60)
    plain = written(lineage(sight, None, ""), "text")
    assert all(display_width(line) <= 60 for line in plain.splitlines())
    assert "\x1b" not in plain
    assert "\x1b[" in written(lineage(replace(sight, has_colour=True), None, ""), "text")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_graph_is_drawn(language: str, whole: Sight) -> None:
    view = lineage(replace(whole, language=language), None, "")
    svg = written(view, "svg")
    assert marks(svg) == things(written(view, "csv"), but_for="candidate")
    known = whole.world.labels(language)
    assert all(iri in known for iri in marks(svg))
    assert float(ET.fromstring(svg.encode()).attrib["width"]) <= 1500


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_head_of_a_column_stands_on_its_band(language: str, whole: Sight) -> None:
    names = [c.instrument for c in read(whole).columns]
    labels = whole.world.labels(language)
    lines = [line for n in names for line in heading_lines(labels[n.value])]
    assert max(text_width(line, 12) for line in lines) <= HEAD - 8
    view = lineage(replace(whole, language=language), None, "")
    root = ET.fromstring(written(view, "svg").encode())
    grey = [r for r in root.iter(f"{SVG}rect") if r.attrib.get("fill") == BAND]
    heads = {float(r.attrib["x"]) + 4 for r in grey if float(r.attrib["width"]) == HEAD}
    assert len(heads) == len(names)
    years = [a for a in root.iter(f"{SVG}a") if a.attrib["href"] in {n.value for n in names}]
    assert heads == {float(t.attrib["x"]) for a in years for t in a.iter(f"{SVG}text")
                     if t.attrib.get("font-weight") == "bold"}  # fmt: skip


@pytest.fixture(scope="module")
def whole() -> Sight:
    from jnkg.build import ensure_world
    from jnkg.rooms import packaged_tree

    tree = packaged_tree()
    return Sight(ensure_world(tree, "interpreted", ""), "en", "interpreted", "",
                 lambda s, k: ensure_world(tree, s, k))  # fmt: skip
