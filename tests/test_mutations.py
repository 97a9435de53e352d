"""The mutation test: good data, broken in many ways, and what each breach is caught by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import pyoxigraph as ox

from jnkg.check import Part, changed_quotations, data_part, folder_part, shape_findings
from jnkg.dataset import Dataset, catalogue_quads
from jnkg.faults import ask, whole_store
from jnkg.places import Places
from jnkg.querylint import read_all
from jnkg.report import Finding
from jnkg.rooms import Tree
from jnkg.shacl_engines import Session
from jnkg.shapes import read_shapes
from mutations import Mutation

BATCH = 24


class Trial:
    """The gate before a build, for one mutation after another.

    What a mutation cannot change (the graphs of other files, the runs over other folders) is
    kept; a test holds what comes out against the gate itself.
    """

    def __init__(self, dataset: Dataset, tree: Tree) -> None:
        self.dataset = dataset
        self.shapes = read_shapes(tree)
        self.questions, _ = read_all(tree, "check")
        self.store = whole_store(dataset)
        self.catalogue = set(catalogue_quads(dataset.catalogue))
        self.counts: dict[ox.Triple, int] = {}
        for file in dataset.files:
            for triple in set(file.triples):
                self.counts[triple] = self.counts.get(triple, 0) + 1
        self.known = set(self.from_queries(dataset)) | set(self.from_shapes(self.parts(dataset)))

    def parts(self, dataset: Dataset, folders: Sequence[str] = ()) -> list[Part]:
        """Give the runs of the shapes: over all data, and over some or all folders."""
        named = folders or ("identity", "stated", "derived", "interpreted")
        return [
            data_part(dataset, self.shapes),
            *(folder_part(dataset, self.shapes, folder) for folder in named),
        ]

    def from_queries(self, dataset: Dataset) -> Iterator[Finding]:
        """Yield the findings of the check queries on the store, and those on quotations."""
        places = Places(dataset.files)
        for question in self.questions:
            yield from ask(self.store, question, places)
        yield from changed_quotations(dataset)

    def from_shapes(self, parts: Sequence[Part]) -> Iterator[Finding]:
        """Yield the findings of some runs of the shapes."""
        with Session([p.run for p in parts], "shacl") as session:
            yield from self.read(session, parts)

    def read(self, session: Session, parts: Sequence[Part]) -> Iterator[Finding]:
        """Yield the findings of a session at work."""
        for part, outcome in zip(parts, session.outcomes(), strict=True):
            yield from shape_findings(part, outcome, self.shapes)

    def quads(self, mutation: Mutation, mutant: Dataset) -> tuple[set[ox.Quad], set[ox.Quad]]:
        """Give the quads that go from the store and those that come."""
        graph = next(f.graph for f in mutant.files if f.path == mutation.path)
        catalogue = set(catalogue_quads(mutant.catalogue))
        gone = {ox.Quad(t.subject, t.predicate, t.object, graph) for t in mutation.gone}
        gone |= {ox.Quad(*t) for t in mutation.gone if self.counts.get(t) == 1}
        come = {ox.Quad(t.subject, t.predicate, t.object, graph) for t in mutation.come}
        come |= {ox.Quad(*t) for t in mutation.come}
        gone |= {q for c in self.catalogue - catalogue for q in (c, ox.Quad(*c.triple))}
        come |= {q for c in catalogue - self.catalogue for q in (c, ox.Quad(*c.triple))}
        return gone - come, {q for q in come if q not in self.store}

    def asked(self, mutation: Mutation, mutant: Dataset) -> list[Finding]:
        """Give the findings of the check queries on the data with a fault."""
        gone, come = self.quads(mutation, mutant)
        for quad in gone:
            self.store.remove(quad)
        self.store.extend(come)
        try:
            return list(self.from_queries(mutant))
        finally:
            for quad in come:
                self.store.remove(quad)
            self.store.extend(gone)

    def batch(self, mutations: Sequence[Mutation]) -> Iterator[tuple[Mutation, list[Finding]]]:
        """Yield what each mutation adds to the findings; the engine works beside the queries."""
        mutants = [m.applied(self.dataset) for m in mutations]
        parts = [
            self.parts(mutant, [mutation.path.split("/")[1]])
            for mutation, mutant in zip(mutations, mutants, strict=True)
        ]
        every = [p for ps in parts for p in ps]
        with Session([p.run for p in every], "shacl") as session:
            found = [self.asked(m, d) for m, d in zip(mutations, mutants, strict=True)]
            outcomes = iter(session.outcomes())
        for mutation, findings, own in zip(mutations, found, parts, strict=True):
            for part in own:
                findings += shape_findings(part, next(outcomes), self.shapes)
            yield mutation, sorted(set(findings) - self.known)

    def run(self, mutations: Iterable[Mutation]) -> Iterator[tuple[Mutation, list[Finding]]]:
        """Yield each mutation with what it adds to the findings."""
        waiting = iter(mutations)
        while batch := list(islice(waiting, BATCH)):
            yield from self.batch(batch)


def naming(mutation: Mutation, findings: Iterable[Finding]) -> list[Finding]:
    """Give the findings that name a node of the mutation, in both languages."""
    return [
        f
        for f in findings
        if {f.node, f.value} & mutation.nodes and f.message.get("en") and f.message.get("ja")
    ]
