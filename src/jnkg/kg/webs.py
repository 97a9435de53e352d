"""Turn an answer into a network of networkx.

A Rows and the columns of the two ends come in; a MultiDiGraph, or a MultiGraph, goes out: an edge
for each row that has both ends, with the row's other values as plain texts, numbers and truths, so
that any format of networkx can be written. A node is its slug; it carries `label`, `label_en`,
`label_ja`, `kind` and `iri`. networkx is optional and loaded here alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from jnkg.errors import Misuse
from jnkg.kg.entity import Entity
from jnkg.kg.frames import flat
from jnkg.kg.saying import missing

if TYPE_CHECKING:
    import networkx

    from jnkg.kg.rows import Rows
    from jnkg.kg.values import Value

ENDS: tuple[tuple[str, str, bool], ...] = (
    ("source", "target", True),
    ("earlierArea", "laterArea", True),
    ("person", "otherPerson", False),
    ("post", "otherPost", False),
    ("agent", "otherAgent", False),
)
"""The columns that hold two ends in our answers, and whether one is the first of them."""


def web(rows: Rows, source: str, target: str, directed: bool | None) -> networkx.MultiGraph:
    """Make the network of an answer; raises Misuse where the columns of the ends are not clear."""
    one, other, is_directed = ends(rows, source, target)
    graph = empty_web(rows, is_directed if directed is None else directed)
    plain = {c.name: c.values for c in flat(rows)}
    aside = {one, other, f"{one}_iri", f"{other}_iri"}
    for at, row in enumerate(rows):
        pair = [add(graph, row[name]) for name in (one, other)]
        if pair[0] and pair[1]:
            values = {k: v[at] for k, v in plain.items() if k not in aside}
            graph.add_edge(pair[0], pair[1], **scalars(values))
    return graph


def empty_web(rows: Rows, directed: bool) -> networkx.MultiGraph:
    """Make a network without nodes that says where it comes from."""
    try:
        import networkx
    except ModuleNotFoundError as error:
        raise missing(error.name, "networks") from error
    said = rows.about
    graph: networkx.MultiGraph = networkx.MultiDiGraph() if directed else networkx.MultiGraph()
    graph.graph.update(
        title=rows.title, citation=said.citation, licence=said.licence, world=said.world
    )
    return graph


def ends(rows: Rows, source: str, target: str) -> tuple[str, str, bool]:
    """Find the columns of the two ends; raises Misuse that names those which hold nodes."""
    if source in rows.columns and target in rows.columns:
        return source, target, True
    if not source and not target:
        for one, other, is_directed in ENDS:
            if one in rows.columns and other in rows.columns:
                return one, other, is_directed
    held = [c for c in rows.columns if any(isinstance(v, Entity) for v in rows[c])]
    names = ", ".join(held) or "-"
    raise Misuse(
        f"Say which columns hold the two ends: to_networkx(source=..., target=...). Nodes are in: "
        f"{names}.",
        f"両端の列を to_networkx(source=..., target=...) で指定してください。ノードの列：{names}。",
    )


def add(graph: networkx.MultiGraph, value: Value) -> str:
    """Add the node of a value and give its key; empty where there is none."""
    if value is None:
        return ""
    if not isinstance(value, Entity):
        graph.add_node(str(value), label=str(value))
        return str(value)
    if value.slug not in graph:
        graph.add_node(
            value.slug, label=value.label, label_en=value.label_en, label_ja=value.label_ja,
            kind=value.kind, iri=value.iri,
        )  # fmt: skip
    return value.slug


def scalars(values: Mapping[str, object]) -> dict[str, str | int | float | bool]:
    """Give values that every format can carry; what is empty is left out."""
    return {
        name: value if isinstance(value, str | int | float | bool) else joined(value)
        for name, value in values.items()
        if value is not None
    }


def joined(value: object) -> str:
    """Write a value as a text, a list by blanks."""
    is_list = isinstance(value, Sequence) and not isinstance(value, str)
    return " ".join(map(str, value)) if is_list else str(value)  # type: ignore[call-overload]
