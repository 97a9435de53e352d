"""The engine, and our endpoint in front of it, against the W3C test suite for SPARQL 1.1.

`JNKG_W3C` names the folder of the W3C suites (default `../shared/w3c`).
"""

from __future__ import annotations

import tomllib
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from jnkg.endpoint.app import answer
from jnkg.endpoint.exchange import FORM, Message, Reply
from jnkg.endpoint.formats import TABLES
from jnkg.endpoint.protocol import QUERY, UPDATE
from jnkg.endpoint.settings import Settings
from jnkg.endpoint.site import Site
from jnkg.names import PREFIXES
from jnkg.store import World
from w3c_http import Talk, fault, talks
from w3c_sparql import (
    Answered,
    Case,
    Table,
    agree,
    asked,
    cases,
    read_answer,
    same_csv,
    suite_folder,
    wanted,
)

FOLDER = suite_folder()
QUERIES = cases(FOLDER, "manifest-sparql11-query.ttl")
RESULTS = cases(FOLDER, "manifest-sparql11-results.ttl")
FEDERATED = cases(FOLDER, "manifest-sparql11-fed.ttl")
UPDATES = cases(FOLDER, "manifest-sparql11-update.ttl")
TALKS = talks(FOLDER)
EVALUATED = [c for c in (*QUERIES, *RESULTS) if c.result]
WRITTEN = [c for c in QUERIES if "Syntax" in c.kind]
EXPECTED = tomllib.loads(Path(__file__).with_name("w3c_sparql_expected.toml").read_text("utf-8"))
SD = "http://www.w3.org/ns/sparql-service-description#"
SD_TERMS = """
Service Feature Language Function Aggregate EntailmentRegime EntailmentProfile GraphCollection
Dataset Graph NamedGraph endpoint feature defaultEntailmentRegime entailmentRegime
defaultSupportedEntailmentProfile supportedEntailmentProfile extensionFunction
extensionAggregate languageExtension supportedLanguage propertyFeature defaultDataset
availableGraphs resultFormat inputFormat defaultGraph namedGraph name graph SPARQL10Query
SPARQL11Query SPARQL11Update DereferencesURIs UnionDefaultGraph RequiresDataset EmptyGraphs
BasicFederatedQuery
"""
"""What the W3C's vocabulary for service descriptions declares."""
FORMS = dict(
    zip(
        (c.name for c in EVALUATED),
        cycle(
            ["application/sparql-results+json"] * 2
            + ["application/sparql-results+xml", "text/tab-separated-values"]
        ),
        strict=False,
    )
)
"""Half of the answers are read as JSON, a quarter each as XML and TSV."""
needs_suite = pytest.mark.skipif(
    not (QUERIES and TALKS), reason=f"no W3C SPARQL suite at {FOLDER}: set JNKG_W3C to its folder"
)


def name_of(case: Case | Talk) -> str:
    return case.name


def site_over(store: ox.Store) -> Site:
    return Site(Settings(), World("w3c/world", "interpreted", "9999-12-31", store))


def sent(store: ox.Store, text: str, accept: str = "", body_type: str = QUERY) -> Reply:
    body = text.encode() if body_type != FORM else urlencode({"query": text}).encode()
    headers = {"host": "www.example", "content-type": body_type, "accept": accept}
    return answer(site_over(store), Message("POST", "/sparql", "", headers, body))


def based(case: Case) -> str:
    """Give the query with the base that the suite gives it by its place."""
    return f"BASE <{case.query.as_uri()}> {case.text}"


def by_engine(case: Case) -> Answered | str:
    if case.kind == "CSVResultFormatTest":
        found = case.store().query(case.text)
        assert isinstance(found, ox.QuerySolutions)
        return (found.serialize(format=TABLES["text/csv"]) or b"").decode()
    return asked(case.store(), case)


def by_endpoint(case: Case) -> Answered | str:
    is_csv = case.kind == "CSVResultFormatTest"
    accept = "text/csv" if is_csv else f"{FORMS[case.name]}, text/turtle;q=0.9"
    reply = sent(case.store(), based(case), accept)
    assert reply.status == 200, reply.body
    return reply.body.decode() if is_csv else read_answer(reply.body, reply.media_type)


ASKERS = {"engine": by_engine, "endpoint": by_endpoint}


def passes(case: Case, given: Answered | str) -> bool:
    assert case.result
    right = wanted(case.result, case.query)
    if isinstance(given, str) or isinstance(right, str):
        return isinstance(given, str) and isinstance(right, str) and same_csv(given, right)
    return agree(given, right)


def held(name: str, asker: str, passed: bool) -> None:
    """Hold a result to the list of expected failures: what passes has to leave the list."""
    reason = EXPECTED["both"].get(name) or EXPECTED[asker].get(name)
    if reason is None:
        assert passed, name
    else:
        assert not passed, f"passes now: strike it from the list ({reason})"


@needs_suite
@pytest.mark.parametrize("asker", ASKERS)
@pytest.mark.parametrize("case", EVALUATED, ids=name_of)
def test_answers_as_w3c_says(case: Case, asker: str) -> None:
    held(case.name, asker, passes(case, ASKERS[asker](case)))


