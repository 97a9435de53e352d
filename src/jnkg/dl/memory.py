"""Remember which DL views were found good.

What exactly a reasoner would see comes in, and whether it was found good goes out. Only good
verdicts are remembered, by a digest over the text, the code that judges and the version of the
reasoner: what cannot be read, or is damaged, fits nothing and is judged anew.
"""

from __future__ import annotations

import os

from jnkg.dl.engines import stamp
from jnkg.marks import read_marks, weigh_code, write_marks
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
        here = os.path.dirname(os.path.abspath(__file__))
        self.judge = weigh_code(here, JUDGES) + stamp(engine)
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
        """Write down what is new."""
        if self.fresh:
            write_marks(self.path, [*self.fresh, *self.known][:REMEMBERED])
