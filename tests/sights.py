"""Small graphs to look at: the real ontology and questions over a few claims made for a test."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

from conftest import write_tree
from jnkg.build import write_index
from jnkg.check import Checked
from jnkg.dataset import read
from jnkg.names import STATUSES
from jnkg.reason import reason
from jnkg.rooms import packaged_tree
from jnkg.rulebook import rules
from jnkg.store import World
from jnkg.views.frame import Sight
from jnkg.worlds import days, write_world

SVG = "{http://www.w3.org/2000/svg}"
FRAME = """
jnd:document-x a jn:Document ; rdfs:label "Document of 2014"@en , "2014年の文書"@ja ;
    jn:issuedEarliest "2014-05-06"^^xsd:date ; jn:issuedLatest "2014-05-06"^^xsd:date .
"""
STATED = """
jnd:passage-x a jn:Passage ; dcterms:isPartOf jnd:document-x .
jnd:evidence-x a jn:Evidence ; jn:inPassage jnd:passage-x .
"""
READING = """
jnd:reading-x a jn:Reading ; jn:confidence jn:Medium ; jn:hasPremise jnd:passage-x ;
    jn:reason "So it reads."@en , "そう読める。"@ja .
"""


class Graph:
    """A small graph: its worlds, built, and sights of them."""

    def __init__(self, folder: Path, identity: str, stated: str, interpreted: str) -> None:
        real = packaged_tree()
        rooms = [("ontology", ".ttl"), ("queries/answer", ".rq"), ("queries/infer", ".rq")]
        files = {p: real.text(p) for room, ending in rooms for p in real.files(room, ending)}
        files |= {"queries/columns.toml": real.text("queries/columns.toml")}
        tree = write_tree(
            folder / "tree",
            {
                "data/identity/all.ttl": FRAME + identity,
                "data/stated/x/2014-05-06-x.ttl": STATED + stated,
                "data/interpreted/2015-01-01-x.ttl": READING + interpreted,
            },
        )
        for path, text in files.items():
            place = folder / "tree" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
        dataset = read(tree)
        self.folder = folder / "built"
        write_index(tree, Checked(dataset), str(self.folder))
        self.day = days(dataset)[-1]
        reasoned = reason(dataset, rules(dataset, tree))
        for status in STATUSES:
            write_world(reasoned, status, self.day, self.folder / status)

    def world(self, status: str, known_by: str = "") -> World:
        return World(str(self.folder / status), status, known_by or self.day)

    def sight(self, language: str = "en", status: str = "interpreted") -> Sight:
        return Sight(self.world(status), language, status, "", self.world)


def marks(svg: str) -> Counter[str]:
    """Give what the links of a picture lead to."""
    return Counter(a.attrib["href"] for a in ET.fromstring(svg.encode()).iter(f"{SVG}a"))


def things(text: str, but_for: str) -> Counter[str]:
    """Give what the rows of a table stand for; rows that differ in one column alone count once."""
    rows = csv.DictReader(io.StringIO(text))
    kept = {
        (r["thing_iri"], tuple(v for k, v in r.items() if not k.startswith(but_for))) for r in rows
    }
    return Counter(thing for thing, _ in kept)


def unlinked(svg: str, *tags: str) -> list[str]:
    """Give the shapes of a picture that no link holds, legend and ground aside."""
    root = ET.fromstring(svg.encode())
    held = {e for a in root.iter(f"{SVG}a") for e in a.iter()}
    return [e.tag for tag in tags for e in root.iter(SVG + tag) if e not in held]


def words_of(svg: str, tag: str) -> str:
    """Give the text of the first element of a picture with this tag."""
    found = ET.fromstring(svg.encode()).find(SVG + tag)
    return "" if found is None else found.text or ""
