"""Strangers who mean harm: what they send is refused or inert, and the next client is served."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import pytest
import requests
import uvicorn
from uvicorn.server import ServerState

from jnkg.build import ensure_world
from jnkg.endpoint import connection, reader
from jnkg.endpoint.connection import Connection
from jnkg.endpoint.front import LARGE, SENDING, Front
from jnkg.endpoint.pool import Pool, Reader
from jnkg.endpoint.settings import Limits, Settings
from jnkg.endpoint.site import Site
from jnkg.rooms import Tree
from servers import serving
from test_front import ENDLESS, HONEST, JSON, ask

PAGES = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
QUERY = b"query=ASK%7B%7D"


@dataclass(frozen=True)
class Server:
    """A running server: its address, and its process."""

    address: str
    pid: int


@pytest.fixture(scope="module")
def server(tree: Tree) -> Iterator[Server]:
    """A server with narrow limits."""
    ensure_world(tree)
    before = set(children(os.getpid()))
    options = ("--timeout", "1", "--memory", "256", "--result", "4", "--readers", "2")
    with serving(tree, *options) as address:
        (pid,) = set(children(os.getpid())) - before
        yield Server(address, pid)


def children(pid: int) -> list[int]:
    """Give the processes right below one (Linux)."""
    return [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def family(pid: int) -> list[int]:
    """Give a process and all below it (Linux)."""
    return [pid, *(p for child in children(pid) for p in family(child))]


def state(pid: int) -> str:
    """Give the state of a process, Z where it is gone (Linux)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def sent(server: Server, data: bytes) -> tuple[int, bytes]:
    """Send bytes as they are; gives the status of the first reply (0: none), and all of it."""
    port = int(server.address.rpartition(":")[2])
    reply = b""
    with socket.create_connection(("127.0.0.1", port), 10) as client:
        try:
            client.sendall(data)
            while part := client.recv(65536):
                reply += part
        except ConnectionError:
            pass
    found = re.match(rb"HTTP/1\.1 (\d{3})", reply)
    return int(found[1]) if found else 0, reply


def get(path: str, host: str = "x", version: str = "1.1", headers: str = "") -> bytes:
    """Write a GET by hand."""
    named = f"Host: {host}\r\n" if host else ""
    return f"GET {path} HTTP/{version}\r\n{named}{headers}Connection: close\r\n\r\n".encode(
        "latin-1"
    )


def post(headers: bytes, body: bytes = QUERY) -> bytes:
    """Write a POST by hand."""
    return b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + FORM + headers + body


