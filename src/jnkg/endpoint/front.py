"""Take connections, and hand each request to a reader; knows nothing of the graph.

An ASGI application. What was answered is kept, since what is served does not change: the same
request to the same server is answered from memory. A request that several clients make at once
is answered once. A client that leaves has its query ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from hashlib import blake2b
from typing import Any

from cachetools import LRUCache

from jnkg.endpoint import excess, reader
from jnkg.endpoint.app import has
from jnkg.endpoint.flight import Flight, Receive
from jnkg.endpoint.negotiate import best_language
from jnkg.endpoint.pool import Died, Pool
from jnkg.endpoint.problems import Problem, problem_reply
from jnkg.endpoint.reader import Given, Sent
from jnkg.endpoint.settings import Settings

Scope = Mapping[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Key = bytes
"""A digest of what a reply depends on; empty where it is not kept."""
TOLD = frozenset(
    (b"accept", b"accept-encoding", b"accept-language", b"content-type", b"host", b"if-none-match")
)
"""The headers that a reply may depend on."""
PASSED = TOLD - {b"if-none-match"}
"""Of these, what goes on to a reader: the front answers 304 by itself."""
KEYED = (b"host", b"accept", b"accept-language", b"accept-encoding")
LONGEST = 16384
"""Bytes of an address that are read."""
MOST_WORLDS = 6
"""As many worlds may be built for one request."""
ROOM = 1 / 16
"""The largest part of the memory for replies that one of them may take."""
PART = 1 << 18
"""Bytes that are sent at once, so that one who takes nothing is noticed."""
LARGE = 1 << 20
"""Bytes from which a reply counts as large."""
SENDING = 8
"""As many of the largest replies may be on their way at once."""


class Front:
    """The application: pools for queries, for all else, and for worlds that are not built yet."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        readers = settings.limits.readers
        self.queries = Pool(reader.serve_queries, settings, readers, settings.limits.seconds)
        self.pages = Pool(reader.serve_pages, settings, readers, reader.PAGE_SECONDS)
        self.builder = Pool(reader.build_worlds, settings, 1, reader.BUILD_SECONDS)
        self.kept: LRUCache[Key, Given] = LRUCache(max(settings.cache, 1), getsizeof=weight)
        self.flying: dict[Key, Flight] = {}
        self.sending = 0

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
                hold_host(scope)
                given = await self.given(scope, headers, receive, key)
            except Problem as problem:
                given = told(problem, headers)
        if given is not None:
            await self.deliver(scope["method"], unless_known(given, headers), headers, send)

    async def deliver(
        self, method: str, given: Given, headers: Mapping[bytes, bytes], send: Send
    ) -> None:
        """Send a reply; a large one is refused where too many are on their way."""
        size = len(given[2]) if method != "HEAD" and len(given[2]) > LARGE else 0
        if size and self.sending + size > SENDING * self.settings.limits.result:
            given, size = told(excess.queue(self.settings.limits.queue), headers), 0
        self.sending += size
        try:
            await send_reply(method, given, send)
        finally:
            self.sending -= size

    def key(self, scope: Scope, headers: Mapping[bytes, bytes]) -> Key:
        """Give what a reply depends on; empty where it is not to be kept."""
        if scope["method"] not in ("GET", "HEAD"):
            return b""
        told_by = (headers.get(h, b"") for h in KEYED)
        parts = b"\n".join((scope["raw_path"], scope["query_string"], *told_by))
        return blake2b(parts, digest_size=16).digest()

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
        known = self.flying.get(key) if key else None
        if known is not None and not known.is_left:
            return known
        flight = Flight(pool.ask(sent))
        if key:
            self.flying[key] = flight
            flight.answer.add_done_callback(lambda answer: self.land(key, flight, answer))
        return flight

    def land(self, key: Key, flight: Flight, answer: asyncio.Future[Given]) -> None:
        """Keep what was answered, if it is worth it."""
        if self.flying.get(key) is flight:
            del self.flying[key]
        if answer.cancelled() or answer.exception() is not None:
            return
        given = answer.result()
        if given[0] in (200, 303, 308) and weight(given) < self.settings.cache * ROOM:
            self.kept[key] = given

    async def after_building(self, pool: Pool, sent: Sent, missing: Given) -> Given:
        """Build the worlds that a request needs, one after the other, and have it answered then.

        Raises Problem.
        """
        given = missing
        for _ in range(MOST_WORLDS):
            status, known_by = given[1][0]
            built = await self.builder.ask((status, known_by, "", sent[3], b"", ""))
            if built[0] != 200:
                return built
            given = await pool.ask(sent)
            if given[0] != reader.MISSING:
                return given
        raise excess.failure()


def weight(given: Given) -> int:
    """Give about how many bytes a reply takes in memory."""
    return len(given[2]) + sum(len(value) + 128 for _, value in given[1]) + 1024


def hold_host(scope: Scope) -> None:
    """Raise Problem where a request does not name one host (RFC 9112, section 3.2)."""
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if len(hosts) > 1 or (not any(hosts) and scope["http_version"] == "1.1"):
        raise Problem(
            "bad-request",
            f"A request names one host; there are {sum(map(bool, hosts))}.",
            f"リクエストはホストを一つ指定します（{sum(map(bool, hosts))}件あります）。",
        )


def packed(scope: Scope, headers: Mapping[bytes, bytes], body: bytes) -> Sent:
    """Give a request as plain data; one that names no host is for this one."""
    passed = {k.decode("latin-1"): v.decode("latin-1") for k, v in headers.items() if k in PASSED}
    if not passed.get("host"):
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
    parts = 1 if method == "HEAD" else max(1, -(-len(body) // PART))
    for n in range(parts):
        part = b"" if method == "HEAD" else body[n * PART : (n + 1) * PART]
        await send({"type": "http.response.body", "body": part, "more_body": n + 1 < parts})
