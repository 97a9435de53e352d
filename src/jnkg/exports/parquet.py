"""Write the tables as Parquet, for DuckDB, polars, Spark, R and whatever reads Arrow.

A Request comes in; one file for each table goes out. The types are those that all of these read:
text, int64, double, boolean, date32, list of text. What a column means, and version, licence and
citation, are in the metadata of the file. Here is the home of pyarrow.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from jnkg.exports.colophon import Colophon, colophon
from jnkg.exports.request import Output, Request
from jnkg.exports.tabular import described, filled_tables, row_counts
from jnkg.tables.content import Filled
from jnkg.tables.rows import FileColumn

if TYPE_CHECKING:
    import pyarrow as pa

MEDIA_TYPE = "application/vnd.apache.parquet"


def parquet(request: Request) -> Iterator[Output]:
    """Write the tables and their codebooks; raises ModuleNotFoundError without pyarrow."""
    said = colophon(request)
    for filled in filled_tables(request).values():
        content = parquet_bytes(filled, said)
        yield Output(
            f"{filled.table.name}.parquet",
            content,
            MEDIA_TYPE,
            described(filled),
            row_counts(filled, rows_in(content)),
        )


def parquet_bytes(filled: Filled, said: Colophon) -> bytes:
    """Write one table; the same rows give the same bytes with the same release of pyarrow."""
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(arrow_table(filled, said), sink, compression="snappy", version="2.6")
    return sink.getvalue()


def rows_in(content: bytes) -> int:
    """Count the rows of a file."""
    import pyarrow.parquet as pq

    return int(pq.read_metadata(io.BytesIO(content)).num_rows)


def arrow_table(filled: Filled, said: Colophon) -> pa.Table:
    """Give one table in memory, with its metadata."""
    import pyarrow as pa

    schema = pa.schema([arrow_field(c) for c in filled.rows.columns], metadata(filled, said))
    columns = [pa.array(filled.rows.values(field.name), type=field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def arrow_field(column: FileColumn) -> pa.Field:
    """Give the field of one column, with what it means and what an empty cell means."""
    import pyarrow as pa

    types = {
        "integer": pa.int64(),
        "year": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    kind = types.get(column.type, pa.string())
    words = {
        "meaning_en": column.words["en"],
        "meaning_ja": column.words["ja"],
        "empty_cell": column.column.empty,
        "refers_to": "" if column.language else column.column.of,
    }
    return pa.field(
        column.name,
        pa.list_(pa.field("element", pa.string())) if column.many else kind,
        metadata={key: value for key, value in words.items() if value},
    )


def metadata(filled: Filled, said: Colophon) -> dict[str, str]:
    """Say what the file is."""
    table = filled.table
    words = {
        f"{key}_{code}": texts[code]
        for key, texts in (
            ("title", table.title),
            ("description", table.about),
            ("citation", said.citation),
            ("holds", said.world),
        )
        for code in ("en", "ja")
    }
    return {
        "name": table.name,
        "key": " ".join(table.key),
        "dataset": said.iri,
        "version": said.version,
        "license": said.licence,
        **words,
    }
