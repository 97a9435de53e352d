"""RDF exports: read back by other parsers, they are the world again, and always the same bytes.

What is written of the whole graph is read by pyoxigraph and pyld; rdflib, which needs minutes for
it, reads a narrowed world.
"""

from __future__ import annotations

import functools
import json
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pyld
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.parsers.notation3 import BadSyntax

from conftest import build_world
from jnkg.errors import JnkgError
from jnkg.exports.catalogue import FORMS
from jnkg.exports.colophon import colophon
from jnkg.exports.jsonld import FRAMED, jsonld
from jnkg.exports.rdf import nquads, ntriples, rdfxml, trig, turtle
from jnkg.exports.rdf12 import REIFIES
from jnkg.exports.rdf12 import turtle as turtle12
from jnkg.exports.request import Output, Request
from jnkg.exports.whole import counts
from jnkg.exports.writing import accompanied, checked, counted
from jnkg.names import CATALOGUE, ID, NS, PREFIXES
from jnkg.reason import Reasoned
from jnkg.rooms import Tree
from jnkg.store import World

Form = ox.RdfFormat
Writer = Callable[[Request], Iterator[Output]]
WHOLES: dict[str, tuple[Writer, ox.RdfFormat]] = {
    "nquads": (nquads, Form.N_QUADS),
    "trig": (trig, Form.TRIG),
}
DEFAULTS: dict[str, tuple[Writer, ox.RdfFormat]] = {
    "turtle": (turtle, Form.TURTLE),
    "ntriples": (ntriples, Form.N_TRIPLES),
    "rdfxml": (rdfxml, Form.RDF_XML),
    "jsonld": (jsonld, Form.JSON_LD),
}
EVERY = {**WHOLES, **DEFAULTS, "rdf12": (turtle12, Form.TURTLE)}
RDFLIB = {"nquads": "nquads", "trig": "trig", "turtle": "turtle", "ntriples": "nt",
          "rdfxml": "xml", "jsonld": "json-ld"}  # fmt: skip
DAY = "2014-06-01"


