"""Tell a difference: as text, Markdown, JSON or CSV, with labels in the reader's language.

A Difference and a language come in, text goes out. Claims stand under their reason and the graph
that they are of; counts stand at the head. JSON and CSV have the same keys in every language.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

import pyoxigraph as ox

from jnkg.labels import labels
from jnkg.names import shorten
from jnkg.releasing.difference import CAUSES, KINDS, REASONS, Change, Difference
from jnkg.releasing.statements import BLANK, DEFAULT, Release
from jnkg.releasing.words import COLUMNS, KIND, MARK, REASON, STATUS, TEXT, WHY
from jnkg.turtle import Term, write_literal


class Teller:
    """A difference as a reader of one language reads it."""

    def __init__(self, difference: Difference, language: str) -> None:
        self.difference = difference
        self.language = language
        self.words = TEXT[language]
        self.labels = {
            **labels_of(difference.before, language),
            **labels_of(difference.after, language),
        }

    def term(self, term: Term | None) -> str:
        """Call a term by its label, a literal by its text; empty for none.

        A text in another language than the reader's is marked with it.
        """
        if isinstance(term, ox.NamedNode):
            if term.value.startswith(BLANK):
                return "[…]"
            return self.labels.get(term.value) or plain(term.value)
        if not isinstance(term, ox.Literal):
            return str(term or "")
        is_other = term.language and term.language != self.language
        return f"{term.value} ({term.language})" if is_other else term.value

    def node(self, iri: str) -> str:
        """Call a node by its label."""
        return self.term(ox.NamedNode(iri)) if iri else ""

    def line(self, change: Change) -> str:
        """Tell one change in one line."""
        subject, property_ = self.term(change.quad.subject), self.term(change.quad.predicate)
        old, new = (q and self.term(q.object) for q in (change.before, change.after))
        values = f"{old} → {new}" if change.before and change.after else new or old
        if change.before and change.after and old == new:
            values = f"{new} ({self.moved(change.before, change.after)})"
        return f"{MARK[change.kind]} {subject} · {property_} · {values}"

    def moved(self, before: ox.Quad, after: ox.Quad) -> str:
        """Tell in what a claim changed whose value did not: its property, or its graph."""
        sides = [(q.predicate, q.subject, q.object, q.graph_name) for q in (before, after)]
        one, two = next(pair for pair in zip(*sides, strict=True) if pair[0] != pair[1])
        return f"{self.place(one)} → {self.place(two)}"

    def place(self, term: object) -> str:
        """Name a node or a graph shortly."""
        return plain(term.value) if isinstance(term, ox.NamedNode) else str(term)

    def head(self) -> list[str]:
        """Tell the counts."""
        found = self.difference
        editions = {
            "before": found.before.version,
            "before_day": found.before.issued,
            "after": found.after.version,
            "after_day": found.after.issued,
        }
        if found.is_empty:
            return [self.words["same"].format(**editions)]
        return [self.words["head"].format(n=len(found.changes), **editions)]

    def remarks(self) -> Iterator[str]:
        """Tell what came of the changes, and what else is worth knowing."""
        found, comma = self.difference, self.words["comma"]
        for key, iris in zip(("came", "went"), found.sources, strict=True):
            if iris:
                yield self.words[key].format(comma.join(map(self.node, iris)))
        if found.consequences:
            causes = Counter(c.cause for c in found.consequences)
            came = sum(c.is_new for c in found.consequences)
            yield self.words["consequences"].format(
                came=came, went=len(found.consequences) - came, **{c: causes[c] for c in CAUSES}
            )
        for key, quads in (("aside", found.set_aside), ("restored", found.restored)):
            for quad in quads:
                parts = (quad.subject, quad.predicate, quad.object)
                yield self.words[key].format(" · ".join(map(self.term, parts)))
        for term in found.deprecations:
            instead = self.words["instead"].format(plain(term.replaced_by))
            yield self.words["deprecated"].format(
                term=plain(term.term), instead=instead if term.replaced_by else "", uses=term.uses
            )

    def table(self) -> Iterator[tuple[str, ...]]:
        """Give the counts by reason and kind, with a heading."""
        counts = self.difference.counts
        yield (self.words["reason"], *(KIND[self.language][k] for k in KINDS), "")
        for reason in REASONS:
            numbers = [counts.get((reason, kind), 0) for kind in KINDS]
            if any(numbers):
                names = REASON[self.language][reason], WHY[self.language][reason]
                yield (names[0], *(f"{n:,}" for n in numbers), names[1])

    def row(self, row: tuple[str, ...], heading: tuple[str, ...]) -> str:
        """Tell the counts of one reason in one line."""
        pairs = zip(row[1:4], heading[1:4], strict=True)
        counts = (self.words["count"].format(*pair) for pair in pairs if pair[0] != "0")
        return self.words["row"].format(row[0], self.words["comma"].join(counts), row[4])

    def groups(self) -> Iterator[tuple[str, str, list[Change]]]:
        """Yield reason, heading and changes of each graph, reason by reason."""
        for reason in REASONS:
            graphs: dict[str, list[Change]] = {}
            for change in self.difference.changes:
                if change.reason == reason:
                    graphs.setdefault(change.graph, []).append(change)
            for graph, changes in sorted(graphs.items(), key=lambda g: (rank(g[1][0]), g[0])):
                status = STATUS[self.language][changes[0].status]
                name = self.node(changes[0].document) or graph.rpartition("/")[2]
                yield reason, f"{name} [{status}]", changes


def rank(change: Change) -> int:
    """Give the place of a change's status, the strongest first."""
    return list(STATUS["en"]).index(change.status)


