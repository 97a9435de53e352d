"""Say what an address of ours names.

The path of an address comes in, a Thing goes out: what kind of thing, its name, and the ending of
the document, empty for the thing itself. The same paths stand behind `https://w3id.org/jnkg`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from jnkg.linked.forms import FORMS
from jnkg.names import BASE

LONGEST = 200
"""No name of ours is longer."""
LOWER = re.compile(r"[a-z0-9]+(?:[.-]+[a-z0-9]+)*")
ANY_CASE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*")
KINDS: Mapping[str, re.Pattern[str]] = {
    "id": LOWER,
    "ns": re.compile(r"[A-Za-z][A-Za-z0-9]*"),
    "shape": ANY_CASE,
    "query": LOWER,
    "graph": LOWER,
    "ontology": LOWER,
    "project": LOWER,
}
"""What a name of each kind may look like."""
ALONE = ("ns", "shape", "ontology", "project")
"""Kinds that are things themselves, without a name behind them."""
SLASHED = ("ns", "shape")
"""Of these, those whose IRI ends in a slash: they are namespaces."""
HTML, TEXT = "html", "rq"
ENDINGS = (*FORMS, HTML, TEXT)
OTHER_TYPES = {HTML: "text/html", TEXT: "application/sparql-query"}


def media_type(ending: str) -> str:
    """Give the media type of an ending."""
    return OTHER_TYPES.get(ending) or FORMS[ending]


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing by kind and name (empty: the kind itself); `ending` tells one of its documents."""

    kind: str
    name: str
    ending: str = ""

    @property
    def path(self) -> str:
        """The path of the thing, without a slash in front."""
        if self.name:
            return f"{self.kind}/{self.name}"
        return self.kind + ("/" if self.kind in SLASHED else "")

    @property
    def iri(self) -> str:
        """The IRI of the thing, which is the same on every host."""
        return BASE + self.path

    @property
    def is_well_formed(self) -> bool:
        """Tell whether there can be a thing of that name."""
        if not self.name:
            return self.kind in ALONE
        fits = KINDS[self.kind].fullmatch(self.name)
        return bool(fits) and len(self.name) <= LONGEST and self.kind != "project"

    @property
    def endings(self) -> list[str]:
        """The endings under which there are documents about it, the best liked first."""
        pages = [HTML] if self.name or self.kind != "shape" else []
        return [*FORMS, *pages, *([TEXT] if self.kind == "query" else [])]

    def document(self, ending: str) -> str:
        """Give the path of one of its documents."""
        return f"/{self.path.rstrip('/')}.{ending}"

    def page(self, language: str) -> str:
        """Give the path of its page in a language."""
        return f"/{language}/{self.path}"


def read_path(path: str) -> Thing:
    """Say what a path names; only a known ending at its end is one, since names have dots."""
    kind, _, name = path.lstrip("/").partition("/")
    stem, dot, ending = (name or kind).rpartition(".")
    if not dot or not stem or ending not in ENDINGS or (ending == TEXT and kind != "query"):
        return Thing(kind, name)
    return Thing(kind, stem, ending) if name else Thing(stem, "", ending)
