"""Hold what one call of a tool works on: a tree, a world of it, a language.

The switches of a call come in, open worlds go out. A world that was not built yet is not built
here: building takes longer than an answer may.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pyoxigraph as ox

from jnkg import __version__
from jnkg.agents.wording import told
from jnkg.answer import check_day, find_node
from jnkg.builds import Build, build_folder, find_build
from jnkg.errors import UnknownValue
from jnkg.explain import Reason
from jnkg.names import ID, LANGUAGES, STATUSES, shorten
from jnkg.rooms import Tree, find_tree
from jnkg.store import World
from jnkg.views.frame import Sight

Plain = dict[str, object]
"""What goes out: objects, lists, texts, numbers and truth values, as JSON has them."""
HIDDEN = Reason(
    "narrowed",
    {
        "en": "Narrowed away by status or known_by: the graph knows it, but not in this world.",
        "ja": "statusかknown_byによって除かれています。グラフにはありますが、範囲の外です。",
    },
)
"""Said of what only a wider world has."""


class WorldMissing(Exception):
    """A world that has to be built first; whoever asked for it asks again then."""

    def __init__(self, status: str, day: str) -> None:
        super().__init__(status, day)
        self.status = status
        self.day = day


@dataclass(frozen=True)
class Desk:
    """One call's place to work: `known_by` is an ISO day or empty, `seconds` what it may take.

    `store` is the address of a remote store that holds the world asked for; empty: the local one.
    """

    root: str
    status: str = STATUSES[-1]
    known_by: str = ""
    language: str = LANGUAGES[0]
    store: str = ""
    seconds: float = 10.0

    @cached_property
    def tree(self) -> Tree:
        """The tree that is asked; raises Misuse where there is none."""
        return find_tree(self.root or None)

    @cached_property
    def build(self) -> Build:
        """The build of the tree as it is now; raises WorldMissing where there is none yet."""
        build = find_build(build_folder(self.tree))
        if build is None:
            raise WorldMissing(self.status, self.known_by)
        return build

    @cached_property
    def world(self) -> World:
        """The world that was asked for; raises WorldMissing, or Misuse for what is no day."""
        if self.known_by:
            check_day(self.known_by)
        local = self.reopen(self.status, self.known_by)
        if not self.store:
            return local
        from jnkg.remote import attached

        return attached(local, self.store)

    def reopen(self, status: str, known_by: str) -> World:
        """Open any world of the local build; raises WorldMissing."""
        place = self.build.world(status, known_by)
        if not os.path.isdir(place):
            raise WorldMissing(status, known_by)
        return opened(place, status, self.build.day(known_by))

    def widest(self) -> World:
        """Open the world of everything that is known today; raises WorldMissing."""
        return self.reopen(STATUSES[-1], "")

    @property
    def is_narrowed(self) -> bool:
        """Tell whether the call asked for less than everything."""
        return (self.status, self.known_by) != (STATUSES[-1], "")

    def sight(self) -> Sight:
        """Give what the views look through."""
        return Sight(self.world, self.language, self.status, self.known_by, self.reopen)

    def node(self, typed: str) -> ox.NamedNode | None:
        """Find the node that a caller names; None where only a wider world has it.

        Raises UnknownValue with the nearest names where none has it, Misuse where it means several.
        """
        try:
            return find_node(self.world, typed)
        except UnknownValue:
            if not self.is_narrowed:
                raise
            find_node(self.widest(), typed)
        return None

    def named(self, iri: str) -> dict[str, str]:
        """Name a node: the short name by which tools take it, and its label."""
        short = short_name(iri)
        return {"name": short, "label": self.world.labels(self.language).get(iri) or short}

    def told(self, reasons: Iterable[Reason]) -> list[dict[str, str]]:
        """Give reasons in the caller's language."""
        return told(reasons, self.language)

    def about(self) -> Plain:
        """Say which world answered, in which language, and of which version."""
        return {
            "status": self.status,
            "known_by": self.known_by or None,
            "day": self.world.day,
            "lang": self.language,
            "version": __version__,
        }


@lru_cache(8)
def opened(place: str, status: str, day: str) -> World:
    """Open a world once in a process."""
    return World(place, status, day)


def short_name(iri: str) -> str:
    """Give the name by which every tool takes a node: its slug, a prefixed name, or its address."""
    return iri.removeprefix(ID) if iri.startswith(ID) else shorten(iri).strip("<>")
