"""Answer a typed SPARQL query within limits: it reads this graph alone, and rows are counted.

A query comes in, plain data goes out. Time and memory are bounded by the process that this runs in.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg.agents.asked import table
from jnkg.agents.desk import Desk, Plain, short_name
from jnkg.agents.strength import with_status
from jnkg.answer import Answer, collected
from jnkg.asking import run_typed
from jnkg.errors import JnkgError, Misuse
from jnkg.explain import Reason
from jnkg.names import ID, NS, PREFIXES
from jnkg.nearest import nearest
from jnkg.questions import with_prologue
from jnkg.safety import safe
from jnkg.store import World
from jnkg.tokens import FORMS, declared, opening, tokens

if TYPE_CHECKING:
    from jnkg.answer import Term

COUNTED = 20_000
"""Rows of one answer are counted up to here, and no further."""
PATIENCE = 0.2
"""The part of its time that a query may take and still be put to stricter worlds too."""
LOOSE = {"LIMIT", "OFFSET", "SAMPLE", "GROUP_CONCAT", "RAND", "NOW", "UUID", "STRUUID", "BNODE"}
"""Words of a query of which a row may be missing in a stricter world for no reason of status."""
NO_MATCH = Reason(
    "nothing-matches",
    {
        "en": "No row matches, in the widest world either. This is not a No: the pattern may ask "
        "for what the graph says otherwise. Look at `describe_model`, or ask a stored question, "
        "which explains its empty answers.",
        "ja": "最も広い範囲でも該当する行がありません。これは否定ではありません。グラフでの表し方が"
        "異なる可能性があります。describe_modelで確かめるか、空の理由を説明する登録済みの質問"
        "（ask）を使ってください。",
    },
)


def sparql(desk: Desk, query: str, most: int = 50) -> Plain:
    """Run a SELECT, ASK, CONSTRUCT or DESCRIBE; raises Misuse for anything else.

    Raises CallsOut where the query asks another server.
    """
    held(query)
    start = time.monotonic()
    answer, is_more = bounded(desk.world, query)
    is_quick = time.monotonic() - start < desk.seconds * PATIENCE

    def again(world: World) -> Answer | None:
        if not is_quick or is_more:
            return None
        other, is_longer = bounded(world, query)
        return None if is_longer else other

    rows = with_status(desk, answer, most, again, is_loose(query))
    reasons = [] if answer.rows else list(why_empty(desk, query))
    return {"form": opening(query)[1]} | table(desk, answer, rows, reasons, is_more)


def held(query: str) -> None:
    """Raise Misuse for what is no query."""
    word = opening(query)[1]
    if word not in FORMS:
        asked = f" ({word})" if word else ""
        raise Misuse(
            f"This is no query{asked}. This server only reads: begin with SELECT, ASK, CONSTRUCT "
            "or DESCRIBE.",
            f"クエリではありません{asked}。このサーバーは読み取り専用です。SELECT、ASK、CONSTRUCT、"
            "DESCRIBEのいずれかで始めてください。",
        )


def bounded(world: World, query: str) -> tuple[Answer, bool]:
    """Run a query; of its rows take COUNTED, and tell whether there are more.

    Raises Misuse with the parser's words, or CallsOut.
    """
    whole = with_prologue(safe(query))
    try:
        found = world.store.query(whole)
        if isinstance(found, ox.QueryBoolean):
            return collected(found), False
        columns, every = parted(found)
        rows = list(islice(every, COUNTED + 1))
    except SyntaxError:
        return run_typed(world, query), False
    except (OSError, RuntimeError) as error:
        raise JnkgError(
            f"The engine could not answer: {error}", f"エンジンが答えられませんでした：{error}"
        ) from error
    return Answer(columns, rows[:COUNTED]), len(rows) > COUNTED


def parted(
    found: ox.QuerySolutions | ox.QueryTriples,
) -> tuple[list[str], Iterator[list[Term]]]:
    """Give the columns of a result, and its rows one by one."""
    if isinstance(found, ox.QuerySolutions):
        columns = [variable.value for variable in found.variables]
        return columns, ([row[c] for c in columns] for row in found)
    triples = ([t.subject, t.predicate, t.object] for t in found)
    return ["subject", "predicate", "object"], triples


def is_loose(query: str) -> bool:
    """Tell whether a row may be missing elsewhere for another reason than its status."""
    return any(t.lastgroup == "word" and t[0].upper() in LOOSE for t in tokens(query))


def why_empty(desk: Desk, query: str) -> Iterator[Reason]:
    """Say of what kind an empty answer is: narrowed away, misspelt names, or nothing matches."""
    if desk.is_narrowed:
        count = len(bounded(desk.widest(), query)[0].rows)
        if count:
            yield Reason(
                "narrowed",
                {
                    "en": f"Narrowed away by status or known_by: without them, {count} row(s).",
                    "ja": f"statusかknown_byによって除かれています。外すと{count}件あります。",
                },
            )
            return
    yield from unknown_names(desk.widest(), query)
    yield NO_MATCH


def unknown_names(world: World, query: str) -> Iterator[Reason]:
    """Name the terms and individuals of a query that the graph does not have."""
    known = world.labels("en")
    for iri in dict.fromkeys(named(query)):
        if iri.startswith((NS, ID)) and iri not in known and iri not in (NS, ID):
            name = short_name(iri)
            near = nearest(world, iri.removeprefix(ID).removeprefix(NS))
            yield Reason(
                "unknown-name",
                {
                    "en": f"The graph has no {name}." + (f" Nearest: {', '.join(near)}."
                                                         if near else ""),
                    "ja": f"グラフに{name}はありません。" + (f"近いもの：{'、'.join(near)}。"
                                                             if near else ""),
                },
            )  # fmt: skip


def named(query: str) -> Iterator[str]:
    """Yield the IRIs that a query names, in full or by prefix."""
    prefixes = PREFIXES | declared(query)
    for token in tokens(query):
        if token.lastgroup == "iri":
            yield token[0][1:-1]
        elif token.lastgroup == "name":
            prefix, _, rest = token[0].partition(":")
            yield prefixes.get(prefix, "") + rest.replace("\\", "")
