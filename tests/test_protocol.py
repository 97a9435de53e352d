"""Our SPARQL endpoint without a network in between: forms, graphs, errors, and what may not be."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from jnkg.endpoint.dataset import MOST
from jnkg.endpoint.exchange import FORM, Message, Reply
from jnkg.endpoint.formats import GRAPHS, TABLES
from jnkg.endpoint.protocol import QUERY, UPDATE, prologue
from jnkg.endpoint.settings import Limits, Settings
from jnkg.endpoint.site import Site
from jnkg.errors import CallsOut
from jnkg.names import CATALOGUE, ID
from jnkg.safety import safe
from jnkg.store import World
from jnkg.tokens import declared, sources, undeclared
from visits import header, visit

P = "<http://example/p>"
SELECT = f"SELECT ?o {{ ?s {P} ?o }} ORDER BY ?o"
CONSTRUCT = f"PREFIX ex: <http://example/> CONSTRUCT WHERE {{ ?s {P} ?o }}"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMES = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
A, B = "http://example/a", "http://example/b"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Two graphs that share one triple of three, and a default graph of one."""
    store = ox.Store()
    text = f"""<s> {P} 1 . GRAPH <a> {{ <s> {P} 2 . <s> {P} 3 }} GRAPH <b> {{ <s> {P} 3 }}"""
    store.load(text, format=ox.RdfFormat.TRIG, base_iri="http://example/")
    return store


@pytest.fixture(scope="module")
def small(store: ox.Store) -> Site:
    return Site(Settings(), World("small/world", "interpreted", "9999-12-31", store))


def get(site: Site, query: str, accept: str = "", **params: str) -> Reply:
    """Ask by GET; names of parameters with underscores."""
    pairs = {"query": query, **{k.replace("_", "-"): v for k, v in params.items()}}
    return visit(site, f"/sparql?{urlencode(pairs)}", accept=accept)


def post(site: Site, body: str | bytes, media_type: str, target: str = "/sparql") -> Reply:
    sent = body.encode() if isinstance(body, str) else body
    return visit(site, target, "POST", sent, content_type=media_type, accept="application/json")


def values(reply: Reply, column: str) -> list[str]:
    assert reply.status == 200, reply.body
    rows = json.loads(reply.body)["results"]["bindings"]
    return [row[column]["value"] for row in rows]


def problem(reply: Reply) -> tuple[int, str]:
    assert header(reply, "content-type") == "application/problem+json", reply.body
    return reply.status, json.loads(reply.body)["type"].removeprefix("/problem/")


def test_get_form_and_direct_post_answer_alike(small: Site) -> None:
    replies = [
        get(small, SELECT, "application/json"),
        post(small, urlencode({"query": SELECT}), FORM),
        post(small, SELECT, QUERY),
        post(small, "\ufeff" + SELECT, f'{QUERY}; charset="UTF-8"'),
    ]
    assert {reply.body for reply in replies} == {replies[0].body}
    assert values(replies[0], "o") == ["1"]


