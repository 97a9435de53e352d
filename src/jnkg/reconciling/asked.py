"""Read what a client of the reconciliation service sent: a batch of queries, or an extension.

JSON text comes in, Asked and Extension go out. What is malformed raises Malformed, which says
where.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from jnkg.errors import Misuse

BATCH = 50
"""As many queries, or things to extend, may be sent at once."""
COMPARED = 500
"""As many values of properties may be sent in one batch, since each is held against everything."""
COLUMNS = 50
"""As many properties may be asked of a thing, or constrain a query."""
USUAL, MOST = 10, 50
"""As many candidates are given where a query does not say, and at most."""
LONGEST = 1000
"""Characters of a name, an identifier or a value."""
FIELDS = ("query", "type", "limit", "properties", "type_strict")
STRICTNESS = ("any", "all", "should")

Tree = Mapping[str, object]


class Malformed(Misuse):
    """What was sent is not what the protocol asks for; `nearest` are names that could be meant."""

    def __init__(self, en: str, ja: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(en, ja)
        self.nearest = tuple(nearest)


class TooMany(Malformed):
    """More was sent at once than is answered at once; `most` is the limit."""

    def __init__(self, number: int, most: int, en: str, ja: str) -> None:
        super().__init__(
            f"Send at most {most} {en} at once; there are {number}.",
            f"一度に送れる{ja}は{most}件までです（{number}件あります）。",
        )
        self.most = most


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a client's table: its text, and the identifier where it was matched before."""

    text: str
    known: str = ""


