"""Give the boxes and arrows of a scene their places: the one module that knows Graphviz.

A Scene and its texts come in; a Picture in pixels goes out. Texts are measured by rule and not by
the fonts of the machine, so that the same scene gives the same picture everywhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pygraphviz

from jnkg.refdocs.nouns import Node
from jnkg.refdocs.scenes import Arrow, Box, Scene

LINE, PAD, SMALL = 20, 10, 17
NARROW, WIDE = set("fijlrt.,'() "), set("mwMW")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of text: a term to link to (None for a remark) and the middle of its place."""

    text: str
    node: Node | None
    x: float
    y: float
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box with its corner, its size and its lines; `rule` is where attributes begin, 0 if not."""

    box: Box
    x: float
    y: float
    width: float
    height: float
    rows: tuple[Row, ...]
    rule: float


@dataclass(frozen=True, slots=True)
class PlacedArrow:
    """An arrow with its path, as SVG writes it, and the lines of its label."""

    arrow: Arrow
    path: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A scene with places."""

    width: float
    height: float
    boxes: tuple[PlacedBox, ...]
    arrows: tuple[PlacedArrow, ...]


Caption = Callable[[Box], list[tuple[str, Node | None, bool]]]
"""Gives the lines of a box: text, term, and whether it is a line below the rule."""


def width_of(text: str, size: float) -> float:
    """Estimate how wide a text is, in pixels."""
    return size * sum(
        1.0
        if unicodedata.east_asian_width(c) in "WF"
        else 0.36
        if c in NARROW
        else 0.88
        if c in WIDE
        else 0.6
        for c in text
    )


def draw(scene: Scene, caption: Caption, label: Callable[[Node], str]) -> Picture:
    """Lay a scene out from left to right."""
    graph = pygraphviz.AGraph(
        directed=True, strict=False, rankdir="LR", nodesep="0.22", ranksep="0.4", pad="0"
    )
    lines = {box.key: caption(box) for box in scene.boxes}
    for box in scene.boxes:
        width, height = box_size(lines[box.key])
        graph.add_node(
            box.key,
            shape="box",
            label="",
            fixedsize="true",
            width=f"{width / 72:.4f}",
            height=f"{height / 72:.4f}",
        )
    for number, arrow in enumerate(scene.arrows):
        ends = (arrow.source, arrow.target)
        if arrow.is_kind:
            graph.add_edge(*reversed(ends), key=str(number), dir="back")
        else:
            graph.add_edge(*ends, key=str(number), label=blank_label(arrow, label))
    graph.layout(prog="dot")
    return read_picture(graph, scene, lines, label)


def box_size(lines: Sequence[tuple[str, Node | None, bool]]) -> tuple[float, float]:
    """Give the width and height of a box around its lines."""
    width = max(width_of(text, 13 if small else 14) for text, _, small in lines)
    height = sum(SMALL if small else LINE for _, _, small in lines)
    rule = 6 if any(small for *_, small in lines) else 0
    return round(width) + 2 * PAD, height + rule + PAD


def blank_label(arrow: Arrow, label: Callable[[Node], str]) -> str:
    """Give a label without text that takes the place of the arrow's labels."""
    width = max(width_of(label(p), 12) for p in arrow.properties) + 10
    height = 15 * len(arrow.properties) + 2
    return (
        f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0" FIXEDSIZE="TRUE" '
        f'WIDTH="{round(width)}" HEIGHT="{height}"><TR><TD></TD></TR></TABLE>>'
    )


def read_picture(
    graph: pygraphviz.AGraph,
    scene: Scene,
    lines: dict[str, list[tuple[str, Node | None, bool]]],
    label: Callable[[Node], str],
) -> Picture:
    """Read the places that Graphviz found; its y axis points upwards."""
    _, _, width, height = (float(n) for n in graph.graph_attr["bb"].split(","))

    def point(text: str) -> tuple[float, float]:
        x, y = (float(n) for n in text.split(","))
        return round(x, 1), round(height - y, 1)

    boxes = [
        place_box(box, point(graph.get_node(box.key).attr["pos"]), lines[box.key])
        for box in scene.boxes
    ]
    arrows = []
    for number, arrow in enumerate(scene.arrows):
        ends = (arrow.source, arrow.target)
        edge = graph.get_edge(*(reversed(ends) if arrow.is_kind else ends), key=str(number))
        middle = None if arrow.is_kind else point(edge.attr["lp"])
        arrows.append(
            PlacedArrow(arrow, path_of(edge.attr["pos"], point), label_rows(arrow, middle, label))
        )
    return Picture(round(width), round(height), tuple(boxes), tuple(arrows))


def place_box(
    box: Box, middle: tuple[float, float], lines: Sequence[tuple[str, Node | None, bool]]
) -> PlacedBox:
    """Put a box and its lines around the middle."""
    width, height = box_size(lines)
    x, top = middle[0] - width / 2, middle[1] - height / 2
    rows, rule, y = [], 0.0, top + PAD / 2
    for text, node, is_small in lines:
        if is_small and not rule:
            rule = round(y + 2, 1)
            y += 6
        step = SMALL if is_small else LINE
        left = x + PAD if is_small else middle[0]
        rows.append(Row(text, node, round(left, 1), round(y + step * 0.72, 1), is_small))
        y += step
    return PlacedBox(box, round(x, 1), round(top, 1), width, height, tuple(rows), rule)


def label_rows(
    arrow: Arrow, middle: tuple[float, float] | None, label: Callable[[Node], str]
) -> tuple[Row, ...]:
    """Put the names of an arrow's properties under one another."""
    if middle is None:
        return ()
    top = middle[1] - 15 * len(arrow.properties) / 2
    return tuple(
        Row(label(p), p, middle[0], round(top + 15 * n + 11.5, 1))
        for n, p in enumerate(arrow.properties)
    )


def path_of(position: str, point: Callable[[str], tuple[float, float]]) -> str:
    """Turn a spline of Graphviz into a path; it runs from start to end, tips included."""
    start = end = ""
    points = []
    for part in position.replace("\\\n", "").split():
        if part.startswith("s,"):
            start = part[2:]
        elif part.startswith("e,"):
            end = part[2:]
        else:
            points.append(part)
    first, *curve = [f"{x:g},{y:g}" for x, y in map(point, points)]
    head = f"M{'{:g},{:g}'.format(*point(start))} L{first}" if start else f"M{first}"
    tail = f" L{'{:g},{:g}'.format(*point(end))}" if end else ""
    return f"{head} C{' '.join(curve)}{tail}"
