"""Turn the terms of an answer into values of Python.

A term and a Standpoint come in; an Entity, a text, a number, a date, a duration or None goes out. A
literal that is not as its datatype has it stays a text: nothing is lost and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from jnkg.kg.days import Duration, PartialDate, read_duration
from jnkg.kg.entity import Entity
from jnkg.kg.standpoint import Standpoint
from jnkg.names import PREFIXES

if TYPE_CHECKING:
    from jnkg.answer import Term

XSD = PREFIXES["xsd"]
IN_PART = frozenset(
    ("attestedOn", "day", "edtf", "endPeriod", "period", "plannedFor", "start", "startPeriod",
     "when")
)  # fmt: skip
"""The columns whose texts are EDTF: what stored questions call a time that may be known in part."""
BY_COLUMN = {"earliest": "date", "latest": "date", "year": "integer"}
"""What views write as a text, and what it is."""


class Text(str):
    """A text that is in a language; it is a `str`, and `lang` is its language tag.

    >>> greeting = Text("日本", "ja")
    >>> greeting == "日本", greeting.lang
    (True, 'ja')
    """

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, text: str, lang: str) -> Text:
        """Make a text."""
        made = super().__new__(cls, text)
        made.lang = lang
        return made

    def __reduce__(self) -> tuple[type[Text], tuple[str, str]]:
        return Text, (str(self), self.lang)


Value: TypeAlias = (
    Entity | Text | str | date | datetime | time | PartialDate | timedelta | Duration | int | float
    | Decimal | bool | tuple[str, ...] | None
)  # fmt: skip
"""What a cell of an answer can hold."""


def truth(text: str) -> bool:
    """Read an `xsd:boolean`; raises KeyError."""
    return {"true": True, "1": True, "false": False, "0": False}[text]


READERS: Mapping[str, Callable[[str], Value]] = {
    **dict.fromkeys(("integer", "int", "long", "short", "byte", "nonNegativeInteger",
                     "positiveInteger", "unsignedInt"), int),
    "boolean": truth,
    "date": date.fromisoformat,
    "dateTime": datetime.fromisoformat,
    "decimal": Decimal,
    "double": float,
    "duration": read_duration,
    "dayTimeDuration": read_duration,
    "float": float,
    "gYear": PartialDate.read,
    "gYearMonth": PartialDate.read,
    "time": time.fromisoformat,
    "yearMonthDuration": read_duration,
}  # fmt: skip
"""How a literal of a datatype of XML Schema is read."""


def value_of(term: Term, at: Standpoint, column: str = "") -> Value:
    """Give the value of a term; a text in a column of EDTF days becomes a PartialDate."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Entity(term.value, at)
    if not isinstance(term, ox.Literal):
        return str(term)
    if term.language:
        return Text(term.value, term.language)
    kind = term.datatype.value.removeprefix(XSD)
    return literal_value(meant(kind, column), term.value)


def meant(kind: str, column: str) -> str:
    """Say as what a literal is read: a text in a column of times as a time."""
    if kind != "string":
        return kind
    return "gYear" if column in IN_PART else BY_COLUMN.get(column, kind)


def literal_value(kind: str, text: str) -> Value:
    """Read a literal of a datatype (its local name); the text itself where it does not fit."""
    read = READERS.get(kind)
    try:
        return read(text) if read else text
    except (ValueError, KeyError, InvalidOperation, OverflowError):
        return text
