"""The published ontology: what others read, held to what FOOPS!, LOV and OOPS! ask for."""

from __future__ import annotations

import functools
import io
import json
import re
import tomllib
from pathlib import Path

import owlready2
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from jnkg.adoption import ASKED, METADATA, ON_THE_WEB, Outcome, assess, report
from jnkg.check import ontology_part, shape_findings
from jnkg.dataset import Dataset, GraphFile
from jnkg.dl.engines import Answer, ask
from jnkg.errors import Misuse
from jnkg.faults import faults
from jnkg.names import BASE, LANGUAGES, NS, PREFIXES, RDF_TYPE, RDFS_LABEL
from jnkg.published import FORMATS, ONTOLOGY, Published, published, written
from jnkg.querylint import read_all
from jnkg.rooms import packaged_tree
from jnkg.shacl_engines import validate
from jnkg.shapes import read_shapes
from jnkg.turtle import canonical, parse
from jnkg.versions import Changes, compare, is_enough, rise, terms_of

ROOT = Path(__file__).parent.parent
DCTERMS, OWL, RDFS, SKOS, VS = (PREFIXES[p] for p in ("dcterms", "owl", "rdfs", "skos", "vs"))
RELEASES = tomllib.loads((ROOT / "docs" / "ontology-releases.toml").read_text("utf-8"))
RDFLIB_NAMES = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}


@pytest.fixture(scope="module")
def ontology(dataset: Dataset) -> Published:
    return published(dataset)


def changed(ontology: Published, old: str, new: str) -> Published:
    """Give the published ontology with a change in its Turtle form."""
    text = written(ontology, "ttl").decode()
    assert re.search(old, text)
    xsd = f"@prefix xsd: <{PREFIXES['xsd']}> .\n"
    return Published(tuple(parse(xsd + re.sub(old, new, text))))


def as_graph(ontology: Published, form: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=written(ontology, form), format=RDFLIB_NAMES[form])


# The bytes


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_says_the_same_in_another_parser(form: str, ontology: Published) -> None:
    graph = as_graph(ontology, form)
    assert len(graph) == len(ontology.triples)
    assert isomorphic(graph, as_graph(ontology, "nt"))


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_files_give_the_same_bytes(
    form: str, ontology: Published, dataset: Dataset
) -> None:
    shuffled = Dataset(
        tuple(GraphFile(f.path, "", tuple(parse(f.text))) for f in reversed(dataset.files))
    )
    assert written(published(shuffled), form) == written(ontology, form)


def test_turtle_is_in_the_form_of_the_house(ontology: Published) -> None:
    text = written(ontology, "ttl").decode()
    assert canonical(text) == text


def test_another_format_is_misuse_in_both_languages(ontology: Published) -> None:
    with pytest.raises(Misuse) as caught:
        written(ontology, "owl")
    assert caught.value.message.keys() == set(LANGUAGES)
    assert all("jsonld" in words for words in caught.value.message.values())


@pytest.mark.parametrize("form", ["rdf", "nt"])
def test_owlready_reads_it_with_its_header_and_all_of_its_terms(
    form: str, ontology: Published
) -> None:
    world = owlready2.World()
    loaded = world.get_ontology(ONTOLOGY).load(fileobj=io.BytesIO(written(ontology, form)))
    read = (loaded.classes(), loaded.object_properties(), loaded.data_properties())
    ours = {e.iri for entities in read for e in entities if e.iri.startswith(NS)}
    kinds = {OWL + k for k in ("Class", "ObjectProperty", "DatatypeProperty")}
    assert ours == {iri for iri, kind in ontology.terms.items() if kind in kinds}
    assert [str(title) for title in loaded.metadata.title] == ontology.values(
        ONTOLOGY, DCTERMS + "title"
    )


@pytest.mark.slow
def test_a_reasoner_finds_it_in_profile_and_consistent(ontology: Published) -> None:
    assert ask("pyhermit", written(ontology, "nt")) == Answer(True)


def test_the_reasoner_would_refuse_a_day_as_xsd_date(ontology: Published) -> None:
    header = Published(
        tuple(
            t
            for t in ontology.triples
            if isinstance(t.subject, ox.NamedNode) and not t.subject.value.startswith(NS)
        )
    )
    worse = changed(header, '"2026-11-22" ;', '"2026-11-22"^^xsd:date ;')
    refusals = "".join(ask("pyhermit", written(worse, "nt")).refusals)
    assert "XMLSchema#date" in refusals
    assert "XMLSchema#date" not in "".join(ask("pyhermit", written(header, "nt")).refusals)


