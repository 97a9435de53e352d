"""Clients that people have, against a running server: they work as they come."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path
from urllib.parse import urlencode
from xml.dom.minidom import Document

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDFS
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import ResultRow
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from peers import lacking

COMUNICA = Path(__file__).with_name("comunica")
JAPAN = "https://w3id.org/jnkg/id/state-japan"
LABEL = str(RDFS.label)
LABELS = ["Japan", "日本"]
SELECT = f"SELECT ?label {{ <{JAPAN}> <{LABEL}> ?label }} ORDER BY ?label"
ASK = f'ASK {{ <{JAPAN}> <{LABEL}> "日本"@ja }}'
CONSTRUCT = f"CONSTRUCT {{ ?s <{LABEL}> ?o }} WHERE {{ VALUES ?s {{ <{JAPAN}> }} ?s <{LABEL}> ?o }}"
MANY = "SELECT * { ?s rdfs:label ?o } LIMIT 500"


def wrapped(live: str, query: str, form: str, method: str = "GET") -> SPARQLWrapper:
    client = SPARQLWrapper(f"{live}/sparql")
    client.setQuery(query)
    client.setReturnFormat(form)
    client.setMethod(method)
    return client


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("posted", ["urlencoded", "postdirectly"])
def test_sparqlwrapper_reads_json(live: str, method: str, posted: str) -> None:
    client = wrapped(live, SELECT, JSON, method)
    client.setRequestMethod(posted)
    found = client.queryAndConvert()
    assert isinstance(found, dict)
    assert [row["label"]["value"] for row in found["results"]["bindings"]] == LABELS
    assert wrapped(live, ASK, JSON, method).queryAndConvert() == {"head": {}, "boolean": True}


def test_sparqlwrapper_reads_every_form_of_a_table(live: str) -> None:
    document = wrapped(live, SELECT, XML).queryAndConvert()
    assert isinstance(document, Document)
    found = [node.toxml() for node in document.getElementsByTagName("literal")]
    assert found == [
        '<literal xml:lang="en">Japan</literal>',
        '<literal xml:lang="ja">日本</literal>',
    ]
    table = wrapped(live, SELECT, CSV).queryAndConvert()
    assert table == "label\r\nJapan\r\n日本\r\n".encode()
    table = wrapped(live, SELECT, TSV).queryAndConvert()
    assert table == '?label\n"Japan"@en\n"日本"@ja\n'.encode()


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, JSONLD, XML])
def test_sparqlwrapper_reads_every_form_of_a_graph(live: str, form: str, method: str) -> None:
    found = wrapped(live, CONSTRUCT, form, method).queryAndConvert()
    assert isinstance(found, Graph | bytes)
    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")
    assert sorted(str(label) for label in graph.objects(URIRef(JAPAN), RDFS.label)) == LABELS


def test_sparqlwrapper_tells_of_a_slip(live: str) -> None:
    with pytest.raises(QueryBadFormed, match="bad-query"):
        wrapped(live, "SELECT ?x { ?x ", JSON).query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("returned", ["xml", "json", "csv", "tsv"])
def test_rdflib_store_reads_tables(live: str, method: str, returned: str) -> None:
    graph = Graph(SPARQLStore(f"{live}/sparql", method=method, returnFormat=returned))
    rows = [row.asdict() for row in graph.query(SELECT) if isinstance(row, ResultRow)]
    assert [str(row["label"]) for row in rows] == LABELS


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_store_reads_truths_and_graphs(live: str, method: str) -> None:
    graph = Graph(SPARQLStore(f"{live}/sparql", method=method))
    assert graph.query(ASK).askAnswer is True
    assert graph.query("ASK { <urn:nothing> ?p ?o }").askAnswer is False
    built = graph.query(CONSTRUCT).graph
    assert built is not None
    assert sorted(map(str, built.objects(URIRef(JAPAN), RDFS.label))) == LABELS


def test_rdflib_store_walks_the_graph(live: str) -> None:
    graph = Graph(SPARQLStore(f"{live}/sparql"))
    assert sorted(map(str, graph.objects(URIRef(JAPAN), RDFS.label))) == LABELS
    assert (URIRef(JAPAN), RDFS.label, None) in graph
    assert len(graph) > 10_000


def curl(*arguments: str) -> bytes:
    done = subprocess.run(["curl", "-sS", *arguments], capture_output=True, timeout=60, check=True)
    return done.stdout


def head_of(answer: bytes) -> tuple[int, dict[str, str], bytes]:
    """Take the output of `curl -i` apart: status, headers, body."""
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines)}
    return int(first.split()[1]), headers, body


def test_curl_asks_in_each_way_of_the_protocol(live: str) -> None:
    address = f"{live}/sparql"
    csv = ("-H", "Accept: text/csv")
    asked = [
        curl(*csv, "-G", address, "--data-urlencode", f"query={SELECT}"),
        curl(*csv, address, "--data-urlencode", f"query={SELECT}"),
        curl(*csv, address, "-H", "Content-Type: application/sparql-query", "--data", SELECT),
        curl(f"{address}?{urlencode({'query': SELECT, 'format': 'csv'})}"),
    ]
    assert set(asked) == {"label\r\nJapan\r\n日本\r\n".encode()}


def test_curl_asks_for_the_head_alone(live: str) -> None:
    address = f"{live}/sparql?{urlencode({'query': SELECT})}"
    status, headers, _ = head_of(curl("-I", address))
    whole = head_of(curl("-i", address))
    assert (status, headers["content-type"]) == (200, "application/sparql-results+json")
    assert headers["content-length"] == str(len(whole[2]))
    assert headers["etag"] == whole[1]["etag"]


@pytest.mark.parametrize(
    "query", [MANY, f"PREFIX x: <{JAPAN}> {CONSTRUCT}", "DESCRIBE jnd:state-japan"]
)
def test_curl_is_spared_what_it_has(live: str, query: str) -> None:
    address = f"{live}/sparql?{urlencode({'query': query})}"
    status, headers, body = head_of(curl("-i", address))
    assert (status, bool(body)) == (200, True)
    again = head_of(curl("-i", address, "-H", f"If-None-Match: {headers['etag']}"))
    assert (again[0], again[2], again[1]["etag"]) == (304, b"", headers["etag"])
    other = head_of(curl("-i", address, "-H", 'If-None-Match: W/"other"'))
    assert (other[0], other[2]) == (200, body)


def test_curl_takes_compressed_answers(live: str) -> None:
    address = f"{live}/sparql?{urlencode({'query': MANY})}"
    plain = curl(address)
    assert curl("--compressed", address) == plain
    status, headers, packed = head_of(curl("-i", "-H", "Accept-Encoding: gzip", address))
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 3


def test_pages_of_other_sites_may_ask(live: str) -> None:
    origin = ("-H", "Origin: https://example.org")
    status, headers, _ = head_of(
        curl("-i", "-X", "OPTIONS", *origin, "-H", "Access-Control-Request-Method: POST",
             "-H", "Access-Control-Request-Headers: content-type", f"{live}/sparql")
    )  # fmt: skip
    assert (status, headers["access-control-allow-origin"]) == (204, "*")
    assert "POST" in headers["access-control-allow-methods"]
    assert "content-type" in headers["access-control-allow-headers"].lower()
    for query in (ASK, "ASK {"):
        answer = curl("-i", *origin, f"{live}/sparql?{urlencode({'query': query})}")
        assert head_of(answer)[1]["access-control-allow-origin"] == "*"


def test_curl_is_told_what_is_wrong(live: str) -> None:
    answer = curl("-i", f"{live}/sparql", "--data-urlencode", "query=SELECT ?x {\n ?x ")
    status, headers, body = head_of(answer)
    assert (status, headers["content-type"]) == (400, "application/problem+json")
    assert json.loads(body)["line"] == 2
    update = curl("-i", f"{live}/sparql", "--data-urlencode", "update=CLEAR ALL")
    assert head_of(update)[0] == 403


def test_comunica_finds_out_that_it_is_an_endpoint_and_asks(live: str) -> None:
    if not (COMUNICA / "node_modules").is_dir():
        lacking("Comunica is not installed: npm ci in tests/comunica (`make test` does it)")
    count = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/jnkg/ns/Summit> }"
    command = ["node", "ask.mjs", f"{live}/sparql", SELECT, ASK, CONSTRUCT, count]
    done = subprocess.run(
        command, cwd=COMUNICA, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    rows, truth, triples, counted = json.loads(done.stdout)
    assert [row["label"] for row in rows] == LABELS
    assert truth is True
    assert sorted((t["subject"], t["object"]) for t in triples) == [(JAPAN, x) for x in LABELS]
    direct = json.loads(curl(f"{live}/sparql?{urlencode({'query': count})}"))
    assert counted[0]["n"] == direct["results"]["bindings"][0]["n"]["value"] != "0"
