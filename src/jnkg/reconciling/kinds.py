"""Know the classes of the ontology as types of the reconciliation service, with their subclasses.

A World comes in; Kinds go out, which are kept while the world is open. A type is named by the
local name of its class, `Person`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from weakref import WeakKeyDictionary

import pyoxigraph as ox

from jnkg.answer import run
from jnkg.names import LANGUAGES, NS, PREFIXES, expand
from jnkg.reconciling.asked import Malformed
from jnkg.reconciling.called import TERM, known
from jnkg.reconciling.spelling import fold
from jnkg.store import World

OWL, RDFS, SKOS = (PREFIXES[p] for p in ("owl", "rdfs", "skos"))
CLASSES = f"""
SELECT ?class ?broader WHERE {{
  ?class a <{OWL}Class> . FILTER (STRSTARTS(STR(?class), "{NS}"))
  OPTIONAL {{ ?class <{RDFS}subClassOf> ?broader . FILTER (STRSTARTS(STR(?broader), "{NS}")) }}
}} ORDER BY ?class ?broader
"""
USUAL = (
    "Person", "Post", "State", "Organization", "Body", "Unit", "GroupOfPartners", "Event",
    "Activity", "Instrument", "Area", "Theme", "Document", "Place", "Ship", "Outlet",
)  # fmt: skip
"""The types that are offered before anything is known of a table, as classes by local name."""
SHORT = {
    "en": "Japan-NATO Cooperation Knowledge Graph",
    "ja": "日本・NATO協力ナレッジグラフ",
}


@dataclass(frozen=True, slots=True)
class Kinds:
    """Classes with those above them; `near` holds the direct ones, `above` all but itself."""

    near: Mapping[str, tuple[str, ...]]
    above: Mapping[str, frozenset[str]]
    foreign: frozenset[str]

    def sorted(self, classes: Iterable[str]) -> list[str]:
        """Give those of our classes among some, the narrowest first."""
        ours = [each for each in classes if each in self.above]
        return sorted(ours, key=lambda each: (-len(self.above[each]), each))


KEPT: WeakKeyDictionary[World, Kinds] = WeakKeyDictionary()


def kinds(world: World) -> Kinds:
    """Give the classes of a world; read once."""
    if world not in KEPT:
        near: dict[str, list[str]] = {}
        for row in run(world, CLASSES).rows:
            cls, broader = (term.value if isinstance(term, ox.NamedNode) else "" for term in row)
            found = near.setdefault(cls, [])
            if broader and broader != cls:
                found.append(broader)
        above = {cls: frozenset(climb(cls, near)) - {cls} for cls in near}
        borne = frozenset().union(*known(world).types.values())
        direct = {cls: tuple(b for b in near[cls] if b in near) for cls in near}
        KEPT[world] = Kinds(nearest_only(direct, above), above, borne - near.keys())
    return KEPT[world]


def climb(cls: str, near: Mapping[str, list[str]]) -> set[str]:
    """Give all classes above one, itself among them."""
    seen: set[str] = set()
    waiting = [cls]
    while waiting:
        each = waiting.pop()
        if each not in seen:
            seen.add(each)
            waiting += near.get(each, [])
    return seen


def nearest_only(
    near: Mapping[str, tuple[str, ...]], above: Mapping[str, frozenset[str]]
) -> dict[str, tuple[str, ...]]:
    """Leave out classes that are above a class only by way of another one."""
    return {
        cls: tuple(b for b in broader if not any(b in above[other] for other in broader))
        for cls, broader in near.items()
    }


def class_of(world: World, typed: str) -> str:
    """Give the IRI of the class that a client names; raises Malformed that names the nearest.

    A local name, a prefixed name, an IRI, or a label in either language will do.
    """
    found = kinds(world)
    for iri in (NS + typed, expand(typed) or "", typed.strip("<>")):
        if iri in found.above or iri in found.foreign:
            return iri
    by_label = {
        fold(world.labels(tag).get(iri, "")): iri for tag in LANGUAGES for iri in found.near
    }
    if fold(typed) in by_label:
        return by_label[fold(typed)]
    names = {cls.removeprefix(NS).lower(): cls.removeprefix(NS) for cls in found.near}
    near = [names[name] for name in get_close_matches(typed.lower(), names, 3, 0.5)]
    hint_en = f" Nearest: {', '.join(near)}." if near else ""
    hint_ja = f"近いもの：{'、'.join(near)}。" if near else ""
    raise Malformed(
        f"There is no type {typed!r}.{hint_en} The suggest service lists the types.",
        f"「{typed}」という型はありません。{hint_ja}型は候補の提示（suggest）で一覧できます。",
        near,
    )


def classes_of(world: World, typed: Iterable[str]) -> frozenset[str]:
    """Give the classes that a client names; raises Malformed."""
    return frozenset(class_of(world, each) for each in typed)


def type_json(world: World, cls: str, language: str) -> dict[str, object]:
    """Give a class as a type of the protocol."""
    return {"id": cls.removeprefix(NS), "name": world.labels(language).get(cls) or cls}


def types_json(world: World, iri: str, language: str) -> list[dict[str, object]]:
    """Give the types of a thing, the narrowest first."""
    found = kinds(world).sorted(known(world).types.get(iri, ()))
    return [type_json(world, cls, language) for cls in found]


def definition(world: World, iri: str, language: str) -> str:
    """Give the definition of a class or a property, empty where it has none."""
    pattern = (ox.NamedNode(iri), ox.NamedNode(SKOS + "definition"), None, ox.DefaultGraph())
    found = [q.object for q in world.store.quads_for_pattern(*pattern)]
    texts = [o.value for o in found if isinstance(o, ox.Literal) and o.language == language]
    return min(texts, default="")


def is_offered(world: World, iri: str, classes: frozenset[str]) -> bool:
    """Tell whether a thing may be a candidate: of the classes asked for; without any, no word.

    Printed terms are words about things, so that they stand back where nobody asks for words.
    """
    if classes:
        return known(world).is_of(iri, classes)
    return TERM not in known(world).types.get(iri, frozenset())
