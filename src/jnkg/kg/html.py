"""Show answers, entities and views in a notebook, so that everybody can read them.

A Rows, an Entity or a View comes in; a piece of HTML goes out: tables with captions and headings
that have a scope, every text in its language, a status as a word and not as a colour alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from jnkg.kg.entity import Entity
from jnkg.kg.text import WORDS as TABLE_WORDS
from jnkg.kg.text import shown
from jnkg.kg.values import Text
from jnkg.names import NS
from jnkg.show import WORDS as SAID

if TYPE_CHECKING:
    from jnkg.kg.rows import Row, Rows
    from jnkg.kg.values import Value

COLOURS = {"stated": "#0b4f8a", "derived": "#1a6b3c", "interpreted": "#8a4b00"}
"""As in every view; on white, so that they can be read on a dark page too."""
BADGES = {NS + status.capitalize(): colour for status, colour in COLOURS.items()}
CELL = "text-align:left;vertical-align:top;overflow-wrap:break-word"
BOX = 'class="jnkg" style="overflow-x:auto;max-width:100%"'
WORDS = {
    "en": {
        "table": "The same as a table",
        "names": "other names",
        "iri": "IRI",
        "claims": "What is said of it",
        "of": "{} rows",
        "one": "1 row",
        "picture": "No picture: {}",
    },
    "ja": {
        "table": "同じ内容の表",
        "names": "別名",
        "iri": "IRI",
        "claims": "述べられていること",
        "of": "{}行",
        "one": "1行",
        "picture": "図を表示できない：{}",
    },
}


def table_html(rows: Rows) -> str:
    """Show the first rows as a table; where there are none, why."""
    language = rows.at.language
    return f'<div {BOX} lang="{language}">{"".join(table_parts(rows))}</div>'


def table_parts(rows: Rows) -> Iterator[str]:
    """Yield the parts of a table."""
    from jnkg.kg.rows import SHOWN

    language = rows.at.language
    if not rows:
        yield f"<p><strong>{escape(rows.title)}</strong></p>" if rows.title else ""
        reasons = rows.why_empty.split("\n") if rows.why_empty else []
        yield "".join(f"<p>{escape(w)}</p>" for w in (TABLE_WORDS[language]["none"], *reasons))
        return
    heads = "".join(f'<th scope="col" style="{CELL}">{escape(h)}</th>' for h in rows.headings)
    yield f"<table><caption>{caption(rows)}</caption><thead><tr>{heads}</tr></thead><tbody>"
    yield from (row_html(row, language) for row in rows[:SHOWN])
    yield "</tbody></table>"
    if len(rows) > SHOWN:
        more = TABLE_WORDS[language]["more"].format(len(rows) - SHOWN, len(rows))
        yield f"<p>{escape(more)}</p>"


def caption(rows: Rows) -> str:
    """Say what a table shows, how many rows there are, and of which world."""
    words = WORDS[rows.at.language]
    count = words["one"] if len(rows) == 1 else words["of"].format(len(rows))
    parts = (rows.title, count, rows.about.world)
    return escape(" · ".join(part for part in parts if part))


def row_html(row: Row, language: str) -> str:
    """Show one row."""
    cells = "".join(f'<td style="{CELL}">{value_html(v, language)}</td>' for v in row)
    return f"<tr>{cells}</tr>"


def value_html(value: Value, language: str) -> str:
    """Show a value: a node as a link to its IRI, a status in a frame, a text in its language."""
    if isinstance(value, Entity):
        return entity_html(value)
    if value == SAID[language]["inferred"]:
        return badge(str(value), "#4d5560")
    if isinstance(value, Text) and value.lang != language:
        return f'<span lang="{escape(value.lang)}">{escape(value)}</span>'
    return escape(shown(value, language)).replace("\n", "<br>")


def entity_html(entity: Entity) -> str:
    """Show a node by its label, as a link to its IRI."""
    if entity.iri in BADGES:
        return badge(entity.label, BADGES[entity.iri])
    return link(entity.iri, entity.label)


def link(iri: str, words: str) -> str:
    """Lead to an address of the web; any other (`javascript:`, `file:`) is no link."""
    if not iri.startswith(("http://", "https://")):
        return escape(words)
    return f'<a href="{escape(iri)}">{escape(words)}</a>'


def badge(word: str, colour: str) -> str:
    """Show a status as a word in a frame."""
    style = f"border:1px solid {colour};border-radius:3px;padding:0 .35em;white-space:nowrap"
    return f'<span style="{style};background:#fff;color:{colour}">{escape(word)}</span>'


def card_html(entity: Entity) -> str:
    """Show a node: its names in both languages, its kind, its IRI, and what is said of it."""
    language = entity.at.language
    other = "ja" if language == "en" else "en"
    words = WORDS[language]
    names = (
        f"<p><strong>{escape(entity.label)}</strong>"
        f' <span lang="{other}">{escape(entity.at.label(entity.iri, other))}</span><br>'
        f"{escape(entity.kind)} · {link(entity.iri, entity.slug)}</p>"
    )
    claims = entity.claims
    table = "".join(table_parts(claims)) if claims else f"<p>{escape(claims.why_empty)}</p>"
    label = escape(f"{words['claims']}: {entity.label}")
    return f'<section {BOX} lang="{language}" aria-label="{label}">{names}{table}</section>'


def inline(svg: str) -> str:
    """Make a picture fit to stand in a page beside others: no XML head, ids of its own.

    Its marks are links, and what has the role of an image may hold none.
    """
    body = svg[svg.index("<svg") :].replace('role="img"', 'role="group"', 1)
    mark = hashlib.sha256(body.encode()).hexdigest()[:8]
    ids = sorted(set(re.findall(r'\bid="([^"]+)"', body)), key=len, reverse=True)
    if not ids:
        return body
    names = "|".join(map(re.escape, ids))
    place = re.compile(rf'(?<=id=")({names})(?=")|(?<=#)({names})(?=[")])')
    body = place.sub(lambda found: f"{found[0]}-{mark}", body)
    labelled = re.compile(r'(aria-(?:labelledby|describedby))="([^"]+)"')
    return labelled.sub(
        lambda f: f'{f[1]}="{" ".join(f"{one}-{mark}" for one in f[2].split())}"', body
    )
