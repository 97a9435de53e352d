"""Part what was written from what was inferred, and show conclusions of one strength together.

Claims of a card come in; claims go out. Conclusions lie in a graph for each day; a reader of a page
asks how strong they are, not in which graph they lie.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from jnkg.card import Claim, Line, Name, Value


def written(claims: Iterable[Claim]) -> list[Claim]:
    """Give the claims that somebody wrote."""
    return [claim for claim in claims if claim.basis.status != "inferred"]


def concluded(claims: Iterable[Claim]) -> list[Claim]:
    """Give the conclusions, one claim for each status of the weakest premise."""
    merged: dict[str, Claim] = {}
    for claim in claims:
        if claim.basis.status == "inferred":
            weakest = claim.basis.weakest
            before = merged.get(weakest, replace(claim, lines=()))
            merged[weakest] = Claim(before.basis, joined((*before.lines, *claim.lines)))
    return list(merged.values())


def joined(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Join the lines of one property, each value once."""
    values: dict[Name, dict[Value, None]] = {}
    for line in lines:
        values.setdefault(line.property, {}).update(dict.fromkeys(line.values))
    return tuple(Line(name, tuple(found)) for name, found in values.items())
