"""List the codes that the rows of a table use, with their labels and definitions.

A filled table and a world come in, Codes go out: one for each value of a column of codes that
occurs. The words of a term are the ontology's, those of other codes stand in the header.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.names import LANGUAGES, NS, PREFIXES
from jnkg.store import World
from jnkg.tables.content import Filled
from jnkg.tables.definition import Column

DEFINITION = ox.NamedNode(PREFIXES["skos"] + "definition")


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a column of codes: how often it occurs, and its words by language.

    `iri` is empty where it is no term of the ontology; `label` and `definition` may then be too.
    """

    table: str
    column: str
    code: str
    iri: str
    label: Mapping[str, str]
    definition: Mapping[str, str]
    number: int


def codes(world: World, filled: Filled) -> list[Code]:
    """Give the codes of a table, column by column, in order."""
    return [
        code
        for column in filled.table.columns
        if column.kind == "code"
        for code in codes_of(world, filled, column)
    ]


def codes_of(world: World, filled: Filled, column: Column) -> Iterator[Code]:
    """Yield the codes of one column that occur, in order."""
    numbers = Counter(str(value) for value in filled.members(column))
    for value in sorted(numbers):
        iri = "" if column.codes or column.authority else NS + value
        yield Code(
            filled.table.name,
            column.name,
            value,
            iri,
            labels(world, iri) if iri else column.codes.get(value, {}),
            definitions(world, iri) if iri else {},
            numbers[value],
        )


def labels(world: World, iri: str) -> dict[str, str]:
    """Give the label of a term by language."""
    return {code: world.labels(code).get(iri, "") for code in LANGUAGES}


def definitions(world: World, iri: str) -> dict[str, str]:
    """Give the definition of a term by language."""
    quads = world.store.quads_for_pattern(ox.NamedNode(iri), DEFINITION, None, ox.DefaultGraph())
    literals = [q.object for q in quads if isinstance(q.object, ox.Literal)]
    return {o.language: o.value for o in literals if o.language in LANGUAGES}
