"""Describe the dataset as VoID does: how much of what it holds, and where it is to be had.

A World, the address of the server and the switches that chose the world come in, triples go out.
Where files are described instead of a server, the address is that of their folder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from jnkg.describing.blocks import DATASET, PROJECT, Given, block, day, name, text
from jnkg.describing.census import OURS, Census, count, iri, rows
from jnkg.describing.edition import ABSTRACT, MAKER, ONTOLOGY, TITLE, dataset_iri, edition
from jnkg.describing.service import said_of
from jnkg.names import CATALOGUE, GRAPH, ID, NS, shorten
from jnkg.store import World

PARTS: Mapping[str, tuple[str, str, str]] = {
    "Identity": ("identity", "Who and what exists", "誰・何が存在するか（同定）"),
    "Stated": ("stated", "What documents state", "文書の記述"),
    "Derived": ("derived", "What follows from it by a named rule", "規則による導出"),
    "Interpreted": ("interpreted", "What editors read into it", "編者の解釈"),
    "Vocabulary": ("vocabulary", "The ontology", "オントロジー"),
    "Inferred": ("inferred", "What the reasoner concluded", "推論された結論"),
}
"""The part of an IRI and the title (en, ja) of each subset, by status."""
KINDS = ("Document", "Instrument", "Event", "Person", "State", "Area", "Commitment", "LineageLink")
"""The classes of which an example is given, where the world has them."""
SERVED = ("formats:Turtle", "formats:JSON-LD", "formats:N-Triples", "formats:TriG",
          "formats:RDF_XML")  # fmt: skip


def void(world: World, address: str, switches: Mapping[str, str]) -> list[ox.Triple]:
    """Describe a world; `address` is that of the server, without a slash at the end."""
    whole = dataset_iri(switches)
    served: dict[str, Given] = {
        "foaf:homepage": f"{address}/",
        "void:sparqlEndpoint": f"{address}/sparql",
        "void:feature": SERVED,
    }
    triples = dataset(world, whole, served)
    triples += document(world, whole, f"{address}/void{whole.removeprefix(DATASET)}")
    return triples + parts(world, whole, graphs_at(world, address))


def void_of_files(
    world: World, folder: str, switches: Mapping[str, str], dumps: Sequence[str]
) -> list[ox.Triple]:
    """Describe a world that lies in files; `dumps` are the addresses of those that hold all of it.

    `folder` is the address of the folder in which the description lies, without a slash at the end.
    """
    whole = dataset_iri(switches)
    triples = dataset(world, whole, {"void:dataDump": list(dumps)})
    triples += document(world, whole, f"{folder}/void.ttl")
    return triples + parts(world, whole, {})


def parts(world: World, whole: str, dumps: Mapping[str, Sequence[str]]) -> list[ox.Triple]:
    """Describe the parts of a dataset, and its maker; `dumps` are those of the parts, by status."""
    census = count(world)
    triples = subsets(world, whole, dumps)
    triples += partitions(census, whole)
    triples += linksets(census, whole)
    return triples + block(PROJECT, ["foaf:Agent"], {"foaf:name": MAKER})


def dataset(world: World, whole: str, ways: Mapping[str, Given]) -> list[ox.Triple]:
    """Describe the dataset as a whole; `ways` says where it is to be had."""
    census = count(world)
    found = edition(world)
    said: dict[str, Given] = {
        "dcterms:title": TITLE,
        "dcterms:description": ABSTRACT,
        "dcterms:creator": PROJECT,
        "dcterms:publisher": PROJECT,
        "dcterms:license": found.license,
        "dcterms:issued": day(found.issued) if found.issued else None,
        "dcterms:modified": day(found.modified) if found.modified else None,
        "dcterms:isVersionOf": DATASET if whole != DATASET else None,
        "owl:versionInfo": text(found.version) if found.version else None,
        **said_of(census.whole),
        "void:uriSpace": text(ID),
        "void:exampleResource": examples(world),
        "void:rootResource": [CATALOGUE, ONTOLOGY],
        **ways,
        "void:vocabulary": census.vocabularies(),
        "void:subset": [
            *(f"{whole}#{PARTS[status][0]}" for status in census.subsets),
            *(linkset_iri(whole, *key) for key in census.links),
        ],
        "void:classPartition": [partition_iri(whole, "class", c) for c in census.classes],
        "void:propertyPartition": [partition_iri(whole, "property", p) for p in census.properties],
    }
    return block(whole, ["void:Dataset"], said)


def document(world: World, whole: str, place: str) -> list[ox.Triple]:
    """Describe the description, which lies at a place."""
    modified = edition(world).modified
    said: dict[str, Given] = {
        "dcterms:title": {
            "en": f"VoID description of the {TITLE['en']}",
            "ja": f"{TITLE['ja']}のVoID記述",
        },
        "dcterms:creator": PROJECT,
        "dcterms:modified": day(modified) if modified else None,
        "foaf:primaryTopic": whole,
    }
    return block(place, ["void:DatasetDescription"], said)


def graphs_at(world: World, address: str) -> dict[str, list[str]]:
    """Give the documents of the named graphs on a server, by status: together the dump of each."""
    graphs = graphs_by_status(world)
    return {part: [f"{address}/graph/{g}.ttl" for g in names] for part, names in graphs.items()}


def subsets(world: World, whole: str, dumps: Mapping[str, Sequence[str]]) -> list[ox.Triple]:
    """Describe the part of each status, with the documents that together are its dump."""
    triples: list[ox.Triple] = []
    for status, figures in count(world).subsets.items():
        part, en, ja = PARTS[status]
        said: dict[str, Given] = {
            "dcterms:title": {"en": en, "ja": ja},
            "dcterms:subject": None if status == "Inferred" else NS + status,
            **said_of(figures),
            "void:dataDump": dumps.get(status, ()),
        }
        triples += block(f"{whole}#{part}", ["void:Dataset"], said)
    return triples


def graphs_by_status(world: World) -> dict[str, list[str]]:
    """Give the names of the graphs of each status, what was concluded apart from it."""
    query = f"""SELECT ?g ?status ?concluded WHERE {{ GRAPH <{CATALOGUE}> {{
    ?g jn:status ?status OPTIONAL {{ ?g jn:isInferred ?concluded }} }} }} ORDER BY ?g"""
    found: dict[str, list[str]] = {}
    for graph, status, concluded in rows(world, query):
        is_concluded = isinstance(concluded, ox.Literal) and concluded.value == "true"
        part = "Inferred" if is_concluded else iri(status).removeprefix(NS)
        found.setdefault(part, []).append(iri(graph).removeprefix(GRAPH))
    return found


def partitions(census: Census, whole: str) -> list[ox.Triple]:
    """Describe the part of each class and of each property."""
    triples: list[ox.Triple] = []
    for kind, entities in census.classes.items():
        said: dict[str, Given] = {"void:class": name(kind), "void:entities": entities}
        triples += block(partition_iri(whole, "class", kind), ["void:Dataset"], said)
    for property_, use in census.properties.items():
        said = {
            "void:property": name(property_),
            "void:triples": use.triples,
            "void:distinctSubjects": use.subjects,
            "void:distinctObjects": use.objects,
        }
        triples += block(partition_iri(whole, "property", property_), ["void:Dataset"], said)
    return triples


def partition_iri(whole: str, what: str, term: str) -> str:
    """Name the part of a class or of a property, after it."""
    return f"{whole}#{what}-{slug(shorten(term))}"


def slug(words: str) -> str:
    """Give words as the part of an IRI behind its #."""
    return re.sub(r"[^\w.]+", "-", words, flags=re.ASCII).strip("-")