@lru_cache(maxsize=8)
def labels_of(release: Release, language: str) -> Mapping[str, str]:
    """Give the labels of the nodes of a release."""
    return labels(release.graphs.get(DEFAULT, ()), language)


def plain(iri: str) -> str:
    """Give the short name of an IRI, or the IRI."""
    return shorten(iri).strip("<>")


def to_text(difference: Difference, language: str) -> str:
    """Tell a difference as text for a terminal."""
    teller = Teller(difference, language)
    lines = teller.head()
    if difference.changes:
        rows = list(teller.table())
        lines += [f"  {teller.row(row, rows[0])}" for row in rows[1:]]
    lines += [f"  {remark}" for remark in teller.remarks()]
    for reason, heading, changes in teller.groups():
        lines += ["", f"{REASON[language][reason]} · {heading}"]
        lines += [f"  {teller.line(change)}" for change in changes]
    return "\n".join(lines) + "\n"


def to_markdown(difference: Difference, language: str) -> str:
    """Tell a difference as Markdown, for release notes."""
    teller = Teller(difference, language)
    lines = [f"# {teller.head()[0]}", ""]
    if difference.changes:
        rows = list(teller.table())
        lines += [row_of(rows[0]), "|---|---:|---:|---:|---|", *map(row_of, rows[1:]), ""]
    lines += [*(f"- {escaped(remark)}" for remark in teller.remarks()), ""]
    last = ""
    for reason, heading, changes in teller.groups():
        lines += [f"## {REASON[language][reason]}", ""] if reason != last else []
        lines += [f"### {escaped(heading)}", ""]
        lines += [f"- `{MARK[c.kind]}` {escaped(teller.line(c)[2:])}" for c in changes]
        lines += [""]
        last = reason
    return "\n".join(lines).rstrip() + "\n"


def row_of(cells: Iterable[str]) -> str:
    """Write a row of a Markdown table."""
    return "| " + " | ".join(cells) + " |"


def escaped(text: str) -> str:
    """Write a text so that Markdown takes none of it as its own."""
    found = "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in text)
    return found.replace("\n", " ")


def record(teller: Teller, change: Change) -> dict[str, str]:
    """Give one change by the names of COLUMNS."""
    quad = change.quad
    old, new = (None if q is None else q.object for q in (change.before, change.after))
    cells = (
        change.kind, change.reason, change.status, change.graph, change.document,
        written(quad.subject), written(quad.predicate), written(old), written(new),
        teller.term(quad.subject), teller.term(quad.predicate), teller.term(old),
        teller.term(new),
    )  # fmt: skip
    return dict(zip(COLUMNS, cells, strict=True))


def written(term: Term | None) -> str:
    """Write a term for a machine: an IRI bare, a literal as Turtle has it; empty for none."""
    if isinstance(term, ox.NamedNode):
        return term.value
    return write_literal(term) if isinstance(term, ox.Literal) else ""


def to_csv(difference: Difference, language: str) -> str:
    """Tell a difference as a table, a change a row."""
    teller = Teller(difference, language)
    out = io.StringIO()
    rows = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    rows.writeheader()
    rows.writerows(record(teller, change) for change in difference.changes)
    return out.getvalue()


def to_json(difference: Difference, language: str) -> str:
    """Tell a difference for a machine, counts first."""
    teller = Teller(difference, language)
    came, went = difference.sources
    found = {
        "before": edition(difference.before),
        "after": edition(difference.after),
        "counts": {
            reason: {kind: difference.counts.get((reason, kind), 0) for kind in KINDS}
            for reason in REASONS
        },
        "new_documents": came,
        "documents_gone": went,
        "changes": [record(teller, change) for change in difference.changes],
        "consequences": [
            {
                "change": "added" if c.is_new else "removed",
                "cause": c.cause,
                "subject": written(c.triple.subject),
                "property": written(c.triple.predicate),
                "value": written(c.triple.object),
            }
            for c in difference.consequences
        ],
        "set_aside": [claim(quad) for quad in difference.set_aside],
        "restored": [claim(quad) for quad in difference.restored],
        "deprecations": [
            {"term": d.term, "replaced_by": d.replaced_by, "uses": d.uses}
            for d in difference.deprecations
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def edition(release: Release) -> dict[str, str]:
    """Say which release it is."""
    return {
        "version": release.version,
        "issued": release.issued,
        "status": release.status,
        "known_by": release.known_by,
    }


def claim(quad: ox.Quad) -> dict[str, str]:
    """Give one claim."""
    return {
        "graph": quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else "",
        "subject": written(quad.subject),
        "property": written(quad.predicate),
        "value": written(quad.object),
    }


TOLD: Mapping[str, Callable[[Difference, str], str]] = {
    "text": to_text,
    "json": to_json,
    "csv": to_csv,
    "markdown": to_markdown,
}
"""How a difference is told, by the name of the format."""
