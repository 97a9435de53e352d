"""Choose what the diagram of a module shows: boxes for classes, arrows for properties.

A Module comes in; a Scene goes out, without sizes or places. Narrower classes that take part in
nothing else share one box with a row for each; classes of other modules are guests.
"""

from __future__ import annotations

from dataclasses import dataclass

from jnkg.refdocs.ends import SUBCLASS, Fitter
from jnkg.refdocs.nouns import Module, Node
from jnkg.refdocs.ontology import Ontology

FEWEST = 3
"""So many kinds of one class share a box."""
MOST = 2
"""A datatype property of more classes than this stands in a box for things of several kinds."""


@dataclass(frozen=True, slots=True)
class Box:
    """One class, a list of kinds of one class, or (without rows) whatever may bear an attribute.

    `attributes` are datatype properties; `values` counts the individuals that the ontology lists.
    """

    key: str
    rows: tuple[Node, ...]
    attributes: tuple[Node, ...] = ()
    is_guest: bool = False
    is_list: bool = False
    values: int = 0


@dataclass(frozen=True, slots=True)
class Arrow:
    """Properties from one box to another; no properties means: is a kind of."""

    source: str
    target: str
    properties: tuple[Node, ...] = ()
    is_axiom: bool = True

    @property
    def is_kind(self) -> bool:
        """Tell whether the arrow leads from a narrower to a broader class."""
        return not self.properties


@dataclass(frozen=True, slots=True)
class Scene:
    """What one diagram shows."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def scene(ontology: Ontology, fitter: Fitter, module: Module) -> Scene:
    """Choose the boxes and arrows of a module."""
    joins = joined(fitter, module)
    classes = {t.node for t in module.of("class")}
    attributes = attributed(fitter, module)
    shown = classes | {end for source, target, _ in joins for end in (source, target)}
    shown |= {node for node in attributes if node is not None}
    kinds = [
        (node, broader)
        for node in sorted(shown, key=lambda n: n.value)
        for broader in ontology.own(ontology.nodes(node, SUBCLASS))
        if node in classes or broader in shown
    ]
    shown |= {broader for _, broader in kinds}
    lists = listed(classes - attributes.keys(), joins, kinds)
    home = {node: f"kinds-{broader.value}" for broader, rows in lists.items() for node in rows}
    boxes = [
        Box(
            n.value,
            (n,),
            tuple(attributes.get(n, ())),
            n not in classes,
            values=len(ontology.values_of(n)),
        )
        for n in sorted(shown - home.keys(), key=lambda n: n.value)
    ]
    if None in attributes:
        boxes.append(Box("several", (), tuple(attributes[None]), is_guest=True))
    boxes += [Box(f"kinds-{b.value}", rows, is_list=True) for b, rows in lists.items()]
    arrows = [Arrow(home.get(n, n.value), broader.value) for n, broader in kinds]
    return Scene(tuple(boxes), tuple(dict.fromkeys([*arrows, *merged(joins)])))


def attributed(fitter: Fitter, module: Module) -> dict[Node | None, list[Node]]:
    """Give the datatype properties of each class; under None those of several or any kinds."""
    found: dict[Node | None, list[Node]] = {}
    for term in module.of("datatype-property"):
        sources = fitter.all_ends[term.node].sources
        for source in sources if 0 < len(sources) <= MOST else (None,):
            found.setdefault(source, []).append(term.node)
    return found


Join = tuple[Node, Node, tuple[Node, bool]]


def joined(fitter: Fitter, module: Module) -> list[Join]:
    """Give each pair of classes that a property of the module joins."""
    return [
        (source, target, (term.node, ends.is_axiom))
        for term in module.of("object-property")
        for ends in (fitter.all_ends[term.node],)
        for source in ends.sources
        for target in ends.targets
    ]


def merged(joins: list[Join]) -> list[Arrow]:
    """Put the properties that join the same classes, in the same way, on one arrow."""
    pairs: dict[tuple[Node, Node, bool], list[Node]] = {}
    for source, target, (property_, is_axiom) in joins:
        pairs.setdefault((source, target, is_axiom), []).append(property_)
    return [
        Arrow(source.value, target.value, tuple(properties), is_axiom)
        for (source, target, is_axiom), properties in pairs.items()
    ]


def listed(
    classes: set[Node], joins: list[Join], kinds: list[tuple[Node, Node]]
) -> dict[Node, tuple[Node, ...]]:
    """Find the classes with many kinds that take part in nothing else, and those kinds."""
    busy = {end for source, target, _ in joins for end in (source, target)}
    busy |= {broader for _, broader in kinds}
    broader_of: dict[Node, list[Node]] = {}
    for node, broader in kinds:
        broader_of.setdefault(node, []).append(broader)
    lists: dict[Node, list[Node]] = {}
    for node, found in broader_of.items():
        if len(found) == 1 and node in classes and node not in busy:
            lists.setdefault(found[0], []).append(node)
    return {b: tuple(rows) for b, rows in lists.items() if len(rows) >= FEWEST}
