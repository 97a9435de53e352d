"""Networks hold what the graph holds, and other programs read the same out of every form."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import igraph
import kuzu
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jnkg.build import ensure_world
from jnkg.errors import Misuse
from jnkg.exports import cytoscape, gexf, graphml, neo4j
from jnkg.exports.catalogue import Writer
from jnkg.exports.colophon import colophon
from jnkg.exports.grounds import RANKS, Standing, all_of, rows
from jnkg.exports.network import Edge, Network, Scalar, columns, edge_values, node_values
from jnkg.exports.networks import NETWORKS, network, networks_of, output, things_of
from jnkg.exports.request import Output, Request
from jnkg.exports.things import closing, opening, slug
from jnkg.exports.writing import checked, counted
from jnkg.exports.xmlfile import clean, document
from jnkg.names import ID
from jnkg.rooms import Tree
from jnkg.store import World
from jnkg.views.frame import Sight
from jnkg.views.ties import read as read_ties
from peers import lacking
from sights import Graph

GRAPHOLOGY = Path(__file__).with_name("graphology")
SMALLER = [name for name in NETWORKS if name != "everything"]
DAY = "2014-06-01"
CURRENT = "{http://gexf.net/1.3}"


@pytest.fixture(scope="module")
def wide(tree: Tree) -> World:
    return ensure_world(tree)


@pytest.fixture(scope="module")
def request_all(tree: Tree, wide: World) -> Request:
    return Request(tree, wide)


@pytest.fixture(scope="module")
def narrow(tree: Tree) -> Request:
    return Request(tree, ensure_world(tree, "stated", DAY), ("ja",), "stated", DAY)


@pytest.fixture(scope="module")
def networks(request_all: Request) -> dict[str, Network]:
    return {found.name: found for found in networks_of(request_all)}


@pytest.fixture(scope="module")
def files(request_all: Request, networks: dict[str, Network]) -> dict[str, bytes]:
    """All forms of all networks but the largest, which has its own test in each form's place."""
    said = colophon(request_all)
    found: dict[str, bytes] = {}
    for name in SMALLER:
        made = networks[name], said, ("en", "ja")
        found[f"{name}.graphml"] = document(graphml.graph_file(*made))
        found[f"{name}.gexf"] = document(gexf.graph_file(*made))
        found[f"{name}.cyjs"] = json.dumps(cytoscape.graph_file(*made)).encode()
    return found


@pytest.mark.parametrize("name", NETWORKS)
def test_nodes_and_edges_are_as_many_as_queries_count(
    name: str, request_all: Request, networks: dict[str, Network]
) -> None:
    found, kind = networks[name], NETWORKS[name]
    made = output(found, "", b"", "", (len(found.nodes), len(found.edges)))
    assert checked(request_all, [made]) == [made]
    assert (kind.nodes, kind.edges) != ("", "")
    assert [c.number for c in made.counts] == [counted(request_all, c.query) for c in made.counts]
    assert len(found.edges) > 0


@pytest.mark.parametrize("name", NETWORKS)
def test_no_edge_hangs_and_none_is_doubled(name: str, networks: dict[str, Network]) -> None:
    found = networks[name]
    ids = [node.id for node in found.nodes]
    assert ids == sorted(set(ids))
    assert [e.id for e in found.edges] == sorted({e.id for e in found.edges})
    assert len({(e.source, e.kind, e.target) for e in found.edges}) == len(found.edges)
    assert {end for e in found.edges for end in (e.source, e.target)} <= set(ids)


@pytest.mark.parametrize("name", NETWORKS)
def test_every_edge_says_how_it_is_known(name: str, networks: dict[str, Network]) -> None:
    for edge in networks[name].edges:
        assert edge.status in RANKS
        assert edge.labels["en"]
        assert edge.labels["ja"]
        assert (edge.status == "Identity") == (edge.known_from == "")
        assert all(e.startswith(ID + "passage-") for e in edge.evidence)
        assert all(d.startswith(ID + "document-") for d in edge.sources)
        if edge.status == "Stated":
            assert edge.evidence
            assert edge.sources


