"""Write the reference pages, of the ontology and of the Python API, where a person wants them.

A Tree and a folder, or none, come in; the pages are written, and where and how many goes out.
"""

from __future__ import annotations

from pathlib import Path

from jnkg.errors import Misuse
from jnkg.rooms import Tree


def write_docs(tree: Tree, out: Path | None) -> tuple[Path, int]:
    """Write the pages of a tree; gives the folder and the number of files.

    Raises Misuse where there is no folder to write to, or the extra `docs` is not installed.
    """
    try:
        from jnkg.apidocs import PAGE, python_pages
        from jnkg.refdocs import refdocs, write
    except ModuleNotFoundError as missing:
        raise Misuse(
            f"{missing.name} is not there. Run `pip install 'japan-nato-kg[docs]'`.",
            f"{missing.name}がありません。`pip install 'japan-nato-kg[docs]'`を実行してください。",
        ) from missing
    if out is None and not tree.is_checkout:
        raise Misuse(
            "Name a folder to write to: `--out DIR`.",
            "書き込むフォルダーを`--out DIR`で指定してください。",
        )
    folder = out or Path(tree.root, "build", "docs")
    made = {**refdocs(tree, PAGE), **python_pages()}
    write(made, folder)
    return folder, len(made)
