"""Read the W3C test suite for SPARQL 1.1: its manifests come in, Cases go out, answers compare.

Answers are compared as SPARQL has them: rows in any order unless both sides are ordered, blank
nodes up to their names, numbers by value (the engine keeps values, not spellings).
"""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox

from jnkg.dataset import Objects, objects_of
from jnkg.endpoint.formats import GRAPHS, TABLES
from jnkg.names import PREFIXES
from jnkg.shacl_engines import items
from jnkg.turtle import Term

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RDF, RDFS, XSD = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["xsd"]
DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "w3c"
Row = tuple[Term | None, ...]
TABLE_FILES = {".srx": "application/xml", ".srj": "application/json",
               ".tsv": "text/tab-separated-values"}  # fmt: skip


def suite_folder() -> Path:
    """Give the folder of the suite: JNKG_W3C, else ../shared/w3c beside the checkout."""
    return Path(os.environ.get("JNKG_W3C") or DEFAULT) / "sparql11"


@dataclass(frozen=True)
class Table:
    """The rows of a SELECT; `ordered` where their order counts."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    ordered: bool = False


Answered = Table | bool | list[ox.Triple]
"""What a query gives: rows, a truth, or a graph."""


@dataclass(frozen=True)
class Case:
    """One test: its kind, its query, its data (files, each with its graph), its result file."""

    name: str
    kind: str
    query: Path
    data: tuple[tuple[Path, ox.NamedNode | ox.DefaultGraph], ...] = ()
    result: Path | None = None

    @property
    def text(self) -> str:
        """The query as it stands in its file."""
        return self.query.read_bytes().decode("utf-8")

    def store(self) -> ox.Store:
        """Load the data."""
        store = ox.Store()
        for path, graph in self.data:
            form = ox.RdfFormat.from_extension(path.suffix[1:])
            store.load(path=path, format=form, base_iri=path.as_uri(), to_graph=graph)
        return store


def cases(folder: Path, manifest: str) -> list[Case]:
    """Read every test of a manifest and of those that it includes."""
    path = folder / manifest
    return list(read_manifest(path)) if path.exists() else []


def objects_in(path: Path) -> Objects:
    form = ox.RdfFormat.from_extension(path.suffix[1:])
    return objects_of(q.triple for q in ox.parse(path=path, format=form, base_iri=path.as_uri()))


def path_of(term: Term) -> Path:
    assert isinstance(term, ox.NamedNode)
    return Path(unquote(term.value.removeprefix("file://")))


def listed(head: Term, objects: Objects) -> list[Term]:
    """Give the members of a list, or the node itself where it is none."""
    return list(items(head, objects)) if (head, RDF + "first") in objects else [head]


def read_manifest(path: Path) -> Iterator[Case]:
    objects = objects_in(path)
    here = ox.NamedNode(path.as_uri())
    for included in objects.get((here, MF + "include"), ()):
        for node in listed(included, objects):
            yield from read_manifest(path_of(node))
    for head in objects.get((here, MF + "entries"), ()):
        for entry in listed(head, objects):
            yield read_case(entry, objects, path.parent.name)


def read_case(entry: Term, objects: Objects, folder: str) -> Case:
    assert isinstance(entry, ox.NamedNode)
    name = f"{folder}/{entry.value.rpartition('#')[2]}"
    kind = kind_of(entry, objects)
    action = objects[entry, MF + "action"][0]
    asked = [*objects.get((action, QT + "query"), ()), *objects.get((action, UT + "request"), ())]
    if not asked:
        return Case(name, kind, path_of(action))
    results = objects.get((entry, MF + "result"), ())
    found = [path_of(r) for r in results if isinstance(r, ox.NamedNode)]
    return Case(name, kind, path_of(asked[0]), tuple(data_of(action, objects)), *found)


def kind_of(entry: Term, objects: Objects) -> str:
    types = objects[entry, RDF + "type"]
    kinds = [t.value.rpartition("#")[2] for t in types if isinstance(t, ox.NamedNode)]
    return next(kind for kind in kinds if kind != "Test")


def data_of(
    action: Term, objects: Objects
) -> Iterator[tuple[Path, ox.NamedNode | ox.DefaultGraph]]:
    """Give the files of a test with the graphs they go into: labelled, or called by their IRI."""
    for node in objects.get((action, QT + "data"), ()):
        yield path_of(node), ox.DefaultGraph()
    for vocabulary in (QT, UT):
        for node in objects.get((action, vocabulary + "graphData"), ()):
            file = objects.get((node, vocabulary + "graph"), [node])[0]
            label = objects.get((node, RDFS + "label"), [node])[0]
            assert isinstance(label, ox.NamedNode | ox.Literal)
            yield path_of(file), ox.NamedNode(label.value)


@cache
def wanted(path: Path, query: Path) -> Answered | str:
    """Read a result file; a CSV file stays a text."""
    if path.suffix == ".csv":
        return path.read_bytes().decode("utf-8")
    if path.suffix in TABLE_FILES:
        return read_table(path.read_bytes(), TABLE_FILES[path.suffix])
    objects = objects_in(path)
    heads = [s for (s, p), o in objects.items() if p == RDF + "type" and is_set(o)]
    if heads:
        return read_set(heads[0], objects)
    form = ox.RdfFormat.from_extension(path.suffix[1:])
    return [q.triple for q in ox.parse(path=path, format=form, base_iri=query.as_uri())]


def is_set(types: Sequence[Term]) -> bool:
    return ox.NamedNode(RS + "ResultSet") in types


def read_set(head: Term, objects: Objects) -> Table | bool:
    """Read rows that are written as a graph."""
    for truth in objects.get((head, RS + "boolean"), ()):
        return isinstance(truth, ox.Literal) and truth.value == "true"
    columns = tuple(text_of(v) for v in objects.get((head, RS + "resultVariable"), ()))
    rows: list[tuple[int, Row]] = []
    for solution in objects.get((head, RS + "solution"), ()):
        bound = {
            text_of(objects[node, RS + "variable"][0]): objects[node, RS + "value"][0]
            for node in objects.get((solution, RS + "binding"), ())
        }
        places = [int(text_of(i)) for i in objects.get((solution, RS + "index"), ())]
        rows.append((sum(places), tuple(bound.get(c) for c in columns)))
    rows.sort(key=lambda row: row[0])
    return Table(columns, tuple(row for _, row in rows), any(place for place, _ in rows))


def text_of(term: Term) -> str:
    assert isinstance(term, ox.Literal)
    return term.value


def read_table(body: bytes, media_type: str) -> Table | bool:
    """Read rows or a truth in a W3C form."""
    return collect(ox.parse_query_results(body, format=TABLES[media_type]))


def collect(found: ox.QuerySolutions | ox.QueryBoolean) -> Table | bool:
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    columns = tuple(v.value for v in found.variables)
    return Table(columns, tuple(tuple(row[c] for c in columns) for row in found))


def asked(store: ox.Store, case: Case) -> Answered:
    """Ask the engine itself."""
    found = store.query(case.text, base_iri=case.query.as_uri())
    if isinstance(found, ox.QueryTriples):
        return list(found)
    return collect(found)


def read_answer(body: bytes, media_type: str) -> Answered:
    """Read what an endpoint sent."""
    if media_type in TABLES:
        return read_table(body, media_type)
    return [q.triple for q in ox.parse(body, format=GRAPHS[media_type])]


def agree(given: Answered, right: Answered) -> bool:
    """Compare two answers of one query."""
    if isinstance(given, Table) and isinstance(right, Table):
        return same_tables(given, right)
    if isinstance(given, list) and isinstance(right, list):
        return canonical(graph(given)) == canonical(graph(right))
    return given == right


def same_tables(given: Table, right: Table) -> bool:
    if not set(right.columns) <= set(given.columns):
        return False
    places = [right.columns.index(c) if c in right.columns else None for c in given.columns]
    rows = [tuple(None if p is None else row[p] for p in places) for row in right.rows]
    keep_order = right.ordered
    return canonical(listing(given.rows, keep_order)) == canonical(listing(rows, keep_order))


def listing(rows: Iterable[Row], keep_order: bool) -> Iterator[ox.Quad]:
    """Write rows as a graph, so that one comparison serves both: a node for each kind of row."""
    plain = [tuple(None if t is None else by_value(t) for t in row) for row in rows]
    counted = enumerate(plain) if keep_order else ((n, r) for r, n in Counter(plain).items())
    for number, row in counted:
        node = ox.BlankNode()
        yield ox.Quad(node, ox.NamedNode("urn:number"), ox.Literal(number))
        for place, term in enumerate(row):
            if term is not None:
                yield ox.Quad(node, ox.NamedNode(f"urn:column:{place}"), term)


def graph(triples: Iterable[ox.Triple]) -> Iterator[ox.Quad]:
    return (ox.Quad(t.subject, t.predicate, by_value(t.object)) for t in triples)


def by_value(term: Term) -> Term:
    """Spell a number, truth or time by its value, as the engine does on its own terms."""
    if not isinstance(term, ox.Literal):
        return term
    kind = term.datatype.value.removeprefix(XSD)
    spell = SPELLINGS.get(kind)
    try:
        return ox.Literal(spell(term.value), datatype=datatype_of(kind)) if spell else term
    except ValueError:
        return term


def datatype_of(kind: str) -> ox.NamedNode:
    """Give the datatype that the engine keeps: of whole numbers there is one."""
    return ox.NamedNode(XSD + ("integer" if SPELLINGS[kind] is whole else kind))


def real(text: str) -> str:
    return f"{float(text):.10g}"


def whole(text: str) -> str:
    return str(int(text))


def truth(text: str) -> str:
    return {"1": "true", "0": "false"}.get(text, text)


def moment(text: str) -> str:
    return text.replace("+00:00", "Z")


SPELLINGS = {
    **dict.fromkeys(("decimal", "double", "float"), real),
    **dict.fromkeys(("integer", "int", "byte", "negativeInteger", "nonNegativeInteger"), whole),
    "boolean": truth,
    "dateTime": moment,
}


def canonical(quads: Iterable[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def same_csv(given: str, right: str) -> bool:
    """Compare two CSV texts: rows and columns in any order, blank nodes by their place alone."""
    return masked(given) == masked(right)


def masked(text: str) -> Counter[tuple[tuple[str, str], ...]]:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return Counter(
        tuple(sorted((k, "_:" if v.startswith("_:") else v) for k, v in row.items()))
        for row in rows
    )
