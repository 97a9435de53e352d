"""What the tables say, held against the triples they are made from and against other lists."""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pycountry
import pyoxigraph as ox
import pytest

from conftest import build_world
from jnkg.names import ID, NS, PREFIXES
from jnkg.reason import Reasoned
from jnkg.rooms import Tree
from jnkg.store import World
from jnkg.tables.definition import Table, read_tables
from jnkg.tables.rows import Cell, table_rows

Record = dict[str, Cell]
Records = list[Record]
Links = Mapping[str, Mapping[str, set[str]]]
CODED = ("consult", "support", "agree", "cooperate", "aid", "uncoded")
COUNTED = (*CODED, "events", "events_collective", "events_not_nested", "instruments_made")
DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def tables(tree: Tree) -> dict[str, Table]:
    return read_tables(tree)


@pytest.fixture(scope="module")
def world_of_2014(reasoned: Reasoned, tmp_path_factory: pytest.TempPathFactory) -> World:
    return build_world(reasoned, tmp_path_factory.mktemp("then"), "interpreted", "2014-06-01")


@pytest.fixture(scope="module")
def world_of_2020(reasoned: Reasoned, tmp_path_factory: pytest.TempPathFactory) -> World:
    return build_world(reasoned, tmp_path_factory.mktemp("then"), "derived", "2020-01-01")