# What it says


def test_it_is_one_ontology_that_imports_nothing(ontology: Published) -> None:
    named = {t.subject.value for t in ontology.triples if t.object == ox.NamedNode(OWL + "Ontology")
             if isinstance(t.subject, ox.NamedNode)}  # fmt: skip
    assert named == {ONTOLOGY}
    assert not any(t.predicate.value == OWL + "imports" for t in ontology.triples)


def test_every_triple_of_the_modules_on_our_terms_is_there(
    ontology: Published, dataset: Dataset
) -> None:
    said = {
        (t.subject, t.predicate, t.object)
        for f in dataset.of("ontology")
        for t in f.triples
        if isinstance(t.subject, ox.NamedNode)
        and t.subject.value.startswith(NS)
        and not isinstance(t.object, ox.BlankNode)
    }
    assert said <= {(t.subject, t.predicate, t.object) for t in ontology.triples}


def undocumented(ontology: Published) -> set[str]:
    """Give the own terms that lack one of what each must have, exactly once (B2)."""
    wrong = set()
    for term in ontology.terms:
        for predicate in (RDFS_LABEL, RDFS + "comment", SKOS + "definition"):
            found = ontology.objects.get((ox.NamedNode(term), predicate), [])
            if sorted(o.language or "" for o in found if isinstance(o, ox.Literal)) != ["en", "ja"]:
                wrong.add(f"{term} {predicate}")
        home = ontology.values(term, RDFS + "isDefinedBy")
        status = ontology.values(term, VS + "term_status")
        if home != [ONTOLOGY] or len(status) != 1 or status[0] not in STATUSES:
            wrong.add(term)
    return wrong


STATUSES = {"archaic", "stable", "testing", "unstable"}


def test_every_term_is_named_described_placed_and_rated(ontology: Published) -> None:
    assert len(ontology.terms) > 250
    assert undocumented(ontology) == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"agent"@en', '"agent"@de'),
        ('"主体"@ja', '"主体"@ja , "主体者"@ja'),
        (r"rdfs:comment\n        \"A human being", 'rdfs:seeAlso\n        "A human being'),
        (r"rdfs:isDefinedBy <[^>]*> ;\n    rdfs:subClassOf foaf:A", "rdfs:subClassOf foaf:A"),
        (r'vs:term_status "testing" ;', 'vs:term_status "good" ;'),
    ],
)  # fmt: skip
def test_a_term_without_one_of_these_is_seen(old: str, new: str, ontology: Published) -> None:
    assert undocumented(changed(ontology, old, new))


def test_the_comment_is_the_definition(ontology: Published) -> None:
    for term in map(ox.NamedNode, ontology.terms):
        comments, definitions = (
            set(ontology.objects[term, p]) for p in (RDFS + "comment", SKOS + "definition")
        )
        assert comments == definitions


def rated(version: str, more: str = "") -> str:
    """Give the status of a term in an ontology of one term."""
    prefixes = "".join(f"@prefix {p}: <{i}> .\n" for p, i in PREFIXES.items())
    text = f'<{ONTOLOGY}> a owl:Ontology ; owl:versionInfo "{version}" . jn:A a owl:Class {more} .'
    file = GraphFile("ontology/a.ttl", "", tuple(parse(prefixes + text)))
    (status,) = published(Dataset((file,))).values(NS + "A", VS + "term_status")
    return status


@pytest.mark.parametrize(
    ("version", "more", "status"),
    [
        ("0.9.0", "", "testing"),
        ("1.0.0", "", "stable"),
        ("1.0.0", "; owl:deprecated true", "archaic"),
        ("1.0.0", '; vs:term_status "unstable"', "unstable"),
    ],
)
def test_a_term_is_stable_from_the_first_version_on_unless_it_says_otherwise(
    version: str, more: str, status: str
) -> None:
    assert rated(version, more) == status


def beside_their_kind(ontology: Published) -> set[str]:
    """Give the foreign terms of which the published ontology says more than the kind (P40)."""
    return {
        t.subject.value
        for t in ontology.triples
        if isinstance(t.subject, ox.NamedNode)
        and not t.subject.value.startswith(BASE)
        and t.predicate.value != RDF_TYPE
    }