def test_head_is_answered_as_get_and_options_with_leave_for_other_sites(small: Site) -> None:
    assert visit(small, f"/sparql?query={quote(SELECT)}", "HEAD").status == 200
    reply = visit(small, "/sparql", "OPTIONS", origin="https://example.org")
    assert reply.status == 204
    assert "POST" in header(reply, "access-control-allow-methods")
    assert header(reply, "access-control-allow-origin") == "*"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused_with_those_there_are(small: Site, method: str) -> None:
    reply = visit(small, "/sparql", method)
    assert problem(reply) == (405, "method")
    assert header(reply, "allow") == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize(
    ("method", "target", "media_type", "body", "wanted"),
    [
        ("POST", "", FORM, b"", (400, "bad-request")),
        ("POST", "", FORM, b"query=ASK%7B%7D&query=ASK%7B%7D", (400, "bad-request")),
        ("POST", "?query=ASK%7B%7D", FORM, b"query=ASK%7B%7D", (400, "bad-request")),
        ("POST", "?query=ASK%7B%7D", QUERY, b"ASK {}", (400, "bad-request")),
        ("POST", "", "text/plain", b"ASK {}", (415, "media-type")),
        ("POST", "", "", b"query=ASK%7B%7D", (415, "media-type")),
        ("POST", "", UPDATE, b"CLEAR ALL", (403, "read-only")),
        ("POST", "", FORM, b"update=CLEAR%20ALL", (403, "read-only")),
        ("GET", "?update=CLEAR%20ALL", "", b"", (403, "read-only")),
        ("GET", "?query=CLEAR%20ALL", "", b"", (403, "read-only")),
        ("POST", "", QUERY, b"PREFIX a: <urn:a> INSERT DATA { a:b a:b a:c }", (403, "read-only")),
        ("POST", "", QUERY, "ASK {}".encode("utf-16"), (400, "bad-request")),
        ("POST", "", f"{QUERY}; charset=utf-16", b"ASK {}", (400, "bad-request")),
        ("POST", "", QUERY, b'ASK { ?s ?p "\xff" }', (400, "bad-request")),
        ("GET", "?query=ASK%7B%7D%20%23%FF", "", b"", (400, "bad-request")),
        ("GET", "?query=", "", b"", (400, "bad-query")),
        ("GET", "?query=ASK%7B", "", b"", (400, "bad-query")),
        ("GET", "?query=ASK%7B%7D%00", "", b"", (400, "bad-query")),
        ("GET", "?query=SELECT%20(%3Curn:f%3E(1)%20AS%20%3Fx)%7B%7D", "", b"", (400, "bad-query")),
        ("GET", "?query=ASK%7B%7D&status=wished", "", b"", (400, "bad-request")),
        ("GET", "?query=ASK%7B%7D&known-by=soon", "", b"", (400, "bad-request")),
        ("GET", "?query=ASK%7B%7D&default-graph-uri=a", "", b"", (400, "bad-request")),
    ],
)
def test_what_is_no_request_for_one_query_is_refused(
    small: Site, method: str, target: str, media_type: str, body: bytes, wanted: tuple[int, str]
) -> None:
    reply = visit(small, f"/sparql{target}", method, body, content_type=media_type)
    assert problem(reply) == wanted


def test_parameters_that_clients_send_along_are_passed_over(small: Site) -> None:
    reply = get(small, SELECT, timeout="5", debug="on", infer="false", output="", results="json")
    assert values(reply, "o") == ["1"]
    several = f"/sparql?query={quote(SELECT)}&format=csv&format=&output=csv&status=stated"
    assert visit(small, several).body == b"o\r\n1\r\n"


@pytest.mark.parametrize(
    ("query", "accept", "name", "wanted"),
    [
        (SELECT, "", "", "application/sparql-results+json"),
        (SELECT, "*/*", "", "application/sparql-results+json"),
        (SELECT, "application/*", "", "application/sparql-results+json"),
        (SELECT, "text/csv", "", "text/csv"),
        (SELECT, "text/csv;q=0.5, application/sparql-results+xml", "",
         "application/sparql-results+xml"),
        (SELECT, "image/png, text/tab-separated-values;q=0.1", "", "text/tab-separated-values"),
        (SELECT, "application/json", "", "application/json"),
        (SELECT, "text/turtle, */*;q=0.1", "", "application/sparql-results+json"),
        (SELECT, "text/csv", "xml", "application/sparql-results+xml"),
        (SELECT, "", "CSV", "text/csv"),
        (SELECT, "", "turtle,,text/tab-separated-values", "text/tab-separated-values"),
        (SELECT, "", "application/sparql-results+json", "application/sparql-results+json"),
        ("ASK {}", "text/csv", "", "text/csv"),
        ("ASK {}", "text/xml", "", "text/xml"),
        (CONSTRUCT, "", "", "text/turtle"),
        (CONSTRUCT, "application/rdf+xml", "", "application/rdf+xml"),
        (CONSTRUCT, "application/xml", "", "application/xml"),
        (CONSTRUCT, "application/n-quads, application/trig;q=0.9", "", "application/n-quads"),
        (CONSTRUCT, "", "json", "application/ld+json"),
        (CONSTRUCT, "", "nt", "application/n-triples"),
        (CONSTRUCT, "application/sparql-results+json, */*;q=0.1", "", "text/turtle"),
    ],
)  # fmt: skip
def test_form_is_the_one_asked_for(
    small: Site, query: str, accept: str, name: str, wanted: str
) -> None:
    reply = get(small, query, accept, **({"format": name} if name else {}))
    assert (reply.status, reply.media_type) == (200, wanted)
    assert get(small, query, accept, output=name).body == reply.body
    if wanted in TABLES and wanted != "text/csv" and query != CONSTRUCT:
        found = ox.parse_query_results(reply.body, format=TABLES[wanted])
        assert isinstance(found, ox.QueryBoolean) or [r["o"].value for r in found] == ["1"]
    elif wanted in GRAPHS:
        triples = [q.triple for q in ox.parse(reply.body, format=GRAPHS[wanted])]
        assert [str(t) for t in triples] == [
            f'<http://example/s> {P} "1"^^<http://www.w3.org/2001/XMLSchema#integer>'
        ]
    else:
        assert reply.body in (b"o\r\n1\r\n", b"true")


