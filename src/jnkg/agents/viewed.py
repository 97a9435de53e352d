"""Give what the views show, as plain data: coverage, lineage, ledger.

What a caller of a tool gives comes in, plain data goes out; every row says its status.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from jnkg.agents.desk import HIDDEN, Desk, Plain
from jnkg.agents.strength import cut, statuses, strongest
from jnkg.answer import check_day
from jnkg.claims import Reader
from jnkg.errors import Misuse, UnknownValue
from jnkg.explain import Reason
from jnkg.names import NS
from jnkg.views.deeds import COMMITMENTS, Account, Deed, Promise, account, state
from jnkg.views.ledger import last_day
from jnkg.views.lineage import named
from jnkg.views.survey import DOCUMENTS, Cell, Map, survey
from jnkg.views.tableau import LINKS, Link, Place, Tableau, of_area, of_theme, read

Node = ox.NamedNode


def coverage(desk: Desk, area: str = "", year: int | None = None, most: int = 60) -> Plain:
    """Give how many documents speak of each theme, year by year.

    `area` is a theme, or an area of one. Raises UnknownValue, Misuse.
    """
    sight = desk.sight()
    theme, reasons = chosen(desk, area)
    found = survey(sight)
    cells = [
        c
        for c in found.cells
        if (not area or c.theme == theme) and (year is None or c.year == str(year))
    ]
    if not cells and not reasons:
        reasons = sight.reasons(DOCUMENTS) if not found.cells else [outside(found, year)]
    return {
        "world": desk.about(),
        "years": [y for y in found.years if y],
        "count": len(cells),
        "rows": [covered(desk, cell) for cell in cells[:most]],
        "cut": cut(min(most, len(cells)), len(cells), desk.language),
        "instruments_not_covered": [
            {"instrument": desk.named(m.instrument.value), "gap": desk.named(m.gap.value),
             "years": list(m.years)}
            for m in found.missing if year is None or str(year) in m.years
        ],
        "reasons": desk.told(reasons),
    }  # fmt: skip


def chosen(desk: Desk, area: str) -> tuple[Node | None, list[Reason]]:
    """Give the theme that a caller means; None with the reason where only a wider world has it."""
    if not area:
        return None, []
    try:
        return theme_of(desk, named(desk.sight(), area)), []
    except UnknownValue:
        named(desk.sight().widest(), area)
    return None, [HIDDEN]


def theme_of(desk: Desk, node: Node) -> Node:
    """Give the theme of an area; a theme is its own. Raises Misuse for an area without one."""
    place = read(desk.sight()).places.get(node)
    if place is None:
        return node
    if place.theme is None:
        name = desk.named(node.value)["label"]
        raise Misuse(
            f"No theme is read into {name!r} in this world: coverage is counted by theme.",
            f"この範囲では「{name}」に主題がありません。収録状況は主題ごとに数えています。",
        )
    return place.theme


def outside(found: Map, year: int | None) -> Reason:
    """Say that a year lies outside those counted."""
    first, last = found.years[0], found.years[-2]
    return Reason(
        "outside-coverage",
        {
            "en": f"{year} lies outside the years counted, {first} to {last}.",
            "ja": f"{year}年は、集計の対象（{first}年から{last}年まで）の外にあります。",
        },
    )


def covered(desk: Desk, cell: Cell) -> Plain:
    """Give one cell: none is not unknown, and so far is not all."""
    kinds = {"cell": "covered", "so_far": "covered-in-part", "zero": "none", "unknown": "unknown"}
    return {
        "theme": desk.named(cell.theme.value),
        "year": int(cell.year) if cell.year else None,
        "documents": None if cell.drawn == "unknown" else cell.total,
        "coverage": kinds[cell.drawn],
        "publishers": [{**desk.named(k.value), "documents": n} for k, n in cell.sorted()],
        "gap": desk.named(cell.gap.value) if cell.gap else None,
    }


def lineage(desk: Desk, theme: str = "", most: int = 20) -> Plain:
    """Give areas and the links between them: of a theme, of an area, or all.

    Raises UnknownValue, Misuse.
    """
    sight, reasons = desk.sight(), list[Reason]()
    whole = read(sight)
    tableau = whole
    if theme:
        try:
            target = named(sight, theme)
            tableau = of_area(whole, target) if target in whole.places else of_theme(whole, target)
        except UnknownValue:
            named(sight.widest(), theme)
            tableau, reasons = Tableau((), (), ()), [HIDDEN]
    if not tableau.places and not reasons:
        reasons = sight.reasons(LINKS)
    areas, links = tableau.places.values(), tableau.links
    return {
        "world": desk.about(),
        "themes": [desk.named(s.theme.value) for s in tableau.strands if s.theme],
        "areas": [placed(desk, place) for place in list(areas)[:most]],
        "links": [linked(desk, link) for link in links[:most]],
        "count": len(links),
        "cut": cut(min(most, longer(areas, links)), longer(areas, links), desk.language),
        "reasons": desk.told(reasons),
    }


def longer(first: Iterable[object], second: Iterable[object]) -> int:
    """Give the length of the longer of two lists."""
    return max(len(list(first)), len(list(second)))


def placed(desk: Desk, place: Place) -> Plain:
    """Give an area with its instrument and number; the status is that of the naming."""
    return {
        "area": desk.named(place.area.value),
        "instrument": desk.named(place.instrument.value),
        "number": place.number,
        "theme": desk.named(place.theme.value) if place.theme else None,
        "status": place.status.lower(),
    }


def linked(desk: Desk, link: Link) -> Plain:
    """Give a link with its reason and what it was read from."""
    reader = Reader(desk.world, desk.language)
    grounds = [reader.ground(g) for g in reader.nodes(link.node, NS + "hasGround")]
    return {
        "link": desk.named(link.node.value),
        "earlier": optional(desk, link.source),
        "later": optional(desk, link.target),
        "instrument": optional(desk, link.instrument),
        "kind": desk.named(link.kind.value),
        "candidates": [desk.named(node.value) for node in link.candidates],
        "confidence": optional(desk, link.confidence),
        "status": link.status.lower(),
        "reasoning": next((g.reason for g in grounds if g.reason), ""),
        "premises": [desk.named(p.iri) for g in grounds for p in g.premises],
    }


def optional(desk: Desk, node: Node | None) -> dict[str, str] | None:
    """Name a node, if there is one."""
    return desk.named(node.value) if node else None


def ledger(desk: Desk, as_of: str = "", most: int = 10) -> Plain:
    """Give what was promised, what was done under it, and what is open, as of a day.

    Raises Misuse for what is no day.
    """
    sight = desk.sight()
    day = check_day(as_of) if as_of else last_day(sight)
    found = account(sight, day)
    nodes = [p.node.value for p in found.promises] + [d.value for d in found.deeds]
    known = statuses(desk.world, nodes)
    length = longer(found.promises, found.untied)
    is_empty = not found.promises and not found.untied
    return {
        "world": desk.about(),
        "as_of": day,
        "counts": counts(found),
        "rows": [promised(desk, each, known) for each in found.promises[:most]],
        "untied": [done(desk, each, known) for each in found.untied[:most]],
        "cut": cut(min(most, length), length, desk.language),
        "reasons": desk.told(sight.reasons(COMMITMENTS, {"asOf": day}) if is_empty else []),
    }


def counts(found: Account) -> Plain:
    """Count what a ledger holds."""
    return {
        "commitments": len(found.promises),
        "without_a_deed": sum(not p.deeds for p in found.promises),
        "activities": len(found.deeds),
        "untied_activities": len(found.untied),
    }


def promised(desk: Desk, promise: Promise, known: dict[str, list[str]]) -> Plain:
    """Give a commitment with what was done under it."""
    return {
        "commitment": desk.named(promise.node.value),
        "source": optional(desk, promise.source),
        "day": promise.day or None,
        "status": strongest(known.get(promise.node.value, ())),
        "activities": [
            done(desk, deed, known) | {"link_status": deed.status.lower()} for deed in promise.deeds
        ],
    }


def done(desk: Desk, deed: Deed, known: dict[str, list[str]]) -> Plain:
    """Give an activity with its state as of the day, and the reports that say so."""
    outcome = deed.outcome
    return {
        "activity": desk.named(deed.activity.value),
        "days": deed.days or None,
        "state": [desk.named(modality.value) for modality in state(deed)],
        "status": strongest(known.get(deed.activity.value, ())),
        "reports": [
            {"report": desk.named(r.node.value), "day": r.day,
             "document": optional(desk, r.document),
             "modalities": [desk.named(m.value) for m in r.modalities]}
            for r in deed.reports
        ],
        "outcome": {
            "kind": desk.named(outcome.kind.value),
            "led_to": [desk.named(n.value) for n in outcome.led_to],
        } if outcome else None,
    }  # fmt: skip
