"""Ask a site without a network in between, as a reader process does."""

from __future__ import annotations

from jnkg.build import ensure_world
from jnkg.endpoint.app import answer
from jnkg.endpoint.exchange import Message, Reply
from jnkg.endpoint.site import Site, WorldMissing


def visit(site: Site, target: str, method: str = "GET", body: bytes = b"", **headers: str) -> Reply:
    """Ask for a path with its query; header names with underscores. A missing world is built."""
    path, _, query = target.partition("?")
    sent = {"host": "localhost", **{k.replace("_", "-"): v for k, v in headers.items()}}
    message = Message(method, path, query, sent, body)
    try:
        return answer(site, message)
    except WorldMissing as missing:
        ensure_world(site.tree, missing.status, missing.day)
        return answer(site, message)


def header(reply: Reply, name: str) -> str:
    """Give a header of a reply, empty where it has none."""
    return next((value for key, value in reply.headers if key == name), "")
