"""Answer stored questions: list them, and ask one.

What a caller of a tool gives comes in, plain data goes out. An empty answer says why it is empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg.agents.checked import UnknownName
from jnkg.agents.desk import Desk, Plain
from jnkg.agents.strength import basis, cut, nodes_of, with_status
from jnkg.answer import Answer, ask
from jnkg.errors import UnknownValue
from jnkg.explain import Empty, Reason, explain, explain_unknown
from jnkg.fold import fold
from jnkg.fold import words as folded
from jnkg.names import QUERY
from jnkg.render import Sheet
from jnkg.render import value as as_json

if TYPE_CHECKING:
    from jnkg.store import Entry

NONE = Reason(
    "nothing-recorded",
    {
        "en": "No stored question has any of these words. Leave `topic` out to see all, or use "
        "`sparql`.",
        "ja": "この語を含む質問はありません。topicを省くと全件を示します。sparqlも使えます。",
    },
)


def list_questions(desk: Desk, topic: str = "") -> Plain:
    """List the stored questions, all by title, or those of a topic with what they tell."""
    found = matching(desk.world.questions(), folded(topic))
    return {
        "world": desk.about(),
        "count": len(found),
        "rows": [listing(name, entry, desk.language, bool(topic)) for name, entry in found],
        "reasons": [] if found else desk.told([NONE]),
    }


def matching(entries: Mapping[str, Entry], sought: Sequence[str]) -> list[tuple[str, Entry]]:
    """Give the questions that hold the most of the words sought, and not fewer; all for none."""
    scores: dict[str, int] = {}
    for name, entry in entries.items():
        texts = (name.replace("-", " "), *entry["title"].values(), *entry["about"].values())
        whole = "\n".join(map(fold, texts))
        scores[name] = sum(word in whole for word in sought)
    best = max(scores.values(), default=0)
    if sought and not best:
        return []
    return [(name, entries[name]) for name in sorted(entries) if scores[name] == best]


def listing(name: str, entry: Entry, language: str, is_whole: bool) -> Plain:
    """Give one question as the list has it."""
    params = [
        {"name": key, "kind": kind, "default": default, "about": about[language]}
        for key, kind, default, about in entry["params"]
    ]
    row: Plain = {"name": name, "title": entry["title"][language]}
    if is_whole:
        return row | {"about": entry["about"][language], "parameters": params}
    return row | {"parameters": [{"name": p["name"], "kind": p["kind"]} for p in params]}


def ask_tool(
    desk: Desk, question: str, parameters: Mapping[str, object] | None = None, most: int = 50
) -> Plain:
    """Answer a stored question; raises Misuse or UnknownValue for what does not exist."""
    values = {key: str(value) for key, value in (parameters or {}).items()}
    entry = found_question(desk, question)
    empty = Empty(question, values, desk.status, desk.known_by, desk.reopen)
    try:
        answer = ask(desk.world, question, values)
        reasons = [] if answer.rows else explain(empty)
    except UnknownValue as error:
        reason = explain_unknown(error, empty) if desk.is_narrowed else None
        if reason is None:
            raise
        answer, reasons = Answer(ask(desk.world, question, {}).columns, []), [reason]
    head = {
        "question": QUERY + question,
        "title": entry["title"][desk.language],
        "about": entry["about"][desk.language],
        "parameters": {key: values.get(key, default) for key, _, default, _ in entry["params"]},
    }
    rows = with_status(desk, answer, most, lambda world: ask(world, question, values))
    return head | table(desk, answer, rows, reasons)


def found_question(desk: Desk, name: str) -> Entry:
    """Find a stored question; raises UnknownName with the nearest."""
    entry = desk.world.question(name)
    if entry is None:
        raise UnknownName(name, get_close_matches(name, desk.world.questions(), 3, 0.4))
    return entry


def table(
    desk: Desk, answer: Answer, rows: Sequence[tuple[Sequence[object], str]],
    reasons: list[Reason], is_more: bool = False,
) -> Plain:  # fmt: skip
    """Give rows as plain data, with the headings of their columns and what they rest on."""
    sheet = Sheet(answer, desk.world.columns(), desk.world.labels(desk.language), desk.language)
    shown = answer.rows[: len(rows)]
    return {
        "world": desk.about(),
        "columns": [
            {"name": name, "label": label}
            for name, label in zip(answer.columns, sheet.headings, strict=True)
        ],
        "count": len(answer.rows),
        "rows": [
            {
                "cells": {
                    name: cell(desk, sheet, term)
                    for name, term in zip(answer.columns, row, strict=True)
                },
                "status": status,
            }
            for row, status in rows
        ],
        "basis": basis(desk, nodes_of(shown)),
        "cut": cut(len(rows), len(answer.rows), desk.language, is_more),
        "reasons": desk.told(reasons),
    }


def cell(desk: Desk, sheet: Sheet, term: object) -> object:
    """Give a term: a node by name and label, a number, a truth value, a text, or null."""
    if isinstance(term, ox.NamedNode):
        return desk.named(term.value)
    given = as_json(sheet, term)  # type: ignore[arg-type]
    return given["text"] if isinstance(given, dict) else given
