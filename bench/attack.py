"""Send killer queries in a row to a server of our own, then ask an honest one.

Run: python bench/attack.py [--killers 1000] [--timeout 0.1]. Starts `jnkg serve` on the loopback
address, sends queries that would never end or would eat all memory, a few at a time, and prints
what became of each kind, how long the next honest query took, and the memory before and after.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import requests

from processes import family, memory

KILLERS = {
    "count of a product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "order of a product": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "distinct of a product": "SELECT DISTINCT ?a ?d ?f { ?a ?b ?c . ?d ?e ?f }",
    "rows of a product": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "all pairs by path": "SELECT (COUNT(*) AS ?n) { ?a (!<x:>)+ ?b . ?c (!<x:>)* ?a }",
    "concatenation": "SELECT (GROUP_CONCAT(?c) AS ?t) { ?a ?b ?c . ?d ?e ?f }",
    "product of values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(40)))} }}" for i in range(8))
    + " }",
    "slow pattern": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f "
    'FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(a+)+b(c*)*d$")) }',
    "graph of a product": "CONSTRUCT { ?a ?e ?f } { ?a ?b ?c . ?d ?e ?f }",
    "subquery": "ASK { { SELECT (MAX(?x) AS ?m) { ?x ?p ?y . ?z ?q ?w . ?u ?r ?v } } }",
}
HONEST = "SELECT ?l { <https://w3id.org/jnkg/id/state-japan> rdfs:label ?l }"


@contextmanager
def serving(timeout: float) -> Iterator[tuple[str, int]]:
    """Serve until the block ends; gives the address and the process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "jnkg", "serve", "--port", "0", "--timeout", str(timeout)],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    found = re.search(r"(http://\S+)/ ", process.stderr.readline())
    try:
        assert found, "the server did not start"
        yield found[1], process.pid
    finally:
        process.terminate()
        process.wait(20)


def ask(session: requests.Session, address: str, query: str) -> tuple[int, str, float]:
    """Ask once: status, the limit that was named, seconds."""
    start = time.perf_counter()
    reply = session.post(f"{address}/sparql", data={"query": query}, timeout=120)
    limit = reply.json().get("limit", "") if reply.status_code >= 400 else ""
    return reply.status_code, limit, time.perf_counter() - start


def attack(address: str, count: int, at_once: int) -> Counter[tuple[str, int, str]]:
    """Send so many killers; gives how often each kind met which end."""
    kinds = list(KILLERS.items())
    session = requests.Session()

    def one(number: int) -> tuple[str, int, str]:
        name, query = kinds[number % len(kinds)]
        status, limit, _ = ask(session, address, f"{query} # {number}")
        return name, status, limit

    with ThreadPoolExecutor(at_once) as pool:
        return Counter(pool.map(one, range(count)))


def main() -> None:
    """Attack, and print what is left."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--killers", type=int, default=1000)
    words.add_argument("--timeout", type=float, default=0.1)
    given = words.parse_args()
    with serving(given.timeout) as (address, pid):
        session = requests.Session()
        before = ask(session, address, HONEST)[2], memory(pid), len(family(pid))
        start = time.perf_counter()
        ends = attack(address, given.killers, 4)
        spent = time.perf_counter() - start
        status, _, seconds = ask(session, address, HONEST + " # after")
        time.sleep(2)
        after = memory(pid), len(family(pid))
        for (name, code, limit), times in sorted(ends.items()):
            print(f"{name:24} {code} {limit or '-':8} {times:6,}")
        print(f"{given.killers} killers in {spent:.1f} s")
        print(f"honest query before: {before[0] * 1000:.1f} ms, in {before[2]} processes")
        print(f"honest query after: {status}, {seconds * 1000:.1f} ms, in {after[1]} processes")
        print(f"memory: {before[1]:.0f} MiB before, {after[0]:.0f} MiB after")


if __name__ == "__main__":
    os.environ.setdefault("JNKG_LANG", "en")
    main()
