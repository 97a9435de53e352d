"""Show how well each theme is covered, year by year and by kind of publisher.

A Sight comes in; a View goes out. A year with no document is nothing, a year that the graph does
not cover is unknown, and the two never look alike. `heat` draws the map.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from jnkg.answer import Answer
from jnkg.render import display_width, wrap
from jnkg.views.frame import LOOKS, Sight, View
from jnkg.views.survey import DOCUMENTS, WORDS, Map, Node, survey

HEADINGS = (
    "thing", "drawn", "theme", "instrument", "year", "publisherKind", "documents", "gap",
)  # fmt: skip
LEAST = 24
"""So many cells the names of themes have at the least; a narrow screen has the years in parts."""


def coverage(sight: Sight) -> View:
    """Make the view."""
    words = WORDS[sight.language]
    found = survey(sight)
    rows = list(rows_of(found, sight))
    about = words["none"]
    if rows:
        about = words["about"].format(
            themes=len(found.themes), start=found.years[0], end=found.years[-2]
        )

    def svg() -> str:
        from jnkg.views.heat import draw

        return draw(view, found)

    view = View(
        sight, "jnkg coverage", words["title"], about, Answer(HEADINGS, rows),
        {"text": lambda: text(view, found), "svg": svg},
        lambda: sight.reasons(DOCUMENTS),
    )  # fmt: skip
    return view


def rows_of(found: Map, sight: Sight) -> Iterator[list[Node | ox.BlankNode | ox.Literal | None]]:
    """Yield a row for each cell and kind of publisher, then one for each year of an instrument."""
    words = WORDS[sight.language]
    for cell in found.cells:
        lead: list[Node | ox.BlankNode | ox.Literal | None]
        lead = [cell.theme, ox.Literal(words[cell.drawn]), cell.theme, None, year_of(cell.year)]
        if not cell.counts:
            number = None if cell.gap else ox.Literal(0)
            yield [*lead, None, number, cell.gap]
        for kind, count in cell.sorted():
            yield [*lead, kind, ox.Literal(count), cell.gap]
    for each in found.missing:
        yield [each.instrument, ox.Literal(words["instrument"]), None, each.instrument, None, None,
               None, each.gap]  # fmt: skip
        for year in each.years:
            yield [each.gap, ox.Literal(words["unknown"]), None, each.instrument,
                   ox.Literal(year), None, None, each.gap]  # fmt: skip


def year_of(year: str) -> ox.Literal | None:
    """Give a year as a term."""
    return ox.Literal(year) if year else None


def text(view: View, found: Map) -> str:
    """Write the map for a terminal: a line for each theme, a column for each year."""
    sight = view.sight
    words = WORDS[sight.language]
    last = words["undated"]
    widths = {y: max(5, display_width(y or last) + 1) for y in found.years}
    room = max(LEAST, sight.width - sum(widths.values()))
    lines = [view.title]
    for years in parts(widths, sight.width - room):
        lines += ["", " " * room + "".join(pad(y or last, widths[y]) for y in years)]
        for theme in found.themes:
            marks = "".join(
                sight.paint(pad("?" if c.drawn == "unknown" else str(c.total), widths[c.year]),
                            LOOKS["Unknown" if c.drawn in ("zero", "unknown") else "Stated"])
                for c in found.cells if c.theme == theme and c.year in years
            )  # fmt: skip
            first, *more = wrap(sight.label(theme), room - 2)
            lines += [first + " " * (room - display_width(first)) + marks, *more]
    lines += ["", f"0 {words['zero']}   ? {words['unknown']}"]
    if found.missing:
        lines += ["", words["instruments"]]
    for each in found.missing:
        span = "/".join(dict.fromkeys((each.years[0], each.years[-1])))
        said = words["slot"].format(sight.label(each.instrument), span, sight.label(each.gap))
        lines += [("  ? " if n == 0 else "    ") + line
                  for n, line in enumerate(wrap(said, sight.width - 6))]  # fmt: skip
    return "\n".join(lines) + "\n"


def parts(widths: dict[str, int], room: int) -> Iterator[list[str]]:
    """Yield the years in parts that stand beside one another in so many cells."""
    part: list[str] = []
    for year, width in widths.items():
        if part and sum(widths[y] for y in part) + width > room:
            yield part
            part = []
        part.append(year)
    yield part


def pad(words: str, width: int) -> str:
    """Set words to the right of their column."""
    return " " * (width - display_width(words)) + words
