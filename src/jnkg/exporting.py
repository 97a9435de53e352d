"""Run the verbs that carry the graph into other tools."""

from __future__ import annotations

import time
from itertools import islice
from pathlib import Path

import click
from click.core import ParameterSource

from jnkg.console import open_world, progress, remark, told, world_options
from jnkg.errors import Misuse
from jnkg.exports.catalogue import FAMILIES, FORMS, Form, find_form
from jnkg.exports.request import Output, Request
from jnkg.exports.writing import accompanied, checked, write_folder
from jnkg.names import LANGUAGES
from jnkg.quick import write, write_bytes
from jnkg.rooms import find_tree

TEXTUAL = ("text/", "application/json", "application/xml", "+json", "+xml", "n-triples", "n-quads",
           "trig", "x-bibtex", "ris")  # fmt: skip


@click.command("export", epilog="Example: jnkg export csv --out tables --known-by 2024-10-17")
@click.argument("form", metavar="FORMAT", required=False)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help="Write into this folder, all files or none; without it one text goes to the output.",
)  # fmt: skip
@world_options
@click.pass_context
def export_verb(
    context: click.Context, form: str | None, out: Path | None, status: str, known_by: str,
    lang: str,
) -> None:  # fmt: skip
    """Write the graph for another tool; without a FORMAT, list them.

    Every file set says its version, licence and citation, and its counts are held against the
    graph. The same release gives the same bytes. Labels are in both languages, or in that of
    --lang where it is given.
    """
    with told(lang):
        if form is None:
            write(listed(lang))
            return
        found = find_form(form)
        tree = find_tree()
        world = open_world(tree, status, known_by)
        asked = context.get_parameter_source("lang") == ParameterSource.COMMANDLINE
        languages = (lang,) if asked else LANGUAGES
        export(found, Request(tree, world, languages, status, known_by, progress), out, lang)


def export(form: Form, request: Request, out: Path | None, language: str) -> None:
    """Write one form to a folder, or its only text to the output."""
    start = time.monotonic()
    if out is None:
        only = checked(request, [only_text(form, request)])[0]
        write_bytes(only.content)
        if not only.content:
            remark(only.about[language])
        return
    outputs = accompanied(request, form.outputs(request))
    write_folder(outputs, out)
    size = sum(len(o.content) for o in outputs)
    seconds = time.monotonic() - start
    remark(
        {
            "en": f"{form.name}: {len(outputs)} files, {size:,} bytes, {seconds:.1f} s, in {out}",
            "ja": f"{form.name}：{len(outputs)}ファイル、{size:,}バイト、{seconds:.1f}秒（{out}）",
        }[language]
    )


def only_text(form: Form, request: Request) -> Output:
    """Give the only file of a form; raises Misuse where it is no text or there are more."""
    first = list(islice(form.outputs(request), 2))
    if len(first) != 1 or not is_text(first[0]):
        raise Misuse(
            f"{form.name} is not one text: name a folder with --out DIR.",
            f"{form.name}は一つのテキストではありません。--out DIRでフォルダーを指定してください。",
        )
    return first[0]


def is_text(output: Output) -> bool:
    """Tell whether a file can be written to a terminal or a pipe of texts."""
    return any(mark in output.media_type for mark in TEXTUAL)


def listed(language: str) -> str:
    """List the forms, family by family."""
    width = max(len(name) for name in FORMS) + 2
    colon = {"en": ":", "ja": "："}[language]
    parts: list[str] = []
    for family, words in FAMILIES.items():
        forms = (form for form in FORMS.values() if form.family == family)
        lines = [f"  {form.name:<{width}}{form.about[language]}" for form in forms]
        parts.append("\n".join((words[language] + colon, *lines)))
    return "\n\n".join(parts) + "\n"


VERBS = (export_verb,)
"""In the order in which `jnkg --help` has them."""
