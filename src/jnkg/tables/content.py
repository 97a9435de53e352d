"""Make all tables of a world, and hold their rows against what the headers promise.

A Tree and a World come in; the tables with their rows go out. Rows that break a key, a reference
or the meaning of an empty cell are refused, so that no file is ever written from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from jnkg.errors import Refused
from jnkg.names import LANGUAGES
from jnkg.report import Finding
from jnkg.rooms import Tree
from jnkg.store import World
from jnkg.tables.definition import Column, Table, read_tables
from jnkg.tables.rows import Cell, Rows, table_rows

RULE = "table-rows"


@dataclass(frozen=True, slots=True)
class Filled:
    """A table with its rows in one world."""

    table: Table
    rows: Rows

    def members(self, column: Column) -> Iterator[Cell]:
        """Yield the values of a column, one by one where a cell holds several."""
        for value in self.rows.values(column.name):
            if isinstance(value, list):
                yield from value
            elif value is not None:
                yield value

    def empties(self, name: str) -> int:
        """Count the empty cells of a column of the file."""
        return sum(value is None or value == [] for value in self.rows.values(name))


Content = Mapping[str, Filled]
"""All tables of a world by name, in the order of names."""


@lru_cache(maxsize=4)
def content(tree: Tree, world: World, languages: tuple[str, ...] = LANGUAGES) -> Content:
    """Make all tables; raises Misuse for a bad header, Refused for rows that break a promise."""
    tables = read_tables(tree)
    found = {name: Filled(t, table_rows(world, t, languages)) for name, t in tables.items()}
    findings = list(content_faults(found))
    if findings:
        raise Refused(findings)
    return found


def content_faults(content: Content) -> Iterator[Finding]:
    """Yield a finding for each promise that the rows break."""
    keys = {name: set(key_values(filled)) for name, filled in content.items()}
    for filled in content.values():
        yield from key_faults(filled)
        for column in filled.table.columns:
            yield from empty_faults(filled, column)
            yield from code_faults(filled, column)
            if column.of:
                yield from reference_faults(filled, column, keys.get(column.of, set()))


def key_values(filled: Filled) -> list[Cell]:
    """Give the key of each row: its only value, or all of them in one text."""
    columns = [filled.rows.values(name) for name in filled.table.key]
    if len(columns) == 1:
        return columns[0]
    return [repr(values) for values in zip(*columns, strict=True)]


def key_faults(filled: Filled) -> Iterator[Finding]:
    """Yield a finding for each key that two rows have."""
    seen: set[Cell] = set()
    for value in key_values(filled):
        if value in seen:
            yield broken(
                filled.table,
                str(value),
                "Let the key identify one row: two have this one.",
                "キーが一行だけを指すようにしてください（同じキーの行が二つあります）。",
            )
        seen.add(value)


def empty_faults(filled: Filled, column: Column) -> Iterator[Finding]:
    """Yield a finding where a column has empty cells and says that it never has."""
    number = filled.empties(column.name)
    if column.empty == "never" and number:
        yield broken(
            filled.table,
            column.name,
            f"Say what an empty cell means: {number} are empty.",
            f"空欄の意味を書いてください（空欄が{number}か所あります）。",
        )


def code_faults(filled: Filled, column: Column) -> Iterator[Finding]:
    """Yield a finding for each code that the header's list does not have."""
    for value in sorted({str(v) for v in filled.members(column)} if column.codes else ()):
        if value not in column.codes:
            yield broken(
                filled.table,
                f"{column.name} {value}",
                "Add this code to `codes`, with its words in en and ja.",
                "このコードを、英語と日本語の語とともに`codes`に加えてください。",
            )


def reference_faults(filled: Filled, column: Column, keys: set[Cell]) -> Iterator[Finding]:
    """Yield a finding for each value that the table referred to does not have."""
    for value in sorted({str(v) for v in filled.members(column)} - {str(k) for k in keys}):
        yield broken(
            filled.table,
            f"{column.name} {value}",
            f"Refer only to rows of `{column.of}`: it has none of this key.",
            f"表「{column.of}」にある行だけを参照してください（このキーの行がありません）。",
        )


def broken(table: Table, node: str, en: str, ja: str) -> Finding:
    """Make a finding on the rows of a table."""
    return Finding(table.path, 0, 0, RULE, node, message={"en": en, "ja": ja})
