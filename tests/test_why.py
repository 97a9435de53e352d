"""Why a triple holds: each leaf of a proof is written somewhere, each step is one of a rule."""

import re
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from conftest import Planter, build_world, reasoned_from
from jnkg.closure import Closure
from jnkg.dataset import Dataset, read
from jnkg.levels import ALWAYS
from jnkg.names import ID, INFERRED, LANGUAGES, NS, PREFIXES, RDF_TYPE
from jnkg.places import Places
from jnkg.prooftext import LAWS, WORDS, Layout, to_json, to_text
from jnkg.querylint import read_all
from jnkg.reason import Reasoned, fact
from jnkg.render import display_width
from jnkg.rooms import Tree
from jnkg.store import World
from jnkg.why import Case, Proof, Support, case
from test_cli import jnkg
from test_reason import SMALL

JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
DESCENT = ox.Triple(
    ox.NamedNode(ID + "area-2023-itpp-cyber"),
    ox.NamedNode(NS + "descendsFrom"),
    ox.NamedNode(ID + "area-2014-ipcp-3.1.1"),
)
DECLARATION = "instrument-2013-joint-political-declaration"
SIGNED = ox.Triple(
    ox.NamedNode(ID + "person-abe-shinzo"),
    ox.NamedNode(NS + "hasSigned"),
    ox.NamedNode(ID + "instrument-2014-ipcp"),
)


@pytest.fixture(scope="session")
def cases(world: World, reasoned: Reasoned) -> dict[str, Case]:
    return {language: case(world, reasoned.rules, language) for language in LANGUAGES}


def layout(tree: Tree, dataset: Dataset, world: World, language: str) -> Layout:
    questions = {q.name: q for q in read_all(tree, "infer")[0]}
    return Layout(language, world.labels(language), Places(dataset.files), questions)


def steps(proof: Proof) -> Iterator[Proof]:
    yield proof
    for premise in proof.premises:
        yield from steps(premise)


def supports(support: Support) -> Iterator[Support]:
    yield support
    for premise in support.premises:
        yield from supports(premise)


def triple(proof: Proof) -> ox.Triple:
    said = proof.said
    subject, predicate = ox.NamedNode(said.subject.iri), ox.NamedNode(said.predicate.iri)
    value = ox.NamedNode(said.object.iri) if said.object.iri else ox.Literal(said.object.label)
    return ox.Triple(subject, predicate, value)


def test_every_conclusion_of_the_graph_has_a_proof_that_its_rules_bear_out(
    cases: dict[str, Case], world: World
) -> None:
    """Each step is drawn anew from its premises by its rule alone."""
    quads = world.store.quads_for_pattern(None, None, None, None)
    inferred = [q.triple for q in quads if str(q.graph_name)[1:].startswith(INFERRED)]
    held = [t for t in inferred if ox.Quad(*t) in world.store]  # a preference sets others aside
    assert len(held) > 1500
    for each in held[::7]:
        for step in steps(cases["en"].proof(each)):
            if step.rule is None:
                assert step.support is not None
                continue
            premises = [(fact(triple(p)), ALWAYS) for p in step.premises]
            drawn = {f for f, _ in Closure([step.rule]).conclude(premises)}
            assert fact(triple(step)) in drawn


def test_a_descent_leads_down_to_clauses_of_both_documents(cases: dict[str, Case]) -> None:
    proof = cases["en"].proof(DESCENT)
    names = [s.rule.name for s in steps(proof) if s.rule]
    assert names == ["prp-spo1", "prp-inv2", "prp-spo2", "prp-inv2", "prp-spo1"]
    leaves = [s.support for s in steps(proof) if s.support]
    assert {b.status for s in leaves for b in s.bases} == {"interpreted"}
    passages = {p.node.label for s in leaves for p in s.premises}
    assert "IPCP 2014 (Japanese text) 3.1.1" in passages
    assert any(p.startswith("TBS report on the tailored programme") for p in passages)
    quoted = {p.node.label for s in leaves for p in s.premises if p.words}
    assert "IPCP 2014 (Japanese text) 3.1.1" in quoted


