"""Judge what the data say of a document by the document's text.

A Pairing, or a Dataset and all texts, come in; findings go out. With another copy of a text (its
digest differs) only presence, uniqueness and order of the quotations are judged.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from jnkg.dataset import Dataset, GraphFile
from jnkg.fold import fold_text
from jnkg.names import NS, PREFIXES, RDFS_LABEL, shorten
from jnkg.places import Places
from jnkg.report import Finding
from jnkg.texts import Pairing, Text
from jnkg.turtle import Object

DCTERMS, OA, SKOS = (PREFIXES[p] for p in ("dcterms", "oa", "skos"))
LONGEST = 60
"""A quotation has at most this many folded characters."""
RUN = 25
"""As many folded characters of a source in a row are a copy of it."""
LONG_NAME = 12
"""An official name of at least this many folded characters is taken out before looking for runs."""
PRINTED = ("printedName", "printedPost", "printedDate", "printedTime", "wording", "qualifier")
NAMES = (NS + "printedName", NS + "printedPost", DCTERMS + "title")
OWN_WORDS = (
    RDFS_LABEL,
    *(NS + name for name in ("reason", "searchedIn", "summary")),
    *(SKOS + n for n in ("altLabel", "definition", "editorialNote", "hiddenLabel", "scopeNote")),
)
MESSAGES = {
    "quotation-missing": (
        "Correct the quotation or its neighbours: the text does not hold them in this order.",
        "引用またはその前後の語句を直してください。本文にこの並びがありません。",
    ),
    "quotation-ambiguous": (
        "Lengthen the words before or behind: they occur more than once in the text.",
        "前後の語句を長くしてください。本文に二か所以上あります。",
    ),
    "quotation-outside-passage": (
        "Name the passage in which these words stand, or correct its place.",
        "この語句が載っている箇所を示すか、箇所の位置を直してください。",
    ),
    "quotation-too-long": (
        f"Shorten the quotation to at most {LONGEST} folded characters.",
        f"引用を折り畳んで{LONGEST}字以内に縮めてください。",
    ),
    "passage-span": (
        "Give the passage a start and an end inside the part around it.",
        "箇所の始まりと終わりを、それを含む部分の内側に定めてください。",
    ),
    "printed-label": (
        "Correct the printed label or the start: the passage does not open with it.",
        "印刷された番号または始まりの位置を直してください。箇所がこの番号で始まっていません。",
    ),
    "printed-value": (
        "Copy the printed words exactly: the document does not hold these.",
        "印刷されたとおりに写してください。文書にこの語句がありません。",
    ),
    "printed-value-elsewhere": (
        "Name the passage that prints this: it stands in the document, but not in the evidence.",
        "これを印刷している箇所を根拠に加えてください。文書にはありますが根拠の箇所にありません。",
    ),
    "term-not-in-passage": (
        "Take the term away or add the form that is printed: the passage has none that is known.",
        "用語を外すか、印刷された形を別名に加えてください。箇所に既知の形がありません。",
    ),
    "copied-text": (
        f"Say it in your own words: {RUN} characters or more are taken from the source.",
        f"編者の言葉で書き直してください。原文と{RUN}字以上続けて一致しています。",
    ),
    "text-missing": (
        "Put the text of this document in the folder: its quotations were not checked.",
        "この文書の本文をフォルダーに置いてください。引用を照合できませんでした。",
    ),
    "text-differs": (
        "Use the text that was read, if you have it: this copy differs, so spans were not judged.",
        "読まれた本文があればそれを使ってください。写しが異なるため位置は照合していません。",
    ),
}
WARNINGS = ("printed-value-elsewhere", "term-not-in-passage", "text-differs")


def find_fault(
    rule: str,
    file: GraphFile,
    node: ox.NamedNode,
    path: str = "",
    value: str = "",
    item: Object | None = None,
) -> Finding:
    """Make a finding of a rule about a node of a file; `path` is the IRI of a predicate."""
    en, ja = MESSAGES[rule]
    place = Places((file,)).in_file(file, node, path, item)
    return Finding(
        file.path,
        place.line,
        place.column,
        rule.removesuffix("-elsewhere"),
        shorten(node.value),
        shorten(path) if path else "",
        value,
        "warning" if rule in WARNINGS else "violation",
        {"en": en, "ja": ja},
    )


def witness(dataset: Dataset, pairing: Pairing) -> list[Finding]:
    """Judge one document by its text."""
    if pairing.text is None or not pairing.is_exact:
        return list(judge_copy(dataset, pairing))
    text = pairing.text
    return [
        *judge_lengths(pairing),
        *judge_presence(pairing, text),
        *judge_places(pairing, text),
        *judge_spans(pairing, text),
        *judge_labels(pairing, text),
        *judge_printed(pairing, text),
        *judge_terms(pairing, text),
    ]


def judge_copy(dataset: Dataset, pairing: Pairing) -> Iterator[Finding]:
    """Judge a document whose very text is not there: by another copy, or not at all."""
    home = dataset.homes.get(pairing.document, pairing.files)[0]
    rule = "text-differs" if pairing.text else "text-missing"
    name = pairing.text.name if pairing.text else ""
    yield find_fault(rule, home, pairing.document, NS + "textDigest", name)
    yield from judge_lengths(pairing)
    if pairing.text:
        yield from judge_presence(pairing, pairing.text)
        yield from judge_order(pairing, pairing.text)


def judge_lengths(pairing: Pairing) -> Iterator[Finding]:
    """Refuse quotations that are longer than showing a claim can need."""
    for q in pairing.quotations:
        if len(q.exact) > LONGEST:
            yield find_fault("quotation-too-long", q.file, q.node, OA + "exact", str(len(q.exact)))


def judge_presence(pairing: Pairing, text: Text) -> Iterator[Finding]:
    """Look for every quotation, which must stand in the text once."""
    for q in pairing.quotations:
        count = len(q.places(text))
        if count != 1:
            rule = "quotation-ambiguous" if count else "quotation-missing"
            yield find_fault(rule, q.file, q.node, OA + "exact", q.exact)


def judge_places(pairing: Pairing, text: Text) -> Iterator[Finding]:
    """Hold the place of every quotation against the span of its passage."""
    for q in pairing.quotations:
        places = q.places(text)
        span = pairing.span(q.passage) if q.passage else None
        if q.passage not in pairing.passages or (
            span
            and len(places) == 1
            and not span[0] <= places[0] <= places[0] + len(q.exact) <= span[1]
        ):
            yield find_fault("quotation-outside-passage", q.file, q.node, NS + "inPassage", q.exact)


def judge_order(pairing: Pairing, text: Text) -> Iterator[Finding]:
    """Hold the order of the quotations in the text against the order of their passages.

    The longest run in order is taken to be right, and what falls out of it wrong. Passages with
    parts of their own are left out: their words stand before, between or behind their parts'.
    """
    around = {pairing.parent(p) for p in pairing.passages}
    placed = [
        (pairing.reading_order(q.passage), places[0], q)
        for q in pairing.quotations
        if q.passage not in around and len(places := q.places(text)) == 1
    ]
    placed.sort(key=lambda item: item[:2])
    kept = longest_rise([at for _, at, _ in placed])
    for index, (_, _, q) in enumerate(placed):
        if index not in kept:
            yield find_fault("quotation-outside-passage", q.file, q.node, NS + "inPassage", q.exact)


def longest_rise(numbers: Sequence[int]) -> set[int]:
    """Give the indices of a longest run of numbers that never falls."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        at = bisect_right(tails, number)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [number]
        ends[at : at + 1] = [index]
    kept: set[int] = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return kept


