"""The network shows who met whom, how often and from when to when, and nobody else."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jnkg.names import ID, LANGUAGES
from jnkg.views.dot import is_across, is_crossing, is_lapping, spread
from jnkg.views.frame import View, written
from jnkg.views.network import network
from jnkg.views.ties import are_of_one_side, span
from jnkg.views.ties import read as read_network
from sights import SVG, Graph, marks, things, unlinked, words_of

IDENTITY = """
jnd:state-japan a jn:State ; rdfs:label "Japan"@en , "日本"@ja .
jnd:organization-nato a jn:InternationalOrganization ;
    rdfs:label "NATO"@en , "北大西洋条約機構"@ja .
jnd:body-office a jn:Body ; rdfs:label "Office"@en , "官邸"@ja .
jnd:post-premier a jn:Post ; rdfs:label "Prime Minister"@en , "総理大臣"@ja .
jnd:post-minister a jn:Post ; rdfs:label "Minister"@en , "大臣"@ja .
jnd:post-secretary a jn:Post ; rdfs:label "Secretary General"@en , "事務総長"@ja .
jnd:person-abe a jn:Person ; rdfs:label "Abe & Co"@en , "安倍"@ja .
jnd:person-kishida a jn:Person ; rdfs:label "Kishida"@en , "岸田"@ja .
jnd:person-stoltenberg a jn:Person ; rdfs:label "Stoltenberg"@en , "ストルテンベルグ"@ja .
jnd:person-hayashi a jn:Person ; rdfs:label "Hayashi"@en , "林"@ja .
jnd:person-guest a jn:Person ; rdfs:label "Guest"@en , "来賓"@ja .
jnd:event-2014-talk a jn:BilateralTalk ; rdfs:label "Talks of 2014"@en , "2014年の会談"@ja .
jnd:event-2017-talk a jn:BilateralTalk ; rdfs:label "Talks of 2017"@en , "2017年の会談"@ja .
jnd:event-2023-talk a jn:BilateralTalk ; rdfs:label "Talks of 2023"@en , "2023年の会談"@ja .
jnd:event-2014-conference a jn:Conference ; rdfs:label "Conference"@en , "会議"@ja .
"""
TALKS = (
    ("2014", "talk", "2014-05-06", "abe", "premier"),
    ("2017", "talk", "2017-07-06", "abe", "premier"),
    ("2023", "talk", "2023-01-31", "kishida", "premier"),
    ("2014", "conference", "2014-05-07", "guest", ""),
)
STATED = """
jnd:body-office jn:hasEvidence jnd:evidence-x ; jn:belongsTo jnd:state-japan .
jnd:post-premier jn:hasEvidence jnd:evidence-x ; jn:belongsTo jnd:body-office .
jnd:post-secretary jn:hasEvidence jnd:evidence-x ; jn:belongsTo jnd:organization-nato .
""" + "".join(
    f"""
jnd:event-{year}-{kind} jn:hasEvidence jnd:evidence-x ; jn:earliest "{day}"^^xsd:date ;
    jn:latest "{day}"^^xsd:date .
jnd:participation-{year}-{kind}-one a jn:Participation ; jn:hasEvidence jnd:evidence-x ;
    jn:inEvent jnd:event-{year}-{kind} ; jn:hasParticipant jnd:person-{person} {
        f"; jn:inPost jnd:post-{post}" if post else ""
    } .
jnd:participation-{year}-{kind}-two a jn:Participation ; jn:hasEvidence jnd:evidence-x ;
    jn:inEvent jnd:event-{year}-{kind} ; jn:hasParticipant jnd:person-stoltenberg ;
    jn:inPost jnd:post-secretary .
"""
    for year, kind, day, person, post in TALKS
)
STATED += """
jnd:post-minister jn:hasEvidence jnd:evidence-x ; jn:belongsTo jnd:body-office .
jnd:participation-2023-talk-three a jn:Participation ; jn:hasEvidence jnd:evidence-x ;
    jn:inEvent jnd:event-2023-talk ; jn:hasParticipant jnd:person-hayashi ;
    jn:inPost jnd:post-minister .