def records(world: World, table: Table) -> Records:
    """Give the rows of a table as records by column."""
    found = table_rows(world, table)
    names = [c.name for c in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


Everything = dict[str, Records]


@pytest.fixture(scope="module")
def all_records(world: World, tables: dict[str, Table]) -> Everything:
    return {name: records(world, table) for name, table in tables.items()}


@pytest.fixture(scope="module")
def stated_records(stated_world: World, tables: dict[str, Table]) -> Everything:
    return {name: records(stated_world, table) for name, table in tables.items()}


@pytest.fixture(scope="module")
def records_of_2014(world_of_2014: World, tables: dict[str, Table]) -> Everything:
    return {name: records(world_of_2014, table) for name, table in tables.items()}


@pytest.fixture(scope="module")
def records_of_2020(world_of_2020: World, tables: dict[str, Table]) -> Everything:
    return {name: records(world_of_2020, table) for name, table in tables.items()}


WORLDS = {
    "world": "all_records",
    "stated_world": "stated_records",
    "world_of_2014": "records_of_2014",
    "world_of_2020": "records_of_2020",
}


def number(world: World, query: str) -> int:
    """Give the one number that a query answers."""
    found = world.store.query(query, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    value = next(iter(found))[0]
    assert isinstance(value, ox.Literal)
    return int(value.value)


def faults(table: Table, rows: Records, counted: int) -> set[str]:
    """Tell what is wrong with the rows of a table: their number, their keys, an empty cell."""
    keys = [tuple(str(row[k]) for k in table.key) for row in rows]
    wrong = {"count"} if len(rows) != counted else set()
    wrong |= {"key"} if len(set(keys)) != len(keys) else set()
    needed = [c.name for c in table.columns if c.empty == "never" and not c.many]
    return wrong | {name for row in rows for name in needed if row[name] is None}


@pytest.mark.parametrize("name", WORLDS)
def test_every_table_has_the_rows_that_another_query_counts(
    name: str, tables: dict[str, Table], request: pytest.FixtureRequest
) -> None:
    world: World = request.getfixturevalue(name)
    rows: Everything = request.getfixturevalue(WORLDS[name])
    for table in tables.values():
        found = faults(table, rows[table.name], number(world, table.count_query))
        assert found == set(), table.name


def test_a_row_too_few_or_too_many_or_an_empty_cell_is_noticed(
    tables: dict[str, Table], all_records: Everything
) -> None:
    for name, rows in all_records.items():
        table, count = tables[name], len(rows)
        assert "count" in faults(table, rows[1:], count), name
        assert {"count", "key"} <= faults(table, [*rows, rows[0]], count), name
        never = next(c.name for c in table.columns if c.empty == "never" and not c.many)
        assert never in faults(table, [rows[0] | {never: None}, *rows[1:]], count), name


def strays(tables: dict[str, Table], rows: Everything) -> set[tuple[str, str, str]]:
    """Give the references that lead to no row: table, column, value."""
    keys = {n: {str(r[tables[n].key[0]]) for r in rows[n]} for n in tables}
    return {
        (name, column.name, value)
        for name, table in tables.items()
        for column in table.columns
        if column.of
        for row in rows[name]
        for value in values(row[column.name])
        if value not in keys[column.of]
    }


def values(cell: Cell) -> list[str]:
    """Give what a cell holds, as a list."""
    return cell if isinstance(cell, list) else [] if cell is None else [str(cell)]


@pytest.mark.parametrize("name", WORLDS.values())
def test_every_reference_leads_to_a_row(
    name: str, tables: dict[str, Table], request: pytest.FixtureRequest
) -> None:
    assert strays(tables, request.getfixturevalue(name)) == set()


def test_a_reference_without_its_row_is_noticed(
    tables: dict[str, Table], all_records: Everything
) -> None:
    japan = [r for r in all_records["actors"] if r["actor"] != "state-japan"]
    found = strays(tables, all_records | {"actors": japan})
    assert ("dyad-year", "actor_a", "state-japan") in found
    assert {value for _, _, value in found} == {"state-japan"}


def test_a_world_of_stated_claims_holds_no_other_status(
    stated_records: Everything, all_records: Everything
) -> None:
    def statuses(rows: Iterable[Record]) -> set[Cell]:
        named = [k for k in next(iter(rows), {}) if k == "status" or k.endswith("_status")]
        named = [k for k in named if "name_" not in k]
        return {row[k] for row in rows for k in named} - {None, "Stated", "Identity"}

    weaker = {n: statuses(rows) for n, rows in stated_records.items()}
    assert not any(weaker.values()), weaker
    assert {"Derived", "Interpreted"} <= statuses(all_records["actor-event"])


def links_of(world: World) -> dict[str, dict[str, set[str]]]:
    """Read the default graph of a world: property, subject and values, as slugs."""
    links: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in world.store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(
            quad.object, (ox.NamedNode, ox.Literal)
        ):
            links[slug(quad.predicate.value)][slug(quad.subject.value)].add(slug(quad.object.value))
    return links


def slug(iri: str) -> str:
    """Give an IRI of the graph without its namespace."""
    return iri.removeprefix(ID).removeprefix(NS)


@pytest.fixture(scope="module")
def links(world: World) -> Links:
    return links_of(world)


def of_class(links: Links, name: str) -> set[str]:
    """Give the nodes of a class."""
    return {n for n, kinds in links[PREFIXES["rdf"] + "type"].items() if name in kinds}


def tops(links: Links) -> set[str]:
    """Give all states and international organisations."""
    return of_class(links, "State") | of_class(links, "InternationalOrganization")


def owners(links: Links, node: str) -> set[str]:
    """Give the states and organisations to which a node belongs, itself among them."""
    above = links["belongsTo"].get(node, set())
    return ({node} & tops(links)) | {o for a in above for o in owners(links, a)}


def attendance(links: Links) -> dict[str, set[str]]:
    """Give the states and organisations present at each event, by participation and party."""
    present: dict[str, set[str]] = defaultdict(set)
    for participation, events in links["inEvent"].items():
        named = links["onBehalfOf"].get(participation, set())
        posts = set() if named else links["inPost"].get(participation, set())
        nodes = named | posts | links["hasParticipant"].get(participation, set())
        sides = {s for n in nodes for s in owners(links, n)}
        sides |= links["standsForMembersOf"].get(participation, set())
        for event in events:
            present[event] |= sides
    for event, parties in made_between(links):
        present[event] |= parties & tops(links)
    for way in ("isCarriedOutBy", "isCarriedOutFor"):
        for event, agents in links[way].items():
            present[event] |= agents & tops(links)
    return present


def made_between(links: Links) -> Iterator[tuple[str, set[str]]]:
    """Yield each signing or adoption with the parties of its instrument."""
    adoptions = of_class(links, "Adoption")
    about = {e: links["isAbout"].get(e, set()) for e in adoptions}
    for event, instruments in (*links["signsInstrument"].items(), *about.items()):
        for i in instruments:
            yield event, links["hasParty"].get(i, set()) | links["isInstrumentOf"].get(i, set())


def pairs(links: Links, read: Iterable[tuple[str, str]] = ()) -> Counter[tuple[str, str, int]]:
    """Count the dated events of each dyad and year from the participations and what is read."""
    counted: Counter[tuple[str, str, int]] = Counter()
    present = attendance(links)
    for event, side in read:
        present[event].add(side)
    for event, sides in present.items():
        days = links["earliest"].get(event)
        if days:
            year = int(min(days)[:4])
            counted.update(("state-japan", b, year) for b in sides if "state-japan" in sides)
            counted.update(("organization-nato", b, year) for b in sides & PARTNERS
                           if "organization-nato" in sides)  # fmt: skip
    return Counter({k: n for k, n in counted.items() if k[0] != k[1]})


PARTNERS = {"state-australia", "state-new-zealand", "state-republic-of-korea"}


def tabled(rows: Records) -> Counter[tuple[str, str, int]]:
    """Count the same from the table, without what is known from a title alone."""
    counted = {
        (str(r["actor_a"]), str(r["actor_b"]), whole(r["year"])): whole(r["events"])
        - whole(r["events_by_title"])
        for r in rows
        if r["events"] is not None
    }
    return Counter({k: n for k, n in counted.items() if n})


def whole(cell: Cell) -> int:
    """Give a cell that holds a whole number."""
    assert isinstance(cell, int)
    return cell


def test_dyad_years_are_what_the_participations_give(links: Links, all_records: Everything) -> None:
    expected = pairs(links)
    assert expected["state-japan", "organization-nato", 2024] > 5
    assert tabled(all_records["dyad-year"]) == expected


def test_dyad_years_count_what_is_read_from_titles_apart(
    links: Links, all_records: Everything
) -> None:
    rows = all_records["dyad-year"]
    with_titles = pairs(links, sides_read(links))
    apart = {(str(r["actor_a"]), str(r["actor_b"]), whole(r["year"])): whole(r["events_by_title"])
             for r in rows if r["events_by_title"]}  # fmt: skip
    assert with_titles - pairs(links) == Counter(apart) != Counter()


def test_a_participation_left_out_would_be_seen_in_a_dyad_year(
    links: Links, all_records: Everything
) -> None:
    missing = {p: dict(found) for p, found in links.items()}
    lost = "event-2026-02-13-koizumi-rutte"
    missing["inEvent"] = {p: e for p, e in missing["inEvent"].items() if lost not in e}
    changed = pairs(defaultdict(dict, missing))
    assert changed != tabled(all_records["dyad-year"])
    assert changed["state-japan", "organization-nato", 2026] == 2


def test_a_dyad_year_adds_up(all_records: Everything) -> None:
    for row in all_records["dyad-year"]:
        if row["events"] is not None:
            assert sum(whole(row[c]) for c in CODED) == row["events"], row
            assert whole(row["events_not_nested"]) <= whole(row["events"])


def test_no_source_is_told_from_nothing_found(all_records: Everything) -> None:
    for name in ("dyad-year", "area-year"):
        rows = all_records[name]
        assert {r["coverage"] for r in rows} == {"contemporary", "retrospective", "none"}
        counted = [c for c in (*COUNTED, "theme_documents") if c in rows[0]]
        for row in rows:
            empty = {row[c] is None for c in counted}
            assert empty == {row["coverage"] == "none"}, row
            assert (row["coverage"] == "contemporary") == (whole(row["documents"]) > 0), row
    assert any(r["events"] == 0 for r in all_records["dyad-year"])


def test_every_dyad_has_every_year(all_records: Everything) -> None:
    years: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in all_records["dyad-year"]:
        years[str(row["actor_a"]), str(row["actor_b"])].append(whole(row["year"]))
    assert {tuple(y) for y in years.values()} == {tuple(range(1990, 2027))}
    japan = {b for a, b in years if a == "state-japan"}
    every = {str(r["actor"]) for r in all_records["actors"] if str(r["kind"]) in KINDS}
    assert japan == every - {"state-japan"}


KINDS = {"State", "InternationalOrganization"}


@pytest.mark.parametrize(("year", "members"), [(2014, 28), (2017, 29), (2023, 31), (2024, 32)])
def test_nato_has_its_members_of_the_year(year: int, members: int, all_records: Everything) -> None:
    of_year = [r for r in all_records["dyad-year"] if r["year"] == year]
    allies = [r for r in of_year if r["nato_member_b"] and r["actor_a"] == "state-japan"]
    assert len(allies) == members


def test_days_of_membership_are_those_of_the_calendar(all_records: Everything) -> None:
    since = {m["member"]: m["start"] for m in all_records["memberships"]
             if m["organization"] == "organization-nato"}  # fmt: skip
    for row in all_records["dyad-year"]:
        start, last = since.get(row["actor_b"]), datetime.date(whole(row["year"]), 12, 31)
        first = datetime.date(last.year, 1, 1)
        if isinstance(start, datetime.date):
            expected = max((last - max(first, start)).days + 1, 0)
        else:
            expected = 0
        assert row["nato_days_b"] == expected, row


def test_codes_of_states_are_those_of_iso_and_agree_with_the_table_of_actors(
    all_records: Everything,
) -> None:
    actors = {a["actor"]: a for a in all_records["actors"]}
    for actor in (a for a in actors.values() if a["alpha3"] is not None):
        country = pycountry.countries.get(alpha_3=str(actor["alpha3"]))
        assert country is not None
        assert (country.alpha_2, country.numeric) == (actor["alpha2"], actor["m49"])
    for row in all_records["dyad-year"]:
        for side in ("a", "b"):
            actor = actors[row[f"actor_{side}"]]
            for code in ("alpha3", "cow", "gw"):
                assert row[f"{code}_{side}"] == actor[code], row
    for row in all_records["actor-event"]:
        assert (row["alpha3"] is None) == (row["actor_kind"] == "organization")


def test_every_event_and_every_dated_activity_is_a_record(
    links: Links, all_records: Everything
) -> None:
    found = {str(r["record"]) for r in all_records["event-records"]}
    activities, events = of_class(links, "Activity"), of_class(links, "Event")
    assert events <= found <= activities
    left_out = activities - found
    assert left_out
    assert not left_out & set(links["earliest"])
    assert found - events <= set(links["earliest"])


def blocks(text: str, opening: str) -> set[str]:
    """Give the VALUES blocks of a query that open so, without their indentation."""
    plain = "\n".join(line.strip() for line in text.splitlines())
    return set(re.findall(rf"^{re.escape(opening)}.*?^}}$", plain, re.DOTALL | re.MULTILINE))


def test_the_coding_is_the_same_in_every_query(tables: dict[str, Table]) -> None:
    opening = "VALUES (?kind ?plover_type ?plover_mode)"
    found = [blocks(tables[name].text, opening) for name in ("event-records", "dyad-year")]
    assert all(found)
    (only,) = set().union(*found)
    assert len(only.splitlines()) > 20


def test_titles_are_read_only_where_no_participation_tells(
    links: Links, all_records: Everything
) -> None:
    read = sides_read(links)
    assert read
    assert by_title(all_records) == read


def test_the_side_of_a_title_is_the_one_that_was_read(
    links: Links, all_records: Everything
) -> None:
    named = {"source": "hasActingSide", "recipient": "hasReceivingSide"}
    rows = [r for r in all_records["actor-event"] if r["basis"] == "title"]
    assert {r["side"] for r in rows} == named.keys()
    for row in rows:
        assert row["actor"] in links[named[str(row["side"])]][str(row["record"])], row
        assert row["status"] == "Interpreted", row


def test_nothing_is_read_from_a_title_where_no_reading_is_admitted(
    stated_records: Everything,
) -> None:
    assert by_title(stated_records) == set()
    counted = {r["events_by_title"] for r in stated_records["dyad-year"]}
    assert counted <= {0, None}
    assert 0 in counted


def sides_read(links: Links) -> set[tuple[str, str]]:
    """Give each event with each side that a reading gives it."""
    return {
        (event, side)
        for way in ("hasActingSide", "hasReceivingSide")
        for event, sides in links[way].items()
        for side in sides
    }


def by_title(rows: Everything) -> set[tuple[str, str]]:
    """Give each event with each actor that only its title or description names."""
    return {(str(r["record"]), str(r["actor"])) for r in rows["actor-event"]
            if r["basis"] == "title"}  # fmt: skip


def test_every_class_is_coded_or_said_to_be_left_out(
    tables: dict[str, Table], all_records: Everything
) -> None:
    coded = set(re.findall(r"\(jn:(\w+) \"[A-Z]+\"", tables["event-records"].text))
    classes = {str(r["kind"]) for r in all_records["event-records"]}
    for page in ("ir-files.md", "ir-files.ja.md"):
        text = (DOCS / page).read_text(encoding="utf-8")
        named = set(re.findall(r"`(\w+)`", text))
        assert classes | coded <= named, page
    for row in all_records["event-records"]:
        assert row["kind"] in coded or row["plover_type"] is None, row


@pytest.mark.parametrize("page", ["ir-files.md", "ir-files.ja.md"])
def test_the_page_gives_the_numbers_of_the_files(page: str, all_records: Everything) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \|.*\| ([\d,]+) \|$", text, re.MULTILINE)
    assert {name: int(n.replace(",", "")) for name, n in rows} == {
        name: len(all_records[name])
        for name in ("event-records", "actor-event", "dyad-year", "area-year")
    }
    dyad = ("state-japan", "organization-nato", 2026)
    last = {(r["actor_a"], r["actor_b"], r["year"]): r for r in all_records["dyad-year"]}[dyad]
    assert last["instruments_to_date"] == 13
    assert ("thirteen dated instruments" in text) or ("日付のある13の協力文書" in text)


def test_sides_of_a_record_are_rows_of_actor_event(all_records: Everything) -> None:
    named = Counter(r["record"] for r in all_records["actor-event"] if r["basis"] != "member")
    for row in all_records["event-records"]:
        assert row["actors"] == named[row["record"]], row


def answers(world: World, path: Path) -> int:
    """Count the rows of a stored question in its default form."""
    found = world.store.query(path.read_text(encoding="utf-8"))
    return len(list(found))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "table", "pick"),
    [
        ("tenures", "tenures", lambda _: True),
        ("areas-of-an-instrument", "areas", lambda r: r["instrument"] == "instrument-2014-ipcp"),
        ("members-of-an-organization", "memberships",
         lambda r: r["organization"] == "organization-nato"),
        ("lineage-links", "lineage", lambda _: True),
        ("passages-of-a-document", "passages", lambda r: r["document"] == "document-2014-ipcp"),
    ],
)  # fmt: skip
def test_tables_agree_with_stored_questions(
    question: str,
    table: str,
    pick: Callable[[Record], bool],
    tree: Tree,
    world: World,
    all_records: Everything,
) -> None:
    path = Path(tree.root) / "queries" / "answer" / f"{question}.rq"
    assert answers(world, path) == sum(pick(r) for r in all_records[table])


def made(rows: Everything, instrument: str) -> tuple[str, str]:
    """Give the first and the last day on which an instrument can have been made."""
    row = next(r for r in rows["instruments"] if r["instrument"] == instrument)
    return str(row["made_earliest"]), str(row["made_latest"])


def test_two_versions_of_a_date_span_until_the_editors_prefer_one(
    stated_records: Everything, all_records: Everything
) -> None:
    declaration = "instrument-2013-joint-political-declaration"
    assert made(stated_records, declaration) == ("2013-04-13", "2013-04-15")
    assert made(all_records, declaration) == ("2013-04-15", "2013-04-15")
