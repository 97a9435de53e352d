"""Make the networks of who met whom in bilateral talks: by person, and by post.

The view of the same talks (`views.ties`) says who met whom; here each pair gets the passages and
the status of all participations it rests on, and those stay who met nobody known by name.
"""

from __future__ import annotations

from jnkg.exports.grounds import Grounds, Standing, all_of, rows
from jnkg.exports.network import Edge, Network, Node, Span
from jnkg.exports.things import Things, slug
from jnkg.names import NS
from jnkg.views.frame import Sight
from jnkg.views.ties import Edge as Tie
from jnkg.views.ties import read

TAKES_PART = {"person": NS + "hasParticipant", "post": NS + "inPost"}
IN_EVENT, MET = NS + "inEvent", NS + "metWith"


def meetings(things: Things, name: str, by: str) -> Network:
    """Make the network of persons or of posts."""
    world = things.world
    found = read(Sight(world, "en", world.status, "", lambda *_: world), by)
    edges = [met(things, tie, by) for tie in found.edges]
    sides = {thing.value: tuple(a.value for a in held) for thing, held in found.nodes.items()}
    nodes = [
        talker(things, iri, sides.get(iri, ()), spans) for iri, spans in talkers(things, by).items()
    ]
    return Network(
        name,
        False,
        tuple(sorted(nodes, key=lambda n: n.id)),
        tuple(sorted(edges, key=lambda e: e.id)),
    )


def talkers(things: Things, by: str) -> dict[str, list[Span]]:
    """Give all persons or posts in bilateral talks, with the days of these."""
    kind = "a jn:Person" if by == "person" else "a jn:Post"
    query = f"""SELECT DISTINCT ?who ?event {{ ?part <{TAKES_PART[by]}> ?who ; jn:inEvent ?event .
        ?event a jn:BilateralTalk . ?who {kind} }}"""
    found: dict[str, list[Span]] = {}
    for who, event in sorted(rows(things.world, query)):
        found.setdefault(who, []).append(things.span(event))
    return found


def talker(things: Things, iri: str, sides: tuple[str, ...], spans: list[Span]) -> Node:
    """Make the node of one who took part in talks, with those for whom."""
    return things.node(iri, lasting(spans), things.called("affiliation", sides))


def lasting(spans: list[Span]) -> Span:
    """Give the days from the first to the last of several things, those without a day aside."""
    firsts, lasts = [f for f, _ in spans if f], [e for _, e in spans if e]
    return min(firsts, default=""), max(lasts, default="")


def met(things: Things, tie: Tie, by: str) -> Edge:
    """Make the edge between two who met."""
    events = [talks.event.value for talks in tie.talks]
    ends = tie.one.value, tie.other.value
    standing = all_of(presence(things.grounds, end, event, by) for event in events for end in ends)
    return Edge(
        f"{slug(ends[0])}--metWith--{slug(ends[1])}",
        slug(ends[0]),
        slug(ends[1]),
        "metWith",
        things.named(MET),
        standing.status,
        standing.known_from,
        tuple(sorted(standing.passages)),
        tuple(sorted(standing.documents)),
        len(events),
        tuple((talks.earliest, talks.latest) for talks in tie.talks),
        things.called("events", events),
    )


def presence(grounds: Grounds, who: str, event: str, by: str) -> Standing:
    """Say how well it is known that someone was in an event: the best of the ways."""
    role = TAKES_PART[by]
    ways = [
        all_of(grounds.of_triple(t) for t in ((part, role, who), (part, IN_EVENT, event)))
        for part in grounds.starts[who, role]
        if (part, IN_EVENT, event) in grounds.triples
    ]
    return min(ways, key=lambda s: (s.rank, s.known_from, sorted(s.passages)))
