"""Put an export on the disk, whole or not at all, and hold its counts against the graph.

Outputs come in; a folder goes out, with a page that says what it is and the checksums of all files.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox

from jnkg.errors import JnkgError, Misuse
from jnkg.exports.colophon import Colophon, colophon
from jnkg.exports.request import Count, Output, Request

COMMAS = {"en": ", ", "ja": "、"}
ABOUT, SUMS = "ABOUT.md", "SHA256SUMS"
WORDS = {
    "en": {
        "citation": "To cite",
        "licence": "Licence",
        "world": "Holds",
        "file": "File",
        "what": "What it holds",
        "size": "Bytes",
        "count": "Counts, each held against the graph",
    },
    "ja": {
        "citation": "引用の形",
        "licence": "ライセンス",
        "world": "範囲",
        "file": "ファイル",
        "what": "内容",
        "size": "バイト",
        "count": "件数（グラフと照合済み）",
    },
}

COUNTED_JA = {
    "claims with their graph": "主張と名前付きグラフの組",
    "documents": "文書",
    "edges": "エッジ",
    "events with the page that dates them": "日付の典拠を伴う出来事",
    "facts between two items, each with the page that states it": "項目間の事実（典拠付き）",
    "individuals": "個体",
    "items": "項目",
    "mappings of terms": "用語の対応",
    "named graphs": "名前付きグラフ",
    "nanopublications whose name fits their content": "名称が内容と一致するナノパブリケーション",
    "nodes": "ノード",
    "own terms": "本語彙の用語",
    "passages": "箇所",
    "quads": "クワッド",
    "triples in the default graph": "デフォルトグラフのトリプル",
}
"""What is counted, in Japanese; rows are those of a table."""


def counted_words(what: str, language: str) -> str:
    """Say in a language what was counted."""
    if language == "en":
        return what
    return COUNTED_JA.get(what) or re.sub(r"^rows of (.+)$", r"\1の行", what)


def checked(request: Request, outputs: Iterable[Output]) -> list[Output]:
    """Give the outputs back; raises JnkgError where a count differs from the graph's."""
    found = list(outputs)
    for output in found:
        for count in output.counts:
            hold(request, output, count)
    return found


def hold(request: Request, output: Output, count: Count) -> None:
    """Hold one count against the graph; raises JnkgError where they differ."""
    number = counted(request, count.query)
    if number != count.number:
        raise JnkgError(
            f"{output.path}: {count.number} {count.what}, but the graph has {number}. Nothing was "
            "written; please report this.",
            f"{output.path}：{counted_words(count.what, 'ja')}が{count.number}件ですが、"
            f"グラフには{number}件あります。"
            "何も書き出していません。お知らせください。",
        )


def counted(request: Request, query: str) -> int:
    """Run a SELECT of one number."""
    result = request.world.store.query(query)
    if not isinstance(result, ox.QuerySolutions):
        raise TypeError(query)
    (row,) = result
    value = row[0]
    return int(value.value) if isinstance(value, ox.Literal) else 0


def about_page(outputs: Sequence[Output], said: Colophon, languages: Sequence[str]) -> str:
    """Write the page that lies beside the files."""
    lines: list[str] = []
    for code in languages:
        words = WORDS[code]
        lines += [f"# {said.title[code]} {said.version}", ""]
        lines += [f"- {words['citation']}: {said.citation[code]}"]
        lines += [f"- {words['licence']}: {said.licence}"]
        lines += [f"- {words['world']}: {said.world[code]}", ""]
        lines += [f"| {words['file']} | {words['what']} | {words['size']} | {words['count']} |"]
        lines += ["|---|---|---|---|"]
        for output in outputs:
            counts = COMMAS[code].join(numbered(c, code) for c in output.counts)
            lines += [
                f"| {output.path} | {output.about[code]} | {len(output.content):,} | {counts} |"
            ]
        lines += [""]
    return "\n".join(lines).rstrip() + "\n"


def numbered(count: Count, language: str) -> str:
    """Give a count with what was counted."""
    what = counted_words(count.what, language)
    return f"{count.number:,} {what}" if language == "en" else f"{what}{count.number:,}件"


def accompanied(request: Request, outputs: Iterable[Output]) -> list[Output]:
    """Check the outputs and add what lies beside them: the page, and the checksums of all."""
    found = checked(request, outputs)
    page = about_page(found, colophon(request), request.languages)
    words = {"en": "What these files are", "ja": "これらのファイルについて"}
    found.append(Output(ABOUT, page.encode(), "text/markdown", words))
    found.append(checksums(found))
    return found


def checksums(outputs: Iterable[Output]) -> Output:
    """Give the SHA-256 of all files in the form that `sha256sum --check` reads."""
    lines = (f"{hashlib.sha256(o.content).hexdigest()}  {o.path}\n" for o in outputs)
    words = {"en": "SHA-256 of every file", "ja": "全ファイルのSHA-256"}
    return Output(SUMS, "".join(sorted(lines)).encode(), "text/plain", words)


def write_folder(outputs: Iterable[Output], folder: Path) -> None:
    """Write files into a folder, all of them or none.

    A folder that is there is replaced only if it is empty, or holds no file but those that an
    export wrote (its checksums name them). Raises Misuse otherwise, and OSError.
    """
    folder = folder.resolve()  # `.` has no name to move away, and a link is not what is replaced
    if folder.exists() and (not folder.is_dir() or is_strange(folder)):
        raise Misuse(
            f"{folder} holds something else than an export: name an empty or a new folder.",
            f"{folder}には書き出し以外のものがあります。空のフォルダーか新しい名前を指定してください。",
        )
    if folder == Path.cwd():
        raise Misuse(
            f"{folder} is where you are, and cannot be replaced: name a folder inside it.",
            f"{folder}は現在の作業フォルダーのため、置き換えられません。その中のフォルダーを指定してください。",
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        new, old = draft / "new", draft / "old"
        new.mkdir()
        for output in outputs:
            place = new / output.path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(output.content)
        exchange(new, folder, old)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def exchange(new: Path, folder: Path, old: Path) -> None:
    """Put a folder in the place of another, which moves aside; raises OSError, and puts it back."""
    if folder.exists():
        os.replace(folder, old)
    try:
        os.replace(new, folder)
    except OSError:
        if old.exists():
            os.replace(old, folder)
        raise


def is_strange(folder: Path) -> bool:
    """Tell whether a folder holds something that no export has written."""
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir()}
    return bool(files - written_before(folder)) or (not files and any(folder.iterdir()))


def written_before(folder: Path) -> set[str]:
    """Give the files that an export wrote into a folder, by its checksums; none without them."""
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {SUMS, *(line.partition("  ")[2] for line in lines)}
