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
    "dataset questions marks",
    "tokens",
    "safety",
    "dl",
    "dl.axioms dl.kinds dl.reader dl.roles",
    "dl.view dl.summary dl.verdict dl.engines dl.memory",
    "places",
    "published alignments",
    "adoption versions",
    "texts terms shacl_child shacl_engines",
    "witness shapes querylint labels",
    "dl.profile dl.words dl.clashes dl.consistency",
    "levels rules",
    "closure rulebook",
    "reason",
    "worlds",
    "shapelint evidence faults",
    "check",
    "files findings",
    "expected forms",
    "verify",
    "store",
    "remote.auths remote.forms",
    "remote.repair remote.wording",
    "remote.quads remote.release remote.transport",
    "remote.backend",
    "remote.graphstore remote.opening",
    "remote remote.pushing",
    "nearest",
    "answer render",
    "card claims reference",
    "why",
    "find show cite explain prooftext",
    "refdocs.nouns refdocs.words",
    "refdocs.ontology refdocs.speech",
    "refdocs.ends refdocs.uses",
    "refdocs.examples refdocs.scenes",
    "refdocs.bases refdocs.edition refdocs.layout",
    "refdocs.diagrams",
    "refdocs.pages",
    "refdocs",
    "build",
    "quick",
    "console",
    "pushverb",
    "views views.dot views.frame",
    "views.deeds views.moments views.partners views.survey views.tableau views.vega",
    "views.eras views.rails views.standing views.stands views.telling views.ties",
    "views.columns views.heat views.lanes views.mermaid views.network views.strips views.wiring",
    "views.compare views.coverage views.ledger views.timeline views.tracks",
    "views.lineage",
    "asking documenting proving",
    "describing describing.blocks describing.census endpoint endpoint.connection",
    "endpoint.exchange endpoint.negotiate endpoint.settings linked linked.description",
    "linked.reads pages pages.catalogue pages.choices pages.conclusions pages.mentions",
    "pages.reading pages.script pages.shelf pages.tables",
    "describing.edition describing.service describing.sitemap describing.writing",
    "endpoint.problems linked.context linked.describing linked.kept linked.table",
    "pages.documents pages.events pages.instruments pages.lacks pages.persons pages.terms",
    "describing.dcat describing.void endpoint.dataset endpoint.excess endpoint.formats",
    "endpoint.schemas endpoint.site linked.frames linked.jsonld linked.wholes",
    "endpoint.given linked.forms pages.frame pages.given pages.strictest",
    "endpoint.naming endpoint.rowforms linked.addresses pages.asked pages.errors pages.lists",
    "pages.nodes pages.results pages.shapes pages.vocabulary",
    "endpoint.asked endpoint.looked endpoint.nodepages endpoint.operations",
    "endpoint.problempages endpoint.protocol endpoint.viewed endpoint.wellknown linked.finds",
    "pages.search",
    "endpoint.addresses endpoint.listed endpoint.things pages.sights",
    "endpoint.openapi pages.start",
    "endpoint.apis pages.about",
    "endpoint.pages",
    "endpoint.routes",
    "endpoint.app",
    "endpoint.reader",
    "endpoint.flight endpoint.pool endpoint.warm",
    "endpoint.front",
    "endpoint.run",
    "tending viewing serving",
    "cli",
    "__main__",
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names.split()}
PLACES = {
    ".".join(p.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): p
    for p in PACKAGE.rglob("*.py")
    if p != PACKAGE / "__init__.py"
}
MODULES = sorted(PLACES)
ALONE = {
    "cachetools": {"endpoint.front", "endpoint.site"},
    "click": {"cli", "console", "findings", "pushverb", "serving", "tending", "viewing"},
    "jinja2": {"pages.frame", "refdocs.pages"},
    "owlready2": {"dl.engines"},
    "pygraphviz": {"refdocs.layout", "views.dot"},
    "pyhermit": {"dl.engines"},
    "pyowl_core": {"dl.engines"},
    "pyshacl": {"shacl_child"},
    "requests": {"remote.auths", "remote.transport"},
    "rustdl": {"dl.engines"},
    "shacl": {"shacl_child"},
    "urllib3": {"remote.transport"},
    "uvicorn": {"endpoint.connection", "endpoint.run"},
    "vl_convert": {"views.vega"},
    "werkzeug": {"endpoint.app", "endpoint.negotiate"},
}


def imports(module: str) -> set[str]:
    tree = ast.parse(PLACES[module].read_text("utf-8"))
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
    names = imports(module)
    ours = {n.removeprefix("jnkg.") for n in names if n.startswith("jnkg.")}
    above = {name for name in ours & RANK.keys() if RANK[name] > RANK[module]}
    assert not above


@pytest.mark.parametrize(("library", "homes"), sorted(ALONE.items()))
def test_a_library_has_one_home(library: str, homes: set[str]) -> None:
    users = {m for m in MODULES if any(i.split(".")[0] == library for i in imports(m))}
    assert users == homes


def test_modules_stay_under_300_lines() -> None:
    long = {m for m, p in PLACES.items() if len(p.read_text("utf-8").splitlines()) > 300}
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
