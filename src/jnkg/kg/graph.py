"""Hold the graph in one hand: the noun that `jnkg.open()` gives.

It can be shared by threads: nothing in it changes, and nothing has to be closed.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jnkg.kg.saying import told
from jnkg.kg.seen import Seen
from jnkg.kg.standpoint import stand
from jnkg.names import LANGUAGES

if TYPE_CHECKING:
    import os

    import rdflib

    from jnkg.kg.nets import Net
    from jnkg.kg.rows import Rows


class KnowledgeGraph(Seen):
    """The graph as one world of it: how sure (`status`), as known by a day, in a language.

    `kg["..."]` finds what a name names: an IRI, a slug, a label or another name in either language,
    a printed name or the name in a slug, else the one thing whose name opens with it.

    >>> import jnkg
    >>> kg = jnkg.open()
    >>> kg.status, kg.lang, kg.version
    ('interpreted', 'en', '0.1.0')
    >>> kg["partner session"]
    <event-2024-10-17-partner-session: Partner session of the NATO defence ministers' meeting>
    """

    __slots__ = ()

    def narrow(
        self,
        *,
        status: str | None = None,
        known_by: str | date | None = None,
        lang: str | None = None,
    ) -> KnowledgeGraph:
        """Open another world of the same graph; what is left out stays as it is.

        `known_by=""` lifts the day. Raises Misuse for a switch that does not exist.

        >>> import jnkg
        >>> kg = jnkg.open()
        >>> len(kg.narrow(status="stated").ask("lineage-links")) < len(kg.ask("lineage-links"))
        True
        """
        at = self.at
        with told(lang if lang in LANGUAGES else self.lang):
            return KnowledgeGraph(
                stand(
                    at.tree,
                    status or at.status,
                    at.known_by if known_by is None else known_by,
                    lang or at.language,
                    at.address,
                )
            )

    def tables(self) -> Rows:
        """List the tables that `jnkg export csv` writes, with their keys and columns.

        >>> import jnkg
        >>> "areas" in jnkg.open().tables()["name"]
        True
        """
        from jnkg.kg.tabling import tables

        return tables(self.at)

    def table(self, name: str) -> Rows:
        """Give one of the tables, with the columns and types of its file; raises Misuse.

        >>> import jnkg
        >>> jnkg.open().table("areas")[0].area
        'area-2013-declaration-crisis-management'
        """
        from jnkg.kg.tabling import table

        with told(self.lang):
            return table(self.at, name)

    def networks(self) -> Rows:
        """List the networks that `jnkg export graphml` writes.

        >>> import jnkg
        >>> "lineage" in jnkg.open().networks()["name"]
        True
        """
        from jnkg.kg.nets import networks

        return networks(self.at)

    def network(self, name: str) -> Net:
        """Give one of the networks: its edges as Rows, its nodes, and `to_networkx()`.

        Raises Misuse for an unknown name.

        >>> import jnkg
        >>> jnkg.open().network("lineage").to_networkx().is_directed()
        True
        """
        from jnkg.kg.nets import network

        with told(self.lang):
            return network(self.at, name)

    def exports(self) -> Rows:
        """List the forms of export.

        >>> import jnkg
        >>> "graphml" in jnkg.open().exports()["form"]
        True
        """
        from jnkg.kg.handing import forms

        return forms(self.at)

    def export(self, form: str, folder: str | os.PathLike[str]) -> Rows:
        """Write a form of export into a folder, as `jnkg export` does, and list its files.

        Raises Misuse for an unknown form or a folder with something else in it, JnkgError where
        the form needs an extra that is not installed, OSError.
        """
        from jnkg.kg.handing import export

        with told(self.lang):
            return export(self.at, form, folder)

    def to_rdflib(self) -> rdflib.Dataset:
        """Give the whole world as an rdflib Dataset; some seconds, and the extra `reference`."""
        from jnkg.kg.triples import to_rdflib

        with told(self.lang):
            return to_rdflib(self.at.world)

    def __repr__(self) -> str:
        return f"<KnowledgeGraph {self.version}: {self.world}>"

    def _repr_html_(self) -> str:
        from html import escape

        parts = (self.world, self.citation, self.licence)
        inside = "<br>".join(map(escape, parts))
        return f'<p class="jnkg" lang="{self.lang}">{inside}</p>'
