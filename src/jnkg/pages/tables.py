"""Lay rows of terms out as a table: what each cell shows, and what stands once for all rows.

Columns and rows of terms come in with the labels of a language; a Table goes out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg.answer import Answer
from jnkg.card import STATUSES, Name
from jnkg.names import NS, PREFIXES
from jnkg.render import Sheet
from jnkg.store import World

if TYPE_CHECKING:
    from jnkg.answer import Term

XSD = PREFIXES["xsd"]
BADGES = {NS + status.capitalize(): status for status in STATUSES}
"""The statuses that are shown as badges, by IRI."""
NUMBERS = ("integer", "decimal", "double", "float", "nonNegativeInteger")
DATES = ("date", "gYear", "gYearMonth", "string")
ROWS = 200
"""As many rows stand on one page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows; `kind` is node, status, number, date, text or nothing."""

    kind: str
    text: str = ""
    iri: str = ""
    language: str = ""

    @property
    def label(self) -> str:
        """The text of a node, as links ask for it."""
        return self.text


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one page: `same` stands once for all rows, `total` counts those of all pages."""

    headings: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[Cell, ...], ...]
    same: tuple[tuple[str, Cell], ...] = ()
    total: int = 0
    number: int = 1

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // ROWS))

    @property
    def first(self) -> int:
        """The number of the first row of this page, from 1."""
        return (self.number - 1) * ROWS + 1


def cell(sheet: Sheet, term: Term) -> Cell:
    """Give what a cell shows of a term."""
    if term is None:
        return Cell("nothing")
    text = sheet.text(term)
    if isinstance(term, ox.NamedNode):
        badge = BADGES.get(term.value)
        return Cell("status", badge, term.value) if badge else Cell("node", text, term.value)
    if not isinstance(term, ox.Literal):
        return Cell("text", text)
    return Cell(kind_of(term), text, language=term.language or "")


def kind_of(literal: ox.Literal) -> str:
    """Tell a number and what may be a date from a text."""
    if literal.language:
        return "text"
    datatype = literal.datatype.value.removeprefix(XSD)
    return "number" if datatype in NUMBERS else "date" if datatype in DATES else "text"


def tabulate(world: World, language: str, answer: Answer, number: int = 1) -> Table:
    """Lay an answer out; `number` is the page, from 1.

    What is the same in every row stands above the table, a column without any value is left out.
    """
    sheet = Sheet(answer, world.columns(), world.labels(language), language)
    return laid_out(sheet, answer.rows, number)


def laid_out(sheet: Sheet, rows: Sequence[Sequence[Term]], number: int) -> Table:
    """Lay the rows of one page out under the headings of a sheet."""
    indexes = range(len(sheet.headings))
    same = [i for i in indexes if len(rows) > 1 and len({row[i] for row in rows}) == 1]
    shown = [i for i in indexes if i not in same]
    if not shown:
        same, shown = [], list(indexes)
    page = [
        [cell(sheet, row[i]) for i in shown] for row in rows[(number - 1) * ROWS : number * ROWS]
    ]
    return Table(
        tuple(sheet.headings[i] for i in shown),
        tuple(
            {c.kind for c in column} <= {"number", "nothing"} for column in zip(*page, strict=True)
        ),
        tuple(map(tuple, page)),
        tuple((sheet.headings[i], cell(sheet, rows[0][i])) for i in same if rows[0][i] is not None),
        len(rows),
        number,
    )


def name(labels: Mapping[str, str], iri: str) -> Name:
    """Name a node by its label."""
    return Name(iri, labels.get(iri) or iri)
