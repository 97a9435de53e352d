"""Open the graph: the packaged release, a checkout, or a store elsewhere.

A place and switches come in; a KnowledgeGraph goes out.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from jnkg.errors import Misuse
from jnkg.kg.graph import KnowledgeGraph
from jnkg.kg.saying import as_text, told
from jnkg.kg.standpoint import stand
from jnkg.names import LANGUAGES
from jnkg.rooms import Tree, is_tree, packaged_tree

ADDRESS = ("http://", "https://")


def open(  # noqa: A001  jnkg.open() is what people look for
    place: str | os.PathLike[str] = "",
    *,
    status: str = "interpreted",
    known_by: str | date = "",
    lang: str = "",
) -> KnowledgeGraph:
    """Open the graph.

    `place` is empty for the release that the package carries (in a checkout, the checkout), the
    folder of a checkout, or the address of a SPARQL endpoint that holds this release: a store that
    `jnkg push` loaded, or a `jnkg serve`. `status` is the weakest status admitted (stated, derived,
    interpreted), `known_by` leaves out what was not known by that day (empty: all), `lang` is en or
    ja (empty: JNKG_LANG, else en). Raises Misuse for a place or a switch that does not exist,
    another JnkgError where a store cannot be asked.

    >>> import jnkg
    >>> jnkg.open(known_by="2014-06-01", lang="ja").day
    datetime.date(2014, 5, 31)
    """
    language = lang or os.environ.get("JNKG_LANG") or LANGUAGES[0]
    with told(language if language in LANGUAGES else LANGUAGES[0]):
        if not isinstance(place, os.PathLike):
            place = as_text("place", place)
        address = str(place) if str(place).startswith(ADDRESS) else ""
        tree = packaged_tree() if address or not str(place) else tree_at(Path(place))
        return KnowledgeGraph(stand(tree, status, known_by, language, address))


def tree_at(folder: Path) -> Tree:
    """Give the tree of a folder; raises Misuse where there is none."""
    if not is_tree(str(folder)):
        raise Misuse(
            f"{folder} is not a checkout of the graph (no ontology/jnkg.ttl): name its folder, the "
            "address of an endpoint, or nothing for the packaged release.",
            f"{folder}はグラフのチェックアウトではありません（ontology/jnkg.ttlがない）。"
            "そのフォルダー、エンドポイントのアドレスを指定するか、何も指定せずに同梱の版を"
            "開いてください。",
        )
    return Tree(str(folder.resolve()), True)