@pytest.mark.parametrize(
    ("query", "accept", "name"),
    [(SELECT, "text/turtle", ""), (SELECT, "image/png", ""), (SELECT, "", "turtle"),
     (SELECT, "", "yaml"), (CONSTRUCT, "text/csv", ""), (CONSTRUCT, "", "tsv"),
     (SELECT, "application/sparql-results+json;q=0", "")],
)  # fmt: skip
def test_form_that_does_not_fit_is_refused_with_those_there_are(
    small: Site, query: str, accept: str, name: str
) -> None:
    reply = get(small, query, accept, format=name)
    assert problem(reply) == (406, "not-acceptable")
    known = GRAPHS if query == CONSTRUCT else TABLES
    assert json.loads(reply.body)["available"] == list(known)


def test_graph_that_xml_cannot_hold_is_refused(small: Site) -> None:
    for name in ("1", "a/", "a#", "a1:", "%20"):
        query = f"CONSTRUCT {{ <urn:s> <http://example/{name}> 2 }} {{}}"
        assert problem(get(small, query, "application/rdf+xml")) == (406, "not-acceptable")
        assert get(small, query, "text/turtle").status == 200
    for name in ("a", "1a", "1/日本", "a-1.2", "#_"):
        query = f"CONSTRUCT {{ <urn:s> <http://example/{name}> 2 }} {{}}"
        body = get(small, query, "application/rdf+xml").body
        assert [t.get("about") for t in ElementTree.fromstring(body)] == [None]
        assert len(list(ox.parse(body, format=ox.RdfFormat.RDF_XML))) == 1


def test_graph_is_written_with_the_prefixes_of_its_query(small: Site) -> None:
    body = get(small, CONSTRUCT).body.decode()
    assert body.splitlines() == ["@prefix ex: <http://example/> .", "ex:s ex:p 1 ."]
    opening = "PREFIX z: <http://z/> PREFIX e: <http://example/> PREFIX ee: <http://example/e/> "
    body = get(
        small, f"{opening}CONSTRUCT {{ z:a rdf:b skos:c, z:d, ee:f, e:g }} {{}}"
    ).body.decode()
    assert body.splitlines()[:4] == [
        "@prefix ee: <http://example/e/> .",
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        "@prefix z: <http://z/> .",
    ]
    body = get(small, "CONSTRUCT { jn:A a jn:B } {}").body.decode()
    assert "jn:A a jn:B ." in body
    assert "skos:" not in body


def test_browser_gets_a_page_of_the_result(site: Site) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    query = "SELECT ?label { jnd:state-japan rdfs:label ?label }"
    for reply in (get(site, query, accept), get(site, query, format="html")):
        assert (reply.status, reply.media_type) == (200, "text/html")
        assert "日本" in reply.body.decode()


def test_service_is_described_and_a_browser_led_to_the_form(site: Site) -> None:
    for accept, form in (("", ox.RdfFormat.TURTLE), ("application/ld+json", ox.RdfFormat.JSON_LD)):
        reply = visit(site, "/sparql", accept=accept)
        found = {str(q.predicate) for q in ox.parse(reply.body, format=form)}
        assert "<http://www.w3.org/ns/sparql-service-description#endpoint>" in found
    for target, language in (("/sparql", "ja"), ("/sparql?lang=en", "en")):
        reply = visit(site, target, accept="text/html", accept_language="ja")
        assert (reply.status, header(reply, "location")) == (303, f"/{language}/sparql")


