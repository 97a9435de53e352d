"""Answer a stored question: terms in, rows of terms out.

Values that a reader gives are resolved to terms of the world (an IRI, a prefixed name, a slug,
or an exact label in either language) and bound as terms. This module stands on the path of
every question and imports nothing that costs time.
"""

import pyoxigraph as ox

from jnkg.errors import JnkgError, Misuse, UnknownValue
from jnkg.names import ID, PREFIXES, RDFS_LABEL, expand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jnkg.store import Entry, World

    Term = ox.NamedNode | ox.BlankNode | ox.Literal | None
    Row = list[Term]

XSD = PREFIXES["xsd"]


class Answer:
    """The rows of one question: variable names and, row by row, their terms."""

    __slots__ = ("columns", "rows")

    def __init__(self, columns: "Sequence[str]", rows: "list[Row]") -> None:
        self.columns = list(columns)
        self.rows = rows


def ask(world: "World", name: str, values: "Mapping[str, str]") -> Answer:
    """Answer a stored question of a world; `values` are as the reader typed them.

    Raises Misuse for an unknown question or parameter, UnknownValue for a value that fits nothing.
    """
    try:
        return run(world, bound_text(world, name, values))
    except SyntaxError as error:
        raise JnkgError(
            f"Mend queries/answer/{name}.rq: {error.msg}",
            f"queries/answer/{name}.rqを直してください：{error.msg}",
        ) from error


def run(world: "World", text: str) -> Answer:
    """Run a query of any form; an ASK gives one cell, a graph one row for each triple.

    Raises SyntaxError where it is no query, JnkgError where the engine gives up.
    """
    try:
        return collected(world.store.query(text))
    except (OSError, RuntimeError) as error:
        raise JnkgError(
            f"The engine could not answer: {error}", f"エンジンが答えられませんでした：{error}"
        ) from error


def collected(result: "ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples") -> Answer:
    """Collect what the engine gives."""
    if isinstance(result, ox.QuerySolutions):
        columns = [v.value for v in result.variables]
        return Answer(columns, [[row[c] for c in columns] for row in result])
    if isinstance(result, ox.QueryBoolean):
        truth = ox.Literal(str(bool(result)).lower(), datatype=ox.NamedNode(XSD + "boolean"))
        return Answer(["answer"], [[truth]])
    rows: list[Row] = [[t.subject, t.predicate, t.object] for t in result]
    return Answer(["subject", "predicate", "object"], rows)


def bound_text(world: "World", name: str, values: "Mapping[str, str]") -> str:
    """Give the text of a stored question with values bound in place of its defaults."""
    question = find_question(world, name)
    unknown = sorted(values.keys() - {p[0] for p in question["params"]})
    if unknown:
        known = ", ".join(p[0] for p in question["params"]) or "-"
        raise Misuse(
            f"{name} has no parameter {', '.join(unknown)}; it has: {known}.",
            f"{name} に「{'、'.join(unknown)}」という引数はありません。使えるもの：{known}。",
        )
    terms = {
        key: resolve(world, kind, values[key]) if key in values else default
        for key, kind, default, _ in question["params"]
    }
    return bind(question["parts"], terms)


def bind(parts: "Sequence[str]", terms: "Mapping[str, str]") -> str:
    """Put a query together: text, parameter, text, ...; `terms` holds a SPARQL term for each."""
    return "".join(
        part if i % 2 == 0 else f"VALUES ?{part} {{ {terms[part]} }}"
        for i, part in enumerate(parts)
    )


def find_question(world: "World", name: str) -> "Entry":
    """Find a stored question; raises Misuse that names the nearest."""
    question = world.question(name)
    if question is None:
        from difflib import get_close_matches

        near = get_close_matches(name, world.questions(), 3, 0.4)
        hint_en = f" Nearest: {', '.join(near)}." if near else ""
        hint_ja = f"近いもの：{'、'.join(near)}。" if near else ""
        raise Misuse(
            f"There is no question {name!r}.{hint_en} `jnkg ask` lists them.",
            f"「{name}」という質問はありません。{hint_ja}`jnkg ask`で一覧できます。",
        )
    return question


def resolve(world: "World", kind: str, value: str) -> str:
    """Give the SPARQL term that a typed value stands for; raises Misuse or UnknownValue."""
    if kind == "iri":
        return str(find_node(world, value))
    if kind == "date":
        return str(ox.Literal(check_day(value), datatype=ox.NamedNode(XSD + "date")))
    if kind == "integer":
        if not value.lstrip("+-").isdecimal():
            raise Misuse(f"{value!r} is not a whole number.", f"「{value}」は整数ではありません。")
        return str(int(value))
    return str(ox.Literal(value))


def check_day(value: str) -> str:
    """Give an ISO day back; raises Misuse where it is none."""
    from datetime import date

    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise Misuse(
            f"{value!r} is not a day. Write it as YYYY-MM-DD, for example 2014-05-06.",
            f"「{value}」は日付ではありません。2014-05-06のように書いてください。",
        ) from None


SHOWN = 12
"""As many nodes of one label are named when a reader has to choose."""


def find_node(world: "World", value: str) -> ox.NamedNode:
    """Find the one node that a value names: IRI, prefixed name, slug, or exact label.

    Raises UnknownValue with the nearest names where there is none, Misuse where there are several.
    """
    text = value.strip()
    candidates = [text.strip("<>")] if "://" in text else [expand(text) or "", ID + text]
    table = world.labels("en")
    for iri in candidates:
        if iri in table:
            return ox.NamedNode(iri)
    found = labelled(world, text)
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(n.value.removeprefix(ID) for n in found[:SHOWN])
        more = len(found) - SHOWN
        raise Misuse(
            f"{value!r} is the label of several nodes. Name one: {names}"
            + (f", or one of {more} more." if more > 0 else "."),
            f"「{value}」という名のものは複数あります。一つを選んでください：{names}"
            + (f"、ほか{more}件。" if more > 0 else "。"),
        )
    from jnkg.nearest import nearest

    raise UnknownValue(value, nearest(world, text))


def labelled(world: "World", text: str) -> list[ox.NamedNode]:
    """Give the nodes whose label, in either language, is exactly this text."""
    predicates = (RDFS_LABEL, PREFIXES["skos"] + "altLabel")
    found = {
        q.subject
        for predicate in predicates
        for language in ("en", "ja")
        for q in world.store.quads_for_pattern(
            None,
            ox.NamedNode(predicate),
            ox.Literal(text, language=language),
            ox.DefaultGraph(),
        )
    }
    found |= {
        ox.NamedNode(iri)
        for language in ("en", "ja")
        for iri, label in world.labels(language).items()
        if label == text
    }
    return sorted((n for n in found if isinstance(n, ox.NamedNode)), key=lambda n: n.value)
