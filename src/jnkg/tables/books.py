"""Say of every column and every code what it is, as two more tables.

The tables of a world come in; `codebook` (a row for each column of each file) and `codes` (a row
for each value of a column of codes) go out, in the same form as the others.
"""

from __future__ import annotations

from collections.abc import Iterator

from jnkg.names import LANGUAGES
from jnkg.store import World
from jnkg.tables.codes import Code, codes
from jnkg.tables.content import Content, Filled
from jnkg.tables.definition import Column, Table
from jnkg.tables.rows import Cell, FileColumn, Rows, file_columns


def column(
    name: str, en: str, ja: str, example: str, kind: str = "text", empty: str = "never"
) -> Column:
    """Write one column of a book."""
    return Column(name, kind, {"en": en, "ja": ja}, empty, example=example)


CODEBOOK = Table(
    "codebook",
    {"en": "Codebook: every column", "ja": "コードブック（全列）"},
    {"en": "One row for each column of each table.", "ja": "表の列ごとに一行とする。"},
    "book",
    ("table", "column"),
    (
        column("table", "name of the table", "表の名称", "areas"),
        column("position", "place of the column in the file", "ファイルでの列の順", "1", "integer"),
        column("column", "name of the column", "列の名称", "area"),
        column("type", "type of a cell", "値の型", "string"),
        column("is_list", "whether a cell is a list, with single spaces between its members",
               "値が半角空白一つで区切ったリストか", "false", "boolean"),
        column("is_key", "whether the column is part of the key", "キーの一部か", "true",
               "boolean"),
        column("refers_to", "the table whose key a value is", "値が参照する表", "documents",
               empty="not-applicable"),
        column("language", "the language of a label", "名称の言語", "ja", empty="not-applicable"),
        column("meaning_en", "what the column means, in English", "列の意味（英語）", "area"),
        column("meaning_ja", "what the column means, in Japanese", "列の意味（日本語）", "分野"),
        column("empty_cell", "what an empty cell means", "空欄の意味", "not-printed"),
        column("empty_cells", "number of empty cells", "空欄の数", "0", "integer"),
        column("rows", "number of rows of the table", "表の行数", "76", "integer"),
        column("example", "a value", "値の例", "area-2014-ipcp-cyber-defence",
               empty="not-applicable"),
        column("authority", "the outside list that codes are taken from", "コードの出典となる一覧",
               "ISO 3166-1 alpha-3", empty="not-applicable"),
    ),
    "",
    "",
)  # fmt: skip
CODES = Table(
    "codes",
    {"en": "Codebook: every code in use", "ja": "コードブック（使用されている全コード）"},
    {
        "en": "One row for each value that occurs in a column of codes.",
        "ja": "コードの列に現れる値ごとに一行とする。",
    },
    "book",
    ("table", "column", "code"),
    (
        column("table", "name of the table", "表の名称", "areas"),
        column("column", "name of the column", "列の名称", "status"),
        column("code", "the code as the cell has it", "コード（値のまま）", "Stated"),
        column("iri", "the address of the term in the ontology", "オントロジーの用語のアドレス",
               "https://w3id.org/jnkg/ns/Stated", "iri", "not-applicable"),
        column("label_en", "label in English", "英語の名称", "stated", empty="not-applicable"),
        column("label_ja", "label in Japanese", "日本語の名称", "明示", empty="not-applicable"),
        column("definition_en", "definition in English", "英語の定義", "Said by a document.",
               empty="not-applicable"),
        column("definition_ja", "definition in Japanese", "日本語の定義", "文書が述べている。",
               empty="not-applicable"),
        column("number", "number of cells that have it", "この値をもつ欄の数", "72", "integer"),
    ),
    "",
    "",
)  # fmt: skip


def books(world: World, content: Content) -> dict[str, Filled]:
    """Make the codebook and the list of codes of some tables."""
    columns = [row for filled in content.values() for row in column_rows(filled)]
    values = [code_row(code) for filled in content.values() for code in codes(world, filled)]
    return {
        t.name: Filled(t, Rows(file_columns(t), rows))
        for t, rows in ((CODEBOOK, columns), (CODES, values))
    }


def column_rows(filled: Filled) -> Iterator[list[Cell]]:
    """Yield a row of the codebook for each column of a table's file."""
    for position, found in enumerate(filled.rows.columns, 1):
        yield column_row(filled, position, found)


def column_row(filled: Filled, position: int, found: FileColumn) -> list[Cell]:
    """Give the row of the codebook for one column; a label has no example of its own."""
    is_value = not found.language
    return [
        filled.table.name,
        position,
        found.name,
        found.type,
        found.many,
        is_value and found.name in filled.table.key,
        (found.column.of or None) if is_value else None,
        found.language or None,
        found.words["en"],
        found.words["ja"],
        found.column.empty,
        filled.empties(found.name),
        len(filled.rows.rows),
        found.column.example if is_value else None,
        (found.column.authority or None) if is_value else None,
    ]


def code_row(code: Code) -> list[Cell]:
    """Give the row of one code."""
    texts = (words.get(tag) for words in (code.label, code.definition) for tag in LANGUAGES)
    said = [text or None for text in texts]
    return [code.table, code.column, code.code, code.iri or None, *said, code.number]
