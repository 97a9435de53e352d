"""Give nodes and edges their places: the one module of the views that knows Graphviz.

Sizes and pairs come in; middles of nodes go out, in whole pixels. Graphviz starts from a few fixed
seeds, and the picture with the fewest lines across boxes and each other is taken: always the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

Pair = tuple[float, float]
Edges = Sequence[tuple[str, str, float]]
Places = Mapping[str, Pair]

SEEDS = range(1, 61)
POINTS_PER_INCH = 72
WIDE = 1.5
"""So much wider than high a screen is."""
LONG = 300
"""So many pixels more are as bad as one crossing."""
NEAR = 6
"""So many pixels lie between boxes at the least."""


def spread(sizes: Mapping[str, Pair], edges: Edges) -> dict[str, Pair]:
    """Spread nodes over a plane; an edge comes with the length that it wishes.

    Raises ModuleNotFoundError where the extra `views` is not installed.
    """
    tries = [seeded(sizes, edges, seed) for seed in SEEDS]
    return min(tries, key=lambda places: faults(places, sizes, edges))


def seeded(sizes: Mapping[str, Pair], edges: Edges, seed: int) -> dict[str, Pair]:
    """Let Graphviz spread the nodes from one seed; its y axis points upwards."""
    import pygraphviz

    graph = pygraphviz.AGraph(
        strict=True, start=str(seed), overlap="orthoxy", sep=f"+{NEAR}", pack="24", maxiter="1000"
    )
    for key in sorted(sizes):
        width, height = (f"{n / POINTS_PER_INCH:.4f}" for n in sizes[key])
        graph.add_node(key, shape="box", label="", fixedsize="true", width=width, height=height)
    for source, target, length in sorted(edges):
        graph.add_edge(source, target, len=f"{length / POINTS_PER_INCH:.4f}")
    graph.layout(prog="neato")
    found = {}
    for key in sizes:
        x, y = (float(n) for n in graph.get_node(key).attr["pos"].split(","))
        found[key] = (x, -y)
    left = min(x - sizes[k][0] / 2 for k, (x, _) in found.items())
    top = min(y - sizes[k][1] / 2 for k, (_, y) in found.items())
    return {key: (float(round(x - left)), float(round(y - top))) for key, (x, y) in found.items()}


def faults(places: Places, sizes: Mapping[str, Pair], edges: Edges) -> float:
    """Weigh a picture: boxes on each other, lines across boxes and lines, its longer side."""
    laps = sum(is_lapping(a, b, places, sizes) for a, b in combinations(sorted(places), 2))
    lines = [(a, b) for a, b, _ in edges]
    across = sum(
        is_across(places[a], places[b], places[box], sizes[box])
        for a, b in lines
        for box in places
        if box not in (a, b)
    )
    crossed = sum(
        is_crossing(*(places[end] for end in (*one, *other)))
        for one, other in combinations(lines, 2)
        if not set(one) & set(other)
    )
    width, height = (max(p[n] + sizes[k][n] / 2 for k, p in places.items()) for n in (0, 1))
    return 100 * laps + 2 * across + crossed + max(width / WIDE, height) / LONG


def is_lapping(one: str, other: str, places: Places, sizes: Mapping[str, Pair]) -> bool:
    """Tell whether two boxes lie on each other."""
    return all(
        abs(places[one][n] - places[other][n]) < (sizes[one][n] + sizes[other][n]) / 2
        for n in (0, 1)
    )


def is_across(start: Pair, end: Pair, middle: Pair, size: Pair) -> bool:
    """Tell whether a line runs through a box: whether it crosses one of its diagonals."""
    x, y, across, up = *middle, size[0] / 2, size[1] / 2
    return is_crossing(start, end, (x - across, y - up), (x + across, y + up)) or is_crossing(
        start, end, (x - across, y + up), (x + across, y - up)
    )


def is_crossing(a: Pair, b: Pair, c: Pair, d: Pair) -> bool:
    """Tell whether the lines from a to b and from c to d cross."""
    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def side(start: Pair, end: Pair, point: Pair) -> float:
    """Tell on which side of a line a point lies, by the sign."""
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])
