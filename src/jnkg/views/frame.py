"""Frame a view: its rows as a table, its drawing as a picture that can be read without eyes.

A Sight (a world, a language, a screen) goes to the module of a view, which gives a View; here the
View becomes text in one of the formats and is written, or it is said why it is empty.
"""

from __future__ import annotations

import re
import shlex
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg.answer import Answer, ask
from jnkg.console import remark
from jnkg.errors import Misuse
from jnkg.explain import Empty, Reason, explain
from jnkg.files import write_whole
from jnkg.names import STATUSES, shorten
from jnkg.quick import write
from jnkg.render import FORMATS, Sheet, break_place
from jnkg.store import World

if TYPE_CHECKING:
    from jnkg.answer import Term

VIEW_FORMATS = ("text", "csv", "json", "svg")
FONTS = (
    "'Noto Sans CJK JP', 'Noto Sans JP', 'Hiragino Sans', 'Yu Gothic', Meiryo, "
    "'Helvetica Neue', Arial, sans-serif"
)
INK, MUTED, RULE, PAPER, BAND = "#1b1f24", "#4d5560", "#8a929c", "#ffffff", "#f3f5f8"
SMALL, PLAIN, LARGE = 12, 13, 18
"""Sizes of text, in pixels."""
HALO = f'paint-order="stroke" stroke="{PAPER}" stroke-width="4" stroke-linejoin="round"'
FINE = f'font-size="{SMALL}" fill="{MUTED}"'
"""Attributes of text that lies over lines, and of remarks."""


@dataclass(frozen=True, slots=True)
class Look:
    """How what is of one status looks: the dashes of its lines, a colour, ANSI colour, words."""

    dash: tuple[float, ...]
    colour: str
    ansi: int
    words: Mapping[str, str]

    @property
    def stroke(self) -> str:
        """Give the attributes of a line in SVG."""
        dashes = " ".join(f"{d:g}" for d in self.dash)
        cap = ' stroke-linecap="round"' if self.dash and self.dash[0] < 1 else ""
        return f'stroke="{self.colour}"' + (f' stroke-dasharray="{dashes}"' if dashes else "") + cap


LOOKS = {
    "Stated": Look((), "#0b4f8a", 34, {"en": "stated in a document", "ja": "文書の記載"}),
    "Derived": Look((12, 4), "#1a6b3c", 32, {"en": "derived by a rule", "ja": "規則による導出"}),
    "Interpreted": Look((5, 3), "#8a4b00", 33, {"en": "the editors' reading", "ja": "編者の解釈"}),
    "Undecided": Look((0.5, 5), "#8b1a5a", 35, {"en": "? undecided", "ja": "？ 未決"}),
    "Unknown": Look((3, 4), "#4d5560", 90, {"en": "unknown", "ja": "不明"}),
}
"""The same in every view; the first three are named as the statuses of graphs are."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a person looks at and how: a world and the switches that chose it, language, screen."""

    world: World
    language: str
    status: str
    known_by: str
    reopen: Callable[[str, str], World]
    width: int = 100
    has_colour: bool = False

    def ask(self, name: str, values: Mapping[str, str] | None = None) -> Answer:
        """Answer a stored question in this world."""
        return ask(self.world, name, values or {})

    def widest(self) -> Sight:
        """Give the sight of everything that the graph holds."""
        return replace(self, world=self.reopen(STATUSES[-1], ""), status=STATUSES[-1], known_by="")

    def reasons(self, name: str, values: Mapping[str, str] | None = None) -> list[Reason]:
        """Say why a stored question gives no row in this world."""
        return explain(Empty(name, values or {}, self.status, self.known_by, self.reopen))

    def label(self, term: Term) -> str:
        """Call a term as a reader does."""
        if isinstance(term, ox.NamedNode):
            return self.world.labels(self.language).get(term.value) or shorten(term.value)
        return term.value if isinstance(term, ox.Literal | ox.BlankNode) else ""

    def says(self, what: str, words: str) -> str:
        """Put a colon between a thing and what is said of it."""
        return what + {"en": ": ", "ja": "："}[self.language] + words

    def paint(self, text: str, look: Look) -> str:
        """Colour a text where the screen has colours."""
        return f"\x1b[{look.ansi}m{text}\x1b[0m" if self.has_colour and text else text


@dataclass(frozen=True, slots=True)
class View:
    """One view of a world: rows, one for each mark, and what draws them, by format.

    `command` is what a person types for this view; `about` says in a sentence or two what it shows.
    csv and json come from the rows. `reasons` says why there is nothing, where there is nothing.
    """

    sight: Sight
    command: str
    title: str
    about: str
    rows: Answer
    drawings: Mapping[str, Callable[[], str]]
    reasons: Callable[[], Sequence[Reason]] = field(default=list)


def written(view: View, form: str) -> str:
    """Give a view as text in one of its formats."""
    if form not in view.drawings:
        sight = view.sight
        labels = sight.world.labels(sight.language)
        return FORMATS[form](Sheet(view.rows, sight.world.columns(), labels, sight.language))
    if not view.rows.rows:
        return empty_picture(view) if form == "svg" else ""
    return view.drawings[form]()


def show(view: View, form: str, output: Path | None) -> None:
    """Print a view, or write it to a file; an empty one says why on standard error."""
    text = written(view, form)
    if output is None:
        write(text)
    elif output.parent.is_dir():
        write_whole(output, text)
    else:
        raise Misuse(
            f"There is no folder {output.parent}. Make it first, or name another file.",
            f"フォルダー「{output.parent}」がありません。作成するか、別のファイル名にしてください。",
        )
    if not view.rows.rows:
        for reason in view.reasons():
            remark(reason.message[view.sight.language])


