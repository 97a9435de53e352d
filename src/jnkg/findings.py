"""Write findings for a person, a program, or a pull request.

Findings come in, text goes out, in one of FINDING_FORMATS.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import click

from jnkg.report import Finding, Report

COLOURS = {"violation": "red", "warning": "yellow"}
SEVERITIES = {
    "en": {"violation": "violation", "warning": "warning"},
    "ja": {"violation": "違反", "warning": "警告"},
}


def place(finding: Finding) -> str:
    """Give `file:line:column` as editors read it."""
    column = f":{finding.column}" if finding.column else ""
    return f"{finding.file}:{finding.line or 1}{column}"


def as_text(findings: Sequence[Finding], language: str, colour: bool) -> str:
    """Write two lines for each finding: where and what, then what to do."""
    lines = []
    for f in findings:
        severity = SEVERITIES[language][f.severity]
        if colour:
            severity = click.style(severity, fg=COLOURS[f.severity], bold=True)
        what = " ".join(w for w in (f.node, f.path, f.value) if w)
        lines.append(f"{place(f)}: {severity} [{f.rule}] {what}".rstrip())
        lines.append(f"    {f.message.get(language, '')}")
    return "".join(line + "\n" for line in lines)


def as_json(findings: Sequence[Finding], language: str, colour: bool) -> str:
    """Write a list of objects, with the message in both languages."""
    keys = ("file", "line", "column", "severity", "rule", "node", "path", "value", "message")
    rows = [{k: getattr(f, k) for k in keys} for f in findings]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_github(findings: Sequence[Finding], language: str, colour: bool) -> str:
    """Write workflow commands that annotate a pull request."""
    return "".join(
        f"::{'error' if f.severity == 'violation' else 'warning'} "
        f"file={f.file},line={f.line or 1},title={f.rule}::"
        f"{escape(' '.join(w for w in (f.node, f.path, f.value, f.message.get(language)) if w))}\n"
        for f in findings
    )


def escape(text: str) -> str:
    """Escape what would end a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def summary(report: Report, language: str) -> str:
    """Say in one line how many findings there are."""
    bad = len(report.violations)
    warnings = len(report.findings) - bad
    if language == "ja":
        return f"違反{bad}件、警告{warnings}件" if report.findings else "指摘なし"
    return f"{bad} violation(s), {warnings} warning(s)" if report.findings else "no findings"


FINDING_FORMATS: dict[str, Callable[[Sequence[Finding], str, bool], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}
