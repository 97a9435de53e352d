"""Imports run one way, and the path of a question stays light."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "jnkg"
LAYERS = (
    "names errors report",
    "rooms",
    "turtle fold vocabulary builds",
    "dataset questions marks",
    "tables tables.definition",
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
    "tables.faults",
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
    "citewords",
    "citeforms",
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
    "asking proving pushverb",
    "views views.dot views.frame",
    "views.deeds views.moments views.partners views.survey views.tableau views.vega",
    "views.eras views.rails views.standing views.stands views.telling views.ties",
    "views.columns views.heat views.lanes views.mermaid views.network views.strips views.wiring",
    "views.compare views.coverage views.ledger views.timeline views.tracks",
    "views.lineage",
    "describing describing.blocks describing.census linked linked.description linked.reads",
    "describing.edition describing.service describing.sitemap describing.writing "
    "linked.context linked.describing linked.kept linked.table",
    "describing.dcat describing.void linked.frames linked.jsonld linked.wholes",
    "describing.dumps linked.forms",
    "linked.addresses",
    "linked.finds",
    "tables.rows",
    "tables.cells tables.content",
    "tables.codes",
    "tables.books",
    "exports exports.countings exports.cypher exports.grounds exports.joins "
    "exports.network exports.request exports.trusty",
    "exports.catalogue exports.colophon exports.quickstatements exports.tabular "
    "exports.things exports.whole exports.xmlfile",
    "exports.citations exports.codebook exports.csvw exports.datasette exports.descent "
    "exports.everything exports.jsonld exports.mappings exports.meetings exports.papers "
    "exports.parquet exports.rdf exports.readings exports.writing",
    "exports.attendance exports.datapackage exports.fulltext exports.nanopubs exports.rdf12",
    "exports.csvs exports.networks exports.sqlite",
    "exports.cytoscape exports.gexf exports.graphml exports.neo4j",
    "kg.days kg.saying",
    "kg.elsewhere kg.triples",
    "kg.standpoint",
    "kg.about kg.entity kg.frames kg.grounds kg.html kg.rows kg.text kg.values kg.webs",
    "kg.handing kg.naming kg.nets kg.tabling",
    "kg.asking",
    "kg.asked kg.sights",
    "kg.seen",
    "kg.graph",
    "kg.opening",
    "kg",
    "releasing releasing.account releasing.parts releasing.piece releasing.sources releasing.words",
    "releasing.citationfile releasing.croissant releasing.datacite releasing.readme "
    "releasing.standards",
    "releasing.crate releasing.descriptions",
    "releasing.archive releasing.making",
    "releasing.statements",
    "releasing.difference releasing.renames",
    "releasing.consequences releasing.reasons releasing.telling",
    "releasing.comparing",
    "endpoint endpoint.connection endpoint.exchange endpoint.negotiate endpoint.settings "
    "pages pages.catalogue pages.choices pages.conclusions pages.mentions pages.reading "
    "pages.script pages.shelf pages.tables reconciling reconciling.asked reconciling.days "
    "reconciling.spelling",
    "endpoint.problems pages.documents pages.events pages.instruments pages.lacks "
    "pages.persons pages.terms reconciling.called",
    "endpoint.dataset endpoint.excess endpoint.formats endpoint.schemas endpoint.site "
    "reconciling.kinds reconciling.scores",
    "endpoint.given endpoint.things pages.frame pages.given pages.strictest reconciling.properties",
    "endpoint.naming endpoint.rowforms pages.asked pages.errors pages.lists pages.nodes "
    "pages.results pages.shapes pages.vocabulary reconciling.agreeing reconciling.telling",
    "endpoint.asked endpoint.looked endpoint.nodepages endpoint.operations "
    "endpoint.problempages endpoint.protocol endpoint.viewed endpoint.wellknown "
    "pages.search reconciling.candidates reconciling.suggestions",
    "endpoint.addresses endpoint.listed pages.sights reconciling.extension",
    "endpoint.reconschemas pages.start reconciling.manifest reconciling.preview",
    "endpoint.reconciled endpoint.reconpaths pages.about pages.preview",
    "endpoint.openapi endpoint.pages endpoint.reconhelp",
    "endpoint.apis",
    "endpoint.routes",
    "endpoint.app",
    "endpoint.reader",
    "endpoint.flight endpoint.pool endpoint.warm",
    "endpoint.front",
    "endpoint.run",
    "agents agents.guide agents.schemas agents.speech agents.wording",
    "agents.desk agents.returns",
    "agents.served agents.strength",
    "agents.checked agents.looked agents.modelled agents.viewed",
    "agents.asked agents.grounded",
    "agents.typed agents.worker",
    "agents.front",
    "agents.server",
    "apidocs exporting mcpverb releaseverbs serving viewing",
    "documenting",
    "tending",
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
    "anyio": {"agents.front", "agents.server"},
    "cachetools": {"endpoint.front", "endpoint.site"},
    "click": {
        *("cli", "console", "exporting", "findings", "mcpverb", "pushverb", "releaseverbs"),
        *("serving", "tending", "viewing"),
    },
    "jinja2": {"pages.frame", "refdocs.pages"},
    "jsonschema": {"agents.checked"},
    "mcp": {"agents.server"},
    "networkx": {"kg.nets", "kg.rows", "kg.webs"},
    "owlready2": {"dl.engines"},
    "pandas": {"kg.frames", "kg.rows"},
    "pdoc": {"apidocs"},
    "polars": {"kg.frames", "kg.rows"},
    "pyarrow": {"exports.parquet", "kg.frames", "kg.rows"},
    "pygraphviz": {"refdocs.layout", "views.dot"},
    "pyhermit": {"dl.engines"},
    "pyowl_core": {"dl.engines"},
    "pyshacl": {"shacl_child"},
    "rdflib": {"kg.graph", "kg.triples", "shacl_child"},
    "requests": {"remote.auths", "remote.transport"},
    "rustdl": {"dl.engines"},
    "shacl": {"shacl_child"},
    "urllib3": {"remote.transport"},
    "uvicorn": {"agents.server", "endpoint.connection", "endpoint.run"},
    "vl_convert": {"views.vega"},
    "werkzeug": {"endpoint.app", "endpoint.negotiate"},
}


@cache
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