@pytest.mark.parametrize(
    ("query", "params", "count", "names"),
    [
        ("", [], 1, [A, B]),
        ("", [("default-graph-uri", A)], 2, []),
        ("", [("default-graph-uri", B), ("default-graph-uri", B)], 1, []),
        ("", [("default-graph-uri", A), ("default-graph-uri", B)], 2, []),
        ("", [("named-graph-uri", B)], 0, [B]),
        ("", [("default-graph-uri", A), ("named-graph-uri", B)], 2, [B]),
        ("", [("default-graph-uri", A), ("default-graph-uri", B), ("named-graph-uri", B)], 2, [B]),
        ("", [("default-graph-uri", "http://example/none")], 0, []),
        (f"FROM <{A}>", [], 2, []),
        (f"FROM <{A}> FROM <{B}>", [], 2, []),
        (f"FROM <{A}> FROM # FROM\n<{B}> FROM NAMED <{B}>", [], 2, [B]),
        ("FROM ex:a FROM ex:b", [], 2, []),
        ("FROM <a> FROM <b> FROM <b>", [], 2, []),
        (f"FROM NAMED <{A}>", [], 0, [A]),
        (f"FROM <{A}> FROM NAMED <{A}>", [("default-graph-uri", B)], 1, []),
        (f"FROM <{A}>", [("named-graph-uri", B)], 0, [B]),
    ],
)
def test_dataset_is_the_one_asked_for_and_counts_a_triple_once(
    small: Site, query: str, params: list[tuple[str, str]], count: int, names: list[str]
) -> None:
    opening = "BASE <http://example/> PREFIX ex: <http://example/> "
    for text, column, wanted in ((COUNT, "n", [str(count)]), (NAMES, "g", names)):
        whole = opening + text.replace("{", f"{query}\n{{", 1)
        target = f"/sparql?{urlencode([('query', whole), *params])}"
        assert values(visit(small, target), column) == wanted
        direct = post(small, whole, QUERY, f"/sparql?{urlencode(params)}")
        assert values(direct, column) == wanted


def test_engine_still_counts_twice_what_two_graphs_hold(store: ox.Store) -> None:
    """If this fails, copying merged graphs (`dataset.merged`) has become needless."""
    found = store.query(f"{COUNT.replace('{', f'FROM <{A}> FROM <{B}> {{', 1)}")
    assert isinstance(found, ox.QuerySolutions)
    assert [row["n"].value for row in found] == ["3"]


