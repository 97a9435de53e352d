"""Show a node on a page: what is said of it, what points at it, what is not known.

A visit and the path of an IRI come in; a Reply goes out. What a kind of node shows above that is
the work of a module of its own, and of the template that is called after the kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import pyoxigraph as ox

from jnkg import cite
from jnkg.card import Card, Line, Value
from jnkg.claims import (
    DEFAULT,
    IDENTIFIERS,
    NAMES,
    Node,
    find_claims,
    find_conflicts,
    find_gaps,
    find_mentions,
)
from jnkg.endpoint.exchange import Reply
from jnkg.endpoint.problems import Problem
from jnkg.endpoint.site import Visit
from jnkg.errors import UnknownValue
from jnkg.names import BASE, LANGUAGES, NS
from jnkg.nearest import nearest
from jnkg.pages.conclusions import concluded, written
from jnkg.pages.documents import document, passage
from jnkg.pages.events import event
from jnkg.pages.frame import page_of, render, twins_of
from jnkg.pages.instruments import instrument
from jnkg.pages.lacks import disputes, lacks
from jnkg.pages.mentions import group
from jnkg.pages.persons import person
from jnkg.pages.reading import Reading
from jnkg.pages.shelf import Shelf
from jnkg.reference import Reference, refer, slug, variants

KINDS: Mapping[str, Callable[[Reading, Node], Shelf]] = {
    "Document": document,
    "Passage": passage,
    "Instrument": instrument,
    "Event": event,
    "Person": person,
}
"""The classes with a template of their own, the first that fits."""


def node_page(visit: Visit, path: str) -> Reply:
    """Show the node at a path behind the base of our IRIs; raises Problem where there is none."""
    node = find(visit, path)
    reader = Reading(visit.world, visit.language)
    kind = next((k for k in KINDS if reader.is_a(node, k)), "")
    shelf = KINDS[kind](reader, node) if kind else Shelf()
    card = card_of(reader, node)
    everything = ("all", "1") in visit.params
    groups = group(card.mentions, {node.value} | shelf.shown, everything)
    page = page_of(
        visit,
        card.node.label,
        path,
        iri=node.value,
        citation=citation(reader, node),
        query=(("all", "1"),) if everything else (),
        day=visit.world.day,
        twins=twins_of(path, visit.switches()),
    )
    values = {
        "card": card,
        "written": written(card.claims),
        "concluded": concluded(card.claims),
        "lacks": lacks(reader, card.gaps),
        "disputes": disputes(reader, card.conflicts),
        "groups": groups,
        **shelf.values,
    }
    return render(page, f"{kind.lower() or 'entity'}.html", 200, **values)


def find(visit: Visit, path: str) -> Node:
    """Find the node at a path.

    Raises Problem that says whether another world has it, and else what is called most like it.
    """
    iri = BASE + path
    if iri in visit.world.labels(visit.language):
        return ox.NamedNode(iri)
    if iri in visit.widest().labels(visit.language):
        raise Problem(
            "hidden",
            "It is recorded, but outside the view that was narrowed by status or day.",
            "記録はありますが、地位や公表日で絞った範囲には含まれません。",
            iri=iri,
        )
    name = path.partition("/")[2]
    raise UnknownValue(name, nearest(visit.world, name))


def card_of(reader: Reading, node: Node) -> Card:
    """Gather all that a world says of a node, as `claims.card` does, each thing looked up once."""
    prepare(reader, node)
    mentions = tuple(find_mentions(reader, node))
    names = [q.object for p in NAMES for q in reader.quads(node, p, None, DEFAULT)]
    lines = ((p, [q.object for q in reader.quads(node, p, None, DEFAULT)]) for p in IDENTIFIERS)
    return Card(
        reader.name(node),
        {tag: reader.world.labels(tag).get(node.value, "") for tag in LANGUAGES},
        reader.kinds(node),
        tuple(other_names(reader, names)),
        tuple(
            Line(reader.name(ox.NamedNode(p)), tuple(map(reader.value, values)))
            for p, values in lines
            if values
        ),
        tuple(find_claims(reader, node)),
        mentions,
        tuple(find_gaps(reader, node, mentions)),
        tuple(find_conflicts(reader, node)),
    )


def other_names(reader: Reading, terms: Iterable[object]) -> Iterator[Value]:
    """Yield the other names of a node, each once, those in the reader's language first."""
    values = sorted(map(reader.value, terms), key=lambda v: v.language != reader.language)
    first: dict[str, Value] = {}
    for value in values:
        first.setdefault(value.text, value)
    yield from first.values()


def prepare(reader: Reading, node: Node) -> None:
    """Look up by a few queries what points at a node, and the claims and gaps behind it."""
    pointing = [q.subject for q in reader.towards("", node)]
    subjects = [s for s in pointing if isinstance(s, ox.NamedNode)]
    reader.prepare([node, *subjects])
    claims = list(subjects)
    for name in ("hasEvidence", "hasGround"):
        reader.prepare_towards(name, subjects)
        behind = (q.subject for s in subjects for q in reader.towards(NS + name, s))
        claims += [s for s in behind if isinstance(s, ox.NamedNode)]
    reader.prepare(claims)
    reader.prepare_towards("isAbout", [node, *claims])


def citation(reader: Reading, node: Node) -> str:
    """Give the reference to a node; the many documents of a node of the graph are left to /cite."""
    if reader.is_a(node, "Document", "Passage"):
        reference = refer(reader.world, node, reader.language)
        return cite.as_text(reference, reader.language).strip()
    label, world = reader.name(node).label, reader.world
    reference = Reference(
        slug(node),
        node.value,
        label,
        label,
        variants(reader, node, label),
        world_status=world.status,
        world_day=world.day,
    )
    words = cite.WORDS[reader.language]
    return cite.as_text(reference, reader.language).strip().removesuffix(words["nothing"]).strip()
