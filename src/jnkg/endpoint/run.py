"""Run the server until it is told to stop."""

from __future__ import annotations

import asyncio
import os
import resource
import socket
from collections.abc import Callable, Iterable

import uvicorn

from jnkg.endpoint.connection import Connection
from jnkg.endpoint.front import Front
from jnkg.endpoint.pool import PROCESSES
from jnkg.endpoint.settings import Settings
from jnkg.errors import Misuse

FILES = 8192
"""Files that the front may have open: connections, and the ways to its readers."""
SPARE = 256
"""Of these, what is kept for the readers and the like."""
LOOK = 20
"""Tenths of a second between two looks at the connections."""
FAREWELL = 5
"""Seconds for requests to be answered after a signal to stop."""


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
    PROCESSES.set_forkserver_preload(["jnkg.endpoint.warm"])

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready()

        async def on_tick(self, counter: int) -> bool:
            if counter % LOOK == 0:
                look_at(self.server_state.connections)
            return await super().on_tick(counter)

    config = uvicorn.Config(
        Front(settings),
        http=Connection,
        ws="none",
        log_level="warning",
        access_log=False,
        lifespan="on",
        server_header=False,
        date_header=True,
        proxy_headers=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=FAREWELL,
    )
    Server(config).run(sockets=[taken])


def look_at(connections: Iterable[object]) -> None:
    """Look whether clients keep their connections waiting."""
    now = asyncio.get_running_loop().time()
    for connection in tuple(connections):
        if isinstance(connection, Connection):
            connection.look(now)


def allow_files() -> int:
    """Let this process have as many files open as it may, up to FILES; gives how many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most
