"""Complete what somebody types: things, types, properties; and propose the columns of a type.

A World and the beginning of a name come in; what the protocol answers goes out as plain data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from jnkg.names import ID, LANGUAGES, NS
from jnkg.reconciling.called import Known, known
from jnkg.reconciling.kinds import class_of, classes_of, definition, is_offered, kinds, type_json
from jnkg.reconciling.properties import held, of_class
from jnkg.reconciling.spelling import APART, fold, is_latin
from jnkg.reconciling.telling import describe
from jnkg.store import World

PAGE = 20
"""As many suggestions are given at once."""
Item = Mapping[str, object]


def place_of(prefix: str, names: Iterable[str]) -> int:
    """Tell how early a beginning comes in the best of some folded names; -1 where in none.

    0 is the whole name, 1 its beginning, 2 the beginning of a later word, 3 anywhere.
    """
    best = -1
    for name in names:
        if prefix == name:
            return 0
        at = 1 if name.startswith(prefix) else -1
        if at < 0 and prefix in name:
            is_word = f" {prefix}" in f" {APART.sub(' ', name)}"
            at = 2 if is_word else (-1 if is_latin(prefix) else 3)
        if at >= 0 and (best < 0 or at < best):
            best = at
    return best


def suggest_entities(
    world: World, prefix: str, language: str, cursor: int, types: Sequence[str] = ()
) -> list[Item]:
    """Give the things with a name that begins so, in either language; raises Malformed."""
    classes, labels = classes_of(world, types), world.labels(language)
    everything, sought = known(world), fold(prefix)
    found = [
        (place, len(labels.get(iri, "")), iri)
        for iri in everything.names
        if is_offered(world, iri, classes)
        and (place := thing_place(everything, iri, sought, prefix)) >= 0
    ]
    chosen = sorted(found)[cursor : cursor + PAGE]
    return [entity(world, iri, language) for _, _, iri in chosen]


def thing_place(everything: Known, iri: str, sought: str, typed: str) -> int:
    """Tell how early a beginning comes in the names of a thing, or in its identifier."""
    if typed and (iri in (typed, ID + typed) or iri.startswith((ID + typed, typed))):
        return 0 if iri.endswith(typed) else 1
    return place_of(sought, (name.folded for name in everything.names[iri]))


def entity(world: World, iri: str, language: str) -> Item:
    """Give a thing as a suggestion."""
    narrow = kinds(world).sorted(known(world).types.get(iri, ()))[:1]
    return {
        "id": iri.removeprefix(ID),
        "name": world.labels(language).get(iri) or iri,
        "description": describe(world, iri, language),
        "notable": [type_json(world, cls, language) for cls in narrow],
    }


def suggest_types(world: World, prefix: str, language: str, cursor: int) -> list[Item]:
    """Give the types whose name begins so, with the broader ones directly above them."""
    found = kinds(world)
    names = {iri: both(world, iri) for iri in found.near}
    return paged(names, prefix, cursor, lambda iri: full_type(world, iri, language))


def full_type(world: World, iri: str, language: str) -> Item:
    """Give a type with its description and the types directly above it."""
    told = definition(world, iri, language)
    above = [type_json(world, broader, language) for broader in kinds(world).near[iri]]
    return {
        **type_json(world, iri, language),
        **({"description": told} if told else {}),
        "broader": above,
    }


def both(world: World, iri: str) -> list[str]:
    """Give the folded names of a term of the ontology, its local name first."""
    labels = (world.labels(tag).get(iri, "") for tag in LANGUAGES)
    return [fold(iri.removeprefix(NS)), *map(fold, labels)]


def suggest_properties(world: World, prefix: str, language: str, cursor: int) -> list[Item]:
    """Give the properties whose name begins so."""
    found = held(world).properties
    names = {name: [fold(name), *map(fold, p.label.values())] for name, p in found.items()}
    return paged(names, prefix, cursor, lambda name: found[name].json(language))


def paged(
    names: Mapping[str, Sequence[str]], prefix: str, cursor: int, shown: Callable[[str], Item]
) -> list[Item]:
    """Give those of some named things whose name begins so, a page from the cursor on."""
    sought = fold(prefix)
    ranked = sorted((place_of(sought, each), len(key), key) for key, each in names.items())
    return [shown(key) for place, _, key in ranked if place >= 0][cursor : cursor + PAGE]


def propose(world: World, typed: str, limit: int, language: str) -> dict[str, object]:
    """Give the properties that things of a type have, the commonest first; raises Malformed.

    Without a type those of all things, without a limit (0) all of them.
    """
    classes = frozenset([class_of(world, typed)]) if typed else frozenset[str]()
    found = of_class(world, classes)[: limit or None]
    told = {"limit": limit} if limit else {}
    listed = [{"id": each.id, "name": each.label[language]} for each in found]
    return {"type": typed, "properties": listed, **told}
