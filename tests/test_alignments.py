"""Alignments: of the right kind, with a reason each, consistent with the others' own axioms."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path

import pyoxigraph as ox
import pytest
import sssom_pydantic

from jnkg.alignments import COLUMNS, RELATIONS, Alignment, Alignments, alignments, sssom
from jnkg.dataset import Dataset, GraphFile
from jnkg.names import BASE, LANGUAGES, NS, PREFIXES, RDF_TYPE, expand, shorten
from jnkg.published import Published, published
from jnkg.turtle import parse

OWL, RDF, RDFS, SKOS = (PREFIXES[p] for p in ("owl", "rdf", "rdfs", "skos"))
VOCABULARIES = tuple(parse(Path(__file__).with_name("vocabularies.ttl").read_text("utf-8")))
MAY_BE = {
    OWL + "Class": {OWL + "Class", RDFS + "Class"},
    OWL + "ObjectProperty": {OWL + "ObjectProperty", RDF + "Property"},
    OWL + "DatatypeProperty": {OWL + "DatatypeProperty", RDF + "Property"},
}
"""The kinds that a foreign term may have in its own vocabulary, by the kind of ours."""
NAMED_TERM = re.compile(r"\b(" + "|".join(PREFIXES) + r"):[A-Za-z]\w*", re.ASCII)
NONE = {"en": "No alignment: ", "ja": "対応なし："}


def iri(name: str) -> str:
    found = expand(name)
    assert found
    return found


def triples(text: str) -> list[ox.Triple]:
    return parse("".join(f"@prefix {p}: <{i}> .\n" for p, i in PREFIXES.items()) + text)


def with_more(dataset: Dataset, text: str) -> Dataset:
    """Give the dataset with something more in the file of alignments."""
    more = tuple(triples(text))
    return Dataset(
        tuple(
            GraphFile(f.path, f.text, (*f.triples, *more)) if "alignment" in f.path else f
            for f in dataset.files
        )
    )


@pytest.fixture(scope="module")
def found(dataset: Dataset) -> Alignments:
    return alignments(dataset)


@pytest.fixture(scope="module")
def ontology(dataset: Dataset) -> Published:
    return published(dataset)


# The foreign term is of the right kind, and remains its makers'.


def kinds(facts: Iterable[ox.Triple]) -> dict[str, set[str]]:
    types: dict[str, set[str]] = defaultdict(set)
    for t in facts:
        if t.predicate.value == RDF_TYPE and isinstance(t.object, ox.NamedNode):
            types[getattr(t.subject, "value", "")].add(t.object.value)
    return types


def misfits(found: Iterable[Alignment], ours: Mapping[str, str]) -> set[str]:
    """Give the alignments whose foreign term does not exist or is of another kind than ours."""
    theirs = kinds(VOCABULARIES)
    literal = {
        t.subject
        for t in VOCABULARIES
        if t.predicate.value == RDFS + "range"
        and isinstance(t.object, ox.NamedNode)
        and (t.object.value == RDFS + "Literal" or t.object.value.startswith(PREFIXES["xsd"]))
    }
    wrong = set()
    for each in found:
        kind = ours[each.term]
        fits = bool(theirs.get(each.foreign, set()) & MAY_BE.get(kind, set()))
        is_literal = ox.NamedNode(each.foreign) in literal
        relation = each.relation.removeprefix(RDFS)
        if (
            not fits
            or (is_literal and kind != OWL + "DatatypeProperty")
            or (relation == "subClassOf" and kind != OWL + "Class")
            or (relation == "subPropertyOf" and kind == OWL + "Class")
        ):
            wrong.add(f"{shorten(each.term)} {shorten(each.foreign)}")
    return wrong


def test_every_aligned_term_exists_and_is_of_the_right_kind(
    found: Alignments, ontology: Published
) -> None:
    assert len(found.all) > 100
    assert misfits(found.all, ontology.terms) == set()
    assert {a.kind for a in found.all} == {"sub", "close", "related"}


@pytest.mark.parametrize(
    "line",
    [
        "jn:Person rdfs:subClassOf foaf:Preson .",
        "jn:Person skos:closeMatch foaf:page .",
        "jn:hasMember rdfs:subPropertyOf org:Membership .",
        "jn:hasMember rdfs:subPropertyOf dcterms:identifier .",
        "jn:hasMember rdfs:subClassOf org:member .",
        "jn:startDate rdfs:subPropertyOf sem:subEventOf .",
        "jn:Person rdfs:subPropertyOf foaf:Person .",
    ],
)
def test_an_alignment_of_the_wrong_kind_is_seen(
    line: str, dataset: Dataset, ontology: Published
) -> None:
    (wrong,) = misfits(alignments(with_more(dataset, line)).all, ontology.terms)
    assert wrong.split()[0] == line.split()[0]


def hijacked(facts: Iterable[ox.Triple]) -> set[str]:
    """Give the foreign terms of which we say more than their kind and name."""
    return {
        shorten(t.subject.value)
        for t in facts
        if isinstance(t.subject, ox.NamedNode)
        and not t.subject.value.startswith(BASE)
        and t.predicate.value not in (RDF_TYPE, RDFS + "label")
    }


def test_no_alignment_speaks_for_others(dataset: Dataset) -> None:
    assert hijacked(t for f in dataset.of("ontology") for t in f.triples) == set()
    assert hijacked(triples("schema:Event rdfs:subClassOf jn:Event .")) == {"schema:Event"}
    assert hijacked(triples("foaf:Agent owl:disjointWith foaf:Project .")) == {"foaf:Agent"}


# Every term has its reason, and every reason its term.


def unaccounted(found: Alignments, ontology: Published) -> set[str]:
    """Give what is wrong with the reasons: missing, stale, or not about the alignment."""
    wider: dict[str, set[str]] = defaultdict(set)
    for t in ontology.triples:
        if t.predicate.value in (RDFS + "subClassOf", RDFS + "subPropertyOf"):
            wider[getattr(t.subject, "value", "")].add(getattr(t.object, "value", ""))
    aligned: dict[str, set[str]] = defaultdict(set)
    for each in found.all:
        aligned[each.term].add(shorten(each.foreign))

    def is_covered(term: str) -> bool:
        return term in found.reasons or any(map(is_covered, wider[term] - {term}))

    terms = {t for t, kind in ontology.terms.items() if not kind.endswith("NamedIndividual")}
    wrong = {f"no reason: {shorten(t)}" for t in terms if not is_covered(t)}
    wrong |= {f"no such term: {shorten(t)}" for t in found.reasons.keys() - terms}
    for term in found.reasons.keys() | aligned.keys():
        for language in LANGUAGES:
            reason = found.reasons.get(term, {}).get(language, "")
            named = {m.group() for m in NAMED_TERM.finditer(reason)}
            says_none = reason.startswith(NONE[language])
            fits = not aligned[term] if says_none else named == aligned[term] != set()
            wrong |= set() if fits else {f"{language} reason: {shorten(term)}"}
    return wrong


def test_every_term_is_aligned_or_says_why_not(found: Alignments, ontology: Published) -> None:
    assert unaccounted(found, ontology) == set()


@pytest.mark.parametrize(
    ("drop", "add", "wrong"),
    [
        ("Commitment", "", {"no reason: jn:Commitment"}),
        ("Person", "", {"en reason: jn:Person", "ja reason: jn:Person"}),
        ("", "jn:Summit skos:closeMatch schema:Event .",
         {"en reason: jn:Summit", "ja reason: jn:Summit"}),
        ("", "jn:Commitment rdfs:subClassOf prov:Plan .",
         {"en reason: jn:Commitment", "ja reason: jn:Commitment"}),
        ("", 'jn:Gone skos:editorialNote "No alignment: x"@en , "対応なし：x"@ja .',
         {"no such term: jn:Gone"}),
        ("", "jn:Person rdfs:subClassOf prov:Entity .",
         {"en reason: jn:Person", "ja reason: jn:Person"}),
    ],
)  # fmt: skip
def test_a_reason_that_is_missing_stale_or_beside_the_point_is_seen(
    drop: str, add: str, wrong: set[str], dataset: Dataset, ontology: Published
) -> None:
    changed = alignments(with_more(dataset, add))
    kept = {t: r for t, r in changed.reasons.items() if t != NS + drop}
    assert unaccounted(Alignments(changed.all, kept), ontology) == wrong


# Together with what the vocabularies say themselves, nothing contradicts.


Sets = defaultdict[str, set[str]]


class Axioms:
    """What hierarchies, equivalents, domains, ranges and disjointness say of named terms."""

    def __init__(self, axioms: Iterable[ox.Triple]) -> None:
        self.said: dict[str, Sets] = defaultdict(lambda: defaultdict(set))
        for t in axioms:
            if isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.NamedNode):
                name = t.predicate.value
                self.said[name][t.subject.value].add(t.object.value)
                if name.startswith((OWL + "equivalent", OWL + "disjoint")):
                    self.said[name][t.object.value].add(t.subject.value)

    @functools.cache  # noqa: B019
    def above(self, term: str) -> frozenset[str]:
        """Give a term and all that stands above it."""
        known, todo = {term}, [term]
        while todo:
            one = todo.pop()
            new = set().union(*(self.said[name][one] for name in UPWARDS)) - known
            known |= new
            todo += new
        return frozenset(known)

    def types(self, facts: Iterable[ox.Triple]) -> Sets:
        """Give the types of each node that the facts and the axioms say."""
        types: Sets = defaultdict(set)
        for s, p, o in facts:
            if isinstance(s, ox.NamedNode) and isinstance(o, ox.NamedNode) and p.value == RDF_TYPE:
                types[s.value] |= self.above(o.value)
                continue
            for end, node in (("domain", s), ("range", o)):
                if isinstance(node, ox.NamedNode):
                    for name in self.above(p.value):
                        for kind in self.said[RDFS + end][name]:
                            types[node.value] |= self.above(kind)
        return types


UPWARDS = (
    RDFS + "subClassOf",
    RDFS + "subPropertyOf",
    OWL + "equivalentClass",
    OWL + "equivalentProperty",
)


def clashes(facts: Iterable[ox.Triple], axioms: Iterable[ox.Triple]) -> set[tuple[str, str, str]]:
    """Give each node that the axioms put into two classes that they keep apart."""
    known = Axioms(axioms)
    return {
        (shorten(node), shorten(one), shorten(two))
        for node, types in known.types(facts).items()
        for one in types
        for two in known.said[OWL + "disjointWith"][one] & types
        if one < two
    }


def clashes_of(dataset: Dataset, more: str = "") -> set[tuple[str, str, str]]:
    axioms = [t for f in dataset.of("ontology") for t in f.triples]
    return clashes(dataset.triples, [*axioms, *VOCABULARIES, *triples(more)])


def test_nothing_contradicts_what_the_vocabularies_say(dataset: Dataset) -> None:
    assert clashes_of(dataset) == set()


@pytest.mark.parametrize(
    ("line", "apart"),
    [
        (
            "jn:Activity rdfs:subClassOf prov:Activity ."
            "jn:hasPremise rdfs:subPropertyOf prov:wasDerivedFrom .",
            {("prov:Activity", "prov:Entity")},
        ),
        ("jn:Membership rdfs:subClassOf org:Organization .",
         {("org:Membership", "org:Organization")}),
        ("jn:State rdfs:subClassOf foaf:Organization , foaf:Person .",
         {("foaf:Organization", "foaf:Person")}),
        ("jn:AreaScheme rdfs:subClassOf skos:Concept .", {("skos:Concept", "skos:ConceptScheme")}),
        ("jn:isHeldBy rdfs:subPropertyOf org:member . jn:Tenure rdfs:subClassOf org:Organization .",
         {("org:Membership", "org:Organization")}),
    ],
)  # fmt: skip
def test_an_alignment_that_contradicts_a_vocabulary_is_seen(
    line: str, apart: set[tuple[str, str]], dataset: Dataset
) -> None:
    seen = clashes_of(dataset, line)
    assert {(one, two) for _, one, two in seen} == apart


# SSSOM


def rows(table: bytes) -> list[dict[str, str]]:
    lines = [line for line in table.decode().splitlines() if not line.startswith("#")]
    head, *body = (line.split("\t") for line in lines)
    assert tuple(head) == COLUMNS
    return [dict(zip(head, cells, strict=True)) for cells in body]


def test_sssom_says_what_the_axioms_say(dataset: Dataset, found: Alignments) -> None:
    table = rows(sssom(dataset))
    said = {
        Alignment(*(iri(row[c]) for c in ("subject_id", "predicate_id", "object_id")))
        for row in table
    }
    assert said == set(found.all)
    assert len(table) == len(found.all)
    assert all(all(cell for cell in row.values()) for row in table)
    assert {iri(row["predicate_id"]) for row in table} <= RELATIONS.keys()
    assert sssom(dataset) == sssom(dataset)


def test_another_reader_of_sssom_takes_it(dataset: Dataset, found: Alignments) -> None:
    pack = sssom_pydantic.read(StringIO(sssom(dataset).decode()))
    assert len(pack.mappings) == len(found.all)
    person = next(m for m in pack.mappings if m.subject.identifier == "Person")
    assert person.justification.curie == "semapv:ManualMappingCuration"
    assert str(pack.mapping_set.license) == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ("semapv:ManualMappingCuration", "manual", 0),
        ("\tfoaf:Person\t", "\tnobody:Person\t", -1),
        ("mapping_justification\t", "justification\t", 0),
    ],
)
def test_the_other_reader_leaves_out_what_is_no_sssom(
    old: str, new: str, left: int, dataset: Dataset, found: Alignments
) -> None:
    text = sssom(dataset).decode()
    assert old in text
    pack = sssom_pydantic.read(StringIO(text.replace(old, new)))
    assert len(pack.mappings) == (left if left >= 0 else len(found.all) + left)