def test_it_says_nothing_of_the_terms_of_others_but_their_kind(ontology: Published) -> None:
    assert beside_their_kind(ontology) == set()
    bad = changed(
        ontology, r"foaf:Agent\n    a owl:Class", "foaf:Agent a owl:Class ;\n rdfs:label 'x'"
    )
    assert beside_their_kind(bad) == {PREFIXES["foaf"] + "Agent"}  # fmt: skip


def untyped(ontology: Published) -> set[str]:
    """Give what is used as a class or property and has no kind (P34, P35)."""
    known = {t.subject.value for t in ontology.triples
             if t.predicate.value == RDF_TYPE and isinstance(t.subject, ox.NamedNode)}  # fmt: skip
    languages = tuple(PREFIXES[p] for p in ("owl", "rdf", "rdfs", "xsd"))
    leads = {RDFS + n for n in ("subClassOf", "subPropertyOf", "domain", "range")}
    leads |= {OWL + "inverseOf", OWL + "disjointWith", OWL + "onProperty"}
    used = {t.predicate for t in ontology.triples}
    used |= {t.object for t in ontology.triples if t.predicate.value in leads
             if isinstance(t.object, ox.NamedNode)}  # fmt: skip
    return {n.value for n in used if n.value not in known and not n.value.startswith(languages)}


def test_everything_in_use_has_its_kind(ontology: Published) -> None:
    assert untyped(ontology) == set()
    assert untyped(changed(ontology, r"foaf:Agent\n    a owl:Class ;\n    \.", ""))
    assert untyped(changed(ontology, r"skos:closeMatch\n    a [^\n]*\n    \.", ""))


def askew_names(ontology: Published) -> set[str]:
    """Give what breaks the rules of names: one namespace (P39), no file extension (P36), case."""
    shape = {OWL + "Class": r"[A-Z][A-Za-z]*", OWL + "NamedIndividual": r"[A-Z][A-Za-z]*"}
    wrong = {
        iri
        for iri, kind in ontology.terms.items()
        if not re.fullmatch(shape.get(kind, r"[a-z][A-Za-z0-9]*"), iri.removeprefix(NS))
    }
    extension = re.compile(r"\.(owl|rdf|ttl|nt|jsonld|html)\b")
    named = {t.subject.value for t in ontology.triples if isinstance(t.subject, ox.NamedNode)}
    wrong |= {n for n in named if n.startswith(BASE) and extension.search(n)}
    declared = ontology.values(ONTOLOGY, PREFIXES["vann"] + "preferredNamespaceUri")
    return wrong if declared == [NS] else {*wrong, ONTOLOGY}


def test_names_keep_to_the_rules(ontology: Published) -> None:
    assert askew_names(ontology) == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("jn:Person\n", "jn:person\n"),
        ("jn:hasMember\n", "jn:HasMember\n"),
        ("<https://w3id.org/jnkg/project>\n", "<https://w3id.org/jnkg/project.ttl>\n"),
        ('Uri "https://w3id.org/jnkg/ns/"', 'Uri "https://w3id.org/jnkg/ontology#"'),
    ],
)
def test_a_name_that_breaks_a_rule_is_seen(old: str, new: str, ontology: Published) -> None:
    assert len(askew_names(changed(ontology, old, new))) == 1


def needless_inverses(dataset: Dataset) -> set[str]:
    """Give the inverses that no chain, stored question or wider property uses (P13)."""
    facts = [t for f in dataset.of("ontology") for t in f.triples]
    first = PREFIXES["rdf"] + "first"
    chained = {getattr(t.object, "value", "") for t in facts if t.predicate.value == first}
    placed = {t.subject for t in facts if t.predicate.value == RDFS + "subPropertyOf"}
    asked = " ".join(q.text for q in read_all(packaged_tree(), "answer")[0])
    return {
        term
        for t in facts
        if t.predicate.value == OWL + "inverseOf"
        and isinstance(t.subject, ox.NamedNode)
        and t.subject not in placed
        and (term := t.subject.value) not in chained
        and not re.search(rf"\bjn:{term.removeprefix(NS)}\b", asked)
    }


def test_an_inverse_is_declared_where_it_is_needed_and_nowhere_else(dataset: Dataset) -> None:
    prefixes = "".join(f"@prefix {p}: <{i}> .\n" for p, i in PREFIXES.items())
    more = parse(prefixes + "jn:contains owl:inverseOf jn:inEnumeration .")
    worse = Dataset((*dataset.files, GraphFile("ontology/more.ttl", "", tuple(more))))
    needless = needless_inverses(dataset)
    assert needless_inverses(worse) - needless == {NS + "contains"}
    assert needless == set()


