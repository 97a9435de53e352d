"""Lay the lines of a tableau between its boxes: beside them or over them, never across.

A Tableau and its words come in; a Layout in pixels goes out. Links between neighbouring columns run
through the space between them; a link that passes over columns runs in a lane above the boxes of
its row, the shortest lowest.
"""

from __future__ import annotations

from collections.abc import Mapping

from jnkg.views.frame import fold_text
from jnkg.views.rails import (
    BAND,
    BOX,
    GAP,
    HEAD,
    LANE,
    MARGIN,
    PITCH,
    ROOM,
    TIGHT,
    TINY,
    Box,
    Caption,
    Key,
    Label,
    Layout,
    Row,
    Wire,
    stack,
)
from jnkg.views.tableau import Link, Node, Tableau


def layout(tableau: Tableau, top: float, caption: Caption, label: Label) -> Layout:
    """Lay a tableau out below `top`."""
    is_start = any(
        e.source is None and e.target in tableau.places
        and tableau.places[e.target].instrument == tableau.columns[0].instrument
        for e in tableau.links
    )  # fmt: skip
    left = MARGIN + (GAP if is_start else 0)
    lefts = tuple(float(left + n * PITCH) for n in range(len(tableau.columns)))
    rank = {c.instrument: n for n, c in enumerate(tableau.columns)}
    ends = {e.node: found for e in tableau.links if (found := end_keys(tableau, e))}
    lanes = give_lanes(tableau, ends, rank)
    rows, boxes = [], {}
    for strand in tableau.strands:
        own = [n for t, n in lanes.values() if t == strand.theme]
        start = top + BAND + ROOM / 2 + (max(own) + 1) * LANE if own else top + BAND + ROOM / 2
        cells = dict(stack(tableau, strand, start, lefts, caption))
        rows.append(Row(strand, top, start))
        boxes.update(cells)
        top = max([start, *(b.y + b.height for b in cells.values())]) + ROOM
    wires = Wiring(tableau, boxes, rank, lanes, tuple(rows), label).wires(ends)
    width = lefts[-1] + HEAD + MARGIN / 2
    return Layout(width, top, lefts, tuple(rows), tuple(boxes.values()), wires)


def end_keys(tableau: Tableau, link: Link) -> tuple[Key | None, Key] | None:
    """Give the boxes that a link joins; None where it ends nowhere that is shown."""
    source = link.source if link.source in tableau.places else None
    if link.target in tableau.places and link.target is not None:
        return source, link.target
    if source is not None and link.instrument is not None:
        return source, (tableau.places[source].theme, link.instrument)
    return None


def give_lanes(
    tableau: Tableau, ends: Mapping[Node, tuple[Key | None, Key]], rank: Mapping[Node, int]
) -> dict[Node, tuple[Node | None, int]]:
    """Give each link that passes over columns a lane in the strand where it ends."""
    spans = []
    for link, (source, target) in ends.items():
        if source is None:
            continue
        start, end = (column_of(tableau, key, rank) for key in (source, target))
        if end - start != 1:
            spans.append((abs(end - start), min(start, end), max(start, end), link, target))
    taken: dict[tuple[Node | None, int], list[tuple[int, int]]] = {}
    lanes = {}
    for _, start, end, link, target in sorted(spans, key=lambda s: (*s[:3], s[3].value)):
        theme = tableau.places[target].theme if isinstance(target, Node) else target[0]
        lane = 0
        while any(s < end and start < e for s, e in taken.get((theme, lane), ())):
            lane += 1
        taken.setdefault((theme, lane), []).append((start, end))
        lanes[link] = (theme, lane)
    return lanes


def column_of(tableau: Tableau, key: Key, rank: Mapping[Node, int]) -> int:
    """Give the number of the column of a box."""
    return rank[tableau.places[key].instrument if isinstance(key, Node) else key[1]]