@pytest.fixture(scope="module")
def early(reasoned: Reasoned, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The world of what was known on a day of 2014, as documents state it."""
    return build_world(reasoned, tmp_path_factory.mktemp("early"), "stated", DAY)


@pytest.fixture(scope="module")
def whole(tree: Tree, world: World) -> Request:
    return Request(tree, world)


@pytest.fixture(scope="module")
def narrow(tree: Tree, early: World) -> Request:
    return Request(tree, early, status="stated", known_by=DAY)


@functools.lru_cache(maxsize=32)
def content(writer: Writer, request: Request) -> bytes:
    return next(writer(request)).content


def canonical(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """Name blank nodes by what is said of them, so that equal sets are isomorphic datasets."""
    found = set(quads)
    blank = {q for q in found if ox.BlankNode in (type(q.subject), type(q.object))}
    dataset = ox.Dataset(blank)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return (found - blank) | set(dataset)


@functools.lru_cache(maxsize=4)
def held(world: World, *, with_graphs: bool) -> set[ox.Quad]:
    place = None if with_graphs else ox.DefaultGraph()
    return canonical(world.store.quads_for_pattern(None, None, None, place))


@pytest.mark.parametrize("name", [*WHOLES, *DEFAULTS])
def test_what_is_read_back_is_isomorphic(name: str, whole: Request) -> None:
    writer, form = EVERY[name]
    read = canonical(ox.parse(content(writer, whole), format=form))
    assert read == held(whole.world, with_graphs=name in WHOLES)


def from_rdflib(text: bytes, form: str) -> set[ox.Quad]:
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format=form)
    return canonical(ox.parse(dataset.serialize(format="nquads").encode(), format=Form.N_QUADS))


@pytest.mark.parametrize("name", RDFLIB)
def test_rdflib_reads_the_same(name: str, narrow: Request) -> None:
    read = from_rdflib(content(EVERY[name][0], narrow), RDFLIB[name])
    assert read == held(narrow.world, with_graphs=name in WHOLES)


def test_a_json_ld_processor_reads_the_whole_offline(whole: Request) -> None:
    document = json.loads(content(jsonld, whole))
    lines = pyld.jsonld.to_rdf(document, {"format": "application/n-quads", "documentLoader": None})
    read = canonical(ox.parse(lines.encode(), format=Form.N_QUADS))
    assert read == held(whole.world, with_graphs=False)


@pytest.mark.parametrize("name", WHOLES)
def test_one_triple_less_is_seen(name: str, narrow: Request) -> None:
    writer, form = EVERY[name]
    (output,) = writer(narrow)
    quads = list(ox.parse(output.content, format=form))
    less = ox.serialize(quads[:-1], format=form) or b""
    assert canonical(quads[:-1]) != held(narrow.world, with_graphs=True)
    broken = replace(output, content=less, counts=counts(less, form))
    with pytest.raises(JnkgError, match="Nothing was written"):
        checked(narrow, [broken])


def test_a_store_filled_from_the_file_answers_as_the_world_does(whole: Request) -> None:
    store = ox.Store()
    store.bulk_load(content(nquads, whole), Form.N_QUADS)
    for name in ("claims-by-status", "conflicts", "lineage-links", "dates-of-a-node"):
        question = whole.tree.text(f"queries/answer/{name}.rq")
        rows = [[str(t) for t in row] for row in store.query(question)]  # type: ignore[union-attr]
        asked = whole.world.store.query(question)
        assert rows == [[str(t) for t in row] for row in asked]  # type: ignore[union-attr]
        assert rows


def shuffled(world: World) -> World:
    """Give the same world from another store: other order, other names of blank nodes."""
    quads = list(world.store.quads_for_pattern(None, None, None))
    random.Random(6).shuffle(quads)
    renamed: dict[object, ox.BlankNode] = {}

    def other(term: object) -> object:
        if isinstance(term, ox.BlankNode):
            return renamed.setdefault(term, ox.BlankNode(f"n{97 - len(renamed)}"))
        return term

    store = ox.Store()
    store.extend(
        ox.Quad(other(q.subject), q.predicate, other(q.object), q.graph_name)  # type: ignore[arg-type]
        for q in quads
    )
    return World(world.folder, world.status, world.day, store)


def test_another_store_gives_the_same_bytes(narrow: Request) -> None:
    again = replace(narrow, world=shuffled(narrow.world))
    for writer, _ in EVERY.values():
        assert [o.content for o in writer(again)] == [o.content for o in writer(narrow)]


@pytest.mark.parametrize("name", EVERY)
def test_every_file_says_where_it_comes_from(name: str, narrow: Request) -> None:
    outputs = accompanied(narrow, EVERY[name][0](narrow))
    said = colophon(narrow)
    assert set(outputs[0].about) == {"en", "ja"}
    files = {o.path: o.content.decode() for o in outputs}
    page, text = files["ABOUT.md"], outputs[0].content.decode()
    for words in (said.line("en"), said.line("ja")):
        assert (words in text) != (name == "jsonld")
        assert all(part in page for part in words.split(" · "))


def test_one_language_asked_for_leaves_the_graph_whole(narrow: Request) -> None:
    japanese = replace(narrow, languages=("ja",))
    text = content(turtle, japanese)
    assert canonical(ox.parse(text, format=Form.TURTLE)) == held(narrow.world, with_graphs=False)
    assert text.count(b"\n# ") < content(turtle, narrow).count(b"\n# ")


def test_every_rdf_form_of_the_catalogue_has_its_writer(narrow: Request) -> None:
    for form in FORMS.values():
        if form.family == "rdf":
            assert checked(narrow, form.outputs(narrow))


# RDF 1.2


@pytest.fixture(scope="module")
def annotated(whole: Request) -> set[ox.Triple]:
    return {q.triple for q in ox.parse(content(turtle12, whole), format=Form.TURTLE)}


def without_annotations(triples: Iterable[ox.Triple]) -> set[ox.Quad]:
    plain = (t for t in triples if t.predicate.value != REIFIES)
    return canonical(ox.Quad(t.subject, t.predicate, t.object) for t in plain)


def test_without_its_annotations_rdf_1_2_is_the_canonical_form(
    whole: Request, annotated: set[ox.Triple]
) -> None:
    assert without_annotations(annotated) == held(whole.world, with_graphs=False)


def test_each_claim_is_reified_by_the_graphs_that_hold_it(
    whole: Request, annotated: set[ox.Triple]
) -> None:
    pairs = [(t.subject, t.object) for t in annotated if isinstance(t.object, ox.Triple)]
    quads = (ox.Quad(s.subject, s.predicate, s.object, g) for g, s in pairs)  # type: ignore[arg-type]
    status = ox.NamedNode(NS + "status")
    place = ox.NamedNode(CATALOGUE)
    told = {q.subject for q in whole.world.store.quads_for_pattern(None, status, None, place)}
    everything = whole.world.store.quads_for_pattern(None, None, None)
    assert canonical(quads) == canonical(q for q in everything if q.graph_name in told)
    assert {g for g, _ in pairs} == told


def test_what_is_set_aside_is_reified_and_not_asserted(annotated: set[ox.Triple]) -> None:
    declaration = ox.NamedNode(ID + "instrument-2013-joint-political-declaration")
    date = ox.NamedNode(PREFIXES["xsd"] + "date")
    days = {
        day: ox.Triple(declaration, ox.NamedNode(NS + "earliest"), ox.Literal(day, datatype=date))
        for day in ("2013-04-13", "2013-04-15")
    }
    reified = {t.object for t in annotated if isinstance(t.object, ox.Triple)}
    assert set(days.values()) <= reified
    assert days["2013-04-15"] in annotated
    assert days["2013-04-13"] not in annotated


def test_status_and_source_of_a_claim_are_found_by_its_reifier(narrow: Request) -> None:
    store = ox.Store()
    store.bulk_load(content(turtle12, narrow), Form.TURTLE)
    prologue = f"PREFIX jn: <{NS}> PREFIX dcterms: <{PREFIXES['dcterms']}> SELECT ?e ?day ?source"
    annotated = f"""{prologue} {{
      ?e jn:earliest ?day {{| jn:status jn:Stated ; dcterms:source ?source |}} }}"""
    plain = f"""{prologue} {{ GRAPH ?g {{ ?e jn:earliest ?day }} ?e jn:earliest ?day .
      ?g jn:status jn:Stated ; dcterms:source ?source }}"""
    rows = {tuple(map(str, row)) for row in store.query(annotated)}  # type: ignore[union-attr]
    assert rows
    assert rows == {tuple(map(str, row)) for row in narrow.world.store.query(plain)}  # type: ignore[union-attr]


def test_rdf_1_2_says_that_it_is_not_the_canonical_form(narrow: Request) -> None:
    text = content(turtle12, narrow)
    assert b"The canonical form of this graph is RDF 1.1" in text
    assert "正規の形はRDF 1.1" in text.decode()
    with pytest.raises(BadSyntax):
        rdflib.Graph().parse(data=text, format="turtle")


# Context and frames


Member = dict[str, Any]


def framed(request: Request, name: str) -> list[Member]:
    files = {o.path: o.content for o in jsonld(request)}
    document, frame = json.loads(files["jnkg.jsonld"]), json.loads(files[f"frames/{name}.jsonld"])
    found = pyld.jsonld.frame(document, frame)
    members: list[Member] = found.get("@graph", [found])
    return members


def test_a_frame_lays_open_what_each_member_stands_on(tree: Tree, small_world: World) -> None:
    (member,) = framed(Request(tree, small_world), "Participation")
    assert member["hasEvidence"]["exact"] == {"ja": "田中副大臣は出席"}
    assert member["hasEvidence"]["inPassage"] == "jnd:passage-2021-example-4"
    assert member["hasGround"]["reason"].keys() == {"en", "ja"}
    assert member["inEvent"] == "jnd:event-2021-example"


def test_a_frame_gives_every_member(narrow: Request) -> None:
    members = framed(narrow, "Passage")
    query = f"SELECT (COUNT(DISTINCT ?l) AS ?n) {{ ?l a <{NS}Passage> }}"
    assert len(members) == counted(narrow, query) > 20


def test_there_is_a_frame_for_each_class_with_members_and_for_no_other(narrow: Request) -> None:
    names = {o.path for o in jsonld(narrow) if o.path.startswith("frames/")}
    assert "frames/Passage.jsonld" in names
    assert "frames/LineageLink.jsonld" not in names
    assert names < {f"frames/{name}.jsonld" for name in FRAMED}


def test_the_context_beside_the_graph_is_the_one_inside_it(narrow: Request) -> None:
    files = {o.path: json.loads(o.content) for o in jsonld(narrow)}
    inside = {json.dumps(f["@context"]) for f in files.values()}
    assert len(inside) == 1
    expanded = pyld.jsonld.expand({**files["context.jsonld"], "@id": "jnd:x", "inEvent": "jnd:y"})
    assert list(expanded[0]) == ["@id", NS + "inEvent"]
