"""Give the boxes of a tableau their places, by rule: columns in time, rows by theme.

A Tableau and its words come in; Boxes in pixels go out. `wiring` lays the lines between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jnkg.views.frame import SMALL, fold_text
from jnkg.views.tableau import Column, Link, Node, Place, Strand, Tableau

BOX, GAP, MARGIN = 112, 72, 20
"""Width of a box, of the space between columns, and of the margin."""
PITCH = BOX + GAP
HEAD = PITCH - 8
"""Width of what stands over a column."""
TINY, LEADING, TIGHT = 11, 15, 14
LANE, BAND, ROOM, STACK = 21, 26, 16, 12
"""Heights: of a lane, of the line with a theme's name, around a row, between boxes of a cell."""
PAD = 5


@dataclass(frozen=True, slots=True)
class Box:
    """An area, or an empty cell (`place` is None), with its corner, height and lines."""

    x: float
    y: float
    height: float
    lines: tuple[str, ...]
    strand: Strand
    column: Column
    place: Place | None

    @property
    def middle(self) -> float:
        """Give the height of the middle."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Wire:
    """A link with its path and the lines of its label, the first of them at `x`, `y`."""

    link: Link
    path: str
    x: float
    y: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A strand with the height at which it begins and that of its boxes."""

    strand: Strand
    top: float
    boxes: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A tableau with places; `lefts` are the left edges of the columns."""

    width: float
    height: float
    lefts: tuple[float, ...]
    rows: tuple[Row, ...]
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]


Caption = Callable[[Strand, Column, Place | None], tuple[str, str]]
"""Gives the number and the words of a box."""
Label = Callable[[Link], tuple[str, str]]
"""Gives the words on a line: its kind, and its confidence in brackets."""
Key = Node | tuple[Node | None, Node]
"""What a box is found by: its area, or theme and instrument of an empty cell."""


def stack(
    tableau: Tableau, strand: Strand, start: float, lefts: tuple[float, ...], caption: Caption
) -> Iterator[tuple[Key, Box]]:
    """Yield the boxes of a strand, those of one cell under one another."""
    for x, column in zip(lefts, tableau.columns, strict=True):
        y = start
        places = strand.cells.get(column.instrument, ())
        if not places and tableau.shows(strand, column):
            lines = box_lines(caption(strand, column, None))
            box = Box(x, y, box_height(lines), lines, strand, column, None)
            yield (strand.theme, column.instrument), box
        for place in places:
            lines = box_lines(caption(strand, column, place))
            yield place.area, Box(x, y, box_height(lines), lines, strand, column, place)
            y += box_height(lines) + STACK


def box_lines(caption: tuple[str, str]) -> tuple[str, ...]:
    """Break the words of a box under its number."""
    number, words = caption
    return (*([number] if number else []), *fold_text(words, BOX - 2 * PAD, SMALL))


def box_height(lines: tuple[str, ...]) -> float:
    """Give the height of a box around its lines."""
    return max(40, len(lines) * LEADING + 2 * PAD)


def heading_lines(words: str) -> list[str]:
    """Break the name of an instrument over its column."""
    return fold_text(words, HEAD - 8, SMALL)
