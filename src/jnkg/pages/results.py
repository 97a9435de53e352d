"""Show the result of a typed query on a page, and the form that it is typed into.

The columns and rows that the SPARQL endpoint found come in; a page goes out. No query runs here:
what a stranger types is run by the processes of the endpoint alone, under its limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jnkg.answer import Answer
from jnkg.endpoint.exchange import Reply
from jnkg.names import PREFIXES
from jnkg.pages.frame import page_of, render
from jnkg.pages.given import first
from jnkg.pages.tables import ROWS, Table, tabulate

if TYPE_CHECKING:
    from jnkg.answer import Term
    from jnkg.endpoint.site import Visit

FORMS = (
    ("html", "a table on a page", "ページ上の表"),
    ("json", "SPARQL JSON", "SPARQL JSON"),
    ("xml", "SPARQL XML", "SPARQL XML"),
    ("csv", "CSV", "CSV"),
    ("tsv", "TSV", "TSV"),
    ("ttl", "Turtle (CONSTRUCT, DESCRIBE)", "Turtle（CONSTRUCT、DESCRIBE）"),
)
"""The forms of a result: name, words in English and Japanese."""
SAMPLE = """PREFIX jn: <https://w3id.org/jnkg/ns/>

SELECT ?event ?day
WHERE { ?event a jn:Summit ; jn:earliest ?day }
ORDER BY ?day ?event
"""
"""What stands in an empty form."""


def sparql_page(visit: Visit) -> Reply:
    """Show the form for a query, with the query that the address gives."""
    return page_with(visit, first(visit, "query"))


def result_page(
    visit: Visit, query: str, columns: Sequence[str], rows: Sequence[Sequence[Term]]
) -> bytes:
    """Show what a query gave, under the form that it was typed into; at most ROWS rows of it."""
    part = Answer(columns, [list(row) for row in rows[:ROWS]])
    return page_with(visit, query, tabulate(visit.world, visit.language, part), len(rows)).body


def page_with(visit: Visit, query: str, table: Table | None = None, total: int = 0) -> Reply:
    """Write the page of a query, with its result where there is one."""
    at = ("en", "ja").index(visit.language)
    page = page_of(
        visit,
        ("Query with SPARQL", "SPARQLで問い合わせる")[at],
        "sparql",
        query=(("query", query),) if query else (),
        is_indexed=False,
        has_worlds=False,
    )
    return render(
        page, "sparql.html",
        query=query or SAMPLE, table=table, total=total, prefixes=PREFIXES,
        world=visit, forms=[(words[0], words[1 + at]) for words in FORMS],
    )  # fmt: skip
