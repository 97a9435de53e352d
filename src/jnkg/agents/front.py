"""Hand each call to a process of its own, which is killed where it takes too long or is called off.

Calls come in, outcomes go out. The engine cannot be interrupted, so nothing is asked here; worlds
that a call misses are built in such a process too, and the call is put again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

import anyio
from anyio import BrokenWorkerProcess, CapacityLimiter, to_process

from jnkg.agents import worker
from jnkg.agents.wording import fault
from jnkg.agents.worker import Call, Outcome
from jnkg.names import LANGUAGES, STATUSES

Given = TypeVar("Given")
MEGA = 1 << 20
BUILD_SECONDS = 120.0
"""The longest that building a world may take."""
WORLDS = 6
"""As many worlds are built for one call: its own, stricter ones, and those that explain."""
LATE = {
    "en": "Answering took longer than {:g} s. Ask for less, or add triple patterns that narrow the "
    "query.",
    "ja": "処理時間が{:g}秒を超えました。範囲を狭めるか、条件を加えてください。",
}
DIED = {
    "en": "The process that was answering stopped: it needed more than {} MiB of memory, or the "
    "query is nested too deep. Sort or group fewer rows, or split the query.",
    "ja": "処理中のプロセスが停止しました。{} MiBを超えるメモリが必要だったか、クエリの入れ子が"
    "深すぎます。並べ替えや集計の対象を減らすか、クエリを分割してください。",
}
UNBUILT = {
    "en": "The world that was asked for could not be built in time. Ask again.",
    "ja": "指定された範囲を時間内に構築できませんでした。もう一度お試しください。",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a server was told: the tree, a remote store (or none), and the limits of one call.

    `seconds` and `memory` (bytes) bound a call; `readers` calls are answered at once.
    """

    root: str
    store: str = ""
    seconds: float = 10.0
    memory: int = 1 << 30
    readers: int = 2


class Front:
    """What hands calls to processes, and builds the worlds that they miss."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.places = CapacityLimiter(settings.readers)
        self.free = CapacityLimiter(settings.readers + 1)
        self.building = anyio.Lock()

    async def answer(self, call: Call) -> Outcome:
        """Answer a call; worlds that it misses are built first."""
        async with self.places:
            for _ in range(WORLDS):
                outcome = await self.within(call)
                if outcome.log:
                    print(outcome.log, file=sys.stderr)
                if outcome.missing is None:
                    return outcome
                failure = await self.build(*outcome.missing, call.language)
                if failure:
                    return failure
        return worker.refused(fault("unavailable", UNBUILT, call.language))

    async def within(self, call: Call) -> Outcome:
        """Have a process answer a call within its limits."""
        try:
            return await self.run(worker.carry_out, (call,), call.seconds)
        except TimeoutError:
            words = {n: LATE[n].format(call.seconds) for n in LANGUAGES}
            return worker.refused(fault("limit-time", words, call.language))
        except BrokenWorkerProcess:
            words = {n: DIED[n].format(call.memory // MEGA) for n in LANGUAGES}
            return worker.refused(fault("limit-memory", words, call.language))

    async def build(self, status: str, known_by: str, language: str) -> Outcome | None:
        """Build a world, one at a time; gives what went wrong, if anything did."""
        given = (self.settings.root, status, known_by, language)
        async with self.building:
            try:
                return await self.run(worker.build, given, BUILD_SECONDS)
            except (TimeoutError, BrokenWorkerProcess):
                return worker.refused(fault("unavailable", UNBUILT, language))

    async def run(
        self, work: Callable[..., Given], given: tuple[object, ...], seconds: float
    ) -> Given:
        """Run a function in a process; raises TimeoutError, BrokenWorkerProcess.

        The process is killed where the time is over, and where the caller calls it off.
        """
        with anyio.fail_after(seconds):
            return await to_process.run_sync(work, *given, cancellable=True, limiter=self.free)

    async def warm(self) -> None:
        """Build the worlds of today and open the usual one, before anybody asks."""
        for status in reversed(STATUSES):
            if await self.build(status, "", LANGUAGES[0]):
                return
            if status == STATUSES[-1]:
                with suppress(TimeoutError, BrokenWorkerProcess):
                    await self.run(worker.warm, (self.settings.root,), self.settings.seconds)

    def call(self, **more: object) -> Call:
        """Make a call under the limits of this server."""
        told = self.settings
        return Call(told.root, told.store, seconds=told.seconds, memory=told.memory, **more)  # type: ignore[arg-type]
