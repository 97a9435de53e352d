"""Write rows as one of the forms of the API: JSON, delimited text, Markdown, SPARQL results.

A Table (an answer of a world with what it answers, and where it is empty why) comes in; a Reply
goes out. JSON holds all of it; the other forms hold the rows alone, and an empty one says in its
headers of what kind its emptiness is and where the reasons are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from jnkg.answer import Answer, run
from jnkg.endpoint.exchange import Reply
from jnkg.endpoint.given import spoken
from jnkg.endpoint.site import Visit
from jnkg.explain import Reason
from jnkg.names import NS, PREFIXES
from jnkg.render import FORMATS, Sheet, value

if TYPE_CHECKING:
    from jnkg.answer import Term

JSON = "application/json"
RESULTS_JSON = "application/sparql-results+json"
RESULTS_XML = "application/sparql-results+xml"
TEXTS = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "markdown": "text/markdown",
}
EMPTY = "jnkg-empty"
"""The header that says why there is no row: the kinds of the reasons, the most telling first."""
ENDINGS = {"csv": "csv", "tsv": "tsv", "markdown": "md", "svg": "svg", "mermaid": "mmd"}
BASIS = """
SELECT DISTINCT ?node ?strength ?status ?document WHERE {{
  VALUES ?node {{ {nodes} }}
  GRAPH ?graph {{ ?node <{jn}hasEvidence>|<{jn}hasGround> ?basis }}
  ?graph <{jn}status> ?status . ?status <{jn}strength> ?strength .
  OPTIONAL {{ ?graph <{dcterms}source> ?document }}
}} ORDER BY ?node ?strength ?document
"""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with what they answer (`head`, as JSON has it) and why there are none."""

    visit: Visit
    name: str
    head: Mapping[str, object]
    answer: Answer
    reasons: Sequence[Reason] = ()

    def sheet(self) -> Sheet:
        """Give the rows with headings and labels in the reader's language."""
        world, language = self.visit.world, self.visit.language
        return Sheet(self.answer, world.columns(), world.labels(language), language)


def written(table: Table, form: str) -> Reply:
    """Write a table in one of the forms that every table has."""
    if form == "json":
        return sent(table.visit, as_json(table), JSON, table.reasons)
    if form in TEXTS:
        body = FORMATS[form](table.sheet()).encode()
        headers = [named(table.name, form)]
        return sent(table.visit, body, TEXTS[form], table.reasons, headers)
    body = results(table.answer)
    if form == "srj":
        return sent(table.visit, body, RESULTS_JSON, table.reasons)
    out = BytesIO()
    parsed = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
    parsed.serialize(out, ox.QueryResultsFormat.XML)
    return sent(table.visit, out.getvalue(), RESULTS_XML, table.reasons)


def named(name: str, form: str) -> tuple[str, str]:
    """Give the header that names a file, for those who save it."""
    return "content-disposition", f'inline; filename="{name}.{ENDINGS[form]}"'


def sent(
    visit: Visit,
    body: bytes,
    media_type: str,
    reasons: Sequence[Reason] = (),
    headers: Iterable[tuple[str, str]] = (),
) -> Reply:
    """Make a reply in the reader's language; an empty one says so and leads to its reasons."""
    told = [("content-language", visit.language), *headers]
    if reasons:
        kinds = ", ".join(dict.fromkeys(reason.kind for reason in reasons))
        told += [(EMPTY, kinds), ("link", f'<{as_json_address(visit)}>; rel="help"; type="{JSON}"')]
    return Reply(body, media_type, 200, told)


def as_json_address(visit: Visit) -> str:
    """Give the address of the same as JSON."""
    chosen = {**visit.switches(), "lang": visit.language, "format": "json"}
    return f"{quote(visit.message.path)}?{urlencode([*visit.params, *chosen.items()])}"


def dumped(content: object) -> bytes:
    """Write JSON as all of the API does: readable, in UTF-8."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def as_json(table: Table) -> bytes:
    """Write a table whole."""
    sheet = table.sheet()
    columns = [
        {"name": name, "label": label}
        for name, label in zip(table.answer.columns, sheet.headings, strict=True)
    ]
    rows = [
        {name: value(sheet, term) for name, term in zip(table.answer.columns, row, strict=True)}
        for row in table.answer.rows
    ]
    return dumped(
        {
            **table.head,
            "language": table.visit.language,
            "world": world_json(table.visit),
            "columns": columns,
            "count": len(rows),
            "rows": rows,
            "basis": basis(table.visit, nodes_of(table.answer)),
            "reasons": reasons_json(table.reasons, table.visit.language),
        }
    )


def reasons_json(reasons: Iterable[Reason], language: str) -> list[dict[str, str]]:
    """Give reasons as JSON has them, in one language."""
    return [{"kind": r.kind, "message": spoken(r.message)[language]} for r in reasons]


def world_json(visit: Visit) -> dict[str, object]:
    """Say of which world an answer is: the switches, the day it reaches to, the data's version."""
    return {
        "status": visit.status,
        "known-by": visit.known_by or None,
        "day": visit.world.day,
        "version": visit.site.version,
    }


def nodes_of(answer: Answer) -> list[str]:
    """Give the IRIs in the cells of an answer, each once."""
    found = (c.value for row in answer.rows for c in row if isinstance(c, ox.NamedNode))
    return list(dict.fromkeys(found))


def basis(visit: Visit, nodes: Sequence[str]) -> dict[str, list[dict[str, object]]]:
    """Give the statuses and documents of the claims that bear on nodes, strongest first.

    A node of which nothing is claimed (identity, vocabulary) is left out.
    """
    if not nodes:
        return {}
    listed = " ".join(str(ox.NamedNode(iri)) for iri in nodes)
    query = BASIS.format(nodes=listed, jn=NS, dcterms=PREFIXES["dcterms"])
    found: dict[str, list[dict[str, object]]] = {}
    for node, _, status, document in run(visit.world, query).rows:
        claim = {"status": iri_of(status).removeprefix(NS).lower(), "document": iri_of(document)}
        found.setdefault(iri_of(node), []).append({**claim, "document": claim["document"] or None})
    return found


def iri_of(term: Term) -> str:
    """Give the IRI of a node, empty for anything else."""
    return term.value if isinstance(term, ox.NamedNode) else ""


def results(answer: Answer) -> bytes:
    """Write SPARQL 1.1 Query Results JSON."""
    bindings = [
        {
            name: binding(term)
            for name, term in zip(answer.columns, row, strict=True)
            if term is not None
        }
        for row in answer.rows
    ]
    return dumped({"head": {"vars": answer.columns}, "results": {"bindings": bindings}})


def binding(term: Term) -> dict[str, str]:
    """Give a term as SPARQL results have it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if not isinstance(term, ox.Literal):
        return {"type": "bnode", "value": term.value if term else ""}
    plain = {"type": "literal", "value": term.value}
    if term.language:
        return {**plain, "xml:lang": term.language}
    kind = term.datatype.value
    return plain if kind == PREFIXES["xsd"] + "string" else {**plain, "datatype": kind}