def test_merge_of_too_many_triples_is_refused(small: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from jnkg.endpoint import dataset

    params = "default-graph-uri=http://example/b&default-graph-uri=http://example/a"
    dataset.merged.cache_clear()
    monkeypatch.setattr(dataset, "MOST", 1)
    assert problem(visit(small, f"/sparql?{params}&query=ASK%7B%7D")) == (422, "limit-memory")
    monkeypatch.setattr(dataset, "MOST", MOST)
    assert visit(small, f"/sparql?{params}&query=ASK%7B%7D").status == 200


def test_switches_choose_the_world(site: Site) -> None:
    counts = {
        switch: int(values(visit(site, f"/sparql?{switch}query={quote(COUNT)}"), "n")[0])
        for switch in ("", "status=interpreted&", "status=stated&", "known-by=2014-12-31&")
    }
    assert counts[""] == counts["status=interpreted&"] > counts["status=stated&"] > 0
    assert counts[""] > counts["known-by=2014-12-31&"] > 0
    form = post(site, urlencode({"query": COUNT, "status": "stated"}), FORM)
    assert int(values(form, "n")[0]) == counts["status=stated&"]


def test_default_graph_holds_what_the_named_graphs_hold(site: Site) -> None:
    query = "ASK { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }"
    hidden = f"ASK {{ GRAPH <{CATALOGUE}> {{ ?g ?p ?o }} }}"
    assert json.loads(get(site, hidden).body)["boolean"] is True
    assert get(site, query).status == 200


def test_prefixes_of_this_graph_may_be_left_out(site: Site) -> None:
    short = "SELECT ?l { jnd:state-japan rdfs:label ?l } ORDER BY ?l"
    full = f"PREFIX r: <http://www.w3.org/2000/01/rdf-schema#>\nSELECT ?l {{ <{ID}state-japan> r:label ?l }} ORDER BY ?l"  # noqa: E501
    assert values(get(site, short), "l") == values(get(site, full), "l") != []
    own = "PREFIX jnd: <http://example/> ASK { jnd:state-japan ?p ?o }"
    assert json.loads(get(site, own).body)["boolean"] is False


def test_names_with_several_dots_are_read_whole(site: Site) -> None:
    query = "SELECT ?n { VALUES ?n { jnd:passage-2014-ipcp-3.1.4 } ?n a jn:Passage }"
    assert values(get(site, query), "n") == [f"{ID}passage-2014-ipcp-3.1.4"]
    inside = 'SELECT ("jnd:a.b.c" AS ?t) (<http://e/jnd:a.b.c> AS ?i) { } # jnd:a.b.c'
    assert values(get(site, inside), "t") == ["jnd:a.b.c"]
    assert values(get(site, inside), "i") == ["http://e/jnd:a.b.c"]


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT ?x {\n  ?x jn:form\n}", 3, 1),
        ("PREFIX a: <http://a/>\n\nSELECT ?x { ?x a:b ?y \n", 4, 1),
        ("# SERVICE\nSELECT ?x {\n jnd:a-1.2.3 ?x\n}", 4, 1),
    ],
)
def test_syntax_errors_tell_the_line(small: Site, query: str, line: int, column: int) -> None:
    reply = get(small, query)
    assert problem(reply) == (400, "bad-query")
    document = json.loads(reply.body)
    assert document["line"] == line
    assert abs(document["column"] - column) <= 24
    assert f"{line}行目" in json.loads(get(small, query, lang="ja").body)["detail"]


def test_prefixes_that_nobody_declares_are_named(small: Site) -> None:
    reply = get(small, "PREFIX a: <urn:a> SELECT * { ?s ex:p a:b ; wd:P31 'a:b c:d' # e:f\n }")
    assert problem(reply) == (400, "bad-query")
    assert json.loads(reply.body)["prefixes"] == ["ex", "wd"]


def test_relative_iris_stand_on_the_address_of_the_endpoint(small: Site) -> None:
    query = "SELECT ?x { VALUES ?x { <a> <#b> } }"
    assert values(get(small, query), "x") == ["http://localhost/a", "http://localhost/sparql#b"]
    public = Site(replace(small.settings, base="https://kg.example"), small.alone)
    assert values(get(public, query), "x")[0] == "https://kg.example/a"
    reply = visit(small, f"/sparql?query={quote(query)}", host="no host")
    assert problem(reply) == (400, "bad-request")


def test_result_over_the_limit_is_refused_whole(small: Site) -> None:
    limits = replace(Limits(), result=20_000)
    narrow = Site(replace(small.settings, limits=limits), small.alone)
    digits = "VALUES ?{} {{ 0 1 2 3 4 5 6 7 8 9 }}"
    body = " ".join(digits.format(letter) for letter in "abc")
    for query in (f"SELECT * {{ {body} }}", f"CONSTRUCT {{ [] <urn:p> ?c }} {{ {body} }}"):
        reply = get(narrow, query)
        assert problem(reply) == (422, "limit-result")
        assert json.loads(reply.body)["bytes"] == 20_000
        assert get(narrow, f"{query} LIMIT 9").status == 200
        assert get(small, query).status == 200


class Listener:
    """A server on this machine that counts who comes."""

    def __init__(self) -> None:
        self.calls = 0
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                listener.calls += 1
                self.send_error(500)

            def do_GET(self) -> None:
                self.do_POST()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/x"


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.server.shutdown()


