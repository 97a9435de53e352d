"""Write the first page of a release, in English and in Japanese.

An Account and the files come in, Outputs go out: what is there, how to cite it, how to see that
nothing was damaged, and what the archive adds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from jnkg.exports.request import Output
from jnkg.releasing.account import Account
from jnkg.releasing.parts import folder_words
from jnkg.releasing.piece import Piece

PAGE = {"en": "README.md", "ja": "README.ja.md"}
ABOUT = {
    "en": {"en": "Read this first", "ja": "最初に読むもの（英語）"},
    "ja": {"en": "Read this first (in Japanese)", "ja": "最初に読むもの"},
}
TABLE = {
    "en": "| Folder | What it holds | Files | Bytes |",
    "ja": "| フォルダー | 内容 | ファイル数 | バイト |",
}
TEXT: Mapping[str, str] = {
    "en": """# {title} {version}

{abstract}

[日本語](README.ja.md)

- To cite: {citation}
- Licence of the data: [{licence_name}]({licence}), see `LICENSE-DATA`. Software: `LICENSE`.
- Holds: {world}

## What is here

{table}

At the top: `CITATION.cff` (how to cite), `datacite.json` (for a DOI), `ro-crate-metadata.json`
(every file, with size and checksum), `croissant.json` (the tables, field by field), `void.ttl` and
`dcat.ttl` (counts; files as distributions), `SHA256SUMS`.
{left_out}
## To see that nothing was damaged

    sha256sum --check SHA256SUMS

The same commit gives the same bytes: `jnkg release --out DIR` in a checkout of this version makes
this folder again.

## To compare with another release

    jnkg diff OLD NEW

Every claim that was added, removed or changed is listed with its reason: a new source, a
correction, a reading, the model.

## What the archive adds

A DOI and the address of its landing page: `datacite.json` and `CITATION.cff` leave both open.
""",
    "ja": """# {title} {version}

{abstract}

[English](README.md)

- 引用：{citation}
- データのライセンス：[{licence_name}]({licence})（`LICENSE-DATA`）。ソフトウェア：`LICENSE`。
- 範囲：{world}

## 内容一覧

{table}

直下のファイル：`CITATION.cff`（引用方法）、`datacite.json`（DOI登録用）、
`ro-crate-metadata.json`（全ファイルの大きさとチェックサム）、`croissant.json`（表の各列）、
`void.ttl`と`dcat.ttl`（件数、配布ファイル）、`SHA256SUMS`。
{left_out}
## 破損の有無の確認

    sha256sum --check SHA256SUMS

同じコミットからは同じバイト列が得られる。この版のチェックアウトで`jnkg release --out DIR`を
実行すれば、このフォルダーを再び作ることができる。

## 他のリリースとの比較

    jnkg diff OLD NEW

追加、削除または変更された主張が、その理由（新しい典拠、訂正、解釈、モデル）とともに一覧される。

## アーカイブが付けるもの

DOIとランディングページのアドレス。`datacite.json`と`CITATION.cff`では空けてある。
""",
}
LEFT_OUT = {
    "en": "\nLeft out of this folder: {}.\n",
    "ja": "\nこのフォルダーに含めなかった形式：{}。\n",
}
COMMA = {"en": ", ", "ja": "、"}


def readmes(said: Account, pieces: Sequence[Piece], left_out: Sequence[str]) -> Iterator[Output]:
    """Write the pages; `left_out` names the forms of export that are not there."""
    for code, template in TEXT.items():
        names = COMMA[code].join(left_out)
        text = template.format(
            title=said.title[code],
            version=said.version,
            abstract=said.abstract[code],
            citation=said.citation[code],
            licence=said.licence,
            licence_name=said.licence_name[code],
            world=said.world[code],
            table=table(pieces, code),
            left_out=LEFT_OUT[code].format(names) if names else "",
        )
        yield Output(PAGE[code], text.encode(), "text/markdown", ABOUT[code])


def table(pieces: Sequence[Piece], language: str) -> str:
    """List the folders with what they hold."""
    lines = [TABLE[language], "|---|---|---|---|"]
    for part in dict.fromkeys(p.part for p in pieces if p.part):
        own = [p.file.size for p in pieces if p.part == part]
        words = folder_words(part)[language]
        lines.append(f"| `{part}/` | {words} | {len(own):,} | {sum(own):,} |")
    return "\n".join(lines)
