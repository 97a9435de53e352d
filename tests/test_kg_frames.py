"""Answers keep their values and types in pandas, polars, Arrow, CSV and networkx."""

from __future__ import annotations

import csv
import io
import json
import pickle
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import edtf
import networkx
import pandas
import polars
import pyarrow
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

import jnkg
from jnkg.errors import Misuse
from jnkg.kg import Duration, Entity, KnowledgeGraph, PartialDate, Row, Rows, Text
from jnkg.kg.days import read_duration
from jnkg.kg.frames import flat
from jnkg.kg.values import Value, literal_value
from jnkg.names import PREFIXES

XSD = PREFIXES["xsd"]
TYPED = """SELECT ?node ?text ?said ?whole ?part ?truth ?date ?moment ?span ?day ?none {
  { BIND(jnd:state-japan AS ?node) BIND("a\\nb" AS ?text) BIND("日本"@ja AS ?said) BIND(7 AS ?whole)
    BIND(1.5 AS ?part) BIND(false AS ?truth) BIND("2014-05-06"^^xsd:date AS ?date)
    BIND("2025-10-07T15:30:00+09:00"^^xsd:dateTime AS ?moment)
    BIND("PT1H30M"^^xsd:duration AS ?span) BIND("2014-05" AS ?day) }
  UNION { BIND("x" AS ?text) }
} ORDER BY DESC(?whole)"""
"""One row with a value of every type, and one with hardly any."""


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return jnkg.open()


@pytest.fixture(scope="module")
def typed(kg: KnowledgeGraph) -> Rows:
    return kg.sparql(TYPED)


def test_values_are_those_of_python(typed: Rows) -> None:
    full, bare = typed
    assert isinstance(full.node, Entity)
    assert isinstance(full.said, Text)
    assert full.said.lang == "ja"
    assert tuple(full)[3:] == (
        7, Decimal("1.5"), False, date(2014, 5, 6),
        datetime.fromisoformat("2025-10-07T15:30:00+09:00"), timedelta(minutes=90),
        PartialDate.read("2014-05"), None,
    )  # fmt: skip
    assert list(bare) == [None, "x", *[None] * 9]


def test_pandas_has_real_types_and_nulls(typed: Rows) -> None:
    frame = typed.to_pandas()
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert kinds == {
        "node": "string", "node_iri": "string", "text": "string", "said": "string",
        "whole": "Int64", "part": "Float64", "truth": "boolean", "date": "datetime64[s]",
        "moment": "datetime64[s, UTC]", "span": "timedelta64[s]", "day": "string",
        "day_earliest": "datetime64[s]", "day_latest": "datetime64[s]", "none": "string",
    }  # fmt: skip
    assert frame.isna().iloc[1].sum() == len(frame.columns) - 1
    assert frame["moment"][0] == pandas.Timestamp("2025-10-07T06:30:00Z")
    assert frame["day_latest"][0] == pandas.Timestamp("2014-05-31")
    assert (frame["node"][0], frame["node_iri"][0]) == (
        "Japan",
        "https://w3id.org/jnkg/id/state-japan",
    )


def test_polars_and_arrow_hold_the_same_as_pandas(typed: Rows) -> None:
    table, frame = typed.to_arrow(), typed.to_polars()
    assert polars.DataFrame(polars.from_arrow(table)).equals(frame)
    assert frame.schema["date"] == polars.Date
    assert frame.schema["span"] == polars.Duration("us")
    assert frame.schema["truth"] == polars.Boolean
    assert frame.null_count().row(0)[2] == 0
    assert frame.row(1).count(None) == frame.width - 1
    there = table.to_pandas()
    assert list(there.columns) == list(typed.to_pandas().columns)
    assert pyarrow.types.is_date32(table.schema.field("day_earliest").type)


def test_what_was_asked_travels_along(kg: KnowledgeGraph) -> None:
    rows = kg.narrow(status="stated").ask(
        "areas-of-an-instrument", instrument="instrument-2014-ipcp"
    )
    said = rows.to_pandas().attrs["jnkg"]
    assert said == json.loads(rows.to_arrow().schema.metadata[b"jnkg"]) == rows.about.to_dict()
    assert (said["question"], said["status"]) == ("areas-of-an-instrument", "stated")
    assert said["parameters"] == {"instrument": kg["instrument-2014-ipcp"].iri}
    assert "version 0.1.0" in said["citation"]
    assert rows.to_pandas().head(2).attrs["jnkg"]["licence"].endswith("/by/4.0/")
    assert "VALUES ?instrument" in rows.query


def test_every_answer_fits_every_frame(kg: KnowledgeGraph) -> None:
    for name in kg.questions()["name"][::8]:
        rows = kg.ask(str(name))
        frame = rows.to_polars()
        assert frame.height == len(rows) == rows.to_arrow().num_rows
        assert list(rows.to_pandas().columns) == frame.columns
        assert sum(frame.null_count().row(0)) == sum(
            v is None for column in flat(rows) for v in column.values
        )


