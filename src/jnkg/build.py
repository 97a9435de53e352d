"""Build a tree into worlds that can be asked, unless that was done before.

A Tree comes in; an open World goes out. A changed tree passes the gate first: where it has
violations, nothing is built and nothing is answered. Builds are kept by the digest of the
tree, so that no answer can come from another state of it.
"""

from __future__ import annotations

import marshal
import os
import shutil
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path

from jnkg.check import Checked, pass_gate
from jnkg.dataset import read
from jnkg.questions import read_questions
from jnkg.rooms import Tree
from jnkg.store import Index, World, build_folder, open_world, read_index, world_day
from jnkg.worlds import days, write_world

KEPT = 3
"""How many builds of one tree are kept."""


def ensure_world(
    tree: Tree,
    status: str = "interpreted",
    known_by: str = "",
    progress: Callable[[str], None] = lambda _: None,
) -> World:
    """Open a world of a tree, building what is missing.

    `known_by` is an ISO day, empty for now; `progress` is told of each step. Raises Refused where
    the tree has violations, Misuse where a stored question cannot be read.
    """
    folder = build_folder(tree)
    world = open_world(folder, status, known_by)
    if world is not None:
        return world
    progress("check")
    checked = pass_gate(read(tree), tree)
    index = read_index(folder) or write_index(tree, checked, folder)
    day = world_day(index, known_by)
    progress(f"build {status} {day}")
    write_world(checked.dataset, status, day, Path(folder, f"{status}-{day}"))
    forget(Path(folder))
    return World(os.path.join(folder, f"{status}-{day}"), status, day, index)


def write_index(tree: Tree, checked: Checked, folder: str) -> Index:
    """Write what a build says of itself, whole or not at all."""
    questions = read_questions(tree, "answer")
    columns = tomllib.loads(tree.text("queries/columns.toml"))
    index: Index = {
        "days": days(checked.dataset),
        "questions": {
            q.name: {
                "title": q.words("title"),
                "about": q.words("about"),
                "parts": q.parts,
                "params": [(p.name, p.kind, p.default, dict(p.about)) for p in q.params],
            }
            for q in questions
        },
        "columns": columns,
    }
    Path(folder).mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, "wb") as file:
        file.write(marshal.dumps(index, 4))
    os.replace(draft, os.path.join(folder, "index"))
    return index


def forget(folder: Path) -> None:
    """Remove all but the newest builds beside this one."""
    builds = [p for p in folder.parent.iterdir() if (p / "index").is_file() and p != folder]
    builds.sort(key=lambda p: (p / "index").stat().st_mtime, reverse=True)
    for old in builds[KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