# Every module has its header (P38), and the header what others ask for (B1, P41).


def without_header(dataset: Dataset) -> set[str]:
    """Give the modules that do not declare exactly the ontology that their file is named after."""
    wrong = set()
    for file in dataset.of("ontology"):
        name = file.path.removeprefix("ontology/").removesuffix(".ttl")
        expected = ONTOLOGY if name == "jnkg" else f"{ONTOLOGY}/{name}"
        heads = [getattr(t.subject, "value", "") for t in file.triples
                 if t.object == ox.NamedNode(OWL + "Ontology")]  # fmt: skip
        wrong |= set() if heads == [expected] else {file.path}
    return wrong


def test_every_module_declares_the_ontology_that_it_is_named_after(dataset: Dataset) -> None:
    assert without_header(dataset) == set()
    bare = GraphFile("ontology/bare.ttl", "", ())
    astray = GraphFile("ontology/x.ttl", "", next(dataset.of("ontology")).triples)
    assert without_header(Dataset((bare, astray))) == {"ontology/bare.ttl", "ontology/x.ttl"}


@functools.cache
def header_findings(text: str) -> set[str]:
    """Run the shapes of the header over Turtle."""
    shapes = read_shapes(packaged_tree())
    part = ontology_part(
        Dataset((GraphFile("ontology/jnkg.ttl", text, tuple(parse(text))),)), shapes
    )
    (outcome,) = validate([part.run], "shacl")
    rules = {f.rule for f in shape_findings(part, outcome, shapes)}
    return {r for r in rules if r.startswith("jns:OntologyHeader")}  # fmt: skip


def test_the_published_header_keeps_the_shapes_of_a_header(ontology: Published) -> None:
    text = written(ontology, "ttl").decode()
    assert header_findings(text) == set()
    assert header_findings(re.sub(r"    dcterms:license .*\n", "", text)) == {
        "jns:OntologyHeader-licence"
    }


def test_header_citation_and_package_agree(ontology: Published) -> None:
    said = functools.partial(ontology.values, ONTOLOGY)
    paper = (ROOT / "CITATION.cff").read_text("utf-8")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert said(OWL + "versionInfo") == [version]
    assert said(OWL + "versionIRI") == [f"{ONTOLOGY}/{version}"]
    assert f"date-released: {said(DCTERMS + 'issued')[0]}" in paper
    for citation in said(DCTERMS + "bibliographicCitation"):
        assert f"{ONTOLOGY}/{version}" in citation
    author = ontology.values(said(DCTERMS + "creator")[0], RDFS_LABEL)
    assert f'name: "{author[0]}"' in paper


# FOOPS!


def outcome(ontology: Published, test: str) -> Outcome:
    return next(o for o in assess(ontology) if o.test == test)


def test_foops_finds_nothing_to_mend_but_what_needs_a_release(ontology: Published) -> None:
    lacking = {o.test: set(o.lacks) for o in assess(ontology) if o.lacks}
    assert lacking == {"OM3": {"DOI", "logo", "source"}}
    names = {o.test for o in assess(ontology)}
    assert names.isdisjoint(set(ON_THE_WEB))
    assert names >= ASKED.keys()


@pytest.mark.parametrize(
    ("test", "old", "new"),
    [
        ("FIND1", r"    vann:preferredNamespacePrefix .*\n", ""),
        ("HTTP1", "<https://w3id.org/jnkg/project>\n", "<urn:x>\n"),
        ("OM1", r"dcterms:title\n    a owl:Annotation", "dcterms:title a owl:Datatype"),
        ("OM1", r"    owl:versionIRI .*\n", ""),
        ("OM2", r"dcterms:bibliographicCitation\n       ", "dcterms:alternative\n       "),
        ("OM3", r"    bibo:status .*\n", ""),
        ("OM4_1", r"    dcterms:license .*\n", ""),
        ("OM4_2", "licenses/by/4.0/> ;", "licenses/by/9.0/> ;"),
        ("OM5_1", r"    dcterms:creator .*\n", ""),
        ("OM5_2", r"dcterms:publisher\n    a owl:Annotation", "dcterms:publisher a owl:Object"),
        ("PURL1", r"(?s)\n<https://w3id.org/jnkg/ontology>.*?\n    \.\n", ""),
        ("VER1", r"owl:versionIRI <[^>]*>", "owl:versionIRI <https://w3id.org/jnkg/ontology>"),
        ("VOC1", r"    bibo:status .*\n", ""),
        ("VOC3", '"person"@en', '"person"'),
        ("VOC4", r"rdfs:comment\n        \"A human being", 'rdfs:seeAlso\n        "A human being'),
    ],
)  # fmt: skip
def test_foops_would_see_it(test: str, old: str, new: str, ontology: Published) -> None:
    worse = changed(ontology, old, new)
    assert len(outcome(worse, test).lacks) > len(outcome(ontology, test).lacks)
    assert outcome(worse, test).score < outcome(ontology, test).score


