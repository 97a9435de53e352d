"""Read what a reader gives to a page.

Pages pass over what they do not know, so that a link with something added still leads somewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jnkg.endpoint.problems import Problem

if TYPE_CHECKING:
    from jnkg.endpoint.site import Visit


def first(visit: Visit, key: str) -> str:
    """Give the first value of a parameter without the space around it, empty where none is."""
    return next((value.strip() for k, value in visit.params if k == key), "")


def page_number(visit: Visit) -> int:
    """Give the number of the page that is asked for; raises Problem where it is none."""
    typed = first(visit, "page") or "1"
    if not (typed.isascii() and typed.isdecimal() and 1 <= int(typed) < 10**6):
        raise Problem("bad-request", "page is a whole number from 1.", "page は1以上の整数です。")
    return int(typed)
