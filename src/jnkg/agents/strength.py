"""Tell of nodes and of rows what they rest on: statuses, documents, passages.

A node rests on the graphs that hold claims about it. A row of an answer has the status of the
strictest world that gives the same row, so that what it was put together from need not be guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg.agents.desk import Desk, Plain, short_name
from jnkg.agents.schemas import ALL, UNKNOWN
from jnkg.answer import Answer, run
from jnkg.errors import JnkgError, UnknownValue
from jnkg.names import NS, PREFIXES, STATUSES

if TYPE_CHECKING:
    from jnkg.answer import Row, Term
    from jnkg.store import World

COLUMN = "status"
SHOWN = 3
"""As many passages of one document are named; the rest are counted."""
BASIS = """
SELECT DISTINCT ?node ?status ?document ?passage WHERE {{
  VALUES ?node {{ {nodes} }}
  GRAPH ?graph {{
    ?node <{jn}hasEvidence>|<{jn}hasGround> ?basis .
    OPTIONAL {{ ?basis <{jn}inPassage> ?passage }}
  }}
  ?graph <{jn}status> ?status .
  OPTIONAL {{ ?graph <{dcterms}source> ?document }}
}} ORDER BY ?node ?status ?document ?passage
"""
GRAPHS = """
SELECT DISTINCT ?node ?status WHERE {{
  VALUES ?node {{ {nodes} }}
  GRAPH ?graph {{ ?node ?property ?value }}
  ?graph <{jn}status> ?status .
  FILTER NOT EXISTS {{ ?graph <{jn}isInferred> true }}
}} ORDER BY ?node ?status
"""
Entry = dict[str, object]


def local(term: Term) -> str:
    """Give the name of a status; empty where a term is none."""
    name = term.value.removeprefix(NS).lower() if isinstance(term, ox.NamedNode) else ""
    return name if name in ALL else ""


def nodes_of(rows: Iterable[Row]) -> list[str]:
    """Give the IRIs in the cells of rows, each once."""
    found = (c.value for row in rows for c in row if isinstance(c, ox.NamedNode))
    return list(dict.fromkeys(found))


def listed(nodes: Iterable[str]) -> str:
    """Write IRIs for a VALUES block."""
    return " ".join(str(ox.NamedNode(iri)) for iri in nodes)


def statuses(world: World, nodes: Sequence[str]) -> dict[str, list[str]]:
    """Give the statuses of what was written about each node, the strongest first."""
    found: dict[str, set[str]] = {}
    if nodes:
        for node, status in run(world, GRAPHS.format(nodes=listed(nodes), jn=NS)).rows:
            if isinstance(node, ox.NamedNode) and local(status):
                found.setdefault(node.value, set()).add(local(status))
    return {node: sorted(names, key=ALL.index) for node, names in found.items()}


def strongest(names: Sequence[str]) -> str:
    """Give the strongest status of those a node rests on; unknown where nothing is written."""
    return names[0] if names else UNKNOWN


def basis(desk: Desk, nodes: Sequence[str]) -> dict[str, list[Entry]]:
    """Give for each node (by its short name) the status, document and passages of its claims.

    Nodes of which nothing is claimed (identity, vocabulary) are left out.
    """
    if not nodes:
        return {}
    query = BASIS.format(nodes=listed(nodes), jn=NS, dcterms=PREFIXES["dcterms"])
    passages: dict[tuple[str, str, str], list[str]] = {}
    for node, status, document, passage in run(desk.world, query).rows:
        if isinstance(node, ox.NamedNode):
            kept = passages.setdefault((node.value, local(status), value(document)), [])
            kept += [short_name(passage.value)] if isinstance(passage, ox.NamedNode) else []
    found: dict[str, list[Entry]] = {}
    for (node_iri, status_name, document_iri), names in sorted(
        passages.items(), key=lambda item: (item[0][0], ALL.index(item[0][1]), item[0][2])
    ):
        entry: Entry = {"status": status_name, "passages": names[:SHOWN]}
        entry["document"] = short_name(document_iri) if document_iri else None
        if len(names) > SHOWN:
            entry["more_passages"] = len(names) - SHOWN
        found.setdefault(short_name(node_iri), []).append(entry)
    return found


def value(term: Term) -> str:
    """Give the text of a term; empty where there is none."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def with_status(
    desk: Desk,
    answer: Answer,
    most: int,
    again: Callable[[World], Answer | None],
    is_partial: bool = False,
) -> list[tuple[Row, str]]:
    """Give the first `most` rows, each with its status.

    A column `status` of the question's own says it; else the strictest world that gives the same
    row does, where `again` answers the question in another world (None: it cannot be told).
    `is_partial` tells that a row may be missing there for another reason than its status.
    """
    rows = answer.rows[:most]
    if not rows:
        return []
    if COLUMN in answer.columns:
        place = answer.columns.index(COLUMN)
        return [(row, local(row[place]) or UNKNOWN) for row in rows]
    stricter = STATUSES[: STATUSES.index(desk.status)]
    found = {status: keys(desk, status, again) for status in stricter}
    return [(row, status_of(row, found, UNKNOWN if is_partial else desk.status)) for row in rows]


def status_of(row: Row, found: Mapping[str, set[str] | None], ceiling: str) -> str:
    """Give the strictest status whose world has a row; unknown past a world that cannot tell."""
    for status, known in found.items():
        if known is None:
            return UNKNOWN
        if key(row) in known:
            return status
    return ceiling


def keys(desk: Desk, status: str, again: Callable[[World], Answer | None]) -> set[str] | None:
    """Give the rows of a stricter world; None where it cannot be told."""
    try:
        answer = again(desk.reopen(status, desk.known_by))
    except UnknownValue:
        return set()
    except JnkgError:
        return None
    return None if answer is None else {key(row) for row in answer.rows}


def key(row: Row) -> str:
    """Give what two rows have in common if they are the same."""
    return "\n".join(map(str, row))


def cut(shown: int, total: int, language: str, is_more: bool = False) -> Plain | None:
    """Say that not everything is shown, and how much there is; None where all is.

    `is_more` tells that the total was not counted to its end.
    """
    if shown >= total and not is_more:
        return None
    words = {
        "en": f"Only {shown} of {'more than ' * is_more}{total:,} are shown: raise `most`, or ask "
        "for less.",
        "ja": f"{total:,}件{'以上' * is_more}のうち{shown}件だけを示しています。mostを増やすか、"
        "範囲を狭めてください。",
    }
    return {"shown": shown, "total": total, "is_more": is_more, "message": words[language]}
