import json

import pytest

from jnkg.find import excerpt, find, hits_to_json, hits_to_table
from jnkg.names import ID
from jnkg.nearest import nearest
from jnkg.store import World


def slugs(world: World, text: str, language: str = "en", most: int = 20) -> list[str]:
    return [hit.node.value.removeprefix(ID) for hit in find(world, text, language, most)]


@pytest.mark.parametrize(
    ("query", "first", "where"),
    [
        ("田中太郎", "person-tanaka-taro", "label"),
        ("tanaka taro", "person-tanaka-taro", "label"),
        ("ＴＡＮＡＫＡ　ＴＡＲＯ", "person-tanaka-taro", "label"),
        ("T. Tanaka", "person-tanaka-taro", "other name"),
        ("タナカ", "person-tanaka-taro", "other name"),
        ("たなかたろう", "person-tanaka-taro", "other name"),
        ("q99", "person-tanaka-taro", "identifier"),
        ("第1号", "document-2021-example", "printed"),
        ("公開の会", "passage-2021-example-4", "summary"),
        ("held the post", "derivation-tanaka", "summary"),
        ("副大臣は出席", "evidence-2021-example-4-a", "quotation"),
    ],
)
def test_finds_a_node_by_any_of_its_texts(
    small_world: World, query: str, first: str, where: str
) -> None:
    hit = find(small_world, query, "ja")[0]
    assert (hit.node.value, hit.where) == (ID + first, where)


def test_all_words_must_occur_though_not_in_one_text(small_world: World) -> None:
    assert "person-tanaka-taro" in slugs(small_world, "Q99 田中")
    assert slugs(small_world, "田中 Q98") == []


def test_a_name_comes_before_a_part_of_a_name_and_that_before_what_is_printed(
    small_world: World,
) -> None:
    found = find(small_world, "例示会議", "ja")
    assert found[0].node.value == ID + "event-2021-example"
    assert found[1].node.value == ID + "document-2021-example"
    assert [h.score for h in found] == sorted((h.score for h in found), reverse=True)


def test_the_same_query_gives_the_same_order(small_world: World) -> None:
    assert slugs(small_world, "2021") == slugs(small_world, "2021")
    assert slugs(small_world, "田中", "ja", 1) == slugs(small_world, "田中", "ja")[:1]


def test_nothing_is_asked_and_nothing_is_found(small_world: World) -> None:
    assert find(small_world, " ・ ", "en") == []
    assert hits_to_table([], "ja") == "見つかりませんでした。語を減らすか短くしてください。\n"


def test_hits_are_named_in_the_readers_language(small_world: World) -> None:
    assert "個人" in hits_to_table(find(small_world, "Q99", "ja"), "ja")
    assert "person " in hits_to_table(find(small_world, "Q99", "en"), "en")
    assert "名称" in hits_to_table(find(small_world, "田中太郎", "ja"), "ja")


def test_json_keeps_the_iri(small_world: World) -> None:
    rows = json.loads(hits_to_json(find(small_world, "Q99", "en"), "en"))
    assert rows[0]["iri"] == ID + "person-tanaka-taro"


def test_a_weaker_claim_is_not_found_in_a_stricter_world(
    small_world: World, small_stated_world: World
) -> None:
    assert slugs(small_world, "held the post")
    assert slugs(small_stated_world, "held the post") == []


def test_an_excerpt_shows_the_word_and_marks_its_cuts() -> None:
    text = "あ" * 100 + "サイバー" + "い" * 100
    shown = excerpt(text, ["さいばー"])
    assert "サイバー" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert excerpt("short", ["none"]) == "short"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("person-tanaka-tar", "person-tanaka-taro"),
        ("tanaka-taro", "person-tanaka-taro"),
        ("Tanaka Tarou", "person-tanaka-taro"),
        ("田中太朗", "person-tanaka-taro"),
        ("Exmaple Conference", "event-2021-example"),
        ("jnd:event-2021-exampel", "event-2021-example"),
        ("Confernce", "jn:Conference"),
    ],
)
def test_a_slip_of_the_pen_leads_to_the_name_meant(
    small_world: World, text: str, first: str
) -> None:
    assert nearest(small_world, text)[0] == first


def test_nothing_near_is_nothing_suggested(small_world: World) -> None:
    assert nearest(small_world, "zzzzqqqq") == []
    assert nearest(small_world, "") == []
    assert len(nearest(small_world, "example", 2)) == 2


def test_the_real_graph_is_searched_in_both_scripts(world: World) -> None:
    assert slugs(world, "なかたに")[0] == slugs(world, "nakatani")[0] == "person-nakatani-gen"
    assert "instrument-2023-itpp" in slugs(world, "ＩＴＰＰ")[:2]
