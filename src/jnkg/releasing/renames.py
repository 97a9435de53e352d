"""Find which terms of the ontology were renamed between two releases, and the claims they are in.

Two Releases come in; pairs of terms go out. A pair is one that the ontology declares
(`dcterms:isReplacedBy` of a deprecated term), or a term that went and one of its kind that came,
where claims are the same but for the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

import pyoxigraph as ox

from jnkg.dataset import Objects
from jnkg.names import NS, PREFIXES, RDF_TYPE
from jnkg.releasing.statements import Release

REPLACED = PREFIXES["dcterms"] + "isReplacedBy"
DEPRECATED = PREFIXES["owl"] + "deprecated"
LABEL = PREFIXES["rdfs"] + "label"

Quads = Collection[ox.Quad]


def terms(release: Release) -> dict[str, frozenset[str]]:
    """Give the terms of our own that the ontology describes, each with its kinds."""
    return {
        node.value: frozenset(k.value for k in kinds if isinstance(k, ox.NamedNode))
        for (node, predicate), kinds in release.vocabulary.items()
        if predicate == RDF_TYPE and isinstance(node, ox.NamedNode) and node.value.startswith(NS)
    }


def is_deprecated(vocabulary: Objects, term: str) -> bool:
    """Tell whether a term is deprecated."""
    values = vocabulary.get((ox.NamedNode(term), DEPRECATED), ())
    return any(isinstance(v, ox.Literal) and v.value in ("true", "1") for v in values)


def replacement(vocabulary: Objects, term: str) -> str:
    """Give the term that a term is replaced by; empty where none is named."""
    values = vocabulary.get((ox.NamedNode(term), REPLACED), ())
    return next((v.value for v in values if isinstance(v, ox.NamedNode)), "")


def renames(before: Release, after: Release, removed: Quads, added: Quads) -> dict[str, str]:
    """Give the later name of each term that was renamed, whichever way round."""
    found = declared(before, after, {t.value for q in removed for t in names_in(q)})
    old, new = terms(before), terms(after)
    gone, come = old.keys() - new.keys(), new.keys() - old.keys()
    evidence = swaps(removed, added, gone - found.keys(), come - set(found.values()))
    for one, other in sorted(evidence, key=lambda pair: (-evidence[pair], sorted(pair))):
        if one not in found and other not in found.values() and old[one] == new[other]:
            found[one] = other
    return found


def declared(before: Release, after: Release, used: Collection[str]) -> dict[str, str]:
    """Give the pairs of terms that either ontology declares, of those that claims ceased to use."""
    found: dict[str, str] = {}
    for vocabulary, is_later in ((after.vocabulary, True), (before.vocabulary, False)):
        for node, predicate in list(vocabulary):
            if predicate != REPLACED or not isinstance(node, ox.NamedNode):
                continue
            other = replacement(vocabulary, node.value)
            one, two = (node.value, other) if is_later else (other, node.value)
            if one in used:
                found.setdefault(one, two)
    return found


def swaps(
    removed: Quads, added: Quads, gone: Collection[str], come: Collection[str]
) -> Counter[tuple[str, str]]:
    """Count, for each term that went and came, the claims that are the same but for them."""
    index: dict[tuple[object, ...], list[str]] = {}
    for quad in added:
        for at, term in places(quad, come):
            index.setdefault(without(quad, at), []).append(term)
    found: Counter[tuple[str, str]] = Counter()
    for quad in removed:
        for at, term in places(quad, gone):
            found.update((term, other) for other in index.get(without(quad, at), ()))
    return found


def places(quad: ox.Quad, wanted: Collection[str]) -> list[tuple[int, str]]:
    """Give the places of a claim (0 subject, 1 property, 2 value) at which a term stands."""
    parts = (quad.subject, quad.predicate, quad.object)
    return [
        (at, term.value)
        for at, term in enumerate(parts)
        if isinstance(term, ox.NamedNode) and term.value in wanted
    ]


def without(quad: ox.Quad, at: int) -> tuple[object, ...]:
    """Give a claim without one of its places."""
    parts: list[object] = [quad.subject, quad.predicate, quad.object, quad.graph_name]
    return (at, *(part for place, part in enumerate(parts) if place != at))


def names_in(quad: ox.Quad) -> list[ox.NamedNode]:
    """Give the nodes that a claim names."""
    parts = (quad.subject, quad.predicate, quad.object)
    return [term for term in parts if isinstance(term, ox.NamedNode)]


def renamed(quad: ox.Quad, names: Mapping[str, str]) -> ox.Quad:
    """Give a claim with the later names of its terms."""

    def later(term: ox.NamedNode) -> ox.NamedNode:
        return ox.NamedNode(names.get(term.value, term.value))

    subject, value = quad.subject, quad.object
    return ox.Quad(
        later(subject) if isinstance(subject, ox.NamedNode) else subject,
        later(quad.predicate),
        later(value) if isinstance(value, ox.NamedNode) else value,
        quad.graph_name,
    )
