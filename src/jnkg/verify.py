"""Hold everything in a tree against every rule there is: what `jnkg check` runs.

A Tree comes in; a Report goes out: syntax, canonical form, the gate before a build, undefined
terms, the lint of shapes and queries, stored questions against their expected rows, and what a
reasoner says of ontology and data.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

from jnkg.check import REFUSED, Gate
from jnkg.dataset import Dataset, read
from jnkg.dl.consistency import DAILY, verdicts
from jnkg.dl.verdict import findings_of, verdict_line
from jnkg.errors import Misuse, Refused
from jnkg.expected import last_world, row_faults, rows_of
from jnkg.forms import Forms
from jnkg.names import LANGUAGES
from jnkg.querylint import (
    heading_faults,
    headings,
    order_faults,
    prefix_faults,
    read_all,
    syntax_fault,
)
from jnkg.reason import reason
from jnkg.report import Finding, Report, report
from jnkg.rooms import ENDINGS, ROOMS, Snapshot, Tree
from jnkg.rulebook import rules
from jnkg.shapelint import lint
from jnkg.shapes import Shapes, read_shapes
from jnkg.tables.faults import faults as table_faults
from jnkg.terms import classes, declared, undefined, undefined_in_query

Progress = Callable[[str], None]
BLOCKING = {"turtle-syntax", REFUSED}
"""The rules whose findings keep others from being looked for."""


def silence(_: str) -> None:
    """Report progress to nobody."""


def verify(
    tree: Tree,
    engine: str = "shacl",
    progress: Progress | None = None,
    reasoner: str = DAILY,
) -> Report:
    """Run every check on a tree; `progress` is told the name of each step as it begins.

    `engine` is shacl or pyshacl, `reasoner` pyhermit or hermit. Raises Misuse where one of them is
    not there, JnkgError if it fails.
    """
    tell = progress or silence
    tell("read")
    tree = Snapshot(tree)
    dataset, shapes, findings = read_both(tree)
    if dataset is None or shapes is None:
        return report(findings)
    tell("shapes")
    files = (*dataset.files, *shapes.files)
    with Gate(dataset, tree, shapes, engine) as gate, Forms(tree, files) as forms:
        tell("terms")
        strange = list(vocabulary_findings(dataset, shapes, tree))
        tell("queries")
        findings += [*strange, *query_findings(dataset, tree), *table_faults(tree)]
        tell("reasoner")
        found = verdicts(dataset, tree, reasoner) if not strange else ()
        findings += findings_of(found)
        tell("gate")
        findings += gate.findings()
        tell("canonical form")
        findings += forms.findings()
    return report(findings, [{tag: verdict_line(found, tag) for tag in LANGUAGES}] if found else ())


def verify_files(
    tree: Tree,
    files: Iterable[str | os.PathLike[str]],
    engine: str = "shacl",
    progress: Progress | None = None,
    reasoner: str = DAILY,
) -> Report:
    """Run every check and give the findings on some files; paths are as the shell gives them.

    The whole tree is the context, since a file alone means little; what kept the checks from
    running is told wherever it stands. Raises Misuse for a file that is not in the tree.
    """
    wanted = {relative(tree, path) for path in files}
    found = verify(tree, engine, progress, reasoner)
    own = [f for f in found.findings if f.file in wanted or f.rule in BLOCKING]
    return report(own, found.remarks)


def relative(tree: Tree, path: str | os.PathLike[str]) -> str:
    """Give a path relative to the tree, with slashes; raises Misuse where it is outside."""
    whole = os.path.realpath(path)
    inside = os.path.relpath(whole, os.path.realpath(tree.root)).replace(os.sep, "/")
    is_ours = inside.startswith(tuple(f"{room}/" for room in ROOMS)) and inside.endswith(ENDINGS)
    if not is_ours or not os.path.isfile(whole):
        raise Misuse(
            f"{path} is not a file of the tree {tree.root}. Put it into one of its rooms.",
            f"{path}はツリー{tree.root}のファイルではありません。ツリーの中に置いてください。",
        )
    return inside


def read_both(tree: Tree) -> tuple[Dataset | None, Shapes | None, list[Finding]]:
    """Read graphs and shapes; what cannot be read is a finding."""
    dataset: Dataset | None = None
    shapes: Shapes | None = None
    findings: list[Finding] = []
    try:
        dataset = read(tree)
    except Refused as refused:
        findings += refused.findings
    try:
        shapes = read_shapes(tree)
    except Refused as refused:
        findings += refused.findings
    return dataset, shapes, findings


def vocabulary_findings(dataset: Dataset, shapes: Shapes, tree: Tree) -> Iterator[Finding]:
    """Yield undefined terms of graphs, shapes and queries, and the faults of shapes."""
    known = declared(dataset)
    yield from undefined((*dataset.files, *shapes.files), known)
    for path in tree.files("queries", ".rq"):
        yield from undefined_in_query(path, tree.bytes(path).decode(errors="replace"), known)
    yield from lint(shapes, classes(dataset))


def query_findings(dataset: Dataset, tree: Tree) -> Iterator[Finding]:
    """Yield the faults of the questions for readers."""
    questions, findings = read_all(tree, "answer")
    yield from findings
    if not questions:
        return
    try:
        store = last_world(reason(dataset, rules(dataset, tree)))
    except Refused as refused:
        yield from refused.findings
        return
    known, faults = headings(tree)
    yield from faults
    for question in questions:
        yield from prefix_faults(tree, question)
        try:
            rows = rows_of(store, question)
        except SyntaxError as error:
            yield syntax_fault(tree, question, error)
            continue
        yield from heading_faults(question, rows[0], known)
        yield from order_faults(question)
        yield from row_faults(tree, question, rows)
