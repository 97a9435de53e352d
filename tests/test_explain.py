"""An empty answer says which kind of empty it is."""

from pathlib import Path

import pytest

from jnkg.build import ensure_world
from jnkg.errors import UnknownValue
from jnkg.explain import Empty, explain, explain_unknown
from jnkg.rooms import Tree


def asked(
    tree: Tree, name: str, status: str = "interpreted", known_by: str = "", **values: str
) -> Empty:
    return Empty(name, values, status, known_by, lambda s, k: ensure_world(tree, s, k))


@pytest.mark.parametrize(
    ("name", "words", "kind", "said"),
    [
        ("areas-of-a-theme", {"status": "stated"}, "narrowed", "--status interpreted"),
        ("areas-of-an-instrument", {"known_by": "2014-06-01"}, "narrowed", "--known-by 2014-06-01"),
        ("date-of-effect", {}, "rightly-empty", "approval"),
        ("programme-of-a-day", {"day": "1985-06-01"}, "outside-coverage", "1990"),
        (
            "participants-of-an-event",
            {"event": "event-2024-07-summit"},
            "not-printed",
            "July",
        ),
        (
            "participants-of-an-event",
            {"event": "event-2024-10-17-partner-session", "known_by": "2014-12-31"},
            "narrowed",
            "--known-by 2014-12-31",
        ),
    ],
)
def test_each_kind_is_told_apart(
    tree: Tree, name: str, words: dict[str, str], kind: str, said: str
) -> None:
    empty = asked(tree, name, **words)
    try:
        reason = explain(empty)[0]
    except UnknownValue as error:
        found = explain_unknown(error, empty)
        assert found is not None
        reason = found
    assert reason.kind == kind
    assert said in reason.message["en"]
    assert reason.message.keys() == {"en", "ja"}
    assert reason.message["ja"] != reason.message["en"]


def test_a_date_that_is_not_printed_is_listed_as_a_gap(tree: Tree) -> None:
    kinds = {r.kind: r.message["en"] for r in explain(asked(tree, "date-of-effect"))}
    assert "does not print the date on which the programme takes effect" in kinds["not-printed"]


def test_where_nothing_is_recorded_the_answer_says_so(tree: Tree) -> None:
    reasons = explain(asked(tree, "holder-of-a-post", day="1800-01-01"))
    assert [r.kind for r in reasons] in (["nothing-recorded"], ["outside-coverage"])


def test_a_value_unknown_to_the_whole_graph_names_the_nearest(tree: Tree, tmp_path: Path) -> None:
    empty = asked(tree, "areas-of-an-instrument", instrument="instrument-2014-ipcq")
    with pytest.raises(UnknownValue) as caught:
        explain(empty)
    assert "instrument-2014-ipcp" in caught.value.nearest
    assert explain_unknown(caught.value, empty) is None


def test_a_name_that_is_nearly_another_name_of_a_node_finds_it(tree: Tree) -> None:
    with pytest.raises(UnknownValue) as caught:
        explain(asked(tree, "areas-of-an-instrument", instrument="IPCP2014x"))
    assert "instrument-2014-ipcp" in caught.value.nearest
