"""The ledger tells what was promised, done and left open, and no more than was known by the day."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jnkg.errors import Misuse
from jnkg.names import ID, LANGUAGES, NS
from jnkg.views.deeds import account, spans, state
from jnkg.views.eras import uneven
from jnkg.views.frame import Sight, View, written
from jnkg.views.ledger import last_day, ledger
from jnkg.views.strips import HALF, room
from sights import SVG, Graph, words_of
from vistas import (
    hold_to_every_promise,
    hold_to_its_twin,
    inside_the_picture,
    table,
    whole,
)

IDENTITY = """
jnd:instrument-2014-one a jn:PartnershipProgramme ; rdfs:label "First <&>"@en , "第一<&>"@ja .
jnd:event-2016-talk a jn:BilateralTalk ; rdfs:label "A talk"@en , "会談"@ja .
jnd:event-2013-talk a jn:BilateralTalk ; rdfs:label "First talk"@en , "最初の会談"@ja .
jnd:activity-2015-exercise a jn:Exercise ; rdfs:label "An exercise"@en , "演習"@ja .
jnd:activity-posting a jn:Posting ; rdfs:label "A posting"@en , "派遣"@ja .
jnd:activity-line a jn:Cooperation ; rdfs:label "A line"@en , "回線"@ja .
jnd:activity-loose a jn:Cooperation ; rdfs:label "Loose"@en , "その他の活動"@ja .
jnd:document-late a jn:Document ; rdfs:label "Late"@en , "後の文書"@ja ;
    jn:issuedEarliest "2017-03-04"^^xsd:date ; jn:issuedLatest "2017-03-04"^^xsd:date .
"""
STATED = """
jnd:instrument-2014-one jn:hasEvidence jnd:evidence-x ; jn:edtf "2014-05-06" ;
    jn:earliest "2014-05-06"^^xsd:date ; jn:latest "2014-05-06"^^xsd:date .
jnd:event-2013-talk jn:hasEvidence jnd:evidence-x ; jn:edtf "2013-02-03" ;
    jn:earliest "2013-02-03"^^xsd:date ; jn:latest "2013-02-03"^^xsd:date .
jnd:event-2016-talk jn:hasEvidence jnd:evidence-x ; jn:edtf "2016-02-03" ;
    jn:earliest "2016-02-03"^^xsd:date ; jn:latest "2016-02-03"^^xsd:date .
jnd:commitment-train a jn:Commitment ; jn:hasEvidence jnd:evidence-x ;
    jn:inInstrument jnd:instrument-2014-one ; jn:commitmentKind jn:PracticalCooperation ;
    jn:summary "Train together."@en , "共に訓練する。"@ja .
jnd:commitment-idle a jn:Commitment ; jn:hasEvidence jnd:evidence-x ;
    jn:inInstrument jnd:instrument-2014-one ; jn:commitmentKind jn:Review ;
    jn:summary "Review it."@en , "見直す。"@ja .
jnd:commitment-later a jn:Commitment ; jn:hasEvidence jnd:evidence-x ;
    jn:inEvent jnd:event-2016-talk ; jn:commitmentKind jn:Review ;
    jn:summary "Set up a line."@en , "回線を設ける。"@ja .
jnd:activity-2015-exercise jn:hasEvidence jnd:evidence-x ; jn:edtf "2015-09-25" ;
    jn:earliest "2015-09-25"^^xsd:date ; jn:latest "2015-09-25"^^xsd:date .
jnd:report-posting-1 a jn:StatusReport ; jn:hasEvidence jnd:evidence-x ;
    jn:reportsOn jnd:activity-posting ; jn:modality jn:UnderCoordination ; jn:edtf "2013-01-01" ;
    jn:earliest "2013-01-01"^^xsd:date ; jn:latest "2013-01-01"^^xsd:date ;
    jn:summary "Being arranged."@en , "調整中。"@ja .
jnd:report-posting-2 a jn:StatusReport ; jn:hasEvidence jnd:evidence-x ;
    jn:reportsOn jnd:activity-posting ; jn:modality jn:Done ; jn:inEvent jnd:event-2013-talk ;
    jn:edtf "2020" ; jn:earliest "2020-01-01"^^xsd:date ; jn:latest "2020-12-31"^^xsd:date ;
    jn:summary "Done."@en , "済み。"@ja .
