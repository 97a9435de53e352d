"""Turn an answer into frames: pandas, polars, Arrow, CSV.

A Rows comes in; a frame goes out, the same columns in each:

- a node becomes its label in the reader's language, and behind it `<column>_iri`;
- a time known in part becomes its EDTF text, and behind it `<column>_earliest` and
  `<column>_latest` as days;
- days, numbers, truth values and durations keep their types (pandas: `datetime64[s]`, `Int64`,
  `Float64`, `boolean`, `timedelta64[s]`), a moment is told in UTC, a decimal is a float;
- what is empty is null, in every type; a column without any value keeps the type that it has in
  the widest world.

The libraries are optional and loaded here alone.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from jnkg.errors import Misuse
from jnkg.kg.days import PartialDate
from jnkg.kg.entity import Entity
from jnkg.kg.saying import missing

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from jnkg.kg.rows import Rows
    from jnkg.kg.values import Value

KINDS: tuple[tuple[str, tuple[type, ...]], ...] = (
    ("node", (Entity,)),
    ("partial", (PartialDate, date)),
    ("boolean", (bool,)),
    ("integer", (int,)),
    ("number", (int, float, Decimal)),
    ("moment", (datetime,)),
    ("date", (date,)),
    ("duration", (timedelta,)),
    ("list", (tuple,)),
)
WIDEST = 2**63
"""What the whole numbers of a frame stay below; others stay texts, digit by digit."""


@dataclass(frozen=True, slots=True)
class Flat:
    """One column of a frame: its kind (text, integer, number, ...), and values or None."""

    name: str
    kind: str
    values: Sequence[object]


def kind_of(values: Sequence[Value]) -> str:
    """Say what a column holds; of mixed values, text; nothing for one without any value."""
    found = {type(v) for v in values if v is not None}
    if not found:
        return ""
    if Entity in found:
        return "node"
    if found <= {PartialDate, date} and PartialDate in found:
        return "partial"
    if found == {int} and any(not -WIDEST <= v < WIDEST for v in values if isinstance(v, int)):
        return "text"
    for kind, types in KINDS:
        if kind not in ("node", "partial") and found <= set(types):
            return kind
    return "text"


def kinds(rows: Rows) -> list[str]:
    """Say what each column holds; one without any value asks the widest world."""
    if rows.declared:
        return [rows.declared[c] for c in rows.columns]
    found = [kind_of([row[i] for row in rows]) for i in range(len(rows.columns))]
    if all(found):
        return found
    wide = rows.wider()
    known = dict(zip(wide.columns, kinds(wide), strict=True)) if wide is not None else {}
    return [k or known.get(c) or "text" for k, c in zip(found, rows.columns, strict=True)]


def flat(rows: Rows) -> list[Flat]:
    """Lay an answer out in columns of one type each; raises Misuse where two have one name."""
    by_kind = zip(rows.columns, kinds(rows), range(len(rows.columns)), strict=True)
    found = [
        column
        for name, kind, place in by_kind
        for column in columns_of(name, kind, [row[place] for row in rows])
    ]
    twice = [name for name, number in Counter(c.name for c in found).items() if number > 1]
    if twice:
        raise Misuse(
            f"A frame would have two columns {twice[0]!r}: give ?{twice[0]} another name.",
            f"列「{twice[0]}」が二つになります。変数 ?{twice[0]} を別の名前にしてください。",
        )
    return found


def columns_of(name: str, kind: str, values: Sequence[Value]) -> Iterator[Flat]:
    """Yield the columns that one column of an answer becomes."""
    if kind == "node":
        yield Flat(name, "text", [texted(v) for v in values])
        iris = [v.iri if isinstance(v, Entity) else None for v in values]
        yield Flat(f"{name}_iri", "text", iris)
    elif kind == "partial":
        times = [PartialDate.between(v, v) if type(v) is date else v for v in values]
        yield Flat(name, "text", [texted(t) for t in times])
        for end in ("earliest", "latest"):
            yield Flat(f"{name}_{end}", "date", [getattr(t, end, None) for t in times])
    else:
        yield Flat(name, kind, [CASTS.get(kind, texted)(v) for v in values])


def texted(value: object) -> object:
    """Give a value as a plain text."""
    return None if value is None else str.__str__(value) if isinstance(value, str) else str(value)


def unless_none(cast: Callable[..., object]) -> Callable[[object], object]:
    """Leave what is empty empty."""
    return lambda value: None if value is None else cast(value)


CASTS: dict[str, Callable[[object], object]] = {
    "boolean": unless_none(bool),
    "integer": unless_none(int),
    "number": unless_none(float),
    "moment": unless_none(lambda v: v.astimezone(UTC) if v.tzinfo else v),
    "date": unless_none(lambda v: v),
    "duration": unless_none(lambda v: v),
    "list": unless_none(list),
}

PANDAS = {
    "text": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
    "moment": "datetime64[s, UTC]",
    "duration": "timedelta64[s]",
    "list": "object",
}


def pandas_frame(rows: Rows) -> pandas.DataFrame:
    """Give a pandas DataFrame; `attrs["jnkg"]` says what was asked and how to cite it."""
    try:
        import pandas
    except ModuleNotFoundError as error:
        raise missing(error.name, "pandas") from error
    columns = flat(rows)
    frame = pandas.DataFrame(
        {c.name: pandas.Series(list(c.values), dtype=PANDAS[c.kind]) for c in columns},
        columns=[c.name for c in columns],
    )
    frame.attrs["jnkg"] = rows.about.to_dict()
    return frame


def polars_frame(rows: Rows) -> polars.DataFrame:
    """Give a polars DataFrame; polars carries no metadata, so `rows.about` has to be kept."""
    try:
        import polars
    except ModuleNotFoundError as error:
        raise missing(error.name, "polars") from error
    types: dict[str, polars.DataType] = {
        "text": polars.String(),
        "integer": polars.Int64(),
        "number": polars.Float64(),
        "boolean": polars.Boolean(),
        "date": polars.Date(),
        "moment": polars.Datetime("us", "UTC"),
        "duration": polars.Duration("us"),
        "list": polars.List(polars.String()),
    }
    return polars.DataFrame([polars.Series(c.name, c.values, types[c.kind]) for c in flat(rows)])


def arrow_table(rows: Rows) -> pyarrow.Table:
    """Give an Arrow table; the metadata of its schema has all that is to be said of it."""
    try:
        import pyarrow
    except ModuleNotFoundError as error:
        raise missing(error.name, "tables") from error
    types = {
        "text": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "moment": pyarrow.timestamp("us", "UTC"),
        "duration": pyarrow.duration("us"),
        "list": pyarrow.list_(pyarrow.string()),
    }
    columns = flat(rows)
    schema = pyarrow.schema(
        [(c.name, types[c.kind]) for c in columns], {"jnkg": rows.about.to_json()}
    )
    arrays = [pyarrow.array(c.values, types[c.kind]) for c in columns]
    return pyarrow.Table.from_arrays(arrays, schema=schema)


def csv_text(rows: Rows) -> str:
    """Give RFC 4180, empty where there is no value; lists are joined by blanks."""
    columns = flat(rows)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([c.name for c in columns])
    writer.writerows(zip(*([cell(v) for v in c.values] for c in columns), strict=True))
    return out.getvalue()


def cell(value: object) -> str:
    """Write a value as a cell of CSV."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"PT{value.total_seconds():g}S"
    return " ".join(value) if isinstance(value, list) else str(value)
