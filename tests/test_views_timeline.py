"""The timeline shows each thing on its days, in its lane, as sure as it is."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jnkg.errors import Misuse, UnknownValue
from jnkg.names import ID, LANGUAGES, NS
from jnkg.views.eras import cut, era, fold_most, uneven
from jnkg.views.frame import Sight, View, text_width, written
from jnkg.views.lanes import signs
from jnkg.views.moments import LANES, moments_of
from jnkg.views.timeline import timeline
from sights import SVG, Graph, words_of
from vistas import (
    hold_to_every_promise,
    hold_to_its_twin,
    hold_to_reading,
    inside_the_picture,
    table,
    whole,
)

IDENTITY = """
jnd:state-japan a jn:State ; rdfs:label "Japan"@en , "日本"@ja .
jnd:person-abe a jn:Person ; rdfs:label "Abe <&> Co"@en , "安倍<&>氏"@ja .
jnd:post-prime-minister a jn:Post ; rdfs:label "Prime Minister"@en , "首相"@ja .
jnd:event-2013-summit a jn:Summit ; rdfs:label "A summit"@en , "首脳会合"@ja .
jnd:event-2014-talk a jn:RemoteTalk ; rdfs:label "A call"@en , "電話会談"@ja .
jnd:event-2015-visit a jn:Visit ; rdfs:label "A visit"@en , "訪問"@ja .
jnd:activity-2016-posting a jn:Posting ; rdfs:label "A posting"@en , "派遣"@ja .
jnd:activity-undated a jn:Posting ; rdfs:label "No day"@en , "日付なし"@ja .
jnd:instrument-2014-one a jn:Declaration ; rdfs:label "An instrument"@en , "協力文書"@ja .
jnd:area-cyber a jn:Area ; rdfs:label "Cyber"@en , "サイバー"@ja .
jnd:theme-cyber a jn:Theme ; rdfs:label "Cyber theme"@en , "サイバー主題"@ja .
"""
STATED = """
jnd:event-2013-summit jn:hasEvidence jnd:evidence-x ; jn:edtf "2013-04-01/2013-09-02" ;
    jn:earliest "2013-04-01"^^xsd:date ; jn:latest "2013-09-02"^^xsd:date .
jnd:event-2014-talk jn:hasEvidence jnd:evidence-x ; jn:edtf "2014-05-06" ;
    jn:earliest "2014-05-06"^^xsd:date ; jn:latest "2014-05-06"^^xsd:date .
jnd:participation-talk a jn:Participation ; jn:hasEvidence jnd:evidence-x ;
    jn:inEvent jnd:event-2014-talk ; jn:hasParticipant jnd:person-abe ;
    jn:inPost jnd:post-prime-minister .
jnd:activity-2016-posting jn:hasEvidence jnd:evidence-x ; jn:edtf "2016" ;
    jn:isCarriedOutBy jnd:state-japan ; jn:concernsArea jnd:area-cyber ;
    jn:earliest "2016-01-01"^^xsd:date ; jn:latest "2016-12-31"^^xsd:date .
jnd:instrument-2014-one jn:hasEvidence jnd:evidence-x ; jn:edtf "2014-05-06" ;
    jn:hasParty jnd:state-japan ;
    jn:earliest "2014-05-06"^^xsd:date ; jn:latest "2014-05-06"^^xsd:date .
jnd:activity-undated jn:hasEvidence jnd:evidence-x ; jn:isCarriedOutBy jnd:state-japan .
jnd:area-cyber jn:hasEvidence jnd:evidence-x ; jn:inInstrument jnd:instrument-2014-one .
"""
INTERPRETED = """
jnd:event-2015-visit jn:hasGround jnd:reading-x ; jn:edtf "2015-03-01" ;
    jn:earliest "2015-03-01"^^xsd:date ; jn:latest "2015-03-01"^^xsd:date .
jnd:post-prime-minister jn:hasGround jnd:reading-x ; jn:belongsTo jnd:state-japan .
jnd:area-cyber jn:hasGround jnd:reading-x ; jn:hasTheme jnd:theme-cyber .
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return Graph(tmp_path_factory.mktemp("timeline"), IDENTITY, STATED, INTERPRETED)


def make(sight: Sight) -> View:
    return timeline(sight, {})


