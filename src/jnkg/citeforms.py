"""Write references in the forms that reference managers read: CSL-JSON, BibTeX, RIS.

A Reference and the reader's language come in; entries go out, of which one is for the thing cited
and, for a node of the graph, one for each document that it stands on. The forms are written here,
since a field is a name and a text; the readers of others read them back in the tests.

A title in a language that is not the reader's is followed by the reader's own label, as style
guides have it: in brackets in English, in parentheses in Japanese.
"""

from __future__ import annotations

from collections.abc import Iterator

from jnkg import __version__
from jnkg.citewords import (
    GRAPH,
    WORDS,
    clauses,
    date_parts,
    days,
    is_range,
    note,
    titled,
    year,
)
from jnkg.reference import Reference

BRACKETS = {"en": "{} [{}]", "ja": "{}（{}）"}
JOINTS = {"en": "{}, {}", "ja": "{}、{}"}
NEWS = "News"
LANGUAGE_NAMES = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "hy": "armenian",
    "it": "italian",
    "ja": "japanese",
    "ko": "korean",
    "ru": "russian",
    "uk": "ukrainian",
    "zh": "chinese",
}
"""What babel and biblatex call the languages of documents."""


def as_csl(reference: Reference, language: str) -> str:
    """Write CSL-JSON 1.0.2: a list of the reference and, for a node, of its documents."""
    import json

    items = [csl_item(r, language) for r in (reference, *reference.basis)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def full_title(reference: Reference, language: str) -> str:
    """Give the title, in another language with the reader's label, and the one clause meant."""
    title = reference.title
    if reference.title_language != language:
        title = titled(reference, BRACKETS[language])
    marks = clauses(reference, language) if len(reference.locators) == 1 else ""
    return JOINTS[language].format(title, marks) if marks else title


def csl_item(reference: Reference, language: str) -> dict[str, object]:
    """Give one item."""
    item: dict[str, object] = {
        "id": reference.key,
        "type": csl_type(reference),
        "title": full_title(reference, language),
        "note": note(reference, language),
    }
    if not reference.is_document:
        item |= {"container-title": GRAPH[language], "version": __version__, "URL": reference.iri}
        return item
    read = reference.read_on
    optional: dict[str, object] = {
        "title-short": reference.label if reference.label != reference.title else "",
        **csl_makers(reference),
        "source": reference.carriers,
        "language": reference.language,
        "URL": reference.url,
        "locator": clauses(reference, language),
        "accessed": {"date-parts": [date_parts(read)]} if read and reference.url else "",
        "issued": csl_issued(reference),
    }
    return item | {key: value for key, value in optional.items() if value}


def csl_type(reference: Reference) -> str:
    """Give the type of an item."""
    if not reference.is_document:
        return "dataset"
    if reference.kind == NEWS:
        return "article-newspaper"
    return "webpage" if reference.url else "report"


def csl_makers(reference: Reference) -> dict[str, object]:
    """Give who made a document: by the reader's name of it as author, and as it is printed.

    No person is known as an author. The printed name is that of the paper, for news, else that of
    the publisher, which is left out where it only says the author's again.
    """
    name, printed = reference.publisher, reference.publisher_printed
    authors: dict[str, object] = {"author": [{"literal": name}] if name else ""}
    if reference.kind == NEWS:
        return {**authors, "container-title": printed}
    return {**authors, "publisher": printed if printed != name else ""}


def csl_issued(reference: Reference) -> dict[str, object]:
    """Give the day, month or year of issue, or the years that it lies in.

    Bounds within one year are that year, which is certain, so not circa; the note has the days.
    """
    known = days(reference)
    if not is_range(reference):
        return {"date-parts": known} if known else {}
    years = list(dict.fromkeys(day[0] for day in known))
    found: dict[str, object] = {"date-parts": [[year_] for year_ in years]}
    return found if len(years) == 1 else {**found, "circa": True}


def as_bibtex(reference: Reference, language: str) -> str:
    """Write BibTeX entries for the reference and, for a node, for its documents."""
    return "\n".join(bibtex_entry(r, language) for r in (reference, *reference.basis))


def bibtex_entry(reference: Reference, language: str) -> str:
    """Write one entry; braces keep titles and names as they are printed."""
    version = WORDS[language]["version"].format(__version__)
    fields = {
        **bibtex_makers(reference),
        "title": braced(reference.title),
        "titleaddon": braced(reference.label if reference.label != reference.title else ""),
        "year": escape(year(reference)),
        "date": "/".join("-".join(f"{n:02}" for n in day) for day in days(reference)),
        "langid": LANGUAGE_NAMES.get(reference.language, ""),
        "version": "" if reference.is_document else __version__,
        "howpublished": "" if reference.is_document else escape(f"{GRAPH[language]}, {version}"),
        "url": reference.url if reference.is_document else reference.iri,
        "urldate": reference.read_on if reference.url else "",
        "note": escape(note(reference, language)),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value.strip("{}")]
    return f"@{bibtex_type(reference)}{{{reference.key},\n{''.join(lines)}}}\n"


def bibtex_type(reference: Reference) -> str:
    """Give the type of an entry, one that BibTeX and biblatex both know."""
    if reference.is_document and reference.kind == NEWS:
        return "article"
    return "techreport" if reference.is_document and not reference.url else "misc"


def bibtex_makers(reference: Reference) -> dict[str, str]:
    """Give who made a document: the reader's name of it as author, the printed one besides."""
    name, printed = braced(reference.publisher), braced(reference.publisher_printed)
    kind = bibtex_type(reference)
    place = {"techreport": "institution", "misc": "organization", "article": "journal"}[kind]
    return {"author": name, place: printed}


def braced(text: str) -> str:
    """Put braces around a text, so that nothing in it is taken apart or made lower case."""
    return f"{{{escape(text)}}}" if text else ""


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


def as_ris(reference: Reference, language: str) -> str:
    """Write RIS records for the reference and, for a node, for its documents."""
    return "\n".join(ris_record(r, language) for r in (reference, *reference.basis))


def ris_record(reference: Reference, language: str) -> str:
    """Write one record, a tag and a value a line."""
    fields = ris_fields(reference, language)
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields]
    return "\n".join((*lines, "ER  - ")) + "\n"


