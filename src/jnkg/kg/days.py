"""Hold days that are known only in part, and durations that no number of seconds can say.

EDTF and XSD texts come in; values that can be compared go out. The graph uses four forms of EDTF
(a day, a month, a year, and an interval of two of these), so no library is needed to read them;
the tests hold the bounds to those that the `edtf` library finds. `datetime` has the rest: only a
duration with months or years, which is no fixed time, needs a value of its own.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

PART = r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?"
EDTF = re.compile(rf"{PART}(?:/{PART})?")
DURATION = re.compile(
    r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?"
    r"(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?"
)
PRECISIONS = ("year", "month", "day")


@dataclass(frozen=True, slots=True, eq=False)
class PartialDate:
    """A time known to a day, a month or a year, or an interval of such times.

    `text` is how EDTF writes it; it lies between `earliest` and `latest`, both included. It is
    compared by these bounds, also with a `datetime.date`.

    >>> may = PartialDate.read("2014-05")
    >>> may.earliest, may.latest, may.precision
    (datetime.date(2014, 5, 1), datetime.date(2014, 5, 31), 'month')
    >>> date(2014, 5, 6) in may
    True
    >>> sorted([PartialDate.read("2015"), date(2014, 12, 31), may])[0]
    PartialDate('2014-05')
    """

    text: str
    earliest: date
    latest: date

    @classmethod
    def read(cls, text: str) -> PartialDate:
        """Read an EDTF text of one of the four forms; raises ValueError.

        >>> PartialDate.read("2016-12/2017-07").latest
        datetime.date(2017, 7, 31)
        """
        found = EDTF.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is not YYYY, YYYY-MM, YYYY-MM-DD, nor two of them with /")
        start, end = found.groups()[:3], found.groups()[3:]
        earliest, latest = first(*start), last(*(end if end[0] else start))
        if earliest > latest:
            raise ValueError(f"{text!r} ends before it begins")
        return cls(text, earliest, latest)

    @classmethod
    def between(cls, earliest: date, latest: date) -> PartialDate:
        """Give the shortest text for two bounds.

        >>> PartialDate.between(date(2014, 5, 1), date(2014, 5, 31))
        PartialDate('2014-05')
        """
        day, end = earliest.isoformat(), latest.isoformat()
        forms = (day, day[:7], day[:4], f"{day}/{end}")
        found = (cls.read(text) for text in forms)
        return next(f for f in found if (f.earliest, f.latest) == (earliest, latest))

    @property
    def precision(self) -> str:
        """Say how exact it is: day, month, year or interval."""
        return "interval" if "/" in self.text else PRECISIONS[self.text.count("-")]

    def __contains__(self, day: date) -> bool:
        """Tell whether a day lies within the bounds."""
        return self.earliest <= day <= self.latest

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"PartialDate({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PartialDate | date) and bounds(self) == bounds(other)

    def __lt__(self, other: PartialDate | date) -> bool:
        return bounds(self) < bounds(other)

    def __le__(self, other: PartialDate | date) -> bool:
        return bounds(self) <= bounds(other)

    def __gt__(self, other: PartialDate | date) -> bool:
        return bounds(self) > bounds(other)

    def __ge__(self, other: PartialDate | date) -> bool:
        return bounds(self) >= bounds(other)

    def __hash__(self) -> int:
        pair = bounds(self)
        return hash(pair[0] if pair[0] == pair[1] else pair)


def bounds(time: PartialDate | date) -> tuple[date, date]:
    """Give the first and the last day of a time; those of a day are the day."""
    return (time, time) if isinstance(time, date) else (time.earliest, time.latest)


def first(year: str, month: str | None, day: str | None) -> date:
    """Give the first day of what is known."""
    return date(int(year), int(month or 1), int(day or 1))


def last(year: str, month: str | None, day: str | None) -> date:
    """Give the last day of what is known."""
    at = int(month or 12)
    return date(int(year), at, int(day or monthrange(int(year), at)[1]))


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration with months or years in it: so many months, and an exact time on top.

    One without is a `datetime.timedelta`, as `read_duration` gives it.
    """

    months: int
    rest: timedelta = timedelta()

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        spell = f"{years}Y" * bool(years) + f"{months}M" * bool(months)
        days, seconds = divmod(abs(self.rest), timedelta(days=1))
        spell += f"{days}D" * bool(days)
        clock = f"T{seconds.total_seconds():g}S" if seconds else ""
        is_negative = self.months < 0 or self.rest < timedelta()
        return "-" * is_negative + f"P{spell}{clock}" if spell or clock else "PT0S"


def read_duration(text: str) -> timedelta | Duration:
    """Read an `xsd:duration`; raises ValueError.

    >>> read_duration("PT1H25M")
    datetime.timedelta(seconds=5100)
    >>> read_duration("P1Y6M")
    Duration(months=18, rest=datetime.timedelta(0))
    """
    found = DURATION.fullmatch(text)
    if found is None or text[-1] in "PT":
        raise ValueError(f"{text!r} is no duration")
    sign, *parts = found.groups()
    years, months, days, hours, minutes = (int(p or 0) for p in parts[:5])
    seconds = Decimal(parts[5] or 0)
    turn = -1 if sign else 1
    rest = timedelta(days, hours=hours, minutes=minutes, microseconds=int(seconds * 1_000_000))
    whole = years * 12 + months
    return Duration(turn * whole, turn * rest) if whole else turn * rest
