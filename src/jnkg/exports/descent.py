"""Make the network of areas and instruments: what came of each area, how instruments relate.

Three families of edges: `link`, from an earlier area to a later one, as the lineage has it;
`relation`, between instruments, read from the first to the second; `place`, from an area to the
instrument that names it. A link without an earlier end is no edge: the area says that it was
introduced, and by which link.
"""

from __future__ import annotations

from collections.abc import Iterator

from jnkg.exports.grounds import Grounds, Standing, all_of
from jnkg.exports.network import Edge, Network, Node, Scalar
from jnkg.exports.things import Things, slug
from jnkg.names import NS

FROM, TO, TO_INSTRUMENT = NS + "linksFrom", NS + "linksTo", NS + "linksToInstrument"
RELATES_FROM, RELATES_TO = NS + "relatesFrom", NS + "relatesTo"
IN_INSTRUMENT = NS + "inInstrument"
SIGNS = NS + "signsInstrument"
UNDECIDED = NS + "Undecided"


def descent(things: Things, name: str) -> Network:
    """Make the network of areas and instruments, those without any link too."""
    grounds = things.grounds
    edges = [*links(things, grounds), *relations(things, grounds), *places(things, grounds)]
    nodes = [
        area_or_instrument(things, grounds, iri)
        for iri, kinds in things.types.items()
        if kinds & {"Area", "Instrument"}
    ]
    return Network(
        name,
        True,
        tuple(sorted(nodes, key=lambda n: n.id)),
        tuple(sorted(edges, key=lambda e: e.id)),
    )


def area_or_instrument(things: Things, grounds: Grounds, iri: str) -> Node:
    """Make a node; an area begins with its instrument and says its theme and its origin."""
    homes = grounds.ends.get((iri, IN_INSTRUMENT), [])
    themes = grounds.ends.get((iri, NS + "hasTheme"), ())
    more = things.called("instrument", homes) | things.called("theme", themes)
    origin = [k for k in grounds.starts.get((iri, TO), ()) if not grounds.ends.get((k, FROM))]
    more |= things.called("origin", things.said("linkKind", origin))
    more["origin_link"] = " ".join(map(slug, origin))
    return things.node(iri, (begin(things, iri), ""), more)


def links(things: Things, grounds: Grounds) -> Iterator[Edge]:
    """Yield the links that have both ends, from the earlier to the later."""
    for link, predicate, source in sorted(t for t in grounds.triples if t[1] == FROM):
        for towards in (TO, TO_INSTRUMENT):
            for target in grounds.ends.get((link, towards), ()):
                ends = grounds_of(grounds, link, (predicate, source), (towards, target))
                kind = "".join(things.said("linkKind", [link]))
                yield claim(things, link, (source, target), kind, ends, "link")


def relations(things: Things, grounds: Grounds) -> Iterator[Edge]:
    """Yield the relations between instruments; the first is often the later one."""
    for relation, predicate, source in sorted(t for t in grounds.triples if t[1] == RELATES_FROM):
        for target in grounds.ends.get((relation, RELATES_TO), ()):
            ends = grounds_of(grounds, relation, (predicate, source), (RELATES_TO, target))
            kind = "".join(things.said("relationKind", [relation]))
            yield claim(things, relation, (source, target), kind, ends, "relation")


def places(things: Things, grounds: Grounds) -> Iterator[Edge]:
    """Yield for each area the instruments that name it."""
    for triple in sorted(t for t in grounds.triples if t[1] == IN_INSTRUMENT):
        if "Area" in things.types.get(triple[0], ()):
            standing = grounds.of_triple(triple)
            ends = triple[0], triple[2]
            yield claim(things, "", ends, IN_INSTRUMENT, standing, "place")


def grounds_of(
    grounds: Grounds, claimed: str, one: tuple[str, str], other: tuple[str, str]
) -> Standing:
    """Give the standing of a claim that leads to two ends.

    The property that the file has may be a narrower one (renames from), from which the wider
    follows: then the narrower is asked.
    """
    return all_of(
        grounds.of_triple(said) for said in (written(grounds, claimed, *e) for e in (one, other))
    )


def written(grounds: Grounds, claimed: str, predicate: str, end: str) -> tuple[str, str, str]:
    """Give the triple that somebody wrote between a claim and an end, by this property if any."""
    own = (claimed, predicate, end)
    if grounds.is_written(own):
        return own
    others = sorted(t for t in grounds.between(claimed, end) if grounds.is_written(t))
    return others[0] if others else own


def claim(
    things: Things,
    claimed: str,
    ends: tuple[str, str],
    kind: str,
    standing: Standing,
    family: str,
) -> Edge:
    """Make an edge of one claim; it begins when its later end does."""
    source, target = map(slug, ends)
    more: dict[str, Scalar] = {"family": family, "claim": slug(claimed) if claimed else ""}
    more["undecided"] = kind == UNDECIDED
    more |= things.called("candidates", things.said("candidateKind", [claimed]))
    more |= things.called("confidence", things.said("confidence", [claimed]))
    begins = max((begin(things, iri) for iri in ends), default="")
    return Edge(
        f"{source}--{slug(kind)}--{target}",
        source,
        target,
        slug(kind),
        things.named(kind),
        standing.status,
        standing.known_from,
        tuple(sorted(standing.passages)),
        tuple(sorted(standing.documents)),
        spans=((begins, ""),),
        more=more | {"in_time": in_time(things, ends)},
    )


def begin(things: Things, iri: str) -> str:
    """Give the day when an area or instrument begins, an area with its instrument.

    An instrument to which no document gives a day begins when it is signed.
    """
    homes = things.grounds.ends.get((iri, IN_INSTRUMENT), []) or [iri]
    days = [things.span(home)[0] for home in homes]
    if not any(days):
        signings = (e for home in homes for e in things.grounds.starts.get((home, SIGNS), ()))
        days = [things.span(signing)[0] for signing in signings]
    return min((day for day in days if day), default="")


def in_time(things: Things, ends: tuple[str, str]) -> str:
    """Say whether an edge runs with time, against it, or within one day; empty if not known."""
    first, second = (begin(things, iri) for iri in ends)
    if not (first and second):
        return ""
    return "forward" if first < second else "backward" if first > second else "same day"
