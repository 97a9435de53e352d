from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jnkg.build import ensure_world
from jnkg.dataset import Dataset, read
from jnkg.endpoint.settings import Settings
from jnkg.endpoint.site import Site
from jnkg.names import PREFIXES
from jnkg.reason import Reasoned, reason
from jnkg.rooms import Tree, packaged_tree
from jnkg.rulebook import rules
from jnkg.rules import axiom_rules
from jnkg.store import World
from jnkg.worlds import days, write_world
from servers import live as live

Planter = Callable[[dict[str, str]], Tree]
Opener = Callable[..., World]


def write_tree(root: Path, files: dict[str, str]) -> Tree:
    """Write a small tree: paths relative to it, and Turtle without prefix lines."""
    prefixes = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in PREFIXES.items())
    for path, body in {"ontology/jnkg.ttl": "", **files}.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(prefixes + body if path.endswith(".ttl") else body, encoding="utf-8")
    return Tree(str(root), True)


def reasoned_from(dataset: Dataset) -> Reasoned:
    """Reason over a dataset by the axioms of its own ontology."""
    return reason(dataset, axiom_rules(t for f in dataset.of("ontology") for t in f.triples))


def build_world(reasoned: Reasoned, folder: Path, status: str, day: str = "") -> World:
    """Build one world; without a day, that of everything known."""
    known = days(reasoned.dataset)
    last = day or (known[-1] if known else "9999-12-31")
    place = folder / f"{status}-{last}"
    write_world(reasoned, status, last, place)
    return World(str(place), status, last)


@pytest.fixture(scope="session")
def tree() -> Tree:
    return packaged_tree()


@pytest.fixture(scope="session")
def dataset(tree: Tree) -> Dataset:
    return read(tree)


@pytest.fixture(scope="session")
def reasoned(tree: Tree, dataset: Dataset) -> Reasoned:
    return reason(dataset, rules(dataset, tree))


@pytest.fixture(scope="session")
def world(reasoned: Reasoned, tmp_path_factory: pytest.TempPathFactory) -> World:
    return build_world(reasoned, tmp_path_factory.mktemp("worlds"), "interpreted")


@pytest.fixture(scope="session")
def stated_world(reasoned: Reasoned, tmp_path_factory: pytest.TempPathFactory) -> World:
    return build_world(reasoned, tmp_path_factory.mktemp("worlds"), "stated")


@pytest.fixture
def plant(tmp_path: Path) -> Planter:
    """Write a small tree of one's own."""
    return lambda files: write_tree(tmp_path / "tree", files)


@pytest.fixture
def open_small(tmp_path: Path, plant: Planter) -> Opener:
    """Write a small tree and open a world of it."""

    def open_it(files: dict[str, str], status: str = "interpreted", day: str = "") -> World:
        return build_world(reasoned_from(read(plant(files))), tmp_path / "built", status, day)

    return open_it


