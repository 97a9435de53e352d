from __future__ import annotations

import csv
import json
import re
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyld.jsonld
import pyoxigraph as ox
import pytest

from jnkg.answer import Answer, run
from jnkg.endpoint.site import Site
from jnkg.linked import describing
from jnkg.linked.context import Context, Word, context_of
from jnkg.linked.describing import describe
from jnkg.linked.description import Description
from jnkg.linked.forms import FORMS, Setting, write
from jnkg.linked.frames import frame
from jnkg.linked.jsonld import write_jsonld
from jnkg.linked.kept import describe_query, describe_shape, query_names
from jnkg.linked.table import HEAD
from jnkg.linked.wholes import describe_graph, describe_ontology
from jnkg.names import CATALOGUE, ID, NS, PREFIXES, QUERY, expand
from jnkg.rooms import Tree
from jnkg.store import World
from jnkg.turtle import canonical, head_comment, parse
from visits import visit

ADDRESS = "http://localhost/context.jsonld"
QUERIES = "http://localhost/sparql?query="
CLASSES = (
    *(
        "Person",
        "State",
        "InternationalOrganization",
        "Body",
        "Unit",
        "Post",
        "Tenure",
        "Membership",
    ),
    *("Document", "Passage", "Evidence", "Participation", "Signature", "Summit", "BilateralTalk"),
    *("Exercise", "Visit", "MinisterialMeeting", "Signing", "Session", "Activity", "StatusReport"),
    *("Commitment", "Area", "Theme", "AreaScheme", "LineageLink", "PartnershipProgramme"),
    *("Declaration", "Derivation", "Reading", "Conflict", "NotPrinted", "SearchRecord", "Position"),
)
RDF_FORMS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
}


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(expand(name) or name)


def setting(world: World) -> Setting:
    return Setting(lambda: context_of(world), ADDRESS, lambda: world.labels("en"))


def canonized(triples: list[ox.Triple]) -> set[str]:
    dataset = ox.Dataset(ox.Quad(*t) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad).lower() for quad in dataset}  # tags of languages: any case


def read_back(world: World, description: Description, ending: str) -> set[str]:
    body = write(description, ending, setting(world))
    if ending == "jsonld":
        return from_jsonld(json.loads(body), context_of(world))
    quads = ox.parse(body, format=RDF_FORMS[ending])
    return canonized([q.triple for q in quads if q.graph_name == ox.DefaultGraph()])


def loader(context: Context) -> Any:
    document = context.document()
    return lambda address, _: {
        "contextUrl": None,
        "documentUrl": address,
        "document": document,
        "contentType": "application/ld+json",
    }


def from_jsonld(document: Any, context: Context) -> set[str]:
    options = {"format": "application/n-quads", "documentLoader": loader(context)}
    text = pyld.jsonld.to_rdf(document, options)
    return canonized([q.triple for q in ox.parse(text.encode(), format=ox.RdfFormat.N_QUADS)])


@cache
def samples(world: World) -> dict[str, ox.NamedNode]:
    """One node of each class, that with the most to say."""
    found = {}
    for name in CLASSES:
        text = (
            f"SELECT ?n (COUNT(*) AS ?c) WHERE {{ GRAPH ?g {{ ?n a <{NS}{name}> }} ?n ?p ?o }} "
            "GROUP BY ?n ORDER BY DESC(?c) ?n LIMIT 1"
        )
        for row in run(world, text).rows:
            assert isinstance(row[0], ox.NamedNode)
            found[name] = row[0]
    return found


@pytest.mark.parametrize("name", CLASSES)
def test_every_form_of_a_node_of_each_class_says_the_same(world: World, name: str) -> None:
    description = describe(world, samples(world)[name], QUERIES)
    expected = canonized(list(description.triples))
    for ending in ("ttl", "nt", "rdf", "trig", "jsonld"):
        assert read_back(world, description, ending) == expected, ending


@pytest.mark.parametrize("name", CLASSES)
def test_json_ld_is_what_a_processor_compacts_it_to(world: World, name: str) -> None:
    body = write(describe(world, samples(world)[name], QUERIES), "jsonld", setting(world))
    document = json.loads(body)
    options = {"documentLoader": loader(context_of(world)), "graph": True}
    expanded = pyld.jsonld.expand(document, options)
    assert pyld.jsonld.compact(expanded, ADDRESS, options) == document


def test_a_changed_context_does_not_say_the_same(small_world: World) -> None:
    description = describe(small_world, node("jnd:event-2021-example"))
    document = json.loads(write(description, "jsonld", setting(small_world)))
    good = context_of(small_world)
    words = {**good.words, NS + "earliest": Word("earliest", "")}
    assert from_jsonld(document, good) == canonized(list(description.triples))
    assert from_jsonld(document, Context(words)) != canonized(list(description.triples))


