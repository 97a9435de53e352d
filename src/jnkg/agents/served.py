"""List the tools: what each is called, what it tells, takes and gives, and what answers it.

Plain data, so that the protocol's library is not needed to read it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from jnkg.agents import returns
from jnkg.agents.schemas import NUMBER, Schema, how_many, nonblank, said, takes

NODE = nonblank(
    "A short name (`area-2014-ipcp-3.1.1`), an IRI, or an exact label in either language.",
    "短い名前（`area-2014-ipcp-3.1.1`）、IRI、または日英いずれかの正確な名称。",
)
DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool; `answered_by` is the function that answers, as `module:function` of this package.

    Modules are imported when a tool is called, so that listing them costs little.
    """

    name: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    takes: Schema
    gives: Schema
    answered_by: str

    def answer(self, desk: object, given: Mapping[str, object]) -> dict[str, object]:
        """Answer at a desk what a caller gives by name."""
        module, _, name = self.answered_by.partition(":")
        function: Callable[..., dict[str, object]]
        function = getattr(import_module(f"jnkg.agents.{module}"), name)
        return function(desk, **given)


def words(en: str, ja: str) -> dict[str, str]:
    """Put a text in both languages together."""
    return {"en": en, "ja": ja}


ALL_TOOLS = (
    Tool(
        "find", words("Find nodes", "項目の検索"),
        words(
            "Find persons, instruments, areas, events, documents and passages by a name or words, "
            "in Japanese or English, blind to width, case, kana and macrons. Start here: other "
            "tools take the `name` of a row. `status` is the strongest that the node rests on.",
            "個人、協力文書、分野、出来事、文書、箇所を、名称や語から日英いずれでも探す。全角と半角、"
            "大文字と小文字、かなの別、長音符は問わない。まずこれを使い、結果のnameを他のツールに"
            "渡す。statusは、その項目の拠り所のうち最も強い地位である。",
        ),
        takes(("text",), text=nonblank("What to look for.", "探す語。"), most=how_many(10, 200)),
        returns.FOUND, "looked:find_tool",
    ),
    Tool(
        "show", words("Show a node", "項目の表示"),
        words(
            "Show all that the graph says of one node: claims in blocks, each with status, "
            "document, clause and quotation or with its rule and reason; claims that point at it; "
            "gaps and conflicts.",
            "一つの項目についてグラフが述べるすべてを示す。主張ごとに地位と、文書、箇所、引用、または"
            "規則と論拠を添え、それに言及する主張、欠落、相違も示す。",
        ),
        takes(("node",), node=NODE, most=how_many(20, 500)),
        returns.CARD, "looked:show",
    ),
    Tool(
        "list_questions", words("List stored questions", "登録済みの質問の一覧"),
        words(
            "List the stored questions with titles and parameters; with `topic` (words in either "
            "language) those that fit best, with what they tell. Prefer them to `sparql`: they are "
            "tested against exact rows and explain empty answers.",
            "登録済みの質問を題名と引数とともに示す。topicに語（日英いずれでも）を与えると、最も"
            "よく合うものを説明付きで示す。一行ずつ検証されており、空の理由も説明するため、sparql"
            "より先に使う。",
        ),
        takes(topic=said("Words to choose by.", "選ぶための語。")),
        returns.QUESTIONS, "asked:list_questions",
    ),
    Tool(
        "ask", words("Ask a stored question", "登録済みの質問への回答"),
        words(
            "Answer a stored question by name. Each row has the status of the strictest world that "
            "gives it; `basis` leads from its nodes to documents and passages; an empty answer "
            "says why in `reasons`.",
            "登録済みの質問に、その名前を指定して答えを得る。各行の地位は、その行が得られる最も厳しい範囲のものである。"
            "basisは行にある項目から文書と箇所へ導き、答えが空のときはreasonsが理由を述べる。",
        ),
        takes(
            ("question",), question=nonblank("The name of the question.", "質問の名前。"),
            parameters=said(
                "Values by parameter name; what is left out has its default.",
                "引数名ごとの値。省いたものは既定値による。",
                {"type": "object", "additionalProperties": {"type": ["string", "integer"]}},
            ),
            most=how_many(50, 1000),
        ),
        returns.ANSWER, "asked:ask_tool",
    ),
    Tool(
        "sparql", words("Query with SPARQL", "SPARQLによる問い合わせ"),
        words(
            "Run a SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE over this graph alone (no "
            "SERVICE, no update), within a time and a memory limit. The prefixes of "
            "`describe_model` are there. Look terms up with `describe_model` first. A row's status "
            "is `unknown` where the query does not let it be told.",
            "このグラフだけを対象にSPARQL 1.1のSELECT、ASK、CONSTRUCT、DESCRIBEを実行する"
            "（SERVICEと更新は不可）。時間とメモリに上限がある。describe_modelにある接頭辞は宣言なしに"
            "使える。用語は先にdescribe_modelで確かめる。クエリからは地位の分からない行はunknownと"
            "なる。",
        ),
        takes(("query",), query=nonblank("The query.", "クエリ。"), most=how_many(50, 1000)),
        returns.RESULT, "typed:sparql",
    ),
    Tool(
        "evidence", words("Evidence for a node", "項目の根拠"),
        words(
            "Give what a node or claim stands on: passages with quotations and summaries, rules, "
            "readings with their reasons; then claims that point at it.",
            "項目または主張の根拠を示す。引用と要旨を添えた箇所、規則、論拠を伴う読み取りを挙げ、続いて"
            "それに言及する主張を挙げる。",
        ),
        takes(("node",), node=NODE, most=how_many(20, 500)),
        returns.EVIDENCE, "grounded:evidence",
    ),
    Tool(
        "why", words("Why a triple holds", "トリプルの成り立つ理由"),
        words(
            "Say why the graph holds subject, relation, value: rules and premises down to "
            "documents and clauses; or that it does not hold.",
            "主語・関係・値のトリプルが成り立つ理由を、規則と前提から文書と箇所までたどって示す。"
            "成り立たない場合はその旨を示す。",
        ),
        takes(
            ("subject", "relation", "value"), subject=NODE,
            relation=nonblank("A property (`descendsFrom`), or `a`.", "プロパティまたは`a`。"),
            value=nonblank("A node or a text.", "項目または文字列。"),
        ),
        returns.PROOF, "grounded:why",
    ),
    Tool(
        "coverage", words("Coverage", "収録状況"),
        words(
            "Count the documents that speak of each theme, year by year. `none` means that nothing "
            "was found in what was read, `unknown` that it was not read: never take one for the "
            "other.",
            "主題ごとに、それについて述べる文書を年別に数える。noneは読んだ範囲にないこと、unknownは"
            "読んでいないことを表す。両者を取り違えてはならない。",
        ),
        takes(
            area=said("A theme, or an area of one.", "主題またはその分野。"),
            year=said("A year.", "年。", {**NUMBER, "minimum": 1800, "maximum": 2200}),
            most=how_many(60, 2000),
        ),
        returns.COVERAGE, "viewed:coverage",
    ),
    Tool(
        "cite", words("Cite", "出典表記"),
        words(
            "Give a reference to a document, a passage or any node, ready to paste.",
            "文書、箇所、その他の項目について、そのまま貼り付けられる出典表記を示す。",
        ),
        takes(
            ("node",), node=NODE,
            style=said("The style.", "書式。",
                       {"enum": ["text", "bibtex", "csl-json"], "default": "text"}),
        ),
        returns.CITATION, "looked:cite_tool",
    ),
    Tool(
        "lineage", words("Lineage of areas", "分野の系譜"),
        words(
            "Show how areas of cooperation descend from one instrument to the next: areas, and "
            "links with kind, confidence, reasoning and premises. Most links are readings "
            "(interpreted): say so when you report them.",
            "協力分野が文書から文書へどう受け継がれたかを示す。環ごとに種別、確度、論拠、前提を"
            "添える。多くは読み取り（解釈）であり、伝える際はその旨を明示する。",
        ),
        takes(
            theme=said("A theme or an area; without it, all.", "主題または分野。省けばすべて。"),
            most=how_many(20, 500),
        ),
        returns.LINEAGE, "viewed:lineage",
    ),
    Tool(
        "ledger", words("Ledger", "約束と実施の台帳"),
        words(
            "Show what was promised, what was done under it and what is open, as of a day. A state "
            "is as reported: under coordination is not done.",
            "ある日現在で、約束されたこと、それに基づいて行われたこと、未了のことを示す。状態は"
            "報告のとおりで、調整中は実施済みではない。",
        ),
        takes(
            as_of=said("The day; else the latest covered.", "基準日。省けば収録の最後の日。", DAY),
            most=how_many(10, 500),
        ),
        returns.LEDGER, "viewed:ledger",
    ),
    Tool(
        "describe_model", words("Describe the model", "モデルの説明"),
        words(
            "List classes and properties with definitions and number of uses; with `term`, one of "
            "them with what it is used with, where it leads, and examples.",
            "クラスとプロパティを定義と使用数とともに示す。termを与えると、その用語について、併用される"
            "もの、値の種類、例も示す。",
        ),
        takes(
            term=said("A term (`Area`, `jn:hasParticipant`).", "用語（`Area`など）。"),
            kind=said("Only of this kind.", "この種類のみ。",
                      {"enum": ["class", "property", "value"]}),
        ),
        returns.MODEL, "modelled:describe_model",
    ),
)  # fmt: skip
TOOLS = {tool.name: tool for tool in ALL_TOOLS}
