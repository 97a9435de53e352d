"""The DL view holds what OWL 2 DL can hold, and its summary never changes the verdict."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Planter
from jnkg.dataset import Dataset, GraphFile, read
from jnkg.dl.consistency import Court
from jnkg.dl.engines import ask
from jnkg.dl.summary import Summary, is_blind_to_values, is_merged
from jnkg.dl.view import dl_view
from jnkg.names import PREFIXES
from jnkg.turtle import ntriples, parse, with_names

HEAD = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in PREFIXES.items())
WORDS = """
jn:Person a owl:Class ; rdfs:label "person"@en ; owl:disjointWith jn:State .
jn:State a owl:Class .
jn:hasMember a owl:ObjectProperty .
jn:order a owl:DatatypeProperty .
jn:day a owl:DatatypeProperty .
jn:remark a owl:AnnotationProperty .
"""


def small(ontology: str, data: str = "") -> Dataset:
    return Dataset(
        (
            GraphFile("ontology/a.ttl", HEAD + ontology, tuple(parse(HEAD + ontology))),
            GraphFile("data/stated/a.ttl", HEAD + data, tuple(parse(HEAD + data))),
        )
    )


def test_the_view_counts_what_it_leaves_out() -> None:
    view = dl_view(
        small(
            WORDS + "<urn:o> a owl:Ontology . jn:day rdfs:range xsd:gYear .",
            """jnd:a jn:day "2021-03-02"^^xsd:date , "2021-03-03"^^xsd:date ; jn:order 1 ;
            jn:remark "x" ; jn:day "P1D"^^xsd:duration .""",
        )
    )
    counts = {"annotation": 3, "xsd:date": 2, "xsd:duration": 1, "xsd:gYear": 1}
    assert dict(view.left_out) == counts
    assert [r[1].value.rsplit("/")[-1] for r in view.assertions] == ["order"]


def test_the_view_of_the_ontology_is_part_of_the_whole(dataset: Dataset) -> None:
    alone, whole = dl_view(dataset, ontology_only=True), dl_view(dataset)
    assert set(alone.axiom_triples) == set(whole.axiom_triples)
    assert set(alone.assertions) < set(whole.assertions)
    assert whole.size + sum(dict(whole.left_out).values()) == len(dataset.triples)
    assert not whole.reader.malformed


def test_every_axiom_of_ours_is_read(dataset: Dataset) -> None:
    view = dl_view(dataset)
    declaring = PREFIXES["rdf"] + "type"
    said = {t for a in view.axioms for t in a.triples}
    annotating = {
        a.subject for a in dataset.triples if str(a.object).endswith("#AnnotationProperty>")
    }
    lost = [
        t
        for t in view.axiom_triples
        if t not in said and t.predicate.value != declaring and t.subject not in annotating
    ]
    assert not lost


def test_blank_nodes_are_named_by_their_order() -> None:
    text = WORDS + "jn:Person rdfs:subClassOf [ a owl:Class ; owl:complementOf jn:State ] ."
    first, second = (ntriples(with_names(dl_view(small(text)).axiom_triples)) for _ in range(2))
    assert first == second


def test_like_individuals_and_literals_are_merged() -> None:
    data = "jnd:a a jn:Person ; jn:order 1 . jnd:b a jn:Person ; jn:order 2 . jnd:c a jn:State ."
    summary = Summary(dl_view(small(WORDS, data)))
    assert len(summary.members) == 2
    assert len(summary.assertions) == 3


def test_individuals_that_axioms_name_stay_themselves() -> None:
    data = "jnd:a a jn:Person . jnd:b a jn:Person ; owl:differentFrom jnd:c . jnd:c a jn:Person ."
    summary = Summary(dl_view(small(WORDS, data)))
    kept = {str(n)[-2] for n in summary.members if not is_merged(n)}
    assert {"b", "c"} <= kept
    assert "a" not in kept


@pytest.mark.parametrize(
    "axiom",
    [
        "jn:order a owl:FunctionalProperty .",
        "jn:order rdfs:range xsd:positiveInteger .",
        "jn:Person owl:hasKey ( jn:order ) .",
        "jn:Person rdfs:subClassOf [ owl:onProperty jn:order ; owl:maxCardinality 1 ] .",
        "jn:Person rdfs:subClassOf [ owl:onProperty jn:order ; owl:hasValue 1 ] .",
        "jn:order owl:propertyDisjointWith jn:day .",
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual jnd:a ;"
        " owl:assertionProperty jn:order ; owl:targetValue 1 .",
    ],
)
def test_literals_stay_themselves_where_an_axiom_can_tell_them_apart(axiom: str) -> None:
    view = dl_view(small(WORDS + axiom, "jnd:a jn:order 1 , 2 ."))
    assert is_blind_to_values(dl_view(small(WORDS)))
    assert not is_blind_to_values(view)
    assert len([r for r in Summary(view).assertions if isinstance(r[2], ox.Literal)]) == 2


def test_ill_typed_literals_stay_themselves() -> None:
    data = 'jnd:a jn:order "1"^^xsd:integer , "one"^^xsd:integer , "two"^^xsd:integer .'
    summary = Summary(dl_view(small(WORDS, data)))
    assert sorted(r[2].value for r in summary.assertions if isinstance(r[2], ox.Literal)) == [
        "0", "one", "two",
    ]  # fmt: skip


def test_a_clash_of_the_summary_alone_is_refined_away(plant: Planter) -> None:
    """Merged, a person succeeds and is succeeded; only apart is nobody their own successor."""
    tree = plant(
        {
            "ontology/a.ttl": "jn:Person a owl:Class . "
            "jn:succeeds a owl:ObjectProperty , owl:IrreflexiveProperty .",
            "data/stated/x/a.ttl": "jnd:a a jn:Person ; jn:succeeds jnd:b . jnd:b a jn:Person ; "
            "jn:succeeds jnd:c . jnd:c a jn:Person .",
        }
    )
    court = Court(dl_view(read(tree)), "pyhermit")
    assert not ask("pyhermit", court.whole(court.summary, ())).is_consistent
    assert court.clash() is None
    assert len(court.summary.members) > 1


ONTOLOGY = """
jn:A a owl:Class ; owl:disjointWith jn:B .
jn:B a owl:Class .
jn:C a owl:Class ; rdfs:subClassOf
    [ a owl:Restriction ; owl:onProperty jn:p ; owl:allValuesFrom jn:A ] .
