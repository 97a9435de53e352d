"""Hold what a card shows of a node: names, claims with their bases, gaps, conflicts.

Only nouns: `claims.py` fills them from a world, `show.py` lays them out. Every text is in the
language that the card was made for.
"""

from __future__ import annotations

from dataclasses import dataclass

STATUSES = ("identity", "vocabulary", "stated", "derived", "interpreted", "inferred")
"""The statuses of a block, in the order in which a card shows them."""


@dataclass(frozen=True, slots=True)
class Name:
    """A node as a reader sees it."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A passage that a claim stands on, and the words quoted from it, empty where none are."""

    passage: Name
    quotation: str


@dataclass(frozen=True, slots=True)
class Ground:
    """One derivation or reading: its rule (None for a reading), reason, confidence and premises."""

    rule: Name | None
    reason: str
    confidence: str
    premises: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a block stands on: clauses of a document, or grounds; `status` is one of STATUSES.

    Where it was inferred, `weakest` is the status of its weakest premise.
    """

    status: str
    graph: str
    document: Name | None = None
    clauses: tuple[Clause, ...] = ()
    grounds: tuple[Ground, ...] = ()
    weakest: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """One value; `is_set_aside` where a preference keeps it out of the world's default graph."""

    text: str
    iri: str = ""
    language: str = ""
    is_set_aside: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A property and its values in one block."""

    property: Name
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A block of lines and what they stand on together."""

    basis: Basis
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A claim about another node that points at this one."""

    property: Name
    subject: Name
    kind: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Gap:
    """Something about the node, or about a claim on it, that is not there."""

    name: Name
    kind: str
    about: Name
    summary: str
    document: Name | None


@dataclass(frozen=True, slots=True)
class Version:
    """What one document says in a conflict."""

    value: str
    document: Name | None
    is_set_aside: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """A disagreement of documents about the node; `reason` is why a version was preferred."""

    name: Name
    properties: tuple[Name, ...]
    summary: str
    versions: tuple[Version, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Card:
    """All that a world says of a node, named in one language; `labels` has every language."""

    node: Name
    labels: dict[str, str]
    kinds: tuple[Name, ...]
    names: tuple[Value, ...]
    identifiers: tuple[Line, ...]
    claims: tuple[Claim, ...]
    mentions: tuple[Mention, ...]
    gaps: tuple[Gap, ...]
    conflicts: tuple[Conflict, ...]
