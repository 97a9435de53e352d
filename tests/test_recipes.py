"""The recipes of docs/recipes run as they are printed, and give the numbers of the Python API."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
from rdflib import Graph

import jnkg
from jnkg.build import ensure_world
from jnkg.exports.graphml import graphml
from jnkg.exports.request import Request
from jnkg.kg.rows import Rows
from jnkg.rooms import Tree
from peers import lacking, peer

DOCS = Path(__file__).parent.parent / "docs"
RECIPES = DOCS / "recipes"
DEBIAN = {"Rscript": "r-base-core", "sqlite3": "sqlite3", "curl": "curl"}
WAIT = 60
"""Seconds within which a recipe has to end."""
FIRST, LAST = 2013, 2025
NATO, PROGRAMME = "organization-nato", "instrument-2014-ipcp"
PARTNERS = {
    "Japan": "state-japan",
    "Republic of Korea": "state-republic-of-korea",
    "Australia": "state-australia",
    "New Zealand": "state-new-zealand",
}


def cook(command: list[str], folder: Path, tree: Tree) -> None:
    """Run a recipe in a folder, with the `jnkg` of this interpreter; it may not complain."""
    command[0] = peer(command[0], f"Debian: {DEBIAN.get(command[0], command[0])}")
    bins = Path(sys.executable).parent
    env = {**os.environ, "PATH": f"{bins}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8",
           "JNKG_TREE": tree.root, "JNKG_LANG": "en"}  # fmt: skip
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True,
                          timeout=WAIT, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr, done.stderr


def rows(place: Path) -> list[dict[str, str]]:
    """Read a CSV file."""
    with place.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def said(answer: Rows) -> list[dict[str, str]]:
    """Give an answer of the Python API as its CSV has it."""
    return list(csv.DictReader(io.StringIO(answer.to_csv(), newline="")))


@pytest.fixture(scope="module")
def kg(tree: Tree) -> jnkg.KnowledgeGraph:
    return jnkg.open(tree.root, lang="en")


@pytest.fixture(scope="module")
def dyads(kg: jnkg.KnowledgeGraph) -> list[dict[str, str]]:
    return said(kg.table("dyad-year"))


@pytest.fixture(scope="module")
def kitchen(tree: Tree, live: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the shell recipe has run, its tables with it."""
    folder = tmp_path_factory.mktemp("kitchen")
    for program in ("sqlite3", "curl"):
        peer(program, f"Debian: {DEBIAN[program]}")
    cook(["sh", str(RECIPES / "shell.sh"), live], folder, tree)
    return folder


@pytest.fixture(scope="module")
def in_r(kitchen: Path, tree: Tree, live: str) -> Path:
    """The same folder after the recipe in R."""
    cook(["Rscript", str(RECIPES / "tables.R"), "tables", live], kitchen, tree)
    return kitchen


def test_the_shell_asks_the_same_over_the_web(kitchen: Path, kg: jnkg.KnowledgeGraph) -> None:
    signed = kg.narrow(status="stated").ask("who-signed-an-instrument")
    assert (kitchen / "signed.csv").read_bytes() == (kitchen / "signed-web.csv").read_bytes()
    found = rows(kitchen / "signed.csv")
    assert found == [{column: row[column] for column in found[0]} for row in said(signed)]
    lines = (kitchen / "conflicts.txt").read_text("utf-8").splitlines()
    assert lines == sorted(set(kg.ask("conflicts").to_csv().splitlines()[1:]))


def test_sqlite_counts_in_the_exported_table(kitchen: Path, dyads: list[dict[str, str]]) -> None:
    ours = [r for r in dyads if (r["actor_a"], r["actor_b"]) == ("state-japan", NATO)]
    columns = ("year", "events", "consult", "coverage")
    expected = [{c: r[c] for c in columns} for r in ours if int(r["year"]) >= FIRST]
    assert len(expected) > LAST - FIRST
    assert rows(kitchen / "japan-nato.csv") == expected