def shown(sight: Sight, filters: Mapping[str, str]) -> list[str]:
    rows = table(timeline(sight, filters))
    return [r["thing_iri"].removeprefix(ID).split("-", 2)[-1] for r in rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_keeps_what_every_view_promises(graph: Graph, language: str) -> None:
    sight = graph.sight(language)
    title = {"en": "Timeline of Japan-NATO cooperation", "ja": "日NATO協力の年表"}[language]
    hold_to_every_promise(make, sight, title)


def test_things_stand_in_the_order_of_their_days_and_what_has_none_is_left_out(
    graph: Graph,
) -> None:
    assert shown(graph.sight(), {}) == ["summit", "talk", "one", "visit", "posting"]


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({"actor": "person-abe"}, ["talk"]),
        ({"actor": "Abe <&> Co"}, ["talk"]),
        ({"actor": "japan"}, ["talk", "one", "posting"]),
        ({"actor": "日本"}, ["talk", "one", "posting"]),
        ({"actor": ID + "state-japan", "to": "2014-12-31"}, ["talk", "one"]),
        ({"area": "cyber"}, ["one", "posting"]),
        ({"area": "area-cyber"}, ["one", "posting"]),
        ({"from": "2016-06-01"}, ["posting"]),
        ({"from": "2013-06-01", "to": "2013-07-01"}, ["summit"]),
        ({"to": "2013-03-31"}, []),
    ],
)
def test_filters_leave_what_they_name(
    graph: Graph, filters: dict[str, str], left: list[str]
) -> None:
    assert shown(graph.sight(), filters) == left


def test_lanes_follow_the_kind_and_instruments_have_their_own(graph: Graph) -> None:
    lanes = {r["thing_iri"].removeprefix(ID): r["drawn"] for r in table(make(graph.sight()))}
    assert lanes["event-2013-summit"] == "summits"
    assert lanes["event-2014-talk"] == "talks and calls"
    assert lanes["instrument-2014-one"] == "instruments"
    assert lanes["activity-2016-posting"] == "postings"


def test_every_kind_of_a_lane_is_a_class_of_the_ontology(graph: Graph) -> None:
    known = graph.world("interpreted").labels("en")
    assert {NS + n for _, names in LANES for n in names.split()} <= known.keys()


def drawing(svg: str, iri: str) -> list[dict[str, str]]:
    """Give the shapes that lead to a thing."""
    links = [a for a in ET.fromstring(svg.encode()).iter(f"{SVG}a") if a.get("href") == ID + iri]
    return [dict(e.attrib) for a in links for e in a.iter(f"{SVG}path")]


def test_stated_and_read_lasting_and_loose_look_different(graph: Graph) -> None:
    svg = written(make(graph.sight()), "svg")
    lasting, loose, read, talk = (
        drawing(svg, n)[0]
        for n in ("event-2013-summit", "activity-2016-posting", "event-2015-visit",
                  "event-2014-talk")
    )  # fmt: skip
    assert lasting["fill"] == lasting["stroke"] == talk["fill"]
    assert loose["fill"] == "#ffffff"
    assert read["stroke-dasharray"] == "5,3"
    assert not talk["stroke-dasharray"]
    assert read["fill"] == "#ffffff"


def test_text_says_what_is_not_stated(graph: Graph) -> None:
    text = written(make(graph.sight()), "text")
    assert "A visit (visit, the editors' reading)" in text
    assert "A call (talk by telephone or video)" in text
    assert "A visit" not in written(make(graph.sight(status="stated")), "text")


def test_a_thing_named_in_no_world_is_refused_in_both_languages(graph: Graph) -> None:
    with pytest.raises(UnknownValue) as raised:
        timeline(graph.sight(), {"actor": "nobody-at-all"})
    assert raised.value.message["en"] != raised.value.message["ja"]
    with pytest.raises(Misuse) as misuse:
        timeline(graph.sight(), {"from": "2014"})
    assert misuse.value.message["en"] != misuse.value.message["ja"]


def test_a_thing_that_only_a_wider_world_knows_gives_an_empty_view_that_says_so(
    graph: Graph,
) -> None:
    view = timeline(graph.sight("ja", "stated"), {"area": "theme-cyber"})
    assert view.rows.rows == []
    assert "--status stated" in view.reasons()[0].message["ja"]
    assert "--status stated" in "".join(ET.fromstring(written(view, "svg").encode()).itertext())


