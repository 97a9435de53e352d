"""Judge the published ontology as FOOPS! and Linked Open Vocabularies would.

A published ontology comes in; outcomes of the FOOPS! tests that need no network, and the metadata
that LOV asks for, go out. Metadata counts only where an OWL tool would find it: as an annotation
of the ontology. What only the live web can tell (ON_THE_WEB) is named and left open.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.names import LANGUAGES, NS, PREFIXES, RDF_TYPE, RDFS_LABEL
from jnkg.published import ONTOLOGY, Published

BIBO, DCTERMS, FOAF, OWL, RDFS, SKOS, VANN = (
    PREFIXES[p] for p in ("bibo", "dcterms", "foaf", "owl", "rdfs", "skos", "vann")
)
METADATA = {
    "title": DCTERMS + "title",
    "description": DCTERMS + "description",
    "licence": DCTERMS + "license",
    "version IRI": OWL + "versionIRI",
    "creator": DCTERMS + "creator",
    "creation date": DCTERMS + "created",
    "namespace": VANN + "preferredNamespaceUri",
    "prefix": VANN + "preferredNamespacePrefix",
    "version info": OWL + "versionInfo",
    "citation": DCTERMS + "bibliographicCitation",
    "DOI": BIBO + "doi",
    "publisher": DCTERMS + "publisher",
    "logo": FOAF + "logo",
    "status": BIBO + "status",
    "source": DCTERMS + "source",
    "issued": DCTERMS + "issued",
    "modified": DCTERMS + "modified",
}
"""What FOOPS! and LOV look for in the header, and the property that we say it with."""
ASKED = {
    "FIND1": ("prefix",),
    "OM1": (
        "title",
        "description",
        "licence",
        "version IRI",
        "creator",
        "creation date",
        "namespace",
    ),
    "OM2": ("prefix", "version info", "creation date", "citation"),
    "OM3": ("DOI", "publisher", "logo", "status", "source", "issued"),
    "OM4_1": ("licence",),
    "OM5_1": ("creator", "creation date"),
    "OM5_2": ("issued", "publisher"),
}
"""The tests of FOOPS! on metadata, and what each asks for."""
ON_THE_WEB = ("CN1", "DOC1", "FIND2", "FIND3", "FIND_3_BIS", "RDF1", "URI1", "URI2", "VER2")
PERSISTENT = ("https://w3id.org/", "http://purl.org/", "https://purl.org/", "https://doi.org/")
KNOWN_LICENCES = ("https://creativecommons.org/licenses/by/4.0/",)
"""Licences known to resolve: stands in for the test on the web (OM4_2)."""
OPAQUE = (OWL + "ObjectProperty", OWL + "DatatypeProperty")
DESCRIBED = (OWL + "Class", *OPAQUE)
"""The kinds of terms whose labels and descriptions FOOPS! counts."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the ontology does in one test: what it lacks, out of how many things."""

    test: str
    lacks: tuple[str, ...]
    of: int

    @property
    def score(self) -> float:
        """The part of what is asked for that is there, from 0 to 1."""
        return 1 - len(self.lacks) / self.of


def assess(ontology: Published) -> tuple[Outcome, ...]:
    """Run the tests of FOOPS! that need no network, in the order of their names."""
    has = metadata(ontology)
    outcomes = [
        Outcome(test, tuple(a for a in asked if a not in has), len(asked))
        for test, asked in ASKED.items()
    ]
    outcomes += [test(ontology) for test in TESTS]
    return tuple(sorted(outcomes, key=lambda o: o.test))


def metadata(ontology: Published) -> dict[str, list[str]]:
    """Give the metadata that an OWL tool finds: annotations, not claims about an individual."""
    found = {}
    for name, predicate in METADATA.items():
        if not set(ontology.values(predicate, RDF_TYPE)) & set(OPAQUE) and (
            values := ontology.values(ONTOLOGY, predicate)
        ):
            found[name] = values
    return found


def single(test: str, lack: str) -> Outcome:
    """Give the outcome of a test that asks for one thing; `lack` is empty where it is there."""
    return Outcome(test, (lack,) if lack else (), 1)


def http1(ontology: Published) -> Outcome:
    """Ask for an open protocol."""
    iris = [t.subject.value for t in ontology.triples if isinstance(t.subject, ox.NamedNode)]
    return single("HTTP1", next((i for i in iris if not i.startswith(("http:", "https:"))), ""))


