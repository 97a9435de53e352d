"""Write cells as text, and read them back.

A typed value comes in, the text of a CSV cell goes out, and the other way round. An empty cell is
an empty text; a list is its members with a single space between them.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Iterator, Sequence

from jnkg.tables.rows import Cell, FileColumn

SEPARATOR = " "
"""What stands between the members of a list: no member holds one."""
LINE_END = "\r\n"
"""What RFC 4180 ends a line with, and what CSVW, Data Package and Excel take as given."""


def cell_text(value: Cell) -> str:
    """Give the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return SEPARATOR.join(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def read_cell(text: str, column: FileColumn) -> Cell:
    """Give the value of a cell; raises ValueError where the text is none of the column's type."""
    if column.many and not column.language:
        return text.split(SEPARATOR) if text else []
    if not text:
        return None
    match column.type:
        case "integer" | "year":
            return int(text)
        case "number":
            return float(text)
        case "boolean":
            return {"true": True, "false": False}[text]
        case "date":
            return datetime.date.fromisoformat(text)
    return text


def write_csv(names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Write a table as RFC 4180 has it: a header, CRLF, quotes only where they are needed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=LINE_END)
    writer.writerow(names)
    writer.writerows([cell_text(value) for value in row] for row in rows)
    return text.getvalue()


def read_csv(text: str) -> Iterator[list[str]]:
    """Yield the records of a CSV text, its header first; raises csv.Error."""
    return csv.reader(io.StringIO(text, newline=""), strict=True)
