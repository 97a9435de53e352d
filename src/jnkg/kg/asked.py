"""Ask the graph: stored questions, queries, searches, and what an answer stands on.

A Standpoint comes in; every method gives Rows, an Entity or a text.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jnkg.kg.entity import Entity
from jnkg.kg.saying import told
from jnkg.kg.standpoint import Standpoint

if TYPE_CHECKING:
    from jnkg.kg.asking import Given
    from jnkg.kg.grounds import Proof
    from jnkg.kg.rows import Rows


class Asked:
    """What a KnowledgeGraph answers in rows: how sure, as known by a day, in a language."""

    __slots__ = ("at",)

    def __init__(self, at: Standpoint) -> None:
        self.at = at

    @property
    def status(self) -> str:
        """Give the weakest status admitted."""
        return self.at.status

    @property
    def lang(self) -> str:
        """Give the language of labels and messages."""
        return self.at.language

    @property
    def day(self) -> date | None:
        """Give the last day on which this world learnt something; None where it knows nothing."""
        day = self.at.world.day
        return None if day.startswith("0000") else date.fromisoformat(day)

    @property
    def version(self) -> str:
        """Give the version of the graph."""
        from jnkg.kg.about import imprint

        return imprint(self.at).version

    @property
    def licence(self) -> str:
        """Give the address of the licence of the data."""
        from jnkg.kg.about import imprint

        return imprint(self.at).licence

    @property
    def citation(self) -> str:
        """Say how to cite the graph, in the reader's language."""
        from jnkg.kg.about import imprint

        return imprint(self.at).citation[self.lang]

    @property
    def world(self) -> str:
        """Say in words which claims are admitted.

        >>> import jnkg
        >>> jnkg.open(known_by="2014-06-01").world
        'Stated, derived and interpreted claims, known by 2014-05-31'
        """
        from jnkg.kg.about import imprint

        return imprint(self.at).world[self.lang]

    def ask(self, name: str, /, **parameters: Given) -> Rows:
        """Answer a stored question; `kg.questions()` lists them.

        Parameters take an Entity, a name as in `kg[...]`, a day, a number; `as_of` stands for
        `asOf`, `from_` for `from`. Raises Misuse for an unknown question or parameter, UnknownValue
        for a value that fits nothing; both name the nearest.

        >>> import jnkg
        >>> kg = jnkg.open()
        >>> kg.ask("areas-of-an-instrument", instrument=kg["instrument-2014-ipcp"])[2].area.label
        'Counter-terrorism'
        """
        from jnkg.kg.asking import ask

        with told(self.lang):
            return ask(self.at, name, parameters)

    def sparql(self, text: str) -> Rows:
        """Run a query of any form; the prefixes of the graph are known.

        A query asks this graph alone: SERVICE is refused. Raises Misuse with the parser's words.

        >>> import jnkg
        >>> jnkg.open().sparql("SELECT ?area { ?area a jn:Area } ORDER BY ?area")[0].area.slug
        'area-2013-declaration-crisis-management'
        """
        from jnkg.kg.asking import sparql

        with told(self.lang):
            return sparql(self.at, text)

    def questions(self, text: str = "") -> Rows:
        """List the stored questions; with a text, those that have all of its words.

        >>> import jnkg
        >>> jnkg.open().questions("gaps kind")[0].name
        'gaps-by-kind'
        """
        from jnkg.kg.asking import questions

        return questions(self.at, text)

    def __getitem__(self, name: str) -> Entity:
        """Find what a name names: an IRI, a slug, what is called so, else the single best hit.

        Raises UnknownValue with the nearest names, Misuse where several are called so.

        >>> import jnkg
        >>> jnkg.open()["岸田文雄"].slug
        'person-kishida-fumio'
        """
        from jnkg.kg.naming import named

        with told(self.lang):
            return named(self.at, name)

    def __contains__(self, name: object) -> bool:
        """Tell whether `kg[name]` finds something."""
        from jnkg.errors import Misuse
        from jnkg.kg.naming import named

        try:
            return isinstance(name, str) and bool(named(self.at, name))
        except Misuse:
            return False

    def find(self, text: str, most: int = 20) -> Rows:
        """Search labels, names, printed words, summaries and quotations; the best come first.

        Blind to width, case, kana and macrons. Columns: `entity`, `kind`, `where` it was found,
        `excerpt`, `score` (higher is better).

        >>> import jnkg
        >>> jnkg.open().find("きしだ ふみお", most=1)[0].entity.slug
        'person-kishida-fumio'
        """
        from jnkg.kg.asking import find

        with told(self.lang):
            return find(self.at, text, most)

    def evidence(self, thing: Entity | str) -> Rows:
        """List the clauses and grounds that what is said of a thing stands on.

        Where nothing is said of the thing itself, what points at it is looked at. Raises Misuse,
        UnknownValue.

        >>> import jnkg
        >>> jnkg.open().evidence("area-2014-ipcp-3.1.1")[0].clause.label
        'IPCP 2014 (Japanese text) 3.1.1'
        """
        from jnkg.kg.grounds import evidence
        from jnkg.kg.naming import node_of

        with told(self.lang):
            return evidence(node_of(thing, self.at))

    def why(self, subject: Entity | str, relation: str, value: Entity | str | date) -> Proof:
        """Say why a triple holds: rules and premises, down to documents and clauses.

        A relation is a name of ours (`descendsFrom`), `a`, or `prefix:name`. The first proof of a
        world takes some seconds. Raises UnknownValue for a word that names nothing.

        >>> import jnkg
        >>> kg = jnkg.open()
        >>> bool(kg.why("area-2023-itpp-cyber", "descendsFrom", "area-2014-ipcp-3.1.1"))
        True
        """
        from jnkg.kg.grounds import why

        words = [v.iri if isinstance(v, Entity) else str(v) for v in (subject, relation, value)]
        with told(self.lang):
            return why(self.at, (words[0], words[1], words[2]))

    def cite(self, thing: Entity | str, style: str = "text") -> str:
        """Give a reference to a document, a passage or any node: text, bibtex or csl-json.

        Raises Misuse for an unknown style, UnknownValue for a name that names nothing.

        >>> import jnkg
        >>> jnkg.open(lang="ja").cite("passage-2014-ipcp-3.1.5")[:15]
        '外務省『日ＮＡＴＯ国別パートナ'
        """
        from jnkg.kg.naming import node_of

        with told(self.lang):
            return node_of(thing, self.at).cite(style)
