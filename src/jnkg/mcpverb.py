"""Run the verb that lets programs ask the graph by the Model Context Protocol."""

from __future__ import annotations

import math

import click

from jnkg.console import language_option, remark, server_store_option, told
from jnkg.errors import Misuse
from jnkg.rooms import find_tree

WORDS = {
    "en": "Serving at http://127.0.0.1:{}/mcp (Ctrl-C ends it)",
    "ja": "http://127.0.0.1:{}/mcp で公開しています（Ctrl-Cで終了）",
}
MEGA = 1 << 20


def a_number(context: click.Context, parameter: click.Parameter, given: float) -> float:
    """Refuse NaN, which is neither below nor above any limit; raises BadParameter."""
    if math.isnan(given):
        raise click.BadParameter("nan is not a number of seconds.", context, parameter)
    return given


@click.command("mcp", epilog="Example: jnkg mcp --timeout 5")
@click.option(
    "--http", "port", type=click.IntRange(1, 65535), metavar="PORT",
    help="Serve over HTTP on this port of 127.0.0.1, in place of standard input and output.",
)  # fmt: skip
@click.option(
    "--readers", type=click.IntRange(1, 64), default=2, show_default=True,
    help="Calls that are answered at once.",
)  # fmt: skip
@click.option(
    "--timeout", type=click.FloatRange(0.05, 3600), default=10.0, show_default=True,
    callback=a_number, help="Seconds that a call may take.",
)  # fmt: skip
@click.option(
    "--memory", type=click.IntRange(64), default=1024, show_default=True,
    help="MiB of memory that a call may take.",
)  # fmt: skip
@server_store_option
@language_option
def mcp_verb(
    port: int | None, readers: int, timeout: float, memory: int, store: str, lang: str
) -> None:
    """Let a program ask the graph by the Model Context Protocol, read-only.

    Over standard input and output, which carry the protocol alone; remarks go to standard error.
    """
    with told(lang):
        try:
            from jnkg.agents.front import Settings
            from jnkg.agents.server import serve_http, serve_stdio
        except ModuleNotFoundError as missing:
            raise Misuse(
                f"{missing.name} is not there. Run `pip install 'japan-nato-kg[mcp]'`.",
                f"{missing.name}がありません。`pip install 'japan-nato-kg[mcp]'`を実行して"
                "ください。",
            ) from missing
        settings = Settings(find_tree().root, store, timeout, memory * MEGA, readers)
        if port is None:
            serve_stdio(settings)
            return
        remark(WORDS[lang].format(port))
        serve_http(settings, port)


VERBS = (mcp_verb,)