def test_a_value_of_an_unusual_kind_is_kept(small_world: World) -> None:
    subject, text = node("jnd:x"), ox.Literal("plain")
    values = (
        text,
        ox.Literal("語", language="ja"),
        node("jnd:y"),
        ox.Literal("1", datatype=node("xsd:date")),
    )
    triples = tuple(
        ox.Triple(subject, node(p), v)
        for p in (
            "jn:summary",
            "jn:earliest",
            "jn:inEvent",
            "jn:isOpen",
            "schema:superEvent",
            "rdfs:label",
        )
        for v in (*values, ox.Literal("007", datatype=node("xsd:integer")), ox.BlankNode("b"))
    )
    context = context_of(small_world)
    body = write_jsonld(Description(subject, triples), context, ADDRESS)
    assert from_jsonld(json.loads(body), context) == canonized(list(triples))


@pytest.mark.parametrize("name", [n for n in CLASSES if n != "AreaScheme"])
def test_a_claim_leads_to_a_passage_or_to_a_ground(world: World, name: str) -> None:
    subject = samples(world)[name]
    description = describe(world, subject)
    rows = table(world, description)
    claims = [r for r in rows if r["status"] in ("stated", "derived", "interpreted")]
    assert claims
    for row in claims:
        assert row["passage"] or row["ground"] or row["subject"].startswith(
            (ID + "passage-", ID + "rule-", ID + "term-")
        ) or is_ground(world, row["subject"]), row  # fmt: skip
        assert row["status"] != "stated" or row["document"], row


def is_ground(world: World, iri: str) -> bool:
    text = f"ASK {{ <{iri}> a ?k . VALUES ?k {{ <{NS}Derivation> <{NS}Reading> }} }}"
    return bool(world.store.query(text))


def table(world: World, description: Description) -> list[dict[str, str]]:
    text = write(description, "csv", setting(world)).decode()
    assert text.endswith("\r\n")
    return list(csv.DictReader(StringIO(text, newline="")))


def test_evidence_is_told_with_its_passage_and_its_words(small_world: World) -> None:
    triples = set(describe(small_world, node("jnd:event-2021-example")).triples)
    evidence, passage = node("jnd:evidence-2021-example-4-a"), node("jnd:passage-2021-example-4")
    quotation = ox.Literal("田中副大臣は出席", language="ja")
    assert ox.Triple(evidence, node("oa:exact"), quotation) in triples
    assert ox.Triple(evidence, node("jn:inPassage"), passage) in triples
    assert ox.Triple(passage, node("jn:order"), literal("4", "integer")) in triples


def literal(value: str, kind: str) -> ox.Literal:
    return ox.Literal(value, datatype=node(f"xsd:{kind}"))


def test_grounds_are_told_with_rule_reason_and_premises(small_world: World) -> None:
    told = describe(small_world, node("jnd:participation-2021-example-tanaka"))
    ground = node("jnd:derivation-tanaka")
    assert {t.predicate.value.removeprefix(NS) for t in told.triples if t.subject == ground} >= {
        *("byRule", "reason", "hasPremise")
    }
    rule = ox.Triple(
        node("jnd:rule-holder"), node("rdfs:label"), ox.Literal("holder of the post", language="en")
    )
    assert rule in told.triples


def test_what_points_at_a_node_leads_to_its_clause(small_world: World) -> None:
    triples = set(describe(small_world, node("jnd:event-2021-example")).triples)
    claim, evidence = (
        node("jnd:participation-2021-example-tanaka"),
        node("jnd:evidence-2021-example-4-a"),
    )
    graph = node("jng:stated-x-2021-03-02-example")
    assert ox.Triple(claim, node("jn:inEvent"), node("jnd:event-2021-example")) in triples
    assert ox.Triple(claim, node("jn:hasEvidence"), evidence) in triples
    assert ox.Triple(graph, node("foaf:topic"), claim) in triples
    assert ox.Triple(graph, node("jn:status"), node("jn:Stated")) in triples


def test_what_is_set_aside_is_in_its_graph_alone(small_world: World) -> None:
    description = describe(small_world, node("jnd:event-2021-example"))
    lost = ox.Triple(
        node("jnd:event-2021-example"), node("jn:earliest"), literal("2021-03-01", "date")
    )
    kept = ox.Triple(lost.subject, lost.predicate, literal("2021-03-02", "date"))
    assert lost not in description.triples
    assert kept in description.triples
    assert {q.graph_name for q in description.quads if q.triple == lost} == {
        node("jng:stated-y-2021-03-01-page")
    }
    rows = {
        r["value"]: r for r in table(small_world, description) if r["property"] == NS + "earliest"
    }
    assert [rows[f"2021-03-0{day}"]["set_aside"] for day in (1, 2)] == ["true", ""]
    assert rows["2021-03-02"]["passage"] == ID + "passage-2021-example-4"
    assert rows["2021-03-02"]["document"] == ID + "document-2021-example"


