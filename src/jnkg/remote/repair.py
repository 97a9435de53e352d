"""Read what a store answers into the engine's own results, strictly.

Bytes come in; solutions, a truth value or triples go out. What some stores write otherwise than
the standards is set right where its value is certain: an ASK answered as a table, booleans as 0
and 1, durations as seconds, a row repeated in spite of DISTINCT (all seen with Virtuoso 7.2.5).
Blank nodes go to a store as IRIs (RDF 1.1, section 3.5) and come back as blank nodes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

import pyoxigraph as ox

from jnkg.errors import JnkgError
from jnkg.names import BASE, PREFIXES
from jnkg.remote.forms import OURS, Outline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jnkg.store import Result

    Node = ox.NamedNode | ox.BlankNode
    Term = Node | ox.Literal | ox.Triple
    Cell = dict[str, str]
    Solution = dict[str, Cell]

GENID = BASE + ".well-known/genid/"
"""Under this, blank nodes lie in a store."""
XSD = PREFIXES["xsd"]
BOOLEAN, DURATION = XSD + "boolean", XSD + "duration"
TRUTH = {"0": "false", "1": "true"}
ASKED = "__ASK_RETVAL"
NUMBER = re.compile(r"(-?)(\d+)(?:\.(\d+))?")
MARKS = (b"genid", b"boolean", b"duration", OURS.encode())
"""What an answer holds somewhere that has to be set right."""
RESULTS = ("application/sparql-results+json", "application/json")
GRAPHS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/x-turtle": ox.RdfFormat.TURTLE,
    "text/plain": ox.RdfFormat.N_TRIPLES,
}


class Garbled(Exception):
    """An answer is not what its type says."""


def table(body: bytes, outline: Outline) -> Result:
    """Read the answer to a SELECT or an ASK; raises Garbled, JnkgError where rows are missing."""
    try:
        document = json.loads(body)
        if outline.form == "ASK":
            return truth(document)
        if not outline.is_distinct and not any(mark in body for mark in MARKS):
            return ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        columns = [name for name in document["head"]["vars"] if not name.startswith(OURS)]
        rows = [
            {name: cell(row[name]) for name in columns if name in row}
            for row in document["results"]["bindings"]
        ]
        kept = distinct(rows, outline) if outline.is_distinct else rows
        mended = {"head": {"vars": columns}, "results": {"bindings": kept}}
        return ox.parse_query_results(json.dumps(mended).encode(), ox.QueryResultsFormat.JSON)
    except (ValueError, KeyError, TypeError, AttributeError, SyntaxError) as error:
        raise Garbled(str(error)) from error


def truth(document: dict[str, object]) -> Result:
    """Read the answer to an ASK."""
    value = document.get("boolean")
    if not isinstance(value, bool):
        cells: list[Solution] = document["results"]["bindings"]  # type: ignore[index]
        value = bool(cells) and cells[0][ASKED]["value"] in ("1", "true")
    plain = json.dumps({"head": {}, "boolean": value}).encode()
    return ox.parse_query_results(plain, ox.QueryResultsFormat.JSON)


def cell(value: Cell) -> Cell:
    """Set one cell right."""
    if value["type"] == "uri" and value["value"].startswith(GENID):
        return {"type": "bnode", "value": value["value"].removeprefix(GENID)}
    datatype = value.get("datatype")
    if datatype in (BOOLEAN, DURATION):
        return {**value, "value": lexical(value["value"], datatype)}
    return value


def lexical(text: str, datatype: str) -> str:
    """Give the lexical form of a boolean or duration."""
    if datatype == BOOLEAN:
        return TRUTH.get(text, text)
    return period(text) if datatype == DURATION else text


def period(text: str) -> str:
    """Give seconds as a duration (1200.0 is PT20M); a duration as it is."""
    found = NUMBER.fullmatch(text)
    if found is None:
        return text
    whole, fraction = int(found[2]), (found[3] or "").rstrip("0")
    days, hours, minutes = whole // 86400, whole // 3600 % 24, whole // 60 % 60
    seconds = f"{whole % 60}" + (f".{fraction}" if fraction else "")
    parts = ((f"{hours}", "H"), (f"{minutes}", "M"), (seconds, "S"))
    clock = "".join(number + unit for number, unit in parts if number != "0")
    if not days and not clock:
        return "PT0S"
    return found[1] + "P" + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")


def distinct(rows: list[Solution], outline: Outline) -> list[Solution]:
    """Keep each row once; raises JnkgError where the rest of a page of rows is missing then."""
    kept = list({repr(sorted(row.items())): row for row in rows}.values())
    if len(kept) < len(rows) and outline.is_cut:
        raise JnkgError(
            "The store repeats rows in spite of DISTINCT, so LIMIT cuts some off. Take LIMIT and "
            "OFFSET out of the query.",
            "ストアがDISTINCTにもかかわらず同じ行を繰り返すため、LIMITで行が欠けます。"
            "クエリからLIMITとOFFSETを外してください。",
        )
    return kept


def graph(body: bytes, media_type: str) -> ox.QueryTriples:
    """Read a graph, each triple once; raises Garbled."""
    store = ox.Store()
    try:
        for quad in ox.parse(body, GRAPHS[media_type]):
            store.add(mended(quad))
    except (SyntaxError, ValueError) as error:
        raise Garbled(str(error)) from error
    found = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(found, ox.QueryTriples)
    return found


def mended(quad: ox.Quad) -> ox.Quad:
    """Set the terms of a triple right; it stands in the default graph."""
    subject, value = quad.subject, quad.object
    if isinstance(value, ox.Literal) and value.datatype.value in (BOOLEAN, DURATION):
        text = lexical(value.value, value.datatype.value)
        value = ox.Literal(text, datatype=value.datatype)
    return ox.Quad(unnamed(subject), quad.predicate, unnamed(value))  # type: ignore[arg-type]


def unnamed(value: Term) -> Term:
    """Give the blank node that an IRI of ours stands for; any other term as it is."""
    if isinstance(value, ox.NamedNode) and value.value.startswith(GENID):
        return ox.BlankNode(value.value.removeprefix(GENID))
    return value


def known(value: Term) -> str:
    """Write a term as a store has it; raises ValueError for a triple term."""
    if isinstance(value, ox.Triple):
        raise ValueError("a triple is no term of SPARQL 1.1")
    return f"<{GENID}{value.value}>" if isinstance(value, ox.BlankNode) else str(value)


def terms(values: Iterable[Term]) -> str:
    """Write terms one after another."""
    return " ".join(known(value) for value in values)
