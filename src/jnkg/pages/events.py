"""Show an event: when, where, who in which post, what it consists of, what came of it."""

from __future__ import annotations

from collections.abc import Callable

from jnkg.claims import Node
from jnkg.pages.reading import Reading, Record, record, records
from jnkg.pages.shelf import Shelf

Order = Callable[[Record], tuple[object, ...]]


def event(reader: Reading, node: Node) -> Shelf:
    """Gather what the page of an event shows."""

    def pointing(name: str, *kinds: str, by: Order = Record.place) -> list[Record]:
        return sorted(records(reader, reader.pointing(name, node, *kinds)), key=by)

    lists = {
        "participants": pointing("inEvent", "Participation"),
        "parts": pointing("isPartOfEvent", by=Record.day),
        "reports": pointing("reportsOn"),
        "outcomes": pointing("isOutcomeOf"),
        "led": pointing("ledTo"),
        "fulfilments": pointing("isFulfilledThrough"),
        "positions": pointing("inEvent", "Position"),
        "commitments": pointing("inEvent", "Commitment"),
    }
    shown = frozenset(each.node.iri for found in lists.values() for each in found)
    return Shelf({"event": record(reader, node), **lists}, shown)
