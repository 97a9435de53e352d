"""Show a thing at a glance, small enough to be framed by another program.

A Visit and a Glance come in; a Reply, or a piece of HTML, goes out. Only this page may be framed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jnkg.endpoint.exchange import Reply
from jnkg.pages.frame import environment, page_of, render

if TYPE_CHECKING:
    from jnkg.endpoint.site import Visit
    from jnkg.reconciling.preview import Glance

POLICY = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'"
"""What a browser may load for a preview: our style, and no script; anyone may frame it."""


def preview_page(visit: Visit, typed: str, seen: Glance | None) -> Reply:
    """Show a thing at a glance; where there is none of that identifier, say so (404)."""
    title = seen.node.label if seen else typed
    page = page_of(visit, title, is_indexed=False)
    status = 200 if seen else 404
    reply = render(page, "preview.html", status, glance=seen, typed=typed)
    reply.headers.append(("content-security-policy", POLICY))
    return reply


def flyout_of_thing(visit: Visit, seen: Glance) -> str:
    """Write a thing at a glance as a piece of HTML."""
    return piece(visit, name=seen.node.label, other=seen.other,
                 about=", ".join(kind.label for kind in seen.kinds), facts=seen.facts)  # fmt: skip


def flyout_of_term(visit: Visit, name: str, about: str) -> str:
    """Write a type or a property at a glance as a piece of HTML."""
    return piece(visit, name=name, other="", about=about, facts=())


def piece(visit: Visit, **values: object) -> str:
    """Write a piece of HTML; whatever is put into it is escaped."""
    page = page_of(visit, "")
    shown = {"page": page, "say": page.say, "mark": page.mark, "date": page.date}
    return environment().get_template("flyout.html").render(shown, **values).strip()
