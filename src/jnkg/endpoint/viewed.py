"""Give the views over HTTP: lineage, timeline, ledger, network, coverage, compare.

Each is a picture, text for a terminal, and rows with one for every mark; all from one View.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from jnkg.asking import HIDDEN
from jnkg.endpoint.exchange import Reply
from jnkg.endpoint.given import HTML, form_of, one_of, read_given, spoken, to_page
from jnkg.endpoint.problems import Problem
from jnkg.endpoint.rowforms import JSON, TEXTS, Table, named, sent, written
from jnkg.endpoint.site import Visit
from jnkg.errors import Misuse, UnknownValue
from jnkg.explain import Reason
from jnkg.views import frame
from jnkg.views.compare import compare
from jnkg.views.coverage import coverage
from jnkg.views.frame import Sight, View
from jnkg.views.ledger import ledger
from jnkg.views.lineage import hidden, lineage
from jnkg.views.lineage import named as named_area
from jnkg.views.network import network
from jnkg.views.timeline import timeline

PICTURES = {"svg": "image/svg+xml", "text": "text/plain"}
FORMS = {"json": JSON, **PICTURES, **TEXTS, "html": HTML}
"""The media types of a view, by the names that `format=` takes."""
MERMAID = "application/vnd.mermaid"
Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """One view over HTTP: what makes it, the parameters that it takes, its forms."""

    make: Callable[[Sight, Given], View]
    params: tuple[str, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def forms(self) -> dict[str, str]:
        """Give the media types of its forms by name."""
        return {**FORMS, **self.more}


def make_lineage(sight: Sight, given: Given) -> View:
    """Make the view of all themes or of what is named; raises UnknownValue, Misuse."""
    target = given.get("target")
    if target is None:
        return lineage(sight, None, "")
    try:
        return lineage(sight, named_area(sight, target), target)
    except UnknownValue:
        named_area(sight.widest(), target)
    return hidden(sight, target, spoken(HIDDEN))


def make_network(sight: Sight, given: Given) -> View:
    """Make the view of persons or of posts; raises Problem."""
    return network(sight, one_of("by", given.get("by", BY[0]), BY))


BY = ("person", "post")
VIEWS = {
    "lineage": Kind(make_lineage, ("target",), {"mermaid": MERMAID}),
    "timeline": Kind(timeline, ("actor", "area", "from", "to")),
    "ledger": Kind(lambda sight, given: ledger(sight, given.get("as-of", "")), ("as-of",)),
    "network": Kind(make_network, ("by",)),
    "coverage": Kind(lambda sight, _: coverage(sight)),
    "compare": Kind(lambda sight, _: compare(sight)),
}


def view_reply(name: str) -> Callable[[Visit], Reply]:
    """Give the handler of a view."""

    def handler(visit: Visit) -> Reply:
        return seen(visit, name, VIEWS[name])

    return handler


def seen(visit: Visit, name: str, kind: Kind) -> Reply:
    """Give a view in the form asked for; raises Problem."""
    form = form_of(visit, kind.forms)
    if form == "html":
        return to_page(visit, name)
    given = read_given(visit, kind.params)
    view, reasons = made(visit, kind, given)
    if form in ("json", *TEXTS):
        return written(as_table(visit, name, given, view, reasons), form)
    body = frame.written(view, form).encode()
    headers = [] if form == "text" else [named(name, form)]
    return sent(visit, body, kind.forms[form], reasons, headers)


def made(visit: Visit, kind: Kind, given: Given) -> tuple[View, Sequence[Reason]]:
    """Make a view, with the reasons where it is empty; raises Problem."""
    sight = Sight(visit.world, visit.language, visit.status, visit.known_by, visit.reopen)
    try:
        view = kind.make(sight, given)
    except UnknownValue as error:
        near = list(error.nearest)
        raise Problem("not-found", **spoken(error.message), nearest=near) from error
    except Problem:
        raise
    except Misuse as error:
        raise Problem("bad-request", **spoken(error.message)) from error
    if view.rows.rows:
        return view, ()
    reasons = [Reason(r.kind, spoken(r.message)) for r in view.reasons()]
    return replace(view, reasons=lambda: reasons), reasons


def as_table(visit: Visit, name: str, given: Given, view: View, reasons: Sequence[Reason]) -> Table:
    """Put the rows of a view together with what it shows."""
    head = {
        "view": name,
        "title": view.title,
        "about": view.about,
        "command": view.command,
        "parameters": dict(given),
    }
    return Table(visit, name, head, view.rows, reasons)
