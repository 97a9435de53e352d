"""Put the programmes of NATO's partner states side by side: what each names, and what is unknown.

The answers of three stored questions come in; a Comparison goes out, in terms and without words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.names import ID, NS
from jnkg.views.frame import LOOKS, Sight

Node = ox.NamedNode
PROGRAMMES, AREAS, GAPS = (
    "programmes-of-partners", "areas-of-partners", "instruments-not-covered",
)  # fmt: skip
"""The stored questions of which the comparison is made."""
FIRST = ID + "state-japan"
LATER = "9999"
"""Sorts what has no day behind all days."""


@dataclass(frozen=True, slots=True)
class Programme:
    """An instrument of a partner: its days or period, areas announced and known, gaps."""

    node: Node
    party: Node
    earliest: str
    latest: str
    period: str
    announced: int | None
    known: int
    gap: Node | None

    @property
    def start(self) -> str:
        """Give the day by which it stands in order; one that nothing dates comes last."""
        return self.earliest or self.period[:4] or LATER

    @property
    def is_concluded(self) -> bool:
        """Tell whether anything says that it was concluded."""
        return self.start != LATER

    @property
    def is_whole(self) -> bool:
        """Tell whether all areas are known, because a document counts them."""
        return self.announced is not None and self.known >= self.announced

    @property
    def missing(self) -> int:
        """Count the areas that are announced and not known."""
        return max(0, (self.announced or 0) - self.known)


@dataclass(frozen=True, slots=True)
class Named:
    """An area that a programme names, with the strongest status of that claim and its heading."""

    area: Node
    programme: Node
    party: Node
    theme: Node | None
    status: str
    printed: ox.Literal | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A theme in the latest programme of a partner.

    `standing` is attested, inferred, expected, unknown or absent; `before` are the years of the
    partner's earlier instruments that name the theme.
    """

    theme: Node | None
    programme: Programme
    standing: str
    areas: tuple[Named, ...]
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Programmes in the order of partners and days, the latest of each partner, all cells."""

    programmes: tuple[Programme, ...]
    latest: tuple[Programme, ...]
    themes: tuple[Node | None, ...]
    cells: tuple[Cell, ...]


def comparison(sight: Sight) -> Comparison:
    """Put the programmes of a world side by side."""
    areas = tuple(areas_of(sight))
    programmes = tuple(
        sorted(programmes_of(sight, areas), key=lambda p: (order(p.party), p.start, p.node.value))
    )
    naming = {a.programme for a in areas}
    latest = tuple({p.party: p for p in programmes if p.node in naming}.values())
    found = {a.theme for a in areas}
    known = sorted((t for t in found if t is not None), key=lambda n: n.value)
    themes: list[Node | None] = [*known, *([None] if None in found else [])]
    cells = tuple(cell(t, p, programmes, areas) for t in themes for p in latest)
    return Comparison(programmes, latest, tuple(themes), cells)


def order(party: Node) -> tuple[bool, str]:
    """Put Japan first, the others behind."""
    return party.value != FIRST, party.value


def areas_of(sight: Sight) -> Iterator[Named]:
    """Yield each area of each programme once, with its strongest status and first heading."""
    names = list(LOOKS)
    seen = set()
    rows = sight.ask(AREAS).rows
    for row in sorted(rows, key=lambda r: (names.index(status_of(r[4])), r[5] is None, key(r[5]))):
        theme, party, programme, area, status, printed = row
        if not isinstance(area, Node) or not isinstance(programme, Node):
            continue
        if isinstance(party, Node) and (area, programme, party) not in seen:
            seen.add((area, programme, party))
            yield Named(
                area, programme, party, theme if isinstance(theme, Node) else None,
                status_of(status), printed if isinstance(printed, ox.Literal) else None,
            )  # fmt: skip


def programmes_of(sight: Sight, areas: tuple[Named, ...]) -> Iterator[Programme]:
    """Yield each programme of each partner once, with the largest number of areas announced."""
    gaps = {r[0]: r[1] for r in reversed(sight.ask(GAPS).rows) if isinstance(r[1], Node)}
    counts: dict[tuple[Node, Node], int | None] = {}
    facts: dict[tuple[Node, Node], tuple[str, str, str]] = {}
    for party, node, _, earliest, latest, period, amount in sight.ask(PROGRAMMES).rows:
        if isinstance(party, Node) and isinstance(node, Node):
            facts.setdefault((party, node), (key(earliest), key(latest), key(period)))
            number = int(key(amount)) if key(amount).isdecimal() else None
            before = counts.get((party, node))
            counts[party, node] = max((n for n in (before, number) if n is not None), default=None)
    for (party, node), fact in facts.items():
        known = len({a.area for a in areas if a.programme == node})
        yield Programme(node, party, *fact, counts[party, node], known, gaps.get(node))


def cell(
    theme: Node | None, programme: Programme, programmes: tuple[Programme, ...],
    areas: tuple[Named, ...],
) -> Cell:  # fmt: skip
    """Say how a theme stands in the latest programme of a partner."""
    own = tuple(sorted(
        (a for a in areas if a.theme == theme and a.programme == programme.node),
        key=lambda a: a.area.value,
    ))  # fmt: skip
    years = {p.node: p.start[:4] for p in programmes if p.party == programme.party}
    before = {
        years[a.programme] for a in areas
        if a.theme == theme and a.programme in years and a.programme != programme.node
    }  # fmt: skip
    earlier = tuple(sorted(before)) if theme is not None else ()
    return Cell(theme, programme, standing(programme, own), own, earlier)


def standing(programme: Programme, areas: tuple[Named, ...]) -> str:
    """Name how areas stand in a programme; where there are none, whether that is known."""
    if not areas:
        return "absent" if programme.is_whole else "unknown"
    if not programme.is_concluded:
        return "expected"
    return "attested" if any(a.status == "Stated" for a in areas) else "inferred"


def key(term: object) -> str:
    """Give a term's text."""
    return term.value if isinstance(term, Node | ox.Literal) else ""


def status_of(term: object) -> str:
    """Give the name under which a status is drawn."""
    name = key(term).removeprefix(NS)
    return name if name in LOOKS else "Unknown"
