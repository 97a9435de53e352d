"""Write the tables as CSV, with everything that says what they are.

A Request comes in. Out go, for each table, a file in UTF-8 as RFC 4180 has it (CRLF) and the same
behind a byte order mark, which Excel in Japan needs; the codebook to be read and as tables; and the
descriptions for machines, CSVW and Data Package.
"""

from __future__ import annotations

from collections.abc import Iterator

from jnkg.exports.codebook import codebook_page
from jnkg.exports.colophon import colophon
from jnkg.exports.csvw import csvw_metadata
from jnkg.exports.datapackage import datapackage
from jnkg.exports.request import Output, Request
from jnkg.exports.tabular import described, filled_tables, row_counts
from jnkg.tables.cells import read_csv, write_csv
from jnkg.tables.content import Filled

MEDIA_TYPE = "text/csv;charset=utf-8;header=present"
MARK = b"\xef\xbb\xbf"
"""The byte order mark by which Excel sees that a file is UTF-8."""
FOR_EXCEL = {"en": "{} for Excel in Japan", "ja": "{}（日本語版Excel用）"}
PAGE = {
    "en": {"en": "Codebook in English", "ja": "Codebook in Japanese"},
    "ja": {"en": "コードブック（英語）", "ja": "コードブック（日本語）"},
}


def csvs(request: Request) -> Iterator[Output]:
    """Write the tables, their codebooks and their descriptions."""
    tables = filled_tables(request)
    said = colophon(request)
    plain = [plain_file(filled) for filled in tables.values()]
    yield from plain
    yield from (marked(output) for output in plain)
    for code in request.languages:
        about = {lang: PAGE[lang][code] for lang in PAGE}
        page = codebook_page(tables, said, code)
        yield Output(f"codebook.{code}.md", page.encode(), "text/markdown", about)
    yield csvw_metadata(tables, said)
    yield datapackage(tables, said, {o.path: o.content for o in plain})


def plain_file(filled: Filled) -> Output:
    """Write one table; its rows are counted in what was written."""
    names = [c.name for c in filled.rows.columns]
    text = write_csv(names, filled.rows.rows)
    number = sum(1 for _ in read_csv(text)) - 1
    return Output(
        f"{filled.table.name}.csv",
        text.encode(),
        MEDIA_TYPE,
        described(filled),
        row_counts(filled, number),
    )


def marked(output: Output) -> Output:
    """Give the same file behind a byte order mark, in a folder of its own."""
    about = {code: words.format(output.path) for code, words in FOR_EXCEL.items()}
    return Output(f"bom/{output.path}", MARK + output.content, MEDIA_TYPE, about, output.counts)
