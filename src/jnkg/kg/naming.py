"""Find the one node that a person names.

A Standpoint and a text come in; an Entity goes out. In turn: an IRI, a prefixed name or a slug;
what has it for a label or another name; what is printed so, or has it in its slug behind kind and
day; the one thing that a search finds whose name opens with it. A thing comes before a printed term
of the same name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from weakref import WeakKeyDictionary

import pyoxigraph as ox

from jnkg.errors import Misuse, UnknownValue
from jnkg.find import IDENTIFIER, LABEL, NAME, PRINTED, START, WORTH, Hit, find, texts
from jnkg.fold import fold
from jnkg.kg.entity import Entity
from jnkg.kg.saying import as_text
from jnkg.kg.standpoint import Standpoint
from jnkg.names import ID, NS, STATUSES, expand
from jnkg.nearest import nearest
from jnkg.store import World

DATED = re.compile(r"^[a-z]+-(?:\d{4}(?:-\d\d){0,2}-)?")
"""What a slug opens with before the name of the thing: its kind, and its day where it has one."""
CALLED = (LABEL, NAME, IDENTIFIER)
"""The kinds of text by which a thing is called."""
TERM = ID + "term-"
"""What the IRI of a printed term opens with."""
THINGS = tuple(
    f"{ID}{kind}-"
    for kind in (
        "activity", "area", "body", "coalition", "document", "event", "group", "instrument",
        "objective", "organization", "outlet", "person", "place", "post", "priority", "region",
        "scheme", "ship", "state", "theme", "unit",
    )
)  # fmt: skip
"""What the IRIs of things open with: all that has an identity and is no word, claim or passage."""
Names = dict[str, list[str]]
"""IRIs in order, by a folded name."""
KEPT: WeakKeyDictionary[World, tuple[Names, Names]] = WeakKeyDictionary()
"""The names of the worlds that were asked, while they are open."""
MOST, CLOSE = 10, 3
"""As many nodes are named where a person has to choose, and as many that come close."""


def named(at: Standpoint, text: str) -> Entity:
    """Find what a text names; raises UnknownValue with the nearest, or Misuse where it is several.

    Misuse also where only a wider world knows it.
    """
    node = by_address(at, as_text("name", text))
    if node is not None:
        return node
    called = called_so(at, text)
    if len(called) == 1:
        return Entity(called[0], at)
    if called:
        raise several(at, text, called)
    best = best_hit(at, text)
    if best is not None:
        return best
    raise unknown(at, text)


def by_address(at: Standpoint, text: str) -> Entity | None:
    """Find a node by its IRI, its prefixed name or its slug."""
    word = text.strip().strip("<>")
    names = [word] if "://" in word else [expand(word) or "", ID + word, NS + word]
    known = at.world.labels("en")
    return next((Entity(iri, at) for iri in names if iri in known), None)


def called_so(at: Standpoint, text: str) -> list[str]:
    """Give the nodes that are called exactly so, blind to case, width and kana; in order.

    A label or another name comes before a printed name or the name in a slug, a thing before a
    printed term.
    """
    labelled, printed = (names.get(fold(text), []) for names in names_of(at.world))
    return [iri for iri in labelled if not iri.startswith(TERM)] or printed or labelled


def names_of(world: World) -> tuple[Names, Names]:
    """Give the nodes of a world by their folded names, and things by what is printed or slug."""
    if world not in KEPT:
        KEPT[world] = read_names(world)
    return KEPT[world]


def read_names(world: World) -> tuple[Names, Names]:
    """Read what the nodes of a world are called."""
    labelled: Names = {}
    printed: Names = {}
    for iri, places in sorted(texts(world).items()):
        if not iri.startswith((ID, NS)):
            continue
        for name in dict.fromkeys(p.folded for p in places if p.kind in CALLED):
            labelled.setdefault(name, []).append(iri)
        if iri.startswith(THINGS):
            own = [own_name(iri), *(p.folded for p in places if p.kind == PRINTED)]
            for name in dict.fromkeys(own):
                printed.setdefault(name, []).append(iri)
    return labelled, printed


def own_name(iri: str) -> str:
    """Give the name in a slug, folded: `partner session` of `event-2024-10-17-partner-session`."""
    return fold(DATED.sub("", iri.removeprefix(ID)).replace("-", " "))


def best_hit(at: Standpoint, text: str) -> Entity | None:
    """Give the one node whose name opens with a text; None where there is none, or several."""
    hits = [h for h in find(at.world, text, at.language, MOST) if opens(h)]
    if not hits or (len(hits) > 1 and hits[1].score == hits[0].score):
        return None
    return Entity(hits[0].node.value, at)


def opens(hit: Hit) -> bool:
    """Tell whether a name of a thing, not of a printed term, opens with what was sought."""
    is_thing = not hit.node.value.startswith(TERM)
    return is_thing and hit.where in CALLED and hit.score >= WORTH[hit.where] + START


def several(at: Standpoint, text: str, iris: list[str]) -> Misuse:
    """Say that a name is that of several nodes."""
    slugs = [at.slug(iri) for iri in iris[:MOST]]
    more = len(iris) - MOST
    return Misuse(
        f"{text!r} is the name of several nodes. Name one: {', '.join(slugs)}"
        + (f", or one of {more} more." if more > 0 else "."),
        f"「{text}」という名称のものは複数あります。一つを選んでください：{'、'.join(slugs)}"
        + (f"、ほか{more}件。" if more > 0 else "。"),
    )


def unknown(at: Standpoint, text: str) -> Misuse:
    """Say that a text names nothing: in this world alone, or in any, with what comes nearest."""
    if (at.status, at.known_by) != (STATUSES[-1], "") and is_known(at, text):
        return Misuse(
            f"{text!r} is narrowed away by --status or --known-by: the graph knows it, but not in "
            "this world.",
            f"「{text}」は --status か --known-by によって除かれています。グラフにはありますが、"
            "この範囲にありません。",
        )
    hits = [at.slug(h.node.value) for h in find(at.world, text, at.language, CLOSE)]
    return UnknownValue(text, list(dict.fromkeys([*nearest(at.world, text, CLOSE), *hits])))


def is_known(at: Standpoint, text: str) -> bool:
    """Tell whether the widest world has a node, or several, of that name."""
    wide = replace(at, world=at.reopen(STATUSES[-1], ""), status=STATUSES[-1], known_by="")
    try:
        named(wide, text)
    except UnknownValue:
        return False
    except Misuse:
        return True
    return True


def node_of(value: Entity | str, at: Standpoint) -> Entity:
    """Give the Entity that is given, or that a text names; raises Misuse, UnknownValue."""
    return Entity(value.iri, at) if isinstance(value, Entity) else named(at, value)


def as_node(value: Entity | str, at: Standpoint) -> ox.NamedNode:
    """Give the node that is given, or that a text names."""
    return node_of(value, at).node
