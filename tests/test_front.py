"""Strangers cannot stop the server: limits are named, nothing is cut short, the next is served."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from jnkg.build import ensure_world
from jnkg.rooms import Tree
from servers import serving

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
VERBOSE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
HONEST = "ASK { <https://w3id.org/jnkg/id/state-japan> ?p ?o }"
JSON = {"accept": "application/sparql-results+json"}


@pytest.fixture(scope="module")
def small(tree: Tree) -> Iterator[str]:
    """A server with narrow limits."""
    ensure_world(tree)
    options = ("--timeout", "1.5", "--memory", "256", "--result", "1", "--readers", "2")
    with serving(tree, *options) as address:
        yield address


def ask(address: str, query: str, timeout: float = 60) -> requests.Response:
    unlike = f"{query} # {time.monotonic_ns()}"
    return requests.post(f"{address}/sparql", data={"query": unlike}, headers=JSON, timeout=timeout)


@pytest.mark.parametrize(
    ("query", "limit", "status"),
    [(ENDLESS, "time", 503), (HUNGRY, "memory", 422), (VERBOSE, "result", 422)],
)
def test_a_query_over_a_limit_is_refused_by_name(
    small: str, query: str, limit: str, status: int
) -> None:
    start = time.monotonic()
    reply = ask(small, query)
    assert time.monotonic() - start < 6
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["limit"] == limit
    assert reply.json()["type"] == f"/problem/limit-{limit}"


def test_the_next_query_is_answered_at_once(small: str) -> None:
    assert ask(small, ENDLESS).status_code == 503
    start = time.monotonic()
    assert ask(small, HONEST).json()["boolean"] is True
    assert time.monotonic() - start < 1


def test_killers_in_a_row_leave_nothing_behind(small: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda q: ask(small, q), [ENDLESS, HUNGRY, VERBOSE] * 4))
    assert {r.status_code for r in replies} <= {503, 422}
    assert all(r.json()["limit"] for r in replies)
    assert ask(small, HONEST).json()["boolean"] is True


def test_one_reader_is_always_kept_for_quick_queries(small: str) -> None:
    with ThreadPoolExecutor(3) as pool:
        slow = [pool.submit(ask, small, ENDLESS) for _ in range(2)]
        time.sleep(1.2)
        start = time.monotonic()
        assert ask(small, HONEST).json()["boolean"] is True
        assert time.monotonic() - start < 1
    limits = sorted(s.result().json()["limit"] for s in slow)
    assert limits == ["slow", "time"]
    refused = next(s.result() for s in slow if s.result().json()["limit"] == "slow")
    assert int(refused.headers["retry-after"]) > 0


def test_too_many_waiting_are_turned_away(tree: Tree) -> None:
    options = ("--timeout", "1", "--readers", "1", "--queue", "1")
    with serving(tree, *options) as address, ThreadPoolExecutor(6) as pool:
        replies = list(pool.map(lambda _: ask(address, ENDLESS), range(6)))
        limits = {r.json()["limit"] for r in replies}
        assert limits == {"time", "queue"}
        assert ask(address, HONEST).json()["boolean"] is True


def test_a_client_that_leaves_takes_its_query_along(tree: Tree) -> None:
    with serving(tree, "--timeout", "60", "--readers", "1") as address:
        with pytest.raises(requests.Timeout):
            ask(address, ENDLESS, timeout=1)
        start = time.monotonic()
        assert ask(address, HONEST).json()["boolean"] is True
        assert time.monotonic() - start < 10


def test_a_reader_that_dies_by_itself_is_replaced(tree: Tree) -> None:
    with serving(tree, "--readers", "1") as address:
        assert ask(address, HONEST).json()["boolean"] is True
        for process in readers_of(os.getpid()):
            os.kill(process, signal.SIGKILL)
        time.sleep(0.3)
        assert ask(address, HONEST).json()["boolean"] is True


def readers_of(pid: int) -> list[int]:
    """Give all processes below one that have no child and run a reader (Linux)."""
    children = [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    below = [p for child in children for p in readers_of(child)]
    leaves = [c for c in children if not readers_of_any(c) and is_fork(c)]
    return below + leaves


def readers_of_any(pid: int) -> bool:
    return bool(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


def is_fork(pid: int) -> bool:
    return b"forkserver" in Path(f"/proc/{pid}/cmdline").read_bytes()


def test_what_is_too_long_is_not_read(small: str) -> None:
    long = requests.post(f"{small}/sparql", data={"query": "#" * 2_000_000}, timeout=30)
    assert (long.status_code, long.json()["limit"]) == (413, "request")
    address = requests.get(f"{small}/sparql", {"query": "#" * 20_000}, timeout=30)
    assert (address.status_code, address.json()["limit"]) == (414, "address")


def test_a_reply_has_a_tag_and_is_not_sent_twice(small: str) -> None:
    url = f"{small}/sparql?query=ASK%7B%7D"
    first = requests.get(url, headers=JSON, timeout=30)
    tag = first.headers["etag"]
    for known in (tag, tag.removeprefix("W/"), f'"x", {tag}'):
        again = requests.get(url, headers=JSON | {"if-none-match": known}, timeout=30)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    other = requests.get(url, headers=JSON | {"if-none-match": '"x"'}, timeout=30)
    assert other.status_code == 200


def test_head_gives_the_head_of_get(small: str) -> None:
    url = f"{small}/sparql?query=ASK%7B%7D"
    get, head = (requests.request(m, url, headers=JSON, timeout=30) for m in ("GET", "HEAD"))
    assert head.content == b""
    skipped = {"date"}
    assert {k: v for k, v in head.headers.items() if k not in skipped} == {
        k: v for k, v in get.headers.items() if k not in skipped
    }


def test_what_is_kept_is_not_mixed_up(small: str) -> None:
    query = {"query": "SELECT ?s { ?s a jn:Person } LIMIT 1"}
    types = ["application/sparql-results+json", "text/csv", "application/sparql-results+xml"]
    for _ in range(2):
        for media_type in types:
            reply = requests.get(
                f"{small}/sparql", query, headers={"accept": media_type}, timeout=30
            )
            assert reply.headers["content-type"].startswith(media_type)
    days = {
        requests.get(f"{small}/sparql", {**counted, "known-by": day}, headers=JSON, timeout=60).text
        for counted in [{"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}]
        for day in ("2014-12-31", "2026-11-22")
    }
    assert len(days) == 2


def test_a_large_reply_is_compressed_for_those_who_take_it(small: str) -> None:
    query = {"query": "SELECT * { ?s a ?k } LIMIT 500"}
    plain = requests.get(
        f"{small}/sparql", query, headers=JSON | {"accept-encoding": "identity"}, timeout=30
    )
    packed = requests.get(
        f"{small}/sparql", query, headers=JSON | {"accept-encoding": "gzip"}, timeout=30
    )
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == plain.json()
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 3
