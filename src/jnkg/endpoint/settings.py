"""Hold what a server was told: where it listens, what it reads, how far a stranger may go."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one request may cost; over a limit it is refused, never cut short.

    Times in seconds, sizes in bytes. `slow` is the time after which a query counts as slow, and of
    `readers` for queries one is always kept free of slow ones.
    """

    seconds: float = 10.0
    memory: int = 1 << 30
    result: int = 64 << 20
    request: int = 1 << 20
    queue: int = 256
    slow: float = 1.0
    readers: int = 4
    worlds: int = 24


@dataclass(frozen=True, slots=True)
class Settings:
    """What a server was told; all of it can be sent to another process.

    `root` is the folder of the tree, `build` that of the build to serve (empty: the one that
    belongs to the tree now). `base` is the address that strangers see, without a slash at the end;
    empty: as each request names it. `world` is the folder of one world to serve in place
    of the tree's (for tests). `store` is the address of a remote store; empty: the embedded one.
    """

    root: str = ""
    build: str = ""
    base: str = ""
    world: str = ""
    store: str = ""
    cache: int = 64 << 20
    limits: Limits = Limits()