def test_who_met_whom_is_what_the_view_shows(wide: World, networks: dict[str, Network]) -> None:
    for name, by in (("people", "person"), ("posts", "post")):
        seen = read_ties(Sight(wide, "ja", "interpreted", "", lambda *_: wide), by)
        expected = {(slug(e.one.value), slug(e.other.value)): len(e.talks) for e in seen.edges}
        found = networks[name]
        assert {(e.source, e.target): e.weight for e in found.edges} == expected
        assert {slug(n.value) for n in seen.nodes} <= {n.id for n in found.nodes}


def test_weights_of_attendance_count_participations(
    wide: World, networks: dict[str, Network]
) -> None:
    named = "jn:hasParticipant|jn:inPost|jn:onBehalfOf|jn:standsForMembersOf"
    query = f"SELECT ?p ?who {{ ?p a jn:Participation ; jn:inEvent ?e ; {named} ?who }}"
    assert sum(e.weight for e in networks["affiliations"].edges) == len(rows(wide, query))


def test_what_is_inferred_has_the_status_that_the_reasoner_gave_it(
    wide: World, networks: dict[str, Network]
) -> None:
    grounds = things_of(wide).grounds
    found = {(e.source, e.kind, e.target): e for e in networks["everything"].edges}
    inferred = [t for t in grounds.triples if not grounds.is_written(t)]
    assert len(inferred) == sum(1 for e in found.values() if e.more["inferred"]) > 1000
    for triple in inferred:
        edge = found[slug(triple[0]), slug(triple[1]), slug(triple[2])]
        ranks = {grounds.graphs[g].rank for g in grounds.triples[triple]}
        assert edge.status == RANKS[min(ranks)], edge.id


def test_undecided_links_are_marked_and_links_run_with_time(networks: dict[str, Network]) -> None:
    links = [e for e in networks["lineage"].edges if e.more["family"] == "link"]
    assert {e.kind for e in links if e.more["undecided"]} == {"Undecided"}
    assert all(("candidates" in edge_values(e)) == e.more["undecided"] for e in links)
    assert {e.more["in_time"] for e in links} == {"forward"}
    origins = {n.more["origin"] for n in networks["lineage"].nodes}
    assert origins == {"", "Introduced"}


@pytest.mark.parametrize("name", NETWORKS)
def test_a_narrow_world_has_networks_too(narrow: Request, name: str) -> None:
    found = network(narrow.world, name, narrow.tree)
    made = output(found, "", b"", "", (len(found.nodes), len(found.edges)))
    assert checked(narrow, [made])
    assert {e.status for e in found.edges} <= {"Identity", "Stated"}
    assert all(e.known_from <= DAY for e in found.edges)


def test_an_unknown_network_is_answered_with_the_nearest(wide: World) -> None:
    with pytest.raises(Misuse, match=r"Nearest: people") as caught:
        network(wide, "poeple")
    assert "近いもの：people" in caught.value.message["ja"]


def flat(found: Network, is_multi: bool) -> tuple[dict[str, dict[str, Scalar]], Counter[str]]:
    """Give the values of nodes by id, and how often each edge with its values occurs."""
    nodes = {n.id: dict(node_values(n)) for n in found.nodes}
    edges = (((e.source, e.target), edge_values(e)) for e in found.edges)
    return nodes, Counter(edge_text(ends, values, is_multi) for ends, values in edges)


def edge_text(ends: tuple[str, str], values: object, is_directed: bool) -> str:
    """Write an edge so that it can be counted."""
    return json.dumps([ends if is_directed else sorted(ends), values], sort_keys=True)


READERS: dict[str, Callable[[bytes], nx.Graph]] = {
    "graphml": lambda content: nx.read_graphml(io.BytesIO(content), force_multigraph=True),
    "gexf": lambda content: nx.read_gexf(io.BytesIO(content), version="1.3"),
    "cyjs": lambda content: nx.cytoscape_graph(json.loads(content)),
}
OWN = {"id", "value", "name", "viz", "mode", "source", "target", "key", "interaction", "spells"}
"""What a form says of its own, besides the columns."""


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("name", SMALLER)
def test_networkx_reads_every_value_back(
    name: str, form: str, files: dict[str, bytes], networks: dict[str, Network]
) -> None:
    found, graph = networks[name], READERS[form](files[f"{name}.{form}"])
    nodes, edges = flat(found, found.directed)
    own = OWN - ({"mode"} if name == "affiliations" else set())
    assert graph.is_directed() == found.directed
    assert {n: kept(values, own) for n, values in graph.nodes(data=True)} == nodes
    read = (((a, b), kept(values, own)) for a, b, values in graph.edges(data=True))
    assert Counter(edge_text(ends, values, found.directed) for ends, values in read) == edges


