"""Narrow what was reasoned to what may be said in one world, and write it down as a store.

A world is a status ceiling and a day. Its default graph is the union of what it admits,
each triple once; its named graphs are exactly the admitted ones, those of conclusions among them,
the ontology and the catalogue. An identity node is in a world only if an admitted claim mentions
it, and a triple that an admitted preference sets aside is left out of the default graph alone,
with what follows from it alone, unless it follows from what is left. See `docs/decisions.md`.
"""

from __future__ import annotations

import marshal
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from jnkg.dataset import Dataset, Entry, GraphFile, Objects, Triples, objects_of
from jnkg.labels import labels
from jnkg.levels import Level, covers, level
from jnkg.names import CATALOGUE, LANGUAGES, NS, STATUSES
from jnkg.reason import Reasoned, follows, heard_by, is_heard
from jnkg.turtle import ntriples

Graph = tuple[ox.NamedNode, Triples]
Aside = Mapping[ox.NamedNode, Collection[ox.Triple]]


def days(dataset: Dataset) -> list[str]:
    """Give the days on which the graph came to know something, in order."""
    return sorted({e.known_from for e in dataset.catalogue if e.known_from})


def admits(status: str, day: str, at: Level | None) -> bool:
    """Tell whether a world, by its ceiling and its day (ISO, inclusive), has what is of a level.

    A graph with claims of which nothing tells the day has no level and is in no world.
    """
    return at is not None and covers(at, (STATUSES.index(status), day))


@dataclass(frozen=True)
class Contents:
    """What a world holds: its named graphs with the catalogue, and what is set aside.

    `aside` gives, for some of the graphs, triples that are kept out of the default graph.
    """

    graphs: tuple[Graph, ...]
    aside: Aside = field(default_factory=dict)

    def united(self) -> Iterator[Graph]:
        """Yield, graph by graph, what goes into the default graph."""
        for graph, triples in self.graphs:
            out = self.aside.get(graph)
            yield graph, tuple(t for t in triples if t not in out) if out else triples

    @cached_property
    def default(self) -> Triples:
        """The default graph: the union of the graphs less what is set aside, each triple once."""
        return tuple(dict.fromkeys(t for _, triples in self.united() for t in triples))


def narrow(reasoned: Reasoned, status: str, day: str) -> Contents:
    """Narrow to a world: what is within a status ceiling and was known by an ISO day."""
    dataset = reasoned.dataset
    claims = [e for e in dataset.catalogue if admits(status, day, level(e))]
    files = [
        *((f, f.triples) for f in dataset.of("ontology")),
        *present_identity(reasoned, status, day),
        *((e.file, e.file.triples) for e in claims),
    ]
    present = {file.path: (file.graph, triples) for file, triples in files if triples}
    entries = [e for e in dataset.catalogue if e.file.path in present]
    inferred = [g for g in reasoned.inferred if admits(status, day, g.level)]
    catalogue = tuple(t for each in (entries, inferred) for e in each for t in e.triples())
    graphs = (*present.values(), *((g.graph, g.conclusions) for g in inferred))
    aside = unsupported(reasoned, graphs, set_aside(claims, entries))
    return Contents((*graphs, (ox.NamedNode(CATALOGUE), catalogue)), aside)


def fill(store: ox.Store, contents: Contents) -> None:
    """Put a world into an empty store; one text is faster here than many objects.

    The text is the engine's own, so that it need not be looked at again (`lenient`).
    """
    quads: list[bytes] = []
    for (graph, triples), (_, united) in zip(contents.graphs, contents.united(), strict=True):
        lines = ntriples(triples)
        quads.append(lines if united is triples else ntriples(united))
        quads.append(lines.replace(b" .\n", f" {graph} .\n".encode()))
    store.bulk_load(b"".join(quads), ox.RdfFormat.N_QUADS, lenient=True)


def present_identity(
    reasoned: Reasoned, status: str, day: str
) -> Iterator[tuple[GraphFile, Triples]]:
    """Yield the identity files with the blocks that a world has."""
    levels = reasoned.identity
    present = {n for n, found in levels.items() if any(admits(status, day, at) for at in found)}
    for file in reasoned.dataset.of("identity"):
        yield file, tuple(t for t in file.triples if t.subject in present)


def unsupported(reasoned: Reasoned, graphs: Collection[Graph], aside: Aside) -> Aside:
    """Give what is to be kept out: `aside` and what rests on it alone, less what still follows."""
    heard = heard_by(reasoned.rules)
    if not any(is_heard(t, heard) for triples in aside.values() for t in triples):
        return aside
    conclusions = {g.graph for g in reasoned.inferred}
    left = Contents(tuple(g for g in graphs if g[0] not in conclusions), aside).default
    sound = {*left, *follows(left, reasoned.rules)}
    doubtful = ((name, triples) for name, triples in graphs if name in conclusions)
    return {name: {t for t in triples if t not in sound}
            for name, triples in (*aside.items(), *doubtful)}  # fmt: skip


def set_aside(
    claims: Iterable[Entry], entries: Iterable[Entry]
) -> dict[ox.NamedNode, set[ox.Triple]]:
    """Give, graph by graph, the triples that preferences keep out of the default graph.

    A preference sets a version aside; a version is what one document gives for some
    properties of one node.
    """
    weighed = [e.file for e in claims if e.file.status in ("Derived", "Interpreted")]
    objects = objects_of(t for f in weighed for t in f.triples)
    by_document = [(e.document, e.file) for e in entries if e.document]
    aside: dict[ox.NamedNode, set[ox.Triple]] = {}
    for node, property_, document in rejected(objects):
        for source, file in by_document:
            if source == document:
                aside.setdefault(file.graph, set()).update(
                    t for t in file.triples if t.subject == node and t.predicate == property_
                )
    return aside


def rejected(objects: Objects) -> Iterator[tuple[object, object, object]]:
    """Yield node, property and document of each version that a preference sets aside."""
    for (preference, predicate), versions in list(objects.items()):
        if predicate != NS + "setsAside":
            continue
        for conflict in objects.get((preference, NS + "resolvesConflict"), ()):
            if not isinstance(conflict, ox.NamedNode):
                continue
            for version in versions:
                if not isinstance(version, ox.NamedNode):
                    continue
                for node in objects.get((conflict, NS + "onNode"), ()):
                    for property_ in objects.get((conflict, NS + "onProperty"), ()):
                        for document in objects.get((version, NS + "inDocument"), ()):
                            yield node, property_, document


def write_world(reasoned: Reasoned, status: str, day: str, folder: Path) -> None:
    """Write one world to a folder, whole or not at all; another process may do the same."""
    contents = narrow(reasoned, status, day)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder.parent))
    try:
        store = ox.Store(str(draft / "store"))
        fill(store, contents)
        store.optimize()
        store.flush()
        del store
        for language in LANGUAGES:
            table = labels(contents.default, language)
            (draft / f"labels.{language}").write_bytes(marshal.dumps(table, 4))
        put(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def put(draft: Path, place: Path) -> None:
    """Move a finished draft to its place, unless another process was there first."""
    try:
        os.rename(draft, place)
    except OSError:
        if not place.is_dir():
            raise
