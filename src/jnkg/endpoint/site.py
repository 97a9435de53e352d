"""Hold what a reader process serves: the worlds of one build, or one world alone.

A build is fixed when the server starts: what changes in the tree later is served by the next
start, so that all that one server says is of one version.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property

from cachetools import LRUCache

from jnkg import __version__
from jnkg.answer import check_day
from jnkg.builds import Build, build_folder, find_build
from jnkg.endpoint.exchange import Message
from jnkg.endpoint.negotiate import best_language
from jnkg.endpoint.problems import Problem
from jnkg.endpoint.settings import Settings
from jnkg.names import LANGUAGES, STATUSES
from jnkg.rooms import Tree, find_tree
from jnkg.store import World, open_world

OPEN = 8
"""As many worlds are held open at once."""
SINGLE = ("status", "known-by", "lang", "format")
"""Parameters that any address may carry, once each."""


class WorldMissing(Exception):
    """A world that has to be built first; whoever asked for it asks again then."""

    def __init__(self, status: str, day: str) -> None:
        super().__init__(status, day)
        self.status = status
        self.day = day


class Site:
    """The worlds that a server answers from; each is opened once."""

    def __init__(self, settings: Settings, alone: World | None = None) -> None:
        self.settings = settings
        self.alone = alone
        self.worlds: LRUCache[tuple[str, str], World] = LRUCache(OPEN)
        if settings.world:
            self.alone = World(settings.world, STATUSES[-1], "9999-12-31")

    @cached_property
    def tree(self) -> Tree:
        """The tree that is served; raises Misuse where there is none."""
        return find_tree(self.settings.root or None)

    @cached_property
    def folder(self) -> str:
        """The folder of the build that is served."""
        if self.alone:
            return os.path.dirname(self.alone.folder)
        return self.settings.build or build_folder(self.tree)

    @cached_property
    def build(self) -> Build:
        """The build that is served; raises WorldMissing where there is none yet."""
        build = find_build(self.folder)
        if build is None:
            raise WorldMissing(STATUSES[-1], "")
        return build

    @cached_property
    def version(self) -> str:
        """What tells one state of the data, and of the code that shows it, from another."""
        return f"{__version__}-{os.path.basename(self.folder)[:12]}"

    def world(self, status: str, known_by: str) -> World:
        """Open a world (`known_by` is an ISO day or empty), on the remote store if there is one.

        Raises WorldMissing, or JnkgError where the store does not hold it.
        """
        world = self.local_world(status, known_by)
        if self.alone or not self.settings.store:
            return world
        from jnkg.remote import attached

        return attached(world, self.settings.store)

    def other_world(self, status: str, known_by: str) -> World:
        """Open a world; where the remote store holds another one, that of the build here."""
        if self.alone or not self.settings.store:
            return self.local_world(status, known_by)
        from jnkg.remote import OtherRelease

        try:
            return self.world(status, known_by)
        except OtherRelease:
            return self.local_world(status, known_by)

    def local_world(self, status: str, known_by: str) -> World:
        """Open a world of the build; raises WorldMissing."""
        if self.alone:
            return self.alone
        key = (status, self.build.day(known_by))
        world = self.worlds.get(key)
        if world is None or (known_by and not os.path.isdir(world.folder)):
            world = open_world(self.build, status, known_by)
            if world is None:
                raise WorldMissing(status, known_by)
            self.worlds[key] = world
        return world


class Visit:
    """One request to a site, and the world and language that it chose.

    `params` are the parameters of the address and of a form but for those in SINGLE. Raises
    Problem where one of these is repeated or has a value that does not exist.
    """

    def __init__(self, site: Site, message: Message, language: str = "") -> None:
        self.site = site
        self.message = message
        self.language = language or best_language(message.header("accept-language"))
        pairs = self.read_pairs()
        self.given = {key: value for key, value in pairs if key in SINGLE}
        self.params = [(key, value) for key, value in pairs if key not in SINGLE]
        for key in self.given:
            if sum(k == key for k, _ in pairs) > 1:
                raise Problem(
                    "bad-request",
                    f"The parameter {key} is given more than once.",
                    f"引数「{key}」が複数あります。",
                    parameter=key,
                )
        self.language = self.choice("lang", LANGUAGES) or self.language
        self.status = self.choice("status", STATUSES) or STATUSES[-1]
        known_by = self.given.get("known-by", "")
        self.known_by = check_day(known_by) if known_by else ""

    def read_pairs(self) -> list[tuple[str, str]]:
        """Give all parameters; raises Problem where they are not UTF-8."""
        try:
            return self.message.pairs()
        except ValueError as error:
            raise Problem(
                "bad-request", "Write the parameters as UTF-8.", "引数をUTF-8で書いてください。"
            ) from error

    def choice(self, key: str, known: tuple[str, ...]) -> str:
        """Give one of the known values of a parameter, empty where it is not given."""
        value = self.given.get(key, "")
        if value and value not in known:
            raise Problem(
                "bad-request",
                f"{key} is one of {', '.join(known)}, not {value!r}.",
                f"{key} は {'、'.join(known)} のいずれかです（「{value}」は使えません）。",
                parameter=key,
            )
        return value

    @property
    def base(self) -> str:
        """The address of this server as its readers see it, without a slash at the end."""
        settings = self.site.settings
        return settings.base or f"{self.message.scheme}://{self.message.header('host')}"

    @property
    def world(self) -> World:
        """The world that was asked for; raises WorldMissing."""
        return self.site.world(self.status, self.known_by)

    def reopen(self, status: str, known_by: str) -> World:
        """Open another world of the site, to explain an answer by; raises WorldMissing."""
        return self.site.other_world(status, known_by)

    def widest(self) -> World:
        """Open the world of everything that is known today; raises WorldMissing."""
        return self.reopen(STATUSES[-1], "")

    def switches(self) -> Mapping[str, str]:
        """Give the parameters that chose the world, but for those that stand by themselves."""
        chosen = {"status": self.status, "known-by": self.known_by}
        usual = {"status": STATUSES[-1], "known-by": ""}
        return {key: value for key, value in chosen.items() if value != usual[key]}
