"""What follows from a dataset: all of it, nothing else, and no sooner than its premises."""

from collections.abc import Iterable
from itertools import product
from zlib import crc32

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Planter, reasoned_from
from excerpts import excerpt
from jnkg.closure import Closure, Fact
from jnkg.dataset import Dataset, read
from jnkg.errors import Refused
from jnkg.levels import ALWAYS, Level, covers, identity_levels, level
from jnkg.names import INFERRED, NS, PREFIXES, STATUSES
from jnkg.querylint import read_all
from jnkg.reason import Reasoned, fact, follows
from jnkg.rooms import Tree
from jnkg.rulebook import rules
from jnkg.rules import Rule, axiom_rules
from jnkg.turtle import parse
from jnkg.worlds import admits, days, narrow
from peer_owlrl import peer_conclusions

PREFIX = """
@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
AXIOMS = """
:Cat rdfs:subClassOf :Animal . :Animal rdfs:subClassOf :Being .
:Pet owl:equivalentClass :Companion .
:keeps rdfs:domain :Keeper ; rdfs:range :Pet . :feeds rdfs:subPropertyOf :keeps .
:isKeptBy owl:inverseOf :keeps .
:meets a owl:SymmetricProperty . :isAbove a owl:TransitiveProperty .
:cares owl:equivalentProperty :feeds .
:isGrandAbove owl:propertyChainAxiom ( :isAbove :isAbove ) .
:visits owl:propertyChainAxiom ( :meets :keeps ) .
:hosts owl:propertyChainAxiom ( :isKeptBy :meets :keeps ) .
:RedThing owl:equivalentClass
  [ a owl:Restriction ; owl:onProperty :hasColour ; owl:hasValue :red ] .
[ a owl:Restriction ; owl:onProperty :keeps ; owl:someValuesFrom :Cat ] rdfs:subClassOf :CatKeeper .
[ a owl:Class ; owl:intersectionOf ( :Cat :RedThing ) ] rdfs:subClassOf :RedCat .
[ a owl:Class ; owl:unionOf ( :RedCat :Keeper ) ] rdfs:subClassOf :Noted .
:Noted rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :meets ; owl:allValuesFrom :Noted ] .
:RedCat rdfs:subClassOf [ a owl:Class ; owl:intersectionOf ( :Rare :Being ) ] .
:sharesKeeper owl:propertyChainAxiom ( [ owl:inverseOf :keeps ] :keeps ) .
[ owl:inverseOf :hasColour ] rdfs:subPropertyOf :isColourOf .
[ a owl:Restriction ; owl:onProperty [ owl:inverseOf :feeds ] ; owl:someValuesFrom :Keeper ]
  rdfs:subClassOf :Fed .