def om4_2(ontology: Published) -> Outcome:
    """Ask for a licence that resolves."""
    licences = metadata(ontology).get("licence", ["no licence"])
    return single("OM4_2", next((i for i in licences if i not in KNOWN_LICENCES), ""))


def purl1(ontology: Published) -> Outcome:
    """Ask for an IRI under a persistent redirector."""
    has_home = (ox.NamedNode(ONTOLOGY), RDF_TYPE) in ontology.objects
    return single("PURL1", "" if has_home and ONTOLOGY.startswith(PERSISTENT) else ONTOLOGY)


def ver1(ontology: Published) -> Outcome:
    """Ask for a version IRI other than the ontology's own."""
    versions = ontology.values(ONTOLOGY, OWL + "versionIRI")
    return single("VER1", "" if versions and ONTOLOGY not in versions else "version IRI")


def voc1(ontology: Published) -> Outcome:
    """Ask for metadata in the words of known vocabularies."""
    known = (DCTERMS, VANN, BIBO)
    used = {p for p in METADATA.values() if ontology.values(ONTOLOGY, p)}
    lacks = tuple(v for v in known if not any(p.startswith(v) for p in used))
    return Outcome("VOC1", lacks, len(known))


def voc2(ontology: Published) -> Outcome:
    """Ask for classes or properties of other vocabularies."""
    return single("VOC2", "" if vocabularies(ontology) else "another vocabulary")


def documented(test: str, predicate: str) -> Callable[[Published], Outcome]:
    """Make the test that each term is documented by a property, in both languages."""

    def run(ontology: Published) -> Outcome:
        terms = [term for term, kind in ontology.terms.items() if kind in DESCRIBED]
        lacks = [t for t in terms if languages(ontology, t, predicate) != set(LANGUAGES)]
        return Outcome(test, tuple(lacks), max(1, len(terms)))

    return run


TESTS = (
    http1,
    om4_2,
    purl1,
    ver1,
    voc1,
    voc2,
    documented("VOC3", RDFS_LABEL),
    documented("VOC4", RDFS + "comment"),
)


def languages(ontology: Published, subject: str, predicate: str) -> set[str]:
    """Give the languages in which a subject has a literal."""
    found = ontology.objects.get((ox.NamedNode(subject), predicate), ())
    return {o.language for o in found if isinstance(o, ox.Literal) and o.language}


def vocabularies(ontology: Published) -> dict[str, int]:
    """Count the classes and properties in use of each other vocabulary."""
    foreign = (
        t.subject.value
        for t in ontology.triples
        if t.predicate.value == RDF_TYPE
        and isinstance(t.subject, ox.NamedNode)
        and not t.subject.value.startswith(NS)
        and isinstance(t.object, ox.NamedNode)
        and t.object.value in DESCRIBED
    )
    homes = (home(iri) for iri in foreign)
    return dict(sorted(Counter(h for h in homes if h).items()))


def home(iri: str) -> str:
    """Give the namespace that a term belongs to."""
    return next((n for n in PREFIXES.values() if iri.startswith(n)), "")


def report(ontology: Published) -> bytes:
    """Write what LOV asks for as JSON: metadata, counts, coverage by language, vocabularies in use.

    The outcomes of `assess` come along, and the tests that only the live web can decide.
    """
    kinds = Counter(kind.removeprefix(OWL) for kind in ontology.terms.values())
    content = {
        "uri": ONTOLOGY,
        "metadata": metadata(ontology),
        "counts": dict(sorted(kinds.items())),
        "labels": coverage(ontology, RDFS_LABEL),
        "comments": coverage(ontology, RDFS + "comment"),
        "vocabularies": vocabularies(ontology),
        "foops": {
            o.test: {"passed": o.of - len(o.lacks), "of": o.of, "lacks": list(o.lacks)}
            for o in assess(ontology)
        },
        "decidedOnTheWeb": list(ON_THE_WEB),
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def coverage(ontology: Published, predicate: str) -> dict[str, int]:
    """Count the terms that have a literal in each language."""
    said: Iterable[str] = (
        language for term in ontology.terms for language in languages(ontology, term, predicate)
    )
    return dict(sorted(Counter(said).items()))
