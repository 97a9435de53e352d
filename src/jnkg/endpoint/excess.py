"""Word what a request ran into that went over a limit of the server."""

from __future__ import annotations

from jnkg.endpoint.problems import Problem

MEGA = 1 << 20


def time(seconds: float) -> Problem:
    """Say that a request took too long."""
    return Problem(
        "limit-time",
        f"Answering took longer than {seconds:g} s. Ask for less, or add triple patterns "
        "that narrow the query.",
        f"処理時間が{seconds:g}秒を超えました。範囲を狭めるか、条件を加えてください。",
        limit="time",
        seconds=seconds,
    )


def slow(seconds: float, places: int) -> Problem:
    """Say that all places for slow queries are taken."""
    return Problem(
        "limit-slow",
        f"{places} queries that take longer than {seconds:g} s are already running, which is the "
        "most allowed at once. Try again in a moment, or narrow the query.",
        f"{seconds:g}秒を超えるクエリが、すでに上限の{places}件実行されています。"
        "しばらくしてからやり直すか、範囲を狭めてください。",
        limit="slow",
        seconds=seconds,
        places=places,
    )


def queue(places: int) -> Problem:
    """Say that too many requests wait, or that one waited too long."""
    return Problem(
        "limit-queue",
        f"The server is busy: at most {places} requests wait, and none for long. Try again soon.",
        f"混み合っています。待機できるリクエストは{places}件までです。"
        "しばらくしてからやり直してください。",
        limit="queue",
        places=places,
    )


def memory(size: int) -> Problem:
    """Say that a request needed too much memory."""
    return Problem(
        "limit-memory",
        f"The query needed more than {size // MEGA} MiB of memory. Sort or group fewer rows.",
        f"クエリが{size // MEGA} MiBを超えるメモリを必要としました。"
        "並べ替えや集計の対象を減らしてください。",
        limit="memory",
        bytes=size,
    )


def depth() -> Problem:
    """Say that a query nests deeper than the engine can follow."""
    return Problem(
        "limit-depth",
        "The query is nested too deep, or chains too many parts, for the engine to follow. "
        "Split it, or list values with VALUES.",
        "クエリの入れ子が深すぎるか、連なる部分が多すぎます。分割するか、値をVALUESで列挙して"
        "ください。",
        limit="depth",
    )


def request(size: int) -> Problem:
    """Say that a request was too large to be read."""
    return Problem(
        "limit-request",
        f"A request may have {size:,} bytes at most.",
        f"リクエストは{size:,}バイトまでです。",
        limit="request",
        bytes=size,
    )


def address(size: int) -> Problem:
    """Say that an address was too long to be read."""
    return Problem(
        "limit-address",
        f"An address may have {size:,} bytes at most. Send a long query as a form by POST.",
        f"アドレスは{size:,}バイトまでです。長いクエリはPOSTのフォームで送ってください。",
        limit="address",
        bytes=size,
    )


def unreadable() -> Problem:
    """Say that the files of the build cannot be read."""
    return Problem(
        "unavailable",
        "The files of this version cannot be read at the moment.",
        "この版のファイルを現在読み込めません。",
    )


def failure() -> Problem:
    """Say that a reader died without a cause that is known."""
    return Problem(
        "failure",
        "The process that was answering stopped, and a new one has taken its place. Try again.",
        "処理中のプロセスが停止し、新しいプロセスに替わりました。もう一度お試しください。",
    )
