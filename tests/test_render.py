"""Tables and files that people read: widths, labels, lossless formats."""

import csv
import io
import json

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jnkg.answer import Answer
from jnkg.names import ID, PREFIXES
from jnkg.render import FORMATS, Sheet, display_width, wrap

XSD = PREFIXES["xsd"]
JAPAN = ox.NamedNode(ID + "state-japan")
COLUMNS = {"state": {"en": "state", "ja": "国"}, "n": {"en": "number", "ja": "数"}}
LABELS = {JAPAN.value: "日本"}


def sheet(rows: list[list[object]], columns: tuple[str, ...] = ("state", "n")) -> Sheet:
    return Sheet(Answer(columns, rows), COLUMNS, LABELS, "ja")  # type: ignore[arg-type]


def number(n: int) -> ox.Literal:
    return ox.Literal(str(n), datatype=ox.NamedNode(XSD + "integer"))


@pytest.mark.parametrize(
    ("text", "cells"), [("abc", 3), ("日本", 4), ("ＩＰ４", 6), ("ｶﾅ", 2), ("e\u0301", 1), ("", 0)]
)
def test_wide_characters_take_two_cells(text: str, cells: int) -> None:
    assert display_width(text) == cells


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200), st.integers(2, 40))
def test_wrapping_keeps_every_character_but_spaces_and_every_line_fits(
    text: str, width: int
) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(display_width(line) <= width for line in lines)


def test_columns_of_a_table_stand_under_each_other() -> None:
    text = FORMATS["table"](sheet([[JAPAN, number(1)], [ox.Literal("abcdef"), number(22)]]))
    assert text.splitlines() == ["国      数", "──────  ──", "日本    1", "abcdef  22"]


def test_a_table_is_plain() -> None:
    assert "\x1b" not in FORMATS["table"](sheet([[JAPAN, number(1)]]))


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_format_shows_a_bare_iri_where_there_is_a_label(form: str) -> None:
    text = FORMATS[form](sheet([[JAPAN, number(1)]]))
    assert "日本" in text


@given(
    st.lists(st.text(max_size=20).filter(lambda t: "\x00" not in t and "\r" not in t), max_size=5)
)
def test_csv_gives_back_every_text(texts: list[str]) -> None:
    rows: list[list[object]] = [[ox.Literal(t), number(i)] for i, t in enumerate(texts)]
    read = list(csv.reader(io.StringIO(FORMATS["csv"](sheet(rows)), newline="")))
    assert read == [["state", "n"], *[[t, str(i)] for i, t in enumerate(texts)]]


def test_csv_puts_the_iri_beside_the_label() -> None:
    assert FORMATS["csv"](sheet([[JAPAN, None]])).splitlines() == [
        "state,state_iri,n",
        f"日本,{JAPAN.value},",
    ]


def test_json_is_typed() -> None:
    truth = ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean"))
    rows: list[list[object]] = [
        [JAPAN, number(3)],
        [ox.Literal("x", language="en"), truth],
        [None, None],
    ]
    assert json.loads(FORMATS["json"](sheet(rows))) == [
        {"state": {"iri": JAPAN.value, "label": "日本"}, "n": 3},
        {"state": {"text": "x", "lang": "en"}, "n": True},
        {"state": None, "n": None},
    ]


def test_markdown_and_tsv_keep_one_row_a_line() -> None:
    rows: list[list[object]] = [[ox.Literal("a|b\nc\td"), number(1)]]
    assert FORMATS["markdown"](sheet(rows)).splitlines()[2] == "| a\\|b<br>c\td | 1 |"
    assert FORMATS["tsv"](sheet(rows)).splitlines() == ["state\tn", "a|b c d\t1"]


def test_a_japanese_line_begins_with_no_closing_mark() -> None:
    assert wrap("日本とＮＡＴＯは、共に価値を支える。", 16) == [
        "日本とＮＡＴＯ",
        "は、共に価値を支",
        "える。",
    ]
    assert wrap("as agreed (in part)", 12) == ["as agreed", "(in part)"]
