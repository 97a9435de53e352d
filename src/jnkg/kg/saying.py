"""Say to a person in Python what the other modules say to one at a shell.

An error that comes through here speaks the reader's language, and the other one in a note below
(PEP 678), which tracebacks and Jupyter print as well. Switches are named as Python writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from jnkg.errors import JnkgError, Misuse, Refused
from jnkg.names import LANGUAGES

SWITCHES = (
    (re.compile(r"--status (stated|derived|interpreted)"), r'status="\1"'),
    (re.compile(r"--known-by (\d{4}-\d\d-\d\d)"), r'known_by="\1"'),
    (re.compile(r"--status"), "status"),
    (re.compile(r"--known-by"), "known_by"),
    (re.compile(r"`jnkg find`"), "`kg.find(...)`"),
    (re.compile(r"`jnkg ask`"), "`kg.questions()`"),
    (re.compile(r"`jnkg export`"), "`jnkg export`"),
)
"""What a shell types, and what Python writes in its place."""
MOST = 5
"""As many findings of a refused tree are told; `jnkg check` tells all."""
SHOWN = 80
"""As many characters are shown of what was given in the place of a text."""


def in_python(words: str) -> str:
    """Name switches and verbs as Python does.

    >>> in_python("Narrowed away by --status stated: with --status derived there are 3 row(s).")
    'Narrowed away by status="stated": with status="derived" there are 3 row(s).'
    """
    for pattern, instead in SWITCHES:
        words = pattern.sub(instead, words)
    return words


@contextmanager
def told(language: str) -> Iterator[None]:
    """Let an error speak a language first and the other one in a note; each error once."""
    try:
        yield
    except JnkgError as error:
        if not getattr(error, "__notes__", None):
            retold(error, language)
        raise


def retold(error: JnkgError, language: str) -> None:
    """Put an error into words for Python."""
    error.message = {code: in_python(words) for code, words in error.message.items()}
    error.args = (error.message[language],)
    for code in LANGUAGES:
        if code != language:
            error.add_note(error.message[code])
    if isinstance(error, Refused):
        for finding in error.findings[:MOST]:
            error.add_note(f"{finding.file}:{finding.line} {finding.message.get(language, '')}")


def as_text(what: str, given: object) -> str:
    """Let a text pass; raises Misuse for anything else, and for what UTF-8 cannot hold.

    >>> as_text("name", "state-japan")
    'state-japan'
    """
    if not isinstance(given, str):
        kind = type(given).__name__
        raise Misuse(
            f"{what} is a text, not {kind}: {ascii(given)[:SHOWN]}.",
            f"{what}には文字列を渡してください（{kind}は使えません）：{ascii(given)[:SHOWN]}。",
        )
    try:
        given.encode()
    except UnicodeEncodeError:
        raise Misuse(
            f"{what} has a character that is not Unicode: {ascii(given)[:SHOWN]}.",
            f"{what}にUnicodeにない文字があります：{ascii(given)[:SHOWN]}。",
        ) from None
    return given


def missing(module: str | None, extra: str) -> Misuse:
    """Say what to install where a library is not there."""
    command = f"pip install 'japan-nato-kg[{extra}]'"
    return Misuse(
        f"{module} is not there. Run `{command}`.",
        f"{module}がありません。`{command}`を実行してください。",
    )