@dataclass(frozen=True, slots=True)
class Constraint:
    """What a property of the thing sought should be: one of some values."""

    property: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One query; `strictness` is any, all or should, `types` and properties as they were typed."""

    text: str
    types: tuple[str, ...] = ()
    strictness: str = "any"
    limit: int = USUAL
    constraints: tuple[Constraint, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """A property to be fetched, with its settings."""

    property: str
    limit: int = 0
    language: str = ""
    dates: str = "date"


@dataclass(frozen=True, slots=True)
class Extension:
    """Things whose properties are wanted, and the properties."""

    things: tuple[str, ...]
    wishes: tuple[Wish, ...]


def read_json(text: str) -> Tree:
    """Read a JSON object; raises Malformed for anything else, also for what no UTF-8 can hold."""
    try:
        found = json.loads(text, parse_constant=refuse_constant)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        refuse("This is not JSON.", "JSONとして読めません。")
    return as_object(found, "the whole", "全体")


def refuse_constant(name: str) -> NoReturn:
    """Refuse NaN and infinities, which JSON does not have; raises ValueError."""
    raise ValueError(name)


def refuse(en: str, ja: str) -> NoReturn:
    """Raise Malformed."""
    raise Malformed(en, ja)


def as_object(found: object, en: str, ja: str) -> Tree:
    """Give an object back; raises Malformed where it is none."""
    if not isinstance(found, dict):
        refuse(f"JSON object expected: {en}.", f"JSONのオブジェクトが必要です（{ja}）。")
    return found


def as_list(found: object, place: str) -> Sequence[object]:
    """Give a list back; raises Malformed where it is none."""
    if not isinstance(found, list):
        refuse(f"JSON list expected: {place}.", f"JSONの配列が必要です（{place}）。")
    return found


def as_text(found: object, place: str) -> str:
    """Give a text back; raises Malformed where it is none, or is too long to be a name."""
    if not isinstance(found, str):
        refuse(f"JSON string expected: {place}.", f"JSONの文字列が必要です（{place}）。")
    if len(found) > LONGEST:
        refuse(
            f"{place} is longer than {LONGEST} characters.",
            f"{place} が{LONGEST}字を超えています。",
        )
    return found


def fields(found: object, known: Sequence[str], required: Iterable[str], place: str) -> Tree:
    """Give an object back; raises Malformed where a field is missing or not known."""
    tree = as_object(found, place, place)
    strange = sorted(tree.keys() - set(known))
    if strange:
        refuse(
            f"{place} has a field {strange[0]!r}; it may have: {', '.join(known)}.",
            f"{place} に「{strange[0]}」という項目があります。使えるもの：{'、'.join(known)}。",
        )
    for name in required:
        if name not in tree:
            refuse(f"{place} needs {name}.", f"{place} に {name} が必要です。")
    return tree


def read_batch(text: str) -> dict[str, Asked]:
    """Read a batch of queries by their names; raises Malformed."""
    batch = read_json(text)
    if len(batch) > BATCH:
        raise TooMany(len(batch), BATCH, "queries", "クエリ")
    asked = {name: read_query(found, name) for name, found in batch.items()}
    compared = sum(len(c.values) for each in asked.values() for c in each.constraints)
    if compared > COMPARED:
        raise TooMany(compared, COMPARED, "values of properties", "プロパティの値")
    return asked


def read_query(found: object, place: str) -> Asked:
    """Read one query; raises Malformed."""
    tree = fields(found, FIELDS, (), place)
    constraints = read_constraints(tree.get("properties", []), f"{place}.properties")
    if "query" not in tree and not tree.get("properties"):
        refuse(
            f"{place} needs query or properties.",
            f"{place} に query または properties が必要です。",
        )
    strictness = tree.get("type_strict", STRICTNESS[0])
    if strictness not in STRICTNESS:
        refuse(
            f"{place}.type_strict is one of {', '.join(STRICTNESS)}.",
            f"{place}.type_strict は {'、'.join(STRICTNESS)} のいずれかです。",
        )
    return Asked(
        as_text(tree.get("query", ""), f"{place}.query").strip(),
        read_types(tree.get("type", []), f"{place}.type"),
        str(strictness),
        min(whole_number(tree.get("limit", USUAL), 1, f"{place}.limit"), MOST),
        constraints,
    )


def read_types(found: object, place: str) -> tuple[str, ...]:
    """Read one type or several, each as text or as an object with an `id`; raises Malformed."""
    listed = found if isinstance(found, list) else [found]
    if len(listed) > COLUMNS:
        raise TooMany(len(listed), COLUMNS, "types", "型")
    named = [each.get("id") if isinstance(each, dict) else each for each in listed]
    return tuple(text for each in named if (text := as_text(each, place).strip()))


def whole_number(found: object, least: int, place: str) -> int:
    """Read a whole number; raises Malformed for anything else, and for one that is too small."""
    is_number = isinstance(found, int | float) and not isinstance(found, bool)
    number = float(found) if is_number else -1.0  # type: ignore[arg-type]
    if number != number // 1 or not least <= number < 2**31:
        refuse(
            f"{place} is a whole number, {least} or more.",
            f"{place} は{least}以上の整数です。",
        )
    return int(number)


def read_constraints(found: object, place: str) -> tuple[Constraint, ...]:
    """Read constraints; one without any value constrains nothing. Raises Malformed."""
    listed = as_list(found, place)
    if len(listed) > COLUMNS:
        raise TooMany(len(listed), COLUMNS, "properties", "プロパティ")
    read = (read_constraint(each, f"{place}[{n}]") for n, each in enumerate(listed))
    return tuple(each for each in read if each.values)


def read_constraint(found: object, place: str) -> Constraint:
    """Read a property and the values that it should have; raises Malformed."""
    tree = fields(found, ("pid", "v"), ("pid", "v"), place)
    given = tree["v"]
    listed = given if isinstance(given, list) else [given]
    if len(listed) > BATCH:
        raise TooMany(len(listed), BATCH, "values", "値")
    values = (read_value(each, f"{place}.v") for each in listed)
    return Constraint(
        as_text(tree["pid"], f"{place}.pid"),
        tuple(value for value in values if value.text or value.known),
    )


def read_value(found: object, place: str) -> Value:
    """Read a value: text, number, truth, or a thing that was matched before; raises Malformed."""
    if found is None:
        return Value("")
    if isinstance(found, bool):
        return Value(str(found).lower())
    if isinstance(found, int | float):
        return Value(format(found, "g") if isinstance(found, float) else str(found))
    if isinstance(found, dict):
        tree = fields(found, ("id", "name"), ("id",), place)
        known = as_text(tree["id"], f"{place}.id").strip()
        return Value(as_text(tree.get("name", ""), f"{place}.name").strip(), known)
    return Value(as_text(found, place).strip())


def read_extension(text: str) -> Extension:
    """Read what things and which of their properties are wanted; raises Malformed."""
    tree = fields(read_json(text), ("ids", "properties"), ("ids", "properties"), "extend")
    things, wishes = as_list(tree["ids"], "ids"), as_list(tree["properties"], "properties")
    if len(things) > BATCH:
        raise TooMany(len(things), BATCH, "identifiers", "識別子")
    if len(wishes) > COLUMNS:
        raise TooMany(len(wishes), COLUMNS, "properties", "プロパティ")
    return Extension(
        tuple(dict.fromkeys(as_text(each, f"ids[{n}]") for n, each in enumerate(things))),
        tuple(read_wish(each, f"properties[{n}]") for n, each in enumerate(wishes)),
    )


def read_wish(found: object, place: str) -> Wish:
    """Read a property and how it is wanted; raises Malformed."""
    tree = fields(found, ("id", "settings"), ("id",), place)
    given = fields(tree.get("settings") or {}, SETTINGS, (), f"{place}.settings")
    wish = Wish(
        as_text(tree["id"], f"{place}.id"),
        whole_number(read_digits(given.get("limit", 0)), 0, f"{place}.settings.limit"),
        as_text(given.get("language", ""), f"{place}.settings.language"),
        as_text(given.get("dates", "date"), f"{place}.settings.dates"),
    )
    for name, known in CHOICES.items():
        if getattr(wish, name) not in known:
            refuse(
                f"{place}.settings.{name} is one of {', '.join(filter(None, known))}.",
                f"{place}.settings.{name} は {'、'.join(filter(None, known))} のいずれかです。",
            )
    return wish


def read_digits(found: object) -> object:
    """Give the number that a text writes out: forms send numbers as text."""
    is_digits = isinstance(found, str) and found.isascii() and found.isdecimal()
    return int(str(found)[:10]) if is_digits else found


CHOICES = {"language": ("", "en", "ja", "both"), "dates": ("date", "text")}
"""What the settings with a fixed set of values may be; empty is the language of the service."""
SETTINGS = ("limit", *CHOICES)
