"""Write graphs to a store over Graph Store Protocol, and ask what it has.

A graph goes as N-Triples, the first part by PUT and the others by POST. Nothing that writes is
tried again: whoever pushes asks afterwards what arrived.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

import pyoxigraph as ox

from jnkg.errors import Misuse
from jnkg.remote.auths import checked_address, shown
from jnkg.remote.backend import Layout, RemoteStore
from jnkg.remote.release import DEFAULT, DIGEST, MARKER, OWN, PLACE, TRIPLES, Held
from jnkg.remote.transport import Wire
from jnkg.remote.wording import NotAccepted, Unreachable

NTRIPLES = "application/n-triples"
COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
STATEMENTS = f"SELECT ?s ?p ?o WHERE {{ GRAPH <{MARKER}> {{ ?s ?p ?o }} }}"
ANY = "ASK { ?s ?p ?o }"
SIBLINGS = {"query": "store", "repositories": "rdf-graphs/service"}
"""What stands in place of the last part of a query's address (Oxigraph), or behind it (RDF4J)."""


class GraphStore:
    """A store that can be written to: `address` takes queries, `graphs` takes graphs."""

    def __init__(self, address: str, graphs: str, wire: Wire, chunk: int) -> None:
        self.address = address
        self.graphs = graphs
        self.wire = wire
        self.chunk = chunk
        self.plain = RemoteStore(address, wire, Layout("", ()))

    def place(self, iri: str, default: str) -> str:
        """Give the address of a graph; `default` is OWN or the graph that stands for it."""
        name = "default" if (iri, default) == (DEFAULT, OWN) else urlencode({"graph": iri})
        return f"{self.graphs}{'&' if '?' in self.graphs else '?'}{name}"

    def put(self, place: str, lines: Sequence[bytes]) -> None:
        """Replace a graph; raises JnkgError, and what arrived till then may be a part of it."""
        for start in range(0, len(lines), self.chunk) if lines else (0,):
            part = b"".join(lines[start : start + self.chunk])
            self.wire.write("POST" if start else "PUT", place, part, NTRIPLES)

    def add(self, place: str, text: str) -> None:
        """Add statements to a graph."""
        self.wire.write("POST", place, text.encode(), NTRIPLES)

    def drop(self, place: str) -> None:
        """Take a graph away; one that is not there is no error."""
        try:
            self.wire.write("DELETE", place)
        except Unreachable as error:
            if " 404:" not in error.message["en"]:
                raise

    def counts(self, default: str) -> dict[str, int]:
        """Count the triples of each graph that the store has."""
        found = {}
        for row in self.plain.solutions(COUNTS):
            graph, count = row["g"], row["n"]
            if isinstance(graph, ox.NamedNode) and isinstance(count, ox.Literal):
                found[graph.value] = int(count.value)
        if default == OWN:
            for row in self.plain.solutions(COUNT):
                found[DEFAULT] = int(row["n"].value)
        return found

    def is_true(self, pattern: str) -> bool:
        """Tell whether a pattern of triples has a match where no graph is named."""
        return bool(self.plain.query(f"ASK {{ {pattern} }}"))

    def statements(self) -> Iterator[tuple[str, str, str]]:
        """Yield what the marker says."""
        for row in self.plain.solutions(STATEMENTS):
            yield tuple(term.value for term in row)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a marker says: the graphs held, where the default one lies, the release if whole."""

    held: Mapping[str, Held]
    default: str
    digest: str


def ledger(statements: Iterable[tuple[str, str, str]]) -> Ledger:
    """Read what a marker says."""
    said = {(subject, predicate): value for subject, predicate, value in statements}
    digests = {s: value for (s, p), value in said.items() if p == DIGEST and s != MARKER}
    held = {
        iri: Held(int(said[iri, TRIPLES]), digest)
        for iri, digest in digests.items()
        if (iri, TRIPLES) in said
    }
    return Ledger(held, said.get((MARKER, PLACE), ""), said.get((MARKER, DIGEST), ""))


def graphs_address(address: str, given: str, wire: Wire) -> str:
    """Give where a store takes graphs: as told, else by the custom of its kind; raises Misuse."""
    if given:
        return checked_address(given)
    parts = urlsplit(address)
    folder, _, last = parts.path.rpartition("/")
    path = ""
    if last in SIBLINGS:
        path = f"{folder}/{SIBLINGS[last]}"
    elif folder.endswith("/repositories"):
        path = f"{parts.path}/{SIBLINGS['repositories']}"
    elif last.startswith("sparql") and is_virtuoso(address, wire):
        path = f"{folder}/sparql-graph-crud-auth"
    if not path:
        raise Misuse(
            f"Say where the store {shown(address)} takes graphs: --gsp URL (Graph Store Protocol).",
            f"ストア {shown(address)} のグラフの受付先を --gsp URL で指定してください"
            "（Graph Store Protocol）。",
        )
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def is_virtuoso(address: str, wire: Wire) -> bool:
    """Tell whether a store calls itself Virtuoso."""
    try:
        answer = wire.read(address, [("query", ANY)], "application/sparql-results+json")
    except NotAccepted:
        return False
    return answer.server.startswith("Virtuoso")
