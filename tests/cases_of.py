"""Read the small good and bad examples of `tests/cases/`; their names come from the files.

A case is Turtle (one graph) or TriG (graphs named as the loader would name them).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from jnkg.dataset import Dataset, Entry, GraphFile, Objects, objects_of
from jnkg.names import GRAPH, ID, NS, PREFIXES
from jnkg.turtle import ntriples

ROOT = Path(__file__).with_name("cases")
SOURCE = PREFIXES["dcterms"] + "source"
NODE = re.compile(rf"<{re.escape(ID)}([^>]*)>".encode())


@dataclass(frozen=True)
class Case:
    """One example: `rule` is the shape or query that it is for."""

    room: str
    rule: str
    is_good: bool
    path: Path

    @property
    def name(self) -> str:
        return f"{self.rule}.{'good' if self.is_good else 'bad'}"

    def files(self, folder: str) -> list[GraphFile]:
        """Give the graphs of the case as files of a data folder, or of those that it names."""
        text = self.path.read_text("utf-8")
        return [
            GraphFile(place(name), text, tuple(triples))
            for name, triples in sorted(self.graphs(folder).items())
            if name != "catalogue"
        ]

    def graphs(self, folder: str) -> dict[str, list[ox.Triple]]:
        """Give the triples of each graph by its name."""
        graphs: dict[str, list[ox.Triple]] = {}
        form = ox.RdfFormat.TRIG if self.path.suffix == ".trig" else ox.RdfFormat.TURTLE
        for quad in ox.parse(path=self.path, format=form):
            graph = quad.graph_name
            named = isinstance(graph, ox.NamedNode)
            name = graph.value.removeprefix(GRAPH) if named else f"{folder}-case"
            graphs.setdefault(name, []).append(quad.triple)
        return graphs

    def dataset(self, ontology: Iterable[GraphFile]) -> Dataset:
        """Give the case with the ontology, under just the catalogue that it brings."""
        words = tuple(ontology)
        brought = objects_of(self.graphs("stated").get("catalogue", ()))
        graphs = sorted({g.value for g, _ in brought if isinstance(g, ox.NamedNode)})
        named = [GraphFile(place(g.removeprefix(GRAPH)), "", ()) for g in graphs]
        whole = Dataset((*words, *self.files("stated")))
        entries = (*(Entry(file) for file in words), *(entry(file, brought) for file in named))
        whole.__dict__["catalogue"] = entries  # in place of what would be worked out
        return whole

    def apart(self, folder: str, number: int) -> list[GraphFile]:
        """Give the graphs with nodes and names of their own, so that cases can share one run."""
        return [
            GraphFile(
                f"data/{file.folder}/{self.name}/{file.path.rsplit('/', 1)[1]}",
                file.text,
                tuple(renamed(file, number)),
            )
            for file in self.files(folder)
        ]


def entry(file: GraphFile, brought: Objects) -> Entry:
    """Read what a catalogue says of a graph."""
    document = next(iter(brought.get((file.graph, SOURCE), ())), None)
    known = next(iter(brought.get((file.graph, NS + "knownFrom"), ())), None)
    return Entry(
        file,
        document if isinstance(document, ox.NamedNode) else None,
        known.value if isinstance(known, ox.Literal) else "",
    )


def place(graph: str) -> str:
    """Give the path of the file that the loader would load into a graph."""
    folder, _, rest = graph.partition("-")
    return f"ontology/{rest}.ttl" if folder == "ontology" else f"data/{folder}/{rest}.ttl"


def renamed(file: GraphFile, number: int) -> list[ox.Triple]:
    """Give the triples of a file with a mark of the case on each individual."""
    lines = NODE.sub(rb"<%s\1-c%d>" % (ID.encode(), number), ntriples(file.triples))
    return [q.triple for q in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)]


def cases(room: str) -> list[Case]:
    """Give the cases of a room of `tests/cases/`, in order."""
    return [
        Case(room, match[1], match[2] == "good", path)
        for path in sorted((ROOT / room).glob("*"))
        if (match := re.fullmatch(r"(.+)\.(good|bad)\.(?:ttl|trig)", path.name))
    ]


def strays() -> list[Path]:
    """Give the files among the cases that no test would read."""
    rooms = ("shapes", "ontology", "owl", "checks", *(f"folder-{f}" for f in FOLDERS))
    known = {case.path for room in rooms for case in cases(room)}
    return [p for p in sorted(ROOT.rglob("*")) if p.is_file() and p not in known]


FOLDERS = ("identity", "stated", "derived", "interpreted")
