"""Weigh a world graph by graph, so that a copy of it elsewhere can be told from any other.

A World comes in, a Release goes out: how many triples each graph has and what they weigh. It
depends on what the world says alone, not on the code that built it, and is kept with the build.
Blank nodes get names that depend on nothing but the triples around them (RDFC-1.0), as IRIs.
"""

from __future__ import annotations

import io
import marshal
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.builds import keep, read_kept
from jnkg.names import GRAPH, PREFIXES
from jnkg.remote.repair import known
from jnkg.rooms import weigh
from jnkg.store import World

MARKER = GRAPH + "release"
"""The graph of a store that says what it holds; also its subject."""
DEFAULT = GRAPH + "default"
"""What a marker calls the default graph; also the graph that stands for it where need be."""
DIGEST, TRIPLES, STATUS, DAY, HIDES, PLACE = (
    f"{MARKER}#{name}" for name in ("digest", "triples", "status", "day", "hides", "default")
)
OWN = "own"
"""What a marker says of a store that has a default graph of its own."""
INTEGER = PREFIXES["xsd"] + "integer"
KEPT = "release"
FORM = b"jnkg release 1"


@dataclass(frozen=True, slots=True)
class Held:
    """How many triples a graph has, and what they weigh."""

    triples: int
    digest: str


@dataclass(frozen=True, slots=True)
class Release:
    """What a world holds; the default graph goes by the name DEFAULT."""

    status: str
    day: str
    digest: str
    graphs: Mapping[str, Held]

    @property
    def triples(self) -> int:
        """How many quads there are in all."""
        return sum(held.triples for held in self.graphs.values())


def release_of(world: World) -> Release:
    """Weigh the world that its folder holds, unless that was done before."""
    path = os.path.join(world.folder, KEPT)
    with suppress(OSError, ValueError, EOFError, TypeError):
        digest, graphs = read_kept(path)
        held = {iri: Held(*pair) for iri, pair in graphs.items()}
        return Release(world.status, world.day, digest, held)
    graphs = {iri: (len(lines), weigh(*lines)) for iri, lines in texts(world)}
    parts = [f"{iri} {count} {mark}\n" for iri, (count, mark) in sorted(graphs.items())]
    switches = f"{world.status} {world.day}\n"
    digest = weigh(FORM, switches.encode(), *(part.encode() for part in parts))
    with suppress(OSError):
        keep(path, marshal.dumps((digest, graphs), 4))
    held = {iri: Held(*pair) for iri, pair in graphs.items()}
    return Release(world.status, world.day, digest, held)


def texts(world: World) -> Iterator[tuple[str, list[bytes]]]:
    """Yield the graphs of the world that its folder holds, each as sorted lines of N-Triples."""
    store = ox.Store.read_only(os.path.join(world.folder, "store"))
    named = sorted((g for g in store.named_graphs() if isinstance(g, ox.NamedNode)), key=str)
    places: list[ox.NamedNode | ox.DefaultGraph] = [ox.DefaultGraph(), *named]
    plain: dict[str, list[bytes]] = {}
    blank: list[ox.Quad] = []
    for place in places:
        iri = place.value if isinstance(place, ox.NamedNode) else DEFAULT
        plain[iri] = []
        for line in dumped(store, place):
            if (b"_:" in line) and (triple := triple_with_blank(line)):
                blank.append(ox.Quad(*triple, ox.NamedNode(iri)))
            else:
                plain[iri].append(line)
    for quad in named_blanks(blank):
        iri = quad.graph_name.value  # type: ignore[union-attr]
        text = f"{known(quad.subject)} {quad.predicate} {known(quad.object)} .\n"
        plain[iri].append(text.encode())
    for iri, lines in plain.items():
        yield iri, sorted(lines)


def dumped(store: ox.Store, place: ox.NamedNode | ox.DefaultGraph) -> list[bytes]:
    """Give a graph as lines of N-Triples."""
    out = io.BytesIO()
    store.dump(out, ox.RdfFormat.N_TRIPLES, from_graph=place)
    return out.getvalue().splitlines(keepends=True)


def triple_with_blank(line: bytes) -> tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode] | None:
    """Read a triple that has a blank node; None where what looks so stands in a text."""
    quad = next(iter(ox.parse(line, ox.RdfFormat.N_TRIPLES)))
    ends = (quad.subject, quad.object)
    return quad.triple if any(isinstance(n, ox.BlankNode) for n in ends) else None


def named_blanks(quads: list[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield quads with the same names for the same blank nodes, whenever they were read."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    yield from dataset


def entry(iri: str, held: Held) -> str:
    """Write down, for the marker, that a store holds a graph."""
    return (
        f'<{iri}> <{DIGEST}> "{held.digest}" .\n'
        f'<{iri}> <{TRIPLES}> "{held.triples}"^^<{INTEGER}> .\n'
    )


def entries(graphs: Mapping[str, Held]) -> str:
    """Write down that a store holds some graphs."""
    return "".join(entry(iri, held) for iri, held in sorted(graphs.items()))


def line(name: str, value: str) -> str:
    """Write a statement of the marker about itself."""
    written = f"<{value}>" if name == HIDES else str(ox.Literal(value))
    return f"<{MARKER}> <{name}> {written} .\n"
