"""Write files whole or not at all, and Turtle files in their canonical form."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from jnkg.dataset import unreadable
from jnkg.errors import Refused
from jnkg.rooms import Tree
from jnkg.turtle import canonical


def write_whole(path: Path, text: str) -> None:
    """Write a UTF-8 file in one step, keeping its permissions; a failure leaves the old one."""
    mode = path.stat().st_mode if path.exists() else 0o644
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(draft, mode & 0o777)
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise


def turtle_files(tree: Tree) -> list[Path]:
    """Give all Turtle files of a tree."""
    rooms = ("data", "ontology", "shapes")
    return [Path(tree.root, p) for room in rooms for p in tree.files(room, ".ttl")]


def format_files(paths: Iterable[Path], write: bool) -> list[Path]:
    """Give the files that are not in canonical form, and write them so if asked.

    Raises Refused with a finding for each file that is no Turtle; then nothing is written.
    """
    changed: dict[Path, str] = {}
    findings = []
    for path in paths:
        try:
            text = path.read_text("utf-8")
            form = canonical(text)
        except (SyntaxError, UnicodeDecodeError) as error:
            findings.append(unreadable(os.path.relpath(path), error))
            continue
        if form != text:
            changed[path] = form
    if findings:
        raise Refused(findings)
    if write:
        for path, form in changed.items():
            write_whole(path, form)
    return list(changed)
