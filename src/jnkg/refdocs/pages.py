"""Put a reference on pages: one folder for each language, and what both share.

A Reference comes in; pages go out, bytes by path relative to the folder that will hold them. Every
link is relative and nothing is loaded from elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from jnkg.names import BASE, LANGUAGES, NS, PREFIXES, shorten
from jnkg.refdocs.bases import basis
from jnkg.refdocs.diagrams import in_words, picture
from jnkg.refdocs.edition import Edition, Reference
from jnkg.refdocs.nouns import KINDS, Module, Term
from jnkg.refdocs.uses import STATUSES

if TYPE_CHECKING:
    from jinja2 import Template

DEFINITION = PREFIXES["skos"] + "definition"
ORDER = (*KINDS.values(), "value")
COUNTED = ("identity", *STATUSES[:3], "inferred", "catalogue", "vocabulary")
"""The statuses in the order of the tables."""
HEADER = (
    ("status_of_draft", "bibo:status"),
    ("creator", "dcterms:creator"),
    ("created", "dcterms:created"),
    ("modified", "dcterms:modified"),
    ("citation", "dcterms:bibliographicCitation"),
)


@cache
def environment() -> Environment:
    """Open the templates; whatever is put into them is escaped."""
    return Environment(
        loader=PackageLoader("jnkg.refdocs"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def pages(reference: Reference, beside: str = "") -> dict[str, bytes]:
    """Make every page and file of the reference; `beside` is that of the Python API, or empty."""
    made = dict(shared(reference, beside))
    for language in LANGUAGES:
        for path, text in edition_pages(Edition(reference, language)):
            made[f"{language}/{path}"] = text.encode()
    return made


def shared(reference: Reference, beside: str) -> Iterator[tuple[str, bytes]]:
    """Yield what both languages share."""
    static = files("jnkg.refdocs").joinpath("static")
    for name in ("style.css", "search.js"):
        yield name, static.joinpath(name).read_bytes()
    editions = [Edition(reference, language) for language in LANGUAGES]
    yield "index.html", template("root.html").render(editions=editions, beside=beside).encode()
    table = {term.name: term.page for term in reference.ontology.terms.values()}
    yield "terms.json", (json.dumps(table, indent=1) + "\n").encode()


def template(name: str) -> Template:
    """Give a template with what every page may ask for."""
    names = {"base_iri": BASE, "ns": NS, "prefixes": PREFIXES, "shorten": shorten, "basis": basis}
    return environment().get_template(
        name, globals={**names, "kinds": ORDER, "statuses": COUNTED, "header": HEADER}
    )


def edition_pages(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the pages of one language, by path relative to its folder."""
    yield "terms.js", search_table(edition)
    for name in ("index.html", "terms.html", "questions.html"):
        yield name, template(name).render(at=edition, here=name)
    below = edition.at("../")
    for module in edition.ontology.modules:
        yield from module_pages(below, module)
    for term in edition.ontology.terms.values():
        page = template("term.html").render(at=below, here=term.page, term=term)
        yield term.page, page


def module_pages(edition: Edition, module: Module) -> Iterator[tuple[str, str]]:
    """Yield the page of a module and its diagram by itself."""
    scene, drawn = picture(edition, module)
    shown = {"at": edition, "module": module, "picture": drawn}
    sentences = list(in_words(edition, scene))
    page = template("module.html").render(**shown, here=module.page, sentences=sentences)
    yield module.page, page
    drawing = template("diagram.svg").render(**shown, sentences=sentences)
    yield module.page.replace(".html", ".svg"), drawing


def search_table(edition: Edition) -> str:
    """Give what the search box looks through, as a script, since a file cannot fetch another."""

    def row(term: Term) -> list[str]:
        kind, definition = edition.words(term.kind), edition.speaker.own_text(term.node, DEFINITION)
        return [edition.label(term.node), term.name, str(kind), term.page, definition]

    rows = [row(term) for term in edition.ordered(edition.ontology.terms.values())]
    return f"const TERMS = {json.dumps(rows, ensure_ascii=False, indent=0)};\n"
