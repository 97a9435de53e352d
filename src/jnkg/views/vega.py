"""Draw what Vega-Lite describes: the one module that knows vl-convert.

A spec (a dictionary, as Vega-Lite prints it) comes in; the body of an SVG goes out, each mark that
has an `href` as a link with its words. Sizes and places stand in the spec: nothing is measured
with the fonts of the machine, nothing is fetched, and the same spec gives the same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from jnkg.views.frame import FONTS, INK, MUTED, RULE, SMALL, drawing_library, inside

Spec = Mapping[str, object]
VEGA_LITE = "v5.20"
"""The version of Vega-Lite that the specs are written for; the library carries several."""
CONFIG = {
    "font": FONTS,
    "text": {"fontSize": SMALL, "fill": INK},
    "view": {"stroke": None},
    "axis": {
        "domainColor": RULE, "gridColor": "#d5dae0", "labelColor": MUTED, "labelFontSize": SMALL,
        "labelLimit": 0, "labelOverlap": False, "tickColor": RULE, "title": None,
    },
}  # fmt: skip
STRIPE: Spec = {"type": "rect", "fill": "#9aa5b8", "opacity": 0.13}
"""Shades every other row; the lines of the axis show through."""
LINK = re.compile(r'<a xlink:href="([^"]*)"><(\w+) aria-label="([^"]*)"')
NOISE = re.compile(r' (?:aria-[a-z]+|role|pointer-events|class)="[^"]*"')
HIDDEN = re.compile(r'<path(?=[^>]*d="(?:M0,0h0v0h0Z)?")[^>]*/>')
PLACES = re.compile(r'\b(transform|d|x2|y2|width|height)="([^"]*)"')


def drawn(width: float, height: float, layers: Sequence[Spec]) -> str:
    """Draw layers, one over the other, in a space of this size; raises Misuse without the library.

    What an axis prints lies outside of the space, at its edges.
    """
    with drawing_library():
        import vl_convert
    spec = {
        "width": width, "height": height, "padding": 0, "background": None, "config": CONFIG,
        "autosize": {"type": "none"}, "layer": list(layers),
    }  # fmt: skip
    foreign = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[])
    return linked(inside(foreign)[2])


def linked(body: str) -> str:
    """Make links of SVG 2 with their words as title; leave out what no reader needs."""
    body = LINK.sub(r'<a href="\1"><title>\3</title><\2', body)
    body = NOISE.sub("", HIDDEN.sub("", body))
    return PLACES.sub(lambda m: f'{m[1]}="{shortened(m[2])}"', body)


def shortened(numbers: str) -> str:
    """Write the numbers of a path or a place with two decimals at most."""
    return re.sub(r"-?\d+\.\d{3,}", lambda m: f"{float(m[0]):.2f}", numbers)


def instant(day: str) -> int:
    """Give an ISO day as Vega counts time: milliseconds since 1970, in UTC."""
    start = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
    return int(start.timestamp()) * 1000


def layer(mark: Spec, rows: Sequence[Spec], **channels: object) -> dict[str, object]:
    """Describe one layer: a mark, its data, and for each channel a field or a definition.

    The fields `href` and `words` of the data, where they are there, become a link and its words.
    """
    encoding = {k: {"field": v} if isinstance(v, str) else v for k, v in channels.items()}
    if rows and "href" in rows[0]:
        encoding |= {"href": {"field": "href"}, "description": {"field": "words"}}
    return {"mark": {"aria": True, **mark}, "data": {"values": list(rows)}, "encoding": encoding}


def dashed(mark: Spec, rows: Sequence[Spec], **channels: object) -> Iterator[dict[str, object]]:
    """Yield a layer for each kind of dashes in the data: areas have no such channel."""
    kinds: dict[str, list[Spec]] = {}
    for row in rows:
        kinds.setdefault(str(row["dash"]), []).append(row)
    for dash, some in kinds.items():
        cap = {"strokeCap": "round"} if dash.startswith("[0.") else {}
        yield layer({**mark, **cap, "strokeDash": some[0]["dash"]}, some, **channels)


def pixels(field: str, size: float) -> dict[str, object]:
    """Describe a channel whose data are pixels from the upper left corner."""
    scale = {"domain": [0, size], "range": [0, size], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}


def plain(field: str) -> dict[str, object]:
    """Describe a channel whose data are meant as they stand: a colour, a shape, dashes."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}
