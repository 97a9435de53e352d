"""Read the shapes and say what belongs to each: its run, its words, its limits.

A Tree comes in; Shapes go out. A file of `shapes/folder/` is for the data folder that it is named
after, `shapes/ontology.ttl` for the ontology, and every other file for all data together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from jnkg.dataset import GraphFile, Objects, objects_of, read_files
from jnkg.names import LANGUAGES, PREFIXES
from jnkg.rooms import Tree
from jnkg.turtle import Term

SH = PREFIXES["sh"]
DATA_FOLDERS = ("identity", "stated", "derived", "interpreted")
FOLDER_ROOM = "shapes/folder/"
FOR_ONTOLOGY = "shapes/ontology.ttl"


@dataclass(frozen=True)
class Shapes:
    """All shapes of a tree, file by file."""

    files: tuple[GraphFile, ...]

    def for_data(self) -> list[ox.Triple]:
        """Give the shapes that all data together are held against."""
        return merged(
            f for f in self.files if f.path != FOR_ONTOLOGY and not f.path.startswith(FOLDER_ROOM)
        )

    def for_ontology(self) -> list[ox.Triple]:
        """Give the shapes that the ontology is held against."""
        return merged(f for f in self.files if f.path == FOR_ONTOLOGY)

    def for_folder(self, folder: str) -> list[ox.Triple]:
        """Give the shapes that say what a data folder may hold."""
        return merged(f for f in self.files if f.path == f"{FOLDER_ROOM}{folder}.ttl")

    @cached_property
    def objects(self) -> Objects:
        """All objects by subject and predicate."""
        return objects_of(t for f in self.files for t in f.triples)

    def message(self, shape: ox.NamedNode | None) -> dict[str, str]:
        """Give what a shape tells the editor to do, in each language that it has."""
        holders: list[Term] = [shape] if shape is not None else []
        holders += self.objects.get((shape, SH + "sparql"), []) if shape is not None else []
        words: dict[str, str] = {}
        for literal in literals(holders, self.objects):
            if literal.language in LANGUAGES:
                words.setdefault(literal.language, literal.value)
        return words

    def max_count(self, shape: ox.NamedNode | None) -> int | None:
        """Give how often a shape lets one document say a thing; None where it sets no limit."""
        values = self.objects.get((shape, SH + "maxCount"), ()) if shape is not None else ()
        for value in values:
            if isinstance(value, ox.Literal) and value.value.isdecimal():
                return int(value.value)
        return None


def literals(holders: Iterable[Term], objects: Objects) -> Iterator[ox.Literal]:
    """Yield the messages of some shapes and constraints."""
    for holder in holders:
        for item in objects.get((holder, SH + "message"), ()):
            if isinstance(item, ox.Literal):
                yield item


def merged(files: Iterable[GraphFile]) -> list[ox.Triple]:
    """Give the triples of some files, each once."""
    return list(dict.fromkeys(t for f in files for t in f.triples))


def read_shapes(tree: Tree) -> Shapes:
    """Read all shapes of a tree; raises Refused with a finding for each file that is no Turtle."""
    return Shapes(read_files(tree, tree.files("shapes", ".ttl")))
