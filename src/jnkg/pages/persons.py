"""Show a person: posts held and when, events attended, signatures, positions taken."""

from __future__ import annotations

import pyoxigraph as ox

from jnkg.answer import ask
from jnkg.claims import Node
from jnkg.names import NS
from jnkg.pages.reading import Reading, Record, record, records
from jnkg.pages.shelf import Shelf


def person(reader: Reading, node: Node) -> Shelf:
    """Gather what the page of a person shows."""
    tenures = sorted(records(reader, reader.pointing("isHeldBy", node, "Tenure")), key=Record.day)
    parts = reader.pointing("hasParticipant", node, "Participation")
    attended = [part(reader, each) for each in parts]
    positions = stances(reader, node)
    shown = [*tenures, *(p for p, _ in attended), *positions]
    return Shelf(
        {
            "tenures": tenures,
            "attended": sorted(attended, key=lambda pair: pair[1].day()),
            "positions": positions,
        },
        frozenset(each.node.iri for each in shown),
    )


def part(reader: Reading, node: Node) -> tuple[Record, Record]:
    """Give a participation and the event that it is in; itself where none is said."""
    taken = record(reader, node)
    events = reader.nodes(node, NS + "inEvent")
    return taken, record(reader, events[0]) if events else taken


def stances(reader: Reading, node: Node) -> list[Record]:
    """Give the positions of a speaker in the order of the texts, by the stored question."""
    answer = ask(reader.world, "positions-of-a-speaker", {"speaker": node.value})
    place = answer.columns.index("position")
    found = (row[place] for row in answer.rows)
    return records(reader, (term for term in found if isinstance(term, ox.NamedNode)))