def judge_spans(pairing: Pairing, text: Text) -> Iterator[Finding]:
    """Hold the span of every passage against that of the part around it."""
    for passage, file in pairing.passages.items():
        parent = pairing.parent(passage)
        outer = pairing.span(parent) if parent else None
        low, high = outer or (0, len(text.folded))
        span = pairing.span(passage)
        if span is None or not low <= span[0] < span[1] <= high:
            value = f"[{span[0]}, {span[1]})" if span else ""
            yield find_fault("passage-span", file, passage, NS + "textStart", value)


def judge_labels(pairing: Pairing, text: Text) -> Iterator[Finding]:
    """Look for the printed number of every passage at its start."""
    for passage, file in pairing.passages.items():
        label = pairing.value(passage, NS + "printedLabel")
        span = pairing.span(passage)
        if label and span and not text.folded.startswith(fold_text(label), span[0]):
            yield find_fault("printed-label", file, passage, NS + "printedLabel", label)


def judge_printed(pairing: Pairing, text: Text) -> Iterator[Finding]:
    """Look for every printed value in the passages that its claim stands on, else in the text."""
    for file in pairing.files:
        spans: dict[object, list[str]] = {}
        for t in file.triples:
            if t.predicate.value == NS + "hasEvidence" and isinstance(t.object, ox.NamedNode):
                passage = pairing.node(t.object, NS + "inPassage")
                span = pairing.span(passage) if passage else None
                part = text.folded[slice(*span)] if span else text.folded
                spans.setdefault(t.subject, []).append(part)
        for t in file.triples:
            if t.predicate.value.removeprefix(NS) not in PRINTED:
                continue
            if not isinstance(t.object, ox.Literal) or not isinstance(t.subject, ox.NamedNode):
                continue
            run = fold_text(t.object.value)
            if not any(run in part for part in spans.get(t.subject, ())):
                rule = "printed-value-elsewhere" if run in text.folded else "printed-value"
                value = t.object.value
                yield find_fault(rule, file, t.subject, t.predicate.value, value, t.object)


