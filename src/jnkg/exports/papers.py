"""Make the network of documents and what they speak of: which source states or supports what.

`states` leads from a document to each node of which its file says something with evidence,
`corroborates` to each for which it is cited without its being known for which claim. `isCarriedBy`
leads to the document through which another was read, `publisher` to who published it: so it can be
seen where several sources are one.
"""

from __future__ import annotations

from collections import defaultdict

from jnkg.exports.grounds import EVIDENCE, PASSAGE, Grounds, Standing
from jnkg.exports.network import Edge, Network, Span
from jnkg.exports.things import Things, slug
from jnkg.names import ID, NS, PREFIXES

CORROBORATES = NS + "corroborates"
RECORDS = (PREFIXES["dcterms"] + "publisher", NS + "isCarriedBy", NS + "isTextOf")
STATES = {"en": "states", "ja": "述べる"}
Pair = tuple[str, str]
"""A document and a node that it speaks of."""


def papers(things: Things, name: str) -> Network:
    """Make the network of documents; those of which nothing is used stay."""
    grounds = things.grounds
    edges = [*stated(things, grounds), *corroborated(things, grounds), *recorded(things, grounds)]
    kept = {iri for iri, kinds in things.types.items() if "Document" in kinds}
    kept |= {ID + end for edge in edges for end in (edge.source, edge.target)}
    nodes = [
        things.node(iri, more=things.called("document_kind", things.said("documentKind", [iri])))
        for iri in kept
    ]
    return Network(
        name,
        True,
        tuple(sorted(nodes, key=lambda n: n.id)),
        tuple(sorted(edges, key=lambda e: e.id)),
    )


def stated(things: Things, grounds: Grounds) -> list[Edge]:
    """Give for each document the nodes about which it states something, with the passages."""
    found: dict[Pair, set[str]] = defaultdict(set)
    days: dict[str, str] = {}
    for triple in sorted(t for t in grounds.triples if t[1] == EVIDENCE):
        for graph in grounds.triples[triple]:
            document = grounds.graphs[graph].document
            if document and not grounds.graphs[graph].is_inferred:
                found[document, triple[0]].update(grounds.ends.get((triple[2], PASSAGE), ()))
                days[document] = grounds.graphs[graph].known_from
    return [
        paper(
            things,
            pair,
            "states",
            Standing(1, days[pair[0]], frozenset(passages), frozenset(pair[:1])),
        )
        for pair, passages in found.items()
    ]


def corroborated(things: Things, grounds: Grounds) -> list[Edge]:
    """Give for each document the nodes for which it is cited, with the passages."""
    found: dict[Pair, list[Standing]] = defaultdict(list)
    for triple in sorted(t for t in grounds.triples if t[1] == CORROBORATES):
        day = grounds.of_triple(triple).known_from
        for document in grounds.documents(triple[:1]):
            cited = Standing(1, day, frozenset(triple[:1]), frozenset({document}))
            found[document, triple[2]].append(cited)
    return [
        paper(
            things,
            pair,
            "corroborates",
            Standing(
                1,
                min(s.known_from for s in cited),
                frozenset(p for s in cited for p in s.passages),
                frozenset(pair[:1]),
            ),
        )
        for pair, cited in found.items()
    ]


def recorded(things: Things, grounds: Grounds) -> list[Edge]:
    """Give what the bibliographic record of each document leads to."""
    return [
        paper(things, (triple[0], triple[2]), triple[1], grounds.of_triple(triple))
        for triple in sorted(t for t in grounds.triples if t[1] in RECORDS)
        if "Document" in things.types.get(triple[0], ())
    ]


def paper(things: Things, pair: Pair, kind: str, standing: Standing) -> Edge:
    """Make the edge of a document and a node; its weight is the number of passages."""
    source, target = map(slug, pair)
    iri = NS + kind if kind == "corroborates" else kind
    since: tuple[Span, ...] = ((standing.known_from, ""),) if standing.known_from else ()
    return Edge(
        f"{source}--{slug(iri) if kind != 'states' else kind}--{target}",
        source,
        target,
        kind if kind == "states" else slug(iri),
        STATES if kind == "states" else things.named(iri),
        standing.status,
        standing.known_from,
        tuple(sorted(standing.passages)),
        tuple(sorted(standing.documents)),
        max(1, len(standing.passages)),
        since,
    )
