"""Say what the dataset is called, what it is about, and which edition of it a world belongs to.

Its name and its words stand here, as `CITATION.cff` has them; version, days and licence stand in
the header of the ontology, which every world has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from jnkg.describing.blocks import DATASET
from jnkg.describing.census import iri, rows
from jnkg.names import BASE, PREFIXES
from jnkg.store import World

ONTOLOGY = BASE + "ontology"
TITLE = {
    "en": "Japan-NATO Cooperation Knowledge Graph",
    "ja": "日本・NATO協力ナレッジグラフ",
}
ABSTRACT = {
    "en": "A bilingual (Japanese and English) knowledge graph of Japan-NATO cooperation in which "
    "every claim leads to the words it stands on, and stated, derived and interpreted claims are "
    "never mixed.",
    "ja": "日本とNATOの協力についての日英二言語のナレッジグラフ。どの主張からもその根拠となる文言を"
    "たどることができ、文書の記述、規則による導出、編者の解釈が混同されることはない。",
}
MAKER = {
    "en": "The Japan-NATO knowledge graph project",
    "ja": "日本・NATOナレッジグラフ・プロジェクト",
}
KEYWORDS = {
    "en": ("knowledge graph", "Japan", "NATO", "diplomacy", "linked data", "SPARQL"),
    "ja": ("ナレッジグラフ", "日本", "NATO", "外交", "リンクトデータ", "SPARQL"),
}


@dataclass(frozen=True, slots=True)
class Edition:
    """The version, the day of release, the day of the last change and the licence; ISO days."""

    version: str
    issued: str
    modified: str
    license: str


@lru_cache(maxsize=32)
def edition(world: World) -> Edition:
    """Give the edition that a world belongs to; what its header does not say is empty."""
    query = f"""SELECT ?p ?o WHERE {{ VALUES ?p {{ <{PREFIXES["owl"]}versionInfo>
    <{PREFIXES["dcterms"]}issued> <{PREFIXES["dcterms"]}modified> <{PREFIXES["dcterms"]}license> }}
    <{ONTOLOGY}> ?p ?o }}"""
    said = {iri(p): getattr(o, "value", "") for p, o in rows(world, query)}
    dcterms = PREFIXES["dcterms"]
    return Edition(
        said.get(PREFIXES["owl"] + "versionInfo", ""),
        said.get(dcterms + "issued", ""),
        said.get(dcterms + "modified", ""),
        said.get(dcterms + "license", ""),
    )


def dataset_iri(switches: Mapping[str, str]) -> str:
    """Give the IRI of the dataset, or of what a world leaves of it.

    `switches` are the parameters that chose the world, none for the widest.
    """
    return f"{DATASET}?{urlencode(switches)}" if switches else DATASET
