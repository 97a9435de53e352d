"""Hold a node of the graph as a reader meets it.

An IRI and a Standpoint come in; an Entity goes out, which knows its labels and can be asked for its
claims, its evidence and a citation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import TYPE_CHECKING, TypeGuard

import pyoxigraph as ox

from jnkg.kg.days import PartialDate
from jnkg.kg.saying import as_text, told
from jnkg.kg.standpoint import Standpoint
from jnkg.names import NS, expand

if TYPE_CHECKING:
    from jnkg.kg.rows import Rows
    from jnkg.kg.values import Value


@total_ordering
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Entity:
    """A node of the graph: a state, an event, an area, a document, a term of the ontology.

    `str()` of it is its label in the reader's language; two are equal if they have one IRI.

    >>> import jnkg
    >>> kg = jnkg.open()
    >>> session = kg["event-2024-10-17-partner-session"]
    >>> session.slug
    'event-2024-10-17-partner-session'
    >>> session.label_ja
    'NATO国防相会合のパートナー・セッション'
    >>> session.kind, session.when
    ('session', PartialDate('2024-10-17'))
    """

    iri: str
    at: Standpoint

    @property
    def slug(self) -> str:
        """Give the short name that never changes."""
        return self.at.slug(self.iri)

    @property
    def label(self) -> str:
        """Give the label in the reader's language."""
        return self.at.label(self.iri)

    @property
    def label_en(self) -> str:
        """Give the label in English."""
        return self.at.label(self.iri, "en")

    @property
    def label_ja(self) -> str:
        """Give the label in Japanese."""
        return self.at.label(self.iri, "ja")

    @property
    def node(self) -> ox.NamedNode:
        """Give the node as the engine knows it."""
        return ox.NamedNode(self.iri)

    @property
    def kind(self) -> str:
        """Say what kind of thing it is, in the reader's language."""
        from jnkg.find import kind_of

        return kind_of(self.at.world, self.node, self.at.language)

    @property
    def when(self) -> PartialDate | None:
        """Say when it was, as exactly as the world knows; None where it has no day.

        The bounds of `jn:earliest` and `jn:latest`; of several, the widest.
        """
        starts, ends = ([d for d in self.values(n) if is_day(d)] for n in ("earliest", "latest"))
        return PartialDate.between(min(starts), max(ends)) if starts and ends else None

    @property
    def claims(self) -> Rows:
        """List what the world says of it, each value with its status and what it stands on."""
        from jnkg.kg.grounds import claims

        return claims(self)

    @property
    def evidence(self) -> Rows:
        """List the clauses and grounds that what is said of it stands on."""
        from jnkg.kg.grounds import evidence

        return evidence(self)

    def values(self, name: str) -> tuple[Value, ...]:
        """Give the values of a property: a name of ours (`inInstrument`) or `prefix:name`.

        >>> import jnkg
        >>> area = jnkg.open()["area-2014-ipcp-3.1.1"]
        >>> area.values("inInstrument")[0].slug
        'instrument-2014-ipcp'
        """
        from jnkg.kg.values import value_of

        with told(self.at.language):
            name = as_text("property", name)
        address = expand(name) or (name if "://" in name else NS + name)
        try:
            predicate = ox.NamedNode(address)
        except ValueError:
            return ()
        found = self.at.world.store.quads_for_pattern(self.node, predicate, None, ox.DefaultGraph())
        terms = sorted((q.object for q in found if not isinstance(q.object, ox.Triple)), key=str)
        return tuple(value_of(term, self.at, name.rpartition(":")[2]) for term in terms)

    def cite(self, style: str = "text") -> str:
        """Give a reference: `text`, `bibtex` or `csl-json`.

        >>> import jnkg
        >>> print(jnkg.open()["passage-2014-ipcp-3.1.5"].cite()[:41])
        Ministry of Foreign Affairs of Japan, 日ＮＡ
        """
        from jnkg.cite import cite

        with told(self.at.language):
            style = as_text("style", style)
            return cite(self.at.world, self.node, style, self.at.language).rstrip("\n")

    def card(self, width: int = 100) -> str:
        """Give the card that `jnkg show` prints."""
        from jnkg.show import card, to_text

        return to_text(card(self.at.world, self.node, self.at.language), self.at.language, width)

    def __str__(self) -> str:
        return self.label

    def __repr__(self) -> str:
        return f"<{self.slug}: {self.label}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entity) and self.iri == other.iri

    def __lt__(self, other: Entity) -> bool:
        return self.iri < other.iri

    def __hash__(self) -> int:
        return hash(self.iri)

    def _repr_html_(self) -> str:
        from jnkg.kg.html import card_html

        return card_html(self)


def is_day(value: object) -> TypeGuard[date]:
    """Tell whether a value is a day."""
    return isinstance(value, date)
