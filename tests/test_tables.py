"""Definitions of tables are held to their rules, and their rows to what the headers promise."""

from __future__ import annotations

import datetime
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Opener, build_world
from jnkg.errors import JnkgError, Misuse, Refused
from jnkg.names import ID, LANGUAGES
from jnkg.reason import Reasoned
from jnkg.rooms import Tree
from jnkg.store import World
from jnkg.tables.books import books
from jnkg.tables.cells import cell_text, read_cell, read_csv, write_csv
from jnkg.tables.content import Content, Filled, content, content_faults
from jnkg.tables.definition import Column, Table, read_table, read_tables
from jnkg.tables.faults import faults
from jnkg.tables.rows import Cell, FileColumn, Rows, file_columns, table_rows

DOCUMENTS = """\
#: title.en = "Documents"
#: title.ja = "文書"
#: about.en = "One row for each document."
#: about.ja = "文書一件につき一行とする。"
#: family = "tidy"
#: key = ["document"]
#: counts = "SELECT (COUNT(DISTINCT ?d) AS ?n) WHERE { ?d a jn:Document }"
#: columns.document = { kind = "node", en = "document", ja = "文書", empty = "never", example = "document-2014-ipcp" }
#: columns.issued = { kind = "date", en = "day", ja = "日", empty = "unknown", example = 2014-05-06 }

PREFIX jn: <https://w3id.org/jnkg/ns/>

SELECT DISTINCT ?document ?issued
WHERE { ?document a jn:Document . OPTIONAL { ?document jn:issuedEarliest ?issued } }
ORDER BY ?document
"""  # noqa: E501
AREAS = """\
#: title.en = "Areas"
#: title.ja = "分野"
#: about.en = "One row for each area."
#: about.ja = "分野一つにつき一行とする。"
#: family = "tidy"
#: key = ["area"]
#: counts = "SELECT (COUNT(DISTINCT ?a) AS ?n) WHERE { ?a a jn:Area }"
#: columns.area = { kind = "node", en = "area", ja = "分野", empty = "never", example = "area-2014-ipcp-3.1.6" }
#: columns.place = { kind = "integer", en = "place", ja = "順", empty = "not-printed", example = 1 }
#: columns.status = { kind = "code", en = "status", ja = "地位", empty = "unknown", example = "Stated" }
#: columns.sources = { kind = "node", of = "documents", many = true, en = "documents", ja = "文書", empty = "none-recorded", example = "document-2014-ipcp" }
#: columns.source = { kind = "node", of = "documents", en = "document", ja = "文書", empty = "none-recorded", example = "document-2014-ipcp" }
#: columns.whole = { kind = "node", of = "areas", en = "whole", ja = "全体", empty = "never", example = "area-2014-ipcp-3.1.6" }

PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX jn: <https://w3id.org/jnkg/ns/>

SELECT ?area (SAMPLE(?order) AS ?place) (SAMPLE(?admitted) AS ?status)
  (GROUP_CONCAT(DISTINCT STR(?document); separator=" ") AS ?sources) (MIN(?document) AS ?source) ?whole
WHERE {
  ?area a jn:Area .
  BIND (?area AS ?whole)
  OPTIONAL { ?area jn:order ?order }
  OPTIONAL { GRAPH ?g { ?area jn:hasEvidence ?e } ?g dcterms:source ?document ; jn:status ?admitted }
}
GROUP BY ?area ?whole
ORDER BY ?area
"""  # noqa: E501


def write_definitions(root: Path, **texts: str) -> Tree:
    """Write definitions of tables into a tree that has nothing else."""
    folder = root / "queries" / "table"
    folder.mkdir(parents=True)
    for name, text in texts.items():
        (folder / f"{name}.rq").write_text(text, encoding="utf-8")
    return Tree(str(root), True)


