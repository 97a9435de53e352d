"""Write a tableau as a Mermaid flowchart, for pages that draw diagrams from text.

A View and its Tableau come in; text goes out. A column becomes a subgraph, a link an arrow with its
kind in words, and every box can be clicked.
"""

from __future__ import annotations

from collections.abc import Iterator

from jnkg.views.frame import LOOKS, Sight, View
from jnkg.views.tableau import Column, Link, Node, Tableau, year
from jnkg.views.telling import aside, cell_node, counted, empty_cell, said


def flowchart(view: View, tableau: Tableau) -> str:
    """Write the whole flowchart."""
    sight = view.sight
    keys = {a: f"a{n}" for n, a in enumerate(tableau.places)}
    empty = {
        (s.theme, c.instrument): f"u{n}_{m}"
        for n, s in enumerate(tableau.strands)
        for m, c in enumerate(tableau.columns)
        if c.instrument not in s.cells and tableau.shows(s, c)
    }
    lines = [
        "---",
        f"title: {quoted(view.title)}",
        "---",
        "flowchart LR",
        f"  accTitle: {flat(view.title)}",
        f"  accDescr: {flat(view.about)}",
        *(line for n, c in enumerate(tableau.columns) for line in column(
            tableau, n, c, sight, keys, empty)),
    ]  # fmt: skip
    styles: list[str] = []
    for number, link in enumerate(tableau.links):
        drawn = list(arrow(tableau, number, link, sight, keys, empty))
        look = style(LOOKS[link.look].dash, LOOKS[link.look].colour)
        arrows = sum("-->" in line or " --- " in line for line in drawn)
        first = len(styles)
        styles += [f"  linkStyle {n} {look}" for n in range(first, first + arrows)]
        lines += drawn
    lines.append("  " + " ~~~ ".join(f"h{n}" for n in range(len(tableau.columns))))
    return "\n".join([*lines, *styles, *classes()]) + "\n"


def column(
    tableau: Tableau,
    number: int,
    column: Column,
    sight: Sight,
    keys: dict[Node, str],
    empty: dict[tuple[Node | None, Node], str],
) -> Iterator[str]:
    """Yield the subgraph of an instrument with its boxes and where they lead when clicked."""
    name = sight.label(column.instrument)
    yield f"  subgraph c{number}[{quoted(year(column.day) or '–')}]"
    yield f"    h{number}[{quoted(aside(name, sight, counted(column, sight)))}]:::head"
    clicks = [(f"h{number}", column.instrument)]
    for strand in tableau.strands:
        for place in strand.cells.get(column.instrument, ()):
            words = f"{place.number} {sight.label(place.area)}".strip()
            yield f"    {keys[place.area]}[{quoted(words)}]:::{place.status.lower()}"
            clicks.append((keys[place.area], place.area))
        cell = empty.get((strand.theme, column.instrument))
        if cell:
            note = empty_cell(tableau, strand, column, sight)[1]
            words = sight.says(sight.label(strand.theme), note)
            yield f"    {cell}[{quoted(words)}]:::unknown"
            clicks.append((cell, cell_node(column)))
    yield "  end"
    for key, node in clicks:
        yield f'  click {key} href "{node.value}" {quoted(sight.label(node))}'


def arrow(
    tableau: Tableau,
    number: int,
    link: Link,
    sight: Sight,
    keys: dict[Node, str],
    empty: dict[tuple[Node | None, Node], str],
) -> Iterator[str]:
    """Yield the lines of one link: its words stand in a node of their own, which can be clicked."""
    words = said(link, sight)
    start = keys.get(link.source) if link.source else None
    end = keys.get(link.target) if link.target else None
    if start and not end and link.source and link.instrument:
        end = empty.get((tableau.places[link.source].theme, link.instrument))
    if end is None:
        return
    yield f"  l{number}([{quoted(words)}]):::link"
    yield f'  click l{number} href "{link.node.value}" {quoted(words)}'
    if start:
        yield f"  {start} --- l{number}"
    yield f"  l{number} --> {end}"


def classes() -> Iterator[str]:
    """Yield how boxes of each status look."""
    for name in ("Stated", "Derived", "Interpreted", "Unknown"):
        look = LOOKS[name]
        drawn = f"fill:#ffffff,color:#1b1f24,{style(look.dash, look.colour)}"
        yield f"  classDef {name.lower()} {drawn}"
    yield "  classDef link fill:#ffffff,color:#1b1f24,stroke:none"
    yield "  classDef head fill:#f3f5f8,color:#1b1f24,stroke:none"


def style(dash: tuple[float, ...], colour: str) -> str:
    """Give the style of a line."""
    dashes = " ".join(f"{d:g}" for d in dash)
    return f"stroke:{colour},stroke-width:2px" + (f",stroke-dasharray:{dashes}" if dashes else "")


def flat(text: str) -> str:
    """Take out of a text what Mermaid would read as its own."""
    return " ".join(text.replace('"', "”").replace("<", "‹").replace(">", "›").split())


def quoted(text: str) -> str:
    """Put a text in quotation marks."""
    return f'"{flat(text)}"'
