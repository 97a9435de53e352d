"""Answer messages in a process of its own, which may be killed at any time.

Frames come in on a socket and go out on it: four bytes of length, then plain data. The process
ends when its socket does. Memory that a query asks for beyond the limit ends it too, and the front,
which sees the socket close, knows why.
"""

from __future__ import annotations

import marshal
import os
import resource
import shutil
import signal
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from jnkg.build import ensure_world
from jnkg.builds import build_folder
from jnkg.endpoint.app import answer
from jnkg.endpoint.exchange import Message, Reply
from jnkg.endpoint.negotiate import best_language
from jnkg.endpoint.problems import Problem, problem_of, problem_reply
from jnkg.endpoint.settings import Settings
from jnkg.endpoint.site import Site, WorldMissing
from jnkg.errors import JnkgError
from jnkg.names import STATUSES
from jnkg.store import World

LENGTH = struct.Struct("<Q")
PAGE_SECONDS, BUILD_SECONDS = 30.0, 120.0
"""The longest that a page and a world may take."""
GRACE = 5.0
"""Seconds past its limit after which a reader that nobody has ended ends by itself."""
GLANCE = 1 << 16
"""Bytes that are looked for at first."""
MISSING = 0
"""The status of a reply that names a world to build first."""
Sent = tuple[str, str, str, dict[str, str], bytes, str]
"""A Message as plain data, in the order of its fields."""
Given = tuple[int, list[tuple[str, str]], bytes]
"""A Reply as plain data: status, headers, body."""


def frame(content: Sent | Given) -> bytes:
    """Pack plain data for the other side."""
    packed = marshal.dumps(content, 4)
    return LENGTH.pack(len(packed)) + packed


def serve_queries(link: socket.socket, settings: Settings) -> None:
    """Answer strangers' queries until the other side is gone, within the limit of memory."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    site = Site(settings)
    open_first(site)
    most = mapped() + settings.limits.memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    loop(link, site, settings.limits.seconds)


def serve_pages(link: socket.socket, settings: Settings) -> None:
    """Answer all else until the other side is gone."""
    site = Site(settings)
    open_first(site)
    loop(link, site, PAGE_SECONDS)


def build_worlds(link: socket.socket, settings: Settings) -> None:
    """Build worlds that are asked for until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(10)
    site = Site(settings)
    while (sent := receive(link)) is not None:
        status, known_by = sent[0], sent[1]
        with alarm(BUILD_SECONDS):
            given = built(site, status, known_by, best_language(sent[3].get("accept-language", "")))
        link.sendall(frame(given))


def built(site: Site, status: str, known_by: str, language: str) -> Given:
    """Build a world of the version that is served, and say whether that could be done."""
    try:
        if build_folder(site.tree) != site.folder:
            raise Problem(
                "unavailable",
                "The tree has changed since this server started: start it again.",
                "サーバーの起動後にツリーが変更されました。起動し直してください。",
            )
        forget_worlds(site, ensure_world(site.tree, status, known_by))
    except (JnkgError, OSError) as error:
        problem = problem_of(error) if isinstance(error, JnkgError) else unwritable(error)
        reply = problem_reply(problem, language)
        return reply.status, [("content-type", reply.media_type), *reply.headers], reply.body
    return 200, [], b""


def unwritable(error: OSError) -> Problem:
    """Say that a world cannot be kept; the cause is for the log alone."""
    print(f"A world cannot be written: {error}", file=sys.stderr)
    return Problem(
        "unavailable",
        "This server cannot build the world that was asked for; ask for another day or status.",
        "指定された範囲をこのサーバーでは構築できません。別の日付か種別を指定してください。",
    )


def forget_worlds(site: Site, newest: World) -> None:
    """Take away the worlds that were built longest ago, but for today's, beyond the limit."""
    today = {site.build.world(status, "") for status in STATUSES}
    others = {entry.path for entry in os.scandir(site.folder) if entry.is_dir()} - today
    old = sorted(others - {newest.folder}, key=os.path.getmtime, reverse=True)
    for place in old[site.settings.limits.worlds :]:
        shutil.rmtree(place, ignore_errors=True)


def open_first(site: Site) -> None:
    """Open the usual world before the first request, so that nobody waits for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(WorldMissing, JnkgError, OSError):
        site.world("interpreted", "").labels("en")


def loop(link: socket.socket, site: Site, seconds: float) -> None:
    """Take a frame, answer it, send the answer; ends with the socket."""
    while (sent := receive(link)) is not None:
        with alarm(seconds):
            given = frame(reply_to(site, Message(*sent)))
        try:
            link.sendall(given)
        except OSError:
            return


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Have the system end this process where work takes far too long.

    The front ends it before that, unless it is gone itself: then nobody else would.
    """
    signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def reply_to(site: Site, message: Message) -> Given:
    """Answer a message as plain data."""
    try:
        reply: Reply = answer(site, message)
    except WorldMissing as missing:
        return MISSING, [(missing.status, missing.day)], b""
    return reply.status, reply.headers, reply.body


def receive(link: socket.socket) -> Sent | None:
    """Take one frame; None where the other side is gone.

    The front sends the next one when it has the answer, so that one look nearly always finds all.
    """
    try:
        taken = link.recv(GLANCE)
        if taken and len(taken) < LENGTH.size:
            taken += link.recv(LENGTH.size - len(taken), socket.MSG_WAITALL)
        missing = LENGTH.size + LENGTH.unpack_from(taken)[0] - len(taken) if taken else 0
        if missing:
            taken += link.recv(missing, socket.MSG_WAITALL)
    except (ConnectionError, struct.error):
        return None
    if len(taken) <= LENGTH.size:
        return None
    sent: Sent = marshal.loads(taken[LENGTH.size :])  # noqa: S302  from our own front
    return sent


def mapped() -> int:
    """Give the bytes of address space that this process has (Linux)."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[0]) * resource.getpagesize()