def test_foops_would_see_an_ontology_that_reuses_nothing(ontology: Published) -> None:
    alone = Published(
        tuple(t for t in ontology.triples if getattr(t.subject, "value", "").startswith(NS))
    )
    assert outcome(alone, "VOC2").lacks  # fmt: skip


def fallen(scores: dict[str, float], ontology: Published) -> set[str]:
    """Give the tests in which the ontology does worse than it did."""
    now = {o.test: o.score for o in assess(ontology)}
    return {test for test, score in scores.items() if now.get(test, 0) < score}


def test_no_score_falls_below_that_of_the_last_version(ontology: Published) -> None:
    scores = RELEASES["release"][-1]["foops"]
    assert scores.keys() == {o.test for o in assess(ontology)}
    assert fallen(scores, ontology) == set()
    assert fallen(scores, changed(ontology, r"    dcterms:license .*\n", "")) >= {"OM1", "OM4_1"}


# LOV


def test_the_report_holds_what_lov_asks_for(ontology: Published) -> None:
    content = json.loads(report(ontology))
    asked = {"title", "description", "creator", "issued", "modified", "licence", "version IRI",
             "prefix", "namespace", "publisher"}  # fmt: skip
    assert content["metadata"].keys() >= asked
    assert set(content["metadata"]) <= METADATA.keys()
    terms = sum(content["counts"].values())
    assert content["labels"] == content["comments"] == {"en": terms, "ja": terms}
    assert len(content["vocabularies"]) >= 10
    assert content["foops"]["OM1"] == {"passed": 7, "of": 7, "lacks": []}


def test_the_report_tells_what_is_missing(ontology: Published) -> None:
    content = json.loads(report(changed(ontology, '"person"@en', '"person"')))
    assert content["labels"]["en"] == content["labels"]["ja"] - 1


# Versions


TERMS = {"Area": "Class", "covers": "ObjectProperty", "order": "DatatypeProperty"}


@pytest.mark.parametrize(
    ("after", "expected", "least"),
    [
        (TERMS, Changes((), (), (), ()), "none"),
        ({**TERMS, "Theme": "Class"}, Changes(("Theme",), (), (), ()), "minor"),
        ({**TERMS, "Area": "Class deprecated"}, Changes((), (), (), ("Area",)), "minor"),
        ({"Area": "Class", "order": "DatatypeProperty"}, Changes((), ("covers",), (), ()), "major"),
        ({**TERMS, "order": "ObjectProperty"}, Changes((), (), ("order",), ()), "major"),
        ({"Zone": "Class", **{k: v for k, v in TERMS.items() if k != "Area"}},
         Changes(("Zone",), ("Area",), (), ()), "major"),
    ],
)  # fmt: skip
def test_changes_of_terms_ask_for_a_rise(
    after: dict[str, str], expected: Changes, least: str
) -> None:
    assert compare(TERMS, after) == expected
    assert expected.least_rise == least


@pytest.mark.parametrize(
    ("before", "after", "risen"),
    [("1.2.3", "2.0.0", "major"), ("1.2.3", "1.3.0", "minor"), ("1.2.3", "1.2.4", "patch"),
     ("1.2.3", "1.2.3", "none"), ("1.9.0", "1.10.0", "minor")],
)  # fmt: skip
def test_a_rise_is_named_after_the_first_part_that_differs(
    before: str, after: str, risen: str
) -> None:
    assert rise(before, after) == risen


def test_a_version_never_falls() -> None:
    with pytest.raises(ValueError, match=r"1\.9\.0 comes before 1\.10\.0"):
        rise("1.10.0", "1.9.0")


def test_a_removal_that_is_declared_as_less_is_not_enough() -> None:
    removal = compare(TERMS, {"Area": "Class"})
    assert not is_enough(removal, "1.2.3", "1.3.0")
    assert is_enough(removal, "1.2.3", "2.0.0")
    assert not is_enough(compare({}, TERMS), "1.2.3", "1.2.4")


