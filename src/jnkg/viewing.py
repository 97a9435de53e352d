"""Run the verbs that show the graph to people, as pictures or as text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from jnkg.asking import HIDDEN
from jnkg.console import format_option, open_world, told, use_colour, world_options
from jnkg.errors import UnknownValue
from jnkg.quick import screen_width
from jnkg.rooms import find_tree
from jnkg.views.frame import VIEW_FORMATS, Sight, View, show, waiting

Command = Callable[..., None]
WIDTH = 100
"""Terminal cells of a line where no terminal reads."""


def view_options(*more: str) -> Callable[[Command], Command]:
    """Add what every view takes: `--format`, `-o`, and the switches of a question."""

    def add(command: Command) -> Command:
        command = click.option(
            "-o",
            "--output",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write to this file, whole or not at all.",
        )(command)
        return world_options(format_option(*VIEW_FORMATS, *more)(command))

    return add


def see(
    make: Callable[[Sight], View],
    switches: tuple[str, str],
    lang: str,
    form: str,
    output: Path | None,
) -> None:
    """Make a view of the world that the switches (status, day) choose, and show it."""
    with told(lang), waiting(lang):
        tree = find_tree()
        sight = Sight(
            open_world(tree, *switches),
            lang,
            *switches,
            lambda status, known_by: open_world(tree, status, known_by),
            screen_width() or WIDTH,
            use_colour() and output is None,
        )
        show(make(sight), form, output)


@click.command("lineage", epilog="Example: jnkg lineage cyber-defence --format svg -o cyber.svg")
@click.argument("target", metavar="[THEME|AREA]", required=False)
@view_options("mermaid")
def lineage_verb(
    target: str | None, status: str, known_by: str, lang: str, form: str, output: Path | None
) -> None:
    """Show how areas of cooperation descend from one instrument to the next.

    A theme or an area is named by slug, IRI, or label in either language; without one, all themes.
    """
    from jnkg.views.lineage import hidden, lineage, named

    def make(sight: Sight) -> View:
        if target is None:
            return lineage(sight, None, "")
        try:
            return lineage(sight, named(sight, target), target)
        except UnknownValue:
            named(sight.widest(), target)
        return hidden(sight, target, HIDDEN)

    see(make, (status, known_by), lang, form, output)


@click.command("network", epilog="Example: jnkg network --by post --format svg -o posts.svg")
@click.option(
    "--by", type=click.Choice(["person", "post"]), default="person", show_default=True,
    help="Whom the nodes stand for.",
)  # fmt: skip
@view_options()
def network_verb(
    by: str, status: str, known_by: str, lang: str, form: str, output: Path | None
) -> None:
    """Show who met whom in talks, how often, and from when to when."""
    from jnkg.views.network import network

    see(lambda sight: network(sight, by), (status, known_by), lang, form, output)


@click.command(
    "timeline",
    epilog="Example: jnkg timeline --actor japan --from 2023-01-01 --format svg -o t.svg",
)
@click.option("--actor", metavar="WHO", help="Only what this actor took part in.")
@click.option("--area", metavar="THEME|AREA", help="Only what concerns this theme or area.")
@click.option("--from", "start", metavar="DATE", help="Only from this day on.")
@click.option("--to", "end", metavar="DATE", help="Only up to this day.")
@view_options()
def timeline_verb(
    actor: str | None, area: str | None, start: str | None, end: str | None,
    status: str, known_by: str, lang: str, form: str, output: Path | None,
) -> None:  # fmt: skip
    """Show events, activities and instruments by their days, in lanes by kind.

    An actor, a theme or an area is named by slug, IRI, or label in either language.
    """
    from jnkg.views.timeline import timeline

    given = {"actor": actor, "area": area, "from": start, "to": end}
    filters = {key: value for key, value in given.items() if value is not None}
    see(lambda sight: timeline(sight, filters), (status, known_by), lang, form, output)


@click.command("ledger", epilog="Example: jnkg ledger --as-of 2024-10-17 --lang ja")
@click.option("--as-of", default="", metavar="DATE", help="The day; else the latest day covered.")
@view_options()
def ledger_verb(
    as_of: str, status: str, known_by: str, lang: str, form: str, output: Path | None
) -> None:
    """Show what was promised, what was done and what is open, as of a day."""
    from jnkg.views.ledger import ledger

    see(lambda sight: ledger(sight, as_of), (status, known_by), lang, form, output)


@click.command("coverage", epilog="Example: jnkg coverage --format svg -o coverage.svg")
@view_options()
def coverage_verb(status: str, known_by: str, lang: str, form: str, output: Path | None) -> None:
    """Show how many documents speak of each theme, by year and kind of publisher."""
    from jnkg.views.coverage import coverage

    see(coverage, (status, known_by), lang, form, output)


@click.command("compare", epilog="Example: jnkg compare --format csv")
@view_options()
def compare_verb(status: str, known_by: str, lang: str, form: str, output: Path | None) -> None:
    """Show the programmes of NATO's four partners and their areas side by side."""
    from jnkg.views.compare import compare

    see(compare, (status, known_by), lang, form, output)


VERBS = (lineage_verb, timeline_verb, ledger_verb, network_verb, coverage_verb, compare_verb)
"""In the order in which `jnkg --help` has them after the verbs that ask."""