def test_the_web_gives_a_thing_and_a_number(kitchen: Path, kg: jnkg.KnowledgeGraph) -> None:
    programme = kg["instrument-2014-ipcp"].iri
    assert programme in {str(s) for s in Graph().parse(kitchen / "programme.ttl").subjects()}
    areas = said(kg.sparql("SELECT (COUNT(*) AS ?areas) { ?a a jn:Area }"))
    assert rows(kitchen / "areas-web.csv") == areas


def test_r_joins_and_adds_up(in_r: Path, dyads: list[dict[str, str]]) -> None:
    found = {
        r["partner"]: (int(r["events"]), int(r["consult"])) for r in rows(in_r / "partners.csv")
    }
    assert found == {
        name: (total(dyads, slug, "events"), total(dyads, slug, "consult"))
        for name, slug in PARTNERS.items()
    }
    assert (in_r / "partners.png").read_bytes().startswith(b"\x89PNG")


def total(dyads: list[dict[str, str]], partner: str, column: str) -> int:
    """Add up a column over the years of the recipe, for NATO and one partner."""
    return sum(
        int(r[column])
        for r in dyads
        if {r["actor_a"], r["actor_b"]} == {partner, NATO} and FIRST <= int(r["year"]) <= LAST
    )


def test_r_reads_a_stored_question_by_its_address(in_r: Path, kg: jnkg.KnowledgeGraph) -> None:
    asked = said(kg.narrow(lang="ja").ask("areas-of-an-instrument", instrument=PROGRAMME))
    columns = ("order", "mark", "area", "area_iri")
    assert rows(in_r / "areas-of-2014.csv") == [{c: row[c] for c in columns} for row in asked]


def test_r_measures_a_network(tree: Tree, tmp_path: Path) -> None:
    if subprocess.run([peer("Rscript", "Debian: r-base-core"), "-e", "library(igraph)"],
                      capture_output=True, timeout=WAIT, check=False).returncode:  # fmt: skip
        lacking("igraph for R is not installed (Debian: r-cran-igraph)")
    output = next(
        o for o in graphml(Request(tree, ensure_world(tree))) if o.path == "people.graphml"
    )
    (tmp_path / output.path).write_bytes(output.content)
    cook(["Rscript", str(RECIPES / "networks.R"), "."], tmp_path, tree)
    graph = nx.read_graphml(tmp_path / output.path)
    talks = {row["id"]: int(row["talks"]) for row in rows(tmp_path / "people.csv")}
    assert talks == dict(graph.degree(weight="weight"))
    far = nx.Graph()
    far.add_nodes_from(graph)
    far.add_weighted_edges_from((a, b, 1 / w) for a, b, w in graph.edges(data="weight"))
    between = nx.betweenness_centrality(far, weight="weight", normalized=False)
    found = {row["id"]: float(row["between"]) for row in rows(tmp_path / "people.csv")}
    assert found == pytest.approx(between)


def test_a_recipe_that_fails_is_not_passed_over(tmp_path: Path, tree: Tree) -> None:
    with pytest.raises(AssertionError):
        cook(["sh", "-c", "false"], tmp_path, tree)


@pytest.mark.parametrize("path", sorted(RECIPES.iterdir()), ids=lambda p: p.name)
def test_a_recipe_is_short_and_explains_itself_in_both_languages(path: Path) -> None:
    text = path.read_text("utf-8")
    comments = [line for line in text.splitlines() if line.startswith("#")]
    assert len(text.splitlines()) <= 70
    assert any(re.search("[ぁ-ん]", c) for c in comments)
    assert any(re.search("[a-z] [a-z]+ [a-z]", c) for c in comments)


@pytest.mark.parametrize("page", ["recipes.md", "recipes.ja.md"])
def test_the_index_names_every_notebook_and_recipe(page: str) -> None:
    code = "ja" if page.endswith(".ja.md") else "en"
    links = set(re.findall(r"\]\(([^)]+)\)", (DOCS / page).read_text("utf-8")))
    made = {f"notebooks/{p.name}" for p in (DOCS / "notebooks").glob(f"*.{code}.ipynb")}
    assert made | {f"recipes/{p.name}" for p in RECIPES.iterdir()} <= links
    assert all((DOCS / link).exists() for link in links)
