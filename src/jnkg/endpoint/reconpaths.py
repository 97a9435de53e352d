"""Describe the addresses of the reconciliation service in the description of the API."""

from __future__ import annotations

from collections.abc import Mapping

from jnkg.endpoint.exchange import FORM
from jnkg.endpoint.operations import (
    FAILURES,
    Schema,
    answers,
    bilingual,
    parameter,
    said,
)
from jnkg.endpoint.problems import PROBLEM
from jnkg.endpoint.reconschemas import ANSWER, SHORT, WHOLE
from jnkg.endpoint.rowforms import JSON
from jnkg.endpoint.schemas import ref
from jnkg.names import LANGUAGES
from jnkg.reconciling.manifest import SUGGESTED

POSTED = (*FAILURES, 413, 415)
HTML = "text/html"
WORDS: Mapping[str, tuple[str, str, str, str]] = {
    "reconcile": (
        "Matching of names in tables",
        "表の名称との照合",
        "Reconciliation Service API 0.2, as OpenRefine speaks it: the manifest without a "
        "parameter, candidates for `queries`, values for `extend`. Paste /en/reconcile or "
        "/ja/reconcile into the client.",
        "OpenRefineなどが用いるReconciliation Service API 0.2。引数なしではマニフェスト、"
        "`queries` には候補、`extend` には値を返す。"
        "/en/reconcile か /ja/reconcile をクライアントに登録する。",
    ),
    "suggest": (
        "Suggestions while typing",
        "入力中の候補の提示",
        "Things, types or properties with a name that begins so, in either language.",
        "日英いずれかの名称が入力で始まるもの、型、プロパティ。",
    ),
    "flyout": (
        "A glance at a suggestion",
        "候補の概要",
        "A piece of HTML about a thing, a type or a property.",
        "もの、型、プロパティについてのHTMLの断片。",
    ),
    "properties": (
        "Properties of a type",
        "型のプロパティ",
        "Properties that things of a type have, the commonest first.",
        "その型のものがもつプロパティを、多い順に示す。",
    ),
    "preview": (
        "Preview of a thing",
        "対象のプレビュー",
        "A small page to be framed by a client.",
        "クライアントの枠内に表示する小さなページ。",
    ),
}
"""Title and description (en, ja, en, ja)."""
GIVEN: Mapping[str, tuple[str, str, Schema, object]] = {
    "prefix": ("What was typed so far; all without it.", "入力された文字列。なければすべて。",
               SHORT, "岸田"),
    "cursor": ("As many suggestions are skipped.", "読み飛ばす候補の数。", WHOLE, 0),
    "type": ("A type by its identifier.", "型の識別子。", SHORT, "Person"),
    "limit": ("As many at most; all without it.", "件数の上限。なければすべて。", WHOLE, 5),
    "id": ("The identifier.", "識別子。", {**SHORT, "minLength": 1, "pattern": r"\S"},
           "person-kishida-fumio"),
}  # fmt: skip
"""Parameters: description (en, ja), schema, example."""
EXAMPLES: Mapping[str, Schema] = {
    "queries": {"q0": {"query": "岸田文雄", "type": "Person"}},
    "extend": {"ids": ["instrument-2014-ipcp"], "properties": [{"id": "hasParty"}]},
}
SENT = {"queries": "ReconciliationQueries", "extend": "ReconciliationExtension"}


def reconciliation() -> dict[str, Schema]:
    """Describe all of them by path."""
    root = "/{language}/reconcile"
    return {
        "/reconcile": service("", [*shared(), {"$ref": "#/components/parameters/lang"}]),
        root: service("_in", [tongue(), *shared()]),
        f"{root}/suggest/{{what}}": helper(
            "suggest", ("prefix", "cursor"), {JSON: ref("ReconciliationSuggestions")}, what()
        ),
        f"{root}/flyout/{{what}}": helper(
            "flyout", ("id",), {JSON: ref("ReconciliationFlyout")}, what()
        ),
        f"{root}/properties": helper(
            "properties", ("type", "limit"), {JSON: ref("ReconciliationProposal")}
        ),
        f"{root}/preview": {"get": previewed()},
    }


def shared() -> list[Schema]:
    """Give the parameters that choose the world."""
    return [{"$ref": f"#/components/parameters/{key}"} for key in ("status", "known-by")]


def tongue() -> Schema:
    """Describe the language in a path."""
    words = {"en": "The language of names.", "ja": "名称の言語。"}
    return parameter("language", words, {"enum": list(LANGUAGES)}, LANGUAGES[0], "path")


def what() -> Schema:
    """Describe what is suggested, in a path."""
    words = {"en": "What is suggested.", "ja": "提示するもの。"}
    return parameter("what", words, {"enum": list(SUGGESTED)}, SUGGESTED[0], "path")


def titled(name: str, suffix: str = "") -> Schema:
    """Give the head of an operation."""
    title_en, title_ja, about_en, about_ja = WORDS[name]
    return {
        "operationId": f"reconciliation_{name}{suffix}",
        "tags": ["reconciliation"],
        "summary": title_en,
        "x-summary-ja": title_ja,
        **bilingual({"en": about_en, "ja": about_ja}),
    }


def service(suffix: str, params: list[Schema]) -> Schema:
    """Describe the address of the service, by GET and by POST."""
    fields = {name: ref(schema) for name, schema in SENT.items()}
    encoding = {name: {"contentType": JSON} for name in SENT}
    form = {"type": "object", "properties": fields, "minProperties": 1, "maxProperties": 1}
    example = {"queries": EXAMPLES["queries"]}
    body = {FORM: {"schema": form, "encoding": encoding, "example": example}}
    return {
        "get": {
            **titled("reconcile", f"_get{suffix}"),
            "parameters": [*map(sent, SENT), *params],
            "responses": answers({JSON: ANSWER}, (*FAILURES, 413)),
        },
        "post": {
            **titled("reconcile", f"_post{suffix}"),
            "parameters": params,
            "requestBody": {"required": True, "content": body},
            "responses": answers({JSON: ANSWER}, POSTED),
        },
    }


def sent(name: str) -> Schema:
    """Describe what may be sent in the address: JSON as one parameter."""
    words = {
        "en": "Queries, or what is to be extended, as JSON; one of the two.",
        "ja": "クエリ、または取り込む値の指定（JSON）。どちらか一方。",
    }
    return {
        "name": name,
        "in": "query",
        **bilingual(words),
        "required": False,
        "content": {JSON: {"schema": ref(SENT[name]), "example": EXAMPLES[name]}},
    }


def helper(name: str, params: tuple[str, ...], content: Schema, *places: Schema) -> Schema:
    """Describe one of the smaller services."""
    required = ("id",)
    described = [
        parameter(
            key,
            {"en": GIVEN[key][0], "ja": GIVEN[key][1]},
            GIVEN[key][2],
            GIVEN[key][3],
            required=key in required,
        )
        for key in params
    ]
    listed = [tongue(), *places, *described, *shared()]
    return {"get": {**titled(name), "parameters": listed, "responses": answers(content)}}


def previewed() -> Schema:
    """Describe the preview; it is a page, whatever the client likes."""
    described = helper("preview", ("id",), {})["get"]
    content = {HTML: {"schema": said()}}
    good = {**described["responses"]["200"], "content": content}
    gone = {
        **bilingual({"en": "A page that says there is none.", "ja": "該当なしと示すページ。"}),
        "content": {**content, PROBLEM: {"schema": ref("Problem")}},
    }
    return {**described, "responses": {**described["responses"], "200": good, "404": gone}}