def test_every_graph_that_says_something_is_in_the_catalogue(world: World) -> None:
    for subject in list(samples(world).values())[:8]:
        quads = describe(world, subject).quads
        graphs = {q.graph_name for q in quads}
        entries = {q.subject for q in quads if q.graph_name == node(CATALOGUE)}
        assert graphs - {node(CATALOGUE)} <= entries


def test_neighbours_are_named_in_both_languages(world: World) -> None:
    for subject in list(samples(world).values())[:8]:
        triples = describe(world, subject).triples
        labels = [t for t in triples if t.predicate == node("rdfs:label")]
        named = {(t.subject, getattr(t.object, "language", None)) for t in labels}
        for triple in triples:
            if isinstance(triple.object, ox.NamedNode) and triple.object.value.startswith(ID):
                assert {(triple.object, "en"), (triple.object, "ja")} <= named, triple.object


def test_what_points_is_told_whole_or_with_its_number(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    japan = node("jnd:state-japan")
    whole = pointers(describe(world, japan, QUERIES), japan)
    assert not rest(describe(world, japan, QUERIES))
    monkeypatch.setattr(describing, "MOST", 5)
    cut = describe(world, japan, QUERIES)
    assert len(pointers(cut, japan)) == 5
    ((place, number),) = rest(cut)
    assert number == len(whole)
    assert place.startswith(QUERIES)
    assert ox.Triple(japan, node("rdfs:seeAlso"), node(place)) in cut.triples


def test_the_query_for_the_rest_gives_all(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(describing, "MOST", 5)
    ((place, number),) = rest(describe(world, node("jnd:place-tokyo"), QUERIES))
    answered: Answer = run(world, unquote(place.removeprefix(QUERIES)))
    assert len({tuple(map(str, row)) for row in answered.rows}) == number


def pointers(description: Description, target: ox.NamedNode) -> set[ox.Triple]:
    own = describing.TOPIC
    return {q.triple for q in description.quads if q.object == target and q.predicate != own}


def rest(description: Description) -> list[tuple[str, int]]:
    count = node(describing.VOID + "triples")
    found = [t for t in description.triples if t.predicate == count]
    return [(str(t.subject)[1:-1], int(getattr(t.object, "value", ""))) for t in found]


def test_turtle_puts_the_node_first_and_declares_what_it_uses(world: World) -> None:
    text = write(describe(world, node("jnd:state-japan")), "ttl", setting(world)).decode()
    head, _, body = text.partition("\n\n")
    assert body.startswith("jnd:state-japan\n    a ")
    declared = {line.split()[1] for line in head.splitlines()}
    assert all(f"{prefix}" in body for prefix in declared)
    assert "jn:" in declared
    assert "vann:" not in declared


@pytest.mark.parametrize("module", ["event", "alignment", "relation"])
def test_a_module_is_given_as_its_file_is_written(tree: Tree, world: World, module: str) -> None:
    iri = node(f"https://w3id.org/jnkg/ontology/{module}")
    text = write(describe_ontology(world, iri), "ttl", setting(world)).decode()
    file = tree.text(f"ontology/{module}.ttl")
    assert text == canonical(file).removeprefix("\n".join([*head_comment(file), "", ""]))


def test_the_namespace_gives_every_term(world: World) -> None:
    told = {t.subject for t in describe_ontology(world, node(NS)).triples}
    assert {
        node("jn:Summit"),
        node("jn:descendsFrom"),
        node("https://w3id.org/jnkg/ontology/gap"),
    } <= told


def test_a_version_gives_the_header_and_an_unknown_one_nothing(world: World) -> None:
    told = describe_ontology(world, node("https://w3id.org/jnkg/ontology/0.1.0"))
    assert node("https://w3id.org/jnkg/ontology") in {t.subject for t in told.triples}
    assert not describe_ontology(world, node("https://w3id.org/jnkg/ontology/9.9.9")).triples


def test_a_term_is_told_with_its_lists(world: World) -> None:
    chained = [
        r[0]
        for r in run(
            world, f"SELECT ?t WHERE {{ ?t <{PREFIXES['owl']}propertyChainAxiom> ?l }}"
        ).rows
    ]
    assert chained
    for term in (t for t in chained if isinstance(t, ox.NamedNode)):
        triples = describe(world, term).triples
        assert any(t.predicate == node("rdf:rest") and t.object == node("rdf:nil") for t in triples)


def test_a_graph_gives_its_triples_and_its_entry(small_world: World) -> None:
    graph = node("jng:stated-x-2021-03-02-example")
    description = describe_graph(small_world, graph)
    inside = {q.triple for q in description.quads if q.graph_name == graph}
    assert inside == {
        q.triple for q in small_world.store.quads_for_pattern(None, None, None, graph)
    }
    assert {t.subject for t in set(description.triples) - inside} == {graph}


def test_a_shape_is_what_its_file_says(tree: Tree) -> None:
    described = describe_shape(tree, "Activity-inPlace")
    everything = describe_shape(tree, "")
    assert described
    assert everything
    lists = [t for t in described.triples if t.predicate == node("rdf:first")]
    assert len(lists) == 2
    files = [t for path in tree.files("shapes", ".ttl") for t in parse(tree.text(path))]
    assert canonized(list(everything.triples)) == canonized(files)
    assert describe_shape(tree, "Nothing") is None


def test_every_stored_query_is_described_as_editors_expect(tree: Tree) -> None:
    for name in query_names(tree):
        described = describe_query(tree, name, "http://localhost/sparql")
        assert described
        own = [t for t in described.triples if t.subject == node(QUERY + name)]
        names = [re.split("[#/]", t.predicate.value)[-1] for t in own]
        languages = [getattr(t.object, "language", None) for t in own]
        said = set(zip(names, languages, strict=True))
        assert {("label", "en"), ("label", "ja"), ("comment", "en"), ("comment", "ja")} <= said
        assert {("prefixes", None), ("target", None)} <= said
        assert {("select", None), ("construct", None)} & said
    assert describe_query(tree, "no-such-question", "http://localhost/sparql") is None


def test_a_described_query_runs_with_its_declared_prefixes(tree: Tree, world: World) -> None:
    described = describe_query(tree, "actors", "http://localhost/sparql")
    assert described
    (text,) = (t.object for t in described.triples if t.predicate == node("sh:select"))
    assert isinstance(text, ox.Literal)
    declared = [t for t in described.triples if t.predicate == node("sh:declare")]
    assert len(declared) == text.value.count("PREFIX ")
    assert run(world, text.value).rows


def test_the_context_tells_nodes_texts_and_days_apart(world: World) -> None:
    words = context_of(world).words
    assert words[NS + "inEvent"] == Word("inEvent", "@id")
    assert words[PREFIXES["rdfs"] + "label"] == Word("label", "@language")
    assert words[PREFIXES["skos"] + "definition"] == Word("definition", "@language")
    assert words[NS + "summary"] == Word("summary", "@language")
    assert words[NS + "earliest"].kind == PREFIXES["xsd"] + "date"
    assert words[NS + "order"].kind == ""


def test_no_two_terms_have_one_name(world: World) -> None:
    names = [word.name for word in context_of(world).words.values()]
    assert len(names) == len(set(names))
    assert not set(names) & set(PREFIXES)


@pytest.mark.parametrize(
    "name", ["Person", "Summit", "Document", "PartnershipProgramme", "Area", "Commitment"]
)
def test_a_frame_makes_a_tree_with_labels_in_both_languages(world: World, name: str) -> None:
    subject = samples(world)[name]
    document = json.loads(write(describe(world, subject), "jsonld", setting(world)))
    made = frame(world, name, ADDRESS)
    framed = pyld.jsonld.frame(document, made, {"documentLoader": loader(context_of(world))})
    members = framed.get("@graph", [framed])
    found = next(m for m in members if m["@id"] == "jnd:" + subject.value.removeprefix(ID))
    assert found["label"].keys() >= {"en", "ja"}
    assert embedded(found) >= 2


def embedded(found: object) -> int:
    """How deep nodes stand inside nodes."""
    if isinstance(found, list):
        return max(map(embedded, found), default=0)
    if not isinstance(found, dict):
        return 0
    return ("@id" in found) + max(map(embedded, found.values()), default=0)


def test_there_is_no_frame_for_what_is_no_class(world: World) -> None:
    assert frame(world, "inEvent", ADDRESS) is None
    assert frame(world, "Nothing", ADDRESS) is None


def test_the_table_has_its_columns_and_names_things_in_the_language_asked_for(site: Site) -> None:
    bodies = {
        tag: visit(site, f"/id/state-japan.csv?lang={tag}").body.decode() for tag in ("en", "ja")
    }
    rows = {tag: list(csv.DictReader(StringIO(body, newline=""))) for tag, body in bodies.items()}
    assert tuple(rows["en"][0]) == HEAD
    assert [r["subject"] for r in rows["en"]] == [r["subject"] for r in rows["ja"]]
    kinds = {tag: {r["property_label"] for r in found} for tag, found in rows.items()}
    assert "type" in kinds["en"]
    assert "種類" in kinds["ja"]


def test_the_same_world_gives_the_same_bytes(world: World, tmp_path: Path) -> None:
    for ending in FORMS:
        first, second = (
            write(describe(world, node("jnd:state-japan")), ending, setting(world)) for _ in "ab"
        )
        assert first == second
