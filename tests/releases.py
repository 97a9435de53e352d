"""Make small releases for the tests: a lean tree, some forms of export, a narrowed world."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from jnkg.exports.catalogue import FORMS, Form
from jnkg.exports.request import Request
from jnkg.exports.writing import write_folder
from jnkg.releasing.making import release
from jnkg.releasing.piece import Piece
from jnkg.rooms import Tree

ROOMS = ("ontology", "shapes", "queries/table", "queries/infer")


def lean_tree(tree: Tree, folder: Path, rooms: Sequence[str] = ROOMS) -> Tree:
    """Copy what a release takes along, without the many questions and the data."""
    for room in rooms:
        shutil.copytree(Path(tree.root, room), folder / room)
    return Tree(str(folder), True)


def forms(*names: str) -> list[Form]:
    return [FORMS[name] for name in names]


def write_release(request: Request, wanted: Sequence[Form], folder: Path) -> list[Piece]:
    pieces: list[Piece] = []
    write_folder(release(request, wanted, pieces.append), folder)
    return pieces
