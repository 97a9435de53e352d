"""Add to a dataset what follows from it.

A Dataset and Rules come in; Reasoned goes out: the dataset with a named graph of conclusions for
each level, that is for each status and day from which on they follow. A conclusion has the weakest
status of its premises and the latest of their days; where it follows in several ways it lies
in several graphs, of which no world that has one needs the other. What follows from the ontology
alone is in every world.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from sys import intern

import pyoxigraph as ox

from jnkg.closure import Closure, Fact
from jnkg.dataset import Dataset, Triples, day_literal, jn
from jnkg.levels import ALWAYS, IdentityLevels, Level, identity_levels, level
from jnkg.names import INFERRED, PREFIXES, RDF_TYPE, STATUSES
from jnkg.rules import KIND, Rule, iri, key
from jnkg.turtle import Term

TYPE = ox.NamedNode(RDF_TYPE)
TRUE = ox.Literal("true", datatype=ox.NamedNode(PREFIXES["xsd"] + "boolean"))


@dataclass(frozen=True, slots=True)
class InferredGraph:
    """Conclusions of one level."""

    level: Level
    conclusions: Triples = field(repr=False)

    @property
    def graph(self) -> ox.NamedNode:
        """The IRI of the named graph: `.../graph/inferred-<status>-<day>`."""
        rank, day = self.level
        name = "vocabulary" if self.level == ALWAYS else f"{STATUSES[rank]}-{day}"
        return ox.NamedNode(INFERRED + name)

    def triples(self) -> Iterator[ox.Triple]:
        """Yield what the catalogue says of the graph."""
        rank, day = self.level
        status = "Vocabulary" if self.level == ALWAYS else STATUSES[rank].capitalize()
        yield ox.Triple(self.graph, jn("status"), jn(status))
        yield ox.Triple(self.graph, jn("isInferred"), TRUE)
        if day:
            yield ox.Triple(self.graph, jn("knownFrom"), day_literal(day))


@dataclass(frozen=True)
class Reasoned:
    """A dataset with what follows from it."""

    dataset: Dataset
    rules: tuple[Rule, ...] = field(repr=False)
    inferred: tuple[InferredGraph, ...] = field(repr=False)
    identity: IdentityLevels = field(repr=False)


def reason(dataset: Dataset, rules: Iterable[Rule]) -> Reasoned:
    """Draw all conclusions."""
    known = tuple(rules)
    identity = identity_levels(dataset)
    graphs: dict[Level, list[ox.Triple]] = {}
    for found, at in conclusions(levelled(dataset, identity), known):
        graphs.setdefault(at, []).append(found)
    inferred = (
        InferredGraph(at, tuple(graphs[at])) for at in sorted(graphs, key=lambda v: v[::-1])
    )
    return Reasoned(dataset, known, tuple(inferred), identity)


def conclusions(
    given: Iterable[tuple[ox.Triple, Level]], rules: Sequence[Rule]
) -> Iterator[tuple[ox.Triple, Level]]:
    """Yield what follows from some triples at their levels, and is not there already."""
    nodes: dict[str, Term] = {}
    heard = heard_by(rules)
    facts = ((fact(t, nodes), at) for t, at in given if is_heard(t, heard))
    for found, at in Closure(rules).conclude(facts):
        yield triple(found, nodes), at


def heard_by(rules: Iterable[Rule]) -> frozenset[str]:
    """Give the predicates and classes of which something may follow, or which may follow."""
    return frozenset(a.predicate.removeprefix(KIND) for r in rules for a in (r.head, *r.body))


def is_heard(triple: ox.Triple, heard: Collection[str]) -> bool:
    """Tell whether a triple can be a premise or a conclusion, by its predicate or its class."""
    term = triple.object if triple.predicate == TYPE else triple.predicate
    return iri(term) in heard


def levelled(dataset: Dataset, identity: IdentityLevels) -> Iterator[tuple[ox.Triple, Level]]:
    """Yield every triple of a dataset with each of the levels that it has in some graph."""
    for file in dataset.of("ontology"):
        yield from ((t, ALWAYS) for t in file.triples)
    for file in dataset.of("identity"):
        yield from ((t, at) for t in file.triples for at in identity.get(t.subject, ()))
    for entry in dataset.catalogue:
        at = level(entry)
        if at:
            yield from ((t, at) for t in entry.file.triples)


def follows(triples: Iterable[ox.Triple], rules: Iterable[Rule]) -> Iterator[ox.Triple]:
    """Yield what follows from some triples, all of one level, and is not among them."""
    yield from (t for t, _ in conclusions(((t, ALWAYS) for t in triples), tuple(rules)))


def fact(triple: ox.Triple, nodes: dict[str, Term] | None = None) -> Fact:
    """Write a triple as a fact; `nodes` learns what is no IRI, to be read back."""
    subject, end = intern(key(triple.subject)), intern(key(triple.object))
    if nodes is not None:
        if not isinstance(triple.subject, ox.NamedNode):
            nodes[subject] = triple.subject
        if not isinstance(triple.object, ox.NamedNode):
            nodes[end] = triple.object
    if triple.predicate == TYPE:
        return intern(KIND + end), subject, ""
    return intern(triple.predicate.value), subject, end


def triple(found: Fact, nodes: dict[str, Term]) -> ox.Triple:
    """Read a fact back as a triple."""
    predicate, start, end = found
    subject = nodes.get(start) or ox.NamedNode(start)
    if isinstance(subject, ox.Literal | ox.Triple):
        raise TypeError(f"{start} cannot be a subject")
    if predicate.startswith(KIND):
        return ox.Triple(subject, TYPE, ox.NamedNode(predicate.removeprefix(KIND)))
    return ox.Triple(subject, ox.NamedNode(predicate), nodes.get(end) or ox.NamedNode(end))
