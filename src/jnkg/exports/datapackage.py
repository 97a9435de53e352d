"""Describe the CSV files as a Data Package (version 2): what Frictionless tools read.

Tables and the bytes of their files come in; `datapackage.json` goes out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from jnkg.exports.colophon import Colophon
from jnkg.exports.csvw import references
from jnkg.exports.request import Output
from jnkg.tables.cells import SEPARATOR
from jnkg.tables.content import Content, Filled
from jnkg.tables.rows import FileColumn

Json = Mapping[str, object]
PATH = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/{}.json"
KINDS = {"edtf": "string", "duration": "duration"}
ABOUT = {
    "en": "Description of the CSV files (Data Package 2)",
    "ja": "CSVファイルの記述（Data Package 2）",
}


def datapackage(tables: Content, said: Colophon, files: Mapping[str, bytes]) -> Output:
    """Describe all tables as one package; `files` are the bytes of each by its path."""
    package = {
        "$schema": PROFILE.format("datapackage"),
        "name": "japan-nato",
        "id": said.iri,
        "title": both(said.title),
        "description": f"{both(said.abstract)} {both(said.world)}",
        "homepage": said.iri,
        "version": said.version,
        "created": f"{said.issued}T00:00:00Z",
        "keywords": [word for words in said.keywords.values() for word in words],
        "licenses": [{"path": said.licence}],
        "contributors": [
            {"title": said.maker["en"], "path": said.iri, "roles": ["creator", "publisher"]}
        ],
        "sources": [{"title": said.citation["en"], "path": said.iri, "version": said.version}],
        "resources": [resource(tables, f, files[f"{f.table.name}.csv"]) for f in tables.values()],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    return Output(PATH, text.encode(), "application/json", ABOUT)


def both(words: Mapping[str, str]) -> str:
    """Put words in en and ja into the one text that a package has room for."""
    return f"{words['en']} / {words['ja']}"


def resource(tables: Content, filled: Filled, content: bytes) -> Json:
    """Describe one file: what it is, how large, and which bytes."""
    table = filled.table
    return {
        "$schema": PROFILE.format("dataresource"),
        "name": table.name.replace("_", "-"),
        "type": "table",
        "path": f"{table.name}.csv",
        "title": both(table.title),
        "description": both(table.about),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema(tables, filled),
    }


def schema(tables: Content, filled: Filled) -> Json:
    """Describe the columns, the key, and the references of single values."""
    table = filled.table
    keys = [
        {
            "fields": [c.name],
            "reference": {
                "resource": "" if c.of == table.name else c.of.replace("_", "-"),
                "fields": list(tables[c.of].table.key),
            },
        }
        for c in references(table)
    ]
    return {
        "$schema": PROFILE.format("tableschema"),
        "fieldsMatch": "exact",
        "fields": [field(filled, column) for column in filled.rows.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        **({"foreignKeys": keys} if keys else {}),
    }


def field(filled: Filled, column: FileColumn) -> Json:
    """Describe one column; a code lists the values that occur, in order."""
    said: dict[str, object] = {
        "name": column.name,
        "title": column.words["en"],
        "description": both(column.words),
        "type": "list" if column.many else KINDS.get(column.column.kind, column.type),
        "example": column.column.example,
    }
    if column.language:
        del said["example"]
        said["type"] = "string"
    if column.many:
        return {**said, "delimiter": SEPARATOR, "itemType": "string"}
    if column.column.empty != "never":
        said["missingValues"] = [{"value": "", "label": column.column.empty}]
    limits = constraints(filled, column)
    return {**said, "constraints": limits} if limits else said


def constraints(filled: Filled, column: FileColumn) -> Json:
    """Give what every cell of a column obeys."""
    said: dict[str, object] = {"required": True} if column.required else {}
    if (column.name,) == filled.table.key:
        said["unique"] = True
    if column.column.kind == "code" and not column.language:
        values = sorted({str(v) for v in filled.members(column.column)})
        said |= {"enum": values} if values else {}
    return said
