"""Reach a store elsewhere: any that `jnkg push` loaded, or the endpoint of a `jnkg serve`.

A World of the local build and an address come in; the same World on that store goes out. A pushed
store says in a graph of its own which release it holds. A server of ours serves what it was built
from and says so in the ETag of every answer: the version of the code and the digest of the build.
"""

from __future__ import annotations

import os
import re
from urllib.parse import urlencode

from jnkg import __version__
from jnkg.kg.saying import missing
from jnkg.store import World

TAG = re.compile(r'(?:W/)?"(?P<version>[^"]+)-(?P<build>[0-9a-f]{12})-[0-9a-f]+"')
"""The ETag of a server of ours."""


def attached_to(world: World, address: str) -> World:
    """Give a world with the store at an address in place of its own.

    Raises JnkgError where the store holds another release or world, or cannot be asked.
    """
    try:
        from jnkg.remote import OtherRelease, attached
    except ModuleNotFoundError as error:
        raise missing(error.name, "remote") from error
    try:
        return attached(world, address)
    except OtherRelease:
        place = with_switches(world, address)
        tag = server_tag(place)
        if tag is None:
            raise
        compare(world, address, tag)
        return served(world, place)


def reopened(world: World, address: str) -> World:
    """Give a world on a store where that holds it, else as it was built here."""
    from jnkg.remote import OtherRelease

    try:
        return attached_to(world, address)
    except OtherRelease:
        return world


def with_switches(world: World, address: str) -> str:
    """Give the address at which a server of ours answers from a world."""
    switches = urlencode({"status": world.status, "known-by": world.day})
    has_own = "status=" in address or "known-by=" in address
    return address if has_own else f"{address}{'&' if '?' in address else '?'}{switches}"


def server_tag(address: str) -> re.Match[str] | None:
    """Ask a server which version it serves; None where it is none of ours, or does not answer."""
    from jnkg.remote.auths import filled
    from jnkg.remote.opening import wire

    line = wire()
    place = filled(address, "", "")
    asked = f"{place}&{urlencode({'query': 'ASK {}'})}"
    try:
        answer = line.session.get(asked, timeout=line.patience.connect)
    except OSError:
        return None
    return TAG.fullmatch(answer.headers.get("ETag", ""))


def compare(world: World, address: str, tag: re.Match[str]) -> None:
    """Let a server pass that serves what is here; raises OtherRelease for any other."""
    from jnkg.remote import OtherRelease

    here = f"{__version__}-{os.path.basename(os.path.dirname(world.folder))[:12]}"
    there = f"{tag['version']}-{tag['build']}"
    if here != there:
        raise OtherRelease(
            f"The server {address} serves {there}, here it is {here}: install the version that it "
            "serves, or open the files that it was started from.",
            f"サーバー {address} が公開しているのは {there} で、手元は {here} です。同じ版を"
            "インストールするか、サーバーの元になったファイルを開いてください。",
        )


def served(world: World, address: str) -> World:
    """Open a world on a server of ours."""
    from jnkg.remote.opening import Marker, opened
    from jnkg.remote.release import OWN, release_of

    release = release_of(world)
    marker = Marker(release.digest, world.status, world.day, OWN)
    store = opened(address, marker, release.triples, release.digest, world.folder)
    return World(world.folder, world.status, world.day, store)
