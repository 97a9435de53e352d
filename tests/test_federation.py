"""The example joins with Wikidata from the client's side, and holds when Wikidata does not."""

import importlib.util
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from jnkg.build import ensure_world
from jnkg.rooms import Tree

EXAMPLE = Path(__file__).parent.parent / "docs" / "federation.py"
ITEM = "http://www.wikidata.org/entity/"
PROPERTY = "http://www.wikidata.org/prop/direct/"
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
SECONDS = 0.5
Reply = Callable[["Mock", str], None]


def wikidata() -> ox.Store:
    """A few statements as Wikidata has them: two populations of one state, none of another."""
    store = ox.Store()

    def say(item: str, prop: str, value: ox.NamedNode | ox.Literal) -> None:
        store.add(ox.Quad(ox.NamedNode(ITEM + item), ox.NamedNode(PROPERTY + prop), value))

    say("Q31", "P1082", ox.Literal(11_000_000))
    say("Q31", "P1082", ox.Literal(11_584_008))
    say("Q31", "P36", ox.NamedNode(ITEM + "Q239"))
    for name, language in (("Brussels", "en"), ("ブリュッセル", "ja")):
        label = ox.Literal(name, language=language)
        store.add(ox.Quad(ox.NamedNode(ITEM + "Q239"), LABEL, label))
    return store


