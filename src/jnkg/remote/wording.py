"""Word what can go wrong on the way to a store; no message repeats a secret."""

from __future__ import annotations

from dataclasses import dataclass

from jnkg.errors import JnkgError
from jnkg.remote.auths import AUTH, shown

BUSY = (429, 502, 503, 504)
"""Answers that may be another one soon."""
SAID = 300
"""Characters of a store's own words that a message repeats."""
TIMEOUT = "JNKG_STORE_TIMEOUT"


class Unreachable(JnkgError):
    """A store did not answer, or not as agreed."""


class Silent(Unreachable):
    """No answer began: nobody listens, or the connection broke before."""


class NotAccepted(JnkgError):
    """A store refused a request as wrong; `said` are its own words."""

    def __init__(self, en: str, ja: str, said: str) -> None:
        super().__init__(en, ja)
        self.said = said


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait and how much to take: seconds, bytes, attempts.

    `first` bounds each wait for the next bytes, `total` the whole of a request; `pauses` bounds
    the time between attempts, all together.
    """

    connect: float = 5.0
    first: float = 60.0
    total: float = 120.0
    pauses: float = 15.0
    attempts: int = 4
    size: int = 256 << 20


@dataclass(frozen=True, slots=True)
class Received:
    """A whole answer; `server` is the store's name for itself, `wait` how long it wants rest."""

    status: int
    body: bytes
    media_type: str
    server: str = ""
    wait: float | None = None

    def words(self) -> str:
        """Give the beginning of a text that a store sent, on one line."""
        text = self.body.decode("utf-8", "replace")
        return " ".join(text.split())[:SAID]


def refusal(address: str, answer: Received) -> JnkgError:
    """Word an answer that is none."""
    place, status = shown(address), answer.status
    if status in (401, 403):
        return Unreachable(
            f"The store {place} wants to know who asks ({status}): set {AUTH}.",
            f"ストア {place} は認証を求めています（{status}）。{AUTH} を設定してください。",
        )
    if 300 <= status < 400:
        return Unreachable(
            f"The store {place} sends us elsewhere ({status}); give the address it moved to.",
            f"ストア {place} は別の場所を示しています（{status}）。移転先のアドレスを"
            "指定してください。",
        )
    if status in BUSY:
        return Unreachable(
            f"The store {place} is busy ({status}); ask again later.",
            f"ストア {place} は混み合っています（{status}）。時間をおいてやり直してください。",
        )
    said = answer.words()
    return Unreachable(
        f"The store {place} answered {status}: {said or '-'}. Check the address.",
        f"ストア {place} の応答は{status}でした：{said or '-'}。アドレスを確かめてください。",
    )


def silent(address: str, error: BaseException) -> Silent:
    """Word a connection that did not come about."""
    root = cause(error)
    reason = (root.strerror if isinstance(root, OSError) else "") or type(root).__name__
    place = shown(address)
    return Silent(
        f"No connection to the store {place} ({reason}): is it running, is the address right?",
        f"ストア {place} に接続できません（{reason}）。"
        "動いているか、アドレスが正しいか確かめてください。",
    )


def late(address: str, patience: Patience) -> Unreachable:
    """Word an answer that did not come in time."""
    return Unreachable(
        f"The store {shown(address)} did not answer within {patience.total:g} s; ask for less, or "
        f"set {TIMEOUT}.",
        f"ストア {shown(address)} が{patience.total:g}秒以内に答えませんでした。範囲を狭めるか、"
        f"{TIMEOUT} を延ばしてください。",
    )


def too_large(address: str, patience: Patience) -> Unreachable:
    """Word an answer that is larger than agreed."""
    return Unreachable(
        f"The answer of the store {shown(address)} is larger than {patience.size:,} bytes; "
        "ask for less.",
        f"ストア {shown(address)} の答えが{patience.size:,}バイトを超えました。"
        "範囲を狭めてください。",
    )


def unfinished(address: str) -> Unreachable:
    """Word an answer that broke off; nothing of it is used."""
    return Unreachable(
        f"The answer of the store {shown(address)} broke off; nothing of it is used. Ask again, "
        "or ask for less.",
        f"ストア {shown(address)} の答えが途中で切れました。その分は使いません。やり直すか、"
        "範囲を狭めてください。",
    )


def partial(address: str, state: str) -> Unreachable:
    """Word an answer that the store itself calls incomplete."""
    return Unreachable(
        f"The store {shown(address)} gave up half-way ({state[:SAID]}); nothing is used of what "
        "it sent. Ask for less, or raise its time limit.",
        f"ストア {shown(address)} は途中で打ち切りました（{state[:SAID]}）。届いた分は使いません。"
        "範囲を狭めるか、ストアの時間制限を延ばしてください。",
    )


def cause(error: BaseException) -> BaseException:
    """Give what an error of the network comes from."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__  # type: ignore[assignment]
    return error