ATTACKS = {
    "plain": "SELECT * { SERVICE <@> { ?x ?y ?z } }",
    "small letters": "SELECT * { service <@> { ?x ?y ?z } }",
    "mixed letters": "SELECT * { sErViCe <@> { ?x ?y ?z } }",
    "silent": "SELECT * { SERVICE SILENT <@> { ?x ?y ?z } }",
    "no blanks": "SELECT*{SERVICE<@>{?x ?y ?z}}",
    "glued to SILENT": "SELECT * { SERVICESILENT<@>{ ?x ?y ?z } }",
    "glued to a name": "PREFIX m: <@> SELECT * { SERVICEm:y { ?x ?y ?z } }",
    "glued to SILENT and a name": "PREFIX m: <@> SELECT * { SERVICESILENTm:y{ ?x ?y ?z } }",
    "glued to the empty prefix": "PREFIX : <@> SELECT * { SERVICE: { ?x ?y ?z } }",
    "a declared prefix that looks like it":
        "PREFIX : <@> PREFIX service: <urn:a> SELECT * { SERVICE:y{ ?x ?y ?z } }",
    "behind a number": "SELECT * { ?s ?p 1SERVICE<@> { ?x ?y ?z } }",
    "behind a number and a name": "PREFIX m: <@> SELECT * { ?s ?p 1SERVICEm:y { ?x ?y ?z } }",
    "behind a decimal": "SELECT * { ?s ?p 1.5SERVICE <@> { ?x ?y ?z } }",
    "behind a double": "SELECT * { ?s ?p 1e0SERVICE <@> { ?x ?y ?z } }",
    "behind true": "SELECT * { ?s ?p trueSERVICE<@> { ?x ?y ?z } }",
    "behind true, with a name": "PREFIX m: <@> SELECT * { ?s ?p trueSERVICEm:y{ ?x ?y ?z } }",
    "behind a dot": "SELECT * { ?s ?p ?o.SERVICE <@> { ?x ?y ?z } }",
    "behind a dot in a name": "PREFIX m: <urn:> SELECT * { ?s ?p m:a.SERVICE<@>{ ?x ?y ?z } }",
    "behind two dots in a name":
        "PREFIX m: <urn:> SELECT * { ?s ?p m:a.b.SERVICE <@> { ?x ?y ?z } }",
    "behind dots in a blank node": "SELECT * { ?s ?p _:a.b.SERVICE <@> { ?x ?y ?z } }",
    "behind a language": 'SELECT * { ?s ?p "a"@en-SERVICE <@> { ?x ?y ?z } }',
    "behind a brace": "SELECT * { {}SERVICE <@> { ?x ?y ?z } }",
    "local name of a prefix that spoils it":
        "PREFIX m: <http://h:> SELECT * { ?s ?p m:SERVICE <@> { ?x ?y ?z } }",
    "behind an escaped hash":
        "PREFIX m: <urn:> SELECT * { ?s ?p m:a\\# . SERVICE <@> { ?x ?y ?z } }",
    "behind an escaped quote":
        "PREFIX m: <urn:> SELECT * { ?s ?p m:a\\' . SERVICE <@> { ?x ?y ?z } FILTER('a'='a') }",
    "comment ended by a carriage return": "SELECT * { # x\r SERVICE <@> { ?x ?y ?z } }",
    "comment in between": "SELECT * { SERVICE # {\n <@> { ?x ?y ?z } }",
    "comment in between, glued":
        "PREFIX m: <@> SELECT * { SERVICEm:y # c\n # SILENT\n { ?x ?y ?z } }",
    "long text with an escaped quote":
        'SELECT * { VALUES ?a {"""a\\""" . """} SERVICE <@> {?x ?y ?z} VALUES ?b {"""b"""} }',
    "long text that the engine reads as short ones":
        'SELECT * { VALUES ?a {"""a" } SERVICE <@> {?x ?y ?z} #\\z"""\n }',
    "long text in single quotes":
        "SELECT * { VALUES ?a {'''a' } SERVICE <@> {?x ?y ?z} #\\z'''\n }",
    "text that is never closed": 'SELECT * { SERVICE <@> { ?x ?y ?z } } # "',
    "quote in an IRI": "SELECT * { <urn:'> ?p ?o . SERVICE <@> { ?x ?y ?z } <urn:'> ?q ?r }",
    "between two signs": "SELECT*{?s ?p ?o FILTER(1<2)SERVICE<@>{?x?y?z}FILTER(3>2)}",
    "variable as the target": "SELECT * { BIND(<@> AS ?v) SERVICE ?v { ?x ?y ?z } }",
    "variable between two signs": "SELECT*{VALUES ?v{<@>}FILTER(1<2)SERVICE?v{?x?y?z}FILTER(3>2)}",
    "path that ends in a question mark": "SELECT * { ?s <urn:p>?1SERVICE <@> { ?x ?y ?z } }",
    "escaped letter": "SELECT * { \\u0053ERVICE <@> { ?x ?y ?z } }",
    "escaped letter, long": "SELECT * { SERVIC\\U00000045 <@> { ?x ?y ?z } }",
    "escaped end of a comment": "SELECT * { # \\u000A SERVICE <@> { ?x ?y ?z }\n }",
    "escaped end of a text": 'SELECT * { ?s ?p "\\u0022 . SERVICE <@> { ?x ?y ?z } #" }',
    "byte order mark in a name":
        "PREFIX m: <@> SELECT * { ?s ?p trueSERVICEm:y\ufeff{ ?x ?y ?z } }",
    "byte order mark as a name": "PREFIX m: <@> SELECT * { SERVICEm:\ufeff # c\n { ?x ?y ?z } }",
    "blank that is a letter": "PREFIX m\u1680: <@> SELECT * { SERVICEm\u1680:y { ?x ?y ?z } }",
    "strange letter": "SELECT * { \u017fERVICE <@> { ?x ?y ?z } }",
    "strange blanks": "SELECT * { SERVICE\u00a0\x0b<@> { ?x ?y ?z } }",
    "NUL": "SELECT * { \0SERVICE\0<@> { ?x ?y ?z } }",
    "byte order mark": "\ufeffSELECT * { SERVICE <@> { ?x ?y ?z } }",
    "in a sub-select": "SELECT * { { SELECT * { SERVICE SILENT <@> { ?x ?y ?z } } } }",
    "in EXISTS": "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <@> { ?x ?y ?z } } }",
    "in MINUS": "SELECT * { ?s ?p ?o MINUS { SERVICE <@> { ?s ?y ?z } } }",
    "in LATERAL": "SELECT * { ?s ?p ?o LATERAL { SERVICE <@> { ?x ?y ?z } } }",
    "in CONSTRUCT": "CONSTRUCT { ?x ?y ?z } { SERVICE <@> { ?x ?y ?z } }",
    "in DESCRIBE": "DESCRIBE ?x { SERVICE <@> { ?x ?y ?z } }",
    "in ASK": "ASK { SERVICE <@> { ?x ?y ?z } }",
    "in GRAPH": "ASK { GRAPH ?g { SERVICE <@> { ?x ?y ?z } } }",
    "LOAD": "LOAD <@>",
    "LOAD behind a query": "ASK {} ; LOAD <@>",
    "INSERT by SERVICE": "INSERT { ?x ?y ?z } WHERE { SERVICE <@> { ?x ?y ?z } }",
}  # fmt: skip
"""Ways to make the engine call `@`."""
OPEN = {"FROM": "SELECT * FROM <@> { ?s ?p ?o }", "DESCRIBE": "DESCRIBE <@>",
        "GRAPH": "SELECT * { GRAPH <@> { ?s ?p ?o } }"}  # fmt: skip
