"""Find where in the files a triple stands.

A node, a property and a value come in; the file, line and column go out at which an editor would
mend them. Text in the canonical form is read exactly, other text as well as it goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from jnkg.dataset import GraphFile
from jnkg.names import RDF_TYPE, shorten
from jnkg.turtle import Object, Term, write_term


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file of the tree; line and column count from 1, 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0


class Places:
    """Where the blocks of some files stand; looks into a file only when it is asked for."""

    def __init__(self, files: Iterable[GraphFile]) -> None:
        self.files = list(files)
        self.lines: dict[str, list[str]] = {}

    @cached_property
    def homes(self) -> dict[Term, list[GraphFile]]:
        """The files in which each subject has a block."""
        homes: dict[Term, list[GraphFile]] = {}
        for file in self.files:
            for subject in {t.subject for t in file.triples}:
                homes.setdefault(subject, []).append(file)
        return homes

    def find(self, node: Object, path: str = "", value: Object | None = None) -> Place:
        """Give the place of a triple, or the nearest there is: its predicate, its block, its file.

        `path` is an IRI or anything else, which fits no predicate.
        """
        homes = self.homes.get(node, [])
        if not homes:
            return self.mention(node)
        file = best_home(homes, node, path, value)
        return self.in_file(file, node, path, value)

    def mention(self, node: Object) -> Place:
        """Give the first place that mentions a node which is no subject."""
        for file in self.files:
            if any(t.object == node for t in file.triples):
                return mention(file, node)
        return Place(self.files[0].path if self.files else "")

    def in_file(self, file: GraphFile, node: Object, path: str, value: Object | None) -> Place:
        """Give the place of a triple in a file that has a block for the node."""
        if file.path not in self.lines:
            self.lines[file.path] = file.text.splitlines()
        lines = self.lines[file.path]
        start = block_start(lines, node)
        if start is None:
            return mention(file, node)
        block = range(start, block_end(lines, start))
        for line in block:
            column = predicate_column(lines[line], path, line == start) if path else None
            if column is not None:
                best = value_line(lines, range(line, block.stop), value)
                found = line if best is None else best
                return Place(
                    file.path, found + 1, column if best is None else indent(lines[best]) + 1
                )
        return Place(file.path, start + 1, indent(lines[start]) + 1)


def best_home(
    homes: Sequence[GraphFile], node: Object, path: str, value: Object | None
) -> GraphFile:
    """Choose among the homes of a node: the triple's, its predicate's, its type's, the first."""

    def fits(file: GraphFile, predicate: str, item: Object | None) -> bool:
        return any(
            t.subject == node and t.predicate.value == predicate and item in (None, t.object)
            for t in file.triples
        )

    if len(homes) == 1:
        return homes[0]
    wanted = ((path, value), (path, None), (RDF_TYPE, None))
    return next((f for p, v in wanted for f in homes if fits(f, p, v)), homes[0])


def shown(term: Object | None) -> str:
    """Write a term as a finding shows it; a blank node has no name that lasts."""
    if term is None:
        return ""
    return "[]" if isinstance(term, ox.BlankNode) else write_term(term)


def spellings(node: Object) -> str:
    """Give a pattern for the ways in which Turtle may write a term."""
    ways = [write_term(node)]
    if isinstance(node, ox.NamedNode):
        ways.append(f"<{node.value}>")
    return "(?:" + "|".join(re.escape(way) for way in ways) + ")"


def mention(file: GraphFile, node: Object) -> Place:
    """Give the first place at which a file mentions a term, outside comments."""
    pattern = re.compile(rf"(?<![\w:.-]){spellings(node)}(?![\w-])")
    for number, line in enumerate(file.text.splitlines(), 1):
        found = None if line.lstrip().startswith("#") else pattern.search(line)
        if found:
            return Place(file.path, number, found.start() + 1)
    return Place(file.path)


def block_start(lines: Sequence[str], node: Object) -> int | None:
    """Find the line with which the block of a node begins."""
    name = write_term(node)
    if name in lines:
        return lines.index(name)
    pattern = re.compile(rf"\s*{spellings(node)}(?=[\s;]|$)")
    return next((n for n, line in enumerate(lines) if pattern.match(line)), None)


def block_end(lines: Sequence[str], start: int) -> int:
    """Find the line behind a block: the next that begins at the margin."""
    for number in range(start + 1, len(lines)):
        if lines[number][:1] not in ("", " ", "\t", "#", ".", "]", ")", ";", ","):
            return number
    return len(lines)


def predicate_column(line: str, path: str, is_first: bool) -> int | None:
    """Give the column at which a line names a predicate; anywhere in the first line of a block."""
    names = [shorten(path), f"<{path}>", *(["a"] if path == RDF_TYPE else [])]
    either = "|".join(re.escape(name) for name in names)
    lead = r"^.*?[\s;]" if is_first or ";" in line.rstrip(" ;") else r"^\s*"
    found = re.search(rf"{lead}(?P<name>{either})(?=[\s<\"\[(]|$)", line)
    return found.start("name") + 1 if found else None


def value_line(lines: Sequence[str], block: range, value: Object | None) -> int | None:
    """Find the line of a value that stands on a line of its own below its predicate."""
    if value is None or isinstance(value, ox.BlankNode) or not block:
        return None
    written = write_term(value)
    for number in block[1:]:
        if indent(lines[number]) <= indent(lines[block[0]]):
            return None
        if lines[number].strip().rstrip(";,. ") == written:
            return number
    return None


def indent(line: str) -> int:
    """Count the blanks with which a line begins."""
    return len(line) - len(line.lstrip())
