from __future__ import annotations

import json
import re

import pyld.jsonld
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.parser import Parser
from rdflib.plugin import plugins

from conftest import Opener
from jnkg.endpoint.app import answer
from jnkg.endpoint.exchange import Message, Reply
from jnkg.endpoint.settings import Settings
from jnkg.endpoint.site import Site
from jnkg.endpoint.things import ALSO, LICENCE
from jnkg.linked.addresses import KINDS, Thing, read_path
from jnkg.linked.forms import FORMS
from jnkg.names import BASE, NS
from jnkg.rooms import Tree
from visits import header, visit

CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
COMUNICA = (
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,"
    "application/n-triples;q=0.8,text/turtle;q=0.6,application/rdf+xml;q=0.5,"
    "application/json;q=0.45,text/n3;q=0.35,application/xml;q=0.3,image/svg+xml;q=0.3,"
    "text/xml;q=0.3,text/html;q=0.2,application/xhtml+xml;q=0.18"
)
JENA = (
    "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,"
    "*/*;q=0.3"
)
RAPPER = (
    "application/rdf+xml, text/rdf;q=0.6, application/n-triples, text/plain;q=0.1, text/turtle, "
    "application/x-turtle, application/turtle, text/n3;q=0.3, text/rdf+n3;q=0.3, "
    "application/rdf+n3;q=0.3, application/x-trig, application/rss;q=0.8, application/xml;q=0.3, "
    "text/html;q=0.2, application/xhtml+xml;q=0.4, */*;q=0.1"
)
RDFLIB = ", ".join(p.name for p in plugins(kind=Parser) if "/" in p.name)
CLIENTS = [
    ("chrome", CHROME, "/en/id/state-japan"),
    ("firefox", FIREFOX, "/en/id/state-japan"),
    ("curl", "*/*", "/id/state-japan.ttl"),
    ("none", "", "/id/state-japan.ttl"),
    ("rdflib", RDFLIB, "/id/state-japan.ttl"),
    ("rdflib-xml", "application/rdf+xml, */*;q=0.1", "/id/state-japan.rdf"),
    ("rdflib-n3", "text/n3, */*;q=0.1", "/id/state-japan.ttl"),
    ("rdflib-ttl", "text/turtle, application/x-turtle, */*;q=0.1", "/id/state-japan.ttl"),
    ("rdflib-nt", "text/plain, */*;q=0.1", "/id/state-japan.nt"),
    ("rdflib-jsonld", "application/ld+json, application/json;q=0.9, */*;q=0.1",
     "/id/state-japan.jsonld"),
    ("pyld", "application/ld+json, application/json;q=0.5", "/id/state-japan.jsonld"),
    ("jena", JENA, "/id/state-japan.ttl"),
    ("comunica", COMUNICA, "/id/state-japan.trig"),
    ("rapper", RAPPER, "/id/state-japan.ttl"),
    ("trifid-362", "application/n-triples, text/turtle;q=0.5", "/id/state-japan.nt"),
    ("fetch-json", "application/json", "/id/state-japan.jsonld"),
    ("excel", "text/csv", "/id/state-japan.csv"),
    ("refusal", "text/html;q=0, application/rdf+xml", "/id/state-japan.rdf"),
    ("weights", "text/turtle;q=0.2, application/ld+json;q=0.8, text/html;q=0.3",
     "/id/state-japan.jsonld"),
]  # fmt: skip
NODES = {
    "/id/passage-2014-ipcp-3.1.5": "/id/passage-2014-ipcp-3.1.5",
    "/ns/Summit": "/ns/Summit",
    "/ns/": "/ns",
    "/shape/Activity-inPlace": "/shape/Activity-inPlace",
    "/shape/": "/shape",
    "/query/actors": "/query/actors",
    "/query/unnamed-clash": "/query/unnamed-clash",
    "/graph/catalogue": "/graph/catalogue",
    "/graph/derived-places": "/graph/derived-places",
    "/ontology": "/ontology",
    "/ontology/event": "/ontology/event",
    "/ontology/0.1.0": "/ontology/0.1.0",
    "/project": "/project",
}
"""A thing of every kind, and what its documents are called before the ending."""
RDF = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
}