"""
CLASSES = ("Cat", "Animal", "Pet", "RedThing", "Keeper", "Noted", "RedCat", "Companion")
PROPERTIES = ("keeps", "feeds", "isKeptBy", "meets", "isAbove", "hasColour", "cares")
NODES = ("a", "b", "c", "d", "red")


def turtle(text: str) -> list[ox.Triple]:
    return list(parse(PREFIX + text))


LAWS = tuple(axiom_rules(turtle(AXIOMS)))
TYPED = st.builds(
    "{} a {}".format, *(st.sampled_from([f":{n}" for n in g]) for g in (NODES, CLASSES))
)
RELATED = st.builds(
    "{} {} {}".format, *(st.sampled_from([f":{n}" for n in g]) for g in (NODES, PROPERTIES, NODES))
)
GRAPHS = st.lists(st.one_of(TYPED, RELATED), min_size=1, max_size=9).map(
    lambda lines: turtle(" .\n".join(lines) + " .")
)


def lines(triples: object) -> set[str]:
    return {str(t) for t in triples}  # type: ignore[attr-defined]


@settings(max_examples=60, deadline=None)
@given(GRAPHS)
def test_concludes_what_owlrl_concludes_on_random_graphs(graph: list[ox.Triple]) -> None:
    ours = lines(follows(graph, LAWS)) - lines(turtle(AXIOMS))
    assert ours == peer_conclusions([*turtle(AXIOMS), *graph])


def test_concludes_what_owlrl_concludes_on_an_excerpt_of_the_data(
    dataset: Dataset, reasoned: Reasoned
) -> None:
    """The rules that OWL cannot say are left out on both sides; `make bench` takes the whole."""
    ontology = {t for file in dataset.of("ontology") for t in file.triples}
    fewer = [
        t
        for t in excerpt(dataset).triples
        if t in ontology or crc32(str(t.subject).encode()) % 3 == 0
    ]
    laws = [rule for rule in reasoned.rules if rule.axiom is not None]
    ours = lines(follows(fewer, laws))
    assert len(ours) > 1000
    assert ours == peer_conclusions(fewer)


@pytest.mark.parametrize("axiom", [line for line in AXIOMS.split(" .\n") if line.strip()])
def test_the_random_graphs_set_off_every_axiom(axiom: str) -> None:
    """Without one of the axioms, less is concluded from a graph that holds a bit of everything."""
    whole = turtle(" .\n".join(
        [f":{n} a :{c}" for n, c in product(("a", "red"), ("Cat",))]
        + [":a :feeds :b", ":b :meets :c", ":c :keeps :d", ":a :isAbove :b", ":b :isAbove :c",
           ":a :hasColour :red", ":b a :RedThing", ":d :cares :a", ":c :isKeptBy :a", ":d a :Pet",
           ":b a :Cat", ":c :isAbove :d", ":a :meets :c", ":a :meets :e"]
    ) + " .")  # fmt: skip
    fewer = turtle(AXIOMS.replace(axiom, ":x a :Y", 1))
    assert lines(follows(whole, LAWS)) - lines(follows(whole, tuple(axiom_rules(fewer))))


CLASS = st.sampled_from([f":{c}" for c in CLASSES])
LINK = st.sampled_from([f":{p}" for p in PROPERTIES])
STEP = LINK | LINK.map("[ owl:inverseOf {} ]".format)
VALUE = st.builds("[ owl:onProperty {} ; owl:hasValue :{} ]".format, STEP, st.sampled_from(NODES))
ASKED = st.recursive(
    CLASS | VALUE,
    lambda inner: (
        st.builds("[ owl:intersectionOf ( {} {} ) ]".format, inner, inner)
        | st.builds("[ owl:unionOf ( {} {} ) ]".format, inner, inner)
        | st.builds("[ owl:onProperty {} ; owl:someValuesFrom {} ]".format, STEP, inner)
    ),
    max_leaves=4,
)
TOLD = st.recursive(
    CLASS | VALUE,
    lambda inner: (
        st.builds("[ owl:intersectionOf ( {} {} ) ]".format, inner, inner)
        | st.builds("[ owl:onProperty {} ; owl:allValuesFrom {} ]".format, STEP, inner)
    ),
    max_leaves=4,
)
ANY_AXIOM = (
    st.builds("{} rdfs:subClassOf {}".format, ASKED, TOLD)
    | st.builds("{} owl:equivalentClass {}".format, CLASS, VALUE)
    | st.builds("{} rdfs:domain {}".format, LINK, TOLD)
    | st.builds("{} rdfs:range {}".format, LINK, TOLD)
    | st.builds("{} rdfs:subPropertyOf {}".format, STEP, LINK)
    | st.builds("{} owl:inverseOf {}".format, LINK, LINK)
    | st.builds("{} owl:propertyChainAxiom ( {} {} )".format, LINK, STEP, STEP)
    | st.builds("{} a owl:{}Property".format, LINK, st.sampled_from(["Symmetric", "Transitive"]))
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ANY_AXIOM, min_size=1, max_size=5), GRAPHS)
def test_concludes_what_owlrl_concludes_from_random_axioms(
    axioms: list[str], graph: list[ox.Triple]
) -> None:
    laws = turtle(" .\n".join(axioms) + " .")
    assert lines(follows(graph, axiom_rules(laws))) == peer_conclusions([*laws, *graph])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(RELATED | TYPED, st.integers(0, 2), st.integers(1, 4)), max_size=9))
def test_a_conclusion_is_there_in_just_the_worlds_in_which_its_premises_are(
    claims: list[tuple[str, int, int]],
) -> None:
    """Level by level the same as a closure of each world on its own."""
    given_facts = [
        (fact(turtle(text + " .")[0]), (rank, f"200{day}-01-01")) for text, rank, day in claims
    ]
    found = list(Closure(LAWS).conclude(given_facts))
    for rank, day in product(range(3), range(6)):
        world: Level = (rank, f"200{day}-01-01")
        inside = {f for f, at in given_facts if covers(at, world)}
        alone = {f for f, _ in Closure(LAWS).conclude((f, ALWAYS) for f in inside)}
        assert {f for f, at in found if covers(at, world)} | inside == alone | inside


def least(levels: Iterable[Level]) -> tuple[Level, ...]:
    """Keep the levels that no other one covers, in order."""
    kept: list[Level] = []
    for each in sorted(set(levels), key=lambda v: (v[1], v[0])):
        if not any(covers(one, each) for one in kept):
            kept.append(each)
    return tuple(kept)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(RELATED | TYPED, st.integers(0, 2), st.integers(1, 4)), max_size=9))
def test_no_conclusion_lies_where_it_is_already(claims: list[tuple[str, int, int]]) -> None:
    given_facts = [
        (fact(turtle(text + " .")[0]), (rank, f"200{day}-01-01")) for text, rank, day in claims
    ]
    levels: dict[Fact, list[Level]] = {}
    for one, at in Closure(LAWS).conclude(given_facts):
        assert not any(f == one and covers(known, at) for f, known in given_facts)
        levels.setdefault(one, []).append(at)
    assert all(sorted(least(found)) == sorted(found) for found in levels.values())


@pytest.mark.parametrize("status", STATUSES)
def test_a_world_of_the_data_holds_just_what_follows_in_it(reasoned: Reasoned, status: str) -> None:
    for day in ("1900-01-01", "2004-12-31", "2014-09-26", "2024-10-17", days(reasoned.dataset)[-1]):
        contents = narrow(reasoned, status, day)
        written = {
            t
            for graph, triples in contents.united()
            if not graph.value.startswith(INFERRED)
            for t in triples
        }
        assert written | set(follows(written, reasoned.rules)) == set(contents.default)


def test_strict_answers_rest_on_no_reading(reasoned: Reasoned) -> None:
    descent = ox.NamedNode(NS + "descendsFrom")
    last = days(reasoned.dataset)[-1]
    found = {
        status: [t for t in narrow(reasoned, status, last).default if t.predicate == descent]
        for status in STATUSES
    }
    assert len(found["interpreted"]) > len(found["stated"]) > 0
    ends = {
        (t.subject.value, t.predicate.value, getattr(t.object, "value", ""))
        for f in reasoned.dataset.of("stated")
        for t in f.triples
        if isinstance(t.subject, ox.NamedNode)
    }
    kept = {s: o for s, p, o in ends if p.endswith("sFrom") and "/link-" in s}
    stated = {(o, kept[s]) for s, p, o in ends if p == NS + "linksTo" and s in kept}
    direct = {(t.subject.value, getattr(t.object, "value", "")) for t in found["stated"]}  # type: ignore[union-attr]
    assert direct == stated


def test_a_rule_that_owl_cannot_say_concludes_what_its_query_does(
    tree: Tree, reasoned: Reasoned
) -> None:
    store = ox.Store()
    contents = narrow(reasoned, "interpreted", days(reasoned.dataset)[-1])
    store.extend(ox.Quad(*t) for t in contents.default)
    questions, _ = read_all(tree, "infer")
    assert questions
    for question in questions:
        result = store.query(question.text)
        assert isinstance(result, ox.QueryTriples)
        constructed = set(result)
        heads = {t.predicate for t in constructed}
        assert constructed
        assert constructed == {t for t in contents.default if t.predicate in heads}


SMALL = {
    "ontology/small.ttl": """
