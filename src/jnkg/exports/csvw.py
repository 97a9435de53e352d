"""Describe the CSV files as CSV on the Web: tables, columns, keys, references.

Tables come in; `csvw-metadata.json` goes out. Node columns lead to the IRIs of what they name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from jnkg.exports.colophon import Colophon
from jnkg.exports.request import Output
from jnkg.names import ID, NS
from jnkg.tables.cells import LINE_END, SEPARATOR
from jnkg.tables.content import Content, Filled
from jnkg.tables.definition import Column, Table
from jnkg.tables.rows import FileColumn

Json = Mapping[str, object]
PATH = "csvw-metadata.json"
DATATYPES: Mapping[str, object] = {
    "integer": "integer",
    "year": "gYear",
    "number": "double",
    "boolean": {"base": "boolean", "format": "true|false"},
    "date": {"base": "date", "format": "yyyy-MM-dd"},
    "duration": "duration",
    "iri": "anyURI",
}
"""The datatype of each kind of column that is no string."""
ABOUT = {"en": "Description of the CSV files (CSVW)", "ja": "CSVファイルの記述（CSVW）"}


def csvw_metadata(tables: Content, said: Colophon) -> Output:
    """Describe all tables as one group."""
    group = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@id": said.iri,
        "dc:title": in_languages(said.title),
        "dc:description": in_languages(said.abstract),
        "dc:creator": in_languages(said.maker),
        "dc:license": {"@id": said.licence},
        "dc:bibliographicCitation": in_languages(said.citation),
        "dc:issued": {"@value": said.issued, "@type": "xsd:date"},
        "schema:version": said.version,
        "schema:abstract": in_languages(said.world),
        "dialect": {"encoding": "utf-8", "lineTerminators": [LINE_END], "header": True},
        "tables": [described(tables, filled) for filled in tables.values()],
    }
    text = json.dumps(group, ensure_ascii=False, indent=1) + "\n"
    return Output(PATH, text.encode(), "application/csvm+json", ABOUT)


def in_languages(words: Mapping[str, str]) -> list[Json]:
    """Write words in en and ja as values with a language."""
    return [{"@value": text, "@language": code} for code, text in words.items()]


def described(tables: Content, filled: Filled) -> Json:
    """Describe one table; its notes say what an empty cell of each column means."""
    table = filled.table
    return {
        "url": f"{table.name}.csv",
        "dc:title": in_languages(table.title),
        "dc:description": in_languages(table.about),
        "notes": [empty_note(c) for c in table.columns if c.empty != "never"],
        "tableSchema": schema(tables, filled),
    }


def empty_note(column: Column) -> Json:
    """Say what an empty cell of a column means."""
    return {"schema:name": column.name, "schema:description": f"empty: {column.empty}"}


def schema(tables: Content, filled: Filled) -> Json:
    """Give the columns, the key, and the references that CSVW can hold.

    It compares whole cells, and an empty one with the others: a list, and a column that may be
    empty, refer by their `valueUrl` alone.
    """
    table = filled.table
    said: dict[str, object] = {}
    if len(table.key) == 1 and table.column(table.key[0]).kind == "node":
        said["aboutUrl"] = f"{ID}{{{table.key[0]}}}"
    said["columns"] = [csvw_column(c) for c in filled.rows.columns]
    said["primaryKey"] = list(table.key)
    said["foreignKeys"] = [
        {
            "columnReference": [c.name],
            "reference": {
                "resource": f"{c.of}.csv",
                "columnReference": list(tables[c.of].table.key),
            },
        }
        for c in references(table)
        if c.empty == "never"
    ]
    return {k: v for k, v in said.items() if v}


def references(table: Table) -> list[Column]:
    """Give the columns of which each cell is the key of another table."""
    return [c for c in table.columns if c.of and not c.many]


def csvw_column(found: FileColumn) -> Json:
    """Describe one column; its first title is the name that the file prints."""
    column = found.column
    said: dict[str, object] = {
        "name": found.name,
        "titles": {"und": found.name, **found.words},
    }
    if found.language:
        return {**said, "datatype": "string", "lang": found.language, "required": found.required}
    said["datatype"] = DATATYPES.get(column.kind, "string")
    if found.many:
        said["separator"] = SEPARATOR
    else:
        said["required"] = found.required
    space = {"node": ID, "code": "" if column.codes or column.authority else NS}.get(column.kind)
    if space:
        said["valueUrl"] = f"{space}{{{found.name}}}"
    return said
