"""Show the graph: its views, each as rows, as a picture and as a text.

Everything that can be asked is there as well.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jnkg.kg.asked import Asked
from jnkg.kg.entity import Entity
from jnkg.kg.saying import told

if TYPE_CHECKING:
    from jnkg.kg.sights import View


class Seen(Asked):
    """What a KnowledgeGraph shows in views."""

    __slots__ = ()

    def lineage(self, target: Entity | str | None = None) -> View:
        """Show how areas of cooperation descend: all, those of a theme, or around one area.

        >>> import jnkg
        >>> web = jnkg.open().lineage("cyber-defence").to_networkx()
        >>> web.is_directed(), web.number_of_edges() > 3
        (True, True)
        """
        from jnkg.kg.sights import lineage

        with told(self.lang):
            return lineage(self.at, target)

    def timeline(
        self,
        actor: Entity | str | None = None,
        area: Entity | str | None = None,
        start: date | str | None = None,
        end: date | str | None = None,
    ) -> View:
        """Show events, activities and instruments by their days, all or what filters leave.

        >>> import jnkg
        >>> year = jnkg.open().timeline(actor="japan", start="2014-01-01", end="2014-12-31")
        >>> year[0].thing.label
        'Signing of the partnership programme of 2014'
        """
        from jnkg.kg.sights import timeline

        with told(self.lang):
            return timeline(self.at, actor, area, start, end)

    def ledger(self, as_of: date | str = "") -> View:
        """Show what was promised, done and open, as of a day; without one, the latest covered.

        >>> import jnkg
        >>> jnkg.open().ledger(as_of="2024-10-17").title
        'Ledger of commitments as of 2024-10-17'
        """
        from jnkg.kg.sights import ledger

        with told(self.lang):
            return ledger(self.at, as_of)

    def meetings(self, by: str = "person") -> View:
        """Show who met whom in talks, by `person` or by `post`.

        >>> import jnkg
        >>> jnkg.open().meetings().to_networkx().is_directed()
        False
        """
        from jnkg.kg.sights import meetings

        with told(self.lang):
            return meetings(self.at, by)

    def coverage(self) -> View:
        """Show how many documents speak of each theme, by year and kind of publisher.

        >>> import jnkg
        >>> jnkg.open().coverage().columns[2:5]
        ('theme', 'instrument', 'year')
        """
        from jnkg.kg.sights import coverage

        with told(self.lang):
            return coverage(self.at)

    def compare(self) -> View:
        """Show the programmes of NATO's four partners and their areas side by side.

        >>> import jnkg
        >>> len(jnkg.open().compare()) > 50
        True
        """
        from jnkg.kg.sights import compare

        with told(self.lang):
            return compare(self.at)
