"""Say to Datasette what the database and its tables are.

Tables come in; `metadata.json` goes out: titles, licence, what each column means, and a query that
searches for words of any length.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from jnkg.exports.colophon import Colophon
from jnkg.exports.joins import joins
from jnkg.exports.request import Output
from jnkg.tables.content import Content, Filled

Json = Mapping[str, object]
PATH = "metadata.json"
DATABASE = "japan-nato"
ABOUT = {
    "en": "What Datasette shows of the database: `datasette japan-nato.sqlite -m metadata.json`",
    "ja": "Datasette用の説明：`datasette japan-nato.sqlite -m metadata.json`",
}
SEARCH = {
    "title": "Search by words of any length / 語の長さを問わない検索",
    "description": "Finds names and texts that hold these letters, be it one or two of them, for "
    "which the full-text index has no entry. / この文字列を含む名称と本文を探す。"
    "全文索引では引けない一、二文字の語にも使える。",
    "sql": """SELECT "table", id, label_en, label_ja FROM search
WHERE instr(lower(label_en || char(10) || label_ja || char(10) || text_en || char(10) ||
  text_ja || char(10) || other), lower(:words)) AND :words <> ''
ORDER BY n""",
    "params": ["words"],
}
SEARCH_TABLE = {
    "title": "Search / 検索",
    "description": "Every name and text. The search box needs three letters or more; the query "
    "search_words takes any number. / 全名称・本文。検索欄には三文字以上が必要。"
    "一、二文字はクエリsearch_wordsで探せる。",
    "fts_table": "search_fts",
    "fts_pk": "n",
    "sort": "n",
}


def datasette_metadata(tables: Content, said: Colophon, languages: Sequence[str]) -> Output:
    """Describe the database."""
    described: dict[str, object] = {
        sql_name(f.table.name): table(f, languages) for f in tables.values()
    }
    described |= {sql_name(n): {"hidden": True} for n in member_tables(tables)}
    described |= {v.name: {"description": both(v.about)} for v in joins(tables)}
    page = {
        "title": both(said.title),
        "description": f"{both(said.abstract)} {both(said.world)}",
        "license": said.licence,
        "license_url": said.licence,
        "source": said.citation["en"],
        "source_url": said.iri,
        "about": said.citation["ja"],
        "about_url": said.iri,
        "databases": {
            DATABASE: {
                "title": both(said.title),
                "description": both(said.world),
                "tables": {**described, "search": SEARCH_TABLE},
                "queries": {"search_words": SEARCH},
            }
        },
    }
    text = json.dumps(page, ensure_ascii=False, indent=1) + "\n"
    return Output(PATH, text.encode(), "application/json", ABOUT)


def sql_name(name: str) -> str:
    """Give the name that a table has in SQL, where a hyphen would have to be quoted."""
    return name.replace("-", "_")


def member_tables(tables: Content) -> list[str]:
    """Give the names of the tables that hold the members of lists."""
    return [
        f"{name}_{column.name}"
        for name, filled in tables.items()
        for column in filled.table.columns
        if column.many
    ]


def both(words: Mapping[str, str]) -> str:
    """Put words in en and ja into the one text that Datasette shows."""
    return f"{words['en']} / {words['ja']}"


def table(filled: Filled, languages: Sequence[str]) -> Json:
    """Describe one table; its unit of analysis is its description."""
    found = filled.table
    said: dict[str, object] = {
        "title": both(found.title),
        "description": both(found.about),
        "columns": {c.name: both(c.words) for c in filled.rows.columns},
    }
    label = f"{found.key[0]}_{languages[0]}"
    if label in {c.name for c in filled.rows.columns}:
        said["label_column"] = label
    if any(c.name == "status" for c in found.columns):
        said["facets"] = ["status"]
    return said
