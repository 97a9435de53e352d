"""Write the Croissant 1.1 description: the files, and the tables with their fields and types.

A Request, an Account and the files come in, an Output goes out. A table is described where its CSV
file was written; a column that names the rows of another table refers to its key.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from jnkg.exports.request import Output, Request
from jnkg.releasing.account import Account
from jnkg.releasing.piece import Piece
from jnkg.tables.definition import Column, Table, read_tables
from jnkg.tables.rows import FileColumn, file_columns

Json = dict[str, object]

VERSION = "http://mlcommons.org/croissant/1.1"
ABOUT = {
    "en": "The tables for machine learning (Croissant 1.1)",
    "ja": "機械学習用の表の記述（Croissant 1.1）",
}
PATH = "croissant.json"
WORDS = (
    "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field",
    "fileObject", "fileProperty", "fileSet", "format", "includes", "isArray", "isLiveDataset",
    "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated",
    "replace", "samplingRate", "separator", "source", "subField", "transform",
)  # fmt: skip
"""The terms of Croissant that its context calls by their own names."""
CONTEXT: Json = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    **{word: f"cr:{word}" for word in WORDS},
}
TYPES = {
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "string": "sc:Text",
    "year": "sc:Integer",
}
"""The data types of Croissant by the types of columns."""
TABULAR = ("tables/", "rdf/nquads")
"""The parts whose files are named: the tables, and the graph as a whole."""


def croissant(request: Request, said: Account, pieces: Sequence[Piece]) -> Output:
    """Write the description of a release."""
    text = json.dumps(described(request, said, pieces), ensure_ascii=False, indent=1) + "\n"
    return Output(PATH, text.encode(), "application/ld+json", ABOUT)


def described(request: Request, said: Account, pieces: Sequence[Piece]) -> Json:
    """Give the description as JSON-LD."""
    tables = read_tables(request.tree)
    files = {name: piece for name in tables if (piece := csv_of(name, pieces))}
    links = references(tables, [name for name, piece in files.items() if has_rows(piece)])
    sets = [record_set(tables, files, name, links, request.languages) for name in files]
    maker = {"@type": "sc:Organization", "name": dict(said.maker), "url": said.maker_iri}
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "@id": said.iri,
        "name": dict(said.title),
        "description": dict(said.abstract),
        "conformsTo": VERSION,
        "url": said.iri,
        "version": said.version,
        "license": said.licence,
        "citeAs": said.citation["en"],
        "creator": maker,
        "publisher": maker,
        "datePublished": said.issued,
        "dateModified": said.modified,
        "inLanguage": list(said.title),
        "isLiveDataset": False,
        "keywords": [word for words in said.keywords.values() for word in words],
        "distribution": [
            file_object(piece) for piece in pieces if piece.part.startswith(TABULAR)
        ],
        **({"recordSet": sets} if sets else {}),
    }  # fmt: skip


def csv_of(table: str, pieces: Iterable[Piece]) -> Piece | None:
    """Find the CSV file of a table, that without a byte order mark, which lies highest."""
    found = [p for p in pieces if p.path.startswith("tables/") and is_called(p, f"{table}.csv")]
    return min(found, key=lambda p: (p.path.count("/"), p.path), default=None)


def is_called(piece: Piece, name: str) -> bool:
    """Tell whether a file has a name, wherever it lies."""
    return piece.path.rpartition("/")[2] == name


def file_object(piece: Piece) -> Json:
    """Describe one file."""
    return {
        "@type": "cr:FileObject",
        "@id": piece.path,
        "name": piece.path,
        "description": dict(piece.file.about),
        "contentUrl": piece.path,
        "contentSize": f"{piece.file.size} B",
        "encodingFormat": piece.file.media_type.partition(";")[0],
        "sha256": piece.file.sha256,
    }


def has_rows(piece: Piece) -> bool:
    """Tell whether a table has rows in this world."""
    return any(count.number for count in piece.counts)


def references(tables: Mapping[str, Table], filled: Iterable[str]) -> set[tuple[str, str]]:
    """Give the pairs of tables of which the first refers to the second; `filled` have rows.

    Only columns without empty cells refer, and a table that refers to others is itself referred to
    by none: the tables most referred to come first. Readers of Croissant join along references;
    they lose rows where these follow on each other, never end where they go round, and stumble
    over what has no values. The Data Package beside the tables has all of them.
    """
    there = set(filled)
    wanted = Counter(
        (name, column.of)
        for name in sorted(there)
        for column in tables[name].columns
        if can_refer(column) and column.of in there and column.of != name
    )
    weight = Counter(of for _, of in wanted.elements())
    found: set[tuple[str, str]] = set()
    for name, of in sorted(wanted, key=lambda pair: (-weight[pair[1]], pair)):
        referring, referred = {a for a, _ in found}, {b for _, b in found}
        if name not in referred and of not in referring:
            found.add((name, of))
    return found


def can_refer(column: Column) -> bool:
    """Tell whether a column has one value in each row."""
    return column.empty == "never" and not column.many


def record_set(
    tables: Mapping[str, Table],
    files: Mapping[str, Piece],
    name: str,
    links: Collection[tuple[str, str]],
    languages: Sequence[str],
) -> Json:
    """Describe the rows of one table."""
    table = tables[name]
    keys = [{"@id": f"{name}/{column}"} for column in table.key]
    fields = []
    for column in file_columns(table, languages):
        of = column.column.of
        refers = (name, of) in links and not column.language and can_refer(column.column)
        key = f"{of}/{tables[of].key[0]}" if refers else ""
        fields.append(field(files[name], name, column, key))
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": dict(table.title),
        "description": dict(table.about),
        "key": keys[0] if len(keys) == 1 else keys,
        "field": fields,
    }


def field(file: Piece, name: str, column: FileColumn, key: str) -> Json:
    """Describe one column: its words, its type, where it stands, and what it refers to.

    `key` is the field that it refers to, empty where it refers to none.
    """
    source: Json = {
        "fileObject": {"@id": file.path},
        "extract": {"column": column.name},
    }
    found: Json = {
        "@type": "cr:Field",
        "@id": f"{name}/{column.name}",
        "name": column.name,
        "description": dict(column.words),
        "dataType": TYPES[column.type],
        "source": source,
    }
    if column.many:
        source["transform"] = {"separator": " "}
        found["repeated"] = True
    if key:
        found["references"] = {"field": {"@id": key}}
    return found
