"""Tell whether a thing belongs to a day: an event, a document, a person in office.

Days come in as tables have them, ISO or Japanese, whole or to the month or year; Spans go out of a
world, each with what is certain of it.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple
from weakref import WeakKeyDictionary

from jnkg.answer import run
from jnkg.names import ID, NS
from jnkg.store import World

DAY = re.compile(r"\D*(\d{4})(?:\D{1,3}(\d{1,2})(?:\D{1,3}(\d{1,2}))?)?(?!\d).*", re.DOTALL)
SPANS = f"""
SELECT ?node ?from ?to ?post WHERE {{
  {{ ?node <{NS}earliest> ?from ; <{NS}latest> ?to }}
  UNION {{ ?node <{NS}issuedEarliest> ?from ; <{NS}issuedLatest> ?to }}
}}
"""
TENURES = f"""
SELECT ?node ?post ?start ?started ?end ?ended ?attested WHERE {{
  ?tenure <{NS}isHeldBy> ?node ; <{NS}fillsPost> ?post .
  OPTIONAL {{ ?tenure <{NS}startDate> ?start }} OPTIONAL {{ ?tenure <{NS}startPeriod> ?started }}
  OPTIONAL {{ ?tenure <{NS}endDate> ?end }} OPTIONAL {{ ?tenure <{NS}endPeriod> ?ended }}
  OPTIONAL {{ ?tenure <{NS}attestedOn> ?attested }}
}}
"""
EVER = ("0001-01-01", "9999-12-31")

Range = tuple[str, str]
"""The first and the last day of a stretch of time, in ISO."""


class Span(NamedTuple):
    """A stretch of time: the days that are certainly in it, those that may be, and the post held.

    An empty `sure` is a stretch of which no day is certain.
    """

    sure: Range | None
    possible: Range
    post: str = ""


KEPT: WeakKeyDictionary[World, Mapping[str, tuple[Span, ...]]] = WeakKeyDictionary()


def read_day(text: str) -> Range | None:
    """Give the first and last day that a text may mean; None where it is no day, month or year."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = DAY.fullmatch(plain)
    if found is None or len(plain) > 40:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    last = monthrange(year, month)[1] if 1 <= month <= 12 and year else 0
    if not year or month > 12 or (found[2] and not month) or day > last or (found[3] and not day):
        return None
    start = f"{year:04}-{month or 1:02}-{day or 1:02}"
    return start, f"{year:04}-{month or 12:02}-{day or last or 31:02}"


def spans(world: World) -> Mapping[str, tuple[Span, ...]]:
    """Give the stretches of time of each thing; read once."""
    if world not in KEPT:
        found: dict[str, list[Span]] = defaultdict(list)
        for row in run(world, SPANS).rows:
            node, start, end, _ = (term.value if term is not None else "" for term in row)
            found[node].append(Span((start, end), (start, end)))
        for row in run(world, TENURES).rows:
            cells = [term.value if term is not None else "" for term in row]
            found[cells[0]].append(tenure(world.day, *cells[1:]))
        KEPT[world] = {iri: tuple(each) for iri, each in found.items() if iri.startswith(ID)}
    return KEPT[world]


def tenure(
    today: str, post: str, start: str, started: str, end: str, ended: str, attested: str
) -> Span:
    """Give the time of a tenure; where no end is known, it goes on for certain until today."""
    begins = (start, start) if start else read_day(started)
    ends = (end, end) if end else read_day(ended) or (today, EVER[1])
    if begins:
        sure = (begins[1], ends[0])
        return Span(sure if sure[0] <= sure[1] else None, (begins[0], ends[1]), post)
    if attested:
        return Span((attested, attested), EVER, post)
    return Span(None, EVER, post)


def agreement(span: Span, day: Range) -> float:
    """Tell how far a stretch of time takes in a day: 1 certainly, 0.5 perhaps or in part, 0 not."""
    if span.sure and span.sure[0] <= day[0] and day[1] <= span.sure[1]:
        return 1.0
    return 0.5 if span.possible[0] <= day[1] and day[0] <= span.possible[1] else 0.0
