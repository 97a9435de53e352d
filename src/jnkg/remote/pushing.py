"""Load a world into a store elsewhere, so that a reader never takes half of it for the whole.

A World and a Target come in; the store holds the release afterwards. A graph of the store, the
marker, says which graphs have arrived, and last of all, when the counts agree, which release they
are. So a push that was cut off leaves no release, and the next one sends only what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jnkg.errors import JnkgError, Misuse
from jnkg.names import GRAPH
from jnkg.remote.auths import filled, shown
from jnkg.remote.graphstore import GraphStore, graphs_address, ledger
from jnkg.remote.opening import attached, wire
from jnkg.remote.release import (
    DAY,
    DEFAULT,
    DIGEST,
    HIDES,
    MARKER,
    OWN,
    PLACE,
    STATUS,
    Held,
    Release,
    entries,
    line,
    release_of,
    texts,
)
from jnkg.remote.wording import NotAccepted, Unreachable
from jnkg.store import World

CHUNK = 5000
"""Triples that one request carries."""
STEP = 10_000
"""Triples after which the marker is told what has arrived."""
BEGUN = MARKER + "#begun"
"""What the marker says first."""
PROBE = MARKER + "#probe"


@dataclass(frozen=True, slots=True)
class Target:
    """Where to push: addresses as given (`graphs` may be empty), how, and over what."""

    address: str
    graphs: str = ""
    chunk: int = CHUNK
    is_replacing: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What a push has to do: graphs to send, to leave as they are, and to take away.

    `default` is OWN, or the graph that stands for the default one; empty: not known yet.
    """

    release: Release
    send: Mapping[str, Held]
    keep: Mapping[str, Held]
    drop: tuple[str, ...]
    default: str
    is_whole: bool

    @property
    def is_done(self) -> bool:
        """Tell whether the store holds the release already, and nothing of another one."""
        return self.is_whole and not self.send and not self.drop

    @property
    def triples(self) -> int:
        """How many quads go over the wire."""
        return sum(held.triples for held in self.send.values())


def open_target(world: World, target: Target) -> GraphStore:
    """Find out where a store takes graphs; raises JnkgError."""
    place = filled(target.address, world.status, world.day)
    given = filled(target.graphs, world.status, world.day) if target.graphs else ""
    connection = wire()
    return GraphStore(place, graphs_address(place, given, connection), connection, target.chunk)


def compare(world: World, store: GraphStore) -> Plan:
    """Compare a world with what a store holds; nothing is changed."""
    release = release_of(world)
    said = ledger(store.statements())
    counts = store.counts(said.default)
    keep = {
        iri: held
        for iri, held in release.graphs.items()
        if said.held.get(iri) == held and counts.get(iri, 0) == held.triples
    }
    send = {iri: held for iri, held in release.graphs.items() if iri not in keep}
    others = counts.keys() - release.graphs.keys() - {MARKER}
    drop = tuple(sorted(iri for iri in others if iri.startswith(GRAPH)))
    return Plan(release, send, keep, drop, said.default, said.digest == release.digest)


def push(
    world: World,
    store: GraphStore,
    plan: Plan,
    told: Callable[[int], None] = lambda _: None,
    is_replacing: bool = False,
) -> None:
    """Carry a plan out; `told` hears how many triples have arrived.

    Raises Misuse where the store holds what is not ours, another JnkgError where it fails or counts
    otherwise in the end.
    """
    begun = line(BEGUN, f"{plan.release.status}/{plan.release.day}")
    marker = store.place(MARKER, OWN)
    store.put(marker, [(begun + entries(plan.keep)).encode()])
    default = plan.default or choose_default(store, is_replacing)
    store.add(marker, line(PLACE, default))
    for iri in plan.drop:
        store.drop(store.place(iri, default))
    send(world, store, plan, default, told)
    finish(store, plan.release, default)
    attached(world, store.address)


def send(
    world: World, store: GraphStore, plan: Plan, default: str, told: Callable[[int], None]
) -> None:
    """Send graphs, and tell the marker now and then which have arrived."""
    marker = store.place(MARKER, default)
    arrived: dict[str, Held] = {}
    for iri, lines in texts(world):
        if iri not in plan.send:
            continue
        store.put(store.place(iri, default), lines)
        arrived[iri] = plan.send[iri]
        told(len(lines))
        if sum(held.triples for held in arrived.values()) >= STEP:
            store.add(marker, entries(arrived))
            arrived = {}
    if arrived:
        store.add(marker, entries(arrived))


def choose_default(store: GraphStore, is_replacing: bool) -> str:
    """Give OWN where a store has a default graph of its own that can be written to, else DEFAULT.

    Raises Misuse where its default graph holds something.
    """
    if store.is_true(f"<{MARKER}> <{BEGUN}> ?o"):
        return DEFAULT  # named graphs show in the default one
    if not is_replacing and store.is_true(f"?s ?p ?o FILTER (?s != <{PROBE}>)"):
        raise Misuse(
            f"The default graph of the store {shown(store.address)} holds other triples. Push to "
            "an empty store, or replace them with --replace.",
            f"ストア {shown(store.address)} の既定グラフに別のトリプルがあります。空のストアに"
            "送るか、--replace で置き換えてください。",
        )
    place = store.place(DEFAULT, OWN)
    try:
        store.put(place, [f'<{PROBE}> <{BEGUN}> "" .\n'.encode()])
        is_own = store.is_true(f"<{PROBE}> <{BEGUN}> ?o")
        store.drop(place)
    except (NotAccepted, Unreachable):
        return DEFAULT
    return OWN if is_own else DEFAULT


def finish(store: GraphStore, release: Release, default: str) -> None:
    """Count what arrived, and only then say which release it is; raises JnkgError."""
    counts = store.counts(default)
    wrong = [i for i, held in release.graphs.items() if counts.get(i, 0) != held.triples]
    if wrong:
        said = "; ".join(
            f"<{i}> {counts.get(i, 0):,} / {release.graphs[i].triples:,}" for i in wrong[:3]
        )
        raise JnkgError(
            f"The store {shown(store.address)} holds other counts than were sent in {len(wrong)} "
            f"graph(s): {said}. It is not marked as whole; push again, and see what it changes.",
            f"ストア {shown(store.address)} の{len(wrong)}個のグラフで件数が送ったものと"
            f"異なります：{said}。完了の印は付けていません。送り直し、違いを確かめてください。",
        )
    foreign = sorted(counts.keys() - release.graphs.keys() - {MARKER, DEFAULT})
    marked = [line(HIDES, iri) for iri in foreign]
    marked += [line(STATUS, release.status), line(DAY, release.day), line(DIGEST, release.digest)]
    store.add(store.place(MARKER, default), "".join(marked))
