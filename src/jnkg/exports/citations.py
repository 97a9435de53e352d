"""Write all documents and passages of a world as references: BibTeX, RIS, CSL-JSON.

A file for each language: titles and names are as printed in both, what is added to them is the
reader's. Keys are slugs, which are never renamed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import pyoxigraph as ox

from jnkg.citeforms import bibtex_entry, csl_item, ris_record
from jnkg.exports.colophon import colophon
from jnkg.exports.grounds import PROLOGUE, rows
from jnkg.exports.request import Count, Output, Request
from jnkg.names import LANGUAGES
from jnkg.reference import Reference, refer
from jnkg.store import World

ABOUT = {
    "en": {
        "en": "all documents and passages, for readers of English ({})",
        "ja": "全文書・箇所の書誌（英語の読者向け、{}）",
    },
    "ja": {
        "en": "all documents and passages, for readers of Japanese ({})",
        "ja": "全文書・箇所の書誌（日本語の読者向け、{}）",
    },
}
QUERIES = {
    "documents": "SELECT (COUNT(DISTINCT ?document) AS ?n) { ?document a jn:Document }",
    "passages": "SELECT (COUNT(DISTINCT ?passage) AS ?n) { ?passage a jn:Passage }",
}
KEYS = {
    ".bib": re.compile(r"^@\w+\{([^,]+),$", re.MULTILINE),
    ".ris": re.compile(r"^ID  - (.+)$", re.MULTILINE),
    ".json": re.compile(r'^  "id": "([^"]+)",$', re.MULTILINE),
}
"""Where each form has the key of an entry."""


def bibtex(request: Request) -> Iterator[Output]:
    """Write BibTeX, with what it is in a comment."""
    said = colophon(request)
    for code in request.languages:
        entries = [bibtex_entry(r, code) for r in references(request.world, code)]
        text = "\n".join((f"% {said.line(code)}\n", *entries))
        yield output(code, ".bib", text, "BibTeX", "application/x-bibtex")


def ris(request: Request) -> Iterator[Output]:
    """Write RIS."""
    for code in request.languages:
        text = "\n".join(ris_record(r, code) for r in references(request.world, code))
        yield output(code, ".ris", text, "RIS", "application/x-research-info-systems")


def csl_json(request: Request) -> Iterator[Output]:
    """Write CSL-JSON."""
    for code in request.languages:
        items = [csl_item(r, code) for r in references(request.world, code)]
        text = json.dumps(items, ensure_ascii=False, indent=1) + "\n"
        yield output(code, ".json", text, "CSL-JSON", "application/vnd.citationstyles.csl+json")


@lru_cache(maxsize=len(LANGUAGES))
def references(world: World, language: str) -> Sequence[Reference]:
    """Gather the references, once for all forms: documents first, each kind by key."""
    found: list[str] = []
    for kind in ("jn:Document", "jn:Passage"):
        query = f"SELECT DISTINCT ?node {{ ?node a {kind} }}"
        found += sorted(node for (node,) in rows(world, query))
    return [refer(world, ox.NamedNode(node), language) for node in dict.fromkeys(found)]


def output(language: str, ending: str, text: str, form: str, media_type: str) -> Output:
    """Give a file, with the numbers of documents and passages that are found in it."""
    keys = KEYS[ending].findall(text)
    passages = sum(key.startswith("passage-") for key in keys)
    numbers = {"documents": len(keys) - passages, "passages": passages}
    about = {code: words.format(form) for code, words in ABOUT[language].items()}
    counts = tuple(Count(what, n, PROLOGUE + QUERIES[what]) for what, n in numbers.items())
    path = f"references.{language}{ending}"
    return Output(path, text.encode(), media_type, about, counts)
