import json
import re

import pyoxigraph as ox
import pytest

from jnkg.names import ID
from jnkg.render import display_width
from jnkg.show import WORDS, card, to_json, to_text
from jnkg.store import World

EVENT = ox.NamedNode(ID + "event-2021-example")
PERSON = ox.NamedNode(ID + "person-tanaka-taro")
PARTICIPATION = ox.NamedNode(ID + "participation-2021-example-tanaka")
JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")


def test_a_claim_leads_to_its_clause_and_its_words(small_world: World) -> None:
    stated = [c for c in card(small_world, EVENT, "en").claims if c.basis.status == "stated"]
    assert [c.basis.document and c.basis.document.label for c in stated] == [
        "Summary of the Example Conference",
        "Example page",
    ]
    assert stated[0].basis.clauses[0].quotation == "田中副大臣は出席"
    assert stated[0].basis.clauses[0].passage.label == "Summary of the Example Conference 4."


def test_a_derived_claim_leads_to_its_rule_reason_and_premises(small_world: World) -> None:
    claims = card(small_world, PARTICIPATION, "ja").claims
    assert [c.basis.status for c in claims] == ["stated", "derived"]
    (ground,) = claims[1].basis.grounds
    assert ground.rule is not None
    assert ground.rule.label == "在職者の特定"
    assert ground.reason == "その職にあった。"
    assert [p.iri for p in ground.premises] == [PARTICIPATION.value]


def test_each_of_several_grounds_shows_its_own_reason(world: World) -> None:
    node = ox.NamedNode(ID + "event-2024-10-17-partner-session")
    derived = next(c for c in card(world, node, "en").claims if c.basis.status == "derived")
    assert len({g.reason for g in derived.basis.grounds}) == 2
    text = to_text(card(world, node, "en"), "en", 400)
    assert all(g.reason in text for g in derived.basis.grounds)


def test_what_a_preference_sets_aside_is_shown_as_set_aside(
    small_world: World, small_stated_world: World
) -> None:
    for shown, expected in ((small_world, {"2021-03-01"}), (small_stated_world, set())):
        values = [v for c in card(shown, EVENT, "en").claims for ln in c.lines for v in ln.values]
        assert {v.text for v in values if v.is_set_aside} == expected
    text = to_text(card(small_world, EVENT, "ja"), "ja", 80)
    assert "2021-03-01（退けられた値）" in text
    assert "後の文書が正確である。" in text


def test_a_conflict_shows_every_version(small_world: World) -> None:
    conflict = card(small_world, EVENT, "en").conflicts[0]
    assert [(v.value, v.is_set_aside) for v in conflict.versions] == [
        ("2021-03-02", False),
        ("2021-03-01", True),
    ]
    assert conflict.reason == "The later text is exact."


def test_a_gap_about_a_claim_is_shown_on_the_person(small_world: World) -> None:
    gaps = card(small_world, PERSON, "en").gaps
    assert [(g.kind, g.summary, g.about.iri) for g in gaps] == [
        ("not printed", "No given name.", PARTICIPATION.value)
    ]


def test_what_is_said_elsewhere_has_its_status(small_world: World) -> None:
    mentions = card(small_world, PERSON, "en").mentions
    assert [(m.property.label, m.kind, m.basis.status) for m in mentions] == [
        ("has participant", "participation", "derived")
    ]


def test_a_passage_shows_the_claims_that_stand_on_it(small_world: World) -> None:
    passage = ox.NamedNode(ID + "passage-2021-example-4")
    mentions = card(small_world, passage, "en").mentions
    subjects = {m.subject.iri for m in mentions}
    assert {EVENT.value, PARTICIPATION.value} <= subjects
    assert not any("evidence-" in iri or "derivation-" in iri for iri in subjects)


def test_a_stricter_world_says_less(small_world: World, small_stated_world: World) -> None:
    strict = card(small_stated_world, PARTICIPATION, "en")
    assert [c.basis.status for c in strict.claims] == ["stated"]
    assert strict.gaps == ()


def test_the_head_has_both_labels_and_the_rest_one_language(small_world: World) -> None:
    english = to_text(card(small_world, EVENT, "en"), "en", 80).splitlines()
    japanese = to_text(card(small_world, EVENT, "ja"), "ja", 80).splitlines()
    assert english[0] == "Example Conference  例示会議"
    assert japanese[0] == "例示会議  Example Conference"
    quoted = [line for line in english[1:] if JAPANESE.search(line)]
    assert all("“" in line or "田中" in line for line in quoted)
    for word in ("Example", "Conference", "evidence", "stated", "conflict", "earliest"):
        assert not [line for line in japanese[1:] if word in re.sub(r"https?://\S+", "", line)]


def test_truth_values_are_words(small_world: World) -> None:
    assert re.search(r"is open +yes", to_text(card(small_world, EVENT, "en"), "en", 80))
    assert re.search(r"例示 +はい", to_text(card(small_world, EVENT, "ja"), "ja", 80))


@pytest.mark.parametrize("width", [40, 61, 100])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_line_is_wider_than_the_terminal(small_world: World, width: int, language: str) -> None:
    for node in (EVENT, PERSON, PARTICIPATION):
        text = to_text(card(small_world, node, language), language, width)
        assert all(display_width(ln) <= width for ln in text.splitlines() if "https" not in ln)


def test_both_languages_have_the_same_words() -> None:
    assert WORDS["en"].keys() == WORDS["ja"].keys()


def test_json_says_what_the_text_says(small_world: World) -> None:
    shown = json.loads(json.dumps(to_json(card(small_world, EVENT, "en"))))
    assert shown["node"]["iri"] == EVENT.value
    assert shown["labels"] == {"en": "Example Conference", "ja": "例示会議"}
    assert {c["basis"]["status"] for c in shown["claims"]} == {"stated"}


def test_the_same_world_gives_the_same_card(small_world: World) -> None:
    assert card(small_world, EVENT, "ja") == card(small_world, EVENT, "ja")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_kind_of_node_of_the_real_graph_has_a_card(world: World, language: str) -> None:
    for slug in ("state-japan", "organization-nato", "document-2014-ipcp", "instrument-2023-itpp"):
        text = to_text(card(world, ox.NamedNode(ID + slug), language), language, 100)
        assert WORDS[language]["stated"] in text
