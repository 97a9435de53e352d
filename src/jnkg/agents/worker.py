"""Run one call in a process of its own, which may be killed at any time.

A Call comes in, plain data goes out, whatever happens: an answer, an error, or the name of a world
that has to be built first. All of it can be sent from process to process.
"""

from __future__ import annotations

import json
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

from jnkg.agents.asked import list_questions
from jnkg.agents.checked import UnknownName, find_tool, hold
from jnkg.agents.desk import Desk, Plain, WorldMissing
from jnkg.agents.guide import GUIDE, LICENCE
from jnkg.agents.modelled import describe_model, licence, statistics
from jnkg.agents.served import TOOLS
from jnkg.agents.speech import spoken
from jnkg.agents.wording import fault, kind_of
from jnkg.build import ensure_world
from jnkg.errors import JnkgError, UnknownValue
from jnkg.names import LANGUAGES, STATUSES
from jnkg.rooms import find_tree

GRACE = 5.0
"""Seconds past its limit after which a process that nobody has ended ends by itself."""
SWITCHES = ("status", "known_by", "lang")
FAILURE = {
    "en": "This is a mistake in the server; it was written down.",
    "ja": "サーバーの誤りです。記録されました。",
}


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of which tree: a tool, or a resource where `tool` is empty.

    `seconds` and `memory` (bytes; 0: any) bound it.
    """

    root: str
    store: str = ""
    tool: str = ""
    resource: str = ""
    given: dict[str, object] = field(default_factory=dict)
    seconds: float = 10.0
    memory: int = 0

    @property
    def language(self) -> str:
        """The language in which it is answered."""
        told = self.given.get("lang")
        return told if isinstance(told, str) and told in LANGUAGES else LANGUAGES[0]

    def desk(self) -> Desk:
        """Give the place at which it is answered."""
        status = str(self.given.get("status") or STATUSES[-1])
        known_by = str(self.given.get("known_by") or "")
        return Desk(self.root, status, known_by, self.language, self.store, self.seconds)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a call: data with the same as text, an error, or a world to build first.

    `log` is for whoever runs the server.
    """

    data: Plain
    text: str
    is_error: bool = False
    missing: tuple[str, str] | None = None
    log: str = ""


def carry_out(call: Call) -> Outcome:
    """Answer a call within its limits."""
    with alarm(call.seconds + GRACE):
        try:
            return resource(call) if call.resource else tool(call)
        except WorldMissing as missing:
            return Outcome({}, "", missing=(missing.status, missing.day))
        except JnkgError as error:
            return failed(call, error)
        except OSError as error:
            return refused(fault("unavailable", in_both(f"{error}"), call.language))
        except Exception:  # a mistake of ours must not end the session
            failure = refused(fault("failure", FAILURE, call.language))
            return replace(failure, log=traceback.format_exc())


def tool(call: Call) -> Outcome:
    """Answer with a tool."""
    known = find_tool(call.tool)
    hold(known.takes, call.given)
    given = {key: value for key, value in call.given.items() if key not in SWITCHES}
    desk = call.desk()
    desk.world.labels(desk.language)  # what any answer needs does not count
    with bounded(call.memory):
        data = known.answer(desk, given)
    return Outcome(data, spoken(call.tool, data))


def failed(call: Call, error: JnkgError) -> Outcome:
    """Say what a person can mend, with the nearest names where a name is unknown."""
    near = error.nearest if isinstance(error, UnknownValue | UnknownName) else None
    more: Plain = {} if near is None else {"nearest": list(near)}
    kind = kind_of(error) if near is None else "unknown-name"
    return refused(fault(kind, error.message, call.language, **more))


def refused(data: Plain) -> Outcome:
    """Give an error as an outcome."""
    return Outcome(data, spoken("", data), is_error=True)


def in_both(words: str) -> dict[str, str]:
    """Say in both languages that something cannot go on, in the system's words."""
    return {"en": f"Cannot go on: {words}", "ja": f"続けられません：{words}"}


def resource(call: Call) -> Outcome:
    """Give the text of a resource."""
    desk, name = call.desk(), call.resource
    if name == "guide":
        return Outcome({}, GUIDE[call.language])
    if name == "licence":
        return Outcome({}, LICENCE[call.language].format(**licence(desk)))
    data: Mapping[str, Callable[[Desk], Plain]] = {
        "model": describe_model, "questions": list_questions, "statistics": statistics
    }  # fmt: skip
    return Outcome({}, json.dumps(data[name](desk), ensure_ascii=False, indent=1) + "\n")


def build(root: str, status: str, known_by: str, language: str) -> Outcome | None:
    """Build a world that is missing; gives what went wrong, if anything did."""
    try:
        ensure_world(find_tree(root or None), status, known_by)
    except JnkgError as error:
        return refused(fault(kind_of(error), error.message, language))
    except OSError as error:
        return refused(fault("unavailable", in_both(f"{error}"), language))
    return None


def warm(root: str) -> None:
    """Open the usual world and its texts, so that the first call need not wait for it."""
    with suppress(WorldMissing, JnkgError, OSError):
        TOOLS["find"].answer(Desk(root), {"text": "NATO"})


@contextmanager
def bounded(size: int) -> Iterator[None]:
    """Bound the memory of this process to what it has and so much more (Linux; 0: any)."""
    if not size or not sys.platform.startswith("linux"):
        yield
        return
    import resource as system

    with open("/proc/self/statm", encoding="ascii") as file:
        mapped = int(file.read().split()[0]) * system.getpagesize()
    most = system.getrlimit(system.RLIMIT_AS)[1]
    system.setrlimit(system.RLIMIT_CORE, (0, 0))
    system.setrlimit(system.RLIMIT_AS, (mapped + size, most))
    try:
        yield
    finally:
        system.setrlimit(system.RLIMIT_AS, (most, most))


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Have the system end this process where work takes far too long, and nobody ends it."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
