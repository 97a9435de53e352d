"""Count the documents of each theme and year, and lay what is not covered over the counts.

The answers of four stored questions come in; a Map goes out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.views.frame import Sight

Node = ox.NamedNode
DOCUMENTS, THEMES, SPANS, INSTRUMENTS = (
    "coverage-of-themes", "themes", "spans-not-covered", "instruments-not-covered",
)  # fmt: skip
"""The stored questions of which the view is made."""
WORDS = {
    "en": {
        "title": "Coverage of themes by year and kind of publisher",
        "about": "Rows are {themes} themes, columns the years from {start}, that of the first "
        "document which speaks of one of them, to {end}. The number in a cell counts the "
        "documents that speak of the theme's areas or of activities concerning them; below it "
        "they are told apart by kind of publisher. 0 is none; a dashed box with a "
        "question mark is unknown.",
        "none": "Documents taken in, by theme, year and kind of publisher.",
        "cell": "documents", "zero": "none", "unknown": "unknown", "so_far": "documents so far",
        "undated": "no date", "instrument": "instrument",
        "instruments": "What is not known of instruments",
        "kinds": "Kind of publisher:", "body": "{} (ministry, mission, command and the like)",
        "begin": "The map begins in {}, the year of the first document that speaks of one of "
        "these themes. A number counts documents.",
        "slot": "{} ({}): {}", "said": "{}, {}: {}", "number": "{} documents", "one": "1 document",
    },
    "ja": {
        "title": "主題ごとの収録状況（年・発行者の種別）",
        "about": "行は{themes}の主題、列は{start}年（主題について述べる最初の文書の年）から"
        "{end}年までの年。枠の数は、主題の分野、またはそれに関わる活動について述べる文書の数であり、"
        "その下に発行者の種別ごとの内訳を示す。0は皆無、疑問符のある破線の枠は不明を表す。",
        "none": "収録した文書を主題、年、発行者の種別ごとに示す。",
        "cell": "文書", "zero": "なし", "unknown": "不明", "so_far": "これまでの文書",
        "undated": "日付なし", "instrument": "協力文書",
        "instruments": "協力文書について不明なこと",
        "kinds": "発行者の種別：", "body": "{}（省庁・代表部・司令部など）",
        "begin": "図は、主題について述べる最初の文書の年（{}年）から始まる。数は文書の点数。",
        "slot": "{}（{}）：{}", "said": "{}、{}：{}", "number": "{}点", "one": "1点",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A theme in a year ("" for no date): documents by kind of publisher, and the gap over it."""

    theme: Node
    year: str
    counts: Mapping[Node, int]
    gap: Node | None

    @property
    def total(self) -> int:
        """Count all documents."""
        return sum(self.counts.values())

    def sorted(self) -> list[tuple[Node, int]]:
        """Give the kinds of publisher in order, each with its number."""
        return sorted(self.counts.items(), key=lambda item: item[0].value)

    @property
    def drawn(self) -> str:
        """Give the key of what the cell is drawn as."""
        if self.total:
            return "so_far" if self.gap else "cell"
        return "unknown" if self.gap else "zero"


@dataclass(frozen=True, slots=True)
class Missing:
    """An instrument of which areas are not known, the gap that says so, and the years it is for."""

    instrument: Node
    gap: Node
    years: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """All cells, and the instruments below them."""

    themes: tuple[Node, ...]
    years: tuple[str, ...]
    kinds: tuple[Node, ...]
    cells: tuple[Cell, ...]
    missing: tuple[Missing, ...]


def survey(sight: Sight) -> Map:
    """Count the documents of each theme and year, and lay the gaps over them."""
    counts: dict[tuple[Node, str], dict[Node, int]] = {}
    for theme, year, kind, number in sight.ask(DOCUMENTS).rows:
        if isinstance(theme, Node) and isinstance(kind, Node) and isinstance(number, ox.Literal):
            cell = counts.setdefault((theme, value(year)), {})
            cell[kind] = cell.get(kind, 0) + int(number.value)
    themes = {r[0]: None for r in sight.ask(THEMES).rows if isinstance(r[0], Node)}
    dated = sorted({year for _, year in counts if year})
    if not dated:
        return Map((), (), (), (), ())
    spans = [(value(a)[:4], value(b)[:4], gap) for a, b, gap in sight.ask(SPANS).rows]
    years = (*(str(y) for y in range(int(dated[0]), int(dated[-1]) + 1)), "")

    def over(year: str) -> Node | None:
        gaps = [g for a, b, g in spans if a <= year <= b and isinstance(g, Node)]
        return gaps[0] if gaps else None

    cells = tuple(Cell(t, y, counts.get((t, y), {}), over(y)) for t in themes for y in years)
    kinds = tuple(sorted({k for c in counts.values() for k in c}, key=lambda n: n.value))
    return Map(tuple(themes), years, kinds, cells, tuple(missing(sight, years)))


def missing(sight: Sight, years: tuple[str, ...]) -> Iterator[Missing]:
    """Yield the instruments of which areas are not known, with the years of each."""
    seen = set()
    for instrument, gap, earliest, latest, period, start in sight.ask(INSTRUMENTS).rows:
        if not isinstance(instrument, Node) or not isinstance(gap, Node):
            continue
        first, _, last = value(period).partition("/")
        first = (value(earliest) or first or value(start))[:4]
        last = (value(latest) or last or first)[:4]
        covered = tuple(y for y in years if y and first <= y <= last)
        if covered and (instrument, gap) not in seen:
            seen.add((instrument, gap))
            yield Missing(instrument, gap, covered)


def value(term: object) -> str:
    """Give a term's text."""
    return term.value if isinstance(term, Node | ox.Literal) else ""