@pytest.mark.parametrize(
    "data",
    [
        post(b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", get("/en/")),
        post(b"Content-Length: 4\r\nContent-Length: 15\r\n\r\n"),
        post(b"Content-Length: -1\r\n\r\n"),
        post(b"Content-Length: 99999999999999999999999\r\n\r\n"),
        post(b"Content-Length : 15\r\n\r\n"),
        post(b"Transfer-Encoding: xchunked\r\n\r\n"),
        post(b"Transfer-Encoding:\r\n chunked\r\n\r\n"),
        post(b"Transfer-Encoding: chunked\r\n\r\n", b"fffffffffffffffff\r\n"),
        get("/en/").replace(b"\r\n", b"\n"),
        get("/en/").replace(b"GET", b"FOO"),
        get("/en/\x00"),
        get("/en/", host=""),
        get("/en/", headers="Host: y\r\n"),
        *(get("/en/", host=h) for h in ("a..b", ".", "a b", "<b>", "a" * 64, "a@b", "a/b", "\xff")),
        *(get("/sparql?query=ASK%7B%7D", host=h) for h in ("a..b", "a" * 64)),
        get("http://evil.example"),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(server: Server, data: bytes) -> None:
    status, reply = sent(server, data)
    assert status == 400
    assert reply.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize(
    "data",
    [
        get("/robots.txt"),
        get("/robots.txt", host="", version="1.0"),
        get("/robots.txt", host="[::1]:80"),
        get("http://evil.example/robots.txt"),
        post(b"Content-Length: 15\r\n\r\n"),
        post(b"Transfer-Encoding: chunked\r\n\r\n", b"f\r\n" + QUERY + b"\r\n0\r\n\r\n"),
    ],
)
def test_what_is_only_unusual_is_answered(server: Server, data: bytes) -> None:
    status, reply = sent(server, data)
    assert status == 200
    assert b"evil" not in reply


def test_a_wish_for_another_protocol_is_passed_over(server: Server) -> None:
    wish = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"
    data = post(wish + b"Content-Length: 15\r\n\r\n").replace(b"Connection: close\r\n", b"")
    status, reply = sent(server, data + get("/robots.txt"))
    assert status == 200
    assert b'"boolean":true' in reply
    assert b"Sitemap" in reply


@pytest.mark.parametrize(
    "path",
    [
        "/id/..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd", "/static/..%2fbase.py",
        "/q/..%2fdays", "/q/%00", "/en/query/%2e%2e%2fdays", "/query/..%2f..%2fpyproject.rq",
        "//evil.example/", "/id/%00", "/id/%ff", "/id/%ED%A0%80", "/id/%", "/id/e%CC%81",
        "/id/\xff\xfe", "/id/" + "a" * 300, "/graph/" + "a/" * 3000, "/id/" + "a" * 20000,
        "/sitemap-" + "9" * 5000 + ".xml", "/en/id/%0d%0aX-Injected:1",
    ],
)  # fmt: skip
def test_a_path_to_nowhere_is_refused(server: Server, path: str) -> None:
    status, reply = sent(server, get(path))
    assert status in (400, 404, 414)
    assert b"passwd:" not in reply
    assert b"root:" not in reply


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en?status={}", 308), ("/?status=stated&x={}", 303), ("/?status=stated{}", 400),
        ("/find?format=html&q={}", 303), ("/timeline?format=html&actor={}", 303),
        ("/q/actors?format=html&x={}", 303), ("/id/state-japan?lang=en{}", 400),
        ("/cite?node=state-japan&style={}", 400), ("/en{}", 404), ("/problem/{}", 404),
    ],
)  # fmt: skip
def test_no_header_can_be_slipped_in(server: Server, path: str, status: int) -> None:
    found, reply = sent(server, get(path.format("%0d%0aX-Injected:%201")))
    assert found == status
    assert b"x-injected" not in reply.partition(b"\r\n\r\n")[0].lower().replace(b"%0ax-", b"")


@pytest.mark.parametrize(
    "data", [b"GET / HTTP/1.1\r\nHost: x\r\nX: ", b"GET / HTTP/1.1\r\nHost: x\r\n", b"GET /"]
)
def test_a_head_without_end_is_not_gathered(server: Server, data: bytes) -> None:
    part = b"a: b\r\n" * 10000 if data.endswith(b"\r\n") else b"a" * 60000
    port = int(server.address.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), 10) as client:
        client.sendall(data)
        assert taken_of(client, part, 1000) < 1000


def taken_of(client: socket.socket, part: bytes, times: int) -> int:
    """Send the same part again and again; gives how often the other side took it."""
    for number in range(times):
        try:
            client.sendall(part)
        except ConnectionError:
            return number
    return times


REFLECTING = (
    "/en/search?q=", "/ja/search?q=", "/en/sparql?query=", "/sparql?query=", "/sparql?format=",
    "/nowhere/", "/id/", "/en/id/", "/en/ns/", "/en/shape/", "/en/query/", "/en/browse/", "/q/",
    "/problem/", "/en/lineage?target=", "/ja/timeline?from=", "/en/network?by=",
    "/en/browse/event?page=", "/show?node=", "/cite?node=", "/lineage?format=svg&target=",
    "/en/?status=", "/en/?known-by=", "/en/?lang=", "/graph/", "/static/",
)  # fmt: skip


@pytest.mark.parametrize("path", REFLECTING)
def test_what_a_page_repeats_is_inert(server: Server, path: str) -> None:
    reply = requests.get(server.address + path + quote(SCRIPT), headers=PAGES, timeout=30)
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert not re.search(r"<script|<img src=x|\sstyle=|<style", reply.text)
    assert reply.headers["content-security-policy"].startswith(
        "default-src 'none'; style-src 'self'"
    )


def test_a_picture_may_load_nothing(server: Server) -> None:
    reply = requests.get(f"{server.address}/coverage?format=svg", timeout=30)
    assert reply.headers["content-type"] == "image/svg+xml"
    assert reply.headers["content-security-policy"].startswith("default-src 'none'")
    assert "<script" not in reply.text


def test_hostile_results_are_shown_as_text(server: Server) -> None:
    query = (
        'SELECT * { VALUES (?a ?b ?c ?d) { (<javascript:alert(1)> "<script>alert(1)</script>" '
        '<https://w3id.org/jnkg//evil.example/x> "<b>"@en) '
        "(<data:text/html,x> <https://good.example/> 1 2) } }"
    )
    reply = requests.get(
        f"{server.address}/sparql", {"query": query, "format": "html"}, headers=PAGES, timeout=30
    )
    assert reply.status_code == 200
    assert '<a href="https://good.example/"' in reply.text
    assert not re.search(r'(href|src)="(javascript|data:text|//)', reply.text)
    assert not re.search("<script|<b>", reply.text)


