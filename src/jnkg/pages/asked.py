"""Ask a stored question on a page: a form, the answer, and where it can be had otherwise.

A Visit and the name of a question come in; a Reply goes out. A value that fits nothing leaves the
form in place and says what comes near; an empty answer says why it is empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from jnkg import __version__
from jnkg.answer import ask, bound_text, find_node
from jnkg.cite import GRAPH, WORDS, day_words
from jnkg.endpoint.exchange import Reply
from jnkg.endpoint.given import spoken
from jnkg.endpoint.problems import Problem
from jnkg.errors import Misuse, UnknownValue
from jnkg.explain import Empty, explain, explain_unknown
from jnkg.names import QUERY, STATUSES, expand
from jnkg.pages.catalogue import topics
from jnkg.pages.choices import fields_of, short
from jnkg.pages.frame import page_of, render
from jnkg.pages.given import first, page_number
from jnkg.pages.strictest import with_status
from jnkg.pages.tables import Table, tabulate

if TYPE_CHECKING:
    from jnkg.endpoint.site import Visit
    from jnkg.store import Entry, World

FORMS = (
    ("csv", "CSV"),
    ("tsv", "TSV"),
    ("json", "JSON"),
    ("markdown", "Markdown"),
    ("srj", "SPARQL JSON"),
    ("srx", "SPARQL XML"),
)
"""The forms in which `/q` gives an answer."""


@dataclass(frozen=True, slots=True)
class Near:
    """A value that comes near to one that fits nothing: its label, its parameter, what is sent."""

    label: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Asking:
    """What came of asking: a table, or reasons why there is none; `status` is that of HTTP."""

    table: Table | None = None
    reasons: tuple[str, ...] = ()
    fault: str = ""
    nearest: tuple[Near, ...] = ()
    is_narrowed: bool = False
    status: int = 200


def questions_page(visit: Visit) -> Reply:
    """List the stored questions, those that hold the words asked for."""
    sought = first(visit, "q")
    title = {"en": "Questions", "ja": "質問"}[visit.language]
    query = (("q", sought),) if sought else ()
    page = page_of(visit, title, "questions", query=query)
    found = topics(visit.world, visit.language, sought)
    total = sum(len(topic.questions) for topic in found)
    return render(page, "questions.html", topics=found, sought=sought, total=total)


def asked_page(visit: Visit, name: str) -> Reply:
    """Show one stored question and its answer; raises Problem where there is none of that name."""
    entry = visit.world.question(name)
    if entry is None:
        near = get_close_matches(name, visit.world.questions(), 3, 0.4)
        raise Problem(
            "not-found",
            f"There is no question “{name}”.",
            f"「{name}」という質問はありません。",
            nearest=[f"jnq:{one}" for one in near],
        )
    params = {key for key, *_ in entry["params"]}
    values = {k: v.strip() for k, v in visit.params if k in params and v.strip()}
    asking = attempt(visit, name, values)
    permanent = () if asking.fault else settled(visit.world, entry, values)
    page = page_of(
        visit,
        entry["title"][visit.language],
        f"query/{name}",
        query=permanent or tuple(values.items()),
        over={"en": "Stored question", "ja": "定型の質問"}[visit.language],
        description=entry["about"][visit.language],
        has_worlds=False,
    )
    link = address(visit, name, permanent)
    return render(
        page, "asked.html", asking.status,
        name=name, entry=entry, asking=asking, forms=FORMS, permanent=link,
        fields=fields_of(visit.world, entry, visit.language, values),
        query=bound_text(visit.world, name, {} if asking.fault else values),
        cited=citation(visit, page.title, page.query, link), world=visit,
        ceilings=STATUSES,
    )  # fmt: skip


def attempt(visit: Visit, name: str, values: Mapping[str, str]) -> Asking:
    """Ask a question; what is wrong with a value is told, not raised."""
    empty = Empty(name, values, visit.status, visit.known_by, visit.reopen)
    try:
        answer = ask(visit.world, name, values)
    except UnknownValue as error:
        reason = explain_unknown(error, empty)
        if reason:
            return Asking(reasons=(spoken(reason.message)[visit.language],), is_narrowed=True)
        wrong = next((k for k, v in values.items() if repr(v) in error.message["en"]), "")
        return unknown(visit, wrong, values.get(wrong, ""), error)
    except Misuse as error:
        return Asking(fault=spoken(error.message)[visit.language], status=400)
    if not answer.rows:
        reasons = explain(empty)
        narrowed = any(reason.kind == "narrowed" for reason in reasons)
        words = tuple(spoken(reason.message)[visit.language] for reason in reasons)
        return Asking(reasons=words, is_narrowed=narrowed)
    told = with_status(visit, name, values, answer)
    return Asking(tabulate(visit.world, visit.language, told, page_number(visit)))


def unknown(visit: Visit, key: str, typed: str, error: UnknownValue) -> Asking:
    """Say that the value of a parameter fits nothing, with those that come near."""
    labels = visit.world.labels(visit.language)
    found = [(short, iri) for short in error.nearest if (iri := iri_of(short)) in labels]
    words = {
        "en": f"Nothing in the graph is called “{typed}”.",
        "ja": f"グラフに「{typed}」というものはありません。",
    }
    near = tuple(Near(labels[iri], key, short) for short, iri in found)
    return Asking(fault=words[visit.language], nearest=near, status=404)


def iri_of(text: str) -> str:
    """Give the IRI of a short name: a prefixed name or a slug."""
    return expand(text) or expand(f"jnd:{text}") or ""


def settled(world: World, entry: Entry, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Give the values by names that stay: slugs in place of labels; raises as `find_node` does."""
    kinds = {key: kind for key, kind, *_ in entry["params"]}
    return tuple(
        (key, short(find_node(world, value).value) if kinds[key] == "iri" else value)
        for key, value in values.items()
        if kinds[key] != "iri" or is_known(world, value)
    )


def is_known(world: World, value: str) -> bool:
    """Tell whether a value names a node of this world."""
    try:
        find_node(world, value)
    except Misuse:
        return False
    return True


def address(visit: Visit, name: str, values: Sequence[tuple[str, str]]) -> str:
    """Give the link to an answer that will last."""
    pairs = urlencode([*values, *visit.switches().items()])
    return f"{QUERY}{name}" + (f"?{pairs}" if pairs else "")


def citation(visit: Visit, title: str, values: Sequence[tuple[str, str]], link: str) -> str:
    """Write a reference to an answer for a footnote."""
    words, language = WORDS[visit.language], visit.language
    day = day_words(visit.world.day, language)
    world = words["world"].format(words[visit.status], day)
    version = words["version"].format(__version__)
    given = ", ".join(f"{key}={value}" for key, value in values)
    if language == "ja":
        what = f"「{title}」" + (f"（{given}）" if given else "")
        return f"{what}『{GRAPH['ja']}』{version}（{world}）。{link}"
    what = f"“{title}”" + (f" ({given})" if given else "")
    return f"{what}, {GRAPH['en']}, {version} ({world}). {link}"
