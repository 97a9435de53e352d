"""Describe one node: its claims with what they stand on, and what points at it.

A World and a node come in, a Description goes out. It holds

- the node's own triples, lists included;
- in full: its evidence with the passages, its grounds (derivations, readings);
- the triples that point at it, and for each of these claims its evidence, passage and ground;
- the catalogue's entry (status, document, day) of every graph that any of this stands in;
- the labels, in both languages, of every node that is named.

Which triple stands in which graph is in the quads, for TriG and CSV. Turtle, N-Triples, RDF/XML
and JSON-LD cannot say it: there a graph points by `foaf:topic` at the node, and at each pointing
node that it makes a claim of, beside its status and its document; the claims lead to their
passages through `jn:hasEvidence`. What a preference sets aside is in the quads alone, as in the
world itself. The default graph of the TriG form is, triple by triple, what the other forms hold.

No more than MOST pointing triples are told. Where there are more, the node leads by `rdfs:seeAlso`
to a query for all of them, of which it is said how many it gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

import pyoxigraph as ox

from jnkg.linked.description import Description
from jnkg.linked.reads import (
    IN_PASSAGE,
    IS_BASED,
    among,
    number,
    quads,
    subjects,
    targets,
    triples,
)
from jnkg.names import CATALOGUE, LANGUAGES, NS, PREFIXES, RDFS_LABEL
from jnkg.store import World

MOST = 300
"""As many triples that point at a node are told."""
Node = ox.NamedNode
LABEL = Node(RDFS_LABEL)
TOPIC = Node(PREFIXES["foaf"] + "topic")
SEE_ALSO = Node(PREFIXES["rdfs"] + "seeAlso")
VOID = "http://rdfs.org/ns/void#"
LEADS_ON = (IN_PASSAGE, Node(NS + "hasPremise"))
"""Through these an evidence or ground points at a node; what stands on it is told as well."""
WITHIN = "|".join(
    f"<{PREFIXES[prefix]}{name}>"
    for prefix, names in {
        "rdf": ("rest", "first"),
        "owl": ("unionOf", "intersectionOf", "complementOf", "oneOf"),
    }.items()
    for name in names
)
"""What leads from one blank node of an expression to the next."""
REST = {
    "en": "All {all} triples that point here; {told} of them are told in this description",
    "ja": "ここを指すトリプルの全体（{all}件、うち{told}件を本記述に掲載）",
}


def describe(world: World, node: ox.NamedNode, queries: str = "") -> Description:
    """Describe a node of a world; `queries` is an address that a query can be put behind."""
    block = block_of(node)
    own = quads(world, block)
    if any(isinstance(q.object, ox.BlankNode) for q in own):
        block = f"{{ {block} }} UNION {{ {expressions_of(node)} }}"
        own = quads(world, block)
    based = full_blocks(world, own)
    told, total = find_pointing(world, node)
    bases = find_bases(world, told, node)
    core = tuple(dict.fromkeys([node, *subjects(based)]))
    named = [*own, *based, *told, *bases]
    weighed = {*own, *based, *told}
    named += catalogue_entries(world, named)
    united = {
        **dict.fromkeys(triples(world, block)),
        **dict.fromkeys(triples(world, f"{among('s', core[1:])} ?s ?p ?o")),
        **dict.fromkeys(pointing_triples(world, node)),
        **dict.fromkeys(q.triple for q in named if q not in weighed),
        **dict.fromkeys(topics([*own, *told])),
    }
    if total > len({q.triple for q in told}):
        united |= dict.fromkeys(rest_of(node, total, queries))
    united |= dict.fromkeys(labels_of(world, united))
    return Description(
        node,
        tuple(united),
        tuple(dict.fromkeys(named)),
        tuple(q for q in (*own, *told) if is_claim(q)),
        core,
        frozenset(subjects([*told, *bases])) - frozenset(core),
    )


def block_of(node: ox.NamedNode) -> str:
    """Give the pattern of what is said of a node."""
    return f"VALUES ?s {{ {node} }} ?s ?p ?o"


def expressions_of(node: ox.NamedNode) -> str:
    """Give the pattern of the lists and class expressions below a node, which have no names."""
    return (
        f"{node} ?link ?head . FILTER(isBlank(?head)) "
        f"?head ({WITHIN})* ?s . FILTER(isBlank(?s)) ?s ?p ?o"
    )


def full_blocks(world: World, own: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Give what is said of the evidence and the grounds of claims, and of their passages."""
    claims = list(own)
    bases = targets(claims, *IS_BASED)
    found = quads(world, "?s ?p ?o", among("s", bases)) if bases else []
    passages = targets([*claims, *found], IN_PASSAGE)
    return found + (quads(world, "?s ?p ?o", among("s", passages)) if passages else [])


