"""Bring the ways of writing one name together: width, case, kana, marks, order, romanisation.

Text comes in, keys go out; two names with one key are written differently at most in what the key
is blind to. `fold` is blind to least, `romaji` to most.
"""

from __future__ import annotations

import re
from functools import lru_cache

from jnkg import fold as searching

VARIANTS = str.maketrans("髙﨑德邉邊齋斎齊澤濱廣國嶋瀨惠眞龍", "高崎徳辺辺斉斉斉沢浜広国島瀬恵真竜")
"""Forms of kanji that names are written with, and the form that stands for all of them."""
BRITISH = tuple(
    (re.compile(pattern), american)
    for pattern, american in (
        (r"\bdefence\b", "defense"), (r"\bprogramme", "program"), (r"\bcentre\b", "center"),
        ("isation", "ization"), ("co-operation", "cooperation"),
    )
)  # fmt: skip
"""What British writers spell otherwise than American ones, in the words of this field."""
APART = re.compile(r"[\W_]+")
LONG = re.compile(r"o[uo]|oh(?![aeiouy])|uu|ee|aa|ii")
TO_HEPBURN = tuple(
    (re.compile(pattern), hepburn)
    for pattern, hepburn in (
        ("sy", "sh"), ("ty", "ch"), ("[zj]y", "j"), ("si", "shi"), ("ti", "chi"), ("tu", "tsu"),
        ("(?<![sc])hu", "fu"), ("zi", "ji"), ("cch", "tch"), ("m(?=[bmp])", "n"),
    )
)  # fmt: skip
"""Spellings of the official romanisation, and how Hepburn writes them."""


@lru_cache(2048)
def fold(text: str) -> str:
    """Fold as searching does, and write each kanji and each English word in one way."""
    folded = searching.fold(text).translate(VARIANTS)
    for british, american in BRITISH if is_latin(folded) else ():
        folded = british.sub(american, folded)
    return folded


def in_order(folded: str) -> str:
    """Put the words of a folded name in the order of the alphabet, without what stands between."""
    return " ".join(sorted(word for word in APART.split(folded) if word))


def romaji(folded: str) -> str:
    """Write romanised Japanese one way: long vowels short, Hepburn's letters, words in order."""
    words = []
    for word in APART.split(folded):
        for official, hepburn in TO_HEPBURN:
            word = official.sub(hepburn, word)
        words.append(LONG.sub(lambda found: found[0][0], word))
    return " ".join(sorted(filter(None, words)))


def pairs(folded: str) -> set[str]:
    """Give the pairs of letters of a folded name, its beginning and end counted."""
    marked = f"^{folded}$"
    return {marked[at : at + 2] for at in range(len(marked) - 1)}


def is_latin(folded: str) -> bool:
    """Tell whether a folded name is written in an alphabet, so that words are set apart."""
    return max(folded, default="") < "\u2e80"


def stands_in(part: str, whole: str) -> bool:
    """Tell whether one folded text stands in another; in an alphabet, as whole words."""
    if part not in whole:
        return False
    if not is_latin(part):
        return len(part) > 1
    apart = f" {APART.sub(' ', part).strip()} "
    return len(apart) > 4 and apart in f" {APART.sub(' ', whole)} "
