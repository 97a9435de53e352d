"""Nanopublications: what they say is what the graph says, and their names fit what they say."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from dataclasses import replace

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from nanopub.nanopub import Nanopub
from nanopub.trustyuri.rdf import RdfHasher
from nanopub.utils import MalformedNanopubError

from jnkg.exports.nanopubs import NP, OWN, nanopubs, verified
from jnkg.exports.request import Request
from jnkg.exports.trusty import Quad, artifact_code
from jnkg.exports.writing import checked
from jnkg.names import ID, NS, PREFIXES, RDF_TYPE, RDFS_LABEL
from jnkg.rooms import Tree
from jnkg.store import World

PROV, DCTERMS = PREFIXES["prov"], PREFIXES["dcterms"]
Graphs = dict[str, set[ox.Triple]]


@pytest.fixture(scope="module")
def text(tree: Tree, world: World) -> str:
    (output,) = checked(Request(tree, world), nanopubs(Request(tree, world)))
    return output.content.decode()


@pytest.fixture(scope="module")
def found(text: str) -> dict[str, Graphs]:
    """Each nanopublication by its IRI: the triples of its four graphs."""
    graphs: dict[str, Graphs] = {}
    for quad in ox.parse(text, format=ox.RdfFormat.TRIG):
        own, _, part = quad.graph_name.value.partition("#")
        graphs.setdefault(own, {}).setdefault(part, set()).add(quad.triple)
    return graphs


def pieces(text: str) -> list[str]:
    return re.split(r"(?m)^(?=@prefix this:)", text)[1:]


def objects(triples: set[ox.Triple], predicate: str) -> list[str]:
    return sorted(t.object.value for t in triples if t.predicate.value == predicate)  # type: ignore[union-attr]


def rows(world: World, query: str) -> list[ox.QuerySolution]:
    prologue = f"PREFIX jn: <{NS}> PREFIX dcterms: <{DCTERMS}>"
    return list(world.store.query(f"{prologue} SELECT {query}"))  # type: ignore[arg-type]


# The library of the nanopublication community agrees.


def loaded(piece: str) -> Nanopub:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph = rdflib.ConjunctiveGraph()
        graph.parse(data=piece, format="trig")
        return Nanopub(rdf=graph)


def test_the_library_takes_one_of_each_kind_and_some_more(text: str) -> None:
    every = pieces(text)
    kinds = {frozenset(re.findall(r"hasNanopubType (\S+)", piece)): piece for piece in every}
    assert len(kinds) > 5
    for piece in (*kinds.values(), *every[::30]):
        publication = loaded(piece)
        assert publication.is_valid
        assert publication.has_valid_trusty
        assert publication.signed_with_public_key is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("jn:Medium", "jn:High"),
        ("sub:assertion dcterms:created", "sub:assertion dcterms:issued"),
        ('"2026-11-22"', '"2026-11-23"'),
        ("/by/4.0/", "/by/3.0/"),
    ],
)
def test_the_library_refuses_what_was_tampered_with(old: str, new: str, text: str) -> None:
    piece = next(p for p in pieces(text) if old in p)
    assert loaded(piece).has_valid_trusty
    with pytest.raises(MalformedNanopubError, match="Trusty artefact"):
        _ = loaded(piece.replace(old, new)).has_valid_trusty


def test_the_library_refuses_one_without_provenance(text: str) -> None:
    piece = re.sub(r"(?ms)^sub:provenance \{.*?^\}$", "", pieces(text)[0])
    with pytest.raises(MalformedNanopubError, match="provenance graph is empty"):
        _ = loaded(piece).is_valid


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=12)
IRIS = st.sampled_from([f"https://example.org/{n}" for n in ("a", "b", "a/c", "日", " ", " #x")])
LITERALS = st.one_of(
    TEXTS.map(ox.Literal),
    st.tuples(TEXTS, st.sampled_from(["en", "ja", "ja-hira"])).map(
        lambda pair: ox.Literal(pair[0], language=pair[1])
    ),
    TEXTS.map(lambda t: ox.Literal(t, datatype=ox.NamedNode("https://example.org/kind"))),
)
QUADS = st.lists(st.tuples(IRIS, IRIS, IRIS, st.one_of(IRIS, LITERALS)), max_size=8)


def as_rdflib(value: str | ox.Literal) -> rdflib.term.Identifier:
    if isinstance(value, str):
        return rdflib.URIRef(value)
    if value.language:
        return rdflib.Literal(value.value, lang=value.language)
    plain = value.datatype.value == PREFIXES["xsd"] + "string"
    return rdflib.Literal(value.value, datatype=None if plain else value.datatype.value)


@given(QUADS)
@settings(max_examples=150, deadline=None)
def test_our_code_is_the_code_of_the_library(quads: list[Quad]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = RdfHasher.make_hash([tuple(as_rdflib(v) for v in quad) for quad in quads])
    assert artifact_code(quads) == theirs
    assert artifact_code(quads[::-1]) == theirs


# What they say.


def test_every_name_fits_its_content_and_no_other(text: str) -> None:
    names = verified(text.encode())
    assert set(names.values()) == {True}
    assert len(names) == len(pieces(text)) == text.count("a np:Nanopublication")
    piece = pieces(text)[7]
    assert set(verified(piece.encode()).values()) == {True}
    other = next(OWN.finditer(pieces(text)[8]))[0].removeprefix("https://w3id.org/jnkg/np/")
    own = next(OWN.finditer(piece))[0].removeprefix("https://w3id.org/jnkg/np/")
    assert set(verified(piece.replace(own, other).encode()).values()) == {False}


def test_each_interpreted_link_is_published_once_as_the_graph_has_it(
    world: World, found: dict[str, Graphs]
) -> None:
    links = rows(world, """?link ?earlier ?later { GRAPH ?g { ?link a jn:LineageLink }
        ?g jn:status jn:Interpreted OPTIONAL { ?link jn:carriesOnFrom ?earlier ;
        jn:linksTo ?later . ?earlier jn:evolvedInto ?later } }""")  # fmt: skip
    assert len(links) > 50
    said = [f["assertion"] for f in found.values()]
    count = Counter(t.subject.value for triples in said for t in triples  # type: ignore[union-attr]
                    if t.object == ox.NamedNode(NS + "LineageLink"))  # fmt: skip
    assert count == Counter({row["link"].value: 1 for row in links})
    assertion = {t for triples in said for t in triples}
    into = ox.NamedNode(NS + "evolvedInto")
    concluded = {(t.subject, t.object) for t in assertion if t.predicate == into}
    assert concluded == {(row["earlier"], row["later"]) for row in links if row["earlier"]}
    plain = [t for t in assertion if t.predicate != into]
    interpreted = {row["g"] for row in rows(world, "?g { ?g jn:status jn:Interpreted }")}
    graphs = {t: {q.graph_name for q in world.store.quads_for_pattern(*t)} for t in plain}
    assert all(held & interpreted for held in graphs.values())


def test_a_link_leads_to_the_passages_and_documents_at_both_ends(
    world: World, found: dict[str, Graphs]
) -> None:
    for graphs in found.values():
        heads = {t.subject.value for t in graphs["assertion"]}  # type: ignore[union-attr]
        provenance = graphs["provenance"]
        premises = objects(provenance, PROV + "wasDerivedFrom")
        assert objects(provenance, PROV + "wasAttributedTo") == ["https://w3id.org/jnkg/project"]
        assert objects(provenance, DCTERMS + "created") == ["2026-11-22"]
        assert premises == sorted(set(objects(provenance, NS + "hasPremise")))
        texts = [t.object for t in provenance if t.predicate.value == NS + "reason"]
        assert {getattr(t, "language", "") for t in texts} == {"en", "ja"}
        assert objects(provenance, NS + "confidence")
        if any(head.startswith(ID + "link-") for head in heads):
            passages = [p for p in premises if p.startswith(ID + "passage-")]
            assert passages
            documents = objects(provenance, PROV + "hadPrimarySource")
            values = " ".join(f"<{p}>" for p in passages)
            homes = rows(world, f"""DISTINCT ?d {{ VALUES ?p {{ {values} }}
                ?p dcterms:isPartOf+ ?d . ?d a jn:Document }}""")  # fmt: skip
            assert {row["d"].value for row in homes} <= set(documents)


def test_each_says_who_made_it_and_under_which_licence(found: dict[str, Graphs]) -> None:
    for own, graphs in found.items():
        info = {t for t in graphs["pubinfo"] if t.subject == ox.NamedNode(own)}
        labels = [t.object for t in info if t.predicate.value == RDFS_LABEL]
        assert {getattr(t, "language", "") for t in labels} == {"en", "ja"}
        assert objects(info, DCTERMS + "license") == [
            "https://creativecommons.org/licenses/by/4.0/"
        ]
        assert objects(info, DCTERMS + "creator") == ["https://w3id.org/jnkg/project"]
        assert objects(graphs["Head"], RDF_TYPE) == [NP + "Nanopublication"]


def test_a_world_without_readings_has_none(tree: Tree, stated_world: World) -> None:
    request = Request(tree, stated_world, status="stated")
    (output,) = checked(request, nanopubs(request))
    assert [c.number for c in output.counts] == [0]
    assert verified(output.content) == {}


def test_names_do_not_hang_on_the_languages_asked_for(tree: Tree, world: World, text: str) -> None:
    (output,) = nanopubs(replace(Request(tree, world), languages=("ja",)))
    assert pieces(output.content.decode()) == pieces(text)
