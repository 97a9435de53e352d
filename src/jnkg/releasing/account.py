"""Say once what every description of a release repeats: name, version, licence, makers, days.

A Request comes in, an Account goes out. RO-Crate, Croissant, DataCite, CFF, DCAT and the pages
for readers take their words from here, so that none can contradict another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jnkg.describing.blocks import DATASET, PROJECT
from jnkg.describing.dcat import span
from jnkg.errors import JnkgError
from jnkg.exports.colophon import colophon
from jnkg.exports.request import Request

SPDX = {"https://creativecommons.org/licenses/by/4.0/": "CC-BY-4.0"}
"""The identifiers of licences on the list of SPDX, by their addresses."""
LICENCES = {
    "CC-BY-4.0": {
        "en": "Creative Commons Attribution 4.0 International",
        "ja": "クリエイティブ・コモンズ 表示 4.0 国際",
    }
}
FULL_STOP = {"en": "{} {}.", "ja": "{}{}。"}


@dataclass(frozen=True, slots=True)
class Account:
    """What all descriptions of a release say alike; days are ISO, texts are by language (en, ja).

    `whole` is the dataset of which `iri` is a narrower world, or the same; `slug` names folders;
    `covers` is the first and the last day of its events, None where it has none.
    """

    iri: str
    whole: str
    slug: str
    maker_iri: str
    title: Mapping[str, str]
    abstract: Mapping[str, str]
    maker: Mapping[str, str]
    keywords: Mapping[str, tuple[str, ...]]
    version: str
    issued: str
    modified: str
    licence: str
    spdx: str
    licence_name: Mapping[str, str]
    citation: Mapping[str, str]
    world: Mapping[str, str]
    covers: tuple[str, str] | None


def account(request: Request) -> Account:
    """Say what a release is; raises JnkgError where the ontology's header leaves it open."""
    said = colophon(request)
    spdx = SPDX.get(said.licence, "")
    if not (said.version and said.issued and spdx):
        raise unready()
    abstract = dict(said.abstract)
    if request.switches:
        abstract = {c: FULL_STOP[c].format(abstract[c], said.world[c]) for c in abstract}
    return Account(
        said.iri,
        DATASET,
        "-".join(["japan-nato-kg", said.version, *request.switches.values()]),
        PROJECT,
        said.title,
        abstract,
        said.maker,
        said.keywords,
        said.version,
        said.issued,
        said.modified or said.issued,
        said.licence,
        spdx,
        LICENCES[spdx],
        said.citation,
        said.world,
        span(request.world),
    )


def unready() -> JnkgError:
    """Say what a release needs to know."""
    known = ", ".join(SPDX)
    return JnkgError(
        "A release needs owl:versionInfo, dcterms:issued and dcterms:license in "
        f"ontology/jnkg.ttl; known licences: {known}.",
        "リリースには、ontology/jnkg.ttlのowl:versionInfo、dcterms:issued、dcterms:licenseが"
        f"必要です。扱えるライセンス：{known}。",
    )
