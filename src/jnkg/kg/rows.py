"""Hold an answer: rows of values of Python, with all that is to be said of them.

Columns and rows come in; a Rows goes out, which shows itself as a table, says why it is empty, and
turns into frames. It never changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING, overload

from jnkg.kg.saying import in_python, told
from jnkg.kg.standpoint import Standpoint
from jnkg.kg.values import Value

if TYPE_CHECKING:
    import networkx
    import pandas
    import polars
    import pyarrow

    from jnkg.explain import Reason
    from jnkg.kg.about import About

SHOWN = 20
"""As many rows are shown; the rest are counted."""


class Row(Sequence[Value]):
    """One row: its values by place, by name, or as attributes; it unpacks like a tuple.

    >>> row = Row(("area", "order"), ("cyber", 3))
    >>> row["area"], row.order, row[0]
    ('cyber', 3, 'cyber')
    >>> area, order = row
    >>> dict(row)
    {'area': 'cyber', 'order': 3}
    """

    __slots__ = ("_columns", "_values")

    def __init__(self, columns: tuple[str, ...], values: Sequence[Value]) -> None:
        self._columns = columns
        self._values = tuple(values)

    @overload
    def __getitem__(self, key: int | str) -> Value: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Value, ...]: ...
    def __getitem__(self, key: int | str | slice) -> Value | tuple[Value, ...]:
        """Give a value by its place or by the name of its column; raises KeyError, IndexError."""
        if isinstance(key, str):
            if key not in self._columns:
                raise KeyError(f"{key!r}; the columns are {', '.join(self._columns)}")
            return self._values[self._columns.index(key)]
        return self._values[key]

    def __getattr__(self, name: str) -> Value:
        if name.startswith("_") or name not in self._columns:
            raise AttributeError(f"no column {name!r}; there are {', '.join(self._columns)}")
        return self._values[self._columns.index(name)]

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[Value]:
        return iter(self._values)

    def keys(self) -> tuple[str, ...]:
        """Give the names of the columns."""
        return self._columns

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row | tuple) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self._values)

    def __repr__(self) -> str:
        inside = ", ".join(f"{k}={v!r}" for k, v in zip(self._columns, self._values, strict=True))
        return f"Row({inside})"


def no_reasons() -> Sequence[Reason]:
    """Give no reason."""
    return ()


def no_wider() -> Rows | None:
    """Give no other answer."""
    return None


@dataclass(frozen=True, eq=False, repr=False)
class Rows(Sequence[Row]):
    """An answer: a sequence of rows, each a Row, with the names of their columns.

    `rows["area"]` gives a column, `rows[0]` a row, `rows[:5]` the first five as Rows. `about` says
    what was asked, of which world, and how to cite it.

    >>> import jnkg
    >>> areas = jnkg.open().ask("areas-of-an-instrument", instrument="instrument-2014-ipcp")
    >>> len(areas), areas.columns[:3]
    (10, ('instrument', 'order', 'mark'))
    >>> areas[0].area.label_en
    'Cooperation in cyber defence and sharing of lessons'
    """

    columns: tuple[str, ...]
    """The names of the columns, which are the same in both languages."""
    values: tuple[Row, ...] = field(repr=False)
    at: Standpoint = field(repr=False)
    title: str = ""
    """What is shown, in the reader's language."""
    question: str = ""
    """The name of the stored question; empty where none was asked."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """What the question was asked about, as text."""
    query: str = ""
    """The SPARQL that gave the rows; it runs in any engine."""
    why: Callable[[], Sequence[Reason]] = field(default=no_reasons, repr=False)
    wider: Callable[[], Rows | None] = field(default=no_wider, repr=False)
    declared: Mapping[str, str] = field(default_factory=dict, repr=False)
    is_ours: bool = field(default=False, repr=False)

    @overload
    def __getitem__(self, key: int) -> Row: ...
    @overload
    def __getitem__(self, key: slice) -> Rows: ...
    @overload
    def __getitem__(self, key: str) -> tuple[Value, ...]: ...
    def __getitem__(self, key: int | slice | str) -> Row | Rows | tuple[Value, ...]:
        """Give a row, some rows, or a column by its name."""
        if isinstance(key, str):
            if key not in self.columns:
                raise KeyError(f"{key!r}; the columns are {', '.join(self.columns)}")
            return tuple(row[key] for row in self.values)
        if isinstance(key, slice):
            known = {f.name: getattr(self, f.name) for f in fields(Rows)}
            why = no_reasons if self.values else self.why  # no row of some is no empty answer
            return Rows(**{**known, "values": self.values[key], "why": why})
        return self.values[key]

    def __len__(self) -> int:
        return len(self.values)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rows):
            return NotImplemented
        return (self.columns, self.values) == (other.columns, other.values)

    def __hash__(self) -> int:
        return hash((self.columns, self.values))

    @property
    def about(self) -> About:
        """Say what was asked, of which world, of which version, and how to cite it."""
        from jnkg.kg.about import about

        return about(self.at, self)

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Give the reasons why there is no row, the most telling first; none where there is one."""
        return () if self.values else tuple(self.why())

    @property
    def why_empty(self) -> str:
        """Say why there is no row, in the reader's language; an empty text where there is one.

        >>> import jnkg
        >>> early = jnkg.open(known_by="2014-06-01")
        >>> print(early.ask("areas-of-an-instrument").why_empty)
        Narrowed away by known_by="2014-06-01": without it there are 10 row(s).
        """
        language = self.at.language
        return "\n".join(in_python(reason.message[language]) for reason in self.reasons)

    @property
    def headings(self) -> tuple[str, ...]:
        """Give the headings of the columns, as a reader sees them."""
        from jnkg.kg.text import headings

        return headings(self)

    def to_dicts(self) -> list[dict[str, Value]]:
        """Give each row as a dict by column."""
        return [dict(row) for row in self.values]

    def to_pandas(self) -> pandas.DataFrame:
        """Give a pandas DataFrame; see `jnkg.kg.frames` for what becomes of which value."""
        from jnkg.kg.frames import pandas_frame

        with told(self.at.language):
            return pandas_frame(self)

    def to_polars(self) -> polars.DataFrame:
        """Give a polars DataFrame; see `jnkg.kg.frames` for what becomes of which value."""
        from jnkg.kg.frames import polars_frame

        with told(self.at.language):
            return polars_frame(self)

    def to_arrow(self) -> pyarrow.Table:
        """Give an Arrow table, whose metadata says what was asked and how to cite it."""
        from jnkg.kg.frames import arrow_table

        with told(self.at.language):
            return arrow_table(self)

    def to_networkx(
        self, source: str = "", target: str = "", directed: bool | None = None
    ) -> networkx.MultiGraph:
        """Give a graph with an edge for each row; see `jnkg.kg.webs`.

        Raises Misuse where it is not clear which columns hold the ends.
        """
        from jnkg.kg.webs import web

        with told(self.at.language):
            return web(self, source, target, directed)

    def to_csv(self) -> str:
        """Give RFC 4180 with the columns of the frames: a node has its label and its IRI."""
        from jnkg.kg.frames import csv_text

        with told(self.at.language):
            return csv_text(self)

    def __repr__(self) -> str:
        from jnkg.kg.text import table_text

        return table_text(self)

    def _repr_html_(self) -> str:
        from jnkg.kg.html import table_html

        return table_html(self)