def kept(values: dict[str, object], own: set[str]) -> dict[str, object]:
    """Leave out what a form says of its own; GEXF has all weights as decimals."""
    given = {k: v for k, v in values.items() if k not in own}
    return {k: int(v) if k == "weight" and isinstance(v, float) else v for k, v in given.items()}


@pytest.mark.parametrize("name", SMALLER)
def test_igraph_reads_graphml(
    name: str, files: dict[str, bytes], networks: dict[str, Network], tmp_path: Path
) -> None:
    (tmp_path / "x.graphml").write_bytes(files[f"{name}.graphml"])
    graph, found = igraph.Graph.Read_GraphML(str(tmp_path / "x.graphml")), networks[name]
    assert (graph.vcount(), graph.ecount()) == (len(found.nodes), len(found.edges))
    assert sum(graph.es["weight"]) == sum(e.weight for e in found.edges)
    assert graph.vs["label_ja"] == [n.labels["ja"] for n in found.nodes]
    assert graph.es["status"] == [e.status for e in found.edges]


def test_graphology_and_cytoscape_read_all_forms(
    files: dict[str, bytes], networks: dict[str, Network], tmp_path: Path
) -> None:
    if not (GRAPHOLOGY / "node_modules").is_dir():
        lacking("graphology is not installed: npm ci in tests/graphology (`make test` does it)")
    paths = [tmp_path / name for name in sorted(files) if "documents" not in name]
    for path in paths:
        path.write_bytes(files[path.name])
    command = ["node", "read.mjs", *map(str, paths)]
    done = subprocess.run(
        command, cwd=GRAPHOLOGY, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    for path, line in zip(paths, done.stdout.splitlines(), strict=True):
        found, read = networks[path.stem], json.loads(line)
        assert (read["nodes"], read["edges"]) == (len(found.nodes), len(found.edges)), path.name
        assert read["weight"] == sum(e.weight for e in found.edges)
        assert set(read["labels"]) == {n.labels["ja"] for n in found.nodes}


def test_networkx_reads_the_largest_network(
    request_all: Request, networks: dict[str, Network]
) -> None:
    found = networks["everything"]
    made = cytoscape.graph_file(found, colophon(request_all), ("ja",))
    graph = nx.cytoscape_graph(json.loads(json.dumps(made)))
    assert graph.number_of_nodes() == len(found.nodes) > 4000
    assert graph.number_of_edges() == len(found.edges) > 12000
    assert sum(1 for *_, s in graph.edges(data="status") if s == "Stated") > 8000


def test_keys_of_graphml_are_none_that_gephi_takes_for_labels(files: dict[str, bytes]) -> None:
    for name in SMALLER:
        keys = ET.fromstring(files[f"{name}.graphml"]).iterfind("{*}key")
        for key in keys:
            assert re.fullmatch(r"[ne]-[a-z0-9_]+", key.attrib["id"])
            assert key.attrib["for"] in ("node", "edge")
            assert key.attrib["id"] == f"{key.attrib['for'][0]}-{key.attrib['attr.name']}"


RULES = {
    "gexf": ({"version"}, {"version"}),
    "meta": (set(), {"lastmodifieddate"}),
    "creator": (set(), set()),
    "keywords": (set(), set()),
    "description": (set(), set()),
    "graph": (set(), {"defaultedgetype", "idtype", "mode", "timeformat", "timerepresentation"}),
    "attributes": ({"class"}, {"class", "mode"}),
    "attribute": ({"id", "title", "type"}, {"id", "title", "type"}),
    "nodes": (set(), {"count"}),
    "edges": (set(), {"count"}),
    "node": ({"id"}, {"id", "label", "start", "end"}),
    "edge": (
        {"source", "target"},
        {"id", "type", "label", "source", "target", "weight", "kind", "start", "end"},
    ),
    "attvalues": (set(), set()),
    "attvalue": ({"for", "value"}, {"for", "value"}),
    "spells": (set(), set()),
    "spell": (set(), {"start", "end"}),
}
"""Elements of GEXF 1.3 that are used here, with the attributes they must and may have."""
SPAN = {"start", "end"}
VALUES = {
    "mode": {"static", "dynamic"},
    "timeformat": {"date"},
    "timerepresentation": {"interval"},
    "defaultedgetype": {"directed", "undirected"},
    "idtype": {"string"},
    "class": {"node", "edge"},
}
PARSERS: dict[str, Callable[[str], object]] = {
    "string": str,
    "integer": int,
    "double": float,
    "boolean": lambda text: {"true": True, "false": False}[text],
}


@pytest.mark.parametrize("name", SMALLER)
def test_gexf_keeps_the_rules_of_its_schema(name: str, files: dict[str, bytes]) -> None:
    root = ET.fromstring(files[f"{name}.gexf"])
    assert root.attrib["version"] == "1.3"
    for element in root.iter():
        if element.tag.startswith(CURRENT):
            must, may = RULES[element.tag.removeprefix(CURRENT)]
            assert must <= set(element.keys()) <= may, element.tag
            for key in set(element.keys()) & VALUES.keys():
                assert element.attrib[key] in VALUES[key]
            days = [date.fromisoformat(element.attrib[k]) for k in SPAN & set(element.keys())]
            assert len(days) < 2 or element.attrib["start"] <= element.attrib["end"]
    for domain in ("node", "edge"):
        types = {
            a.attrib["id"]: a.attrib["type"]
            for held in root.iter(f"{CURRENT}attributes")
            if held.attrib["class"] == domain
            for a in held
        }
        elements = list(root.iter(CURRENT + domain))
        assert len({e.attrib["id"] for e in elements}) == len(elements)
        for value in (v for e in elements for v in e.iter(f"{CURRENT}attvalue")):
            PARSERS[types[value.attrib["for"]]](value.attrib["value"])


def test_gexf_has_a_spell_for_each_of_the_talks(
    files: dict[str, bytes], networks: dict[str, Network]
) -> None:
    root = ET.fromstring(files["people.gexf"])
    spells = {
        e.attrib["id"]: {(s.attrib["start"], s.attrib["end"]) for s in e.iter(f"{CURRENT}spell")}
        for e in root.iter(f"{CURRENT}edge")
    }
    many = [e for e in networks["people"].edges if len(set(e.spans)) > 1]
    assert many
    for edge in many:
        assert spells[edge.id] == set(edge.spans)
        assert edge.span == (min(s for s, _ in edge.spans), max(e for _, e in edge.spans))


def test_both_ends_of_an_edge_are_there_when_it_is(networks: dict[str, Network]) -> None:
    for name in ("people", "posts", "affiliations", "lineage"):
        spans = {n.id: n.span for n in networks[name].nodes}
        for edge in networks[name].edges:
            for first, last in edge.spans:
                for start, end in (spans[edge.source], spans[edge.target]):
                    assert not (start and last) or start <= last, edge.id
                    assert not (end and first) or first <= end, edge.id


@pytest.fixture(scope="module")
def for_neo4j(request_all: Request, networks: dict[str, Network]) -> dict[str, Output]:
    return {
        o.path: o for o in checked(request_all, neo4j.tables(request_all, networks["everything"]))
    }


def test_a_graph_database_loads_the_tables(
    for_neo4j: dict[str, Output], networks: dict[str, Network], tmp_path: Path
) -> None:
    """Kùzu reads the same CSV; Neo4j's own grammar and database are not to be had from packages."""
    for path in ("nodes.csv", "relationships.csv"):
        (tmp_path / path).write_bytes(for_neo4j[path].content)
    database = kuzu.Connection(kuzu.Database(str(tmp_path / "graph")))
    nodes, edges = (fields(for_neo4j[p].content) for p in ("nodes.csv", "relationships.csv"))
    database.execute(f"CREATE NODE TABLE Thing({nodes}, PRIMARY KEY(id))")
    database.execute(f"CREATE REL TABLE Tie(FROM Thing TO Thing, {edges})")
    for table, path in (("Thing", "nodes.csv"), ("Tie", "relationships.csv")):
        database.execute(f"COPY {table} FROM '{tmp_path / path}' (HEADER=true, PARALLEL=false)")
    found = networks["everything"]
    assert ask(database, "MATCH (n) RETURN count(*)") == [[len(found.nodes)]]
    assert ask(database, "MATCH ()-[r]->() RETURN count(*)") == [[len(found.edges)]]
    met = "MATCH (a)-[r]->(b) WHERE r.TYPE = 'MET_WITH' AND a.id < b.id RETURN a.label_ja, r.status"
    assert len(ask(database, met)) * 2 == sum(e.kind == "metWith" for e in found.edges) > 10
    started = "MATCH (n) WHERE n.`start` = date('2014-05-06') RETURN n.id ORDER BY n.id"
    expected = sorted(n.id for n in found.nodes if n.span[0] == "2014-05-06")
    assert [row[0] for row in ask(database, started)] == expected


KUZU = {"": "STRING", "ID": "STRING", "LABEL": "STRING", "TYPE": "STRING", "string[]": "STRING",
        "date": "DATE", "long": "INT64", "double": "DOUBLE", "boolean": "BOOLEAN"}  # fmt: skip


def fields(content: bytes) -> str:
    """Give the columns of a table as Kùzu declares them; the ends of ties it takes by place."""
    heads = (head.partition(":") for head in next(csv.reader(io.StringIO(content.decode()))))
    return ", ".join(f"`{n or k}` {KUZU[k]}" for n, _, k in heads if "_ID" not in k)


def ask(database: kuzu.Connection, query: str) -> list[list[object]]:
    """Give all rows of an answer."""
    result = database.execute(query)
    assert isinstance(result, kuzu.QueryResult)
    return [list(row) for row in result.get_all()]


def test_the_script_for_neo4j_uses_every_column_label_and_type(
    for_neo4j: dict[str, Output],
) -> None:
    script = for_neo4j["load.cypher"].content.decode()
    for path in ("nodes.csv", "relationships.csv"):
        table = list(csv.DictReader(io.StringIO(for_neo4j[path].content.decode())))
        assert all(f"row.`{head}`" in script for head in table[0])
        labels = {label for row in table for label in row.get(":LABEL", "").split(";") if label}
        assert all(f"SET n:`{label}`" in script for label in labels - {"Individual"})
        types = {row[":TYPE"] for row in table if ":TYPE" in row}
        assert all(script.count(f"MERGE (a)-[r:`{kind}`]->(b)") == 1 for kind in types)
    assert "TAKES_PART_IN" in script
    assert script.count("LOAD CSV") == script.count("AS row\n") == script.count(";\n")


@pytest.mark.parametrize("writer", [graphml.graphml, gexf.gexf, cytoscape.cytoscape, neo4j.neo4j])
def test_an_export_is_the_same_bytes_again(narrow: Request, writer: Writer) -> None:
    first = checked(narrow, writer(narrow))
    assert list(writer(narrow)) == first
    assert not any("label_en" in o.content.decode() for o in first), "Japanese alone is asked for"


IDENTITY = """
jnd:post-premier a jn:Post ; rdfs:label "Prime Minister"@en , "総理大臣"@ja .
jnd:person-abe a jn:Person ; rdfs:label "Abe & Co"@en , "安倍"@ja .
jnd:person-rasmussen a jn:Person ; rdfs:label "Rasmussen"@en , "ラスムセン"@ja .
jnd:person-guest a jn:Person ; rdfs:label "Guest"@en , "来賓"@ja .
jnd:event-2014-talk a jn:BilateralTalk ; rdfs:label "Talks of 2014"@en , "2014年の会談"@ja .
jnd:event-2015-talk a jn:BilateralTalk ; rdfs:label "Talks of 2015"@en , "2015年の会談"@ja .
jnd:event-2016-talk a jn:BilateralTalk ; rdfs:label "Talks of 2016"@en , "2016年の会談"@ja .
"""
PART = """
jnd:participation-{who}-{year} a jn:Participation ; {basis} ;
    jn:inEvent jnd:event-{year}-talk ; jn:hasParticipant jnd:person-{who} ; jn:inRole jn:Attendee .
"""
STATED = "".join(
    PART.format(who=who, year=year, basis="jn:hasEvidence jnd:evidence-x")
    for who, year in (("abe", 2014), ("rasmussen", 2014), ("abe", 2015), ("guest", 2016))
) + "".join(
    f'jnd:event-{year}-talk jn:hasEvidence jnd:evidence-x ; jn:earliest "{year}-05-06"^^xsd:date ;'
    f' jn:latest "{year}-05-07"^^xsd:date .\n'
    for year in (2014, 2015, 2016)
)
READ = PART.format(who="rasmussen", year=2015, basis="jn:hasGround jnd:reading-x")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return Graph(tmp_path_factory.mktemp("small"), IDENTITY, STATED, READ)


def test_an_edge_is_as_weak_as_the_weakest_claim_it_needs(small: Graph) -> None:
    strict, wide = (network(small.world(s), "people").edges for s in ("stated", "interpreted"))
    assert [(e.weight, e.status, e.span) for e in strict] == [
        (1, "Stated", ("2014-05-06", "2014-05-07"))
    ]
    (edge,) = wide
    assert (edge.weight, edge.status, edge.known_from) == (2, "Interpreted", "2015-01-01")
    assert edge.spans == (("2014-05-06", "2014-05-07"), ("2015-05-06", "2015-05-07"))
    assert edge.evidence == (ID + "passage-x",), "a reading leads to the passage it rests on"
    assert edge.sources == (ID + "document-x",)


def test_who_met_nobody_known_by_name_stays(small: Graph) -> None:
    found = network(small.world("stated"), "people")
    assert [n.id for n in found.nodes] == ["person-abe", "person-guest", "person-rasmussen"]
    assert not any("person-guest" in (e.source, e.target) for e in found.edges)
    assert found.nodes[1].span == ("2016-05-06", "2016-05-07")


DAYS = st.dates(date(1950, 1, 1), date(2050, 1, 1)).map(str)
STANDINGS = st.builds(
    Standing, st.sampled_from(range(4)), DAYS, st.frozensets(st.sampled_from("pqr")),
)  # fmt: skip


@given(st.lists(STANDINGS, max_size=5))
def test_what_needs_all_is_no_better_known_than_any(standings: list[Standing]) -> None:
    found = all_of(standings)
    assert found.rank == max((s.rank for s in standings), default=0)
    assert found.known_from == max((s.known_from for s in standings), default="")
    assert all(s.passages <= found.passages for s in standings)
    assert all_of(reversed(standings)) == found


@given(st.lists(st.tuples(DAYS | st.just(""), DAYS | st.just("")), max_size=4))
def test_an_edge_spans_all_it_gathers(spans: list[tuple[str, str]]) -> None:
    edge = Edge("a--k--b", "a", "b", "k", {"en": "", "ja": ""}, "Stated", "", spans=tuple(spans))
    start, end = edge.span
    assert all(not start or start <= first for first, _ in spans)
    assert all(not end or last <= end for _, last in spans if last)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_month_or_year_opens_and_closes_around_its_days(day: date) -> None:
    for text in (str(day), str(day)[:7], str(day)[:4]):
        first, last = date.fromisoformat(opening(text)), date.fromisoformat(closing(text))
        assert first <= day <= last
        assert str(first).startswith(text)
        assert str(last).startswith(text)


@given(st.text())
def test_no_text_breaks_a_file(text: str) -> None:
    root = ET.Element("x")
    ET.SubElement(root, "y", {"a": clean(text)})
    assert ET.fromstring(document(root))[0].attrib["a"] == clean(text)


def test_columns_of_two_types_are_refused() -> None:
    assert columns([{"a": 1}, {"b": "x", "a": 2}]) == {"a": int, "b": str}
    with pytest.raises(TypeError, match="a is"):
        columns([{"a": 1}, {"a": "x"}])
