"""Hold findings: what a check found, where, and what to do.

Every check gives Findings; a Report is a sorted tuple of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault: where it stands, which rule found it, what to do.

    `file` is relative to the tree, `line` counts from 1 (0: the file as a whole). `node`, `path`
    and `value` are prefixed names or literals as Turtle prints them, empty where there is none.
    """

    file: str
    line: int
    column: int
    rule: str
    node: str = ""
    path: str = ""
    value: str = ""
    severity: str = "violation"
    message: dict[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of one run, by file and line; `remarks` say what was looked at."""

    findings: tuple[Finding, ...]
    remarks: tuple[Mapping[str, str], ...] = ()

    @property
    def violations(self) -> tuple[Finding, ...]:
        """The findings that keep data out; warnings are only counted."""
        return tuple(f for f in self.findings if f.severity == "violation")


def report(findings: list[Finding], remarks: Iterable[Mapping[str, str]] = ()) -> Report:
    """Put findings in order, each once."""
    return Report(tuple(sorted(set(findings))), tuple(remarks))
