"""Say in words what a reference says of a document: when it was issued, which clause is meant.

References come in and phrases go out, in one of the two languages; the forms of references (text,
BibTeX, RIS, CSL-JSON) are made of them.
"""

from __future__ import annotations

from calendar import monthrange

from jnkg.reference import Reference

GRAPH = {
    "en": "Japan-NATO Cooperation Knowledge Graph",
    "ja": "日本・NATO協力ナレッジグラフ",
}
WORDS = {
    "en": {
        "ja": "in Japanese",
        "en": "in English",
        "between": "public between {} and {}",
        "by": "public by {}",
        "undated": "undated",
        "day": "{0}",
        "year": "{} ({})",
        "clause": "clause {}",
        "version": "version {}",
        "world": "{} claims, known by {}",
        "stands on": "Stands on: {}.",
        "nothing": "Stands on no document in this world.",
        "more": "and {} more",
        "carried": "read as carried by {}",
        "stated": "stated",
        "derived": "stated and derived",
        "interpreted": "stated, derived and interpreted",
    },
    "ja": {
        "ja": "日本語",
        "en": "英語",
        "between": "{}から{}の間に公表",
        "by": "{}までに公表",
        "undated": "日付なし",
        "day": "{1}年{2}月{3}日",
        "year": "{}年（{}）",
        "clause": "{}",
        "version": "第{}版",
        "world": "{}の主張、{}までに既知",
        "stands on": "典拠：{}。",
        "nothing": "この範囲では典拠となる文書がありません。",
        "more": "ほか{}か所",
        "carried": "{}の転載による",
        "stated": "明示",
        "derived": "明示と導出",
        "interpreted": "明示、導出および解釈",
    },
}
"""All wording of a reference; everything else comes from the graph."""
MOST = 20
"""As many clauses of one document are named; the rest are counted."""


def year(reference: Reference) -> str:
    """Give the year of issue, two where the bounds lie in different years, none if unknown."""
    years = dict.fromkeys(day[:4] for day in (reference.earliest, reference.latest) if day)
    return "/".join(years)


def certainty(reference: Reference, language: str) -> str:
    """Say how well the day of issue is known: the day, its bounds, or that it is not known."""
    words = WORDS[language]
    earliest, latest = (day_words(d, language) for d in (reference.earliest, reference.latest))
    if not latest:
        return words["undated"]
    if earliest == latest:
        return latest
    return words["between"].format(earliest, latest) if earliest else words["by"].format(latest)


def issued(reference: Reference, language: str) -> str:
    """Give the day of issue; where it is not known the year, and behind it what is known."""
    known = certainty(reference, language)
    if reference.earliest == reference.latest or not reference.latest:
        return known
    return WORDS[language]["year"].format(year(reference), known)


def day_words(day: str, language: str) -> str:
    """Write an ISO day as readers of a language do."""
    return day and WORDS[language]["day"].format(day, *date_parts(day))


def world_words(reference: Reference, language: str) -> str:
    """Say from which world a node is cited, empty for a document."""
    if reference.is_document:
        return ""
    words = WORDS[language]
    day = day_words(reference.world_day, language)
    return words["world"].format(words[reference.world_status], day)


def clauses(reference: Reference, language: str) -> str:
    """Name the clauses meant, the first MOST of them; what has no number is no clause."""
    if not reference.locators:
        return ""
    marks = list(reference.locators[:MOST])
    has_numbers = any(not mark.startswith("[") for mark in marks)
    if not has_numbers:
        marks = [mark.strip("[]") for mark in marks]
    rest = len(reference.locators) - len(marks)
    if rest:
        marks.append(WORDS[language]["more"].format(rest))
    joined = {"en": ", ", "ja": "、"}[language].join(marks)
    return WORDS[language]["clause"].format(joined) if has_numbers else joined


def titled(reference: Reference, slots: str) -> str:
    """Give the printed title with the reader's label behind it, where that is another."""
    if reference.label == reference.title:
        return reference.title
    return slots.format(reference.title, reference.label)


def note(reference: Reference, language: str) -> str:
    """Gather what the fields of a reference format have no room for."""
    words = WORDS[language]
    joined = "; ".join(f"{r.key} ({clauses(r, language)})" for r in reference.basis)
    parts = [
        clauses(reference, language),
        *reference.variants,
        certainty(reference, language) if is_range(reference) else "",
        words["undated"] if reference.is_document and not reference.latest else "",
        words["carried"].format(reference.carriers) if reference.carriers else "",
        world_words(reference, language),
        words["stands on"].format(joined).rstrip(".。") if joined else "",
        reference.iri if reference.is_document else "",
    ]
    return "; ".join(dict.fromkeys(part for part in parts if part))


def days(reference: Reference) -> list[list[int]]:
    """Give the day of issue as numbers: year, month and day, or as much as is known.

    A whole month or year is that month or year; other bounds are two days; none where unknown.
    """
    first, last = reference.earliest, reference.latest
    known = [date_parts(day) for day in dict.fromkeys((first, last)) if day]
    if len(known) < 2 or first[:4] != last[:4]:
        return known
    (year_, month, day), (_, other, end) = known
    if (month, day, other, end) == (1, 1, 12, 31):
        return [[year_]]
    if month == other and (day, end) == (1, monthrange(year_, month)[1]):
        return [[year_, month]]
    return known


def is_range(reference: Reference) -> bool:
    """Tell whether the day of issue is only known to lie between two days."""
    return len(days(reference)) > 1


def date_parts(day: str) -> list[int]:
    """Give year, month and day of an ISO day."""
    return [int(part) for part in day.split("-")]
