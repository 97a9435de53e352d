"""Run the server as users do, on a port of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from jnkg.build import ensure_world
from jnkg.rooms import Tree

WAIT = 60
"""Seconds within which a server has to stand."""


@contextmanager
def serving(tree: Tree, *options: str) -> Iterator[str]:
    """Serve a tree until the block ends; gives the address, without a slash at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "jnkg", "serve", "--port", "0", *options],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "JNKG_TREE": tree.root, "JNKG_LANG": "en"},
    )
    try:
        assert process.stderr is not None
        said = ""
        for line in process.stderr:
            said += line
            found = re.search(r"Serving at (http://[^/ ]+)/", line)
            if found:
                break
        else:
            raise AssertionError(f"the server did not start: {said}")
        yield found[1]
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


@pytest.fixture(scope="session")
def live(tree: Tree) -> Iterator[str]:
    """The address of a running server of this tree."""
    ensure_world(tree)
    with serving(tree) as address:
        yield address
