"""Answer stored questions over HTTP.

`/q/<name>` gives the rows in the form and language asked for; an empty answer explains itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg.answer import Answer, bind, resolve, run
from jnkg.endpoint.exchange import Reply
from jnkg.endpoint.given import HTML, form_of, read_given, to_page
from jnkg.endpoint.naming import misused, unknown
from jnkg.endpoint.problems import Problem
from jnkg.endpoint.rowforms import JSON, RESULTS_JSON, RESULTS_XML, TEXTS, Table, sent, written
from jnkg.endpoint.site import Visit
from jnkg.errors import Misuse, UnknownValue
from jnkg.explain import Empty, Reason, explain, explain_unknown
from jnkg.names import PREFIXES, QUERY, expand
from jnkg.render import Sheet, value

if TYPE_CHECKING:
    from jnkg.answer import Term
    from jnkg.store import Entry, World

FORMS = {"json": JSON, **TEXTS, "srj": RESULTS_JSON, "srx": RESULTS_XML, "html": HTML}
"""The media types of an answer, by the names that `format=` takes."""
TEXT_FORMS = {"sparql": "application/sparql-query"}
PROLOGUE = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


@dataclass(frozen=True, slots=True)
class Asking:
    """A stored question as a reader asked it; `values` are as they were typed."""

    visit: Visit
    name: str
    entry: Entry
    values: dict[str, str]

    def terms(self, world: World) -> dict[str, str]:
        """Give the SPARQL term of each parameter; raises Problem for a value that fits nothing."""
        return {
            key: self.term(world, key, kind) if key in self.values else default
            for key, kind, default, _ in self.entry["params"]
        }

    def term(self, world: World, key: str, kind: str) -> str:
        """Give the SPARQL term that a value stands for; raises Problem."""
        typed = self.values[key]
        try:
            return resolve(world, kind, typed)
        except UnknownValue as error:
            raise unknown(key, error) from error
        except Misuse as error:
            raise misused(world, key, typed, error, self.visit.language) from error

    def text(self, terms: dict[str, str]) -> str:
        """Give the query with values bound."""
        return bind(self.entry["parts"], terms)

    def empty(self) -> Empty:
        """Give what explains an empty answer to it."""
        visit = self.visit
        return Empty(self.name, self.values, visit.status, visit.known_by, visit.reopen)


def question(visit: Visit, name: str) -> Reply:
    """Answer a stored question; raises Problem."""
    entry = entry_of(visit, name)
    form = form_of(visit, FORMS)
    if form == "html":
        return to_page(visit, f"query/{name}")
    return written(answered(asking(visit, name, entry)), form)


def question_text(visit: Visit, name: str) -> Reply:
    """Give a stored question as SPARQL with values bound; raises Problem."""
    asked = asking(visit, name, entry_of(visit, name))
    form = form_of(visit, TEXT_FORMS)
    header = ("content-disposition", f'inline; filename="{name}.rq"')
    return sent(
        visit, asked.text(asked.terms(visit.world)).encode(), TEXT_FORMS[form], headers=[header]
    )


def entry_of(visit: Visit, name: str) -> Entry:
    """Find a stored question; raises Problem that names the nearest."""
    entry = visit.world.question(name)
    if entry is None:
        near = get_close_matches(name, visit.world.questions(), 3, 0.4)
        hint_en = f" Nearest: {', '.join(near)}." if near else ""
        hint_ja = f"近いもの：{'、'.join(near)}。" if near else ""
        raise Problem(
            "not-found",
            f"There is no question {name!r}.{hint_en} /questions lists them.",
            f"「{name}」という質問はありません。{hint_ja}/questions に一覧があります。",
            nearest=near,
        )
    return entry


def asking(visit: Visit, name: str, entry: Entry) -> Asking:
    """Read the values of a question; raises Problem."""
    return Asking(visit, name, entry, read_given(visit, [p[0] for p in entry["params"]]))


def answered(asked: Asking) -> Table:
    """Answer a question, and where it is empty say why; raises Problem."""
    try:
        terms = asked.terms(asked.visit.world)
    except Problem as problem:
        return elsewhere(asked, problem)
    answer = run(asked.visit.world, asked.text(terms))
    reasons = [] if answer.rows else explain(asked.empty())
    return table(asked, terms, answer, reasons)


def elsewhere(asked: Asking, problem: Problem) -> Table:
    """Give the empty answer where only a wider world knows a value; raises the Problem if none."""
    unknown = problem.__cause__
    reason = explain_unknown(unknown, asked.empty()) if isinstance(unknown, UnknownValue) else None
    if reason is None:
        raise problem
    terms = asked.terms(asked.visit.widest())
    columns = run(asked.visit.world, asked.text(terms)).columns
    return table(asked, terms, Answer(columns, []), [reason])


def table(asked: Asking, terms: dict[str, str], answer: Answer, reasons: list[Reason]) -> Table:
    """Put an answer together with its question."""
    language = asked.visit.language
    head = {
        "question": QUERY + asked.name,
        "name": asked.name,
        "title": asked.entry["title"][language],
        "about": asked.entry["about"][language],
        "parameters": parameters(asked, terms),
    }
    return Table(asked.visit, asked.name, head, answer, reasons)


def parameters(asked: Asking, terms: dict[str, str]) -> dict[str, object]:
    """Give the parameters as they were bound."""
    visit = asked.visit
    sheet = Sheet(Answer([], []), {}, visit.world.labels(visit.language), visit.language)
    return {key: value(sheet, term_of(text)) for key, text in terms.items()}


@lru_cache(maxsize=512)
def term_of(text: str) -> Term:
    """Give the term that a SPARQL text stands for; None for UNDEF."""
    if text == "UNDEF":
        return None
    iri = expand(text)
    if iri is not None:
        return ox.NamedNode(iri)
    quads = ox.parse(f"{PROLOGUE}jn:x jn:x {text} .", ox.RdfFormat.TURTLE)
    term = next(iter(quads)).object
    return None if isinstance(term, ox.Triple) else term
