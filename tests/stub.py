"""A server that answers as a test tells it, and remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

JSON = "application/sparql-results+json"
YES = b'{"head": {}, "boolean": true}'


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        """Its parameters, from the address or the body."""
        text = self.body.decode() if self.method == "POST" else urlsplit(self.path).query
        return dict(parse_qsl(text))


@dataclass(frozen=True)
class Told:
    """An answer: `length` is what it claims (-1: nothing), `pause` the seconds between bytes."""

    body: bytes = YES
    media_type: str = JSON
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    wait: float = 0.0
    pause: float = 0.0


Script = Callable[[int, Asked], Told]


class Stub:
    """Where a server listens, and what it was asked."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[Asked] = []


@contextmanager
def stub(script: Script) -> Iterator[Stub]:
    """Run a server that answers its n-th request (from 0) as a script says."""
    done = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(size)
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, self.path, headers, body)
            place.asked.append(asked)
            self.tell(script(len(place.asked) - 1, asked))

        def tell(self, told: Told) -> None:
            done.wait(told.wait)
            length = len(told.body) if told.length is None else told.length
            sizes = {"Content-Length": str(length)} if length >= 0 else {}
            head = {"Content-Type": told.media_type, **sizes, **told.headers}
            self.send_response_only(told.status)
            for name, value in head.items():
                self.send_header(name, value)
            self.end_headers()
            pieces = [told.body[i : i + 1] for i in range(len(told.body))]
            for piece in pieces if told.pause else [told.body]:
                self.wfile.write(piece)
                if done.wait(told.pause):
                    break
            self.close_connection = length != len(told.body)

        do_GET = do_POST = do_PUT = do_DELETE = do  # noqa: N815  as the library calls them

        def log_message(self, *_: object) -> None:
            return

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            return

    server = Quiet(("127.0.0.1", 0), Handler)
    place = Stub(f"http://127.0.0.1:{server.server_port}/sparql")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield place
    finally:
        done.set()
        server.shutdown()
        server.server_close()
        thread.join()
