"""Show an answer as the shell does: a table of aligned columns, no more of it than can be read.

A Rows comes in; text goes out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg.answer import Answer
from jnkg.quick import screen_width
from jnkg.render import PLAIN, TRUTH, Sheet, table

if TYPE_CHECKING:
    from jnkg.kg.rows import Rows
    from jnkg.kg.values import Value

WIDTH, LONGEST = 120, 160
"""Cells of a line where no terminal reads; characters that a cell shows of a text."""
WORDS = {
    "en": {"more": "{} more of {} rows", "none": "No row."},
    "ja": {"more": "ほか{}行（全{}行）", "none": "該当する行はない。"},
}
OWN: Mapping[str, Mapping[str, str]] = {
    name: {"en": en, "ja": ja}
    for name, en, ja in (
        ("aside", "set aside", "退けられた値"),
        ("bytes", "bytes", "バイト"),
        ("columns", "columns", "列"),
        ("entity", "name", "名称"),
        ("excerpt", "text", "語句"),
        ("family", "family", "区分"),
        ("file", "file", "ファイル"),
        ("form", "form", "形式"),
        ("media_type", "media type", "メディアタイプ"),
        ("parameters", "parameters", "引数"),
        ("score", "score", "一致度"),
        ("source", "from", "起点"),
        ("target", "to", "終点"),
        ("weight", "weight", "重み"),
        ("where", "found in", "一致箇所"),
    )
}
"""The headings of columns that only answers in Python have."""


def shown(value: Value, language: str) -> str:
    """Give what a reader sees of a value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return TRUTH[language]["true" if value else "false"]
    if isinstance(value, tuple):
        return " ".join(value)
    return str(value)


def cut(text: str) -> str:
    """Cut a text that would make a table unreadable; the cut is marked."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def headings(rows: Rows) -> tuple[str, ...]:
    """Give the headings of columns in the reader's language; a column without one is its name.

    Those of a table of files are the names that stand in the file.
    """
    if rows.declared:
        return rows.columns
    known = rows.at.world.columns()
    own = OWN if rows.is_ours else {}
    found = (own.get(c) or known.get(c) or PLAIN.get(c, {}) for c in rows.columns)
    return tuple(h.get(rows.at.language, c) for h, c in zip(found, rows.columns, strict=True))


def table_text(rows: Rows) -> str:
    """Write the first rows as a table; where there are none, why."""
    from jnkg.kg.rows import SHOWN

    words, language = WORDS[rows.at.language], rows.at.language
    if not rows:
        return "\n".join(part for part in (words["none"], rows.why_empty) if part)
    cells: list[list[ox.NamedNode | ox.BlankNode | ox.Literal | None]] = [
        [ox.Literal(cut(shown(value, language))) for value in row] for row in rows[:SHOWN]
    ]
    sheet = Sheet(Answer(rows.headings, cells), {}, {}, language)
    text = table(sheet, screen_width() or WIDTH).rstrip("\n")
    rest = len(rows) - SHOWN
    return text + ("\n" + words["more"].format(rest, len(rows)) if rest > 0 else "")
