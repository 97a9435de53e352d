"""Show what is not known of a node, and where documents disagree about it.

Gaps and conflicts of a card come in; each goes out with the status of what says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.card import Conflict, Gap
from jnkg.pages.reading import Reading, Record, record, records


@dataclass(frozen=True, slots=True)
class Lack:
    """A gap, and the record of it."""

    gap: Gap
    record: Record


@dataclass(frozen=True, slots=True)
class Dispute:
    """A conflict, the record of it, and the records of what prefers one version."""

    conflict: Conflict
    record: Record
    choices: tuple[Record, ...]


def lacks(reader: Reading, gaps: Iterable[Gap]) -> list[Lack]:
    """Give gaps with their records, each once."""
    found = list({gap.name.iri: gap for gap in gaps}.values())
    nodes = (ox.NamedNode(gap.name.iri) for gap in found)
    return [Lack(gap, each) for gap, each in zip(found, records(reader, nodes), strict=True)]


def disputes(reader: Reading, conflicts: Iterable[Conflict]) -> list[Dispute]:
    """Give conflicts with their records and with the preferences that resolve them."""
    return [dispute(reader, conflict) for conflict in conflicts]


def dispute(reader: Reading, conflict: Conflict) -> Dispute:
    """Give a conflict with its record and with the preferences that resolve it."""
    node = ox.NamedNode(conflict.name.iri)
    choices = records(reader, reader.pointing("resolvesConflict", node))
    return Dispute(conflict, record(reader, node), tuple(choices))
