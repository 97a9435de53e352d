"""Read of a query what a carrier has to know, and write it so that any store understands it.

Texts come in and go out; nothing is evaluated. A graph that stands for the default graph, or that
only this package needs, must not show where a query asks for the graphs there are. So behind each
`GRAPH ?g { ... }` a condition is put that leaves those out. And a store that is told its default
graph may find no graph by name, but all by a variable (Virtuoso 7.2.5): then a name is written as
a variable of our own, with the condition that it is this name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

TOKEN = re.compile(
    r"""(?P<aside>\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
    r"""|<[^<>"{}|^`\\\x00-\x20]*>|\#[^\n]*)"""
    r"""|(?P<graph>(?<![\w?$:.-])GRAPH\s*(?:(?P<variable>[?$]\w+)"""
    r"""|(?P<name><[^<>"{}|^`\\\x00-\x20]*>|[\w.-]*:[\w.:%\\~-]*))\s*\{)"""
    r"""|(?P<brace>[{}])"""
    r"""|(?<![\w?$:.@-])(?P<word>SELECT|ASK|CONSTRUCT|DESCRIBE|DISTINCT|FROM|LIMIT|OFFSET"""
    r""")\b(?!\s*:)""",
    re.DOTALL | re.IGNORECASE,
)
"""What may hold anything (a text, an IRI, a comment), `GRAPH ... {`, a brace, or a keyword."""
OURS = "jnkgGraph"
"""What the variables open with that stand for names of graphs."""
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


@dataclass(frozen=True, slots=True)
class Outline:
    """What a query is: its form (empty: none that we know), and which clauses it has."""

    form: str
    is_distinct: bool
    is_cut: bool
    names_graphs: bool


def outline(text: str) -> Outline:
    """Read the outline of a query; `is_cut` and `is_distinct` speak of its outermost part."""
    depth = 0
    outer: list[str] = []
    for found in TOKEN.finditer(text):
        if found["graph"] or found["brace"] == "{":
            depth += 1
        elif found["brace"] == "}":
            depth -= 1
        elif found["word"] and depth == 0:
            outer.append(found["word"].upper())
    form = next((word for word in outer if word in FORMS), "")
    return Outline(
        form,
        outer[:2] == ["SELECT", "DISTINCT"],
        bool({"LIMIT", "OFFSET"} & set(outer)),
        "FROM" in outer,
    )


def portable(text: str, hidden: Collection[str], are_names_lost: bool = False) -> str:
    """Leave graphs (IRIs) out of what `GRAPH ?g` finds; put variables where names are lost."""
    others = " && ".join(f"{{0}} != <{iri}>" for iri in hidden)
    return "".join(pieces(text, others, are_names_lost))


def pieces(text: str, others: str, are_names_lost: bool) -> Iterator[str]:
    """Yield the text of a query, with a condition behind each block of `GRAPH`."""
    last = count = 0
    blocks: list[str] = []
    for found in TOKEN.finditer(text):
        if found["graph"]:
            condition = others.format(found["variable"]) if found["variable"] else ""
            if found["name"] and are_names_lost:
                count += 1
                variable = f"?{OURS}{count}"
                condition = f"{variable} = {found['name']}"
                yield f"{text[last : found.start()]}GRAPH {variable} {{"
                last = found.end()
            blocks.append(condition)
        elif found["brace"] == "{":
            blocks.append("")
        elif found["brace"] and blocks and (condition := blocks.pop()):
            yield f"{text[last : found.end()]} FILTER ({condition})"
            last = found.end()
    yield text[last:]
