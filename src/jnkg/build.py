"""Build a tree into worlds that can be asked, unless that was done before.

A Tree comes in; an open World goes out. A changed tree passes the gate first: where it has
violations, nothing is built and nothing is answered. Builds are kept by the digest of the
tree, so that no answer can come from another state of it.
"""

from __future__ import annotations

import marshal
import os
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from jnkg.builds import Build, build_folder, find_build, keep
from jnkg.check import Checked, pass_gate
from jnkg.dataset import read
from jnkg.questions import Question, read_questions
from jnkg.rooms import Tree
from jnkg.store import QUESTION, World, open_world
from jnkg.worlds import days, write_world

if TYPE_CHECKING:
    from jnkg.store import Entry

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
    build = find_build(folder)
    world = open_world(build, status, known_by) if build else None
    if world is not None:
        return world
    progress("check")
    checked = pass_gate(read(tree), tree)
    build = build or write_index(tree, checked, folder)
    progress(f"build {status} {build.day(known_by)}")
    place = build.world(status, known_by)
    write_world(checked.dataset, status, build.day(known_by), Path(place))
    forget(Path(folder))
    return World(place, status, build.day(known_by))


def write_index(tree: Tree, checked: Checked, folder: str) -> Build:
    """Write what a build keeps for all of its worlds, the file that makes it one (`days`) last."""
    entries = {q.name: entry(q) for q in read_questions(tree, "answer")}
    known = days(checked.dataset)
    kept: dict[str, object] = {QUESTION + name: entry for name, entry in entries.items()}
    kept |= {"questions": entries, "columns": tomllib.loads(tree.text("queries/columns.toml"))}
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, content in (*kept.items(), ("days", known)):
        keep(os.path.join(folder, name), marshal.dumps(content, 4))  # type: ignore[arg-type]
    return Build(folder, known)


def entry(question: Question) -> Entry:
    """Give what the index keeps of a stored question; a trap is one whose right rows are none."""
    return {
        "title": question.words("title"),
        "about": question.words("about"),
        "parts": question.parts,
        "params": [(p.name, p.kind, p.default, dict(p.about)) for p in question.params],
        "gaps": question.gaps,
        "is_trap": question.header.get("trap") is True,
    }


def forget(folder: Path) -> None:
    """Remove all but the newest builds beside this one."""
    builds = [p for p in folder.parent.iterdir() if (p / "days").is_file() and p != folder]
    builds.sort(key=lambda p: (p / "days").stat().st_mtime, reverse=True)
    for old in builds[KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
