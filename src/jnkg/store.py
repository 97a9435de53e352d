"""Open a world that was built, and ask it.

A Build, a status ceiling and a day come in; a World goes out, or None where it has not been
written yet. Writing is `build.py`'s work: this module stands on the path of every question and
imports nothing that costs time but the engine. A World asks a Backend: the embedded store, or one
that is reached by its address (`remote`).
"""

import os

import pyoxigraph as ox

from jnkg.builds import Build, read_kept

QUESTION = "question-"
"""What the file of one stored question is called by, before its name."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Protocol, TypedDict

    Node = ox.NamedNode | ox.BlankNode
    Place = Node | ox.DefaultGraph
    Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

    class Backend(Protocol):
        """What holds the quads of one world; an embedded `ox.Store` is one.

        `query` raises SyntaxError for what is no query.
        """

        def query(
            self,
            query: str,
            *,
            base_iri: str | None = None,
            prefixes: dict[str, str] | None = None,
            default_graph: Place | list[Place] | None = None,
            named_graphs: list[Node] | None = None,
        ) -> Result:
            """Run a query of any form, over the dataset named, else over all of the store."""

        def quads_for_pattern(
            self,
            subject: Node | ox.Triple | None,
            predicate: ox.NamedNode | None,
            object: Node | ox.Literal | ox.Triple | None,  # noqa: A002  as the engine calls it
            graph_name: Place | None = None,
        ) -> Iterator[ox.Quad]:
            """Yield the quads that match; None matches anything."""

        def __contains__(self, quad: ox.Quad, /) -> bool:
            """Tell whether it holds a quad."""

        def __len__(self) -> int:
            """Count its quads."""

    class Entry(TypedDict):
        """What the index keeps of a stored question."""

        title: dict[str, str]
        about: dict[str, str]
        parts: tuple[str, ...]
        params: list[tuple[str, str, str, dict[str, str]]]
        gaps: tuple[str, ...]
        is_trap: bool


class World:
    """One world, open for questions; `folder` holds its labels, and its store if none is given."""

    __slots__ = ("__weakref__", "day", "folder", "status", "store", "tables")

    def __init__(self, folder: str, status: str, day: str, store: "Backend | None" = None) -> None:
        self.folder = folder
        self.status = status
        self.day = day
        if store is None:
            store = ox.Store.read_only(os.path.join(folder, "store"))
        self.store: Backend = store
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
