"""Mark what is written in another script than the page's, and write dates as readers do.

Text goes in as it was found, safe HTML goes out.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

EAST = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
JAPANESE = re.compile(f"[{EAST}](?:[\\w .,:/%～〜・×－-]{{0,24}}[{EAST}])*")
"""A run of Japanese, with the numbers and names inside it."""
ENGLISH = re.compile(
    r"[A-Za-z][A-Za-z'’.-]*(?:[,;:]? (?:[&/–—-] )?(?:[A-Za-z0-9(“\"][A-Za-z0-9'’.”\")-]*)){2,}"
)
"""Three or more words of the Latin script: fewer are names that Japanese takes in."""
RUNS = {"en": (JAPANESE, "ja"), "ja": (ENGLISH, "en")}
SPANNED = Markup('<span lang="{}">{}</span>')
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
SPAN = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
UNITS = {"en": ("day", "hour", "minute"), "ja": ("日", "時間", "分")}
ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def marked(text: str, page: str, language: str = "") -> Markup:
    """Escape a text and mark what is not in the language of the page.

    `language` is that of the whole text where it is known; where it is not, the script tells.
    """
    if language and language != page:
        return SPANNED.format(language, text)
    pattern, other = RUNS[page]
    if page == "en" and text.isascii():
        return escape(text)
    parts: list[str | Markup] = []
    last = 0
    for run in pattern.finditer(text):
        parts += [text[last : run.start()], SPANNED.format(other, run[0])]
        last = run.end()
    return Markup("").join([*parts, text[last:]])


def day_words(value: str, language: str) -> str:
    """Write an ISO year, month or day in words; empty where it is none."""
    found = ISO.fullmatch(value)
    if not found:
        return ""
    year, month, day = (part and int(part) for part in found.groups())
    if month and not 1 <= month <= 12:
        return ""
    if language == "ja":
        return f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")
    return " ".join(str(p) for p in (day, month and MONTHS[month - 1], year) if p)


def day_of(value: str, language: str) -> Markup:
    """Write a date for readers and machines; what is no date is given as it is."""
    words = day_words(value, language)
    if not words:
        return marked(value, language)
    return Markup('<time datetime="{}">{}</time>').format(value, words)


def lasting(text: str, language: str) -> Markup:
    """Write a duration of days, hours and minutes in words; any other is given as it is."""
    found = SPAN.fullmatch(text)
    if not found or not any(found.groups()):
        return escape(text)
    pairs = [(n, unit) for n, unit in zip(found.groups(), UNITS[language], strict=True) if n]
    if language == "ja":
        return escape("".join(f"{n}{unit}" for n, unit in pairs))
    return escape(" ".join(f"{n} {unit}{'' if n == '1' else 's'}" for n, unit in pairs))
