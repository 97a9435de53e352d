"""Say of an export where it comes from: name, version, licence, citation, world.

A Request comes in, a Colophon goes out: what each exported file says of itself where its form has
room, and what lies beside it where it has none. Everything is worked out from the graph: no clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jnkg.describing.edition import ABSTRACT, KEYWORDS, MAKER, TITLE, dataset_iri, edition
from jnkg.exports.request import Request

CITATION = {
    "en": "{maker}. {title}, version {version} ({day}). {iri}",
    "ja": "{maker}『{title}』第{version}版（{day}）。{iri}",
}
WORLD = {
    "en": {
        "stated": "Only stated claims",
        "derived": "Stated and derived claims",
        "interpreted": "Stated, derived and interpreted claims",
        "now": "known by {}",
    },
    "ja": {
        "stated": "明示の主張のみ",
        "derived": "明示および導出の主張",
        "interpreted": "明示、導出および解釈の主張",
        "now": "{}までに既知",
    },
}


@dataclass(frozen=True, slots=True)
class Colophon:
    """What an export says of itself; days are ISO, texts are by language (en, ja).

    `world` says in words which claims it holds; `iri` names the dataset, narrowed or not.
    """

    iri: str
    title: Mapping[str, str]
    abstract: Mapping[str, str]
    maker: Mapping[str, str]
    keywords: Mapping[str, tuple[str, ...]]
    version: str
    issued: str
    modified: str
    licence: str
    citation: Mapping[str, str]
    world: Mapping[str, str]

    def line(self, language: str) -> str:
        """Give all of it in one line, for a comment at the head of a file."""
        parts = (self.citation[language], self.licence, self.world[language])
        return " · ".join(parts)


def colophon(request: Request) -> Colophon:
    """Say where an export comes from."""
    found = edition(request.world)
    iri = dataset_iri(request.switches)
    citation = {
        code: CITATION[code].format(
            maker=MAKER[code], title=TITLE[code], version=found.version, day=found.issued, iri=iri
        )
        for code in CITATION
    }
    return Colophon(
        iri,
        TITLE,
        ABSTRACT,
        MAKER,
        KEYWORDS,
        found.version,
        found.issued,
        found.modified,
        found.license,
        citation,
        {code: world_words(request, code) for code in WORLD},
    )


def world_words(request: Request, language: str) -> str:
    """Say in words which claims a world holds, and up to which day they were known."""
    words = WORLD[language]
    comma = {"en": ", ", "ja": "、"}[language]
    return words[request.status] + comma + words["now"].format(request.world.day)
