"""Names in tables are matched to the right things, and nothing is matched that is not sure."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jnkg.answer import ask
from jnkg.build import ensure_world
from jnkg.names import ID, LANGUAGES, NS
from jnkg.reconciling.asked import (
    BATCH,
    Asked,
    Constraint,
    Malformed,
    TooMany,
    Value,
    read_batch,
    read_extension,
)
from jnkg.reconciling.called import HIDDEN, TERM, known
from jnkg.reconciling.candidates import Candidate, candidates
from jnkg.reconciling.days import Span, agreement, read_day
from jnkg.reconciling.extension import extend
from jnkg.reconciling.kinds import class_of, kinds
from jnkg.reconciling.properties import DERIVED, held, of_class, property_of, table
from jnkg.reconciling.spelling import fold, in_order, pairs, romaji, stands_in
from jnkg.reconciling.suggestions import PAGE, suggest_entities, suggest_properties, suggest_types
from jnkg.rooms import Tree
from jnkg.store import World


@pytest.fixture(scope="module")
def world(tree: Tree) -> World:
    return ensure_world(tree)


def found(world: World, text: str, *types: str, **properties: str) -> list[Candidate]:
    """Give the candidates for a name, of some types, with some properties."""
    constraints = tuple(Constraint(p, (Value(v),)) for p, v in properties.items())
    return candidates(world, Asked(text, types, constraints=constraints))


def match(world: World, text: str, *types: str, **properties: str) -> str:
    """Give the identifier of the match, empty where there is none."""
    matches = [c.iri for c in found(world, text, *types, **properties) if c.is_match]
    assert len(matches) < 2
    return matches[0].removeprefix(ID) if matches else ""


GOLDEN = {
    "kanji": ("岸田文雄", "person-kishida-fumio"),
    "kanji as lists of names write it": ("髙市早苗", "person-takaichi-sanae"),
    "kanji in the old form": ("濱田靖一", "person-hamada-yasukazu"),
    "kanji with a space": ("安倍　晋三", "person-abe-shinzo"),
    "hiragana": ("きしだふみお", "person-kishida-fumio"),
    "katakana": ("キシダ・フミオ", "person-kishida-fumio"),
    "half-width katakana": ("ｷｼﾀﾞ ﾌﾐｵ", "person-kishida-fumio"),
    "katakana of a foreigner": ("イェンス・ストルテンベルグ", "person-jens-stoltenberg"),
    "and without the dot": ("イェンスストルテンベルグ", "person-jens-stoltenberg"),
    "romaji": ("Kono Taro", "person-kono-taro"),
    "romaji with macrons": ("Kōno Tarō", "person-kono-taro"),
    "romaji as typed": ("Kouno Tarou", "person-kono-taro"),
    "official romaji": ("Kisida Humio", "person-kishida-fumio"),
    "given name first": ("Taro Kono", "person-kono-taro"),
    "family name in capitals": ("KONO, Taro", "person-kono-taro"),
    "accents left out": ("Alejandro Alvargonzalez", "person-alejandro-alvargonzalez"),
    "hyphen left out": ("Yoon Suk Yeol", "person-yoon-suk-yeol"),
    "an abbreviation": ("ITPP", "instrument-2023-itpp"),
    "in full width": ("ＩＴＰＰ", "instrument-2023-itpp"),
    "a group": ("ＩＰ４", "group-ip4"),
    "its former name": ("AP4", "group-ip4"),
    "in full": ("アジア太平洋パートナー", "group-ip4"),
    "a state's former name": ("former Yugoslav Republic of Macedonia", "state-north-macedonia"),
    "a state by the name it gave up": ("Turkey", "state-turkiye"),
    "a state without its umlaut": ("Turkiye", "state-turkiye"),
    "a state by its letters": ("USA", "state-united-states"),
    "an organisation in full width": ("ＮＡＴＯ", "organization-nato"),
    "a body that is no more": ("防衛庁", "body-defense-agency-japan"),
    "in lower case": ("defense agency of japan", "body-defense-agency-japan"),
    "British spelling": ("Ministry of Defence of Japan", "body-ministry-of-defense-japan"),
    "a slug": ("document-2014-ipcp", "document-2014-ipcp"),
    "an IRI": (ID + "state-japan", "state-japan"),
    "an identifier elsewhere": ("Q132345", "person-abe-shinzo"),
}


@pytest.mark.parametrize("case", GOLDEN)
def test_a_name_is_matched_however_it_is_written(world: World, case: str) -> None:
    text, slug = GOLDEN[case]
    assert match(world, text) == slug


@pytest.mark.parametrize(
    "text",
    ["徳川家康", "John Smith", "Zzyzx", "量子計算研究所", "Ministry of Silly Walks", "。", "a"],
)
def test_what_the_graph_does_not_know_has_no_candidate(world: World, text: str) -> None:
    assert found(world, text) == []


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("Kishida", "person-kishida-fumio"),
        ("岸田", "person-kishida-fumio"),
        ("Lee", "person-lee-jae-myung"),
        ("バーシュボウ", "person-alexander-vershbow"),
        ("ドラゴーネ", "person-giuseppe-cavo-dragone"),
        ("Kishda Fumio", "person-kishida-fumio"),
        ("Hamada Seiichi", "person-hamada-yasukazu"),
    ],
)
def test_a_family_name_or_a_slip_is_offered_but_never_matched(
    world: World, text: str, among: str
) -> None:
    offered = found(world, text)
    assert ID + among in {c.iri for c in offered}
    assert not any(c.is_match for c in offered)
    assert all(c.score < 90 for c in offered)


def test_a_title_around_a_name_does_not_hide_it(world: World) -> None:
    for text in ("Prime Minister Kishida Fumio", "岸田文雄首相", "Mr. Fumio Kishida"):
        best = found(world, text)[0]
        assert best.iri == ID + "person-kishida-fumio"
        assert not best.is_match


def test_namesakes_are_left_to_whoever_asks(world: World) -> None:
    offered = found(world, "サイバー防衛")
    assert len([c for c in offered if c.score > 95]) > 3
    assert not any(c.is_match for c in offered)
    assert match(world, "サイバー防衛", "Theme") == "theme-cyber-defence"
    area = match(world, "サイバー防衛", "Area", inInstrument="IPCP 2020")
    assert area == "area-2020-ipcp-cyber-defence"
    assert match(world, "サイバー防衛", inInstrument="IPCP 2020") == area


def test_words_about_things_stand_back_for_the_things(world: World) -> None:
    assert match(world, "China") == "state-china"
    assert match(world, "China", "Term") == "term-china"
    everything = known(world)
    assert any(TERM in everything.types[iri] for iri in everything.names)


def test_two_letters_are_a_state_only_where_states_are_asked_for(world: World) -> None:
    assert match(world, "IT", "State") == "state-italy"
    assert match(world, "IT") == ""
    assert not any(c.iri == ID + "state-norway" for c in found(world, "no"))


def test_a_type_keeps_others_out_and_takes_its_subclasses_in(world: World) -> None:
    assert found(world, "Kishida Fumio", "Organization") == []
    assert match(world, "Kishida Fumio", "Agent") == "person-kishida-fumio"
    assert match(world, "岸田文雄", "個人") == "person-kishida-fumio"
    assert match(world, "Kishida Fumio", NS + "Person") == "person-kishida-fumio"
    assert match(world, "Kishida Fumio", "schema:Person") == "person-kishida-fumio"
    lowered = candidates(world, Asked("Kishida Fumio", ("Organization",), "should"))
    assert [(c.iri, c.is_match) for c in lowered] == [(ID + "person-kishida-fumio", False)]
    assert lowered[0].features["type"] is False
    both = Asked("Kishida Fumio", ("Person", "Organization"), "all")
    assert candidates(world, both) == []
    assert len(candidates(world, Asked("Kishida Fumio", ("Person", "Organization"), "any"))) == 1


POST, DAY = "post-prime-minister-japan", "2014-05-06"


@pytest.mark.parametrize(
    "day", ["2014-05-06", "2014年5月6日", "２０１４．５．６", "2014/05/06", "2014-05"]
)
def test_a_post_and_a_day_name_a_person_without_a_name(world: World, day: str) -> None:
    rows = ask(world, "holder-of-a-post", {"post": POST, "day": DAY}).rows
    holder = rows[0][1]
    assert holder is not None
    assert ID + match(world, "", "Person", post="Prime Minister of Japan", day=day) == holder.value
    assert ID + match(world, "", post="内閣総理大臣", day=day) == holder.value


@pytest.mark.parametrize(
    "day", ["2010-01-01", "2016-09-01", "2021-11-06", "2022-09-10", "2024-10-17"]
)
@pytest.mark.parametrize("post", [POST, "post-minister-of-defense-japan"])
def test_holders_are_those_that_the_stored_question_gives(
    world: World, post: str, day: str
) -> None:
    rows = ask(world, "holder-of-a-post", {"post": post, "day": day}).rows
    holders = {row[1].value for row in rows if row[1] is not None}
    sure = {c.iri for c in found(world, "", "Person", post=post, day=day) if c.score == 100}
    assert sure == holders


def test_a_day_in_another_term_of_office_counts_against_a_name(world: World) -> None:
    right = found(world, "安倍晋三", post="内閣総理大臣", day="2014-05-06")[0]
    wrong = found(world, "安倍晋三", post="内閣総理大臣", day="2009-05-06")[0]
    assert (right.features["property:day"], right.is_match) == (1.0, True)
    assert (wrong.features["property:day"], wrong.is_match) == (0.0, False)
    assert right.score - wrong.score >= 20


def test_nobody_is_known_to_be_in_office_after_the_day_of_the_world(world: World) -> None:
    best = found(world, "", "Person", post="内閣総理大臣", day="2090-01-01")
    assert best
    assert not any(c.is_match for c in best)
    assert max(c.score for c in best) < 100


def test_an_unreadable_day_tells_nothing(world: World) -> None:
    best = found(world, "岸田文雄", day="さきごろ")[0]
    assert "property:day" not in best.features
    assert best.score == 90


def test_a_country_tells_posts_of_one_name_apart(world: World) -> None:
    posts = {
        country: found(world, "Minister of Foreign Affairs", "Post", country=country)[0].iri
        for country in ("New Zealand", "大韓民国")
    }
    assert posts["New Zealand"].endswith("new-zealand")
    assert posts["大韓民国"].endswith("republic-of-korea")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_thing_is_found_by_its_label(world: World, language: str) -> None:
    labels = world.labels(language)
    for iri in sorted(known(world).names)[::9]:
        asked = Asked(labels[iri], ("Term",) if "/term-" in iri else (), limit=50)
        offered = {c.iri: c.features for c in candidates(world, asked)}
        assert offered[iri].get("name_exact"), labels[iri]


def test_a_match_is_one_that_no_other_thing_is_called(world: World) -> None:
    everything = known(world)
    shared = [
        {iri for iri, name in places if name.kind != HIDDEN and TERM not in everything.types[iri]}
        for (way, _), places in everything.by_key.items()
        if way == "folded"
    ]
    ambiguous = [iris for iris in shared if len(iris) > 1]
    assert len(ambiguous) > 20
    for iris in ambiguous[::3]:
        text = next(n.text for n in everything.names[min(iris)] if n.kind != HIDDEN)
        if fold(text) in {n.folded for n in everything.names[max(iris)] if n.kind != HIDDEN}:
            assert match(world, text) == ""


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=40))
def test_any_text_is_answered_in_order(world: World, text: str) -> None:
    offered = candidates(world, Asked(text.strip() or "x"))
    scores = [c.score for c in offered]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 for score in scores)
    assert sum(c.is_match for c in offered) <= 1


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=30))
def test_keys_of_a_name_are_blind_to_what_they_are_made_for(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert in_order(in_order(folded)) == in_order(folded)
    assert in_order(" ".join(reversed(in_order(folded).split()))) == in_order(folded)
    assert len(pairs(folded)) <= len(folded) + 1


def test_romanisations_meet() -> None:
    for one, other in (("Kouno Tarou", "Kōno Tarō"), ("Syouzi Huzio", "Fujio Shoji"),
                       ("Shimbun", "Shinbun"), ("Ohno", "Ono"), ("Satoh", "Sato"),
                       ("Tuda", "Tsuda"), ("Uetsuji", "Uetuzi")):  # fmt: skip
        assert romaji(fold(one)) == romaji(fold(other))
    assert romaji(fold("Ohara Taro")) != romaji(fold("Ora Taro"))
    assert romaji(fold("Kato")) != romaji(fold("Gato"))


def test_a_text_stands_in_another_as_whole_words() -> None:
    assert stands_in("岸田", "岸田文雄")
    assert stands_in("lee", "lee jae-myung")
    assert not stands_in("lee", "sleeve")
    assert not stands_in("岸", "岸田文雄")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2014-05-06", ("2014-05-06", "2014-05-06")),
        ("2014-05-06T12:00:00Z", ("2014-05-06", "2014-05-06")),
        ("２０１４年５月６日（火）", ("2014-05-06", "2014-05-06")),
        ("2014年5月", ("2014-05-01", "2014-05-31")),
        ("2014", ("2014-01-01", "2014-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2014-02-30", None),
        ("2014-13", None),
        ("", None),
        ("平成26年", None),
        ("soon", None),
    ],
)
def test_days_are_read_as_tables_have_them(text: str, day: tuple[str, str] | None) -> None:
    assert read_day(text) == day


def test_a_stretch_of_time_takes_in_a_day_certainly_perhaps_or_not() -> None:
    span = Span(("2014-02-01", "2014-03-31"), ("2014-01-01", "2014-04-30"))
    assert agreement(span, ("2014-02-01", "2014-02-28")) == 1
    assert agreement(span, ("2014-01-10", "2014-01-10")) == 0.5
    assert agreement(span, ("2014-01-01", "2014-12-31")) == 0.5
    assert agreement(span, ("2015-01-01", "2015-01-01")) == 0
    assert agreement(Span(None, ("2014-01-01", "2014-04-30")), ("2014-02-01", "2014-02-01")) == 0.5


def test_a_narrower_world_knows_less(tree: Tree, world: World) -> None:
    stated = ensure_world(tree, "stated", "")
    asked = {"post": "内閣総理大臣", "day": "2014-05-06"}
    assert match(world, "", "Person", **asked)
    assert match(stated, "", "Person", **asked) == ""
    early = ensure_world(tree, "interpreted", "2014-12-31")
    assert match(world, "Locked Shields 2021") == "activity-2021-04-locked-shields"
    assert found(early, "Locked Shields 2021") == []


def test_another_number_is_another_thing(world: World) -> None:
    for text in ("Locked Shields 1999", "IPCP 2016", "UNSCR 1326"):
        assert not any(c.is_match or c.score > 60 for c in found(world, text))


WRONG: dict[str, tuple[str, str]] = {
    "no JSON": ("{", "This is not JSON."),
    "NaN": ('{"q": {"query": NaN}}', "This is not JSON."),
    "half a character": (r'{"q": {"query": "\ud800"}}', "This is not JSON."),
    "deeply nested": ("[" * 100000, "This is not JSON."),
    "a list": ("[]", "the whole"),
    "a query that is a text": ('{"q": "x"}', "q"),
    "neither name nor properties": ('{"q": {}}', "q needs query or properties"),
    "a strange field": ('{"q": {"query": "x", "conditions": []}}', "conditions"),
    "a limit of none": ('{"q": {"query": "x", "limit": 0}}', "q.limit"),
    "half a candidate": ('{"q": {"query": "x", "limit": 1.5}}', "q.limit"),
    "endlessly many": ('{"q": {"query": "x", "limit": 1e999}}', "q.limit"),
    "a truth for a limit": ('{"q": {"query": "x", "limit": true}}', "q.limit"),
    "a name that is a number": ('{"q": {"query": 5}}', "q.query"),
    "a long name": (json.dumps({"q": {"query": "x" * 1001}}), "1000"),
    "another strictness": ('{"q": {"query": "x", "type_strict": "none"}}', "type_strict"),
    "a property without a value": ('{"q": {"properties": [{"pid": "day"}]}}', "needs v"),
    "a type that is a number": ('{"q": {"query": "x", "type": 3}}', "q.type"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_malformed_is_refused_in_two_languages(case: str) -> None:
    text, words = WRONG[case]
    with pytest.raises(Malformed) as caught:
        read_batch(text)
    assert words in caught.value.message["en"]
    assert not caught.value.message["ja"].isascii()


def test_a_batch_has_a_limit() -> None:
    batch = {f"q{n}": {"query": "x"} for n in range(BATCH)}
    assert len(read_batch(json.dumps(batch))) == BATCH
    with pytest.raises(TooMany):
        read_batch(json.dumps({**batch, "more": {"query": "x"}}))
    with pytest.raises(TooMany):
        read_extension(json.dumps({"ids": ["x"] * (BATCH + 1), "properties": []}))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["query", "type", "limit", "properties", "pid", "v", "id", "ids"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(document=JSON)
def test_any_json_is_read_or_refused(document: Any) -> None:
    for reader, sent in ((read_batch, {"q": document}), (read_extension, document)):
        with suppress(Malformed):
            reader(json.dumps(sent))


def test_blank_values_constrain_nothing() -> None:
    sent = {
        "query": "x",
        "properties": [{"pid": "day", "v": None}, {"pid": "post", "v": ["", " "]}],
    }
    assert read_batch(json.dumps({"q": sent}))["q"].constraints == ()


@pytest.mark.parametrize(
    ("typed", "near"), [("Persn", "Person"), ("instrument", "Instrument"), ("summits", "Summit")]
)
def test_an_unknown_type_is_answered_with_the_nearest(world: World, typed: str, near: str) -> None:
    if typed == "instrument":
        assert class_of(world, typed) == NS + near  # a label
        return
    with pytest.raises(Malformed) as caught:
        class_of(world, typed)
    assert near in caught.value.nearest


def test_an_unknown_property_is_answered_with_the_nearest(world: World) -> None:
    assert property_of(world, "jn:hasParty").id == "hasParty"
    assert property_of(world, NS + "hasParty").id == "hasParty"
    assert property_of(world, "当事者").id == "hasParty"
    with pytest.raises(Malformed) as caught:
        property_of(world, "hasPartey")
    assert "hasParty" in caught.value.nearest


def test_classes_stand_under_all_those_above_them(world: World) -> None:
    everything = kinds(world)
    assert NS + "Event" in everything.above[NS + "Summit"]
    assert NS + "Agent" in everything.above[NS + "State"]
    for cls, near in everything.near.items():
        assert cls not in everything.above[cls]
        assert set(near) <= everything.above[cls]


def values(world: World, thing: str, prop: str, **chosen: object) -> list[dict[str, object]]:
    """Give the values of a property of a thing, as a client has them."""
    sent = {"ids": [thing], "properties": [{"id": prop, "settings": chosen}]}
    rows: Any = extend(world, read_extension(json.dumps(sent)), "en")["rows"]
    cells: list[dict[str, object]] = rows[thing][prop]
    return cells


def test_columns_hold_what_the_graph_holds(world: World) -> None:
    signing = "event-2014-05-06-ipcp-signing"
    assert values(world, signing, "earliest") == [{"date": "2014-05-06T00:00:00Z"}]
    assert values(world, signing, "earliest", dates="text") == [{"str": "2014-05-06"}]
    assert {"id": "person-abe-shinzo", "name": "Abe Shinzo"} in values(
        world, signing, "participant"
    )
    assert values(world, signing, "country") == [{"id": "state-belgium", "name": "Belgium"}]
    assert values(world, signing, "numberOfOriginals") == [{"int": 2}]
    assert values(world, "place-newport-wales", "latitude") == [{"float": 51.59}]
    assert values(world, "instrument-2014-ipcp", "status") == [{"str": "stated"}]
    assert {"id": "document-2014-ipcp", "name": "IPCP 2014 (Japanese text)"} in values(
        world, "instrument-2014-ipcp", "source"
    )
    assert values(world, "state-japan", "iri") == [{"str": ID + "state-japan"}]


def test_columns_can_be_limited_and_spoken_in_a_language(world: World) -> None:
    all_areas = values(world, "instrument-2014-ipcp", "area")
    assert len(all_areas) == 10
    assert values(world, "instrument-2014-ipcp", "area", limit="3") == all_areas[:3]
    assert values(world, "state-japan", "name_ja") == [{"str": "日本"}]
    assert values(world, "group-ip4", "skos:altLabel", language="ja") != values(
        world, "group-ip4", "skos:altLabel", language="en"
    )
    both = values(world, "group-ip4", "skos:altLabel", language="both")
    assert {"str": "アジア太平洋パートナー"} in both
    assert {"str": "Asia-Pacific partners"} in both


def test_every_property_has_words_in_both_languages_and_can_be_fetched(world: World) -> None:
    for name, prop in held(world).properties.items():
        assert prop.label["en"], name
        assert prop.label["ja"], name
        assert table(world, prop) or name == "day", name


@pytest.mark.parametrize("kind", ["Person", "Instrument", "Event", "State", "Document", "Post"])
def test_properties_are_proposed_that_things_of_a_type_have(world: World, kind: str) -> None:
    proposed = of_class(world, frozenset([NS + kind]))
    assert len(proposed) > 4
    assert {"name_en", "name_ja"} < {p.id for p in proposed}
    things = [iri for iri in known(world).names if known(world).is_of(iri, frozenset([NS + kind]))]
    for prop in proposed:
        assert any(iri in table(world, prop) for iri in things), prop.id
    assert not set(DERIVED) - {"day"} - held(world).properties.keys()


TYPED = {
    "kishi": "person-kishida-fumio",
    "きし": "person-kishida-fumio",
    "岸田文": "person-kishida-fumio",
    "Fumio K": "person-kishida-fumio",
    "person-kishida": "person-kishida-fumio",
    "ＩＰ": "group-ip4",
    "北大西洋": "organization-nato",
    "Partnership and Coop": "instrument-2014-ipcp",
}


@pytest.mark.parametrize(("typed", "slug"), TYPED.items())
def test_what_somebody_types_is_completed(world: World, typed: str, slug: str) -> None:
    pages: list[str] = []
    for cursor in range(0, 200, PAGE):
        page = [str(item["id"]) for item in suggest_entities(world, typed, "ja", cursor)]
        pages += page
        if len(page) < PAGE:
            break
    assert slug in pages
    assert len(pages) == len(set(pages))


def test_a_whole_name_comes_first(world: World) -> None:
    assert suggest_entities(world, "Japan", "en", 0)[0]["id"] == "state-japan"
    assert suggest_entities(world, "日本", "ja", 0)[0]["id"] == "state-japan"
    assert suggest_entities(world, "abe", "en", 0, ["State"]) == []
    assert suggest_types(world, "個人", "ja", 0)[0]["id"] == "Person"
    assert suggest_types(world, "Person", "en", 0)[0]["broader"] == [
        {"id": "Agent", "name": "agent"}
    ]
    assert suggest_properties(world, "国", "ja", 0)[0]["id"] == "country"
    assert suggest_entities(world, "qqqq", "en", 0) == []
