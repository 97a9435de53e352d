"""Show what this graph and this server are: version, numbers, licence, limits, where the data is.

A Visit comes in; a Reply goes out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg import __version__
from jnkg.answer import ask
from jnkg.cite import GRAPH, WORDS, day_words
from jnkg.endpoint.exchange import Reply
from jnkg.names import BASE
from jnkg.pages.frame import page_of, render
from jnkg.pages.lists import KINDS, count
from jnkg.pages.start import span, statuses

if TYPE_CHECKING:
    from jnkg.endpoint.site import Visit

ADDRESSES = (
    ("/sparql", "SPARQL 1.1, queries only", "SPARQL 1.1（問い合わせのみ）"),
    ("/questions", "the stored questions and their parameters", "定型の質問とその引数"),
    ("/q/who-signed-an-instrument?format=csv", "an answer as a file", "答えをファイルで"),
    ("/find?q=cyber", "search", "検索"),
    ("/show?node=instrument-2014-ipcp", "one thing, claim by claim", "一つの対象を主張ごとに"),
    ("/cite?node=document-2014-ipcp", "a reference for a footnote", "引用の書式"),
    ("/en/reconcile", "matching of names, in English (OpenRefine)", "名称の照合、英語"),
    ("/ja/reconcile", "the same in Japanese", "名称の照合、日本語"),
    ("/lineage?format=svg", "a view as a picture", "図（画像）"),
    ("/openapi.json", "description of all of these (OpenAPI)", "以上すべての記述（OpenAPI）"),
    ("/.well-known/void", "description of the dataset (VoID)", "データセットの記述（VoID）"),
    ("/dcat", "catalogue of the dataset (DCAT)", "データセットの目録（DCAT）"),
)
"""Where a program finds things: path, and what it is in English and Japanese."""


def about_page(visit: Visit) -> Reply:
    """Show what this is."""
    at, world = ("en", "ja").index(visit.language), visit.world
    page = page_of(visit, ("About", "このサイトについて")[at], "about")
    return render(
        page, "about.html",
        release=__version__, day=world.day, limits=visit.site.settings.limits,
        meanings=statuses(world, visit.language), cited=citation(visit),
        lists=[(name, kind.title[at], count(world, name)) for name, kind in KINDS.items()],
        documents=span(world, "Document", "issuedEarliest"),
        events=span(world, "Event", "earliest"), missing=missing(visit),
        addresses=[(words[0], words[1 + at]) for words in ADDRESSES],
    )  # fmt: skip


def citation(visit: Visit) -> str:
    """Write a reference to the graph as a whole."""
    words, language = WORDS[visit.language], visit.language
    day = day_words(visit.world.day, language)
    version = words["version"].format(__version__)
    world = words["world"].format(words[visit.status], day)
    if language == "ja":
        return f"『{GRAPH['ja']}』{version}（{world}）。{BASE}"
    return f"{GRAPH['en']}, {version} ({world}). {BASE}"


def missing(visit: Visit) -> list[str]:
    """Name what the graph does not hold yet, by its own record."""
    rows = ask(visit.world, "not-yet-covered", {}).rows
    labels = visit.world.labels(visit.language)
    gaps = dict.fromkeys(row[2].value for row in rows if isinstance(row[2], ox.NamedNode))
    return [labels[gap] for gap in gaps if gap in labels]