def test_an_empty_answer_keeps_its_columns_and_their_types(kg: KnowledgeGraph) -> None:
    full = kg.ask("areas-of-an-instrument")
    empty = kg.narrow(known_by="2014-06-01").ask("areas-of-an-instrument")
    assert (len(full), len(empty)) == (10, 0)
    assert empty.to_polars().schema == full.to_polars().schema
    assert empty.to_pandas().dtypes.equals(full.to_pandas().dtypes)
    assert empty.to_arrow().schema.equals(full.to_arrow().schema)
    assert empty.to_csv().splitlines() == full.to_csv().splitlines()[:1]


def test_csv_is_what_a_spreadsheet_reads(typed: Rows) -> None:
    head, full, bare = csv.reader(io.StringIO(typed.to_csv(), newline=""))
    cells = dict(zip(head, full, strict=True))
    assert (cells["text"], cells["truth"], cells["span"]) == ("a\nb", "false", "PT5400S")
    assert (cells["date"], cells["day"], cells["day_earliest"]) == (
        "2014-05-06", "2014-05", "2014-05-01",
    )  # fmt: skip
    assert [c for c in bare if c] == ["x"]


@pytest.mark.parametrize(
    ("module", "method", "extra"),
    [
        ("pandas", "to_pandas", "pandas"),
        ("polars", "to_polars", "polars"),
        ("pyarrow", "to_arrow", "tables"),
        ("networkx", "to_networkx", "networks"),
    ],
)
def test_a_missing_library_is_named_with_what_installs_it(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, module: str, method: str, extra: str
) -> None:
    rows = kg.ask("who-met-whom")
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(Misuse, match=rf"{module}.*japan-nato-kg\[{extra}\]") as raised:
        getattr(rows, method)()
    assert "を実行してください" in raised.value.__notes__[0]


