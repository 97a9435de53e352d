"""Show how areas of cooperation descend from one instrument to the next.

A Sight and a theme, an area or nothing come in; a View goes out: rows for the table, text for a
terminal by `telling`, and pictures by `tracks` (SVG) and `mermaid`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg.answer import Answer
from jnkg.errors import Misuse, UnknownValue
from jnkg.explain import Reason
from jnkg.find import find
from jnkg.fold import fold
from jnkg.names import ID, LANGUAGES, expand
from jnkg.views.frame import LOOKS, Sight, View, as_typed
from jnkg.views.mermaid import flowchart
from jnkg.views.tableau import (
    LINKS,
    Node,
    Tableau,
    of_area,
    of_theme,
    read,
)
from jnkg.views.telling import WORDS, cell_node, counted, empty_cell, text
from jnkg.views.tracks import draw

if TYPE_CHECKING:
    from jnkg.answer import Row

HEADINGS = (
    "thing", "drawn", "theme", "instrument", "mark", "area", "earlierArea", "laterArea", "kind",
    "candidate", "confidence", "status", "note",
)  # fmt: skip
"""The columns of the table: first the thing that a mark stands for, then what it is drawn as."""


def lineage(sight: Sight, target: Node | None, typed: str) -> View:
    """Make the view of all themes, of one theme, or of what hangs together with one area."""
    whole = read(sight)
    if target is None:
        tableau = whole
    elif target in whole.places:
        tableau = of_area(whole, target)
    else:
        tableau = of_theme(whole, target)
    words = WORDS[sight.language]
    title = words["title"] if target is None else words["of"].format(sight.label(target))
    about = words["about"].format(links=len(tableau.links), areas=len(tableau.places))
    rows = Answer(HEADINGS, list(rows_of(tableau, sight)) if tableau.places else [])
    command = f"jnkg lineage {as_typed(typed)}".strip()

    view = View(
        sight, command, title, about, rows,
        {
            "text": lambda: text(view, tableau),
            "svg": lambda: draw(view, tableau),
            "mermaid": lambda: flowchart(view, tableau),
        },
        lambda: sight.reasons(LINKS),
    )  # fmt: skip
    return view


def hidden(sight: Sight, typed: str, words: Mapping[str, str]) -> View:
    """Make the empty view of a theme or area that only a wider world has, with words on that."""
    return View(
        sight, f"jnkg lineage {as_typed(typed)}", WORDS[sight.language]["of"].format(typed),
        words[sight.language], Answer(HEADINGS, []), {"text": str, "svg": str, "mermaid": str},
        lambda: [Reason("narrowed", words)],
    )  # fmt: skip


def named(sight: Sight, typed: str) -> Node:
    """Find the theme or area that a person names: IRI, slug, label, or what a search finds.

    Raises UnknownValue where there is none, Misuse where there are several.
    """
    tableau = read(sight)
    themes = {s.theme for s in tableau.strands if s.theme is not None}
    word = typed.strip().strip("<>")
    names = (word, expand(word) or "", ID + word, f"{ID}theme-{word}", f"{ID}area-{word}")
    known = [n for n in (*themes, *tableau.places) if n.value in names]
    for nodes in (themes, tableau.places.keys()):
        called = {fold(word), fold(word.replace("-", " "))}
        known = known or [n for n in nodes if called & labels(sight, n)]
    if not known:
        hits = find(sight.world, word, sight.language, most=10_000)
        for nodes in (themes, tableau.places.keys()):
            known = known or [h.node for h in hits if h.node in nodes]
    if not known:
        from jnkg.nearest import nearest

        raise UnknownValue(typed, nearest(sight.world, typed))
    if len(known) > 1:
        slugs = [n.value.removeprefix(ID) for n in sorted(known, key=lambda n: n.value)]
        raise Misuse(
            f"{typed!r} fits several. Name one: {', '.join(slugs)}.",
            f"「{typed}」に当たるものは複数あります。一つを選んでください：{'、'.join(slugs)}。",
        )
    return known[0]


def labels(sight: Sight, node: Node) -> set[str]:
    """Give the labels of a node in both languages, folded."""
    return {fold(sight.world.labels(language).get(node.value, "")) for language in LANGUAGES}


def rows_of(tableau: Tableau, sight: Sight) -> Iterator[Row]:
    """Yield a row for each mark: instruments, then strand by strand, then the links."""
    words = WORDS[sight.language]

    def row(thing: Node, drawn: str, **cells: Node | str | None) -> Row:
        given: dict[str, Node | str | None] = {"thing": thing, "drawn": words[drawn], **cells}
        return [ox.Literal(v) if isinstance(v, str) else v for v in map(given.get, HEADINGS)]

    for column in tableau.columns:
        yield row(column.instrument, "instrument", instrument=column.instrument,
                  note=counted(column, sight))  # fmt: skip
    for strand in tableau.strands:
        if strand.theme is not None:
            yield row(strand.theme, "theme", theme=strand.theme)
        for column in tableau.columns:
            for place in strand.cells.get(column.instrument, ()):
                yield row(place.area, "area", theme=place.theme, instrument=place.instrument,
                          mark=place.number, area=place.area,
                          status=LOOKS[place.status].words[sight.language])  # fmt: skip
            if column.instrument not in strand.cells and tableau.shows(strand, column):
                drawn, note = empty_cell(tableau, strand, column, sight)
                yield row(cell_node(column), drawn, theme=strand.theme,
                          instrument=column.instrument, note=note)  # fmt: skip
    for link in tableau.links:
        for candidate in link.candidates or (None,):
            yield row(link.node, "link", earlierArea=link.source, laterArea=link.target,
                      instrument=link.instrument, kind=link.kind, candidate=candidate,
                      confidence=link.confidence,
                      status=LOOKS[link.status].words[sight.language])  # fmt: skip
