"""Show an instrument: its areas and what became of them, who signed, what it promises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.answer import ask
from jnkg.claims import Node
from jnkg.pages.reading import Reading, Record, record, records
from jnkg.pages.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Fate:
    """An area, the links that lead back from it, and those that lead on."""

    area: Record
    back: tuple[Record, ...]
    onward: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment, and what is said of its fulfilment."""

    commitment: Record
    deeds: tuple[Record, ...]


def instrument(reader: Reading, node: Node) -> Shelf:
    """Gather what the page of an instrument shows."""
    fates = [fate(reader, area) for area in asked(reader, "areas-of-an-instrument", node, "area")]
    promises = [
        promise(reader, each)
        for each in asked(reader, "commitments-of-an-instrument", node, "commitment")
    ]
    texts = records(reader, asked(reader, "documents-of-an-instrument", node, "document"))
    signings = records(reader, reader.pointing("signsInstrument", node))
    signatures = sorted(records(reader, signatures_of(reader, node)), key=Record.place)
    ends = ("relatesFrom", "relatesTo")
    relations = records(reader, (n for end in ends for n in reader.pointing(end, node)))
    effects = records(reader, reader.pointing("inInstrument", node, "EffectRule"))
    missing = records(reader, reader.pointing("linksToInstrument", node, "LineageLink"))
    lists = {
        "texts": texts,
        "signings": signings,
        "signatures": signatures,
        "relations": relations,
        "effects": effects,
        "missing": missing,
    }
    shown = [
        *(f.area for f in fates),
        *(p.commitment for p in promises),
        *(each for found in lists.values() for each in found),
    ]
    return Shelf(
        {"instrument": record(reader, node), "fates": fates, "promises": promises, **lists},
        frozenset(each.node.iri for each in shown),
    )


def asked(reader: Reading, name: str, node: Node, column: str) -> Iterator[Node]:
    """Yield what a stored question about an instrument has in a column, each once, in order."""
    answer = ask(reader.world, name, {"instrument": node.value})
    place = answer.columns.index(column)
    found = dict.fromkeys(row[place] for row in answer.rows)
    yield from (term for term in found if isinstance(term, ox.NamedNode))


def fate(reader: Reading, area: Node) -> Fate:
    """Give an area with its links in both directions."""
    ends = (("linksTo", "back"), ("linksFrom", "onward"))
    links = {
        side: tuple(records(reader, reader.pointing(end, area, "LineageLink")))
        for end, side in ends
    }
    return Fate(record(reader, area), links["back"], links["onward"])


def promise(reader: Reading, commitment: Node) -> Promise:
    """Give a commitment with its fulfilments."""
    deeds = tuple(records(reader, reader.pointing("fulfils", commitment)))
    return Promise(record(reader, commitment), deeds)


def signatures_of(reader: Reading, node: Node) -> Iterator[Node]:
    """Yield the signatures under an instrument, said to be under it or made at its signing."""
    yield from reader.pointing("isSignatureUnder", node)
    for signing in reader.pointing("signsInstrument", node):
        yield from reader.pointing("inEvent", signing, "Signature")
