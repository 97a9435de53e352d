"""Bad input to exports and to the Python API is told in words, and destroys nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import jnkg
from jnkg.errors import JnkgError, Misuse
from jnkg.exports.request import Output
from jnkg.exports.writing import SUMS, checksums, write_folder
from jnkg.kg.entity import Entity
from jnkg.kg.graph import KnowledgeGraph
from jnkg.mcpverb import mcp_verb
from jnkg.rooms import Tree


@pytest.fixture(scope="module")
def kg(tree: Tree) -> KnowledgeGraph:
    """The graph of the checkout."""
    return jnkg.open(tree.root)


def exported(name: str = "a.txt") -> list[Output]:
    """One file, with the checksums that mark a folder as written by an export."""
    file = Output(name, b"text", "text/plain", {"en": "a text", "ja": "テキスト"})
    return [file, checksums([file])]


def names(folder: Path) -> set[str]:
    """The files of a folder."""
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_what_somebody_put_beside_an_export_is_never_deleted(tmp_path: Path) -> None:
    write_folder(exported(), tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("mine")
    with pytest.raises(Misuse, match="something else"):
        write_folder(exported("b.txt"), tmp_path / "out")
    assert names(tmp_path / "out") == {"a.txt", SUMS, "notes.txt"}


def test_checksums_of_somebody_else_do_not_give_a_folder_away(tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    (folder / SUMS).write_text("0" * 64 + " *disk.iso\n")
    (folder / "disk.iso").write_text("large")
    with pytest.raises(Misuse, match="something else"):
        write_folder(exported(), folder)
    assert names(folder) == {SUMS, "disk.iso"}


def test_an_export_into_where_one_is_destroys_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder(exported(), tmp_path / "out")
    monkeypatch.chdir(tmp_path / "out")
    with pytest.raises(Misuse, match="where you are") as caught:
        write_folder(exported("b.txt"), Path())
    assert "作業フォルダー" in caught.value.message["ja"]
    assert names(tmp_path / "out") == {"a.txt", SUMS}


def test_a_link_leads_to_the_folder_that_is_replaced(tmp_path: Path) -> None:
    write_folder(exported(), tmp_path / "out")
    (tmp_path / "link").symlink_to(tmp_path / "out")
    write_folder(exported("b.txt"), tmp_path / "link")
    assert names(tmp_path / "out") == {"b.txt", SUMS}
    assert {p.name for p in tmp_path.iterdir()} == {"out", "link"}


ASKED: dict[str, Callable[[KnowledgeGraph, str], object]] = {
    "name": lambda kg, given: kg[given],
    "place": lambda kg, given: jnkg.open(given),
    "question": lambda kg, given: kg.ask(given),
    "parameter": lambda kg, given: kg.ask("areas-of-an-instrument", instrument=given),
    "search": lambda kg, given: kg.find(given),
    "query": lambda kg, given: kg.sparql(given),
    "evidence": lambda kg, given: kg.evidence(given),
    "citation": lambda kg, given: kg.cite(given),
    "style": lambda kg, given: kg.cite("state-japan", given),
    "property": lambda kg, given: kg["state-japan"].values(given),
    "table": lambda kg, given: kg.table(given),
    "network": lambda kg, given: kg.network(given),
    "form": lambda kg, given: kg.export(given, "never-written"),
    "lineage": lambda kg, given: kg.lineage(given),
    "actor": lambda kg, given: kg.timeline(actor=given),
}


@pytest.mark.parametrize("given", [5, ["x"], b"x", "\ud800"], ids=repr)
@pytest.mark.parametrize("what", ASKED)
def test_what_is_no_text_is_told_in_both_languages(
    kg: KnowledgeGraph, what: str, given: str
) -> None:
    with pytest.raises(JnkgError) as caught:
        ASKED[what](kg, given)
    assert set(caught.value.message) == {"en", "ja"}
    assert caught.value.__notes__


def test_no_row_of_some_is_not_told_to_be_an_empty_answer(kg: KnowledgeGraph) -> None:
    areas = kg.ask("areas-of-an-instrument")
    assert areas
    assert areas[:0].why_empty == ""
    early = kg.narrow(known_by="2014-06-01").ask("areas-of-an-instrument")
    assert early[:5].why_empty == early.why_empty != ""


def test_an_address_that_is_a_script_is_no_link(kg: KnowledgeGraph) -> None:
    rows = kg.sparql("SELECT (<javascript:alert(1)> AS ?x) {}")
    entity = rows[0]["x"]
    assert isinstance(entity, Entity)
    assert 'href="javascript' not in rows._repr_html_() + entity._repr_html_()
    assert 'href="https://' in kg["state-japan"]._repr_html_()


@pytest.mark.parametrize("given", ["nan", "NaN", "0", "inf"])
def test_a_limit_that_limits_nothing_is_refused(given: str) -> None:
    result = CliRunner().invoke(mcp_verb, ["--timeout", given])
    assert (result.exit_code, "--timeout" in result.output) == (2, True)


FRAMES = ("to_pandas", "to_polars", "to_arrow")


@pytest.mark.parametrize("frame", FRAMES)
def test_a_number_too_large_for_a_frame_keeps_its_digits(kg: KnowledgeGraph, frame: str) -> None:
    rows = kg.sparql('SELECT ("99999999999999999999"^^xsd:integer AS ?n) {}')
    assert "99999999999999999999" in str(getattr(rows, frame)()["n"])
    largest = kg.sparql(f"SELECT ({2**63 - 1} AS ?n) {{}}")
    assert "int" in str(largest.to_pandas()["n"].dtype).lower()


@pytest.mark.parametrize("frame", [*FRAMES, "to_csv"])
def test_two_columns_of_one_name_are_told(kg: KnowledgeGraph, frame: str) -> None:
    rows = kg.sparql('SELECT ?x ?x_iri { VALUES (?x ?x_iri) { (jn:Area "b") } }')
    assert raised(getattr(rows, frame)).__notes__


def raised(call: Callable[[], object]) -> JnkgError:
    """Give the error that a call raises."""
    with pytest.raises(Misuse, match="x_iri") as caught:
        call()
    return caught.value
