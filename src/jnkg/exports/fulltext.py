"""Gather every name and text of the tables for searching.

Tables and a World come in; one row for each thing goes out, and the SQL of the index. The index
keeps all runs of three letters (SQLite's trigram tokenizer), since Japanese has no spaces. A query
of one or two letters finds nothing in it, not even with LIKE: ask the table `search` for those.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from jnkg.exports.datasette import sql_name
from jnkg.names import ID, PREFIXES
from jnkg.store import World
from jnkg.tables.content import Content, Filled
from jnkg.tables.rows import Cell

NAMES = tuple(PREFIXES["skos"] + name for name in ("altLabel", "hiddenLabel"))
SEARCH = """
CREATE TABLE search (
  n INTEGER PRIMARY KEY, "table" TEXT NOT NULL, id TEXT NOT NULL, label_en TEXT NOT NULL,
  label_ja TEXT NOT NULL, text_en TEXT NOT NULL, text_ja TEXT NOT NULL, other TEXT NOT NULL,
  UNIQUE ("table", id)
) STRICT;
"""
FULLTEXT = """
CREATE VIRTUAL TABLE search_fts USING fts5(
  label_en, label_ja, text_en, text_ja, other,
  tokenize="trigram", content="search", content_rowid="n"
);
INSERT INTO search_fts (search_fts) VALUES ('rebuild');
INSERT INTO search_fts (search_fts) VALUES ('optimize');
"""
UNUSUAL = re.compile("[０-９Ａ-Ｚａ-ｚｦ-ﾟ①-⑳]")
"""Letters and digits that have a form of the usual width."""
Row = list[str | int | float | None]


def texts(world: World, tables: Content) -> Iterator[Row]:
    """Yield a row for each thing that is the key of a table, numbered from 1.

    A table whose key refers to another one is about the things of that one, which has them.
    """
    names = other_names(world)
    number = 0
    for filled in tables.values():
        key = filled.table.key
        column = filled.table.column(key[0])
        if len(key) != 1 or column.kind != "node" or column.of:
            continue
        for record in filled.rows.records():
            number += 1
            yield [number, sql_name(filled.table.name), *search_row(filled, key[0], record, names)]


def other_names(world: World) -> Mapping[str, list[str]]:
    """Give the names by which each node is also known, by its slug."""
    found: dict[str, set[str]] = defaultdict(set)
    for predicate in NAMES:
        for quad in world.store.quads_for_pattern(
            None, ox.NamedNode(predicate), None, ox.DefaultGraph()
        ):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                found[quad.subject.value.removeprefix(ID)].add(quad.object.value)
    return {slug: sorted(names) for slug, names in found.items()}


def search_row(
    filled: Filled, key: str, record: Mapping[str, Cell], names: Mapping[str, list[str]]
) -> list[str]:
    """Give what is searched of one thing: labels, texts by language, other names and forms."""
    slug = str(record[key])
    labels = [str(record.get(f"{key}_{code}") or "") for code in ("en", "ja")]
    said: dict[str, list[str]] = {"en": [], "ja": [], "": []}
    for column in filled.table.columns:
        if column.kind == "text" and record[column.name]:
            ending = column.name.rpartition("_")[2]
            said[ending if ending in said else ""].append(str(record[column.name]))
    other = [*said[""], *names.get(slug, [])]
    other += half_width([*labels, *said["en"], *said["ja"], *other])
    return [slug, *labels, *("\n".join(t) for t in (said["en"], said["ja"], other))]


def half_width(found: list[str]) -> list[str]:
    """Give the texts that have letters or digits of an unusual width, in the usual one (NFKC)."""
    return [unicodedata.normalize("NFKC", text) for text in found if UNUSUAL.search(text)]
