"""Look quads up in a store that is far away, in few round trips.

A pattern comes in, quads go out. What is asked of one node is often asked next of those that came
with it: so when a node is not known yet, its companions of the last answer are fetched along. A
release does not change while it is read, so what was fetched is kept, the newest first, up to MOST.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence

import pyoxigraph as ox

from jnkg.remote.repair import terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jnkg.store import Node, Place

    Term = Node | ox.Literal | ox.Triple
    Solutions = Iterable[ox.QuerySolution]
    Key = tuple[str, ox.NamedNode | None, Term]

BATCH = 64
"""As many nodes are fetched at once."""
MOST = 300_000
"""Quads that are kept, and nodes whose companions are remembered."""
DEFAULT = ox.DefaultGraph()
BY_SUBJECT, BY_OBJECT = "?s", "?o"
BLOCK = "VALUES {key} {{ {terms} }} ?s {predicate} ?o"


class Quads:
    """The quads of one store; `select` runs a SELECT there."""

    def __init__(self, select: Callable[[str], Solutions]) -> None:
        self.select = select
        self.kept: OrderedDict[Key, list[ox.Quad]] = OrderedDict()
        self.weight = 0
        self.companions: dict[Term, Sequence[Term]] = {}

    def match(
        self,
        subject: Term | None,
        predicate: ox.NamedNode | None,
        value: Term | None,
        graph: Place | None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads that match a pattern; None matches anything."""
        if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
            return
        if subject is not None:
            found: Iterable[ox.Quad] = self.about((BY_SUBJECT, None, subject))
        elif value is not None:
            found = self.about((BY_OBJECT, predicate, value))
        else:
            yield from self.scan(predicate, graph)
            return
        for quad in found:
            if (
                predicate in (None, quad.predicate)
                and value in (None, quad.object)
                and graph in (None, quad.graph_name)
            ):
                yield quad

    def about(self, key: Key) -> list[ox.Quad]:
        """Give the quads with one subject or object, fetching what its companions have along."""
        if key not in self.kept:
            self.fetch(key[0], key[1], self.batch(key))
        else:
            self.kept.move_to_end(key)
        return self.kept[key]

    def batch(self, key: Key) -> list[Term]:
        """Give a node, and those of its companions that are not known yet, the next ones first.

        All that points at a node may be much, so there only one is asked at a time.
        """
        position, predicate, node = key
        if position == BY_OBJECT and predicate is None:
            return [node]
        group = self.companions.get(node, (node,))
        start = group.index(node)
        others = (*group[start + 1 :], *group[:start])
        unknown = (n for n in others if (position, predicate, n) not in self.kept)
        return [node, *(n for n, _ in zip(unknown, range(BATCH - 1), strict=False))]

    def fetch(self, position: str, predicate: ox.NamedNode | None, nodes: Sequence[Term]) -> None:
        """Fetch the quads with these subjects or objects."""
        block = BLOCK.format(key=position, terms=terms(nodes), predicate=predicate or "?p")
        found: dict[Term, list[ox.Quad]] = {node: [] for node in nodes}
        quads = self.asked(block, predicate, None)
        for quad in quads:
            key = quad.subject if position == BY_SUBJECT else quad.object
            found.setdefault(key, []).append(quad)
        for node, own in reversed(found.items()):
            self.keep((position, predicate, node), own)
        self.acquaint(quads)

    def scan(self, predicate: ox.NamedNode | None, graph: Place | None) -> list[ox.Quad]:
        """Fetch all quads with a predicate, or in a graph; only the whole of a store is kept."""
        quads = self.asked(f"?s {predicate or '?p'} ?o", predicate, graph)
        if predicate is None and graph is None:
            found: dict[Term, list[ox.Quad]] = {}
            for quad in quads:
                found.setdefault(quad.subject, []).append(quad)
            for subject, own in found.items():
                self.keep((BY_SUBJECT, None, subject), own)
        return quads

    def asked(
        self, block: str, predicate: ox.NamedNode | None, graph: Place | None
    ) -> list[ox.Quad]:
        """Ask for a block of triples in the default graph, in a named one, or (None) in all."""
        named = f"GRAPH {graph if isinstance(graph, ox.NamedNode) else '?g'} {{ {block} }}"
        pattern = named
        if graph is None:
            pattern = f"{{ {block} }} UNION {{ {named} }}"
        elif isinstance(graph, ox.DefaultGraph):
            pattern = block
        variables = "?s ?o ?g" if predicate else "?s ?p ?o ?g"
        rows = self.select(f"SELECT {variables} WHERE {{ {pattern} }}")
        quads = (
            ox.Quad(row["s"], predicate or row["p"], row["o"], row["g"] or graph or DEFAULT)
            for row in rows
        )
        return list(dict.fromkeys(quads))

    def keep(self, key: Key, quads: list[ox.Quad]) -> None:
        """Keep quads, and let go of those that were not asked for the longest."""
        self.weight += len(quads) + 1 - len(self.kept.get(key, [])) - (key in self.kept)
        self.kept[key] = quads
        self.kept.move_to_end(key)
        while self.weight > MOST and len(self.kept) > BATCH:
            _, oldest = self.kept.popitem(last=False)
            self.weight -= len(oldest) + 1

    def acquaint(self, quads: Sequence[ox.Quad]) -> None:
        """Remember which nodes came in one answer, place by place."""
        if len(self.companions) > MOST:
            self.companions.clear()
        for column in (
            [q.subject for q in quads],
            [q.object for q in quads],
            [q.graph_name for q in quads],
        ):
            nodes = (n for n in column if isinstance(n, ox.NamedNode | ox.BlankNode))
            group = tuple(dict.fromkeys(nodes))
            if len(group) > 1:
                self.companions.update(dict.fromkeys(group, group))
