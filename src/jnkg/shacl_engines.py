"""Put SHACL engines behind one adapter: data and shapes in, results out.

Runs (a data graph and a shapes graph as N-Triples) come in and an Outcome for each goes out,
the same whichever engine is asked. An engine works in a child process under a time limit, all
runs of one check in one process: if it crashes or hangs, the check says so and ends.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Self

import pyoxigraph as ox

from jnkg.dataset import Objects, objects_of
from jnkg.errors import JnkgError, Misuse
from jnkg.names import PREFIXES
from jnkg.turtle import Object, Term

SH, RDF = PREFIXES["sh"], PREFIXES["rdf"]
LIMITS = {"shacl": 300.0, "pyshacl": 3600.0}
"""The engines, and after how many seconds each is taken to hang."""
SUFFIXES = {
    SH + "zeroOrMorePath": "*",
    SH + "oneOrMorePath": "+",
    SH + "zeroOrOnePath": "?",
}


@dataclass(frozen=True, slots=True)
class Run:
    """One data graph to be held against one shapes graph, both as N-Triples."""

    data: bytes
    shapes: bytes


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result.

    `path` is the IRI of a property, or a SPARQL property path where it is not simple, or empty;
    `shape` is None where the shape has no name. Components and severities are IRIs.
    """

    focus: Object
    path: str
    value: Object | None
    shape: ox.NamedNode | None
    component: str
    severity: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an engine says of one run; `fault` holds its words where it refused to run."""

    conforms: bool
    results: tuple[Result, ...]
    fault: str = ""


def command(engine: str, folder: str) -> list[str]:
    """Give the command line of the child process, which takes no module from the current folder."""
    return [sys.executable, "-P", str(Path(__file__).with_name("shacl_child.py")), engine, folder]


class Session:
    """One child process at work on some runs; a context, so that none outlives its check.

    Raises Misuse for an engine that does not exist or is not installed.
    """

    def __init__(self, runs: Sequence[Run], engine: str) -> None:
        require(engine)
        self.engine = engine
        self.count = len(runs)
        self.home = tempfile.TemporaryDirectory(prefix="jnkg-shacl-", ignore_cleanup_errors=True)
        self.folder = Path(self.home.name)
        for number, run in enumerate(runs):
            (self.folder / f"{number}.data.nt").write_bytes(run.data)
            (self.folder / f"{number}.shapes.nt").write_bytes(run.shapes)
        with open(self.folder / "stderr", "wb") as stderr:
            self.process = subprocess.Popen(
                command(engine, self.home.name),
                stdin=subprocess.DEVNULL,
                stdout=stderr,
                stderr=stderr,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self.home.cleanup()

    def outcomes(self, limit: float | None = None) -> list[Outcome]:
        """Wait for the engine, at most `limit` seconds, and give an Outcome for each run.

        Raises JnkgError if the engine crashes or does not end in time.
        """
        seconds = LIMITS[self.engine] if limit is None else limit
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise JnkgError(
                f"The SHACL engine {self.engine} did not end within {seconds:g} seconds and was "
                "stopped. Undo the last change of `shapes/`, or try "
                f"`--engine {other(self.engine)}`.",
                f"SHACLエンジン{self.engine}が{seconds:g}秒以内に終わらないため止めました。"
                "`shapes/`への直近の変更を戻すか、"
                f"`--engine {other(self.engine)}`を試してください。",
            ) from None
        if code:
            raise self.crash(code)
        return [self.outcome(number) for number in range(self.count)]

    def crash(self, code: int) -> JnkgError:
        """Say that the engine went down, with its last words."""
        text = (self.folder / "stderr").read_text("utf-8", "replace").strip()
        words = text.splitlines()[-1] if text else "-"
        return JnkgError(
            f"The SHACL engine {self.engine} went down (exit {code}: {words}). Undo the last "
            f"change of `shapes/`, or try `--engine {other(self.engine)}`.",
            f"SHACLエンジン{self.engine}が異常終了しました（終了コード{code}：{words}）。"
            f"`shapes/`への直近の変更を戻すか、`--engine {other(self.engine)}`を試してください。",
        )

    def outcome(self, number: int) -> Outcome:
        """Read what the engine wrote on one run."""
        fault = self.folder / f"{number}.fault"
        if fault.exists():
            return Outcome(False, (), fault.read_text("utf-8") or "-")
        answer = self.folder / f"{number}.report.nt"
        if not answer.exists():
            raise self.crash(0)
        return read_report(answer.read_bytes())


def validate(
    runs: Sequence[Run], engine: str = "shacl", limit: float | None = None
) -> list[Outcome]:
    """Hold each run's data against its shapes; raises what Session raises."""
    with Session(runs, engine) as session:
        return session.outcomes(limit)


