"""Write a reference to a document, a passage, or any node of the graph.

A World and a node come in; text, BibTeX, RIS or CSL-JSON goes out. A day of issue that is only
bounded is printed with its bounds, and an address that was not established is left out.
"""

from __future__ import annotations

from collections.abc import Callable

from jnkg import __version__
from jnkg.citeforms import as_bibtex, as_csl, as_ris
from jnkg.citewords import GRAPH as GRAPH
from jnkg.citewords import WORDS as WORDS
from jnkg.citewords import clauses, issued, titled, world_words
from jnkg.citewords import day_words as day_words
from jnkg.claims import Node
from jnkg.errors import Misuse
from jnkg.reference import Reference, refer
from jnkg.store import World


def cite(world: World, node: Node, style: str, language: str) -> str:
    """Give a reference to a node in a style, for readers of a language.

    Raises Misuse for an unknown style.
    """
    if style not in STYLES:
        raise Misuse(
            f"There is no style {style!r}. Use one of: {', '.join(STYLES)}.",
            f"「{style}」という書式はありません。使えるもの：{'、'.join(STYLES)}。",
        )
    return STYLES[style](refer(world, node, language), language)


def as_text(reference: Reference, language: str) -> str:
    """Write a reference as a line for a footnote; a node's documents on the same line."""
    return {"en": english, "ja": japanese}[language](reference) + "\n"


def english(reference: Reference) -> str:
    """Write a reference in English."""
    words = WORDS["en"]
    if not reference.is_document:
        basis = "; ".join(english(r).rstrip(".") for r in reference.basis)
        stands = words["stands on"].format(basis) if basis else words["nothing"]
        version = words["version"].format(__version__)
        head = f"“{reference.title}”, {GRAPH['en']}, {version} ({world_words(reference, 'en')})."
        return f"{head} {reference.iri}. {stands}"
    parts = [
        reference.publisher,
        titled(reference, "{} [{}]"),
        issued(reference, "en"),
        words.get(reference.language, reference.language),
        clauses(reference, "en"),
        reference.url,
    ]
    return ", ".join(part for part in parts if part).rstrip(".") + "."


def japanese(reference: Reference) -> str:
    """Write a reference in Japanese."""
    words = WORDS["ja"]
    if not reference.is_document:
        basis = "；".join(japanese(r).rstrip("。") for r in reference.basis)
        stands = words["stands on"].format(basis) if basis else words["nothing"]
        version = words["version"].format(__version__)
        head = (
            f"「{reference.title}」『{GRAPH['ja']}』{version}（{world_words(reference, 'ja')}）。"
        )
        return f"{head}{reference.iri} 。{stands}"
    parts = [
        issued(reference, "ja"),
        words.get(reference.language, reference.language),
        clauses(reference, "ja"),
        f"{reference.url} " if reference.url else "",
    ]
    head = f"{reference.publisher}『{titled(reference, '{}（{}）')}』"
    return head + "、".join(part for part in parts if part) + "。"


STYLES: dict[str, Callable[[Reference, str], str]] = {
    "text": as_text,
    "bibtex": as_bibtex,
    "ris": as_ris,
    "csl-json": as_csl,
}
