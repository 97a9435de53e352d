"""Show what was promised, what was done and what is open, as of a day.

A Sight and a day come in; a View goes out. `deeds` puts the answers together, `strips` draws them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from jnkg.answer import Answer, check_day
from jnkg.render import wrap
from jnkg.views.deeds import COMMITMENTS, Account, Deed, Promise, account, spans
from jnkg.views.eras import uneven
from jnkg.views.frame import LOOKS, Look, Sight, View
from jnkg.views.standing import WORDS, deed_words, look, promise_words

Cell = ox.NamedNode | ox.BlankNode | ox.Literal | None
HEADINGS = (
    "thing", "drawn", "instrument", "commitment", "activity", "day", "modality", "outcomeKind",
    "document", "status", "note",
)  # fmt: skip
"""The columns of the table: first the thing that a mark stands for, then what it is drawn as."""


def ledger(sight: Sight, as_of: str) -> View:
    """Make the view as of a day; an empty one stands for the latest day covered."""
    words = WORDS[sight.language]
    day = check_day(as_of) if as_of else last_day(sight)
    found = account(sight, day)
    rows = list(rows_of(found, sight))
    about = words["about"].format(
        day=day, promises=len(found.promises), deeds=len(found.deeds),
        open=sum(not p.deeds for p in found.promises),
        uneven=uneven(spans(found), sight.language),
    )  # fmt: skip

    def svg() -> str:
        from jnkg.views.strips import draw

        return draw(view, found)

    view = View(
        sight, f"jnkg ledger --as-of {day}" if day else "jnkg ledger",
        words["title"].format(day), about if rows else words["none"],
        Answer(HEADINGS, rows), {"text": lambda: text(view, found), "svg": svg},
        lambda: sight.reasons(COMMITMENTS, {"asOf": day} if day else {}),
    )  # fmt: skip
    return view


def last_day(sight: Sight) -> str:
    """Give the latest day that the graph covers; nothing where it holds no document."""
    rows = sight.ask("latest-day-covered").rows
    day = rows[0][0] if rows else None
    return day.value if isinstance(day, ox.Literal) else ""


def rows_of(found: Account, sight: Sight) -> Iterator[list[Cell]]:
    """Yield a row for each mark: commitments with what was done under them, then the rest."""
    source: ox.NamedNode | None = None
    for promise in found.promises:
        if promise.source and promise.source != source:
            source = promise.source
            yield cells(sight, source, "source", instrument=source, day=promise.day or None)
        yield cells(sight, promise.node, "commitment", instrument=promise.source,
                    commitment=promise.node, day=promise.day or None,
                    note=promise_words(promise, sight))  # fmt: skip
        for deed in promise.deeds:
            yield from deed_rows(deed, promise, sight)
    for deed in found.untied:
        yield from deed_rows(deed, None, sight)


def deed_rows(deed: Deed, promise: Promise | None, sight: Sight) -> Iterator[list[Cell]]:
    """Yield the rows of an activity, of its reports and of its outcome."""
    tied: dict[str, Cell | str] = {"activity": deed.activity}
    if promise:
        tied |= {"instrument": promise.source, "commitment": promise.node}
    yield cells(sight, deed.activity, "activity", **tied, day=deed.days or None,
                status=look(deed, sight) if promise else None,
                note=deed_words(deed, sight))  # fmt: skip
    for report in deed.reports:
        for modality in report.modalities:
            yield cells(sight, report.node, "report", **tied, day=report.day, modality=modality,
                        document=report.document)  # fmt: skip
    if deed.outcome:
        led = WORDS[sight.language]["nodes"].join(map(sight.label, deed.outcome.led_to))
        yield cells(sight, deed.outcome.node, "outcome", **tied, outcomeKind=deed.outcome.kind,
                    note=led or None)  # fmt: skip


def cells(sight: Sight, thing: ox.NamedNode, drawn: str, **given: Cell | str) -> list[Cell]:
    """Give one row."""
    named = {"thing": thing, "drawn": WORDS[sight.language][drawn], **given}
    return [ox.Literal(v) if isinstance(v, str) else v for v in map(named.get, HEADINGS)]


def text(view: View, found: Account) -> str:
    """Write the ledger for a terminal: instrument, commitment, activity."""
    sight = view.sight
    words = WORDS[sight.language]
    lines = [view.title]
    source: object = ""
    for promise in found.promises:
        if promise.source != source:
            source = promise.source
            name = sight.label(promise.source) if promise.source else words["no_source"]
            lines += ["", *wrap(f"{promise.day} {name}".strip(), sight.width)]
        plain = Look((), "", 0, {})
        sign, tone = ("■", plain) if promise.deeds else ("□", LOOKS["Unknown"])
        note = "" if promise.deeds else words["box"].format(words["nothing"])
        lines += paragraph(sight, f"  {sign} ", sight.label(promise.node) + note, tone)
        for deed in promise.deeds:
            lines += paragraph(sight, "      - ", deed_line(deed, sight), LOOKS[deed.status])
    if found.untied:
        lines += ["", words["untied"]]
    for deed in found.untied:
        lines += paragraph(sight, "  - ", deed_line(deed, sight), LOOKS["Stated"])
    return "\n".join(lines) + "\n"


def deed_line(deed: Deed, sight: Sight) -> str:
    """Write an activity with its state, and the status of its link where that is not stated."""
    said = sight.says(sight.label(deed.activity), deed_words(deed, sight))
    if deed.status == "Stated":
        return said
    return WORDS[sight.language]["slot"].format(said, look(deed, sight))


def paragraph(sight: Sight, lead: str, words: str, tone: Look) -> Iterator[str]:
    """Yield the lines of a text that hangs behind a mark."""
    for n, line in enumerate(wrap(words, max(20, sight.width - len(lead) - 2))):
        painted = sight.paint(line, tone) if tone.ansi else line
        yield (lead if n == 0 else " " * len(lead)) + painted
