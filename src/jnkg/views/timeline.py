"""Show what took place and what was adopted, day by day, in lanes by kind.

A Sight and a person's filters come in; a View goes out. Where much happened, time is drawn wider,
so that thirty-six years can be read on one screen; `lanes` draws it.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping

import pyoxigraph as ox

from jnkg.answer import Answer, check_day, find_node
from jnkg.errors import UnknownValue
from jnkg.explain import Empty, Reason, explain_unknown
from jnkg.names import ID, LANGUAGES
from jnkg.render import display_width, wrap
from jnkg.views.eras import uneven
from jnkg.views.frame import LOOKS, Sight, View
from jnkg.views.moments import LANES, QUESTION, WORDS, Moment, called, moments_of

HEADINGS = ("thing", "drawn", "earliest", "latest", "when", "kind", "status")
"""The columns of the table: first the thing that a mark stands for, then its lane."""
PREFIXES_OF = {
    "actor": ("state-", "organization-", "group-", "coalition-", "body-", "unit-", "person-"),
    "area": ("theme-", "area-"),
}
"""What a slug may leave out at its beginning."""


def timeline(sight: Sight, typed: Mapping[str, str]) -> View:
    """Make the view of all that has a date, or of what filters (actor, area, from, to) leave.

    Raises UnknownValue or Misuse for a filter that fits nothing.
    """
    words = WORDS[sight.language]
    try:
        filters, reasons = resolved(sight, typed), None
    except UnknownValue as error:
        filters = resolved(sight.widest(), typed)
        reasons = hidden(sight, error, filters)
    moments = () if reasons else tuple(moments_of(sight, filters))
    about = words["none"]
    if moments:
        about = words["about"].format(
            lanes=len({m.lane for m in moments}), marks=len(moments),
            start=moments[0].earliest[:4], end=max(m.latest for m in moments)[:4],
            uneven=uneven([(m.earliest, m.latest) for m in moments], sight.language),
        )  # fmt: skip

    def svg() -> str:
        from jnkg.views.lanes import draw

        return draw(view, moments)

    options = "".join(f" --{key} {shlex.quote(typed[key])}" for key in typed)
    view = View(
        sight, f"jnkg timeline{options}", titled(sight, filters), about,
        Answer(HEADINGS, [row(m, sight) for m in moments]),
        {"text": lambda: text(view, moments), "svg": svg},
        lambda: reasons or sight.reasons(QUESTION, filters),
    )  # fmt: skip
    return view


def titled(sight: Sight, filters: Mapping[str, str]) -> str:
    """Give the title, with what the filters leave."""
    words, widest = WORDS[sight.language], sight.widest()
    names = {
        key: widest.label(ox.NamedNode(said)) if "://" in said else said
        for key, said in filters.items()
    }
    chosen = words["joined"].join(words[key].format(name) for key, name in names.items())
    return words["slot"].format(words["title"], chosen) if chosen else words["title"]


def resolved(sight: Sight, typed: Mapping[str, str]) -> dict[str, str]:
    """Give the filters with IRIs for what a person names: IRI, slug, or label in either language.

    Raises UnknownValue where this world knows none of that name, Misuse where there are several.
    """
    table = sight.world.labels(LANGUAGES[0])
    found = {}
    for key, said in typed.items():
        if key in PREFIXES_OF:
            iris = (ID + prefix + said for prefix in PREFIXES_OF[key])
            found[key] = next((i for i in iris if i in table), "")
            found[key] = found[key] or find_node(sight.world, said).value
        else:
            found[key] = check_day(said)
    return found


def hidden(sight: Sight, error: UnknownValue, filters: Mapping[str, str]) -> list[Reason]:
    """Say that the widest world knows what a filter names, and this one does not."""
    empty = Empty(QUESTION, filters, sight.status, sight.known_by, sight.reopen)
    reason = explain_unknown(error, empty)
    return [reason] if reason else []


def row(moment: Moment, sight: Sight) -> list[ox.NamedNode | ox.BlankNode | ox.Literal | None]:
    """Give the row of a mark."""
    return [
        moment.node, ox.Literal(LANES[moment.lane][0][sight.language]),
        ox.Literal(moment.earliest), ox.Literal(moment.latest), ox.Literal(moment.when),
        moment.kind, ox.Literal(LOOKS[moment.look].words[sight.language]),
    ]  # fmt: skip


def text(view: View, moments: tuple[Moment, ...]) -> str:
    """Write the marks for a terminal, year by year."""
    sight = view.sight
    margin = max(display_width(m.when) for m in moments) + 4
    lines, year = [view.title], ""
    for moment in moments:
        if moment.earliest[:4] != year:
            year = moment.earliest[:4]
            lines += ["", year]
        for n, line in enumerate(wrap(called(moment, sight), max(20, sight.width - margin))):
            head = f"  {moment.when}".ljust(margin) if n == 0 else " " * margin
            lines.append(head + sight.paint(line, LOOKS[moment.look]))
    return "\n".join(lines) + "\n"
