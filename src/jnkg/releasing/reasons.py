"""Say why a claim changed: a source, a correction, a reading, or the model.

Two Releases and their changed claims come in; a reason for each goes out, exactly one, by the
first of these that fits:

1. the document of its graph is in one release alone: source;
2. its graph is in both, and it uses a term that one ontology alone has: model;
3. its graph is interpreted: reading; it is of the ontology: model;
4. it is derived: as its premises changed, the gravest first;
5. it is of an identity that one release alone has: as the claims changed that mention it;
6. else correction: what we had was put right, or made fuller.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pyoxigraph as ox

from jnkg.names import NS
from jnkg.releasing.difference import REASONS, graph_of
from jnkg.releasing.renames import names_in, terms
from jnkg.releasing.statements import Release

GROUND, PREMISE = NS + "hasGround", NS + "hasPremise"
GRAVEST = ("source", "reading", "model", "correction")
"""Which reason counts where several would do."""


class Judge:
    """Two releases and the claims in which they differ; gives the reason of each claim."""

    def __init__(self, before: Release, after: Release, changed: Collection[ox.Quad]) -> None:
        self.sides = (before, after)
        self.changed = changed
        self.known = tuple(frozenset(r.documents.values()) for r in self.sides)
        own = tuple(terms(r).keys() for r in self.sides)
        self.strange_terms = own[0] ^ own[1]
        self.by_subject: dict[str, list[ox.Quad]] = {}
        for quad in (q for q in changed if self.status(graph_of(q)) != "Identity"):
            self.by_subject.setdefault(quad.subject.value, []).append(quad)  # type: ignore[union-attr]
        self.nodes: dict[str, str] = {}
        self.identities = self.judged_identities()

    def status(self, graph: str) -> str:
        """Give the status of a graph, in whichever release has it."""
        return next((r.statuses[graph] for r in self.sides if graph in r.statuses), "Vocabulary")

    def document(self, graph: str) -> str:
        """Give the document of a graph; empty where it has none."""
        return next((r.documents[graph] for r in self.sides if graph in r.documents), "")

    def is_one_sided(self, graph: str) -> bool:
        """Tell whether the document of a graph is in one release alone."""
        document = self.document(graph)
        return bool(document) and (document in self.known[0]) != (document in self.known[1])

    def reason(self, quad: ox.Quad) -> str:
        """Give the reason for which a claim is in one release alone."""
        graph = graph_of(quad)
        status = self.status(graph)
        if self.is_one_sided(graph):
            return "source"
        if all(graph in r.graphs for r in self.sides) and self.is_strange(quad):
            return "model"
        plain = {"Interpreted": "reading", "Vocabulary": "model"}.get(status)
        if plain:
            return plain
        if status == "Derived":
            return self.of_node(quad.subject.value)  # type: ignore[union-attr]
        if status == "Identity":
            return self.identities.get(quad.subject.value, "correction")  # type: ignore[union-attr]
        return "correction"

    def is_strange(self, quad: ox.Quad) -> bool:
        """Tell whether a claim uses a term that one ontology alone has."""
        return any(term.value in self.strange_terms for term in names_in(quad))

    def of_node(self, node: str) -> str:
        """Give the gravest reason for which the claims about a node changed, or its premises."""
        if node not in self.nodes:
            near = self.reached(node)
            claims = [quad for n in near for quad in self.by_subject.get(n, ())]
            found = {self.reason(quad) for quad in claims if not self.is_derived(quad)}
            self.nodes[node] = gravest(found) or ("correction" if claims else "")
        return self.nodes[node]

    def reached(self, node: str) -> set[str]:
        """Give a node and all on which what is derived of it rests; premises may go in circles."""
        seen, waiting = {node}, [node]
        while waiting:
            for quad in self.by_subject.get(waiting.pop(), ()):
                if self.is_derived(quad):
                    fresh = {p.value for p in self.premises(quad)} - seen
                    seen |= fresh
                    waiting += sorted(fresh)
        return seen

    def is_derived(self, quad: ox.Quad) -> bool:
        """Tell whether a claim follows from others by a rule."""
        return self.status(graph_of(quad)) == "Derived"

    def premises(self, quad: ox.Quad) -> list[ox.NamedNode]:
        """Give the premises of a derived claim."""
        grounds = {quad.subject, *self.led_to([quad.subject], GROUND)}
        return self.led_to(grounds, PREMISE)

    def led_to(self, nodes: Iterable[object], property_: str) -> list[ox.NamedNode]:
        """Give the nodes that a property leads to, in either release."""
        return [
            value
            for release in self.sides
            for node in nodes
            if isinstance(node, ox.NamedNode)
            for value in release.objects.get((node, property_), ())
            if isinstance(value, ox.NamedNode)
        ]

    def judged_identities(self) -> dict[str, str]:
        """Give the reasons of the nodes whose identity one release alone has.

        A node is there because a claim mentions it, or the identity of one that is there.
        """
        blocks = self.one_sided_blocks()
        waiting: dict[str, set[str]] = {reason: set() for reason in REASONS}
        for graph in {graph_of(q) for q in self.changed if self.is_one_sided(graph_of(q))}:
            waiting["source"].add(self.document(graph))
        for quad in self.changed:
            if self.status(graph_of(quad)) not in ("Identity", "Vocabulary"):
                waiting[self.reason(quad)].update(t.value for t in names_in(quad))
        found: dict[str, str] = {}
        for reason in GRAVEST:
            nodes = [n for n in sorted(waiting[reason]) if n in blocks]
            while nodes:
                node = nodes.pop()
                if node not in found:
                    found[node] = reason
                    nodes += [n for n in sorted(blocks[node]) if n in blocks]
        return found

    def one_sided_blocks(self) -> dict[str, set[str]]:
        """Give the nodes that have an identity in one release alone, and what each mentions."""
        own: list[dict[str, set[str]]] = []
        for release in self.sides:
            blocks: dict[str, set[str]] = {}
            for graph in release.of("Identity"):
                for triple in release.graphs[graph]:
                    ends = (
                        {triple.object.value} if isinstance(triple.object, ox.NamedNode) else set()
                    )
                    blocks.setdefault(triple.subject.value, set()).update(ends)  # type: ignore[union-attr]
            own.append(blocks)
        return {
            node: blocks[node]
            for blocks, others in ((own[0], own[1]), (own[1], own[0]))
            for node in blocks.keys() - others.keys()
        }


def gravest(reasons: Collection[str]) -> str:
    """Give the gravest of some reasons; empty for none."""
    return next((reason for reason in GRAVEST if reason in reasons), "")
