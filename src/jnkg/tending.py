"""Run the verbs that tend the graph: check it, hold it to its texts, write and build it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from jnkg.console import (
    format_option,
    language_option,
    open_world,
    progress,
    remark,
    told,
    use_colour,
)
from jnkg.findings import FINDING_FORMATS, summary
from jnkg.names import STATUSES
from jnkg.quick import write
from jnkg.report import Report
from jnkg.rooms import find_tree


@click.command("check", epilog="Example: jnkg check data/stated/mod/*.ttl --lang ja")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--engine", type=click.Choice(["shacl", "pyshacl"]), default="shacl", show_default=True
)
@click.option(
    "--reasoner",
    type=click.Choice(["pyhermit", "hermit"]),
    default="pyhermit",
    show_default=True,
    help="Who judges consistency; hermit needs Java.",
)
@click.option(
    "--accept",
    multiple=True,
    metavar="QUESTION",
    help="Write what a question answers now as its expected rows, then check. Repeatable.",
)
@language_option
@format_option(*FINDING_FORMATS)
def check_verb(
    files: tuple[Path, ...],
    engine: str,
    reasoner: str,
    accept: tuple[str, ...],
    lang: str,
    form: str,
) -> None:
    """Run every check there is, over the whole tree; with FILES, report only on those."""
    from jnkg.expected import write_expected
    from jnkg.verify import verify, verify_files

    with told(lang):
        tree = find_tree()
        for path in write_expected(tree, accept) if accept else ():
            remark(path)
        found = (
            verify_files(tree, files, engine, progress, reasoner)
            if files
            else verify(tree, engine, progress, reasoner)
        )
        finish(found, form, lang)


def finish(found: Report, form: str, lang: str) -> None:
    """Print findings and leave with 1 where any of them is a violation."""
    write(FINDING_FORMATS[form](found.findings, lang, use_colour()))
    for words in found.remarks:
        remark(words[lang])
    remark(summary(found, lang))
    sys.exit(1 if found.violations else 0)


@click.command("evidence", epilog="Example: jnkg evidence --texts ../shared/sources")
@click.option(
    "--texts",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder with the documents' texts.",
)
@click.option("--pin", is_flag=True, help="Write the digests of the quotations found.")
@language_option
@format_option(*FINDING_FORMATS)
def evidence_verb(texts: Path, pin: bool, lang: str, form: str) -> None:
    """Find every quotation at its place in the documents' texts."""
    from jnkg import evidence
    from jnkg.dataset import read
    from jnkg.files import write_whole

    with told(lang):
        tree = find_tree()
        dataset = read(tree)
        if pin:
            for path, text in evidence.pin(dataset, texts).items():
                write_whole(Path(tree.root, path), text)
                remark(path)
            dataset = read(tree)
        finish(evidence.check_texts(dataset, texts), form, lang)


@click.command("fmt", epilog="Example: jnkg fmt data/stated/nato/2013-04-13-declaration-page.ttl")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if any differs.")
@language_option
def fmt_verb(files: tuple[Path, ...], only_check: bool, lang: str) -> None:
    """Write Turtle in the project's canonical form (without FILES: the whole tree)."""
    from jnkg.files import format_files, turtle_files

    with told(lang):
        changed = format_files(files or turtle_files(find_tree()), write=not only_check)
        for path in changed:
            click.echo(os.path.relpath(path))
        sys.exit(1 if changed and only_check else 0)


@click.command("ontology", epilog="Example: jnkg ontology --format rdf > jnkg.rdf")
@language_option
@format_option("ttl", "nt", "rdf", "jsonld", "sssom", "report")
def ontology_verb(lang: str, form: str) -> None:
    """Write the ontology as one graph, its alignments (sssom), or a metadata report."""
    from jnkg.adoption import report
    from jnkg.alignments import sssom
    from jnkg.dataset import read
    from jnkg.published import published, written

    with told(lang):
        dataset = read(find_tree())
        others = {"sssom": lambda: sssom(dataset), "report": lambda: report(published(dataset))}
        write((others[form]() if form in others else written(published(dataset), form)).decode())


@click.command("docs", epilog="Example: jnkg docs --out build/docs")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write; in a checkout build/docs unless told otherwise.",
)
@language_option
def docs_verb(out: Path | None, lang: str) -> None:
    """Write the reference pages of the ontology, in Japanese and English."""
    from jnkg.documenting import write_docs

    with told(lang):
        folder, count = write_docs(find_tree(), out)
        place = os.path.relpath(folder)
        remark({"en": f"{count} files in {place}", "ja": f"{place}：{count}ファイル"}[lang])


@click.command("build", epilog="Example: jnkg build")
@language_option
def build_verb(lang: str) -> None:
    """Pass the gate and build the worlds of today, so that questions answer at once."""
    from jnkg.find import texts

    with told(lang):
        tree = find_tree()
        for status in STATUSES:
            world = open_world(tree, status, "")
            texts(world)
            words = {"en": f"{status} {world.day}: {len(world.store):,} quads"}
            words["ja"] = f"{status} {world.day}：{len(world.store):,}件"
            remark(words[lang])


VERBS = (
    check_verb,
    evidence_verb,
    fmt_verb,
    ontology_verb,
    docs_verb,
    build_verb,
)
"""In the order in which a file goes through them."""
