"""Know what the things of a world are called and of which kinds they are.

A World comes in; a Known goes out, which is kept while the world is open. A thing is a node with
a name of its own that the editors gave: claims, clauses and evidence have none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

import pyoxigraph as ox

from jnkg.answer import run
from jnkg.find import IDENTIFIER, LABEL, NAME, PRINTED, WORTH, texts
from jnkg.names import ID, LANGUAGES, NS, PREFIXES, RDF_TYPE
from jnkg.reconciling.spelling import fold, in_order, pairs, romaji
from jnkg.store import World

HIDDEN = "hidden"
"""The kind of what a thing is found by and is not called: a misprint, a family name alone."""
PERSON, TERM = NS + "Person", NS + "Term"
KINDS = (LABEL, NAME, IDENTIFIER, PRINTED)
HIDDEN_LABEL = ox.NamedNode(PREFIXES["skos"] + "hiddenLabel")
READING = ox.NamedNode(NS + "kanaReading")
DEFAULT = ox.DefaultGraph()
TYPES = f"SELECT ?node ?class WHERE {{ ?node <{RDF_TYPE}> ?class }}"


class Name(NamedTuple):
    """What a thing is called: as written, folded, with its words in order, romanised one way."""

    text: str
    folded: str
    ordered: str
    romaji: str
    kind: str
    language: str


Place = tuple[str, Name]
"""A thing by its IRI, and one of its names."""


@dataclass(frozen=True, slots=True)
class Known:
    """The things of one world by IRI: names, classes, and where a way of writing leads to."""

    names: Mapping[str, tuple[Name, ...]]
    types: Mapping[str, frozenset[str]]
    by_key: Mapping[tuple[str, str], list[Place]]
    by_pair: Mapping[str, list[int]]
    places: list[Place]

    def is_of(self, iri: str, classes: frozenset[str]) -> bool:
        """Tell whether a thing is of one of some classes."""
        return not classes.isdisjoint(self.types.get(iri, frozenset()))


KEPT: WeakKeyDictionary[World, Known] = WeakKeyDictionary()
"""What is known of the worlds that were asked, while they are open."""


def known(world: World) -> Known:
    """Give what the things of a world are called; gathered once."""
    if world not in KEPT:
        KEPT[world] = gather(world)
    return KEPT[world]


def gather(world: World) -> Known:
    """Gather names and classes, and index the names by the ways in which they may be written."""
    types = read_types(world)
    names = {iri: tuple(found) for iri, found in read_names(world, types)}
    places = [(iri, name) for iri in sorted(names) for name in names[iri]]
    by_key: dict[tuple[str, str], list[Place]] = defaultdict(list)
    by_pair: dict[str, list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        name = place[1]
        for way in ("folded", "ordered", "romaji"):
            by_key[way, getattr(name, way)].append(place)
        if name.kind in (LABEL, NAME):
            for pair in pairs(name.folded):
                by_pair[pair].append(number)
    return Known(names, types, by_key, by_pair, places)


def read_types(world: World) -> dict[str, frozenset[str]]:
    """Give the classes of each node of ours, those that follow among them."""
    found: dict[str, set[str]] = defaultdict(set)
    for node, kind in run(world, TYPES).rows:
        if isinstance(node, ox.NamedNode) and node.value.startswith(ID) and kind is not None:
            found[node.value].add(kind.value)
    return {iri: frozenset(classes) for iri, classes in found.items()}


def read_names(
    world: World, types: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, list[Name]]]:
    """Yield each thing with its names, those that the search keeps (`find`) told apart by kind."""
    hidden = literals(world, HIDDEN_LABEL)
    is_read = literals(world, READING)
    for iri, kept in texts(world).items():
        if not iri.startswith(ID) or all(p.worth != WORTH[LABEL] for p in kept):
            continue
        labels = [p.text for p in kept if p.kind == LABEL]
        is_person = PERSON in types.get(iri, frozenset())
        names = []
        for place in kept:
            if place.kind not in KINDS:
                continue
            is_partial = is_person and place.kind == NAME and is_part_of_one(place.text, labels)
            is_hidden = is_partial or place.text in hidden.get(iri, ())
            kind = HIDDEN if is_hidden else place.kind
            names.append(name_of(place.text, kind, place.language, iri in is_read))
        yield iri, list(dict.fromkeys(names))


def literals(world: World, predicate: ox.NamedNode) -> dict[str, set[str]]:
    """Give the texts that a property gives to each subject."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in world.store.quads_for_pattern(None, predicate, None, DEFAULT):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            found[quad.subject.value].add(quad.object.value)
    return found


def is_part_of_one(text: str, labels: list[str]) -> bool:
    """Tell whether a name is a part of a longer one: a family name without the given name."""
    part = fold(text)
    return any(part in fold(label) and part != fold(label) for label in labels)


def name_of(text: str, kind: str, language: str, is_japanese: bool) -> Name:
    """Work out the keys of a name; only Japanese names in the alphabet have a romanisation."""
    folded = fold(text)
    is_romanised = is_japanese and language == LANGUAGES[0] and kind in (LABEL, NAME)
    return Name(
        text,
        folded,
        in_order(folded),
        romaji(folded) if is_romanised else "",
        kind,
        language,
    )