def ris_fields(reference: Reference, language: str) -> Iterator[tuple[str, str]]:
    """Yield the tags that have a value, the type first."""
    is_news, name = reference.kind == NEWS, reference.publisher
    address = reference.url if reference.is_document else reference.iri
    fields = {
        "TY": ris_type(reference),
        "ID": reference.key,
        "AU": name,
        "TI": reference.title,
        "TT": reference.label if reference.title_language != language else "",
        "ST": reference.label,
        "T2": (name if is_news else "") if reference.is_document else GRAPH[language],
        "PB": reference.publisher_printed,
        "PY": year(reference).partition("/")[0],
        "DA": ris_day(days(reference)),
        "ET": "" if reference.is_document else __version__,
        "SE": clauses(reference, language),
        "LA": reference.language,
        "DP": reference.carriers,
        "UR": address,
        "Y2": reference.read_on.replace("-", "/") if reference.url else "",
        "N1": note(reference, language),
    }
    yield from ((tag, value) for tag, value in fields.items() if value)


def ris_type(reference: Reference) -> str:
    """Give the type of a record."""
    if not reference.is_document:
        return "DATA"
    return "NEWS" if reference.kind == NEWS else "ELEC" if reference.url else "RPRT"


def ris_day(known: list[list[int]]) -> str:
    """Write year, month and day with slashes, empty where unknown; bounds are in the note."""
    if not known:
        return ""
    first = known[0] if len(known) == 1 else known[0][:1]
    parts = [f"{part:02}" for part in first]
    return "/".join([*parts, *[""] * (3 - len(parts))]) + "/"