@needs_suite
@pytest.mark.parametrize("case", WRITTEN, ids=name_of)
def test_reads_what_is_a_query_and_nothing_else(case: Case) -> None:
    is_query = case.kind.startswith("Positive")
    try:
        ox.Store().query(case.text, base_iri=case.query.as_uri())
        was_read = True
    except SyntaxError:
        was_read = False
    except RuntimeError:
        was_read = True
    held(case.name, "engine", was_read is is_query)
    status = sent(ox.Store(), case.text).status
    held(case.name, "endpoint", status == (200 if is_query else 400))


@needs_suite
@pytest.mark.parametrize("case", FEDERATED, ids=name_of)
def test_asks_no_other_server(case: Case) -> None:
    reply = sent(case.store(), case.text)
    assert (reply.status, b"/problem/no-service" in reply.body) == (403, True)


@needs_suite
@pytest.mark.parametrize("case", UPDATES, ids=name_of)
def test_takes_no_update(case: Case) -> None:
    store = case.store()
    before = set(store)
    for body_type in (UPDATE, QUERY, FORM):
        assert 400 <= sent(store, case.text, body_type=body_type).status < 500
    fields = urlencode({"update": case.text}).encode()
    headers = {"host": "www.example", "content-type": FORM}
    for method, query, body in (("POST", "", fields), ("GET", fields.decode(), b"")):
        message = Message(method, "/sparql", query, headers, body)
        assert answer(site_over(store), message).status == 403
    assert set(store) == before


@needs_suite
@pytest.mark.parametrize("talk", TALKS, ids=name_of)
def test_speaks_the_protocol(talk: Talk) -> None:
    site = site_over(talk.store())
    if talk.is_update:
        assert answer(site, talk.exchanges[0].message).status == 403
        assert site.alone
        assert len(site.alone.store) == len(talk.store())
        return
    for exchange in talk.exchanges:
        assert not fault(exchange, answer(site, exchange.message))


@pytest.fixture
def description() -> list[ox.Triple]:
    """What our endpoint says of itself."""
    path = FOLDER / "protocol" / "data1.nt"
    store = ox.Store()
    store.load(
        path=path, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode("http://example/graph")
    )
    headers = {"host": "www.example", "accept": "text/turtle"}
    reply = answer(site_over(store), Message("GET", "/sparql", "", headers))
    assert (reply.status, reply.media_type) == (200, "text/turtle")
    return [q.triple for q in ox.parse(reply.body, format=ox.RdfFormat.TURTLE)]


@needs_suite
def test_description_has_endpoint_triple(description: list[ox.Triple]) -> None:
    found = [t.object for t in description if t.predicate.value == SD + "endpoint"]
    assert found == [ox.NamedNode("http://www.example/sparql")]


@needs_suite
def test_description_conforms_to_schema(description: list[ox.Triple]) -> None:
    nodes = {n for t in description for n in (t.predicate, t.object) if isinstance(n, ox.NamedNode)}
    used = {n.value.removeprefix(SD) for n in nodes if n.value.startswith(SD)}
    assert used
    assert used <= set(SD_TERMS.split())
    kind = ox.NamedNode(PREFIXES["rdf"] + "type")
    kinds = {(t.subject, t.object) for t in description if t.predicate == kind}
    ranges = {
        "defaultDataset": "Dataset", "defaultGraph": "Graph",
        "namedGraph": "NamedGraph", "graph": "Graph",
    }  # fmt: skip
    for triple in description:
        wanted_kind = ranges.get(triple.predicate.value.removeprefix(SD))
        if wanted_kind:
            assert (triple.object, ox.NamedNode(SD + wanted_kind)) in kinds
    assert len([s for s, o in kinds if o == ox.NamedNode(SD + "Service")]) == 1


@needs_suite
def test_whole_suite_is_read() -> None:
    counts = [len(part) for part in (QUERIES, RESULTS, FEDERATED, UPDATES, TALKS)]
    assert counts == [328, 10, 10, 157, 34]
    assert len(EVALUATED) + len(WRITTEN) == 338


@needs_suite
def test_every_recorded_failure_is_a_test_of_the_suite_with_a_reason() -> None:
    names = {case.name for case in (*QUERIES, *RESULTS)}
    assert EXPECTED.keys() == {"both", *ASKERS}
    for failures in EXPECTED.values():
        assert failures.keys() <= names
        assert all(len(reason) > 20 for reason in failures.values())


@needs_suite
def test_comparison_sees_a_wrong_answer() -> None:
    compared = 0
    for case in EVALUATED:
        given = by_endpoint(case)
        if isinstance(given, Table) and given.rows:
            assert not passes(case, Table(given.columns, given.rows[1:]))
            assert not passes(case, Table(given.columns, (*given.rows, given.rows[0])))
            compared += 1
        elif isinstance(given, list) and given:
            assert not passes(case, given[1:])
            compared += 1
    assert compared > 150


@needs_suite
def test_protocol_check_sees_a_wrong_response() -> None:
    for talk in TALKS:
        for exchange in talk.exchanges:
            assert fault(exchange, Reply(b"", "text/plain", 500))
            right = min(exchange.statuses) * 100
            if exchange.form:
                assert fault(exchange, Reply(b'{"boolean": true}', "image/png", right))
            if exchange.truth:
                assert fault(exchange, Reply(b'{"boolean": false}', "application/json", right))
