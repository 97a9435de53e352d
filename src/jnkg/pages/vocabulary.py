"""Show the ontology on pages: all terms, and one term.

A Visit comes in; a Reply goes out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jnkg import __version__
from jnkg.cite import WORDS
from jnkg.endpoint.exchange import Reply
from jnkg.endpoint.problems import Problem
from jnkg.names import NS
from jnkg.nearest import nearest
from jnkg.pages.frame import page_of, render, twins_of
from jnkg.pages.terms import KINDS, Term, modules_of, term_of

if TYPE_CHECKING:
    from jnkg.endpoint.site import Visit

ONTOLOGY = {"en": "Japan-NATO cooperation ontology", "ja": "日本・NATO協力オントロジー"}
"""What the ontology is called, as its own header has it."""


def ontology_page(visit: Visit) -> Reply:
    """List all terms of the ontology by module, with their definitions."""
    at = ("en", "ja").index(visit.language)
    page = page_of(
        visit,
        ("Vocabulary", "語彙")[at],
        "ontology",
        twins=twins_of("ontology", visit.switches()),
        has_worlds=False,
    )
    modules = modules_of(visit.world, visit.language)
    headings = {kind: words[1 + at] for kind, words in KINDS.items()}
    return render(page, "terms.html", modules=modules, headings=headings)


def term_page(visit: Visit, term: str) -> Reply:
    """Show one term; raises Problem where the ontology does not declare it."""
    found = term_of(visit.world, term, visit.language) if term.isidentifier() else None
    if found is None:
        near = [name for name in nearest(visit.world, term, 12) if name.startswith("jn:")]
        raise Problem(
            "not-found",
            f"The ontology has no term “{term}”.",
            f"オントロジーに「{term}」という語はありません。",
            nearest=near[:3],
        )
    at = ("en", "ja").index(visit.language)
    page = page_of(
        visit,
        found.name.label,
        f"ns/{term}",
        iri=NS + term,
        over=KINDS[found.kind][1 + at],
        description=found.definition,
        twins=twins_of(f"ns/{term}", visit.switches()),
    )
    return render(page, "term.html", term=found, cited=citation(visit.language, found))


def citation(language: str, term: Term) -> str:
    """Write a reference to a term for a footnote."""
    version = WORDS[language]["version"].format(__version__)
    if language == "ja":
        return (
            f"「{term.name.label}」（{term.short}）『{ONTOLOGY['ja']}』{version}。{term.name.iri}"
        )
    return f"“{term.name.label}” ({term.short}), {ONTOLOGY['en']}, {version}. {term.name.iri}"
