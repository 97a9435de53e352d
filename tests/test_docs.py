"""The papers name nothing that is not there, and the tour says the same in both languages."""

import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jnkg.cli import cli

ROOT = Path(__file__).parent.parent
PAPERS = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
ROOMS = ("bench", "data", "docs", "ontology", "queries", "requirements", "shapes", "src", "tests")
TREE = (*ROOT.iterdir(), *(path for room in ROOMS for path in (ROOT / room).rglob("*")))
DECLARED = frozenset(
    term
    for module in (ROOT / "ontology").glob("*.ttl")
    for term in re.findall(r"(?m)^(jn:\w+)\n    a .*\bowl:", module.read_text("utf-8"))
)
QUESTIONS = frozenset(path.stem for path in (ROOT / "queries" / "answer").glob("*.rq"))
CODE = re.compile(r"`([^`]+)`")
FILE = re.compile(r"[\w.<>*/-]*(?:[\w>]/|\.(?:cff|csv|md|py|rq|toml|trig|ttl))")
TERM = re.compile(r"\bjn:\w+")
REJECTED = ("*Rejected.*", "*退けた案。*")
Check = Callable[[str], Iterator[str]]


def unknown_terms(text: str) -> Iterator[str]:
    """Yield our terms that no module declares, save in lines on what was rejected."""
    for line in text.splitlines():
        if not line.startswith(REJECTED):
            yield from (t for t in TERM.findall(line) if t not in DECLARED)


def missing_files(text: str) -> Iterator[str]:
    """Yield files and folders in backquotes that the tree lacks; `<slug>` stands for any name.

    A path may leave out the folders above it, a name that opens with a dot what is before it. What
    opens with a slash is an address of the server.
    """
    for named in (n for n in named_files(text) if not n.startswith("/")):
        pattern = re.sub(r"^(?=\.)|<\w+>", "*", named)
        if not any(p.match(pattern) and p.is_dir() == named.endswith("/") for p in TREE):
            yield named


def named_files(text: str) -> list[str]:
    """Give what stands in backquotes and looks like a file or a folder."""
    return [span for span in CODE.findall(text.replace("```", "")) if FILE.fullmatch(span)]


def unknown_verbs(text: str) -> Iterator[str]:
    """Yield verbs that the command does not have."""
    yield from (v for v in re.findall(r"(?<![\w/.-])jnkg ([a-z]+)", text) if v not in cli.commands)


def unknown_questions(text: str) -> Iterator[str]:
    """Yield questions that are asked and not stored."""
    asked = re.findall(r"\bjnkg ask ([a-z][\w-]*)", text)
    yield from (name for name in asked if name not in QUESTIONS)


CHECKS: tuple[tuple[Check, str, str], ...] = (
    (unknown_terms, "`jn:Participation` and `jn:Partaking`", "jn:Partaking"),
    (unknown_terms, "Not rejected: `jn:attends`.", "jn:attends"),
    (missing_files, "`src/jnkg/rules.py`, `src/jnkg/laws.py`", "src/jnkg/laws.py"),
    (missing_files, "`rules.py`, `es.py`", "es.py"),
    (missing_files, "`queries/infer/`, `queries/guess/`", "queries/guess/"),
    (missing_files, "`shapes/<module>.ttl`, `shapes/<module>.rq`", "shapes/<module>.rq"),
    (unknown_verbs, "`jnkg why S P O`, `jnkg whence S P O`", "whence"),
    (unknown_questions, "`jnkg ask open-areas`, `jnkg ask shut-areas`", "shut-areas"),
)
"""Each check with a text in which one thing is wrong, and that thing."""


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.name)
@pytest.mark.parametrize("check", dict.fromkeys(check for check, _, _ in CHECKS))
def test_what_a_paper_names_is_there(paper: Path, check: Check) -> None:
    assert not list(check(paper.read_text("utf-8")))


@pytest.mark.parametrize(("check", "text", "wrong"), CHECKS)
def test_what_is_not_there_is_found(check: Check, text: str, wrong: str) -> None:
    assert list(check(text)) == [wrong]


def test_a_rejected_term_may_be_named() -> None:
    assert not list(unknown_terms("*Rejected.* `jn:attends` beside the node."))
    assert not list(unknown_terms("*退けた案。* `jn:attends` を書くこと"))


def test_the_papers_name_something_of_each_sort() -> None:
    text = "".join(paper.read_text("utf-8") for paper in PAPERS)
    found = (named_files(text), TERM.findall(text), re.findall(r"jnkg ask [a-z]", text))
    assert min(map(len, found)) >= 10


# The tour in two languages

Section = tuple[list[str], set[str]]
TOUR = (ROOT / "docs" / "tour.md").read_text("utf-8")
TOUR_JA = (ROOT / "docs" / "tour.ja.md").read_text("utf-8")


def sections(text: str) -> dict[str, Section]:
    """Give the commands and terms of each section under its number; "" is before the first."""
    parts = re.split(r"(?m)^## (\d+)\. ", "## 0. " + text)[1:]
    return {
        number: (re.findall(r"(?m)^    (jnkg .+)$", body), set(TERM.findall(body)))
        for number, body in zip(parts[::2], parts[1::2], strict=True)
    }


def test_the_tour_is_the_same_in_both_languages() -> None:
    assert sections(TOUR) == sections(TOUR_JA)
    assert list(sections(TOUR)) == [str(n) for n in range(len(sections(TOUR)))]


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("## 7. ", "## 17. "),
        ("## 12. ", "### 12. "),
        ("--known-by 2013-12-31", "--known-by 2014-12-31"),
        ("    jnkg ask triples-by-status\n", ""),
        ("`jn:NotCovered`", "`jn:NotPrinted`"),
    ],
)
def test_a_tour_that_goes_its_own_way_is_found(was: str, becomes: str) -> None:
    assert was in TOUR_JA
    assert sections(TOUR_JA.replace(was, becomes)) != sections(TOUR)


def test_each_tour_leads_to_the_other() -> None:
    assert TOUR.splitlines()[0].endswith("[tour.ja.md](tour.ja.md)")
    assert TOUR_JA.splitlines()[0].endswith("[tour.md](tour.md)")


@pytest.mark.parametrize("command", [c for found, _ in sections(TOUR).values() for c in found])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_step_can_be_typed(command: str, language: str) -> None:
    words = [sys.executable, "-m", *shlex.split(command), "--lang", language]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout + done.stderr