jnd:report-loose a jn:StatusReport ; jn:hasEvidence jnd:evidence-x ;
    jn:reportsOn jnd:activity-loose ; jn:modality jn:Planned , jn:Ongoing ;
    jn:edtf "2014-05-06" ; jn:earliest "2014-05-06"^^xsd:date ; jn:latest "2014-05-06"^^xsd:date ;
    jn:summary "Planned."@en , "計画。"@ja .
jnd:fulfilment-train a jn:Fulfilment ; jn:hasEvidence jnd:evidence-x ;
    jn:fulfils jnd:commitment-train ; jn:isFulfilledThrough jnd:activity-2015-exercise ;
    jn:summary "Trained."@en , "訓練した。"@ja .
"""
INTERPRETED = """
jnd:fulfilment-posting a jn:Fulfilment ; jn:hasGround jnd:reading-x ;
    jn:fulfils jnd:commitment-train ; jn:isFulfilledThrough jnd:activity-posting ;
    jn:summary "Posted."@en , "派遣した。"@ja .
jnd:outcome-loose a jn:Outcome ; jn:hasGround jnd:reading-x ; jn:isOutcomeOf jnd:activity-loose ;
    jn:outcomeKind jn:CarriedOut ; jn:ledTo jnd:activity-2015-exercise ;
    jn:summary "It came."@en , "実現した。"@ja .
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return Graph(tmp_path_factory.mktemp("ledger"), IDENTITY, STATED, INTERPRETED)


def make(sight: Sight) -> View:
    return ledger(sight, "2018-01-01")


