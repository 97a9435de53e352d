"""The Parquet files open unchanged in engines for large data; the examples run as printed."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

from gdelt_sample import COLUMNS, write_sample
from jnkg.exports.colophon import Colophon, colophon
from jnkg.exports.csvs import csvs
from jnkg.exports.parquet import arrow_table, parquet, parquet_bytes
from jnkg.exports.request import Output, Request
from jnkg.exports.sqlite import sqlite
from jnkg.exports.tabular import filled_tables
from jnkg.exports.writing import checked
from jnkg.rooms import Tree
from jnkg.store import World
from jnkg.tables.content import Content, Filled
from test_tables import early_world as early_world
from test_tables import filled

DOCS = Path(__file__).parent.parent / "docs"
EXAMPLE = re.compile(r"<!-- example: (\w+) -->\n```\w+\n(.*?)```", re.DOTALL)
IN_SPARK = ["event-records", "figures"]
"""Tables that together have every type: lists, numbers, years, truth values, days."""
SPARK_TYPES = {
    "string": "string", "integer": "bigint", "year": "bigint", "number": "double",
    "boolean": "boolean", "date": "date",
}  # fmt: skip


def examples(page: str) -> dict[str, str]:
    return dict(EXAMPLE.findall((DOCS / page).read_text("utf-8")))


@pytest.fixture(scope="module")
def request_all(tree: Tree, world: World) -> Request:
    return Request(tree, world)


@pytest.fixture(scope="module")
def tables(request_all: Request) -> Content:
    return filled_tables(request_all)


@pytest.fixture(scope="module")
def files(request_all: Request) -> dict[str, Output]:
    return {o.path: o for o in checked(request_all, parquet(request_all))}


@pytest.fixture(scope="module")
def desk(
    request_all: Request, files: dict[str, Output], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder as the examples expect it."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "tables").mkdir()
    (folder / "csv").mkdir()
    for name, output in files.items():
        (folder / "tables" / name).write_bytes(output.content)
    database = next(iter(sqlite(request_all)))
    (folder / database.path).write_bytes(database.content)
    table = next(o for o in csvs(request_all) if o.path == "dyad-year.csv")
    (folder / "csv" / table.path).write_bytes(table.content)
    write_sample(folder / "gdelt-sample.csv")
    return folder


def run(language: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    monkeypatch.chdir(desk)
    found: dict[str, object] = {}
    exec(examples("tables.md")[language], found)
    rows = found["rows"]
    assert isinstance(rows, list)
    return rows


@pytest.fixture(scope="module")
def spark(desk: Path) -> dict[str, object]:
    """What Spark reads, in one session of its own."""
    conf = {
        "spark.master": "local[2]",
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "512m",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    arguments = " ".join(f"--conf {key}={value}" for key, value in conf.items())
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "spark_reads.py"), *IN_SPARK],
        input=examples("tables.md")["spark"],
        capture_output=True,
        text=True,
        cwd=desk,
        env={
            **os.environ,
            "SPARK_LOCAL_IP": "127.0.0.1",
            "JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "PYSPARK_SUBMIT_ARGS": f"{arguments} pyspark-shell",
        },
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, object] = json.loads(done.stdout)
    return found


# Types and cells


def test_duckdb_reads_every_cell_of_every_table(desk: Path, tables: Content) -> None:
    for name, found in tables.items():
        place = desk / "tables" / f"{name}.parquet"
        rows = duckdb.connect().execute(f"SELECT * FROM '{place}'").fetchall()
        assert [list(row) for row in rows] == found.rows.rows


def test_polars_reads_every_cell_of_every_table(desk: Path, tables: Content) -> None:
    for name, found in tables.items():
        frame = pl.read_parquet(desk / "tables" / f"{name}.parquet")
        assert frame.columns == [c.name for c in found.rows.columns]
        assert [list(row) for row in frame.rows()] == found.rows.rows


def test_spark_reads_every_cell_and_type(spark: dict[str, object], tables: Content) -> None:
    read = spark["tables"]
    assert isinstance(read, dict)
    for name in IN_SPARK:
        found = tables[name]
        types = ["array<string>" if c.many else SPARK_TYPES[c.type] for c in found.rows.columns]
        assert read[name]["types"] == types
        assert read[name]["rows"] == json.loads(json.dumps(found.rows.rows, default=str))


def test_the_tables_read_by_spark_have_every_type(tables: Content) -> None:
    every = {c.type for f in tables.values() for c in f.rows.columns}
    assert {c.type for name in IN_SPARK for c in tables[name].rows.columns} == every
    assert any(c.many for name in IN_SPARK for c in tables[name].rows.columns)


def test_files_say_what_they_are(files: dict[str, Output], request_all: Request) -> None:
    said = colophon(request_all)
    schema = pq.read_schema(io.BytesIO(files["areas.parquet"].content))
    assert schema.metadata[b"version"].decode() == said.version
    assert schema.metadata[b"license"].decode() == said.licence
    assert schema.metadata[b"citation_ja"].decode() == said.citation["ja"]
    field = schema.field("instrument")
    assert field.metadata[b"meaning_ja"].decode()
    assert field.metadata[b"refers_to"] == b"instruments"


def test_two_exports_have_the_same_bytes(request_all: Request, files: dict[str, Output]) -> None:
    again = {o.path: o.content for o in parquet(request_all)}
    assert again == {name: o.content for name, o in files.items()}


def test_a_narrow_world_keeps_the_schema(
    tree: Tree, early_world: World, files: dict[str, Output]
) -> None:
    early = Request(tree, early_world, status="stated", known_by="2014-06-01")
    for output in checked(early, parquet(early)):
        schema = pq.read_schema(io.BytesIO(output.content))
        assert schema.equals(pq.read_schema(io.BytesIO(files[output.path].content)))
    empty = next(o for o in parquet(early) if o.path == "lineage.parquet")
    assert pq.read_table(io.BytesIO(empty.content)).num_rows == 0


@settings(max_examples=25)
@given(filled())
def test_what_is_written_as_parquet_is_read_back_the_same(table: Filled) -> None:
    said = colophon_of_nothing()
    read = pq.read_table(io.BytesIO(parquet_bytes(table, said)))
    assert [list(row.values()) for row in read.to_pylist()] == table.rows.rows
    assert read.schema.equals(arrow_table(table, said).schema, check_metadata=True)
    frame = pl.read_parquet(io.BytesIO(parquet_bytes(table, said)))
    assert [list(row) for row in frame.rows()] == table.rows.rows


def colophon_of_nothing() -> Colophon:
    words = {"en": "x", "ja": "x"}
    keywords = {"en": ("x",), "ja": ("x",)}
    return Colophon("x", words, words, words, keywords, "0", "2020-01-01", "2020-01-01", "x",
                    words, words)  # fmt: skip


def test_a_value_of_another_type_is_not_written() -> None:
    with pytest.raises(pa.ArrowInvalid):
        pa.array(["first"], type=pa.int64())


# The worked examples


def test_the_sample_is_in_the_layout_of_gdelt_and_says_that_it_is_invented(desk: Path) -> None:
    with (desk / "gdelt-sample.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(COLUMNS) == len(set(COLUMNS)) == 61
    assert all(r["SOURCEURL"].startswith("https://example.org/invented/") for r in rows)


def test_the_examples_are_the_same_in_both_languages() -> None:
    assert examples("tables.md") == examples("tables.ja.md")
    assert list(examples("tables.md")) == ["duckdb", "polars", "spark", "sqlite", "r"]


def test_every_engine_gives_the_same_rows(
    desk: Path, spark: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = run("duckdb", desk, monkeypatch)
    assert run("polars", desk, monkeypatch) == rows
    assert run("sqlite", desk, monkeypatch) == rows
    assert spark["rows"] == json.loads(json.dumps(rows))
    by_year = {int(str(row[0])): row for row in rows}
    assert by_year[2014][4:] == (2, 42)
    assert by_year[2016][4:] == (None, None)
    assert by_year[2023][4:] == (1, 95)
    assert sum(int(str(row[1] or 0)) for row in rows) > 0
    assert min(by_year) == 2013
    assert max(by_year) >= datetime.date(2026, 1, 1).year - 1


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_r_gives_the_same_rows(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = examples("tables.md")["r"] + '\nwrite.csv(rows, stdout(), row.names = FALSE, na = "")\n'
    done = subprocess.run(
        ["Rscript", "-e", code], capture_output=True, text=True, cwd=desk, check=True, timeout=60
    )
    _, *found = csv.reader(io.StringIO(done.stdout))
    rows = run("duckdb", desk, monkeypatch)
    assert found == [["" if cell is None else str(cell) for cell in row] for row in rows]
