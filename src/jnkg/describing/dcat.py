"""Describe the catalogue, the dataset, its services and the ways to have it, as DCAT 3 does.

A World, the address of the server and the switches that chose the world come in, triples go out.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from jnkg.describing.blocks import CATALOG, DATASET, PROJECT, Given, block, day, text
from jnkg.describing.census import iri, rows
from jnkg.describing.edition import (
    ABSTRACT,
    KEYWORDS,
    MAKER,
    ONTOLOGY,
    TITLE,
    dataset_iri,
    edition,
)
from jnkg.describing.writing import FORMS
from jnkg.names import LANGUAGES
from jnkg.store import World

AUTHORITY = "http://publications.europa.eu/resource/authority/"
"""The code lists of the Publications Office of the European Union, which catalogues expect."""
INTERNATIONAL = AUTHORITY + "data-theme/INTR"
PUBLIC = AUTHORITY + "access-right/PUBLIC"
COUNTRY = AUTHORITY + "country/"
LANGUAGE = "http://id.loc.gov/vocabulary/iso639-1/"
MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
PROTOCOL = "http://www.w3.org/TR/sparql11-protocol/"
OPENAPI = "https://spec.openapis.org/oas/v3.1.0"


def dcat(world: World, address: str, switches: Mapping[str, str]) -> list[ox.Triple]:
    """Describe a world; `address` is that of the server, without a slash at the end."""
    whole = dataset_iri(switches)
    home: dict[str, Given] = {
        "dcat:service": [f"{address}/sparql#service", f"{address}/openapi.json#service"],
        "foaf:homepage": f"{address}/",
    }
    ways: dict[str, Given] = {
        "dcat:landingPage": f"{address}/",
        "dcat:distribution": [f"{whole}#{part}" for part in ("sparql", "questions", "documents")],
    }
    return [
        *catalog(world, whole, home),
        *dataset(world, whole, ways),
        *services(world, whole, address),
        *distributions(world, whole, address),
        *surroundings(world, whole),
    ]


def surroundings(world: World, whole: str) -> list[ox.Triple]:
    """Describe the time that the dataset covers, and its maker."""
    said: dict[str, Given] = {"foaf:name": MAKER, "vcard:fn": MAKER}
    maker = block(PROJECT, ["foaf:Agent", "vcard:Organization"], said)
    return [*period(world, whole), *maker]


def shared(world: World) -> dict[str, Given]:
    """Say what holds for the catalogue and for the dataset alike."""
    found = edition(world)
    return {
        "dcterms:publisher": PROJECT,
        "dcterms:creator": PROJECT,
        "dcterms:license": found.license,
        "dcterms:issued": day(found.issued) if found.issued else None,
        "dcterms:modified": day(found.modified) if found.modified else None,
        "dcterms:language": [LANGUAGE + language for language in LANGUAGES],
    }


def catalog(world: World, whole: str, ways: Mapping[str, Given]) -> list[ox.Triple]:
    """Describe the catalogue; `ways` says where it is at home, and which services it lists."""
    said: dict[str, Given] = {
        "dcterms:title": {
            "en": f"Catalogue of the {TITLE['en']}",
            "ja": f"{TITLE['ja']}のカタログ",
        },
        "dcterms:description": {
            "en": "The dataset, and the services that answer from it.",
            "ja": "データセットと、それに基づいて応答するサービス。",
        },
        **shared(world),
        "dcat:dataset": whole,
        **ways,
        "dcat:resource": ONTOLOGY,
        "dcat:themeTaxonomy": AUTHORITY + "data-theme",
    }
    return block(CATALOG, ["dcat:Catalog"], said)


def dataset(world: World, whole: str, ways: Mapping[str, Given]) -> list[ox.Triple]:
    """Describe the dataset; `ways` says where it is to be had."""
    version = edition(world).version
    said: dict[str, Given] = {
        "dcterms:title": TITLE,
        "dcterms:description": ABSTRACT,
        "dcterms:identifier": text(whole),
        **shared(world),
        "dcat:version": text(version) if version else None,
        "dcterms:isVersionOf": DATASET if whole != DATASET else None,
        "dcat:contactPoint": PROJECT,
        "dcat:keyword": [
            ox.Literal(word, language=language) for language in LANGUAGES
            for word in KEYWORDS[language]
        ],
        "dcat:theme": [INTERNATIONAL, *themes(world)],
        **ways,
        "dcterms:accessRights": PUBLIC,
        "dcterms:conformsTo": ONTOLOGY,
        "dcterms:spatial": [COUNTRY + code for code in countries(world)],
        "dcterms:temporal": f"{whole}#period" if span(world) else None,
    }  # fmt: skip
    return block(whole, ["dcat:Dataset"], said)


def services(world: World, whole: str, address: str) -> list[ox.Triple]:
    """Describe what answers from the dataset."""
    common: dict[str, Given] = {
        "dcterms:publisher": PROJECT,
        "dcterms:license": edition(world).license,
        "dcterms:accessRights": PUBLIC,
        "dcat:contactPoint": PROJECT,
        "dcat:servesDataset": whole,
    }
    sparql: dict[str, Given] = {
        "dcterms:title": {"en": "SPARQL endpoint", "ja": "SPARQLエンドポイント"},
        "dcterms:description": {
            "en": "SPARQL 1.1 Protocol, queries only.",
            "ja": "SPARQL 1.1プロトコル（クエリのみ）。",
        },
        "dcat:endpointURL": f"{address}/sparql",
        "dcat:endpointDescription": f"{address}/sparql",
        "dcterms:conformsTo": PROTOCOL,
        **common,
    }
    questions: dict[str, Given] = {
        "dcterms:title": {"en": "Stored questions", "ja": "登録された問い"},
        "dcterms:description": {
            "en": "Stored questions and views over HTTP, as JSON, CSV and more.",
            "ja": "登録された問いと一覧をHTTPでJSON、CSVなどにより提供する。",
        },
        "dcat:endpointURL": f"{address}/",
        "dcat:endpointDescription": f"{address}/openapi.json",
        "dcterms:conformsTo": OPENAPI,
        **common,
    }
    return [
        *block(f"{address}/sparql#service", ["dcat:DataService"], sparql),
        *block(f"{address}/openapi.json#service", ["dcat:DataService"], questions),
    ]


def distributions(world: World, whole: str, address: str) -> list[ox.Triple]:
    """Describe the ways to have the dataset."""
    ways: Mapping[str, tuple[str, str, str, str, tuple[str, ...]]] = {
        "sparql": (
            "/sparql", f"{address}/sparql#service", "By SPARQL", "SPARQLによる取得",
            ("application/sparql-results+json", "text/csv", "text/turtle"),
        ),
        "questions": (
            "/questions", f"{address}/openapi.json#service", "By stored questions",
            "登録された問いによる取得", ("application/json", "text/csv"),
        ),
        "documents": (
            "/graph/catalogue", "", "One document for each named graph, listed in the catalogue",
            "名前付きグラフごとの文書（カタログに一覧）", tuple(FORMS.values()),
        ),
    }  # fmt: skip
    triples: list[ox.Triple] = []
    for part, (path, access, en, ja, types) in ways.items():
        said: dict[str, Given] = {
            "dcterms:title": {"en": en, "ja": ja},
            "dcat:accessURL": address + path,
            "dcat:accessService": access,
            "dcat:mediaType": [MEDIA_TYPE + media_type for media_type in types],
            "dcterms:license": edition(world).license,
        }
        triples += block(f"{whole}#{part}", ["dcat:Distribution"], said)
    return triples


def period(world: World, whole: str) -> list[ox.Triple]:
    """Describe the time that the events of a world cover; nothing where it has none."""
    days = span(world)
    if not days:
        return []
    said: dict[str, Given] = {"dcat:startDate": day(days[0]), "dcat:endDate": day(days[1])}
    return block(f"{whole}#period", ["dcterms:PeriodOfTime"], said)


def span(world: World) -> tuple[str, str] | None:
    """Give the first and the last day of the events of a world (ISO)."""
    query = """SELECT (MIN(?first) AS ?start) (MAX(?last) AS ?end) WHERE {
    ?event a jn:Event ; jn:earliest ?first ; jn:latest ?last }"""
    start, end = rows(world, query)[0]
    if isinstance(start, ox.Literal) and isinstance(end, ox.Literal):
        return start.value, end.value
    return None


def countries(world: World) -> list[str]:
    """Give the ISO 3166 codes (three letters) of the states of a world, in order."""
    query = "SELECT DISTINCT ?code WHERE { ?state a jn:State ; jn:alpha3Code ?code } ORDER BY ?code"
    return [code.value for (code,) in rows(world, query) if isinstance(code, ox.Literal)]


def themes(world: World) -> list[str]:
    """Give the themes of a world, in order."""
    return [
        iri(t) for (t,) in rows(world, "SELECT DISTINCT ?t WHERE { ?t a jn:Theme } ORDER BY ?t")
    ]
