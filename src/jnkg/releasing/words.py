"""Hold the words in which a difference is told, in English and Japanese."""

from __future__ import annotations

from collections.abc import Mapping

REASON: Mapping[str, Mapping[str, str]] = {
    "en": {
        "source": "Source",
        "correction": "Correction",
        "reading": "Reading",
        "model": "Model",
    },
    "ja": {"source": "典拠", "correction": "訂正", "reading": "解釈", "model": "モデル"},
}
WHY: Mapping[str, Mapping[str, str]] = {
    "en": {
        "source": "a document came or went, with what it says and what rests on it",
        "correction": "the record of what we had was put right or made fuller",
        "reading": "an editor reads it otherwise",
        "model": "the ontology changed",
    },
    "ja": {
        "source": "文書の追加または削除。その記述と、それに基づくもの",
        "correction": "既存の典拠の記録の訂正または補完",
        "reading": "編者の解釈の変更",
        "model": "オントロジーの変更",
    },
}
KIND: Mapping[str, Mapping[str, str]] = {
    "en": {"added": "added", "removed": "removed", "changed": "changed"},
    "ja": {"added": "追加", "removed": "削除", "changed": "変更"},
}
STATUS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "Stated": "stated",
        "Derived": "derived",
        "Interpreted": "interpreted",
        "Identity": "identity",
        "Vocabulary": "ontology",
    },
    "ja": {
        "Stated": "明示",
        "Derived": "導出",
        "Interpreted": "解釈",
        "Identity": "同定",
        "Vocabulary": "語彙",
    },
}
COLUMNS = ("change", "reason", "status", "graph", "document", "subject", "property", "before",
           "after", "subject_label", "property_label", "before_label", "after_label")  # fmt: skip
"""The columns of a difference as a table; the same in every language."""
MARK = {"added": "+", "removed": "-", "changed": "~"}
TEXT: Mapping[str, Mapping[str, str]] = {
    "en": {
        "head": "{before} ({before_day}) to {after} ({after_day}): {n} claims differ",
        "same": "{before} ({before_day}) and {after} ({after_day}) say the same.",
        "row": "{}: {} ({})",
        "count": "{} {}",
        "reason": "reason",
        "came": "New documents: {}",
        "went": "Documents no longer there: {}",
        "consequences": "What follows from it: {came} conclusions came, {went} went; {claims} from "
        "claims, {model} from the model",
        "aside": "Set aside by a preference: {}",
        "restored": "No longer set aside: {}",
        "deprecated": "Deprecated: {term}{instead}, still used {uses} times",
        "instead": ", use {}",
        "conclusions": "Conclusions",
        "comma": ", ",
    },
    "ja": {
        "head": "{before}（{before_day}）から{after}（{after_day}）へ：相違する主張{n}件",
        "same": "{before}（{before_day}）と{after}（{after_day}）の内容は同じです。",
        "row": "{}：{}（{}）",
        "count": "{1}{0}件",
        "reason": "理由",
        "came": "新しい文書：{}",
        "went": "なくなった文書：{}",
        "consequences": "これに伴う結論：増加{came}件、減少{went}件（主張によるもの{claims}件、"
        "モデルによるもの{model}件）",
        "aside": "選択により退けられた主張：{}",
        "restored": "退けられなくなった主張：{}",
        "deprecated": "非推奨となった用語：{term}{instead}（なお{uses}件で使用）",
        "instead": "、代わりに{}",
        "conclusions": "結論",
        "comma": "、",
    },
}
