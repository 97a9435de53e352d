"""Write the whole graph for Neo4j: CSV for neo4j-admin, and a Cypher script for everybody else.

The headers are those of `neo4j-admin database import`; `load.cypher` reads the same two files with
LOAD CSV. Labels are classes, all that a node is of; types of relationships are the properties in
the capitals that Neo4j has for them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from jnkg.exports.colophon import colophon
from jnkg.exports.cypher import INDIVIDUAL, constraints, import_script, load_script
from jnkg.exports.network import Network, Scalar, columns, edge_values, node_values
from jnkg.exports.networks import NETWORKS, counts, network
from jnkg.exports.request import Output, Request

TYPES: dict[type[Scalar], str] = {str: "", int: ":long", float: ":double", bool: ":boolean"}
DATES, LISTS = ("start", "end", "known_from"), ("evidence", "sources")
ABOUT = {
    "nodes": {"en": "nodes, for Neo4j", "ja": "ノード（Neo4j用）"},
    "relationships": {"en": "relationships, for Neo4j", "ja": "リレーションシップ（Neo4j用）"},
    "constraints": {
        "en": "constraint and indexes: run first, or after import.sh",
        "ja": "制約と索引（最初に、またはimport.shの後に実行する）",
    },
    "load": {
        "en": "reads both files with LOAD CSV, into a running database",
        "ja": "動いているデータベースに両ファイルをLOAD CSVで読み込む",
    },
    "import": {
        "en": "reads both files with neo4j-admin, into a new database",
        "ja": "両ファイルをneo4j-adminで新しいデータベースに読み込む",
    },
}
Table = list[dict[str, Scalar]]


def neo4j(request: Request) -> Iterator[Output]:
    """Write nodes, relationships, and what loads them."""
    request.progress("everything")
    yield from tables(request, network(request.world, "everything", request.tree))


def tables(request: Request, found: Network) -> Iterator[Output]:
    """Write the tables of a network, and the scripts for them."""
    nodes, edges = node_rows(found, request.languages), edge_rows(found, request.languages)
    note = [colophon(request).line(code) for code in request.languages]
    yield table("nodes", nodes, 0)
    yield table("relationships", edges, 1)
    labels = sorted({label for row in nodes for label in str(row[":LABEL"]).split(";")})
    types = sorted({str(row[":TYPE"]) for row in edges})
    heads = header(nodes), header(edges)
    yield script("constraints", ".cypher", constraints(note, request.languages))
    yield script("load", ".cypher", load_script(note, heads, labels, types))
    yield script("import", ".sh", import_script(note))


def node_rows(found: Network, languages: Sequence[str]) -> Table:
    """Give a row for each node; what is of no known class is an individual and no more."""
    rows: Table = []
    for node in found.nodes:
        values = node_values(node, languages)
        values.pop("label", None)
        classes = str(values.pop("classes", "")).split()
        labels = ";".join([INDIVIDUAL, *classes])
        rows.append({"id:ID": node.id, ":LABEL": labels, **listed(values)})
    return rows


def edge_rows(found: Network, languages: Sequence[str]) -> Table:
    """Give a row for each edge."""
    rows: Table = []
    for edge in found.edges:
        values = edge_values(edge, languages)
        values.pop("label", None)
        ends: dict[str, Scalar] = {":START_ID": edge.source, ":END_ID": edge.target}
        rows.append({**ends, ":TYPE": type_name(edge.kind), **listed(values)})
    return rows


def listed(values: dict[str, Scalar]) -> dict[str, Scalar]:
    """Put the items of a list apart as Neo4j does, and each text on one line."""
    texts = {k: " ".join(v.split()) if isinstance(v, str) else v for k, v in values.items()}
    return {k: str(v).replace(" ", ";") if k in LISTS else v for k, v in texts.items()}


def type_name(kind: str) -> str:
    """Give the type of relationship of a property: `takesPartIn` is TAKES_PART_IN."""
    return re.sub("(?<=[a-z0-9])(?=[A-Z])", "_", kind.replace(":", "_")).upper()


def header(rows: Table) -> dict[str, str]:
    """Give the heading of each column by its name, with its type."""
    found: dict[str, str] = {}
    for name, kind in columns(rows).items():
        ending = ":date" if name in DATES else ":string[]" if name in LISTS else TYPES[kind]
        found[name] = name + ("" if ":" in name else ending)
    return found


def table(name: str, rows: Table, which: int) -> Output:
    """Write a table; its lines are counted as they are read back."""
    heads = header(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(heads), lineterminator="\n")
    text.write(",".join(heads.values()) + "\n")
    writer.writerows({k: cell(v) for k, v in row.items()} for row in rows)
    number = sum(1 for _ in csv.reader(io.StringIO(text.getvalue()))) - 1
    counted = counts("everything", number, number)[which]
    about = {k: f"{v} · {NETWORKS['everything'].about[k]}" for k, v in ABOUT[name].items()}
    content = text.getvalue().encode()
    return Output(f"{name}.csv", content, "text/csv", about, (counted,))


def cell(value: Scalar) -> Scalar:
    """Write a truth value as Neo4j does."""
    return str(value).lower() if isinstance(value, bool) else value


def script(name: str, ending: str, text: str) -> Output:
    """Give a script."""
    kind = "application/x-sh" if ending == ".sh" else "application/x-cypher-query"
    return Output(f"{name}{ending}", text.encode(), kind, ABOUT[name])
