"""Run the verb that serves the graph over HTTP."""

from __future__ import annotations

import os
from dataclasses import replace

import click

from jnkg.console import language_option, open_world, remark, server_store_option, told
from jnkg.errors import Misuse
from jnkg.names import STATUSES
from jnkg.rooms import Tree, find_tree

WORDS = {
    "en": "Serving at {} (Ctrl-C ends it)",
    "ja": "{} で公開しています（Ctrl-Cで終了）",
}
MEGA = 1 << 20


@click.command("serve", epilog="Example: jnkg serve --port 8080 --timeout 5 --readers 8")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True,
    help="Port to listen on; 0 takes any that is free.",
)  # fmt: skip
@click.option("--base-url", default="", metavar="URL", help="The address that readers see.")
@click.option(
    "--readers", type=click.IntRange(1, 256), default=4, show_default=True,
    help="Processes that answer queries, and as many for pages.",
)  # fmt: skip
@click.option(
    "--timeout", type=click.FloatRange(0.05, 3600), default=10.0, show_default=True,
    help="Seconds that a query may take.",
)  # fmt: skip
@click.option(
    "--memory", type=click.IntRange(64), default=1024, show_default=True,
    help="MiB of memory that a query may take.",
)  # fmt: skip
@click.option(
    "--result", type=click.IntRange(1), default=64, show_default=True,
    help="MiB that an answer may have.",
)  # fmt: skip
@click.option(
    "--queue", type=click.IntRange(1), default=256, show_default=True,
    help="Requests that may wait.",
)  # fmt: skip
@click.option(
    "--cache", type=click.IntRange(0), default=64, show_default=True,
    help="MiB of answers to keep.",
)  # fmt: skip
@server_store_option
@click.option("--world", default="", hidden=True, help="Serve one world's folder (for tests).")
@language_option
def serve_verb(
    host: str, port: int, base_url: str, readers: int, timeout: float, memory: int, result: int,
    queue: int, cache: int, store: str, world: str, lang: str,
) -> None:  # fmt: skip
    """Serve SPARQL, stored questions and every IRI over HTTP, read-only."""
    with told(lang):
        try:
            from jnkg.endpoint.run import listen, run
            from jnkg.endpoint.settings import Limits, Settings
        except ModuleNotFoundError as missing:
            raise Misuse(
                f"{missing.name} is not there. Run `pip install 'japan-nato-kg[serve]'`.",
                f"{missing.name}がありません。`pip install 'japan-nato-kg[serve]'`を"
                "実行してください。",
            ) from missing
        limits = replace(
            Limits(), seconds=timeout, memory=memory * MEGA, result=result * MEGA, queue=queue,
            readers=readers,
        )  # fmt: skip
        tree = find_tree()
        build = "" if world else build_of_today(tree)
        settings = Settings(
            tree.root, build, base_url.rstrip("/"), world, store, cache * MEGA, limits
        )
        taken = listen(host, port)
        address = f"http://{host}:{taken.getsockname()[1]}/"
        run(settings, taken, lambda: remark(WORDS[lang].format(address)))


def build_of_today(tree: Tree) -> str:
    """Build the worlds of today; gives the folder of the build."""
    worlds = [open_world(tree, status, "") for status in STATUSES]
    return os.path.dirname(worlds[0].folder)


VERBS = (serve_verb,)
