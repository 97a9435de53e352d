"""Draw coverage as a heat map: a row for each theme, a column for each year, numbers in the cells.

A Map comes in, an SVG goes out.
"""

from __future__ import annotations

from collections.abc import Iterator

from jnkg.names import NS
from jnkg.views.eras import cut, fold_most
from jnkg.views.frame import (
    FINE,
    INK,
    LOOKS,
    MUTED,
    PAPER,
    PLAIN,
    RULE,
    SMALL,
    View,
    heading,
    line_of_text,
    mark,
    picture,
    text_width,
)
from jnkg.views.survey import WORDS, Map, Node
from jnkg.views.vega import drawn, layer

SIGNS = "●■▲◆▼★"
"""One for each kind of publisher."""
STEPS = ((1, "#e3edf7", INK), (2, "#c3d9ef", INK), (4, "#8fbbe2", INK), (8, "#1f5c99", PAPER))
"""From how many documents on a cell has which ground and which ink."""
LEFT, WIDE, HIGH, LOW = 330, 66, 36, 74


def draw(view: View, found: Map) -> str:
    """Draw the heat map."""
    words = WORDS[view.sight.language]
    width, height = WIDE * len(found.years), HIGH * len(found.themes)
    over, body = heading(view)
    top = over + 88
    body += key(view, found, over + 14)
    body += line_of_text(20, over + 40, words["begin"].format(found.years[0]), FINE)
    body += f'<g transform="translate({LEFT},{top:g})">'
    body += drawn(width, height, list(cells_layers(view, found))) + "</g>"
    for n, theme in enumerate(found.themes):
        body += named(view, theme, top + (n + 0.5) * HIGH)
    end = top + height
    if found.missing:
        body += line_of_text(20, end + 36, words["instruments"],
                             'font-size="13" font-weight="bold"')  # fmt: skip
        low = LOW * len(found.missing)
        body += f'<g transform="translate({LEFT},{end + 48:g})">'
        body += drawn(width, low, list(missing_layers(view, found))) + "</g>"
        for n, each in enumerate(found.missing):
            row = end + 48 + (n + 0.5) * LOW
            body += named(view, each.instrument, row - 9, 3)
            gap = view.sight.label(each.gap)
            text = line_of_text(20, row + 31, cut(gap, LEFT - 36), FINE)
            body += mark(each.gap.value, gap, text)
        end += 48 + low
    return picture(view, LEFT + width + 30, round(end + 24), body)


def named(view: View, node: Node, middle: float, most: int = 2) -> str:
    """Write the name of a row, in so many lines at most."""
    name = view.sight.label(node)
    lines = fold_most(name, LEFT - 36, PLAIN, most)
    top = middle + 4.5 - 8 * (len(lines) - 1)
    texts = (line_of_text(20, top + 16 * n, line) for n, line in enumerate(lines))
    return mark(node.value, name, "".join(texts))


def key(view: View, found: Map, y: float) -> str:
    """Explain the kinds of publisher, nothing and unknown."""
    words, look = WORDS[view.sight.language], LOOKS["Unknown"]
    x, body = 20 + text_width(words["kinds"], SMALL) + 14, ""
    body += line_of_text(20, y, words["kinds"], FINE)
    labels = [f"{s} {kind(view, k)}" for s, k in zip(SIGNS, found.kinds, strict=False)]
    for label in (*labels, f"0 {words['zero']}"):
        body += line_of_text(x, y, label, f'font-size="{SMALL}"')
        x += text_width(label, SMALL) + 28
    body += f'<rect x="{x:g}" y="{y - 14:g}" width="22" height="18" fill="{PAPER}" {look.stroke}/>'
    return (
        body
        + line_of_text(x + 7, y, "?", f'font-size="{SMALL}"')
        + line_of_text(x + 30, y, words["unknown"], f'font-size="{SMALL}"')
    )


