"""Gather what a world says of a node, and what each claim stands on.

A World, a node and a language come in; a Card goes out. A claim is a block: the triples about one
node in one named graph, which stand together on the same evidence or ground. Everything is named
in the reader's language; a text that is given in several languages is given in that one alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from jnkg.card import (
    STATUSES,
    Basis,
    Card,
    Claim,
    Clause,
    Conflict,
    Gap,
    Ground,
    Line,
    Mention,
    Name,
    Value,
    Version,
)
from jnkg.names import CATALOGUE, INFERRED, LANGUAGES, NS, PREFIXES, RDF_TYPE, RDFS_LABEL, shorten
from jnkg.render import TRUTH
from jnkg.store import World
from jnkg.turtle import natural

DCTERMS, OA, SKOS, XSD = (PREFIXES[p] for p in ("dcterms", "oa", "skos", "xsd"))
NAMES = (SKOS + "altLabel", NS + "kanaReading")
IDENTIFIERS = (NS + "alpha2Code", NS + "alpha3Code", NS + "wikidataId")
ASIDE = (
    *(RDF_TYPE, RDFS_LABEL, SKOS + "hiddenLabel", *NAMES, *IDENTIFIERS),
    *(NS + n for n in ("hasEvidence", "hasGround", "selectorDigest", "textDigest")),
    *(NS + n for n in ("textEnd", "textStart")),
)
"""What a card shows at its head, as a basis, or not at all."""
GAPS = ("NotPrinted", "SearchRecord", "NotCovered")
HOPS = {NS + "inPassage": NS + "hasEvidence", NS + "hasPremise": NS + "hasGround"}
"""Through evidence and grounds, a card leads on to the claims that stand on them."""

Node = ox.NamedNode
Graph = ox.NamedNode | ox.DefaultGraph
DEFAULT = ox.DefaultGraph()


class Reader:
    """One world, read in one language."""

    def __init__(self, world: World, language: str) -> None:
        self.world = world
        self.language = language
        self.labels = world.labels(language)

    def name(self, node: Node) -> Name:
        """Name a node: its label, else its short name; an address of the web as it is."""
        short = shorten(node.value)
        plain = node.value if short.startswith("<") else short
        return Name(node.value, self.labels.get(node.value) or plain)

    def quads(
        self, subject: Node | None, predicate: str, value: Node | None, graph: Graph | None
    ) -> list[ox.Quad]:
        """Give matching quads in the natural order of subject, predicate and object."""
        sought = ox.NamedNode(predicate) if predicate else None
        found = self.world.store.quads_for_pattern(subject, sought, value, graph)
        return sorted(found, key=lambda q: [natural(str(term)) for term in q])

    def nodes(self, subject: Node, predicate: str, graph: Graph | None = DEFAULT) -> list[Node]:
        """Give the nodes that a predicate leads to, each once."""
        found = (q.object for q in self.quads(subject, predicate, None, graph))
        return list(dict.fromkeys(o for o in found if isinstance(o, ox.NamedNode)))

    def names(self, subject: Node, predicate: str) -> tuple[Name, ...]:
        """Name the nodes that a predicate leads to."""
        return tuple(self.name(node) for node in self.nodes(subject, predicate))

    def literals(self, terms: Iterable[object]) -> list[ox.Literal]:
        """Keep literals; of those with a language the reader's, where there are any."""
        literals = [t for t in terms if isinstance(t, ox.Literal)]
        own = [t for t in literals if t.language in (None, self.language)]
        return own or literals

    def text(self, subject: Node, predicate: str, graph: Graph | None = DEFAULT) -> str:
        """Give the first text that a predicate leads to, empty where there is none."""
        found = self.literals(q.object for q in self.quads(subject, predicate, None, graph))
        return found[0].value if found else ""

    def value(self, term: object, is_set_aside: bool = False) -> Value:
        """Give a term as a reader sees it."""
        if isinstance(term, ox.NamedNode):
            return Value(self.name(term).label, term.value, "", is_set_aside)
        if not isinstance(term, ox.Literal):
            return Value(str(term), "", "", is_set_aside)
        plain = term.value
        if term.datatype.value == XSD + "boolean":
            plain = TRUTH[self.language].get(plain, plain)
        return Value(plain, "", term.language or "", is_set_aside)

    def status(self, graph: Node) -> str:
        """Give the status of a named graph, as the catalogue has it."""
        found = self.nodes(graph, NS + "status", ox.NamedNode(CATALOGUE))
        return found[0].value.removeprefix(NS).lower() if found else "vocabulary"

    def kinds(self, node: Node) -> tuple[Name, ...]:
        """Name the classes that a node is said to be of, without those that follow from them."""
        quads = self.quads(node, RDF_TYPE, None, None)
        said = [q.object for q in quads if is_said(q.graph_name)]
        return tuple(self.name(k) for k in dict.fromkeys(said) if isinstance(k, ox.NamedNode))

    def basis(self, subject: Node, graph: Node) -> Basis:
        """Say what the triples about a node in a graph stand on."""
        status = self.status(graph)
        if not is_said(graph):
            return Basis("inferred", graph.value, weakest=status)
        documents = self.nodes(graph, DCTERMS + "source", ox.NamedNode(CATALOGUE))
        clauses = tuple(
            Clause(self.name(passage), self.text(evidence, OA + "exact"))
            for evidence in self.nodes(subject, NS + "hasEvidence", graph)
            for passage in self.nodes(evidence, NS + "inPassage")
        )
        grounds = self.nodes(subject, NS + "hasGround", graph)
        return Basis(
            status,
            graph.value,
            self.name(documents[0]) if documents else None,
            clauses,
            tuple(self.ground(g) for g in grounds),
        )

    def ground(self, node: Node) -> Ground:
        """Give one derivation or reading."""
        return Ground(
            next(iter(self.names(node, NS + "byRule")), None),
            self.text(node, NS + "reason"),
            next((n.label for n in self.names(node, NS + "confidence")), ""),
            self.names(node, NS + "hasPremise"),
        )


