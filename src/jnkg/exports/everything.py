"""Make the network of all individuals and all triples between them: what a graph database holds.

A triple that follows from others rests on what they rest on: the rules of the ontology are run
once more over the triples between individuals, keeping why each follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jnkg.closure import Closure, Fact, Trace
from jnkg.dataset import read
from jnkg.exports.grounds import Grounds, Standing, Triple, all_of
from jnkg.exports.network import Edge, Network, Scalar
from jnkg.exports.things import Things, slug
from jnkg.names import NS
from jnkg.rooms import Tree, find_tree
from jnkg.rulebook import rules
from jnkg.rules import KIND, Rule


def everything(things: Things, name: str, tree: Tree | None = None) -> Network:
    """Make the network of all individuals; `tree` has the rules, by default the one at hand."""
    grounds, home = things.grounds, tree or find_tree()
    trace = conclusions(grounds, things.types, rules(read(home), home))
    standings: dict[Triple, Standing] = {}
    edges = [
        edge_of(things, triple, settled(grounds, trace, standings, triple), grounds)
        for triple in sorted(grounds.triples)
    ]
    ends = {end for triple in grounds.triples for end in (triple[0], triple[2])}
    nodes = [things.node(iri, more=texts(things, iri)) for iri in ends | things.types.keys()]
    return Network(
        name,
        True,
        tuple(sorted(nodes, key=lambda n: n.id)),
        tuple(sorted(edges, key=lambda e: e.id)),
    )


def conclusions(
    grounds: Grounds, types: Mapping[str, Iterable[str]], known: Iterable[Rule]
) -> Trace:
    """Draw what follows between individuals, and keep from what; classes are taken as given."""
    between = [rule for rule in known if not rule.head.predicate.startswith(KIND)]
    given: list[tuple[int, Fact]] = [
        (grounds.of_triple(t).rank, (t[1], t[0], t[2]))
        for t in grounds.triples
        if grounds.is_written(t)
    ]
    given += [(0, (KIND + NS + kind, node, "")) for node in types for kind in types[node]]
    trace: Trace = {}
    for _ in Closure(between, trace).conclude((each, (rank, "")) for rank, each in sorted(given)):
        pass
    return trace


def settled(
    grounds: Grounds, trace: Trace, found: dict[Triple, Standing], triple: Triple
) -> Standing:
    """Give the standing of a triple, written or not; what it follows from was known before it."""
    if triple not in found:
        why = trace.get((triple[1], triple[0], triple[2]))
        if why is None or grounds.is_written(triple):
            found[triple] = grounds.of_triple(triple)
        else:
            found[triple] = all_of(
                settled(grounds, trace, found, (start, predicate, end))
                for predicate, start, end in why[1]
                if not predicate.startswith(KIND)
            )
    return found[triple]


def edge_of(things: Things, triple: Triple, standing: Standing, grounds: Grounds) -> Edge:
    """Make the edge of a triple; it has the days of its subject."""
    source, target, kind = slug(triple[0]), slug(triple[2]), slug(triple[1])
    span = things.span(triple[0])
    return Edge(
        f"{source}--{kind}--{target}",
        source,
        target,
        kind,
        things.named(triple[1]),
        standing.status,
        standing.known_from,
        tuple(sorted(standing.passages)),
        tuple(sorted(standing.documents)),
        spans=(span,) if any(span) else (),
        more={"inferred": not grounds.is_written(triple)},
    )


def texts(things: Things, iri: str) -> dict[str, Scalar]:
    """Give what a graph database is searched for: classes, summaries, coordinates."""
    found: dict[str, Scalar] = {"classes": " ".join(sorted(things.types.get(iri, ())))}
    found |= things.summaries.get(iri, {})
    for predicate in ("latitude", "longitude"):
        for value in things.said(predicate, [iri])[:1]:
            found[predicate] = float(value)
    return found