@pytest.fixture(scope="session")
def two_tables(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    return write_definitions(tmp_path_factory.mktemp("two"), documents=DOCUMENTS, areas=AREAS)


# Definitions


def test_a_definition_keeps_what_its_header_says() -> None:
    table = read_table("queries/table/areas.rq", AREAS)
    assert (table.name, table.key, table.title["ja"]) == ("areas", ("area",), "分野")
    assert [c.name for c in table.columns] == [
        "area",
        "place",
        "status",
        "sources",
        "source",
        "whole",
    ]
    assert table.column("sources") == Column(
        "sources", "node", {"en": "documents", "ja": "文書"}, "none-recorded", "documents", True,
        "document-2014-ipcp",
    )  # fmt: skip
    assert table.column("place").example == "1"
    assert table.text.startswith("PREFIX dcterms:")
    assert "#:" not in table.text


def test_label_columns_stand_behind_single_things_and_terms_alone() -> None:
    table = read_table("queries/table/areas.rq", AREAS)
    names = [c.name for c in file_columns(table, ("ja",))]
    assert names == [
        "area", "area_ja", "place", "status", "status_ja", "sources", "source", "source_ja",
        "whole", "whole_ja",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('#: family = "tidy"\n', "", "family"),
        ("#: key =", "#: colour = 1\n#: key =", "colour"),
        ('#: family = "tidy"', '#: family = "wide"', "family: tidy, ir"),
        ('#: title.ja = "文書"\n', "", "title.en / title.ja"),
        ('en = "document"', 'en = " "', "columns.document.en"),
        ('kind = "date"', 'kind = "day"', "columns.issued.kind"),
        ('empty = "unknown"', 'empty = "null"', "columns.issued.empty"),
        ('kind = "date"', 'kind = "text", many = true', "columns.issued.many"),
        ('kind = "date"', 'kind = "date", of = "documents"', "columns.issued.of"),
        ('kind = "date"', 'kind = "date", codes = "ISO"', "columns.issued.codes"),
        ('kind = "date"', 'kind = "code", codes = { A = { en = "a" } }', "codes.A"),
        ('key = ["document"]', 'key = ["paper"]', "key: paper"),
        ('key = ["document"]', 'key = ["issued"]', 'empty = "never"'),
        ("columns.issued", "columns.document_en", "document_en"),
        ("columns.issued", "columns.Issued", "columns.Issued"),
        ('#: title.en = "Documents"', '#: title.en = "Documents', "line 1"),
        (", example = 2014-05-06", "", "example"),
    ],
)
def test_a_wrong_header_is_told_with_its_file_and_its_place(old: str, new: str, told: str) -> None:
    assert old in DOCUMENTS
    with pytest.raises(Misuse) as caught:
        read_table("queries/table/documents.rq", DOCUMENTS.replace(old, new))
    for code in LANGUAGES:
        assert caught.value.message[code].startswith("queries/table/documents.rq")
        assert told in caught.value.message[code]


def test_two_sound_definitions_have_no_fault(two_tables: Tree) -> None:
    assert not list(faults(two_tables))


@pytest.mark.parametrize(
    ("old", "new", "rule", "node"),
    [
        ("?area a jn:Area .", "?area a jn:Area (", "query-parse", ""),
        ("#: key =", "#: colour = 1\n#: key =", "table-header", ""),
        ("ns/>", "other/>", "query-prefix", "jn:"),
        ('of = "documents"', 'of = "papers"', "table-definition", "columns.sources"),
        ("(SAMPLE(?order) AS ?place)", "", "table-definition", "?place"),
        ("SELECT ?area", "SELECT ?area (1 AS ?one)", "table-definition", "?one"),
        ("ORDER BY ?area", "ORDER BY ?place", "query-order", ""),
        ("ORDER BY ?area", "", "query-order", ""),
        ("SELECT (COUNT(DISTINCT ?a) AS ?n) WHERE", "ASK", "table-definition", ""),
    ],
)
def test_a_faulty_definition_is_found(
    tmp_path: Path, old: str, new: str, rule: str, node: str
) -> None:
    assert old in AREAS
    text = AREAS.replace(old, new)
    found = list(faults(write_definitions(tmp_path, documents=DOCUMENTS, areas=text)))
    assert (rule, node) in {(f.rule, f.node) for f in found}
    assert {f.file for f in found} == {"queries/table/areas.rq"}
    assert all(f.message.keys() == set(LANGUAGES) for f in found)


