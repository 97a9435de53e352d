"""Say what is to be exported, and what an exported file is.

A Request is a world and the languages of its labels; an Output is one file, with what it claims to
hold of what kind and a query that counts the same in the graph by another way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from jnkg.names import LANGUAGES
from jnkg.rooms import Tree
from jnkg.store import World


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be exported.

    `tree` is what the world was built from; `languages` are those of labels, in their order;
    `status` and `known_by` (an ISO day, empty for now) are the switches that chose the world;
    `progress` is told of each step.
    """

    tree: Tree
    world: World
    languages: tuple[str, ...] = LANGUAGES
    status: str = "interpreted"
    known_by: str = ""
    progress: Callable[[str], None] = field(default=lambda _: None, compare=False)

    @property
    def switches(self) -> dict[str, str]:
        """Give the switches that narrow the world, none where it is the widest."""
        given = {"status": self.status, "known-by": self.known_by}
        return {k: v for k, v in given.items() if v and (k, v) != ("status", "interpreted")}


@dataclass(frozen=True, slots=True)
class Count:
    """How many things of a kind a file holds, and the SPARQL SELECT of one number that agrees."""

    what: str
    number: int
    query: str


@dataclass(frozen=True, slots=True)
class Output:
    """One exported file; `path` is relative, with slashes, and `about` says in en and ja what."""

    path: str
    content: bytes = field(repr=False)
    media_type: str
    about: Mapping[str, str]
    counts: tuple[Count, ...] = ()
