"""Find what was built from a tree, and keep answers beside it.

A Tree comes in, a Build goes out: the folder named by the tree's digest, so that nothing kept
there can belong to another state of it. Only modules that cost nothing are imported.
"""

import marshal
import os

from jnkg.rooms import Tree, builds_folder, digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Build:
    """What was built from one state of a tree; `days` are those on which something became known."""

    __slots__ = ("days", "folder")

    def __init__(self, folder: str, days: list[str]) -> None:
        self.folder = folder
        self.days = days

    def day(self, known_by: str) -> str:
        """Give the last day, up to `known_by` (ISO; empty: now), on which something became known.

        Two days between which nothing became known share a world. Before the first nothing was
        known: 0000-00-00.
        """
        days = [d for d in self.days if d <= known_by] if known_by else self.days
        return days[-1] if days else "0000-00-00"

    def world(self, status: str, known_by: str) -> str:
        """Give the folder of a world, written or not."""
        return os.path.join(self.folder, f"{status}-{self.day(known_by)}")


def build_folder(tree: Tree) -> str:
    """Give the folder of the build that belongs to the tree as it is now."""
    return os.path.join(builds_folder(tree), digest(tree))


def find_build(folder: str) -> Build | None:
    """Find a build by its folder; None where there is none."""
    try:
        return Build(folder, read_kept(os.path.join(folder, "days")))
    except (OSError, ValueError, EOFError, TypeError):
        return None


def read_kept(path: str) -> "Any":
    """Read plain data that `keep` wrote; raises OSError, or ValueError where it is damaged."""
    with open(path, "rb", buffering=0) as file:
        return marshal.loads(file.readall())


def keep(path: str, content: bytes) -> None:
    """Write a file whole or not at all, unless another process does the same first."""
    draft = f"{path}.{os.getpid()}"
    with open(draft, "wb") as file:
        file.write(content)
    os.replace(draft, path)
