"""Make the rows of a table in a world.

A World and a Table come in; Rows go out: the columns of a file, which are the same in every world,
and typed Python values. Labels are added here, once, for each language that is asked for.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.errors import JnkgError
from jnkg.names import ID, LANGUAGES, NS
from jnkg.store import World
from jnkg.tables.definition import Column, Table

Cell = str | int | float | bool | datetime.date | list[str] | None
TYPES = {
    "integer": "integer", "year": "year", "number": "number", "boolean": "boolean", "date": "date",
}  # fmt: skip
"""The type of each kind whose cells are no texts."""
LABEL_WORDS = {
    "en": {"en": "English label of {}.", "ja": "Japanese label of {}."},
    "ja": {"en": "{}の英語の名称。", "ja": "{}の日本語の名称。"},
}
TRUTH = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class FileColumn:
    """One column of a file: the values of a variable, or their labels in a language.

    `type` is string, integer, number, boolean, date or year; `language` is empty for the values.
    """

    name: str
    column: Column
    language: str = ""

    @property
    def type(self) -> str:
        """The type of a cell; that of each member where a cell is a list."""
        return "string" if self.language or self.many else TYPES.get(self.column.kind, "string")

    @property
    def many(self) -> bool:
        """Whether a cell is a list."""
        return self.column.many

    @property
    def required(self) -> bool:
        """Whether no cell may be empty; a label stands wherever its value does."""
        return self.column.empty == "never"

    @property
    def words(self) -> Mapping[str, str]:
        """What the column means, in en and ja."""
        if not self.language:
            return self.column.words
        own = self.column.name
        return {code: words[self.language].format(own) for code, words in LABEL_WORDS.items()}


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table in one world; an empty cell is None, or a list without members."""

    columns: list[FileColumn]
    rows: list[list[Cell]]

    def records(self) -> Iterator[dict[str, Cell]]:
        """Yield each row by the names of its columns."""
        names = [c.name for c in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)

    def values(self, name: str) -> list[Cell]:
        """Give the cells of one column; raises ValueError where there is none of that name."""
        at = [c.name for c in self.columns].index(name)
        return [row[at] for row in self.rows]


def file_columns(table: Table, languages: Sequence[str] = LANGUAGES) -> list[FileColumn]:
    """Give the columns that a file of a table has, those of labels behind their values."""
    found: list[FileColumn] = []
    for column in table.columns:
        found.append(FileColumn(column.name, column))
        if column.is_labelled:
            found += [FileColumn(f"{column.name}_{code}", column, code) for code in languages]
    return found


def table_rows(world: World, table: Table, languages: Sequence[str] = LANGUAGES) -> Rows:
    """Make the rows of a table in the order of its query.

    Raises JnkgError where a value does not fit its column or has no label.
    """
    columns = file_columns(table, languages)
    labels = {code: world.labels(code) for code in languages}
    made = [make_row(table, columns, terms, labels) for terms in solutions(world, table)]
    return Rows(columns, made)


def solutions(world: World, table: Table) -> Iterator[dict[str, ox.Literal | ox.NamedNode]]:
    """Ask a table's query, and yield the terms of each row by variable; raises JnkgError."""
    try:
        result = world.store.query(table.query)
    except SyntaxError as error:
        raise misfit(table, "SPARQL", error) from error
    if not isinstance(result, ox.QuerySolutions):
        raise misfit(table, "SELECT")
    names = [v.value for v in result.variables]
    astray = sorted(set(names) ^ {c.name for c in table.columns})
    if astray:
        raise misfit(table, ", ".join(f"?{name}" for name in astray), "SELECT")
    for solution in result:
        terms = zip(names, solution, strict=True)
        yield {n: t for n, t in terms if isinstance(t, (ox.Literal, ox.NamedNode))}


def make_row(
    table: Table,
    columns: Sequence[FileColumn],
    terms: Mapping[str, ox.Literal | ox.NamedNode],
    labels: Mapping[str, Mapping[str, str]],
) -> list[Cell]:
    """Make one row: values, and labels behind them."""
    row: list[Cell] = []
    for column in columns:
        term = terms.get(column.column.name)
        if not column.language:
            row.append(cell(table, column.column, term))
        elif term is None:
            row.append(None)
        elif term.value in labels[column.language]:
            row.append(labels[column.language][term.value])
        else:
            raise misfit(table, column.name, term)
    return row


def cell(table: Table, column: Column, term: ox.Literal | ox.NamedNode | None) -> Cell:
    """Give one cell; raises JnkgError where a term does not fit its column."""
    if column.many:
        words = term.value.split() if term else []
        return sorted({short(table, column, word) for word in words})
    if term is None or (isinstance(term, ox.Literal) and not term.value):
        return None
    is_node = column.kind == "node" or column.is_labelled
    is_fit = column.kind == "iri" or is_node == isinstance(term, ox.NamedNode)
    if not is_fit:  # an address is a literal in some data and a node in other
        raise misfit(table, column.name, term)
    return typed(table, column, term.value)


def short(table: Table, column: Column, value: str) -> str:
    """Give a node's slug and a term's local name; any other value stays as it is."""
    space = ID if column.kind == "node" else NS if column.kind == "code" else ""
    needs_space = column.kind == "node" or (column.kind == "code" and "://" in value)
    if needs_space and not value.startswith(space):
        raise misfit(table, column.name, value)
    return value.removeprefix(space)


def typed(table: Table, column: Column, value: str) -> Cell:
    """Turn the text of a term into a Python value; raises JnkgError."""
    try:
        match column.kind:
            case "integer" | "year":
                return int(value)
            case "number":
                return float(value)
            case "boolean":
                return TRUTH[value]
            case "date":
                return datetime.date.fromisoformat(value[:10])
    except (ValueError, KeyError):
        raise misfit(table, column.name, value) from None
    return short(table, column, value)


def misfit(table: Table, column: str, value: object = "") -> JnkgError:
    """Say that a query gives something else than its header says."""
    return JnkgError(
        f"{table.path}: {column}: {value} does not fit what the header says of this column. Mend "
        "the header or the query.",
        f"{table.path}：{column}：{value}は、この列についてのヘッダーの記述に合いません。"
        "ヘッダーかクエリを直してください。",
    )
