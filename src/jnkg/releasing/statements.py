"""Read what a release says: its N-Quads as graphs, and what the catalogue says of each.

A Package comes in, a Release goes out. It needs no checkout and no store. Blank nodes, which only
the ontology has, are named by what is said of them, so that the same list has the same name in
two releases.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

from jnkg.dataset import Objects, objects_of
from jnkg.errors import Misuse
from jnkg.names import CATALOGUE, INFERRED, NS, PREFIXES
from jnkg.releasing.archive import Package
from jnkg.releasing.crate import PATH as CRATE
from jnkg.rooms import weigh
from jnkg.turtle import Term

Triples = frozenset[ox.Triple]

SOURCE = PREFIXES["dcterms"] + "source"
QUADS = "rdf/nquads"
DEFAULT = ""
"""What the default graph goes by."""
BLANK = "urn:jnkg:blank:"
"""What the name of a blank node opens with."""


@dataclass(frozen=True, eq=False)
class Release:
    """What a release says; `graphs` are by IRI, the default one by DEFAULT.

    `issued` is an ISO day; `status` and `known_by` are the switches that chose its world;
    `axioms` are the triples of the ontology as they were read, `rules` the texts of the queries
    that conclude, by path.
    """

    version: str
    issued: str
    status: str
    known_by: str
    graphs: Mapping[str, Triples] = field(repr=False)
    axioms: tuple[ox.Triple, ...] = field(default=(), repr=False)
    rules: Mapping[str, str] = field(default_factory=dict, repr=False)

    @cached_property
    def catalogue(self) -> Objects:
        """What the catalogue says, by graph and property."""
        return objects_of(self.graphs.get(CATALOGUE, ()))

    @cached_property
    def documents(self) -> dict[str, str]:
        """The document of each graph that has one."""
        return {g: found for g in self.graphs if (found := self.listed(g, SOURCE))}

    @cached_property
    def statuses(self) -> dict[str, str]:
        """The status of each graph that the catalogue lists: Stated, Vocabulary, ..."""
        return {
            g: found.removeprefix(NS)
            for g in self.graphs
            if (found := self.listed(g, NS + "status"))
        }

    def listed(self, graph: str, property_: str) -> str:
        """Give what the catalogue says of a graph; empty where it says nothing."""
        values = self.catalogue.get((ox.NamedNode(graph), property_), ()) if graph else ()
        return next((v.value for v in values if isinstance(v, ox.NamedNode)), "")

    @cached_property
    def claimed(self) -> frozenset[str]:
        """The graphs that somebody wrote: all but the default one, conclusions and catalogue."""
        return frozenset(
            g for g in self.graphs if g not in (DEFAULT, CATALOGUE) and not is_concluded(g)
        )

    @cached_property
    def vocabulary(self) -> Objects:
        """What the ontology says, by term and property."""
        return objects_of(t for g in self.of("Vocabulary") for t in self.graphs[g])

    def of(self, *statuses: str) -> list[str]:
        """Give the graphs of some statuses that somebody wrote, in order."""
        return sorted(g for g in self.claimed if self.statuses.get(g, "Vocabulary") in statuses)

    @cached_property
    def objects(self) -> Objects:
        """What all graphs say that somebody wrote, by subject and property."""
        return objects_of(t for g in sorted(self.claimed) for t in self.graphs[g])


def is_concluded(graph: str) -> bool:
    """Tell whether a graph holds what the reasoner concluded."""
    return graph.startswith(INFERRED)


def read_release(package: Package) -> Release:
    """Read a release; raises Misuse where it carries no N-Quads, JnkgError where it is damaged."""
    paths = package.under(QUADS, ".nq")
    if not paths:
        raise Misuse(
            f"{package.place} has no N-Quads: make it with the form nquads.",
            f"{package.place}にN-Quadsがありません。形式nquadsを含めて作成してください。",
        )
    quads = (q for path in paths for q in ox.parse(package.read(path), format=ox.RdfFormat.N_QUADS))
    graphs, axioms = sorted_out(quads)
    root = root_of(json.loads(package.read(CRATE)))
    switches = parse_qs(urlsplit(str(root.get("url", ""))).query)
    return Release(
        str(root.get("version", "")),
        str(root.get("datePublished", "")),
        switches.get("status", ["interpreted"])[0],
        switches.get("known-by", [""])[0],
        graphs,
        axioms,
        {p: package.read(p).decode() for p in package.under("queries/infer", ".rq")},
    )


def root_of(crate: Mapping[str, object]) -> Mapping[str, object]:
    """Give what an RO-Crate says of its root."""
    graph = crate.get("@graph")
    nodes = graph if isinstance(graph, list) else []
    return next((n for n in nodes if isinstance(n, dict) and n.get("@id") == "./"), {})


def sorted_out(
    quads: Iterable[ox.Quad],
) -> tuple[dict[str, Triples], tuple[ox.Triple, ...]]:
    """Give the graphs with names for their blank nodes, and the ontology's triples as they are."""
    plain: dict[str, list[ox.Triple]] = {}
    for quad in quads:
        name = quad.graph_name
        plain.setdefault(name.value if isinstance(name, ox.NamedNode) else DEFAULT, []).append(
            quad.triple
        )
    graphs = {name: frozenset(named(triples)) for name, triples in plain.items()}
    axioms = (t for name, ts in plain.items() if is_ontology(name) for t in ts)
    return graphs, tuple(dict.fromkeys(axioms))


def is_ontology(graph: str) -> bool:
    """Tell whether a graph is a module of the ontology, by its name."""
    return graph.rpartition("/")[2].startswith("ontology-")


def named(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield triples with each blank node named after what is said of it."""
    known = list(triples)
    said: dict[Term, list[ox.Triple]] = {}
    for triple in known:
        if isinstance(triple.subject, ox.BlankNode):
            said.setdefault(triple.subject, []).append(triple)
    names: dict[Term, ox.NamedNode] = {}
    for triple in known:
        subject, value = triple.subject, triple.object
        if isinstance(subject, ox.BlankNode):
            subject = name_of(subject, said, names)
        if isinstance(value, ox.BlankNode):
            value = name_of(value, said, names)
        yield ox.Triple(subject, triple.predicate, value)


def name_of(
    node: ox.BlankNode, said: Mapping[Term, list[ox.Triple]], names: dict[Term, ox.NamedNode]
) -> ox.NamedNode:
    """Name a blank node after what is said of it, and of the blank nodes that it leads to."""
    if node not in names:
        names[node] = ox.NamedNode(BLANK + "circle")  # holds while a circle is walked
        lines = []
        for triple in said.get(node, ()):
            end = triple.object
            other = name_of(end, said, names) if isinstance(end, ox.BlankNode) else end
            lines.append(f"{triple.predicate} {other}\n".encode())
        names[node] = ox.NamedNode(BLANK + weigh(*sorted(lines)))
    return names[node]
