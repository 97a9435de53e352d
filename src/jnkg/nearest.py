"""Find the names that come closest to a text that names nothing.

A World and a text come in, short names go out. Imported only where a name was not found.
"""

from weakref import WeakKeyDictionary

import pyoxigraph as ox

from jnkg.fold import fold
from jnkg.names import ID, LANGUAGES, NS, PREFIXES, shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from difflib import SequenceMatcher as Matcher

    from jnkg.store import World

OTHER_NAMES = tuple(ox.NamedNode(PREFIXES["skos"] + n) for n in ("altLabel", "hiddenLabel"))
ENOUGH = 0.55
"""A form less alike than this (1 is equal) is no suggestion."""
PART = 0.75
"""What a form is worth that merely contains the text, or is contained in it."""


SHARED = 0.2
"""The part of the pairs of letters of a text that a form has to have."""
KEPT: "WeakKeyDictionary[World, list[tuple[str, str]]]" = WeakKeyDictionary()
"""The forms of the worlds that were asked, while they are open."""


LONGEST = 200
"""Of a longer text the beginning is compared: no name is as long."""


def nearest(world: "World", text: str, most: int = 3) -> list[str]:
    """Give short names (`person-nakatani-gen`, `jn:Summit`) of the nodes closest to a text.

    Slugs and labels in both languages are compared, folded; the closest come first.
    """
    from difflib import SequenceMatcher

    sought = fold(text.removeprefix("jnd:")[:LONGEST])
    if not sought:
        return []
    matcher = SequenceMatcher(None, "", sought, autojunk=False)
    best: dict[str, float] = {}
    for iri, form in resembling(world, sought):
        likeness = alike(matcher, sought, form)
        if likeness >= ENOUGH and likeness > best.get(iri, 0):
            best[iri] = likeness
    order = sorted(best, key=lambda iri: (-best[iri], len(iri), iri))
    return [shorten(iri).removeprefix("jnd:") for iri in order[:most]]


def resembling(world: "World", sought: str) -> "Iterator[tuple[str, str]]":
    """Yield the forms that share enough pairs of letters with a text to be worth a closer look."""
    if world not in KEPT:
        KEPT[world] = list(forms(world))
    pairs = {sought[at : at + 2] for at in range(len(sought) - 1)}
    least = len(pairs) * SHARED
    for iri, form in KEPT[world]:
        if sum(pair in form for pair in pairs) >= least:
            yield iri, form


def forms(world: "World") -> "Iterator[tuple[str, str]]":
    """Yield each node of the graph with each folded form that it may be called by."""
    tables = [world.labels(language) for language in LANGUAGES]
    for iri in tables[0]:
        if not iri.startswith((ID, NS)):
            continue
        slug = iri.removeprefix(ID).removeprefix(NS)
        kind, _, rest = slug.partition("-")
        yield iri, fold(slug)
        if rest and kind.islower():
            yield iri, fold(rest)
        for table in tables:
            if iri in table:
                yield iri, fold(table[iri])
    for name in OTHER_NAMES:
        for quad in world.store.quads_for_pattern(None, name, None, ox.DefaultGraph()):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                yield quad.subject.value, fold(quad.object.value)


def alike(matcher: "Matcher[str]", sought: str, form: str) -> float:
    """Tell how alike a form is to the text sought, from 0 to 1; equality alone gives 1."""
    if not form:
        return 0.0
    shorter, longer = sorted((sought, form), key=len)
    part = PART + (1 - PART) * len(shorter) / len(longer) if shorter in longer else 0.0
    if len(shorter) < 2 and part < 1:
        return 0.0
    matcher.set_seq1(form)
    if part or matcher.real_quick_ratio() < ENOUGH or matcher.quick_ratio() < ENOUGH:
        return part
    return matcher.ratio()
