"""Gather what a reference to a node of the graph needs.

A World and a node come in; a Reference goes out. A document is referred to with what is known of
it and no more; a passage by its document and its number; any other node as a part of this graph,
with the documents and clauses that it stands on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pyoxigraph as ox

from jnkg.claims import DEFAULT, Node, Reader
from jnkg.names import ID, LANGUAGES, NS, PREFIXES, RDF_TYPE
from jnkg.store import World

DCTERMS, FOAF = PREFIXES["dcterms"], PREFIXES["foaf"]
DOCUMENT, PASSAGE = NS + "Document", NS + "Passage"


@dataclass(frozen=True, slots=True)
class Reference:
    """What is known of a cited thing; days are ISO, `variants` are its name in other languages.

    `title` is in `title_language`: as printed, or where that is not recorded the reader's label.
    `kind` is that of the document (News, Primary, ...), `carriers` are those through whose copy it
    was read. `locators` name the clauses meant, in reading order, in brackets where words stand for
    a number. A node of the graph is cited from a world (its status and its day) and stands on
    `basis`.
    """

    key: str
    iri: str
    title: str
    label: str
    variants: tuple[str, ...]
    publisher: str = ""
    publisher_printed: str = ""
    earliest: str = ""
    latest: str = ""
    read_on: str = ""
    language: str = ""
    url: str = ""
    locators: tuple[str, ...] = ()
    world_status: str = ""
    world_day: str = ""
    basis: tuple[Reference, ...] = ()
    title_language: str = ""
    kind: str = ""
    carriers: str = ""

    @property
    def is_document(self) -> bool:
        """Tell whether a document is cited, not a node of the graph."""
        return not self.world_status


def refer(world: World, node: Node, language: str) -> Reference:
    """Gather what a reference needs."""
    reader = Reader(world, language)
    kinds = {kind.value for kind in reader.nodes(node, RDF_TYPE)}
    if DOCUMENT in kinds:
        return document_reference(reader, node)
    if PASSAGE in kinds:
        document = document_of(reader, node)
        if document is not None:
            whole = document_reference(reader, document)
            locators = (locator(reader, node, document),)
            return replace(whole, key=slug(node), iri=node.value, locators=locators)
    return node_reference(reader, node)


def document_reference(reader: Reader, document: Node) -> Reference:
    """Gather the bibliographic record of a document."""
    tag = reader.text(document, DCTERMS + "language")
    printed = Reader(reader.world, tag) if tag in LANGUAGES else reader
    publishers = reader.nodes(document, DCTERMS + "publisher")
    pages = reader.nodes(document, FOAF + "page")
    title, title_language = printed_title(printed, document)
    label = reader.name(document).label
    kinds = reader.nodes(document, NS + "documentKind")
    carriers = reader.nodes(document, NS + "isCarriedBy")
    return Reference(
        slug(document),
        document.value,
        title or label,
        label,
        variants(reader, document, title),
        ", ".join(reader.name(p).label for p in publishers),
        ", ".join(printed.name(p).label for p in publishers),
        reader.text(document, NS + "issuedEarliest"),
        reader.text(document, NS + "issuedLatest"),
        reader.text(document, NS + "readOn"),
        tag,
        pages[0].value if pages else "",
        title_language=title_language if title else reader.language,
        kind=kinds[0].value.removeprefix(NS) if kinds else "",
        carriers=", ".join(reader.name(c).label for c in carriers),
    )


def printed_title(reader: Reader, document: Node) -> tuple[str, str]:
    """Give the title as printed, in the document's own language if in several, and its language."""
    found = reader.quads(document, DCTERMS + "title", None, DEFAULT)
    literals = reader.literals(q.object for q in found)
    return (literals[0].value, literals[0].language or "") if literals else ("", "")


def node_reference(reader: Reader, node: Node) -> Reference:
    """Cite a node as a part of the graph, with the documents and clauses that it stands on."""
    by_document: dict[Node, list[str]] = {}
    for passage in standing(reader, node):
        document = document_of(reader, passage)
        if document is not None:
            by_document.setdefault(document, []).append(locator(reader, passage, document))
    label = reader.name(node).label
    return Reference(
        slug(node),
        node.value,
        label,
        label,
        variants(reader, node, label),
        world_status=reader.world.status,
        world_day=reader.world.day,
        title_language=reader.language,
        basis=tuple(
            replace(document_reference(reader, d), locators=tuple(dict.fromkeys(marks)))
            for d, marks in by_document.items()
        ),
    )


def variants(reader: Reader, node: Node, title: str) -> tuple[str, ...]:
    """Give the labels of a node that are not its title, the reader's first."""
    tags = dict.fromkeys((reader.language, *LANGUAGES))
    labels = dict.fromkeys(Reader(reader.world, tag).name(node).label for tag in tags)
    return tuple(label for label in labels if label != title)


def slug(node: Node) -> str:
    """Give the key of a reference: the slug, which is never renamed."""
    return node.value.removeprefix(ID).removeprefix(NS)


def document_of(reader: Reader, passage: Node) -> Node | None:
    """Climb from a passage to its document."""
    seen: set[Node] = set()
    place: Node | None = passage
    while place is not None and place not in seen:
        seen.add(place)
        if any(kind.value == DOCUMENT for kind in reader.nodes(place, RDF_TYPE)):
            return place
        place = next(iter(reader.nodes(place, DCTERMS + "isPartOf")), None)
    return None


def locator(reader: Reader, passage: Node, document: Node) -> str:
    """Give the numbers that lead to a passage, as its label has them behind the document's.

    Where words for its place are recorded (item 2, closing part), they stand in brackets.
    """
    place = reader.text(passage, NS + "locator")
    if place:
        return f"[{place}]"
    label = reader.name(passage).label
    return label.removeprefix(reader.name(document).label).strip() or slug(passage)


def standing(reader: Reader, node: Node) -> list[Node]:
    """Give the passages that a node stands on; where none, those of the claims that mention it."""
    own = set(passages(reader, node, set()))
    if not own:
        seen: set[Node] = {node}
        claims = [q.subject for q in reader.quads(None, "", node, DEFAULT)]
        named = [c for c in claims if isinstance(c, ox.NamedNode)]
        own = {passage for claim in named for passage in passages(reader, claim, seen)}
    return sorted(own, key=lambda p: (reading_order(reader, p), p.value))


def reading_order(reader: Reader, passage: Node) -> list[tuple[int, str]]:
    """Give a passage's document, then its place among its siblings, level by level."""
    place: list[tuple[int, str]] = []
    seen: set[Node] = set()
    node: Node | None = passage
    while node is not None and node not in seen:
        seen.add(node)
        order = reader.text(node, NS + "order")
        around = next(iter(reader.nodes(node, DCTERMS + "isPartOf")), None)
        place.insert(0, (int(order or 0), "") if around else (0, node.value))
        node = around
    return place


def passages(reader: Reader, node: Node, seen: set[Node]) -> Iterator[Node]:
    """Yield the passages that a claim's evidence and premises lead to."""
    if node in seen:
        return
    seen.add(node)
    if any(kind.value == PASSAGE for kind in reader.nodes(node, RDF_TYPE)):
        yield node
        return
    yield from reader.nodes(node, NS + "inPassage")
    for evidence in reader.nodes(node, NS + "hasEvidence"):
        yield from reader.nodes(evidence, NS + "inPassage")
    for ground in (*reader.nodes(node, NS + "hasGround"), node):
        for premise in reader.nodes(ground, NS + "hasPremise"):
            yield from passages(reader, premise, seen)
