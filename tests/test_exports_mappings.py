"""Mappings: tables that validators of SSSOM take, and statements for Wikidata with references."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

import pyoxigraph as ox
import pytest
import sssom_pydantic
from sssom.parsers import parse_sssom_table
from sssom.validators import validate

from conftest import Opener
from jnkg.dataset import Dataset
from jnkg.errors import JnkgError
from jnkg.exports.mappings import KINDS, WIKIDATA, mappings, sssom
from jnkg.exports.quickstatements import RULES, common, quickstatements, time
from jnkg.exports.request import Request
from jnkg.exports.writing import checked
from jnkg.names import ID, NS, PREFIXES
from jnkg.rooms import Tree
from jnkg.store import World

DCTERMS, FOAF = PREFIXES["dcterms"], PREFIXES["foaf"]


def tables(request: Request) -> dict[str, str]:
    return {o.path: o.content.decode() for o in checked(request, sssom(request))}


def lines(table: str) -> list[dict[str, str]]:
    head, *body = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return [dict(zip(head, cells, strict=True)) for cells in body]


# SSSOM


@pytest.fixture(scope="module")
def written(tree: Tree, world: World) -> dict[str, str]:
    return tables(Request(tree, world))


@pytest.mark.parametrize("name", ["individuals.sssom.tsv", "ontology.sssom.tsv"])
def test_two_validators_take_each_table(name: str, written: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / name).write_text(written[name], "utf-8")
    table = parse_sssom_table(str(tmp_path / name))
    reports = validate(table, fail_on_error=True)
    assert reports
    assert all(not report.results for report in reports.values())
    pack = sssom_pydantic.read(StringIO(written[name]))
    assert len(pack.mappings) == len(table.df) == len(lines(written[name]))


def test_a_validator_refuses_a_table_without_justifications(
    written: dict[str, str], tmp_path: Path
) -> None:
    broken = written["individuals.sssom.tsv"].replace("semapv:ManualMappingCuration", "by hand")
    (tmp_path / "broken.tsv").write_text(broken, "utf-8")
    table = parse_sssom_table(str(tmp_path / "broken.tsv"))
    reports = validate(table, fail_on_error=False)
    assert len(table.df) == 0 or any(report.results for report in reports.values())
    assert not sssom_pydantic.read(StringIO(broken)).mappings


def test_individuals_are_those_with_an_item_and_none_is_mapped_twice(
    dataset: Dataset, written: dict[str, str]
) -> None:
    recorded = {
        (t.subject.value, t.object.value)  # type: ignore[union-attr]
        for f in dataset.of("identity")
        for t in f.triples
        if t.predicate.value == NS + "wikidataId"
    }
    rows = lines(written["individuals.sssom.tsv"])
    said = {(r["subject_id"].replace("jnd:", ID), r["object_id"].removeprefix("wd:")) for r in rows}
    assert said == recorded
    assert len(rows) == len({s for s, _ in said}) == len({o for _, o in said})
    assert f"#  wd: {WIKIDATA}" in written["individuals.sssom.tsv"]
    assert not any(re.search("[ぁ-ん一-龠ァ-ヶ]", r["subject_label"]) for r in rows)
    assert not any(r["ext_subject_label_ja"].isascii() for r in rows)


def test_the_predicate_fits_the_kind(world: World, written: dict[str, str]) -> None:
    for row in lines(written["individuals.sssom.tsv"]):
        node = ox.NamedNode(row["subject_id"].replace("jnd:", ID))
        kind = row["subject_category"].removeprefix("jn:")
        assert world.store.query(f"ASK {{ {node} a <{NS}{kind}> }}")
        assert row["predicate_id"] == KINDS[kind] == "skos:exactMatch"
    assert {KINDS[k] for k in ("Area", "Theme")} == {"skos:closeMatch"}


def small(class_: str, *items: str) -> dict[str, str]:
    """Write things of a class, each with a Wikidata item, and a document that speaks of them."""
    things = "".join(
        f"""jnd:thing-{n} a jn:{class_} ; rdfs:label "Thing {n}"@en , "物{n}"@ja ;
        jn:wikidataId "{item}" .\n"""
        for n, item in enumerate(items)
    )
    told = " , ".join(f"jnd:thing-{n}" for n in range(len(items)))
    return {
        "data/identity/things.ttl": things
        + """jnd:document-1 a jn:Document ; jn:issuedLatest "2021-01-01"^^xsd:date .""",
        "data/stated/x/2021.ttl": f"""jnd:passage-1 a jn:Passage ;
        dcterms:isPartOf jnd:document-1 ; jn:mentionsTerm {told} .""",
    }


def test_an_area_is_no_more_than_close_to_an_item(open_small: Opener) -> None:
    (match,) = mappings(open_small(small("Area", "Q1")))
    assert KINDS[match.kind] == "skos:closeMatch"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (small("Commitment", "Q1"), "of no kind"),
        (small("Person", "Q1", "Q1"), "mapped twice"),
        ({**small("Person", "Q1"), "data/identity/more.ttl": 'jnd:thing-0 jn:wikidataId "Q2" .'},
         "mapped twice"),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_be_is_refused(
    files: dict[str, str], said: str, open_small: Opener
) -> None:
    with pytest.raises(JnkgError, match=said) as error:
        mappings(open_small(files))
    assert re.search("[ぁ-ん]", error.value.message["ja"])


def test_one_language_may_be_asked_for(tree: Tree, world: World) -> None:
    table = tables(Request(tree, world, ("ja",)))["individuals.sssom.tsv"]
    assert {"日本"} <= {row["subject_label"] for row in lines(table)}
    assert "ext_subject_label_ja" not in table
    assert len(sssom_pydantic.read(StringIO(table)).mappings) == len(lines(table))


# QuickStatements


ITEM, PROPERTY = r"Q[1-9]\d*", r"P[1-9]\d*"
STRING = r'"[^\t\n]*"'
TIME = r"\+\d{4}-(?:00-00T00:00:00Z/9|\d\d-00T00:00:00Z/10|\d\d-\d\dT00:00:00Z/11)"
MONOLINGUAL = rf"[a-z]{{2,3}}(?:-[a-z]+)?:{STRING}"
VALUE = rf"(?:{ITEM}|{STRING}|{TIME}|{MONOLINGUAL})"
LINE = re.compile(
    rf"{ITEM}\t{PROPERTY}\t{VALUE}(?:\t{PROPERTY}\t{VALUE})*(?:\tS[1-9]\d*\t{VALUE})+"
)
"""A command of version 1, as Help:QuickStatements has it: item, property, value, then pairs of
qualifiers (P), then pairs of references (S), between tabs; times with their precision."""


@pytest.mark.parametrize(
    "line",
    [
        "Q1\tP39\tQ2",
        'Q1\tP39\tQ2\tS854\t"https://example.org',
        'Q1\tP39\tQ2\tS854\t"https://example.org"\tP580\t+2024-10-01T00:00:00Z/11',
        'Q1\tP585\t+2024-10-01T00:00:00Z/10\tS854\t"https://example.org"',
        'Q1\tP585\t2024-10-01\tS854\t"https://example.org"',
        'Q1 P39 Q2 S854 "https://example.org"',
        'jnd:x\tP39\tQ2\tS854\t"https://example.org"',
    ],
)
def test_the_grammar_refuses_what_is_no_statement_with_references(line: str) -> None:
    assert LINE.fullmatch('Q1\tP39\tQ2\tP580\t+2024-10-01T00:00:00Z/11\tS854\t"https://x"')
    assert not LINE.fullmatch(line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-10-01", "+2024-10-01T00:00:00Z/11"),
        ("2024-10", "+2024-10-00T00:00:00Z/10"),
        ("2024", "+2024-00-00T00:00:00Z/9"),
        ("2024-10~", ""),
        ("2024-21", ""),
        ("../2024-10-01", ""),
        ("", ""),
    ],
)
def test_a_time_is_as_precise_as_the_data(text: str, expected: str) -> None:
    assert time(text) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2024-10-01", "2024-10-01", "2024-10-01"),
        ("2024-10-01", "2024-10-31", "2024-10"),
        ("2023-02-01", "2023-02-28", "2023-02"),
        ("2024-02-01", "2024-02-28", ""),
        ("2024-10-01", "2024-10-30", ""),
        ("2024-01-01", "2024-12-31", "2024"),
        ("2024-05-06", "2024-09-26", ""),
    ],
)
def test_two_days_become_what_they_span_or_nothing(first: str, last: str, expected: str) -> None:
    assert common(first, last) == expected


def statements(request: Request) -> list[str]:
    (output,) = checked(request, quickstatements(request))
    return output.content.decode().splitlines()


def test_nothing_can_be_said_yet_and_the_page_says_why(tree: Tree, world: World) -> None:
    (output,) = checked(Request(tree, world), quickstatements(Request(tree, world)))
    assert output.content == b""
    assert "0 at both" in output.about["en"]
    assert re.search("両端にあるものは0件", output.about["ja"])


PLANTED = ("Post", "Body", "Event", "Place", "Person", "Organization")


def planted(world: World) -> tuple[World, dict[str, str]]:
    """Give a world in which everything has an item, of made-up numbers, and those by item."""
    store = ox.Store()
    quads = list(world.store.quads_for_pattern(None, None, None))
    store.extend(quads)
    has_item = ox.NamedNode(NS + "wikidataId")
    items = {q.object.value: q.subject.value for q in quads if q.predicate == has_item}  # type: ignore[union-attr]
    classes = {ox.NamedNode(NS + name) for name in PLANTED}
    nodes = {q.subject.value for q in quads if q.object in classes} - set(items.values())  # type: ignore[union-attr]
    for number, node in enumerate(sorted(nodes)):
        items[f"Q{900_000_000 + number}"] = node
        item = ox.Literal(f"Q{900_000_000 + number}")
        for place in (ox.DefaultGraph(), ox.NamedNode("https://w3id.org/jnkg/graph/identity-test")):
            store.add(ox.Quad(ox.NamedNode(node), has_item, item, place))
    return World(world.folder, world.status, world.day, store), items


@pytest.fixture(scope="module")
def full(tree: Tree, world: World) -> tuple[list[str], dict[str, str]]:
    filled, items = planted(world)
    return statements(Request(tree, filled)), items


def test_every_statement_is_grammatical_and_has_its_references(
    full: tuple[list[str], dict[str, str]],
) -> None:
    assert len(full[0]) > 200
    for line in full[0]:
        assert LINE.fullmatch(line), line
        assert "\tS854\t" in line
        assert "\tS813\t+2026-11-22T00:00:00Z/11" in line
    assert {line.split("\t")[1] for line in full[0]} == {*(r.property for r in RULES), "P585",
                                                         "P580", "P582"}  # fmt: skip


Blocks = dict[str, dict[str, set[str]]]


def stated_blocks(dataset: Dataset) -> Iterable[tuple[set[str], Blocks]]:
    """Read the files themselves: the pages of the document of each stated file, and its blocks."""
    pages: dict[str, set[str]] = {}
    for file in dataset.of("identity"):
        for t in file.triples:
            if t.predicate.value == FOAF + "page":
                pages.setdefault(t.subject.value, set()).add(t.object.value)  # type: ignore[union-attr]
    documents = {e.file.path: e.document.value for e in dataset.catalogue if e.document}
    for file in dataset.of("stated"):
        blocks: Blocks = {}
        for t in file.triples:
            block = blocks.setdefault(t.subject.value, {})  # type: ignore[union-attr]
            block.setdefault(t.predicate.value.removeprefix(NS), set()).add(t.object.value)  # type: ignore[union-attr]
        yield pages.get(documents[file.path], set()), blocks


ENDS = {
    "P39": ("isHeldBy", "fillsPost"),
    "P463": ("hasMember", "isMembershipIn"),
    "P710": ("inEvent", "hasParticipant"),
    "P159": ("", "hasSeat"),
    "P276": ("", "inPlace"),
}
DATES = {
    "P580": {"startDate", "startPeriod"},
    "P582": {"endDate", "endPeriod"},
    "P585": {"attestedOn"},
}


def is_borne(line: str, items: dict[str, str], files: list[tuple[set[str], Blocks]]) -> bool:
    """Tell whether a stated file says all that a line says, and its document has that page."""
    subject, name, value, *rest = line.split("\t")
    pairs = dict(zip(rest[::2], rest[1::2], strict=True))
    page = pairs["S854"].strip('"')
    about, object_ = items[subject], items.get(value, value)
    dates = [(p, v) for p, v in pairs.items() if p.startswith("P")]
    for pages, blocks in files:
        if page not in pages:
            continue
        for node, block in blocks.items():
            if name in ENDS:
                first, second = ENDS[name]
                said = about in (block.get(first, set()) if first else {node})
                said = said and object_ in block.get(second, set())
            else:
                said = node == about and value in {
                    time(part) for text in block.get("edtf", ()) for part in text.split("/")
                }
            days = {(p, time(d)) for p, ks in DATES.items() for k in ks for d in block.get(k, ())}
            if said and days.issuperset(dates):
                return True
    return False


def test_every_statement_is_what_its_document_states(
    full: tuple[list[str], dict[str, str]], dataset: Dataset
) -> None:
    written, items = full
    files = list(stated_blocks(dataset))
    assert [line for line in written if not is_borne(line, items, files)] == []
    rutte = next(line for line in written if line.startswith("Q57792\tP39\t"))
    assert "\tP580\t+2024-10-01T00:00:00Z/11\t" in rutte
    for old, new in (("+2024-10-01", "+2024-10-02"), ("Q57792", "Q132345"), ("P580", "P582")):
        assert not is_borne(rutte.replace(old, new), items, files)


def test_what_is_derived_or_set_aside_is_never_said(
    world: World, full: tuple[list[str], dict[str, str]]
) -> None:
    written, items = full
    nodes = {node: item for item, node in items.items()}
    said = {tuple(line.split("\t")[:3]) for line in written}
    abe, post = (nodes[ID + n] for n in ("person-abe-shinzo", "post-prime-minister-japan"))
    held = f"ASK {{ ?t <{NS}isHeldBy> <{items[abe]}> ; <{NS}fillsPost> <{items[post]}> }}"
    assert world.store.query(held)
    assert (abe, "P39", post) not in said
    japan, nato = nodes[ID + "state-japan"], nodes[ID + "organization-nato"]
    allies = {s for s, p, v in said if (p, v) == ("P463", nato)}
    assert allies == set()
    assert {v for s, p, v in said if (s, p) == (japan, "P463")} >= {nodes[ID + "body-ccdcoe"]}
    accession = nodes[ID + "event-2022-11-04-ccdcoe-accession"]
    days = {v for s, p, v in said if (s, p) == (accession, "P585")}
    assert "+2023-05-00T00:00:00Z/10" not in days
    assert days


def test_every_property_has_its_reason_in_the_documentation(tree: Tree) -> None:
    for name in ("mappings.md", "mappings.ja.md"):
        page = (Path(__file__).parent.parent / "docs" / name).read_text("utf-8")
        told = set(re.findall(r"^\| ([PS]\d+) \|", page, re.MULTILINE))
        used = {*(r.property for r in RULES), "P580", "P582", "P585"}
        assert told == used | {"S854", "S813", "S1476", "S577"}
