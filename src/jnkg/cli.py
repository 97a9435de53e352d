"""Run one verb per step: read the words, call one function, print. Here are those that ask."""

from __future__ import annotations

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
    open_world,
    remark,
    told,
    world_options,
)
from jnkg.exporting import VERBS as EXPORTING
from jnkg.mcpverb import VERBS as AGENTS
from jnkg.names import STATUSES
from jnkg.pushverb import push_verb
from jnkg.quick import rendered, screen_width, write
from jnkg.releaseverbs import VERBS as RELEASING
from jnkg.render import FORMATS
from jnkg.rooms import find_tree
from jnkg.serving import VERBS as SERVING
from jnkg.tending import VERBS as TENDING
from jnkg.viewing import VERBS as VIEWING


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
    type=click.Choice(["text", "bibtex", "ris", "csl-json"]),
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


for verb in (*VIEWING, *EXPORTING, *RELEASING, *SERVING, *AGENTS, push_verb, *TENDING):
    cli.add_command(verb)
