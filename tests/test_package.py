"""What is handed to users: the wheel answers alone, and the papers agree with each other."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import jnkg
from jnkg.rooms import ROOMS, Tree, walk

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and unpack it where no checkout is at hand."""
    place = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    with zipfile.ZipFile(next(place.glob("*.whl"))) as file:
        file.extractall(place / "site")
    return place


def ask_alone(wheel: Path, *words: str, cache: str = "cache") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(wheel / "site")}
    environment |= {"XDG_CACHE_HOME": str(wheel / cache), "JNKG_LANG": "en"}
    environment.pop("JNKG_TREE", None)
    return subprocess.run(
        [sys.executable, "-m", "jnkg", *words],
        cwd=wheel,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_carries_every_file_of_the_graph(wheel: Path, tree: Tree) -> None:
    carried = {str(p)[2:] for room in ROOMS for p in walk(str(wheel / "site/jnkg/graph"), room)}
    own = {p[2:] for room in ROOMS for p in walk(tree.root, room)}
    assert carried == own


def test_an_installed_jnkg_answers_with_no_checkout_at_hand(wheel: Path) -> None:
    first, second = (ask_alone(wheel, "ask", "areas-of-an-instrument") for _ in range(2))
    assert first.returncode == second.returncode == 0
    assert first.stdout == second.stdout
    assert "テロ対策" in first.stdout


def test_an_installed_jnkg_checks_what_it_carries(wheel: Path) -> None:
    done = ask_alone(wheel, "check")
    assert (done.returncode, done.stdout) == (0, "")


def test_there_is_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    ontology = (ROOT / "ontology/jnkg.ttl").read_text("utf-8")
    assert jnkg.__version__ == project["version"]
    assert f"\nversion: {project['version']}\n" in citation
    assert f"owl:versionIRI <https://w3id.org/jnkg/ontology/{project['version']}> ;" in ontology
    assert f'owl:versionInfo "{project["version"]}" ;' in ontology
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


EXTRAS = ("docs", "mcp", "owl", "remote", "serve", "tables", "views")
NEEDED_BY_THESE = {
    "annotated-types", "attrs", "certifi", "charset-normalizer", "h11", "httpcore2", "httpx2",
    "idna", "jsonschema-specifications", "markdown2", "markupsafe", "mcp-types",
    "opentelemetry-api", "pydantic", "pydantic-core", "pygments", "pyjwt", "pyowl-core",
    "python-multipart", "referencing", "rpds-py", "sse-starlette", "starlette", "truststore",
    "typing-extensions", "typing-inspection", "urllib3",
}  # fmt: skip
"""What the libraries themselves need, pinned with them."""


def test_the_pins_lie_within_the_ranges() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pins = dict(re.findall(r"^([\w-]+)==(.+)$", (ROOT / "requirements/run.txt").read_text(), re.M))
    extras = [project["optional-dependencies"][extra] for extra in EXTRAS]
    wanted = (d.split(";")[0] for ds in (project["dependencies"], *extras) for d in ds)
    ranges = dict(d.split(">=", 1) for d in wanted)
    assert pins.keys() == ranges.keys() | NEEDED_BY_THESE

    def parts(version: str) -> list[int]:
        return [int(n) for n in re.findall(r"\d+", version)]

    for name, range_ in ranges.items():
        low, high = range_.split(",<")
        assert parts(low) <= parts(pins[name]) < parts(high), name


def test_no_paper_names_a_registry_or_a_path_of_a_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    hosts = re.compile("|".join(["py" + r"pi\.org", "python" + r"hosted\.org", "npm" + r"js\.org"]))
    for name in listed.stdout.splitlines():
        text = (ROOT / name).read_text("utf-8", errors="replace")
        assert not hosts.search(text), name


def test_the_readme_shows_every_verb_and_no_other() -> None:
    from jnkg.cli import cli

    readme = (ROOT / "README.md").read_text("utf-8")
    shown = set(re.findall(r"jnkg (\w+)", readme)) - {"VERB"}
    assert shown == set(cli.commands)
