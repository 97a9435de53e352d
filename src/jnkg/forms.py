"""Find the files that are not written in the canonical form.

Paths come in, findings go out. Writing a whole graph anew takes longer than all other checks, so a
process of its own does it beside them: `python forms.py ROOT` reads paths from its input and
writes one line for each file that differs.
"""

from __future__ import annotations

import os
import subprocess
import sys

if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from jnkg.turtle import canonical

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self

    from jnkg.report import Finding


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

    def __init__(self, root: str, paths: Iterable[str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-P", os.path.abspath(__file__), root],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.process.stdin
        self.process.stdin.write("\n".join(paths).encode())
        self.process.stdin.close()
        self.process.stdin = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def findings(self) -> Iterator[Finding]:
        """Wait for the process and yield a finding for each file that differs."""
        out, words = self.process.communicate()
        if self.process.returncode:
            raise RuntimeError(words.decode(errors="replace"))
        for line in out.decode().splitlines():
            path, number, why = line.split("\t")
            yield finding(path, int(number), why)


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