def test_a_file_that_is_not_utf8_is_found(tmp_path: Path) -> None:
    tree = write_definitions(tmp_path, documents=DOCUMENTS)
    (tmp_path / "queries/table/old.rq").write_bytes("文書".encode("cp932"))
    assert [(f.file, f.rule) for f in faults(tree)] == [("queries/table/old.rq", "table-header")]


# Rows

SMALL_WORLD = {
    "data/identity/document.ttl": """
jnd:document-b a jn:Document ; rdfs:label "B"@en , "乙"@ja ;
    jn:issuedLatest "2021-03-03"^^xsd:date .
jnd:document-a a jn:Document ; rdfs:label "A, \\"one\\""@en , "甲"@ja ;
    jn:issuedEarliest "2021-03-02"^^xsd:date ; jn:issuedLatest "2021-03-02"^^xsd:date .
""",
    "data/stated/x/2021-03-02-a.ttl": """
jnd:passage-a-1 a jn:Passage ; dcterms:isPartOf jnd:document-a .
""",
    "data/stated/x/2021-03-03-b.ttl": """
jnd:passage-b-1 a jn:Passage ; dcterms:isPartOf jnd:document-b .
""",
}


def test_rows_are_typed_and_in_the_order_of_the_query(open_small: Opener) -> None:
    found = table_rows(open_small(SMALL_WORLD), read_table("queries/table/d.rq", DOCUMENTS))
    assert [c.name for c in found.columns] == ["document", "document_en", "document_ja", "issued"]
    assert found.rows == [
        ["document-a", 'A, "one"', "甲", datetime.date(2021, 3, 2)],
        ["document-b", "B", "乙", None],
    ]


def test_an_empty_world_keeps_the_header(open_small: Opener) -> None:
    found = table_rows(open_small({}), read_table("queries/table/a.rq", AREAS), ("en",))
    assert len(found.columns) == 10
    assert found.rows == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('kind = "date"', 'kind = "integer"'),
        ('kind = "date"', 'kind = "boolean"'),
        ('kind = "date"', 'kind = "code"'),
        ("?document a jn:Document .", "?d a jn:Document . BIND (STR(?d) AS ?document)"),
        ("?document a jn:Document .", "?d a jn:Document . BIND (jn:Document AS ?document)"),
        ("?document a jn:Document .", "?document a jn:Document ("),
        ("SELECT DISTINCT ?document ?issued", "SELECT DISTINCT ?document"),
        ("SELECT DISTINCT ?document ?issued", "SELECT DISTINCT ?document ?issued (1 AS ?one)"),
    ],
)
def test_a_value_that_fits_no_header_is_refused(open_small: Opener, old: str, new: str) -> None:
    text = DOCUMENTS.replace(old, new)
    with pytest.raises(JnkgError) as caught:
        table_rows(open_small(SMALL_WORLD), read_table("queries/table/d.rq", text))
    assert all("queries/table/d.rq" in caught.value.message[code] for code in LANGUAGES)


def made(name: str, key: list[str], columns: list[Column], rows: list[list[Cell]]) -> Filled:
    """Put rows into a table that has no query."""
    words = {"en": name, "ja": name}
    table = Table(name, words, words, "tidy", tuple(key), tuple(columns), "", "")
    found = [FileColumn(c.name, c) for c in columns]
    return Filled(table, Rows(found, rows))


def col(name: str, kind: str = "text", empty: str = "never", **more: object) -> Column:
    return Column(name, kind, {"en": name, "ja": name}, empty, **more)  # type: ignore[arg-type]


PAPERS = made("papers", ["paper"], [col("paper", "node")], [["a"], ["b"]])