"""Queries that name an address without asking it."""


@pytest.mark.parametrize("name", ATTACKS)
def test_no_query_calls_another_server(small: Site, listener: Listener, name: str) -> None:
    text = ATTACKS[name].replace("@", listener.address)
    before = listener.calls
    for reply in (get(small, text), post(small, text, QUERY)):
        status, kind = problem(reply)
        assert status in (400, 403)
        assert kind in ("no-service", "bad-query", "read-only")
    assert listener.calls == before


@pytest.mark.parametrize("name", OPEN)
def test_addresses_are_names_and_are_not_read(small: Site, listener: Listener, name: str) -> None:
    text = OPEN[name].replace("@", listener.address)
    before = listener.calls
    target = f"/sparql?{urlencode({'query': text, 'default-graph-uri': listener.address})}"
    assert get(small, text).status == visit(small, target).status == 200
    assert get(small, OPEN["FROM"].replace("@", "file:///etc/passwd")).status == 200
    assert listener.calls == before


def test_listener_sees_the_engine_where_nobody_guards_it(
    store: ox.Store, listener: Listener
) -> None:
    """The attacks are real: at least the spellings that the engine reads as a call reach it."""
    reached = set()
    for name, text in ATTACKS.items():
        before = listener.calls
        try:
            found = store.query(text.replace("@", listener.address))
            if not isinstance(found, ox.QueryBoolean):
                list(found)
        except (OSError, SyntaxError, RuntimeError):
            pass
        if listener.calls > before:
            reached.add(name)
    assert {"plain", "glued to SILENT", "glued to a name", "behind a number"} <= reached
    assert {"comment ended by a carriage return", "long text with an escaped quote"} <= reached
    assert len(reached) > 15


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ("Secret Service, SERVICE <http://e/> { ?s ?p ?o }" AS ?x) {}',
        'SELECT ("""a " SERVICE "b" service\n""" AS ?x) {}',
        r"SELECT ('it\'s a \\service' AS ?x) {}",
        'SELECT ?x { VALUES ?x { "\\u0053ERVICE" } }',
        "SELECT ?service ?x { ?service ?x ?y } # SERVICE <http://e/> {}",
        "SELECT ?x1service ?x { ?x1service ?x ?y }",
        "SELECT * { ?s <http://e/SERVICE> ?x FILTER(?x<3&&?x>1) }",
        "PREFIX service: <http://e/> SELECT * { service:a service:b ?x . ?x a service:Service . }",
        "SELECT * { ?s schema:service ?x ; schema:serviceType ?y . ?y jn:hasService ?z {} }",
        "PREFIX : <http://e/> SELECT * { ?s :SERVICE ?o }",
    ],
)
def test_harmless_words_stay_what_they_are(small: Site, query: str) -> None:
    reply = get(small, query)
    assert reply.status == 200, reply.body
    plain = ox.Store().query(query, prefixes={"schema": "http://e/", "jn": "http://e/"})
    assert isinstance(plain, ox.QuerySolutions)
    wanted = [row["x"].value for row in plain]
    assert (values(reply, "x") if wanted else []) == wanted


