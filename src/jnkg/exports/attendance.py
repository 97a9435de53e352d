"""Make the two-mode network of actors and events: who took part in what, in which post, for whom.

An edge leads from an actor to an event or another activity. Its kind is the property by which a
participation names the actor, so that a network of persons, of posts or of states is the edges of
one kind.
"""

from __future__ import annotations

from collections import defaultdict

from jnkg.exports.grounds import Grounds, all_of
from jnkg.exports.meetings import IN_EVENT, lasting
from jnkg.exports.network import Edge, Network, Scalar
from jnkg.exports.things import Things, slug
from jnkg.names import NS

KINDS = ("hasParticipant", "inPost", "onBehalfOf", "standsForMembersOf")
"""How a participation names an actor; the last is a collective ("the Allies") and the group that
it stands for."""
VALUES = {"inRole": "role", "atLevel": "level"}
NAMED = {"hasParticipant": "participant", "inPost": "post", "onBehalfOf": "for"}
PRINTED = {
    "printedName": "printed_name",
    "printedPost": "printed_post",
    "printedCount": "printed_count",
}
"""What a participation says, and the columns of an edge that hold it."""
Key = tuple[str, str, str]
"""An actor, a kind and an event."""


def attendance(things: Things, name: str) -> Network:
    """Make the network of actors and events; events whose participants are not known stay."""
    grounds = things.grounds
    gathered: dict[Key, list[str]] = defaultdict(list)
    for part, _, event in sorted(t for t in grounds.triples if t[1] == IN_EVENT):
        if "Participation" in things.types.get(part, ()):
            for kind in KINDS:
                for actor in grounds.ends.get((part, NS + kind), ()):
                    gathered[actor, kind, event].append(part)
    edges = [took_part(things, grounds, key, parts) for key, parts in gathered.items()]
    nodes = {event: things.node(event, more={"mode": "event"}) for event in events(things)}
    for actor in {key[0] for key in gathered}:
        spans = [things.span(event) for who, _, event in gathered if who == actor]
        nodes[actor] = things.node(actor, lasting(spans), {"mode": "actor"})
    return Network(
        name,
        True,
        tuple(sorted(nodes.values(), key=lambda n: n.id)),
        tuple(sorted(edges, key=lambda e: e.id)),
    )


def events(things: Things) -> list[str]:
    """Give all events, and what else somebody takes part in."""
    kept = {node for node, kinds in things.types.items() if "Event" in kinds}
    parts = (t for t in things.grounds.triples if t[1] == IN_EVENT)
    return sorted(
        kept | {e for part, _, e in parts if "Participation" in things.types.get(part, ())}
    )


def took_part(things: Things, grounds: Grounds, key: Key, parts: list[str]) -> Edge:
    """Make the edge of one actor and one event, from one participation or several."""
    actor, kind, event = key
    standing = all_of(
        grounds.of_triple(triple)
        for part in parts
        for triple in ((part, NS + kind, actor), (part, IN_EVENT, event))
    )
    return Edge(
        f"{slug(actor)}--{kind}--{slug(event)}",
        slug(actor),
        slug(event),
        kind,
        things.named(NS + kind),
        standing.status,
        standing.known_from,
        tuple(sorted(standing.passages)),
        tuple(sorted(standing.documents)),
        len(parts),
        (things.span(event),) * len(parts),
        described(things, grounds, parts),
    )


def described(things: Things, grounds: Grounds, parts: list[str]) -> dict[str, Scalar]:
    """Say how an actor took part: the role, the level, who in which post, what is printed."""
    found: dict[str, Scalar] = {}
    for predicate, column in VALUES.items():
        found |= things.called(column, things.said(predicate, parts))
    for predicate, column in NAMED.items():
        named = {n for part in parts for n in grounds.ends.get((part, NS + predicate), ())}
        found |= things.called(column, named)
    for predicate, column in PRINTED.items():
        found[column] = "; ".join(things.said(predicate, parts))
    return {**found, "participations": " ".join(slug(part) for part in parts)}
