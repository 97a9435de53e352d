"""Open a world that was built, and ask it.

A Build, a status ceiling and a day come in; a World goes out, or None where it has not been
written yet. Writing is `build.py`'s work: this module stands on the path of every question and
imports nothing that costs time but the engine.
"""

import os

import pyoxigraph as ox

from jnkg.builds import Build, read_kept

QUESTION = "question-"
"""What the file of one stored question is called by, before its name."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypedDict

    class Entry(TypedDict):
        """What the index keeps of a stored question."""

        title: dict[str, str]
        about: dict[str, str]
        parts: tuple[str, ...]
        params: list[tuple[str, str, str, dict[str, str]]]
        gaps: tuple[str, ...]
        is_trap: bool


class World:
    """One world, open for questions; `folder` holds its store and labels."""

    __slots__ = ("day", "folder", "status", "store", "tables")

    def __init__(self, folder: str, status: str, day: str) -> None:
        self.folder = folder
        self.status = status
        self.day = day
        self.store = ox.Store.read_only(os.path.join(folder, "store"))
        self.tables: dict[str, dict[str, str]] = {}

    def kept(self, name: str) -> "Any":
        """Read what the build keeps for all of its worlds under a name; raises OSError."""
        return read_kept(os.path.join(os.path.dirname(self.folder), name))

    def questions(self) -> "dict[str, Entry]":
        """Give all stored questions by name."""
        entries: dict[str, Entry] = self.kept("questions")
        return entries

    def question(self, name: str) -> "Entry | None":
        """Give one stored question; None where there is none of that name."""
        try:
            entry: Entry = self.kept(QUESTION + name)
        except (OSError, ValueError):
            return None
        return entry if name.replace("-", "").isalnum() else None

    def columns(self) -> dict[str, dict[str, str]]:
        """Give the headings of columns, by variable and language."""
        headings: dict[str, dict[str, str]] = self.kept("columns")
        return headings

    def labels(self, language: str) -> dict[str, str]:
        """Give the labels of all nodes of this world in a language (en or ja), by IRI."""
        if language not in self.tables:
            self.tables[language] = read_kept(os.path.join(self.folder, f"labels.{language}"))
        return self.tables[language]


def open_world(build: Build, status: str, known_by: str) -> World | None:
    """Open a world of a build; None where that world has not been written yet."""
    place = build.world(status, known_by)
    if not os.path.isdir(place):
        return None
    return World(place, status, build.day(known_by))
