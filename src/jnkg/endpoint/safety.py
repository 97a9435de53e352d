"""Keep queries inside this graph: none may make the engine ask another server (SERVICE).

The text of a query comes in, and goes out as the engine may see it. The engine reads letters, not
tokens (`1SERVICE<x>{}` and `SERVICESILENT<x>{}` call out), so no reading of ours decides alone:
what goes out holds those letters nowhere but in IRIs, variables and prefixed names where they
cannot be the keyword. In texts their first letter is written as an escape, comments are blanked.
A reading that goes astray then yields a query that is refused, never one that calls out.

The engine also cuts a prefixed name at its second dot (`jnd:passage-2014-ipcp-3.1.4`), without a
word in a VALUES block (pyoxigraph 0.5.13). Such names go out as IRIs.
"""

from __future__ import annotations

import re

from jnkg.endpoint.problems import Problem
from jnkg.endpoint.tokens import TOKEN, declared
from jnkg.names import PREFIXES

CALL = re.compile("service", re.IGNORECASE)
FIRST = re.compile("s(?=ervice)", re.IGNORECASE)
TARGET = re.compile(
    r"\s*(?:silent)?\s*(?:<[^>]*>|[?$]\w+|[^\s<>{}?$:]*:[^\s{]*)\s*\{", re.IGNORECASE
)
"""What follows the keyword where it is one: a variable, an IRI or a name, and a group."""
ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(000[0-9A-Fa-f]{5}|0010[0-9A-Fa-f]{4})")
UNESCAPED = re.compile(r"\\(.)")
DOTTED = re.compile(r":[\w-]+\.[\w-]+\.\w")


def safe(text: str) -> str:
    """Give a query as the engine may see it; lines stay where they are.

    Raises Problem where it asks another server, or may be read as if it did.
    """
    capitals = text.upper()
    if "SERVICE" not in capitals and "\\U" not in capitals and not DOTTED.search(text):
        return text
    prefixes = {**PREFIXES, **declared(text)}
    shown = TOKEN.sub(lambda found: rewritten(found, prefixes), text)
    plain = ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
    if calls_out(shown) or (plain != text and calls_out(TOKEN.sub(hushed, plain))):
        raise Problem(
            "no-service",
            "A query asks this graph alone: leave out SERVICE. If a name of yours only looks like "
            "it, write it as an IRI in angle brackets.",
            "クエリはこのグラフだけに問い合わせます。SERVICEを外してください。名前がそう見えるだけの"
            "場合は、山括弧で囲んだIRIで書いてください。",
        )
    return shown


def rewritten(found: re.Match[str], prefixes: dict[str, str]) -> str:
    """Give a token as the engine may see it."""
    if found.lastgroup != "name":
        return hushed(found)
    prefix, _, local = found[0].partition(":")
    if local.count(".") < 2 or prefix not in prefixes:
        return found[0]
    return "<" + prefixes[prefix] + UNESCAPED.sub(r"\1", local) + ">"


def hushed(found: re.Match[str]) -> str:
    """Give a text without the letters of the keyword, a comment as blanks, all else as it is."""
    if found.lastgroup == "comment":
        return " " * len(found[0])
    if found.lastgroup == "text":
        return FIRST.sub(lambda letter: f"\\u{ord(letter[0]):04x}", found[0])
    return found[0]


def calls_out(text: str) -> bool:
    """Tell whether a text without texts and comments may hold the keyword."""
    return any(may_call(found, text) for found in TOKEN.finditer(text))


def may_call(token: re.Match[str], text: str) -> bool:
    """Tell whether a token is the keyword, or may be taken for it and what is in front of it."""
    if token.lastgroup == "word":
        return bool(CALL.search(token[0]))
    if token.lastgroup != "name":
        return False
    colon = token[0].index(":")
    return any(
        (at.start() < colon or not is_inside(token[0], at.start()))
        and TARGET.match(text, token.start() + at.end())
        for at in CALL.finditer(token[0])
    )


def is_inside(name: str, at: int) -> bool:
    """Tell whether a place in a name follows a letter, which any reading takes along with it."""
    return name[at - 1].isalnum() or name[at - 1] in "_-"
