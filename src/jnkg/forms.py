"""Find the files that are not written in the canonical form.

Files come in, findings go out. Writing a whole graph anew takes longer than most other checks, so
a process of its own does it beside them: `python forms.py ROOT` reads paths from its input and
writes one line for each file that differs. A text that was once found canonical is remembered by
its digest, together with that of the code that judged it, in the folder of builds.
"""

from __future__ import annotations

import os
import subprocess
import sys

if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from jnkg.marks import read_marks, weigh_code, write_marks
from jnkg.rooms import builds_folder, weigh
from jnkg.turtle import canonical

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from jnkg.dataset import GraphFile
    from jnkg.report import Finding
    from jnkg.rooms import Tree

JUDGES = ("forms.py", "names.py", "turtle.py")
"""The code on which the canonical form depends."""


def difference(text: str) -> tuple[int, str] | None:
    """Give the first line that differs from the canonical form; None where none does.

    Line 0 comes with words: what the canonical form has no place for.
    """
    try:
        form = canonical(text)
    except SyntaxError as error:
        return 0, str(error.msg)
    if form == text:
        return None
    lines = zip(text.split("\n"), form.split("\n"), strict=False)
    shorter = min(text.count("\n"), form.count("\n")) + 1
    return next((n for n, (is_, ought) in enumerate(lines, 1) if is_ != ought), shorter), ""


class Forms:
    """One process that looks at some files; a context, so that it does not outlive its check."""

    def __init__(self, tree: Tree, files: Sequence[GraphFile]) -> None:
        self.memory = memory_file(tree)
        self.known = set(read_marks(self.memory))
        judge = judge_digest()
        self.marks = {f.path: weigh(judge, f.text.encode()) for f in files}
        self.paths = [path for path, mark in self.marks.items() if mark not in self.known]
        self.process = start(tree.root, self.paths) if self.paths else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process:
            self.process.kill()
            self.process.communicate()

    def findings(self) -> list[Finding]:
        """Wait for the process and give a finding for each file that differs.

        Raises RuntimeError where the process fails.
        """
        found = []
        if self.process:
            out, words = self.process.communicate()
            if self.process.returncode:
                raise RuntimeError(words.decode(errors="replace"))
            lines = (line.split("\t") for line in out.decode().splitlines())
            found = [finding(path, int(number), why) for path, number, why in lines]
        marks = {**self.marks}
        for fault in found:
            del marks[fault.file]
        if set(marks.values()) != self.known:
            write_marks(self.memory, sorted(marks.values()))
        return found


def start(root: str, paths: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start the process and tell it which files to look at."""
    process = subprocess.Popen(
        [sys.executable, "-P", os.path.abspath(__file__), root],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    if process.stdin:
        process.stdin.write("\n".join(paths).encode())
        process.stdin.close()
        process.stdin = None
    return process


def judge_digest() -> bytes:
    """Weigh the code on which the canonical form depends."""
    return weigh_code(os.path.dirname(os.path.abspath(__file__)), JUDGES)


def memory_file(tree: Tree) -> str:
    """Give the file that remembers the texts found canonical."""
    return os.path.join(builds_folder(tree), "canonical")


def finding(path: str, line: int, why: str) -> Finding:
    """Say where a file leaves the canonical form."""
    from jnkg.report import Finding

    if why:
        en = f"Take out what the canonical form has no place for: {why}."
        ja = f"正規形で書けないものを取り除いてください（{why}）。"
    else:
        en = f"Bring this file into its canonical form: run `jnkg fmt {path}`."
        ja = f"ファイルを正規形にしてください：`jnkg fmt {path}`。"
    return Finding(path, line, 0 if why else 1, "canonical-form", message={"en": en, "ja": ja})


def main(root: str) -> None:
    """Look at the files whose paths come in."""
    for path in sys.stdin.buffer.read().decode().split("\n"):
        with open(os.path.join(root, path), encoding="utf-8", newline="") as file:
            found = difference(file.read())
        if found:
            sys.stdout.buffer.write(f"{path}\t{found[0]}\t{found[1]}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1])
