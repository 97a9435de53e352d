"""Ask a store that is reached by its address, as if it were the embedded one.

RemoteStore speaks SPARQL 1.1 Protocol in the forms that all stores understand: a query goes by GET
or as a form, never as a body of its own; every answer is taken whole and read strictly. Where a
store has no default graph of its own, a named one stands for it and does not show as named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

import jnkg.remote.repair as repair
from jnkg.errors import JnkgError
from jnkg.remote.auths import shown
from jnkg.remote.forms import Outline, outline, portable
from jnkg.remote.quads import Quads
from jnkg.remote.release import MARKER
from jnkg.remote.transport import Wire
from jnkg.remote.wording import Received, Unreachable
from jnkg.safety import safe

if TYPE_CHECKING:
    from jnkg.store import Node, Place, Result

TABLE = "application/sparql-results+json"
TRIPLES = "application/n-triples, text/turtle;q=0.9"
NOWHERE = MARKER + "#none"
"""A graph that does not exist: where no named graph is wanted, some stores need one to be named."""
EMPTY = ox.Store()
"""What a query is read by before it is sent."""
Form = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things lie in a store.

    `default` is the graph that stands for the default one (empty: the store has its own), `hidden`
    are graphs that must not show, and `named` those of the world, where a store has to be told.
    """

    default: str = ""
    hidden: tuple[str, ...] = (MARKER,)
    named: tuple[str, ...] = ()


class RemoteStore:
    """A store behind an address; `size` is the number of its quads. It is a Backend."""

    def __init__(
        self, address: str, wire: Wire, layout: Layout | None = None, size: int = 0
    ) -> None:
        self.address = address
        self.wire = wire
        self.layout = layout or Layout()
        self.size = size
        self.quads = Quads(self.solutions)

    def query(
        self,
        query: str,
        *,
        base_iri: str | None = None,
        prefixes: dict[str, str] | None = None,
        default_graph: Place | list[Place] | None = None,
        named_graphs: list[Node] | None = None,
    ) -> Result:
        """Run a query of any form, over the dataset named, else over all of the store.

        `prefixes` are declared in front of it. Raises SyntaxError for what is no query, CallsOut
        where it calls another endpoint, JnkgError
        where the store cannot be reached or does not answer as it should.
        """
        query = declared(safe(query), prefixes or {})
        shape = outline(query)
        examine(query, base_iri)
        graphs = self.dataset(shape, default_graph, named_graphs)
        is_listed = any(key == "named-graph-uri" for key, _ in graphs)
        text = query if is_listed else portable(query, self.hidden(), bool(graphs))
        if base_iri:
            text = f"BASE <{base_iri}> {text}"
        is_table = shape.form in ("SELECT", "ASK")
        accept = TABLE if is_table else TRIPLES
        answer = self.wire.read(self.address, [("query", text), *graphs], accept)
        return self.read_answer(answer, shape)

    def read_answer(self, answer: Received, shape: Outline) -> Result:
        """Read an answer by the type that came back; raises Unreachable where it is another."""
        types = repair.RESULTS if shape.form in ("SELECT", "ASK") else tuple(repair.GRAPHS)
        if answer.media_type not in types:
            raise wrong_type(self.address, answer, types[0])
        try:
            if types is repair.RESULTS:
                return repair.table(answer.body, shape)
            return repair.graph(answer.body, answer.media_type)
        except repair.Garbled as error:
            raise garbled(self.address, answer) from error

    def solutions(self, query: str) -> ox.QuerySolutions:
        """Run a SELECT."""
        found = self.query(query)
        assert isinstance(found, ox.QuerySolutions)
        return found

    def hidden(self) -> tuple[str, ...]:
        """Give the graphs that must not show."""
        own = (self.layout.default,) if self.layout.default else ()
        return (*own, *self.layout.hidden)

    def dataset(
        self,
        shape: Outline,
        default_graph: Place | list[Place] | None,
        named_graphs: list[Node] | None,
    ) -> Form:
        """Name the graphs to ask, where the store has to be told; raises JnkgError."""
        is_ours = default_graph is None and named_graphs is None
        if is_ours and (shape.names_graphs or not self.layout.default):
            return []
        places = default_graph if isinstance(default_graph, list) else [default_graph]
        defaults = [self.graph_name(p if p is not None else ox.DefaultGraph()) for p in places]
        if named_graphs is None:
            named: Sequence[str] = self.layout.named
        else:
            named = [node.value for node in named_graphs] or [NOWHERE]
        form = [("default-graph-uri", iri) for iri in defaults]
        return form + [("named-graph-uri", iri) for iri in named]

    def graph_name(self, place: Place) -> str:
        """Name a graph for the store; raises JnkgError for a default graph that has no name."""
        if not isinstance(place, ox.DefaultGraph):
            return place.value
        if self.layout.default:
            return self.layout.default
        raise JnkgError(
            f"The default graph of the store {shown(self.address)} has no name to choose it by; "
            "name other graphs, or none.",
            f"ストア {shown(self.address)} の既定グラフには名前がなく、他のグラフと合わせて"
            "選べません。他のグラフだけを指定するか、指定を外してください。",
        )

    def quads_for_pattern(
        self,
        subject: Node | ox.Triple | None,
        predicate: ox.NamedNode | None,
        object: Node | ox.Literal | ox.Triple | None,  # noqa: A002  as the engine calls it
        graph_name: Place | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads that match; None matches anything."""
        return self.quads.match(subject, predicate, object, graph_name)

    def __contains__(self, quad: ox.Quad, /) -> bool:
        return any(self.quads.match(quad.subject, quad.predicate, quad.object, quad.graph_name))

    def __len__(self) -> int:
        return self.size


def declared(query: str, prefixes: Mapping[str, str]) -> str:
    """Declare prefixes in front of a query, on its first line."""
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in prefixes.items()) + query


def examine(query: str, base_iri: str | None) -> None:
    """Let only SPARQL 1.1 out; raises SyntaxError.

    The engine reads the query over nothing, so that a slip is told in the same words as ever and
    pragmas that only one store knows stay at home.
    """
    try:
        EMPTY.query(query, base_iri=base_iri)
    except (RuntimeError, OSError):
        return


def wrong_type(address: str, answer: Received, wanted: str) -> Unreachable:
    """Word an answer of another type than was asked for."""
    came = answer.media_type or "-"
    return Unreachable(
        f"The store {shown(address)} answered with {came}, not {wanted}: is this the address of "
        "its SPARQL endpoint?",
        f"ストア {shown(address)} の応答は {wanted} ではなく {came} でした。"
        "SPARQLエンドポイントのアドレスか確かめてください。",
    )


def garbled(address: str, answer: Received) -> Unreachable:
    """Word an answer that cannot be read; it shows the end, where stores write what went wrong."""
    tail = " ".join(answer.body[-120:].decode("utf-8", "replace").split())
    return Unreachable(
        f"The answer of the store {shown(address)} is incomplete or damaged; nothing of it is "
        f"used. It ends: {tail!r}",
        f"ストア {shown(address)} の答えが途中で切れたか壊れています。その分は使いません。"
        f"末尾：「{tail}」",
    )
