"""Write the citation file (CFF 1.2.0): how the dataset asks to be cited.

An Account comes in, an Output goes out. For the widest world it is, byte for byte, the file at the
top of the checkout, which a test compares.
"""

from __future__ import annotations

import json

from jnkg.exports.request import Output
from jnkg.releasing.account import Account

MESSAGE = (
    "If you use the graph, please cite it as below, and the documents that its claims lead to."
)
ABOUT = {"en": "How to cite (Citation File Format)", "ja": "引用方法（Citation File Format）"}
PATH = "CITATION.cff"


def citation_file(said: Account) -> Output:
    """Write the citation file; CFF has one language, and takes English here."""
    lines = [
        "cff-version: 1.2.0",
        f"message: {quoted(MESSAGE)}",
        "type: dataset",
        f"title: {quoted(said.title['en'])}",
        f"abstract: {quoted(said.abstract['en'])}",
        f"version: {said.version}",
        f"date-released: {said.issued}",
        f"license: {said.spdx}",
        f"url: {quoted(said.iri)}",
        "authors:",
        f"  - name: {quoted(said.maker['en'])}",
        "keywords:",
        *(f"  - {word}" for word in said.keywords["en"]),
    ]
    return Output(PATH, ("\n".join(lines) + "\n").encode(), "application/yaml", ABOUT)


def quoted(text: str) -> str:
    """Write a text as YAML in double quotes, which JSON's are."""
    return json.dumps(text, ensure_ascii=False)
