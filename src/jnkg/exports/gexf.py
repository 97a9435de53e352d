"""Write networks as GEXF 1.3, for Gephi: with labels, colours and time.

Every node and edge has its days where they are known, an edge that gathers several things a spell
for each, so that Gephi's timeline shows each when it was. Of two ends and a kind there is one edge,
and the kind is Gephi's own, so that it merges none.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence

from jnkg.exports.colophon import Colophon, colophon
from jnkg.exports.network import (
    Edge,
    Network,
    Node,
    Scalar,
    Span,
    columns,
    edge_values,
    node_values,
)
from jnkg.exports.networks import NETWORKS, networks_of, output
from jnkg.exports.request import Output, Request
from jnkg.exports.xmlfile import child, document, numbers, written

SPACE, VIZ = "http://gexf.net/1.3", "http://gexf.net/1.3/viz"
TYPES: dict[type[Scalar], str] = {str: "string", int: "integer", float: "double", bool: "boolean"}
NODE_PLACES, EDGE_PLACES = ("label", "start", "end"), ("label", "start", "end", "weight")
"""What has a place of its own in GEXF and is no attribute value."""
COLOURS = {
    "Person": (0, 114, 178),
    "Post": (86, 180, 233),
    "State": (213, 94, 0),
    "Organization": (230, 159, 0),
    "Event": (0, 158, 115),
    "Activity": (115, 190, 150),
    "Instrument": (204, 121, 167),
    "Area": (150, 100, 60),
    "Document": (90, 90, 90),
}
"""Colours by group that people with colour blindness tell apart (Okabe and Ito); others are grey.
"""
GREY = (160, 160, 160)


def gexf(request: Request) -> Iterator[Output]:
    """Write each network as one file."""
    said = colophon(request)
    for network in networks_of(request):
        content = document(graph_file(network, said, request.languages))
        yield output(network, ".gexf", content, "application/gexf+xml", numbers(content))


def graph_file(network: Network, said: Colophon, languages: Sequence[str]) -> ET.Element:
    """Give the file of a network: what it is, its attributes, its nodes, its edges."""
    root = ET.Element("gexf", {"xmlns": SPACE, "xmlns:viz": VIZ, "version": "1.3"})
    root.append(meta(network, said, languages))
    default = "directed" if network.directed else "undirected"
    time = {"mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"}
    graph = child(root, "graph", {"defaultedgetype": default, "idtype": "string", **time})
    nodes = [node_values(node, languages) for node in network.nodes]
    edges = [edge_values(edge, languages) for edge in network.edges]
    declare(graph, "node", nodes, NODE_PLACES)
    declare(graph, "edge", edges, EDGE_PLACES)
    held = child(graph, "nodes", {"count": str(len(nodes))})
    for node, values in zip(network.nodes, nodes, strict=True):
        add_node(held, node, values)
    held = child(graph, "edges", {"count": str(len(edges))})
    for edge, values in zip(network.edges, edges, strict=True):
        add_edge(held, edge, values, default)
    return root


def meta(network: Network, said: Colophon, languages: Sequence[str]) -> ET.Element:
    """Say what the file is and where it comes from."""
    about = NETWORKS[network.name].about
    found = ET.Element("meta", {"lastmodifieddate": said.modified} if said.modified else {})
    child(found, "creator", {}, " / ".join(said.maker[c] for c in languages))
    child(found, "keywords", {}, ", ".join(w for c in languages for w in said.keywords[c]))
    child(found, "description", {}, "\n".join(f"{about[c]} · {said.line(c)}" for c in languages))
    return found


def declare(
    graph: ET.Element, domain: str, rows: Sequence[Mapping[str, Scalar]], places: Sequence[str]
) -> None:
    """Declare the attributes of nodes or of edges."""
    held = child(graph, "attributes", {"class": domain, "mode": "static"})
    for name, kind in columns(rows).items():
        if name not in places:
            child(held, "attribute", {"id": name, "title": name, "type": TYPES[kind]})


def add_node(nodes: ET.Element, node: Node, values: Mapping[str, Scalar]) -> None:
    """Write a node."""
    first, last = node.span
    head = {"id": node.id, "label": str(values["label"]), "start": first, "end": last}
    element = child(nodes, "node", head)
    add_values(element, values, NODE_PLACES)
    red, green, blue = map(str, COLOURS.get(node.group, GREY))
    child(element, "viz:color", {"r": red, "g": green, "b": blue})


def add_edge(edges: ET.Element, edge: Edge, values: Mapping[str, Scalar], default: str) -> None:
    """Write an edge."""
    first, last = edge.span
    ends = {"id": edge.id, "source": edge.source, "target": edge.target, "type": default}
    head = {**ends, "label": str(values["label"]), "kind": edge.kind, "weight": str(edge.weight)}
    element = child(edges, "edge", {**head, "start": first, "end": last})
    add_values(element, values, EDGE_PLACES)
    spells = sorted({span for span in edge.spans if any(span)})
    if len(spells) > 1:
        add_spells(element, spells)


def add_values(element: ET.Element, values: Mapping[str, Scalar], places: Sequence[str]) -> None:
    """Write the attribute values of a node or an edge."""
    held = child(element, "attvalues", {})
    for name, value in values.items():
        if name not in places:
            child(held, "attvalue", {"for": name, "value": written(value)})


def add_spells(element: ET.Element, spells: Sequence[Span]) -> None:
    """Write the days of each thing that an edge gathers."""
    held = child(element, "spells", {})
    for first, last in spells:
        child(held, "spell", {"start": first, "end": last})
