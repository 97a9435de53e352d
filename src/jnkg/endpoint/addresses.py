"""Describe the addresses of the API that do not depend on the graph: views, look-ups, SPARQL."""

from __future__ import annotations

from collections.abc import Mapping

from jnkg.endpoint.given import HTML
from jnkg.endpoint.looked import CITE_FORMS, FIND_FORMS, MOST, SHOW_FORMS, USUAL
from jnkg.endpoint.operations import (
    DAY,
    NAME,
    PARAMETERS,
    Schema,
    answers,
    bilingual,
    get,
    parameter,
    said,
)
from jnkg.endpoint.problempages import FORMS as PROBLEM_FORMS
from jnkg.endpoint.problems import TITLES
from jnkg.endpoint.rowforms import JSON, RESULTS_JSON, RESULTS_XML, TEXTS
from jnkg.endpoint.schemas import ref, several
from jnkg.endpoint.viewed import BY, VIEWS

LIST_FORMS = {"json": JSON, "html": HTML}
REFUSALS = (400, 403, 404, 406, 413, 414, 415, 422, 500, 503)
"""What a SPARQL request may be answered instead."""
SPARQL_TEXTS = (RESULTS_XML, TEXTS["csv"], TEXTS["tsv"], "text/turtle", "application/n-triples",
                "application/rdf+xml")  # fmt: skip
