"""Read what the nodes of a network are: their class, their names, their days, their codes.

A World comes in; Things go out, which make the Node of any individual and hold its Grounds.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping

from jnkg.exports.grounds import Grounds, of, rows
from jnkg.exports.network import Node, Scalar, Span
from jnkg.names import ID, LANGUAGES, NS, shorten
from jnkg.store import World

GROUPS = (
    *("Person", "Post", "State", "Organization", "GroupOfPartners", "Coalition", "Place"),
    *("Event", "Activity", "Instrument", "Area", "Theme", "Document", "Passage", "Term"),
    *("Participation", "Gap", "Ground"),
)
"""The wide kinds to colour by; what is of none of them is coloured by its class."""
FIRSTS = ("earliest", "startDate", "startPeriod", "issuedEarliest")
LASTS = ("latest", "endDate", "endPeriod")
SAID = (
    *("inRole", "atLevel", "printedName", "printedPost", "printedCount"),
    *("linkKind", "candidateKind", "confidence", "relationKind", "documentKind"),
    *("latitude", "longitude"),
)
"""Texts and controlled values that edges and nodes show."""
CODES = {"wikidataId": "wikidata", "alpha3Code": "iso3", "cowCode": "cow", "gwCode": "gw"}
NUMBERS = ("cow", "gw")


class Things:
    """The individuals of a world, as nodes."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.grounds = Grounds(world)
        self.labels = {code: world.labels(code) for code in LANGUAGES}
        self.types = read_types(world)
        self.classes = narrowest(self.types, wider_classes(world))
        self.values = read_values(world, (*FIRSTS, *LASTS, *CODES, *SAID))
        self.summaries = read_summaries(world)

    def node(self, iri: str, span: Span | None = None, more: Mapping[str, Scalar] = {}) -> Node:
        """Make the node of an individual; its own days, unless others are given."""
        kind = self.classes.get(iri, "")
        status, known_from = self.grounds.of_node(iri)
        return Node(
            slug(iri),
            kind,
            next((g for g in GROUPS if g in self.types.get(iri, ())), kind),
            self.named(iri),
            self.named(NS + kind) if kind else dict.fromkeys(LANGUAGES, ""),
            status,
            known_from,
            self.span(iri) if span is None else span,
            {**self.codes(iri), **more},
        )

    def named(self, iri: str) -> dict[str, str]:
        """Give the names of a thing by language."""
        return {code: self.labels[code].get(iri) or slug(iri) for code in LANGUAGES}

    def called(self, column: str, iris: Iterable[str]) -> dict[str, Scalar]:
        """Give a column with the short names of things, and one in each language."""
        found = sorted(iris)
        names = {code: [self.named(i)[code] for i in found] for code in LANGUAGES}
        return {
            column: " ".join(slug(iri) for iri in found),
            **{f"{column}_{code}": "; ".join(names[code]) for code in LANGUAGES},
        }

    def said(self, predicate: str, nodes: Iterable[str]) -> list[str]:
        """Give what some nodes have by a property, each value once."""
        found = (v for node in nodes for v in self.values[predicate].get(node, ()))
        return list(dict.fromkeys(found))

    def span(self, iri: str) -> Span:
        """Give the first and last day of a thing: the widest, where documents differ.

        A document has a day of issue and no end, and so has what has a beginning alone.
        """
        firsts = [d for p in FIRSTS for v in self.values[p].get(iri, ()) if (d := opening(v))]
        lasts = [d for p in LASTS for v in self.values[p].get(iri, ()) if (d := closing(v))]
        first, last = min(firsts, default=""), max(lasts, default="")
        return ("", "") if first and last and first > last else (first, last)

    def codes(self, iri: str) -> dict[str, Scalar]:
        """Give the codes by which other data know a thing."""
        found: dict[str, Scalar] = {}
        for predicate, column in CODES.items():
            for value in self.values[predicate].get(iri, ())[:1]:
                found[column] = int(value) if column in NUMBERS else value
        return found


def read_types(world: World) -> dict[str, frozenset[str]]:
    """Give the classes of this ontology that each individual is of, inferred ones too."""
    found: dict[str, set[str]] = defaultdict(set)
    own = f"FILTER({of('s')} && STRSTARTS(STR(?c), '{NS}'))"
    for node, kind in rows(world, f"SELECT ?s ?c {{ ?s a ?c {own} }}"):
        found[node].add(kind.removeprefix(NS))
    return {node: frozenset(kinds) for node, kinds in found.items()}


def wider_classes(world: World) -> dict[str, frozenset[str]]:
    """Give for each class of this ontology those above it."""
    above: dict[str, set[str]] = defaultdict(set)
    own = f"FILTER(STRSTARTS(STR(?a), '{NS}') && STRSTARTS(STR(?b), '{NS}') && ?a != ?b)"
    for one, other in rows(world, f"SELECT ?a ?b {{ ?a rdfs:subClassOf+ ?b {own} }}"):
        above[one.removeprefix(NS)].add(other.removeprefix(NS))
    return {kind: frozenset(kinds) for kind, kinds in above.items()}


def narrowest(
    types: Mapping[str, frozenset[str]], above: Mapping[str, frozenset[str]]
) -> dict[str, str]:
    """Give the narrowest class of each individual, the first by name where there are several."""
    found: dict[str, str] = {}
    for node, kinds in types.items():
        wider = frozenset[str]().union(*(above.get(kind, frozenset()) for kind in kinds))
        found[node] = min(kinds - wider or kinds)
    return found


def read_values(world: World, predicates: Iterable[str]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Give the texts that each individual has by some properties of this ontology, sorted."""
    found: dict[str, dict[str, tuple[str, ...]]] = {p: {} for p in predicates}
    names = " ".join(f"jn:{p}" for p in found)
    query = f"SELECT ?s ?p ?o {{ VALUES ?p {{ {names} }} ?s ?p ?o FILTER({of('s')}) }}"
    for node, predicate, value in sorted(rows(world, query)):
        held = found[predicate.removeprefix(NS)]
        held[node] = (*held.get(node, ()), value)
    return found


def read_summaries(world: World) -> dict[str, dict[str, str]]:
    """Give the summary of each individual in each language, as a column for each."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    query = f"SELECT ?s ?l ?o {{ ?s jn:summary ?o BIND(LANG(?o) AS ?l) FILTER({of('s')}) }}"
    for node, language, value in sorted(rows(world, query)):
        if language in LANGUAGES:
            found[node].setdefault(f"summary_{language}", value)
    return found


def opening(value: str) -> str:
    """Give the first day of a day, month or year."""
    return {4: f"{value}-01-01", 7: f"{value}-01", 10: value}.get(len(value), "")


def closing(value: str) -> str:
    """Give the last day of a day, month or year."""
    if len(value) == 7:
        return f"{value}-{monthrange(int(value[:4]), int(value[5:]))[1]:02}"
    return {4: f"{value}-12-31", 10: value}.get(len(value), "")


def slug(iri: str) -> str:
    """Give the id of a node: what stands behind the namespace; a prefixed name elsewhere."""
    if iri.startswith((ID, NS)):
        return iri.removeprefix(ID).removeprefix(NS)
    return shorten(iri)
