"""Show the views of the graph: lineage, timeline, ledger, who met whom, coverage, partners.

A Standpoint and what a person gives come in; a View goes out: rows for a frame, a picture, a text.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from jnkg.answer import check_day
from jnkg.errors import Misuse, UnknownValue
from jnkg.kg.asking import rows_of
from jnkg.kg.entity import Entity
from jnkg.kg.html import BOX, inline, table_parts
from jnkg.kg.html import WORDS as SEEN
from jnkg.kg.rows import Rows
from jnkg.kg.saying import as_text, told
from jnkg.kg.standpoint import Standpoint

if TYPE_CHECKING:
    from jnkg.views.frame import Sight
    from jnkg.views.frame import View as Drawn

LINES = 60
"""As many lines of a view's text are shown; the rest are counted."""
WIDTH = 100
WORDS = {
    "en": {"more": "{} more lines: print(view.text())"},
    "ja": {"more": "ほか{}行：print(view.text())"},
}


def no_text() -> str:
    """Give no text."""
    return ""


@dataclass(frozen=True, eq=False, repr=False)
class View(Rows):
    """A view: Rows with one row for every mark, a picture (`svg`) and a text for a terminal.

    In Jupyter it shows its picture with the table below; pictures need the extra `views`, without
    which it shows its table.

    >>> import jnkg
    >>> view = jnkg.open().lineage("theme-cyber-defence")
    >>> view.title
    'Lineage: Cyber defence'
    >>> view.columns[:3]
    ('thing', 'drawn', 'theme')
    """

    note: str = ""
    writers: tuple[Callable[[], str], Callable[[], str]] = field(
        default=(no_text, no_text), repr=False
    )

    def text(self) -> str:
        """Give the view as `jnkg` prints it in a terminal."""
        with told(self.at.language):
            return self.writers[0]().rstrip("\n")

    def svg(self) -> str:
        """Draw the view; raises Misuse where the extra `views` is not installed."""
        with told(self.at.language):
            return self.writers[1]()

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the picture to a file, whole or not at all; raises OSError."""
        from jnkg.files import write_whole

        place = Path(path)
        write_whole(place, self.svg())
        return place

    def __repr__(self) -> str:
        if not self:
            return super().__repr__()
        lines = self.text().split("\n")
        rest = len(lines) - LINES
        more = [WORDS[self.at.language]["more"].format(rest)] if rest > 0 else []
        return "\n".join([*lines[:LINES], *more])

    def _repr_html_(self) -> str:
        return view_html(self)


def view_html(view: View) -> str:
    """Show a view as its picture with the table below; where it cannot be drawn, as the table."""
    language = view.at.language
    words = SEEN[language]
    table = "".join(table_parts(view))
    if not view:
        return f'<div {BOX} lang="{language}">{table}</div>'
    try:
        picture = inline(view.svg())
    except Misuse as error:
        note = escape(words["picture"].format(error))
        return f'<div {BOX} lang="{language}">{table}<p>{note}</p></div>'
    return (
        f'<figure {BOX} lang="{language}">{picture}<figcaption>{escape(view.note)}</figcaption>'
        f"<details><summary>{escape(words['table'])}</summary>{table}</details></figure>"
    )


def seen(at: Standpoint, make: Callable[[Sight], Drawn]) -> View:
    """Make a view where a reader stands."""
    from jnkg.views.frame import Sight, written

    drawn = make(Sight(at.world, at.language, at.status, at.known_by, at.reopen, WIDTH))
    rows = rows_of(drawn.rows, at, drawn.title)
    return View(
        rows.columns, rows.values, at, drawn.title, note=drawn.about, why=drawn.reasons,
        writers=(lambda: written(drawn, "text"), lambda: written(drawn, "svg")),
    )  # fmt: skip


def lineage(at: Standpoint, target: Entity | str | None) -> View:
    """Show how areas of cooperation descend: all themes, one theme, or what hangs with an area."""
    from jnkg.asking import HIDDEN
    from jnkg.kg.saying import in_python
    from jnkg.views.lineage import hidden
    from jnkg.views.lineage import lineage as drawn
    from jnkg.views.lineage import named as found

    def make(sight: Sight) -> Drawn:
        if target is None:
            return drawn(sight, None, "")
        typed = target.slug if isinstance(target, Entity) else as_text("target", target)
        try:
            return drawn(sight, found(sight, typed), typed)
        except UnknownValue:
            found(sight.widest(), typed)
        return hidden(sight, typed, {code: in_python(words) for code, words in HIDDEN.items()})

    return seen(at, make)


def timeline(
    at: Standpoint,
    actor: Entity | str | None,
    area: Entity | str | None,
    start: date | str | None,
    end: date | str | None,
) -> View:
    """Show events, activities and instruments by their days."""
    from jnkg.views.timeline import timeline as drawn

    nodes = {"actor": actor, "area": area}
    given = {
        k: v.iri if isinstance(v, Entity) else as_text(k, v)
        for k, v in nodes.items()
        if v is not None
    }
    days = {"from": start, "to": end}
    given |= {k: check_day(str(v)) for k, v in days.items() if v is not None}
    return seen(at, lambda sight: drawn(sight, given))


def ledger(at: Standpoint, as_of: date | str) -> View:
    """Show what was promised, what was done and what is open, as of a day."""
    from jnkg.views.ledger import ledger as drawn

    return seen(at, lambda sight: drawn(sight, str(as_of)))


def meetings(at: Standpoint, by: str) -> View:
    """Show who met whom in talks, by person or by post."""
    from jnkg.kg.standpoint import one_of
    from jnkg.views.network import network as drawn

    one_of("by", by, ("person", "post"))
    return seen(at, lambda sight: drawn(sight, by))


def coverage(at: Standpoint) -> View:
    """Show how many documents speak of each theme, by year and kind of publisher."""
    from jnkg.views.coverage import coverage as drawn

    return seen(at, drawn)


def compare(at: Standpoint) -> View:
    """Show the programmes of NATO's four partners and their areas side by side."""
    from jnkg.views.compare import compare as drawn

    return seen(at, drawn)
