"""Read the tokens of a SPARQL query, without judging whether it is one.

A text comes in; what stands in it of names, IRIs, texts and comments goes out. The engine alone
parses; this serves what the engine does not tell: which prefixes and which datasets a query names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jnkg.names import PREFIXES

TOKEN = re.compile(
    r'''(?P<text>"""(?:"{0,2}+(?:[^"\\]|\\.))*+"""|\'{3}(?:'{0,2}+(?:[^'\\]|\\.))*+\'{3}'''
    r"""|"(?:[^"\\\n\r]|\\.)*+"|'(?:[^'\\\n\r]|\\.)*+')"""
    r"""|(?P<iri><[^\x00-\x20<>"{}|^`]*>)"""
    r"""|(?P<comment>\#[^\n\r]*)"""
    r"""|(?P<variable>[?$][\w\x80-\U0010ffff]+)"""
    r"""|(?P<name>(?:[A-Za-z_\x80-\U0010ffff][\w.\x80-\U0010ffff-]*+)?"""
    r""":(?:[\w:\x80-\U0010ffff-]|%[0-9A-Fa-f]{2}|\\.|\.(?=[\w:%\\.\x80-\U0010ffff-]))*+)"""
    r"""|(?P<word>[A-Za-z_\x80-\U0010ffff][\w.\x80-\U0010ffff-]*+|\d[\w\x80-\U0010ffff]*+)""",
    re.DOTALL | re.ASCII,
)
"""The longest token wins, as SPARQL says. Marks and quotes that stand alone are no tokens here.

All that is not ASCII counts as a letter: where it is none for SPARQL, the text is no query.
"""
FORMS = {"SELECT", "CONSTRUCT", "DESCRIBE", "ASK"}
UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Give the tokens of a text, but for comments; `lastgroup` of each tells its kind."""
    return (found for found in TOKEN.finditer(text) if found.lastgroup != "comment")


def opening(text: str) -> tuple[str, str]:
    """Give what stands before the first word that names a form of query, and that word.

    The word is in capitals, and empty where there is none.
    """
    for found in tokens(text):
        word = found[0].upper()
        if found.lastgroup == "word" and word in FORMS | UPDATES:
            return text[: found.start()], word
    return text, ""


def declared(text: str) -> dict[str, str]:
    """Give the prefixes that a query declares, each with its IRI as it is written."""
    found: dict[str, str] = {}
    before = ["", ""]
    for token in tokens(opening(text)[0]):
        if before[0].upper() == "PREFIX" and token.lastgroup == "iri" and before[1][-1] == ":":
            found[before[1][:-1]] = token[0][1:-1]
        before = [before[1], token[0]]
    return found


def undeclared(text: str) -> list[str]:
    """Give the prefixes that a query uses, and neither it nor this graph declares."""
    known = PREFIXES.keys() | declared(text).keys() | {"_"}
    used = (t[0].partition(":")[0] for t in tokens(text) if t.lastgroup == "name")
    return sorted(set(used) - known)


def sources(text: str) -> tuple[list[str], list[str]]:
    """Give what a query names as FROM and as FROM NAMED, as it is written."""
    given: tuple[list[str], list[str]] = ([], [])
    before = ["", ""]
    for token in tokens(text):
        if token.lastgroup in ("iri", "name"):
            if before[1] == "FROM":
                given[0].append(token[0])
            elif before == ["FROM", "NAMED"]:
                given[1].append(token[0])
        before = [before[1], token[0].upper()]
    return given