def judge_terms(pairing: Pairing, text: Text) -> Iterator[Finding]:
    """Look for a known form of every term that a passage is said to mention."""
    language = pairing.value(pairing.document, DCTERMS + "language")
    for passage, file in pairing.passages.items():
        span = pairing.span(passage)
        part = (text.folded[slice(*span)] if span else text.folded).casefold()
        for term in pairing.objects.get((passage, NS + "mentionsTerm"), ()):
            if not any(form in part for form in forms(pairing, term, language)):
                name = shorten(term.value) if isinstance(term, ox.NamedNode) else str(term)
                yield find_fault("term-not-in-passage", file, passage, NS + "mentionsTerm", name)


def forms(pairing: Pairing, term: object, language: str) -> Iterator[str]:
    """Yield the folded forms of a term: labels of a language, other and hidden names of any."""
    if not isinstance(term, ox.NamedNode):
        return
    for name in (RDFS_LABEL, SKOS + "altLabel", SKOS + "hiddenLabel"):
        for form in pairing.objects.get((term, name), ()):
            if not isinstance(form, ox.Literal):
                continue
            if name != RDFS_LABEL or form.language in (language, None):
                yield fold_text(form.value).casefold()


def copied(dataset: Dataset, texts: Iterable[Text]) -> list[Finding]:
    """Look in the editors' own words for long runs of any text; official names do not count."""
    runs = {t.folded[i : i + RUN] for t in texts for i in range(len(t.folded) - RUN + 1)}
    official = {
        fold_text(t.object.value)
        for t in dataset.triples
        if t.predicate.value in NAMES and isinstance(t.object, ox.Literal)
    }
    longest_first = sorted((n for n in official if len(n) >= LONG_NAME), key=lambda n: (-len(n), n))
    names = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
    findings = []
    for file in dataset.of("identity", "stated", "derived", "interpreted"):
        for t in file.triples:
            if t.predicate.value in OWN_WORDS and isinstance(t.object, ox.Literal):
                run = first_run(names.sub("\n", fold_text(t.object.value)), runs)
                if run and isinstance(t.subject, ox.NamedNode):
                    path = t.predicate.value
                    findings.append(find_fault("copied-text", file, t.subject, path, run, t.object))
    return findings


def first_run(text: str, runs: set[str]) -> str:
    """Give the first run of a source that a folded text holds, empty where it holds none."""
    windows = (text[i : i + RUN] for i in range(len(text) - RUN + 1))
    return next((w for w in windows if w in runs), "")
