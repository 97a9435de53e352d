"""Measure `jnkg serve` beside its peers: same data, queries and load tool, in turns, in one run.

The peers are the native `oxigraph` server on the very store that we serve, and `rdflib-endpoint`
on the same quads. `wrk` (a Debian package) sends the load. Each figure is the median over the
rounds of the ratio of answers a second to the native server's of the same round.

Run: python bench/serve.py [--seconds 3] [--rounds 3]. Needs wrk, oxigraph and rdflib-endpoint.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import requests

from jnkg.answer import bound_text
from jnkg.build import ensure_world
from jnkg.names import ID
from jnkg.rooms import find_tree
from jnkg.store import World
from processes import memory

BIN = Path(sys.executable).parent
JSON = "application/sparql-results+json"
CONNECTIONS = (1, 8, 64)
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
JN = "https://w3id.org/jnkg/ns/"
POINT = f"SELECT ?l ?t WHERE {{ <{{node}}> <{RDFS}label> ?l ; a ?t }}"
PAGE = (
    f"SELECT * WHERE {{ <{{node}}> a ?kind . OPTIONAL {{ ?kind <{RDFS}label> ?called }} "
    f"OPTIONAL {{ <{{node}}> <{RDFS}label> ?label }} "
    f"OPTIONAL {{ <{{node}}> <{JN}hasEvidence> ?evidence . ?evidence <{JN}inPassage> ?passage . "
    f"?passage <{RDFS}label> ?clause }} "
    f"OPTIONAL {{ GRAPH ?graph {{ <{{node}}> <{JN}hasGround> ?ground }} }} "
    f"OPTIONAL {{ ?other ?points <{{node}}> . ?other <{RDFS}label> ?name }} }}"
)
LUA = """
local lines = {}
for line in io.lines(os.getenv("LINES")) do lines[#lines + 1] = line end
math.randomseed(tonumber(os.getenv("SEED")))
local path = os.getenv("ENDPOINT")
request = function()
  return wrk.format("GET", path .. "?query=" .. lines[math.random(#lines)], {Accept = "%s"})
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %%f %%f %%f %%d\\n", summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A server under load: its name, address, path of the endpoint, process, time to answer."""

    name: str
    address: str
    endpoint: str
    pid: int
    started: float


@dataclass(frozen=True, slots=True)
class Run:
    """What one load gave: answers a second, milliseconds at the median and the 99th percentile."""

    rate: float
    median: float
    tail: float
    errors: int


def free_port() -> int:
    """Give a port that nobody listens on."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(name: str, command: list[str], port: int, endpoint: str) -> Iterator[Server]:
    """Start a server, wait for its first answer, end it with the block."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                reply = requests.get(
                    f"{address}{endpoint}", {"query": "ASK { ?s ?p ?o }"},
                    headers={"accept": JSON}, timeout=300,
                )  # fmt: skip
                if reply.status_code == 200:
                    break
            except requests.ConnectionError:
                time.sleep(0.005)
            if process.poll() is not None:
                raise SystemExit(f"{name} did not start: {' '.join(command)}")
        yield Server(name, address, endpoint, process.pid, time.perf_counter() - start)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def workloads(world: World, folder: Path) -> dict[str, Path]:
    """Write the queries of each kind, one a line, as they stand in an address."""
    nodes = sorted(iri for iri in world.labels("en") if iri.startswith(ID))
    random.Random(7).shuffle(nodes)
    texts = {
        "point look-up": [POINT.replace("{node}", node) for node in nodes],
        "page-like": [PAGE.replace("{node}", node) for node in nodes],
        "stored question": [bound_text(world, name, {}) for name in sorted(world.questions())],
    }
    places = {}
    for name, queries in texts.items():
        places[name] = folder / name.replace(" ", "-")
        places[name].write_text("\n".join(quote(q, safe="") for q in queries) + "\n")
    return places


def load(server: Server, lines: Path, script: Path, connections: int, given: Given) -> Run:
    """Send load for some seconds."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{given.seconds}s", "--timeout", "60s",
               "-s", str(script), server.address]  # fmt: skip
    words = {"LINES": str(lines), "SEED": str(given.seed), "ENDPOINT": server.endpoint}
    done = subprocess.run(
        command, env={**os.environ, **words}, capture_output=True, text=True, check=True
    )
    found = re.search(r"^RESULT (\S+) (\S+) (\S+) (\d+)", done.stdout, re.M)
    if not found:
        raise SystemExit(done.stdout + done.stderr)
    return Run(float(found[1]), float(found[2]), float(found[3]), int(found[4]))


@dataclass(slots=True)
class Given:
    """How long and how often to measure."""

    seconds: int
    rounds: int
    seed: int = 1


def measure(servers: list[Server], places: dict[str, Path], script: Path, given: Given) -> None:
    """Load every server in turn, and print the tables."""
    native = servers[0]
    print("| queries | connections | " + " | ".join(s.name for s in servers) + " |")
    print("|---|---|" + "---|" * len(servers))
    for kind, lines in places.items():
        for connections in CONNECTIONS:
            runs: dict[str, list[Run]] = {s.name: [] for s in servers}
            for number in range(given.rounds):
                given.seed = number + 1
                turn = number % len(servers)
                for server in servers[turn:] + servers[:turn]:
                    runs[server.name].append(load(server, lines, script, connections, given))
            cells = [cell(runs[s.name], runs[native.name]) for s in servers]
            print(f"| {kind} | {connections} | " + " | ".join(cells) + " |", flush=True)


def cell(runs: list[Run], native: list[Run]) -> str:
    """Give one cell: the ratio, and milliseconds at the median and the 99th percentile."""
    ratio = statistics.median(r.rate / n.rate for r, n in zip(runs, native, strict=True))
    middle = statistics.median(r.median for r in runs)
    tail = statistics.median(r.tail for r in runs)
    errors = sum(r.errors for r in runs)
    return f"{ratio:.2f} ({middle:.2f} / {tail:.1f} ms)" + (f" {errors} errors" if errors else "")


def dump(world: World, place: Path) -> None:
    """Write the quads of a world for a server that reads files."""
    import pyoxigraph as ox

    with place.open("wb") as file:
        store = ox.Store.read_only(str(Path(world.folder) / "store"))
        store.dump(file, ox.RdfFormat.N_QUADS)


RDFLIB = """
import sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
data = Dataset()
data.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=data, path="/"), port=int(sys.argv[2]), log_level="error")
"""


def main() -> None:
    """Start the servers and measure."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seconds", type=int, default=3)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--without-rdflib", action="store_true")
    words.add_argument("--readers", type=int, default=4)
    asked = words.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is not there: apt-get install wrk")
    world = ensure_world(find_tree())
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        script = folder / "load.lua"
        script.write_text(LUA % JSON)
        places = workloads(world, folder)
        dump(world, folder / "world.nq")
        ports = [free_port() for _ in range(4)]
        own = [str(BIN / "jnkg"), "serve", "--readers", str(asked.readers), "--port"]
        store = str(Path(world.folder) / "store")
        commands = [
            ("native oxigraph", [str(BIN / "oxigraph"), "serve-read-only", "-l", store, "-b",
                                 f"127.0.0.1:{ports[0]}"], "/query"),
            ("jnkg serve", [*own, str(ports[1])], "/sparql"),
            ("jnkg serve, nothing kept", [*own, str(ports[2]), "--cache", "0"], "/sparql"),
            ("rdflib-endpoint", [sys.executable, "-c", RDFLIB, str(folder / "world.nq"),
                                 str(ports[3])], "/"),
        ]  # fmt: skip
        if asked.without_rdflib:
            commands.pop()
        servers = [
            stack.enter_context(running(name, command, port, endpoint))
            for (name, command, endpoint), port in zip(commands, ports, strict=False)
        ]
        fresh = [memory(s.pid) for s in servers]
        measure(servers, places, script, Given(asked.seconds, asked.rounds))
        print("\n| server | start to first answer, s | MiB, fresh | MiB, after the load |")
        print("|---|---|---|---|")
        for server, before in zip(servers, fresh, strict=True):
            after = memory(server.pid)
            print(f"| {server.name} | {server.started:.2f} | {before:.0f} | {after:.0f} |")


if __name__ == "__main__":
    main()
