"""List over HTTP what can be asked, and say what is served: data, world, limits."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from jnkg import __version__
from jnkg.answer import ask
from jnkg.endpoint.asked import FORMS
from jnkg.endpoint.exchange import Reply
from jnkg.endpoint.given import HTML, form_of, read_given, to_page
from jnkg.endpoint.rowforms import JSON, dumped, iri_of, sent, world_json
from jnkg.endpoint.site import Visit
from jnkg.endpoint.viewed import VIEWS
from jnkg.names import ID, LANGUAGES, NS, QUERY, STATUSES, expand

if TYPE_CHECKING:
    from jnkg.store import Entry

COUNTS = "claims-by-status"
"""The stored question that counts graphs and claims by status."""


def questions_reply(visit: Visit) -> Reply:
    """List the stored questions; raises Problem."""
    read_given(visit, ())
    if form_of(visit, {"json": JSON, "html": HTML}) == "html":
        return to_page(visit, "questions", [])
    entries = sorted(visit.world.questions().items())
    listed = [question_json(name, entry) for name, entry in entries]
    return sent(visit, dumped({"count": len(listed), "questions": listed}), JSON)


def question_json(name: str, entry: Entry) -> dict[str, object]:
    """Give what is to be known of a stored question, in both languages."""
    return {
        "name": name,
        "iri": QUERY + name,
        "href": f"/q/{name}",
        "title": dict(entry["title"]),
        "about": dict(entry["about"]),
        "parameters": [
            {"name": key, "kind": kind, "default": plain(default), "about": dict(about)}
            for key, kind, default, about in entry["params"]
        ],
        "formats": list(FORMS),
    }


def plain(default: str) -> str | None:
    """Give the default of a parameter as a reader would type it; None where there is none."""
    if default == "UNDEF":
        return None
    if default.startswith('"'):
        return default[1 : default.rindex('"')]
    iri = expand(default) or default.strip("<>")
    short = iri.removeprefix(ID)
    return f"jn:{iri.removeprefix(NS)}" if iri.startswith(NS) else short


def status_reply(visit: Visit) -> Reply:
    """Say what this server holds and how far it goes; raises Problem."""
    read_given(visit, ())
    form_of(visit, {"json": JSON})
    limits = asdict(visit.site.settings.limits)
    content = {
        "version": __version__,
        "data": visit.site.version.removeprefix(f"{__version__}-"),
        "world": world_json(visit),
        "claims": claims(visit),
        "questions": len(visit.world.questions()),
        "limits": limits,
        "formats": {"questions": FORMS, **{name: kind.forms for name, kind in VIEWS.items()}},
        "statuses": list(STATUSES),
        "languages": list(LANGUAGES),
    }
    return sent(visit, dumped(content), JSON)


def claims(visit: Visit) -> dict[str, dict[str, int]]:
    """Count the graphs and claims of the world by status."""
    answer = ask(visit.world, COUNTS, {})
    place = {name: n for n, name in enumerate(answer.columns)}
    counted = {}
    for row in answer.rows:
        status = iri_of(row[place["status"]]).removeprefix(NS).lower()
        numbers = {key: row[place[key]] for key in ("graphs", "claims")}
        counted[status] = {
            key: int(term.value) for key, term in numbers.items() if isinstance(term, Literal)
        }
    return counted