jn:evolvedInto owl:propertyChainAxiom ( jn:isOpenedBy jn:linksTo ) .
jn:isOpenedBy owl:inverseOf jn:linksFrom .
jn:Document a owl:Class . jn:Passage a owl:Class . jn:Area rdfs:subClassOf jn:Thing .
""",
    "data/identity/all.ttl": """
jnd:document-a a jn:Document ; jn:issuedLatest "2001-01-01"^^xsd:date .
jnd:document-b a jn:Document ; jn:issuedLatest "2002-01-01"^^xsd:date .
jnd:area-x a jn:Area .
""",
    "data/stated/p/a.ttl": """
jnd:passage-a-1 a jn:Passage ; dcterms:isPartOf jnd:document-a .
jnd:link-x jn:linksFrom jnd:area-x .
""",
    "data/stated/p/b.ttl": """
jnd:passage-b-1 a jn:Passage ; dcterms:isPartOf jnd:document-b .
jnd:link-x jn:linksTo jnd:area-y .
""",
    "data/interpreted/2003-01-01-more.ttl": "jnd:link-x jn:linksTo jnd:area-z .",
}


def inferred(reasoned: Reasoned) -> dict[str, set[str]]:
    return {
        g.graph.value.removeprefix(INFERRED): {
            t.object.value.rsplit("/", 1)[1]
            for t in g.conclusions
            if t.predicate.value == NS + "evolvedInto" and isinstance(t.object, ox.NamedNode)
        }
        for g in reasoned.inferred
    }


def test_a_conclusion_lies_in_the_graph_of_its_weakest_status_and_latest_day(
    plant: Planter,
) -> None:
    found = inferred(reasoned_from(read(plant(SMALL))))
    assert {graph: areas for graph, areas in found.items() if areas} == {
        "stated-2002-01-01": {"area-y"},
        "interpreted-2003-01-01": {"area-z"},
    }


def test_an_identity_node_concludes_nothing_before_a_claim_mentions_it(plant: Planter) -> None:
    found = reasoned_from(read(plant(SMALL)))
    kinds = {g.level for g in found.inferred for t in g.conclusions if "Thing" in str(t.object)}
    assert kinds == {(0, "2001-01-01")}
    node = ox.NamedNode("https://w3id.org/jnkg/id/area-x")
    assert identity_levels(found.dataset)[node] == ((0, "2001-01-01"),)


def test_what_rests_on_what_is_set_aside_is_set_aside_with_it(plant: Planter) -> None:
    files = SMALL | {
        "data/derived/clash.ttl": """
