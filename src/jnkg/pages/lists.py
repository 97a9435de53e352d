"""List what there is of one kind, in groups, page by page.

A World, a kind and a number come in; a List goes out. The entries of all its pages are those of the
kind, each once, in one order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg.answer import Answer, run
from jnkg.card import Name
from jnkg.endpoint.exchange import Reply
from jnkg.endpoint.problems import Problem
from jnkg.names import PREFIXES
from jnkg.pages.frame import page_of, render
from jnkg.pages.given import first, page_number
from jnkg.pages.tables import BADGES
from jnkg.store import World
from jnkg.turtle import natural

if TYPE_CHECKING:
    from jnkg.endpoint.site import Visit

PAGE = 100
"""As many entries stand on one page."""
PROLOGUE = "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in ("dcterms", "jn", "prov"))
OWN = "{{ GRAPH ?own {{ ?node a ?{0} }} ?own jn:status jn:Identity }}"
DATED = "OPTIONAL {{ GRAPH ?g {{ ?node {0} ?day }} ?g jn:status ?status }}"
EVENT = "OPTIONAL { " + OWN.format("kind") + " }"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a list is of: its title and words in (en, ja), and the query that finds its entries.

    The query gives ?node and any of ?day, ?status (of the claim shown), ?kind, ?place, ?theme,
    ?instrument, ?publisher, ?body and ?reading. `groupings` are the variables that the list may be
    grouped by, the usual one first; `year` stands for the year of ?day, empty for no groups.
    """

    title: tuple[str, str]
    about: tuple[str, str]
    pattern: str
    groupings: tuple[str, ...]
    columns: tuple[str, ...]
    is_latest_first: bool = False


KINDS: Mapping[str, Kind] = {
    "person": Kind(
        ("Persons", "個人"),
        ("Persons whom a document names, or who can be identified.",
         "文書に名が記された個人と、特定できた個人。"),
        "?node a jn:Person . OPTIONAL { ?node jn:kanaReading ?reading }",
        ("",), ("reading",),
    ),
    "event": Kind(
        ("Events", "出来事"),
        ("What took place, with its first possible day.",
         "起きた事柄を、ありうる最初の日とともに示す。"),
        f"?node a jn:Event . {DATED.format('jn:earliest')} {EVENT}"
        " OPTIONAL { ?node jn:inPlace ?place }",
        ("year", "kind"), ("day", "kind", "place", "status"), True,
    ),
    "activity": Kind(
        ("Activities", "活動"),
        ("What was done, is going on or was planned.", "行われ、進行し、または計画された事柄。"),
        f"?node a jn:Activity . {DATED.format('jn:earliest')} {EVENT}",
        ("kind", "year"), ("day", "kind", "status"),
    ),
    "document": Kind(
        ("Documents", "文書"),
        ("What the graph rests on; the day is the last on which a document can have come out.",
         "グラフのよりどころとなる文書。日付は、公表された可能性のある最後の日。"),
        f"?node a jn:Document . {DATED.format('jn:issuedLatest')}"
        " OPTIONAL { ?node dcterms:publisher ?publisher }",
        ("year", "publisher"), ("day", "publisher", "status"), True,
    ),
    "instrument": Kind(
        ("Instruments", "協力文書"),
        ("Declarations, programmes, statements, agreements and arrangements.",
         "宣言、協力計画、声明、協定および取決め。"),
        f"?node a jn:Instrument . {DATED.format('jn:earliest')} {EVENT}",
        ("kind", "year"), ("day", "kind", "status"),
    ),
    "area": Kind(
        ("Areas of cooperation, by theme", "協力分野（主題別）"),
        ("Areas as each instrument formulates them. The theme is the editors' reading.",
         "各協力文書が定式化したままの分野。主題への分類は編者の解釈である。"),
        "?node a jn:Area . OPTIONAL { GRAPH ?g { ?node jn:hasTheme ?theme } ?g jn:status ?status }"
        " OPTIONAL { ?node jn:inInstrument ?instrument }",
        ("theme", "instrument"), ("instrument", "theme", "status"),
    ),
    "actor": Kind(
        ("Actors", "主体"),
        ("States, organisations, groups, bodies and units.",
         "国、国際機関、集まり、機関および部隊。"),
        f"?node a jn:Agent . {OWN.format('kind')}"
        " FILTER (?kind NOT IN (jn:Person, jn:Outlet))",
        ("kind",), ("kind",),
    ),
    "post": Kind(
        ("Posts", "職"),
        ("Posts that persons hold, by the body that they belong to.",
         "個人が就く職を、属する組織ごとに示す。"),
        "?node a jn:Post . OPTIONAL { GRAPH ?g { ?node jn:belongsTo ?body } ?g jn:status ?status }",
        ("body",), ("body", "status"),
    ),
    "commitment": Kind(
        ("Commitments", "約束"),
        ("What an instrument or a meeting promises.", "協力文書や会合が約束する事柄。"),
        "?node a jn:Commitment ."
        " OPTIONAL { GRAPH ?g { ?node jn:inInstrument ?instrument } ?g jn:status ?status }"
        " OPTIONAL { ?node jn:commitmentKind ?kind }",
        ("instrument", "kind"), ("instrument", "kind", "status"),
    ),
}  # fmt: skip
"""The lists by name, in the order in which they are offered."""
STRENGTH = list(BADGES.values())
Term = ox.NamedNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its node, and by variable what is shown beside it."""

    node: Name
    facts: Mapping[str, Name | str]


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading: a node, a year, or None where there is nothing to group by."""

    heading: Name | str | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class List:
    """One page of a list; `total` and `pages` are of the whole."""

    groups: tuple[Group, ...]
    total: int
    number: int
    pages: int


