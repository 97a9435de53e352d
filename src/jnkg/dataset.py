"""Turn the files of a tree into named graphs, and say of each what it is.

A Tree comes in; a Dataset goes out: one named graph for each file of `ontology/` and
`data/`, and the catalogue, which says of each graph its document, its status and the
day from which its content could be known. Nothing is inferred and nothing is judged
here, except that a file which is no Turtle cannot become a graph.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from jnkg.errors import Refused
from jnkg.names import NS, PREFIXES, RDF_TYPE, graph_iri
from jnkg.report import Finding
from jnkg.rooms import Tree
from jnkg.turtle import Term, parse

DCTERMS, XSD = PREFIXES["dcterms"], PREFIXES["xsd"]
STATUS_OF_FOLDER = {
    "identity": "Identity",
    "stated": "Stated",
    "derived": "Derived",
    "interpreted": "Interpreted",
}
DATED = tuple(NS + n for n in ("startDate", "endDate", "searchedOn", "concludedOn"))
NAME = r"[a-z0-9][a-z0-9.-]*"
PLACE = re.compile(rf"(ontology|data/({'|'.join(STATUS_OF_FOLDER)})(/{NAME})*)/{NAME}\.ttl")
DOCUMENTARY = (RDF_TYPE, DCTERMS + "isPartOf", NS + "issuedLatest", NS + "readOn")
Triples = tuple[ox.Triple, ...]


def jn(name: str) -> ox.NamedNode:
    """Give a term of the ontology."""
    return ox.NamedNode(NS + name)


@dataclass(frozen=True, slots=True)
class GraphFile:
    """One file as one named graph; `path` is relative to the tree."""

    path: str
    text: str = field(repr=False)
    triples: Triples = field(repr=False)

    @property
    def folder(self) -> str:
        """The room, or for data the folder that is the status: ontology, identity, stated, ..."""
        first, second, *_ = self.path.split("/")
        return second if first == "data" else first

    @property
    def status(self) -> str:
        """The local name of the status: Identity, Stated, Derived, Interpreted, Vocabulary."""
        return STATUS_OF_FOLDER.get(self.folder, "Vocabulary")

    @property
    def graph(self) -> ox.NamedNode:
        """The IRI of the named graph."""
        return ox.NamedNode(graph_iri(self.path))


@dataclass(frozen=True)
class Dataset:
    """All graphs of a tree as they were read."""

    files: tuple[GraphFile, ...]

    def of(self, *folders: str) -> Iterator[GraphFile]:
        """Yield the files of some folders."""
        return (f for f in self.files if f.folder in folders)

    @cached_property
    def triples(self) -> Triples:
        """Every triple of every file, each once, in the order of files."""
        return tuple(dict.fromkeys(t for f in self.files for t in f.triples))

    @cached_property
    def homes(self) -> dict[Term, list[GraphFile]]:
        """The files in which each subject has a block."""
        homes: dict[Term, list[GraphFile]] = defaultdict(list)
        for file in self.files:
            for subject in dict.fromkeys(t.subject for t in file.triples):
                homes[subject].append(file)
        return homes

    @cached_property
    def catalogue(self) -> tuple[Entry, ...]:
        """One entry for each graph, in the order of files."""
        return tuple(describe(self))


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue says of a graph.

    `known_from` is an ISO day, empty where the graph claims nothing or nothing tells its day.
    """

    file: GraphFile
    document: ox.NamedNode | None = None
    known_from: str = ""
    by_reading: bool = False

    def triples(self) -> Iterator[ox.Triple]:
        """Yield the entry as triples of the catalogue graph."""
        graph = self.file.graph
        yield ox.Triple(graph, jn("status"), jn(self.file.status))
        if self.document:
            yield ox.Triple(graph, ox.NamedNode(DCTERMS + "source"), self.document)
        if self.known_from:
            yield ox.Triple(graph, jn("knownFrom"), day_literal(self.known_from))
            yield ox.Triple(
                graph,
                jn("isKnownFromReading"),
                ox.Literal(str(self.by_reading).lower(), datatype=ox.NamedNode(XSD + "boolean")),
            )


def day_literal(day: str) -> ox.Literal:
    """Give an ISO day as an xsd:date."""
    return ox.Literal(day, datatype=ox.NamedNode(XSD + "date"))


def read(tree: Tree) -> Dataset:
    """Read all graphs of a tree.

    Raises Refused with a finding for each file that is not Turtle in UTF-8.
    """
    paths = [*tree.files("ontology", ".ttl"), *tree.files("data", ".ttl")]
    astray = [misplaced(path) for path in paths if not PLACE.fullmatch(path)]
    return Dataset(read_files(tree, paths, astray))


def read_files(
    tree: Tree, paths: Iterable[str], findings: Iterable[Finding] = ()
) -> tuple[GraphFile, ...]:
    """Read Turtle files; raises Refused with `findings` and one more for each that is no Turtle."""
    files: list[GraphFile] = []
    refused = list(findings)
    for path in paths:
        try:
            text = tree.text(path)
            files.append(GraphFile(path, text, tuple(parse(text))))
        except (SyntaxError, UnicodeDecodeError) as error:
            refused.append(unreadable(path, error))
    if refused:
        raise Refused(refused)
    return tuple(files)


