import json
from dataclasses import replace

import pyoxigraph as ox
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import BibliographyData, parse_string

from jnkg import __version__
from jnkg.cite import STYLES, WORDS, cite
from jnkg.citeforms import bibtex_entry, csl_item, escape, ris_record
from jnkg.citewords import clauses
from jnkg.errors import Misuse
from jnkg.names import ID
from jnkg.reference import Reference
from jnkg.store import World

DOCUMENT, PAGE, UNDATED, PASSAGE, EVENT, PERSON = (
    ox.NamedNode(ID + slug)
    for slug in (
        "document-2021-example",
        "document-2021-page",
        "document-2022-undated",
        "passage-2021-example-4",
        "event-2021-example",
        "person-tanaka-taro",
    )
)
ITEM = {
    "id": str,
    "type": str,
    "title": str,
    "note": str,
    "title-short": str,
    "container-title": str,
    "version": str,
    "author": list,
    "publisher": str,
    "source": str,
    "language": str,
    "URL": str,
    "locator": str,
    "accessed": dict,
    "issued": dict,
}
"""The part of CSL's `csl-data.json` (1.0.2) that references here may use."""


def bibtex(world: World, node: ox.NamedNode, language: str = "en") -> BibliographyData:
    return parse_string(cite(world, node, "bibtex", language), "bibtex")


def csl(world: World, node: ox.NamedNode, language: str = "en") -> list[dict[str, object]]:
    items: list[dict[str, object]] = json.loads(cite(world, node, "csl-json", language))
    return items


def test_a_bounded_day_is_printed_with_its_bounds(small_world: World) -> None:
    english = cite(small_world, DOCUMENT, "text", "en")
    assert "2021 (public between 2021-03-02 and 2021-04-05)" in english
    japanese = cite(small_world, DOCUMENT, "text", "ja")
    assert "2021年（2021年3月2日から2021年4月5日の間に公表）" in japanese


def test_a_known_day_is_printed_as_such(small_world: World) -> None:
    assert ", 2021-03-01, in English, " in cite(small_world, PAGE, "text", "en")
    assert "2021年3月1日、英語、" in cite(small_world, PAGE, "text", "ja")


def test_a_document_without_a_day_is_undated(small_world: World) -> None:
    assert "undated" in cite(small_world, UNDATED, "text", "en")
    assert "日付なし" in cite(small_world, UNDATED, "text", "ja")
    assert "issued" not in csl(small_world, UNDATED)[0]
    assert "year" not in bibtex(small_world, UNDATED).entries[UNDATED.value.removeprefix(ID)].fields


def test_the_title_is_as_printed_with_the_readers_label_behind_it(small_world: World) -> None:
    text = cite(small_world, DOCUMENT, "text", "en")
    assert "例示会議の概要_第１号（50％） [Summary of the Example Conference]" in text
    assert text.startswith("Office of R&D, ")
    assert cite(small_world, DOCUMENT, "text", "ja").startswith("研究室『")


def test_an_address_stands_only_where_it_is_known(small_world: World) -> None:
    assert "https://example.org/a_b?c=1&d=2" in cite(small_world, PAGE, "text", "en")
    assert "http" not in cite(small_world, DOCUMENT, "text", "en")


def test_a_passage_is_its_document_with_a_locator(small_world: World) -> None:
    assert cite(small_world, PASSAGE, "text", "en").endswith("in Japanese, clause 4.\n")
    assert cite(small_world, PASSAGE, "text", "ja").endswith("日本語、4.。\n")
    item = csl(small_world, PASSAGE)[0]
    assert (item["id"], item["locator"]) == ("passage-2021-example-4", "clause 4.")
    assert item["title"] == f"{csl(small_world, DOCUMENT)[0]['title']}, clause 4."


@pytest.mark.parametrize("node", [EVENT, PERSON])
def test_a_node_is_cited_with_graph_version_address_and_what_it_stands_on(
    small_world: World, node: ox.NamedNode
) -> None:
    text = cite(small_world, node, "text", "en")
    for part in (f"version {__version__}", node.value, "clause 4", "例示会議の概要"):
        assert part in text
    assert csl(small_world, node)[0]["URL"] == node.value
    assert "document-2021-example" in bibtex(small_world, node).entries


def test_a_node_says_from_which_world_it_is_cited(
    small_world: World, small_stated_world: World
) -> None:
    assert "interpreted claims, known by 2022-01-01" in cite(small_world, EVENT, "text", "en")
    assert "(stated claims, known by" in cite(small_stated_world, EVENT, "text", "en")


def test_bibtex_is_read_back_as_it_was_meant(small_world: World) -> None:
    entry = bibtex(small_world, DOCUMENT, "en").entries["document-2021-example"]
    assert entry.fields["title"] == r"{例示会議の概要\_第１号（50％）}"
    assert entry.fields["date"] == "2021-03-02/2021-04-05"
    assert entry.fields["institution"] == "{研究室}"
    assert entry.fields["titleaddon"] == "{Summary of the Example Conference}"
    assert [p.last_names for p in entry.persons["author"]] == [[r"{Office of R\&D}"]]
    assert bibtex(small_world, PAGE).entries["document-2021-page"].fields["url"] == (
        "https://example.org/a_b?c=1&d=2"
    )


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=20))
def test_no_text_breaks_an_entry(text: str) -> None:
    source = f"@misc{{key,\n  note = {{{escape(text)}}},\n}}\n"
    entries = parse_string(source, "bibtex").entries
    assert list(entries) == ["key"]
    assert entries["key"].fields["note"] == escape(text)


