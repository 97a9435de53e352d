"""Read the W3C test suite for SHACL: its manifests come in, Cases go out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from jnkg.dataset import Objects, objects_of
from jnkg.names import PREFIXES
from jnkg.shacl_engines import SH, Outcome, Run, items, read_result
from jnkg.turtle import Term, ntriples, write_term

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "w3c"
Verdict = tuple[bool, Counter[tuple[str, ...]]]


def suite_folder() -> Path:
    """Give the folder of the suite: JNKG_W3C, else ../shared/w3c beside the checkout."""
    return Path(os.environ.get("JNKG_W3C") or DEFAULT) / "shacl"


@dataclass(frozen=True)
class Case:
    """One test; `wanted` is None where the engine must refuse the shapes."""

    name: str
    run: Run
    wanted: Verdict | None


def cases(folder: Path) -> list[Case]:
    """Read every test of the suite, in the order of its manifests."""
    if not (folder / "manifest.ttl").exists():
        return []
    return list(read_manifest(folder / "manifest.ttl", folder))


def triples_of(path: Path) -> list[ox.Triple]:
    parsed = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    return [q.triple for q in parsed]


def file_of(term: Term) -> Path:
    assert isinstance(term, ox.NamedNode)
    return Path(term.value.removeprefix("file://"))


def read_manifest(path: Path, folder: Path) -> Iterator[Case]:
    triples = triples_of(path)
    objects = objects_of(triples)
    here = ox.NamedNode(path.as_uri())
    for included in objects.get((here, MF + "include"), ()):
        yield from read_manifest(file_of(included), folder)
    for entries in objects.get((here, MF + "entries"), ()):
        for entry in items(entries, objects):
            yield read_case(entry, objects, path.relative_to(folder).with_suffix("").as_posix())


def read_case(entry: Term, objects: Objects, name: str) -> Case:
    action = objects[entry, MF + "action"][0]
    data, shapes = (
        ntriples(triples_of(file_of(objects[action, SHT + part][0])))
        for part in ("dataGraph", "shapesGraph")
    )
    result = objects[entry, MF + "result"][0]
    run = Run(data, shapes)
    if result == ox.NamedNode(SHT + "Failure"):
        return Case(name, run, None)
    conforms = objects[result, SH + "conforms"][0]
    assert isinstance(conforms, ox.Literal)
    results = [read_result(node, objects) for node in objects.get((result, SH + "result"), ())]
    return Case(name, run, verdict(Outcome(conforms.value == "true", tuple(results))))


def verdict(outcome: Outcome) -> Verdict:
    """Give what two engines must agree on; blank nodes have no name that could agree."""
    return outcome.conforms, Counter(
        (shown(r.focus), r.path, shown(r.value), r.component, r.severity) for r in outcome.results
    )


def shown(term: Term | None) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.BlankNode):
        return "_:"
    assert not isinstance(term, ox.Triple)
    return write_term(term)


assert PREFIXES["sh"] == SH
