"""Help those who reconcile by hand: suggestions as they type, columns to add, previews.

These are the smaller services that the manifest of `/reconcile` names.
"""

from __future__ import annotations

from collections.abc import Callable

from jnkg.endpoint.exchange import Reply
from jnkg.endpoint.given import form_of, wrong
from jnkg.endpoint.problems import Problem
from jnkg.endpoint.reconciled import FORMS, LANGUAGE, check_body, heard, told, values_of
from jnkg.endpoint.site import Visit
from jnkg.pages.preview import flyout_of_term, flyout_of_thing, preview_page
from jnkg.reconciling.asked import LONGEST
from jnkg.reconciling.manifest import SUGGESTED
from jnkg.reconciling.preview import glance, term_at_a_glance
from jnkg.reconciling.suggestions import (
    propose,
    suggest_entities,
    suggest_properties,
    suggest_types,
)

MOST = 1_000_000
"""The largest number that a parameter may be."""


def suggest(visit: Visit, language: str, what: str) -> Reply:
    """Complete what somebody types; raises Problem."""
    visit.language = language
    prefix, cursor = begun(visit), number(visit, "cursor")
    if what == "entity":
        types = [each for each in values_of(visit, "type") if each]
        found = heard(
            "type", lambda: suggest_entities(visit.world, prefix, language, cursor, types)
        )
        return told(visit, {"result": found})
    suggester = {"type": suggest_types, "property": suggest_properties}[what]
    return told(visit, {"result": suggester(visit.world, prefix, language, cursor)})


def begun(visit: Visit) -> str:
    """Give what was typed so far; raises Problem."""
    check(visit)
    return single(visit, "prefix")


def check(visit: Visit) -> None:
    """Refuse a wish for JSONP, or for another form than JSON; raises Problem."""
    check_body(visit)
    form_of(visit, FORMS)


def single(visit: Visit, key: str) -> str:
    """Give the value of a parameter, empty where it was not sent; raises Problem."""
    values = values_of(visit, key)
    if len(values) > 1:
        raise wrong(key, f"{key} is given more than once.", f"引数「{key}」が複数あります。")
    text = values[0].strip() if values else ""
    if len(text) > LONGEST:
        raise wrong(
            key,
            f"{key} is longer than {LONGEST} characters.",
            f"{key} が{LONGEST}字を超えています。",
        )
    return text


def number(visit: Visit, key: str) -> int:
    """Give the number that a parameter is, 0 where it was not sent; raises Problem."""
    text = single(visit, key) or "0"
    if not (text.isascii() and text.isdecimal() and len(text) < 8 and int(text) <= MOST):
        raise wrong(
            key,
            f"{key} is a whole number up to {MOST}, not {text!r}.",
            f"{key} は{MOST}までの整数です（「{text}」は使えません）。",
        )
    return int(text)


def properties(visit: Visit, language: str) -> Reply:
    """Propose properties for things of a type; raises Problem."""
    visit.language = language
    check(visit)
    typed, limit = single(visit, "type"), number(visit, "limit")
    return told(visit, heard("type", lambda: propose(visit.world, typed, limit, language)))


def preview(visit: Visit, language: str) -> Reply:
    """Show a thing at a glance, to be framed by a client; 404 where there is none such."""
    visit.language = language
    check_body(visit)
    typed = identifier(visit)
    return preview_page(visit, typed, glance(visit.world, typed, language))


def flyout(visit: Visit, language: str, what: str) -> Reply:
    """Give a glance as a piece of HTML within JSON; raises Problem."""
    visit.language = language
    check(visit)
    typed = identifier(visit)
    if what == "entity":
        seen = glance(visit.world, typed, language)
        if seen is None:
            raise absent(typed)
        return told(visit, {"id": typed, "html": flyout_of_thing(visit, seen)})
    name, about = term(visit, what, typed)
    return told(visit, {"id": typed, "html": flyout_of_term(visit, name, about)})


def term(visit: Visit, what: str, typed: str) -> tuple[str, str]:
    """Give the name and the description of a type or a property; raises Problem."""
    found = heard("id", lambda: term_at_a_glance(visit.world, what, typed, visit.language))
    name, about = found if isinstance(found, tuple) else ("", "")
    return name, about


def identifier(visit: Visit) -> str:
    """Give the identifier that a preview is asked of; raises Problem."""
    typed = single(visit, "id")
    if not typed:
        raise wrong("id", "Give the parameter id.", "引数「id」を指定してください。")
    return typed


def absent(typed: str) -> Problem:
    """Say that there is no thing of an identifier in this world."""
    return Problem(
        "not-found",
        f"This world has no thing of the identifier {typed!r}.",
        f"この範囲に、識別子「{typed}」のものはありません。",
        parameter="id",
    )


GET = ("GET",)
WHAT = f"<any({', '.join(SUGGESTED)}):what>"
ROUTES: tuple[tuple[str, Callable[..., Reply], tuple[str, ...]], ...] = (
    (f"/{LANGUAGE}/reconcile/suggest/{WHAT}", suggest, GET),
    (f"/{LANGUAGE}/reconcile/flyout/{WHAT}", flyout, GET),
    (f"/{LANGUAGE}/reconcile/properties", properties, GET),
    (f"/{LANGUAGE}/reconcile/preview", preview, GET),
)