def test_an_empty_view_says_why(graph: Graph) -> None:
    view = timeline(graph.sight(), {"to": "1999-12-31"})
    assert view.reasons()
    assert written(view, "json") == "[]\n"


DAYS = st.dates().map(lambda d: d.isoformat()).filter(lambda d: "1900" < d < "2100")


@settings(deadline=None)
@given(st.lists(st.tuples(DAYS, DAYS).map(sorted).map(tuple), min_size=1, max_size=20))
def test_time_runs_on_and_never_back(spans: list[tuple[str, str]]) -> None:
    found = era(spans, 1000)
    days = sorted({day for span in spans for day in span})
    places = [found.place(day) for day in days]
    assert places == sorted(places)
    assert all(0 <= place <= found.places[-1] for place in places)
    assert found.places[-1] == pytest.approx(1000)


@settings(deadline=None)
@given(st.lists(st.tuples(DAYS, DAYS).map(sorted).map(tuple), min_size=1, max_size=20))
def test_each_year_with_a_mark_is_named_and_no_name_lies_on_another(
    spans: list[tuple[str, str]],
) -> None:
    found = era(spans, 1300)
    size = 7 if found.is_months else 4
    held = [any(a[:size] <= d[:size] <= b[:size] for a, b in spans) for d in found.days[:-1]]
    named = [bool(label) for label in found.labels]
    assert not any(n and not h for n, h in zip(named, held, strict=True))
    if sum(held) <= 30:
        assert named == held
    shown = [(p, w) for p, w in zip(found.places, found.labels, strict=False) if w]
    for (place, label), (following, _) in pairwise(shown):
        assert place + text_width(label, 12) <= following


def test_2016_and_2021_do_not_vanish() -> None:
    moments = tuple(moments_of(whole(), {}))
    found = era([(m.earliest, m.latest) for m in moments], 1306)
    named = {d[:4]: w for d, w in zip(found.days, found.labels, strict=False) if w}
    assert named.keys() >= {m.earliest[:4] for m in moments} | {"2016", "2021"}
    assert all(w in (y, f"'{y[2:]}") for y, w in named.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_says_that_time_runs_unevenly(graph: Graph, language: str) -> None:
    for filters, unit in (({}, "year"), ({"from": "2014-01-01", "to": "2014-12-31"}, "month")):
        view = timeline(graph.sight(language), filters)
        svg = written(view, "svg")
        moments = moments_of(graph.sight(language), filters)
        words = uneven([(m.earliest, m.latest) for m in moments], language)
        assert {"en": unit, "ja": {"year": "年", "month": "月"}[unit]}[language] in words
        assert words in (words_of(svg, "desc"))
        assert svg.count(words) == 2


@given(st.text("abc deあいう、。（", max_size=80), st.integers(40, 300), st.integers(1, 3))
def test_a_name_takes_so_many_lines_at_most(name: str, room: int, most: int) -> None:
    lines = fold_most(name, room, 12, most)
    assert len(lines) <= most
    assert all(text_width(line, 12) <= room for line in lines)
    assert (
        lines == []
        or lines[-1].endswith("…")
        or "".join(lines).replace(" ", "") == (name.replace(" ", ""))
    )


@given(st.text(max_size=80), st.integers(20, 300))
def test_a_label_is_cut_to_its_room_and_never_changed_where_it_fits(label: str, room: int) -> None:
    found = cut(label, room)
    assert text_width(found, 12) <= room
    assert found == label or found.endswith("…")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_graph_is_drawn_and_no_label_lies_on_another(language: str) -> None:
    sight = whole(language)
    view = make(sight)
    hold_to_its_twin(make, sight)
    hold_to_reading(make, sight)
    inside_the_picture(written(view, "svg"))
    moments = tuple(moments_of(sight, {}))
    assert len(moments) > 100
    time = era([(m.earliest, m.latest) for m in moments], 1306)
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for sign in signs(moments, time, view):
        wide = text_width(sign.label, 12)
        place = (sign.x - wide - 9, sign.x2) if sign.is_before else (sign.x, sign.x2 + wide + 9)
        row = taken.setdefault((sign.moment.lane, sign.row), [])
        assert all(place[1] <= a or b <= place[0] for a, b in row)
        row.append(place)
