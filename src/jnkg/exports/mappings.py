"""Write how our individuals and our terms stand to those of others, as SSSOM.

A Request comes in, two tables go out. A Wikidata item in the record of a node is one mapping; how
strongly it may be put depends on the kind of thing (KINDS), and a kind that is not listed there is
refused. The axioms of `ontology/alignment.ttl` are the other mappings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jnkg.alignments import HOME, JUSTIFICATION, RELATIONS
from jnkg.alignments import sssom as alignment_table
from jnkg.dataset import Dataset, read_files
from jnkg.describing.blocks import DATASET
from jnkg.errors import JnkgError
from jnkg.exports.colophon import Colophon, colophon
from jnkg.exports.request import Count, Output, Request
from jnkg.linked.reads import rows
from jnkg.names import BASE, ID, NS, PREFIXES, graph_iri, shorten
from jnkg.store import World

MEDIA_TYPE = "text/tab-separated-values"
EXACT, CLOSE = "skos:exactMatch", "skos:closeMatch"
KINDS: Mapping[str, str] = {
    "State": EXACT,
    "InternationalOrganization": EXACT,
    "Body": EXACT,
    "Unit": EXACT,
    "GroupOfPartners": EXACT,
    "Coalition": EXACT,
    "Outlet": EXACT,
    "Person": EXACT,
    "Post": EXACT,
    "Place": EXACT,
    "Ship": EXACT,
    "Event": EXACT,
    "Instrument": EXACT,
    "Document": EXACT,
    "Area": CLOSE,
    "Theme": CLOSE,
}
"""What may be said of a node with a Wikidata item, by its kind: the same thing, or no more than a
close one. An area is as one instrument formulates it, a theme is the editors': no item is that."""
WIKIDATA = "http://www.wikidata.org/entity/"
NAMED = "owl named individual"
COLUMNS = ("subject_id", "subject_label", "subject_category", "predicate_id", "object_id",
           "mapping_justification", "author_label", "subject_type", "object_type",
           "object_source")  # fmt: skip
JAPANESE = "ext_subject_label_ja"
HEADER = """\
#sssom_version: "1.1"
#mapping_set_id: {iri}#wikidata
#mapping_set_version: "{version}"
#mapping_set_title: {title}, individuals in Wikidata
#mapping_set_description: "{world}"
#creator_label:
#  - {maker}
#license: {licence}
#publication_date: "{date}"
{extension}#curie_map:
#  jn: {jn}
#  jnd: {jnd}
#  owl: {owl}
#  rdfs: {rdfs}
#  semapv: https://w3id.org/semapv/vocab/
#  skos: {skos}
#  wd: {wd}
#  xsd: {xsd}
"""
EXTENSION = """\
#extension_definitions:
#  - slot_name: ext_subject_label_ja
#    property: rdfs:label
#    type_hint: xsd:string
"""
ITEMS = f"""SELECT DISTINCT ?node ?item ?kind WHERE {{ ?node <{NS}wikidataId> ?item .
  OPTIONAL {{ ?node a ?kind . VALUES ?kind {{ {" ".join(f"<{NS}{k}>" for k in KINDS)} }} }} }}"""
NODES = f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ GRAPH ?g {{ ?s <{NS}wikidataId> ?o }} }}"
OBJECTS = f"SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE {{ GRAPH ?g {{ ?s <{NS}wikidataId> ?o }} }}"
ALIGNED = f"""SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph_iri(HOME)}> {{ ?s ?p ?o
  VALUES ?p {{ {" ".join(f"<{p}>" for p in RELATIONS)} }} FILTER(isIRI(?o))
  FILTER(STRSTARTS(STR(?s), "{NS}") && !STRSTARTS(STR(?o), "{BASE}")) }} }}"""
ABOUT = {
    "individuals": {
        "en": "which Wikidata item is which of our individuals (SSSOM)",
        "ja": "個体とウィキデータ項目の対応（SSSOM）",
    },
    "ontology": {
        "en": "how our terms stand to those of other ontologies (SSSOM)",
        "ja": "本語彙の用語と他のオントロジーの用語の対応（SSSOM）",
    },
}


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """One of our nodes and a Wikidata item; `kind` is a key of KINDS."""

    node: str
    item: str
    kind: str


