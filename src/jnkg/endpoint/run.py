"""Run the server until it is told to stop."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable

import uvicorn

from jnkg.endpoint.front import Front
from jnkg.endpoint.pool import PROCESSES
from jnkg.endpoint.settings import Settings
from jnkg.errors import Misuse


def listen(host: str, port: int) -> socket.socket:
    """Take a port (0: any that is free); raises Misuse where it cannot be had."""
    try:
        return socket.create_server((host, port), backlog=1024, reuse_port=False)
    except OSError as error:
        cause = os.strerror(error.errno or 0)
        raise Misuse(
            f"Cannot listen on {host}:{port}: {cause}. Name another --port.",
            f"{host}:{port} で待ち受けられません（{cause}）。--portで別の番号を指定してください。",
        ) from error


def run(settings: Settings, taken: socket.socket, ready: Callable[[], None]) -> None:
    """Serve on a port that was taken until a signal says to stop; `ready` is told of the start."""
    PROCESSES.set_forkserver_preload(["jnkg.endpoint.reader", "jnkg.endpoint.routes"])

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready()

    config = uvicorn.Config(
        Front(settings),
        log_level="warning",
        access_log=False,
        lifespan="on",
        server_header=False,
        date_header=True,
        proxy_headers=False,
        timeout_keep_alive=15,
        h11_max_incomplete_event_size=32768,
    )
    Server(config).run(sockets=[taken])
