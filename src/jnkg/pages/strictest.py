"""Tell of each row of an answer how strict a reader may be and still be given it.

A Visit, a question and its answer come in; the answer goes out with a status behind each row: that
of the strictest world that gives the same row. Days long past have no such worlds at hand, so there
the ceiling of the reader's own world is all that is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg.answer import Answer, ask
from jnkg.errors import UnknownValue
from jnkg.names import NS, STATUSES

if TYPE_CHECKING:
    from jnkg.answer import Term
    from jnkg.endpoint.site import Visit

COLUMN = "status"


def with_status(
    visit: Visit, name: str, values: Mapping[str, str], answer: Answer, most: int | None = None
) -> Answer:
    """Give the first `most` rows (all without it) with their status, where they tell none.

    A server of one world alone has none to compare it with. Raises WorldMissing where a world of
    today has to be built first.
    """
    rows = answer.rows[:most]
    if visit.site.alone or visit.known_by or COLUMN in answer.columns:
        return Answer(answer.columns, rows)
    stricter = STATUSES[: STATUSES.index(visit.status)]
    found = {status: rows_in(visit, status, name, values) for status in stricter}
    told = []
    for row in rows:
        status = next((s for s in stricter if key(row) in found[s]), visit.status)
        told.append([*row, ox.NamedNode(NS + status.capitalize())])
    return Answer([*answer.columns, COLUMN], told)


def rows_in(
    visit: Visit, status: str, name: str, values: Mapping[str, str]
) -> set[tuple[str, ...]]:
    """Give the rows of a question in a stricter world; none where that does not know a value."""
    try:
        return {key(row) for row in ask(visit.reopen(status, ""), name, values).rows}
    except UnknownValue:
        return set()


def key(row: Sequence[Term]) -> tuple[str, ...]:
    """Give what two rows have in common if they are the same."""
    return tuple(str(term) for term in row)
