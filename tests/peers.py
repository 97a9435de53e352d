"""Programs beside which the graph is tried, and what is done where one is not installed."""

from __future__ import annotations

import os
import shutil

import pytest


def peer(program: str, where: str) -> str:
    """Give the path of a program; without it skip the test, or fail where peers are required."""
    found = shutil.which(program)
    if found is None:
        lacking(f"{program} is not installed ({where})")
    return found or ""


def lacking(reason: str) -> None:
    """Skip a test for want of a peer; with JNKG_REQUIRE_PEERS, as in `.ci/run`, fail it."""
    if os.environ.get("JNKG_REQUIRE_PEERS"):
        pytest.fail(reason)
    pytest.skip(reason)
