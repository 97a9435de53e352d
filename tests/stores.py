"""Run SPARQL servers for tests: the `oxigraph` wheel's, and Virtuoso where it is installed.

Each listens on this machine alone, on a free port, in a folder of its own, and ends with the tests.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

from jnkg.build import ensure_world
from jnkg.remote.graphstore import GraphStore
from jnkg.remote.opening import attached
from jnkg.remote.pushing import Target, compare, open_target, push
from jnkg.rooms import packaged_tree
from jnkg.store import World
from peers import peer

INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
MaxClientConnections = 10
EnabledGzipContent = 0
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 60
"""
"""What the engine study found to work; all else is Virtuoso's default."""
READY = 60.0
"""Seconds that a server may take to start."""


@dataclass(frozen=True)
class Server:
    """A server that runs: where queries go, and what the environment has to hold."""

    address: str
    environment: dict[str, str] = field(default_factory=dict)


def free_port() -> int:
    """Give a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str], folder: Path, address: str) -> Iterator[None]:
    """Run a server until the tests are done with it."""
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    try:
        wait_for(process, address, folder / "output")
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(process: subprocess.Popen[bytes], address: str, output: Path) -> None:
    """Wait until a server answers."""
    deadline = time.monotonic() + READY
    while time.monotonic() < deadline:
        assert process.poll() is None, output.read_text("utf-8", "replace")
        try:
            requests.get(address, {"query": "ASK {}"}, timeout=2)
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} does not answer: {output.read_text('utf-8', 'replace')}")


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[Server]:
    """Run the `oxigraph` server on an empty store."""
    place = f"127.0.0.1:{free_port()}"
    program = str(Path(sys.executable).parent / "oxigraph")
    command = [program, "serve", "--location", str(folder / "db"), "--bind", place, *options]
    with running(command, folder, f"http://{place}/query"):
        yield Server(f"http://{place}/query")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """Run Virtuoso on an empty store."""
    program = peer("virtuoso-t", "Debian: virtuoso-opensource-7")
    ports = {"sql": free_port(), "http": free_port()}
    (folder / "virtuoso.ini").write_text(INI.format(folder=folder, **ports), encoding="utf-8")
    address = f"http://127.0.0.1:{ports['http']}/sparql"
    command = [program, "+foreground", "+configfile", str(folder / "virtuoso.ini")]
    with running(command, folder, address):
        yield Server(address, {"JNKG_STORE_AUTH": "digest dba:dba"})


def load(world: World, server: Server, chunk: int = 5000) -> GraphStore:
    """Push a world to a server."""
    target = Target(server.address, chunk=chunk)
    store = open_target(world, target)
    push(world, store, compare(world, store))
    return store


@pytest.fixture(scope="session")
def today() -> World:
    """The world of everything known today, on the embedded store."""
    return ensure_world(packaged_tree())


@contextmanager
def on(server: Server, world: World) -> Iterator[World]:
    """Give a world on a server, loaded."""
    with pytest.MonkeyPatch.context() as patch:
        for key, value in server.environment.items():
            patch.setenv(key, value)
        load(world, server)
        yield attached(world, server.address)


def started(name: str, folder: Path) -> AbstractContextManager[Server]:
    """Start a server by its name here: oxigraph, union, virtuoso.

    `union` is an Oxigraph whose default graph is the union of its named ones.
    """
    if name == "virtuoso":
        return virtuoso(folder)
    return oxigraph(folder, *(["--union-default-graph"] if name == "union" else []))


@pytest.fixture(scope="module")
def elsewhere(
    request: pytest.FixtureRequest, today: World, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The world of today on a server; its tests run together, so that one runs at a time."""
    folder = tmp_path_factory.mktemp(request.param)
    with started(request.param, folder) as server, on(server, today) as world:
        yield world
