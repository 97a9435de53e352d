"""Put areas of cooperation into columns, one for each instrument in time, and rows by theme.

The answers of three stored questions come in; a Tableau goes out, whole or narrowed to a theme or
to what an area hangs together with. It holds terms and no words: how it is drawn is not decided.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pyoxigraph as ox

from jnkg.names import NS
from jnkg.views.frame import Sight

Node = ox.NamedNode
INSTRUMENTS, AREAS, LINKS = (
    "instruments-of-the-lineage", "areas-by-theme", "links-of-the-lineage",
)  # fmt: skip
"""The stored questions of which a tableau is made."""
STRENGTH = ("Stated", "Derived", "Interpreted")
UNDECIDED = NS + "Undecided"
END_OF_TIME = "9999"


@dataclass(frozen=True, slots=True)
class Column:
    """An instrument: when it was made, how many areas it is said to have, how many are known.

    `gap` is the record that some of its areas are not known.
    """

    instrument: Node
    day: str
    known: int
    announced: int | None
    gap: Node | None

    @property
    def missing(self) -> int:
        """Count the areas that the instrument is said to have and that are not known."""
        return max(0, (self.announced or 0) - self.known)

    @property
    def is_open(self) -> bool:
        """Tell whether areas of the instrument may be unknown."""
        return self.missing > 0 or (self.gap is not None and self.announced is None)


@dataclass(frozen=True, slots=True)
class Place:
    """An area in its column; `status` is that of the claim that the instrument names it."""

    area: Node
    instrument: Node
    theme: Node | None
    number: str
    order: int
    status: str

    @property
    def key(self) -> tuple[int, str]:
        """Give the place in the list; what has none stands behind."""
        return self.order, self.area.value


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a later area, or to the instrument in which none was found; introduced: no source.

    `look` is the name of how it is drawn: its status, or Undecided.
    """

    node: Node
    source: Node | None
    target: Node | None
    instrument: Node | None
    kind: Node
    candidates: tuple[Node, ...]
    confidence: Node | None
    status: str

    @property
    def look(self) -> str:
        """Name the look of the line."""
        return "Undecided" if self.kind.value == UNDECIDED else self.status


@dataclass(frozen=True, slots=True)
class Strand:
    """The areas of one theme (None: of none), column by column.

    `is_whole` tells that nothing of the theme was left out, so that an empty cell says something.
    """

    theme: Node | None
    cells: Mapping[Node, tuple[Place, ...]]
    is_whole: bool


@dataclass(frozen=True)
class Tableau:
    """Columns, strands, and the links between what stands in them."""

    columns: tuple[Column, ...]
    strands: tuple[Strand, ...]
    links: tuple[Link, ...]

    @cached_property
    def places(self) -> dict[Node, Place]:
        """Give the place of each area."""
        return {p.area: p for s in self.strands for cell in s.cells.values() for p in cell}

    @cached_property
    def searched(self) -> dict[tuple[Node | None, Node], tuple[Link, ...]]:
        """Give the links that lead to an empty cell, by theme and instrument."""
        found: dict[tuple[Node | None, Node], tuple[Link, ...]] = {}
        for link in self.links:
            if link.source in self.places and link.instrument is not None:
                key = (self.places[link.source].theme, link.instrument)
                found[key] = (*found.get(key, ()), link)
        return found

    def shows(self, strand: Strand, column: Column) -> bool:
        """Tell whether a strand has anything to show in a column: areas, or that there are none."""
        if strand.cells.get(column.instrument):
            return True
        is_sought = (strand.theme, column.instrument) in self.searched
        return is_sought or (strand.is_whole and strand.theme is not None)


def read(sight: Sight) -> Tableau:
    """Read the whole tableau of a world."""
    places, links = read_places(sight), read_links(sight)
    columns = read_columns(sight, places, links)
    known = {c.instrument for c in columns}
    shown = [p for p in places.values() if p.instrument in known]
    links = tuple(e for e in links if ends(e) & {p.area for p in shown})
    return Tableau(columns, strands(shown, columns, {p.theme for p in shown}), links)


def read_places(sight: Sight) -> dict[Node, Place]:
    """Read the areas, each once, with the strongest status that puts it into its instrument."""
    found: dict[Node, Place] = {}
    for theme, instrument, order, mark, area, status in sight.ask(AREAS).rows:
        number = text(mark) or text(order)
        place = Place(
            node(area), node(instrument), theme if isinstance(theme, Node) else None, number,
            int(text(order) or 9999), local(status),
        )  # fmt: skip
        held = found.get(place.area)
        if held is None or STRENGTH.index(place.status) < STRENGTH.index(held.status):
            found[place.area] = place
    return found


