"""Compare two releases, claim by claim.

Two Releases come in, a Difference goes out. What was removed and what was added is paired where it
is one claim: the same but for renamed terms, another value of the same property in the same graph,
or the same triple in another graph. All else was added or removed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

import pyoxigraph as ox

from jnkg.dataset import objects_of
from jnkg.errors import Misuse
from jnkg.releasing.consequences import consequences
from jnkg.releasing.difference import Change, Deprecation, Difference, graph_of
from jnkg.releasing.reasons import Judge, gravest
from jnkg.releasing.renames import is_deprecated, renamed, renames, replacement, terms
from jnkg.releasing.statements import Release, Triples
from jnkg.worlds import rejected

Pair = tuple[ox.Quad, ox.Quad]


def compare(before: Release, after: Release) -> Difference:
    """Compare an earlier release with a later one; raises Misuse for those of different worlds."""
    if (before.status, before.known_by) != (after.status, after.known_by):
        raise different_worlds(before, after)
    removed, added = (sorted(q, key=order) for q in differing(before, after))
    changes = tuple(changed(before, after, removed, added))
    old, new = aside(before), aside(after)
    return Difference(
        before,
        after,
        changes,
        consequences(before, after, any(c.status != "Vocabulary" for c in changes)),
        tuple(sorted(new - old, key=order)),
        tuple(sorted(old - new, key=order)),
        tuple(deprecations(before, after)),
        worked_out(before, after),
    )


def different_worlds(before: Release, after: Release) -> Misuse:
    """Say that two releases cannot be compared."""
    worlds = [" ".join(filter(None, (r.status, r.known_by))) for r in (before, after)]
    return Misuse(
        f"These releases are of different worlds ({worlds[0]}; {worlds[1]}): make both with the "
        "same --status and --known-by.",
        f"二つのリリースの範囲が異なります（{worlds[0]}、{worlds[1]}）。"
        "同じ--statusと--known-byで作成してください。",
    )


def order(quad: ox.Quad) -> tuple[str, str, str, str]:
    """Give what claims are put in order by."""
    return graph_of(quad), str(quad.subject), str(quad.predicate), str(quad.object)


def differing(before: Release, after: Release) -> tuple[list[ox.Quad], list[ox.Quad]]:
    """Give the claims that the earlier release alone has, and those that the later one has."""
    return only_in(before, after), only_in(after, before)


def only_in(one: Release, other: Release) -> list[ox.Quad]:
    """Give the claims of a release that another has not in the same graph."""
    none: Triples = frozenset()
    return [
        ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(graph))
        for graph in one.claimed
        for t in one.graphs[graph] - other.graphs.get(graph, none)
    ]


def changed(
    before: Release, after: Release, removed: Sequence[ox.Quad], added: Sequence[ox.Quad]
) -> list[Change]:
    """Pair what is one claim, and give the reason of each."""
    names = renames(before, after, removed, added)
    judge = Judge(before, after, [*removed, *added])
    went, came = dict.fromkeys(removed), dict.fromkeys(added)

    def made(old: ox.Quad | None, new: ox.Quad | None, reason: str = "") -> Change:
        sides = [quad for quad in (old, new) if quad is not None]
        graph = graph_of(sides[-1])
        found = reason or gravest({judge.reason(quad) for quad in sides})
        return Change(old, new, found, judge.status(graph), judge.document(graph))

    found = [made(*pair, "model") for pair in same_but_for(names, went, came)]
    found += [made(*pair) for pair in paired(went, came, of_one_property)]
    steady = [q for q in (*went, *came) if not judge.is_one_sided(graph_of(q))]
    found += [made(*pair) for pair in paired(went, came, of_one_triple, frozenset(steady))]
    found += [made(quad, None) for quad in went]
    found += [made(None, quad) for quad in came]
    return sorted(found, key=lambda c: (order(c.quad), c.kind))


def same_but_for(
    names: dict[str, str], went: dict[ox.Quad, None], came: dict[ox.Quad, None]
) -> list[Pair]:
    """Take out the pairs that are the same but for the names of terms."""
    found = []
    for quad in list(went) if names else ():
        later = renamed(quad, names)
        if later != quad and later in came:
            found.append((quad, later))
            del went[quad], came[later]
    return found


def paired(
    went: dict[ox.Quad, None],
    came: dict[ox.Quad, None],
    key: Callable[[ox.Quad], Hashable],
    among: Iterable[ox.Quad] | None = None,
) -> list[Pair]:
    """Take out the pairs that agree in a key, in order, among some claims or all."""
    wanted = None if among is None else frozenset(among)
    waiting: dict[Hashable, list[ox.Quad]] = {}
    for quad in came:
        if wanted is None or quad in wanted:
            waiting.setdefault(key(quad), []).append(quad)
    found = []
    for quad in [q for q in went if wanted is None or q in wanted]:
        others = waiting.get(key(quad))
        if others:
            other = others.pop(0)
            found.append((quad, other))
            del went[quad], came[other]
    return found


def of_one_property(quad: ox.Quad) -> Hashable:
    """Give what two values of one property have in common: place, property, language."""
    language = quad.object.language if isinstance(quad.object, ox.Literal) else None
    return quad.graph_name, quad.subject, quad.predicate, language


def of_one_triple(quad: ox.Quad) -> Hashable:
    """Give what a claim keeps when it moves to another graph."""
    return quad.triple


def aside(release: Release) -> set[ox.Quad]:
    """Give the claims that a preference sets aside: out of the default graph, not out of theirs."""
    weighed = release.of("Derived", "Interpreted")
    objects = objects_of(t for g in weighed for t in release.graphs[g])
    wanted = set(rejected(objects))
    return {
        ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(graph))
        for graph, document in release.documents.items()
        if any(source == ox.NamedNode(document) for _, _, source in wanted)
        for t in release.graphs[graph]
        if (t.subject, t.predicate, ox.NamedNode(document)) in wanted
    }


def deprecations(before: Release, after: Release) -> Iterable[Deprecation]:
    """Yield the terms that are deprecated now and were not, with how often claims use them."""
    old, new = before.vocabulary, after.vocabulary
    for term in sorted(terms(after)):
        if is_deprecated(new, term) and not is_deprecated(old, term):
            yield Deprecation(term, replacement(new, term), uses(after, term))


def uses(release: Release, term: str) -> int:
    """Count the claims that use a term."""
    claims = release.claimed - set(release.of("Vocabulary"))
    node = ox.NamedNode(term)
    triples = (t for g in claims for t in release.graphs[g])
    return sum(node in (t.subject, t.predicate, t.object) for t in triples)


def worked_out(before: Release, after: Release) -> dict[str, tuple[Triples, Triples]]:
    """Give what came and went in the graphs that nobody wrote."""
    none: Triples = frozenset()
    found = {}
    for graph in sorted(before.graphs.keys() | after.graphs.keys()):
        if graph in before.claimed or graph in after.claimed:
            continue
        old, new = before.graphs.get(graph, none), after.graphs.get(graph, none)
        if old != new:
            found[graph] = (new - old, old - new)
    return found
