"""Stored and typed queries: headers, parameters, names with dots."""

import pyoxigraph as ox
import pytest

from jnkg.answer import bind
from jnkg.errors import Misuse
from jnkg.questions import read_question, with_prologue

GOOD = """#: title.en = "T"
#: title.ja = "題"
#: about.en = "A."
#: about.ja = "説明。"
#: answers = "CQ-00"
#: params.state = { kind = "iri", default = "jnd:state-japan", en = "the state", ja = "国" }
#: expects = "x.csv"

PREFIX jnd: <https://w3id.org/jnkg/id/>

SELECT ?state WHERE { VALUES ?state { jnd:state-japan } { VALUES ?state { jnd:state-japan } } }
ORDER BY ?state
"""


def test_a_question_is_cut_at_every_block_of_its_parameter() -> None:
    question = read_question("queries/answer/x.rq", GOOD)
    assert question.parts[1::2] == ("state", "state")
    bound = bind(question.parts, {"state": "<https://example.org/a>"})
    assert bound.count("VALUES ?state { <https://example.org/a> }") == 2
    assert "jnd:state-japan" not in bound


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('#: answers = "CQ-00"\n', "", "answers"),
        ('#: title.ja = "題"\n', "", "title"),
        ('"CQ-00"', '"CQ-00', "header"),
        ("#: expects", '#: surprise = "1"\n#: expects', "surprise"),
        ('kind = "iri"', 'kind = "irl"', "kind"),
        ("VALUES ?state { jnd:state-japan }", "VALUES ?other { jnd:state-japan }", "VALUES ?state"),
    ],
)
def test_a_header_that_is_not_as_it_should_be_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(Misuse) as caught:
        read_question("queries/answer/x.rq", GOOD.replace(old, new))
    assert "queries/answer/x.rq" in str(caught.value)
    assert said in str(caught.value)


def answers(text: str) -> list[str]:
    result = ox.Store().query(text)
    assert isinstance(result, ox.QuerySolutions)
    return [row[0].value for row in result]


def test_a_typed_name_with_dots_is_one_name() -> None:
    query = "SELECT ?x { VALUES ?x { jnd:passage-2014-ipcp-3.1.4 jnd:a-3.1 } }"
    assert answers(with_prologue(query)) == [
        "https://w3id.org/jnkg/id/passage-2014-ipcp-3.1.4",
        "https://w3id.org/jnkg/id/a-3.1",
    ]


def test_texts_comments_and_iris_with_dots_stay_as_they_are() -> None:
    query = (
        "# jnd:a.b.c\nPREFIX ex: <http://ex.org/jnd:a.b.c>\n"
        'SELECT ?x { VALUES ?x { \'jnd:a.b.c\' """jnd:a.b.c""" ex:d.e.f <http://x/jnd:a.b.c> } }'
    )
    assert answers(with_prologue(query)) == [
        "jnd:a.b.c",
        "jnd:a.b.c",
        "http://ex.org/jnd:a.b.cd.e.f",
        "http://x/jnd:a.b.c",
    ]
