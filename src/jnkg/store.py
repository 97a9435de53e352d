"""Open a world that was built, and ask it.

A Build, a status ceiling and a day come in; a World goes out, or None where it has not been
written yet. Writing is `build.py`'s work: this module stands on the path of every question and
imports nothing that costs time but the engine.
"""

import os

import pyoxigraph as ox

from jnkg.builds import Build, read_kept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypedDict

    class Entry(TypedDict):
        """What the index keeps of a stored question."""

        title: dict[str, str]
        about: dict[str, str]
        parts: tuple[str, ...]
        params: list[tuple[str, str, str, dict[str, str]]]
        gaps: tuple[str, ...]
        is_trap: bool

    class Index(TypedDict):
        """What a build says of itself: its questions and its column headings."""

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
            self.tables[language] = read_kept(os.path.join(self.folder, f"labels.{language}"))
        return self.tables[language]


def read_index(build: Build) -> "Index":
    """Read the index of a build: its questions and column headings."""
    index: Index = read_kept(os.path.join(build.folder, "index"))
    return index


def open_world(build: Build, status: str, known_by: str) -> World | None:
    """Open a world of a build; None where that world has not been written yet."""
    place = build.world(status, known_by)
    if not os.path.isdir(place):
        return None
    return World(place, status, build.day(known_by), read_index(build))
