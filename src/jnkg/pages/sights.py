"""Show a view on a page: its picture, and a row for every mark of it.

A Visit and the name of a view come in; a Reply goes out. The picture is that of the API, so that
a page stays light; whoever does not see it has the same in the table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jnkg.endpoint.exchange import Reply
from jnkg.endpoint.problems import Problem
from jnkg.endpoint.viewed import VIEWS, made
from jnkg.pages.choices import Choice, choices_of, of_kinds
from jnkg.pages.frame import page_of, render
from jnkg.pages.given import first, page_number
from jnkg.pages.tables import tabulate

if TYPE_CHECKING:
    from jnkg.endpoint.site import Visit

FORMS = (("svg", "SVG"), ("csv", "CSV"), ("json", "JSON"), ("markdown", "Markdown"))
LABELS = {
    "lineage": ("Lineage", "系譜"),
    "timeline": ("Timeline", "年表"),
    "ledger": ("Promises and deeds", "約束と履行"),
    "network": ("Who met whom", "会談の相手"),
    "coverage": ("Coverage", "収録範囲"),
    "compare": ("Four partners compared", "4か国の比較"),
}
"""The views in the order in which they are offered: (en, ja)."""
FIELDS = {
    "target": ("Theme or area", "主題または分野", "text"),
    "actor": ("Actor", "主体", "text"),
    "area": ("Theme or area", "主題または分野", "text"),
    "from": ("From", "この日から", "date"),
    "to": ("To", "この日まで", "date"),
    "as-of": ("As of", "基準日", "date"),
    "by": ("Shown as", "表示の単位", "choice"),
}
"""What a view can be asked for: label (en, ja), kind of input."""

OFFERED = {
    "target": ("theme", "area"),
    "area": ("theme", "area"),
    "actor": ("state", "organization", "group", "body", "unit", "person"),
}
"""The kinds of nodes that are offered for a field, by what their slugs open with."""


def sight_page(visit: Visit, view: str) -> Reply:
    """Show a view; raises Problem where it cannot be had as asked."""
    kind = VIEWS[view]
    given = {key: typed for key in kind.params if (typed := first(visit, key))}
    shown, reasons, fault = None, [], None
    try:
        shown, found = made(visit, kind, given)
        reasons = [reason.message[visit.language] for reason in found]
    except Problem as problem:
        fault = problem
    at = ("en", "ja").index(visit.language)
    page = page_of(
        visit, shown.title if shown else LABELS[view][at], view, query=tuple(given.items())
    )
    table = None
    if shown and shown.rows.rows:
        table = tabulate(visit.world, visit.language, shown.rows, page_number(visit))
    return render(
        page, "sight.html", fault.status if fault else 200,
        view=view, shown=shown, reasons=reasons, fault=fault, table=table, forms=FORMS,
        fields=[(key, FIELDS[key][at], FIELDS[key][2], given.get(key, "")) for key in kind.params],
        offered={key: choices(visit, key) for key in kind.params if key in OFFERED},
        sights={name: words[at] for name, words in LABELS.items()},
    )  # fmt: skip


def choices(visit: Visit, key: str) -> tuple[Choice, ...]:
    """Give the nodes that a field may name."""
    labels = visit.world.labels(visit.language)
    return choices_of(labels, of_kinds(labels, OFFERED[key]))