def test_a_derived_premise_leads_on_to_what_is_printed(cases: dict[str, Case]) -> None:
    leaves = [s.support for s in steps(cases["ja"].proof(SIGNED)) if s.support]
    bases = [b for leaf in leaves for s in supports(leaf) for b in s.bases]
    assert {b.status for b in bases} == {"stated", "derived"}
    assert "日本国総理大臣" in {c.quotation for b in bases for c in b.clauses}


def test_what_is_written_needs_no_rule(cases: dict[str, Case]) -> None:
    kind = ox.Triple(
        ox.NamedNode(ID + "state-japan"), ox.NamedNode(RDF_TYPE), ox.NamedNode(NS + "State")
    )
    proof = cases["en"].proof(kind)
    assert proof.rule is None
    assert proof.support is not None
    assert [b.status for b in proof.support.bases] == ["identity"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [40, 72, 100])
def test_a_proof_fits_its_width_and_is_in_one_language(
    cases: dict[str, Case], tree: Tree, dataset: Dataset, world: World, language: str, width: int
) -> None:
    text = to_text(cases[language].proof(DESCENT), layout(tree, dataset, world, language), width)
    assert all(display_width(line) <= max(width, 62) for line in text.splitlines())
    assert "w3id.org" not in text
    printed = text.replace("１．（４）", "")
    assert (JAPANESE.search(printed) is not None) == (language == "ja")
    assert "[prp-spo2,ontology/relation.ttl:" in re.sub(r"[\s│├└─]", "", text)
    assert text.count("minister counts") <= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_of_the_graph_can_be_said_and_found(
    tree: Tree, dataset: Dataset, reasoned: Reasoned, world: World, language: str
) -> None:
    told = layout(tree, dataset, world, language)
    for rule in reasoned.rules:
        law = told.law(rule)
        assert (JAPANESE.search(law) is not None) == (language == "ja"), law
        assert "{" not in law
        assert re.fullmatch(
            r"(ontology/[a-z]+\.ttl:[1-9]\d*|queries/infer/[a-z-]+\.rq)", told.place(rule)
        )


def test_both_languages_have_the_same_words() -> None:
    assert WORDS["en"].keys() == WORDS["ja"].keys()
    assert LAWS["en"].keys() == LAWS["ja"].keys()


def test_objects_say_the_same_as_the_text(
    cases: dict[str, Case], tree: Tree, dataset: Dataset, world: World
) -> None:
    found = to_json(cases["en"].proof(DESCENT), layout(tree, dataset, world, "en"))
    rule = found["rule"]
    assert isinstance(rule, dict)
    assert rule["name"] == "prp-spo1"
    assert found["predicate"] == NS + "descendsFrom"


def test_a_triple_of_several_documents_leads_to_each_and_a_value_to_its_own_line(
    plant: Planter, tmp_path_factory: pytest.TempPathFactory
) -> None:
    files = SMALL | {
        "data/stated/p/b.ttl": """
jnd:passage-b-1 a jn:Passage ; dcterms:isPartOf jnd:document-b .
jnd:link-x
    jn:linksFrom jnd:area-x ;
    jn:printedName
        "area"@en ,
        "area"@ja ;
    .
"""
    }
    tree = plant(files)
    dataset = read(tree)
    small = build_world(reasoned_from(dataset), tmp_path_factory.mktemp("homes"), "interpreted")
    link, name = ox.NamedNode(ID + "link-x"), ox.NamedNode(NS + "printedName")
    start = ox.Triple(link, ox.NamedNode(NS + "linksFrom"), ox.NamedNode(ID + "area-x"))
    found, told = case(small, (), "en"), layout(tree, dataset, small, "en")
    homes = [told.homes(found.proof(t)) for t in (start, *(
        ox.Triple(link, name, ox.Literal("area", language=tag)) for tag in LANGUAGES
    ))]  # fmt: skip
    top = len(PREFIXES)
    assert homes[0] == [f"data/stated/p/a.ttl:{top + 3}", f"data/stated/p/b.ttl:{top + 4}"]
    assert homes[1:] == [[f"data/stated/p/b.ttl:{top + n}"] for n in (6, 7)]
    said = to_json(found.proof(ox.Triple(link, name, ox.Literal("area", language="ja"))), told)
    assert (said["object"], said["language"], said["at"]) == ("area", "ja", homes[2])


