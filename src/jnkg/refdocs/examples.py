"""Choose for each term one real example from the data, the plainest that there is.

Graphs come in; Excerpts go out: some triples about one node in one graph, and where the instance
itself is only identity, a second block that says something of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from jnkg.names import LANGUAGES, NS, RDF_TYPE, shorten
from jnkg.refdocs.nouns import Node
from jnkg.refdocs.uses import STATUSES, Graph, uses_in
from jnkg.turtle import gather, natural, write_block

CLAIMING = STATUSES[:3]
MOST = 8
"""So many triples of a block are shown."""
MOST_INFERRED = 3
"""Of a conclusion, so many that use the term: the rest of its block follows for other reasons."""
DULL = tuple(NS + n for n in ("selectorDigest", "textDigest", "textEnd", "textStart"))
BASES = (NS + "hasEvidence", NS + "hasGround")


@dataclass(frozen=True)
class Block:
    """The triples about one node in one graph."""

    graph: Graph
    subject: Node
    triples: tuple[ox.Triple, ...]

    @cached_property
    def cost(self) -> tuple[int, bool, bool, int, int, list[tuple[int, int, str]]]:
        """What to sort by: status first, then what a reader can take in."""
        size = len(self.triples)
        return (
            STATUSES.index(self.graph.status),
            size > MOST,
            size < 3,
            size,
            sum(len(str(t.object)) for t in self.triples),
            natural(self.subject.value + " " + self.graph.path),
        )


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a block; `left_out` counts the triples that are not."""

    block: Block
    triples: tuple[ox.Triple, ...]
    left_out: int


@dataclass(frozen=True)
class Examples:
    """Blocks of the data, by the terms that they use."""

    graphs: tuple[Graph, ...]

    @cached_property
    def blocks(self) -> list[Block]:
        """Every block of every graph."""
        return [block for graph in self.graphs for block in blocks_of(graph)]

    @cached_property
    def using(self) -> dict[Node, list[Block]]:
        """The blocks that use each term."""
        found: dict[Node, list[Block]] = defaultdict(list)
        for block in self.blocks:
            is_vocabulary = block.graph.status == "vocabulary"
            used = dict.fromkeys(n for t in block.triples for n in uses_in(t, is_vocabulary))
            for term in used:
                found[term].append(block)
        return found

    @cached_property
    def claims(self) -> dict[Node, Block]:
        """The plainest claim about each node, or for want of one the plainest that mentions it."""
        about: dict[Node, Block] = {}
        mentioning: dict[Node, Block] = {}
        for block in self.blocks:
            if block.graph.status in CLAIMING:
                keep_plainest(about, block.subject, block)
                for node in {t.object for t in block.triples if isinstance(t.object, Node)}:
                    keep_plainest(mentioning, node, block)
        return mentioning | about

    def example(self, term: Node, language: str) -> tuple[Excerpt, ...]:
        """Give the plainest block that uses a term, and a claim about the same node if need be.

        Which block that is depends on no language; what is said in several is given in one.
        """
        blocks = self.using.get(term)
        if not blocks:
            return ()
        best = min(blocks, key=lambda b: self.cost(b))
        claim = self.claims.get(best.subject) if best.graph.status == "identity" else None
        shown = [best, claim] if claim else [best]
        return tuple(excerpt(block, term, language) for block in shown)

    def cost(self, block: Block) -> tuple[object, ...]:
        """Weigh a block; an identity block counts as little as the claim that goes with it."""
        claim = self.claims.get(block.subject) if block.graph.status == "identity" else None
        return (STATUSES.index(block.graph.status), *(claim.cost if claim else (9,)), *block.cost)


def keep_plainest(found: dict[Node, Block], node: Node, block: Block) -> None:
    """Keep a block for a node unless a plainer one is there."""
    if node not in found or block.cost < found[node].cost:
        found[node] = block


def blocks_of(graph: Graph) -> Iterator[Block]:
    """Yield the blocks of a graph."""
    found: dict[Node, list[ox.Triple]] = defaultdict(list)
    for triple in graph.triples:
        if isinstance(triple.subject, ox.NamedNode):
            found[triple.subject].append(triple)
    for subject, triples in found.items():
        yield Block(graph, subject, tuple(triples))


def excerpt(block: Block, term: Node, language: str) -> Excerpt:
    """Choose what to show of a block: its type, what uses the term, its basis, then the rest."""

    def rank(triple: ox.Triple) -> tuple[int, str, str]:
        predicate = triple.predicate.value
        order = (
            predicate != RDF_TYPE,
            term not in (triple.predicate, triple.object),
            predicate not in BASES,
            predicate in DULL,
        )
        return (
            (order.index(False) if False in order[:3] else 4 + order[3]),
            predicate,
            str(triple.object),
        )

    said = in_language(block.triples, language)
    if block.graph.status == "inferred":
        said = tuple(t for t in said if term in (t.predicate, t.object))[:MOST_INFERRED]
    kept = set(sorted(said, key=rank)[:MOST])
    chosen = tuple(t for t in said if t in kept)
    return Excerpt(block, chosen, len(said) - len(chosen))


def in_language(triples: tuple[ox.Triple, ...], language: str) -> tuple[ox.Triple, ...]:
    """Leave out what is said in another language as well; printed words stay as printed."""
    said = {
        t.predicate
        for t in triples
        if isinstance(t.object, ox.Literal) and t.object.language == language
    }
    return tuple(
        t
        for t in triples
        if not isinstance(t.object, ox.Literal)
        or t.object.language in (None, language)
        or t.object.language not in LANGUAGES
        or t.predicate not in said
    )


def turtle(triples: tuple[ox.Triple, ...]) -> str:
    """Write an excerpt in the canonical form, without its prefix lines."""
    blocks = gather(triples)
    return "\n".join(write_block(subject, blocks, set()) for subject in blocks).strip() + "\n"


def prefixes(triples: tuple[ox.Triple, ...]) -> list[str]:
    """Give the prefixes that an excerpt uses."""
    nodes = [x for t in triples for x in (t.subject, t.predicate, t.object)]
    nodes += [t.object.datatype for t in triples if isinstance(t.object, ox.Literal)]
    names = {shorten(n.value).partition(":")[0] for n in nodes if isinstance(n, ox.NamedNode)}
    bare = {"xsd"} if all("^^xsd:" not in turtle((t,)) for t in triples) else set()
    return sorted(n for n in names - bare - {"rdf"} if not n.startswith("<"))
