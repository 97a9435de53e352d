"""Speak with the person at the command line: options, remarks, exit codes.

Results go to standard output, remarks to standard error. Exit codes: 0 done, 1 findings,
2 misuse or cannot run. Colours only where a terminal reads and NO_COLOR is not set.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from jnkg.answer import check_day
from jnkg.build import ensure_world
from jnkg.errors import JnkgError, Refused
from jnkg.findings import FINDING_FORMATS
from jnkg.names import LANGUAGES, STATUSES
from jnkg.quick import write
from jnkg.rooms import Tree
from jnkg.store import World

Command = Callable[..., None]
STORE = "JNKG_STORE"
"""The environment variable, and the place in click's context, of the address of a store."""
ATTACHED = "jnkg.attached"


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
    """Add the switches that every question takes: those of a world, and `--store`."""
    command = click.option(
        "--store",
        envvar=STORE,
        default="",
        metavar="URL",
        expose_value=False,
        callback=keep_store,
        help=f"Ask this SPARQL endpoint, not the embedded store.  [env: {STORE}]",
    )(command)
    return switch_options(command)


def switch_options(command: Command) -> Command:
    """Add the switches that choose a world: `--status`, `--known-by`, `--lang`."""
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


def server_store_option(command: Command) -> Command:
    """Add `--store` for a verb that serves: the address is its argument, and no world is opened."""
    return click.option(
        "--store",
        default=lambda: os.environ.get(STORE, ""),
        show_default=STORE,
        metavar="URL",
        help="A remote SPARQL store to read from, in place of the embedded one.",
    )(command)


def keep_store(context: click.Context, _: click.Parameter, address: str) -> str:
    """Keep the address of the store that was chosen for `open_world`."""
    context.meta[STORE] = address
    return address


def known_day(known_by: str) -> str:
    """Give a day that a person wrote, empty where none was; raises Misuse where it is none."""
    return check_day(known_by) if known_by else ""


def open_world(tree: Tree, status: str, known_by: str) -> World:
    """Open a world of a tree, building it where needed, on the store that was chosen.

    A store elsewhere holds one world. Where an answer has to be explained from other ones too,
    these are those of the local build, which belong to the same release.
    """
    world = ensure_world(tree, status, known_day(known_by), progress)
    chosen = click.get_current_context(silent=True)
    address = chosen.meta.get(STORE) if chosen else None
    if chosen is None or not address:
        return world
    from jnkg.remote import OtherRelease, attached

    try:
        found = attached(world, address)
    except OtherRelease:
        if chosen.meta.get(ATTACHED):
            return world
        raise
    chosen.meta[ATTACHED] = True
    return found