class Wiring:
    """The lines of a layout while they are drawn: where they leave, arrive, and are labelled."""

    def __init__(
        self,
        tableau: Tableau,
        boxes: Mapping[Key, Box],
        rank: Mapping[Node, int],
        lanes: Mapping[Node, tuple[Node | None, int]],
        rows: tuple[Row, ...],
        label: Label,
    ) -> None:
        self.links = {e.node: e for e in tableau.links}
        self.boxes, self.rank, self.lanes, self.label = boxes, rank, lanes, label
        self.rows = {row.strand.theme: row for row in rows}
        self.taken: dict[int, list[tuple[float, float]]] = {}
        self.risers: dict[int, int] = {}

    def wires(self, ends: Mapping[Node, tuple[Key | None, Key]]) -> tuple[Wire, ...]:
        """Draw all lines: those in lanes first, since their places are fixed."""
        laned = [self.over(n, *ends[n]) for n in ends if n in self.lanes]
        near = sorted(
            (n for n in ends if n not in self.lanes),
            key=lambda n: (self.boxes[ends[n][1]].y, self.start_of(ends[n][0]), n.value),
        )
        wires = [*laned, *(self.beside(n, *ends[n], ends) for n in near)]
        return tuple(sorted(wires, key=lambda w: not self.leaves_its_row(*ends[w.link.node])))

    def leaves_its_row(self, source: Key | None, target: Key) -> bool:
        """Tell whether a line leads from one strand to another; such lines lie undermost."""
        return source is not None and self.boxes[source].strand != self.boxes[target].strand

    def start_of(self, source: Key | None) -> float:
        """Give the height at which a line starts; one without a source starts at the top."""
        return 0 if source is None else self.boxes[source].y

    def lane_height(self, link: Node) -> float:
        """Give the height of the lane of a link."""
        theme, lane = self.lanes[link]
        return self.rows[theme].boxes - ROOM / 2 - lane * LANE

    def port(self, link: Node, key: Key, is_start: bool) -> float:
        """Give the place on the upper edge of a box where a link in a lane leaves or arrives.

        The farther a link goes, the higher its lane, and the farther out it stands.
        """
        own = [n for n in self.lanes if self.key_at(n, is_start) == key]
        own.sort(key=lambda n: (-self.lane_height(n), n.value), reverse=is_start)
        share = (own.index(link) + 1) / (len(own) + 1)
        return self.boxes[key].x + BOX * (0.5 + share / 2 if is_start else share / 2)

    def key_at(self, link: Node, is_start: bool) -> Key | None:
        """Give the box at one end of a link."""
        found = self.links[link]
        if is_start:
            return found.source
        if found.target in self.boxes and found.target is not None:
            return found.target
        theme = self.boxes[found.source].strand.theme if found.source else None
        return (theme, found.instrument) if found.instrument else None

    def over(self, node: Node, source: Key | None, target: Key) -> Wire:
        """Draw a line that passes over columns in its lane."""
        link, y = self.links[node], self.lane_height(node)
        assert source is not None
        start, end = self.boxes[source], self.boxes[target]
        path, x0 = self.way_up(node, source, start, y)
        x1 = self.port(node, target, is_start=False)
        down = f" L{x1 - 6:g},{y:g} Q{x1:g},{y:g} {x1:g},{y + 6:g} L{x1:g},{end.y - 1:g}"
        if not self.is_upper(target):
            x1 = end.x - 12
            in_ = f"{end.middle - 6:g} Q{x1:g},{end.middle:g} {end.x - 1:g},{end.middle:g}"
            down = f" L{x1 - 6:g},{y:g} Q{x1:g},{y:g} {x1:g},{y + 6:g} L{x1:g},{in_}"
        for gap in range(self.rank[start.column.instrument], self.rank[end.column.instrument]):
            self.taken.setdefault(gap, []).append((y - 14, y + 4))
        kind, sure = self.label(link)
        return Wire(
            link, path + down, (x0 + x1) / 2, y - 4, (kind + " " * sure.startswith("(") + sure,)
        )

    def way_up(self, node: Node, source: Key, start: Box, y: float) -> tuple[str, float]:
        """Lead from a box to its lane: straight up, or beside the boxes that stand above it."""
        row_y = self.lane_height(node)
        if self.is_upper(source) and row_y < start.y:
            x = self.port(node, source, is_start=True)
            return f"M{x:g},{start.y:g} L{x:g},{y + 6:g} Q{x:g},{y:g} {x + 6:g},{y:g}", x + 6
        gap = self.rank[start.column.instrument]
        self.risers[gap] = self.risers.get(gap, 0) + 1
        x, turn = start.x + BOX, 6 if y < start.middle else -6
        up = x + 3 + 5 * self.risers[gap]
        path = (f"M{x:g},{start.middle:g} L{up - 2:g},{start.middle:g} Q{up:g},{start.middle:g} "
                f"{up:g},{start.middle - turn:g} L{up:g},{y + turn:g} "
                f"Q{up:g},{y:g} {up + 6:g},{y:g}")  # fmt: skip
        return path, up + 6

    def is_upper(self, key: Key) -> bool:
        """Tell whether nothing stands above a box in its cell."""
        box = self.boxes[key]
        return box.y == self.rows[box.strand.theme].boxes

    def beside(
        self,
        node: Node,
        source: Key | None,
        target: Key,
        ends: Mapping[Node, tuple[Key | None, Key]],
    ) -> Wire:
        """Draw a line between neighbouring columns, or the short one of an area introduced."""
        link, end = self.links[node], self.boxes[target]
        near = [n for n in ends if n not in self.lanes]
        arriving = [n for n in near if ends[n][1] == target]
        arriving.sort(key=lambda n: (self.start_of(ends[n][0]), n.value))
        y1 = end.y + end.height * (arriving.index(node) + 1) / (len(arriving) + 1)
        x1 = end.x - 1
        if source is None:
            path = f"M{x1 - GAP + 18:g},{y1:g} L{x1:g},{y1:g}"
            y = y1
        else:
            start = self.boxes[source]
            leaving = [n for n in near if ends[n][0] == source]
            leaving.sort(key=lambda n: (self.boxes[ends[n][1]].y, n.value))
            y0 = start.y + start.height * (leaving.index(node) + 1) / (len(leaving) + 1)
            x0 = start.x + BOX
            path = f"M{x0:g},{y0:g} C{x0 + 30:g},{y0:g} {x1 - 34:g},{y1:g} {x1:g},{y1:g}"
            y = y0 if len(arriving) > 1 else y1 if len(leaving) > 1 else (y0 + y1) / 2
        lines = self.lines(link)
        top = self.free(self.rank[end.column.instrument] - 1, y - above(lines), len(lines) * TIGHT)
        return Wire(link, path, end.x - GAP / 2 - 2, top, lines)

    def lines(self, link: Link) -> tuple[str, ...]:
        """Break the words of a line so that they fit between two columns."""
        kind, sure = self.label(link)
        return (*fold_text(kind, GAP, TINY), *([sure] if sure else []))

    def free(self, gap: int, wished: float, height: float) -> float:
        """Find room for a label between two columns, as near as may be to where it is wished."""
        taken = self.taken.setdefault(gap, [])
        steps = sorted(range(-120, 240, 2), key=lambda s: (abs(s), s))
        for step in steps:
            top = wished - 11 + step
            if all(top + height + 2 <= a or b <= top for a, b in taken):
                taken.append((top, top + height + 2))
                return top + 11
        return wished


def above(lines: tuple[str, ...]) -> float:
    """Say how far above its line a label begins, so that the line runs over its last line."""
    return (len(lines) - 2) * TIGHT + 5 if len(lines) > 1 else 5
