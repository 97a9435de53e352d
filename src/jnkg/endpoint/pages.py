"""Serve the pages: those of nodes, and all that lead to them.

The language of a page is that of its path; where the path has none, the reader is sent to the
start page that suits best.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from jnkg.endpoint import nodepages
from jnkg.endpoint.exchange import Reply, redirect
from jnkg.endpoint.site import Visit
from jnkg.endpoint.viewed import VIEWS
from jnkg.pages.about import about_page
from jnkg.pages.asked import asked_page, questions_page
from jnkg.pages.errors import error_page
from jnkg.pages.frame import with_query
from jnkg.pages.lists import list_page
from jnkg.pages.results import sparql_page
from jnkg.pages.search import search_page
from jnkg.pages.sights import sight_page
from jnkg.pages.start import start_page
from jnkg.pages.vocabulary import ontology_page, term_page

__all__ = ["ROUTES", "error_page"]

Handler = Callable[..., Reply]
LANGUAGE = "<any(en, ja):language>"
PAGES: tuple[tuple[str, Handler], ...] = (
    ("", start_page),
    ("search", search_page),
    ("questions", questions_page),
    ("query/<name>", asked_page),
    ("sparql", sparql_page),
    ("ontology", ontology_page),
    ("ns/<term>", term_page),
    ("browse/<kind>", list_page),
    ("about", about_page),
)
"""Paths behind the language, and what makes their pages."""


def in_language(make: Handler) -> Handler:
    """Make a page in the language of its path."""

    def handler(visit: Visit, language: str, **parts: str) -> Reply:
        visit.language = language
        return make(visit, **parts)

    return handler


def sight(view: str) -> Handler:
    """Make the page of a view."""
    return lambda visit: sight_page(visit, view)


def start(visit: Visit) -> Reply:
    """Send a reader to the start page in a language that suits."""
    return redirect(with_query(f"/{visit.language}/", visit.switches().items()))


@cache
def style() -> bytes:
    """Read the style of these pages."""
    return files("jnkg.pages").joinpath("static", "site.css").read_bytes()


ROUTES: tuple[tuple[str, Handler, tuple[str, ...]], ...] = (
    *nodepages.ROUTES,
    ("/", start, ("GET",)),
    ("/static/site.css", lambda visit: Reply(style(), "text/css"), ("GET",)),
    *((f"/{LANGUAGE}/{path}", in_language(make), ("GET",)) for path, make in PAGES),
    *((f"/{LANGUAGE}/{view}", in_language(sight(view)), ("GET",)) for view in VIEWS),
)
"""Every page with who makes it; `/<language>/explore` is left free."""
