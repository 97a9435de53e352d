"""The example for Python users, run as it is printed in docs/."""

import subprocess
import sys
from pathlib import Path

from jnkg.rooms import Tree


def test_the_graph_can_be_asked_as_python_objects(tree: Tree) -> None:
    program = Path(tree.root, "docs", "owlready.py")
    done = subprocess.run(
        [sys.executable, str(program)],
        cwd=tree.root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert (
        "Individual Partnership and Cooperation Programme between Japan and NATO"
        " / 日NATO国別パートナーシップ協力計画" in lines
    )
    assert "Cyber (ITPP 2023) <- Cooperation in cyber defence and sharing of lessons" in lines
    assert (
        "Abe Shinzo as Prime Minister of Japan in Signing of the partnership programme of 2014"
        in lines
    )
