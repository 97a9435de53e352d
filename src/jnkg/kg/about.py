"""Say of an answer what was asked, of which world, and how it is cited.

A Standpoint and a Rows come in; an About goes out, as plain texts that any frame can carry.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from jnkg.exports.colophon import Colophon, colophon
from jnkg.exports.request import Request
from jnkg.kg.standpoint import Standpoint
from jnkg.names import LANGUAGES

if TYPE_CHECKING:
    from jnkg.kg.rows import Rows


@dataclass(frozen=True, slots=True)
class About:
    """What is to be said of an answer; `day` is the last on which its world learnt something.

    `world` says in words which claims were admitted, `licence` is an address.

    >>> import jnkg
    >>> jnkg.open().ask("open-areas").about.question
    'open-areas'
    """

    title: str
    question: str
    parameters: Mapping[str, str]
    status: str
    known_by: str
    day: str
    language: str
    world: str
    version: str
    licence: str
    citation: str

    def to_dict(self) -> dict[str, object]:
        """Give it as plain data, for JSON."""
        return asdict(self)

    def to_json(self) -> str:
        """Give it as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True)


def about(at: Standpoint, rows: Rows) -> About:
    """Say what is to be said of an answer."""
    said, language = imprint(at), at.language
    return About(
        rows.title,
        rows.question,
        dict(rows.parameters),
        at.status,
        at.known_by,
        at.world.day,
        language,
        said.world[language],
        said.version,
        said.licence,
        said.citation[language],
    )


@lru_cache(16)
def imprint(at: Standpoint) -> Colophon:
    """Give version, licence, citation and world of where a reader stands."""
    return colophon(Request(at.tree, at.world, LANGUAGES, at.status, at.known_by))
