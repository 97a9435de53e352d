"""Name the networks, make one of a world, and write each in one format.

A World and a name come in; a Network goes out, or an Output whose numbers of nodes and edges are
held against the graph by queries of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from jnkg.errors import Misuse
from jnkg.exports import countings
from jnkg.exports.attendance import attendance
from jnkg.exports.descent import descent
from jnkg.exports.everything import everything
from jnkg.exports.grounds import PROLOGUE
from jnkg.exports.meetings import meetings
from jnkg.exports.network import Edge as Edge
from jnkg.exports.network import Network as Network
from jnkg.exports.network import Node as Node
from jnkg.exports.papers import papers
from jnkg.exports.request import Count, Output, Request
from jnkg.exports.things import Things
from jnkg.rooms import Tree
from jnkg.store import World


@dataclass(frozen=True, slots=True)
class Kind:
    """A network that can be made: what it shows (en, ja) and its maker.

    `nodes` and `edges` are the queries that count them.
    """

    about: Mapping[str, str]
    make: Callable[[Things, str, Tree | None], Network]
    nodes: str
    edges: str


NETWORKS: Mapping[str, Kind] = {
    "people": Kind(
        {
            "en": "who met whom in bilateral talks: persons, joined by the talks they held",
            "ja": "二者会談で誰が誰と会ったか（個人を会談で結ぶ）",
        },
        lambda things, name, _: meetings(things, name, "person"),
        countings.PEOPLE,
        countings.MEETINGS,
    ),
    "posts": Kind(
        {
            "en": "whose holders met in bilateral talks: posts, joined by the talks",
            "ja": "二者会談で誰が誰と会ったか（職を会談で結ぶ）",
        },
        lambda things, name, _: meetings(things, name, "post"),
        countings.POSTS,
        countings.POST_MEETINGS,
    ),
    "affiliations": Kind(
        {
            "en": "who took part in what: persons, posts, states and organisations, and events",
            "ja": "誰が何に参加したか（個人・職・国家・組織と出来事を結ぶ）",
        },
        lambda things, name, _: attendance(things, name),
        countings.ATTENDED,
        countings.ATTENDANCE,
    ),
    "lineage": Kind(
        {
            "en": "how areas of cooperation descend from one another, and instruments relate",
            "ja": "協力分野の系譜と、協力文書どうしの関係",
        },
        lambda things, name, _: descent(things, name),
        countings.AREAS,
        countings.DESCENT,
    ),
    "documents": Kind(
        {
            "en": "which document states or supports what, who published it, through which it "
            "was read",
            "ja": "どの文書が何を述べ、または裏づけるか、発行者は誰か、誰の掲載によって読んだか",
        },
        lambda things, name, _: papers(things, name),
        countings.SPOKEN_OF,
        countings.PAPERS,
    ),
    "everything": Kind(
        {
            "en": "all individuals of the graph and all triples between them",
            "ja": "グラフの全個体と、それらの間の全トリプル",
        },
        everything,
        countings.INDIVIDUALS,
        countings.TRIPLES,
    ),
}
"""All networks by name."""


def network(world: World, name: str, tree: Tree | None = None) -> Network:
    """Make a network of a world; raises Misuse for an unknown name.

    `tree` has the rules by which the world was built: `everything` alone needs them, and takes the
    tree at hand if none is given.
    """
    return find_network(name).make(things_of(world), name, tree)


@lru_cache(maxsize=1)
def things_of(world: World) -> Things:
    """Read the things of a world, once for all its networks."""
    return Things(world)


def find_network(name: str) -> Kind:
    """Find a network by its name; raises Misuse that names all."""
    if name not in NETWORKS:
        near = get_close_matches(name, NETWORKS, 1, 0.4)
        raise Misuse(
            f"There is no network {name!r}. "
            + (f"Nearest: {near[0]}. " if near else "")
            + f"Use one of: {', '.join(NETWORKS)}.",
            f"「{name}」というネットワークはありません。"
            + (f"近いもの：{near[0]}。" if near else "")
            + f"使えるもの：{'、'.join(NETWORKS)}。",
        )
    return NETWORKS[name]


def networks_of(request: Request) -> Iterator[Network]:
    """Make all networks of a world, one after the other."""
    things = things_of(request.world)
    for name, kind in NETWORKS.items():
        request.progress(name)
        yield kind.make(things, name, request.tree)


def output(
    found: Network, ending: str, content: bytes, media_type: str, counted: tuple[int, int]
) -> Output:
    """Give a file of a network; `counted` are the nodes and edges found in what was written."""
    kind = NETWORKS[found.name]
    return Output(
        f"{found.name}{ending}", content, media_type, kind.about, counts(found.name, *counted)
    )


def counts(name: str, nodes: int, edges: int) -> tuple[Count, ...]:
    """Say how many nodes and edges a file of a network holds, and how to count them otherwise."""
    kind = NETWORKS[name]
    return (
        Count("nodes", nodes, PROLOGUE + kind.nodes),
        Count("edges", edges, PROLOGUE + kind.edges),
    )