def read_links(sight: Sight) -> tuple[Link, ...]:
    """Read the links, each once, with all of its candidates and its strongest status."""
    found: dict[Node, Link] = {}
    for link, earlier, later, instrument, kind, candidate, sure, status in sight.ask(LINKS).rows:
        new = Link(
            node(link), optional(earlier), optional(later), optional(instrument), node(kind),
            (), optional(sure), local(status),
        )  # fmt: skip
        held = found.get(new.node, new)
        status_ = min(new.status, held.status, key=STRENGTH.index)
        more = () if optional(candidate) in (None, *held.candidates) else (node(candidate),)
        found[new.node] = replace(held, candidates=(*held.candidates, *more), status=status_)
    return tuple(found[n] for n in sorted(found, key=lambda n: n.value))


def read_columns(
    sight: Sight, places: Mapping[Node, Place], links: Iterable[Link]
) -> tuple[Column, ...]:
    """Read the instruments in time; one without a date stands behind those that lead to it."""
    columns: dict[Node, Column] = {}
    for instrument, when, known, announced, gap in sight.ask(INSTRUMENTS).rows:
        column = Column(
            node(instrument), text(when).split("/")[0], int(text(known) or 0),
            int(text(announced)) if announced else None, optional(gap),
        )  # fmt: skip
        columns.setdefault(column.instrument, column)
    before: dict[Node, str] = {}
    for link in links:
        if link.source and link.target and {link.source, link.target} <= places.keys():
            start = columns.get(places[link.source].instrument)
            end = places[link.target].instrument
            before[end] = max(before.get(end, ""), start.day if start else "")
    return tuple(
        sorted(
            columns.values(),
            key=lambda c: (c.day or before.get(c.instrument, "") or END_OF_TIME,
                           not c.day, c.instrument.value),
        )
    )  # fmt: skip


def strands(
    places: Iterable[Place], columns: Iterable[Column], whole: Collection[Node | None]
) -> tuple[Strand, ...]:
    """Put areas into strands, in the order in which themes first turn up; no theme stands last."""
    rank = {c.instrument: n for n, c in enumerate(columns)}
    cells: dict[Node | None, dict[Node, list[Place]]] = {}
    for place in sorted(places, key=lambda p: (rank[p.instrument], p.key)):
        strand = cells.setdefault(place.theme, {})
        strand.setdefault(place.instrument, []).append(place)
    themes = sorted(cells, key=lambda t: t is None)
    return tuple(
        Strand(t, {i: tuple(ps) for i, ps in cells[t].items()}, t in whole) for t in themes
    )


def of_theme(tableau: Tableau, theme: Node) -> Tableau:
    """Narrow to a theme and the areas of other themes that a link joins to it."""
    own = {a for a, p in tableau.places.items() if p.theme == theme}
    links = tuple(e for e in tableau.links if ends(e) & own)
    areas = own.union(*(ends(e) for e in links))
    return narrowed(tableau, areas, links, theme)


def of_area(tableau: Tableau, area: Node) -> Tableau:
    """Narrow to the areas to which links lead from an area, over any number of steps."""
    reached, grown = {area}, True
    while grown:
        links = tuple(e for e in tableau.links if ends(e) & reached)
        wider = reached.union(*(ends(e) for e in links))
        reached, grown = wider, wider != reached
    return narrowed(tableau, reached, links, None)


def narrowed(
    tableau: Tableau, areas: Collection[Node], links: tuple[Link, ...], theme: Node | None
) -> Tableau:
    """Keep some areas and links; the strand of the theme named is whole and stands first."""
    places = [p for a, p in tableau.places.items() if a in areas]
    whole = {theme} if theme is not None else set()
    kept = strands(places, tableau.columns, whole)
    return Tableau(tableau.columns, tuple(sorted(kept, key=lambda s: not s.is_whole)), links)


def ends(link: Link) -> set[Node]:
    """Give the areas at the ends of a link."""
    return {n for n in (link.source, link.target) if n is not None}


def year(day: str) -> str:
    """Give the year of a date."""
    found = re.match(r"\d{4}", day)
    return found[0] if found else ""


def node(term: object) -> Node:
    """Give a term that must be a node; raises TypeError where it is none."""
    if not isinstance(term, Node):
        raise TypeError(f"not a node: {term}")
    return term


def optional(term: object) -> Node | None:
    """Give a term where it is a node, else None."""
    return term if isinstance(term, Node) else None


def text(term: object) -> str:
    """Give the characters of a literal; nothing for anything else."""
    return term.value if isinstance(term, ox.Literal) else ""


def local(term: object) -> str:
    """Give the local name of a term of ours."""
    return node(term).value.removeprefix(NS)