def test_what_one_client_sends_is_not_kept_for_another(server: Server) -> None:
    evil = {"host": "evil.example", "x-forwarded-host": "evil.example", "x-rewrite-url": "/ja/"}
    assert "evil" in requests.get(f"{server.address}/robots.txt", headers=evil, timeout=30).text
    assert "evil" not in requests.get(f"{server.address}/robots.txt", timeout=30).text
    url = f"{server.address}/en/about"
    assert requests.head(url, headers=evil, timeout=30).content == b""
    known = requests.get(url, headers=PAGES | {"if-none-match": "*"}, timeout=30)
    assert (known.status_code, known.content) == (304, b"")
    page = requests.get(url, headers=PAGES, timeout=30)
    assert page.status_code == 200
    assert "evil" not in page.text


def test_a_stopped_reader_is_replaced(server: Server) -> None:
    with ThreadPoolExecutor(1) as pool:
        start = time.monotonic()
        endless = pool.submit(ask, server.address, ENDLESS)
        time.sleep(0.5)
        busy = [p for p in family(server.pid)[1:] if state(p) == "R"]
        for pid in busy:
            os.kill(pid, signal.SIGSTOP)
        assert busy
        assert endless.result().json()["limit"] == "time"
        assert time.monotonic() - start < 4
    assert ask(server.address, HONEST).json()["boolean"] is True
    time.sleep(0.3)
    assert not set(busy) & set(family(server.pid))