def sssom(request: Request) -> Iterator[Output]:
    """Write the mappings of individuals, then those of terms."""
    found = mappings(request.world)
    content = individuals(request, found)
    written = [line.split("\t") for line in body(content)]
    places = [COLUMNS.index("subject_id"), COLUMNS.index("object_id")]
    nodes, items = (len({row[place] for row in written}) for place in places)
    yield Output("individuals.sssom.tsv", content, MEDIA_TYPE, ABOUT["individuals"],
                 (Count("individuals", nodes, NODES), Count("items", items, OBJECTS)))  # fmt: skip
    paths = request.tree.files("ontology", ".ttl")
    content = alignment_table(Dataset(read_files(request.tree, paths)))
    yield Output("ontology.sssom.tsv", content, MEDIA_TYPE, ABOUT["ontology"],
                 (Count("mappings of terms", len(body(content)), ALIGNED),))  # fmt: skip


def mappings(world: World) -> list[Match]:
    """Find the mappings, in the order of nodes.

    Raises JnkgError for a node of a kind that KINDS has not, and for a node or an item that would
    be the same as two others.
    """
    found: dict[str, Match] = {}
    for row in rows(world, ITEMS):
        kind = row["kind"].value.removeprefix(NS) if row["kind"] else ""
        match = Match(row["node"].value, row["item"].value, kind)
        if not kind:
            raise unknown_kind(match)
        known = found.get(match.node)
        if known and known.item != match.item:
            raise twice(known, match)
        found[match.node] = min(known or match, match)
    items: dict[str, Match] = {}
    for match in found.values():
        if items.setdefault(match.item, match) != match:
            raise twice(items[match.item], match)
    return sorted(found.values())


def unknown_kind(match: Match) -> JnkgError:
    """Say that nothing tells how strongly a mapping may be put."""
    return JnkgError(
        f"{shorten(match.node)} has the Wikidata item {match.item}, but is of no kind of which "
        "exports/mappings.py (KINDS) says how close an item can be: add its class there.",
        f"{shorten(match.node)}にはウィキデータ項目{match.item}がありますが、対応の強さを"
        "定めていない種類です。exports/mappings.pyのKINDSにクラスを加えてください。",
    )


def twice(one: Match, other: Match) -> JnkgError:
    """Say that two mappings exclude each other."""
    pairs = [f"{shorten(m.node)} = {m.item}" for m in (one, other)]
    return JnkgError(
        f"A thing is mapped twice: {pairs[0]}, {pairs[1]}. "
        "Correct jn:wikidataId in data/identity/.",
        f"対応が重複しています：{pairs[0]}、{pairs[1]}。"
        "data/identity/のjn:wikidataIdを直してください。",
    )


def individuals(request: Request, found: Sequence[Match]) -> bytes:
    """Write the mappings of individuals: tab-separated values below a header in YAML."""
    has_japanese = request.languages[1:] == ("ja",)
    columns = (*COLUMNS, JAPANESE) if has_japanese else COLUMNS
    said = colophon(request)
    lines = ["\t".join(columns), *("\t".join(cells(m, request, said)) for m in found)]
    return (header(said, request.languages[0], has_japanese) + "\n".join(lines) + "\n").encode()


def cells(each: Match, request: Request, said: Colophon) -> Iterator[str]:
    """Yield the cells of one mapping, in the order of the columns."""
    first, *others = (request.world.labels(code).get(each.node, "") for code in request.languages)
    yield from (shorten(each.node), first, f"jn:{each.kind}", KINDS[each.kind], f"wd:{each.item}")
    yield from (JUSTIFICATION, said.maker["en"], NAMED, NAMED, "wd:Q2013", *others)


def header(said: Colophon, language: str, has_japanese: bool) -> str:
    """Write the header of the table: what it is, of which version, and the prefixes in use."""
    return HEADER.format(
        iri=DATASET,
        version=said.version,
        title=said.title[language],
        world=said.world[language],
        maker=said.maker[language],
        licence=said.licence,
        date=said.issued,
        extension=EXTENSION if has_japanese else "",
        jn=NS,
        jnd=ID,
        wd=WIKIDATA,
        **{prefix: PREFIXES[prefix] for prefix in ("owl", "rdfs", "skos", "xsd")},
    )


def body(content: bytes) -> list[str]:
    """Give the lines of a table below its header and its columns."""
    return [line for line in content.decode().splitlines() if not line.startswith("#")][1:]
