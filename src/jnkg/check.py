"""Hold a dataset against the shapes, the cross-fact rules and the pins of its quotations.

A dataset comes in as it was read, with nothing inferred; a Report goes out. Only a report
without violations gives up its dataset as Checked, and only a Checked dataset is built.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Self

import pyoxigraph as ox

from jnkg.dataset import Dataset, GraphFile, objects_of
from jnkg.errors import Refused
from jnkg.evidence import selector_digest
from jnkg.faults import faults
from jnkg.names import NS, PREFIXES, RDF_TYPE, shorten
from jnkg.places import Place, Places, shown
from jnkg.querylint import prefix_faults, read_all
from jnkg.report import Finding, Report, report
from jnkg.rooms import Tree
from jnkg.shacl_engines import SH, Outcome, Result, Run, Session
from jnkg.shapes import DATA_FOLDERS, Shapes, read_shapes
from jnkg.turtle import Term, ntriples, write_term

REFUSED = "shapes-refused"
"""The rule of the finding that an engine would not run the shapes at all."""
SUBJECT = ox.NamedNode(PREFIXES["dcterms"] + "subject")
OA = PREFIXES["oa"]
MAX_COUNT = SH + "MaxCountConstraintComponent"
UNIQUE_LANG = SH + "UniqueLangConstraintComponent"


@dataclass(frozen=True, slots=True)
class Checked:
    """A dataset that no shape and no cross-fact rule refuses."""

    dataset: Dataset


@dataclass(frozen=True, slots=True)
class Part:
    """Some files of a dataset, to be held against some shapes in one run."""

    files: Sequence[GraphFile]
    run: Run


def check(dataset: Dataset, tree: Tree, engine: str = "shacl") -> Report:
    """Hold a dataset against everything that stands before a build.

    `engine` is shacl or pyshacl. Raises Misuse where it is not there, JnkgError if it fails.
    """
    try:
        shapes = read_shapes(tree)
    except Refused as refused:
        return report(list(refused.findings))
    with Gate(dataset, tree, shapes, engine) as gate:
        return report(gate.findings())


def pass_gate(dataset: Dataset, tree: Tree, engine: str = "shacl") -> Checked:
    """Give a dataset up as Checked; raises Refused with the findings if it has violations."""
    verdict = check(dataset, tree, engine)
    if verdict.violations:
        raise Refused(verdict.violations)
    return Checked(dataset)


class Gate:
    """The checks before a build; the engine and the check queries are at work from the start."""

    def __init__(self, dataset: Dataset, tree: Tree, shapes: Shapes, engine: str) -> None:
        self.dataset = dataset
        self.tree = tree
        self.shapes = shapes
        self.parts = parts(dataset, shapes)
        self.session = Session([p.run for p in self.parts], engine)
        self.beside = ThreadPoolExecutor(1)
        _ = dataset.catalogue  # once, before two threads ask for it
        self.faults = self.beside.submit(self.ask)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.__exit__()
        self.beside.shutdown()

    def ask(self) -> list[Finding]:
        """Give the findings of the check queries."""
        questions, findings = read_all(self.tree, "check")
        findings += (f for question in questions for f in prefix_faults(self.tree, question))
        return findings + faults(self.dataset, questions)

    def findings(self) -> list[Finding]:
        """Give all findings, when all who work beside each other are ready."""
        findings = [*self.faults.result(), *changed_quotations(self.dataset)]
        for part, outcome in zip(self.parts, self.session.outcomes(), strict=True):
            findings += shape_findings(part, outcome, self.shapes)
        return findings


def parts(dataset: Dataset, shapes: Shapes) -> list[Part]:
    """Give the runs of one check: all data together, folder by folder, the ontology."""
    folders = (folder_part(dataset, shapes, folder) for folder in DATA_FOLDERS)
    every = (data_part(dataset, shapes), *folders, ontology_part(dataset, shapes))
    return [part for part in every if part.files and part.run.shapes]


def data_part(dataset: Dataset, shapes: Shapes) -> Part:
    """Give the run over all data, with the ontology at hand for the subclasses."""
    return Part(dataset.files, Run(written(dataset.files), ntriples(shapes.for_data())))


def folder_part(dataset: Dataset, shapes: Shapes, folder: str) -> Part:
    """Give the run over one data folder, where each graph says which nodes it has a block for."""
    files = tuple(dataset.of(folder))
    data = written((*files, *dataset.of("ontology")))
    data += ntriples(t for f in files for t in homes(f))
    return Part(files, Run(data, ntriples(shapes.for_folder(folder))))


def ontology_part(dataset: Dataset, shapes: Shapes) -> Part:
    """Give the run over the ontology."""
    files = tuple(dataset.of("ontology"))
    return Part(files, Run(written(files), ntriples(shapes.for_ontology())))


def written(files: Sequence[GraphFile]) -> bytes:
    """Write the triples of some files as N-Triples."""
    return b"".join(ntriples(f.triples) for f in files)


def homes(file: GraphFile) -> Iterator[ox.Triple]:
    """Yield `graph dcterms:subject node` for each node that has a block in a file."""
    for subject in dict.fromkeys(t.subject for t in file.triples):
        yield ox.Triple(file.graph, SUBJECT, subject)


def shape_findings(part: Part, outcome: Outcome, shapes: Shapes) -> Iterator[Finding]:
    """Turn what an engine says of one run into findings."""
    if outcome.fault:
        words = outcome.fault.strip().splitlines()[0]
        yield Finding(
            "shapes", 0, 0, REFUSED,
            message={
                "en": f"Mend the shapes; the engine refuses them: {words}",
                "ja": f"シェイプを直してください。エンジンが受け付けません：{words}",
            },
        )  # fmt: skip
    if not outcome.results:
        return
    places = Places(part.files)
    files = {f.path: f for f in part.files}
    alone = functools.cache(lambda path: objects_of(dict.fromkeys(files[path].triples)))
    for result in outcome.results:
        claims = [
            alone(home.path).get((result.focus, result.path), [])
            for home in places.homes.get(result.focus, ())
        ]
        if not is_disagreement(result, shapes, claims):
            yield shape_finding(result, shapes, places)


def is_disagreement(result: Result, shapes: Shapes, claims: Sequence[Sequence[Term]]) -> bool:
    """Tell whether several documents together, and none alone, say a thing too often.

    `claims` holds, for each graph, the values that it gives; a path that is not simple has none.
    """
    if "<" in result.path:
        return False
    if result.component == MAX_COUNT:
        limit = shapes.max_count(result.shape)
        return limit is not None and all(len(values) <= limit for values in claims)
    if result.component == UNIQUE_LANG:
        tags = [
            [v.language for v in vs if isinstance(v, ox.Literal) and v.language] for vs in claims
        ]
        return all(len(set(languages)) == len(languages) for languages in tags)
    return False


def shape_finding(result: Result, shapes: Shapes, places: Places) -> Finding:
    """Turn one result into a finding in the words of its shape."""
    place = graph_place(result, places) or places.find(result.focus, result.path, result.value)
    name = shorten(result.shape.value) if result.shape else "shacl"
    words = shapes.message(result.shape)
    component = shorten(result.component)
    return Finding(
        place.file,
        place.line,
        place.column,
        name,
        shown(result.focus),
        result.path if "<" in result.path or not result.path else shorten(result.path),
        shown(result.value),
        result.severity.removeprefix(SH).lower(),
        {
            "en": words.get("en", f"Mend this: the shape refuses it ({component})."),
            "ja": words.get("ja", f"シェイプに反しています（{component}）。直してください。"),
        },
    )


def graph_place(result: Result, places: Places) -> Place | None:
    """Give the file itself where a result is about a named graph."""
    return next((Place(f.path) for f in places.files if f.graph == result.focus), None)


def changed_quotations(dataset: Dataset) -> Iterator[Finding]:
    """Yield a finding for each quotation without a pin, or with that of other words."""
    for file in dataset.of("stated"):
        objects = objects_of(file.triples)
        places = Places([file])
        for (node, predicate), kinds in objects.items():
            if predicate != RDF_TYPE or ox.NamedNode(NS + "Evidence") not in kinds:
                continue
            words = [text(objects.get((node, OA + n), ())) for n in ("prefix", "exact", "suffix")]
            pin = text(objects.get((node, NS + "selectorDigest"), ()))
            if words[1] and pin != selector_digest(*words) and isinstance(node, ox.NamedNode):
                yield unpinned(places.find(node, OA + "exact"), node, pin)


def text(values: Sequence[Term]) -> str:
    """Give the text of the first literal; empty for none."""
    return next((v.value for v in values if isinstance(v, ox.Literal)), "")


def unpinned(place: Place, node: ox.NamedNode, pin: str) -> Finding:
    """Say that a quotation is not the one that was held against its document."""
    en = "This quotation was changed after it was pinned" if pin else "This quotation has no pin"
    ja = "この引用は照合の後に変更されています" if pin else "この引用は原文と照合されていません"
    return Finding(
        place.file,
        place.line,
        place.column,
        "evidence-digest",
        write_term(node),
        shorten(NS + "selectorDigest"),
        f'"{pin}"' if pin else "",
        message={
            "en": f"{en}: hold it against the text with `jnkg evidence --texts DIR --pin`.",
            "ja": f"{ja}。`jnkg evidence --texts DIR --pin`で原文と照合してください。",
        },
    )
