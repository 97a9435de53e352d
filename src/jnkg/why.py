"""Find out why a world holds a triple.

A World, Rules and a triple come in; a Proof goes out: what somebody wrote leads to its document and
clause or to its ground, and that to its premises, down to passages; what was inferred leads to the
rule and to the proofs of its premises. Each premise was concluded before what rests on it, so a
proof has no circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from jnkg.card import STATUSES as SHOWN
from jnkg.card import Basis, Name
from jnkg.claims import DEFAULT, Reader, is_said
from jnkg.closure import Closure, Fact, Trace
from jnkg.names import CATALOGUE, NS, RDF_TYPE, STATUSES
from jnkg.reason import fact
from jnkg.rules import KIND, Rule, key
from jnkg.store import World

Blocks = frozenset[tuple[ox.NamedNode, ox.NamedNode]]
"""Nodes, each with a graph that holds a block of it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A triple in words: the names of its nodes, or the text of its value."""

    subject: Name
    predicate: Name
    object: Name


@dataclass(frozen=True, slots=True)
class Support:
    """What a claim stands on: its basis, and behind a ground the supports of its premises.

    A passage has neither; its `words` sum up what is printed there.
    """

    node: Name
    words: str = ""
    bases: tuple[Basis, ...] = ()
    premises: tuple[Support, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a triple holds: `written` with its `support`, else `rule` and `premises`."""

    said: Said
    written: ox.Triple | None = None
    support: Support | None = None
    rule: Rule | None = None
    premises: tuple[Proof, ...] = ()


@dataclass(frozen=True)
class Case:
    """What a world holds of what was written, and why it holds the rest."""

    reader: Reader
    written: Mapping[Fact, ox.Triple]
    literals: Mapping[str, ox.Literal]
    trace: Trace = field(repr=False)

    def holds(self, sought: ox.Triple) -> bool:
        """Tell whether the world holds a triple."""
        return fact(sought) in self.written or fact(sought) in self.trace

    def proof(self, sought: ox.Triple) -> Proof:
        """Give the proof of a triple that the world holds."""
        return self.prove(fact(sought))

    def prove(self, found: Fact) -> Proof:
        """Give the proof of a fact."""
        written = self.written.get(found)
        if written is not None:
            return Proof(self.words(found), written, self.support(written))
        rule, premises = self.trace[found]
        proofs = tuple(self.prove(p) for p in premises)
        return Proof(self.words(found), rule=rule, premises=proofs)

    def words(self, found: Fact) -> Said:
        """Name the nodes of a fact."""
        predicate, start, end = found
        if predicate.startswith(KIND):
            predicate, end = RDF_TYPE, predicate.removeprefix(KIND)
        subject, verb = (self.reader.name(ox.NamedNode(n)) for n in (start, predicate))
        if end in self.literals:
            return Said(subject, verb, Name("", self.reader.value(self.literals[end]).text))
        return Said(subject, verb, self.reader.name(ox.NamedNode(end)))

    def support(self, written: ox.Triple) -> Support:
        """Give what a written triple stands on, in every graph that holds it."""
        quads = self.reader.world.store.quads_for_pattern(
            written.subject, written.predicate, written.object, None
        )
        graphs = [q.graph_name for q in quads if is_said(q.graph_name)]
        node = written.subject
        if not isinstance(node, ox.NamedNode):
            raise TypeError(f"{node} has no name")
        named = sorted((g for g in graphs if isinstance(g, ox.NamedNode)), key=lambda g: g.value)
        return self.claims(node, named, frozenset())

    def claims(self, node: ox.NamedNode, graphs: Sequence[ox.NamedNode], seen: Blocks) -> Support:
        """Give what the blocks of a node in some graphs stand on; `seen` is not gone into again."""
        bases = tuple(self.reader.basis(node, graph) for graph in graphs)
        premises = [ox.NamedNode(p.iri) for b in bases for g in b.grounds for p in g.premises]
        known = seen | {(node, graph) for graph in graphs}
        return Support(
            self.reader.name(node),
            "",
            bases,
            tuple(self.premise(p, known) for p in dict.fromkeys(premises)),
        )

    def premise(self, node: ox.NamedNode, seen: Blocks) -> Support:
        """Give what a premise of a ground is: a passage, or claims with supports of their own."""
        if any(k.iri == NS + "Passage" for k in self.reader.kinds(node)):
            return Support(self.reader.name(node), self.reader.text(node, NS + "summary"))
        graphs = {q.graph_name for q in self.reader.quads(node, "", None, None)}
        said = [g for g in graphs if isinstance(g, ox.NamedNode) and is_said(g)]
        left = [g for g in said if (node, g) not in seen and self.reader.status(g) in STATUSES]
        return self.claims(node, sorted(left, key=lambda g: g.value), seen)


def case(world: World, rules: Iterable[Rule], language: str) -> Case:
    """Draw the conclusions of a world anew, and keep why each was drawn.

    Of several ways that lead to one, that is kept whose weakest premise is strongest, and of these
    one of the shortest.
    """
    store = world.store
    quads = [
        (q.graph_name, q.triple)
        for q in store.quads_for_pattern(None, None, None, None)
        if isinstance(q.graph_name, ox.NamedNode)
        and is_said(q.graph_name)
        and q.graph_name.value != CATALOGUE
        and ox.Quad(q.subject, q.predicate, q.object, DEFAULT) in store
    ]
    reader, trace = Reader(world, language), Trace()
    ranks = {g: SHOWN.index(reader.status(g)) for g in dict.fromkeys(g for g, _ in quads)}
    given = sorted({(ranks[graph], fact(triple)) for graph, triple in quads})
    for _ in Closure(rules, trace).conclude((each, (rank, "")) for rank, each in given):
        pass
    literals = {key(t.object): t.object for _, t in quads if isinstance(t.object, ox.Literal)}
    return Case(reader, {fact(triple): triple for _, triple in quads}, literals, trace)