def other(engine: str) -> str:
    """Name the engine to try when one fails."""
    return next(name for name in LIMITS if name != engine)


def require(engine: str) -> None:
    """Raise Misuse where an engine does not exist or is not installed."""
    if engine not in LIMITS:
        names = ", ".join(LIMITS)
        raise Misuse(
            f"There is no SHACL engine {engine!r}. Use one of: {names}.",
            f"「{engine}」というSHACLエンジンはありません。使えるもの：{names}。",
        )
    if find_spec(engine) is None:
        raise Misuse(
            f"The SHACL engine {engine} is not installed. "
            "Run `pip install 'japan-nato-kg[reference]'`.",
            f"SHACLエンジン{engine}が入っていません。"
            "`pip install 'japan-nato-kg[reference]'`を実行してください。",
        )


def read_report(text: bytes) -> Outcome:
    """Read a validation report in N-Triples."""
    triples = [q.triple for q in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)]
    objects = objects_of(triples)
    conforms = any(
        t.predicate.value == SH + "conforms"
        and isinstance(t.object, ox.Literal)
        and t.object.value in ("true", "1")
        for t in triples
    )
    nodes = [t.object for t in triples if t.predicate.value == SH + "result"]
    return Outcome(conforms, tuple(read_result(node, objects) for node in dict.fromkeys(nodes)))


def read_result(node: Term, objects: Objects) -> Result:
    """Read one result of a report."""
    focus = one(node, "focusNode", objects)
    shape = one(node, "sourceShape", objects)
    path = one(node, "resultPath", objects)
    if focus is None:
        raise ValueError("a validation result without a focus node")
    return Result(
        focus,
        write_path(path, objects) if path is not None else "",
        one(node, "value", objects),
        shape if isinstance(shape, ox.NamedNode) else None,
        plain(one(node, "sourceConstraintComponent", objects)),
        plain(one(node, "resultSeverity", objects)),
    )


def one(node: Term, name: str, objects: Objects) -> Object | None:
    """Give the value of a SHACL property, None where there is none."""
    value = next(iter(objects.get((node, SH + name), ())), None)
    return None if isinstance(value, ox.Triple) else value


def plain(term: Object | None) -> str:
    """Give the IRI or the text of a term; empty for none."""
    return term.value if term is not None else ""


def write_path(node: Term, objects: Objects, is_part: bool = False) -> str:
    """Write a SHACL path: the IRI alone if it is simple, else as a SPARQL property path."""
    if isinstance(node, ox.NamedNode):
        return f"<{node.value}>" if is_part else node.value
    if (node, RDF + "first") in objects:
        return f"({'/'.join(write_path(n, objects, True) for n in items(node, objects))})"
    for inverse in objects.get((node, SH + "inversePath"), ()):
        return f"^{write_path(inverse, objects, True)}"
    for head in objects.get((node, SH + "alternativePath"), ()):
        return f"({'|'.join(write_path(n, objects, True) for n in items(head, objects))})"
    for predicate, suffix in SUFFIXES.items():
        for inner in objects.get((node, predicate), ()):
            return f"({write_path(inner, objects, True)}){suffix}"
    return "?"


def items(head: Term, objects: Objects) -> list[Term]:
    """Give the items of an RDF list, which ends where a circle would begin."""
    found: list[Term] = []
    seen: set[Term] = set()
    while head not in seen and (head, RDF + "first") in objects:
        seen.add(head)
        found.append(objects[head, RDF + "first"][0])
        head = next(iter(objects.get((head, RDF + "rest"), ())), head)
    return found