def test_the_version_rose_by_what_its_terms_ask_for(ontology: Published) -> None:
    """A version that is out is frozen with its terms; before the first, nothing can break."""
    (version,) = ontology.values(ONTOLOGY, OWL + "versionInfo")
    assert RELEASES["release"][-1]["version"] == version
    out = [r for r in RELEASES["release"] if r["released"]]
    assert out == [r for r in RELEASES["release"] if "terms" in r]
    for last in out[-1:]:
        assert is_enough(compare(last["terms"], terms_of(ontology)), last["version"], version)


# What OOPS! would find, branch by branch: each query has its good and bad case besides.


@pytest.mark.parametrize(
    "body",
    [
        "jn:meets owl:inverseOf jn:meets .",
        "jn:meets owl:inverseOf jn:joins , jn:leaves .",
        "jn:meets a owl:SymmetricProperty ; owl:inverseOf jn:joins .",
        "jn:meets a owl:TransitiveProperty ; rdfs:domain jn:Person ; rdfs:range jn:Event .",
        "jn:meets a owl:SymmetricProperty ; rdfs:domain jn:Person ; rdfs:range jn:Event .",
        "jn:meets owl:inverseOf jn:joins ; rdfs:domain jn:Person . jn:joins rdfs:range jn:Event .",
        "jn:meets owl:inverseOf jn:joins ; rdfs:range jn:Person . jn:joins rdfs:domain jn:Event .",
    ],
)
def test_characteristics_that_do_not_go_together_are_seen(body: str) -> None:
    assert "ontology-characteristics-askew" in found_in(body)


@pytest.mark.parametrize(
    "body",
    [
        "jn:Plenary owl:equivalentClass jn:Conference .",
        "jn:meets owl:equivalentProperty jn:joins .",
        "jn:Narrow owl:sameAs jn:Wide .",
    ],
)
def test_terms_that_are_said_to_be_the_same_are_seen(body: str) -> None:
    assert "ontology-two-alike" in found_in(body)


def test_circles_of_properties_and_of_equivalents_are_seen() -> None:
    assert "ontology-circle" in found_in(
        "jn:a rdfs:subPropertyOf jn:b . jn:b rdfs:subPropertyOf jn:a ."
    )
    assert "ontology-circle" in found_in(
        "jn:A owl:equivalentClass jn:B . jn:B rdfs:subClassOf jn:A ."
    )
    assert "ontology-circle" not in found_in(
        "jn:A rdfs:subClassOf jn:B . jn:B rdfs:subClassOf jn:C ."
    )


def found_in(body: str) -> set[str]:
    """Give the rules that the check queries find broken in one module."""
    prefixes = "".join(f"@prefix {p}: <{i}> .\n" for p, i in PREFIXES.items())
    file = GraphFile("ontology/more.ttl", body, tuple(parse(prefixes + body)))
    questions = [q for q in read_all(packaged_tree(), "check")[0] if q.name.startswith("ontology-")]
    return {f.rule for f in faults(Dataset((file,)), questions)}


# The page that says so


def test_the_page_of_conventions_names_every_row_and_only_what_exists() -> None:
    page = (ROOT / "docs" / "ontology-conventions.md").read_text("utf-8")
    assert re.findall(r"^\| (B\d+) [MS] ", page, re.MULTILINE) == [f"B{n}" for n in range(1, 12)]
    pitfalls = {int(n) for n in re.findall(r"\bP(\d\d)\b", page)}
    assert pitfalls >= {4, 5, 6, 8, 13, 19, 20, 22, 24, *range(27, 32), 34, 35, 36, 38, 39, 40, 41}
    paths = re.findall(r"`((?:docs|ontology|queries|shapes|src|tests)/[\w./-]+)`", page)
    assert [p for p in paths if not (ROOT / p).exists()] == []
    queries = re.findall(r"`(?:queries/check/)?(ontology-[\w-]+\.rq)`", page)
    assert {f"queries/check/{q}" for q in queries} == {
        q.path for q in read_all(packaged_tree(), "check")[0] if q.name.startswith("ontology-")
    }
    here = "".join(p.read_text("utf-8") for p in Path(__file__).parent.glob("test_*.py"))
    named = re.findall(r"`(test_\w+)`", page)
    assert [name for name in named if f"def {name}(" not in here] == []
    shapes = (ROOT / "shapes" / "ontology.ttl").read_text("utf-8")
    found = re.findall(r"`(jns:[\w-]+)`", page)
    assert [name for name in found if f"\n{name}\n" not in shapes] == []
