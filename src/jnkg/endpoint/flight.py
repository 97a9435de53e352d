"""Wait for an answer on behalf of clients, and end the work when the last of them has left."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from jnkg.endpoint.reader import Given

Receive = Callable[[], Awaitable[Mapping[str, Any]]]
PATIENCE = 0.25
"""Seconds after which it is looked whether a client is still there."""


class Flight:
    """A request that is being answered, for one client or for several that made the same."""

    __slots__ = ("answer", "is_left", "waiters")

    def __init__(self, answer: asyncio.Future[Given]) -> None:
        self.answer = answer
        self.is_left = False
        self.waiters = 0

    async def wait(self, receive: Receive) -> Given | None:
        """Wait for the answer; None where the client left before. The last one out ends the work.

        Raises Problem, or Died where a reader was lost.
        """
        self.waiters += 1
        client = Client(receive)
        try:
            return await asyncio.shield(self.answer)
        except asyncio.CancelledError:
            if client.has_left:
                return None
            raise
        finally:
            client.forget()
            self.waiters -= 1
            if not self.waiters and not self.answer.done():
                self.is_left = True
                self.answer.cancel()


class Client:
    """A client that waits longer than PATIENCE: ends its waiting where it leaves."""

    def __init__(self, receive: Receive) -> None:
        self.receive = receive
        self.waiting = asyncio.current_task()
        self.has_left = False
        self.watch: asyncio.Task[None] | None = None
        self.timer = asyncio.get_running_loop().call_later(PATIENCE, self.look)

    def look(self) -> None:
        """Begin to look whether the client is still there."""
        self.watch = asyncio.get_running_loop().create_task(self.notice())

    async def notice(self) -> None:
        """Notice that the client leaves."""
        while (await self.receive())["type"] != "http.disconnect":
            pass
        self.has_left = True
        if self.waiting:
            self.waiting.cancel()

    def forget(self) -> None:
        """Look no longer."""
        self.timer.cancel()
        if self.watch:
            self.watch.cancel()