SMALL = {
    "ontology/small.ttl": """
jn:Person a owl:Class ; rdfs:label "person"@en , "個人"@ja .
jn:Participation a owl:Class ; rdfs:label "participation"@en , "参加"@ja .
jn:Passage a owl:Class ; rdfs:label "passage"@en , "箇所"@ja .
jn:Conference a owl:Class ; rdfs:label "conference"@en , "会議"@ja .
jn:NotPrinted a owl:Class ; rdfs:label "not printed"@en , "印刷されていない事柄"@ja .
jn:hasParticipant rdfs:label "has participant"@en , "参加者"@ja .
jn:inEvent rdfs:label "in event"@en , "参加した出来事"@ja .
jn:earliest rdfs:label "earliest day"@en , "最早日"@ja .
jn:isOpen rdfs:label "is open"@en , "例示"@ja .
jn:printedName rdfs:label "printed name"@en , "印刷された名称"@ja .
jn:summary rdfs:label "summary"@en , "要旨"@ja .
jn:wikidataId rdfs:label "Wikidata item"@en , "Wikidata項目"@ja .
jn:High rdfs:label "high"@en , "高"@ja .
""",
    "data/identity/all.ttl": """
jnd:person-tanaka-taro a jn:Person ; rdfs:label "Tanaka Tarō"@en , "田中太郎"@ja ;
    skos:altLabel "T. Tanaka"@en ; jn:kanaReading "たなか たろう"@ja-Hira ; jn:wikidataId "Q99" .
jnd:event-2021-example a jn:Conference ;
    rdfs:label "Example Conference"@en , "例示会議"@ja .
jnd:body-office a jn:Body ; rdfs:label "Office of R&D"@en , "研究室"@ja .
jnd:document-2021-example a jn:Document ; dcterms:language "ja" ;
    rdfs:label "Summary of the Example Conference"@en , "例示会議の概要"@ja ;
    dcterms:publisher jnd:body-office ; dcterms:title "例示会議の概要_第１号（50％）"@ja ;
    jn:issuedEarliest "2021-03-02"^^xsd:date ; jn:issuedLatest "2021-04-05"^^xsd:date ;
    jn:readOn "2021-05-01"^^xsd:date .
jnd:document-2021-page a jn:Document ; dcterms:language "en" ;
    rdfs:label "Example page"@en , "例示ページ"@ja ; dcterms:title "The Example Conference"@en ;
    foaf:page <https://example.org/a_b?c=1&d=2> ; dcterms:publisher jnd:body-office ;
    jn:issuedEarliest "2021-03-01"^^xsd:date ; jn:issuedLatest "2021-03-01"^^xsd:date .
jnd:document-2022-undated a jn:Document ; rdfs:label "Undated"@en , "無日付"@ja ;
    jn:readOn "2022-01-01"^^xsd:date .
jnd:rule-holder a jn:Rule ; rdfs:label "holder of the post"@en , "在職者の特定"@ja .
""",
    "data/stated/x/2021-03-02-example.ttl": """
jnd:passage-2021-example-4 a jn:Passage ; dcterms:isPartOf jnd:document-2021-example ;
    jn:order 4 ; jn:printedLabel "4." ;
    jn:summary "The session was open."@en , "公開の会だった。"@ja .
jnd:evidence-2021-example-4-a a jn:Evidence ; jn:inPassage jnd:passage-2021-example-4 ;
    oa:exact "田中副大臣は出席"@ja .
jnd:participation-2021-example-tanaka a jn:Participation ;
    jn:hasEvidence jnd:evidence-2021-example-4-a ;
    jn:inEvent jnd:event-2021-example ; jn:printedName "田中"@ja .
jnd:event-2021-example jn:hasEvidence jnd:evidence-2021-example-4-a ;
    jn:earliest "2021-03-02"^^xsd:date ; jn:isOpen true ; jn:latest "2021-03-02"^^xsd:date .
""",
    "data/stated/y/2021-03-01-page.ttl": """
jnd:passage-2021-page-title a jn:Passage ; dcterms:isPartOf jnd:document-2021-page ; jn:order 1 .
jnd:evidence-2021-page-a a jn:Evidence ; jn:inPassage jnd:passage-2021-page-title .
jnd:event-2021-example jn:hasEvidence jnd:evidence-2021-page-a ;
    jn:earliest "2021-03-01"^^xsd:date .
""",
    "data/stated/z/2022-undated.ttl": """
jnd:passage-2022-undated-1 a jn:Passage ; dcterms:isPartOf jnd:document-2022-undated .
""",
    "data/derived/example.ttl": """
jnd:derivation-tanaka a jn:Derivation ; jn:byRule jnd:rule-holder ;
    jn:hasPremise jnd:participation-2021-example-tanaka ;
    jn:reason "He held the post."@en , "その職にあった。"@ja .
jnd:participation-2021-example-tanaka jn:hasGround jnd:derivation-tanaka ;
    jn:hasParticipant jnd:person-tanaka-taro .
jnd:derivation-absence a jn:Derivation ; jn:hasPremise jnd:passage-2021-example-4 .
jnd:not-printed-tanaka a jn:NotPrinted ; jn:hasGround jnd:derivation-absence ;
    jn:isAbout jnd:participation-2021-example-tanaka ; jn:inDocument jnd:document-2021-example ;
    jn:summary "No given name."@en , "名がない。"@ja .
jnd:conflict-day a jn:Conflict ; jn:hasGround jnd:derivation-absence ;
    jn:onNode jnd:event-2021-example ; jn:onProperty jn:earliest ;
    jn:hasVersion jnd:version-a , jnd:version-b ;
    jn:summary "Two days."@en , "二つの日付。"@ja .
jnd:version-a a jn:ConflictVersion ; jn:hasGround jnd:derivation-absence ;
    jn:inDocument jnd:document-2021-example ; jn:printedValue "2021-03-02" .
jnd:version-b a jn:ConflictVersion ; jn:hasGround jnd:derivation-absence ;
    jn:inDocument jnd:document-2021-page ; jn:printedValue "2021-03-01" .
""",
    "data/interpreted/2021-06-01-day.ttl": """
jnd:reading-day a jn:Reading ; jn:confidence jn:High ; jn:hasPremise jnd:passage-2021-example-4 ;
    jn:reason "The later text is exact."@en , "後の文書が正確である。"@ja .
jnd:preference-day a jn:Preference ; jn:hasGround jnd:reading-day ;
    jn:resolvesConflict jnd:conflict-day ; jn:setsAside jnd:version-b .
""",
}
"""A conference that two documents date differently, and a vice-minister without a given name."""


@pytest.fixture(scope="session")
def small_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("small")
    return build_world(
        reasoned_from(read(write_tree(folder / "tree", SMALL))), folder / "built", "interpreted"
    )


@pytest.fixture(scope="session")
def small_stated_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("small")
    return build_world(
        reasoned_from(read(write_tree(folder / "tree", SMALL))), folder / "built", "stated"
    )


@pytest.fixture(scope="session")
def site(tree: Tree) -> Site:
    """The site of this tree, with the world of today built."""
    ensure_world(tree)
    return Site(Settings(root=tree.root))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that hold slow tests, so that two workers end at about one time."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
