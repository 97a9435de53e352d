"""Gather what a glance at a thing shows: what it is, and the first of what is claimed, with status.

A World, an identifier and a language come in; a Glance goes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.card import Name, Value
from jnkg.claims import Reader, find_claims
from jnkg.names import LANGUAGES, NS, PREFIXES
from jnkg.reconciling.extension import iri_of
from jnkg.reconciling.kinds import class_of, definition
from jnkg.reconciling.properties import property_of
from jnkg.store import World

LINES = 6
"""As many facts are shown."""
VALUES = 2
"""As many values of one property are shown."""
UNTOLD = (
    PREFIXES["dcterms"] + "identifier",
    PREFIXES["skos"] + "editorialNote",
    *(NS + n for n in ("summary", "readOn", "corroborates")),
    *(NS + n for n in ("statusOfJapaneseName", "statusOfEnglishName")),
)
"""What a glance does not need to show."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A property with its first values, how many more there are, and the status of the claim."""

    property: Name
    values: tuple[Value, ...]
    more: int
    status: str


@dataclass(frozen=True, slots=True)
class Glance:
    """A thing at a glance: its name in either language, its kinds, the first facts."""

    node: Name
    other: str
    kinds: tuple[Name, ...]
    facts: tuple[Fact, ...]


def glance(world: World, typed: str, language: str) -> Glance | None:
    """Show a thing at a glance; None where the world has none of that identifier."""
    iri = iri_of(world, typed)
    if not iri:
        return None
    reader, node = Reader(world, language), ox.NamedNode(iri)
    other = next(tag for tag in LANGUAGES if tag != language)
    label = world.labels(other).get(iri, "")
    facts = tuple(find_facts(reader, node))
    return Glance(reader.name(node), label, reader.kinds(node), facts[:LINES])


def find_facts(reader: Reader, node: ox.NamedNode) -> Iterator[Fact]:
    """Yield what is claimed of a thing, the strongest first, each property once."""
    seen: set[str] = set()
    for claim in find_claims(reader, node):
        for line in claim.lines:
            kept = tuple(value for value in line.values if not value.is_set_aside)
            if line.property.iri in seen or line.property.iri in UNTOLD or not kept:
                continue
            if line.property.iri.startswith((NS, PREFIXES["dcterms"], PREFIXES["skos"])):
                seen.add(line.property.iri)
                more = len(kept) - VALUES
                yield Fact(line.property, kept[:VALUES], max(more, 0), claim.basis.status)


def term_at_a_glance(world: World, what: str, typed: str, language: str) -> tuple[str, str]:
    """Give the name and the description of a type or a property; raises Malformed."""
    if what == "type":
        iri = class_of(world, typed)
        return world.labels(language).get(iri, typed), definition(world, iri, language)
    found = property_of(world, typed)
    return found.label[language], found.about[language]
