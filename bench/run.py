"""Measure `jnkg` beside its peers, in turns, in one run, and print a table.

Each line compares two whole processes that are started one after the other, round by round,
so that a busy machine slows both; times and ratios are medians over the rounds, memory is
the largest resident size of the process and its children. Figures, no verdicts: the aims
stand in the last column.
"""

from __future__ import annotations

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from jnkg.dataset import read
from jnkg.rooms import builds_folder, find_tree

JNKG = str(Path(sys.executable).with_name("jnkg"))
PYSHACL = str(Path(sys.executable).with_name("pyshacl"))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two commands to compare; `codes` are the exit codes that count as done."""

    name: str
    command: Sequence[str]
    peer_name: str
    peer: Sequence[str]
    rounds: int
    aim: str
    codes: Sequence[int] = (0,)
    forgets: bool = False


def run(command: Sequence[str], codes: Sequence[int]) -> float:
    """Run a command to its end with its output thrown away; gives its seconds of wall clock."""
    started = time.perf_counter()
    done = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    seconds = time.perf_counter() - started
    if done.returncode not in codes:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}")
    return seconds


def memory(command: Sequence[str]) -> float:
    """Give the peak resident MiB of a command and its children.

    A small process starts it, since a child counts what its parent held when it was forked.
    """
    code = (
        "import os, sys\n"
        "null = os.open(os.devnull, os.O_WRONLY)\n"
        "pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ,"
        " file_actions=[(os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)])\n"
        "print(os.wait4(pid, 0)[2].ru_maxrss)"
    )
    small = [sys.executable, "-I", "-S", "-c", code, *command]
    return int(subprocess.run(small, capture_output=True, check=True).stdout) / 1024


def measure(pair: Pair) -> str:
    """Run both commands in turns and give one line of the table."""
    own: list[float] = []
    peer: list[float] = []
    for _ in range(pair.rounds):
        if pair.forgets:
            forget_answers()
        own.append(run(pair.command, (0,)))
        peer.append(run(pair.peer, pair.codes))
    ratio = statistics.median(a / b for a, b in zip(own, peer, strict=True))
    a, b = (statistics.median(runs) * 1000 for runs in (own, peer))
    if pair.forgets:
        forget_answers()
    return (
        f"| {pair.name} | {pair.peer_name} | {a:,.0f} | {b:,.0f} | {ratio:.2f} | {pair.aim} "
        f"| {memory(pair.command):.0f} / {memory(pair.peer):.0f} |"
    )


def forget_answers() -> None:
    """Remove the answers that are kept with the build, so that the next one is worked out."""
    for path in Path(builds_folder(find_tree())).glob("*/*/answer-*"):
        path.unlink()


def write_inputs(folder: Path) -> tuple[Path, Path, int]:
    """Write the graph with its ontology, and the shapes, as one file each for the peer."""
    tree = find_tree()
    data, shapes = folder / "data.ttl", folder / "shapes.ttl"
    triples = read(tree).triples
    data.write_bytes(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")
    paths = [p for p in tree.files("shapes", ".ttl") if p.count("/") == 1]
    rules = [q.triple for p in paths for q in ox.parse(tree.bytes(p), format=ox.RdfFormat.TURTLE)]
    shapes.write_bytes(ox.serialize(rules, format=ox.RdfFormat.N_TRIPLES) or b"")
    return data, shapes, len(triples)


def main() -> None:
    """Print the table."""
    source = str(Path(__file__).parent.parent / "src")
    compileall.compile_dir(source, quiet=1)  # as pip does for the peers
    subprocess.run([JNKG, "build"], check=True, capture_output=True)
    question = [JNKG, "ask", "areas-of-an-instrument"]
    python = [sys.executable, "-c", "import pyoxigraph"]
    with tempfile.TemporaryDirectory() as folder:
        data, shapes, count = write_inputs(Path(folder))
        validate = [PYSHACL, "-s", str(shapes), str(data)]
        pairs = [
            Pair(
                "`jnkg ask`, cold process, asked before",
                question,
                "`import pyoxigraph`",
                python,
                41,
                "≤ 2.5",
            ),
            Pair(
                "`jnkg ask --lang ja --status stated`, cold process, first time",
                [*question, "--lang", "ja", "--status", "stated"],
                "`import pyoxigraph`",
                python,
                41,
                "≤ 2.5",
                forgets=True,
            ),
            Pair("`jnkg check`", [JNKG, "check"], "`pyshacl`", validate, 5, "≤ 0.25", (0, 1)),
        ]
        print(f"Python {sys.version.split()[0]}, {count:,} triples, {os.cpu_count()} cores\n")
        print("| command | peer | ms | peer's ms | ratio | aim | peak MiB, own / peer |")
        print("|---|---|---|---|---|---|---|")
        for pair in pairs:
            print(measure(pair), flush=True)


if __name__ == "__main__":
    main()