def is_said(graph: object) -> bool:
    """Tell whether a graph is a named one that holds what somebody wrote."""
    return isinstance(graph, ox.NamedNode) and not graph.value.startswith(INFERRED)


def card(world: World, node: Node, language: str) -> Card:
    """Gather all that a world says of a node, named in a language (en or ja)."""
    reader = Reader(world, language)
    mentions = tuple(find_mentions(reader, node))
    terms = [(p, [q.object for q in reader.quads(node, p, None, DEFAULT)]) for p in IDENTIFIERS]
    names = [q.object for p in NAMES for q in reader.quads(node, p, None, DEFAULT)]
    return Card(
        reader.name(node),
        {tag: Reader(world, tag).name(node).label for tag in LANGUAGES},
        reader.kinds(node),
        tuple(reader.value(name) for name in names),
        tuple(
            Line(reader.name(ox.NamedNode(p)), tuple(reader.value(t) for t in values))
            for p, values in terms
            if values
        ),
        tuple(find_claims(reader, node)),
        mentions,
        tuple(find_gaps(reader, node, mentions)),
        tuple(find_conflicts(reader, node)),
    )


def find_claims(reader: Reader, node: Node) -> Iterator[Claim]:
    """Yield the blocks about a node, strongest status first, then by graph."""
    blocks: dict[Node, list[ox.Quad]] = {}
    for quad in reader.quads(node, "", None, None):
        if quad.predicate.value in ASIDE or is_turned_round(reader, quad):
            continue
        if isinstance(quad.graph_name, ox.NamedNode):
            blocks.setdefault(quad.graph_name, []).append(quad)
    bases = {graph: reader.basis(node, graph) for graph in blocks}
    for graph in sorted(blocks, key=lambda g: (STATUSES.index(bases[g].status), g.value)):
        yield Claim(bases[graph], tuple(find_lines(reader, blocks[graph])))


def is_turned_round(reader: Reader, quad: ox.Quad) -> bool:
    """Tell whether a triple only says the other way round what another one says, a mention."""
    if is_said(quad.graph_name) or not isinstance(quad.object, ox.NamedNode):
        return False
    store, inverse = reader.world.store, ox.NamedNode(PREFIXES["owl"] + "inverseOf")
    others = [q.object for q in store.quads_for_pattern(quad.predicate, inverse, None, DEFAULT)]
    named = (other for other in others if isinstance(other, ox.NamedNode))
    return any(ox.Quad(quad.object, other, quad.subject) in store for other in named)