jnd:conflict-x a jn:Conflict ; jn:onNode jnd:link-x ; jn:onProperty jn:linksTo ;
  jn:hasVersion jnd:conflict-version-b .
jnd:conflict-version-b a jn:ConflictVersion ; jn:inDocument jnd:document-b .
jnd:derivation-x a jn:Derivation ; jn:hasPremise jnd:passage-b-1 .
""",
        "data/interpreted/2004-01-01-choice.ttl": """
jnd:preference-x a jn:Preference ; jn:resolvesConflict jnd:conflict-x ;
  jn:setsAside jnd:conflict-version-b .
""",
    }
    found = reasoned_from(read(plant(files)))

    def led_to(day: str) -> set[str]:
        default = narrow(found, "interpreted", day).default
        return {str(t.object)[-7:-1] for t in default if t.predicate.value == NS + "evolvedInto"}

    assert led_to("2003-12-31") == {"area-y", "area-z"}
    assert led_to("2004-01-01") == {"area-z"}
    files["ontology/more.ttl"] = "jn:leadsTo rdfs:subPropertyOf jn:linksTo ."
    files["data/interpreted/2005-01-01-again.ttl"] = "jnd:link-x jn:leadsTo jnd:area-y ."
    found = reasoned_from(read(plant(files)))
    assert led_to("2004-12-31") == {"area-z"}
    assert led_to("2005-01-01") == {"area-y", "area-z"}, "what is set aside may follow all the same"


def test_a_premise_of_which_nothing_tells_the_day_concludes_nothing(plant: Planter) -> None:
    files = SMALL | {"data/identity/all.ttl": "jnd:document-a a jn:Document ."}
    found = reasoned_from(read(plant(files)))
    assert not any(inferred(found).values())
    assert [level(e) for e in found.dataset.catalogue if e.file.status == "Stated"] == [None, None]
    assert not admits("interpreted", "9999-12-31", None)


UNHEARD = {
    "functional": ("jn:p", "a owl:FunctionalProperty"),
    "cardinality": ("jn:C", "rdfs:subClassOf [ owl:onProperty jn:p ; owl:maxCardinality 1 ]"),
    "some-on-the-right": (
        "jn:C", "rdfs:subClassOf [ owl:onProperty jn:p ; owl:someValuesFrom jn:D ]"
    ),
    "all-on-the-left": (
        "[ owl:onProperty jn:p ; owl:allValuesFrom jn:D ]", "rdfs:subClassOf jn:C"
    ),
    "union-on-the-right": ("jn:C", "rdfs:subClassOf [ owl:unionOf ( jn:D jn:E ) ]"),
    "complement": ("jn:C", "rdfs:subClassOf [ owl:complementOf jn:D ]"),
    "key": ("jn:C", "owl:hasKey ( jn:p )"),
    "description-of-a-name": ("jn:C", "owl:intersectionOf ( jn:D jn:E )"),
    "disjoint-union": ("jn:C", "owl:disjointUnionOf ( jn:D jn:E )"),
    "of-everything": ("owl:Thing", "rdfs:subClassOf jn:C"),
    "of-literals": (
        "[ owl:onProperty jn:p ; owl:someValuesFrom xsd:string ]", "rdfs:subClassOf jn:C"
    ),
    "nothing-to-follow": ("jn:p", "owl:propertyChainAxiom ()"),
    "broken-list": ("jn:p", "owl:propertyChainAxiom [ rdf:first jn:p ]"),
    "endless-list": ("jn:p", "owl:propertyChainAxiom _:l . _:l rdf:first jn:p ; rdf:rest _:l"),
    "part-of-itself": ("_:c", "rdfs:subClassOf jn:C . _:c owl:unionOf ( _:c jn:D )"),
    "described-individual": ("jn:x", "a [ owl:onProperty jn:p ; owl:hasValue jn:y ]"),
    "nameless-property": ("[ owl:unionOf ( jn:C jn:D ) ]", "rdfs:subPropertyOf jn:p"),
}  # fmt: skip


@pytest.mark.parametrize("axiom", sorted(UNHEARD))
def test_an_axiom_that_no_rule_can_be_made_of_is_refused(axiom: str, plant: Planter) -> None:
    subject, rest = UNHEARD[axiom]
    tree = plant({"ontology/x.ttl": f"{subject}\n    {rest} ;\n    .\n"})
    with pytest.raises(Refused) as refused:
        rules(read(tree), tree)
    found = refused.value.findings
    assert {f.rule for f in found} == {"axiom-without-rule"}
    assert all(f.file == "ontology/x.ttl" for f in found)
    assert subject.startswith(("[", "_")) or {f.line for f in found} == {len(PREFIXES) + 2}


INFERRING = """#: title.en = "t"
#: title.ja = "題"
#: about.en = "a"
#: about.ja = "説明"

