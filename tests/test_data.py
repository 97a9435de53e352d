"""The data and the ontology against what others define: dates, vocabularies."""

import time

import pyoxigraph as ox
import pytest
import rdflib.namespace as known
from edtf import parse_edtf

from jnkg.dataset import Dataset
from jnkg.names import NS, PREFIXES, RDF_TYPE, shorten

UNKNOWN_TO_RDFLIB = {
    "bibo": {"status"},
    "eli": {"LegalResource", "number", "passed_by", "realizes"},
    "oa": {
        "SpecificResource",
        "TextQuoteSelector",
        "hasTarget",
        "end",
        "exact",
        "hasSource",
        "prefix",
        "start",
        "suffix",
    },
    "sem": {
        "Event",
        "Role",
        "RoleType",
        "hasActor",
        "hasEarliestBeginTimeStamp",
        "hasLatestEndTimeStamp",
        "subEventOf",
    },
    "vs": {"term_status"},
}
"""Terms in use of vocabularies that rdflib carries no list of, read in their specifications."""


def foreign_terms(dataset: Dataset) -> set[str]:
    """Give the terms that ontology/foreign.ttl declares."""
    (file,) = [f for f in dataset.of("ontology") if f.path.endswith("/foreign.ttl")]
    return {
        shorten(t.subject.value)
        for t in file.triples
        if t.predicate.value == RDF_TYPE
        and isinstance(t.subject, ox.NamedNode)
        and not t.subject.value.startswith("https://w3id.org/jnkg/")
    }


def is_defined(name: str) -> bool:
    prefix, local = name.split(":")
    if prefix in UNKNOWN_TO_RDFLIB:
        return local in UNKNOWN_TO_RDFLIB[prefix]
    vocabulary = getattr(known, {"schema": "SDO"}.get(prefix, prefix.upper()))
    assert str(vocabulary) == PREFIXES[prefix]
    return local in vocabulary


def test_every_foreign_term_in_use_exists_in_its_vocabulary(dataset: Dataset) -> None:
    terms = foreign_terms(dataset)
    assert len(terms) > 90
    assert {t for t in terms if not is_defined(t)} == set()


@pytest.mark.parametrize("name", ["foaf:homePage", "skos:prefLable", "dcterms:partOf", "oa:exakt"])
def test_a_misspelt_foreign_term_would_be_seen(name: str) -> None:
    assert not is_defined(name)


def day(moment: time.struct_time) -> str:
    return time.strftime("%Y-%m-%d", moment)


def test_every_resolved_date_is_edtf_and_agrees_with_its_days(dataset: Dataset) -> None:
    seen = 0
    for file in dataset.of("stated", "derived"):
        values: dict[object, dict[str, str]] = {}
        for t in file.triples:
            if isinstance(t.object, ox.Literal):
                values.setdefault(t.subject, {})[t.predicate.value.removeprefix(NS)] = (
                    t.object.value
                )
        for node, of in values.items():
            if "edtf" in of:
                date = parse_edtf(of["edtf"])
                span = (day(date.lower_strict()), day(date.upper_strict()))
                assert span == (of["earliest"], of["latest"]), node
                seen += 1
    assert seen > 10