class Mock(BaseHTTPRequestHandler):
    """An endpoint whose manners are those of its server's `reply`."""

    server: "Endpoint"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        self.server.asked.append(parse_qs(body)["query"][0])
        self.server.agents.append(self.headers["user-agent"])
        self.server.reply(self, self.server.asked[-1])

    def send(self, body: bytes, status: int = 200, length: int | None = None, **more: str) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/sparql-results+json")
        self.send_header("content-length", str(len(body) if length is None else length))
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Endpoint(ThreadingHTTPServer):
    """A mock of Wikidata's endpoint on this machine."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Mock)
        self.asked: list[str] = []
        self.agents: list[str] = []
        self.reply: Reply = answered

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/sparql"

    def handle_error(self, *_: object) -> None:
        pass


def results(query: str) -> bytes:
    found = wikidata().query(query)
    assert isinstance(found, ox.QuerySolutions)
    return found.serialize(format=ox.QueryResultsFormat.JSON) or b""


def answered(mock: Mock, query: str) -> None:
    mock.send(results(query))


@pytest.fixture(scope="module")
def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("federation_example", EXAMPLE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    server = Endpoint()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def states(example: ModuleType, count: int = 2) -> list[object]:
    known = [("Belgium", "Q31"), ("Canada", "Q16"), ("Denmark", "Q35"), ("France", "Q142")]
    return [example.State(label, item, "1949-08-24", "derived") for label, item in known[:count]]


def test_the_allies_of_a_day_have_their_status_and_item(example: ModuleType, tree: Tree) -> None:
    found = example.local(ensure_world(tree), "2014-05-06", "ja")
    assert len(found) == 28
    assert all(s.item.startswith("Q") and s.status in ("stated", "derived") for s in found)
    assert "ベルギー" in {s.label for s in found}


def test_rows_are_joined_with_what_wikidata_says(example: ModuleType, endpoint: Endpoint) -> None:
    rows, failures = example.joined(states(example), endpoint.address, "ja", SECONDS)
    assert [(r.population, r.capital, r.is_reached) for r in rows] == [
        (11_584_008, "ブリュッセル", True),
        (None, "", True),
    ]
    assert not failures
    assert len(endpoint.asked) == 1
    assert "w3id.org/jnkg" in endpoint.agents[0]


def test_values_of_wikidata_are_marked_as_not_ours(example: ModuleType, endpoint: Endpoint) -> None:
    rows, failures = example.joined(states(example), endpoint.address, "en", SECONDS)
    lines = list(example.told(rows, failures, "2024-10-17", "en"))
    assert lines[1] == "Belgium\t1949-08-24\tderived\t11584008\tBrussels"
    assert "from Wikidata, not of this graph" in lines[-1]


def slow(mock: Mock, query: str) -> None:
    time.sleep(SECONDS * 2)
    mock.send(results(query))


def dripping(mock: Mock, query: str) -> None:
    body = results(query)
    mock.send(b"", length=len(body))
    for at in range(len(body)):
        mock.wfile.write(body[at : at + 1])
        time.sleep(SECONDS / 20)


def broken(mock: Mock, query: str) -> None:
    body = results(query)
    mock.send(body[: len(body) // 2], length=len(body))
    mock.close_connection = True


def halved(mock: Mock, query: str) -> None:
    body = results(query)
    mock.send(body[: len(body) // 2])


def rewritten(old: str, new: str) -> Reply:
    return lambda mock, query: mock.send(results(query).replace(old.encode(), new.encode()))


AWAY: dict[str, tuple[Reply, str, int]] = {
    "slow": (slow, "timeout", 2),
    "dripping": (dripping, "timeout", 1),
    "500": (lambda mock, _: mock.send(b"", 500), "HTTP 500", 2),
    "429": (lambda mock, _: mock.send(b"", 429, retry_after="0"), "HTTP 429", 2),
    "no JSON": (lambda mock, _: mock.send(b"<html>busy</html>"), "malformed", 1),
    "an error behind the rows": (
        lambda mock, query: mock.send(results(query) + b"\njava.util.TimeoutException"),
        "malformed",
        1,
    ),
    "no table": (lambda mock, _: mock.send(b'{"head": {}, "boolean": true}'), "malformed", 1),
    "no number": (rewritten("11584008", "many"), "malformed", 1),
    "no end of a number": (rewritten("11584008", "1e999"), "malformed", 1),
    "other columns": (rewritten("population", "people"), "malformed", 1),
    "broken off": (broken, "cut", 1),
    "half": (halved, "malformed", 1),
    "empty": (lambda mock, _: mock.send(b""), "malformed", 1),
}


@pytest.mark.parametrize(
    ("manners", "language"), [*((name, "en") for name in AWAY), ("500", "ja"), ("half", "ja")]
)
def test_without_wikidata_the_rows_of_the_graph_are_shown_with_a_message(
    example: ModuleType, endpoint: Endpoint, manners: str, language: str
) -> None:
    endpoint.reply, why, requests = AWAY[manners]
    start = time.monotonic()
    rows, failures = example.joined(states(example), endpoint.address, language, SECONDS)
    assert failures == [why]
    assert len(endpoint.asked) == requests
    assert [(r.label, r.since, r.is_reached) for r in rows] == [
        ("Belgium", "1949-08-24", False),
        ("Canada", "1949-08-24", False),
    ]
    lines = list(example.told(rows, failures, "2024-10-17", language))
    words = example.WORDS[language]
    assert lines[1].endswith(f"\t{words['not reached']}\t{words['not reached']}")
    assert lines[-1] == words["away"].format(2, 2, words.get(why, why))
    assert time.monotonic() - start < 4


def test_nobody_there_is_said_so(example: ModuleType) -> None:
    rows, failures = example.joined(states(example), "http://127.0.0.1:9/", "en", SECONDS)
    assert failures == ["silent"]
    assert not any(row.is_reached for row in rows)


def test_a_busy_endpoint_is_asked_once_more_when_it_says(
    example: ModuleType, endpoint: Endpoint
) -> None:
    when: list[float] = []

    def busy_at_first(mock: Mock, query: str) -> None:
        when.append(time.monotonic())
        if len(when) == 1:
            mock.send(b"", 429, retry_after="1")
        else:
            answered(mock, query)

    endpoint.reply = busy_at_first
    rows, failures = example.joined(states(example), endpoint.address, "en", 3)
    assert (rows[0].capital, failures) == ("Brussels", [])
    assert when[1] - when[0] >= 1


def test_a_batch_that_fails_leaves_the_others_joined(
    example: ModuleType, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_denmark(mock: Mock, query: str) -> None:
        if "Q35>" in query:
            mock.send(b"{}")
        else:
            answered(mock, query)

    monkeypatch.setattr(example, "BATCH", 2)
    endpoint.reply = without_denmark
    rows, failures = example.joined(states(example, 4), endpoint.address, "en", SECONDS)
    assert [row.is_reached for row in rows] == [True, True, False, False]
    assert failures == ["malformed"]


def test_what_an_answer_leaves_out_is_not_passed_off_as_nothing(
    example: ModuleType, endpoint: Endpoint
) -> None:
    def shortened(mock: Mock, query: str) -> None:
        said = json.loads(results(query))
        said["results"]["bindings"] = said["results"]["bindings"][:1]
        mock.send(json.dumps(said).encode())

    endpoint.reply = shortened
    rows, failures = example.joined(states(example), endpoint.address, "en", SECONDS)
    assert sum(row.is_reached for row in rows) == 1
    assert failures == ["partial"]


def test_what_is_no_item_is_never_sent(example: ModuleType, endpoint: Endpoint) -> None:
    bad = [example.State("x", item, "", "derived") for item in ("", "Q1> } SERVICE <x:y> {", "P31")]
    rows, failures = example.joined([*bad, *states(example, 1)], endpoint.address, "en", SECONDS)
    assert [row.is_reached for row in rows] == [False, False, False, True]
    assert not failures
    assert "SERVICE" not in endpoint.asked[0]
