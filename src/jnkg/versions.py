"""Compare the terms of two versions of the ontology, and say by how much the version must rise.

The terms of each version come in, with what they are; what was added, removed, changed and
deprecated goes out, and the least rise that semantic versioning allows for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.names import NS, PREFIXES
from jnkg.published import Published

OWL = PREFIXES["owl"]
RISES = ("none", "patch", "minor", "major")
Terms = Mapping[str, str]
"""The local name of each term and its kind, `deprecated` behind it where it is."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of the terms between two versions; names in alphabetical order."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    deprecated: tuple[str, ...]

    @property
    def least_rise(self) -> str:
        """The least rise of the version: removing a term, or changing what it is, breaks others."""
        if self.removed or self.changed:
            return "major"
        return "minor" if self.added or self.deprecated else "none"


def terms_of(ontology: Published) -> dict[str, str]:
    """Give the terms of a version as `compare` takes them."""
    return {
        iri.removeprefix(NS): kind.removeprefix(OWL)
        + " deprecated" * ((ox.NamedNode(iri), OWL + "deprecated") in ontology.objects)
        for iri, kind in sorted(ontology.terms.items())
    }


def compare(before: Terms, after: Terms) -> Changes:
    """Say what became of the terms from one version to the next."""
    kept = sorted(before.keys() & after.keys())
    return Changes(
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        changed=tuple(t for t in kept if before[t].split()[0] != after[t].split()[0]),
        deprecated=tuple(
            t for t in kept if after[t].endswith("deprecated") > before[t].endswith("deprecated")
        ),
    )


def rise(before: str, after: str) -> str:
    """Say which part of a version rose, as RISES calls it; raises ValueError for a fall."""
    old, new = ([int(part) for part in version.split(".")] for version in (before, after))
    if new < old:
        raise ValueError(f"{after} comes before {before}")
    parts = zip(("major", "minor", "patch"), old, new, strict=True)
    return next((name for name, a, b in parts if a != b), "none")


def is_enough(changes: Changes, before: str, after: str) -> bool:
    """Tell whether the version rose by as much as its changes ask for."""
    return RISES.index(rise(before, after)) >= RISES.index(changes.least_rise)
