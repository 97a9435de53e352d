"""Hold what is known of a DL view, and say it in one line.

Verdicts come in; findings, or a line for the reader, go out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.dl.view import ANNOTATION, DlView
from jnkg.report import Finding


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of one DL view.

    `is_consistent` is None where no reasoner was asked, or it gave no verdict because the view is
    out of profile. `terms` counts the classes and object properties that were tried,
    `unsatisfiable` are those of which there can be none.
    """

    view: DlView
    engine: str
    is_consistent: bool | None
    terms: int
    unsatisfiable: tuple[ox.NamedNode, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def is_good(self) -> bool:
        """Tell whether nothing is wrong."""
        return self.is_consistent is True and not self.findings


def findings_of(found: Sequence[Verdict]) -> list[Finding]:
    """Give the findings of some verdicts, each fault once."""
    every = (f for verdict in found for f in verdict.findings)
    return list({(f.file, f.line, f.rule, f.node, f.path, f.value): f for f in every}.values())


def not_run(engine: str) -> Finding:
    """Say that no reasoner was asked."""
    return Finding(
        "ontology/jnkg.ttl", 0, 0, "dl-not-run",
        severity="warning",
        message={
            "en": f"Consistency was not checked: {engine} is not there. "
            "Run `pip install 'japan-nato-kg[owl]'`.",
            "ja": f"無矛盾性は検査していません（{engine}がありません）。"
            "`pip install 'japan-nato-kg[owl]'`を実行してください。",
        },
    )  # fmt: skip


def disagreement(engine: str) -> Finding:
    """Say that one reasoner finds a contradiction, and the other finds none."""
    return Finding(
        "ontology/jnkg.ttl", 0, 0, "dl-disagreement",
        message={
            "en": f"Report this: {engine} finds a contradiction, pyhermit finds none.",
            "ja": f"報告してください。{engine}は矛盾があるとし、pyhermitは矛盾がないとしています。",
        },
    )  # fmt: skip


def verdict_line(found: Sequence[Verdict], language: str) -> str:
    """Say verdicts on ontology and data in one line."""
    whole = found[-1]
    empty = {n for v in found for n in v.unsatisfiable}
    states = [STATES[v.is_consistent][language] for v in found]
    is_tried = any(v.is_consistent is not None for v in found)
    count = str(len(empty)) if is_tried else UNTRIED[language]
    lost = [(kind, count) for kind, count in whole.view.left_out if kind != ANNOTATION]
    notes = dict(whole.view.left_out).get(ANNOTATION, 0)
    out = ("、" if language == "ja" else ", ").join(f"{count:,} {kind}" for kind, count in lost)
    if language == "ja":
        return (
            f"OWL 2 DL（{whole.engine}）：オントロジーは{states[0]}、データを含めて{states[1]}。"
            f"クラスとプロパティ{whole.terms}のうち充足不能は{count}。"
            f"DLビュー{whole.view.size:,}トリプル、除外{sum(c for _, c in lost):,}"
            + (f"（{out}）" if out else "")
            + f"、ほかに公理の及ばない注釈{notes:,}。"
        )
    return (
        f"OWL 2 DL ({whole.engine}): ontology {states[0]}, with data {states[1]}; "
        f"{count} of {whole.terms} classes and properties unsatisfiable; "
        f"DL view: {whole.view.size:,} triples, {sum(c for _, c in lost):,} left out"
        + (f" ({out})" if out else "")
        + f", beside {notes:,} annotations, which no axiom speaks of"
    )


UNTRIED = {"en": "an unknown number", "ja": "不明"}
STATES = {
    True: {"en": "consistent", "ja": "無矛盾"},
    False: {"en": "inconsistent", "ja": "矛盾"},
    None: {"en": "without a verdict", "ja": "判定なし"},
}
