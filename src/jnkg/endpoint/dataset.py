"""Choose the graphs that a query is asked of.

What the protocol names (`default-graph-uri`, `named-graph-uri`) goes before what the query names
(FROM), and that before the graphs of the world. The engine counts a triple twice where two graphs
of a merged default graph hold it (pyoxigraph 0.5.13); SPARQL does not. So a merge is copied into a
small store of its own, where a triple is there once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from jnkg.endpoint.problems import Problem
from jnkg.names import PREFIXES
from jnkg.store import World
from jnkg.tokens import opening, sources

if TYPE_CHECKING:
    from jnkg.store import Backend

MOST = 500_000
"""Triples that a merge may hold."""
KEPT = 4
"""Merges that are kept for the next query."""
DEFAULT, NAMED = "default-graph-uri", "named-graph-uri"


@dataclass(frozen=True, slots=True)
class Dataset:
    """Graphs for a query: those merged into its default graph, and those named in it."""

    defaults: tuple[ox.NamedNode, ...]
    named: tuple[ox.NamedNode, ...]


def asked_dataset(text: str, pairs: Iterable[tuple[str, str]], base: str) -> Dataset | None:
    """Give the graphs that a request asks for; None where the world's own serve.

    Raises Problem where one is no IRI. A query whose FROM cannot be read is left to the engine.
    """
    defaults = [value for key, value in pairs if key == DEFAULT]
    named = [value for key, value in pairs if key == NAMED]
    if defaults or named:
        return Dataset(graphs(defaults, DEFAULT), graphs(named, NAMED))
    if "FROM" not in text.upper():
        return None
    written = sources(text)
    if len(written[0]) < 2:
        return None
    resolved = [resolve(text, part, base) for part in written]
    return None if None in resolved else Dataset(resolved[0] or (), resolved[1] or ())


def graphs(names: Sequence[str], parameter: str) -> tuple[ox.NamedNode, ...]:
    """Give the graphs of a parameter, each once; raises Problem where one is no IRI."""
    try:
        return tuple(ox.NamedNode(name) for name in dict.fromkeys(names))
    except ValueError as error:
        raise Problem(
            "bad-request",
            f"Write the whole IRI of a graph in {parameter}: {error}",
            f"{parameter} にはグラフの完全なIRIを書いてください：{error}",
            parameter=parameter,
        ) from error


def resolve(text: str, names: Sequence[str], base: str) -> tuple[ox.NamedNode, ...] | None:
    """Give the graphs that IRIs or names stand for in a query; None where the engine objects."""
    values = " ".join(names)
    asked = f"{opening(text)[0]} SELECT ?graph {{ VALUES ?graph {{ {values} }} }}"
    try:
        rows = ox.Store().query(asked, base_iri=base, prefixes=PREFIXES)
    except (SyntaxError, ValueError):
        return None
    assert isinstance(rows, ox.QuerySolutions)
    found = [row["graph"] for row in rows]
    return tuple(dict.fromkeys(node for node in found if isinstance(node, ox.NamedNode)))


def options(world: World, dataset: Dataset) -> tuple[Backend, dict[str, Any]]:
    """Give the store that holds the graphs of a dataset, and how to ask it; raises Problem.

    Other engines merge graphs as they should, and are asked as they are.
    """
    defaults: Any = list(dataset.defaults)
    store = world.store
    if len(dataset.defaults) > 1 and isinstance(store, ox.Store):
        store, defaults = merged(world, dataset), ox.DefaultGraph()
    return store, {"default_graph": defaults, "named_graphs": list(dataset.named)}


@lru_cache(KEPT)
def merged(world: World, dataset: Dataset) -> ox.Store:
    """Copy the graphs of a dataset, its default graph merged; raises Problem where it is large."""
    store = ox.Store()
    for graph in dataset.defaults:
        found = world.store.quads_for_pattern(None, None, None, graph)
        add(store, (ox.Quad(q.subject, q.predicate, q.object) for q in found))
    for graph in dataset.named:
        add(store, world.store.quads_for_pattern(None, None, None, graph))
    return store


def add(store: ox.Store, quads: Iterable[ox.Quad]) -> None:
    """Add quads to a store; raises Problem where they are too many."""
    store.bulk_extend(quads)
    if len(store) > MOST:
        raise Problem(
            "limit-memory",
            f"These graphs hold more than {MOST:,} triples together. Name fewer of them.",
            f"指定されたグラフは合わせて{MOST:,}件を超えるトリプルを含みます。"
            "グラフを減らしてください。",
            limit="dataset",
            triples=MOST,
        )
