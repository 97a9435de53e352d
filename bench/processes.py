"""Look at a process and all below it (Linux)."""

from __future__ import annotations

import re
from pathlib import Path


def family(pid: int) -> list[int]:
    """Give a process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(p for child in children for p in family(int(child)))]


def memory(pid: int) -> float:
    """Give the MiB that a process and all below it hold (proportional set size)."""
    texts = (Path(f"/proc/{p}/smaps_rollup").read_text() for p in family(pid))
    found = (re.search(r"^Pss:\s+(\d+)", text, re.M) for text in texts)
    return sum(int(m[1]) for m in found if m) / 1024
