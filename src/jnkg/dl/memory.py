"""Remember which DL views were found good.

What exactly a reasoner would see comes in, and whether it was found good goes out. Only good
verdicts are remembered, by a digest over the text, the code that judges and the version of the
reasoner: what cannot be read, or is damaged, fits nothing and is judged anew.
"""

from __future__ import annotations

import os

from jnkg.builds import keep
from jnkg.dl.engines import stamp
from jnkg.rooms import Tree, builds_folder, weigh

REMEMBERED = 64
"""How many good verdicts are remembered."""
JUDGES = (
    "axioms.py", "clashes.py", "consistency.py", "engines.py", "kinds.py", "memory.py",
    "profile.py", "reader.py", "roles.py", "summary.py", "view.py",
)  # fmt: skip
"""The code on which a verdict depends."""


class Memory:
    """The views of a tree that were found good by one reasoner."""

    def __init__(self, tree: Tree, engine: str) -> None:
        self.path = os.path.join(builds_folder(tree), "owl")
        self.judge = judge_digest() + stamp(engine)
        self.known = read_marks(self.path)
        self.fresh: list[str] = []

    def mark(self, text: bytes) -> str:
        """Weigh what a reasoner sees, together with who judges it."""
        return weigh(self.judge, text)

    def knows(self, text: bytes) -> bool:
        """Tell whether this was found good."""
        return self.mark(text) in self.known

    def learn(self, text: bytes) -> None:
        """Note that this was found good."""
        self.fresh.append(self.mark(text))

    def write(self) -> None:
        """Write down what is new; where nothing can be written, all is judged anew."""
        if not self.fresh:
            return
        marks = [*self.fresh, *self.known][:REMEMBERED]
        try:
            os.makedirs(os.path.dirname(self.path), exist_ok=True)
            keep(self.path, "".join(f"{mark}\n" for mark in marks).encode())
        except OSError:
            return


def judge_digest() -> bytes:
    """Weigh the code on which a verdict depends."""
    folder = os.path.dirname(os.path.abspath(__file__))
    content = []
    for name in JUDGES:
        with open(os.path.join(folder, name), "rb") as file:
            content.append(file.read())
    return weigh(*content).encode()


def read_marks(path: str) -> list[str]:
    """Read what is remembered; nothing where there is no memory."""
    try:
        with open(path, encoding="ascii") as file:
            return file.read().split()
    except (OSError, UnicodeDecodeError):
        return []