def test_a_circle_of_relations_has_a_proof_without_a_circle(
    plant: Planter, tmp_path_factory: pytest.TempPathFactory
) -> None:
    files = SMALL | {
        "ontology/small.ttl": "jn:near a owl:SymmetricProperty , owl:TransitiveProperty .",
        "data/stated/p/c.ttl": """
jnd:passage-a-2 a jn:Passage ; dcterms:isPartOf jnd:document-a .
jnd:place-a jn:near jnd:place-b . jnd:place-b jn:near jnd:place-c .
""",
    }
    reasoned = reasoned_from(read(plant(files)))
    small = build_world(reasoned, tmp_path_factory.mktemp("circle"), "interpreted")
    found = case(small, reasoned.rules, "en")
    back = ox.Triple(*(ox.NamedNode(n) for n in (ID + "place-c", NS + "near", ID + "place-a")))
    assert found.holds(back)
    assert len(list(steps(found.proof(back)))) <= 7


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("area-2023-itpp-cyber", "descends from", "area-2014-ipcp-3.1.1"), 0, "evolved into"),
        (("安倍晋三", "署名した文書", "instrument-2014-ipcp", "--lang", "ja"), 0, "推論："),
        (("state-japan", "a", "jn:Agent"), 0, "“state” is a kind of “agent”"),
        (("event-2024-10-17-partner-session", "edtf", "2024-10-17"), 0, "year from context"),
        (("person-abe-shinzo", "metWith", "person-mark-rutte"), 0, "It has: Jens Stoltenberg."),
        (("person-nakatani-gen", "metWith", "person-abe-shinzo"), 0, "; Mark Rutte; "),
        (
            ("person-abe-shinzo", "hasSigned", "instrument-2014-ipcp", "--status", "stated"),
            0,
            "Narr",
        ),
        (("person-abe-shinzo", "hasSigned", "instrument-x"), 2, "Nothing in the graph is called"),
        ((DECLARATION, "edtf", "2013-04-13"), 0, "Set aside"),
        ((DECLARATION, "edtf", "2013-04-13", "--lang", "ja"), 0, "退けられて"),
        ((DECLARATION, "edtf", "2013-04-13", "--status", "stated"), 0, "nato/2013-04-13-decl"),
        (("state-japan", "rdfs:label", "日本"), 0, "identity/state.ttl:294"),
        (("state-japan", "rdfs:label", '"日本"@ja'), 0, "identity/state.ttl:294"),
        (("state-japan", "rdf:type", "foaf:Agent"), 0, "→ agent (foaf:Agent)"),
        (("jn:State", "rdfs:subClassOf", "jn:Agent"), 0, "the ontology"),
        (("jn:descendsFrom", "a", "owl:TransitiveProperty"), 0, "the ontology"),
        (("jng:stated-mofa-2014-05-06-ipcp", "jn:status", "jn:Stated"), 0, "The catalogue"),
        (("<>", "", "a\nb"), 2, "Nothing in the graph is called"),
        (("https://", "://", "<:>"), 2, "Nothing in the graph is called"),
        (("person-abe-shinzo", "has sined", "instrument-2014-ipcp"), 2, "jn:hasSigned"),
    ],
)
def test_a_person_can_ask_why(words: tuple[str, ...], code: int, told: str) -> None:
    done = jnkg("why", *words)
    assert done.returncode == code, done.stderr
    assert told in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
