"""Make the assertions of a DL view few, so that a reasoner can answer at once, and lose no clash.

Individuals with the same asserted types are merged into one: a summary ABox, after A. Fokoue, A.
Kershenbaum, L. Ma, E. Schonberg and K. Srinivas, "The Summary Abox: Cutting Ontologies Down to
Size" (ISWC 2006). The merging is a homomorphism: from a model of the summary one of the data is
made by reading each individual as the one that stands for it. So where the summary is consistent,
the data are. Where it is not, a clash in it is looked for among the real individuals; if it is
nowhere there, the individuals that take part are told apart, and the question is put again
(refinement: J. Dolby et al., "Scalable Semantic Retrieval Through Summarization and Refinement",
AAAI 2007).

Individuals that axioms name stay themselves. Literals of one property and datatype are merged only
where no axiom can tell them apart (`is_blind_to_values`), and never those that are ill-typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from jnkg.dl.axioms import RDF, RDFS, XSD, Form
from jnkg.dl.view import TYPE, DlView, Node, Row
from jnkg.rooms import weigh
from jnkg.turtle import Term

MERGED = "urn:jnkg:all:"
"""What the name of an individual that stands for several begins with."""
FORMS = {
    XSD + name: (re.compile(form).fullmatch, ox.Literal(first, datatype=ox.NamedNode(XSD + name)))
    for name, first, form in (
        ("string", "", r"[^\x00]*"),
        ("integer", "0", r"[+-]?[0-9]+"),
        ("boolean", "true", r"true|false|1|0"),
        (
            "dateTime",
            "2000-01-01T00:00:00Z",
            r"-?[1-9]?[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T"
            r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])?",
        ),
    )
}
"""Datatypes whose literals may be merged: how they are written, and the one that stands for all.

