"""Read how our terms stand to those of others, and write it as SSSOM.

A Dataset comes in; Alignments go out, or a table in the Simple Standard for Sharing Ontology
Mappings. The axioms of `ontology/alignment.ttl` are the mappings; the editorial note of a term
gives the reason for each, naming the foreign term, or for want of any the reason for none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.dataset import Dataset, GraphFile, Objects, objects_of
from jnkg.names import BASE, LANGUAGES, NS, PREFIXES, RDF_TYPE, RDFS_LABEL, shorten

HOME = "ontology/alignment.ttl"
DCTERMS, OWL, RDFS, SKOS = (PREFIXES[p] for p in ("dcterms", "owl", "rdfs", "skos"))
NOTE = SKOS + "editorialNote"
RELATIONS = {
    OWL + "equivalentClass": "equivalent",
    OWL + "equivalentProperty": "equivalent",
    RDFS + "subClassOf": "sub",
    RDFS + "subPropertyOf": "sub",
    SKOS + "closeMatch": "close",
    SKOS + "relatedMatch": "related",
}
"""The relations that an alignment may use, and the kind of each."""
ENTITY_TYPES = {
    OWL + "Class": "owl class",
    OWL + "ObjectProperty": "owl object property",
    OWL + "DatatypeProperty": "owl data property",
    OWL + "AnnotationProperty": "owl annotation property",
}
"""What SSSOM calls the kinds of terms."""
JUSTIFICATION = "semapv:ManualMappingCuration"
COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_label",
    "subject_type",
    "object_type",
    "comment",
    "ext_subject_label_ja",
    "ext_comment_ja",
)
HEADER = """\
#sssom_version: "1.1"
#mapping_set_id: {version_iri}/alignment
#mapping_set_version: "{version}"
#mapping_set_title: {title}
#license: {licence}
#publication_date: "{date}"
#extension_definitions:
#  - slot_name: ext_subject_label_ja
#    property: rdfs:label
#    type_hint: xsd:string
#  - slot_name: ext_comment_ja
#    property: rdfs:comment
#    type_hint: xsd:string
#curie_map:
{prefixes}
"""


@dataclass(frozen=True, slots=True, order=True)
class Alignment:
    """How one of our terms stands to a foreign one; both terms and the relation as IRIs."""

    term: str
    relation: str
    foreign: str

    @property
    def kind(self) -> str:
        """The kind of the alignment: equivalent, sub, close or related."""
        return RELATIONS[self.relation]


@dataclass(frozen=True)
class Alignments:
    """All alignments, and the reasons, each by term and language."""

    all: tuple[Alignment, ...]
    reasons: Mapping[str, Mapping[str, str]]


def alignments(dataset: Dataset) -> Alignments:
    """Read the alignments and their reasons from the one file that holds them."""
    files = [f for f in dataset.of("ontology") if f.path == HOME]
    reasons: dict[str, dict[str, str]] = {}
    for triple in (t for f in files for t in f.triples if t.predicate.value == NOTE):
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.Literal):
            language = triple.object.language or ""
            reasons.setdefault(triple.subject.value, {})[language] = triple.object.value
    return Alignments(tuple(sorted(a for f in files for a in found_in(f))), reasons)


def found_in(file: GraphFile) -> Iterator[Alignment]:
    """Yield each triple of a file that aligns one of our terms with a foreign one."""
    for t in file.triples:
        if (
            t.predicate.value in RELATIONS
            and isinstance(t.subject, ox.NamedNode)
            and isinstance(t.object, ox.NamedNode)
            and t.subject.value.startswith(NS)
            and not t.object.value.startswith(BASE)
        ):
            yield Alignment(t.subject.value, t.predicate.value, t.object.value)


def sssom(dataset: Dataset) -> bytes:
    """Write the alignments as SSSOM: tab-separated values below a header in YAML."""
    found = alignments(dataset)
    objects = objects_of(t for f in dataset.of("ontology") for t in f.triples)
    cells = (row(each, found.reasons.get(each.term, {}), objects) for each in found.all)
    rows = ["\t".join(COLUMNS), *map("\t".join, cells)]
    return (header(objects, rows) + "\n".join(rows) + "\n").encode()


def row(each: Alignment, reason: Mapping[str, str], objects: Objects) -> Iterator[str]:
    """Yield the cells of one alignment, in the order of COLUMNS."""
    english, japanese = (said(each.term, RDFS_LABEL, objects, lang) for lang in LANGUAGES)
    yield from (shorten(each.term), english, shorten(each.relation), shorten(each.foreign))
    yield said(each.foreign, RDFS_LABEL, objects, "en")
    author = next(o for o in objects[ox.NamedNode(BASE + "ontology"), DCTERMS + "creator"])
    yield from (JUSTIFICATION, said(getattr(author, "value", ""), RDFS_LABEL, objects, "en"))
    yield from (kind(each.term, objects), kind(each.foreign, objects))
    yield from (reason.get("en", ""), japanese, reason.get("ja", ""))


def said(subject: str, predicate: str, objects: Objects, language: str = "") -> str:
    """Give what a subject is said to be by a property, in a language if one is named."""
    for o in objects.get((ox.NamedNode(subject), predicate), ()):
        if not isinstance(o, ox.Triple) and language in ("", getattr(o, "language", None)):
            return o.value
    return ""


def kind(term: str, objects: Objects) -> str:
    """Give the kind of a term as SSSOM calls it."""
    types = (getattr(o, "value", "") for o in objects.get((ox.NamedNode(term), RDF_TYPE), ()))
    return next(ENTITY_TYPES[t] for t in types if t in ENTITY_TYPES)


def header(objects: Objects, rows: list[str]) -> str:
    """Write the header of the table: what it is, of which version, and the prefixes in use."""
    ontology = BASE + "ontology"
    used = {word.split(":")[0] for line in rows for word in line.split("\t") if ":" in word}
    prefixes = {p: iri for p, iri in PREFIXES.items() if p in used}
    prefixes |= {"semapv": "https://w3id.org/semapv/vocab/", "xsd": PREFIXES["xsd"]}
    return HEADER.format(
        version_iri=said(ontology, OWL + "versionIRI", objects),
        version=said(ontology, OWL + "versionInfo", objects),
        title=said(ontology, DCTERMS + "title", objects, "en"),
        licence=said(ontology, DCTERMS + "license", objects),
        date=said(ontology, DCTERMS + "issued", objects),
        prefixes="\n".join(f"#  {p}: {iri}" for p, iri in sorted(prefixes.items())),
    )
