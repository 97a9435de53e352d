"""Document the ontology: pages in two languages, for every module and every term.

A Tree comes in; pages go out, bytes by path, and can be written to a folder whole or not at all.
The folder works from a disk and under any path of a server; terms that nobody writes by hand are
shown at work in what the reasoner concludes.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from jnkg.dataset import Dataset, objects_of, read
from jnkg.errors import Misuse, Refused
from jnkg.levels import ALWAYS
from jnkg.names import STATUSES
from jnkg.querylint import read_all
from jnkg.questions import Question
from jnkg.reason import reason
from jnkg.refdocs.edition import Reference
from jnkg.refdocs.ends import Fitter
from jnkg.refdocs.examples import Examples
from jnkg.refdocs.ontology import ontology_of
from jnkg.refdocs.pages import pages
from jnkg.refdocs.speech import speakers
from jnkg.refdocs.uses import Graph, Uses, graphs_of
from jnkg.rooms import Tree
from jnkg.rulebook import rules
from jnkg.shapes import Shapes, read_shapes

MARK = "terms.json"
"""A folder that holds this file was written here, and may be written anew."""


def reference_of(
    dataset: Dataset,
    shapes: Shapes,
    questions: Iterable[Question],
    inferred: Mapping[str, Iterable[ox.Triple]] | None = None,
) -> Reference:
    """Gather what the pages are made from; `inferred` holds conclusions by the status they have."""
    ontology = ontology_of(dataset)
    graphs = tuple(graphs_of(dataset, inferred or {}))
    return Reference(
        ontology,
        Fitter(ontology, shapes),
        Uses(ontology, graphs, tuple(questions), shapes),
        Examples(graphs),
        {status: speakers(objects_of(known(graphs, status))) for status in STATUSES},
    )


def known(graphs: Iterable[Graph], status: str) -> Iterator[ox.Triple]:
    """Yield what is known where nothing weaker than a status is admitted."""
    weaker = STATUSES[STATUSES.index(status) + 1 :]
    hidden = (*weaker, "inferred") if weaker else ()
    return (t for graph in graphs if graph.status not in hidden for t in graph.triples)


def refdocs(tree: Tree, beside: str = "") -> dict[str, bytes]:
    """Make the reference of a tree; raises Refused with findings where its files cannot be read.

    `beside` is the address of the reference of the Python API, where it lies beside these pages.
    """
    questions, findings = read_all(tree, "answer")
    if findings:
        raise Refused(findings)
    dataset = read(tree)
    reference = reference_of(dataset, read_shapes(tree), questions, conclusions(dataset, tree))
    return pages(reference, beside)


def conclusions(dataset: Dataset, tree: Tree) -> dict[str, list[ox.Triple]]:
    """Give what the reasoner concludes of the data, by status; of the ontology alone, nothing."""
    found: dict[str, list[ox.Triple]] = {}
    for graph in reason(dataset, rules(dataset, tree)).inferred:
        if graph.level != ALWAYS:
            found.setdefault(STATUSES[graph.level[0]], []).extend(graph.conclusions)
    return found


def write(made: Mapping[str, bytes], folder: Path) -> None:
    """Write pages to a folder, whole or not at all; older pages there give way.

    Raises Misuse where the folder holds something else.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise Misuse(
            f"{folder} holds other files: name an empty folder, or one that does not exist.",
            f"{folder}には別のファイルがあります。空のフォルダーか、新しい名を指定してください。",
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder.parent))
    try:
        for path, content in made.items():
            place = draft / "new" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        if folder.exists():
            folder.rename(draft / "old")
        (draft / "new").rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
