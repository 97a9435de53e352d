"""Run one verb per step: read the words, call one function, print.

Results go to standard output, remarks to standard error. Exit codes: 0 done, 1 findings,
2 misuse or cannot run. Colours only where a terminal reads and NO_COLOR is not set.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from jnkg import __version__
from jnkg.answer import Answer, ask, check_day, find_node, run
from jnkg.build import ensure_world
from jnkg.errors import JnkgError, Misuse, Refused, UnknownValue
from jnkg.findings import FINDING_FORMATS, summary
from jnkg.names import LANGUAGES, STATUSES
from jnkg.quick import rendered, screen_width, write
from jnkg.render import FORMATS
from jnkg.report import Report
from jnkg.rooms import Tree, find_tree
from jnkg.store import World

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from jnkg.explain import Empty

Command = Callable[..., None]


@contextmanager
def told(language: str) -> Iterator[None]:
    """Tell a person what went wrong, in the language asked for, and set the exit code."""
    try:
        yield
    except Refused as refusal:
        write(FINDING_FORMATS["text"](refusal.findings, language, use_colour()))
        remark(refusal.message[language])
        sys.exit(1)
    except JnkgError as error:
        remark(error.message[language])
        sys.exit(2)
    except OSError as error:
        remark({"en": f"Cannot go on: {error}", "ja": f"続けられません：{error}"}[language])
        sys.exit(2)


def remark(text: str) -> None:
    """Say something to the person rather than to the pipe."""
    click.echo(text, err=True)


def progress(step: str) -> None:
    """Tell a person at a terminal which step is under way."""
    if sys.stderr.isatty():
        remark(f"jnkg: {step} ...")


def use_colour() -> bool:
    """Tell whether to colour: a terminal reads, and NO_COLOR is unset or empty."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def language_option(command: Command) -> Command:
    """Add `--lang`."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default=lambda: os.environ.get("JNKG_LANG") or "en",
        show_default="JNKG_LANG, else en",
        help="Language of labels and messages.",
    )(command)


def world_options(command: Command) -> Command:
    """Add the switches that every question takes: `--status`, `--known-by`, `--lang`."""
    command = click.option(
        "--known-by", default="", metavar="DATE", help="Only what was known by this day."
    )(command)
    command = click.option(
        "--status",
        type=click.Choice(STATUSES),
        default="interpreted",
        show_default=True,
        help="The weakest status admitted.",
    )(command)
    return language_option(command)


def format_option(*names: str) -> Callable[[Command], Command]:
    """Add `--format` with these names, the first being the default."""
    return click.option(
        "--format", "form", type=click.Choice(names), default=names[0], show_default=True
    )


def open_world(tree: Tree, status: str, known_by: str) -> World:
    """Open a world of a tree, building it where needed."""
    return ensure_world(tree, status, check_day(known_by) if known_by else "", progress)


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


def read_params(params: tuple[str, ...]) -> dict[str, str]:
    """Read `KEY=VALUE` words; raises Misuse for a word without an equals sign."""
    values = {}
    for word in params:
        key, equals, value = word.partition("=")
        if not equals:
            raise Misuse(
                f"{word!r} is not KEY=VALUE.", f"「{word}」を KEY=VALUE の形で書いてください。"
            )
        values[key] = value
    return values


def print_answer(question: Empty, form: str, lang: str) -> None:
    """Print the answer, and where it is empty say why."""
    from jnkg.explain import explain, explain_unknown

    world = question.open_world(question.status, question.known_by)
    try:
        answer = ask(world, question.name, question.values)
    except UnknownValue as error:
        reason = explain_unknown(error, question)
        if reason is None:
            raise
        remark(reason.message[lang])
        if form != "table":
            columns = ask(world, question.name, {}).columns
            write(rendered(world, Answer(columns, []), form, lang))
        return
    if answer.rows or form != "table":
        write(rendered(world, answer, form, lang))
    if not answer.rows:
        for reason in explain(question):
            remark(reason.message[lang])


def question_list(world: World, lang: str) -> str:
    """List the stored questions with their titles and parameters."""
    lines = []
    for name, question in sorted(world.questions().items()):
        params = "".join(f" [-p {key}=...]" for key, *_ in question["params"])
        lines.append(f"{name}{params}\n    {question['title'][lang]}\n")
    return "".join(lines)


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


def read_query(source: IO[bytes] | None) -> str:
    """Read a query from a file, else from standard input; raises Misuse where it is not UTF-8."""
    stream = source or (sys.stdin.buffer if sys.stdin else None)
    try:
        return stream.read().decode() if stream else ""
    except UnicodeDecodeError as error:
        raise Misuse("Save the query as UTF-8.", "クエリをUTF-8で保存してください。") from error


def run_typed(world: World, typed: str) -> Answer:
    """Run a query that a person typed; raises Misuse with the parser's words."""
    from jnkg.questions import calls_out, with_prologue

    if calls_out(typed):
        raise Misuse(
            "Take SERVICE out: a query asks this graph alone.",
            "SERVICEを外してください。クエリはこのグラフだけに問い合わせます。",
        )
    try:
        return run(world, with_prologue(typed))
    except SyntaxError as error:
        words = re.sub(r"(\d+):(\d+)", lambda m: f"{int(m[1]) - 1}:{m[2]}", str(error.msg), count=1)
        raise Misuse(f"Mend the query: {words}", f"クエリを直してください：{words}") from error


def empty_words(count: int) -> dict[str, str]:
    """Word why a typed query gave no row: narrowed away, or nothing there."""
    if count:
        return {
            "en": f"Narrowed away by --status or --known-by: without them, {count} row(s).",
            "ja": f"--status か --known-by によって除かれています。外すと{count}件あります。",
        }
    return {"en": "No row matches.", "ja": "該当する行はありません。"}


def node_in(tree: Tree, world: World, text: str, lang: str) -> NamedNode | None:
    """Find a node of a world; where only a wider one knows it, say so and give None.

    Raises UnknownValue where none does.
    """
    try:
        return find_node(world, text)
    except UnknownValue:
        find_node(open_world(tree, STATUSES[-1], ""), text)
    words = {
        "en": "Narrowed away by --status or --known-by: the graph knows it, but not in this world.",
        "ja": "--status か --known-by によって除かれています。グラフにはあります。",
    }
    remark(words[lang])
    return None


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
