"""Hold where a reader stands: a world, the switches that chose it, and a language.

A Tree, switches and a language come in; a Standpoint goes out, from which every other module here
looks at the graph. It never changes, so threads can share it.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from jnkg.answer import check_day
from jnkg.build import ensure_world
from jnkg.errors import Misuse
from jnkg.kg.elsewhere import attached_to, reopened
from jnkg.names import ID, LANGUAGES, NS, STATUSES, shorten
from jnkg.rooms import Tree
from jnkg.store import World

BUILDING = Lock()
"""Two threads do not build one world at the same time."""
OPEN: OrderedDict[str, World] = OrderedDict()
"""The worlds opened last, by their folders, with what was read of them."""
MOST = 8
LOG = logging.getLogger("jnkg")


@dataclass(frozen=True, slots=True, eq=False)
class Standpoint:
    """A world of a tree, the switches that chose it, the reader's language, a store's address."""

    tree: Tree = field(repr=False)
    world: World = field(repr=False)
    status: str
    known_by: str
    language: str
    address: str = ""

    def reopen(self, status: str, known_by: str) -> World:
        """Open another world of the same tree, on the same store where that holds it."""
        local = built(self.tree, status, known_by)
        return reopened(local, self.address) if self.address else local

    def label(self, iri: str, language: str = "") -> str:
        """Call a node in a language: by its label, else its short name, else its address."""
        short = shorten(iri)
        found = self.world.labels(language or self.language).get(iri)
        return found or (iri if short.startswith("<") else short)

    def slug(self, iri: str) -> str:
        """Give the short name that never changes: `state-japan`, `jn:Summit`; else the address."""
        if iri.startswith(ID):
            return iri.removeprefix(ID)
        return shorten(iri) if iri.startswith(NS) or not shorten(iri).startswith("<") else iri


def stand(
    tree: Tree, status: str, known_by: str | date, language: str, address: str = ""
) -> Standpoint:
    """Open a world of a tree, building it where needed, on a store elsewhere if one is named.

    Raises Misuse for a switch that does not exist, Refused where the tree has violations,
    JnkgError where the store cannot be asked.
    """
    one_of("status", status, STATUSES)
    one_of("lang", language, LANGUAGES)
    day = check_day(str(known_by)) if known_by else ""
    world = built(tree, status, day)
    if address:
        world = attached_to(world, address)
    return Standpoint(tree, world, status, day, language, address)


def built(tree: Tree, status: str, day: str) -> World:
    """Open a world on the embedded store, once; what has to be built is told to the log."""
    with BUILDING:
        world = ensure_world(tree, status, day, lambda step: LOG.info("jnkg: %s ...", step))
        kept = OPEN.setdefault(world.folder, world)
        if len(OPEN) > MOST:
            OPEN.popitem(last=False)
    return kept


def one_of(what: str, given: str, known: tuple[str, ...]) -> None:
    """Let a word pass that is known; raises Misuse."""
    if given not in known:
        raise Misuse(
            f"{what}={given!r} does not exist. Use one of: {', '.join(known)}.",
            f"{what}={given!r} はありません。使えるもの：{'、'.join(known)}。",
        )
