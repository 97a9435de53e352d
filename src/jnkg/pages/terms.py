"""Gather what the ontology says of its terms, and where they are used.

A World comes in; Modules of terms, or one Term with its place among the others, its uses and
examples, go out. All of it is read from the graph itself, so that it holds for any store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.answer import run
from jnkg.card import STATUSES, Basis, Name, Value
from jnkg.claims import Node, Reader
from jnkg.names import NS, PREFIXES
from jnkg.pages.catalogue import MODULE_GRAPH, TERM, module_label
from jnkg.store import World

OWL, RDFS, SKOS = (PREFIXES[p] for p in ("owl", "rdfs", "skos"))
KINDS = {
    OWL + "Class": ("class", "Classes", "クラス"),
    OWL + "ObjectProperty": ("object", "Properties between nodes", "ノード間のプロパティ"),
    OWL + "DatatypeProperty": ("datatype", "Properties with plain values", "値をもつプロパティ"),
    OWL + "AnnotationProperty": ("annotation", "Annotations", "注釈プロパティ"),
    OWL + "NamedIndividual": ("value", "Values", "定義済みの値"),
}
"""The kinds of terms: short name, heading in English and Japanese."""
PLACES = {
    RDFS + "subClassOf": ("is a kind of", "上位のクラス"),
    RDFS + "subPropertyOf": ("is a narrower form of", "上位のプロパティ"),
    RDFS + "domain": ("leads from", "起点"),
    RDFS + "range": ("leads to", "終点"),
    OWL + "inverseOf": ("says the other way round", "逆のプロパティ"),
    OWL + "disjointWith": ("is never also", "互いに素"),
    OWL + "equivalentClass": ("means the same as", "同値"),
    OWL + "equivalentProperty": ("means the same as", "同値"),
    SKOS + "exactMatch": ("means the same as", "同義"),
    SKOS + "closeMatch": ("is close to", "近い意味"),
    SKOS + "broadMatch": ("is narrower than", "より広い語"),
    SKOS + "narrowMatch": ("is broader than", "より狭い語"),
    SKOS + "relatedMatch": ("is related to", "関連"),
}
"""What places a term among others: the words of the page, in English and Japanese."""
TYPES = {
    OWL + "TransitiveProperty": ("transitive", "推移的"),
    OWL + "SymmetricProperty": ("symmetric", "対称的"),
    OWL + "FunctionalProperty": ("functional", "関数的"),
}
NOTES = (SKOS + "scopeNote", SKOS + "editorialNote", SKOS + "example")
ALL = f"""
SELECT DISTINCT ?graph ?kind ?term WHERE {{
  GRAPH ?graph {{ ?term a ?kind ; <{SKOS}definition> ?definition }}
  VALUES ?kind {{ {" ".join(f"<{kind}>" for kind in KINDS)} }}
  FILTER (STRSTARTS(STR(?graph), "{MODULE_GRAPH}") && STRSTARTS(STR(?term), "{NS}"))
}}
"""
SAID = f"""
SELECT ?graph ?predicate ?object WHERE {{
  GRAPH ?graph {{ {{term}} ?predicate ?object }}
  FILTER (STRSTARTS(STR(?graph), "{MODULE_GRAPH}"))
}}
"""
NARROWER = f"""
SELECT DISTINCT ?narrower WHERE {{
  GRAPH ?graph {{ ?narrower <{RDFS}subClassOf>|<{RDFS}subPropertyOf> {{term}} }}
  FILTER (STRSTARTS(STR(?graph), "{MODULE_GRAPH}") && STRSTARTS(STR(?narrower), "{NS}"))
}}
"""
CHAIN = f"""
PREFIX owl: <{OWL}> PREFIX rdf: <{PREFIXES["rdf"]}>
SELECT ?link (COUNT(?before) AS ?place) WHERE {{
  {{term}} owl:propertyChainAxiom ?list .
  ?list rdf:rest* ?before . ?before rdf:rest* ?item . ?item rdf:first ?link
}} GROUP BY ?list ?item ?link ORDER BY ?list ?place
"""
USES = {
    "class": "?node a {term}",
    "value": "?node ?property {term} . FILTER (?property != rdf:type)",
    "": "?node {term} ?value",
}
COUNTS = """
PREFIX jn: <{jn}> PREFIX rdf: <{rdf}>
SELECT ?key (COUNT(*) AS ?uses) WHERE {{
  {{ SELECT DISTINCT ?key ?node ?property ?value WHERE {{
    GRAPH ?graph {{ {use} }}
    ?graph jn:status ?status . FILTER (?status != jn:Vocabulary)
    OPTIONAL {{ ?graph jn:isInferred ?inferred }}
    BIND (IF(BOUND(?inferred), "inferred", LCASE(STRAFTER(STR(?status), "{jn}"))) AS ?key)
  }} }}
}} GROUP BY ?key
"""
EXAMPLES = """
PREFIX jn: <{jn}> PREFIX rdf: <{rdf}>
SELECT DISTINCT ?node ?graph ?value ?inferred ?strength WHERE {{
  GRAPH ?graph {{ {use} }}
  ?graph jn:status ?status . FILTER (?status != jn:Vocabulary)
  OPTIONAL {{ ?graph jn:isInferred ?inferred }} OPTIONAL {{ ?status jn:strength ?strength }}
}} ORDER BY BOUND(?inferred) ?strength ?graph ?node ?value LIMIT 5
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A term in a list."""

    name: Name
    short: str
    definition: str


@dataclass(frozen=True, slots=True)
class Module:
    """The terms that one file of the ontology declares, by kind."""

    name: str
    label: str
    kinds: Mapping[str, tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class Example:
    """One use of a term; `value` is None for a class."""

    node: Name
    value: Value | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its texts, its place (heading and names), its uses by status, examples."""

    name: Name
    other: str
    short: str
    kind: str
    module: Name
    definition: str
    notes: tuple[str, ...]
    types: tuple[str, ...]
    place: tuple[tuple[str, tuple[Name, ...]], ...]
    narrower: tuple[Name, ...]
    chain: tuple[Name, ...]
    uses: tuple[tuple[str, int], ...]
    examples: tuple[Example, ...]
    questions: tuple[tuple[str, str], ...]
    is_deprecated: bool


