"""Give the networks of the graph: what `jnkg export graphml` writes, as Rows and for networkx.

A Standpoint and the name of a network come in; a Net goes out: a row for each edge, and the nodes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jnkg.explain import Reason
from jnkg.exports.network import Network, Scalar, columns, edge_values, node_values
from jnkg.exports.networks import NETWORKS, find_network
from jnkg.exports.networks import network as made
from jnkg.kg.entity import Entity
from jnkg.kg.rows import Row, Rows
from jnkg.kg.saying import as_text
from jnkg.kg.standpoint import Standpoint
from jnkg.kg.values import Value, literal_value
from jnkg.names import ID, LANGUAGES

if TYPE_CHECKING:
    import networkx

COLUMNS = ("name", "about")
DAYS, LISTS = ("start", "end", "known_from"), ("evidence", "sources")
"""The columns that hold days, and those that hold several names."""
WORDS = {
    "en": {"list": "Networks of the graph", "nodes": "nodes"},
    "ja": {"list": "グラフのネットワーク", "nodes": "ノード"},
}
NOTHING = Reason(
    "nothing-recorded",
    {
        "en": "This world admits no edge of this network.",
        "ja": "この範囲には、このネットワークのエッジがない。",
    },
)


@dataclass(frozen=True, eq=False, repr=False)
class Net(Rows):
    """A network: Rows with one row for each edge (`source`, `target`, `kind`, ...), and `nodes`.

    >>> import jnkg
    >>> people = jnkg.open().network("people")
    >>> people.columns[:2], people.nodes.columns[:2]
    (('source', 'target'), ('node', 'label'))
    >>> people.to_networkx().number_of_edges() == len(people)
    True
    """

    made: Network = field(default=Network("", False, (), ()), repr=False)

    @property
    def nodes(self) -> Rows:
        """List the nodes: a row for each, with what is known of it."""
        found = [(n.id, node_values(n, tongues(self.at))) for n in self.made.nodes]
        names = ("node", *columns([values for _, values in found]))
        rows = (Row(names, [Entity(ID + i, self.at), *typed(names[1:], v)]) for i, v in found)
        title = f"{self.title}: {WORDS[self.at.language]['nodes']}"
        return Rows(names, tuple(rows), self.at, title, why=self.why, is_ours=True)

    def to_networkx(
        self, source: str = "", target: str = "", directed: bool | None = None
    ) -> networkx.MultiGraph:
        """Give the network as the files have it: keys are slugs, attributes those of GraphML.

        With `source` and `target`, other columns of its rows hold the ends.
        """
        if source or target:
            return super().to_networkx(source, target, directed)
        return for_networkx(self, self.made.directed if directed is None else directed)


def for_networkx(net: Net, directed: bool) -> networkx.MultiGraph:
    """Make the network of networkx, with the nodes that have no edge."""
    from jnkg.kg.webs import empty_web

    graph = empty_web(net, directed)
    graph.add_nodes_from((n.id, node_values(n, tongues(net.at))) for n in net.made.nodes)
    for edge in net.made.edges:
        graph.add_edge(edge.source, edge.target, edge.id, **edge_values(edge, tongues(net.at)))
    return graph


def tongues(at: Standpoint) -> tuple[str, ...]:
    """Give the languages of labels, the reader's first: it is that of the column `label`."""
    return (at.language, *(code for code in LANGUAGES if code != at.language))


def networks(at: Standpoint) -> Rows:
    """List the networks."""
    rows = (Row(COLUMNS, (name, kind.about[at.language])) for name, kind in NETWORKS.items())
    return Rows(COLUMNS, tuple(rows), at, WORDS[at.language]["list"], is_ours=True)


def network(at: Standpoint, name: str) -> Net:
    """Make a network of a world; raises Misuse that names the nearest."""
    about = find_network(as_text("network", name)).about[at.language]
    found = made(at.world, name, at.tree)
    edges = [(e.source, e.target, edge_values(e, tongues(at))) for e in found.edges]
    names = ("source", "target", *columns([values for *_, values in edges]))
    rows = (
        Row(names, [Entity(ID + one, at), Entity(ID + other, at), *typed(names[2:], values)])
        for one, other, values in edges
    )
    return Net(names, tuple(rows), at, about, why=lambda: [NOTHING], is_ours=True, made=found)


def typed(names: Sequence[str], values: Mapping[str, Scalar]) -> list[Value]:
    """Give the values of some columns: days as days, lists as tuples, what is not there as None."""
    found: list[Value] = []
    for name in names:
        value = values.get(name)
        if isinstance(value, str) and name in DAYS:
            found.append(literal_value("date", value))
        elif isinstance(value, str) and name in LISTS:
            found.append(tuple(value.split()))
        else:
            found.append(value)
    return found
