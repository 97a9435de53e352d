"""Keep reader processes, give each request to one, and kill those that go over a limit.

A pool never shortens an answer: a request is answered whole, or it is refused with a Problem that
names the limit. A killed reader is replaced at once, so that the next request finds one.
"""

from __future__ import annotations

import asyncio
import marshal
import multiprocessing
import os
import resource
import signal
import socket
import time
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import cast

from jnkg.endpoint import excess
from jnkg.endpoint.problems import Problem
from jnkg.endpoint.reader import LENGTH, Given, Sent, frame
from jnkg.endpoint.settings import Settings

Work = Callable[[socket.socket, Settings], None]
PROCESSES = multiprocessing.get_context("forkserver")
LOOK = 0.05
"""Seconds between two looks at the readers."""
OWN = 128 << 20
"""Bytes of memory that a reader takes for itself, whatever it is asked."""
DEATH = 0.2
"""Seconds within which the system says what a process died of."""


class Died(Exception):
    """A reader ended by itself while it was answering."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader


class Reader(asyncio.Protocol):
    """One reader process, seen from the front: one request at a time."""

    def __init__(self, work: Work, settings: Settings) -> None:
        self.link, theirs = socket.socketpair()
        self.process = PROCESSES.Process(target=work, args=(theirs, settings), daemon=True)
        self.process.start()
        theirs.close()
        self.taken = bytearray()
        self.answer: asyncio.Future[Given] | None = None
        self.transport: asyncio.WriteTransport | None = None
        self.since = 0.0
        self.is_slow = False
        self.is_lowered = False
        self.is_gone = False

    @property
    def is_answering(self) -> bool:
        """Tell whether somebody waits for its answer."""
        return self.answer is not None and not self.answer.done()

    async def open(self) -> Reader:
        """Open the way to the process."""
        self.link.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.create_unix_connection(lambda: self, sock=self.link)
        return self

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to the process."""
        self.transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        """Gather a frame; when it is whole, whoever waits for it gets it."""
        self.taken += data
        if len(self.taken) < LENGTH.size:
            return
        if len(self.taken) == LENGTH.size + LENGTH.unpack_from(self.taken)[0]:
            given: Given = marshal.loads(memoryview(self.taken)[LENGTH.size :])  # noqa: S302
            self.taken = bytearray()
            if self.answer and not self.answer.done():
                self.answer.set_result(given)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits that the process is gone."""
        self.is_gone = True
        if self.answer and not self.answer.done():
            self.answer.set_exception(Died(self))

    def ask(self, sent: bytes) -> asyncio.Future[Given]:
        """Send a frame; the answer comes later."""
        self.answer = asyncio.get_running_loop().create_future()
        self.since, self.is_slow = time.monotonic(), False
        if self.transport is None or self.is_gone:
            self.answer.set_exception(Died(self))
        else:
            self.transport.write(sent)
        return self.answer

    def refuse(self, problem: Problem) -> None:
        """Kill the process; whoever waits is told why."""
        if self.answer and not self.answer.done():
            self.answer.set_exception(problem)
        self.kill()

    def kill(self) -> None:
        """End the process now."""
        self.is_gone = True
        with suppress(OSError, ValueError):
            self.process.kill()
        if self.transport:
            self.transport.abort()

    def memory(self) -> int:
        """Give the bytes of memory that the process holds; 0 where it is gone (Linux)."""
        try:
            with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as file:
                return int(file.read().split()[1]) * resource.getpagesize()
        except (OSError, IndexError):
            return 0

    async def death(self) -> int | None:
        """Give what the process died of, as `exitcode` has it; None where it is not known."""
        end = time.monotonic() + DEATH
        while self.process.exitcode is None and time.monotonic() < end:
            await asyncio.sleep(LOOK / 10)
        return self.process.exitcode


class Pool:
    """Readers of one kind. `seconds` is the longest that one request may take."""

    def __init__(self, work: Work, settings: Settings, size: int, seconds: float) -> None:
        self.work = work
        self.settings = settings
        self.limits = settings.limits
        self.size = size
        self.seconds = seconds
        self.idle: list[Reader] = []
        self.busy: set[Reader] = set()
        self.queue: deque[asyncio.Future[Reader]] = deque()
        self.is_closed = False
        self.filling = asyncio.Lock()
        self.tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Start all readers, and look after them from now on."""
        await self.fill()
        self.start(self.look_after())

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Let something go on by itself."""
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def close(self) -> None:
        """End all readers."""
        self.is_closed = True
        for task in self.tasks:
            task.cancel()
        for reader in (*self.idle, *self.busy):
            reader.kill()

    async def fill(self) -> None:
        """Start as many readers as are missing."""
        async with self.filling:
            while not self.is_closed and len(self.idle) + len(self.busy) < self.size:
                self.free(await Reader(self.work, self.settings).open())

    def ask(self, sent: Sent) -> asyncio.Future[Given]:
        """Have a message answered; the future raises Problem, or Died where a reader was lost."""
        reader = self.spare()
        if reader:
            return self.hand(reader, sent)
        return asyncio.get_running_loop().create_task(self.ask_later(sent))

    def spare(self) -> Reader | None:
        """Take an idle reader from the bench; None where there is none."""
        while self.idle:
            reader = self.idle.pop()
            if not reader.is_gone:
                return reader
        return None

    async def ask_later(self, sent: Sent) -> Given:
        """Wait for a free reader, and have it answer; raises Problem."""
        return await self.hand(await self.wait(), sent)

    def hand(self, reader: Reader, sent: Sent) -> asyncio.Future[Given]:
        """Hand a message to a reader, and take the reader back when it has answered."""
        self.busy.add(reader)
        answer = reader.ask(frame(sent))
        answer.add_done_callback(lambda answer: self.take_back(reader, answer))
        return answer

    def take_back(self, reader: Reader, answer: asyncio.Future[Given]) -> None:
        """Take a reader back; who was left in the middle of its work is ended."""
        self.busy.discard(reader)
        if answer.cancelled():
            reader.kill()
        if reader.is_gone:
            self.start(self.fill())
        else:
            self.free(reader)

    async def wait(self) -> Reader:
        """Wait for a free reader; raises Problem where too many wait, or for too long.

        One may have become free since it was asked for.
        """
        reader = self.spare()
        if reader:
            return reader
        if len(self.queue) >= self.limits.queue:
            raise excess.queue(self.limits.queue)
        place: asyncio.Future[Reader] = asyncio.get_running_loop().create_future()
        self.queue.append(place)
        try:
            async with asyncio.timeout(self.seconds):
                return await place
        except TimeoutError:
            self.leave(place)
            raise excess.queue(self.limits.queue) from None
        except asyncio.CancelledError:
            self.leave(place)
            raise

    def leave(self, place: asyncio.Future[Reader]) -> None:
        """Wait no longer; a reader that was given at the last moment goes to the next."""
        if place in self.queue:
            self.queue.remove(place)
        elif not place.cancelled():
            reader = place.result()
            self.busy.discard(reader)
            self.free(reader)

    async def cause(self, death: Died) -> Problem:
        """Say why a reader died that nobody killed.

        The engine aborts where memory ends, and overruns its stack where a query nests too deep.
        """
        cause = await death.reader.death()
        if cause in (-signal.SIGABRT, -signal.SIGKILL):
            return excess.memory(self.limits.memory)
        return excess.depth() if cause == -signal.SIGSEGV else excess.failure()

    def free(self, reader: Reader) -> None:
        """Give a reader to whoever waited longest, else to the bench."""
        while self.queue:
            place = self.queue.popleft()
            if not place.done():
                self.busy.add(reader)
                place.set_result(reader)
                return
        self.idle.append(reader)

    async def look_after(self) -> None:
        """Look at the readers again and again; what goes over a limit is killed."""
        while True:
            await asyncio.sleep(LOOK)
            now = time.monotonic()
            for reader in tuple(self.busy):
                problem = self.judge(reader, now - reader.since)
                if problem:
                    reader.refuse(problem)
            self.retire()

    def judge(self, reader: Reader, seconds: float) -> Problem | None:
        """Give the limit that a busy reader is over, if it is."""
        if not reader.is_answering or reader.is_gone:
            return None
        if seconds > self.seconds:
            return excess.time(self.seconds)
        if seconds > self.limits.slow and not reader.is_slow:
            slow = sum(r.is_slow for r in self.busy)
            if self.size > 1 and slow >= self.size - 1:
                return excess.slow(self.limits.slow, self.size - 1)
            reader.is_slow = reader.is_lowered = True
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, reader.process.pid or 0, 10)
        if seconds > LOOK and reader.memory() > self.limits.memory + OWN:
            return excess.memory(self.limits.memory)
        return None

    def retire(self) -> None:
        """End idle readers that are gone, that were slowed down, or that kept much memory."""
        most = self.limits.memory // 2 + OWN
        worn = [r for r in self.idle if r.is_gone or r.is_lowered or r.memory() > most]
        for reader in worn:
            self.idle.remove(reader)
            reader.kill()
        if worn or len(self.idle) + len(self.busy) < self.size:
            self.start(self.fill())
