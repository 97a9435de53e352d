"""Say things in one language, and mark what is printed in another.

A Namer's texts may hold words that exist only as a document prints them. Here they come wrapped
in marks of the Unicode private use area, which `marked` turns into elements with a `lang`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import pyoxigraph as ox
from markupsafe import Markup, escape

from jnkg.dataset import Objects
from jnkg.labels import Namer
from jnkg.names import LANGUAGES, PREFIXES, RDFS_LABEL

OPEN, BETWEEN, CLOSE = "\ue000", "\ue001", "\ue002"
MARK = re.compile(f"{OPEN}([^{BETWEEN}]*){BETWEEN}([^{CLOSE}]*){CLOSE}")
JAPANESE = re.compile(r"([\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff66-\uff9f]+)")
SKOS = PREFIXES["skos"]
ROWS = (
    ("あ", "ア行"), ("下", "カ行"), ("些", "サ行"), ("他", "タ行"), ("奈", "ナ行"),
    ("巴", "ハ行"), ("摩", "マ行"), ("也", "ヤ行"), ("羅", "ラ行"), ("和", "ワ行"),
)  # fmt: skip
"""The first kanji of each row of the syllabary in JIS X 0208, level 1."""
KANA = "ァカサタナハマャラヮ"


class Speaker(Namer):
    """Names nodes in one language; what is printed in another comes marked."""

    def values(self, node: ox.NamedNode, predicate: str) -> list[str]:
        """Give literal values, marked where they are not of the reader's language."""
        literals = [o for o in self.objects.get((node, predicate), ()) if isinstance(o, ox.Literal)]
        own = [o for o in literals if o.language == self.language]
        return [mark(o, self.language) for o in sorted(own or literals, key=lambda o: o.value)]

    def own_text(self, node: ox.NamedNode, predicate: str) -> str:
        """Give a text in the reader's language alone, empty where there is none."""
        found = self.objects.get((node, predicate), ())
        texts = [
            o.value for o in found if isinstance(o, ox.Literal) and o.language == self.language
        ]
        return min(texts, default="")


def mark(literal: ox.Literal, language: str) -> str:
    """Wrap a literal in marks unless it is in a language, or in none that it shows."""
    tag = literal.language or ("ja" if JAPANESE.search(literal.value) else language)
    if tag == language:
        return literal.value
    return f"{OPEN}{tag}{BETWEEN}{literal.value}{CLOSE}"


def marked(text: str) -> Markup:
    """Turn marks into elements that say their language."""
    out, at = Markup(), 0
    for found in MARK.finditer(text):
        out += escape(text[at : found.start()])
        out += Markup('<span lang="{}" translate="no">{}</span>').format(found[1], found[2])
        at = found.end()
    return out + escape(text[at:])


def quoting(text: str, language: str) -> Markup:
    """Mark the Japanese words that an English text quotes."""
    runs = JAPANESE.split(text) if language != "ja" else [text]
    return Markup().join(
        Markup('<span lang="ja" translate="no">{}</span>').format(run) if place % 2 else escape(run)
        for place, run in enumerate(runs)
    )


def plain(text: str) -> str:
    """Take the marks away."""
    return MARK.sub(lambda found: found[2], text)


def speakers(objects: Objects) -> dict[str, Speaker]:
    """Give a speaker for each language."""
    return {language: Speaker(objects, language) for language in LANGUAGES}


def sort_key(label: str, language: str) -> tuple[str, bytes, str]:
    """Put labels in order: English by letters, Japanese as JIS X 0208 has it.

    That standard orders kana by the syllabary and the usual kanji by their usual reading, so that a
    list without readings comes close to the order of a dictionary, and is the same everywhere.
    """
    if language == "en":
        return label.casefold(), b"", label
    folded = to_katakana(unicodedata.normalize("NFKC", label))
    return group(label, language)[0], folded.encode("euc_jp", "replace"), label


def to_katakana(text: str) -> str:
    """Write hiragana as katakana, so that both sort together."""
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)


def group(label: str, language: str) -> tuple[str, str]:
    """Give the group of a label in an index: a key to sort by, and its heading."""
    first = unicodedata.normalize("NFKC", label)[:1].upper()
    if language == "en":
        return first, first
    if first.isascii():
        return "0", "英数字"
    first = to_katakana(first)
    if "ァ" <= first <= "ヶ":
        row = sum(first >= start for start in KANA) - 1
    else:
        code = first.encode("euc_jp", "replace")
        if not b"\xb0\xa1" <= code < b"\xd0\xa1":
            return "2", "その他"
        row = sum(code >= kanji.encode("euc_jp") for kanji, _ in ROWS[1:])
    return f"1{row}", ROWS[row][1]


def languages_of(literals: Iterable[object]) -> set[str]:
    """Give the languages of some literals."""
    return {o.language for o in literals if isinstance(o, ox.Literal) and o.language}


def label_text(speaker: Speaker, node: ox.NamedNode) -> str:
    """Give the editors' label of a node in the speaker's language, else its name."""
    return speaker.own_text(node, RDFS_LABEL) or plain(speaker.label(node))
