"""Write a description in a form: Turtle, JSON-LD, N-Triples, TriG, RDF/XML or CSV.

The table FORMS gives the media type of each ending. All but CSV hold the same triples; TriG holds
the named graphs as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.linked.context import Context
from jnkg.linked.description import Description
from jnkg.linked.jsonld import write_jsonld
from jnkg.linked.table import write_table
from jnkg.names import PREFIXES
from jnkg.turtle import Blocks, nested_nodes, strip_strings, write_block, write_body

FORMS: Mapping[str, str] = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "csv": "text/csv",
}
"""Media types by ending, the best liked first."""
TITLES = (
    "",
    "# What it stands on · 根拠",
    "# What points here · ここを指すもの",
    "# Graphs · グラフ",
    "# What else is named · その他",
)
"""What stands over the chapters of a description in Turtle."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a form needs besides the description.

    `context` gives the words for JSON-LD, to be had at `address`; `labels` name things in CSV.
    """

    context: Callable[[], Context]
    address: str
    labels: Callable[[], dict[str, str]]


def write(description: Description, ending: str, setting: Setting) -> bytes:
    """Write a description in the form of an ending of FORMS."""
    if ending == "ttl":
        return write_turtle(description).encode()
    if ending == "jsonld":
        return write_jsonld(description, setting.context(), setting.address)
    if ending == "csv":
        return write_table(description, setting.labels())
    if ending == "trig":
        default = [ox.Quad(*t) for t in description.triples]
        return ox.serialize(
            [*default, *sorted(description.quads, key=lambda q: str(q.graph_name))],
            format=ox.RdfFormat.TRIG,
            prefixes=used_prefixes(description),
        ) or b""  # fmt: skip
    if ending == "rdf":
        triples, prefixes = description.triples, used_prefixes(description)
        return ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=prefixes) or b""
    return ox.serialize(description.triples, format=ox.RdfFormat.N_TRIPLES) or b""


def write_turtle(description: Description) -> str:
    """Write a description in the project's form of Turtle: a whole as a file, else node first."""
    blocks = description.blocks()
    is_whole = description.node not in description.core
    body = write_body(blocks) if is_whole else write_chapters(description, blocks)
    names = set(re.findall(r"(?<![\w:.-])(\w+):", strip_strings(body)))
    used = sorted(names & PREFIXES.keys())
    return "\n".join([*(f"@prefix {p}: <{PREFIXES[p]}> ." for p in used), "", body])


def write_chapters(description: Description, blocks: Blocks) -> str:
    """Write the node, then what it stands on, what points at it, graphs, and what else is named."""
    nested = nested_nodes(blocks)
    parts: list[str] = []
    for number, members in description.chapters(blocks):
        if TITLES[number]:
            parts.append(TITLES[number] + "\n")
        parts += [write_block(subject, blocks, nested) for subject in members]
    return "\n".join(parts)


def used_prefixes(description: Description) -> dict[str, str]:
    """Give the prefixes that the terms of a description use."""
    graphs = {q.graph_name for q in description.quads}
    terms = {
        term.value
        for found in (description.triples, (q.triple for q in description.quads))
        for triple in found
        for term in triple
        if isinstance(term, ox.NamedNode)
    }
    terms |= {g.value for g in graphs if isinstance(g, ox.NamedNode)}
    spaces = {term[: max(term.rfind("/"), term.rfind("#")) + 1] for term in terms}
    return {prefix: iri for prefix, iri in PREFIXES.items() if iri in spaces}
