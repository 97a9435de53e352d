"""The README tells the truth: its commands give the output printed under them."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHOWN = re.findall(
    r"\$ (jnkg [^\n]+)\n(.*?)(?=\n\$ |\n```)", (ROOT / "README.md").read_text("utf-8"), re.S
)


@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[c for c, _ in SHOWN])
def test_a_command_gives_what_is_printed_under_it(command: str, output: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)],
        cwd=ROOT,
        env={**os.environ, "JNKG_LANG": "en"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout + done.stderr).rstrip() == output.rstrip()


def test_there_is_something_to_hold_it_to() -> None:
    assert len(SHOWN) >= 4
