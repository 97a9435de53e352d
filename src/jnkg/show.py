"""Lay out what a world says of a node as a card.

A Card comes in; text of a given width, or an object for JSON, goes out. Below the head, where
both labels stand, everything is in the reader's language, save names that have none in it and
words that are quoted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby

from jnkg.card import (
    STATUSES,
    Basis,
    Card,
    Claim,
    Clause,
    Conflict,
    Gap,
    Ground,
    Line,
    Mention,
    Value,
)
from jnkg.claims import card as card
from jnkg.labels import QUOTED, SLOTS
from jnkg.render import display_width, wrap

WORDS = {
    "en": {
        "identity": "identity",
        "vocabulary": "vocabulary",
        "stated": "stated",
        "derived": "derived",
        "interpreted": "interpreted",
        "inferred": "inferred",
        "weakest": "weakest premise",
        "kind": "kind",
        "iri": "IRI",
        "names": "other names",
        "clause": "evidence",
        "document": "document",
        "rule": "rule",
        "reason": "reason",
        "confidence": "confidence",
        "premises": "premises",
        "mentions": "said elsewhere",
        "gaps": "gaps",
        "conflicts": "conflicts",
        "aside": "set aside",
        "preferred because": "choice",
        "nothing": "Nothing is said of it in this world.",
        "more": "{} more: --format json",
        "and": ", ",
    },
    "ja": {
        "identity": "同定",
        "vocabulary": "語彙",
        "stated": "明示",
        "derived": "導出",
        "interpreted": "解釈",
        "inferred": "推論",
        "weakest": "最も弱い前提",
        "kind": "種別",
        "iri": "IRI",
        "names": "別名",
        "clause": "根拠",
        "document": "文書",
        "rule": "規則",
        "reason": "論拠",
        "confidence": "確度",
        "premises": "前提",
        "mentions": "他の記述",
        "gaps": "欠落",
        "conflicts": "相違",
        "aside": "退けられた値",
        "preferred because": "選択の理由",
        "nothing": "この範囲では何も述べられていません。",
        "more": "ほか{}件：--format json",
        "and": "、",
    },
}
"""All wording of a card; everything else comes from the graph."""
MOST = 12
"""As many mentions of one kind are shown in text; the rest are counted."""
COLUMN = 24
"""The widest that the column of headings grows, in terminal cells."""
BETWEEN = " · "
Row = tuple[int, str, str]


def to_json(card: Card) -> dict[str, object]:
    """Give a card as objects, lists, strings and truth values."""
    return asdict(card)


def to_text(card: Card, language: str, width: int) -> str:
    """Lay out a card in lines of at most `width` terminal cells (40 at the least)."""
    words = WORDS[language]
    title = [card.labels[tag] for tag in dict.fromkeys((language, *card.labels))]
    lines = [*wrap("  ".join(dict.fromkeys(title)), max(width, 40))]
    sections = [
        (title, list(rows))
        for title, rows in (
            ("", head_rows(card, words)),
            *((words[s], claim_rows(card, s, language)) for s in STATUSES),
            (words["conflicts"], conflict_rows(card.conflicts, language)),
            (words["gaps"], gap_rows(card, card.gaps, language)),
            (words["mentions"], mention_rows(card.mentions, language)),
        )
    ]
    for title_of_section, rows in sections:
        if rows:
            lines += [*(["", f"── {title_of_section}"] if title_of_section else [])]
            lines += lay_out(rows, max(width, 40))
    if not card.claims and not card.mentions:
        lines += ["", words["nothing"]]
    return "".join(line.rstrip() + "\n" for line in lines)


def lay_out(rows: Iterable[Row], width: int) -> Iterator[str]:
    """Set rows of indent, heading and text in two columns; an empty row is an empty line."""
    rows = list(rows)
    column = min(COLUMN, max((display_width(h) + i for i, h, _ in rows), default=0))
    for indent, heading, text in rows:
        lead = " " * indent + heading
        if display_width(lead) > column or not heading:
            yield from (" " * indent + part for part in wrap(heading, width - indent) if heading)
            lead = " " * indent
        hang = column + 2 if heading else indent
        for part in wrap(text, width - hang) if text or not heading else ():
            yield lead + " " * (hang - display_width(lead)) + part
            lead = ""


def head_rows(card: Card, words: dict[str, str]) -> Iterator[Row]:
    """Yield kind, IRI, other names and identifiers."""
    yield 0, words["kind"], words["and"].join(kind.label for kind in card.kinds)
    yield 0, words["iri"], card.node.iri
    if card.names:
        yield 0, words["names"], words["and"].join(dict.fromkeys(n.text for n in card.names))
    for line in card.identifiers:
        yield 0, line.property.label, words["and"].join(v.text for v in line.values)


def claim_rows(card: Card, status: str, language: str) -> Iterator[Row]:
    """Yield the claims of a status, each followed by what it stands on."""
    claims = [c for c in card.claims if c.basis.status == status and c.lines]
    for number, claim in enumerate(claims):
        if number:
            yield 0, "", ""
        for line in claim.lines:
            yield from line_rows(line, language)
        yield from basis_rows(claim, language)


def line_rows(line: Line, language: str) -> Iterator[Row]:
    """Yield one row for each value of a property."""
    heading = line.property.label
    for value in line.values:
        yield 2, heading, value_text(value, language)
        heading = " "


def value_text(value: Value, language: str) -> str:
    """Mark a value that a preference sets aside."""
    mark = WORDS[language]["aside"]
    return SLOTS[language].format(value.text, mark) if value.is_set_aside else value.text


def basis_rows(claim: Claim, language: str) -> Iterator[Row]:
    """Yield what a block stands on: clauses, or of each ground its rule, reason and premises."""
    words, basis = WORDS[language], claim.basis
    mark = "└ "
    for clause in basis.clauses:
        yield 2, mark + words["clause"], clause_text(clause, language)
        mark = "  "
    mark = "└ "
    if basis.document and not basis.clauses:
        yield 2, mark + words["document"], basis.document.label
    if basis.weakest:
        yield 2, mark + words["weakest"], words[basis.weakest]
    for ground in basis.grounds:
        premises = words["and"].join(premise.label for premise in ground.premises)
        parts = ground_texts(ground) | {"premises": premises}
        for key, text in parts.items():
            if text:
                yield 2, mark + words[key], text
                mark = "  "
        mark = "└ "


def clause_text(clause: Clause, language: str) -> str:
    """Name a passage with the words quoted from it."""
    quotation = QUOTED[language].format(clause.quotation) if clause.quotation else ""
    return f"{clause.passage.label} {quotation}".strip()


def ground_texts(ground: Ground) -> dict[str, str]:
    """Give what is to be said of a ground itself, by the key of its heading; empty: nothing."""
    return {
        "rule": ground.rule.label if ground.rule else "",
        "confidence": ground.confidence,
        "reason": ground.reason,
    }


def brief(basis: Basis, language: str) -> str:
    """Give a basis in a few words: status, then clauses, or rule, or document."""
    words = WORDS[language]
    document = basis.document.label if basis.document else ""
    clauses = dict.fromkeys(c.passage.label.removeprefix(document).strip() for c in basis.clauses)
    where = f"{document} {words['and'].join(clauses)}".strip()
    rules = words["and"].join(g.rule.label for g in basis.grounds if g.rule)
    confidence = next((g.confidence for g in basis.grounds if g.confidence), "")
    sure = f"{words['confidence']} {confidence}" if confidence else ""
    return BETWEEN.join(part for part in (words[basis.status], where or rules or sure) if part)


def mention_rows(mentions: Iterable[Mention], language: str) -> Iterator[Row]:
    """Yield the claims that point at the node, by property."""
    ordered = sorted(mentions, key=lambda m: m.property.label)
    for label, group in groupby(ordered, key=lambda m: m.property.label):
        members = list(group)
        yield 2, "", f"← {label}"
        for mention in members[:MOST]:
            parts = (mention.subject.label, mention.kind, brief(mention.basis, language))
            yield 4, "", BETWEEN.join(part for part in parts if part)
        if len(members) > MOST:
            yield 4, "", WORDS[language]["more"].format(len(members) - MOST)


def gap_rows(card: Card, gaps: Iterable[Gap], language: str) -> Iterator[Row]:
    """Yield the gaps; each names what it is about where that is not the node itself."""
    for gap in gaps:
        about = gap.about.label if gap.about.iri != card.node.iri else ""
        is_other = gap.document is not None and gap.document.iri != card.node.iri
        document = gap.document.label if gap.document and is_other else ""
        where = WORDS[language]["and"].join(part for part in (about, document) if part)
        text = SLOTS[language].format(gap.summary, where) if where else gap.summary
        yield 2, gap.kind, text


def conflict_rows(conflicts: Iterable[Conflict], language: str) -> Iterator[Row]:
    """Yield conflicts with their versions, and why one is preferred."""
    words = WORDS[language]
    for conflict in conflicts:
        yield 2, "", conflict.summary
        for version in conflict.versions:
            value = value_text(Value(version.value, is_set_aside=version.is_set_aside), language)
            document = version.document.label if version.document else ""
            yield 4, "", BETWEEN.join(part for part in (value, document) if part)
        if conflict.reason:
            yield 4, words["preferred because"], conflict.reason
