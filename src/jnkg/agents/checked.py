"""Hold what a caller gives against the schema of a tool, and say in both languages what is wrong.

Arguments come in; nothing goes out, or Misuse is raised that names the argument.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from jnkg.agents.schemas import Schema
from jnkg.agents.served import TOOLS, Tool
from jnkg.errors import Misuse

WORDS = {
    "required": ("Give the argument {name}.", "引数「{name}」を指定してください。"),
    "enum": ("{name} is one of {known}.", "{name}は{known}のいずれかです。"),
    "type": ("{name} is of the type {known}.", "{name}の型は{known}です。"),
    "minimum": ("{name} is {known} at least.", "{name}は{known}以上です。"),
    "maximum": ("{name} is {known} at most.", "{name}は{known}以下です。"),
    "minLength": ("{name} is empty.", "{name}が空です。"),
    "pattern": ("{name} does not have the form {known}.", "{name}が{known}の形ではありません。"),
}
OTHERWISE = ("{name} is not as its schema says.", "{name}がスキーマに合いません。")
"""What is said of a fault, by the keyword of the schema that finds it."""


class UnknownName(Misuse):
    """There is no tool, question or argument of a name; `nearest` are those that come close."""

    def __init__(self, name: str, nearest: Sequence[str], known: Sequence[str] = ()) -> None:
        near_en = f" Nearest: {', '.join(nearest)}." if nearest else ""
        near_ja = f"近いもの：{'、'.join(nearest)}。" if nearest else ""
        super().__init__(
            f"There is no {name!r} here.{near_en}" + (f" Known: {', '.join(known)}." * bool(known)),
            f"「{name}」はありません。{near_ja}"
            + (f"使えるもの：{'、'.join(known)}。" * bool(known)),
        )
        self.nearest = tuple(nearest)


def find_tool(name: str) -> Tool:
    """Find a tool; raises UnknownName with the nearest."""
    if name not in TOOLS:
        raise UnknownName(name, get_close_matches(name, TOOLS, 3, 0.4), list(TOOLS))
    return TOOLS[name]


def hold(schema: Schema, given: Mapping[str, object]) -> None:
    """Let arguments pass that a schema allows; raises Misuse, UnknownName for any other."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    known = schema["properties"]
    names = list(known) if isinstance(known, Mapping) else []
    for key in given:
        if key not in names:
            raise UnknownName(key, get_close_matches(key, names, 3, 0.4), names)
    fault = best_match(Draft202012Validator(schema).iter_errors(dict(given)))
    if fault is None:
        return
    wanted = fault.validator_value
    missing = [key for key in wanted if key not in given] if fault.validator == "required" else []
    name = ", ".join(missing) or ".".join(map(str, fault.absolute_path)) or "?"
    listed = ", ".join(map(str, wanted)) if isinstance(wanted, list) else str(wanted)
    en, ja = (w.format(name=name, known=listed) for w in WORDS.get(fault.validator, OTHERWISE))
    raise Misuse(en, ja)