def problem(reply: Reply) -> dict[str, object]:
    assert reply.media_type == "application/problem+json"
    found: dict[str, object] = json.loads(reply.body)
    assert found["status"] == reply.status
    return found


def link_header(reply: Reply) -> dict[tuple[str, str], list[str]]:
    """Targets by relation and type or language."""
    found: dict[tuple[str, str], list[str]] = {}
    for target, rest in re.findall(r"<([^>]*)>((?:; \w+=\"[^\"]*\")*)", header(reply, "link")):
        fields = dict(re.findall(r'(\w+)="([^"]*)"', rest))
        key = (fields["rel"], fields.get("hreflang") or fields.get("type", ""))
        found.setdefault(key, []).append(target)
    return found


def triples(site: Site, reply: Reply) -> set[str]:
    """The triples outside of named graphs, blank nodes named by what is said of them."""
    if reply.media_type == "application/ld+json":
        context = json.loads(visit(site, "/context.jsonld").body)
        loaded = {"contextUrl": None, "documentUrl": "", "document": context}
        options = {"format": "application/n-quads", "documentLoader": lambda *_: loaded}
        text = pyld.jsonld.to_rdf(json.loads(reply.body), options).encode()
        quads = ox.parse(text, format=ox.RdfFormat.N_QUADS)
    else:
        quads = ox.parse(reply.body, format=RDF[reply.media_type])
    default = ox.Dataset(q for q in quads if q.graph_name == ox.DefaultGraph())
    default.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(q).lower() for q in default}


@pytest.mark.parametrize(("accept", "place"), [c[1:] for c in CLIENTS], ids=[c[0] for c in CLIENTS])
def test_a_client_is_led_to_what_it_likes_best(site: Site, accept: str, place: str) -> None:
    reply = visit(site, "/id/state-japan", accept=accept)
    assert (reply.status, header(reply, "location")) == (303, place)
    assert {"Accept", "Accept-Language"} <= set(header(reply, "vary").split(", "))


@pytest.mark.parametrize("other", sorted(ALSO))
def test_other_names_of_a_form_lead_to_it(site: Site, other: str) -> None:
    location = header(visit(site, "/id/state-japan", accept=other), "location")
    ending = ALSO[other]
    assert location == ("/en/id/state-japan" if ending == "html" else f"/id/state-japan.{ending}")


@pytest.mark.parametrize(
    ("target", "asked", "place"),
    [
        ("/id/state-japan", "ja,en;q=0.5", "/ja/id/state-japan"),
        ("/id/state-japan", "en-GB,en;q=0.9,ja;q=0.8", "/en/id/state-japan"),
        ("/id/state-japan", "fr", "/en/id/state-japan"),
        ("/id/state-japan?lang=ja", "en", "/ja/id/state-japan"),
        ("/id/state-japan.html", "ja", "/ja/id/state-japan"),
        ("/id/state-japan?status=stated", "ja", "/ja/id/state-japan?status=stated"),
        ("/query/actors", "ja", "/ja/query/actors"),
        ("/ns/", "ja", "/ja/ontology"),
        ("/ontology/event", "ja", "/ja/ontology"),
        ("/project.html", "ja", "/ja/about"),
    ],
)
def test_a_reader_is_led_to_the_page_of_a_language(
    site: Site, target: str, asked: str, place: str
) -> None:
    reply = visit(site, target, accept=FIREFOX, accept_language=asked)
    assert (reply.status, header(reply, "location")) == (303, place)


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("/id/state-japan?status=derived", "/id/state-japan.ttl?status=derived"),
        ("/id/state-japan?format=csv&lang=ja", "/id/state-japan.csv?lang=ja"),
        ("/id/state-japan?format=nt", "/id/state-japan.nt"),
        ("/id/state-japan?lang=ja", "/id/state-japan.ttl"),
    ],
)
def test_what_was_chosen_is_kept_on_the_way(site: Site, target: str, place: str) -> None:
    assert header(visit(site, target), "location") == place


