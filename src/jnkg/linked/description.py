"""Hold what is said of a node, ready to be written.

`triples` is what all forms have in common, and what the forms without named graphs hold; `quads`
says in which named graph each claim stands, for the forms that can. `rows` are the claims proper,
a line each in a table. `core` are the nodes told in full, the node itself first; `pointing` those
that are told of only because they point at it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.names import GRAPH
from jnkg.turtle import Blocks, gather, natural, nested_nodes, write_term

Subject = ox.NamedNode | ox.BlankNode
Statement = ox.Triple | ox.Quad


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of a node."""

    node: ox.NamedNode
    triples: tuple[ox.Triple, ...]
    quads: tuple[ox.Quad, ...] = ()
    rows: tuple[Statement, ...] = ()
    core: tuple[ox.NamedNode, ...] = ()
    pointing: frozenset[ox.NamedNode] = frozenset()

    def chapter(self, subject: Subject) -> int:
        """Tell where a node is told of: 0 the node, then its grounds, mentions, graphs, others."""
        if subject == self.node:
            return 0
        if subject in self.core:
            return 1
        if subject in self.pointing:
            return 2
        is_graph = isinstance(subject, ox.NamedNode) and subject.value.startswith(GRAPH)
        return 3 if is_graph else 4

    def chapters(self, blocks: Blocks) -> Iterator[tuple[int, list[Subject]]]:
        """Yield the subjects that stand by themselves, chapter by chapter, in natural order."""
        nested = nested_nodes(blocks)
        told: dict[int, list[Subject]] = {}
        for subject in blocks:
            if subject not in nested:
                told.setdefault(self.chapter(subject), []).append(subject)
        for number in sorted(told):
            yield number, sorted(told[number], key=lambda s: natural(write_term(s)))

    def blocks(self) -> Blocks:
        """Give the triples by subject and predicate."""
        return gather(self.triples)
