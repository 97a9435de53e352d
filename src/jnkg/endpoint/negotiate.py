"""Choose the form and the language that a client likes best, by RFC 9110, section 12.

Werkzeug reads the headers. Of forms liked alike, the first offered wins.
"""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug.datastructures import LanguageAccept, MIMEAccept
from werkzeug.http import parse_accept_header

from jnkg.names import LANGUAGES


def best_type(accept: str, offered: Sequence[str]) -> str | None:
    """Give the media type that a client likes best; None where it takes none of those offered.

    A client that sends no header, or nothing that can be read, takes anything.
    """
    accepted = parse_accept_header(accept, MIMEAccept) if accept.strip() else None
    if not accepted:
        return offered[0]
    return accepted.best_match(offered)


def best_language(accept: str) -> str:
    """Give the language (en or ja) that a client likes best; English where it names neither.

    Regions count as their language (`ja-JP`).
    """
    for tag, weight in parse_accept_header(accept, LanguageAccept):
        language = tag.partition("-")[0].lower()
        if weight > 0 and language in LANGUAGES:
            return language
    return "en"


def takes_pages(accept: str) -> bool:
    """Tell whether a client asks for pages before anything else, as browsers do."""
    weights = dict(parse_accept_header(accept, MIMEAccept))
    pages = max(weights.get("text/html", 0), weights.get("application/xhtml+xml", 0))
    return pages > 0 and pages == max(weights.values())