jnd:participation-2014-conference-three a jn:Participation ; jn:hasEvidence jnd:evidence-x ;
    jn:inEvent jnd:event-2014-conference ; jn:hasParticipant jnd:person-abe .
"""
WAYS = ("person", "post")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return Graph(tmp_path_factory.mktemp("network"), IDENTITY, STATED, "")


def seen(graph: Graph, by: str = "person", language: str = "en") -> View:
    return network(graph.sight(language), by)


@pytest.mark.parametrize("by", WAYS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mark_has_a_row_and_every_row_a_mark(graph: Graph, by: str, language: str) -> None:
    view = seen(graph, by, language)
    svg = written(view, "svg")
    assert marks(svg) == things(written(view, "csv"), but_for="affiliation")
    assert not unlinked(svg, "circle", "path")
    assert words_of(svg, "title") == view.title
    assert "--format csv" in words_of(svg, "desc")


def test_an_edge_says_how_often_and_from_when_to_when(graph: Graph) -> None:
    sight = graph.sight()
    spans = {span(edge, sight) for edge in read_network(sight, "person").edges}
    assert spans == {"2 meetings, 2014-05-06 to 2017-07-06", "1 meeting, 2023-01-31"}
    japanese = {span(e, graph.sight("ja")) for e in read_network(sight, "post").edges}
    assert japanese == {"3回、2014-05-06～2023-01-31", "1回、2023-01-31"}


def test_rows_of_edges_have_both_ends_and_the_event(graph: Graph) -> None:
    rows = csv.DictReader(io.StringIO(written(seen(graph), "csv")))
    edges = {(r["person_iri"], r["otherPerson_iri"], r["event_iri"]) for r in rows if r["event"]}
    assert edges == {
        (f"{ID}person-{one}", f"{ID}person-stoltenberg", f"{ID}event-{year}-talk")
        for one, year in (
            ("abe", "2014"),
            ("abe", "2017"),
            ("hayashi", "2023"),
            ("kishida", "2023"),
        )
    }


def test_presence_at_a_conference_is_no_meeting(graph: Graph) -> None:
    assert "person-guest" not in written(seen(graph), "svg")
    assert "Guest" not in written(seen(graph), "text")


@pytest.mark.parametrize(
    ("by", "one", "other"),
    [("person", "person-hayashi", "person-kishida"), ("post", "post-minister", "post-premier")],
)
def test_two_of_one_side_are_not_drawn_as_having_met(
    graph: Graph, by: str, one: str, other: str
) -> None:
    asked = graph.sight().ask(f"meetings-between-{by}s").rows
    pair = {ID + one, ID + other}
    assert any({c.value for c in r[:2] if isinstance(c, ox.NamedNode)} == pair for r in asked)
    met = [{e.one.value, e.other.value} for e in read_network(graph.sight(), by).edges]
    assert met
    assert pair not in met
    rows = csv.DictReader(io.StringIO(written(seen(graph, by), "csv")))
    assert pair not in [{r[f"{by}_iri"], r[f"other{by.capitalize()}_iri"]} for r in rows]
    for language, words in (
        ("en", "same side are not joined"),
        ("ja", "同じ側と分かっている二者は"),
    ):
        svg = written(seen(graph, by, language), "svg")
        assert words in words_of(svg, "desc")
        assert svg.count(words) == 2


def test_those_whose_side_is_not_known_are_joined(graph: Graph) -> None:
    known = are_of_one_side({ox.NamedNode(ID + "a")}, {ox.NamedNode(ID + "a")})
    changed = are_of_one_side({ox.NamedNode(ID + "a"), ox.NamedNode(ID + "b")}, {ox.NamedNode(ID)})
    assert (known, changed, are_of_one_side(set(), set())) == (True, False, False)


def test_a_world_in_which_only_one_side_is_named_says_so(tmp_path: Path) -> None:
    identity = IDENTITY + "jnd:post-second a jn:Post ; rdfs:label 'Second'@en , '次席'@ja ."
    stated = "".join(
        f"""
