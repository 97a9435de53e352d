"""Search on a page: what was found, and where it was empty what comes near.

A Visit comes in; a Reply goes out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jnkg.endpoint.exchange import Reply
from jnkg.find import WORDS, find
from jnkg.nearest import nearest
from jnkg.pages.asked import iri_of
from jnkg.pages.catalogue import topics
from jnkg.pages.frame import page_of, render
from jnkg.pages.given import first
from jnkg.pages.tables import name

if TYPE_CHECKING:
    from jnkg.card import Name
    from jnkg.endpoint.site import Visit

MOST = 100
"""As many hits are shown."""


def search_page(visit: Visit) -> Reply:
    """Show what the words of a reader are found in."""
    sought = first(visit, "q")[:200]
    world, language = visit.world, visit.language
    hits = find(world, sought, language, MOST + 1)
    found = topics(world, language, sought) if sought else []
    page = page_of(
        visit,
        {"en": "Search", "ja": "検索"}[language],
        "search",
        query=(("q", sought),) if sought else (),
        is_indexed=False,
    )
    return render(
        page, "search.html",
        sought=sought, hits=hits[:MOST], is_cut=len(hits) > MOST, most=MOST, where=WORDS[language],
        questions=[question for topic in found for question in topic.questions],
        near=[] if hits or not sought else near(visit, sought),
        is_elsewhere=not hits and bool(sought) and is_elsewhere(visit, sought),
    )  # fmt: skip


def near(visit: Visit, sought: str) -> list[Name]:
    """Name the nodes whose names come near to what was sought."""
    labels = visit.world.labels(visit.language)
    return [name(labels, iri) for one in nearest(visit.world, sought) if (iri := iri_of(one))]


def is_elsewhere(visit: Visit, sought: str) -> bool:
    """Tell whether the world of everything has what this one has not."""
    return bool(visit.switches()) and bool(find(visit.widest(), sought, visit.language, 1))