A day of a month that not every month has is left to the engine to judge.
"""
WORD = ox.Literal("", language="en")
"""The literal that stands for all words of a language."""
WHOLE = frozenset((*FORMS, RDF + "langString", RDF + "PlainLiteral", RDFS + "Literal"))
"""The ranges that cannot tell two literals of one of these datatypes apart."""
VALUE_BLIND = ("DataPropertyDomain", "DataPropertyRange", "SubDataPropertyOf")


def is_blind_to_values(view: DlView) -> bool:
    """Tell whether no axiom can tell two literals of one datatype apart.

    So it is while the axioms speak of literals only by domains, subproperties, and ranges that
    are a whole datatype: no counting, no facet, no value, no key, no disjoint properties.
    """
    for axiom in view.axioms:
        for part in axiom.form.walk():
            if not isinstance(part, Form):
                continue
            speaks = "Data" in part.name or part.name == "HasKey"
            if speaks and part.name not in VALUE_BLIND:
                return False
        if axiom.form.name == "DataPropertyRange":
            filler = axiom.form.parts[1]
            if not isinstance(filler, ox.NamedNode) or filler.value not in WHOLE:
                return False
    return True


@dataclass(frozen=True)
class Summary:
    """The assertions of a view with like individuals merged.

    `apart` says into which group of its own an individual was put; those in none are merged by
    their asserted types alone.
    """

    view: DlView
    apart: Mapping[Term, int] = field(default_factory=dict)

    @cached_property
    def stands_for(self) -> dict[Term, Node]:
        """The individual in the summary for each individual of the data."""
        kept = self.view.named_in_axioms
        types: dict[Node, set[Term]] = {}
        for subject, predicate, value in self.view.assertions:
            if predicate == TYPE:
                if subject in types:
                    types[subject].add(value)
                else:
                    types[subject] = {value}
            elif subject not in types:
                types[subject] = set()
            if predicate == TYPE or isinstance(value, ox.Literal):
                continue
            if value not in types:
                types[value] = set()
        names: dict[tuple[frozenset[Term], int], ox.NamedNode] = {}
        found: dict[Term, Node] = {}
        for node, kinds in types.items():
            if node in kept or isinstance(node, ox.BlankNode):
                found[node] = node
                continue
            key = frozenset(kinds), self.apart.get(node, 0)
            if key not in names:
                names[key] = merged_name(*key)
            found[node] = names[key]
        return found

    @cached_property
    def members(self) -> dict[Term, list[Term]]:
        """The individuals of the data for which each in the summary stands."""
        members: dict[Term, list[Term]] = {}
        for node, name in self.stands_for.items():
            members.setdefault(name, []).append(node)
        return members

    @cached_property
    def merges_literals(self) -> bool:
        """Tell whether literals are merged."""
        return is_blind_to_values(self.view)

    @cached_property
    def assertions(self) -> tuple[Row, ...]:
        """The assertions of the summary, each once, in an order that the files do not change."""
        return tuple(sorted({*map(self.image, self.view.assertions)}, key=str))

    def image(self, row: Row) -> Row:
        """Give the assertion of the summary that stands for one of the data."""
        subject, predicate, value = row
        if isinstance(value, ox.Literal):
            shown = sample(value) if self.merges_literals else value
            return self.stands_for[subject], predicate, shown
        if predicate == TYPE:
            return self.stands_for[subject], predicate, value
        return self.stands_for[subject], predicate, self.stands_for[value]

    def origins(self, wanted: Sequence[Row]) -> tuple[Row, ...] | None:
        """Find assertions of the data that together are of the form of some of the summary.

        Each individual of the summary is read as one and the same individual of the data; None
        where no choice of individuals fits.
        """
        images: dict[Row, list[Row]] = {row: [] for row in wanted}
        for row in self.view.assertions:
            image = self.image(row)
            if image in images:
                images[image].append(row)
        order = sorted(wanted, key=lambda row: len(images[row]))
        return fit(order, images, {}, self.stands_for)

    def refined(self, clash: Sequence[Row]) -> Summary:
        """Tell apart the individuals merged in a clash that the data do not hold."""
        having: dict[Term, set[Row]] = {}
        wanted = set(clash)
        for row in self.view.assertions:
            image = self.image(row)
            if image in wanted:
                for node in individuals(row):
                    having.setdefault(node, set()).add(image)
        names = dict.fromkeys(n for row in clash for n in individuals(row))
        merged = [name for name in names if len(self.members[name]) > 1]
        parts = [part for name in merged for part in split(self.members[name], having)[1:]]
        if not parts:
            parts = [[node] for node in self.members[merged[0]][1:]]
        first = max(self.apart.values(), default=0) + 1
        fresh = {node: number for number, part in enumerate(parts, first) for node in part}
        return Summary(self.view, {**self.apart, **fresh})


def split(members: Iterable[Term], having: Mapping[Term, set[Row]]) -> list[list[Term]]:
    """Part individuals by which assertions of a clash each takes part in."""
    parts: dict[frozenset[Row], list[Term]] = {}
    for node in members:
        parts.setdefault(frozenset(having.get(node, ())), []).append(node)
    return list(parts.values())


def fit(
    wanted: Sequence[Row],
    images: Mapping[Row, Sequence[Row]],
    chosen: Mapping[Term, Term],
    stands_for: Mapping[Term, Term],
) -> tuple[Row, ...] | None:
    """Choose an assertion of the data for each wanted one, so that individuals agree."""
    if not wanted:
        return ()
    for row in images[wanted[0]]:
        more = dict(chosen)
        if all(more.setdefault(stands_for[n], n) == n for n in individuals(row)):
            rest = fit(wanted[1:], images, more, stands_for)
            if rest is not None:
                return (row, *rest)
    return None


def individuals(row: Row) -> Iterator[Term]:
    """Yield the individuals of an assertion."""
    subject, predicate, value = row
    yield subject
    if predicate != TYPE and not isinstance(value, ox.Literal):
        yield value


def merged_name(kinds: frozenset[Term], group: int) -> ox.NamedNode:
    """Name the individual that stands for all of some types; the same in every run."""
    words = "\n".join(sorted(map(str, kinds)))
    return ox.NamedNode(f"{MERGED}{weigh(words.encode())}{f'-{group}' if group else ''}")


def sample(literal: ox.Literal) -> ox.Literal:
    """Give the literal that stands for all of its datatype; itself where it is ill-typed."""
    kind = literal.datatype.value
    form = FORMS.get(kind)
    if form is None:
        return WORD if literal.language else literal
    return form[1] if form[0](literal.value) else literal


def is_merged(node: Term) -> bool:
    """Tell whether an individual stands for several."""
    return isinstance(node, ox.NamedNode) and node.value.startswith(MERGED)
