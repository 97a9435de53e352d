"""The tables as CSV and as a database: read by other tools, validated by the official ones."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import io
import json
import re
import socket
import sqlite3
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import csvw
import frictionless
import pytest
import sqlite_utils
from datasette.app import Datasette
from hypothesis import given, settings

from jnkg.exports import sqlite as database
from jnkg.exports.colophon import colophon
from jnkg.exports.csvs import csvs
from jnkg.exports.request import Output, Request
from jnkg.exports.sqlite import sqlite
from jnkg.exports.tabular import filled_tables
from jnkg.exports.writing import checked
from jnkg.names import LANGUAGES, STATUSES
from jnkg.rooms import Tree
from jnkg.store import World
from jnkg.tables.content import Content, Filled
from test_tables import early_world as early_world
from test_tables import filled
from test_tables import two_tables as two_tables

Files = dict[str, Output]


@pytest.fixture(scope="module")
def request_all(tree: Tree, world: World) -> Request:
    return Request(tree, world)


@pytest.fixture(scope="module")
def tables(request_all: Request) -> Content:
    return filled_tables(request_all)


@pytest.fixture(scope="module")
def files(request_all: Request) -> Files:
    return {o.path: o for o in checked(request_all, csvs(request_all))}


@pytest.fixture(scope="module")
def folder(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return put(files, tmp_path_factory.mktemp("csv"))


@pytest.fixture(scope="module")
def built(request_all: Request) -> Files:
    return {o.path: o for o in checked(request_all, sqlite(request_all))}


@pytest.fixture(scope="module")
def path(built: Files, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return put(built, tmp_path_factory.mktemp("sqlite")) / "japan-nato.sqlite"


@pytest.fixture
def small(two_tables: Tree, world: World, tmp_path: Path) -> Path:
    """Two tables of this world, to be broken."""
    found = Request(two_tables, world)
    return put({o.path: o for o in csvs(found)}, tmp_path / "small")


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a validator called out")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def put(files: Files, folder: Path) -> Path:
    for name, output in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(output.content)
    return folder


# CSV


def test_every_table_is_written_twice_and_told_of(files: Files, tables: Content) -> None:
    for name in tables:
        plain, marked = files[f"{name}.csv"], files[f"bom/{name}.csv"]
        assert marked.content == b"\xef\xbb\xbf" + plain.content
        assert not plain.content.startswith(b"\xef\xbb\xbf")
        assert plain.counts == marked.counts
        assert all(plain.about[code] for code in LANGUAGES)


def test_lines_are_as_rfc_4180_has_them(files: Files, tables: Content) -> None:
    for name, found in tables.items():
        text = files[f"{name}.csv"].content.decode("utf-8")
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        assert {len(r) for r in records} == {len(found.rows.columns)}
        assert len(records) == len(found.rows.rows) + 1
        assert text.endswith("\r\n")
        bare = re.sub(r'"(?:[^"]|"")*"', "", text)
        assert bare.count("\n") == bare.count("\r\n") == len(records)


def test_two_exports_have_the_same_bytes(request_all: Request, files: Files) -> None:
    again = {o.path: o.content for o in csvs(request_all)}
    assert again == {name: o.content for name, o in files.items()}


def test_one_language_leaves_the_other_labels_out(two_tables: Tree, world: World) -> None:
    found = {o.path: o for o in csvs(Request(two_tables, world, ("ja",)))}
    header = found["areas.csv"].content.decode().splitlines()[0]
    assert header == "area,area_ja,place,status,status_ja,sources,source,source_ja,whole,whole_ja"
    assert "codebook.ja.md" in found
    assert "codebook.en.md" not in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_codebook_prints_every_column_and_code(
    files: Files, tables: Content, language: str
) -> None:
    page = files[f"codebook.{language}.md"].content.decode()
    sections = dict(re.findall(r"(?ms)^## ([\w-]+): .*?\n(.*?)(?=^## |\Z)", page))
    assert list(sections) == [n for n, f in tables.items() if f.table.counts]
    for record in tables["codebook"].rows.records():
        line = f"| `{record['column']}` | "
        assert line in sections[str(record["table"])]
        assert str(record[f"meaning_{language}"]).replace("|", "\\|") in page
    for record in tables["codes"].rows.records():
        assert f"| `{record['column']}` | `{record['code']}` |" in sections[str(record["table"])]


def test_a_narrow_world_keeps_headers_and_schemas(
    tree: Tree, early_world: World, files: Files, tmp_path: Path, no_network: None
) -> None:
    early = Request(tree, early_world, status="stated", known_by="2014-06-01")
    found = {o.path: o for o in checked(early, csvs(early))}
    assert found.keys() == files.keys()
    for name in files:
        if name.endswith(".csv"):
            assert found[name].content.split(b"\r\n")[0] == files[name].content.split(b"\r\n")[0]
    assert any(len(o.content.splitlines()) == 1 for n, o in found.items() if n.endswith(".csv"))
    narrow = put(found, tmp_path)
    assert csvw_faults(narrow) == []
    assert frictionless_faults(narrow) == []


# Their descriptions, by the official validators


def csvw_faults(folder: Path) -> list[str]:
    """Give what the CSVW library says against a folder at its strictest; empty if it is valid."""
    try:
        found = csvw.CSVW(str(folder / "csvw-metadata.json"), validate=True)
        with warnings.catch_warnings(record=True) as caught:
            is_valid = found.is_valid
    except ValueError as error:
        return [str(error)]
    said = [str(w.message) for w in (*found.warnings, *caught)]
    return said if said or is_valid else ["invalid"]


def frictionless_faults(folder: Path) -> list[tuple[str, ...]]:
    """Give what frictionless says against a folder: types of errors and where they are."""
    report = frictionless.validate(str(folder / "datapackage.json"))
    return [(str(t), str(n)) for t, n in report.flatten(["type", "note"])]


def test_csvw_is_valid_offline(folder: Path, no_network: None) -> None:
    assert csvw_faults(folder) == []


def test_the_data_package_is_valid_offline(folder: Path, no_network: None) -> None:
    assert frictionless_faults(folder) == []


def edit(name: str, change: Callable[[list[list[str]]], None]) -> Callable[[Path], None]:
    """Change the records of a CSV file, without telling its descriptions of the new bytes."""

    def do(folder: Path) -> None:
        place = folder / name
        records = list(csv.reader(io.StringIO(place.read_bytes().decode(), newline="")))
        change(records)
        text = io.StringIO(newline="")
        csv.writer(text).writerows(records)
        place.write_bytes(text.getvalue().encode())
        package = json.loads((folder / "datapackage.json").read_text("utf-8"))
        for resource in package["resources"]:
            if resource["path"] == name:
                resource["bytes"] = place.stat().st_size
                resource["hash"] = f"sha256:{hashlib.sha256(place.read_bytes()).hexdigest()}"
        (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")

    return do


def reference(records: list[list[str]]) -> None:
    records[1][records[0].index("whole")] = "area-of-nobody"


def loose(records: list[list[str]]) -> None:
    records[1][records[0].index("source")] = "document-of-nobody"


def integer(records: list[list[str]]) -> None:
    records[1][records[0].index("place")] = "first"


def column(records: list[list[str]]) -> None:
    for record in records:
        record.append("x")


def renamed(records: list[list[str]]) -> None:
    records[0][records[0].index("place")] = "rank"


def twice(records: list[list[str]]) -> None:
    records.append(records[1])


def missing(records: list[list[str]]) -> None:
    records[1][records[0].index("area")] = ""


TWINS = {
    "a reference": (reference, "not found in table areas", "foreign-key"),
    "a reference that may be empty": (loose, "", "foreign-key"),
    "a type": (integer, "place: invalid lexical value", "type-error"),
    "a column more": (column, "Column number mismatch|Unspecified column", "extra-label"),
    "a column renamed": (renamed, "missing required columns|has no attribute|rank", "label"),
    "a key twice": (twice, "duplicate primary key", "primary-key|unique-error"),
    "a key missing": (missing, "required|null|Invalid column value", "constraint-error|primary"),
}


@pytest.mark.parametrize("twin", TWINS)
def test_both_validators_see_what_is_broken(small: Path, twin: str) -> None:
    assert csvw_faults(small) == []
    assert frictionless_faults(small) == []
    change, said, kind = TWINS[twin]
    edit("areas.csv", change)(small)
    found = csvw_faults(small)
    assert bool([w for w in found if said and re.search(said, w)]) == bool(said), found
    assert [t for t in frictionless_faults(small) if re.search(kind, t[0])]


def test_frictionless_sees_changed_bytes(small: Path) -> None:
    place = small / "documents.csv"
    place.write_bytes(place.read_bytes().replace(b"2014", b"2015", 1))
    assert {t for t, _ in frictionless_faults(small)} == {"hash-count"}


def test_descriptions_agree_with_each_other_and_with_the_tables(
    files: Files, tables: Content
) -> None:
    group = json.loads(files["csvw-metadata.json"].content)
    package = json.loads(files["datapackage.json"].content)
    names = [f"{n}.csv" for n in tables]
    assert [t["url"] for t in group["tables"]] == names
    assert [r["path"] for r in package["resources"]] == names
    for found, table, resource in zip(
        tables.values(), group["tables"], package["resources"], strict=True
    ):
        header = [c.name for c in found.rows.columns]
        assert [c["name"] for c in table["tableSchema"]["columns"]] == header
        assert [f["name"] for f in resource["schema"]["fields"]] == header
        key = list(found.table.key)
        assert table["tableSchema"]["primaryKey"] == resource["schema"]["primaryKey"] == key
        single = [c for c in found.table.columns if c.of and not c.many]
        assert len(resource["schema"].get("foreignKeys", ())) == len(single)
        held = [k["columnReference"][0] for k in table["tableSchema"].get("foreignKeys", ())]
        assert held == [c.name for c in single if c.empty == "never"]
        assert resource["bytes"] == len(files[resource["path"]].content)
    assert group["dc:license"]["@id"] == package["licenses"][0]["path"]


def test_csvw_leads_from_a_cell_to_the_node(small: Path) -> None:
    found = csvw.CSVW(str(small / "csvw-metadata.json"))
    row = next(t for t in found.to_json()["tables"] if t["url"].endswith("areas.csv"))["row"][0]
    said = row["describes"][0]
    assert said["@id"].startswith("https://w3id.org/jnkg/id/area-")
    assert "https://w3id.org/jnkg/ns/Stated" in json.dumps(said)


# SQLite


@pytest.fixture(scope="module")
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    yield connection
    connection.close()


def test_the_database_is_whole(opened: sqlite3.Connection) -> None:
    assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert opened.execute("PRAGMA foreign_key_check").fetchall() == []


def test_two_databases_have_the_same_bytes(request_all: Request, built: Files) -> None:
    again = {o.path: o.content for o in sqlite(request_all)}
    assert again == {name: o.content for name, o in built.items()}


def test_tables_have_the_rows_keys_and_references_of_their_definitions(
    path: Path, tables: Content
) -> None:
    found = sqlite_utils.Database(path)
    for name, filled_table in tables.items():
        table = found[name.replace("-", "_")]
        assert isinstance(table, sqlite_utils.db.Table)
        assert table.strict
        assert table.count == len(filled_table.rows.rows)
        assert sorted(table.pks) == sorted(filled_table.table.key)
        single = {(c.name, c.of.replace("-", "_")) for c in filled_table.table.columns
                  if c.of and not c.many}  # fmt: skip
        assert {(k.column, k.other_table) for k in table.foreign_keys} == single
        for c in filled_table.table.columns:
            if c.many:
                members = found[f"{name}_{c.name}".replace("-", "_")]
                assert members.count == len(list(filled_table.members(c)))


def test_every_reference_and_day_has_an_index(opened: sqlite3.Connection) -> None:
    plan = opened.execute(
        "EXPLAIN QUERY PLAN SELECT * FROM participations WHERE event = 'x'"
    ).fetchall()
    assert "participations_by_event" in str(plan)
    plan = opened.execute(
        "EXPLAIN QUERY PLAN SELECT * FROM events WHERE earliest BETWEEN '2014' AND '2015'"
    ).fetchall()
    assert "events_by_earliest" in str(plan)


def test_views_have_the_rows_of_what_they_join(opened: sqlite3.Connection) -> None:
    def count(name: str) -> int:
        (number,) = opened.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()
        return int(number)

    assert count("participations_dated") == count("participations")
    assert count("areas_dated") == count("areas")
    assert count("lineage_dated") == count("lineage")
    assert count("passages_cited") == count("passages")
    names = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    linked = [name for (name,) in names if name.endswith("_passages")]
    assert count("evidence") == sum(map(count, linked)) > 0


def matches(opened: sqlite3.Connection, words: str) -> int:
    """Count what the full-text index finds."""
    sql = "SELECT COUNT(*) FROM search_fts WHERE search_fts MATCH ?"
    (number,) = opened.execute(sql, (f'"{words}"',)).fetchone()
    return int(number)


def held(opened: sqlite3.Connection, words: str) -> int:
    """Count what holds these letters, without an index."""
    texts = "label_en || char(10) || label_ja || char(10) || text_en || char(10) || text_ja"
    sql = f"SELECT COUNT(*) FROM search WHERE instr({texts} || char(10) || other, ?)"
    (number,) = opened.execute(sql, (words,)).fetchone()
    return int(number)


@pytest.mark.parametrize("words", ["自衛隊", "サイバー", "NATO本部", "Stoltenberg", "ITPP", "欧州"])
def test_the_index_finds_three_letters_in_any_language_and_width(
    opened: sqlite3.Connection, words: str
) -> None:
    assert held(opened, words) > 0
    assert matches(opened, words) == (held(opened, words) if len(words) > 2 else 0)


def test_full_width_letters_are_found_in_their_usual_form(opened: sqlite3.Connection) -> None:
    (found,) = opened.execute(
        "SELECT COUNT(*) FROM search WHERE label_ja || text_ja || other LIKE '%ＮＡＴＯ%'"
    ).fetchone()
    assert found > 0
    (lost,) = opened.execute(
        "SELECT COUNT(*) FROM search WHERE label_ja || text_ja || other LIKE '%ＮＡＴＯ%' "
        "AND n NOT IN (SELECT rowid FROM search_fts WHERE search_fts MATCH 'NATO')"
    ).fetchone()
    assert lost == 0


def test_the_database_says_what_it_is(opened: sqlite3.Connection, request_all: Request) -> None:
    said = dict(opened.execute("SELECT key || language, value FROM metadata").fetchall())
    expected = colophon(request_all)
    assert said["version"] == expected.version
    assert said["license"] == expected.licence
    assert said["citationja"] == expected.citation["ja"]


def test_a_broken_reference_cannot_be_written(tables: Content, request_all: Request) -> None:
    found = dict(tables)
    areas = found["areas"]
    at = [c.name for c in areas.rows.columns].index("instrument")
    rows = [list(row) for row in areas.rows.rows]
    rows[0][at] = "instrument-of-nobody"
    found["areas"] = Filled(areas.table, type(areas.rows)(areas.rows.columns, rows))
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(database.SETTINGS)
    with pytest.raises(sqlite3.IntegrityError):
        database.fill(connection, found, colophon(request_all))
    connection.close()


def test_a_narrow_world_makes_the_same_schema(
    tree: Tree, early_world: World, opened: sqlite3.Connection
) -> None:
    early = Request(tree, early_world, status="stated", known_by="2014-06-01")
    found = checked(early, sqlite(early))[0].content
    narrow = sqlite3.connect(":memory:")
    narrow.deserialize(found)
    sql = "SELECT name, sql FROM sqlite_master ORDER BY name"
    assert narrow.execute(sql).fetchall() == opened.execute(sql).fetchall()
    (number,) = narrow.execute("SELECT COUNT(*) FROM lineage").fetchone()
    assert number == 0
    narrow.close()


@settings(max_examples=25)
@given(filled())
def test_what_is_written_to_sqlite_is_read_back_the_same(table: Filled) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute(database.create_table(table, {}))
    database.insert(connection, "all", map(database.flat, table.rows.rows))
    found = connection.execute('SELECT * FROM "all" ORDER BY key').fetchall()
    assert found == [tuple(map(database.plain, row)) for row in table.rows.rows]
    for row, original in zip(found, table.rows.rows, strict=True):
        assert json.loads(row[-1]) == original[-1]
    connection.close()


# Datasette


def get(path: Path, *addresses: str) -> list[tuple[int, str]]:
    async def ask() -> list[tuple[int, str]]:
        metadata = json.loads((path.parent / "metadata.json").read_text("utf-8"))
        site = Datasette(files=[str(path)], metadata=metadata)
        found = [await site.client.get(address) for address in addresses]
        return [(r.status_code, r.text) for r in found]

    return asyncio.run(ask())


def test_datasette_shows_tables_in_words_and_searches(path: Path) -> None:
    pages = get(
        path,
        "/",
        "/japan-nato",
        "/japan-nato/areas?_facet_array=sources",
        "/japan-nato/search.json?_search=自衛隊&_shape=array&_size=max",
        "/japan-nato/search.json?_search=防衛&_shape=array&_size=max",
        "/japan-nato/search_words.json?words=防衛&_shape=array",
        "/japan-nato/search_words.json?words=&_shape=array",
        "/japan-nato/evidence?_size=1",
        "/japan-nato/codebook.json?table=areas&_shape=array&_size=max",
    )
    assert {status for status, _ in pages} == {200}
    assert "日本・NATO協力ナレッジグラフ" in pages[0][1]
    assert "creativecommons.org" in pages[0][1]
    assert "分野" in pages[2][1]
    assert len(json.loads(pages[3][1])) > 10
    assert json.loads(pages[4][1]) == []
    assert len(json.loads(pages[5][1])) > 100
    assert json.loads(pages[6][1]) == []
    assert {r["column"] for r in json.loads(pages[8][1])} >= {"area", "area_ja", "status"}


def test_datasette_names_every_table_and_column(built: Files, tables: Content) -> None:
    said = json.loads(built["metadata.json"].content)["databases"]["japan-nato"]["tables"]
    for name, found in tables.items():
        entry = said[name.replace("-", "_")]
        assert list(entry["columns"]) == [c.name for c in found.rows.columns]
        assert found.table.title["ja"] in entry["title"]
        assert all(said[f"{name}_{c.name}".replace("-", "_")]["hidden"]
                   for c in found.table.columns if c.many)  # fmt: skip


@pytest.mark.parametrize("status", STATUSES)
def test_statuses_have_words(tables: Content, status: str) -> None:
    codes = {r["code"]: r for r in tables["codes"].rows.records() if r["column"] == "status"}
    assert codes[status.capitalize()]["label_ja"]
