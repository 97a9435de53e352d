"""List every path with who is in charge of it: a path, a handler, the methods.

A handler takes a Visit and the parts of the path, and gives a Reply.
"""

from __future__ import annotations

from collections.abc import Callable

from jnkg.endpoint import apis, pages, things, wellknown
from jnkg.endpoint.exchange import Message, Reply
from jnkg.endpoint.problems import Problem
from jnkg.endpoint.site import Site

Route = tuple[str, Callable[..., Reply], tuple[str, ...]]
ROUTES: tuple[Route, ...] = (*apis.ROUTES, *wellknown.ROUTES, *things.ROUTES, *pages.ROUTES)
"""Literal paths win over those with places, whatever the order (Werkzeug)."""
ERROR_PAGE: Callable[[Site, Message, Problem, str], Reply] = pages.error_page
