"""Frame a page: what all pages have, and the templates that they are written with.

A Page and the values of its template come in; a Reply goes out. Addresses inside the graph lead to
pages of this host in the language and the world of the reader; the words of a template stand in it
in both languages, side by side: `say("Areas", "分野")`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from jnkg.endpoint.exchange import Reply
from jnkg.names import BASE, GRAPH, ID, LANGUAGES, NS, QUERY, SHAPE, STATUSES
from jnkg.pages.script import day_of, lasting, marked

if TYPE_CHECKING:
    from jnkg.endpoint.site import Visit

SHOWN = (ID, NS, SHAPE, QUERY, GRAPH)
"""What the IRIs open with that have pages."""
TWINS = (
    ("ttl", "Turtle", "text/turtle"),
    ("jsonld", "JSON-LD", "application/ld+json"),
    ("nt", "N-Triples", "application/n-triples"),
    ("trig", "TriG", "application/trig"),
    ("rdf", "RDF/XML", "application/rdf+xml"),
    ("csv", "CSV", "text/csv"),
)
"""The forms of a description: ending, name, media type."""
PLAIN = "!$'()*+,-./:;=@_~"
"""What stays as it is in a path."""


@dataclass(frozen=True, slots=True)
class Twin:
    """The same thing in another form."""

    name: str
    media_type: str
    address: str


@dataclass(frozen=True, slots=True)
class Page:
    """What every page has.

    `path` is the address behind the language, `id/event-x`, empty for the start page; `query` the
    parameters that belong to it, `switches` those that chose the world. `iri` is the permanent
    link of what the page shows, empty where it shows nothing with a name; `over` says of which
    kind that is. `has_worlds` where the page depends on the world.
    """

    language: str
    title: str
    path: str = ""
    iri: str = ""
    over: str = ""
    description: str = ""
    citation: str = ""
    query: tuple[tuple[str, str], ...] = ()
    switches: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    day: str = ""
    base: str = ""
    twins: tuple[Twin, ...] = ()
    is_indexed: bool = True
    has_worlds: bool = True

    @property
    def other(self) -> str:
        """The other language."""
        return next(tag for tag in LANGUAGES if tag != self.language)

    @property
    def here(self) -> str:
        """The address of this page."""
        return self.inside(self.path, self.query)

    @property
    def plain(self) -> str:
        """The address of this page without parameters, for a form that adds its own."""
        return place(self.language, self.path)

    @property
    def canonical(self) -> str:
        """The address of this page in the world of today."""
        return with_query(self.plain, self.query)

    @property
    def lasting_link(self) -> str:
        """The address on this host that answers for the permanent link."""
        return self.bare(self.iri.removeprefix(BASE))

    def twin_page(self, language: str) -> str:
        """Give the address of this page in a language."""
        return with_query(place(language, self.path), (*self.query, *self.switches.items()))

    def inside(self, path: str, query: tuple[tuple[str, str], ...] = ()) -> str:
        """Give the address of a page of this language in the reader's world."""
        return with_query(place(self.language, path), (*query, *self.switches.items()))

    def bare(self, path: str, query: tuple[tuple[str, str], ...] = ()) -> str:
        """Give an address of this host that has no language, in the reader's world."""
        local = quote(path.lstrip("/"), safe=PLAIN)
        return with_query(f"/{local}", (*query, *self.switches.items()))

    def address(self, iri: str) -> str:
        """Give the address that an IRI leads to; empty where it leads nowhere safe."""
        if iri.startswith(SHOWN):
            return self.inside(iri.removeprefix(BASE))
        if iri.startswith(BASE):
            return self.bare(iri.removeprefix(BASE))
        return iri if iri.startswith(("https://", "http://")) else ""

    def say(self, en: str, ja: str, **slots: object) -> Markup:
        """Give one of two texts, that of this language, with its slots filled and escaped."""
        text = Markup(en if self.language == "en" else ja)  # noqa: S704  words of a template
        return text.format(**slots) if slots else text

    def mark(self, text: str, language: str = "") -> Markup:
        """Mark text in another language than the page's; `language` where it is known."""
        return marked(text, self.language, language)

    def lasting(self, text: str) -> Markup:
        """Write a duration of days, hours and minutes in words; else as it is."""
        return lasting(text, self.language)

    def date(self, value: str) -> Markup:
        """Write an ISO year, month or day as readers do, for machines too; else as it is."""
        return day_of(value, self.language)


def page_of(visit: Visit, title: str, path: str = "", **rest: object) -> Page:
    """Begin a page of a visit; `rest` are further fields of it."""
    world = {"switches": visit.switches(), "version": visit.site.version, "base": visit.base}
    fields = {"language": visit.language, "title": title, "path": path, **world, **rest}
    return Page(**fields)  # type: ignore[arg-type]


def twins_of(path: str, switches: Mapping[str, str]) -> tuple[Twin, ...]:
    """Give the forms of the description at a path that has no language."""
    return tuple(
        Twin(name, media_type, with_query(f"/{quote(path, safe=PLAIN)}.{ending}", switches.items()))
        for ending, name, media_type in TWINS
    )


def place(language: str, path: str) -> str:
    """Give the path of a page in a language."""
    return f"/{language}/{quote(path, safe=PLAIN)}"


def with_query(path: str, pairs: object) -> str:
    """Put parameters behind a path, in their order."""
    text = urlencode(list(pairs))  # type: ignore[call-overload]
    return f"{path}?{text}" if text else path


@cache
def environment() -> Environment:
    """Open the templates; whatever is put into them is escaped."""
    return Environment(
        loader=PackageLoader("jnkg.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def render(page: Page, template: str, status: int = 200, **values: object) -> Reply:
    """Write a page by a template, `entity.html`, with the values that it asks for."""
    shown = {"page": page, "say": page.say, "mark": page.mark, "date": page.date}
    text = environment().get_template(template).render(shown, statuses=STATUSES, **values)
    return Reply(text.encode(), "text/html", status, [("content-language", page.language)])
