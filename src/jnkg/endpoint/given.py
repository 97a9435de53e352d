"""Read what a request to the API gives: its parameters, and the form that it wants back.

Whatever is not known is refused with the nearest of what is, since a slip that is passed over in
silence gives an answer to another question.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from urllib.parse import urlencode

from jnkg.endpoint.exchange import Reply, redirect
from jnkg.endpoint.negotiate import best_type
from jnkg.endpoint.problems import Problem
from jnkg.endpoint.site import SINGLE, Visit
from jnkg.names import STATUSES

HTML = "text/html"
SWITCH = re.compile(rf"--(status|known-by)(?: ({'|'.join(STATUSES)}|\d{{4}}-\d\d-\d\d))?")
VERBS = {"`jnkg find`": "/find", "`jnkg ask`": "/questions"}


def spoken(message: Mapping[str, str]) -> dict[str, str]:
    """Give words made for the command line as a reader over HTTP would have them."""
    return {language: reworded(words) for language, words in message.items()}


def reworded(words: str) -> str:
    """Call switches and verbs of the command line by their parameters and addresses."""
    plain = SWITCH.sub(lambda m: f"{m[1]}={m[2]}" if m[2] else m[1], words)
    for verb, address in VERBS.items():
        plain = plain.replace(verb, address)
    return plain


def read_given(
    visit: Visit, known: Collection[str], required: Collection[str] = ()
) -> dict[str, str]:
    """Give the parameters of a request by name.

    Raises Problem for one that is not known, is repeated, is empty, or is missing.
    """
    given: dict[str, str] = {}
    for key, value in (*visit.given.items(), *visit.params):
        if key not in (*SINGLE, *known):
            raise unknown_parameter(key, known)
        if key in given:
            raise wrong(key, f"{key} is given more than once.", f"引数「{key}」が複数あります。")
        if not value.strip():
            raise empty_parameter(key)
        given[key] = value
    for key in required:
        if key not in given:
            raise wrong(key, f"Give the parameter {key}.", f"引数「{key}」を指定してください。")
    return {key: value for key, value in given.items() if key in known}


def empty_parameter(key: str) -> Problem:
    """Say that a parameter has no value."""
    return wrong(
        key,
        f"{key} is empty: give it a value, or leave it out.",
        f"引数「{key}」が空です。値を指定するか、省いてください。",
    )


def wrong(key: str, en: str, ja: str, **members: object) -> Problem:
    """Say what is wrong with a parameter."""
    return Problem("bad-request", en, ja, parameter=key, **members)


def unknown_parameter(key: str, known: Collection[str]) -> Problem:
    """Say that there is no such parameter, and which there are."""
    names = [*known, *SINGLE]
    near = get_close_matches(key, names, 3, 0.4)
    hint_en = f" Nearest: {', '.join(near)}." if near else ""
    hint_ja = f"近いもの：{'、'.join(near)}。" if near else ""
    return wrong(
        key,
        f"There is no parameter {key!r} here.{hint_en} Known: {', '.join(names)}.",
        f"「{key}」という引数はありません。{hint_ja}使えるもの：{'、'.join(names)}。",
        nearest=near,
        known=names,
    )


def one_of(key: str, value: str, known: Collection[str]) -> str:
    """Give a value back; raises Problem where it is none of those known."""
    if value not in known:
        raise wrong(
            key,
            f"{key} is one of {', '.join(known)}, not {value!r}.",
            f"{key} は {'、'.join(known)} のいずれかです（「{value}」は使えません）。",
            known=list(known),
        )
    return value


def form_of(visit: Visit, offered: Mapping[str, str], asked: str = "") -> str:
    """Choose one of the forms offered (media types by name): by `asked`, `format=`, else Accept.

    Raises Problem where there is no such form, or none that the client takes.
    """
    wanted = (asked or visit.given.get("format", "")).strip()
    if wanted:
        named = {media_type: name for name, media_type in offered.items()}
        name = named.get(wanted.replace(" ", "+"), wanted)
        return one_of("style" if asked else "format", name, offered)
    best = best_type(visit.message.header("accept"), list(offered.values()))
    if best is None:
        types = ", ".join(offered.values())
        raise Problem(
            "not-acceptable",
            f"This can be given as {types}.",
            f"提供できる形式：{types}。",
            available=list(offered.values()),
        )
    return next(name for name, media_type in offered.items() if media_type == best)


def to_page(visit: Visit, place: str, params: Collection[tuple[str, str]] | None = None) -> Reply:
    """Send a browser on to the page that shows the same, in its language and world."""
    pairs = [*(visit.params if params is None else params), *visit.switches().items()]
    query = f"?{urlencode(pairs)}" if pairs else ""
    return redirect(f"/{visit.language}/{place}{query}")
