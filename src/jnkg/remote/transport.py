"""Carry requests to a store and answers back, within deadlines.

An address and a form come in, the bytes of a whole answer go out. An answer counts only when it is
complete, no larger than agreed, and not marked as partial. Only what reads is tried again.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from urllib.parse import urlencode

import requests
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError, InvalidHeader, ReadTimeoutError
from urllib3.util import Retry

from jnkg import __version__
from jnkg.errors import JnkgError, Misuse
from jnkg.remote.auths import Nobody, shown
from jnkg.remote.wording import (
    BUSY,
    TIMEOUT,
    NotAccepted,
    Patience,
    Received,
    Silent,
    late,
    partial,
    refusal,
    silent,
    too_large,
    unfinished,
)

FORM = "application/x-www-form-urlencoded"
SHORT = 2000
"""Bytes of an address up to which a query is a GET."""
PARTIAL = ("x-sql-state", "x-sql-message", "x-exec-milliseconds-limit")
"""Headers with which a store says that an answer with status 200 is not the whole (Virtuoso)."""
PIECE = 1 << 16


def patience(environment: Mapping[str, str] = os.environ) -> Patience:
    """Read how long to wait (JNKG_STORE_TIMEOUT, seconds); raises Misuse."""
    text = environment.get(TIMEOUT, "")
    if not text:
        return Patience()
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e6:
        raise Misuse(
            f"{TIMEOUT} is a number of seconds, not {text!r}.",
            f"{TIMEOUT} には秒数を書いてください（「{text}」は使えません）。",
        )
    return Patience(min(5.0, seconds), seconds, seconds, min(15.0, seconds))


class Wire:
    """A connection to one host, kept open between requests."""

    def __init__(
        self,
        auth: AuthBase | None = None,
        headers: Mapping[str, str] | None = None,
        patience: Patience | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.patience = patience or Patience()
        self.sleep = sleep
        self.session = requests.Session()
        self.session.auth = auth or Nobody()
        self.session.headers["User-Agent"] = f"jnkg/{__version__}"
        self.session.headers.update(headers or {})

    def read(self, address: str, form: Iterable[tuple[str, str]], accept: str) -> Received:
        """Ask by GET where the address stays short, else by a form; raises JnkgError.

        A busy store is asked again, with growing pauses and as it wishes (Retry-After).
        """
        asked = urlencode(list(form))
        whole = f"{address}{'&' if '?' in address else '?'}{asked}"
        if len(whole) <= SHORT:
            return self.patiently("GET", whole, None, {"Accept": accept})
        headers = {"Accept": accept, "Content-Type": FORM}
        return self.patiently("POST", address, asked.encode(), headers)

    def write(
        self, method: str, address: str, body: bytes | None = None, media_type: str = ""
    ) -> Received:
        """Send what changes the store, once; raises JnkgError, NotAccepted where it is refused."""
        headers = {"Content-Type": media_type} if media_type else {}
        return judged(address, self.once(method, address, body, headers))

    def patiently(
        self, method: str, address: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Received:
        """Ask until an answer comes or patience ends; raises JnkgError."""
        deadline = time.monotonic() + self.patience.pauses
        for attempt in range(1, self.patience.attempts + 1):
            pause = backoff(attempt)
            try:
                answer = self.once(method, address, body, headers)
                if answer.status not in BUSY:
                    return judged(address, answer)
                failure: JnkgError = refusal(address, answer)
                pause = pause if answer.wait is None else answer.wait
            except Silent as silence:
                failure = silence
            if attempt == self.patience.attempts or time.monotonic() + pause > deadline:
                break
            self.sleep(pause)
        raise failure

    def once(
        self, method: str, address: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Received:
        """Send one request and take the whole answer; raises Silent or Unreachable."""
        started = time.monotonic()
        answer = self.begun(method, address, body, headers)
        with closing(answer):
            try:
                content = b"".join(self.pieces(address, answer, started))
            except ReadTimeoutError:
                raise late(address, self.patience) from None
            except (HTTPError, OSError):
                raise unfinished(address) from None
        for name in PARTIAL:
            if answer.status_code < 300 and name in answer.headers:
                raise partial(address, answer.headers[name])
        return Received(
            answer.status_code,
            content,
            answer.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
            answer.headers.get("Server", ""),
            retry_after(answer.headers.get("Retry-After")),
        )

    def begun(
        self, method: str, address: str, body: bytes | None, headers: Mapping[str, str]
    ) -> requests.Response:
        """Send a request and wait for the head of its answer; raises Silent or Unreachable."""
        waits = (self.patience.connect, min(self.patience.first, self.patience.total))
        try:
            return self.session.request(
                method,
                address,
                data=body,
                headers=dict(headers),
                timeout=waits,
                stream=True,
                allow_redirects=False,
            )
        except requests.ConnectionError as error:
            raise silent(address, error) from None
        except requests.Timeout:
            raise late(address, self.patience) from None
        except requests.RequestException:
            raise unfinished(address) from None

    def pieces(self, address: str, answer: requests.Response, started: float) -> Iterator[bytes]:
        """Yield a body piece by piece; raises Unreachable past the deadline or the size agreed."""
        size = 0
        while piece := answer.raw.read1(PIECE, decode_content=True):
            size += len(piece)
            if size > self.patience.size:
                raise too_large(address, self.patience)
            if time.monotonic() - started > self.patience.total:
                raise late(address, self.patience)
            yield piece


def backoff(attempt: int) -> float:
    """Give a pause that grows with the attempts, with some chance in it."""
    return float(0.25 * 2**attempt * random.uniform(0.5, 1.0))  # noqa: S311  no secret


def retry_after(text: str | None) -> float | None:
    """Read how long a store wants to be left alone; None where it does not say."""
    try:
        return Retry().parse_retry_after(text) if text else None
    except InvalidHeader:
        return None


def judged(address: str, answer: Received) -> Received:
    """Give an answer that is one; raises NotAccepted or Unreachable."""
    if answer.status < 300:
        return answer
    place = shown(address)
    if answer.status in (400, 422) or (answer.status == 500 and answer.words()):
        raise NotAccepted(
            f"The store {place} did not accept the request ({answer.status}): {answer.words()}",
            f"ストア {place} がリクエストを受け付けませんでした（{answer.status}）："
            f"{answer.words()}",
            answer.words(),
        )
    raise refusal(address, answer)
