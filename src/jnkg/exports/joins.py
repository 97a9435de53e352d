"""Join tables that are often read together, as views of the database.

Tables come in; Views go out: those whose tables and columns are all there, and `evidence`, which
leads from every row that names its passages to the clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jnkg.tables.content import Content


@dataclass(frozen=True, slots=True)
class View:
    """One view: what it is for (en, ja), the columns it needs of each table, and its SELECT."""

    name: str
    about: Mapping[str, str]
    needs: Mapping[str, str]
    select: str

    @property
    def statement(self) -> str:
        """The statement that makes it."""
        return f'CREATE VIEW "{self.name}" AS\n{self.select}'


VIEWS = (
    View(
        "participations_dated",
        {
            "en": "Participations with the dates and the kind of their event.",
            "ja": "参加に、その出来事の日付と種類を添える。",
        },
        {"participations": "event", "activities": "activity kind earliest latest edtf"},
        """SELECT p.*, a.kind AS event_kind, a.earliest, a.latest, a.edtf
FROM participations AS p JOIN activities AS a ON a.activity = p.event""",
    ),
    View(
        "areas_dated",
        {
            "en": "Areas with the kind and the dates of their instrument.",
            "ja": "分野に、その協力文書の種類と日付を添える。",
        },
        {"areas": "instrument", "instruments": "instrument kind made_earliest made_latest"},
        """SELECT a.*, i.kind AS instrument_kind, i.made_earliest, i.made_latest
FROM areas AS a JOIN instruments AS i ON i.instrument = a.instrument""",
    ),
    View(
        "lineage_dated",
        {
            "en": "Lineage links with the years of the instruments at both ends.",
            "ja": "系譜の環に、両端の協力文書の年を添える。",
        },
        {"lineage": "from_instrument to_instrument", "instruments": "instrument made_year"},
        """SELECT l.*, f.made_year AS from_year, t.made_year AS to_year
FROM lineage AS l
LEFT JOIN instruments AS f ON f.instrument = l.from_instrument
LEFT JOIN instruments AS t ON t.instrument = l.to_instrument""",
    ),
    View(
        "passages_cited",
        {
            "en": "Passages with what is needed to cite their document.",
            "ja": "箇所に、文書の引用に必要な事項を添える。",
        },
        {
            "passages": "document",
            "documents": "document title publisher page issued_earliest issued_latest",
        },
        """SELECT p.*, d.title, d.publisher, d.page, d.issued_earliest, d.issued_latest
FROM passages AS p JOIN documents AS d ON d.document = p.document""",
    ),
)
EVIDENCE = {
    "en": "Every row that names its passages, with each passage, its document and its address.",
    "ja": "根拠の箇所を示すすべての行に、箇所、文書、そのアドレスを添える。",
}


def joins(tables: Content) -> list[View]:
    """Give the views that these tables allow."""
    found = [v for v in VIEWS if all(has(tables, t, names) for t, names in v.needs.items())]
    parts = list(evidence_parts(tables))
    if parts and has(tables, "passages", "passage document") and has(tables, "documents", "page"):
        found.append(View("evidence", EVIDENCE, {}, "\nUNION ALL\n".join(parts)))
    return found


def evidence_parts(tables: Content) -> Iterator[str]:
    """Yield what each table with passages adds to `evidence`."""
    for name, filled in tables.items():
        if "passages" in {c.name for c in filled.table.columns if c.many}:
            own = name.replace("-", "_")
            key = filled.table.key[0]
            yield f"""SELECT '{own}' AS "table", m."{key}" AS id, m.passages AS passage,
  p.document, d.page
FROM "{own}_passages" AS m JOIN passages AS p ON p.passage = m.passages
  JOIN documents AS d ON d.document = p.document"""  # noqa: S608  names are our own


def has(tables: Content, table: str, names: str) -> bool:
    """Tell whether a table is there and has some columns in its file."""
    if table not in tables:
        return False
    return set(names.split()) <= {c.name for c in tables[table].rows.columns}
