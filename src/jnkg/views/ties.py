"""Read who met whom in talks: pairs of persons or posts not of one side, and their talks.

The answers of two stored questions come in; a Network goes out, and words for its edges and nodes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from jnkg.explain import Reason
from jnkg.views.frame import Sight
from jnkg.views.tableau import Node, node, optional, text

QUESTIONS = {"person": "meetings-between-persons", "post": "meetings-between-posts"}
AFFILIATIONS = "affiliations-in-talks"
WORDS = {
    "en": {
        "person": "Who met whom in talks, by person",
        "post": "Who met whom in talks, by post",
        "about": "{nodes} nodes and {edges} edges. An edge joins two who took part in the same "
        "bilateral talks, with the number of talks and their first and last day; each point on it "
        "is one of the talks. The second line of a node says for whom it acted; two known to have "
        "acted for the same side are not joined, and where sides are not known, colleagues are.",
        "note": "Two known to have acted for the same side are not joined; a point is one of the "
        "talks.",
        "one_sided": "In all talks of this world only one side is known by name.",
        "one": "1 meeting", "many": "{} meetings", "event": "talks", "node_person": "person",
        "node_post": "post", "span": "{} to {}", "none": "affiliation unknown", "undated": "no day",
        "sep": ", ", "called": "{} [{}]",
    },
    "ja": {
        "person": "会談で誰が誰と会ったか（人）",
        "post": "会談で誰が誰と会ったか（職）",
        "about": "ノード{nodes}、エッジ{edges}。エッジは同じ二者会談に加わった二者を結び、会談の"
        "回数と最初および最後の日を添える。エッジの上の点が一回の会談である。ノードの二行目は所属を示す。"
        "同じ側と分かっている二者は結ばない。側が分からない範囲では、同じ代表団の者も結ばれる。",
        "note": "同じ側と分かっている二者は結ばない。点は一回の会談を表す。",
        "one_sided": "この範囲の会談で名前が分かるのは一方の側だけです。",
        "one": "1回", "many": "{}回", "event": "会談", "node_person": "個人",
        "node_post": "職", "span": "{}～{}", "none": "所属不明", "undated": "日付なし", "sep": "、",
        "called": "{}（{}）",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Talks:
    """One event in which two took part, with its first and last day."""

    event: Node
    earliest: str
    latest: str


@dataclass(frozen=True, slots=True)
class Edge:
    """Two who met, and the talks in which they did, in time."""

    one: Node
    other: Node
    talks: tuple[Talks, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes with their affiliations, the most frequent first, and the edges between them."""

    nodes: dict[Node, tuple[Node, ...]]
    edges: tuple[Edge, ...]


def read(sight: Sight, by: str) -> Network:
    """Read nodes and edges from the answers of the stored questions."""
    counts = sides(sight, by)
    talks: dict[tuple[Node, Node], list[Talks]] = {}
    for one, other, event, earliest, latest in sight.ask(QUESTIONS[by]).rows:
        pair = (node(one), node(other))
        if not are_of_one_side(*(set(counts.get(n, ())) for n in pair)):
            held = Talks(node(event), text(earliest), text(latest))
            talks.setdefault(pair, []).append(held)
    nodes = {
        n: tuple(sorted(counts.get(n, ()), key=lambda a: (-counts[n][a], a.value)))
        for n in sorted({n for pair in talks for n in pair}, key=lambda n: n.value)
    }
    edges = (Edge(a, b, tuple(held)) for (a, b), held in talks.items())
    return Network(nodes, tuple(edges))


def sides(sight: Sight, by: str) -> dict[Node, Counter[Node]]:
    """Count for each person or post the states and organisations for which it acted."""
    counts: dict[Node, Counter[Node]] = {}
    for person, post, affiliation in sight.ask(AFFILIATIONS).rows:
        key, whom = optional(person if by == "person" else post), optional(affiliation)
        if key is not None and whom is not None:
            counts.setdefault(key, Counter())[whom] += 1
    return counts


def are_of_one_side(one: set[Node], other: set[Node]) -> bool:
    """Tell whether two are known to have acted for the same, and for nobody else."""
    return bool(one) and one == other


def reasons(sight: Sight, by: str) -> list[Reason]:
    """Say why nobody is joined: no talks, or all who are known to have met acted for one side."""
    if not sight.ask(QUESTIONS[by]).rows:
        return sight.reasons(QUESTIONS[by])
    return [Reason("rightly-empty", {n: words["one_sided"] for n, words in WORDS.items()})]


def span(edge: Edge, sight: Sight) -> str:
    """Say how often two met, and from when to when."""
    words, count = WORDS[sight.language], len(edge.talks)
    days = [d for t in edge.talks for d in (t.earliest, t.latest) if d]
    first, last = (min(days), max(days)) if days else (words["undated"], words["undated"])
    number = words["one"] if count == 1 else words["many"].format(count)
    return number + words["sep"] + (first if first == last else words["span"].format(first, last))


def whose(found: Network, thing: Node, sight: Sight) -> str:
    """Name the affiliations of a node."""
    names = [sight.label(a) for a in found.nodes[thing]]
    return " / ".join(names) or WORDS[sight.language]["none"]


def called(found: Network, thing: Node, sight: Sight) -> str:
    """Name a node with its affiliations."""
    return WORDS[sight.language]["called"].format(sight.label(thing), whose(found, thing, sight))
