"""Run one verb per step: read the words, call one function, print."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

import click

from jnkg import __version__
from jnkg.asking import (
    empty_words,
    node_in,
    print_answer,
    question_list,
    read_params,
    read_query,
    run_typed,
)
from jnkg.console import (
    format_option,
    language_option,
    open_world,
    progress,
    remark,
    told,
    use_colour,
    world_options,
)
from jnkg.findings import FINDING_FORMATS, summary
from jnkg.names import STATUSES
from jnkg.quick import rendered, screen_width, write
from jnkg.render import FORMATS
from jnkg.report import Report
from jnkg.rooms import find_tree


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="jnkg")
def cli() -> None:
    """Ask, check and cite the Japan-NATO cooperation knowledge graph.

    Every claim leads to its clause. Start with `jnkg ask`, which lists the questions.
    """


@cli.command("ask", epilog="Example: jnkg ask areas-of-an-instrument --lang ja")
@click.argument("name", required=False)
@click.option("-p", "--param", "params", multiple=True, metavar="KEY=VALUE", help="Repeatable.")
@world_options
@format_option(*FORMATS)
def ask_verb(
    name: str | None, params: tuple[str, ...], status: str, known_by: str, lang: str, form: str
) -> None:
    """Answer a stored question; without a NAME, list them."""
    from jnkg.explain import Empty

    with told(lang):
        tree = find_tree()
        if name is None:
            write(question_list(open_world(tree, status, known_by), lang))
            return
        empty = Empty(
            name, read_params(params), status, known_by, lambda s, k: open_world(tree, s, k)
        )
        print_answer(empty, form, lang)


@cli.command("sparql", epilog="Example: jnkg sparql 'SELECT ?s { ?s a jn:Area }' --format csv")
@click.argument("query", required=False)
@click.option("-f", "--file", "source", type=click.File("rb"), help="Read the query from a file.")
@world_options
@format_option(*FORMATS)
def sparql_verb(
    query: str | None, source: IO[bytes] | None, status: str, known_by: str, lang: str, form: str
) -> None:
    """Run any SPARQL query (argument, --file, or standard input)."""
    with told(lang):
        text = query if query is not None and query != "-" else read_query(source)
        tree = find_tree()
        world = open_world(tree, status, known_by)
        answer = run_typed(world, text)
        write(rendered(world, answer, form, lang))
        if not answer.rows:
            widest = open_world(tree, STATUSES[-1], "")
            remark(empty_words(len(run_typed(widest, text).rows))[lang])


@cli.command("show", epilog="Example: jnkg show event-2024-10-17-partner-session --lang ja")
@click.argument("node")
@world_options
@format_option("text", "json")
def show_verb(node: str, status: str, known_by: str, lang: str, form: str) -> None:
    """Print one node as a card: its claims, each with status, document and clause."""
    import json

    from jnkg.show import card, to_json, to_text

    with told(lang):
        tree = find_tree()
        world = open_world(tree, status, known_by)
        found = node_in(tree, world, node, lang)
        if found is None:
            return
        shown = card(world, found, lang)
        if form == "json":
            write(json.dumps(to_json(shown), ensure_ascii=False, indent=2) + "\n")
        else:
            write(to_text(shown, lang, screen_width() or 100))


@cli.command(
    "why",
    epilog="Example: jnkg why area-2023-itpp-cyber descendsFrom area-2014-ipcp-3.1.1 --lang ja",
)
@click.argument("subject")
@click.argument("relation")
@click.argument("value", metavar="OBJECT")
@world_options
@format_option("text", "json")
def why_verb(
    subject: str, relation: str, value: str, status: str, known_by: str, lang: str, form: str
) -> None:
    """Say why a triple holds: rules and premises, down to documents and clauses."""
    from jnkg.proving import print_proof

    with told(lang):
        print_proof(find_tree(), (subject, relation, value), (status, known_by), lang, form)


@cli.command("find", epilog="Example: jnkg find サイバー")
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--most", type=click.IntRange(1), default=20, show_default=True, help="How many hits."
)
@world_options
@format_option("table", "json")
def find_verb(
    text: tuple[str, ...], most: int, status: str, known_by: str, lang: str, form: str
) -> None:
    """Search labels and summaries, blind to width, case, kana and macrons."""
    from jnkg.find import find, hits_to_json, hits_to_table

    with told(lang):
        world = open_world(find_tree(), status, known_by)
        hits = find(world, " ".join(text), lang, most)
        if not hits and find(open_world(find_tree(), STATUSES[-1], ""), " ".join(text), lang, 1):
            remark(empty_words(1)[lang])
            return
        write((hits_to_json if form == "json" else hits_to_table)(hits, lang))


@cli.command("cite", epilog="Example: jnkg cite passage-2014-ipcp-3.1.5 --style bibtex")
@click.argument("node")
@click.option(
    "--style",
    type=click.Choice(["text", "bibtex", "csl-json"]),
    default="text",
    show_default=True,
)
@world_options
def cite_verb(node: str, style: str, status: str, known_by: str, lang: str) -> None:
    """Give a reference for a document, a passage or any other node."""
    from jnkg.cite import cite

    with told(lang):
        tree = find_tree()
        world = open_world(tree, status, known_by)
        found = node_in(tree, world, node, lang)
        if found is not None:
            write(cite(world, found, style, lang))


@cli.command("check", epilog="Example: jnkg check data/stated/mod/*.ttl --lang ja")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--engine", type=click.Choice(["shacl", "pyshacl"]), default="shacl", show_default=True
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
    files: tuple[Path, ...], engine: str, accept: tuple[str, ...], lang: str, form: str
) -> None:
    """Run every check there is, over the whole tree; with FILES, report only on those."""
    from jnkg.expected import write_expected
    from jnkg.verify import verify, verify_files

    with told(lang):
        tree = find_tree()
        for path in write_expected(tree, accept) if accept else ():
            remark(path)
        found = (
            verify_files(tree, files, engine) if files else verify(tree, engine, progress=progress)
        )
        finish(found, form, lang)


def finish(found: Report, form: str, lang: str) -> None:
    """Print findings and leave with 1 where any of them is a violation."""
    write(FINDING_FORMATS[form](found.findings, lang, use_colour()))
    remark(summary(found, lang))
    sys.exit(1 if found.violations else 0)


@cli.command("evidence", epilog="Example: jnkg evidence --texts ../shared/sources")
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


@cli.command("fmt", epilog="Example: jnkg fmt data/stated/nato/2013-04-13-declaration-page.ttl")
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


@cli.command("build", epilog="Example: jnkg build")
@language_option
def build_verb(lang: str) -> None:
    """Pass the gate and build the worlds of today, so that questions answer at once."""
    with told(lang):
        tree = find_tree()
        for status in STATUSES:
            world = open_world(tree, status, "")
            words = {"en": f"{status} {world.day}: {len(world.store):,} quads"}
            words["ja"] = f"{status} {world.day}：{len(world.store):,}件"
            remark(words[lang])
