"""Run the verbs that make a release and tell two of them apart."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from click.core import ParameterSource

from jnkg.console import (
    format_option,
    language_option,
    open_world,
    progress,
    remark,
    told,
    world_options,
)
from jnkg.errors import Misuse, Refused
from jnkg.exports.catalogue import FORMS, Form, find_form
from jnkg.exports.request import Output, Request
from jnkg.exports.writing import write_folder
from jnkg.names import LANGUAGES
from jnkg.quick import write
from jnkg.releasing.account import account
from jnkg.releasing.archive import open_package, pack
from jnkg.releasing.comparing import compare
from jnkg.releasing.making import release
from jnkg.releasing.piece import Piece
from jnkg.releasing.statements import read_release
from jnkg.releasing.telling import TOLD
from jnkg.rooms import Tree, find_tree


@click.command("release", epilog="Example: jnkg release --out build/release --zip")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", required=True,
    help="Write into this folder, all files or none.",
)  # fmt: skip
@click.option("--zip", "packed", is_flag=True, help="Also pack it, as DIR.zip.")
@click.option("--only", multiple=True, metavar="FORMAT", help="These exports alone. Repeatable.")
@click.option("--without", multiple=True, metavar="FORMAT", help="Not this export. Repeatable.")
@world_options
@click.pass_context
def release_verb(
    context: click.Context, out: Path, packed: bool, only: tuple[str, ...],
    without: tuple[str, ...], status: str, known_by: str, lang: str,
) -> None:  # fmt: skip
    """Make a release, ready for an archive: all exports, described and with checksums.

    The tree must pass every check first. The same release gives the same bytes.
    """
    with told(lang):
        start = time.monotonic()
        forms = chosen(only, without)
        tree = find_tree()
        world = open_world(tree, status, known_by)
        asked = context.get_parameter_source("lang") == ParameterSource.COMMANDLINE
        languages = (lang,) if asked else LANGUAGES
        request = Request(tree, world, languages, status, known_by, progress)
        pieces: list[Piece] = []
        write_folder(gated(tree, release(request, forms, pieces.append)), out)
        if packed:
            progress("zip")
            pack(out, account(request).slug, out.with_name(out.name + ".zip"))
        remark(told_end(pieces, forms, out, time.monotonic() - start, lang))


def chosen(only: Sequence[str], without: Sequence[str]) -> list[Form]:
    """Give the forms that are wanted, in the order of the catalogue; raises Misuse for none."""
    named = [find_form(name).name for name in (*only, *without)]
    wanted = named[: len(only)] or list(FORMS)
    forms = [f for name, f in FORMS.items() if name in wanted and name not in without]
    if not forms:
        raise Misuse("No export is left to release.", "書き出す形式が一つも残っていません。")
    return forms


def gated(tree: Tree, outputs: Iterator[Output]) -> Iterator[Output]:
    """Yield the files of a release once the tree has passed every check; raises Refused."""
    from jnkg.verify import verify

    violations = verify(tree, progress=progress).violations
    if violations:
        raise Refused(violations)
    yield from outputs


def told_end(
    pieces: Sequence[Piece], forms: Sequence[Form], out: Path, seconds: float, lang: str
) -> str:
    """Word what was written, and which forms were left out."""
    size = sum(p.file.size for p in pieces)
    left = [name for name in FORMS if name not in {f.name for f in forms}]
    text = {
        "en": f"{len(pieces) + 1} files, {size:,} bytes, {seconds:.1f} s, in {out}",
        "ja": f"{len(pieces) + 1}ファイル、{size:,}バイト、{seconds:.1f}秒（{out}）",
    }[lang]
    if not left:
        return text
    without = {
        "en": f"; left out: {', '.join(left)}",
        "ja": f"。含めなかった形式：{'、'.join(left)}",
    }
    return text + without[lang]


@click.command("diff", epilog="Example: jnkg diff release-0.1.0 release-0.2.0.zip --lang ja")
@click.argument("before", type=click.Path(exists=True, path_type=Path))
@click.argument("after", type=click.Path(exists=True, path_type=Path))
@click.option("--exit-code", "is_telling", is_flag=True, help="Exit 1 where they differ.")
@language_option
@format_option(*TOLD)
def diff_verb(before: Path, after: Path, is_telling: bool, lang: str, form: str) -> None:
    """Tell two releases apart, claim by claim, each with its reason.

    BEFORE and AFTER are folders or zips that `jnkg release` wrote; no checkout is needed. Reasons
    are a new source, a correction, a reading, the model. What only follows from the changes is
    counted apart.
    """
    with told(lang):
        releases = [read_release(open_package(place)) for place in (before, after)]
        difference = compare(*releases)
        write(TOLD[form](difference, lang))
        if is_telling and not difference.is_empty:
            sys.exit(1)


VERBS = (release_verb, diff_verb)
"""In the order in which `jnkg --help` has them."""