def linksets(census: Census, whole: str) -> list[ox.Triple]:
    """Describe the links to the nodes of others."""
    triples: list[ox.Triple] = []
    for (predicate, target), size in census.links.items():
        said: dict[str, Given] = {
            "void:linkPredicate": name(predicate),
            "void:subjectsTarget": whole,
            "void:objectsTarget": name(target),
            "void:triples": size,
        }
        triples += block(linkset_iri(whole, predicate, target), ["void:Linkset"], said)
    return triples


def linkset_iri(whole: str, predicate: str, target: str) -> str:
    """Name the links of a predicate into a namespace."""
    space = shorten(target).removesuffix(":")
    return f"{whole}#links-{slug(shorten(predicate))}-{slug(space)}"


def examples(world: World) -> list[str]:
    """Give the node of each kind of which most is said; of those alike, the first by its IRI."""
    kinds = " ".join(f"jn:{kind}" for kind in KINDS)
    query = f"""SELECT ?kind ?s (COUNT(*) AS ?n) WHERE {{ VALUES ?kind {{ {kinds} }}
    ?s a ?kind ; ?p ?o . FILTER(STRSTARTS(STR(?s), "{OURS}")) }}
    GROUP BY ?kind ?s ORDER BY DESC(?n) ?s"""
    best: dict[str, str] = {}
    for kind, node, _ in rows(world, query):
        best.setdefault(iri(kind), iri(node))
    return list(dict.fromkeys(best[NS + kind] for kind in KINDS if NS + kind in best))