def misplaced(path: str) -> Finding:
    """Say that a file has no place or name from which a graph could get its status and its IRI."""
    folders = ", ".join(STATUS_OF_FOLDER)
    return Finding(
        path,
        1,
        0,
        "misplaced-file",
        message={
            "en": f"Move it into a folder of data/ ({folders}); names are of a-z, 0-9, - and dots.",
            "ja": f"data/の下のフォルダー（{folders}）に、a-z、0-9、-、.だけの名で置いてください。",
        },
    )


def unreadable(path: str, error: SyntaxError | UnicodeDecodeError) -> Finding:
    """Say where and why a file is no Turtle."""
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        column, why = error.start - error.object.rfind(b"\n", 0, error.start), "UTF-8"
    else:
        line, column, why = error.lineno or 0, error.offset or 0, error.msg
    return Finding(
        path,
        line,
        column,
        "turtle-syntax",
        message={
            "en": f"Mend the Turtle here: {why}." if why != "UTF-8" else "Save it as UTF-8.",
            "ja": f"ここのTurtleの構文を直してください（{why}）。"
            if why != "UTF-8"
            else "UTF-8で保存してください。",
        },
    )


def describe(dataset: Dataset) -> Iterator[Entry]:
    """Work out the catalogue: documents first, then what is derived from them."""
    objects = objects_of(
        t
        for f in dataset.of("identity", "stated")
        for t in f.triples
        if t.predicate.value in DOCUMENTARY
    )
    entries: dict[ox.NamedNode, Entry] = {}
    for file in dataset.of("ontology", "identity"):
        entries[file.graph] = Entry(file)
    for file in dataset.of("stated"):
        entries[file.graph] = stated_entry(file, objects)
    for file in dataset.of("interpreted"):
        entries[file.graph] = Entry(file, None, file.path.rsplit("/", 1)[1][:10])
    waiting = list(dataset.of("derived"))
    while waiting:
        ready = [f for f in waiting if not premises_in(f, dataset, {w.graph for w in waiting})]
        for file in ready or waiting:  # a circle of premises: a check reports it
            entries[file.graph] = derived_entry(file, dataset, entries)
        waiting = [f for f in waiting if ready and f not in ready]
    return (entries[f.graph] for f in dataset.files)


Objects = dict[tuple[Term, str], list[Term]]


def objects_of(triples: Iterable[ox.Triple]) -> Objects:
    """Index objects by subject and predicate."""
    index: Objects = defaultdict(list)
    for triple in triples:
        index[triple.subject, triple.predicate.value].append(triple.object)
    return index


def stated_entry(file: GraphFile, objects: Objects) -> Entry:
    """Find the document of a stated file by its passages, and the day it was public."""
    document = next((d for t in file.triples if (d := root_document(t, objects))), None)
    if document is None:
        return Entry(file)
    issued = objects.get((document, NS + "issuedLatest"))
    read_on = objects.get((document, NS + "readOn"), [])
    day = next((o.value for o in issued or read_on if isinstance(o, ox.Literal)), "")
    return Entry(file, document, day, by_reading=not issued and bool(day))


def root_document(triple: ox.Triple, objects: Objects) -> ox.NamedNode | None:
    """Follow a passage's `dcterms:isPartOf` up to its document."""
    if triple.predicate.value != RDF_TYPE or triple.object != jn("Passage"):
        return None
    node: object = triple.subject
    seen: set[object] = set()
    while isinstance(node, ox.NamedNode) and node not in seen:
        seen.add(node)
        if jn("Document") in objects.get((node, RDF_TYPE), ()):
            return node
        node = next(iter(objects.get((node, DCTERMS + "isPartOf"), ())), None)
    return None


def premises_in(file: GraphFile, dataset: Dataset, graphs: set[ox.NamedNode]) -> list[ox.NamedNode]:
    """Give the graphs among `graphs`, other than the file's own, that hold its premises."""
    return [
        home.graph
        for triple in file.triples
        if triple.predicate.value == NS + "hasPremise"
        for home in dataset.homes.get(triple.object, ())
        if home.graph in graphs and home.graph != file.graph
    ]


def derived_entry(file: GraphFile, dataset: Dataset, entries: dict[ox.NamedNode, Entry]) -> Entry:
    """Date a derived graph by its latest premise and the latest day of DATED that it asserts.

    A premise that has a block in several graphs was known as soon as the first of them was.
    """
    days = [
        t.object.value
        for t in file.triples
        if t.predicate.value in DATED and isinstance(t.object, ox.Literal)
    ]
    by_reading = any(t.predicate == jn("concludedOn") for t in file.triples)
    for triple in file.triples:
        if triple.predicate.value != NS + "hasPremise":
            continue
        known = [
            entries[home.graph]
            for home in dataset.homes.get(triple.object, ())
            if home.graph in entries and home.graph != file.graph and home.status != "Identity"
        ]
        first = min((e for e in known if e.known_from), key=lambda e: e.known_from, default=None)
        if first:
            days.append(first.known_from)
            by_reading |= first.by_reading
    return Entry(file, None, max(days, default=""), by_reading)
