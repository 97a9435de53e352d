"""Write networks as Cytoscape JSON: for Cytoscape, Cytoscape.js, and networkx.

Elements carry what each reader asks for: `id`, `name` and `value` of nodes (networkx takes the
last), `key` of edges; `interaction` is what Cytoscape calls the kind of an edge.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from jnkg.exports.colophon import Colophon, colophon
from jnkg.exports.network import Edge, Network, Node, edge_values, node_values
from jnkg.exports.networks import NETWORKS, networks_of, output
from jnkg.exports.request import Output, Request


def cytoscape(request: Request) -> Iterator[Output]:
    """Write each network as one file."""
    said = colophon(request)
    for network in networks_of(request):
        made = graph_file(network, said, request.languages)
        content = (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()
        found = json.loads(content)["elements"]
        counted = len(found["nodes"]), len(found["edges"])
        yield output(network, ".cyjs", content, "application/json", counted)


def graph_file(network: Network, said: Colophon, languages: Sequence[str]) -> dict[str, object]:
    """Give the file of a network."""
    about = NETWORKS[network.name].about
    return {
        "data": {
            "name": network.name,
            "title": " / ".join(said.title[code] for code in languages),
            "description": "\n".join(about[code] for code in languages),
            "version": said.version,
            "licence": said.licence,
            "citation": "\n".join(said.citation[code] for code in languages),
            "world": "\n".join(said.world[code] for code in languages),
        },
        "directed": network.directed,
        "multigraph": network.directed,
        "elements": {
            "nodes": [{"data": node_data(node, languages)} for node in network.nodes],
            "edges": [{"data": edge_data(edge, languages)} for edge in network.edges],
        },
    }


def node_data(node: Node, languages: Sequence[str]) -> dict[str, object]:
    """Give what is known of a node."""
    values = node_values(node, languages)
    return {"id": node.id, "value": node.id, "name": values["label"], **values}


def edge_data(edge: Edge, languages: Sequence[str]) -> dict[str, object]:
    """Give what is known of an edge."""
    ends = {"id": edge.id, "source": edge.source, "target": edge.target, "key": edge.kind}
    return {**ends, "interaction": edge.kind, **edge_values(edge, languages)}
