"""Give the tables of an export with their books, and what counts their rows.

A Request comes in; the tables that CSV, Parquet and SQLite share go out, each with its rows.
"""

from __future__ import annotations

from jnkg.exports.request import Count, Request
from jnkg.tables.books import books
from jnkg.tables.content import Content, Filled, content


def filled_tables(request: Request) -> Content:
    """Give all tables and, behind them, the codebook; raises Misuse, Refused, JnkgError."""
    request.progress("tables")
    found = content(request.tree, request.world, tuple(request.languages))
    return {**found, **books(request.world, found)}


def row_counts(filled: Filled, number: int) -> tuple[Count, ...]:
    """Claim a number of rows, where a query counts them in another way."""
    if not filled.table.counts:
        return ()
    return (Count(f"rows of {filled.table.name}", number, filled.table.count_query),)


def described(filled: Filled) -> dict[str, str]:
    """Say in en and ja what a file with this table holds."""
    table = filled.table
    return {
        "en": f"{table.title['en']}: {table.about['en']}",
        "ja": f"{table.title['ja']}：{table.about['ja']}",
    }
