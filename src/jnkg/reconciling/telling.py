"""Tell in a line what a thing is, for those who have to choose between namesakes.

A World, an IRI and a language come in; text goes out: the kind, the name in the other language, and
what tells it from others of its kind.
"""

from __future__ import annotations

import pyoxigraph as ox

from jnkg.names import LANGUAGES
from jnkg.reconciling.called import known
from jnkg.reconciling.days import spans
from jnkg.reconciling.kinds import kinds
from jnkg.reconciling.properties import Term, held, table
from jnkg.store import World

MARKS = {"en": "; ", "ja": "、"}
TELLING = ("belongsTo", "inInstrument", "dcterms:publisher", "issuedEarliest", "earliest",
           "isLocatedIn", "alpha3Code")  # fmt: skip
"""What tells things of one kind apart, as far as they have it."""
SHOWN = 2
"""As many values of one property are told."""


def describe(world: World, iri: str, language: str) -> str:
    """Describe a thing in a line."""
    labels = world.labels(language)
    narrow = kinds(world).sorted(known(world).types.get(iri, ()))[:1]
    other = next(tag for tag in LANGUAGES if tag != language)
    named = world.labels(other).get(iri, "")
    parts = [labels.get(cls, "") for cls in narrow]
    parts += [named] if named != labels.get(iri) else []
    return MARKS[language].join(filter(None, [*parts, *told(world, iri, language)]))


def told(world: World, iri: str, language: str) -> list[str]:
    """Give what tells a thing from others of its kind."""
    properties = held(world).properties
    wanted = (properties[name] for name in TELLING if name in properties)
    values = (value for prop in wanted for value in table(world, prop).get(iri, ())[:SHOWN])
    posts = (world.labels(language).get(post, "") for post in latest_posts(world, iri))
    return [*posts, *(said(world, value, language) for value in values)]


def latest_posts(world: World, iri: str) -> list[str]:
    """Give the posts that a person held last, the latest first."""
    held_ones = [span for span in spans(world).get(iri, ()) if span.post]
    order = sorted(held_ones, key=lambda s: (s.sure or s.possible)[::-1], reverse=True)
    return list(dict.fromkeys(span.post for span in order))[:SHOWN]


def said(world: World, value: Term, language: str) -> str:
    """Give a value in words."""
    if isinstance(value, ox.NamedNode):
        return world.labels(language).get(value.value) or value.value
    return value.value
