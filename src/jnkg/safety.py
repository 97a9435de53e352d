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

from jnkg.errors import CallsOut
from jnkg.names import PREFIXES
from jnkg.tokens import TOKEN, declared

CALL = re.compile("service", re.IGNORECASE)
FIRST = re.compile("s(?=ervice)", re.IGNORECASE)
LAST = re.compile(r"service(?:silent)?\Z", re.IGNORECASE)
GROUP = re.compile(r"[\x00-\x20]*+\{")
TARGET = re.compile(
    r"""[\x00-\x20]*+(?:silent[\x00-\x20]*+)?"""
    r"""(?:<[^\x00-\x20<>"{}|^`]*+>|[?$][\w\x80-\U0010ffff]++"""
    r"""|[^\x00-\x20<>{}?$:]*+:[^\x00-\x20{]*+)[\x00-\x20]*+\{""",
    re.IGNORECASE,
)
"""What follows the keyword where it is one: a variable, an IRI or a name, and a group."""
ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(000[0-9A-Fa-f]{5}|0010[0-9A-Fa-f]{4})")
UNESCAPED = re.compile(r"\\(.)")
DOTTED = re.compile(r":[\w-]+\.[\w-]+\.[\w-]")


def safe(text: str) -> str:
    """Give a query as the engine may see it; lines stay where they are.

    Raises CallsOut where it asks another server, or may be read as if it did.
    """
    capitals = text.upper()
    if "SERVICE" not in capitals and "\\U" not in capitals and not DOTTED.search(text):
        return text
    prefixes = {**PREFIXES, **declared(text)}
    shown = TOKEN.sub(lambda found: rewritten(found, prefixes), text)
    plain = ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
    if calls_out(shown) or (plain != text and calls_out(TOKEN.sub(hushed, plain))):
        raise CallsOut
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
    if token.lastgroup != "name" or not any(begins_anew(at) for at in CALL.finditer(token[0])):
        return False
    end = token.end()
    return bool(GROUP.match(text, end) or (LAST.search(token[0]) and TARGET.match(text, end)))


def begins_anew(at: re.Match[str]) -> bool:
    """Tell whether letters in a name may be read apart from what stands before them.

    In a prefix they may, behind a number or a truth; in what follows it any reading takes them
    along with the letter before them.
    """
    name, start = at.string, at.start()
    return start < name.index(":") or not (name[start - 1].isalnum() or name[start - 1] in "_-")
