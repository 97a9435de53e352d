"""Read the texts of documents, and find for each document the text that it was read from.

A folder and a Dataset come in; Pairings of a document with its text go out. Offsets count
characters of the folded text. A document pins the digest of the text that was read; where no text
has that digest, another copy of it will do, and the Pairing says so.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from jnkg.dataset import Dataset, GraphFile, Objects, jn, objects_of
from jnkg.errors import Misuse
from jnkg.fold import fold_text
from jnkg.names import NS, PREFIXES, RDF_TYPE

OA, DCTERMS = PREFIXES["oa"], PREFIXES["dcterms"]


@dataclass(frozen=True, slots=True)
class Text:
    """The folded text of one file of the folder."""

    name: str
    folded: str = field(repr=False)

    @property
    def digest(self) -> str:
        """The SHA-256 of the folded text, in hexadecimal."""
        return hashlib.sha256(self.folded.encode()).hexdigest()

    def places(self, run: str) -> list[int]:
        """Give every offset at which a folded run begins, overlapping ones too."""
        found: list[int] = []
        at = self.folded.find(run) if run else -1
        while at >= 0:
            found.append(at)
            at = self.folded.find(run, at + 1)
        return found


@dataclass(frozen=True, slots=True)
class Quotation:
    """The selector of one evidence node, folded."""

    node: ox.NamedNode
    file: GraphFile = field(repr=False)
    passage: ox.NamedNode | None
    prefix: str
    exact: str
    suffix: str

    def places(self, text: Text) -> list[int]:
        """Give every offset at which the quoted words stand between their neighbours."""
        run = self.prefix + self.exact + self.suffix
        return [at + len(self.prefix) for at in text.places(run)]


@dataclass(frozen=True)
class Pairing:
    """A document with the text that it was read from, or another copy of it, or none."""

    document: ox.NamedNode
    files: tuple[GraphFile, ...] = field(repr=False)
    objects: Objects = field(repr=False)
    text: Text | None = None
    is_exact: bool = False

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """The quotations of the document's files, in their order."""
        return tuple(
            Quotation(
                node,
                file,
                self.node(node, NS + "inPassage"),
                *(fold_text(self.value(node, OA + part)) for part in ("prefix", "exact", "suffix")),
            )
            for file, node in self.subjects("Evidence")
            if self.value(node, OA + "exact")
        )

    @cached_property
    def passages(self) -> dict[ox.NamedNode, GraphFile]:
        """The passages of the document's files and the file of each."""
        return {node: file for file, node in self.subjects("Passage")}

    def subjects(self, kind: str) -> Iterator[tuple[GraphFile, ox.NamedNode]]:
        """Yield the nodes that the document's files give a type."""
        for file in self.files:
            for t in file.triples:
                is_kind = t.predicate.value == RDF_TYPE and t.object == jn(kind)
                if is_kind and isinstance(t.subject, ox.NamedNode):
                    yield file, t.subject

    def node(self, subject: ox.NamedNode, predicate: str) -> ox.NamedNode | None:
        """Give the one node that a predicate leads to."""
        found = self.objects.get((subject, predicate), ())
        return next((o for o in found if isinstance(o, ox.NamedNode)), None)

    def value(self, subject: ox.NamedNode, predicate: str) -> str:
        """Give the one literal that a predicate leads to, empty where there is none."""
        found = self.objects.get((subject, predicate), ())
        return next((o.value for o in found if isinstance(o, ox.Literal)), "")

    def span(self, passage: ox.NamedNode) -> tuple[int, int] | None:
        """Give the offsets of a passage's first character and of the one behind its last."""
        ends = [self.value(passage, NS + name) for name in ("textStart", "textEnd")]
        return (int(ends[0]), int(ends[1])) if all(e.isdecimal() for e in ends) else None

    def parent(self, passage: ox.NamedNode) -> ox.NamedNode | None:
        """Give the passage around a passage; None at the top."""
        around = self.node(passage, DCTERMS + "isPartOf")
        return around if around in self.passages else None

    def reading_order(self, passage: ox.NamedNode | None) -> tuple[int, ...]:
        """Give a passage's place among its siblings, behind those of the passages around it."""
        place: list[int] = []
        seen: set[ox.NamedNode] = set()
        while passage is not None and passage not in seen:
            seen.add(passage)
            order = self.value(passage, NS + "order")
            place.insert(0, int(order) if order.isdecimal() else 0)
            passage = self.parent(passage)
        return tuple(place)


def read_texts(folder: Path) -> tuple[Text, ...]:
    """Read all `*.txt` of a folder, in the order of their names.

    Raises Misuse where there are none or one is not UTF-8.
    """
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise Misuse(
            f"{folder} holds no .txt file. Put the texts of the documents there, in UTF-8.",
            f"{folder} に .txt ファイルがありません。文書の本文をUTF-8で置いてください。",
        )
    return tuple(Text(path.name, fold_text(read_text(path))) for path in paths)


def read_text(path: Path) -> str:
    """Read one text; raises Misuse where it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Misuse(
            f"{path} is not UTF-8 (byte {error.start}). Save it as UTF-8.",
            f"{path} はUTF-8ではありません（{error.start}バイト目）。UTF-8で保存してください。",
        ) from error


def pair(dataset: Dataset, texts: Sequence[Text]) -> tuple[Pairing, ...]:
    """Find the text of each document that pins a digest or has a quotation."""
    objects = objects_of(dataset.triples)
    files: dict[ox.NamedNode, list[GraphFile]] = defaultdict(list)
    for entry in dataset.catalogue:
        if entry.file.status == "Stated" and entry.document:
            files[entry.document].append(entry.file)
    open_pairings = [Pairing(d, tuple(fs), objects) for d, fs in files.items()]
    pinned = {d: digest for d in files if (digest := digest_of(objects, d))}
    by_digest = {text.digest: text for text in texts}
    spare = [t for t in texts if t.digest not in pinned.values()]
    return tuple(
        match(p, by_digest.get(pinned.get(p.document, "")), spare)
        for p in open_pairings
        if p.quotations or p.document in pinned
    )


def digest_of(objects: Objects, document: ox.NamedNode) -> str:
    """Give the digest that a document pins, empty where it pins none."""
    found = objects.get((document, NS + "textDigest"), ())
    return next((o.value for o in found if isinstance(o, ox.Literal)), "")


def match(pairing: Pairing, exact: Text | None, spare: Iterable[Text]) -> Pairing:
    """Take the very text that was read, else the spare one in which most quotations are found."""
    scores = {t: sum(bool(q.places(t)) for q in pairing.quotations) for t in spare}
    best = max(scores, key=lambda t: scores[t], default=None)
    likely = best if best is not None and scores[best] else None
    return Pairing(
        pairing.document, pairing.files, pairing.objects, exact or likely, exact is not None
    )
