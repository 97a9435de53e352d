"""Name what tells two releases apart: changes of claims, and what follows from them.

A Change is one claim that was added, removed or given another value, and why. A Difference holds
all of them, and with what was worked out from them turns one release into the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from jnkg.releasing.statements import DEFAULT, Release, Triples

KINDS = ("added", "removed", "changed")
REASONS = ("source", "correction", "reading", "model")
"""Why a claim changed: a document came or went; the record of what we had was put right or made
fuller; an editor reads it otherwise; the ontology changed."""
CAUSES = ("claims", "model")
"""Why a conclusion changed: its premises did, or the rules by which it is drawn."""


@dataclass(frozen=True, slots=True)
class Change:
    """A claim before and after, one of which may be None, and the one reason for it."""

    before: ox.Quad | None
    after: ox.Quad | None
    reason: str
    status: str
    document: str

    @property
    def kind(self) -> str:
        """Whether the claim was added, removed or changed."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def quad(self) -> ox.Quad:
        """The claim as it is now, else as it was."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change has one side at least")
        return found

    @property
    def graph(self) -> str:
        """The graph that the claim stands in now, else stood in."""
        return graph_of(self.quad)


@dataclass(frozen=True, slots=True)
class Consequence:
    """A conclusion that is drawn now and was not, or the other way round, and what caused it."""

    is_new: bool
    triple: ox.Triple
    cause: str


@dataclass(frozen=True, slots=True)
class Deprecation:
    """A term that is deprecated now and was not: what to use for it, and how often it is used."""

    term: str
    replaced_by: str
    uses: int


@dataclass(frozen=True)
class Difference:
    """All that tells two releases apart.

    `worked_out` holds what nobody wrote, by graph (the default one, the catalogue, conclusions):
    what came, and what went.
    """

    before: Release
    after: Release
    changes: tuple[Change, ...]
    consequences: tuple[Consequence, ...] = ()
    set_aside: tuple[ox.Quad, ...] = ()
    restored: tuple[ox.Quad, ...] = ()
    deprecations: tuple[Deprecation, ...] = ()
    worked_out: Mapping[str, tuple[Triples, Triples]] = field(default_factory=dict, repr=False)

    @property
    def counts(self) -> dict[tuple[str, str], int]:
        """Count the changes by reason and kind."""
        return dict(Counter((c.reason, c.kind) for c in self.changes))

    @property
    def is_empty(self) -> bool:
        """Whether the releases say the same."""
        return not (self.changes or self.consequences or self.worked_out)

    @property
    def sources(self) -> tuple[list[str], list[str]]:
        """Give the documents that came, and those that went."""
        old, new = (set(r.documents.values()) for r in (self.before, self.after))
        return sorted(new - old), sorted(old - new)


def graph_of(quad: ox.Quad) -> str:
    """Give the IRI of a quad's graph, DEFAULT for the default one."""
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else DEFAULT


def applied(difference: Difference, graphs: Mapping[str, Triples]) -> dict[str, Triples]:
    """Carry a difference over to graphs: of the earlier release it makes the later one's."""
    found = {name: set(triples) for name, triples in graphs.items()}
    for change in difference.changes:
        if change.before is not None:
            found[graph_of(change.before)].discard(change.before.triple)
    for change in difference.changes:
        if change.after is not None:
            found.setdefault(graph_of(change.after), set()).add(change.after.triple)
    for name, (came, went) in difference.worked_out.items():
        kept = found.setdefault(name, set())
        kept -= went
        kept |= came
    return {name: frozenset(triples) for name, triples in found.items() if triples}