def test_a_missing_rdflib_is_named(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rdflib", None)
    with pytest.raises(Misuse, match=r"japan-nato-kg\[reference\]"):
        kg.to_rdflib()


def test_a_network_has_an_edge_for_each_row_with_two_ends(kg: KnowledgeGraph) -> None:
    rows = kg.ask("who-met-whom")
    web = rows.to_networkx()
    assert (web.is_directed(), web.number_of_edges()) == (False, len(rows))
    assert set(web) == {v.slug for c in ("agent", "otherAgent") for v in rows[c] if v}  # type: ignore[union-attr]
    assert web.nodes["person-kishida-fumio"]["label_ja"] == "岸田文雄"
    directed = rows.to_networkx("event", "agent")
    assert directed.is_directed()
    read = networkx.parse_graphml("\n".join(networkx.generate_graphml(directed)))
    assert nx_counts(read) == nx_counts(directed)


def nx_counts(graph: networkx.Graph) -> tuple[int, int]:
    """Count nodes and edges."""
    return graph.number_of_nodes(), graph.number_of_edges()


def test_lineage_is_a_network_in_the_direction_of_time(kg: KnowledgeGraph) -> None:
    view = kg.lineage()
    web = view.to_networkx()
    links = [r for r in view if r.earlierArea and r.laterArea]
    assert (web.is_directed(), web.number_of_edges()) == (True, len(links))
    assert networkx.has_path(web, "area-2014-ipcp-3.1.1", "area-2023-itpp-cyber")
    assert not networkx.has_path(web, "area-2023-itpp-cyber", "area-2014-ipcp-3.1.1")


def test_columns_that_are_no_ends_are_asked_for(kg: KnowledgeGraph) -> None:
    with pytest.raises(Misuse, match="Nodes are in: instrument, area, kind, clause"):
        kg.ask("areas-of-an-instrument").to_networkx()
    with pytest.raises(Misuse, match="source="):
        kg.ask("who-met-whom").to_networkx("agent", "nobody")


def test_a_network_of_the_exports_has_its_nodes_and_edges(kg: KnowledgeGraph) -> None:
    net = kg.network("people")
    web = net.to_networkx()
    assert nx_counts(web) == (len(net.nodes), len(net))
    assert {row.source.slug for row in net} <= set(web)  # type: ignore[union-attr]
    assert net.to_pandas()["start"].dtype == "datetime64[s]"
    assert set(net.nodes["node"]) >= set(net["target"])
    with pytest.raises(Misuse, match="Nearest: people"):
        kg.network("peopel")


def test_a_table_has_the_columns_and_types_of_its_file(kg: KnowledgeGraph) -> None:
    from jnkg.tables.definition import read_tables
    from jnkg.tables.rows import table_rows

    made = table_rows(kg.at.world, read_tables(kg.at.tree)["areas"])
    rows = kg.table("areas")
    assert rows.columns == rows.headings == tuple(c.name for c in made.columns)
    assert [list(r) for r in rows] == [
        [tuple(c) if isinstance(c, list) else c for c in row] for row in made.rows
    ]
    assert rows.to_polars().schema["sources"] == polars.List(polars.String)
    nothing = kg.narrow(known_by="2014-06-01").table("lineage")
    assert nothing.to_polars().schema == kg.table("lineage").to_polars().schema
    with pytest.raises(Misuse, match="areas"):
        kg.table("aeras")


def test_every_time_in_the_graph_is_read_as_the_edtf_library_reads_it(kg: KnowledgeGraph) -> None:
    query = "SELECT DISTINCT ?edtf { ?s jn:edtf|jn:period|jn:plannedFor ?edtf }"
    times = kg.sparql(query)["edtf"]
    assert len(times) > 100
    for time in times[::3]:
        assert isinstance(time, PartialDate)
        parsed = edtf.parse_edtf(time.text)
        bounds = (parsed.lower_strict(), parsed.upper_strict())
        assert tuple(date(*b[:3]) for b in bounds) == (time.earliest, time.latest)


def test_every_typed_literal_is_read_as_rdflib_reads_it(kg: KnowledgeGraph) -> None:
    found = kg.at.world.store.query(
        "SELECT DISTINCT ?o { ?s ?p ?o FILTER(isLiteral(?o) && LANG(?o) = '' && "
        f"DATATYPE(?o) NOT IN (<{XSD}string>, <{XSD}gYear>, <{XSD}gYearMonth>)) }}"
    )
    kinds = set()
    for (term,) in found:  # type: ignore[union-attr]
        kind = term.datatype.value
        kinds.add(kind.removeprefix(XSD))
        peer = rdflib.Literal(term.value, datatype=rdflib.URIRef(kind)).toPython()
        assert literal_value(kind.removeprefix(XSD), term.value) == peer
    assert kinds == {"boolean", "date", "dateTime", "decimal", "duration", "integer"}


@given(st.dates(date(1, 1, 1), date(9998, 12, 31)), st.dates(date(1, 1, 1), date(9998, 12, 31)))
def test_bounds_find_their_text_and_the_text_its_bounds(one: date, other: date) -> None:
    earliest, latest = sorted((one, other))
    time = PartialDate.between(earliest, latest)
    assert (time.earliest, time.latest) == (earliest, latest)
    assert PartialDate.read(str(time)) == time
    assert earliest in time
    assert (time > earliest, time <= earliest) == (latest > earliest, latest == earliest)
    assert (time == earliest) == (latest == earliest) == (len({time, earliest}) == 1)


@pytest.mark.parametrize("text", ["", "14", "2014-13", "2014-02-30", "2015/2014", "2014?", "2014/"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.read(text)


@given(
    st.integers(0, 5000), st.timedeltas(timedelta(0), timedelta(9000)), st.booleans()
)  # fmt: skip
def test_a_duration_reads_what_it_writes(months: int, rest: timedelta, is_negative: bool) -> None:
    rest = timedelta(seconds=int(rest.total_seconds()))
    turn = -1 if is_negative else 1
    duration = Duration(turn * months, turn * rest)
    assert read_duration(str(duration)) == (duration if months else duration.rest)


@pytest.mark.parametrize("text", ["", "P", "PT", "1H", "P1H", "P1Y2D3M", "PT1.S"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no duration"):
        read_duration(text)
    assert literal_value("duration", text) == text


def test_months_and_years_are_no_number_of_seconds() -> None:
    peer = rdflib.Literal("P1Y6MT2H", datatype=rdflib.URIRef(XSD + "duration")).toPython()
    ours = read_duration("P1Y6MT2H")
    assert isinstance(ours, Duration)
    assert (ours.months, ours.rest) == (int(peer.years * 12 + peer.months), peer.tdelta)


def test_a_text_keeps_its_language_in_a_pickle() -> None:
    text = pickle.loads(pickle.dumps(Text("日本", "ja")))
    assert (text, text.lang) == ("日本", "ja")


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([date(2014, 1, 1), PartialDate.read("2014")], "text date date"),
        ([1, Decimal("1.5")], "number"),
        ([True, 1], "text"),
        ([1, "x"], "text"),
        ([date(2014, 1, 1), datetime(2014, 1, 1, tzinfo=UTC)], "text"),
        ([("a",), None], "list"),
        ([None], "text"),
    ],
)
def test_a_column_of_several_types_takes_one_that_holds_all(
    kg: KnowledgeGraph, values: list[Value], kind: str
) -> None:
    rows = Rows(("x",), tuple(Row(("x",), [v]) for v in values), kg.at)
    assert " ".join(column.kind for column in flat(rows)) == kind
    assert rows.to_polars().height == len(rows.to_pandas()) == len(values)