def states(sight: Sight, day: str) -> dict[str, list[str]]:
    """Give the state of every activity of the ledger as of a day."""
    found = account(sight, day)
    deeds = [d for p in found.promises for d in p.deeds] + list(found.untied)
    return {
        d.activity.value.removeprefix(ID): [m.value.removeprefix(NS) for m in state(d)]
        for d in deeds
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_keeps_what_every_view_promises(graph: Graph, language: str) -> None:
    sight = graph.sight(language)
    title = {"en": "Ledger of commitments as of 2018-01-01", "ja": "約束の台帳（2018-01-01時点）"}
    hold_to_every_promise(make, sight, title[language])


def test_a_report_counts_from_the_occasion_on_which_it_was_made(graph: Graph) -> None:
    sight = graph.sight()
    assert states(sight, "2013-02-02")["activity-posting"] == ["UnderCoordination"]
    assert states(sight, "2013-02-03")["activity-posting"] == ["Done"]


def test_under_coordination_never_shows_as_done(graph: Graph) -> None:
    view = ledger(graph.sight(), "2013-02-02")
    row = next(r for r in table(view) if r["thing_iri"] == ID + "activity-posting")
    assert row["note"] == "under coordination, 2013-01-01"
    assert not [r for r in table(view) if r["thing_iri"] == ID + "report-posting-2"]
    assert "A posting: under coordination" in written(view, "text")


def test_a_deed_counts_from_its_day_and_a_promise_from_its_own(graph: Graph) -> None:
    sight = graph.sight()
    assert "activity-2015-exercise" not in states(sight, "2015-09-24")
    assert "activity-2015-exercise" in states(sight, "2015-09-25")
    promised = {day: {p.node.value.removeprefix(ID) for p in account(sight, day).promises}
                for day in ("2014-05-05", "2016-02-02", "2016-02-03")}  # fmt: skip
    assert promised["2014-05-05"] == set()
    assert promised["2016-02-03"] - promised["2016-02-02"] == {"commitment-later"}


def test_an_outcome_counts_once_what_came_of_the_plan_lies_behind(graph: Graph) -> None:
    before, behind = (
        next(d for d in account(graph.sight(), day).untied if "loose" in d.activity.value).outcome
        for day in ("2015-09-24", "2015-09-25")
    )
    assert before is None
    assert behind is not None
    assert behind.kind.value == NS + "CarriedOut"


def test_what_nobody_reports_on_is_an_empty_box_with_words(graph: Graph) -> None:
    view = make(graph.sight())
    svg = ET.fromstring(written(view, "svg").encode())
    links = [a for a in svg.iter(f"{SVG}a") if a.get("href") == ID + "commitment-idle"]
    dashes = [p.get("stroke-dasharray") for a in links for p in a.iter(f"{SVG}path")]
    assert dashes == ["3 4"] or dashes == ["3,4"]
    assert "Review it. [nothing reported]" in written(view, "text")
    row = next(r for r in table(view) if r["thing_iri"] == ID + "commitment-idle")
    assert row["note"] == "nothing reported"


def test_a_link_that_a_document_states_and_one_that_is_read_are_told_apart(graph: Graph) -> None:
    rows = [r for r in table(make(graph.sight())) if r["drawn"] == "activity" and r["status"]]
    found = {r["thing_iri"].removeprefix(ID): r["status"] for r in rows}
    assert found == {
        "activity-2015-exercise": "stated in a document",
        "activity-posting": "the editors' reading",
    }
    stated = table(ledger(graph.sight(status="stated"), "2018-01-01"))
    posting = next(r for r in stated if r["thing_iri"] == ID + "activity-posting")
    assert posting["commitment"] == ""


def test_several_modalities_of_one_report_have_a_row_each(graph: Graph) -> None:
    rows = [r for r in table(make(graph.sight())) if r["thing_iri"] == ID + "report-loose"]
    assert sorted(r["modality"] for r in rows) == ["ongoing", "planned"]


def test_the_day_is_the_latest_covered_unless_told_otherwise(graph: Graph) -> None:
    sight = graph.sight()
    assert last_day(sight) == "2014-05-06"
    view = ledger(sight, "")
    assert view.command == "jnkg ledger --as-of 2014-05-06"
    assert words_of(written(view, "svg"), "title").endswith("2014-05-06")


def test_a_day_that_is_none_is_refused_in_both_languages(graph: Graph) -> None:
    with pytest.raises(Misuse) as raised:
        ledger(graph.sight(), "yesterday")
    assert raised.value.message["en"] != raised.value.message["ja"]


def test_before_the_first_promise_the_view_is_empty_and_says_why(graph: Graph) -> None:
    view = ledger(graph.sight(), "2000-01-01")
    assert view.rows.rows == []
    assert view.reasons()
    assert written(view, "text") == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("day", ["2024-10-17", ""])
def test_the_whole_graph_is_drawn(language: str, day: str) -> None:
    sight = whole(language)
    hold_to_its_twin(lambda s: ledger(s, day), sight)
    inside_the_picture(written(ledger(sight, day), "svg"))


@pytest.mark.parametrize("day", ["2014-12-31", "2020-06-30", "2024-10-17", "2025-06-01"])
def test_nothing_after_the_day_is_in_the_whole_ledger(day: str) -> None:
    found = account(whole(), day)
    deeds = [d for p in found.promises for d in p.deeds] + list(found.untied)
    assert all(p.day <= day for p in found.promises)
    assert all(r.day <= day for d in deeds for r in d.reports)
    assert all(d.first <= day for d in deeds if d.first)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_says_that_time_runs_unevenly(graph: Graph, language: str) -> None:
    view = make(graph.sight(language))
    svg = written(view, "svg")
    words = uneven(spans(account(view.sight, "2018-01-01")), language)
    assert words
    assert words in words_of(svg, "desc")
    assert svg.count(words) == 2


@given(st.lists(st.floats(7, 580), max_size=20))
def test_a_mark_never_lies_before_its_day_nor_on_another(wanted: list[float]) -> None:
    taken: list[list[float]] = []
    found = [(w, *room(taken, w, 590.0)) for w in wanted]
    assert all(x >= w for w, x, _ in found)
    for n, (_, x, line) in enumerate(found):
        assert all(line != m or abs(x - other) >= 2 * HALF for _, other, m in found[:n])


def test_japanese_tells_what_took_place_from_what_came_of_a_plan(graph: Graph) -> None:
    svg = written(make(graph.sight("ja")), "svg")
    texts = [t.text for t in ET.fromstring(svg.encode()).iter(f"{SVG}text")]
    legend = [t for t in texts if t in ("行われたもの", "実施済み", "実施")]
    assert sorted(legend) == sorted({*legend})
    assert len(legend) == 3


def test_as_days_go_by_no_report_is_lost() -> None:
    sight = whole()
    before: set[ox.NamedNode] = set()
    for day in ("2014-12-31", "2018-12-31", "2022-12-31", "2024-10-17", "2026-05-29"):
        found = account(sight, day)
        deeds = [d for p in found.promises for d in p.deeds] + list(found.untied)
        reports = {r.node for d in deeds for r in d.reports}
        assert before <= reports
        before = reports
