"""The frame of every export: listed, whole or not at all, counted against the graph."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from jnkg.cli import cli
from jnkg.errors import JnkgError, Misuse
from jnkg.exports import catalogue
from jnkg.exports.catalogue import FAMILIES, FORMS, Form, find_form
from jnkg.exports.colophon import colophon
from jnkg.exports.request import Count, Output, Request
from jnkg.exports.writing import ABOUT, SUMS, accompanied, checked, counted, write_folder
from jnkg.rooms import Tree
from jnkg.store import World

WORDS = {"en": "a file", "ja": "ファイル"}
DOCUMENTS = "SELECT (COUNT(DISTINCT ?d) AS ?n) WHERE { ?d a <https://w3id.org/jnkg/ns/Document> }"


@pytest.fixture
def request_of_all(tree: Tree, world: World) -> Request:
    return Request(tree, world)


def output(path: str = "a.txt", *counts: Count) -> Output:
    return Output(path, b"a\n", "text/plain", WORDS, counts)


def documents(request: Request) -> int:
    return counted(request, DOCUMENTS)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_a_writer_and_words_in_both_languages(form: str) -> None:
    found = FORMS[form]
    module, function = found.writer.split(":")
    source = Path(catalogue.__file__).with_name(f"{module}.py").read_text("utf-8")
    assert f"def {function}(" in source
    assert found.about["en"]
    assert found.about["ja"]


def test_without_a_form_all_are_listed_in_the_language_asked_for() -> None:
    for language in ("en", "ja"):
        done = CliRunner().invoke(cli, ["export", "--lang", language])
        assert done.exit_code == 0
        assert all(
            f.name in done.output and f.about[language] in done.output for f in FORMS.values()
        )
        colon = {"en": ":", "ja": "："}[language]
        headings = [words[language] + colon for words in FAMILIES.values()]
        assert [line for line in done.output.splitlines() if line.endswith(colon)] == headings
    assert {form.family for form in FORMS.values()} == FAMILIES.keys()


def test_a_form_that_does_not_exist_is_answered_with_the_nearest() -> None:
    with pytest.raises(Misuse, match="Nearest: graphml"):
        find_form("graphm")
    done = CliRunner().invoke(cli, ["export", "graphm", "--lang", "ja"])
    assert done.exit_code == 2
    assert "近いもの：graphml" in done.output


def test_a_count_that_agrees_with_the_graph_passes(request_of_all: Request) -> None:
    good = output("a.txt", Count("documents", documents(request_of_all), DOCUMENTS))
    assert checked(request_of_all, [good]) == [good]


def test_a_count_that_differs_from_the_graph_is_refused_by_name(request_of_all: Request) -> None:
    bad = output("a.txt", Count("documents", documents(request_of_all) - 1, DOCUMENTS))
    with pytest.raises(JnkgError, match=r"a\.txt") as caught:
        checked(request_of_all, [bad])
    assert "a.txt" in caught.value.message["ja"]


def test_a_folder_holds_the_page_and_the_checksums_of_all_files(
    request_of_all: Request, tmp_path: Path
) -> None:
    write_folder(accompanied(request_of_all, [output("deep/a.txt")]), tmp_path / "out")
    lines = (tmp_path / "out" / SUMS).read_text().splitlines()
    sums = {name: weight for weight, name in (line.split("  ") for line in lines)}
    files = {p for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert sums.keys() | {SUMS} == {p.relative_to(tmp_path / "out").as_posix() for p in files}
    for name, weight in sums.items():
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == weight
    page = (tmp_path / "out" / ABOUT).read_text("utf-8")
    said = colophon(request_of_all)
    assert all(said.citation[c] in page and said.world[c] in page for c in ("en", "ja"))
    assert said.licence in page


def test_a_writer_that_fails_leaves_the_old_folder_as_it_was(
    request_of_all: Request, tmp_path: Path
) -> None:
    def failing() -> Iterator[Output]:
        yield output("b.txt")
        raise OSError("no more room")

    write_folder(accompanied(request_of_all, [output()]), tmp_path / "out")
    before = {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()}
    with pytest.raises(OSError, match="no more room"):
        write_folder(failing(), tmp_path / "out")
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(Misuse, match="something else"):
        write_folder([output()], tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_an_export_of_before_is_replaced(request_of_all: Request, tmp_path: Path) -> None:
    write_folder(accompanied(request_of_all, [output("old.txt")]), tmp_path / "out")
    write_folder(accompanied(request_of_all, [output("new.txt")]), tmp_path / "out")
    assert {p.name for p in (tmp_path / "out").iterdir()} == {ABOUT, SUMS, "new.txt"}


def test_a_form_whose_library_is_missing_says_what_to_install(request_of_all: Request) -> None:
    broken = Form("odd", "odd", WORDS, "catalogue:missing_library", "odd-extra")

    def lacking(request: Request) -> Iterator[Output]:
        raise ModuleNotFoundError("No module named 'odd'", name="odd")
        yield

    catalogue.missing_library = lacking  # type: ignore[attr-defined]
    try:
        with pytest.raises(JnkgError, match=r"japan-nato-kg\[odd-extra\]"):
            list(broken.outputs(request_of_all))
    finally:
        del catalogue.missing_library  # type: ignore[attr-defined]


def test_what_a_narrowed_export_says_of_itself(tree: Tree, world: World) -> None:
    said = colophon(Request(tree, world, status="stated", known_by="2020-01-01"))
    assert said.world["en"].startswith("Only stated claims, known by ")
    assert said.world["ja"].startswith("明示の主張のみ、")
    assert "status=stated" in said.iri
    assert "known-by=2020-01-01" in said.iri
    assert replace(said, iri="") != replace(colophon(Request(tree, world)), iri="")


def test_several_files_need_a_folder() -> None:
    done = CliRunner().invoke(cli, ["export", "csv", "--lang", "en"])
    assert done.exit_code == 2
    assert "--out DIR" in done.output
