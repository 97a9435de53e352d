"""Run the verb that loads the graph into a store elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from jnkg.build import ensure_world
from jnkg.console import known_day, progress, remark, switch_options, told
from jnkg.remote.auths import shown
from jnkg.remote.pushing import CHUNK, Plan, Target, compare, open_target, push
from jnkg.rooms import find_tree

Heard = Callable[[int], None]


@click.command(
    "push", epilog="Example: jnkg push http://localhost:7878/query --status stated --dry-run"
)
@click.argument("url")
@click.option("--gsp", default="", metavar="URL", help="Where graphs go (Graph Store Protocol).")
@click.option(
    "--chunk", type=click.IntRange(1), default=CHUNK, show_default=True,
    help="Triples in one request.",
)  # fmt: skip
@click.option("--replace", is_flag=True, help="Replace what the default graph holds.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent; change nothing.")
@switch_options
def push_verb(
    url: str, gsp: str, chunk: int, replace: bool, dry_run: bool,
    status: str, known_by: str, lang: str,
) -> None:  # fmt: skip
    """Load one world into the SPARQL store at URL; what is there already is not sent again.

    URL takes queries; {status} and {known-by} in it are filled. Credentials come from
    JNKG_STORE_AUTH (basic USER:PASSWORD, digest USER:PASSWORD, bearer TOKEN).
    """
    with told(lang):
        world = ensure_world(find_tree(), status, known_day(known_by), progress)
        store = open_target(world, Target(url, gsp, chunk))
        plan = compare(world, store)
        remark(told_plan(plan, store.address, lang))
        if dry_run or plan.is_done:
            return
        with bar(plan.triples) as heard:
            push(world, store, plan, heard, replace)
        remark(told_end(plan, store.address, lang))


def told_plan(plan: Plan, address: str, lang: str) -> str:
    """Word what a push has to do."""
    world, place = f"{plan.release.status} {plan.release.day}", shown(address)
    if plan.is_done:
        return {
            "en": f"{place} holds {world} ({plan.release.triples:,} quads) already.",
            "ja": f"{place} にはすでに {world}（{plan.release.triples:,}件）があります。",
        }[lang]
    return {
        "en": f"{world} to {place}: {plan.triples:,} triples in {len(plan.send)} graphs to send, "
        f"{len(plan.keep)} graphs there already, {len(plan.drop)} to take away.",
        "ja": f"{world} を {place} へ：送るもの{len(plan.send)}グラフ{plan.triples:,}件、"
        f"すでにあるもの{len(plan.keep)}グラフ、取り除くもの{len(plan.drop)}グラフ。",
    }[lang]


def told_end(plan: Plan, address: str, lang: str) -> str:
    """Word that a push is done."""
    count, graphs = plan.release.triples, len(plan.release.graphs)
    return {
        "en": f"Done: {count:,} quads in {graphs} graphs, counted there. Ask it with --store "
        f"{shown(address)}",
        "ja": f"完了：{graphs}グラフ{count:,}件をストア側で数えて確かめました。"
        f"--store {shown(address)} で尋ねられます。",
    }[lang]


@contextmanager
def bar(triples: int) -> Iterator[Heard]:
    """Show how far a push has come, where a terminal reads."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=triples, file=sys.stderr, label="push") as shown_bar:
        yield shown_bar.update
