"""Write the tables into one SQLite database, ready for Datasette.

A Request comes in; `japan-nato.sqlite` and the metadata for Datasette go out. Tables are STRICT,
with primary and foreign keys; each list has a table of its members beside it; indexes stand on
keys, references, days and statuses; `search` holds every name and text in both languages.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from jnkg.exports.colophon import Colophon, colophon
from jnkg.exports.datasette import datasette_metadata, sql_name
from jnkg.exports.fulltext import FULLTEXT, SEARCH, texts
from jnkg.exports.joins import joins
from jnkg.exports.request import Count, Output, Request
from jnkg.exports.tabular import filled_tables
from jnkg.tables.content import Content, Filled
from jnkg.tables.definition import Column
from jnkg.tables.rows import Cell, FileColumn

PATH = "japan-nato.sqlite"
ABOUT = {
    "en": "All tables in one database (SQLite), with keys, indexes, views and full-text search",
    "ja": "全表を収めたデータベース（SQLite）。キー、索引、ビュー、全文検索付き",
}
SETTINGS = """
PRAGMA page_size = 4096;
PRAGMA encoding = 'UTF-8';
PRAGMA auto_vacuum = NONE;
PRAGMA foreign_keys = ON;
"""
METADATA = "CREATE TABLE metadata (key TEXT NOT NULL, language TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (key, language)) STRICT"  # noqa: E501
SQL_TYPES = {"integer": "INTEGER", "year": "INTEGER", "boolean": "INTEGER", "number": "REAL"}
Value = str | int | float | None


def sqlite(request: Request) -> Iterator[Output]:
    """Write the database and what Datasette says of it."""
    tables = filled_tables(request)
    said = colophon(request)
    with_texts = texts(request.world, tables)
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.executescript(SETTINGS)
        fill(connection, tables, said)
        connection.executescript(SEARCH)
        insert(connection, "search", with_texts)
        connection.executescript(FULLTEXT)
        for view in joins(tables):
            connection.execute(view.statement)
        connection.execute("VACUUM")
        counts = tuple(row_counts(connection, tables))
        content = connection.serialize()
    finally:
        connection.close()
    yield Output(PATH, content, "application/vnd.sqlite3", ABOUT, counts)
    yield datasette_metadata(tables, said, request.languages)


def row_counts(connection: sqlite3.Connection, tables: Content) -> Iterator[Count]:
    """Claim the rows of each table that a query counts in another way."""
    for filled in tables.values():
        if filled.table.counts:
            sql = f"SELECT COUNT(*) FROM {quoted(filled.table.name)}"  # noqa: S608  own names
            (number,) = connection.execute(sql).fetchone()
            yield Count(f"rows of {filled.table.name}", number, filled.table.count_query)


def fill(connection: sqlite3.Connection, tables: Content, said: Colophon) -> None:
    """Make and fill all tables in one transaction; a broken key or reference raises."""
    connection.execute("BEGIN")
    connection.execute(METADATA)
    insert(connection, "metadata", metadata_rows(said))
    for filled in tables.values():
        for sql in (create_table(filled, tables), *create_lists(filled, tables), *indexes(filled)):
            connection.execute(sql)
    for filled in tables.values():
        insert(connection, filled.table.name, map(flat, filled.rows.rows))
        for column in lists(filled):
            insert(connection, members_name(filled, column), members(filled, column))
    connection.execute("COMMIT")


def metadata_rows(said: Colophon) -> Iterator[tuple[str, str, str]]:
    """Yield what the database says of itself: key, language (empty for any), value."""
    yield from (
        ("dataset", "", said.iri),
        ("version", "", said.version),
        ("issued", "", said.issued),
        ("license", "", said.licence),
    )
    for key, words in (
        ("title", said.title),
        ("description", said.abstract),
        ("citation", said.citation),
        ("holds", said.world),
    ):
        yield from ((key, code, words[code]) for code in ("en", "ja"))


def quoted(name: str) -> str:
    """Write a name as an identifier, with underscores where a table's name has hyphens."""
    return f'"{sql_name(name)}"'


def columns_of(names: Iterator[str] | tuple[str, ...] | list[str]) -> str:
    """Write names as a list of identifiers in brackets."""
    return f"({', '.join(map(quoted, names))})"


