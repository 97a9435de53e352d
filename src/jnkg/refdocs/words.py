"""Give the words that the pages say of themselves, in one language.

They stand in `words.toml`; a word that is missing in a language is a bug and raises KeyError.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from markupsafe import Markup, escape


@cache
def table() -> dict[str, dict[str, str]]:
    """Read the table of words."""
    text = files("jnkg.refdocs").joinpath("words.toml").read_text("utf-8")
    return tomllib.loads(text)


class Words:
    """The words of one language, by key."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, *places: object, **named: object) -> Markup:
        """Give a word, its places filled; what fills them is escaped unless it is markup."""
        return escape(table()[key][self.language]).format(*places, **named)

    def __contains__(self, key: str) -> bool:
        """Tell whether there is such a word."""
        return key in table()

    def joined(self, items: list[Markup]) -> Markup:
        """Put items in a row as the language does."""
        return escape(table()["comma"][self.language]).join(items)