WORDS: Mapping[str, tuple[str, str, str, str]] = {
    "lineage": (
        "Lineage of the areas of cooperation",
        "協力分野の系譜",
        "How areas descend from one instrument to the next.",
        "分野が協力文書から協力文書へどう受け継がれるか。",
    ),
    "timeline": (
        "Timeline",
        "年表",
        "Events, activities and instruments by their days, in lanes by kind.",
        "出来事、活動、協力文書を日付の順に、種別ごとに示す。",
    ),
    "ledger": (
        "Ledger of commitments",
        "約束の台帳",
        "What was promised, what was done and what is open, as of a day.",
        "ある日の時点で、約束されたこと、行われたこと、残ること。",
    ),
    "network": (
        "Network of talks",
        "会談の関係図",
        "Who met whom in talks, how often, and from when to when.",
        "誰が誰と、いつからいつまで、何度会談したか。",
    ),
    "coverage": (
        "Coverage",
        "収録の範囲",
        "How many documents speak of each theme, by year and kind of publisher.",
        "各主題に触れる文書の数を、年と発行者の種別ごとに示す。",
    ),
    "compare": (
        "Programmes of the four partners",
        "四パートナーの計画の比較",
        "The programmes of NATO's four partners and their areas side by side.",
        "NATOの四パートナーの計画と、その分野を並べて示す。",
    ),
    "find": (
        "Search",
        "検索",
        "Nodes by what they are called and what is said in them, best first.",
        "名称や記述から対象を探し、よく合う順に示す。",
    ),
    "show": (
        "Card of a node",
        "対象のカード",
        "All claims about a node, each with status, document and clause.",
        "対象についてのすべての主張を、地位、文書、箇所とともに示す。",
    ),
    "cite": (
        "Citation",
        "引用",
        "A reference to a document, a passage or any other node.",
        "文書、箇所、その他の対象の引用の書式。",
    ),
    "questions": (
        "Stored questions",
        "質問の一覧",
        "Every stored question with its parameters.",
        "定型の質問のすべてと、その引数。",
    ),
    "status": (
        "What is served",
        "提供しているもの",
        "Versions, world, counts of claims, limits, forms.",
        "版、範囲、主張の数、上限、形式。",
    ),
    "problem": (
        "A type of problem",
        "問題の種類",
        "What it means and what to do.",
        "その意味と対処。",
    ),
}
"""Title and description (en, ja, en, ja)."""
PARAMS: Mapping[str, tuple[str, str, Schema, object, bool]] = {
    "target": (
        "A theme or an area by slug, IRI, or label in either language; else all themes.",
        "主題または分野（スラッグ、IRI、英日の名称）。なければすべての主題。",
        *(NAME, "cyber-defence", False),
    ),
    "actor": (
        "Only what this actor took part in.",
        "この主体が参加したものだけ。",
        *(NAME, "japan", False),
    ),
    "area": (
        "Only what concerns this theme or area.",
        "この主題または分野に関するものだけ。",
        *(NAME, "cyber-defence", False),
    ),
    "from": ("Only from this day on.", "この日以降だけ。", DAY, "2013-01-01", False),
    "to": ("Only up to this day.", "この日以前だけ。", DAY, "2024-12-31", False),
    "as-of": (
        "The day; else the latest day covered.",
        "日付。なければ収録の最終日。",
        *(DAY, "2024-10-17", False),
    ),
    "by": (
        "Whom the nodes stand for.",
        "点が表すもの。",
        *({"enum": list(BY), "default": BY[0]}, BY[0], False),
    ),
    "q": (
        "Words, all of which have to occur; width, case and kana do not count.",
        "語。すべてを含むものを探す。全角と半角、大文字と小文字、仮名の種別は問わない。",
        *(NAME, "サイバー", True),
    ),
    "most": (
        "As many hits at most.",
        "件数の上限。",
        *({"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}, 5, False),
    ),
    "node": (
        "The node by IRI, prefixed name, slug, or label in either language.",
        "対象（IRI、接頭辞付きの名、スラッグ、英日の名称）。",
        *(NAME, "document-2014-ipcp", True),
    ),
    "style": (
        "The style; else by format or Accept.",
        "書式。なければ format か Accept による。",
        *({"enum": [*CITE_FORMS, *CITE_FORMS.values()]}, "bibtex", False),
    ),
    "query": (
        "A SPARQL 1.1 query.",
        "SPARQL 1.1のクエリ。",
        *(NAME, "SELECT ?s WHERE { ?s a ?kind } LIMIT 3", True),
    ),
}
"""Description (en, ja), schema, example, and whether it has to be given."""


def addresses() -> dict[str, Schema]:
    """Describe all of them by path."""
    seen = {
        f"/{name}": described(name, "views", kind.params, kind.forms, {JSON: ref("View")})
        for name, kind in VIEWS.items()
    }
    problem = parameter(
        "name", {"en": "The type.", "ja": "種類。"}, {"enum": list(TITLES)}, "not-found", "path"
    )
    items = {CITE_FORMS["csl-json"]: several({"type": "object"})}
    return {
        **seen,
        "/find": described("find", "look-ups", ("q", "most"), FIND_FORMS, {JSON: ref("Found")}),
        "/show": described("show", "look-ups", ("node",), SHOW_FORMS, {JSON: ref("Card")}),
        "/cite": described("cite", "look-ups", ("node", "style"), CITE_FORMS, items),
        "/questions": described("questions", "about", (), LIST_FORMS, {JSON: ref("Questions")}),
        "/status": described("status", "about", (), {"json": JSON}, {JSON: ref("Status")}),
        "/problem/{name}": described(
            "problem", "about", (), PROBLEM_FORMS, {JSON: ref("ProblemType")}, problem
        ),
        "/sparql": sparql(),
    }


def described(
    name: str,
    tag: str,
    params: tuple[str, ...],
    forms: Mapping[str, str],
    answer: Mapping[str, Schema],
    *places: Schema,
) -> Schema:
    """Describe one address; `places` are the variable parts of its path."""
    title_en, title_ja, about_en, about_ja = WORDS[name]
    words = ({"en": title_en, "ja": title_ja}, {"en": about_en, "ja": about_ja})
    return get(name, tag, words, [*places, *map(given, params)], forms, answer)


def given(name: str) -> Schema:
    """Describe a parameter of an address."""
    en, ja, schema, example, required = PARAMS[name]
    return parameter(name, {"en": en, "ja": ja}, schema, example, required=required)


def sparql() -> Schema:
    """Describe the SPARQL endpoint."""
    about = {"en": "A graph of the dataset asked.", "ja": "問い合わせるデータセットのグラフ。"}
    uris = several({"type": "string", "format": "iri"})
    graphs = [parameter(n, about, uris) for n in ("default-graph-uri", "named-graph-uri")]
    shared: list[Schema] = [{"$ref": f"#/components/parameters/{key}"} for key in PARAMETERS]
    content: dict[str, Schema] = {RESULTS_JSON: ref("Results"), "application/ld+json": {}}
    content |= {media: said() for media in SPARQL_TEXTS}
    words = {
        "en": "SPARQL 1.1 Protocol, queries only. The default graph is the union of the world.",
        "ja": "SPARQL 1.1プロトコル（クエリのみ）。既定グラフは範囲全体の和である。",
    }
    fields = {p["name"]: p["schema"] for p in (given("query"), *graphs)}
    form = {"type": "object", "properties": fields, "required": ["query"]}
    body = {
        "application/x-www-form-urlencoded": {"schema": form},
        "application/sparql-query": {"schema": said()},
    }
    common = {
        "tags": ["sparql"],
        "summary": "SPARQL",
        **bilingual(words),
        "responses": answers(content, REFUSALS),
    }
    return {
        "get": {
            "operationId": "sparql_get",
            **common,
            "parameters": [given("query"), *graphs, *shared],
        },
        "post": {
            "operationId": "sparql_post",
            **common,
            "parameters": [*graphs, *shared],
            "requestBody": {"required": True, "content": body},
        },
    }
