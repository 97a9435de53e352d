"""The canonical form of Turtle: one text for one set of triples."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jnkg.names import PREFIXES
from jnkg.rooms import Tree
from jnkg.turtle import canonical, natural, parse, write_term

HEAD = "".join(f"@prefix {p}: <{i}> .\n" for p, i in PREFIXES.items())
NAMES = st.from_regex(r"[a-z][a-z0-9.-]{0,12}[a-z0-9]", fullmatch=True)
IRIS = NAMES.map(lambda n: ox.NamedNode(PREFIXES["jnd"] + n))
FOREIGN = st.sampled_from(["https://example.org/a b"[:21], "https://example.org/x?y=1#z"]).map(
    ox.NamedNode
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
LITERALS = st.one_of(
    TEXTS.map(ox.Literal),
    st.builds(lambda t, lang: ox.Literal(t, language=lang), TEXTS, st.sampled_from(["en", "ja"])),
    st.integers().map(
        lambda n: ox.Literal(str(n), datatype=ox.NamedNode(PREFIXES["xsd"] + "integer"))
    ),
    st.sampled_from(["01", "+5", "1.50", "true", "1", "x"]).flatmap(
        lambda t: st.sampled_from(["integer", "boolean", "decimal", "date"]).map(
            lambda k: ox.Literal(t, datatype=ox.NamedNode(PREFIXES["xsd"] + k))
        )
    ),
)
TRIPLES = st.lists(
    st.builds(ox.Triple, IRIS | FOREIGN, IRIS | FOREIGN, IRIS | FOREIGN | LITERALS), max_size=12
)


@given(TRIPLES)
def test_the_form_keeps_every_triple_to_the_letter_and_is_stable(triples: list[ox.Triple]) -> None:
    text = "".join(f"{t.subject} {t.predicate} {t.object} .\n" for t in triples)
    form = canonical(text)
    assert set(parse(form)) == set(triples)
    assert canonical(form) == form


@given(TRIPLES, st.randoms())
def test_the_form_does_not_depend_on_the_order_of_the_text(
    triples: list[ox.Triple], random: object
) -> None:
    lines = [f"{t.subject} {t.predicate} {t.object} .\n" for t in triples]
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert canonical("".join(lines)) == canonical("".join(shuffled))


def test_a_block_has_type_label_definition_first_and_a_dot_of_its_own() -> None:
    text = HEAD + (
        'jn:B jn:order 2 ; skos:definition "d"@en ; rdfs:label "ビー"@ja , "b"@en ; a owl:Class .'
    )
    assert canonical(text).endswith(
        "# Classes\n\njn:B\n    a owl:Class ;\n    rdfs:label\n"
        '        "b"@en ,\n        "ビー"@ja ;\n'
        '    skos:definition "d"@en ;\n    jn:order 2 ;\n    .\n'
    )


def test_the_comment_at_the_head_stays() -> None:
    assert canonical("# What it holds.\n" + HEAD + "jnd:a a jn:B .").startswith(
        "# What it holds.\n\n"
    )


def test_3_1_10_comes_behind_3_1_2() -> None:
    names = ["jnd:a-3.1.10", "jnd:a-3.1.2", "jnd:a-3.1"]
    assert sorted(names, key=natural) == ["jnd:a-3.1", "jnd:a-3.1.2", "jnd:a-3.1.10"]


def test_lists_and_nested_nodes_are_written_in_place() -> None:
    text = (
        HEAD
        + "jns:A sh:in ( jn:B jn:C ) ; sh:not [ sh:class jn:D ] ; sh:path [ sh:inversePath jn:e ] ."
    )
    form = canonical(text)
    assert "sh:in ( jn:B jn:C ) ;" in form
    assert canonical(form) == form
    assert "_:" not in form


@pytest.mark.parametrize(
    ("text", "line"), [("jnd:a jn:b .", 1), (HEAD + "\n\njnd:a jn:b 'x", len(PREFIXES) + 3)]
)
def test_bad_turtle_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(SyntaxError) as caught:
        parse(text)
    assert caught.value.lineno == line


def test_a_literal_keeps_its_lexical_form() -> None:
    integer = ox.NamedNode(PREFIXES["xsd"] + "integer")
    assert write_term(ox.Literal("01", datatype=integer)) == "01"
    assert write_term(ox.Literal("x", datatype=integer)) == '"x"^^xsd:integer'


def test_every_file_of_the_tree_is_canonical(tree: Tree) -> None:
    for room in ("ontology", "data", "shapes"):
        for path in tree.files(room, ".ttl"):
            assert canonical(tree.text(path)) == tree.text(path), path
