"""Draw the timeline: time from left to right, lanes from above to below, labels beside marks.

Moments come in, an SVG goes out. A label stands where its row has room, before or behind its mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jnkg.views.eras import Era, cut, era, on_time, uneven
from jnkg.views.frame import (
    FINE,
    INK,
    LOOKS,
    PAPER,
    SMALL,
    View,
    heading,
    legend,
    line_of_text,
    picture,
    text_width,
)
from jnkg.views.moments import LANES, WORDS, Moment, called
from jnkg.views.vega import STRIPE, dashed, drawn, instant, layer, pixels, plain

WIDTH, LEFT, RIGHT = 1480, 150, 24
ROW, GAP = 18, 12
LONGEST = 300
"""Pixels that a label takes at most; the whole of it stands in the mark's title."""
SHORT = 9
"""A span shorter than this, in pixels, is drawn as a square."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A mark with its place: from `x` to `x2`, in a row of its lane; the label may stand before."""

    moment: Moment
    x: float
    x2: float
    row: int
    label: str
    is_before: bool


def signs(moments: Sequence[Moment], time: Era, view: View) -> list[Sign]:
    """Give each mark its row: the first of its lane in which mark and label have room."""
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    found = []
    for moment in moments:
        x = time.place(moment.earliest)
        x2 = max(x, time.place(moment.latest)) if moment.latest != moment.earliest else x
        label = cut(view.sight.label(moment.node), LONGEST)
        wide = text_width(label, SMALL) + 12
        is_before = x2 + wide > time.places[-1]
        start, end = (x - wide, x2 + 8) if is_before else (x - 8, x2 + wide)
        row = 0
        while any(start < b and a < end for a, b in taken.get((moment.lane, row), ())):
            row += 1
        taken.setdefault((moment.lane, row), []).append((start, end))
        found.append(Sign(moment, x, x2, row, label, is_before))
    return found


def draw(view: View, moments: Sequence[Moment]) -> str:
    """Draw the timeline."""
    language = view.sight.language
    spans = [(m.earliest, m.latest) for m in moments]
    time = era(spans, WIDTH - LEFT - RIGHT)
    placed = signs(moments, time, view)
    lanes = sorted({m.lane for m in moments})
    rows = {lane: 1 + max(s.row for s in placed if s.moment.lane == lane) for lane in lanes}
    tops, height = {}, 0.0
    for lane in lanes:
        tops[lane] = height
        height += rows[lane] * ROW + GAP
    over, body = heading(view)
    names = [n for n in LOOKS if any(m.look == n for m in moments)]
    body += signs_legend(language, 20, over + 14) + legend(names, language, 560, over + 14)
    body += line_of_text(20, over + 40, uneven(spans, language), FINE)
    top = over + 84
    body += f'<g transform="translate({LEFT},{top:g})">'
    body += drawn(WIDTH - LEFT - RIGHT, height, list(layers(view, placed, time, tops, height)))
    body += "</g>"
    for lane in lanes:
        words = LANES[lane][0][language]
        body += line_of_text(
            16, top + tops[lane] + GAP / 2 + 14, words, 'font-size="13" font-weight="bold"'
        )
    return picture(view, WIDTH, round(top + height + 24), body)


def signs_legend(language: str, x: float, y: float) -> str:
    """Explain the shapes."""
    words = WORDS[language]
    shapes = {
        "day": f'<circle cx="{{0:g}}" cy="{y - 4:g}" r="5" fill="{INK}"/>',
        "span": f'<path d="M{{0:g}},{y - 8:g}m-8,0h18v8h-18z" fill="{INK}"/>',
        "loose": f'<path d="M{{0:g}},{y - 8:g}m-8,0h18v8h-18z" fill="none" stroke="{INK}"/>',
        "instrument": f'<path d="M{{0:g}},{y - 11:g}l7,7l-7,7l-7,-7z" fill="{INK}"/>',
    }
    parts = []
    for key, shape in shapes.items():
        parts.append(shape.format(x + 8))
        parts.append(line_of_text(x + 24, y, words[key], f'font-size="{SMALL}"'))
        x += 24 + text_width(words[key], SMALL) + 22
    return "".join(parts)


def layers(
    view: View, placed: Sequence[Sign], time: Era, tops: dict[int, float], height: float
) -> Iterator[dict[str, object]]:
    """Yield the layers: lanes, spans, dots and diamonds, labels."""
    room, y, y2 = time.places[-1], pixels("y", height), {"field": "y2"}
    edges = [*list(tops.values())[1:], height]
    bands = [{"y": a, "y2": b} for a, b in zip(tops.values(), edges, strict=True)][::2]
    yield layer(STRIPE, bands, y=y, y2=y2,
                x={"value": 0}, x2={"value": room})  # fmt: skip
    data = [datum(view, s, tops) for s in placed]
    x = on_time("x", time)
    bars = [d for d in data if d["is_bar"]]
    if bars:
        tall = [{**d, "y": low(d, -4), "y2": low(d, 4)} for d in bars]
        yield from dashed({"type": "rect", "strokeWidth": 1.5}, tall, x=x, x2={"field": "x2"},
                          y=y, y2=y2, fill=plain("fill"), stroke=plain("colour"))  # fmt: skip
    dots = [{**d, "x": d["middle"], "dash": fine(d["dash"])}
            for d in data if not d["is_bar"] or d["shape"] == "diamond"]  # fmt: skip
    yield layer({"type": "point", "size": 70, "strokeWidth": 1.5, "opacity": 1}, dots,
                x=x, y=y, shape=plain("shape"), fill=plain("fill"), stroke=plain("colour"),
                strokeDash=plain("dash"))  # fmt: skip
    for side, align, dx in (("after", "left", 9), ("before", "right", -9)):
        some = [d for d in data if d["side"] == side]
        end = {**x, "field": "x2"} if side == "after" else x
        if some:
            yield layer({"type": "text", "align": align, "dx": dx, "baseline": "middle"}, some,
                        x=end, y=y, text="label")  # fmt: skip


def fine(dash: object) -> list[float]:
    """Halve long dashes, so that a small shape keeps its outline."""
    assert isinstance(dash, list)
    return [d / 2 for d in dash] if dash and dash[0] > 2 * SHORT / 3 else dash


def low(datum: dict[str, object], by: float) -> float:
    """Give the height of a mark, moved."""
    y = datum["y"]
    assert isinstance(y, float)
    return y + by


def datum(view: View, sign: Sign, tops: dict[int, float]) -> dict[str, object]:
    """Give a mark as Vega-Lite reads it."""
    moment = sign.moment
    look = LOOKS[moment.look]
    is_full = moment.status == "Stated" and not moment.is_loose
    words = view.sight.says(moment.when, called(moment, view.sight))
    first, last = instant(moment.earliest), instant(moment.latest)
    shape = "circle" if first == last else "square"
    return {
        "x": first, "x2": last, "middle": (first + last) // 2, "is_bar": sign.x2 - sign.x > SHORT,
        "y": tops[moment.lane] + GAP / 2 + sign.row * ROW + ROW / 2,
        "shape": "diamond" if moment.is_instrument else shape,
        "fill": look.colour if is_full else PAPER, "colour": look.colour, "dash": list(look.dash),
        "label": sign.label, "side": "before" if sign.is_before else "after",
        "href": moment.node.value, "words": words,
    }  # fmt: skip
