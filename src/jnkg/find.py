"""Find nodes by what they are called and what is said in them.

A World and a query come in; Hits go out, best first. Every text is folded (`fold.py`), and every
word of the query must occur in the node's texts.
"""

from __future__ import annotations

import marshal
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

import pyoxigraph as ox

from jnkg.builds import keep, read_kept
from jnkg.claims import Reader
from jnkg.fold import fold, words
from jnkg.names import ID, LANGUAGES, NS, PREFIXES, RDFS_LABEL, shorten
from jnkg.store import World

DCTERMS, OA, SKOS = (PREFIXES[p] for p in ("dcterms", "oa", "skos"))
LABEL, NAME, IDENTIFIER, PRINTED, SUMMARY, QUOTATION = (
    "label", "other name", "identifier", "printed", "summary", "quotation",
)  # fmt: skip
PLACES = {
    RDFS_LABEL: LABEL,
    SKOS + "altLabel": NAME,
    SKOS + "hiddenLabel": NAME,
    NS + "kanaReading": NAME,
    NS + "alpha2Code": IDENTIFIER,
    NS + "alpha3Code": IDENTIFIER,
    NS + "wikidataId": IDENTIFIER,
    NS + "printedName": PRINTED,
    NS + "printedPost": PRINTED,
    NS + "printedLabel": PRINTED,
    NS + "wording": PRINTED,
    DCTERMS + "title": PRINTED,
    NS + "summary": SUMMARY,
    NS + "reason": SUMMARY,
    SKOS + "definition": SUMMARY,
    OA + "exact": QUOTATION,
}
"""Which property is which kind of place; the kinds from the best to the weakest."""
WORTH = {LABEL: 60, NAME: 50, IDENTIFIER: 50, PRINTED: 40, SUMMARY: 30, QUOTATION: 20}
EXACT, START, HERE, ELSEWHERE = 35, 15, 0, -15
"""What is added when the query is the whole text, its beginning, in it, or spread over several."""
COMPOSED = 15
"""What a match is worth in a label that the graph composes for a node without one of its own."""
AROUND = 28
"""Characters of a long text that an excerpt shows on either side."""
WORDS = {
    "en": {
        LABEL: "label", NAME: "other name", IDENTIFIER: "identifier", PRINTED: "printed",
        SUMMARY: "summary", QUOTATION: "quotation", "head": ("name", "kind", "label", "found in",
        "text"), "none": "Nothing found. Try fewer or shorter words.",
    },
    "ja": {
        LABEL: "名称", NAME: "別名", IDENTIFIER: "識別子", PRINTED: "印刷された語句",
        SUMMARY: "要旨", QUOTATION: "引用", "head": ("識別名", "種別", "名称", "一致箇所", "語句"),
        "none": "見つかりませんでした。語を減らすか短くしてください。",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """A node that was found: where the query matched, and how well (`score`, higher is better)."""

    node: ox.NamedNode
    label: str
    kind: str
    where: str
    excerpt: str
    score: int


class Place(NamedTuple):
    """One text of a node, its kind, and its worth before it is matched."""

    text: str
    folded: str
    kind: str
    language: str
    worth: int


Scored = tuple[int, str, Place]
"""How well a node answers, its IRI, and its text that answers best."""


KEPT: WeakKeyDictionary[World, dict[str, list[Place]]] = WeakKeyDictionary()
"""The texts of the worlds that were searched, while they are open."""


def find(world: World, text: str, language: str, most: int = 20) -> list[Hit]:
    """Give the nodes in which every word of a text occurs, at most `most`, best first.

    Texts in both languages are searched; labels and kinds of the hits are in `language`.
    """
    sought = words(text)
    if not sought:
        return []
    labels = world.labels(language)
    found = [
        (score, iri, place)
        for iri, places in texts(world).items()
        for score, place in match(places, sought, fold(text), language)
    ]
    found.sort(key=lambda s: (-s[0], len(labels.get(s[1]) or shorten(s[1])), s[1]))
    return [hit(world, scored, sought, language) for scored in found[:most]]


def texts(world: World) -> dict[str, list[Place]]:
    """Give all searchable texts of a world by the IRI of their node; kept with the world."""
    kept = KEPT.get(world)
    if kept is None:
        kept = KEPT[world] = read_texts(world)
    return kept


def read_texts(world: World) -> dict[str, list[Place]]:
    """Read what was kept of the texts of a world; where there is nothing, gather and keep them."""
    path = os.path.join(world.folder, "texts")
    try:
        kept: dict[str, list[tuple[str, str, str, str, int]]] = read_kept(path)
    except (OSError, ValueError, EOFError, TypeError):
        found = gather(world)
        with suppress(OSError):
            keep(path, marshal.dumps({i: [tuple(p) for p in ps] for i, ps in found.items()}, 4))
        return found
    return {iri: [Place(*place) for place in places] for iri, places in kept.items()}


def gather(world: World) -> dict[str, list[Place]]:
    """Give all searchable texts of a world by node; composed labels where there is no other."""
    found: dict[str, list[Place]] = defaultdict(list)
    for predicate, kind in PLACES.items():
        pattern = (None, ox.NamedNode(predicate), None, ox.DefaultGraph())
        for quad in world.store.quads_for_pattern(*pattern):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                text, tag = quad.object.value, quad.object.language or ""
                found[quad.subject.value].append(Place(text, fold(text), kind, tag, WORTH[kind]))
    for language in LANGUAGES:
        for iri, label in world.labels(language).items():
            places = found[iri] if iri.startswith((ID, NS)) else []
            if all(place.text != label for place in places):
                places.append(Place(label, fold(label), LABEL, language, COMPOSED))
    return found


def match(
    places: Sequence[Place], sought: Sequence[str], whole: str, language: str
) -> Iterator[tuple[int, Place]]:
    """Yield how well a node answers and its best text; nothing where a word is in none of them."""
    if not all(any(word in place.folded for place in places) for word in sought):
        return
    scored = [
        (score(place, sought, whole), place.language == language, -len(place.text), place)
        for place in places
        if any(word in place.folded for word in sought)
    ]
    best, _, _, place = max(scored, key=lambda s: (*s[:3], s[3].text))
    yield best, place


def hit(world: World, scored: Scored, sought: Sequence[str], language: str) -> Hit:
    """Give a node that answers as a reader sees it."""
    best, iri, place = scored
    node = ox.NamedNode(iri)
    label = world.labels(language).get(iri) or shorten(iri)
    kind = kind_of(world, node, language)
    return Hit(node, label, kind, place.kind, excerpt(place.text, sought), best)


def score(place: Place, sought: Sequence[str], whole: str) -> int:
    """Say how well one text of a node answers the words sought."""
    if not all(word in place.folded for word in sought):
        return place.worth + ELSEWHERE
    if place.folded == whole:
        return place.worth + EXACT
    return place.worth + (START if place.folded.startswith(whole) else HERE)


def kind_of(world: World, node: ox.NamedNode, language: str) -> str:
    """Give the label of a node's kind; of several, the first of ours by name."""
    kinds = sorted(Reader(world, language).kinds(node), key=lambda k: k.iri)
    own = [k.label for k in kinds if k.iri.startswith(NS) or len(kinds) == 1]
    return own[0] if own else ""


def excerpt(text: str, sought: Sequence[str]) -> str:
    """Cut a long text around the first word found in it; the cut is marked."""
    flat = " ".join(text.split())
    if len(flat) <= 2 * AROUND:
        return flat
    plain = (flat.lower().find(word) for word in sought)
    at = next((p for p in plain if p >= 0), None)
    if at is None:
        at = next(places_of(flat, sought), 0)
    start = max(0, min(at - AROUND // 2, len(flat) - 2 * AROUND))
    end = min(len(flat), start + 2 * AROUND)
    return ("…" if start else "") + flat[start:end].strip() + ("…" if end < len(flat) else "")


def places_of(text: str, sought: Sequence[str]) -> Iterator[int]:
    """Yield offsets at which a word stands in a text that was not folded."""
    for at in range(len(text)):
        rest = fold(text[at : at + 2 * AROUND])
        if any(rest.startswith(word) for word in sought):
            yield at


def hits_to_json(hits: Sequence[Hit], language: str) -> str:
    """Write hits as a list of objects, best first."""
    import json

    rows = [
        {
            "iri": hit.node.value,
            "label": hit.label,
            "kind": hit.kind,
            "where": hit.where,
            "excerpt": hit.excerpt,
            "score": hit.score,
            "lang": language,
        }
        for hit in hits
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def hits_to_table(hits: Sequence[Hit], language: str) -> str:
    """Write hits as a table of short name, kind, label and the text that matched."""
    from jnkg.answer import Answer
    from jnkg.render import Sheet, table

    wording: Mapping[str, object] = WORDS[language]
    if not hits:
        return f"{wording['none']}\n"
    rows: list[list[ox.NamedNode | ox.BlankNode | ox.Literal | None]] = [
        [
            ox.Literal(cell)
            for cell in (
                shorten(hit.node.value).removeprefix("jnd:"),
                hit.kind,
                hit.label,
                str(wording[hit.where]),
                "" if hit.excerpt == hit.label else hit.excerpt,
            )
        ]
        for hit in hits
    ]
    answer = Answer(WORDS[language]["head"], rows)
    return table(Sheet(answer, {}, {}, language))