PREFIX jn: <https://w3id.org/jnkg/ns/>

"""
BODIES = {
    "CONSTRUCT { ?a jn:p ?b } WHERE { ?a jn:q ?b . FILTER (?a != ?b) }": True,
    "CONSTRUCT { ?a jn:p ?b ; a jn:C . } WHERE { ?a a jn:D ; jn:q/jn:r ?b }": False,
    "CONSTRUCT { ?a jn:p ?c } WHERE { ?a jn:q ?b }": False,
    "CONSTRUCT { ?a jn:p ?b } WHERE { ?a jn:q ?b . FILTER NOT EXISTS { ?b jn:r ?a } }": False,
    "CONSTRUCT { ?a jn:p ?b } WHERE { ?a jn:q ?b . OPTIONAL { ?b jn:r ?a } }": False,
    "CONSTRUCT { ?a jn:p ?b } WHERE { ?a ?q ?b }": False,
    "CONSTRUCT { ?a jn:p ?b } WHERE { ?a jn:q ?b ; jn:r [ jn:q ?b ] }": False,
    "SELECT ?a WHERE { ?a jn:q ?b }": False,
}


@pytest.mark.parametrize("body", sorted(BODIES))
def test_a_query_is_a_rule_if_more_knowledge_cannot_take_its_conclusions_back(
    body: str, plant: Planter
) -> None:
    tree = plant({"queries/infer/x.rq": INFERRING + body})
    if BODIES[body]:
        assert [r.name for r in rules(read(tree), tree)] == ["x"]
        return
    with pytest.raises(Refused) as refused:
        rules(read(tree), tree)
    assert [f.rule for f in refused.value.findings] == ["query-parse"]


def test_rules_come_from_the_ontology_alone(reasoned: Reasoned) -> None:
    assert {type(r) for r in reasoned.rules} == {Rule}
    without = [r for r in reasoned.rules if r.axiom is None]
    assert {r.name for r in without} == {"met-with"}
