"""Say what an exported network is: nodes, edges, and what is known of each.

A Network is one form for all tools: GraphML, GEXF, Neo4j, Cytoscape and networkx are written from
it. Ids are slugs, which are never renamed; an edge says from which claims it is, how strong they
are and where they stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jnkg.names import ID, LANGUAGES

Scalar = str | int | float | bool
Span = tuple[str, str]
"""A first and a last day, ISO; empty where it is not known or not over."""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing: its slug, its class and a wider kind of it to colour by, its names, when it was.

    `status` is the strongest status of the claims that mention it, `known_from` the earliest day;
    both are empty where only identity blocks do. `more` holds what one network alone says.
    """

    id: str
    kind: str
    group: str
    labels: Mapping[str, str]
    kind_labels: Mapping[str, str]
    status: str
    known_from: str
    span: Span = ("", "")
    more: Mapping[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """What joins two nodes: of two ends and a kind there is one edge at most.

    `weight` counts what it gathers. `status` is that of the weakest claim that it needs, and
    `known_from` the day since which all are known. `evidence` names the passages and `sources` the
    documents that it rests on (IRIs); `spans` are the days of each thing that it gathers.
    """

    id: str
    source: str
    target: str
    kind: str
    labels: Mapping[str, str]
    status: str
    known_from: str
    evidence: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    weight: int = 1
    spans: tuple[Span, ...] = ()
    more: Mapping[str, Scalar] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        """Give the first and the last day of all that it gathers; open if one of them is."""
        firsts, lasts = zip(*self.spans, strict=True) if self.spans else ([""], [""])
        return ("" if "" in firsts else min(firsts), "" if "" in lasts else max(lasts))


@dataclass(frozen=True, slots=True)
class Network:
    """A network by its name; nodes and edges are sorted by id, and every end is a node."""

    name: str
    directed: bool
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def node_values(node: Node, languages: Sequence[str] = LANGUAGES) -> dict[str, Scalar]:
    """Give what is known of a node by the name of its column; what is not known is left out."""
    values: dict[str, Scalar] = {
        "label": node.labels[languages[0]],
        **{f"label_{code}": node.labels[code] for code in languages},
        "kind": node.kind,
        **{f"kind_{code}": node.kind_labels[code] for code in languages},
        "group": node.group,
        "status": node.status,
        "known_from": node.known_from,
        "start": node.span[0],
        "end": node.span[1],
        **spoken(node.more, languages),
        "iri": ID + node.id,
    }
    return known(values)


def edge_values(edge: Edge, languages: Sequence[str] = LANGUAGES) -> dict[str, Scalar]:
    """Give what is known of an edge by the name of its column, without its ends and its id."""
    start, end = edge.span
    values: dict[str, Scalar] = {
        "label": edge.labels[languages[0]],
        **{f"label_{code}": edge.labels[code] for code in languages},
        "kind": edge.kind,
        "weight": edge.weight,
        "status": edge.status,
        "known_from": edge.known_from,
        "start": start,
        "end": end,
        **spoken(edge.more, languages),
        "evidence": " ".join(edge.evidence),
        "sources": " ".join(edge.sources),
    }
    return known(values)


def spoken(values: Mapping[str, Scalar], languages: Sequence[str]) -> dict[str, Scalar]:
    """Leave out the columns of languages that are not wanted."""
    unwanted = tuple(f"_{code}" for code in LANGUAGES if code not in languages)
    return {k: v for k, v in values.items() if not unwanted or not k.endswith(unwanted)}


def known(values: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """Leave out empty texts."""
    return {key: value for key, value in values.items() if value != ""}


def columns(rows: Sequence[Mapping[str, Scalar]]) -> dict[str, type[Scalar]]:
    """Give the columns that any row has, with the type of their values.

    They come in the order in which a row first has one; raises TypeError where types differ.
    """
    found: dict[str, type[Scalar]] = {}
    for row in rows:
        for name, value in row.items():
            if found.setdefault(name, type(value)) is not type(value):
                raise TypeError(f"{name} is {type(value)} here and {found[name]} elsewhere")
    return found
