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
NO_START = "、。，．・：；？！」』）］｝】〉》〕…ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.)]}!?:;"
NO_END = "「『（［｛【〈《〔([{"
PLAIN = {
    "answer": {"en": "answer", "ja": "答え"},
    "subject": {"en": "subject", "ja": "主語"},
    "predicate": {"en": "predicate", "ja": "述語"},
    "object": {"en": "object", "ja": "目的語"},
}
"""Headings of what a typed query gives when it is no SELECT."""
CONTROLS = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)], "\ufffd")
WIDEST = 60
"""Columns of a table wrap at this many terminal cells, or earlier on a narrow screen."""
NARROWEST = 10


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
        headings = [columns.get(c) or PLAIN.get(c, {}) for c in answer.columns]
        self.headings = [h.get(language, c) for h, c in zip(headings, answer.columns, strict=True)]

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
    """Break a text into lines of at most `width` cells (two at the least).

    Words break at spaces, wide characters anywhere except in front of those that may not begin a
    line in Japanese (kinsoku).
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, size = "", 0
        for char in paragraph:
            cells = display_width(char)
            if size + cells > width:
                cut = break_place(line + char)
                lines.append(line[:cut].rstrip())
                line = line[cut:].lstrip()
                size = display_width(line)
            line += char
            size += cells
        lines.append(line.rstrip())
    return lines


def break_place(text: str) -> int:
    """Give the last place at which a line may end; where there is none, the last of all."""
    for place in range(len(text) - 1, 0, -1):
        before, behind = text[place - 1], text[place]
        if behind in NO_START or before in NO_END:
            continue
        if before == " " or display_width(before) == 2 or display_width(behind) == 2:
            return place
    return len(text) - 1


def table(sheet: Sheet, room: int = 0) -> str:
    """Write aligned columns under a rule, nothing else, so that a pipe can cut them.

    What is the same in every row stands once, above the table; a column without any value is left
    out. `room` is the width in cells that
    the columns have to share; 0 lets each be as wide as WIDEST.
    """
    rows = [[cell.translate(CONTROLS) for cell in row] for row in sheet.rows()]
    same = [i for i in range(len(sheet.headings)) if len(rows) > 1 and is_constant(rows, i)]
    shown = [i for i in range(len(sheet.headings)) if i not in same] or list(range(len(rows[:1])))
    above = [f"{sheet.headings[i]}: {rows[0][i]}" for i in same if i not in shown and rows[0][i]]
    cells = [[row[i] for i in shown] for row in [sheet.headings, *rows]]
    widths = fit([max(display_width(row[i]) for row in cells) for i in range(len(shown))], room)
    head, *body = (lay_out(row, widths) for row in cells)
    rule = "  ".join("─" * width for width in widths)
    lines = [*above, *([""] if above else []), *head, rule, *(line for row in body for line in row)]
    return "\n".join(lines) + "\n"


def is_constant(rows: list[list[str]], column: int) -> bool:
    """Tell whether a column has the same text in every row."""
    return len({row[column] for row in rows}) == 1


def fit(wanted: list[int], room: int) -> list[int]:
    """Share `room` cells among columns: the widest give way first, none below NARROWEST."""
    widths = [min(width, WIDEST) for width in wanted]
    while room and sum(widths) + 2 * (len(widths) - 1) > room and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def lay_out(row: list[str], widths: list[int]) -> list[str]:
    """Lay one row out in as many lines as its longest cell takes."""
    cells = [wrap(text, width) for text, width in zip(row, widths, strict=True)]
    lines: list[str] = []
    for depth in range(max(map(len, cells), default=0)):
        parts = [cell[depth] if depth < len(cell) else "" for cell in cells]
        padded = (p + " " * (w - display_width(p)) for p, w in zip(parts, widths, strict=True))
        lines.append("  ".join(padded).rstrip())
    return lines


def markdown(sheet: Sheet) -> str:
    """Write a table of GitHub-flavoured Markdown."""
    rows = [sheet.headings, ["---"] * len(sheet.headings), *sheet.rows()]
    return "".join(
        "| "
        + " | ".join(c.translate(CONTROLS).replace("|", "\\|").replace("\n", "<br>") for c in row)
        + " |\n"
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
