"""Read stored queries: one .rq file becomes one Question.

The header is TOML behind `#: `; an unknown or missing key is an error. A parameter is a
`VALUES ?name { default }` block in every scope that uses it; binding puts other terms
into those blocks, as terms, never as text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from jnkg.errors import Misuse
from jnkg.names import PREFIXES, expand

KINDS = ("iri", "date", "integer", "text")
KEYS = {
    "answer": {"title", "about", "answers", "gaps", "params", "trap", "expects"},
    "check": {"title", "message", "severity"},
    "infer": {"title", "about"},
}
OPTIONAL = {"gaps", "params", "trap"}
DOTTED = re.compile(
    r"""\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|\#[^\n]*"""
    r"""|(?<![\w.-])(?P<prefix>[A-Za-z]\w*):(?P<local>[\w-]+(?:\.[\w-]+){2,})""",
    re.DOTALL,
)
"""A text, an IRI, a comment, or a prefixed name with two dots or more."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A place in a query that a reader may fill; `default` is a Turtle term or UNDEF."""

    name: str
    kind: str
    default: str
    about: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A stored query of `queries/answer`, `queries/check` or `queries/infer`."""

    name: str
    path: str
    text: str
    header: Mapping[str, object]
    params: tuple[Parameter, ...] = ()

    def words(self, key: str) -> dict[str, str]:
        """Give a bilingual text of the header; raises Misuse where a language is missing."""
        words = self.header.get(key)
        if not isinstance(words, dict) or {"en", "ja"} - words.keys():
            raise header_fault(self.path, f"{key}.en / {key}.ja")
        return {k: str(v) for k, v in words.items()}

    @property
    def gaps(self) -> tuple[str, ...]:
        """Give the IRIs of the recorded gaps that explain an empty answer; raises Misuse."""
        names = self.header.get("gaps", [])
        iris = [expand(str(n)) for n in names] if isinstance(names, list) else [None]
        if None in iris:
            raise header_fault(self.path, 'gaps = ["jnd:not-printed-...", ...]')
        return tuple(i for i in iris if i)

    @property
    def parts(self) -> tuple[str, ...]:
        """The query cut at its parameter blocks: text, name, text, name, ..., text."""
        names = "|".join(p.name for p in self.params)
        if not names:
            return (self.text,)
        return tuple(re.split(rf"VALUES\s+\?({names})\s*\{{[^}}]*\}}", self.text))


def header_fault(path: str, what: str) -> Misuse:
    """Say what is wrong with a header."""
    return Misuse(
        f"{path}: mend the header: {what}.", f"{path}：ヘッダーを直してください（{what}）。"
    )


def read_question(path: str, text: str) -> Question:
    """Read one .rq file; raises Misuse for a header that is not as it should be."""
    room = path.split("/")[1]
    lines = text.splitlines()
    toml = "\n".join(line[3:] for line in lines if line.startswith("#: "))
    try:
        header = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise header_fault(path, str(error)) from error
    known = KEYS.get(room, KEYS["check"])
    wrong = sorted((header.keys() - known) | (known - OPTIONAL - header.keys()))
    if wrong:
        raise header_fault(path, ", ".join(wrong))
    if not isinstance(header.get("params", {}), dict):
        raise header_fault(path, "params.<name> = { ... }")
    name = path.rsplit("/", 1)[1].removesuffix(".rq")
    body = "\n".join(line for line in lines if not line.startswith("#: ")).strip() + "\n"
    params = tuple(read_parameter(path, n, p) for n, p in header.get("params", {}).items())
    question = Question(name, path, body, header, params)
    for key in sorted(known & {"title", "about", "message"}):
        question.words(key)
    for param in params:
        if question.parts.count(param.name) == 0:
            raise header_fault(path, f"VALUES ?{param.name}")
    return question


def read_parameter(path: str, name: str, fields: object) -> Parameter:
    """Read one parameter of a header."""
    if not isinstance(fields, dict) or fields.keys() != {"kind", "default", "en", "ja"}:
        raise header_fault(path, f"params.{name}: kind, default, en, ja")
    if fields["kind"] not in KINDS:
        raise header_fault(path, f"params.{name}.kind: {', '.join(KINDS)}")
    return Parameter(
        name, fields["kind"], str(fields["default"]), {k: fields[k] for k in ("en", "ja")}
    )


def with_prologue(text: str) -> str:
    """Make a typed query whole: add the PREFIX lines that it lacks, spell out dotted names.

    The engine's parser cuts a prefixed name at its second dot (`jnd:passage-2014-ipcp-3.1.4`), in a
    VALUES block without a word (pyoxigraph 0.5.13; a test tells when that is mended). So names with
    several dots are written as IRIs before the engine sees them.
    """
    declared = dict(re.findall(r"(?i)\bPREFIX\s+(\w*)\s*:\s*<([^>]*)>", text))
    missing = (f"PREFIX {p}: <{iri}> " for p, iri in PREFIXES.items() if p not in declared)
    return "".join(missing) + "\n" + DOTTED.sub(lambda m: spell_out(m, PREFIXES | declared), text)


def spell_out(found: re.Match[str], prefixes: Mapping[str, str]) -> str:
    """Give the IRI of a dotted name; texts, IRIs, comments and PREFIX lines stay as they are."""
    prefix, local = found["prefix"], found["local"]
    return f"<{prefixes[prefix]}{local}>" if prefix in prefixes else found[0]
