"""Draw the ledger: a row for each commitment, what was reported along time, what became of it.

An Account comes in, an SVG goes out. Marks that would lie on one another share a row's height.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.names import NS
from jnkg.views.deeds import Account, Deed, Promise, spans
from jnkg.views.eras import Era, cut, era, on_time, uneven
from jnkg.views.frame import (
    FINE,
    HALO,
    INK,
    LOOKS,
    PAPER,
    PLAIN,
    SMALL,
    View,
    heading,
    legend,
    line_of_text,
    mark,
    picture,
    text_width,
)
from jnkg.views.standing import (
    MODALITIES,
    OUTCOMES,
    OWN,
    SHAPES,
    WORDS,
    deed_words,
    promise_words,
)
from jnkg.views.vega import STRIPE, drawn, instant, layer, pixels, plain

WIDTH, LEFT, STRIP, BECAME = 1480, 440, 600, 70
ROW, HALF = 18, 7


@dataclass(frozen=True, slots=True)
class Sign:
    """A mark: what it stands for, its shape's name, its place, its line within the row, words."""

    node: ox.NamedNode
    shape: str
    x: float
    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A row: a commitment, or an activity that none is tied to."""

    top: float
    lines: int
    node: ox.NamedNode
    start: str
    status: str | None
    signs: tuple[Sign, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Head:
    """A row that names the source of the commitments under it."""

    top: float
    node: ox.NamedNode | None
    words: str


def draw(view: View, found: Account) -> str:
    """Draw the ledger."""
    language = view.sight.language
    time = era(spans(found), STRIP)
    heads, strips = rows(view, found, time)
    height = (strips[-1].top + strips[-1].lines * ROW + 6) if strips else 0
    words = WORDS[language]
    over, body = heading(view)
    body += symbols(view, 20, over + 12)
    names = [n for n in LOOKS if any(s.status == n for s in strips)]
    body += legend(names, language, 20, over + 64)
    for n, said in enumerate((uneven(spans(found), language), words["beside"])):
        body += line_of_text(20, over + 88 + 18 * n, said, FINE)
    top = over + 144
    body += line_of_text(LEFT + STRIP + 8, top - 8, words["column_outcome"], FINE)
    body += line_of_text(LEFT + STRIP + BECAME + 10, top - 8, words["column_state"], FINE)
    body += f'<g transform="translate({LEFT},{top:g})">'
    body += drawn(STRIP + BECAME, height, list(layers(view, strips, time, height, found.day)))
    body += drawn(STRIP + BECAME, height, [points([datum(s, g) for s in strips for g in s.signs],
                                                  STRIP + BECAME, height)])  # fmt: skip
    body += "</g>" + "".join(labels(view, heads, strips, top))
    return picture(view, WIDTH, round(top + height + 24), body)


def rows(view: View, found: Account, time: Era) -> tuple[list[Head], list[Strip]]:
    """Give all rows their heights, from above to below."""
    sight, words = view.sight, WORDS[view.sight.language]
    heads: list[Head] = []
    strips: list[Strip] = []
    top, source = 0.0, "?"
    for promise in found.promises:
        if source != (promise.source.value if promise.source else ""):
            source = promise.source.value if promise.source else ""
            name = sight.label(promise.source) if promise.source else words["no_source"]
            heads.append(Head(top, promise.source, f"{promise.day} {name}".strip()))
            top += ROW + 6
        strips.append(strip(view, promise.node, promise.deeds, time, found.day, top, promise))
        top += strips[-1].lines * ROW
    if found.untied:
        heads.append(Head(top, None, words["untied"]))
        top += ROW + 6
    for deed in found.untied:
        strips.append(strip(view, deed.activity, (deed,), time, found.day, top, None))
        top += strips[-1].lines * ROW
    return heads, strips


def strip(
    view: View, node: ox.NamedNode, deeds: Sequence[Deed], time: Era, as_of: str, top: float,
    promise: Promise | None,
) -> Strip:  # fmt: skip
    """Make one row: each mark on the first line on which there is room for it."""
    taken: list[list[float]] = []
    signs = []
    end = time.place(as_of) + HALF if as_of else float(STRIP)
    for deed in deeds:
        for thing, shape, day, words in marks_of(view, deed, promise is not None):
            x, line = room(taken, time.place(day) if day else STRIP + 16.0, end if day else 0)
            signs.append(Sign(thing, shape, x, line, words))
    statuses = [d.status for d in deeds]
    weakest = max(statuses, key=list(LOOKS).index) if promise and statuses else None
    said = promise_words(promise, view.sight) if promise else deed_words(deeds[0], view.sight)
    start = promise.day if promise else ""
    return Strip(top, max(1, len(taken)), node, start, weakest, tuple(signs), said)


def room(taken: list[list[float]], wanted: float, end: float) -> tuple[float, int]:
    """Find where a mark has room: at its place, a little to its right, or on a line below."""
    line = 0
    while True:
        if line == len(taken):
            taken.append([])
        for shift in (0, 2 * HALF, 4 * HALF):
            x = wanted + shift
            is_inside = HALF <= x <= end - HALF if end else x < STRIP + BECAME - HALF
            is_free = all(abs(x - other) >= 2 * HALF for other in taken[line])
            if is_free and (is_inside or x == wanted) and (end or x > STRIP + HALF):
                taken[line].append(x)
                return x, line
        line += 1


def marks_of(view: View, deed: Deed, is_tied: bool) -> Iterator[tuple[ox.NamedNode, str, str, str]]:
    """Yield what is drawn of an activity: thing, shape, day (none for an outcome), words."""
    sight, words = view.sight, WORDS[view.sight.language]
    name = sight.label(deed.activity)
    if deed.is_over:
        yield (
            deed.activity,
            "TookPlace",
            deed.first,
            sight.says(name, words["dated"].format(deed.days)),
        )
    elif is_tied:
        day = deed.first or next((r.day for r in deed.reports), "")
        yield deed.activity, "Undated", day, sight.says(name, deed_words(deed, sight))
    for report in deed.reports:
        for modality in report.modalities:
            shape = modality.value.removeprefix(NS)
            if shape in SHAPES:
                said = words["said"].format(sight.label(modality), report.day)
                yield report.node, shape, report.day, sight.says(name, said)
    if deed.outcome:
        shape = deed.outcome.kind.value.removeprefix(NS)
        led = words["nodes"].join(map(sight.label, deed.outcome.led_to))
        said = words["became"].format(sight.label(deed.outcome.kind))
        said = sight.says(said, led) if led else said
        if shape in SHAPES:
            yield deed.outcome.node, shape, "", f"{name} {said}"


def layers(
    view: View, strips: Sequence[Strip], time: Era, height: float, day: str
) -> Iterator[dict[str, object]]:
    """Yield the layers: bands, the day, lines from promise to deed, empty boxes, marks."""
    y, y2, x = pixels("y", height), {"field": "y2"}, on_time("x", time)
    last = instant(time.days[-1])
    bands = [{"y": s.top, "y2": s.top + s.lines * ROW} for s in strips[::2]]
    yield layer(STRIPE, bands, y=y, y2=y2,
                x={"value": 0}, x2={"value": STRIP + BECAME})  # fmt: skip
    if day:
        yield layer({"type": "rule", "stroke": INK, "strokeWidth": 1.5},
                    [{"x": instant(day), "y": 0, "y2": height}], x=x, y=y, y2=y2)  # fmt: skip
    for name, look in LOOKS.items():
        lines = [
            {"x": instant(s.start), "x2": reach(s, time), "y": s.top + ROW / 2}
            for s in strips if s.status == name and s.start and s.signs
        ]  # fmt: skip
        if lines:
            yield layer({"type": "rule", "stroke": look.colour, "strokeDash": list(look.dash),
                         "strokeWidth": 1.2}, lines, x=x, x2={"field": "x2"}, y=y)  # fmt: skip
    empty = [
        {"x": instant(s.start or time.days[0]), "x2": instant(day) if day else last,
         "y": s.top + 2, "y2": s.top + ROW - 2, "href": s.node.value,
         "words": view.sight.says(view.sight.label(s.node), s.words)}
        for s in strips if not s.signs
    ]  # fmt: skip
    if empty:
        look = LOOKS["Unknown"]
        yield layer({"type": "rect", "fill": PAPER, "stroke": look.colour,
                     "strokeDash": list(look.dash)}, empty,
                    x=x, x2={"field": "x2"}, y=y, y2=y2)  # fmt: skip


def points(data: Sequence[dict[str, object]], width: float, height: float) -> dict[str, object]:
    """Give the layer of marks whose places are pixels."""
    return layer({"type": "point", "size": 62, "strokeWidth": 1.6, "opacity": 1}, data,
                 x=pixels("px", width), y=pixels("y", height), shape=plain("shape"),
                 fill=plain("fill"), stroke=plain("colour"))  # fmt: skip


def reach(strip: Strip, time: Era) -> int:
    """Give the instant of the last mark of a row along time."""
    x = max((s.x for s in strip.signs if s.x <= STRIP), default=0.0)
    n = max(0, sum(p <= x for p in time.places[:-1]) - 1)
    share = (x - time.places[n]) / (time.places[n + 1] - time.places[n])
    first, end = instant(time.days[n]), instant(time.days[n + 1])
    return max(round(first + share * (end - first)), instant(strip.start))


def datum(strip: Strip, sign: Sign) -> dict[str, object]:
    """Give a mark as Vega-Lite reads it."""
    shape, colour, is_full = SHAPES[sign.shape]
    hollow = "transparent" if sign.shape in OUTCOMES else PAPER
    return {
        "px": sign.x, "y": strip.top + sign.line * ROW + ROW / 2, "shape": shape,
        "fill": colour if is_full else hollow, "colour": colour,
        "href": sign.node.value, "words": sign.words,
    }  # fmt: skip


def labels(view: View, heads: Sequence[Head], strips: Sequence[Strip], top: float) -> Iterator[str]:
    """Yield the texts beside the strips: sources, commitments, and how each stands."""
    for head in heads:
        text = line_of_text(
            20, top + head.top + 18, cut(head.words, WIDTH - 60, PLAIN),
            f'font-size="{PLAIN}" font-weight="bold" {HALO}',
        )  # fmt: skip
        yield mark(head.node.value, head.words, text) if head.node else text
    right = LEFT + STRIP + BECAME + 10
    for row in strips:
        name, y = view.sight.label(row.node), top + row.top + 13
        text = line_of_text(32, y, cut(name, LEFT - 50), f'font-size="{SMALL}"')
        yield mark(row.node.value, view.sight.says(name, row.words), text)
        yield line_of_text(right, y, cut(row.words, WIDTH - right - 12), FINE)


def symbols(view: View, x: float, y: float) -> str:
    """Explain the shapes: of activities and of modalities in reports, below them of outcomes."""
    found: list[dict[str, object]] = []
    body, end = "", x
    for lead, names in (("by_itself", tuple(OWN)), ("reported", MODALITIES[len(OWN) :])):
        end, some, texts = named_shapes(view, lead, names, end, y)
        found, body = found + some, body + texts
    _, some, texts = named_shapes(view, "outcomes", OUTCOMES, x, y + 24)
    return body + texts + drawn(WIDTH, y + 48, [points(found + some, WIDTH, y + 48)])


def named_shapes(
    view: View, lead: str, names: Sequence[str], x: float, y: float
) -> tuple[float, list[dict[str, object]], str]:
    """Give a part of the legend: where it ends, its shapes as Vega-Lite reads them, its texts."""
    words = WORDS[view.sight.language]
    found: list[dict[str, object]] = []
    body = line_of_text(x, y + 4, words[lead], FINE)
    x += text_width(words[lead], SMALL) + 20
    for name in names:
        shape, colour, is_full = SHAPES[name]
        label = words[OWN[name]] if name in OWN else view.sight.label(ox.NamedNode(NS + name))
        fill = colour if is_full else "transparent"
        found.append({"px": x, "y": y, "shape": shape, "colour": colour, "fill": fill})
        body += line_of_text(x + 14, y + 4, label, f'font-size="{SMALL}"')
        x += 14 + text_width(label, SMALL) + 24
    return x + 16, found, body