@pytest.mark.parametrize("path", NODES)
def test_every_kind_of_thing_leads_to_its_documents(site: Site, path: str) -> None:
    for ending, media_type in FORMS.items():
        moved = visit(site, path, accept=media_type)
        assert (moved.status, header(moved, "location")) == (303, f"{NODES[path]}.{ending}")
        reply = visit(site, header(moved, "location"))
        assert (reply.status, reply.media_type) == (200, media_type)
        assert reply.body
        assert header(reply, "access-control-allow-origin") == "*"


@pytest.mark.parametrize("path", [p for p in NODES if p not in ("/graph/catalogue", "/shape/")])
def test_twins_say_the_same(site: Site, path: str) -> None:
    endings = ("ttl", "nt", "rdf", "trig", "jsonld")
    said = [triples(site, visit(site, f"{NODES[path]}.{ending}")) for ending in endings]
    assert said[0]
    assert all(each == said[0] for each in said)


def test_a_document_of_another_node_says_something_else(site: Site) -> None:
    replies = [visit(site, f"/id/{name}.nt") for name in ("state-japan", "place-tokyo")]
    assert triples(site, replies[0]) != triples(site, replies[1])


def test_a_document_is_about_its_thing_under_its_one_iri(site: Site) -> None:
    for path in NODES:
        body = visit(site, f"{NODES[path]}.nt").body.decode()
        assert f"<{BASE}" in body
        if path not in ("/ns/", "/shape/", "/ontology/0.1.0", "/graph/catalogue"):
            assert f"<{BASE}{path[1:]}> " in body, path


def test_the_text_of_a_query_is_a_document_too(site: Site, tree: Tree) -> None:
    moved = visit(site, "/query/actors", accept="application/sparql-query")
    reply = visit(site, header(moved, "location"))
    assert header(moved, "location") == "/query/actors.rq"
    assert reply.media_type == "application/sparql-query"
    assert tree.text("queries/answer/actors.rq").endswith(reply.body.decode())
    assert visit(site, "/id/state-japan.rq").status == 404


def test_links_lead_from_a_document_to_its_thing_twins_and_licence(site: Site) -> None:
    found = link_header(visit(site, "/id/state-japan.ttl?status=derived"))
    assert found["describes", ""] == found["canonical", ""] == [BASE + "id/state-japan"]
    assert found["license", ""] == [LICENCE]
    twins = {key[1]: place for key, (place, *_) in found.items() if key[0] == "alternate"}
    assert twins == {
        **{m: f"/id/state-japan.{e}?status=derived" for e, m in FORMS.items() if e != "ttl"},
        "en": "/en/id/state-japan?status=derived",
        "ja": "/ja/id/state-japan?status=derived",
    }


def test_links_lead_from_a_thing_to_what_describes_it(site: Site) -> None:
    found = link_header(visit(site, "/id/state-japan", accept="text/csv"))
    assert found["describedby", "text/csv"] == ["/id/state-japan.csv"]
    assert found["alternate", "text/turtle"] == ["/id/state-japan.ttl"]
    assert found["canonical", ""] == [BASE + "id/state-japan"]
    assert ("describes", "") not in found


def test_the_licence_is_that_of_the_ontology(site: Site) -> None:
    body = visit(site, "/ontology.ttl").body.decode()
    assert f"dcterms:license <{LICENCE}> ;" in body


