"""Write networks as GraphML, for Gephi, yEd, igraph, networkx and Cytoscape.

Keys are named `n-label`, `e-weight`, not `d3`, `d7`: Gephi takes the latter for labels, as yEd
numbers them. There are no keys of the graph, which Gephi reports as faults: what the file is stands
in `desc`.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence

from jnkg.exports.colophon import Colophon, colophon
from jnkg.exports.network import Network, Scalar, columns, edge_values, node_values
from jnkg.exports.networks import NETWORKS, networks_of, output
from jnkg.exports.request import Output, Request
from jnkg.exports.xmlfile import child, document, numbers, written

SPACE = "http://graphml.graphdrawing.org/xmlns"
SCHEMA = f"{SPACE} {SPACE}/1.0/graphml.xsd"
TYPES: dict[type[Scalar], str] = {str: "string", int: "int", float: "double", bool: "boolean"}


def graphml(request: Request) -> Iterator[Output]:
    """Write each network as one file."""
    said = colophon(request)
    for network in networks_of(request):
        content = document(graph_file(network, said, request.languages))
        yield output(network, ".graphml", content, "application/graphml+xml", numbers(content))


def graph_file(network: Network, said: Colophon, languages: Sequence[str]) -> ET.Element:
    """Give the file of a network: its keys, its nodes, its edges."""
    root = ET.Element("graphml", {"xmlns": SPACE, "xmlns:xsi": XSI, "xsi:schemaLocation": SCHEMA})
    nodes = {node.id: node_values(node, languages) for node in network.nodes}
    edges = {edge.id: edge_values(edge, languages) for edge in network.edges}
    about = NETWORKS[network.name].about
    child(root, "desc", {}, "\n".join(f"{about[c]} · {said.line(c)}" for c in languages))
    for domain, rows in (("node", nodes), ("edge", edges)):
        for name, kind in columns(list(rows.values())).items():
            key = {"id": f"{domain[0]}-{name}", "for": domain, "attr.name": name}
            child(root, "key", {**key, "attr.type": TYPES[kind]})
    default = "directed" if network.directed else "undirected"
    graph = child(root, "graph", {"id": network.name, "edgedefault": default})
    for node in network.nodes:
        data(child(graph, "node", {"id": node.id}), "n", nodes[node.id])
    for edge in network.edges:
        ends = {"id": edge.id, "source": edge.source, "target": edge.target}
        data(child(graph, "edge", ends), "e", edges[edge.id])
    return root


def data(element: ET.Element, domain: str, values: Mapping[str, Scalar]) -> None:
    """Write the values of a node or an edge."""
    for name, value in values.items():
        child(element, "data", {"key": f"{domain}-{name}"}, written(value))


XSI = "http://www.w3.org/2001/XMLSchema-instance"
