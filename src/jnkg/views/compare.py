"""Show the four partners' programmes side by side: attested, inferred, expected, unknown.

A Sight comes in; a View goes out. `partners` puts the answers together, `columns` draws them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from jnkg.answer import Answer
from jnkg.render import wrap
from jnkg.views.frame import LOOKS, Look, Sight, View
from jnkg.views.partners import PROGRAMMES, Comparison, comparison
from jnkg.views.stands import STANDINGS, WORDS, counted, days, remark, said, theme_name

HEADINGS = (
    "thing", "drawn", "party", "instrument", "when", "theme", "area", "printedName", "status",
    "note",
)  # fmt: skip
Value = ox.NamedNode | ox.BlankNode | ox.Literal | None


def compare(sight: Sight) -> View:
    """Make the view."""
    words = WORDS[sight.language]
    found = comparison(sight)
    rows = list(rows_of(found, sight))
    about = words["none"]
    if rows:
        about = words["about"].format(
            programmes=len(found.programmes), themes=len([t for t in found.themes if t]),
            partners=len(found.latest),
        )  # fmt: skip

    def svg() -> str:
        from jnkg.views.columns import draw

        return draw(view, found)

    view = View(
        sight, "jnkg compare", words["title"], about, Answer(HEADINGS, rows),
        {"text": lambda: text(view, found), "svg": svg}, lambda: sight.reasons(PROGRAMMES),
    )  # fmt: skip
    return view


def rows_of(found: Comparison, sight: Sight) -> Iterator[list[Value]]:
    """Yield a row for each programme, then one for each area or empty cell."""
    words = WORDS[sight.language]

    def row(thing: ox.NamedNode, drawn: str, **cells: Value | str) -> list[Value]:
        given = {"thing": thing, "drawn": words[drawn], **cells}
        return [ox.Literal(v) if isinstance(v, str) else v for v in map(given.get, HEADINGS)]

    for each in found.programmes:
        yield row(each.node, "programme", party=each.party, instrument=each.node,
                  when=days(each) or None, note=counted(each, sight))  # fmt: skip
    for party in dict.fromkeys(p.party for p in found.programmes):
        yield row(party, "partner", party=party)
    for theme in found.themes:
        if theme:
            yield row(theme, "theme", theme=theme)
    for cell in found.cells:
        place = {"party": cell.programme.party, "instrument": cell.programme.node,
                 "theme": cell.theme}  # fmt: skip
        for area in cell.areas:
            yield row(area.area, cell.standing, **place, area=area.area, printedName=area.printed,
                      status=LOOKS[area.status].words[sight.language],
                      note=remark(cell, sight, area.printed is None) or None)  # fmt: skip
        if not cell.areas:
            yield row(cell.programme.node, cell.standing, **place, note=said(cell, sight))


def text(view: View, found: Comparison) -> str:
    """Write the comparison for a terminal: programmes, then theme by theme."""
    sight = view.sight
    words = WORDS[sight.language]
    lines = [view.title, "", words["marks"]]
    party: object = None
    for each in found.programmes:
        if each.party != party:
            party = each.party
            lines.append(f"  {sight.label(each.party)}")
        name = words["slot"].format(sight.label(each.node), counted(each, sight))
        lines += hung(sight, f"    {days(each) or words['no_day']}  ", name, Look((), "", 0, {}))
    lines += ["", words["cells"]]
    theme: object = "?"
    for cell in found.cells:
        if cell.theme != theme:
            theme = cell.theme
            lines += ["", f"  {theme_name(cell, sight)}"]
        lead = "    " + sight.says(sight.label(cell.programme.party), "")
        names = " / ".join(sight.label(a.area) for a in cell.areas)
        more = remark(cell, sight, any(a.printed is None for a in cell.areas))
        line = sight.says(said(cell, sight), names) if names else said(cell, sight)
        line = words["slot"].format(line, more) if more else line
        lines += hung(sight, lead, line, STANDINGS[cell.standing])
    return "\n".join(lines) + "\n"


def hung(sight: Sight, lead: str, words: str, look: Look) -> Iterator[str]:
    """Yield the lines of a text that hangs behind its lead."""
    for n, line in enumerate(wrap(words, max(24, sight.width - len(lead) - 8))):
        painted = sight.paint(line, look) if look.ansi else line
        yield (lead if n == 0 else "        ") + painted