@pytest.mark.parametrize("node", [DOCUMENT, PAGE, UNDATED, PASSAGE, EVENT, PERSON])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_csl_items_have_the_shape_of_the_standard(
    small_world: World, node: ox.NamedNode, language: str
) -> None:
    items = csl(small_world, node, language)
    for item in items:
        assert {"id", "type", "title"} <= item.keys() <= ITEM.keys()
        assert all(isinstance(value, ITEM[key]) for key, value in item.items())
        assert item["type"] in ("report", "webpage", "dataset", "article-newspaper")
        for date in (item[key] for key in ("issued", "accessed") if key in item):
            assert isinstance(date, dict)
            assert date.keys() <= {"date-parts", "circa"}
            assert 1 <= len(date["date-parts"]) <= 2
            assert all(1 <= len(parts) <= 3 for parts in date["date-parts"])
    assert len({str(item["id"]) for item in items}) == len(items)


def bounded(earliest: str, latest: str) -> Reference:
    return Reference("key", ID + "key", "Title", "Title", (), earliest=earliest, latest=latest)


@pytest.mark.parametrize(
    ("earliest", "latest", "csl_day", "bibtex_day", "ris_day"),
    [
        ("2021-03-02", "2021-03-02", {"date-parts": [[2021, 3, 2]]}, "2021-03-02", "2021/03/02/"),
        ("2024-02-01", "2024-02-29", {"date-parts": [[2024, 2]]}, "2024-02", "2024/02//"),
        ("2021-01-01", "2021-12-31", {"date-parts": [[2021]]}, "2021", "2021///"),
        ("2021-03-02", "2021-04-05", {"date-parts": [[2021]]}, "2021-03-02/2021-04-05", "2021///"),
        (
            *("2021-03-02", "2022-04-05", {"date-parts": [[2021], [2022]], "circa": True}),
            *("2021-03-02/2022-04-05", "2021///"),
        ),
        ("", "", None, "", ""),
    ],
)
def test_a_day_of_issue_is_given_as_exactly_as_it_is_known(
    earliest: str, latest: str, csl_day: object, bibtex_day: str, ris_day: str
) -> None:
    reference = bounded(earliest, latest)
    assert csl_item(reference, "en").get("issued") == csl_day
    fields = parse_string(bibtex_entry(reference, "en"), "bibtex").entries["key"].fields
    assert fields.get("date", "") == bibtex_day
    assert rispy.loads(ris_record(reference, "en"))[0].get("date", "") == ris_day


def test_bounds_within_a_year_stand_in_the_note(small_world: World) -> None:
    item = csl(small_world, DOCUMENT)[0]
    assert item["issued"] == {"date-parts": [[2021]]}
    assert "public between 2021-03-02 and 2021-04-05" in str(item["note"])
    assert csl(small_world, PAGE)[0]["issued"] == {"date-parts": [[2021, 3, 1]]}


def test_a_title_in_another_language_is_followed_by_the_readers_label(small_world: World) -> None:
    assert csl(small_world, DOCUMENT)[0]["title"] == (
        "例示会議の概要_第１号（50％） [Summary of the Example Conference]"
    )
    assert csl(small_world, DOCUMENT, "ja")[0]["title"] == "例示会議の概要_第１号（50％）"
    assert csl(small_world, PAGE, "ja")[0]["title"] == "The Example Conference（例示ページ）"


def test_a_publisher_is_named_to_the_reader_and_as_printed(small_world: World) -> None:
    english, japanese = (csl(small_world, DOCUMENT, lang)[0] for lang in ("en", "ja"))
    assert (english["author"], english["publisher"]) == ([{"literal": "Office of R&D"}], "研究室")
    assert japanese["author"] == [{"literal": "研究室"}]
    assert "publisher" not in japanese


def test_words_that_stand_for_a_number_are_no_clause() -> None:
    place = replace(bounded("", ""), locators=("[extract 1]",))
    assert clauses(place, "en") == "extract 1"
    assert clauses(replace(place, locators=("2.2 [bullet 1]", "[note]")), "en") == (
        "clause 2.2 [bullet 1], [note]"
    )


def test_news_is_an_article_of_its_paper_and_says_who_carried_it(world: World) -> None:
    node = ox.NamedNode(ID + "document-2024-12-08-asahi-cyber-coalition")
    item = csl(world, node)[0]
    assert (item["type"], item["container-title"]) == ("article-newspaper", "朝日新聞")
    assert "read as carried by Yahoo! News Japan" in str(item["note"])
    (record,) = rispy.loads(cite(world, node, "ris", "en"))
    assert (record["type_of_reference"], record["secondary_title"]) == ("NEWS", "Asahi Shimbun")
    assert bibtex(world, node).entries[node.value.removeprefix(ID)].type == "article"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
def test_no_text_breaks_a_record(text: str) -> None:
    (record,) = rispy.loads(ris_record(replace(bounded("", ""), title=text), "en"))
    assert record["title"] == text


def test_the_other_languages_name_is_a_variant_in_the_note(small_world: World) -> None:
    assert "Summary of the Example Conference" in str(csl(small_world, DOCUMENT, "ja")[0]["note"])


def test_an_unknown_style_is_misuse(small_world: World) -> None:
    with pytest.raises(Misuse, match="bibtex"):
        cite(small_world, DOCUMENT, "apa", "en")


def test_both_languages_have_the_same_words() -> None:
    assert WORDS["en"].keys() == WORDS["ja"].keys()


@pytest.mark.parametrize("style", sorted(STYLES))
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_programme_of_2014_is_cited_in_every_style(
    world: World, style: str, language: str
) -> None:
    text = cite(world, ox.NamedNode(ID + "passage-2014-ipcp-3.1.5"), style, language)
    assert "日ＮＡＴＯ国別パートナーシップ協力計画" in text
    assert "3.1.5" in text
    assert text.endswith("\n")
