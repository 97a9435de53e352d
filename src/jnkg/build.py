"""Build a tree into worlds that can be asked, unless that was done before.

A Tree comes in; an open World goes out. A changed tree passes the gate first: where it has
violations, nothing is built and nothing is answered. Builds are kept by the digest of the
tree, so that no answer can come from another state of it.
"""

from __future__ import annotations

import marshal
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jnkg.builds import Build, build_folder, find_build, keep
from jnkg.check import Checked, pass_gate
from jnkg.dataset import read
from jnkg.errors import Refused
from jnkg.names import LANGUAGES
from jnkg.querylint import headings, read_all
from jnkg.questions import Question
from jnkg.reason import reason
from jnkg.rooms import Snapshot, Tree
from jnkg.rulebook import rules
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
    the tree has violations or a stored question cannot be read.
    """
    still = Snapshot(tree)
    folder = build_folder(still)
    world = sound_world(folder, status, known_by)
    if world is not None:
        return world
    progress("check")
    checked = pass_gate(read(still), still)
    build = find_build(folder) or write_index(still, checked, folder)
    day = build.day(known_by)
    progress("reason")
    reasoned = reason(checked.dataset, rules(checked.dataset, still))
    progress(f"build {status} {day}")
    write_world(reasoned, status, day, Path(build.world(status, known_by)))
    forget(Path(folder))
    return World(build.world(status, known_by), status, day)


def sound_world(folder: str, status: str, known_by: str) -> World | None:
    """Open a world that was built; None where there is none, and a damaged build is taken away."""
    build = find_build(folder)
    try:
        world = open_world(build, status, known_by) if build else None
        if world is not None:
            for language in LANGUAGES:
                world.labels(language)
            world.questions()
            world.columns()
    except (OSError, ValueError, EOFError, TypeError):
        remove(Path(folder))
        return None
    return world


def write_index(tree: Tree, checked: Checked, folder: str) -> Build:
    """Write what a build keeps for all of its worlds, the file that makes it one (`days`) last.

    Raises Refused where a stored question or a heading cannot be read.
    """
    questions, findings = read_all(tree, "answer")
    columns, faults = headings(tree)
    if findings or faults:
        raise Refused([*findings, *faults])
    entries = {q.name: entry(q) for q in questions}
    known = days(checked.dataset)
    kept: dict[str, object] = {QUESTION + name: entry for name, entry in entries.items()}
    kept |= {"questions": entries, "columns": columns}
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
        remove(old)


def remove(build: Path) -> None:
    """Take a build away; the file that makes it one goes first, so that no half of it is used."""
    with suppress(OSError):
        (build / "days").unlink()
    shutil.rmtree(build, ignore_errors=True)