HOSTILE = ("\"\"\"", "\"\"\"a\\", '"a', "<a", "a.", "a:service <", "a:service ", "service",
           "\\u0053", " ", "a:b.", "\'\'\'a")  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE)
def test_hostile_texts_are_read_in_one_go(part: str) -> None:
    text = "a:service" + part * ((1 << 18) // len(part)) + "service"
    start = time.monotonic()
    with suppress(CallsOut):
        safe(text)
    undeclared(text)
    assert time.monotonic() - start < 10


def test_text_goes_to_the_engine_as_it_came_unless_it_must_change() -> None:
    query = 'PREFIX a: <urn:a>\nASK { a:b ?p "jnd:x.y" } # jn:x'
    assert safe(query) is query
    changed = safe('ASK {\n ?s ?p "service" } # service\n')
    assert changed == 'ASK {\n ?s ?p "\\u0073ervice" }          \n'


def test_tokens_are_read_as_sparql_has_them() -> None:
    text = (
        "# PREFIX no: <urn:no>\nprefix a: <urn:a#> PREFIX : <urn:b> BASE <urn:c>\n"
        "SELECT ('PREFIX x: <urn:x>' AS ?t) from a:1 FROM NAMED <d> { ?s c:d :e ; f:g _:h }"
    )
    assert declared(text) == {"a": "urn:a#", "": "urn:b"}
    assert sources(text) == (["a:1"], ["<d>"])
    assert undeclared(text) == ["c", "f"]
    assert prologue("SELECT * { ?s jn:a skos:b }", "http://e/sparql") == (
        "BASE <http://e/sparql> PREFIX jn: <https://w3id.org/jnkg/ns/> "
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    )


def test_message_with_raw_utf8_in_a_form_is_read(small: Site) -> None:
    body = 'query=SELECT ("日本" AS ?o) {}'.encode()
    reply = visit(small, "/sparql", "POST", body, content_type=FORM)
    assert values(reply, "o") == ["日本"]
    assert Message("POST", "/sparql").pairs() == []
