"""Say what a request ran into, as a problem document (RFC 9457).

A Problem is raised anywhere below the app, which writes it as `application/problem+json`, or as
a page where a browser asks for one. Its `name` is the last part of its type, `/problem/<name>`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from jnkg.endpoint.exchange import Reply
from jnkg.errors import CallsOut, JnkgError, Misuse, UnknownValue

PROBLEM = "application/problem+json"
TITLES: Mapping[str, tuple[int, str, str]] = {
    "bad-request": (400, "The request cannot be understood", "リクエストを解釈できません"),
    "bad-query": (400, "The query cannot be read", "クエリを解釈できません"),
    "not-found": (404, "There is nothing here", "ここには何もありません"),
    "hidden": (404, "It is outside the chosen view", "選んだ範囲にはありません"),
    "method": (405, "This method is not allowed here", "このメソッドは使えません"),
    "not-acceptable": (406, "It cannot be given in that form", "その形式では提供できません"),
    "gone": (410, "It was withdrawn", "廃止されました"),
    "limit-request": (413, "The request is too large", "リクエストが大きすぎます"),
    "limit-address": (414, "The address is too long", "アドレスが長すぎます"),
    "media-type": (415, "The body is of a type that is not read here", "本文の形式を扱えません"),
    "read-only": (403, "This server only reads", "このサーバーは読み取り専用です"),
    "no-service": (403, "A query reads this graph alone", "クエリの対象はこのグラフだけです"),
    "limit-result": (422, "The answer is larger than the limit", "結果が上限を超えました"),
    "limit-memory": (422, "The query needs too much memory", "使用メモリが上限を超えました"),
    "limit-depth": (422, "The query is nested too deep", "クエリの入れ子が深すぎます"),
    "limit-time": (503, "The query takes longer than the limit", "処理時間が上限を超えました"),
    "limit-queue": (503, "Too many requests are waiting", "待っているリクエストが多すぎます"),
    "limit-slow": (503, "Too many slow queries are running", "時間のかかるクエリが多すぎます"),
    "unavailable": (503, "It is not available at the moment", "現在は利用できません"),
    "failure": (500, "Something went wrong on the server", "サーバーで問題が起きました"),
}  # fmt: skip
"""Status and title (en, ja) of every problem, by name."""


class Problem(JnkgError):
    """What a request ran into; `members` are added to the document (RFC 9457, section 3.2)."""

    def __init__(self, name: str, en: str, ja: str, **members: object) -> None:
        super().__init__(en, ja)
        self.name = name
        self.status = TITLES[name][0]
        self.members = members

    def title(self, language: str) -> str:
        """Give the title of its kind."""
        _, en, ja = TITLES[self.name]
        return en if language == "en" else ja


def problem_of(error: JnkgError) -> Problem:
    """Give the problem that any error of ours is to a reader over HTTP."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, UnknownValue):
        return Problem("not-found", **words(error), nearest=list(error.nearest))
    if isinstance(error, CallsOut):
        return Problem("no-service", **words(error))
    return Problem("bad-request" if isinstance(error, Misuse) else "unavailable", **words(error))


def words(error: JnkgError) -> dict[str, str]:
    """Give the words of an error in both languages."""
    return {"en": error.message["en"], "ja": error.message["ja"]}


def problem_reply(problem: Problem, language: str, instance: str = "") -> Reply:
    """Write a problem in a language; `instance` is the address that was asked."""
    document = {
        "type": f"/problem/{problem.name}",
        "title": problem.title(language),
        "status": problem.status,
        "detail": problem.message[language],
        **({"instance": instance} if instance else {}),
        **problem.members,
    }
    body = (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
    headers = [("content-language", language), ("cache-control", "no-store")]
    if problem.name in ("limit-queue", "limit-slow", "unavailable"):
        headers.append(("retry-after", "2"))
    return Reply(body, PROBLEM, problem.status, headers)
