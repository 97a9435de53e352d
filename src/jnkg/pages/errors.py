"""Say on a page what a request ran into, and what comes near to what was sought.

A site, a Message and a Problem come in; a Reply goes out with the status of the problem and the
headers that it needs. The page asks no more of the graph than labels, and does without them where
even these cannot be had.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from jnkg.card import Name
from jnkg.endpoint.exchange import Message, Reply
from jnkg.endpoint.given import spoken
from jnkg.endpoint.problems import Problem, problem_reply
from jnkg.endpoint.site import Site, WorldMissing
from jnkg.errors import JnkgError
from jnkg.names import STATUSES, expand
from jnkg.pages.frame import Page, render

if TYPE_CHECKING:
    from collections.abc import Iterable

NEAREST = 5
"""As many names that come near are shown."""


def error_page(site: Site, message: Message, problem: Problem, language: str) -> Reply:
    """Show a problem; headers are those that its document has."""
    plain = problem_reply(problem, language, message.path)
    page = Page(
        language,
        problem.title(language),
        twin_path(message.path),
        base=site.settings.base or f"{message.scheme}://{message.header('host')}",
        is_indexed=False,
        has_worlds=False,
    )
    near = list(nearest(site, problem.members.get("nearest"), language))
    shown = render(
        page, "error.html", problem.status,
        detail=spoken(problem.message)[language], problem=problem, near=near,
        again=asked_again(message, page),
    )  # fmt: skip
    kept = [(name, value) for name, value in plain.headers if name != "content-language"]
    shown.headers += kept
    if problem.name == "method":
        shown.headers.append(("allow", ", ".join(words(problem.members.get("allowed")))))
    return shown


def asked_again(message: Message, page: Page) -> str:
    """Give the address of the form that a query came from, with the query; empty for the rest."""
    if message.path != "/sparql":
        return ""
    try:
        given = dict(message.pairs()).get("query", "")
    except ValueError:
        given = ""
    return page.inside("sparql", (("query", given),) if given else ())


def twin_path(path: str) -> str:
    """Give the path behind the language, for the link to the other language."""
    start, _, rest = path.removeprefix("/").partition("/")
    return rest if start in ("en", "ja") else ""


def words(given: object) -> list[str]:
    """Give a member of a problem as words; none where it is no list."""
    return [str(each) for each in given] if isinstance(given, list | tuple) else []


def nearest(site: Site, given: object, language: str) -> Iterable[Name]:
    """Name what comes near: nodes, terms and questions by their labels or titles."""
    labels, titles = known(site, language)
    for short in words(given)[:NEAREST]:
        local = short.removeprefix("jnq:")
        if local in titles:
            yield Name(expand(f"jnq:{local}") or "", titles[local])
            continue
        iri = short if "://" in short else expand(short) or expand(f"jnd:{short}") or ""
        if iri in labels:
            yield Name(iri, labels[iri])


def known(site: Site, language: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Give the labels of all nodes and the titles of all questions; none without a world."""
    try:
        world = site.world(STATUSES[-1], "")
        titles = {name: q["title"][language] for name, q in world.questions().items()}
        return world.labels(language), titles
    except (WorldMissing, JnkgError, OSError):
        return {}, {}
