"""Draw a tableau as SVG: boxes in columns, lines between them, every one a link to what it shows.

A View and its Tableau come in, a whole picture goes out; `wiring` gives everything its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from jnkg.views.frame import (
    BAND,
    HALO,
    INK,
    LOOKS,
    MUTED,
    PAPER,
    RULE,
    SMALL,
    Sight,
    View,
    heading,
    legend,
    line_of_text,
    mark,
    picture,
    text_width,
    twin_words,
)
from jnkg.views.rails import (
    BOX,
    HEAD,
    LEADING,
    MARGIN,
    PAD,
    TIGHT,
    TINY,
    Box,
    Layout,
    Row,
    Wire,
    heading_lines,
)
from jnkg.views.tableau import Column, Link, Place, Strand, Tableau, year
from jnkg.views.telling import (
    WORDS,
    aside,
    cell_node,
    counted,
    empty_cell,
    kind_words,
    place_words,
    said,
)
from jnkg.views.wiring import layout


def draw(view: View, tableau: Tableau) -> str:
    """Draw the whole picture."""
    sight = view.sight
    top, body = heading(view)
    names = [heading_lines(sight.label(c.instrument)) for c in tableau.columns]
    rows_top = top + 34 + (max(map(len, names)) + 1) * LEADING + 14

    def caption(strand: Strand, column: Column, place: Place | None) -> tuple[str, str]:
        if place is None:
            return "", empty_cell(tableau, strand, column, sight)[1]
        return place.number, sight.label(place.area)

    def label(link: Link) -> tuple[str, str]:
        return kind_words(link, sight), aside("", sight, sight.label(link.confidence))

    placed = layout(tableau, rows_top, caption, label)
    parts = [
        body,
        arrowheads(),
        grounds(placed, top, rows_top),
        *(head(sight, c, x, top, n)
          for c, x, n in zip(tableau.columns, placed.lefts, names, strict=True)),
        *(wire(view, tableau, w) for w in placed.wires),
        *(band(sight, row, placed) for row in placed.rows),
        *(box(view, tableau, b) for b in placed.boxes),
        *foot(view, tableau, placed),
    ]  # fmt: skip
    return picture(view, max(placed.width, 900), placed.height + 58, "\n".join(parts))


def arrowheads() -> str:
    """Define the point of an arrow in the colour of each look."""
    return "<defs>" + "".join(
        f'<marker id="jnkg-arrow-{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        f'markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">'
        f'<path d="M0,0.5 L8,4 L0,7.5 z" fill="{look.colour}"/></marker>'
        for name, look in LOOKS.items()
    ) + "</defs>"  # fmt: skip


def grounds(placed: Layout, top: float, rows_top: float) -> str:
    """Shade the columns so that the eye keeps to them, as wide above as their heads are."""
    parts = [(HEAD, top, rows_top), (BOX + 8, rows_top, placed.height)]
    return "".join(
        f'<rect x="{x - 4:g}" y="{start:g}" width="{width}" height="{end - start:g}" '
        f'fill="{BAND}"/>'
        for x in placed.lefts
        for width, start, end in parts
    )


def head(sight: Sight, column: Column, x: float, top: float, names: Sequence[str]) -> str:
    """Write year, name and number of known areas over a column."""
    lines = [line_of_text(x, top + 18, year(column.day) or "–", 'font-weight="bold"')]
    lines += [
        line_of_text(x, top + 36 + n * LEADING, text, f'font-size="{SMALL}"')
        for n, text in enumerate(names)
    ]
    count = counted(column, sight)
    y = top + 36 + len(names) * LEADING
    lines.append(line_of_text(x, y, count, f'font-size="{TINY}" fill="{MUTED}"'))
    words = aside(sight.label(column.instrument), sight, column.day, count)
    return mark(column.instrument.value, words, "".join(lines))


def band(sight: Sight, row: Row, placed: Layout) -> str:
    """Write the name of a theme over its row, on a rule across all columns."""
    y, theme = row.top, row.strand.theme
    rule = (f'<path d="M{MARGIN},{y:g} H{placed.width - MARGIN:g}" stroke="{RULE}" '
            'stroke-width="1" fill="none"/>')  # fmt: skip
    words = sight.label(theme) if theme else WORDS[sight.language]["no_theme"]
    text = line_of_text(MARGIN, y + 18, words, f'font-weight="bold" {HALO}')
    title = sight.says(WORDS[sight.language]["theme"], words)
    return rule + (mark(theme.value, title, text) if theme else text)


def box(view: View, tableau: Tableau, drawn: Box) -> str:
    """Draw an area, or an empty cell."""
    sight = view.sight
    if drawn.place is None:
        return empty_box(view, tableau, drawn)
    place, look = drawn.place, LOOKS[drawn.place.status]
    words = aside(place_words(tableau, place, sight), sight, look.words[sight.language],
                  sight.label(place.instrument))  # fmt: skip
    frame = (f'<rect x="{drawn.x:g}" y="{drawn.y:g}" width="{BOX}" height="{drawn.height:g}" '
             f'rx="4" fill="{PAPER}" stroke-width="1.6" {look.stroke}/>')  # fmt: skip
    return mark(place.area.value, words, frame + "".join(box_lines(drawn, INK)))


def empty_box(view: View, tableau: Tableau, drawn: Box) -> str:
    """Draw an empty cell: dashed where areas may be unknown, words alone where none is entered."""
    sight, look = view.sight, LOOKS["Unknown"]
    kind, note = empty_cell(tableau, drawn.strand, drawn.column, sight)
    frame = (f'<rect x="{drawn.x:g}" y="{drawn.y:g}" width="{BOX}" height="{drawn.height:g}" '
             f'rx="4" fill="{PAPER}" stroke-width="1.2" {look.stroke}/>'
             if kind == "unknown" else "")  # fmt: skip
    theme = sight.label(drawn.strand.theme)
    place = (theme, sight.label(drawn.column.instrument))
    words = sight.says(WORDS[sight.language]["also"].join(place), note)
    inside = frame + "".join(box_lines(drawn, MUTED))
    return mark(cell_node(drawn.column).value, words, inside)


def box_lines(drawn: Box, colour: str) -> Iterator[str]:
    """Write the lines of a box in its middle."""
    top = drawn.middle - len(drawn.lines) * LEADING / 2 + SMALL - 1
    number = drawn.place.number if drawn.place else ""
    for n, text in enumerate(drawn.lines):
        weight = ' font-weight="bold"' if number and n == 0 and text == number else ""
        yield line_of_text(drawn.x + PAD, top + n * LEADING, text,
                           f'font-size="{SMALL}" fill="{colour}"{weight}')  # fmt: skip


def wire(view: View, tableau: Tableau, drawn: Wire) -> str:
    """Draw a link: a line that looks as its status, with its kind and confidence in words."""
    sight, link, look = view.sight, drawn.link, LOOKS[drawn.link.look]
    line = (f'<path d="{drawn.path}" fill="none" stroke-width="1.8" {look.stroke} '
            f'marker-end="url(#jnkg-arrow-{link.look})"/>')  # fmt: skip
    texts = "".join(
        f'<tspan x="{drawn.x:g}" y="{drawn.y + TIGHT * n:g}">{escape(text)}</tspan>'
        for n, text in enumerate(drawn.lines)
    )
    label = (f'<text font-size="{TINY}" text-anchor="middle" fill="{look.colour}" {HALO}>'
             f"{texts}</text>")  # fmt: skip
    ground = ground_of(drawn) if len(drawn.lines) > 1 else ""
    return mark(link.node.value, link_words(tableau, link, sight), line + ground + label)


def ground_of(drawn: Wire) -> str:
    """Clear the ground under the last line of a label, which stands on its own line."""
    width = text_width(drawn.lines[-1], TINY)
    y = drawn.y + TIGHT * (len(drawn.lines) - 1)
    return (f'<rect x="{drawn.x - width / 2:g}" y="{y - TINY:g}" width="{width:g}" '
            f'height="{TIGHT}" fill="{PAPER}"/>')  # fmt: skip


def link_words(tableau: Tableau, link: Link, sight: Sight) -> str:
    """Say a link in one line of words."""
    ends = [tableau.places.get(n) if n else None for n in (link.source, link.target)]
    names = [place_words(tableau, p, sight) if p else "" for p in ends]
    names[1] = names[1] or sight.label(link.instrument)
    way = " → ".join(n for n in names if n)
    return sight.says(way, said(link, sight))


def foot(view: View, tableau: Tableau, placed: Layout) -> Iterator[str]:
    """Explain the lines, and say how to get the table."""
    used = {e.look for e in tableau.links} | {p.status for p in tableau.places.values()}
    empty = (empty_cell(tableau, b.strand, b.column, view.sight)[0] for b in placed.boxes
             if b.place is None)  # fmt: skip
    used |= {"Unknown"} if "unknown" in empty else set()
    names = [name for name in LOOKS if name in used]
    yield legend(names, view.sight.language, MARGIN, placed.height + 18)
    more = f'font-size="{SMALL}" fill="{MUTED}"'
    yield line_of_text(MARGIN, placed.height + 42, twin_words(view), more)
