"""Odd input never yields a traceback, a wrong exit code, or a stale answer."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jnkg.asking import run_typed
from jnkg.build import ensure_world
from jnkg.errors import CallsOut
from jnkg.names import ID
from jnkg.rooms import ROOMS, Snapshot, Tree
from jnkg.store import World

STATE = "data/identity/state.ttl"
COUNTRIES = ("ask", "country-codes", "--format", "csv")


@pytest.fixture(scope="module")
def original(tree: Tree, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the tree and build it once."""
    root = tmp_path_factory.mktemp("original")
    for room in ROOMS:
        shutil.copytree(Path(tree.root, room), root / room)
    assert run(*COUNTRIES, cwd=root)[0] == 0
    return root


@pytest.fixture
def copy(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "copy"))


def run(*words: str | bytes, cwd: Path, **env: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "jnkg", *words],
        cwd=cwd,
        env={**os.environ, "JNKG_LANG": "en", **env},
        capture_output=True,
        check=False,
        timeout=120,
    )
    out, said = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    assert "Traceback" not in said
    return done.returncode, out, said


def append(path: str, content: bytes) -> Callable[[Path], None]:
    """Spoil a file by what is appended to it; a new file is made."""

    def spoil(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        with (root / path).open("ab") as file:
            file.write(content)

    return spoil


SPOILED = {
    "files that are no graphs": {
        "data/other/x.ttl": b"",
        "data/x.ttl": b"",
        "data/identity/a b.ttl": b"",
        STATE: b"\xff",
        "shapes/agent.ttl": b"jns:",
    },
    "queries that are none": {
        "queries/columns.toml": b"broken = [",
        "queries/answer/x.rq": b"SELECT * {}",
        "queries/answer/conflicts.rq": b"\xff",
        "queries/check/labels-alike.rq": b"}",
        "queries/answer/expected/country-codes.csv": b"\xff",
    },
}
"""What is appended to some files at once; each is a finding of its own."""


@pytest.mark.parametrize("faults", SPOILED)
def test_a_spoiled_tree_is_a_finding_for_each_file(copy: Path, faults: str) -> None:
    for path, content in SPOILED[faults].items():
        append(path, content)(copy)
    code, out, _ = run("check", cwd=copy)
    assert code == 1
    for path in SPOILED[faults]:
        assert re.search(rf"^{re.escape(path)}:\d+.*violation \[", out, re.MULTILINE), path


def test_a_heading_that_is_no_table_is_none_that_a_question_needs(copy: Path) -> None:
    append("queries/columns.toml", b"\n[x]\n")(copy)
    code, out, _ = run("check", cwd=copy)
    assert (code, "violation [" in out) == (0, False)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("sparql", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"), 2, "SERVICE"),
        (("sparql", "INSERT DATA { jnd:a jn:order 1 }"), 2, "Mend the query"),
        (("sparql", "SELECT"), 2, "1:7"),
        (("sparql", "-f", sys.executable), 2, "UTF-8"),
        ((b"ask", b"a\xffb"), 2, "UTF-8"),
        (("ask", ""), 2, "lists them"),
        (("ask", "../days"), 2, "no question"),
        (("find", "NATO", "--most", "0"), 2, "--most"),
        (("show", "theme-cyber-defence", "--status", "stated"), 0, "Narrowed away"),
        (("find", "一般的知識", "--status", "stated"), 0, "Narrowed away"),
        (("cite", "state-japan", "--known-by", "1900-01-01"), 0, "Narrowed away"),
        (("sparql", "SELECT ?s { ?s a jn:Reading }", "--status", "stated"), 0, "Narrowed away"),
    ],
)
def test_an_odd_word_ends_with_its_code_and_says_why(
    original: Path, words: tuple[str | bytes, ...], code: int, said: str
) -> None:
    done = run(*words, cwd=original)
    assert done[0] == code
    assert said in done[2]


def test_an_empty_answer_is_still_of_its_format(original: Path) -> None:
    words = ("-p", "instrument=instrument-2014-ipcp", "--known-by", "1900-01-01")
    assert (
        run("ask", "areas-of-an-instrument", *words, "--format", "json", cwd=original)[1] == "[]\n"
    )
    done = run("ask", "areas-of-an-instrument", *words, "--format", "csv", cwd=original)
    assert done[1].startswith("instrument,order,mark,area,")


def test_a_tree_that_is_not_there_is_misuse(original: Path) -> None:
    assert run(*COUNTRIES, cwd=original, JNKG_TREE="/nonexistent")[0] == 2


def test_a_full_disk_is_told(original: Path) -> None:
    command = f"{sys.executable} -m jnkg ask country-codes > /dev/full"
    done = subprocess.run(["bash", "-c", command], cwd=original, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_control_characters_do_not_reach_the_terminal(original: Path) -> None:
    done = run("sparql", 'SELECT ("\\u001b[31mred" AS ?x) {}', cwd=original)
    assert "\x1b" not in done[1]


@pytest.mark.parametrize("part", ["questions", "*/labels.en", "*/store/CURRENT", "columns"])
def test_a_damaged_build_is_built_anew(copy: Path, part: str) -> None:
    before = run(*COUNTRIES, cwd=copy)
    for kept in [*copy.glob(f".jnkg/*/{part}"), *copy.glob(".jnkg/*/*/answer-*")]:
        kept.unlink()
    assert run("ask", cwd=copy)[0] == 0
    assert run(*COUNTRIES, cwd=copy) == before


def test_what_is_weighed_is_what_is_used(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree, place = Tree(str(copy), True), copy / STATE
    good = place.read_text("utf-8")
    text = good.replace('"Japan"@en', '"Nippon"@en')
    place.write_text(text.replace("# ", "# Changed. ", 1), "utf-8")
    real = Snapshot.__init__

    def and_then_the_file_changes(self: Snapshot, tree: Tree) -> None:
        real(self, tree)
        place.write_text(good, "utf-8")

    monkeypatch.setattr(Snapshot, "__init__", and_then_the_file_changes)
    assert ensure_world(tree).labels("en")[ID + "state-japan"] == "Nippon"
    monkeypatch.undo()
    assert ensure_world(tree).labels("en")[ID + "state-japan"] == "Japan"


def test_many_who_ask_at_once_after_a_change_get_the_new_answer(copy: Path) -> None:
    place = copy / "queries/columns.toml"
    place.write_text(place.read_text("utf-8").replace('en = "state"', 'en = "country"'), "utf-8")
    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(lambda _: run("ask", "country-codes", cwd=copy), range(4)))
    assert len(answers) == 1
    assert answers.pop()[1].startswith("country ")


@pytest.mark.parametrize(
    "query", ["SELECT * { SERVICE <http://127.0.0.1:9/> {} }", "SELECT * { SERVICESILENT<x:y>{} }"]
)
def test_a_typed_query_asks_no_other_server(query: str, world: World) -> None:
    with pytest.raises(CallsOut):
        run_typed(world, query)


def test_a_typed_query_may_speak_of_a_service(world: World) -> None:
    assert run_typed(world, "SELECT ?service { VALUES ?service { 'SERVICE' } } # SERVICE").rows
