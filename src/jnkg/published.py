"""Publish the ontology: all of its modules as one graph, as others read it.

A Dataset comes in, the published ontology goes out, as triples or as the bytes of a format: one
header without imports; of our own terms all that the modules say and what tools ask for
besides (`rdfs:comment`, `rdfs:isDefinedBy`, `vs:term_status`); of the terms of others nothing but
their kind. It is OWL 2 DL as it stands. Blank nodes are named by their place, so that the same
files give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from jnkg.dataset import Dataset, Objects, Triples, objects_of
from jnkg.errors import Misuse
from jnkg.names import BASE, NS, PREFIXES, RDF_TYPE
from jnkg.turtle import canonical, ntriples, parse, with_names

OWL, RDFS, SKOS, VS, XSD = (PREFIXES[p] for p in ("owl", "rdfs", "skos", "vs", "xsd"))
ONTOLOGY = BASE + "ontology"
HEAD = (
    "# The Japan-NATO cooperation ontology in one file, written by `jnkg ontology`.\n"
    "# Licence: https://creativecommons.org/licenses/by/4.0/\n"
)
ANNOTATION = ox.NamedNode(OWL + "AnnotationProperty")
SERIALIZERS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
FORMATS = tuple(SERIALIZERS)


@dataclass(frozen=True)
class Published:
    """The published ontology; `triples` in the order of its Turtle form."""

    triples: Triples

    @cached_property
    def objects(self) -> Objects:
        """What the ontology says, by subject and predicate."""
        return objects_of(self.triples)

    @cached_property
    def terms(self) -> dict[str, str]:
        """The IRI of each of our own terms, and the IRI of its kind in OWL."""
        kinds = kinds_of(self.triples)
        return {term: kind.value for term, kind in kinds.items() if term.startswith(NS)}

    def values(self, subject: str, *predicates: str) -> list[str]:
        """Give what the ontology says of a subject by some properties, as texts."""
        node = ox.NamedNode(subject)
        found = (o for p in predicates for o in self.objects.get((node, p), ()))
        return [o.value for o in found if not isinstance(o, ox.Triple)]


KINDS = {
    OWL + kind
    for kind in (
        "AnnotationProperty",
        "Class",
        "DatatypeProperty",
        "NamedIndividual",
        "ObjectProperty",
    )
}


def published(dataset: Dataset) -> Published:
    """Merge the modules of the ontology into the one graph that is published."""
    ours = [plain(t) for f in dataset.of("ontology") for t in f.triples if is_ours(t)]
    declared = kinds_of(t for f in dataset.of("ontology") for t in f.triples)
    text = canonical(ntriples([*ours, *added(ours), *foreign(ours, declared)]).decode())
    return Published(tuple(with_names(parse(text))))


def is_ours(triple: ox.Triple) -> bool:
    """Tell whether a triple of a module is published: no header of a module, nothing of others."""
    subject = triple.subject
    if not isinstance(subject, ox.NamedNode):
        return True
    if subject.value.startswith(ONTOLOGY):
        return subject.value == ONTOLOGY and triple.predicate.value != OWL + "imports"
    return subject.value.startswith(BASE)


def plain(triple: ox.Triple) -> ox.Triple:
    """Write a day as plain text: `xsd:date` is no datatype of OWL 2, not even in an annotation."""
    value = triple.object
    if isinstance(value, ox.Literal) and value.datatype.value == XSD + "date":
        return ox.Triple(triple.subject, triple.predicate, ox.Literal(value.value))
    return triple


def kinds_of(triples: Iterable[ox.Triple]) -> dict[str, ox.NamedNode]:
    """Give the kind of each term that the modules declare."""
    return {
        t.subject.value: t.object
        for t in triples
        if t.predicate.value == RDF_TYPE
        and isinstance(t.subject, ox.NamedNode)
        and isinstance(t.object, ox.NamedNode)
        and t.object.value in KINDS
    }


def added(ours: list[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield what tools ask for and no module repeats: comment, home and status of each term.

    The comment is the definition, which has its one home in `skos:definition`.
    """
    objects = objects_of(ours)
    version = next(iter(objects.get((ox.NamedNode(ONTOLOGY), OWL + "versionInfo"), ())), None)
    is_first = not isinstance(version, ox.Literal) or version.value.startswith("0.")
    for iri in (i for i in kinds_of(ours) if i.startswith(NS)):
        term = ox.NamedNode(iri)
        for definition in objects.get((term, SKOS + "definition"), ()):
            yield ox.Triple(term, ox.NamedNode(RDFS + "comment"), definition)
        yield ox.Triple(term, ox.NamedNode(RDFS + "isDefinedBy"), ox.NamedNode(ONTOLOGY))
        if (term, VS + "term_status") not in objects:
            status = "testing" if is_first else "stable"
            if (term, OWL + "deprecated") in objects:
                status = "archaic"
            yield ox.Triple(term, ox.NamedNode(VS + "term_status"), ox.Literal(status))


def foreign(ours: list[ox.Triple], declared: dict[str, ox.NamedNode]) -> Iterator[ox.Triple]:
    """Yield the kind of each term of others that is in use, and nothing else of it.

    What describes the ontology itself is an annotation here, whatever it is in data: OWL tools read
    a header from annotations alone.
    """
    header = {t.predicate.value for t in ours if t.subject == ox.NamedNode(ONTOLOGY)}
    used = {x.value for t in ours for x in (t.predicate, t.object) if isinstance(x, ox.NamedNode)}
    for iri in sorted({*used, VS + "term_status"} & declared.keys()):
        if not iri.startswith(BASE):
            kind = ANNOTATION if iri in header else declared[iri]
            yield ox.Triple(ox.NamedNode(iri), ox.NamedNode(RDF_TYPE), kind)


def written(ontology: Published, form: str) -> bytes:
    """Write the published ontology in one of FORMATS; raises Misuse for any other."""
    if form not in SERIALIZERS:
        names = ", ".join(FORMATS)
        raise Misuse(
            f"The ontology has no format {form!r}: take one of {names}.",
            f"オントロジーに「{form}」という形式はありません。{names}から選んでください。",
        )
    if form == "ttl":
        return canonical(HEAD + "\n" + ntriples(ontology.triples).decode()).encode()
    text = ox.serialize(ontology.triples, format=SERIALIZERS[form], prefixes=PREFIXES)
    return (text or b"").rstrip(b"\n") + b"\n"