@pytest.mark.parametrize(
    ("column", "rows", "node"),
    [
        (col("x", empty="never"), [["1", "y"], ["2", None]], "x"),
        (col("x", empty="unknown"), [["1", "y"], ["1", None]], "1"),
        (col("x", "node", of="papers"), [["1", "c"]], "x c"),
        (col("x", "node", of="papers", many=True), [["1", ["a", "c"]]], "x c"),
        (col("x", "node", many=True), [["1", []]], "x"),
        (col("x", "code", codes={"A": {"en": "a", "ja": "a"}}), [["1", "B"]], "x B"),
    ],
)
def test_rows_that_break_a_promise_are_found(
    column: Column, rows: list[list[Cell]], node: str
) -> None:
    notes = made("notes", ["note"], [col("note"), column], rows)
    found = list(content_faults({"notes": notes, "papers": PAPERS}))
    assert [f.node for f in found] == [node]
    assert found[0].file == "queries/table/notes.rq"


@pytest.mark.parametrize(
    ("column", "rows"),
    [
        (col("x", empty="unknown"), [["1", "y"], ["2", None]]),
        (col("x", "node", "unknown", of="papers"), [["1", "a"], ["2", None]]),
        (col("x", "node", "unknown", of="papers", many=True), [["1", ["a", "b"]], ["2", []]]),
        (col("x", "code", codes={"A": {"en": "a", "ja": "a"}}), [["1", "A"]]),
    ],
)
def test_rows_that_keep_their_promises_pass(column: Column, rows: list[list[Cell]]) -> None:
    notes = made("notes", ["note"], [col("note"), column], rows)
    assert not list(content_faults({"notes": notes, "papers": PAPERS}))


def test_broken_rows_are_never_given_out(tmp_path: Path, open_small: Opener) -> None:
    text = DOCUMENTS.replace('empty = "unknown"', 'empty = "never"')
    with pytest.raises(Refused):
        content(write_definitions(tmp_path / "t", documents=text), open_small(SMALL_WORLD))


# Cells

KINDS: dict[str, st.SearchStrategy[Cell]] = {
    "text": st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r\t")),
    "integer": st.integers(-(2**63), 2**63 - 1),
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
    "date": st.dates(datetime.date(1583, 1, 1)),
    "year": st.integers(1, 9999),
    "code": st.from_regex(r"\A0[0-9]{2}\Z"),
}
AWKWARD: list[Cell] = [
    "=1+1", "+81", "-", "@x", "0740", ' "a", b ', "二行\n目", "\r", '"', ",", "'", " ", "é\u3000日",
]  # fmt: skip
"""Texts that a spreadsheet or a careless parser would change."""
EVERY_KIND = [col("key", "integer")] + [col(k, k, "unknown", authority="x") for k in KINDS]
MEMBERS = st.lists(st.from_regex(r"\A[a-z0-9.-]{1,12}\Z"), unique=True, max_size=4).map(sorted)


def cells_of(kind: str) -> st.SearchStrategy[Cell]:
    """Give cells of a kind, an empty one among them; an empty text is no value."""
    found = st.sampled_from(AWKWARD) | KINDS[kind] if kind == "text" else KINDS[kind]
    return st.none() | found.filter(lambda value: value != "")


@st.composite
def filled(draw: st.DrawFn) -> Filled:
    """Give a table with a column of every kind, and a list."""
    columns = [*EVERY_KIND, col("list", "node", "none-recorded", many=True)]
    rows = draw(st.lists(st.tuples(*map(cells_of, KINDS), MEMBERS), max_size=6))
    return made("all", ["key"], columns, [[n, *row] for n, row in enumerate(rows)])


@settings(max_examples=50)
@given(filled())
def test_what_is_written_as_csv_is_read_back_the_same(table: Filled) -> None:
    columns, rows = table.rows.columns, table.rows.rows
    header, *records = read_csv(write_csv([c.name for c in columns], rows))
    assert header == [c.name for c in columns]
    assert [[read_cell(t, c) for t, c in zip(r, columns, strict=True)] for r in records] == rows


def test_cells_are_written_plainly() -> None:
    cells: list[Cell] = [None, [], ["a", "b"], True, 5.0, 0.5, datetime.date(2014, 5, 6), "=x"]
    assert [cell_text(c) for c in cells] == ["", "", "a b", "true", "5", "0.5", "2014-05-06", "=x"]
    assert write_csv(["a", "b"], [[None, 'x "y"']]) == 'a,b\r\n,"x ""y"""\r\n'


