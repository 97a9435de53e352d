"""Tell a program, and the person behind it, how to ask this graph well: in English and Japanese.

Texts only: what a server says of itself, a guide, and prompts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

INSTRUCTIONS = """\
A bilingual knowledge graph of Japan-NATO cooperation, read-only. Every claim leads to its clause.
- Start with `find` or `list_questions`; prefer `ask` to `sparql`; use names that the tools gave.
- Stated is not interpreted. Each row has a status: stated (a document says it), derived (it follows
  by a named rule), interpreted (the editors' reading). Repeat it when you report a row.
- An empty answer is not a No. Its `reasons` say which kind of nothing it is; say so too.
- `cut` tells that there is more than was shown. Do not count shown rows.
- Cite: `evidence` gives clauses and quotations, `cite` a reference.
- `status` and `known_by` narrow the world that answers; `lang` is en or ja.

日本とNATOの協力に関する日英二言語のナレッジグラフ（読み取り専用）。どの主張からも根拠の箇所をたどれる。
- まずfindかlist_questionsを使い、sparqlよりaskを優先する。名前はツールが返したものを用いる。
- 明示と解釈は異なる。各行の地位は、stated（文書の記載）、derived（名のある規則による導出）、
  interpreted（編者の解釈）のいずれかである。伝える際は必ず添える。
- 空の答えは否定ではない。どのような空であるかはreasonsが述べるので、それも伝える。
- cutがあれば、示した行のほかにもある。示された行を数えて件数としてはならない。
- 出典は、evidenceで箇所と引用を、citeで出典表記を得る。
- statusとknown_byは答える範囲を狭め、langはenまたはjaを選ぶ。
"""
GUIDE = {
    "en": """\
# How to ask this graph well

1. **Find, then name.** `find` searches both languages. Pass the `name` of a row on; a made-up name
   is refused with the nearest ones.
2. **Ask before you query.** `list_questions` with a topic gives stored questions that are tested
   row by row. `sparql` is for what none of them asks; look terms up with `describe_model`.
3. **Stated is not interpreted.** *Stated*: the words stand in a document. *Derived*: it follows
   from printed facts by a named rule. *Interpreted*: the editors read it so, with a reason and a
   confidence. *Identity* and *vocabulary* say who or what exists and what words mean, and claim
   nothing. The status of a row is that of the strictest world which gives the same row; *unknown*
   means that the query does not let it be told. For stated facts alone, pass `status=stated`.
4. **An empty answer is not a No.** Read `reasons`: *narrowed* (your own status or known_by hides
   it), *not-printed* (looked for in the document and not there), *outside-coverage* (not read),
   *rightly-empty* (the question supposes what is not so), *nothing-recorded* (within coverage, and
   nothing found), *unknown-name* (a name of the query does not exist), *nothing-matches*.
5. **None is not unknown.** In `coverage`, 0 documents and a year that was not read differ.
6. **Mind the cut.** `cut` says how many rows there are. Raise `most`, or ask for less.
7. **As known by.** `known_by=2014-06-01` answers from what was public by that day.
8. **Who says so.** A remark is its speaker's, also where it is stated. `show` gives the voice.
9. **Cite.** `evidence` leads to the clause and its quotation; `cite` gives a reference. A node is
   at https://w3id.org/jnkg/id/<name>.
""",
    "ja": """\
# このグラフへの尋ね方

1. **探してから名前で尋ねる。** findは日本語と英語の両方を探す。結果のnameを他のツールに渡す。推測
   による名前は受け付けず、近いものを示す。
2. **クエリより質問を先に。** list_questionsに語を与えると、一行ずつ検証された質問が見つかる。sparql
   はそれで足りないときに使い、用語はdescribe_modelで確かめる。
3. **明示と解釈は異なる。** 明示（stated）は文書に記載されたもの、導出（derived）は印刷された事実
   から名のある規則によって導かれるもの、解釈（interpreted）は編者が論拠と確度を添えて読み取ったものである。
   同定（identity）と語彙（vocabulary）は、誰がおり何があるか、語が何を意味するかを示すだけで、何も
   主張しない。行の地位は、同じ行が得られる最も厳しい範囲のものであり、unknownはクエリからは分からない
   ことを表す。明示された事実だけを求めるときはstatus=statedとする。
4. **空の答えは否定ではない。** reasonsを読む。narrowed（statusかknown_byによって除かれている）、
   not-printed（文書を調べたが記載がない）、outside-coverage（読んでいない）、rightly-empty（問いの
   前提が成り立たない）、nothing-recorded（収録の範囲内に記録がない）、unknown-name（クエリ中の名前が
   存在しない）、nothing-matches（該当なし）の別がある。
5. **なしと不明は異なる。** coverageでは、文書が0件の年と、読んでいない年とを区別する。
6. **打ち切りに注意する。** 全体の件数はcutが示す。mostを増やすか、範囲を狭める。
7. **その日に既知であったこと。** known_by=2014-06-01とすれば、その日までに公になった
   ことから答える。
8. **誰の言葉か。** 発言は、明示されたものであっても発言者のものである。誰の言葉かはshowが示す。
9. **出典を示す。** evidenceで箇所と引用を、citeで出典表記を得る。各項目のIRIは
   https://w3id.org/jnkg/id/<name> である。
""",
}
TITLES = {
    "guide": {"en": "How to ask this graph well", "ja": "このグラフへの尋ね方"},
    "model": {"en": "The model: classes and properties", "ja": "モデル：クラスとプロパティ"},
    "questions": {"en": "The stored questions", "ja": "登録済みの質問"},
    "statistics": {"en": "How much the graph holds", "ja": "グラフの規模"},
    "licence": {"en": "Licence and citation", "ja": "ライセンスと引用方法"},
}
"""The resources, each at jnkg://<name>/<language>."""
LICENCE = {
    "en": "# {title}\n\nVersion {version} ({issued}). Licence of the data: {licence}\n\n"
    "Cite as: {citation}\n",
    "ja": "# {title}\n\n第{version}版（{issued}）。データのライセンス：{licence}\n\n"
    "引用の形：{citation}\n",
}


@dataclass(frozen=True, slots=True)
class Prompt:
    """A text to begin with; `argument` is what the person fills in."""

    name: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    argument: str
    text: Mapping[str, str]


PROMPTS = (
    Prompt(
        "answer-with-sources",
        {"en": "Answer with sources", "ja": "出典付きの回答"},
        {
            "en": "Answer a question from the graph, with status and clause for each sentence.",
            "ja": "文ごとに地位と箇所を添えて、グラフから質問に答える。",
        },
        "question",
        {
            "en": "Answer this question from the knowledge graph alone: {}\n\n"
            "Use `find` and `list_questions`, then `ask`; `sparql` only where no question fits. "
            "Behind each sentence put its status (stated, derived, interpreted) and its clause "
            "(`evidence`). Where an answer is empty, say which kind of nothing it is, and do not "
            "take it for a No. End with references from `cite`.",
            "ja": "次の質問に、このナレッジグラフだけを用いて答えてください：{}\n\n"
            "findとlist_questionsで探し、askで尋ねます。合う質問がないときに限りsparqlを使います。"
            "文ごとに地位（明示・導出・解釈）と箇所（evidence）を添えてください。空の答えは、どのような"
            "空であるかを述べ、否定と取り違えないでください。最後にciteによる出典表記を付けてください。",
        },
    ),
    Prompt(
        "history-of-an-area",
        {"en": "History of an area", "ja": "分野の経緯"},
        {
            "en": "Tell how an area of cooperation came down through the instruments.",
            "ja": "協力分野が文書から文書へ受け継がれた経緯を述べる。",
        },
        "area",
        {
            "en": "Tell how this area of Japan-NATO cooperation came down through the instruments: "
            "{}\n\nUse `lineage`, then `evidence` at both ends of each link, and `ledger` for what "
            "was done. Keep what the documents print apart from what the editors read into them, "
            "name the confidence of each reading, and say what is undecided or not covered.",
            "ja": "日本とNATOの次の協力分野が、文書から文書へどう受け継がれたかを述べてください："
            "{}\n\nlineageで系譜を、evidenceで環の両端の根拠を、ledgerで実施の状況を確かめます。"
            "文書の記載と編者の解釈を区別し、解釈には確度を添え、未決のことと未収録のことも述べて"
            "ください。",
        },
    ),
)
