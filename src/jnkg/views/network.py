"""Show who met whom in talks: persons or posts as nodes, the talks between two as an edge.

A Sight comes in; a View goes out. Every talks is a point on the edge between two who took part;
`ties` reads them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import hypot
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg.answer import Answer
from jnkg.render import wrap
from jnkg.views.dot import Pair, spread
from jnkg.views.frame import (
    LOOKS,
    MUTED,
    PAPER,
    PLAIN,
    SMALL,
    Look,
    Sight,
    View,
    drawing_library,
    fold_text,
    heading,
    line_of_text,
    mark,
    picture,
    text_width,
    twin_words,
)
from jnkg.views.tableau import Node
from jnkg.views.ties import WORDS, Edge, Network, called, read, reasons, span, whose

if TYPE_CHECKING:
    from jnkg.answer import Row

COLOURS = ("#0b4f8a", "#8a4b00", "#1a6b3c", "#8b1a5a", "#4d5560")
"""Frames of nodes by affiliation, the most frequent first; the last is for all others."""
TINY, TOP, MARGIN, GAP, STEP = 11, 12, 24, 10, 14
WIDEST = {"en": 150, "ja": 210}
"""So many pixels a line of a node has at most; Japanese renderings of names are not broken."""


def network(sight: Sight, by: str) -> View:
    """Make the view of persons or of posts."""
    found = read(sight, by)
    words = WORDS[sight.language]
    about = words["about"].format(nodes=len(found.nodes), edges=len(found.edges))
    headings = ("thing", "drawn", by, f"other{by.capitalize()}", "event", "earliest", "latest",
                "meetings", "affiliation")  # fmt: skip

    def svg() -> str:
        with drawing_library():
            return draw(view, found)

    view = View(
        sight,
        "jnkg network" + (f" --by {by}" if by != "person" else ""),
        words[by],
        about,
        Answer(headings, list(rows_of(found, sight, by))),
        {"text": lambda: told(view, found), "svg": svg},
        lambda: reasons(sight, by),
    )
    return view


def rows_of(found: Network, sight: Sight, by: str) -> Iterator[Row]:
    """Yield a row for each node (for each affiliation one), then for each talks of each edge."""
    words = WORDS[sight.language]
    for thing, affiliations in found.nodes.items():
        for whom in affiliations or (None,):
            drawn = ox.Literal(words[f"node_{by}"])
            yield [thing, drawn, thing, None, None, None, None, None, whom]
    for edge in found.edges:
        count = ox.Literal(len(edge.talks))
        for talks in edge.talks:
            days = [ox.Literal(d) if d else None for d in (talks.earliest, talks.latest)]
            drawn = ox.Literal(words["event"])
            yield [talks.event, drawn, edge.one, edge.other, talks.event, *days, count, None]


def told(view: View, found: Network) -> str:
    """Write the network for a terminal: edge by edge, the most frequent first, then its talks."""
    sight = view.sight
    lines = [view.title, ""]
    for edge in sorted(found.edges, key=lambda e: (-len(e.talks), e.one.value, e.other.value)):
        head = sight.says(" ― ".join(called(found, n, sight) for n in (edge.one, edge.other)),
                          span(edge, sight))  # fmt: skip
        for n, line in enumerate(wrap(head, sight.width - 4)):
            lines.append(sight.paint(line if n == 0 else f"    {line}", LOOKS["Stated"]))
        for talks in edge.talks:
            words = f"{talks.earliest or WORDS[sight.language]['undated']}  "
            lines += (f"    {line}" for line in wrap(words + sight.label(talks.event),
                                                      sight.width - 4))  # fmt: skip
    lines += ["", *wrap(WORDS[sight.language]["note"], sight.width)]
    return "\n".join(lines) + "\n"


def draw(view: View, found: Network) -> str:
    """Draw the whole picture."""
    sight = view.sight
    top, body = heading(view)
    lines = {n: box_lines(found, n, sight) for n in found.nodes}
    sizes = {n.value: box_size(*lines[n]) for n in found.nodes}
    sizes |= {key_of(e): words_size(e, sight) for e in found.edges}
    ends = [
        (end.value, key_of(e), room(sizes[end.value]) + room(sizes[key_of(e)]) + GAP)
        for e in found.edges
        for end in (e.one, e.other)
    ]
    middles = {key: (x + MARGIN, y + top + TOP) for key, (x, y) in spread(sizes, ends).items()}
    width = max(x + sizes[k][0] / 2 for k, (x, _) in middles.items()) + MARGIN
    height = max(y + sizes[k][1] / 2 for k, (_, y) in middles.items()) + MARGIN
    ranks = Counter(a for held in found.nodes.values() for a in held[:1])
    order = [a for a, _ in sorted(ranks.items(), key=lambda r: (-r[1], r[0].value))]
    parts = [
        body,
        *(edge_drawn(e, middles, sizes, sight) for e in found.edges),
        *(node_drawn(found, n, lines[n], middles[n.value], order, sight) for n in found.nodes),
        *(line_of_text(MARGIN, height + 20 + 18 * n, words, f'font-size="{SMALL}" fill="{MUTED}"')
          for n, words in enumerate((WORDS[sight.language]["note"], twin_words(view)))),
    ]  # fmt: skip
    return picture(view, round(max(width, 640)), round(height + 58), "\n".join(parts))


def box_lines(found: Network, thing: Node, sight: Sight) -> tuple[list[str], list[str]]:
    """Break the name of a node, and that of its affiliation."""
    room = WIDEST[sight.language]
    names = fold_text(sight.label(thing), room, PLAIN)
    return names, fold_text(whose(found, thing, sight), room, SMALL)


def box_size(names: list[str], below: list[str]) -> Pair:
    """Give the size of a node around its lines."""
    widths = [text_width(t, PLAIN) for t in names] + [text_width(t, SMALL) for t in below]
    return max(widths) + 20, 17 * len(names) + 15 * len(below) + 12


def key_of(edge: Edge) -> str:
    """Give the key under which the words of an edge have their place."""
    return f"{edge.one.value} {edge.other.value}"


def words_size(edge: Edge, sight: Sight) -> Pair:
    """Give the size of the words of an edge with the points below them."""
    return max(text_width(span(edge, sight), TINY), STEP * len(edge.talks)) + 8, 32


def room(size: Pair) -> float:
    """Say how far the border of a box lies from its middle, more or less."""
    return (size[0] + size[1]) / 4


def node_drawn(
    found: Network,
    thing: Node,
    lines: tuple[list[str], list[str]],
    middle: Pair,
    order: list[Node],
    sight: Sight,
) -> str:
    """Draw a node: its name, and below for whom it acted, which the colour of the frame repeats."""
    names, below = lines
    width, height = box_size(names, below)
    x, y = middle[0] - width / 2, middle[1] - height / 2
    place = order.index(found.nodes[thing][0]) if found.nodes[thing] else len(COLOURS)
    colour = COLOURS[min(place, len(COLOURS) - 1)]
    parts = [f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="5" '
             f'fill="{PAPER}" stroke="{colour}" stroke-width="2"/>']  # fmt: skip
    y += 3
    for line in names:
        y += 17
        parts.append(line_of_text(middle[0], y, line, 'text-anchor="middle"'))
    for line in below:
        y += 15
        more = f'text-anchor="middle" font-size="{SMALL}" fill="{colour}"'
        parts.append(line_of_text(middle[0], y, line, more))
    return mark(thing.value, called(found, thing, sight), "".join(parts))


def edge_drawn(edge: Edge, middles: dict[str, Pair], sizes: dict[str, Pair], sight: Sight) -> str:
    """Draw an edge with its words, and under them a point for each of the talks."""
    look: Look = LOOKS["Stated"]
    width = 1 + min(len(edge.talks), 8) * 0.6
    x, y = middles[key_of(edge)]
    ends = [border(middles[n.value], (x, y + 7), sizes[n.value]) for n in (edge.one, edge.other)]
    way = " L".join(f"{a:.1f},{b:.1f}" for a, b in (ends[0], (x, y + 7), ends[1]))
    lines = f'<path d="M{way}" fill="none" stroke-width="{width:g}" {look.stroke}/>'
    words = span(edge, sight)
    wide = text_width(words, TINY)
    lines += f'<rect x="{x - wide / 2:g}" y="{y - 14:g}" width="{wide:g}" height="14" '
    lines += f'fill="{PAPER}"/>'
    lines += line_of_text(x, y - 3, words, f'text-anchor="middle" font-size="{TINY}"')
    parts = []
    for n, talks in enumerate(edge.talks):
        at = x + (n - (len(edge.talks) - 1) / 2) * STEP
        point = (f'<circle cx="{at:g}" cy="{y + 7:g}" r="5" fill="{look.colour}" '
                 f'stroke="{PAPER}" stroke-width="1.5"/>')  # fmt: skip
        named = sight.says(talks.earliest or WORDS[sight.language]["undated"],
                           sight.label(talks.event))  # fmt: skip
        parts.append(mark(talks.event.value, named, (lines if n == 0 else "") + point))
    return "".join(parts)


def border(middle: Pair, towards: Pair, size: Pair) -> Pair:
    """Give the place where a line from the middle of a box leaves it."""
    dx, dy = towards[0] - middle[0], towards[1] - middle[1]
    if not hypot(dx, dy):
        return middle
    across = size[0] / 2 / abs(dx) if dx else 1e9
    upright = size[1] / 2 / abs(dy) if dy else 1e9
    share = min(across, upright, 0.5)
    return middle[0] + dx * share, middle[1] + dy * share
