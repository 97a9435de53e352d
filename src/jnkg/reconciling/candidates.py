"""Find the things that a query of a client may mean, best first.

A World and Asked come in; Candidates go out. Whoever is first is a match only where its name is
the same as the query's, nothing asked of it differs, and it leads clearly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pyoxigraph as ox

from jnkg.find import IDENTIFIER
from jnkg.names import ID, expand
from jnkg.reconciling.agreeing import agree_on_node, agreed
from jnkg.reconciling.asked import Asked, Value
from jnkg.reconciling.called import HIDDEN, Known, Place, known
from jnkg.reconciling.days import agreement, read_day, spans
from jnkg.reconciling.kinds import classes_of, is_offered, types_json
from jnkg.reconciling.properties import DAY, POST, property_of
from jnkg.reconciling.scores import (
    ALIKE_LEAST,
    APART,
    LEAST,
    OTHER_TYPE,
    Features,
    Query,
    feature_list,
    is_code,
    is_same,
    name_features,
    name_score,
    property_score,
)
from jnkg.reconciling.telling import describe
from jnkg.store import World

MANY = 40
"""No name has as many words."""

Weigher = tuple[str, Callable[[str], float | None]]
"""A property, and what tells how far a thing has it as asked; None where nothing is recorded."""


class Answering(NamedTuple):
    """How well a thing answers: from 0 to 100, in which respects, and whether it may be a match."""

    score: float
    features: Features
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that a query may mean, by its IRI."""

    iri: str
    score: float
    features: Features
    is_match: bool

    def json(self, world: World, language: str) -> dict[str, object]:
        """Give it as the protocol has it, in a language."""
        told = describe(world, self.iri, language)
        return {
            "id": self.iri.removeprefix(ID),
            "name": world.labels(language).get(self.iri) or self.iri,
            **({"description": told} if told else {}),
            "type": types_json(world, self.iri, language),
            "score": self.score,
            "match": self.is_match,
            "features": feature_list(self.features),
        }


def candidates(world: World, asked: Asked) -> list[Candidate]:
    """Give the things that a query may mean, best first, as many as it asks for.

    Raises Malformed for a type or a property that does not exist.
    """
    classes = classes_of(world, asked.types)
    weighers = weighers_of(world, asked)
    found = by_name(world, asked.text) if asked.text else nameless(world, weighers)
    fitting = dict(with_types(world, asked.strictness, classes, found))
    scored = [
        (iri, with_properties(iri, weighers, answering) if asked.text else answering)
        for iri, answering in fitting.items()
    ]
    ranked = sorted(
        ((iri, each) for iri, each in scored if each.score >= LEAST),
        key=lambda pair: (-pair[1].score, len(pair[0]), pair[0]),
    )
    second = ranked[1][1].score if len(ranked) > 1 else 0.0
    return [
        Candidate(
            iri,
            round(each.score, 1),
            each.features,
            place == 0 and each.is_sure and each.score - second >= APART,
        )
        for place, (iri, each) in enumerate(ranked[: asked.limit])
    ]


def by_name(world: World, text: str) -> dict[str, Answering]:
    """Give the things whose names or identifiers answer a text."""
    everything, query = known(world), Query(text)
    found: dict[str, Answering] = {}
    for iri, name in shortlist(everything, query):
        features = name_features(query, name)
        score = name_score(features, name.kind)
        is_sure = is_same(features) and name.kind != HIDDEN
        if is_code(name) or (name.kind == IDENTIFIER and len(name.text) < 4):
            is_sure = False
        best = found.get(iri)
        if score and (best is None or (score, is_sure) > (best.score, best.is_sure)):
            found[iri] = Answering(score, features, is_sure)
    for iri in named_by(text):
        if iri in everything.names:
            found[iri] = Answering(100.0, {"id_exact": True}, True)
    return found


def named_by(text: str) -> list[str]:
    """Give the IRIs that a text may be: an IRI, a prefixed name, a slug."""
    return [text.strip("<>")] if "://" in text else [expand(text) or "", ID + text]


