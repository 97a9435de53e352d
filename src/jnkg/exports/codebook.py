"""Write the codebook to be read: what a row is, what each column and each code means.

Tables come in, a page in one language goes out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jnkg.exports.colophon import Colophon
from jnkg.tables.books import CODEBOOK, CODES
from jnkg.tables.cells import cell_text
from jnkg.tables.content import Content, Filled
from jnkg.tables.rows import Cell

Record = Mapping[str, Cell]
WORDS = {
    "en": {
        "codebook": "Codebook",
        "unit": "Unit of analysis",
        "file": "File",
        "key": "Key",
        "source": "Source query",
        "column": "Column",
        "type": "Type",
        "meaning": "Meaning",
        "empty": "An empty cell means",
        "empties": "Empty",
        "example": "Example",
        "codes": "Codes",
        "code": "Code",
        "label": "Label",
        "definition": "Definition",
        "number": "Cells",
        "refers": " [refers to: {}]",
        "from": " [codes of: {}]",
        "size": " ({} rows)",
        "list": "list of {}",
        "how": "A cell of a *list* has its members in order, with single spaces between them. "
        "Lines end with CRLF, as RFC 4180 has it. An empty cell has one meaning in each column. "
        "Codes keep their leading zeros: read them as text.",
    },
    "ja": {
        "codebook": "コードブック",
        "unit": "分析単位",
        "file": "ファイル",
        "key": "キー",
        "source": "元のクエリ",
        "column": "列",
        "type": "型",
        "meaning": "意味",
        "empty": "空欄の意味",
        "empties": "空欄数",
        "example": "例",
        "codes": "コード",
        "code": "コード",
        "label": "名称",
        "definition": "定義",
        "number": "使用数",
        "refers": "（参照先：{}）",
        "from": "（コードの出典：{}）",
        "size": "（{}行）",
        "list": "{}のリスト",
        "how": "「…のリスト」の値は、要素を順に並べ、半角空白一つで区切る。改行はRFC 4180のとおり"
        "CRLFとする。空欄の意味は列ごとに一つに定まる。コードの先頭の0は値の一部であり、文字列として"
        "読み込む必要がある。",
    },
}
TYPES = {
    "en": {
        "string": "text", "integer": "whole number", "number": "number", "boolean": "true or false",
        "date": "day (ISO 8601)", "year": "year",
    },
    "ja": {
        "string": "文字列", "integer": "整数", "number": "数", "boolean": "真偽値（true、false）",
        "date": "日（ISO 8601）", "year": "年",
    },
}  # fmt: skip
MEANINGS = {
    "en": {
        "never": "(never empty)",
        "not-applicable": "does not apply",
        "unknown": "not known",
        "not-printed": "not printed in the documents",
        "none-recorded": "none recorded here; there may be some",
    },
    "ja": {
        "never": "（空欄なし）",
        "not-applicable": "該当しない",
        "unknown": "不明",
        "not-printed": "文書に記されていない",
        "none-recorded": "本グラフに記録がない（存在しないとは限らない）",
    },
}


def codebook_page(tables: Content, said: Colophon, language: str) -> str:
    """Write the page of all tables in one language."""
    words = WORDS[language]
    lines = [f"# {said.title[language]} {said.version}: {words['codebook']}", ""]
    lines += [said.line(language), "", words["how"], ""]
    for filled in tables.values():
        if filled.table.counts:
            lines += table_lines(tables, filled, language)
    return "\n".join(lines).rstrip() + "\n"


def table_lines(tables: Content, filled: Filled, language: str) -> Iterator[str]:
    """Yield the lines on one table."""
    words, table = WORDS[language], filled.table
    yield from (f"## {table.name}: {table.title[language]}", "")
    yield f"- {words['unit']}: {table.about[language]}"
    size = words["size"].format(f"{len(filled.rows.rows):,}")
    yield f"- {words['file']}: `{table.name}.csv`{size}"
    yield f"- {words['key']}: {', '.join(f'`{name}`' for name in table.key)}"
    yield from (f"- {words['source']}: `{table.path}`", "")
    yield from grid(words[w] for w in ("column", "type", "meaning", "empty", "empties", "example"))
    for record in of_table(tables, CODEBOOK.name, table.name):
        yield line(column_cells(record, language))
    values = list(of_table(tables, CODES.name, table.name))
    if values:
        yield from ("", f"### {table.name}: {words['codes']}", "")
        yield from grid(words[w] for w in ("column", "code", "label", "definition", "number"))
        yield from (line(code_cells(record, language)) for record in values)
    yield ""


def of_table(tables: Content, book: str, name: str) -> Iterator[Record]:
    """Yield the records of a book that are on one table."""
    return (r for r in tables[book].rows.records() if r["table"] == name)


def column_cells(record: Record, language: str) -> Iterator[str]:
    """Yield the cells of one column's line."""
    words = WORDS[language]
    kind = TYPES[language][str(record["type"])]
    meaning = str(record[f"meaning_{language}"])
    for key, word in (("refers_to", "refers"), ("authority", "from")):
        if record[key]:
            meaning += words[word].format(record[key])
    yield f"`{record['column']}`"
    yield words["list"].format(kind) if record["is_list"] else kind
    yield meaning
    yield MEANINGS[language][str(record["empty_cell"])]
    yield f"{record['empty_cells']:,}"
    yield f"`{record['example']}`" if record["example"] else ""


def code_cells(record: Record, language: str) -> Iterator[str]:
    """Yield the cells of one code's line."""
    yield f"`{record['column']}`"
    yield f"`{record['code']}`"
    yield cell_text(record[f"label_{language}"])
    yield cell_text(record[f"definition_{language}"])
    yield f"{record['number']:,}"


def grid(headings: Iterator[str]) -> Iterator[str]:
    """Yield the two lines that open a table of Markdown."""
    names = list(headings)
    yield line(names)
    yield "|" + "---|" * len(names)


def line(cells: Iterator[str] | list[str]) -> str:
    """Write one line of a table of Markdown."""
    plain = (cell.replace("|", "\\|").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(plain)} |"
