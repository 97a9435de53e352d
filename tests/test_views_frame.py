"""What all views share: formats, writing, the frame of a picture, and how they are called."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from jnkg.answer import Answer
from jnkg.cli import cli
from jnkg.errors import Misuse
from jnkg.explain import Reason
from jnkg.names import ID, LANGUAGES
from jnkg.viewing import VERBS
from jnkg.views.frame import (
    INK,
    LOOKS,
    MUTED,
    PAPER,
    SMALL,
    Sight,
    View,
    as_typed,
    drawing_library,
    fold_text,
    inside,
    legend,
    line_of_text,
    mark,
    picture,
    show,
    text_width,
    twin_words,
    written,
)
from sights import SVG, Graph, words_of

IDENTITY = 'jnd:state-japan a jn:State ; rdfs:label "Japan"@en , "日本"@ja .'
STATED = "jnd:state-japan jn:hasEvidence jnd:evidence-x ."


@pytest.fixture(scope="module")
def sight(tmp_path_factory: pytest.TempPathFactory) -> Sight:
    return Graph(tmp_path_factory.mktemp("frame"), IDENTITY, STATED, "").sight()


def view(sight: Sight, count: int = 1) -> View:
    japan = ox.NamedNode(ID + "state-japan")

    def svg() -> str:
        return picture(made, 100, 50, mark(japan.value, "A & B", line_of_text(1, 2, "<Japan>")))

    made = View(
        sight, "jnkg example", "Title <1>", "What it shows.", Answer(["thing"], [[japan]] * count),
        {"text": lambda: "told\n", "svg": svg},
        lambda: [Reason("nothing-recorded", {"en": "Nothing & none.", "ja": "記録なし。"})],
    )  # fmt: skip
    return made


def test_csv_and_json_come_from_the_rows(sight: Sight) -> None:
    assert written(view(sight), "csv") == f"thing,thing_iri\r\nJapan,{ID}state-japan\r\n"
    assert f'"iri": "{ID}state-japan"' in written(view(sight), "json")
    assert written(view(sight), "text") == "told\n"


def test_a_picture_is_whole_named_and_described(sight: Sight) -> None:
    svg = written(view(sight), "svg")
    root = ET.fromstring(svg.encode())
    assert [e.tag for e in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert words_of(svg, "title") == "Title <1>"
    assert words_of(svg, "desc").endswith("jnkg example --format csv")
    assert root.attrib["aria-labelledby"] == "jnkg-example-title jnkg-example-desc"
    assert root.find(f"{SVG}a/{SVG}title").text == "A & B"  # type: ignore[union-attr]


def test_an_empty_view_says_why_and_nothing_else(
    sight: Sight, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = view(sight, 0)
    show(empty, "text", None)
    show(empty, "json", None)
    said = capsys.readouterr()
    assert said.out == "[]\n"
    assert said.err == "Nothing & none.\n" * 2
    assert "Nothing & none." in "".join(ET.fromstring(written(empty, "svg").encode()).itertext())


def test_a_file_is_written_whole_or_not_at_all(sight: Sight, tmp_path: Path) -> None:
    place = tmp_path / "view.txt"
    place.write_text("old", encoding="utf-8")
    made = view(sight)

    def fail() -> str:
        raise Misuse("No.", "否。")

    broken = View(sight, made.command, made.title, made.about, made.rows, {"text": fail})
    with pytest.raises(Misuse):
        show(broken, "text", place)
    assert place.read_text("utf-8") == "old"
    show(made, "text", place)
    assert place.read_text("utf-8") == "told\n"
    assert [p.name for p in tmp_path.iterdir()] == ["view.txt"]
    with pytest.raises(Misuse, match="There is no folder"):
        show(made, "text", tmp_path / "none" / "view.txt")


def test_the_table_is_named_with_the_switches_that_lead_to_it(sight: Sight) -> None:
    from dataclasses import replace

    narrowed = replace(sight, language="ja", status="stated", known_by="2014-12-31")
    words = twin_words(view(narrowed))
    assert words.endswith(
        "jnkg example --format csv --lang ja --status stated --known-by 2014-12-31"
    )
    assert twin_words(view(sight)).endswith("jnkg example --format csv")
    assert as_typed("a b") == "'a b'"
    assert as_typed("災害救援") == "災害救援"


def test_a_missing_library_says_what_to_install_in_both_languages() -> None:
    with pytest.raises(Misuse) as raised, drawing_library():
        raise ModuleNotFoundError("No module named 'x'", name="x")
    assert "japan-nato-kg[views]" in raised.value.message["en"]
    assert "japan-nato-kg[views]" in raised.value.message["ja"]


def test_the_inside_of_a_foreign_picture_is_taken_out() -> None:
    foreign = '<?xml version="1.0"?><svg xmlns="x" width="120.5" height="80px"><g><a/></g></svg>\n'
    assert inside(foreign) == (120.5, 80.0, "<g><a/></g>")
    with pytest.raises(ValueError, match="no svg"):
        inside("<html/>")


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", [INK, MUTED, *(look.colour for look in LOOKS.values())])
@pytest.mark.parametrize("ground", [PAPER, "#f3f5f8"])
def test_colours_of_text_and_lines_can_be_read(colour: str, ground: str) -> None:
    assert (luminance(ground) + 0.05) / (luminance(colour) + 0.05) >= 4.5


def test_no_two_looks_differ_by_colour_alone() -> None:
    assert len({look.dash for look in LOOKS.values()}) == len(LOOKS)
    for language in LANGUAGES:
        assert len({look.words[language] for look in LOOKS.values()}) == len(LOOKS)
        said = unescape(legend(list(LOOKS), language, 0, 0))
        assert all(look.words[language] in said for look in LOOKS.values())


@given(st.text(st.sampled_from("abc -、。（）サイバー防衛,."), max_size=60), st.floats(40, 200))
def test_text_is_broken_without_losing_a_letter(text: str, room: float) -> None:
    lines = fold_text(text, room, SMALL)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(text_width(line, SMALL) <= room for line in lines)


@pytest.mark.parametrize("verb", [v.name or "" for v in VERBS])
def test_each_verb_has_help_with_an_example(verb: str) -> None:
    done = CliRunner().invoke(cli, [verb, "--help"])
    assert done.exit_code == 0
    assert f"Example: jnkg {verb}" in done.output
    for option in ("--format", "--output", "--status", "--known-by", "--lang"):
        assert option in done.output


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_that_is_none_is_refused_in_the_language_asked_for(language: str) -> None:
    done = CliRunner().invoke(cli, ["network", "--known-by", "yesterday", "--lang", language])
    assert done.exit_code == 2
    assert {"en": "is not a day", "ja": "日付ではありません"}[language] in done.stderr


def test_a_theme_that_is_none_is_refused() -> None:
    done = CliRunner().invoke(cli, ["lineage", "agriculture-of-mars", "--lang", "ja"])
    assert done.exit_code == 2
    assert "agriculture-of-mars" in done.stderr
    assert "ありません" in done.stderr


def test_drawing_libraries_are_not_loaded_before_a_picture_is_asked_for() -> None:
    code = (
        "import sys; import jnkg.cli, jnkg.views.network, jnkg.views.lineage;"
        "print(sorted({'pygraphviz', 'vl_convert', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    assert done.stdout == "[]\n"