def kind(view: View, node: Node) -> str:
    """Name a kind of publisher, with examples where the name alone says little."""
    name = view.sight.label(node)
    return WORDS[view.sight.language]["body"].format(name) if node.value == NS + "Body" else name


def cells_layers(view: View, found: Map) -> Iterator[dict[str, object]]:
    """Yield the layers of the map: grounds, numbers, kinds of publisher."""
    sight, words = view.sight, WORDS[view.sight.language]
    signs = dict(zip(found.kinds, SIGNS, strict=False))
    data = []
    for cell in found.cells:
        ground, ink = next(
            ((g, i) for least, g, i in reversed(STEPS) if cell.total >= least), (PAPER, MUTED)
        )
        year = cell.year or words["undated"]
        number = words["one"] if cell.total == 1 else words["number"].format(cell.total)
        said = number if cell.drawn == "cell" else words[cell.drawn]
        kinds = [f"{sight.label(k)} {n}" for k, n in cell.sorted()]
        said = f"{number} ({', '.join(kinds)})" if kinds else said
        parts = " ".join(f"{signs.get(k, '')}{n}" for k, n in cell.sorted())
        data.append({
            "year": year, "row": cell.theme.value, "ground": ground, "ink": ink,
            "number": "?" if cell.drawn == "unknown" else str(cell.total), "parts": parts,
            "unknown": cell.drawn == "unknown", "href": cell.theme.value,
            "words": words["said"].format(sight.label(cell.theme), year, said),
        })  # fmt: skip
    rows = [t.value for t in found.themes]
    yield from grid([y or words["undated"] for y in found.years], rows, data)


def missing_layers(view: View, found: Map) -> Iterator[dict[str, object]]:
    """Yield the layers of the rows of instruments: an empty dashed box for each year."""
    sight, words = view.sight, WORDS[view.sight.language]
    data = [
        {"year": year, "row": each.gap.value, "ground": PAPER, "ink": MUTED, "number": "?",
         "parts": "", "unknown": True, "href": each.gap.value,
         "words": words["said"].format(sight.label(each.instrument), year, sight.label(each.gap))}
        for each in found.missing for year in each.years
    ]  # fmt: skip
    years = [y or words["undated"] for y in found.years]
    yield from grid(years, [each.gap.value for each in found.missing], data, has_axis=False)


def grid(
    years: list[str], rows: list[str], data: list[dict[str, object]], has_axis: bool = True
) -> Iterator[dict[str, object]]:
    """Yield the layers of a grid of years and rows."""
    axis = {"orient": "top", "labelAngle": 0, "ticks": False, "domain": False} if has_axis else None
    x = {"field": "year", "type": "ordinal", "axis": axis,
         "scale": {"domain": years, "paddingInner": 0.06, "paddingOuter": 0.03}}  # fmt: skip
    y = {"field": "row", "type": "ordinal", "axis": None,
         "scale": {"domain": rows, "paddingInner": 0.08, "paddingOuter": 0.04}}  # fmt: skip
    ground = {"field": "ground", "type": "nominal", "scale": None, "legend": None}
    ink = {"field": "ink", "type": "nominal", "scale": None, "legend": None}
    known = [d for d in data if not d["unknown"]]
    unknown = [d for d in data if d["unknown"]]
    if known:
        yield layer({"type": "rect", "stroke": "#c9d0d8"}, known, x=x, y=y, fill=ground)
    if unknown:
        yield layer({"type": "rect", "stroke": RULE, "fill": PAPER,
                     "strokeDash": list(LOOKS["Unknown"].dash)}, unknown, x=x, y=y)  # fmt: skip
    for field, dy, size in (("number", -6, 14), ("number", 1, 14), ("parts", 9, 11)):
        some = [d for d in data if bool(d["parts"]) == (dy != 1)]
        if some:
            yield layer({"type": "text", "dy": dy, "fontSize": size, "baseline": "middle"},
                        some, x=x, y=y, text=field, fill=ink)  # fmt: skip