def shortlist(everything: Known, query: Query) -> Iterator[Place]:
    """Yield the names that are worth a closer look: the same in some way, in part, or alike."""
    seen: dict[Place, None] = {}
    for way in ("folded", "ordered", "romaji"):
        key = getattr(query, way)
        seen.update(dict.fromkeys(everything.by_key.get((way, key), ()) if key else ()))
    words = set(query.ordered.split())
    for place in everything.places:
        name = place[1]
        is_part = query.folded in name.folded or name.folded in query.folded
        if is_part or (1 < len(words) < MANY and all(word in name.ordered for word in words)):
            seen[place] = None
    shared = Counter(n for pair in query.pairs for n in everything.by_pair.get(pair, ()))
    least = ALIKE_LEAST / (2 - ALIKE_LEAST) * len(query.pairs)
    for number, count in shared.items():
        if count >= least:
            seen[everything.places[number]] = None
    yield from seen


def with_types(
    world: World, strictness: str, classes: frozenset[str], found: Mapping[str, Answering]
) -> Iterator[tuple[str, Answering]]:
    """Leave out what is of another type than was asked for; under `should`, only lower it."""
    borne = known(world).types
    for iri, each in found.items():
        if not classes:
            if is_offered(world, iri, classes) or "id_exact" in each.features:
                yield iri, each
            continue
        shared = classes & borne.get(iri, frozenset())
        fits = shared == classes if strictness == "all" else bool(shared)
        if fits:
            is_named = any(each.features.get(way) for way in ("name_exact", "id_exact"))
            sure = each.is_sure or (is_named and each.score > 90)
            yield iri, Answering(each.score, {**each.features, "type": True}, sure)
        elif strictness == "should":
            lowered = max(each.score + OTHER_TYPE, 0.0)
            yield iri, Answering(lowered, {**each.features, "type": False}, False)


def with_properties(iri: str, weighers: Iterable[Weigher], answering: Answering) -> Answering:
    """Raise or lower a score by what the properties of a thing are."""
    found = agreements(iri, weighers)
    score = answering.score + sum(map(property_score, found.values()))
    features = {**answering.features, **recorded(found)}
    is_sure = answering.is_sure and all(each is None or each > 0 for each in found.values())
    return Answering(min(max(score, 0.0), 100.0), features, is_sure)


def recorded(found: Mapping[str, float | None]) -> Features:
    """Give the agreements as features, those of which something is recorded."""
    return {f"property:{name}": each for name, each in found.items() if each is not None}


def nameless(world: World, weighers: Sequence[Weigher]) -> dict[str, Answering]:
    """Give the things whose properties answer by themselves, without a name."""
    found: dict[str, Answering] = {}
    for iri in known(world).names if weighers else ():
        agreed_on = agreements(iri, weighers)
        score = 100 * sum(each or 0.0 for each in agreed_on.values()) / len(agreed_on)
        if score >= LEAST:
            found[iri] = Answering(score, recorded(agreed_on), score == 100)
    return found


def weighers_of(world: World, asked: Asked) -> list[Weigher]:
    """Give what weighs things by the properties that a query asks for; raises Malformed.

    The day and the post go together.
    """
    wanted = [(property_of(world, c.property), c.values) for c in asked.constraints]
    posts = tuple(value for prop, values in wanted if prop.id == POST for value in values)
    return [
        (prop.id, by_day(world, values, posts))
        if prop.id == DAY
        else (prop.id, agreed(world, prop, values).get)
        for prop, values in wanted
    ]


def agreements(iri: str, weighers: Iterable[Weigher]) -> dict[str, float | None]:
    """Tell how far each property of a thing is as asked; the lesser where one is asked twice."""
    found: dict[str, float | None] = {}
    for name, weigh in weighers:
        each = weigh(iri)
        found[name] = each if name not in found else weaker(found[name], each)
    return found


def weaker(one: float | None, other: float | None) -> float | None:
    """Give the lesser of two agreements."""
    return min((each for each in (one, other) if each is not None), default=None)


def by_day(
    world: World, values: Iterable[Value], posts: tuple[Value, ...]
) -> Callable[[str], float | None]:
    """Give what tells how far a thing belongs to a day; a person, in a post asked for."""
    days = [day for value in values if (day := read_day(value.text))]
    everything = spans(world)
    held = {span.post for each in everything.values() for span in each} if posts else set()
    far = {p: max(agree_on_node(world, v, ox.NamedNode(p)) for v in posts) for p in held if p}

    def weigh(iri: str) -> float | None:
        found = everything.get(iri, ())
        if not days or not found:
            return None
        if posts:
            best = max(far.get(span.post, 0.0) for span in found)
            found = tuple(s for s in found if best and far.get(s.post, 0.0) == best)
        return max((agreement(span, day) for span in found for day in days), default=0.0)

    return weigh
