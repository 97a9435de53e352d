"""Draw the comparison: programmes in time above, a column for each partner below.

A Comparison comes in, an SVG goes out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jnkg.views.eras import cut, fold_most
from jnkg.views.frame import (
    BAND,
    FINE,
    INK,
    LOOKS,
    MUTED,
    PAPER,
    PLAIN,
    SMALL,
    Sight,
    View,
    heading,
    line_of_text,
    mark,
    picture,
    text_width,
)
from jnkg.views.partners import Cell, Comparison, Programme
from jnkg.views.stands import STANDINGS, WORDS, counted, days, remarks, said, theme_name
from jnkg.views.vega import STRIPE, dashed, drawn, instant, layer, pixels, plain

LEFT, COLUMN, GAP, ROW, RIGHT = 290, 296, 10, 32, 20
LINE, ABREAST = 16, 210
"""Height of a line of text, and the pixels that a label over time may take."""
UNDATED = 150
"""Pixels at the end of time for what has no day."""


def draw(view: View, found: Comparison) -> str:
    """Draw the comparison."""
    words = WORDS[view.sight.language]
    width = max(3, len(found.latest)) * COLUMN
    over, body = heading(view)
    body += key(view, over + 12)
    body += title(words["marks"], over + 52)
    top = over + 88
    lines = placed(view, found.programmes, width)
    height, rows = heights(found.programmes, lines)
    body += f'<g transform="translate({LEFT},{top:g})">'
    body += drawn(width, height, list(times(view, found, lines, rows, width, height))) + "</g>"
    for party, (start, _) in rows.items():
        name = next(view.sight.label(p.party) for p in found.programmes if p.party.value == party)
        body += mark(party, name, line_of_text(20, top + start + 25, name))
    top += height + 44
    if not found.cells:
        return picture(view, LEFT + width + RIGHT, round(top), body)
    body += title(words["cells"], top)
    body += heads(view, found, top + 26)
    top += 120
    body += f'<g transform="translate({LEFT},{top:g})">'
    tops, height = cell_tops(found, view.sight)
    body += drawn(width, height, list(grid(view, found, tops, height, width))) + "</g>"
    for cell in found.cells[:: len(found.latest)]:
        name = theme_name(cell, view.sight)
        text = several(20, top + tops[cell.theme] + 18, fold_most(name, LEFT - 40, PLAIN, 2))
        body += mark(cell.theme.value, name, text) if cell.theme else text
    return picture(view, LEFT + width + RIGHT, round(top + height + 24), body)


def several(x: float, y: float, lines: Sequence[str], more: str = "") -> str:
    """Write lines under one another."""
    return "".join(line_of_text(x, y + LINE * n, line, more) for n, line in enumerate(lines))


def title(words: str, y: float) -> str:
    """Write the title of a part."""
    return line_of_text(20, y, words, 'font-size="15" font-weight="bold"')


def key(view: View, y: float) -> str:
    """Explain how the cells look."""
    words, x, body = WORDS[view.sight.language], 20.0, ""
    for name, look in STANDINGS.items():
        ground = BAND if name == "absent" else PAPER
        line = "" if name == "absent" else look.stroke
        body += f'<rect x="{x:g}" y="{y - 14:g}" width="28" height="18" fill="{ground}" {line}/>'
        body += line_of_text(x + 36, y, words[name], f'font-size="{SMALL}"')
        x += 36 + text_width(words[name], SMALL) + 26
    return body


def placed(
    view: View, programmes: Sequence[Programme], width: float
) -> dict[Programme, tuple[float, int, str]]:
    """Give each programme its place, its line within the row of its partner, and its label."""
    found: dict[Programme, tuple[float, int, str]] = {}
    taken: dict[tuple[str, int], float] = {}
    begin, end = years(programmes)
    for each in programmes:
        share = (instant(first_day(each)) - begin) / (end - begin) if each.is_concluded else 1.0
        x = share * (width - UNDATED) + (12 if not each.is_concluded else 0)
        label = "\n".join(fold_most(
            f"{each.start[:4] if each.is_concluded else '?'} {view.sight.label(each.node)}",
            min(ABREAST, width - x - 14), SMALL, 2,
        ))  # fmt: skip
        line = 0
        while taken.get((each.party.value, line), -99.0) > x - 8:
            line += 1
        wide = max(text_width(part, SMALL) for part in label.split("\n"))
        taken[each.party.value, line] = x + 14 + wide
        found[each] = (x, line, label)
    return found


def first_day(programme: Programme) -> str:
    """Give the day at which a programme is drawn."""
    return programme.earliest or f"{programme.period[:4]}-01-01"


def years(programmes: Sequence[Programme]) -> tuple[int, int]:
    """Give the instants at which the axis begins and ends."""
    found = sorted(p.start[:4] for p in programmes if p.is_concluded) or ["2000"]
    ends = [p.period[-4:] for p in programmes if p.period]
    return instant(f"{found[0]}-01-01"), instant(f"{max([*found, *ends])}-12-31")


def heights(
    programmes: Sequence[Programme], lines: dict[Programme, tuple[float, int, str]]
) -> tuple[float, dict[str, tuple[float, float]]]:
    """Give the height of all rows, and where the row of each partner begins and ends."""
    rows: dict[str, tuple[float, float]] = {}
    top = 0.0
    for party in dict.fromkeys(p.party.value for p in programmes):
        high = (1 + max(lines[p][1] for p in programmes if p.party.value == party)) * ROW + GAP
        rows[party] = (top, top + high)
        top += high
    return top, rows


def times(
    view: View, found: Comparison, lines: dict[Programme, tuple[float, int, str]],
    rows: dict[str, tuple[float, float]], width: float, height: float,
) -> Iterator[dict[str, object]]:  # fmt: skip
    """Yield the layers of the upper part: rows, periods, days, names."""
    begin, end = years(found.programmes)
    first, last = (1970 + n // 31_556_952_000 for n in (begin, end))
    ticks = [instant(f"{y}-01-01") for y in range(first + (first % 2), last + 1, 2)]
    y, y2 = pixels("y", height), {"field": "y2"}
    x = {"field": "x", "type": "quantitative",
         "scale": {"domain": [begin, end], "range": [0, width - UNDATED], "nice": False,
                   "zero": False},
         "axis": {"orient": "top", "values": ticks,
                  "labelExpr": "utcFormat(datum.value, '%Y')"}}  # fmt: skip
    bands = [{"y": a, "y2": b} for a, b in list(rows.values())[::2]]
    yield layer(STRIPE, bands, y=y, y2=y2,
                x={"value": 0}, x2={"value": width})  # fmt: skip
    data = []
    for each in found.programmes:
        place, line, label = lines[each]
        known = days(each) or WORDS[view.sight.language]["no_day"]
        at = begin + round(place / (width - UNDATED) * (end - begin))
        data.append({
            "x": at, "y": rows[each.party.value][0] + GAP / 2 + line * ROW + ROW / 2,
            "label": label, "colour": LOOKS["Stated" if each.is_concluded else "Unknown"].colour,
            "fill": LOOKS["Stated"].colour if each.is_concluded else PAPER,
            "href": each.node.value,
            "words": view.sight.says(known, WORDS[view.sight.language]["slot"].format(
                view.sight.label(each.node), counted(each, view.sight))),
        })  # fmt: skip
    yield layer({"type": "point", "shape": "diamond", "size": 80, "opacity": 1, "clip": False},
                data, x=x, y=y, fill=plain("fill"), stroke=plain("colour"))  # fmt: skip
    yield layer({"type": "text", "align": "left", "dx": 9, "baseline": "middle",
                 "lineBreak": "\n", "lineHeight": 14}, data,
                x=x, y=y, text="label")  # fmt: skip


def heads(view: View, found: Comparison, y: float) -> str:
    """Write the heads of the columns: partner, its latest programme, how much of it is known."""
    sight, body = view.sight, ""
    for n, each in enumerate(found.latest):
        x = LEFT + n * COLUMN + 6
        name = f"{each.start[:4] if each.is_concluded else '?'} {sight.label(each.node)}"
        party = sight.label(each.party)
        text = line_of_text(x, y, party, f'font-size="{PLAIN}" font-weight="bold"')
        body += mark(each.party.value, party, text)
        lines = fold_most(name, COLUMN - 24, SMALL, 3)
        text = several(x, y + 17, lines, f'font-size="{SMALL}"')
        words = WORDS[sight.language]["slot"].format(name, counted(each, sight))
        body += mark(each.node.value, words, text)
        rest = fold_most(counted(each, sight), COLUMN - 24, SMALL, 2)
        body += several(x, y + 17 + LINE * len(lines), rest, FINE)
    return body


def cell_tops(found: Comparison, sight: Sight) -> tuple[dict[object, float], float]:
    """Give each theme the height at which its row begins, and the height of all."""
    tops: dict[object, float] = {}
    top = 0.0
    for theme in found.themes:
        tops[theme] = top
        top += high(found, theme, sight)
    return tops, top


def high(found: Comparison, theme: object, sight: Sight) -> float:
    """Give the height of a row, as its fullest cell asks for."""
    lines = [
        sum(map(len, named(c, sight))) + len(remarks(c, sight, has_no_heading(c)))
        for c in found.cells
        if c.theme == theme
    ]
    return 32 + LINE * max(lines)


def named(cell: Cell, sight: Sight) -> list[list[str]]:
    """Break the names of the areas of a cell into lines."""
    return [fold_most(sight.label(a.area), COLUMN - 28, SMALL, 3) for a in cell.areas]


def has_no_heading(cell: Cell) -> bool:
    """Tell whether an area of the cell has no heading that is known."""
    return any(a.printed is None for a in cell.areas)


def grid(
    view: View, found: Comparison, tops: dict[object, float], height: float, width: float
) -> Iterator[dict[str, object]]:
    """Yield the layers of the lower part: boxes, how each stands, areas, remarks."""
    x, x2 = pixels("x", width), {"field": "x2"}
    y, y2 = pixels("y", height), {"field": "y2"}
    boxes: list[dict[str, object]] = []
    texts: list[dict[str, object]] = []
    areas: list[dict[str, object]] = []
    for n, cell in enumerate(found.cells):
        left = n % len(found.latest) * COLUMN + 4
        top, name = tops[cell.theme], theme_name(cell, view.sight)
        look, stands = STANDINGS[cell.standing], said(cell, view.sight)
        place = (view.sight.label(cell.programme.party), name)
        words = view.sight.says(WORDS[view.sight.language]["joined"].join(place), stands)
        own = cell.areas[0].area.value if cell.areas else cell.programme.node.value
        more = remarks(cell, view.sight, has_no_heading(cell))
        boxes.append({
            "x": left, "x2": left + COLUMN - 10, "y": top + 2,
            "y2": top + high(found, cell.theme, view.sight) - 3, "dash": list(look.dash),
            "colour": "transparent" if cell.standing == "absent" else look.colour,
            "fill": BAND if cell.standing == "absent" else PAPER, "href": own, "words": words,
        })  # fmt: skip
        sign = "? " if cell.standing == "unknown" else ""
        texts.append({"x": left + 8, "y": top + 14, "text": sign + stands, "colour": look.colour,
                      "weight": "bold"})  # fmt: skip
        low = top + 25
        for area, lines in zip(cell.areas, named(cell, view.sight), strict=True):
            areas.append({"x": left + 8, "y": low, "colour": INK, "text": "\n".join(lines),
                          "href": area.area.value,
                          "words": view.sight.says(words, view.sight.label(area.area))},
                         )  # fmt: skip
            low += LINE * len(lines)
        for line, words in enumerate(more):
            texts.append({"x": left + 8, "y": low + 6 + LINE * line, "colour": MUTED,
                          "text": cut(words, COLUMN - 28), "weight": "normal"})  # fmt: skip
    yield from dashed({"type": "rect", "strokeWidth": 1.6}, boxes, x=x, x2=x2, y=y, y2=y2,
                      fill=plain("fill"), stroke=plain("colour"))  # fmt: skip
    kind: dict[str, object] = {"type": "text", "align": "left", "baseline": "middle"}
    for weight in ("bold", "normal"):
        some = [t for t in texts if t["weight"] == weight]
        if some:
            yield layer({**kind, "fontWeight": weight}, some, x=x, y=y, text="text",
                        fill=plain("colour"))  # fmt: skip
    if areas:
        kind |= {"baseline": "top", "lineBreak": "\n", "lineHeight": LINE}
        yield layer(kind, areas, x=x, y=y, text="text", fill=plain("colour"))
