"""The command as people type it: whole processes in a copy of the tree."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from jnkg.rooms import ROOMS, Tree

AREAS = ("ask", "areas-of-an-instrument")
IPCP = "data/stated/mofa/2014-05-06-ipcp.ttl"


@pytest.fixture
def copy(tree: Tree, tmp_path: Path) -> Path:
    """Copy the tree, so that a test may change it."""
    for room in ROOMS:
        shutil.copytree(Path(tree.root, room), tmp_path / "copy" / room)
    return tmp_path / "copy"


def jnkg(
    *words: str, cwd: Path | None = None, stdin: str = "", **env: str
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "JNKG_LANG": "en", **env}
    environment.pop("JNKG_TREE", None)
    return subprocess.run(
        [sys.executable, "-m", "jnkg", *words],
        cwd=cwd or Path(__file__).parent,
        input=stdin,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_question_answers_in_both_languages_with_labels_and_no_iri() -> None:
    english, japanese = (jnkg(*AREAS, "--lang", lang) for lang in ("en", "ja"))
    assert english.returncode == japanese.returncode == 0
    assert "テロ対策" in japanese.stdout
    for output in (english.stdout, japanese.stdout):
        assert "w3id.org" not in output
        assert "jnd:" not in output
        assert "\x1b" not in output


def test_without_a_name_the_questions_are_listed() -> None:
    done = jnkg("ask", "--lang", "ja")
    assert done.returncode == 0
    assert "areas-of-an-instrument" in done.stdout


@pytest.mark.parametrize(
    "verb", ["ask", "check", "cite", "evidence", "find", "fmt", "show", "sparql"]
)
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    done = jnkg(verb, "--help")
    assert done.returncode == 0
    assert f"Example: jnkg {verb}" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ask", "areas-of-an-instrumnt"), "areas-of-an-instrument"),
        ((*AREAS, "-p", "instrument=instrument-2014-ipcq"), "instrument-2014-ipcp"),
        ((*AREAS, "-p", "nonsense=1"), "has no parameter"),
        ((*AREAS, "-p", "nonsense"), "KEY=VALUE"),
        ((*AREAS, "--known-by", "yesterday"), "YYYY-MM-DD"),
        (("sparql", "SELEC ?s {}"), "Mend the query"),
        (("show", "nobody-at-all"), "jnkg find"),
    ],
)
def test_misuse_ends_with_2_and_says_what_to_do(words: tuple[str, ...], said: str) -> None:
    done = jnkg(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    "value",
    [
        "instrument-2014-ipcp",
        "jnd:instrument-2014-ipcp",
        "https://w3id.org/jnkg/id/instrument-2014-ipcp",
    ],
)
def test_a_value_may_be_a_slug_a_prefixed_name_or_an_iri(value: str) -> None:
    assert jnkg(*AREAS, "-p", f"instrument={value}").stdout == jnkg(*AREAS).stdout


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_value_may_be_an_exact_label_in_either_language(language: str) -> None:
    rows = json.loads(jnkg("find", "instrument-2014-ipcp", "--format", "json").stdout or "[]")
    label = json.loads(jnkg("show", "instrument-2014-ipcp", "--format", "json").stdout)["labels"]
    assert rows is not None
    done = jnkg(*AREAS, "-p", f"instrument={label[language]}")
    assert done.stdout == jnkg(*AREAS).stdout


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "markdown"])
def test_every_format_has_ten_areas(form: str) -> None:
    text = jnkg(*AREAS, "--format", form).stdout
    count = len(json.loads(text)) if form == "json" else text.count("3.1.")
    assert count >= 10


def test_sparql_takes_an_argument_a_file_or_standard_input(tmp_path: Path) -> None:
    area = "?area a jn:Area ; jn:inInstrument jnd:instrument-2014-ipcp"
    query = f"SELECT (COUNT(*) AS ?n) {{ {area} }}"
    (tmp_path / "q.rq").write_text(query)
    outputs = {
        jnkg("sparql", query, "--format", "csv").stdout,
        jnkg("sparql", "-f", str(tmp_path / "q.rq"), "--format", "csv").stdout,
        jnkg("sparql", "--format", "csv", stdin=query).stdout,
        jnkg("sparql", "-", "--format", "csv", stdin=query).stdout,
    }
    assert outputs == {"n\n10\n"}


def test_a_changed_file_is_seen_at_the_next_question(copy: Path) -> None:
    before = jnkg(*AREAS, cwd=copy)
    assert "テロ対策" in before.stdout
    assert jnkg(*AREAS, cwd=copy).stdout == before.stdout
    query = copy / "queries/answer/areas-of-an-instrument.rq"
    replace(query, "ORDER BY", "# changed\nORDER BY")
    replace(copy / "queries/columns.toml", 'en = "order"', 'en = "place in the list"')
    assert "place in the list" in jnkg(*AREAS, cwd=copy).stdout


def test_a_tree_with_a_violation_answers_nothing_and_shows_the_finding(copy: Path) -> None:
    assert jnkg(*AREAS, cwd=copy).returncode == 0
    replace(copy / IPCP, '    jn:printedLabel "3.1.3" ;\n', "    jn:printedLabel 3 ;\n")
    done = jnkg(*AREAS, cwd=copy)
    assert done.returncode == 1
    assert IPCP in done.stdout
    assert "area-2014-ipcp-3.1.3" in done.stdout
    assert "テロ対策" not in done.stdout


def test_broken_turtle_is_named_with_line_and_column(copy: Path) -> None:
    with (copy / IPCP).open("a", encoding="utf-8") as file:
        file.write("jnd:x jn:order \n")
    for words in (AREAS, ("check",)):
        done = jnkg(*words, cwd=copy)
        assert done.returncode == 1
        assert f"{IPCP}:" in done.stdout
        assert "turtle-syntax" in done.stdout


def test_a_file_that_was_never_formatted_is_formatted_whole(copy: Path) -> None:
    path = copy / "data/derived/conflicts.ttl"
    good = path.read_text("utf-8")
    path.write_text(good.replace("    jn:", " jn:"), "utf-8")
    assert jnkg("fmt", "--check", cwd=copy).returncode == 1
    assert jnkg("fmt", str(path), cwd=copy).returncode == 0
    assert path.read_text("utf-8") == good
    assert jnkg("fmt", "--check", cwd=copy).returncode == 0


def test_fmt_writes_nothing_where_one_file_is_no_turtle(copy: Path) -> None:
    loose, broken = copy / "data/derived/conflicts.ttl", copy / "data/derived/bodies.ttl"
    loose.write_text(loose.read_text("utf-8").replace("    jn:", " jn:"), "utf-8")
    broken.write_text("jnd:x", "utf-8")
    before = loose.read_text("utf-8")
    done = jnkg("fmt", cwd=copy)
    assert done.returncode == 1
    assert loose.read_text("utf-8") == before


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -m jnkg ask everything-about-a-node | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1


def test_colours_respect_pipes(copy: Path) -> None:
    replace(copy / IPCP, '    jn:printedName "テロ対策"@ja ;\n', "")
    assert "\x1b" not in jnkg("check", cwd=copy).stdout


def test_findings_come_as_json_and_as_workflow_commands(copy: Path) -> None:
    replace(copy / IPCP, '    jn:printedName "テロ対策"@ja ;\n', "")
    rows = json.loads(jnkg("check", "--format", "json", cwd=copy).stdout)
    assert any(
        r["node"] == "jnd:area-2014-ipcp-3.1.3" and r["message"].keys() == {"en", "ja"}
        for r in rows
    )
    assert f"::error file={IPCP},line=" in jnkg("check", "--format", "github", cwd=copy).stdout
