"""Imports run one way, and the path of a question stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "jnkg"
LAYERS = (
    "names errors report",
    "rooms",
    "turtle fold vocabulary builds",
    "dataset questions",
    "places",
    "texts terms shacl_child shacl_engines",
    "witness shapes querylint labels",
    "worlds",
    "shapelint evidence faults",
    "check",
    "files findings",
    "expected forms",
    "verify",
    "store",
    "nearest",
    "answer render",
    "card claims reference",
    "find show cite explain",
    "build",
    "quick",
    "console",
    "asking",
    "cli",
    "__main__",
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names.split()}
MODULES = sorted(p.stem for p in PACKAGE.glob("*.py") if p.stem != "__init__")
ALONE = {
    "shacl": {"shacl_child"},
    "pyshacl": {"shacl_child"},
    "click": {"cli", "console", "findings"},
}


def imports(module: str) -> set[str]:
    tree = ast.parse((PACKAGE / f"{module}.py").read_text("utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{a.name}" for a in node.names if node.module == "jnkg"}
        elif isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
    return found


def test_every_module_has_its_layer() -> None:
    assert sorted(RANK) == MODULES


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_its_own_layer_or_below(module: str) -> None:
    ours = {name.split(".")[1] for name in imports(module) if name.startswith("jnkg.")}
    above = {name for name in ours & RANK.keys() if RANK[name] > RANK[module]}
    assert not above


@pytest.mark.parametrize(("library", "homes"), sorted(ALONE.items()))
def test_a_library_has_one_home(library: str, homes: set[str]) -> None:
    users = {m for m in MODULES if any(i.split(".")[0] == library for i in imports(m))}
    assert users == homes


def test_modules_stay_under_300_lines() -> None:
    long = {m for m in MODULES if len((PACKAGE / f"{m}.py").read_text("utf-8").splitlines()) > 300}
    assert not long


def test_the_path_of_a_question_imports_nothing_heavy() -> None:
    code = (
        "import sys; from jnkg.quick import answer_at_once;"
        "code = answer_at_once(['ask', 'areas-of-an-instrument']);"
        "heavy = {'click', 'rdflib', 'tomllib', 'json', 'dataclasses', 'typing', 'pathlib', 're'};"
        "print(sorted(heavy & set(sys.modules)), code, file=sys.stderr)"
    )
    subprocess.run([sys.executable, "-m", "jnkg", "build"], check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": ":".join(p for p in sys.path if p), "PATH": "/usr/bin"},
        check=True,
    )
    assert done.stderr.strip() == "[] 0"
