"""Tell what follows from changed claims from what follows from a changed model.

Two Releases come in; their conclusions go out in which they differ, each with its cause. Where
both claims and model changed, the later claims are reasoned over by the earlier rules: what is then
there would have come without the new model.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from jnkg.errors import JnkgError
from jnkg.questions import read_question
from jnkg.reason import follows
from jnkg.releasing.difference import Consequence
from jnkg.releasing.statements import Release, is_concluded
from jnkg.rulebook import query_rules
from jnkg.rules import Rule, Terms, Unheard, rules_of


def consequences(before: Release, after: Release, has_claims: bool) -> tuple[Consequence, ...]:
    """Give the conclusions in which two releases differ; `has_claims` if claims changed."""
    old, new = conclusions(before), conclusions(after)
    came, went = new - old, old - new
    if not came and not went:
        return ()
    by_claims = old_rules_on_new_claims(before, after) if has_claims else old
    if is_one_model(before, after):
        by_claims = new
    changed = [(True, t, t in by_claims) for t in came]
    changed += [(False, t, t not in by_claims) for t in went]
    changed.sort(key=lambda c: (str(c[1].predicate), str(c[1].subject), str(c[1].object)))
    return tuple(
        Consequence(is_new, triple, "claims" if is_claims else "model")
        for is_new, triple, is_claims in changed
    )


def conclusions(release: Release) -> set[ox.Triple]:
    """Give all that the reasoner concluded and nobody wrote, in whichever graph it lies."""
    return {t for g, triples in release.graphs.items() if is_concluded(g) for t in triples}


def is_one_model(before: Release, after: Release) -> bool:
    """Tell whether two releases have the same ontology and the same rules."""
    one, other = (
        ({g: r.graphs[g] for g in r.of("Vocabulary")}, dict(r.rules)) for r in (before, after)
    )
    return one == other


def old_rules_on_new_claims(before: Release, after: Release) -> set[ox.Triple]:
    """Conclude from the later claims by the earlier ontology and rules."""
    claims = [
        t for g in sorted(after.claimed - set(after.of("Vocabulary"))) for t in after.graphs[g]
    ]
    facts = dict.fromkeys([*before.axioms, *claims])
    return {*facts, *follows(facts, tuple(rules_in(before)))}


def rules_in(release: Release) -> Iterator[Rule]:
    """Yield the rules of a release; an axiom or a query of which none can be made gives none."""
    known = Terms.of(release.axioms)
    for triple in release.axioms:
        try:
            yield from rules_of(triple, known)
        except (Unheard, RecursionError):
            continue
    for path, text in release.rules.items():
        try:
            yield from query_rules(read_question(path, text))
        except (SyntaxError, ValueError, JnkgError):
            continue