class Wire(asyncio.Transport):
    """A connection that goes nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self.is_ended = False
        self.left = 0

    def get_write_buffer_size(self) -> int:
        return self.left

    def is_closing(self) -> bool:
        return self.is_ended

    def abort(self) -> None:
        self.is_ended = True

    def close(self) -> None:
        self.is_ended = True

    def write(self, data: object) -> None:
        pass

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


async def silent(scope: object, receive: object, send: object) -> None:
    """An application that never answers."""
    await asyncio.Event().wait()


def connected(state: ServerState) -> tuple[Connection, Wire]:
    """Connect a client that goes nowhere."""
    made = Connection(uvicorn.Config(silent), state, {})
    wire = Wire()
    made.connection_made(wire)
    return made, wire


def run(work: Any) -> None:
    """Run a coroutine, and end what it left behind."""

    async def begun() -> None:
        await asyncio.wait_for(work, 10)
        await asyncio.sleep(0)

    asyncio.run(begun())


@pytest.mark.parametrize(
    "data", [b"", b"GET /", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"]
)
def test_one_who_is_slow_to_ask_is_let_go(data: bytes) -> None:
    async def ask_slowly() -> None:
        client, wire = connected(ServerState())
        client.data_received(data)
        client.look(0)
        client.look(connection.PATIENCE - 1)
        assert not wire.is_ended
        client.look(connection.PATIENCE + 1)
        assert wire.is_ended

    run(ask_slowly())


def test_one_who_waits_for_us_is_not_let_go() -> None:
    async def wait_long() -> None:
        client, wire = connected(ServerState())
        client.data_received(get("/"))
        for now in range(0, 10_000, 10):
            client.look(now)
        assert not wire.is_ended

    run(wait_long())


@pytest.mark.parametrize(("taken", "end"), [(0, connection.PATIENCE), (1, connection.DELIVERY)])
def test_one_who_does_not_take_the_answer_is_let_go(taken: int, end: float) -> None:
    async def take_slowly() -> None:
        client, wire = connected(ServerState())
        client.data_received(get("/"))
        wire.left = 1000
        for now in range(int(end)):
            client.look(now)
            assert not wire.is_ended
            wire.left -= taken
        client.look(end)
        client.look(end + 1)
        assert wire.is_ended

    run(take_slowly())


def test_where_there_are_too_many_one_who_asks_nothing_gives_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def crowd() -> None:
        state = ServerState()
        busy = connected(state)
        busy[0].data_received(get("/"))
        idle = [connected(state) for _ in range(9)]
        assert len(state.connections) == 4
        assert busy[0] in state.connections
        assert sum(wire.is_ended for _, wire in idle) == 6

    monkeypatch.setattr(Connection, "most", 4)
    run(crowd())


def test_one_who_asks_without_waiting_is_let_go() -> None:
    async def ask_on(times: int) -> bool:
        client, wire = connected(ServerState())
        client.data_received(get("/").replace(b"Connection: close\r\n", b"") * times)
        return wire.is_ended

    async def both() -> None:
        assert not await ask_on(connection.AHEAD)
        assert await ask_on(connection.AHEAD + 5)

    run(both())


class Willing:
    """A reader that answers at once."""

    is_gone = is_lowered = is_slow = False

    def ask(self, _: bytes) -> asyncio.Future[object]:
        answer: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        answer.set_result((200, [], b""))
        return answer


def pool_of_none() -> Pool:
    """Give a pool that has not started a reader yet."""
    return Pool(reader.serve_queries, Settings(), 1, 5.0)


SENT: reader.Sent = ("GET", "/", "", {}, b"", "http")


def test_a_reader_that_becomes_free_while_one_begins_to_wait_is_taken() -> None:
    async def meet() -> None:
        pool = pool_of_none()
        answer = pool.ask(SENT)
        pool.free(cast(Reader, Willing()))
        assert (await answer)[0] == 200

    run(meet())


def test_a_reader_given_to_one_who_leaves_goes_to_the_next() -> None:
    async def leave() -> None:
        pool, willing = pool_of_none(), cast(Reader, Willing())
        first, second = pool.ask(SENT), pool.ask(SENT)
        await asyncio.sleep(0)
        pool.free(willing)
        first.cancel()
        assert (await second)[0] == 200
        await asyncio.sleep(0)
        assert (pool.idle, pool.busy, list(pool.queue)) == ([willing], set(), [])

    run(leave())


def test_those_who_left_do_not_keep_their_place_in_the_queue() -> None:
    async def leave() -> None:
        pool = pool_of_none()
        waiting = [pool.ask(SENT) for _ in range(Limits().queue)]
        await asyncio.sleep(0)
        assert len(pool.queue) == len(waiting)
        for one in waiting:
            one.cancel()
        await asyncio.sleep(0.01)
        assert not pool.queue

    run(leave())


def test_what_is_kept_costs_the_same_however_long_the_address() -> None:
    front = Front(Settings())
    scope = {"method": "GET", "raw_path": b"/", "query_string": b"a" * 16000}
    keys = {front.key(scope, {b"host": host}) for host in (b"a", b"b", b"a")}
    assert {len(key) for key in keys} == {16}
    assert len(keys) == 2
    assert front.key({**scope, "method": "POST"}, {}) == b""


def test_large_replies_on_their_way_are_bounded() -> None:
    front = Front(Settings(limits=replace(Limits(), result=2 * LARGE)))

    async def deliver(method: str = "GET") -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = []

        async def send(message: dict[str, Any]) -> None:
            told.append(message)

        await front.deliver(method, (200, [], b"x" * 2 * LARGE), {}, send)
        return told

    async def both() -> None:
        front.sending = (SENDING - 1) * 2 * LARGE
        parts = await deliver()
        assert parts[0]["status"] == 200
        assert sum(len(part["body"]) for part in parts[1:]) == 2 * LARGE
        assert [part["more_body"] for part in parts[1:]] == [True] * (len(parts) - 2) + [False]
        front.sending += 1
        assert (await deliver())[0]["status"] == 503
        assert (await deliver("HEAD"))[0]["status"] == 200
        assert front.sending == (SENDING - 1) * 2 * LARGE + 1

    run(both())


def test_a_reader_that_nobody_ends_ends_by_itself() -> None:
    code = (
        "from jnkg.endpoint.reader import GRACE, alarm\n"
        "with alarm(10): pass\n"
        "with alarm(0.2 - GRACE):\n    while True: pass"
    )
    done = subprocess.run([sys.executable, "-c", code], timeout=20, check=False)
    assert done.returncode == -signal.SIGALRM


def test_a_world_that_cannot_be_written_is_told_without_its_place(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "/secret/place")

    monkeypatch.setattr(reader, "ensure_world", refuse)
    status, headers, body = reader.built(Site(Settings(tree.root)), "stated", "2014-01-01", "ja")
    assert status == 503
    assert ("content-language", "ja") in headers
    assert b"secret" not in body
    assert b"/problem/unavailable" in body


def test_the_end_of_the_server_leaves_no_process(server: Server) -> None:
    members = family(server.pid)
    port = int(server.address.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)), ThreadPoolExecutor(1) as pool:
        endless = pool.submit(
            requests.post, f"{server.address}/sparql", {"query": ENDLESS}, headers=JSON, timeout=30
        )
        time.sleep(0.3)
        start = time.monotonic()
        os.kill(server.pid, signal.SIGTERM)
        while any(state(p) != "Z" for p in members) and time.monotonic() - start < 12:
            time.sleep(0.1)
        assert {state(p) for p in members} == {"Z"}
        assert endless.result().status_code == 503
