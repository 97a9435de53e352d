"""Measure what materialisation costs beside `owlrl`, and how its cost grows, and print two tables.

The input is the project's own ontology with copies of its data: each copy has individuals of its
own, and the areas of ten copies in a row descend from one another, so that there are chains to
close. Parsing is left out on both sides. `owlrl` is run where it ends within minutes, in turns with
ours, and both must conclude as much; beyond, ours alone shows how it grows. Days and statuses are
spread over the copies in the second figure of ours, which is what `reason` does.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from jnkg.dataset import Triples, read
from jnkg.levels import ALWAYS, Level
from jnkg.names import ID, NS
from jnkg.reason import conclusions
from jnkg.rooms import find_tree
from jnkg.rules import axiom_rules

BESIDE = (10_000, 100_000)
GROWTH = (10_000, 30_000, 100_000, 300_000, 1_000_000)
IN_A_ROW = 10


def ontology_and_data() -> tuple[Triples, Triples]:
    """Read the project's own triples."""
    dataset = read(find_tree())
    data = (t for f in dataset.files if f.folder != "ontology" for t in f.triples)
    return tuple(t for f in dataset.of("ontology") for t in f.triples), tuple(dict.fromkeys(data))


def copies(data: Triples, wanted: int) -> Iterator[tuple[int, ox.Triple]]:
    """Yield about so many triples: the data again and again, each time with new individuals."""
    count, number = 0, 0
    link = ox.NamedNode(ID + "link-of-copies")
    first, later = (
        ox.NamedNode(f"{ID}area-20{year}") for year in ("14-ipcp-3.1.1", "23-itpp-cyber")
    )
    while count < wanted:
        for triple in data[: wanted - count]:
            yield number, renamed(triple, number)
        count += len(data)
        if number % IN_A_ROW:
            node = copy_of(link, number)
            yield number, ox.Triple(node, ox.NamedNode(NS + "linksTo"), copy_of(first, number))
            start = ox.NamedNode(NS + "continuesFrom")
            yield number, ox.Triple(node, start, copy_of(later, number - 1))
        number += 1


def renamed(triple: ox.Triple, number: int) -> ox.Triple:
    """Give the triple of a copy."""
    subject, object_ = triple.subject, triple.object
    return ox.Triple(
        copy_of(subject, number) if isinstance(subject, ox.NamedNode) else subject,
        triple.predicate,
        copy_of(object_, number) if isinstance(object_, ox.NamedNode) else object_,
    )


def copy_of(node: ox.NamedNode, number: int) -> ox.NamedNode:
    """Give an individual's name in a copy; other names stay."""
    return ox.NamedNode(f"{node.value}--{number}") if node.value.startswith(ID) else node


def level_of(number: int) -> Level:
    """Spread copies over the statuses and over ten years of days."""
    return number % 3, f"20{10 + number % 10}-{1 + number % 12:02}-{1 + number % 28:02}"


def ours(wanted: int, is_levelled: bool) -> tuple[float, int, int]:
    """Give seconds, triples and conclusions of our own closure."""
    ontology, data = ontology_and_data()
    laws = tuple(axiom_rules(ontology))
    given = [(t, ALWAYS) for t in ontology]
    given += [(t, level_of(n) if is_levelled else ALWAYS) for n, t in copies(data, wanted)]
    started = time.perf_counter()
    found = sum(1 for _ in conclusions(given, laws))
    return time.perf_counter() - started, len(given), found


def theirs(wanted: int) -> tuple[float, int, int]:
    """Give seconds, triples and conclusions (about individuals) of owlrl."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    import owlrl  # type: ignore[import-untyped]
    import rdflib

    from peer_owlrl import is_about_individuals

    ontology, data = ontology_and_data()
    text = "".join(f"{t} .\n" for t in (*ontology, *(t for _, t in copies(data, wanted))))
    graph = rdflib.Graph().parse(data=text, format="nt")
    given = set(graph)
    started = time.perf_counter()
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    seconds = time.perf_counter() - started
    return seconds, len(given), sum(t not in given and is_about_individuals(t) for t in graph)


def child(who: str, wanted: int) -> tuple[float, int, int, float]:
    """Run one measurement in a process of its own: seconds, triples, conclusions, peak MiB."""
    command = [sys.executable, __file__, who, str(wanted)]
    words = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    return float(words[0]), int(words[1]), int(words[2]), float(words[3])


def beside(wanted: int) -> str:
    """Compare with owlrl in turns; one line of the table."""
    rounds = 3 if wanted < 50_000 else 1
    pairs = [(child("ours", wanted), child("owlrl", wanted)) for _ in range(rounds)]
    (_, size, found, own_memory), (_, _, peer_found, peer_memory) = pairs[0]
    if found != peer_found:
        raise SystemExit(f"{wanted}: {found} conclusions, owlrl {peer_found}")
    ratio = statistics.median(b[0] / a[0] for a, b in pairs)
    own, peer = (statistics.median(p[i][0] for p in pairs) for i in (0, 1))
    return (
        f"| {size:,} | {found:,} | {own:,.2f} | {peer:,.1f} | {ratio:,.0f} | ≥ 50 at 10^5 "
        f"| {own_memory:,.0f} / {peer_memory:,.0f} |"
    )


def growth(wanted: int, least: float) -> tuple[str, float]:
    """Measure ours alone; one line of the table, and seconds for a million triples."""
    plain, spread = child("ours", wanted), child("levelled", wanted)
    rate = spread[0] / spread[1] * 1e6
    line = (
        f"| {spread[1]:,} | {spread[2]:,} | {plain[0]:,.2f} | {spread[0]:,.2f} | {rate:,.1f} "
        f"| {rate / (least or rate):.2f} | {spread[3]:,.0f} |"
    )
    return line, least or rate


def main() -> None:
    """Print the tables."""
    print("| triples | conclusions | s | owlrl's s | times faster | aim | peak MiB, own / owlrl |")
    print("|---|---|---|---|---|---|---|")
    for wanted in BESIDE:
        print(beside(wanted), flush=True)
    print("\n| triples | conclusions | s, one level | s, 3 statuses x days | s per 10^6 triples |"
          " against the first | peak MiB |")  # fmt: skip
    print("|---|---|---|---|---|---|---|")
    first = 0.0
    for wanted in GROWTH:
        line, first = growth(wanted, first)
        print(line, flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        size = int(sys.argv[2])
        result = theirs(size) if sys.argv[1] == "owlrl" else ours(size, sys.argv[1] == "levelled")
        print(*result, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    else:
        main()