@pytest.mark.parametrize(("kind", "text"), [("integer", "x"), ("boolean", "yes"), ("date", "2014")])
def test_a_text_of_another_type_is_not_read(kind: str, text: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        read_cell(text, FileColumn("x", col("x", kind)))


# The tables of this tree


@pytest.fixture(scope="session")
def tables(tree: Tree, world: World) -> Content:
    return content(tree, world)


@pytest.fixture(scope="session")
def early_world(reasoned: Reasoned, tmp_path_factory: pytest.TempPathFactory) -> World:
    return build_world(reasoned, tmp_path_factory.mktemp("early"), "stated", "2014-06-01")


NAMES = sorted(p.stem for p in (Path(__file__).parent.parent / "queries/table").glob("*.rq"))


def counted(world: World, table: Table) -> int:
    result = world.store.query(table.count_query)
    assert isinstance(result, ox.QuerySolutions)
    (row,) = result
    assert isinstance(row[0], ox.Literal)
    return int(row[0].value)


def test_the_definitions_have_no_fault(tree: Tree) -> None:
    assert not [(f.file, f.node, f.message["en"]) for f in faults(tree)]


def test_all_tables_keep_their_promises_in_the_widest_world(tables: Content) -> None:
    assert {"areas", "documents", "events", "instruments"} <= tables.keys()
    assert sorted(tables) == NAMES
    assert all(filled.rows.rows for filled in tables.values())


def test_all_tables_keep_their_promises_in_a_narrow_world(
    tree: Tree, early_world: World, tables: Content
) -> None:
    narrow = content(tree, early_world)
    for name, found in narrow.items():
        assert len(found.rows.rows) == counted(early_world, found.table), name
    assert "Interpreted" not in statuses(narrow)
    assert "Interpreted" in statuses(tables)


def statuses(tables: Content) -> set[Cell]:
    return {
        value
        for filled in tables.values()
        for column in filled.table.columns
        if column.name == "status"
        for value in filled.members(column)
    }


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_as_many_as_another_query_counts(tables: Content, world: World, name: str) -> None:
    assert len(tables[name].rows.rows) == counted(world, tables[name].table)


@pytest.mark.parametrize("name", NAMES)
def test_examples_occur(tables: Content, name: str) -> None:
    for column in tables[name].table.columns:
        values = {cell_text(value) for value in tables[name].members(column)}
        wanted = column.example.split() if column.many else [column.example]
        assert set(wanted) <= values, column.name


@pytest.mark.parametrize("name", NAMES)
def test_every_row_has_labels_in_both_languages(tables: Content, name: str) -> None:
    for record in tables[name].rows.records():
        for column in tables[name].table.columns:
            if column.is_labelled and record[column.name]:
                assert record[f"{column.name}_en"]
                assert record[f"{column.name}_ja"]


def test_nodes_are_written_without_their_address(tables: Content) -> None:
    for filled in tables.values():
        for column in filled.table.columns:
            if column.kind in ("node", "code"):
                assert not any(str(v).startswith(ID) for v in filled.members(column)), column.name


def test_the_codebook_has_every_column_and_every_code_once(world: World, tables: Content) -> None:
    found = books(world, tables)
    columns = [(r["table"], r["column"]) for r in found["codebook"].rows.records()]
    expected = [(n, c.name) for n, f in tables.items() for c in f.rows.columns]
    assert columns == expected
    codes = [(r["table"], r["column"], r["code"]) for r in found["codes"].rows.records()]
    used = {
        (n, c.name, v)
        for n, f in tables.items()
        for c in f.table.columns
        if c.kind == "code"
        for v in f.members(c)
    }
    assert set(codes) == used
    assert len(codes) == len(used)
    for record in found["codes"].rows.records():
        if record["iri"]:
            assert record["definition_en"], record
            assert record["definition_ja"], record
    assert not list(content_faults(found))


def test_reading_a_tree_without_tables_gives_none(tmp_path: Path) -> None:
    assert read_tables(Tree(str(tmp_path), True)) == {}