def create_table(filled: Filled, tables: Content) -> str:
    """Give the statement that makes one table."""
    table = filled.table
    lines = [column_line(c) for c in filled.rows.columns]
    lines.append(f"PRIMARY KEY {columns_of(table.key)}")
    lines += [reference(c.name, c.of, tables) for c in table.columns if c.of and not c.many]
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {quoted(table.name)} (\n  {body}\n) STRICT"


def column_line(found: FileColumn) -> str:
    """Write one column: its type, and what every cell obeys."""
    name = quoted(found.name)
    words = [name, "TEXT" if found.many else SQL_TYPES.get(found.type, "TEXT")]
    if found.required or found.many:
        words.append("NOT NULL")
    if found.many:
        words.append(f"CHECK (json_type({name}) = 'array')")
    elif found.type == "date":
        words.append(f"CHECK ({name} IS date({name}))")
    elif found.type == "boolean":
        words.append(f"CHECK ({name} IN (0, 1))")
    return " ".join(words)


def reference(name: str, of: str, tables: Content) -> str:
    """Write a reference, held when all tables are full."""
    target = f"{quoted(of)} {columns_of(tables[of].table.key)}"
    return f"FOREIGN KEY ({quoted(name)}) REFERENCES {target} DEFERRABLE INITIALLY DEFERRED"


def lists(filled: Filled) -> list[Column]:
    """Give the columns whose cells are lists."""
    return [c for c in filled.table.columns if c.many]


def members_name(filled: Filled, column: Column) -> str:
    """Name the table of the members of a list."""
    return f"{filled.table.name}_{column.name}"


def create_lists(filled: Filled, tables: Content) -> list[str]:
    """Give the statements that make the tables of the members of all lists."""
    return [create_members(filled, column, tables) for column in lists(filled)]


def create_members(filled: Filled, column: Column, tables: Content) -> str:
    """Give the statement that makes the table of the members of a list."""
    table = filled.table
    keys = [FileColumn(name, table.column(name)) for name in table.key]
    member = quoted(column.name)
    lines = [*map(column_line, keys), f"{member} TEXT NOT NULL"]
    lines.append(f"PRIMARY KEY {columns_of([*table.key, column.name])}")
    key = columns_of(table.key)
    lines.append(
        f"FOREIGN KEY {key} REFERENCES {quoted(table.name)} {key} DEFERRABLE INITIALLY DEFERRED"
    )
    if column.of:
        lines.append(reference(column.name, column.of, tables))
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {quoted(members_name(filled, column))} (\n  {body}\n) STRICT"


def members(filled: Filled, column: Column) -> Iterator[list[Value]]:
    """Yield a row for each member of each list: the key of the row, and the member."""
    for record in filled.rows.records():
        values = record[column.name]
        for value in values if isinstance(values, list) else ():
            yield [*(plain(record[name]) for name in filled.table.key), value]


def indexes(filled: Filled) -> Iterator[str]:
    """Yield an index for each reference, day and status that opens no key."""
    table = filled.table
    for column in table.columns:
        is_sought = column.of or column.kind in ("date", "year") or column.name == "status"
        if is_sought and not column.many and column.name != table.key[0]:
            yield index(table.name, column.name)
    for column in lists(filled):
        yield index(members_name(filled, column), column.name)


def index(table: str, column: str) -> str:
    """Give the statement that makes an index."""
    name = quoted(f"{table}_by_{column}")
    return f"CREATE INDEX {name} ON {quoted(table)} ({quoted(column)})"


def insert(
    connection: sqlite3.Connection, table: str, rows: Iterator[list[Value] | tuple[str, ...]]
) -> None:
    """Put rows into a table."""
    for row in rows:
        places = ", ".join("?" * len(row))
        sql = f"INSERT INTO {quoted(table)} VALUES ({places})"  # noqa: S608  names are our own
        connection.execute(sql, row)


def flat(row: list[Cell]) -> list[Value]:
    """Give a row as SQLite can hold it."""
    return [plain(value) for value in row]


def plain(value: Cell) -> Value:
    """Give a cell as SQLite can hold it: a list as JSON, a day as ISO text, truth as 0 or 1."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return int(value)
    return value if isinstance(value, (str, int, float)) or value is None else value.isoformat()
