"""Serve the pages of nodes, and what all pages load."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from jnkg.endpoint.exchange import Reply
from jnkg.endpoint.problems import Problem
from jnkg.endpoint.site import Visit
from jnkg.pages.nodes import node_page
from jnkg.pages.shapes import shape_page

TYPES = {"style.css": "text/css"}
"""What pages load, with media types."""


def node_handler(visit: Visit, language: str, room: str, name: str) -> Reply:
    """Show the node that is called by an IRI of ours."""
    visit.language = language
    return node_page(visit, f"{room}/{name}")


def shape_handler(visit: Visit, language: str, name: str) -> Reply:
    """Show a shape."""
    visit.language = language
    return shape_page(visit, name)


@cache
def loaded(name: str) -> bytes:
    """Read a file that pages load."""
    return files("jnkg.pages").joinpath("static", name).read_bytes()


def static_handler(visit: Visit, name: str) -> Reply:
    """Give a file that pages load; raises Problem where there is none of that name."""
    if name not in TYPES:
        raise Problem("not-found", f"There is no file {name}.", f"{name} はありません。")
    return Reply(loaded(name), TYPES[name])


LANGUAGE = "<any(en, ja):language>"
ROUTES: tuple[tuple[str, Callable[..., Reply], tuple[str, ...]], ...] = (
    (f"/{LANGUAGE}/<any(id):room>/<name>", node_handler, ("GET",)),
    (f"/{LANGUAGE}/shape/<name>", shape_handler, ("GET",)),
    (f"/{LANGUAGE}/<any(graph):room>/<path:name>", node_handler, ("GET",)),
    ("/static/<name>", static_handler, ("GET",)),
)
