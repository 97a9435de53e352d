"""Write an answer for a reader: as a table, CSV, TSV, JSON or Markdown.

An Answer comes in, text goes out; every node is called by its label in the reader's language.
The table is our own because the field's printers cost more to import than a whole answer
may take (measured in `docs/performance.md`); widths follow Unicode's East Asian Width.
This module stands on the path of every question and imports nothing that costs time.
"""

import unicodedata

import pyoxigraph as ox

from jnkg.names import PREFIXES, shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jnkg.answer import Answer, Term

XSD = PREFIXES["xsd"]
TRUTH = {
    "en": {"true": "yes", "false": "no", "1": "yes", "0": "no"},
    "ja": {"true": "はい", "false": "いいえ", "1": "はい", "0": "いいえ"},
}
WIDEST = 60
"""Columns of a table wrap at this many terminal cells."""


class Sheet:
    """An answer with everything that a format needs: headings and labels in one language."""

    __slots__ = ("answer", "headings", "labels", "language")

    def __init__(
        self,
        answer: "Answer",
        columns: "Mapping[str, Mapping[str, str]]",
        labels: "Mapping[str, str]",
        language: str,
    ) -> None:
        self.answer = answer
        self.language = language
        self.labels = labels
        self.headings = [columns.get(c, {}).get(language, c) for c in answer.columns]

    def text(self, term: "Term") -> str:
        """Give what a reader sees of a term: a label, a text, yes or no, nothing."""
        if term is None:
            return ""
        if isinstance(term, ox.NamedNode):
            return self.labels.get(term.value) or shorten(term.value)
        if isinstance(term, ox.Literal) and term.datatype.value == XSD + "boolean":
            return TRUTH[self.language].get(term.value, term.value)
        return term.value if isinstance(term, ox.Literal | ox.BlankNode) else str(term)

    def rows(self) -> list[list[str]]:
        """Give all cells as a reader sees them."""
        return [[self.text(term) for term in row] for row in self.answer.rows]

    def wide(self) -> "tuple[list[str], list[list[str]]]":
        """Give headings and rows for a spreadsheet: behind each node's label its IRI.

        Headings are the variables, which do not change with the language.
        """
        nodes = [
            any(isinstance(row[i], ox.NamedNode) for row in self.answer.rows)
            for i in range(len(self.answer.columns))
        ]
        head = [
            name
            for column, is_node in zip(self.answer.columns, nodes, strict=True)
            for name in ([column, column + "_iri"] if is_node else [column])
        ]
        rows = []
        for row in self.answer.rows:
            cells: list[str] = []
            for term, is_node in zip(row, nodes, strict=True):
                cells.append(self.text(term))
                if is_node:
                    cells.append(term.value if isinstance(term, ox.NamedNode) else "")
            rows.append(cells)
        return head, rows


def display_width(text: str) -> int:
    """Count the terminal cells that a text takes; wide and full-width characters take two."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` cells, at a space or between wide characters."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, size, gap = "", 0, -1
        for char in paragraph:
            cells = display_width(char)
            if size + cells > width:
                cut = gap if gap > 0 and char.isascii() else len(line)
                lines.append(line[:cut].rstrip())
                line = line[cut:].lstrip()
                size, gap = display_width(line), -1
            line += char
            size += cells
            if char == " " or cells == 2:
                gap = len(line)
        lines.append(line.rstrip())
    return lines


def table(sheet: Sheet) -> str:
    """Write aligned columns under a rule, nothing else, so that a pipe can cut them."""
    cells = [[wrap(cell, WIDEST) for cell in row] for row in [sheet.headings, *sheet.rows()]]
    widths = [
        max((display_width(line) for row in cells for line in row[i]), default=0)
        for i in range(len(sheet.headings))
    ]
    lines: list[str] = []
    for number, row in enumerate(cells):
        for depth in range(max(map(len, row), default=0)):
            parts = [cell[depth] if depth < len(cell) else "" for cell in row]
            padded = (p + " " * (w - display_width(p)) for p, w in zip(parts, widths, strict=True))
            lines.append("  ".join(padded).rstrip())
        if number == 0:
            lines.append("  ".join("─" * w for w in widths))
    return "\n".join(lines) + "\n"


def markdown(sheet: Sheet) -> str:
    """Write a table of GitHub-flavoured Markdown."""
    rows = [sheet.headings, ["---"] * len(sheet.headings), *sheet.rows()]
    return "".join(
        "| " + " | ".join(c.replace("|", "\\|").replace("\n", "<br>") for c in row) + " |\n"
        for row in rows
    )


def csv(sheet: Sheet) -> str:
    """Write RFC 4180 with the variables as header; a node has a label and an IRI column."""
    return delimited(sheet, ",")


def tsv(sheet: Sheet) -> str:
    """Write tab-separated values; tabs and line breaks inside cells become spaces."""
    head, rows = sheet.wide()
    clean = [[" ".join(c.split()) for c in row] for row in rows]
    return "".join("\t".join(row) + "\n" for row in [head, *clean])


def delimited(sheet: Sheet, delimiter: str) -> str:
    """Write delimited values with the standard library's writer."""
    import csv as standard
    import io

    out = io.StringIO()
    head, rows = sheet.wide()
    writer = standard.writer(out, delimiter=delimiter)
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()


def json(sheet: Sheet) -> str:
    """Write a list of objects; a node is an object with `iri` and `label`, the rest are values."""
    import json as standard

    rows = [
        {column: value(sheet, term) for column, term in zip(sheet.answer.columns, row, strict=True)}
        for row in sheet.answer.rows
    ]
    return standard.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def value(sheet: Sheet, term: "Term") -> object:
    """Give a term as JSON can say it: numbers and truth values typed, unbound as null."""
    if isinstance(term, ox.NamedNode):
        return {"iri": term.value, "label": sheet.text(term)}
    if not isinstance(term, ox.Literal):
        return None if term is None else str(term)
    kind = term.datatype.value.removeprefix(XSD)
    if kind == "integer":
        return int(term.value)
    if kind == "boolean":
        return term.value in ("true", "1")
    return {"text": term.value, "lang": term.language} if term.language else term.value


FORMATS: "dict[str, Callable[[Sheet], str]]" = {
    "table": table,
    "csv": csv,
    "tsv": tsv,
    "json": json,
    "markdown": markdown,
}
