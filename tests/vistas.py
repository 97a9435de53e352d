"""Hold every view to what all of them promise, on small graphs and on the whole one."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from jnkg.build import ensure_world
from jnkg.rooms import packaged_tree
from jnkg.store import World
from jnkg.views.frame import FONTS, PLAIN, SMALL, Sight, View, text_width, written
from sights import SVG, marks

Maker = Callable[[Sight], View]
Rows = list[dict[str, str]]


@cache
def world(status: str, known_by: str) -> World:
    """Open a world of the whole graph."""
    return ensure_world(packaged_tree(), status, known_by)


def whole(language: str = "en", status: str = "interpreted") -> Sight:
    """Give a sight of the whole graph."""
    return Sight(world(status, ""), language, status, "", world)


def table(view: View) -> Rows:
    """Give the rows of a view as a spreadsheet has them."""
    return list(csv.DictReader(io.StringIO(written(view, "csv"))))


def hold_to_every_promise(make: Maker, sight: Sight, title: str) -> None:
    """Hold a view to all that is promised of every one."""
    hold_to_its_twin(make, sight)
    hold_to_its_frame(make, sight, title)
    hold_to_both_languages(make, sight)
    hold_to_its_bytes(make, sight)
    hold_to_the_terminal(make, sight)
    hold_to_reading(make, sight)


def hold_to_its_twin(make: Maker, sight: Sight) -> None:
    """Every mark has a row, every row a mark; all lead to what the world knows."""
    view = make(sight)
    rows = {r["thing_iri"] for r in table(view)}
    shown = set(marks(written(view, "svg")))
    assert shown == rows
    assert rows <= sight.world.labels(sight.language).keys()


def hold_to_its_frame(make: Maker, sight: Sight, title: str) -> None:
    """The picture has a name and a description, tells of its twin, and each link its words."""
    view = make(sight)
    root = ET.fromstring(written(view, "svg").encode())
    assert (root.attrib["role"], root.attrib["lang"]) == ("img", sight.language)
    assert root.attrib["aria-labelledby"].split() == [root[0].attrib["id"], root[1].attrib["id"]]
    assert root[0].text == title
    assert f"{view.command} --format csv" in (root[1].text or "")
    links = list(root.iter(f"{SVG}a"))
    assert links
    assert all((a.findtext(f"{SVG}title") or "").strip() for a in links)


def hold_to_both_languages(make: Maker, sight: Sight) -> None:
    """Japanese and English show the same marks, and no word of the one in the other's title."""
    english, japanese = (make(replace(sight, language=n)) for n in ("en", "ja"))
    assert marks(written(english, "svg")) == marks(written(japanese, "svg"))
    assert len(english.rows.rows) == len(japanese.rows.rows)
    assert english.title.isascii()
    assert not japanese.title.isascii()


def hold_to_its_bytes(make: Maker, sight: Sight) -> None:
    """The same graph gives the same bytes, in every format."""
    for form in ("text", "csv", "json", "svg"):
        assert written(make(sight), form) == written(make(sight), form)


def hold_to_the_terminal(make: Maker, sight: Sight) -> None:
    """Text has no colour unless asked for it, and a mark for what it colours."""
    plain = written(make(sight), "text")
    coloured = written(make(replace(sight, has_colour=True)), "text")
    assert "\x1b[" not in plain
    assert "\x1b[" in coloured
    assert "".join(p.partition("m")[2] for p in ("m" + coloured).split("\x1b[")) == plain


def hold_to_reading(make: Maker, sight: Sight) -> None:
    """No text is smaller than eleven pixels, and the only fonts are those of the frame."""
    root = ET.fromstring(written(make(sight), "svg").encode())
    for text in root.iter(f"{SVG}text"):
        size = text.attrib.get("font-size", str(PLAIN)).removesuffix("px")
        assert float(size) >= 11
        assert text.attrib.get("font-family", FONTS) == FONTS


def inside_the_picture(svg: str) -> None:
    """No text that stands on its own place runs over the edge of the picture."""
    root = ET.fromstring(svg.encode())
    width = float(root.attrib["width"])
    for text in root.iter(f"{SVG}text"):
        if "x" in text.attrib:
            size = float(text.attrib.get("font-size", SMALL))
            end = float(text.attrib["x"]) + 0.8 * text_width("".join(text.itertext()), size)
            assert end <= width, "".join(text.itertext())
