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
    folded = fold_once(text)
    while (again := fold_once(folded)) != folded:  # a letter may fold into one that folds again
        folded = again
    return folded


def fold_once(text: str) -> str:
    """Fold each character, then the places between them."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    bare = "".join(
        c
        for c in unicodedata.normalize("NFD", plain)
        if c in VOICING or not unicodedata.combining(c)
    )
    whole = unicodedata.normalize("NFC", bare)
    kana = whole.translate(HIRAGANA).translate(DASHES).translate(WAVES).translate(DOTS)
    spaced = SPACE.sub(" ", DASH_FOR_LONG_VOWEL.sub("ー", kana)).strip()
    return SPACE_BESIDE_WIDE.sub("", spaced)


def words(query: str) -> list[str]:
    """Give the folded words of a query, each once, in their order."""
    return [w for w in dict.fromkeys(fold(part) for part in query.split()) if w]