def pointing(node: ox.NamedNode) -> str:
    """Give the pattern of the first pairs of subject and property that point at a node."""
    return (
        f"{{ SELECT DISTINCT ?s ?p WHERE {{ GRAPH ?any {{ ?s ?p {node} }} }} "
        f"ORDER BY ?p ?s LIMIT {MOST} }}"
    )


def find_pointing(world: World, node: ox.NamedNode) -> tuple[list[ox.Quad], int]:
    """Give the quads that point at a node, MOST triples at the most, and how many there are."""
    pairs = f"SELECT DISTINCT ?s ?p WHERE {{ GRAPH ?any {{ ?s ?p {node} }} }}"
    total = number(world, f"SELECT (COUNT(*) AS ?n) WHERE {{ {{ {pairs} }} }}")
    bound = f"VALUES ?o {{ {node} }}"
    return quads(world, f"?s ?p {node}", f"{bound} {pointing(node)}") if total else [], total


def pointing_triples(world: World, node: ox.NamedNode) -> list[ox.Triple]:
    """Give those of the pointing triples that are in the world's default graph."""
    return triples(world, f"VALUES ?o {{ {node} }} {pointing(node)} ?s ?p {node}")


def find_bases(world: World, told: Iterable[ox.Quad], node: ox.NamedNode) -> list[ox.Quad]:
    """Give what leads from pointing claims to their passages and grounds, and back from these."""
    claims = list(told)
    if not claims:
        return []
    places = {(q.subject, q.graph_name) for q in claims if q.subject != node}
    through = [q.subject for q in claims if q.predicate in LEADS_ON]
    standing = (
        quads(world, "?s ?p ?o", among("o", through) + among("p", IS_BASED)) if through else []
    )
    around = among("s", subjects(claims)) + among("p", IS_BASED)
    links = [q for q in quads(world, "?s ?p ?o", around) if (q.subject, q.graph_name) in places]
    evidence = among("s", targets(links, IS_BASED[0])) + among("p", [IN_PASSAGE])
    return [*standing, *links, *quads(world, "?s ?p ?o", evidence)]


def graphs_of(found: Iterable[ox.Quad]) -> list[ox.NamedNode]:
    """Give the named graphs of quads, each once, without the catalogue."""
    names = dict.fromkeys(q.graph_name for q in found)
    return [g for g in names if isinstance(g, ox.NamedNode) and g.value != CATALOGUE]


def catalogue_entries(world: World, found: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Give what the catalogue says of the graphs of quads."""
    around = f"VALUES ?g {{ <{CATALOGUE}> }} {among('s', graphs_of(found))}"
    return quads(world, "?s ?p ?o", around)


def topics(found: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """Yield what leads from a graph to each node that it makes a claim of."""
    for quad in found:
        graph, subject = quad.graph_name, quad.subject
        if is_claim(quad) and isinstance(graph, ox.NamedNode) and isinstance(subject, ox.NamedNode):
            yield ox.Triple(graph, TOPIC, subject)


def rest_of(node: ox.NamedNode, total: int, queries: str) -> Iterator[ox.Triple]:
    """Say how many triples point at a node, and where all of them are to be had."""
    query = f"CONSTRUCT {{ ?s ?p {node} }} WHERE {{ GRAPH ?g {{ ?s ?p {node} }} }}"
    place = Node(queries + quote(query, safe=""))
    yield ox.Triple(node, SEE_ALSO, place)
    count = ox.Literal(str(total), datatype=Node(PREFIXES["xsd"] + "integer"))
    yield ox.Triple(place, Node(VOID + "triples"), count)
    for language, words in REST.items():
        text = words.format(all=total, told=MOST)
        yield ox.Triple(place, LABEL, ox.Literal(text, language=language))


def labels_of(world: World, found: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield a label in each language for every node that is named and has none."""
    said = list(found)
    labelled = {(t.subject, t.object.language) for t in said
                if t.predicate == LABEL and isinstance(t.object, ox.Literal)}  # fmt: skip
    terms = (term for triple in said for term in (triple.subject, triple.object))
    nodes = dict.fromkeys(term for term in terms if isinstance(term, ox.NamedNode))
    for language in LANGUAGES:
        table = world.labels(language)
        for node in nodes:
            if node.value in table and (node, language) not in labelled:
                yield ox.Triple(node, LABEL, ox.Literal(table[node.value], language=language))


def is_claim(quad: ox.Quad) -> bool:
    """Tell whether a quad claims something, rather than saying what a claim stands on."""
    return quad.graph_name != Node(CATALOGUE) and quad.predicate not in IS_BASED
