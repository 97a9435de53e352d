"""Say in words what a tableau holds: its cells, its links, and the whole for a terminal.

A Tableau and a Sight come in, text goes out.
"""

from __future__ import annotations

from collections.abc import Iterator

from jnkg.render import wrap
from jnkg.views.frame import LOOKS, Sight, View
from jnkg.views.tableau import Column, Link, Node, Place, Strand, Tableau, year

WORDS = {
    "en": {
        "title": "Lineage of the areas of cooperation",
        "of": "Lineage: {}",
        "about": "Columns are instruments from left to right in time, boxes the areas that they "
        "name, lines the links between them: {links} links between {areas} areas. A solid line is "
        "stated in a document, a dashed one is the editors' reading, a dotted one with a question "
        "mark is undecided and names its candidates.",
        "theme": "theme", "instrument": "instrument", "area": "area", "link": "link",
        "unknown": "unknown", "none": "none entered", "no_theme": "No theme in this world",
        "unknown_of": "unknown: {} of {}", "or": " or ", "not_found": "not found",
        "also": ", ", "aside": "{} ({})", "areas": "{} areas known", "areas_1": "1 area known",
        "areas_of": "{} of {} areas known",
    },
    "ja": {
        "title": "協力分野の系譜",
        "of": "系譜：{}",
        "about": "左から右へ時代順に協力文書を列とし、文書が挙げる分野を枠、分野の間の環を線で"
        "表す（環{links}、分野{areas}）。実線は文書の記載、破線は編者の解釈、疑問符のついた点線は"
        "未決で、候補を添える。",
        "theme": "主題", "instrument": "協力文書", "area": "分野", "link": "環",
        "unknown": "不明", "none": "収録なし", "no_theme": "この範囲では主題なし",
        "unknown_of": "不明：{}／{}分野", "or": "または", "not_found": "見つからず",
        "also": "、", "aside": "{}（{}）", "areas": "判明{}分野", "areas_1": "判明1分野",
        "areas_of": "判明{}分野（全{}分野）",
    },
}  # fmt: skip


def cell_node(column: Column) -> Node:
    """Give what an empty cell stands for: the record of the gap, else the instrument."""
    return column.gap if column.is_open and column.gap is not None else column.instrument


def empty_cell(tableau: Tableau, strand: Strand, column: Column, sight: Sight) -> tuple[str, str]:
    """Say what an empty cell is, and in words what it says."""
    words = WORDS[sight.language]
    if column.missing:
        return "unknown", words["unknown_of"].format(column.missing, column.announced)
    if column.is_open:
        return "unknown", words["unknown"]
    if (strand.theme, column.instrument) in tableau.searched:
        return "unknown", words["not_found"]
    return "none", words["none"]


def counted(column: Column, sight: Sight) -> str:
    """Say how many areas of an instrument are known, and of how many."""
    words = WORDS[sight.language]
    if column.announced and column.announced != column.known:
        return words["areas_of"].format(column.known, column.announced)
    return words["areas_1" if column.known == 1 else "areas"].format(column.known)


def kind_words(link: Link, sight: Sight) -> str:
    """Name the kind of a link; for an undecided one its candidates behind a question mark."""
    if link.look != "Undecided":
        return sight.label(link.kind)
    joined = WORDS[sight.language]["or"].join(sight.label(c) for c in link.candidates)
    return {"en": f"? {joined}", "ja": f"？ {joined}"}[sight.language].strip()


def aside(words: str, sight: Sight, *more: str) -> str:
    """Put words in brackets behind others, as the language writes them."""
    form = WORDS[sight.language]
    inner = form["also"].join(m for m in more if m)
    return form["aside"].format(words, inner).strip() if inner else words


def said(link: Link, sight: Sight) -> str:
    """Say of a link what kind it is, who says so, and how sure it is."""
    status = LOOKS[link.status].words[sight.language]
    return aside(kind_words(link, sight), sight, status, sight.label(link.confidence))


def place_words(tableau: Tableau, place: Place, sight: Sight) -> str:
    """Name an area by the year of its instrument, its number and its label."""
    day = next((c.day for c in tableau.columns if c.instrument == place.instrument), "")
    return " ".join(p for p in (year(day), place.number, sight.label(place.area)) if p)


def text(view: View, tableau: Tableau) -> str:
    """Write the tableau for a terminal: strand by strand, column by column, links under an area."""
    sight = view.sight
    words = WORDS[sight.language]
    lines = [view.title, ""]
    for strand in tableau.strands:
        lines.append(sight.label(strand.theme) if strand.theme else words["no_theme"])
        for column in tableau.columns:
            if not tableau.shows(strand, column):
                continue
            lines += column_lines(tableau, strand, column, sight)
        lines.append("")
    return "\n".join(lines)


def column_lines(tableau: Tableau, strand: Strand, column: Column, sight: Sight) -> Iterator[str]:
    """Yield the lines of one cell under the name of its instrument."""
    head = f"{year(column.day) or '----'}  {sight.label(column.instrument)}"
    for n, line in enumerate(wrap(head, sight.width - 10)):
        yield ("  " if n == 0 else "        ") + line
    places = strand.cells.get(column.instrument, ())
    for place in places:
        yield from place_lines(tableau, place, sight)
    if not places:
        drawn, note = empty_cell(tableau, strand, column, sight)
        look = LOOKS["Unknown"]
        yield "        " + sight.paint(f"[{note}]" if drawn == "unknown" else note, look)
    for link in tableau.searched.get((strand.theme, column.instrument), ()):
        yield from link_lines(tableau, link, sight)


def place_lines(tableau: Tableau, place: Place, sight: Sight) -> Iterator[str]:
    """Yield the lines of an area and of the links that lead to it."""
    name = f"{place.number} {sight.label(place.area)}".strip()
    if place.status != "Stated":
        name = aside(name, sight, LOOKS[place.status].words[sight.language])
    for n, line in enumerate(wrap(name, sight.width - 12)):
        yield ("        ■ " if n == 0 else "          ") + sight.paint(line, LOOKS[place.status])
    for link in tableau.links:
        if link.target == place.area:
            yield from link_lines(tableau, link, sight)


def link_lines(tableau: Tableau, link: Link, sight: Sight) -> Iterator[str]:
    """Yield the lines of a link: what it comes from, its kind, its status and confidence."""
    start = tableau.places.get(link.source) if link.source else None
    source = f" ← {place_words(tableau, start, sight)}" if start else ""
    for n, line in enumerate(wrap(said(link, sight) + source, sight.width - 16)):
        yield ("            └ " if n == 0 else "              ") + sight.paint(
            line, LOOKS[link.look]
        )
