"""Narrow a dataset to what may be said in one world, and write it down as a store.

A world is a status ceiling and a day. Its default graph is the union of what it admits,
each triple once; its named graphs are exactly the admitted ones, the ontology and the
catalogue. An identity node is in a world only if an admitted claim mentions it, and a
triple that an admitted preference sets aside is left out of the default graph alone.
See `docs/decisions.md`.
"""

from __future__ import annotations

import marshal
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from jnkg.dataset import Dataset, Entry, GraphFile, Objects, catalogue_quads, objects_of
from jnkg.labels import labels
from jnkg.names import LANGUAGES, NS, STATUSES

RANK = {"Stated": 0, "Derived": 1, "Interpreted": 2}


def days(dataset: Dataset) -> list[str]:
    """Give the days on which the graph came to know something, in order."""
    return sorted({e.known_from for e in dataset.catalogue if e.known_from})


def admitted(dataset: Dataset, status: str, day: str) -> list[Entry]:
    """Give the entries of claims within a ceiling that were known by a day (ISO, inclusive).

    A graph with claims of which nothing tells the day is not admitted.
    """
    ceiling = STATUSES.index(status)
    return [
        e
        for e in dataset.catalogue
        if RANK.get(e.file.status, 9) <= ceiling and e.known_from and e.known_from <= day
    ]


def narrow(dataset: Dataset, status: str, day: str) -> list[ox.Quad]:
    """Give all quads of a world: its named graphs, the catalogue, and the default graph."""
    claims = admitted(dataset, status, day)
    identity = mentioned_identity(dataset, claims)
    graphs: list[tuple[GraphFile, Iterable[ox.Triple]]] = [
        *((f, f.triples) for f in dataset.of("ontology")),
        *identity,
        *((e.file, e.file.triples) for e in claims),
    ]
    present = {file.graph for file, triples in graphs if triples}
    entries = [e for e in dataset.catalogue if e.file.graph in present]
    quads = catalogue_quads(entries)
    for file, triples in graphs:
        graph = file.graph
        quads += [ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples]
    aside = set_aside(claims, entries)
    union = dict.fromkeys(q.triple for q in quads if q not in aside)
    return quads + [ox.Quad(t.subject, t.predicate, t.object) for t in union]


def mentioned_identity(
    dataset: Dataset, claims: Iterable[Entry]
) -> list[tuple[GraphFile, list[ox.Triple]]]:
    """Give the identity blocks that admitted claims, or their identity blocks in turn, mention."""
    blocks: dict[object, list[ox.Triple]] = {}
    for file in dataset.of("identity"):
        for triple in file.triples:
            blocks.setdefault(triple.subject, []).append(triple)
    waiting = {n for e in claims for t in e.file.triples for n in (t.subject, t.object)}
    waiting |= {e.document for e in claims if e.document}
    seen: set[object] = set()
    while waiting:
        seen |= waiting
        waiting = {t.object for n in waiting for t in blocks.get(n, ())} - seen
    return [
        (file, [t for t in file.triples if t.subject in seen]) for file in dataset.of("identity")
    ]


def set_aside(claims: Iterable[Entry], entries: Iterable[Entry]) -> set[ox.Quad]:
    """Give the quads that admitted preferences keep out of the default graph.

    A preference sets a version aside; a version is what one document gives for some
    properties of one node.
    """
    objects = objects_of(t for e in claims for t in e.file.triples)
    by_document = [(e.document, e.file) for e in entries if e.document]
    aside: set[ox.Quad] = set()
    for node, property_, document in rejected(objects):
        for source, file in by_document:
            if source == document:
                aside |= {
                    ox.Quad(t.subject, t.predicate, t.object, file.graph)
                    for t in file.triples
                    if t.subject == node and t.predicate == property_
                }
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


def write_world(dataset: Dataset, status: str, day: str, folder: Path) -> None:
    """Write one world to a folder, whole or not at all; another process may do the same."""
    quads = narrow(dataset, status, day)
    default = [q.triple for q in quads if q.graph_name == ox.DefaultGraph()]
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder.parent))
    try:
        store = ox.Store(str(draft / "store"))
        store.bulk_extend(quads)
        store.optimize()
        store.flush()
        del store
        for language in LANGUAGES:
            (draft / f"labels.{language}").write_bytes(marshal.dumps(labels(default, language), 4))
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