def find_lines(reader: Reader, quads: Iterable[ox.Quad]) -> Iterator[Line]:
    """Yield the properties of a block with their values."""
    by_property: dict[Node, list[ox.Quad]] = {}
    for quad in quads:
        by_property.setdefault(quad.predicate, []).append(quad)
    for predicate, members in by_property.items():
        kept = reader.literals(q.object for q in members)
        shown = [q for q in members if not isinstance(q.object, ox.Literal) or q.object in kept]
        aside = [ox.Quad(*q.triple) not in reader.world.store for q in shown]
        values = [reader.value(q.object, out) for q, out in zip(shown, aside, strict=True)]
        yield Line(reader.name(predicate), tuple(values))


def find_mentions(reader: Reader, node: Node) -> Iterator[Mention]:
    """Yield the claims that point at a node, through evidence and grounds where need be."""
    seen: set[tuple[Node, Node, Node]] = set()
    for quad in reader.quads(None, "", node, None):
        if is_gap_about(reader, quad):
            continue
        for subject, graph in claims_behind(reader, quad):
            if (quad.predicate, subject, graph) in seen:
                continue
            seen.add((quad.predicate, subject, graph))
            kinds = reader.kinds(subject)
            yield Mention(
                reader.name(quad.predicate),
                reader.name(subject),
                kinds[0].label if kinds else "",
                reader.basis(subject, graph),
            )


def claims_behind(reader: Reader, quad: ox.Quad) -> Iterator[tuple[Node, Node]]:
    """Yield the claim that a quad belongs to, or those that stand on its evidence or ground."""
    hop = HOPS.get(quad.predicate.value)
    subject, graph = quad.subject, quad.graph_name
    if not isinstance(subject, ox.NamedNode) or not isinstance(graph, ox.NamedNode):
        return
    if graph.value == CATALOGUE or not is_said(graph):
        return
    behind = reader.quads(None, hop, subject, graph) if hop else []
    for q in behind or [quad]:
        if isinstance(q.subject, ox.NamedNode):
            yield q.subject, graph


def is_gap_about(reader: Reader, quad: ox.Quad) -> bool:
    """Tell whether a triple leads from a gap or conflict to what it is about."""
    if quad.predicate.value == NS + "onNode":
        return True
    return quad.predicate.value == NS + "isAbout" and is_gap(reader, quad.subject)


def is_gap(reader: Reader, node: object) -> bool:
    """Tell whether a node is a gap."""
    kinds = reader.nodes(node, RDF_TYPE) if isinstance(node, ox.NamedNode) else []
    return any(kind.value.removeprefix(NS) in GAPS for kind in kinds)


def find_gaps(reader: Reader, node: Node, mentions: Iterable[Mention]) -> Iterator[Gap]:
    """Yield the gaps about a node and about the claims that point at it."""
    claims = [m.subject.iri for m in mentions if m.basis.status != "identity"]
    for about in dict.fromkeys([node.value, *claims]):
        for quad in reader.quads(None, NS + "isAbout", ox.NamedNode(about), DEFAULT):
            if isinstance(quad.subject, ox.NamedNode) and is_gap(reader, quad.subject):
                gap = quad.subject
                documents = reader.names(gap, NS + "inDocument")
                yield Gap(
                    reader.name(gap),
                    reader.kinds(gap)[0].label,
                    reader.name(ox.NamedNode(about)),
                    reader.text(gap, NS + "summary"),
                    documents[0] if documents else None,
                )


def find_conflicts(reader: Reader, node: Node) -> Iterator[Conflict]:
    """Yield the conflicts about a node with their versions, and why one is preferred."""
    for quad in reader.quads(None, NS + "onNode", node, DEFAULT):
        conflict = quad.subject
        if not isinstance(conflict, ox.NamedNode):
            continue
        preferences = [
            q.subject
            for q in reader.quads(None, NS + "resolvesConflict", conflict, DEFAULT)
            if isinstance(q.subject, ox.NamedNode)
        ]
        aside = {v for p in preferences for v in reader.nodes(p, NS + "setsAside")}
        grounds = [g for p in preferences for g in reader.nodes(p, NS + "hasGround")]
        yield Conflict(
            reader.name(conflict),
            reader.names(conflict, NS + "onProperty"),
            reader.text(conflict, NS + "summary"),
            tuple(
                Version(
                    reader.text(version, NS + "printedValue"),
                    next(iter(reader.names(version, NS + "inDocument")), None),
                    version in aside,
                )
                for version in reader.nodes(conflict, NS + "hasVersion")
            ),
            next((r for g in grounds if (r := reader.text(g, NS + "reason"))), ""),
        )
