"""Offer values for the parameters of a stored question.

A World and an Entry come in; Fields of a form go out. A slug opens with the kind of its node
(`jnd:post-...`), so the nodes of the default's kind are what a reader may want to put there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg.names import ID, NS, RDF_TYPE, expand, shorten
from jnkg.store import World

if TYPE_CHECKING:
    from jnkg.store import Entry

MOST = 400
"""More nodes than these are not offered one by one."""
DEFAULT = ox.DefaultGraph()


@dataclass(frozen=True, slots=True)
class Choice:
    """A node that may be given: its short name, what is typed for it, and what it is called.

    Its label is typed where no other node is called so.
    """

    name: str
    typed: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter in a form: `value` is what stands in it, `usual` what stands if it is empty."""

    name: str
    kind: str
    about: str
    value: str
    usual: str
    choices: tuple[Choice, ...]


def fields_of(
    world: World, entry: Entry, language: str, values: Mapping[str, str]
) -> tuple[Field, ...]:
    """Give the fields of a question's form, with the values that the reader gave."""
    return tuple(
        field_of(world, language, name, kind, default, about[language], values.get(name, ""))
        for name, kind, default, about in entry["params"]
    )


def field_of(
    world: World, language: str, name: str, kind: str, default: str, about: str, value: str
) -> Field:
    """Give one field."""
    if kind != "iri":
        usual = "" if default == "UNDEF" else default.split("^^")[0].strip('"')
        return Field(name, kind, about, value or usual, usual, ())
    choices = offered(world, language, name, default)
    own = "" if default == "UNDEF" else short(expand(default) or default.strip("<>"))
    usual = typed(choices, own)
    return Field(name, kind, about, typed(choices, value) or usual, usual, choices)


def typed(choices: Iterable[Choice], value: str) -> str:
    """Give what is typed for a node whose short name was given, else the value as it is."""
    plain = value.removeprefix("jnd:").removeprefix(ID)
    return next((c.typed for c in choices if c.name == plain), value)


def offered(world: World, language: str, param: str, default: str) -> tuple[Choice, ...]:
    """Give the nodes that a parameter may stand for; none where there are too many to offer."""
    labels = world.labels(language)
    iris = candidates(world, labels, param, default)
    return choices_of(labels, iris)


def choices_of(labels: Mapping[str, str], iris: Collection[str]) -> tuple[Choice, ...]:
    """Offer some nodes by their labels; none where there are too many, or no choice at all."""
    if not 1 < len(iris) <= MOST:
        return ()
    counts = Counter(labels.values())
    made = []
    for iri in iris:
        name, label = short(iri), labels[iri]
        made.append(Choice(name, label if counts[label] == 1 else name, label))
    return tuple(sorted(made, key=lambda c: (c.label, c.name)))


def of_kinds(labels: Mapping[str, str], kinds: Iterable[str]) -> list[str]:
    """Give the IRIs of the nodes whose slugs open with one of some kinds."""
    starts = tuple(f"{ID}{kind}-" for kind in kinds)
    return [iri for iri in labels if iri.startswith(starts)]


def candidates(world: World, labels: Mapping[str, str], name: str, default: str) -> list[str]:
    """Give the IRIs of the kind of the default; without one, of the kind the parameter names."""
    iri = "" if default == "UNDEF" else expand(default) or default.strip("<>")
    if iri.startswith(NS):
        return fellows(world, labels, iri)
    kind = iri.removeprefix(ID).partition("-")[0] if iri else name
    return of_kinds(labels, [kind])


def fellows(world: World, labels: Mapping[str, str], iri: str) -> list[str]:
    """Give the terms of our own that are of a class with a term."""
    quads = world.store.quads_for_pattern
    type_ = ox.NamedNode(RDF_TYPE)
    kinds = [q.object for q in quads(ox.NamedNode(iri), type_, None, DEFAULT)]
    own = [k for k in kinds if isinstance(k, ox.NamedNode) and k.value.startswith(NS)]
    found = {q.subject for kind in own for q in quads(None, type_, kind, DEFAULT)}
    return [n.value for n in found if isinstance(n, ox.NamedNode) and n.value in labels]


def short(iri: str) -> str:
    """Give the name by which a node is asked for: its slug, or a prefixed name."""
    return iri.removeprefix(ID) if iri.startswith(ID) else shorten(iri).strip("<>")
