"""Tell how far what is recorded of a thing is what a client's table says of it.

Values of a table and a property of a world come in; for each thing that has the property, a number
from 0 to 1 goes out.
"""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

import pyoxigraph as ox

from jnkg.names import ID, LANGUAGES, NS, PREFIXES
from jnkg.reconciling.asked import Value
from jnkg.reconciling.called import known
from jnkg.reconciling.days import read_day
from jnkg.reconciling.properties import Property, Term, table
from jnkg.reconciling.spelling import fold, stands_in
from jnkg.store import World

XSD = PREFIXES["xsd"]
DAYS = (XSD + "date", XSD + "dateTime")
NUMBERS = (XSD + "integer", XSD + "decimal")
KEEP = 512
"""As many answers are kept for each world."""

Values = tuple[Value, ...]
Agreed = Mapping[str, float]
"""How far each thing agrees, by its IRI; a thing of which nothing is recorded is not there."""
KEPT: WeakKeyDictionary[World, dict[tuple[str, Values], Agreed]] = WeakKeyDictionary()
KEYS: WeakKeyDictionary[World, dict[Term, tuple[str, ...]]] = WeakKeyDictionary()
"""What the terms of each world are called, folded, worked out once."""


def agreed(world: World, prop: Property, values: Values) -> Agreed:
    """Tell how far each thing has one of some values of a property."""
    kept = KEPT.setdefault(world, {})
    key = (prop.id, values)
    if key not in kept:
        if len(kept) >= KEEP:
            kept.clear()
        rows = table(world, prop)
        terms = {term for each in rows.values() for term in each}
        far = {term: max(agree(world, value, term) for value in values) for term in terms}
        kept[key] = {iri: max(far[term] for term in each) for iri, each in rows.items()}
    return kept[key]


def agree(world: World, value: Value, term: Term) -> float:
    """Tell how far a value is a term: 1, 0.5 where one text stands in the other, or 0."""
    if isinstance(term, ox.NamedNode):
        return agree_on_node(world, value, term)
    if value.known:
        return 0.0
    if term.datatype.value in DAYS:
        asked = read_day(value.text)
        return float(asked is not None and asked[0] <= term.value[:10] <= asked[1])
    if term.datatype.value in NUMBERS:
        return float(as_number(value.text) == as_number(term.value))
    return nearest(world, value, term)


def agree_on_node(world: World, value: Value, node: ox.NamedNode) -> float:
    """Tell how far a value names a node: by identifier, or by any of its names."""
    short = (node.value, node.value.removeprefix(ID), node.value.removeprefix(NS))
    if value.known:
        return float(value.known in short)
    return 1.0 if value.text in short else nearest(world, value, node)


def nearest(world: World, value: Value, term: Term) -> float:
    """Tell how far the text of a value is one of the names of a term."""
    sought = fold(value.text)
    return max((alike(sought, name) for name in keys(world, term)), default=0.0)


def keys(world: World, term: Term) -> tuple[str, ...]:
    """Give what a term is called, folded."""
    kept = KEYS.setdefault(world, {})
    if term not in kept:
        if isinstance(term, ox.NamedNode):
            labels = (world.labels(tag).get(term.value, "") for tag in LANGUAGES)
            own = known(world).names.get(term.value, ())
            kept[term] = tuple({*map(fold, labels), *(name.folded for name in own)} - {""})
        else:
            kept[term] = (fold(term.value),)
    return kept[term]


def alike(one: str, other: str) -> float:
    """Tell whether two folded texts are the same (1), or one stands in the other (0.5)."""
    if one == other:
        return 1.0
    if one in other:
        return 0.5 if one and stands_in(one, other) else 0.0
    return 0.5 if other and other in one and stands_in(other, one) else 0.0


def as_number(text: str) -> float | None:
    """Read a number; None where it is none."""
    try:
        return float(text)
    except ValueError:
        return None
