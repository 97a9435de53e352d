"""Run time in pieces along a picture: years, or months, each as wide as what lies in it asks for.

Spans of days and the room that there is come in; an Era goes out, which gives each day its place
and describes the axis to Vega-Lite.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from jnkg.views.frame import SMALL, fold_text, text_width
from jnkg.views.vega import instant

FEW = 2
"""Up to as many years, time runs in months."""
FLOOR, BARE = 20, 2
"""So many pixels wide is a piece at the least: one in which something lies, and an empty one."""
LONG = {False: 34, True: 56}
"""So many pixels a whole label takes: of a year, of a month."""
UNEVEN = {
    False: {
        "en": "Time is not drawn to scale: the more marks a year has, the wider it is; years "
        "without any are narrow and bear no number.",
        "ja": "時間の目盛りは等間隔ではない。件数の多い年ほど広く、"
        "何もない年は狭くとり、年を記さない。",
    },
    True: {
        "en": "Time is not drawn to scale: the more marks a month has, the wider it is; months "
        "without any are narrow and bear no number.",
        "ja": "時間の目盛りは等間隔ではない。件数の多い月ほど広く、"
        "何もない月は狭くとり、月を記さない。",
    },
}
"""Says that time does not run evenly: in years, in months."""


@dataclass(frozen=True, slots=True)
class Era:
    """Time cut in pieces: the first day of each, and where it begins; the last one is the end.

    `labels` are what the axis says at the beginning of a piece; nothing where nothing lies in it.
    """

    days: tuple[str, ...]
    places: tuple[float, ...]
    labels: tuple[str, ...]
    is_months: bool

    def place(self, day: str) -> float:
        """Give where a day lies."""
        n = max(0, sum(d <= day for d in self.days[:-1]) - 1)
        first, end, here = (instant(d) for d in (self.days[n], self.days[n + 1], day))
        share = min(1.0, (here - first) / (end - first))
        return self.places[n] + share * (self.places[n + 1] - self.places[n])


def era(spans: Sequence[tuple[str, str]], room: float) -> Era:
    """Cut the time that spans of days take in pieces, and share the room among them."""
    first, last = min(a for a, _ in spans), max(b for _, b in spans)
    is_months = runs_in_months(spans)
    days = list(starts(first, last, is_months))
    size = 7 if is_months else 4
    counts = [sum(a[:size] == d[:size] for a, _ in spans) for d in days[:-1]]
    held = [any(a[:size] <= d[:size] <= b[:size] for a, b in spans) for d in days[:-1]]
    places = [0.0]
    for width in widths(counts, held, room):
        places.append(round(places[-1] + width, 2))
    places[-1] = float(room)
    return Era(tuple(days), tuple(places), labels(days, places, held, is_months), is_months)


def runs_in_months(spans: Sequence[tuple[str, str]]) -> bool:
    """Tell whether spans of days take so few years that time is cut in months."""
    first, last = min(a for a, _ in spans), max(b for _, b in spans)
    return int(last[:4]) - int(first[:4]) < FEW


def uneven(spans: Sequence[tuple[str, str]], language: str) -> str:
    """Say in words that time does not run evenly; nothing where nothing has a day."""
    return UNEVEN[runs_in_months(spans)][language] if spans else ""


def widths(counts: Sequence[int], held: Sequence[bool], room: float) -> list[float]:
    """Give each piece its width: a least one, and of what remains a share by what lies in it."""
    least = [float(FLOOR if is_held else BARE) for is_held in held]
    scale = min(1.0, room * 0.6 / sum(least))
    weights = [min(n, 20) for n in counts]
    spare = room - scale * sum(least)
    return [
        scale * low + spare * weight / sum(weights)
        for low, weight in zip(least, weights, strict=True)
    ]


def labels(
    days: Sequence[str], places: Sequence[float], held: Sequence[bool], is_months: bool
) -> tuple[str, ...]:
    """Label each piece in which something lies: whole where there is room, short where not."""
    size = 7 if is_months else 4
    shown = [n for n, is_held in enumerate(held) if is_held]
    found = [""] * len(held)
    end = -1.0
    for n, following in zip(shown, [*shown[1:], None], strict=True):
        room = places[following] - places[n] if following else LONG[is_months]
        day = days[n][:size]
        short = day[-2:] if is_months else f"'{day[-2:]}"
        label = day if room >= LONG[is_months] else short
        if places[n] >= end:
            found[n] = label
            end = places[n] + text_width(label, SMALL)
    return tuple(found)


def starts(first: str, last: str, is_months: bool) -> Iterator[str]:
    """Yield the first day of each piece, and the day behind the last."""
    day = date(int(first[:4]), int(first[5:7]) if is_months else 1, 1)
    while day.isoformat() <= last:
        yield day.isoformat()
        month = day.month % 12 + 1 if is_months else 1
        day = date(day.year + (month == 1), month, 1)
    yield day.isoformat()


def on_time(field: str, time: Era) -> dict[str, object]:
    """Describe a channel that runs along the pieces of time, with an axis above."""
    shown = {
        instant(d): label for d, label in zip(time.days, time.labels, strict=False) if label
    }  # fmt: skip
    return {
        "field": field,
        "type": "quantitative",
        "scale": {
            "type": "linear",
            "domain": [instant(d) for d in time.days],
            "range": list(time.places),
            "nice": False,
            "zero": False,
        },
        "axis": {
            "orient": "top",
            "values": list(shown),
            "labelExpr": f"({json.dumps({str(k): v for k, v in shown.items()})})[datum.value]",
            "labelAlign": "left",
            "labelFlush": False,
        },
    }


def fold_most(label: str, room: float, size: float, most: int) -> list[str]:
    """Break a label into so many lines at most; the last is cut where there would be more."""
    lines = fold_text(label, room, size)
    if len(lines) <= most:
        return lines
    rest = label[label.index(lines[most - 2]) + len(lines[most - 2]) :] if most > 1 else label
    return [*lines[: most - 1], cut(rest.strip(), room, size)]


def cut(label: str, room: float, size: float = SMALL) -> str:
    """Cut a label that is too long for its room; the whole of it stands in the mark's title."""
    if text_width(label, size) <= room:
        return label
    while label and text_width(label + "…", size) > room:
        label = label[:-1]
    return label.rstrip(" (（、") + "…"
