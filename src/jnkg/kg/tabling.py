"""Give the tables of the graph: what `jnkg export csv` writes, as Rows.

A Standpoint and the name of a table come in; Rows go out, with the columns and types of the files.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache

from jnkg.errors import Misuse
from jnkg.explain import Reason
from jnkg.kg.rows import Row, Rows
from jnkg.kg.saying import as_text
from jnkg.kg.standpoint import Standpoint
from jnkg.names import LANGUAGES
from jnkg.tables.definition import Table, read_tables
from jnkg.tables.rows import FileColumn, table_rows

KINDS = {"year": "integer", "string": "text"}
"""What a type of a file is called in a frame, where it is called otherwise."""
COLUMNS = ("name", "title", "about", "family", "key", "columns")
WORDS = {"en": "Tables of the graph", "ja": "グラフの表"}
NOTHING = Reason(
    "nothing-recorded",
    {
        "en": "This world admits no row of this table.",
        "ja": "この範囲には、この表に当たる行がない。",
    },
)


@lru_cache(8)
def definitions(at: Standpoint) -> dict[str, Table]:
    """Read what the tables are."""
    return read_tables(at.tree)


def tables(at: Standpoint) -> Rows:
    """List the tables: what each is about, its key and its columns."""
    rows = (
        (t.name, t.title[at.language], t.about[at.language], t.family, t.key,
         tuple(c.name for c in t.columns))
        for t in definitions(at).values()
    )  # fmt: skip
    return Rows(
        COLUMNS, tuple(Row(COLUMNS, row) for row in rows), at, WORDS[at.language], is_ours=True
    )


def table(at: Standpoint, name: str) -> Rows:
    """Give one table in this world; raises Misuse that names the nearest."""
    known = definitions(at)
    if as_text("table", name) not in known:
        near = get_close_matches(name, known, 3, 0.4)
        raise Misuse(
            f"There is no table {name!r}. There are: {', '.join(near or known)}.",
            f"「{name}」という表はありません。使えるもの：{'、'.join(near or known)}。",
        )
    found = table_rows(at.world, known[name], LANGUAGES)
    columns = tuple(c.name for c in found.columns)
    rows = (Row(columns, [tuple(c) if isinstance(c, list) else c for c in r]) for r in found.rows)
    return Rows(
        columns, tuple(rows), at, known[name].title[at.language], why=lambda: [NOTHING],
        declared={c.name: kind(c) for c in found.columns},
    )  # fmt: skip


def kind(column: FileColumn) -> str:
    """Say what a column of a file is in a frame."""
    return "list" if column.many else KINDS.get(column.type, column.type)
