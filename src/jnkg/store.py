"""Open a world that was built, and ask it.

A Tree, a status ceiling and a day come in; a World goes out, or None where it has not been
built from exactly this tree. Building is `build.py`'s work: this module stands on the path of
every question and imports nothing that costs time.
"""

import marshal
import os

import pyoxigraph as ox

from jnkg.rooms import Tree, builds_folder, digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypedDict

    class Entry(TypedDict):
        """What the index keeps of a stored question."""

        title: dict[str, str]
        about: dict[str, str]
        parts: tuple[str, ...]
        params: list[tuple[str, str, str, dict[str, str]]]

    class Index(TypedDict):
        """What a build says of itself: days of knowledge, questions, column headings."""

        days: list[str]
        questions: dict[str, Entry]
        columns: dict[str, dict[str, str]]


class World:
    """One world, open for questions; `folder` holds its store and labels."""

    __slots__ = ("day", "folder", "index", "status", "store", "tables")

    def __init__(self, folder: str, status: str, day: str, index: "Index") -> None:
        self.folder = folder
        self.status = status
        self.day = day
        self.index = index
        self.store = ox.Store.read_only(os.path.join(folder, "store"))
        self.tables: dict[str, dict[str, str]] = {}

    def labels(self, language: str) -> dict[str, str]:
        """Give the labels of all nodes of this world in a language (en or ja), by IRI."""
        if language not in self.tables:
            with open(os.path.join(self.folder, f"labels.{language}"), "rb") as file:
                self.tables[language] = marshal.load(file)
        return self.tables[language]


def build_folder(tree: Tree) -> str:
    """Give the folder of the build that belongs to the tree as it is now."""
    return os.path.join(builds_folder(tree), digest(tree))


def read_index(folder: str) -> "Index | None":
    """Read the index of a build; None where there is no such build."""
    try:
        with open(os.path.join(folder, "index"), "rb") as file:
            index: Index = marshal.load(file)
            return index
    except (OSError, ValueError, EOFError, TypeError):
        return None


def world_day(index: "Index", known_by: str) -> str:
    """Give the last day, not after `known_by` (ISO; empty: now), on which something became known.

    Two days between which nothing became known share a world. Before the first day nothing
    was known: 0000-00-00.
    """
    days = [d for d in index["days"] if not known_by or d <= known_by]
    return days[-1] if days else "0000-00-00"


def open_world(folder: str, status: str, known_by: str) -> World | None:
    """Open a world of a build; None where the build or the world is not there."""
    index = read_index(folder)
    if index is None:
        return None
    day = world_day(index, known_by)
    place = os.path.join(folder, f"{status}-{day}")
    return World(place, status, day, index) if os.path.isdir(place) else None
