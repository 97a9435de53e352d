"""Say from which worlds on a graph or a node is there.

A Dataset comes in; levels go out. A level is the rank of a status and a day (ISO; empty: always):
what has it is in every world whose ceiling is no stronger and whose day is no earlier. What is
known in several ways has several levels, of which none is covered by another.
"""

from __future__ import annotations

from collections.abc import Mapping

from jnkg.dataset import Dataset, Entry
from jnkg.names import STATUSES
from jnkg.turtle import Term

Level = tuple[int, str]
RANK = {name.capitalize(): rank for rank, name in enumerate(STATUSES)}
ALWAYS: Level = (0, "")
IdentityLevels = Mapping[Term, tuple[Level, ...]]
"""The levels of the identity blocks, by node."""


def level(entry: Entry) -> Level | None:
    """Give the level of a graph of claims; None where it claims nothing or has no day."""
    rank = RANK.get(entry.file.status)
    return (rank, entry.known_from) if rank is not None and entry.known_from else None


def covers(one: Level, other: Level) -> bool:
    """Tell whether what has level `one` is in every world in which `other` is."""
    return one[0] <= other[0] and one[1] <= other[1]


def identity_levels(dataset: Dataset) -> IdentityLevels:
    """Give the levels of the identity blocks, by node.

    A block is there as soon as a claim mentions its node, or an identity block that is there.
    """
    waiting: dict[Level, set[Term]] = {}
    for entry in dataset.catalogue:
        at = level(entry)
        if at:
            nodes = waiting.setdefault(at, set())
            nodes.update(n for t in entry.file.triples for n in (t.subject, t.object))
            if entry.document:
                nodes.add(entry.document)
    return spread(waiting, mentions(dataset))


def mentions(dataset: Dataset) -> dict[Term, set[Term]]:
    """Give what each identity block mentions, by node."""
    blocks: dict[Term, set[Term]] = {}
    for file in dataset.of("identity"):
        for triple in file.triples:
            blocks.setdefault(triple.subject, set()).add(triple.object)
    return blocks


def spread(
    waiting: Mapping[Level, set[Term]], blocks: Mapping[Term, set[Term]]
) -> dict[Term, tuple[Level, ...]]:
    """Carry levels from block to block, the earliest day first and on it the strongest status."""
    found: dict[Term, list[Level]] = {}
    for at in sorted(waiting, key=lambda v: (v[1], v[0])):
        nodes = [n for n in waiting[at] if n in blocks]
        while nodes:
            node = nodes.pop()
            known = found.setdefault(node, [])
            if not any(covers(one, at) for one in known):
                known.append(at)
                nodes += [n for n in blocks[node] if n in blocks]
    return {node: tuple(levels) for node, levels in found.items()}
