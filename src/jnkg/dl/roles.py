"""Work out how properties hang together: which are composite, and which chains run in a circle.

Axioms come in. OWL 2 Structural Specification, section 11: a property that is transitive or made
of a chain, or that stands above one that is, is not simple, and chains must leave an order of the
properties.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from jnkg.dl.axioms import Axiom, Form, Part
from jnkg.turtle import Term

COUNTING = ("Min", "Max", "Exact")
SIMPLE_AXIOMS = ("Functional", "InverseFunctional", "Irreflexive", "Asymmetric")
ALIKE = ("SubObjectPropertyOf", "EquivalentObjectProperties", "InverseObjectProperties")
NOTHING = ox.BlankNode("none")
Above = dict[Term, set[Term]]


def above(axioms: Iterable[Axiom]) -> Above:
    """Give for each property those that hold wherever it holds, read in either direction."""
    found: Above = {}
    for form in (a.form for a in axioms):
        if form.name in ALIKE and not is_chain(form):
            low, high = bare(form.parts[0]), bare(form.parts[1])
            found.setdefault(low, set()).add(high)
            if form.name != "SubObjectPropertyOf":
                found.setdefault(high, set()).add(low)
    return found


def composite(axioms: Iterable[Axiom]) -> set[Term]:
    """Give the properties that are transitive or made of a chain, and those above them."""
    every = tuple(axioms)
    found: set[Term] = set()
    for form in (a.form for a in every):
        if form.name == "TransitiveObjectProperty":
            found.add(bare(form.parts[0]))
        elif is_chain(form):
            found.add(bare(form.parts[1]))
    higher = above(every)
    return found.union(*(reached(node, higher) for node in found))


def not_simple(axioms: Iterable[Axiom]) -> Iterator[tuple[Term, Axiom]]:
    """Yield composite properties with an axiom that wants a simple one."""
    every = tuple(axioms)
    found = composite(every)
    for axiom in every:
        demands = [p for p in axiom.form.walk() if isinstance(p, Form) and is_counting(p)]
        is_simple = axiom.form.name.removesuffix("ObjectProperty") in SIMPLE_AXIOMS
        if is_simple or axiom.form.name == "DisjointObjectProperties":
            demands.append(axiom.form)
        for form in demands:
            for part in form.parts:
                if bare(part) in found:
                    yield bare(part), axiom


def irregular(axioms: Iterable[Axiom]) -> Iterator[tuple[Term, Axiom]]:
    """Yield properties with a chain that makes them of themselves, once for each circle."""
    every = tuple(axioms)
    higher = above(every)
    chains = [a for a in every if is_chain(a.form)]
    strict = [(low, bare(a.form.parts[1]), a) for a in chains for low in links(a.form)]
    for low, high, _ in strict:
        higher.setdefault(low, set()).add(high)
    yield from circles(strict, higher)


def circles(
    lines: Iterable[tuple[Term, Term, Axiom]], higher: Mapping[Term, set[Term]]
) -> Iterator[tuple[Term, Axiom]]:
    """Yield one line of each circle, with the node that it leads to."""
    told: set[Term] = set()
    for low, high, axiom in lines:
        if high in told or (low != high and low not in reached(high, higher)):
            continue
        told |= {high, low} | {n for n in reached(high, higher) if high in reached(n, higher)}
        yield high, axiom


def is_counting(form: Form) -> bool:
    """Tell whether a restriction wants a simple property."""
    kind = form.name.removeprefix("Object").removesuffix("Cardinality")
    return form.name == "ObjectHasSelf" or (form.name.startswith("Object") and kind in COUNTING)


def is_chain(form: Form) -> bool:
    """Tell whether an axiom makes a property of a chain of at least two."""
    chain = form.parts[0] if form.parts else None
    return isinstance(chain, Form) and chain.name == "ObjectPropertyChain" and len(chain.parts) > 1


def links(form: Form) -> list[Term]:
    """Give the links of a chain that must come before its whole in any order."""
    chain, whole = form.parts
    parts = [bare(p) for p in chain.parts] if isinstance(chain, Form) else []
    end = bare(whole)
    if parts == [end, end]:
        return []
    if parts[0] == end:
        return parts[1:]
    return parts[:-1] if parts[-1] == end else parts


def bare(part: Part) -> Term:
    """Give the property of an expression, its inverse read as itself."""
    if isinstance(part, Form):
        return bare(part.parts[0]) if part.parts else NOTHING
    return NOTHING if isinstance(part, int) else part


def reached(start: Term, above: Mapping[Term, set[Term]]) -> set[Term]:
    """Give everything above a node."""
    found: set[Term] = set()
    waiting = [start]
    while waiting:
        for node in above.get(waiting.pop(), ()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return found
