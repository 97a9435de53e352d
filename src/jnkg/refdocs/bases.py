"""Say where an example comes from: its document and clauses, or its rule and reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.dataset import Objects
from jnkg.names import NS, PREFIXES
from jnkg.refdocs.examples import Block
from jnkg.refdocs.nouns import Node
from jnkg.refdocs.ontology import by_name
from jnkg.refdocs.speech import Speaker

EXACT = PREFIXES["oa"] + "exact"


@dataclass(frozen=True, slots=True)
class Ground:
    """A rule (None for a reading) and the reason given."""

    rule: Node | None
    reason: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What a block stands on; `clauses` are passages with the words quoted from them."""

    status: str
    document: Node | None
    clauses: tuple[tuple[Node, tuple[ox.Literal, ...]], ...]
    grounds: tuple[Ground, ...]


def basis(block: Block, objects: Objects, speaker: Speaker) -> Basis:
    """Gather what a block stands on, in a speaker's language."""
    clauses = tuple(
        (passage, tuple(quotations(objects, evidence)))
        for evidence in follow(block, "hasEvidence")
        for passage in by_name(objects.get((evidence, NS + "inPassage"), ()))
    )
    grounds = tuple(
        Ground(
            next(iter(by_name(objects.get((ground, NS + "byRule"), ()))), None),
            speaker.own_text(ground, NS + "reason"),
        )
        for ground in follow(block, "hasGround")
    )
    return Basis(block.graph.status, block.graph.document, clauses, grounds)


def follow(block: Block, name: str) -> list[Node]:
    """Give what a block itself leads to by one of our properties."""
    return by_name(t.object for t in block.triples if t.predicate.value == NS + name)


def quotations(objects: Objects, evidence: Node) -> Iterator[ox.Literal]:
    """Yield the words that evidence quotes."""
    for literal in objects.get((evidence, EXACT), ()):
        if isinstance(literal, ox.Literal):
            yield literal
