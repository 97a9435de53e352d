"""Show the start page: what this is, what it can be asked, what is in it.

A Visit comes in; a Reply goes out. Every number and row is asked from the graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg.answer import Answer, ask, run
from jnkg.endpoint.exchange import Reply
from jnkg.endpoint.given import spoken
from jnkg.endpoint.site import WorldMissing
from jnkg.explain import Empty, explain
from jnkg.names import NS
from jnkg.pages.frame import page_of, render
from jnkg.pages.lists import KINDS, count
from jnkg.pages.sights import LABELS
from jnkg.pages.strictest import with_status
from jnkg.pages.tables import Table, tabulate

if TYPE_CHECKING:
    from jnkg.endpoint.site import Visit
    from jnkg.store import World

WORKED = ("who-signed-an-instrument", "who-met-whom", "areas-of-a-theme", "date-of-effect")
"""Questions that show what an answer looks like; the last is rightly empty."""
ROWS = 3
"""As many rows of each are shown."""
SPANS = """
SELECT (MIN(?first) AS ?start) (MAX(?first) AS ?end) WHERE {{
  ?node a <{jn}{kind}> ; <{jn}{day}> ?first
}}
"""
STATUS_WORDS = f"""
SELECT ?status ?strength WHERE {{ ?status a <{NS}Status> ; <{NS}strength> ?strength }}
ORDER BY ?strength ?status
"""


@dataclass(frozen=True, slots=True)
class Worked:
    """A question with its first rows, or with the reasons why there are none."""

    name: str
    title: str
    table: Table | None
    total: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last year of some nodes."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Status:
    """A status: what it means, and in how many graphs how many claims have it."""

    name: str
    meaning: str
    graphs: str
    claims: str


def start_page(visit: Visit) -> Reply:
    """Show the start page of a language."""
    world, at = visit.world, ("en", "ja").index(visit.language)
    title = ("Japan–NATO Cooperation Knowledge Graph", "日本・NATO協力ナレッジグラフ")[at]
    page = page_of(visit, title)
    return render(
        page, "start.html",
        worked=[worked(visit, name) for name in WORKED],
        lists=[(name, kind.title[at], count(world, name)) for name, kind in KINDS.items()],
        sights=[(name, words[at]) for name, words in LABELS.items()],
        questions=len(world.questions()), meanings=statuses(world, visit.language),
        documents=span(world, "Document", "issuedEarliest"),
        events=span(world, "Event", "earliest"),
    )  # fmt: skip


def worked(visit: Visit, name: str) -> Worked:
    """Ask one question as it stands."""
    title = visit.world.questions()[name]["title"][visit.language]
    answer = ask(visit.world, name, {})
    if answer.rows:
        table = tabulate(visit.world, visit.language, first_rows(visit, name, answer))
        return Worked(name, title, table, len(answer.rows), ())
    reasons = explain(Empty(name, {}, visit.status, visit.known_by, visit.reopen))
    words = tuple(spoken(reason.message)[visit.language] for reason in reasons)
    return Worked(name, title, None, 0, words)


def first_rows(visit: Visit, name: str, answer: Answer) -> Answer:
    """Give the first rows with their status, or without, rather than wait for a world."""
    try:
        return with_status(visit, name, {}, answer, ROWS)
    except WorldMissing:
        return Answer(answer.columns, answer.rows[:ROWS])


def span(world: World, kind: str, day: str) -> Span:
    """Give the first and last year of the nodes of a kind: days may be the bounds of a year."""
    row = run(world, SPANS.format(jn=NS, kind=kind, day=day)).rows[0]
    return Span(*(term.value[:4] if isinstance(term, ox.Literal) else "" for term in row))


def statuses(world: World, language: str) -> list[Status]:
    """Give the statuses with their meaning and their numbers, by the graph's own words."""
    counts = {
        status.value: (graphs.value, claims.value)
        for _, status, graphs, claims in ask(world, "claims-by-status", {}).rows
        if isinstance(status, ox.NamedNode)
        and isinstance(graphs, ox.Literal)
        and isinstance(claims, ox.Literal)
    }
    return [
        Status(iri.removeprefix(NS).lower(), meaning(world, iri, language), *counts[iri])
        for iri in ordered(world)
        if iri in counts
    ]


def ordered(world: World) -> list[str]:
    """Give the IRIs of the statuses in the order of their strength."""
    return [
        row[0].value for row in run(world, STATUS_WORDS).rows if isinstance(row[0], ox.NamedNode)
    ]


def meaning(world: World, iri: str, language: str) -> str:
    """Give the definition of a term in a language."""
    definition = ox.NamedNode("http://www.w3.org/2004/02/skos/core#definition")
    quads = world.store.quads_for_pattern(ox.NamedNode(iri), definition, None, ox.DefaultGraph())
    texts = (q.object for q in quads if isinstance(q.object, ox.Literal))
    return next((t.value for t in texts if t.language == language), "")