@contextmanager
def waiting(language: str) -> Iterator[None]:
    """Tell a person at a terminal that work goes on, where it takes longer than a second."""
    words = {"en": "jnkg: drawing ...", "ja": "jnkg：描画中…"}[language]
    timer = Timer(1.0, lambda: remark(words) if sys.stderr.isatty() else None)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def drawing_library() -> Iterator[None]:
    """Say what to install where a library that draws is missing; raises Misuse."""
    try:
        yield
    except ModuleNotFoundError as missing:
        raise Misuse(
            f"{missing.name} is not there. Run `pip install 'japan-nato-kg[views]'`, "
            "or take --format text, csv or json.",
            f"{missing.name}がありません。`pip install 'japan-nato-kg[views]'`を実行するか、"
            "--format を text、csv、json のいずれかにしてください。",
        ) from missing


def switches(sight: Sight) -> str:
    """Give the switches that lead to a sight, but for those that stand by themselves."""
    given = {"--lang": sight.language, "--status": sight.status, "--known-by": sight.known_by}
    usual = {"--lang": "en", "--status": STATUSES[-1], "--known-by": ""}
    return "".join(f" {key} {value}" for key, value in given.items() if value != usual[key])


def as_typed(word: str) -> str:
    """Write a word as a person types it in a shell: in quotes where it would fall apart."""
    return shlex.quote(word) if re.search(r"[^\w@%+=:,./-]", word) else word


def twin_words(view: View) -> str:
    """Say how to get the table that has a row for every mark."""
    command = f"{view.command} --format csv{switches(view.sight)}"
    return {
        "en": f"The same as a table, with a row for every mark: {command}",
        "ja": f"同じ内容の表（図の要素ごとに一行）：{command}",
    }[view.sight.language]


def picture(view: View, width: float, height: float, body: str) -> str:
    """Give a whole SVG: named, described, on a light ground, in real text."""
    language, name = view.sight.language, "jnkg-" + view.command.split()[1]
    title, desc = escape(view.title), escape(f"{view.about} {twin_words(view)}")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="{language}" '
        f'xml:lang="{language}" aria-labelledby="{name}-title {name}-desc" '
        f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" '
        f'font-family="{FONTS}" font-size="{PLAIN}" fill="{INK}">\n'
        f'<title id="{name}-title">{title}</title>\n<desc id="{name}-desc">{desc}</desc>\n'
        "<style>a:hover text,a:focus text{text-decoration:underline}</style>\n"
        f'<rect width="100%" height="100%" fill="{PAPER}"/>\n{body}\n</svg>\n'
    )


def inside(foreign: str) -> tuple[float, float, str]:
    """Take the width, the height and the body out of an SVG that a library drew."""
    opening = re.search(r"<svg\b[^>]*>", foreign)
    if not opening:
        raise ValueError("no svg")
    sizes = {k: float(v) for k, v in re.findall(r'\b(width|height)="([\d.]+)', opening[0])}
    return sizes["width"], sizes["height"], foreign[opening.end() : foreign.rindex("</svg>")]


def mark(iri: str, words: str, body: str) -> str:
    """Wrap what is drawn of a thing: a link to its IRI, with words for those who do not see it."""
    return f'<a href="{escape(iri)}"><title>{escape(words)}</title>{body}</a>'


def line_of_text(x: float, y: float, words: str, more: str = "") -> str:
    """Write one line of text; `more` are further attributes."""
    return f'<text x="{x:g}" y="{y:g}"{" " + more if more else ""}>{escape(words)}</text>'


def heading(view: View) -> tuple[float, str]:
    """Write the title over a picture; gives the height that it takes."""
    return 52, line_of_text(20, 34, view.title, f'font-size="{LARGE}" font-weight="bold"')


def legend(names: Sequence[str], language: str, x: float, y: float) -> str:
    """Explain the lines of the looks named, from left to right."""
    parts = []
    for name in names:
        look = LOOKS[name]
        words = look.words[language]
        parts.append(
            f'<path d="M{x:g},{y - 4:g} h40" fill="none" stroke-width="2" {look.stroke}/>'
            + line_of_text(x + 48, y, words, f'font-size="{SMALL}"')
        )
        x += 48 + text_width(words, SMALL) + 28
    return "".join(parts)


def text_width(text: str, size: float) -> float:
    """Estimate how wide a text is in pixels, by rule and not by the fonts of the machine."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    narrow = sum(c in "fijlrt.,'()|:;- " for c in text)
    broad = sum(c in "mwMW" for c in text)
    plain = len(text) - wide - narrow - broad
    return size * (wide + 0.37 * narrow + 0.59 * plain + 0.9 * broad)


def fold_text(text: str, room: float, size: float) -> list[str]:
    """Break a text into lines no wider than `room` pixels, as `render.wrap` does by cells."""
    lines, line = [], ""
    for char in text:
        line += char
        while len(line) > 1 and text_width(line.rstrip(), size) > room:
            cut = cut_place(line)
            lines.append(line[:cut].rstrip())
            line = line[cut:].lstrip()
    return [one for one in (*lines, line.rstrip()) if one]


def cut_place(line: str) -> int:
    """Give the last place at which a line may end, behind a hyphen where there is no other."""
    cut, hyphen = break_place(line), line[:-1].rfind("-") + 1
    return hyphen if hyphen and cut == len(line) - 1 and line[cut - 1] != " " else cut


def empty_picture(view: View) -> str:
    """Draw that there is nothing, and why."""
    height, body = heading(view)
    lines = [reason.message[view.sight.language] for reason in view.reasons()]
    for words in lines:
        height += 24
        body += line_of_text(20, height - 6, words)
    width = max([480, *(text_width(words, PLAIN) + 40 for words in lines)])
    return picture(view, round(width), height + 20, body)
