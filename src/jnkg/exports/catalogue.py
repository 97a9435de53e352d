"""List the forms of export, and find the one that is asked for.

Each entry names the module and the function that makes the files, so that listing them loads none.
A writer takes a Request and yields Outputs; it raises ModuleNotFoundError where its extra is not
installed, which is told with the command that installs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module

from jnkg.errors import JnkgError, Misuse
from jnkg.exports.request import Output, Request

Writer = Callable[[Request], Iterator[Output]]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of export: its family, what it is for (en, ja), and where its writer is.

    `writer` is `module:function` below `jnkg.exports`; `extra` is what pip must install for it.
    """

    name: str
    family: str
    about: Mapping[str, str]
    writer: str
    extra: str = ""

    def outputs(self, request: Request) -> Iterator[Output]:
        """Make the files; raises JnkgError where the extra it needs is not installed."""
        module, function = self.writer.split(":")
        try:
            writer: Writer = getattr(import_module(f"jnkg.exports.{module}"), function)
            yield from writer(request)
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("jnkg"):
                raise
            raise missing(self, error.name or "") from error


def missing(form: Form, module: str) -> JnkgError:
    """Say which extra a form needs."""
    command = f"pip install 'japan-nato-kg[{form.extra or form.family}]'"
    return JnkgError(
        f"{form.name} needs {module}, which is not installed: {command}",
        f"{form.name}には{module}が必要ですが、インストールされていません：{command}",
    )


def form(name: str, family: str, writer: str, en: str, ja: str, extra: str = "") -> Form:
    """Write one line of the table."""
    return Form(name, family, {"en": en, "ja": ja}, writer, extra)


FORMS: Mapping[str, Form] = {
    f.name: f
    for f in (
        form("nquads", "rdf", "rdf:nquads", "default graph and all named graphs, a quad a line",
             "デフォルトグラフと全名前付きグラフ（1行1クワッド）"),
        form("trig", "rdf", "rdf:trig", "default graph and all named graphs, to be read by people",
             "デフォルトグラフと全名前付きグラフ（人が読みやすい形）"),
        form("turtle", "rdf", "rdf:turtle", "the default graph, to be read by people",
             "デフォルトグラフ（人が読みやすい形）"),
        form("ntriples", "rdf", "rdf:ntriples", "the default graph, a triple a line",
             "デフォルトグラフ（1行1トリプル）"),
        form("rdfxml", "rdf", "rdf:rdfxml", "the default graph as RDF/XML",
             "デフォルトグラフ（RDF/XML）"),
        form("jsonld", "rdf", "jsonld:jsonld", "default graph as JSON-LD, with context and frames",
             "デフォルトグラフ（JSON-LD。コンテキストとフレーム付き）"),
        form("rdf12", "rdf", "rdf12:turtle", "RDF 1.2: status and source as annotations",
             "RDF 1.2（地位と典拠を注釈とする）"),
        form("nanopubs", "rdf", "nanopubs:nanopubs", "interpreted claims as nanopublications",
             "解釈による主張のナノパブリケーション"),
        form("csv", "tables", "csvs:csvs", "a tidy table for each kind, with codebook, CSVW and "
             "Data Package", "種類ごとの表（コードブック、CSVW、Data Package付き）"),
        form("parquet", "tables", "parquet:parquet", "the same tables for DuckDB, polars and Spark",
             "同じ表のParquet（DuckDB、polars、Spark用）", "tables"),
        form("sqlite", "tables", "sqlite:sqlite", "the same tables in one database, with full text "
             "search", "同じ表を収めた一つのデータベース（全文検索付き）"),
        form("graphml", "networks", "graphml:graphml", "networks for Gephi, yEd, igraph, networkx",
             "ネットワーク（Gephi、yEd、igraph、networkx用）"),
        form("gexf", "networks", "gexf:gexf", "networks for Gephi, with time (GEXF 1.3)",
             "ネットワーク（Gephi用、時間付き。GEXF 1.3）"),
        form("neo4j", "networks", "neo4j:neo4j", "CSV for Neo4j, with the loading script",
             "Neo4j用のCSVと読み込みスクリプト"),
        form("cytoscape", "networks", "cytoscape:cytoscape", "JSON for Cytoscape",
             "Cytoscape用のJSON"),
        form("bibtex", "citations", "citations:bibtex", "all documents and passages as BibTeX",
             "全文書・箇所の書誌（BibTeX）"),
        form("ris", "citations", "citations:ris", "all documents and passages as RIS",
             "全文書・箇所の書誌（RIS）"),
        form("csl-json", "citations", "citations:csl_json",
             "all documents and passages as CSL-JSON", "全文書・箇所の書誌（CSL-JSON）"),
        form("sssom", "mappings", "mappings:sssom", "mappings to Wikidata and to other ontologies",
             "ウィキデータと他のオントロジーへの対応（SSSOM）"),
        form("quickstatements", "mappings", "quickstatements:quickstatements",
             "stated facts for Wikidata, with references",
             "文書が明示する事実（ウィキデータ用、典拠付き）"),
    )
}  # fmt: skip
"""All forms by name, family by family."""
FAMILIES: Mapping[str, Mapping[str, str]] = {
    "rdf": {"en": "rdf", "ja": "RDF"},
    "tables": {"en": "tables", "ja": "表"},
    "networks": {"en": "networks", "ja": "ネットワーク"},
    "citations": {"en": "citations", "ja": "書誌"},
    "mappings": {"en": "mappings", "ja": "対応"},
}
"""What the families of forms are called."""


def find_form(name: str) -> Form:
    """Find a form by its name; raises Misuse that names the nearest."""
    if name not in FORMS:
        near = get_close_matches(name, FORMS, 3, 0.4)
        hint_en = f" Nearest: {', '.join(near)}." if near else ""
        hint_ja = f"近いもの：{'、'.join(near)}。" if near else ""
        raise Misuse(
            f"There is no form {name!r}.{hint_en} `jnkg export` lists them.",
            f"「{name}」という形式はありません。{hint_ja}`jnkg export`で一覧できます。",
        )
    return FORMS[name]
