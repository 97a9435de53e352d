"""Write a reference to a document, a passage, or any node of the graph.

A World and a node come in; text, BibTeX or CSL-JSON goes out. A day of issue that is only bounded
is printed with its bounds, and an address that was not established is left out. BibTeX is written
here, since a field is a name and an escaped text; `pybtex` reads it back in the tests.
"""

from __future__ import annotations

from collections.abc import Callable

from jnkg import __version__
from jnkg.claims import Node
from jnkg.errors import Misuse
from jnkg.reference import Reference, refer
from jnkg.store import World

GRAPH = {
    "en": "Japan-NATO Cooperation Knowledge Graph",
    "ja": "日NATO協力ナレッジグラフ",
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
        "stated": "明示",
        "derived": "明示と導出",
        "interpreted": "明示、導出および解釈",
    },
}
"""All wording of a reference; everything else comes from the graph."""
MOST = 20
"""As many clauses of one document are named; the rest are counted."""


def cite(world: World, node: Node, style: str, language: str) -> str:
    """Give a reference to a node in a style (text, bibtex, csl-json) for readers of a language.

    Raises Misuse for an unknown style.
    """
    if style not in STYLES:
        raise Misuse(
            f"There is no style {style!r}. Use one of: {', '.join(STYLES)}.",
            f"「{style}」という書式はありません。使えるもの：{'、'.join(STYLES)}。",
        )
    return STYLES[style](refer(world, node, language), language)


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
    """Name the clauses meant, the first MOST of them."""
    if not reference.locators:
        return ""
    marks = list(reference.locators[:MOST])
    rest = len(reference.locators) - len(marks)
    if rest:
        marks.append(WORDS[language]["more"].format(rest))
    joined = {"en": ", ", "ja": "、"}[language].join(marks)
    return WORDS[language]["clause"].format(joined)


def as_text(reference: Reference, language: str) -> str:
    """Write a reference as a line for a footnote; a node's documents on the same line."""
    return {"en": english, "ja": japanese}[language](reference) + "\n"


def english(reference: Reference) -> str:
    """Write a reference in English."""
    words = WORDS["en"]
    if not reference.is_document:
        basis = "; ".join(english(r).rstrip(".") for r in reference.basis)
        stands = words["stands on"].format(basis) if basis else words["nothing"]
        version = words["version"].format(__version__)
        head = f"“{reference.title}”, {GRAPH['en']}, {version} ({world_words(reference, 'en')})."
        return f"{head} {reference.iri}. {stands}"
    parts = [
        reference.publisher,
        titled(reference, "{} [{}]"),
        issued(reference, "en"),
        words.get(reference.language, reference.language),
        clauses(reference, "en"),
        reference.url,
    ]
    return ", ".join(part for part in parts if part).rstrip(".") + "."


def japanese(reference: Reference) -> str:
    """Write a reference in Japanese."""
    words = WORDS["ja"]
    if not reference.is_document:
        basis = "；".join(japanese(r).rstrip("。") for r in reference.basis)
        stands = words["stands on"].format(basis) if basis else words["nothing"]
        version = words["version"].format(__version__)
        head = (
            f"「{reference.title}」『{GRAPH['ja']}』{version}（{world_words(reference, 'ja')}）。"
        )
        return f"{head}{reference.iri} 。{stands}"
    parts = [
        issued(reference, "ja"),
        words.get(reference.language, reference.language),
        clauses(reference, "ja"),
        f"{reference.url} " if reference.url else "",
    ]
    head = f"{reference.publisher}『{titled(reference, '{}（{}）')}』"
    return head + "、".join(part for part in parts if part) + "。"


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
        reference.publisher if reference.publisher != reference.publisher_printed else "",
        certainty(reference, language) if reference.earliest != reference.latest else "",
        words["undated"] if reference.is_document and not reference.latest else "",
        world_words(reference, language),
        words["stands on"].format(joined).rstrip(".。") if joined else "",
        reference.iri if reference.is_document else "",
    ]
    return "; ".join(dict.fromkeys(part for part in parts if part))


def as_csl(reference: Reference, language: str) -> str:
    """Write CSL-JSON 1.0.2: a list of the reference and, for a node, of its documents."""
    import json

    items = [csl_item(r, language) for r in (reference, *reference.basis)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def csl_item(reference: Reference, language: str) -> dict[str, object]:
    """Give one item; a day that is only bounded is a range, and circa."""
    item: dict[str, object] = {
        "id": reference.key,
        "type": "dataset"
        if not reference.is_document
        else "webpage"
        if reference.url
        else "report",
        "title": reference.title,
        "note": note(reference, language),
    }
    if not reference.is_document:
        item |= {"container-title": GRAPH[language], "version": __version__, "URL": reference.iri}
        return item
    days = list(dict.fromkeys(d for d in (reference.earliest, reference.latest) if d))
    optional: dict[str, object] = {
        "publisher": reference.publisher_printed,
        "language": reference.language,
        "URL": reference.url,
        "locator": clauses(reference, language) if reference.locators else "",
        "accessed": {"date-parts": [date_parts(reference.read_on)]} if reference.read_on else "",
    }
    item |= {key: value for key, value in optional.items() if value}
    if days:
        bounds: dict[str, object] = {"date-parts": [date_parts(day) for day in days]}
        is_day = reference.earliest == reference.latest
        item["issued"] = bounds if is_day else {**bounds, "circa": True}
    return item


def date_parts(day: str) -> list[int]:
    """Give year, month and day of an ISO day."""
    return [int(part) for part in day.split("-")]


def as_bibtex(reference: Reference, language: str) -> str:
    """Write BibTeX entries for the reference and, for a node, for its documents."""
    return "\n".join(bibtex_entry(r, language) for r in (reference, *reference.basis))


def bibtex_entry(reference: Reference, language: str) -> str:
    """Write one entry; braces keep titles and names as they are printed."""
    kind = "techreport" if reference.is_document else "misc"
    interval = "/".join(dict.fromkeys(d for d in (reference.earliest, reference.latest) if d))
    version = WORDS[language]["version"].format(__version__)
    fields = {
        "title": f"{{{escape(reference.title)}}}",
        "institution": f"{{{escape(reference.publisher_printed)}}}",
        "year": escape(year(reference)),
        "date": escape(interval),
        "langid": {"ja": "japanese", "en": "english"}.get(reference.language, ""),
        "howpublished": "" if reference.is_document else escape(f"{GRAPH[language]}, {version}"),
        "url": reference.url if reference.is_document else reference.iri,
        "urldate": reference.read_on if reference.url else "",
        "note": escape(note(reference, language)),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value.strip("{}")]
    return f"@{kind}{{{reference.key},\n{''.join(lines)}}}\n"


ESCAPES = {
    **{c: "\\" + c for c in "&%$#_"},
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
}


def escape(text: str) -> str:
    """Escape what TeX would act on; Unicode stays, as every engine of today reads it.

    Braces become commands, since BibTeX counts an escaped brace as a brace.
    """
    return "".join(ESCAPES.get(c, c) for c in text)


STYLES: dict[str, Callable[[Reference, str], str]] = {
    "text": as_text,
    "bibtex": as_bibtex,
    "csl-json": as_csl,
}
