"""Fold text, so that two ways of writing one word become one.

Text comes in, folded text goes out. `fold` is for searching and is generous; `fold_text` is for
holding quotations against a source and changes only what an extraction of the same page changes.
Nothing here costs time to import.
"""

import re
import unicodedata

SPACE = re.compile(r"\s+")
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―⁃−➖⸺⸻゠"), "-")
WAVES = dict.fromkeys(map(ord, "〜～∼∿"), "~")
DOTS = dict.fromkeys(map(ord, "・·•‧∙⋅᛫"), None)
HIRAGANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
VOICING = "\u3099\u309a"
DASH_FOR_LONG_VOWEL = re.compile(r"(?<=[\u3041-\u3096ー])[-~]")
PLAIN = re.compile("[\x00-\x7f\u3001-\u3029\u3030-\u303d\u3041-\u3096\u309b-\u30ff\u4e00-\u9fff]*")
"""A text in which no letter carries a mark that folding takes off."""
SPACE_BESIDE_WIDE = re.compile(r"(?<=[^\x00-\u02ff]) | (?=[^\x00-\u02ff])")


def fold_text(text: str) -> str:
    """Give a text in NFKC with all white space removed: the form that offsets count in."""
    return SPACE.sub("", unicodedata.normalize("NFKC", text))


def fold(text: str) -> str:
    """Give a text as searching sees it; folding twice changes nothing.

    Blind to width, case, kana script, accents and macrons, kinds of dash and long-vowel mark,
    middle dots, and runs of white space; a space beside a Japanese character does not count.
    Voicing marks do: ga is not ka.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    folded = fold_once(text)
    while (again := fold_once(folded)) != folded:  # a letter may fold into one that folds again
        folded = again
    return folded


def fold_once(text: str) -> str:
    """Fold each character, then the places between them."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    whole = plain if PLAIN.fullmatch(plain) else unmarked(plain)
    kana = whole.translate(HIRAGANA).translate(DASHES).translate(WAVES).translate(DOTS)
    spaced = SPACE.sub(" ", DASH_FOR_LONG_VOWEL.sub("ー", kana)).strip()
    return SPACE_BESIDE_WIDE.sub("", spaced)


def unmarked(text: str) -> str:
    """Take the marks off letters, but for the voicing marks of kana."""
    bare = "".join(
        c
        for c in unicodedata.normalize("NFD", text)
        if c in VOICING or not unicodedata.combining(c)
    )
    return unicodedata.normalize("NFC", bare)


def words(query: str) -> list[str]:
    """Give the folded words of a query, each once, in their order."""
    return [w for w in dict.fromkeys(fold(part) for part in query.split()) if w]
