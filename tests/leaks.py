"""Find text in a page that is not in the language it is said to be in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

LATIN = re.compile(r"[A-Za-zÀ-ɏ]+")
JAPANESE = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff66-\uff9f]+")
VOID = {"meta", "link", "br", "input", "img", "hr", "rect", "path"}
SILENT = {"script", "style"}
SPOKEN = {"alt", "aria-label", "data-done", "data-found", "data-none", "placeholder", "title"}


class Texts(HTMLParser):
    """Collects text by the language that holds where it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.language = ""
        self.said: list[tuple[str, str]] = []

    def here(self) -> str:
        return self.open[-1][1] if self.open else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or self.here()
        if tag == "html":
            self.language = language
        self.said += [(language, v) for name, v in attrs if name in SPOKEN and v]
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self.open and self.open[-1][0] in SILENT):
            self.said.append((self.here(), data))


def texts(page: str) -> Texts:
    """Read the texts of a page."""
    reader = Texts()
    reader.feed(page)
    reader.close()
    return reader


def latin_words(japanese: Iterable[str]) -> set[str]:
    """Give the words in Latin letters that Japanese texts themselves use."""
    return {word for text in japanese for word in LATIN.findall(text)}


def leaks(page: str, latin: set[str]) -> list[str]:
    """Give what a page says in its own language that is not of it.

    An English page says nothing in Japanese script; a Japanese page uses no word in Latin letters
    that no Japanese text of the project uses.
    """
    read = texts(page)
    own = [text for language, text in read.said if language == read.language]
    if read.language == "en":
        return [run for text in own for run in JAPANESE.findall(text)]
    return [word for text in own for word in LATIN.findall(text) if word not in latin]