jnd:post-{post} jn:hasEvidence jnd:evidence-x ; jn:belongsTo jnd:state-japan .
jnd:participation-2014-talk-{who} a jn:Participation ; jn:hasEvidence jnd:evidence-x ;
    jn:inEvent jnd:event-2014-talk ; jn:hasParticipant jnd:person-{who} ;
    jn:inPost jnd:post-{post} .
"""
        for who, post in (("abe", "premier"), ("kishida", "second"))
    )
    view = network(Graph(tmp_path, identity, stated, "").sight(), "person")
    assert not view.rows.rows
    assert [r.kind for r in view.reasons()] == ["rightly-empty"]
    assert view.reasons()[0].message["en"] in written(view, "svg")


def test_a_node_says_for_whom_it_acted(graph: Graph) -> None:
    found = read_network(graph.sight(), "person").nodes
    held = {n.value.removeprefix(ID): [a.value.removeprefix(ID) for a in v]
            for n, v in found.items()}  # fmt: skip
    assert held == {
        "person-abe": ["state-japan"],
        "person-hayashi": ["state-japan"],
        "person-kishida": ["state-japan"],
        "person-stoltenberg": ["organization-nato"],
    }
    drawn = "".join(ET.fromstring(written(seen(graph), "svg").encode()).itertext())
    assert "Abe & Co [Japan]" in drawn


@pytest.mark.parametrize("by", WAYS)
def test_the_same_graph_gives_the_same_bytes_in_another_process(graph: Graph, by: str) -> None:
    code = (
        "import sys; from jnkg.store import World; from jnkg.views.frame import Sight, written;"
        "from jnkg.views.network import network;"
        f"w = World({str(graph.folder / 'interpreted')!r}, 'interpreted', {graph.day!r});"
        f"s = Sight(w, 'en', 'interpreted', '', lambda *_: w);"
        f"sys.stdout.buffer.write(written(network(s, {by!r}), 'svg').encode())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode() == written(seen(graph, by), "svg")


def test_both_languages_show_the_same(graph: Graph) -> None:
    english, japanese = (marks(written(seen(graph, "person", n), "svg")) for n in LANGUAGES)
    assert english == japanese
    assert all(row["thing"]["iri"] for row in json.loads(written(seen(graph), "json")))


def test_text_lists_the_most_frequent_first(graph: Graph) -> None:
    lines = written(seen(graph), "text").splitlines()
    assert lines[2].startswith("Abe & Co [Japan] ― Stoltenberg [NATO]: 2 meetings")
    assert "2014-05-06  Talks of 2014" in lines[3]


def test_a_world_without_talks_says_why(tmp_path: Path) -> None:
    view = network(Graph(tmp_path, "", "", "").sight(), "person")
    assert not view.rows.rows
    assert written(view, "text") == ""
    assert ET.fromstring(written(view, "svg").encode()).tag == f"{SVG}svg"
    assert [r.kind for r in view.reasons()] == ["nothing-recorded"]


boxes = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2),
    st.tuples(st.floats(40, 200), st.floats(20, 60)),
    min_size=2,
    max_size=6,
)


@settings(max_examples=8, deadline=None)
@given(boxes)
def test_no_box_lies_on_another(sizes: dict[str, tuple[float, float]]) -> None:
    keys = sorted(sizes)
    edges = [(keys[0], key, 20.0) for key in keys[1:]]
    places = spread(sizes, edges)
    assert places == spread(sizes, edges)
    assert not any(
        is_lapping(a, b, places, sizes) for n, a in enumerate(keys) for b in keys[n + 1 :]
    )
    assert all(x >= 0 and y >= 0 for x, y in places.values())


def test_lines_that_cross_are_told_from_those_that_do_not() -> None:
    assert is_crossing((0, 0), (10, 10), (0, 10), (10, 0))
    assert not is_crossing((0, 0), (10, 10), (20, 0), (30, 0))
    assert is_across((0, 0), (10, 0), (5, 0), (2, 2))
    assert not is_across((0, 0), (10, 0), (5, 9), (2, 2))
