"""Ask stored questions and queries of one's own.

A Standpoint and what a person gives come in; Rows go out, which say why they are empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeAlias

from jnkg.answer import Answer, bound_text, find_question
from jnkg.answer import ask as answered
from jnkg.errors import Misuse, UnknownValue
from jnkg.explain import Empty, Reason, explain, explain_unknown
from jnkg.fold import words
from jnkg.kg.days import PartialDate
from jnkg.kg.entity import Entity
from jnkg.kg.naming import named
from jnkg.kg.rows import Row, Rows
from jnkg.kg.saying import as_text
from jnkg.kg.standpoint import Standpoint
from jnkg.kg.values import value_of
from jnkg.names import LANGUAGES, STATUSES

if TYPE_CHECKING:
    from jnkg.store import Entry

QUESTIONS = {"en": "Stored questions", "ja": "登録済みの質問"}

Given: TypeAlias = Entity | str | date | PartialDate | int | None
"""What a parameter takes; None leaves the question's own default."""


def ask(at: Standpoint, name: str, given: Mapping[str, Given]) -> Rows:
    """Answer a stored question; raises Misuse for an unknown question or parameter, UnknownValue.

    A value that only a wider world knows gives an empty answer that says so.
    """
    name = as_text("question", name).replace("_", "-")
    question = find_question(at.world, name)
    values = read_given(at, name, question, given)
    empty = Empty(name, values, at.status, at.known_by, at.reopen)
    title = question["title"][at.language]
    try:
        answer = answered(at.world, name, values)
        text = bound_text(at.world, name, values)
    except UnknownValue as error:
        reason = explain_unknown(error, empty)
        if reason is None:
            raise
        columns = answered(at.world, name, {}).columns
        reasons = (reason,)
        return Rows(tuple(columns), (), at, title, name, values, "", lambda: reasons)
    rows = rows_of(answer, at, title)
    return replace(
        rows, question=name, parameters=values, query=text, why=lambda: explain(empty),
        wider=lambda: widest_answer(at, name),
    )  # fmt: skip


def widest_answer(at: Standpoint, name: str) -> Rows | None:
    """Answer a stored question as it stands in the widest world; None where that has no row."""
    world = at.reopen(STATUSES[-1], "")
    rows = rows_of(answered(world, name, {}), replace(at, world=world))
    return rows or None


def rows_of(answer: Answer, at: Standpoint, title: str = "") -> Rows:
    """Turn an answer of terms into rows of values."""
    columns = tuple(answer.columns)
    rows = (
        Row(columns, [value_of(t, at, c) for c, t in zip(columns, terms, strict=True)])
        for terms in answer.rows
    )
    return Rows(columns, tuple(rows), at, title)


def read_given(
    at: Standpoint, name: str, question: Entry, given: Mapping[str, Given]
) -> dict[str, str]:
    """Give what a person gave as the question's own parameters; raises Misuse, UnknownValue."""
    kinds = {key: kind for key, kind, *_ in question["params"]}
    values: dict[str, str] = {}
    for typed, value in given.items():
        key = parameter(typed, name, list(kinds))
        if value is not None:
            values[key] = word(at, kinds[key], value)
    return values


def parameter(typed: str, question: str, known: Sequence[str]) -> str:
    """Find the parameter that a Python name stands for: `as_of` is `asOf`, `from_` is `from`.

    Raises Misuse that names the nearest.
    """
    camel = re.sub(r"_([a-z])", lambda m: m[1].upper(), typed.rstrip("_"))
    if camel in known:
        return camel
    pythonic = {python_name(key): key for key in known}
    near = get_close_matches(typed, pythonic, 1, 0.4)
    has = ", ".join(pythonic) or "-"
    raise Misuse(
        f"{question} has no parameter {typed!r}; it has: {has}."
        + (f" Nearest: {near[0]}." if near else ""),
        f"{question} に「{typed}」という引数はありません。使えるもの：{has}。"
        + (f"近いもの：{near[0]}。" if near else ""),
    )


def python_name(key: str) -> str:
    """Write the name of a parameter as Python does; `from` is a word of its own there."""
    name = re.sub(r"([A-Z])", lambda m: "_" + m[1].lower(), key)
    return f"{name}_" if name == "from" else name


def word(at: Standpoint, kind: str, value: Given) -> str:
    """Give a value as the shell reads it.

    A name is read as the shell does (an exact label first); only what that does not know is looked
    for as `kg[...]` does.
    """
    if isinstance(value, Entity):
        return value.iri
    if isinstance(value, PartialDate):
        if value.earliest != value.latest:
            raise Misuse(
                f"{value} is not one day: give value.earliest or value.latest.",
                f"{value}は一日に定まりません。earliestかlatestを渡してください。",
            )
        return value.earliest.isoformat()
    if kind == "iri":
        return iri_word(at, as_text("name", str(value)))
    return str(value)[:10] if isinstance(value, date) else as_text(kind, str(value))


def iri_word(at: Standpoint, text: str) -> str:
    """Leave a name that the shell can read, and put an IRI in place of one that it cannot."""
    from jnkg.answer import find_node

    try:
        return find_node(at.world, text).value
    except UnknownValue:
        try:
            return named(at, text).iri
        except Misuse:
            return text


def sparql(at: Standpoint, text: str) -> Rows:
    """Run a query of any form; raises Misuse with the parser's words, CallsOut for SERVICE."""
    from jnkg.asking import empty_words, run_typed

    def why() -> list[Reason]:
        widest = run_typed(at.reopen(STATUSES[-1], ""), text)
        return [Reason("narrowed" if widest.rows else "nothing-recorded",
                       empty_words(len(widest.rows)))]  # fmt: skip

    rows = rows_of(run_typed(at.world, as_text("query", text)), at, "SPARQL")
    return replace(rows, query=text, why=why)


def questions(at: Standpoint, text: str = "") -> Rows:
    """List the stored questions with all words of a text in name, title or words on them."""
    columns = ("name", "title", "about", "parameters")
    sought = words(text)
    rows = []
    for name, entry in sorted(at.world.questions().items()):
        said = " ".join(entry[k][code] for k in ("title", "about") for code in LANGUAGES)
        folded = " ".join(words(f"{name.replace('-', ' ')} {name} {said}"))
        if all(one in folded for one in sought):
            takes = ", ".join(python_name(key) for key, *_ in entry["params"])
            cells = (name, entry["title"][at.language], entry["about"][at.language], takes)
            rows.append(Row(columns, cells))
    return Rows(columns, tuple(rows), at, QUESTIONS[at.language], is_ours=True)


def find(at: Standpoint, text: str, most: int) -> Rows:
    """Search the texts of a world; where only a wider world has a hit, the empty answer says so."""
    from jnkg.find import WORDS as FOUND
    from jnkg.find import find as search

    def why() -> list[Reason]:
        from jnkg.asking import empty_words

        wider = search(at.reopen(STATUSES[-1], ""), text, at.language, most)
        if wider:
            return [Reason("narrowed", empty_words(len(wider)))]
        return [Reason("nothing-recorded", {code: str(FOUND[code]["none"]) for code in FOUND})]

    columns = ("entity", "kind", "where", "excerpt", "score")
    words = FOUND[at.language]
    hits = search(at.world, as_text("text", text), at.language, most)
    rows = (
        Row(columns, (Entity(h.node.value, at), h.kind, str(words[h.where]), h.excerpt, h.score))
        for h in hits
    )
    return Rows(columns, tuple(rows), at, text, why=why, is_ours=True)