def entries_of(world: World, kind: Kind, language: str) -> list[Entry]:
    """Give all entries of a kind, each once; of several claims about one, the strongest."""
    found: dict[str, dict[str, Name | str]] = {}
    answer = run(world, f"{PROLOGUE} SELECT DISTINCT * WHERE {{ {kind.pattern} }}")
    labels = world.labels(language)
    for row in sorted(answer.rows, key=lambda row: strength(answer, row)):
        values = dict(zip(answer.columns, row, strict=True))
        node = values["node"]
        if isinstance(node, ox.NamedNode) and node.value in labels:
            facts = {key: shown(labels, values[key]) for key in kind.columns if values.get(key)}
            found.setdefault(node.value, facts)
    return [Entry(Name(iri, labels[iri]), facts) for iri, facts in found.items()]


def strength(answer: Answer, row: Sequence[object]) -> tuple[int, list[str]]:
    """Give what a row is ordered by: its status, strongest first, then its terms."""
    values = dict(zip(answer.columns, row, strict=True))
    status = values.get("status")
    badge = BADGES.get(status.value) if isinstance(status, ox.NamedNode) else None
    return (STRENGTH.index(badge) if badge else len(STRENGTH), [str(v) for v in row])


def shown(labels: Mapping[str, str], term: object) -> Name | str:
    """Give a node by its label, a status by its word, a literal by its text."""
    if isinstance(term, ox.NamedNode):
        return BADGES.get(term.value) or Name(term.value, labels.get(term.value, term.value))
    return term.value if isinstance(term, ox.Literal) else ""


def heading(entry: Entry, grouping: str) -> Name | str | None:
    """Give what an entry stands under."""
    if grouping == "year":
        return str(entry.facts.get("day", ""))[:4] or None
    return entry.facts.get(grouping)


def order(entry: Entry, kind: Kind, grouping: str) -> tuple[object, ...]:
    """Give what an entry is ordered by: its heading (none comes last), its day, its label."""
    over = heading(entry, grouping)
    text = over.label + over.iri if isinstance(over, Name) else over or ""
    day = str(entry.facts.get("day") or "9999-12-31")
    backwards = kind.is_latest_first and grouping == "year"
    place = -int(day.replace("-", "")) if backwards else 0
    own = entry.facts.get("reading") or entry.node.label
    return (over is None, place, natural(text), day, natural(str(own)), entry.node.iri)


def list_of(world: World, name: str, language: str, grouping: str, number: int) -> List | None:
    """Give one page of a list; None where the list has no such page."""
    kind = KINDS[name]
    entries = sorted(entries_of(world, kind, language), key=lambda e: order(e, kind, grouping))
    pages = max(1, -(-len(entries) // PAGE))
    if not 1 <= number <= pages:
        return None
    part = entries[(number - 1) * PAGE : number * PAGE]
    groups = groupby(part, key=lambda e: heading(e, grouping))
    made = tuple(Group(over, tuple(members)) for over, members in groups)
    return List(made, len(entries), number, pages)


def count(world: World, name: str) -> int:
    """Count the entries of a list."""
    kind = KINDS[name]
    found = run(
        world, f"{PROLOGUE} SELECT (COUNT(DISTINCT ?node) AS ?n) WHERE {{ {kind.pattern} }}"
    )
    number = found.rows[0][0]
    return int(number.value) if isinstance(number, ox.Literal) else 0


def list_page(visit: Visit, kind: str) -> Reply:
    """Show one page of a list; raises Problem where there is no such list or page."""
    if kind not in KINDS:
        raise Problem(
            "not-found",
            f"There is no list “{kind}”. Lists: {', '.join(KINDS)}.",
            f"「{kind}」という一覧はありません。あるもの：{'、'.join(KINDS)}。",
        )
    found, at = KINDS[kind], ("en", "ja").index(visit.language)
    given = first(visit, "by")
    grouping = given if given in found.groupings else found.groupings[0]
    part = list_of(visit.world, kind, visit.language, grouping, page_number(visit))
    if part is None:
        raise Problem("not-found", "The list has no such page.", "一覧にそのページはありません。")
    query = (("by", grouping),) if grouping != found.groupings[0] else ()
    page = page_of(
        visit, found.title[at], f"browse/{kind}", query=query, description=found.about[at]
    )
    names = {name: each.title[at] for name, each in KINDS.items()}
    columns = [c for c in found.columns if c != grouping and (c != "reading" or at)]
    return render(
        page, "lists.html",
        kind=found, name=kind, part=part, grouping=grouping, lists=names, columns=columns,
    )  # fmt: skip