jn:D a owl:Class ; owl:equivalentClass
    [ a owl:Restriction ; owl:onProperty jn:q ; owl:hasValue jnd:k ] .
jn:p a owl:ObjectProperty , owl:AsymmetricProperty .
jn:q a owl:FunctionalProperty , owl:ObjectProperty ; rdfs:range jn:B .
jn:r a owl:ObjectProperty , owl:IrreflexiveProperty ; rdfs:subPropertyOf jn:s .
jn:s a owl:ObjectProperty ; rdfs:domain jn:B .
jn:n a owl:DatatypeProperty , owl:FunctionalProperty .
jn:m a owl:DatatypeProperty ; rdfs:range xsd:integer .
jnd:k owl:differentFrom jnd:l .
"""
INDIVIDUALS = st.sampled_from("abcdekl")
LINES = st.one_of(
    st.tuples(INDIVIDUALS, st.sampled_from("ABCD")).map(lambda x: f"jnd:{x[0]} a jn:{x[1]} ."),
    st.tuples(INDIVIDUALS, st.sampled_from("pqrs"), INDIVIDUALS).map(
        lambda x: f"jnd:{x[0]} jn:{x[1]} jnd:{x[2]} ."
    ),
    st.tuples(INDIVIDUALS, st.sampled_from("nm"), st.sampled_from(["1", "2", '"w"@en'])).map(
        lambda x: f"jnd:{x[0]} jn:{x[1]} {x[2]} ."
    ),
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(LINES, min_size=2, max_size=9), st.booleans())
def test_the_summary_gives_the_verdict_of_the_whole(lines: list[str], counts: bool) -> None:
    words = (
        ONTOLOGY if counts else ONTOLOGY.replace("Property , owl:FunctionalProperty", "Property")
    )
    view = dl_view(small(words, "\n".join(lines)))
    court = Court(view, "pyhermit")
    plainly = ask("pyhermit", court.in_full())
    assert not plainly.refusals
    clash = court.clash()
    assert (clash is None) == plainly.is_consistent
    if clash:
        assert court.clashes(clash.axioms)
        own = set(view.assertions)
        rows = {tuple(a.triples[0]) for a in clash.axioms if a.form.name.endswith("Assertion")}
        assert rows <= own
