"""Group the claims that point at a node, so that a page can show many of them.

Mentions come in, Groups go out. A long group shows its first members and says how many there are;
the whole of it is one link away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from jnkg.card import Mention, Name

MOST = 12
"""As many members of one group are shown at first."""


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions of one kind by one property: the first of them, and how many there are."""

    kind: str
    by: Name
    members: tuple[Mention, ...]
    count: int

    @property
    def is_cut(self) -> bool:
        """Tell whether there are more than are shown."""
        return len(self.members) < self.count


def group(
    mentions: Iterable[Mention], shown: Collection[str] = (), everything: bool = False
) -> list[Group]:
    """Group mentions by kind and property; nodes that the page shows elsewhere are left out."""
    groups: dict[tuple[str, Name], dict[tuple[str, str], Mention]] = {}
    for mention in mentions:
        if mention.subject.iri not in shown:
            members = groups.setdefault((mention.kind, mention.property), {})
            members.setdefault((mention.subject.iri, mention.basis.graph), mention)
    return [
        Group(kind, name, cut(members.values(), everything), len(members))
        for (kind, name), members in sorted(
            groups.items(), key=lambda item: (item[0][0], item[0][1].label, item[0][1].iri)
        )
    ]


def cut(members: Iterable[Mention], everything: bool) -> tuple[Mention, ...]:
    """Give the members to show."""
    found = tuple(members)
    return found if everything or len(found) <= MOST + 1 else found[:MOST]
