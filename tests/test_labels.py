"""One label for every node, in one language."""

import pyoxigraph as ox
import pytest

from jnkg.labels import labels
from jnkg.names import ID, PREFIXES
from jnkg.turtle import parse

HEAD = "".join(f"@prefix {p}: <{i}> .\n" for p, i in PREFIXES.items())
SMALL = """
jn:Paragraph rdfs:label "paragraph"@en , "段落"@ja .
jnd:document-a a jn:Document ; rdfs:label "A"@en , "甲"@ja .
jnd:passage-a-1 a jn:Passage ; dcterms:isPartOf jnd:document-a ; jn:printedLabel "１．" ;
  jn:order 1 ; jn:form jn:Section .
jnd:passage-a-1.1 a jn:Passage ; dcterms:isPartOf jnd:passage-a-1 ; jn:printedLabel "1.1" ;
  jn:order 1 ; jn:form jn:Paragraph .
jnd:passage-a-1.x a jn:Passage ; dcterms:isPartOf jnd:passage-a-1 ; jn:order 3 ;
  jn:form jn:Paragraph .
jnd:passage-a-1.4 a jn:Passage ; dcterms:isPartOf jnd:passage-a-1 ; jn:printedLabel "（４）" ;
  jn:order 4 ; jn:form jn:Item .
jnd:evidence-a a jn:Evidence ; jn:inPassage jnd:passage-a-1.1 ; oa:exact "語"@ja .
jnd:evidence-b a jn:Evidence ; jn:inPassage jnd:passage-a-1.1 .
jnd:position-a a jn:Position ; jn:summary "It is so."@en , "そうである。"@ja .
jnd:a-1 dcterms:isPartOf jnd:a-2 . jnd:a-2 dcterms:isPartOf jnd:a-1 .
"""
TRIPLES: list[ox.Triple] = parse(HEAD + SMALL)


@pytest.mark.parametrize(
    ("slug", "en", "ja"),
    [
        ("document-a", "A", "甲"),
        ("passage-a-1", "A １．", "甲 １．"),
        ("passage-a-1.1", "A 1.1", "甲 1.1"),
        ("passage-a-1.4", "A １．（４）", "甲 １．（４）"),
        ("passage-a-1.x", "A １． [paragraph 2]", "甲 １． [段落 2]"),
        ("evidence-a", "“語”", "「語」"),
        ("evidence-b", "A 1.1", "甲 1.1"),
        ("position-a", "It is so.", "そうである。"),
        ("a-1", "jnd:a-1", "jnd:a-1"),
    ],
)
def test_a_node_is_called_by_what_it_holds(slug: str, en: str, ja: str) -> None:
    assert labels(TRIPLES, "en")[ID + slug] == en
    assert labels(TRIPLES, "ja")[ID + slug] == ja
