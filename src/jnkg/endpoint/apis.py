"""List the addresses of the API: questions, views, look-ups, matching, and what describes them."""

from __future__ import annotations

from collections.abc import Callable

from jnkg.endpoint import reconciled, reconhelp
from jnkg.endpoint.asked import question, question_text
from jnkg.endpoint.exchange import Reply
from jnkg.endpoint.listed import questions_reply, status_reply
from jnkg.endpoint.looked import cite_reply, find_reply, show_reply
from jnkg.endpoint.openapi import openapi_reply
from jnkg.endpoint.problempages import problem_page
from jnkg.endpoint.viewed import VIEWS, view_reply

GET = ("GET",)
ROUTES: tuple[tuple[str, Callable[..., Reply], tuple[str, ...]], ...] = (
    ("/q/<name>", question, GET),
    ("/q/<name>.rq", question_text, GET),
    ("/questions", questions_reply, GET),
    ("/find", find_reply, GET),
    ("/show", show_reply, GET),
    ("/cite", cite_reply, GET),
    *((f"/{name}", view_reply(name), GET) for name in VIEWS),
    *reconciled.ROUTES,
    *reconhelp.ROUTES,
    ("/problem/<name>", problem_page, GET),
    ("/status", status_reply, GET),
    ("/openapi.json", openapi_reply, GET),
)
