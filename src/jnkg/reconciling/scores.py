"""Score how well a thing answers a query: by name, by type, by what its properties are.

Names and values come in, numbers from 0 to 100 go out. All numbers that the score is made of stand
here; `docs/reconciliation.md` explains them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from jnkg.find import IDENTIFIER, LABEL, NAME, PRINTED
from jnkg.reconciling.called import HIDDEN, Name
from jnkg.reconciling.spelling import fold, in_order, is_latin, pairs, romaji, stands_in

EQUAL = {"name_exact": 100, "name_fold": 98, "name_order": 96, "name_romaji": 94}
"""What a name is worth that is the same as the query, by how much has to be looked through."""
LESS = {LABEL: 0, NAME: 1, IDENTIFIER: 3, PRINTED: 5, HIDDEN: 25}
"""What is taken off where it is not the label that is the same, by the kind of name."""
PART_LEAST, PART_MORE = 30, 45
"""A name that holds the query, or is held by it: this, and this times the part that they share."""
ALIKE, ALIKE_LEAST = 70, 0.7
"""Names that are only alike: this times the likeness, from that likeness on (1 is equal)."""
AGREES, HALF, UNKNOWN, DIFFERS = 5, 1, -10, -25
"""What a property adds: it is as asked, is so in part, is not recorded, is something else."""
OTHER_TYPE = -20
"""What a type adds that is not the one asked for, where types only should fit (`should`)."""
LEAST = 40
"""Candidates below this are left out."""
APART = 10
"""By so much the best has to lead for it to be called a match."""
NUMBER = re.compile(r"\d+")


class Query:
    """A name that is looked for, with its keys worked out once."""

    __slots__ = ("folded", "ordered", "pairs", "romaji", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.ordered = in_order(self.folded)
        self.romaji = romaji(self.folded) if is_latin(self.folded) else ""
        self.pairs = pairs(self.folded)


Features = dict[str, bool | float]


def is_code(name: Name) -> bool:
    """Tell whether a name is a mere code: a country's letters, a clause's number."""
    short = len(name.folded) <= 3 and name.folded.isascii()
    return name.kind in (IDENTIFIER, PRINTED) and (short or not any(c.isalpha() for c in name.text))


def name_features(query: Query, name: Name) -> Features:
    """Tell in what respects a name is the same as the query; a code only as it is written."""
    is_exact = name.text == query.text
    is_folded = is_exact or (name.folded == query.folded and not is_code(name))
    is_ordered = is_folded or (
        bool(query.ordered) and name.ordered == query.ordered and is_latin(name.folded)
        and not is_code(name)
    )  # fmt: skip
    is_romaji = is_ordered or (bool(query.romaji) and name.romaji == query.romaji)
    return {
        "name_exact": is_exact,
        "name_fold": is_folded,
        "name_order": is_ordered,
        "name_romaji": is_romaji,
        "name_part": 1.0 if is_folded else part(query, name),
        "name_similarity": 1.0 if is_folded else likeness(query, name),
    }


def part(query: Query, name: Name) -> float:
    """Tell how much of the longer of two names the shorter is, where it stands in it; else 0."""
    if is_code(name) or not query.folded:
        return 0.0
    shorter, longer = sorted((query.folded, name.folded), key=len)
    if stands_in(shorter, longer) or has_words(query.ordered, name.ordered):
        return round(len(shorter) / len(longer), 3)
    return 0.0


def has_words(words: str, others: str) -> bool:
    """Tell whether all words of a name in an alphabet are words of another name."""
    wanted = set(words.split())
    return len(words) > 2 and is_latin(words) and bool(wanted) and wanted <= set(others.split())


def likeness(query: Query, name: Name) -> float:
    """Tell how alike two names are by their pairs of letters (Dice), from 0 to 1.

    Names with other numbers are of other things: 2018 is not 2020.
    """
    if is_code(name) or NUMBER.findall(query.folded) != NUMBER.findall(name.folded):
        return 0.0
    theirs = pairs(name.folded)
    return round(2 * len(query.pairs & theirs) / (len(query.pairs) + len(theirs)), 3)


def name_score(features: Features, kind: str) -> float:
    """Score a name by its features."""
    equal = next((worth for way, worth in EQUAL.items() if features[way]), 0)
    if equal:
        return equal - LESS[kind]
    held, alike = float(features["name_part"]), float(features["name_similarity"])
    by_part = PART_LEAST + PART_MORE * held if held else 0.0
    by_likeness = ALIKE * alike if alike >= ALIKE_LEAST else 0.0
    return max(by_part, by_likeness) - (LESS[kind] if kind in (PRINTED, HIDDEN) else 0)


def is_same(features: Features) -> bool:
    """Tell whether a name is the same as the query in some respect."""
    return any(features[way] for way in EQUAL)


def property_score(agreement: float | None) -> int:
    """Score a property by how far it agrees; None where nothing is recorded."""
    if agreement is None:
        return UNKNOWN
    if agreement >= 1:
        return AGREES
    return HALF if agreement > 0 else DIFFERS


def feature_list(features: Mapping[str, bool | float]) -> list[dict[str, object]]:
    """Give features as the protocol has them."""
    return [{"id": name, "value": value} for name, value in features.items()]