@pytest.mark.parametrize("path", ["/id/state-japan.ttl", "/ns/Summit.jsonld", "/context.jsonld"])
def test_a_document_that_the_client_has_is_not_sent_again(site: Site, path: str) -> None:
    tag = header(visit(site, path), "etag")
    assert visit(site, path, if_none_match=tag).status == 304
    assert visit(site, path, if_none_match='"another"').status == 200


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/id/日本",
            "/id/State-Japan",
            "/id/state%20japan",
            "/id/%zz",
            "/id/a b",
            "/id/-a",
            "/id/a.",
        ),
        *(
            "/ns/ns:Summit",
            "/ns/サミット",
            "/query/Actors",
            "/graph/a b",
            "/id/<script>",
            "/project.pdf",
        ),
        *("/ontology/..", "/id/" + "a" * 300),
    ],
)
def test_a_name_that_nothing_can_have_is_refused(site: Site, path: str) -> None:
    reply = visit(site, path)
    assert reply.status == (404 if path == "/project.pdf" else 400)
    problem(reply)


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/id/state-japam", "id/state-japan"),
        ("/id/state-japam.ttl", "id/state-japan"),
        ("/ns/Sumit", "ns/Summit"),
        ("/shape/Activity-inPlase", "shape/Activity-inPlace"),
        ("/query/actor", "query/actors"),
        ("/graph/derived-place", "graph/derived-places"),
        ("/ontology/events", "ontology/event"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(site: Site, path: str, nearest: str) -> None:
    reply = visit(site, path)
    found = problem(reply)
    assert reply.status == 404
    assert isinstance(found["nearest"], list)
    assert found["nearest"][0] == nearest
    assert nearest in str(found["detail"])


def test_an_unknown_name_is_explained_in_japanese(site: Site) -> None:
    reply = visit(site, "/id/state-japam", accept_language="ja")
    assert "近いもの：id/state-japan" in str(problem(reply)["detail"])


@pytest.mark.parametrize("accept", ["image/png", "application/pdf, video/*", "text/turtle;q=0"])
def test_a_form_that_cannot_be_had_is_refused_with_those_that_can(site: Site, accept: str) -> None:
    reply = visit(site, "/id/state-japan", accept=accept)
    found = problem(reply)
    assert reply.status == 406
    assert found["available"] == [*FORMS.values(), "text/html"]


def test_a_document_is_given_whatever_its_reader_accepts(site: Site) -> None:
    assert visit(site, "/id/state-japan.ttl", accept="image/png").status == 200


def test_an_unknown_parameter_is_refused_with_the_nearest(site: Site) -> None:
    reply = visit(site, "/id/state-japan.ttl?statu=stated")
    assert reply.status == 400
    assert problem(reply)["nearest"] == ["status"]
    assert visit(site, "/id/state-japan?utm_source=x", accept=FIREFOX).status == 303


READING = "/id/reading-2026-11-22-theme-maritime-security"


@pytest.mark.parametrize(
    ("switches", "hiding"),
    [("status=derived", ["status"]), ("known-by=2024-12-31", ["known-by"])],
)
def test_what_a_switch_hides_is_said_to_be_hidden(
    site: Site, switches: str, hiding: list[str]
) -> None:
    for ending in ("", ".ttl"):
        reply = visit(site, f"{READING}{ending}?{switches}")
        found = problem(reply)
        assert (reply.status, found["type"]) == (404, "/problem/hidden")
        assert found["hiddenBy"] == hiding
    assert visit(site, READING).status == 303
    assert problem(visit(site, f"/id/no-such-node?{switches}"))["type"] == "/problem/not-found"


def test_of_two_switches_that_is_named_which_hides(site: Site) -> None:
    reply = visit(site, f"{READING}?status=derived&known-by=2026-12-31")
    assert problem(reply)["hiddenBy"] == ["status"]


WITHDRAWN = {
    "ontology/jnkg.ttl": """
jn:OldThing a owl:Class ; rdfs:label "old thing"@en , "旧"@ja ; owl:deprecated true ;
    dcterms:isReplacedBy jn:NewThing .
jn:NewThing a owl:Class ; rdfs:label "new thing"@en , "新"@ja .
""",
    "data/identity/all.ttl": """
jnd:thing-old a jn:OldThing ; rdfs:label "old"@en , "旧"@ja ; owl:deprecated true ;
    dcterms:isReplacedBy jnd:thing-new .
jnd:thing-new a jn:NewThing ; rdfs:label "new"@en , "新"@ja .
""",
    "data/interpreted/2021-06-01-day.ttl": """
jnd:reading-day a jn:Reading ; jn:hasPremise jnd:thing-old , jnd:thing-new .
""",
}


@pytest.mark.parametrize(
    ("path", "successor"),
    [("/id/thing-old", BASE + "id/thing-new"), ("/ns/OldThing", NS + "NewThing")],
)
def test_what_was_withdrawn_is_gone_and_says_what_replaced_it(
    open_small: Opener, path: str, successor: str
) -> None:
    site = Site(Settings(), alone=open_small(WITHDRAWN))
    assert visit(site, path).status == 303
    for ending in ("ttl", "jsonld", "trig", "nt", "rdf"):
        reply = visit(site, f"{path}.{ending}")
        assert reply.status == 410
        assert ("successor-version", "") in link_header_of_all(reply)
        told = triples(site, reply)
        assert any(f"isreplacedby> <{successor}>".lower() in t for t in told)
    assert visit(site, f"{path.replace('old', 'new').replace('Old', 'New')}.ttl").status == 200


def link_header_of_all(reply: Reply) -> dict[tuple[str, str], list[str]]:
    values = ", ".join(value for key, value in reply.headers if key == "link")
    return link_header(Reply(b"", "", 200, [("link", values)]))


def test_a_host_that_none_can_be_is_refused(site: Site) -> None:
    reply = visit(site, "/ns/Evidence.ttl", host='a b<>"{}.example')
    assert reply.status == 400
    assert visit(site, "/query/actors.ttl", host="[::1]:8000").status == 200


def test_context_and_frames_are_served_to_other_sites(site: Site) -> None:
    for path in ("/context.jsonld", "/frame/Summit.jsonld"):
        reply = visit(site, path)
        assert (reply.status, reply.media_type) == (200, "application/ld+json")
        assert header(reply, "access-control-allow-origin") == "*"
    unknown = visit(site, "/frame/Sumit.jsonld")
    assert unknown.status == 404
    assert "ns/Summit" in str(problem(unknown)["nearest"])
    assert visit(site, "/frame/Su mit.jsonld").status == 400


@pytest.mark.parametrize(
    ("path", "thing"),
    [
        ("/id/passage-2014-ipcp-3.1.5", Thing("id", "passage-2014-ipcp-3.1.5")),
        ("/id/passage-2014-ipcp-3.1.5.ttl", Thing("id", "passage-2014-ipcp-3.1.5", "ttl")),
        ("/id/a.b.rq", Thing("id", "a.b.rq")),
        ("/query/a.rq", Thing("query", "a", "rq")),
        ("/ontology/0.1.0.nt", Thing("ontology", "0.1.0", "nt")),
        ("/ns.ttl", Thing("ns", "", "ttl")),
        ("/ns/", Thing("ns", "")),
        ("/id/.ttl", Thing("id", ".ttl")),
    ],
)
def test_only_a_known_ending_at_the_end_is_one(path: str, thing: Thing) -> None:
    assert read_path(path) == thing


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
NAMES = st.text("abcdefghijklmnopqrstuvwxyzABC0123456789.-_%/ ", max_size=60)
ENDINGS = st.sampled_from(["", ".ttl", ".jsonld", ".nt", ".trig", ".rdf", ".csv", ".html", ".rq"])


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([*KINDS, "frame"]), ANY | NAMES, ENDINGS, ANY)
def test_no_path_is_a_mistake_of_ours(
    site: Site, kind: str, name: str, ending: str, accept: str
) -> None:
    message = Message("GET", f"/{kind}/{name}{ending}", "", {"host": "localhost", "accept": accept})
    reply = answer(site, message)
    assert reply.status < 500
    if reply.status >= 400:
        problem(reply)
    else:
        assert read_path(message.path).is_well_formed or kind == "frame"


@settings(max_examples=100, deadline=None)
@given(ANY, st.text("abc=&%status;known-by", max_size=30))
def test_no_header_or_parameter_is_a_mistake_of_ours(site: Site, text: str, query: str) -> None:
    headers = {"host": "localhost", "accept": text, "accept-language": text}
    reply = answer(site, Message("GET", "/ns/Summit", query, headers))
    assert reply.status in (303, 400, 406)