def modules_of(world: World, language: str) -> list[Module]:
    """Give all terms of our own by module and kind, in the order of their labels."""
    reader = Reader(world, language)
    found: dict[str, dict[str, list[Entry]]] = {}
    for graph, kind, node in run(world, ALL).rows:
        if isinstance(graph, Node) and isinstance(kind, Node) and isinstance(node, Node):
            module = graph.value.removeprefix(MODULE_GRAPH)
            entries = found.setdefault(module, {}).setdefault(kind.value, [])
            entries.append(
                Entry(reader.name(node), short(node), reader.text(node, SKOS + "definition"))
            )
    return [
        Module(
            name,
            module_label(world, name, language),
            {k: tuple(sorted(kinds[k], key=by_label)) for k in KINDS if k in kinds},
        )
        for name, kinds in sorted(found.items())
    ]


def by_label(entry: Entry) -> tuple[str, str]:
    """Give what a term is ordered by."""
    return (entry.name.label.casefold(), entry.short)


def short(node: Node) -> str:
    """Give the prefixed name of one of our terms."""
    return "jn:" + node.value.removeprefix(NS)


def term_of(world: World, local: str, language: str) -> Term | None:
    """Gather what there is of one term; None where the ontology does not declare it."""
    node, reader = Node(NS + local), Reader(world, language)
    said = run(world, SAID.replace("{term}", str(node))).rows
    objects: dict[str, list[object]] = {}
    for _, predicate, value in said:
        if isinstance(predicate, Node):
            objects.setdefault(predicate.value, []).append(value)
    kind = next((k for k in KINDS if Node(k) in objects.get(PREFIXES["rdf"] + "type", ())), "")
    homes = [g for g, p, _ in said if isinstance(p, Node) and p.value == SKOS + "definition"]
    if not kind or not homes or not isinstance(homes[0], Node):
        return None
    module = homes[0].value.removeprefix(MODULE_GRAPH)
    use = USES.get(KINDS[kind][0], USES[""]).replace("{term}", str(node))
    at = ("en", "ja").index(language)
    return Term(
        reader.name(node),
        Reader(world, ("ja", "en")[at]).name(node).label,
        short(node),
        kind,
        Name(module, module_label(world, module, language)),
        reader.text(node, SKOS + "definition"),
        tuple(t.value for p in NOTES for t in reader.literals(objects.get(p, ()))),
        tuple(words[at] for type_, words in TYPES.items() if holds(objects, "rdf", "type", type_)),
        tuple(place(reader, objects, at)),
        names(reader, NARROWER.replace("{term}", str(node))),
        names(reader, CHAIN.replace("{term}", str(node))),
        tuple(uses(world, use)),
        tuple(examples(reader, use)),
        tuple(asking(world, local, language)),
        OWL + "deprecated" in objects,
    )


def holds(objects: Mapping[str, list[object]], prefix: str, local: str, iri: str) -> bool:
    """Tell whether a property has a node among its values."""
    return Node(iri) in objects.get(PREFIXES[prefix] + local, ())


def place(
    reader: Reader, objects: Mapping[str, list[object]], at: int
) -> Iterator[tuple[str, tuple[Name, ...]]]:
    """Yield what places a term among others."""
    for predicate, words in PLACES.items():
        nodes = [o for o in objects.get(predicate, ()) if isinstance(o, Node)]
        if nodes:
            named = sorted((reader.name(n) for n in nodes), key=lambda n: (n.label, n.iri))
            yield words[at], tuple(named)


def names(reader: Reader, query: str) -> tuple[Name, ...]:
    """Name the nodes in the first column of an answer, in its order."""
    firsts = (row[0] for row in run(reader.world, query).rows)
    return tuple(reader.name(node) for node in firsts if isinstance(node, Node))


def uses(world: World, use: str) -> list[tuple[str, int]]:
    """Give how often a term is used, by status, strongest first; what was inferred by itself."""
    query = COUNTS.format(jn=NS, rdf=PREFIXES["rdf"], use=use)
    counts = {
        key.value: int(number.value)
        for key, number in run(world, query).rows
        if isinstance(key, ox.Literal) and isinstance(number, ox.Literal)
    }
    return [(status, counts[status]) for status in STATUSES if status in counts]


def examples(reader: Reader, use: str) -> Iterator[Example]:
    """Yield a few uses of a term, what documents say before what is read into them."""
    query = EXAMPLES.format(jn=NS, rdf=PREFIXES["rdf"], use=use)
    for node, graph, value, *_ in run(reader.world, query).rows:
        if isinstance(node, Node) and isinstance(graph, Node):
            shown = reader.value(value) if value is not None else None
            yield Example(reader.name(node), shown, reader.basis(node, graph))


def asking(world: World, local: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the stored questions (name, title) that use a term."""
    for name, entry in sorted(world.questions().items()):
        if local in TERM.findall("".join(entry["parts"])):
            yield name, entry["title"][language]
