"""Work out what a property leads from and to, so that it can be drawn.

An Ontology and the shapes come in; for each property its Ends go out. Where no domain or range is
written, the ends follow from what the property is said to be: a narrower property, an inverse, a
chain; and where nothing follows, the shapes tell what the data may hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from jnkg.names import PREFIXES
from jnkg.refdocs.nouns import RDFS, Expression, Node
from jnkg.refdocs.ontology import Ontology, by_name, list_items
from jnkg.shapes import Shapes
from jnkg.turtle import Term as RdfTerm

SH = PREFIXES["sh"]
NEVER = ox.Literal("0", datatype=ox.NamedNode(PREFIXES["xsd"] + "integer"))
OPEN_TARGETS = ("targetSubjectsOf", "targetObjectsOf", "targetNode", "target")
"""What a shape may be for beside classes; then more than the classes may bear a property."""
SUBCLASS, SUBPROPERTY = RDFS + "subClassOf", RDFS + "subPropertyOf"


@dataclass(frozen=True, slots=True)
class Ends:
    """The classes that a property joins; `is_axiom` unless only the shapes tell one of them."""

    sources: tuple[Node, ...]
    targets: tuple[Node, ...]
    is_axiom: bool


@dataclass(frozen=True)
class Fitter:
    """Finds the ends of properties."""

    ontology: Ontology
    shapes: Shapes
    is_lenient: bool = False
    """Whether the shapes may fill in where the axioms are silent."""

    @cached_property
    def all_ends(self) -> dict[Node, Ends]:
        """The ends of every own property."""
        lenient = Fitter(self.ontology, self.shapes, is_lenient=True)
        terms = self.ontology.terms.values()
        return {t.node: self.ends(t.node, lenient) for t in terms if t.is_property}

    def ends(self, property_: Node, lenient: Fitter) -> Ends:
        """Give the ends of a property; what the axioms leave open, a lenient fitter fills in."""
        strict = [self.side(property_, side, frozenset()) for side in (0, 1)]
        sources, targets = (
            tuple(found or lenient.side(property_, side, frozenset()))
            for side, found in enumerate(strict)
        )
        return Ends(sources, targets, all(strict))

    def side(self, property_: Node, side: int, seen: frozenset[Node]) -> list[Node]:
        """Find the classes at one side (0: domain, 1: range) from the axioms."""
        if property_ in seen:
            return []
        seen |= {property_}
        ways: tuple[Callable[[], list[Node]], ...] = (
            lambda: self.written(property_, side),
            lambda: self.through_inverses(property_, side, seen),
            lambda: self.through_chains(property_, side, seen),
            lambda: self.through_broader(property_, side, seen),
            lambda: self.shaped[side].get(property_, []) if self.is_lenient else [],
        )
        return next((found for way in ways if (found := way())), [])

    def written(self, property_: Node, side: int) -> list[Node]:
        """Give the domain or range as written; of an expression, the classes that it names."""
        wanted = RDFS + ("domain", "range")[side]
        return [
            n
            for expression in self.ontology.expressions(property_, wanted)
            for n in classes_in(expression)
            if n in self.ontology.terms
        ]

    def through_inverses(self, property_: Node, side: int, seen: frozenset[Node]) -> list[Node]:
        """Give the other side of an inverse."""
        inverses = self.ontology.inverses(property_)
        return next((f for i in inverses if (f := self.side(i, 1 - side, seen))), [])

    def through_chains(self, property_: Node, side: int, seen: frozenset[Node]) -> list[Node]:
        """Give the side of the first or last link of a chain."""
        for chain in self.ontology.chains(property_):
            link = chain[-side].term if chain else None
            if isinstance(link, Node) and (found := self.side(link, side, seen)):
                return found
        return []

    def through_broader(self, property_: Node, side: int, seen: frozenset[Node]) -> list[Node]:
        """Give the side of a broader property."""
        broader = self.ontology.own(self.ontology.nodes(property_, SUBPROPERTY))
        return next((f for b in broader if (f := self.side(b, side, seen))), [])

    @cached_property
    def shaped(self) -> tuple[dict[Node, list[Node]], dict[Node, list[Node]]]:
        """What the shapes let stand at either side of a property."""
        objects = self.shapes.objects
        sources: dict[Node, set[Node]] = {}
        anything: set[Node] = set()
        targets: dict[Node, set[Node]] = {}
        for (owner, predicate), shapes in objects.items():
            if predicate != SH + "property":
                continue
            kinds = by_name(objects.get((owner, SH + "targetClass"), ()))
            is_open = any((owner, SH + name) in objects for name in OPEN_TARGETS)
            for shape in shapes:
                if NEVER in objects.get((shape, SH + "maxCount"), ()):
                    continue
                for path in by_name(objects.get((shape, SH + "path"), ())):
                    if is_open:
                        anything.add(path)
                    sources.setdefault(path, set()).update(kinds)
                    targets.setdefault(path, set()).update(self.classes_of(shape))
        sources = {path: kinds for path, kinds in sources.items() if path not in anything}
        return (self.broadest(sources), self.broadest(targets))

    def classes_of(self, shape: RdfTerm) -> Iterator[Node]:
        """Yield the classes of values that a shape asks for, alternatives among them."""
        objects = self.shapes.objects
        yield from by_name(objects.get((shape, SH + "class"), ()))
        for name in ("or", "xone"):
            for head in objects.get((shape, SH + name), ()):
                for item in list_items(objects, head):
                    yield from by_name(objects.get((item, SH + "class"), ()))

    def broadest(self, found: dict[Node, set[Node]]) -> dict[Node, list[Node]]:
        """Keep of each set the own classes that no other in it covers."""
        kept = {}
        for node, kinds in found.items():
            own = set(self.ontology.own(kinds))
            kept[node] = by_name(k for k in own if not (self.above(k) & own))
        return kept

    def above(self, kind: Node) -> set[Node]:
        """Give all broader own classes of a class."""
        found: set[Node] = set()
        waiting = self.ontology.own(self.ontology.nodes(kind, SUBCLASS))
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting += self.ontology.own(self.ontology.nodes(node, SUBCLASS))
        return found - {kind}


def classes_in(expression: Expression) -> Iterator[Node]:
    """Yield the classes that an expression names as alternatives."""
    if expression.construct == "term" and isinstance(expression.term, ox.NamedNode):
        yield expression.term
    elif expression.construct in ("unionOf", "intersectionOf"):
        for part in expression.parts:
            yield from classes_in(part)
