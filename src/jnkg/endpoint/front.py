"""Take connections, and hand each request to a reader; knows nothing of the graph.

An ASGI application. What was answered is kept, since what is served does not change: the same
request to the same server is answered from memory. A request that several clients make at once
is answered once. A client that leaves has its query ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from cachetools import LRUCache

from jnkg.endpoint import excess, reader
from jnkg.endpoint.app import has
from jnkg.endpoint.negotiate import best_language
from jnkg.endpoint.pool import Died, Pool
from jnkg.endpoint.problems import Problem, problem_reply
from jnkg.endpoint.reader import Given, Sent
from jnkg.endpoint.settings import Settings

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Key = tuple[bytes, ...]
"""What a reply depends on; empty where it is not kept."""
TOLD = frozenset(
    (b"accept", b"accept-encoding", b"accept-language", b"content-type", b"host", b"if-none-match")
)
"""The headers that a reply may depend on."""
PASSED = TOLD - {b"if-none-match"}
"""Of these, what goes on to a reader: the front answers 304 by itself."""
KEYED = (b"host", b"accept", b"accept-language", b"accept-encoding")
PAGE_SECONDS, BUILD_SECONDS = 30.0, 120.0
LONGEST = 16384
"""Bytes of an address that are read."""
PATIENCE = 0.25
"""Seconds after which it is looked whether a client is still there."""
ROOM = 1 / 16
"""The largest part of the memory for replies that one of them may take."""


class Flight:
    """A request that is being answered, for one client or for several that made the same."""

    __slots__ = ("answer", "waiters")

    def __init__(self, answer: asyncio.Future[Given]) -> None:
        self.answer = answer
        self.waiters = 0

    async def wait(self, receive: Receive) -> Given | None:
        """Wait for the answer; None where the client left before. The last one out ends the work.

        Raises Problem, or Died where a reader was lost.
        """
        self.waiters += 1
        client = Client(receive)
        try:
            return await asyncio.shield(self.answer)
        except asyncio.CancelledError:
            if client.has_left:
                return None
            raise
        finally:
            client.forget()
            self.waiters -= 1
            if not self.waiters and not self.answer.done():
                self.answer.cancel()


class Client:
    """A client that waits longer than PATIENCE: ends its waiting where it leaves."""

    def __init__(self, receive: Receive) -> None:
        self.receive = receive
        self.waiting = asyncio.current_task()
        self.has_left = False
        self.watch: asyncio.Task[None] | None = None
        self.timer = asyncio.get_running_loop().call_later(PATIENCE, self.look)

    def look(self) -> None:
        """Begin to look whether the client is still there."""
        self.watch = asyncio.get_running_loop().create_task(self.notice())

    async def notice(self) -> None:
        """Notice that the client leaves."""
        while (await self.receive())["type"] != "http.disconnect":
            pass
        self.has_left = True
        if self.waiting:
            self.waiting.cancel()

    def forget(self) -> None:
        """Look no longer."""
        self.timer.cancel()
        if self.watch:
            self.watch.cancel()


class Front:
    """The application: pools for queries, for all else, and for worlds that are not built yet."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        readers = settings.limits.readers
        self.queries = Pool(reader.serve_queries, settings, readers, settings.limits.seconds)
        self.pages = Pool(reader.serve_pages, settings, readers, PAGE_SECONDS)
        self.builder = Pool(reader.build_worlds, settings, 1, BUILD_SECONDS)
        self.kept: LRUCache[Key, Given] = LRUCache(max(settings.cache, 1), getsizeof=weight)
        self.flying: dict[Key, Flight] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or start and end with the server."""
        if scope["type"] == "lifespan":
            await self.live(receive, send)
        elif scope["type"] == "http":
            await self.serve(scope, receive, send)

    async def live(self, receive: Receive, send: Send) -> None:
        """Start the readers with the server, and end them with it."""
        pools = (self.queries, self.pages, self.builder)
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await asyncio.gather(*(pool.open() for pool in pools))
                await send({"type": "lifespan.startup.complete"})
            else:
                for pool in pools:
                    pool.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = {k: v for k, v in scope["headers"] if k in TOLD}
        key = self.key(scope, headers)
        given = self.kept.get(key) if key else None
        if given is None:
            try:
                given = await self.given(scope, headers, receive, key)
            except Problem as problem:
                given = told(problem, headers)
        if given is not None:
            await send_reply(scope["method"], unless_known(given, headers), send)

    def key(self, scope: Scope, headers: Mapping[bytes, bytes]) -> Key:
        """Give what a reply depends on; empty where it is not to be kept."""
        if scope["method"] not in ("GET", "HEAD"):
            return ()
        return (scope["raw_path"], scope["query_string"], *(headers.get(h, b"") for h in KEYED))

    async def given(
        self, scope: Scope, headers: Mapping[bytes, bytes], receive: Receive, key: Key
    ) -> Given | None:
        """Have a request answered; None where the client left. Raises Problem."""
        body = await read_body(receive, self.settings.limits.request)
        if body is None:
            return None
        if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST:
            raise excess.address(LONGEST)
        sent = packed(scope, headers, body)
        pool = self.queries if sent[1] == "/sparql" else self.pages
        try:
            given = await self.flight(pool, sent, key).wait(receive)
            if given is not None and given[0] == reader.MISSING:
                given = await self.after_building(pool, sent, given)
        except Died as death:
            raise await pool.cause(death) from None
        return given

    def flight(self, pool: Pool, sent: Sent, key: Key) -> Flight:
        """Have a request answered, together with the same one that is under way."""
        flight = self.flying.get(key) if key else None
        if flight is None:
            flight = Flight(pool.ask(sent))
            if key:
                self.flying[key] = flight
                flight.answer.add_done_callback(lambda answer: self.land(key, answer))
        return flight

    def land(self, key: Key, answer: asyncio.Future[Given]) -> None:
        """Keep what was answered, if it is worth it."""
        self.flying.pop(key, None)
        if answer.cancelled() or answer.exception() is not None:
            return
        given = answer.result()
        if given[0] in (200, 303, 308) and weight(given) < self.settings.cache * ROOM:
            self.kept[key] = given

    async def after_building(self, pool: Pool, sent: Sent, missing: Given) -> Given:
        """Build the world that a request needs, and have it answered then; raises Problem."""
        status, known_by = missing[1][0]
        given = await self.builder.ask((status, known_by, "", {}, b"", ""))
        return await pool.ask(sent) if given[0] == 200 else given


def weight(given: Given) -> int:
    """Give about how many bytes a reply takes in memory."""
    return len(given[2]) + 1024


def packed(scope: Scope, headers: Mapping[bytes, bytes], body: bytes) -> Sent:
    """Give a request as plain data; one that names no host is for this one."""
    passed = {k.decode("latin-1"): v.decode("latin-1") for k, v in headers.items() if k in PASSED}
    if "host" not in passed:
        passed["host"] = "{}:{}".format(*(scope.get("server") or ("localhost", 80)))
    return (
        "GET" if scope["method"] == "HEAD" else scope["method"],
        scope["path"],
        scope["query_string"].decode("latin-1"),
        passed,
        body,
        scope.get("scheme", "http"),
    )


async def read_body(receive: Receive, most: int) -> bytes | None:
    """Read a body; None where the client left. Raises Problem where it is too large."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += bytes(message.get("body", b""))
        if len(body) > most:
            raise excess.request(most)
        if not message.get("more_body"):
            return body


def told(problem: Problem, headers: Mapping[bytes, bytes]) -> Given:
    """Give a problem that came up in the front as a reply."""
    language = best_language(headers.get(b"accept-language", b"").decode("latin-1"))
    reply = problem_reply(problem, language)
    shared = [("content-type", reply.content_type()), ("access-control-allow-origin", "*")]
    return reply.status, [*shared, *reply.headers], reply.body


def unless_known(given: Given, headers: Mapping[bytes, bytes]) -> Given:
    """Give 304 in place of what the client has already."""
    known = headers.get(b"if-none-match")
    if known is None or given[0] != 200:
        return given
    tag = next((value for name, value in given[1] if name == "etag"), "")
    if not tag or not has(known.decode("latin-1"), tag):
        return given
    dropped = ("content-type", "content-encoding")
    return 304, [h for h in given[1] if h[0] not in dropped], b""


async def send_reply(method: str, given: Given, send: Send) -> None:
    """Send a reply; of an answer to HEAD only the head."""
    status, headers, body = given
    raw = [(k.encode(), v.encode("latin-1")) for k, v in headers]
    if status not in (204, 304):
        raw.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})
