"""Bound what a client may cost before it is heard, and while it takes what it asked for.

A connection is ended where its client sends a head without end, is slow to ask, takes nothing of
its answer, or asks again and again without waiting. Where there are too many, one that asks
nothing gives way to the newest.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD = 65536
"""Bytes that may come in before a head, or the next part of a body, is whole."""
LARGE = 32768
"""Bytes from which on something is sent by itself."""
AHEAD = 32
"""Requests that a client may send before the first is answered."""
PATIENCE = 30.0
"""Seconds for a request to come in, and for any part of an answer to be taken."""
DELIVERY = 300.0
"""Seconds for an answer to be taken in whole."""
UPGRADE = re.compile(rb"\r\nupgrade:[^\r\n]*", re.IGNORECASE)


class Joined:
    """A transport that sends at once what is written in one turn of the loop.

    The head and the body of an answer are written one after the other; sending costs more than
    anything else that the front does. What is large is sent as it comes, so that the flow of a long
    answer stays under control.
    """

    __slots__ = ("loop", "parts", "transport")

    def __init__(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        self.loop = asyncio.get_running_loop()
        self.parts: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.transport, name)

    def write(self, data: bytes) -> None:
        """Take what is to be sent."""
        if not self.parts:
            self.loop.call_soon(self.flush)
        self.parts.append(data)
        if len(data) > LARGE:
            self.flush()

    def flush(self) -> None:
        """Send what was taken."""
        if self.parts and not self.transport.is_closing():
            self.transport.write(b"".join(self.parts))
        self.parts = []

    def close(self) -> None:
        """Send what was taken, and end."""
        self.flush()
        self.transport.close()


class Connection(HttpToolsProtocol):
    """One connection; `most` is how many there may be."""

    most = 4096

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.head = 0
        self.seen: object = self
        self.left = 0
        self.began = self.moved = 0.0

    @property
    def is_idle(self) -> bool:
        """Tell whether no request has come in that is not answered yet."""
        return self.cycle is None or self.cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin; where there are too many, one that asks nothing is ended."""
        super().connection_made(cast(asyncio.Transport, Joined(transport)))
        if len(self.connections) > self.most:
            others = (c for c in self.connections if isinstance(c, Connection) and c.is_idle)
            next(others, self).end()

    def data_received(self, data: bytes) -> None:
        """Take some bytes; refuse a head that does not end."""
        self.head += len(data)
        if b"pgrade" in data and (self.is_idle or not self.cycle.more_body):
            data = without_upgrade(data)
        super().data_received(data)
        if self.head > HEAD and not self.transport.is_closing():
            self.send_400_response(f"The head of a request may have {HEAD} bytes at most.")

    def on_headers_complete(self) -> None:
        """Begin with a request; end the connection where too many wait."""
        self.head = 0
        super().on_headers_complete()
        if len(self.pipeline) > AHEAD:
            self.end()

    def on_body(self, body: bytes) -> None:
        """Take a part of a body."""
        self.head = 0
        super().on_body(body)

    def look(self, now: float) -> None:
        """End the connection where the client has owed something for too long."""
        left = self.transport.get_write_buffer_size()
        is_owing = bool(left) or self.is_idle or self.cycle.more_body
        if not is_owing or self.seen is not self.cycle:
            self.seen, self.left, self.began, self.moved = self.cycle, left, now, now
        elif left != self.left:
            self.left, self.moved = left, now
        if now - self.moved > PATIENCE or now - self.began > DELIVERY:
            self.end()

    def end(self) -> None:
        """End the connection now, whatever is still to be sent."""
        self.connections.discard(self)
        self.transport.abort()


def without_upgrade(data: bytes) -> bytes:
    """Give the head of a request without its wish for another protocol, which is not granted.

    The parser would take what follows for that protocol, and lose the body.
    """
    head, end, rest = data.partition(b"\r\n\r\n")
    return UPGRADE.sub(b"", head) + end + rest
