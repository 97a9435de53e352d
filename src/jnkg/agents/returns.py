"""Describe in JSON Schema the answer of each tool.

The schemas stand apart from the tools so that both stay readable; the tests hold every answer
against its schema.
"""

from __future__ import annotations

from jnkg.agents.schemas import (
    BASIS,
    CUT,
    LINE,
    NODE,
    NUMBER,
    REASON,
    STANDS,
    STATUS,
    TABLE,
    TEXT,
    TRUTH,
    Schema,
    fields,
    gives,
    maybe,
    some,
)

EMPTY: dict[str, Schema] = {"cut": maybe(CUT), "reasons": some(REASON)}
DOCUMENT = maybe(NODE)
FOUND = gives(
    count=NUMBER,
    rows=some(
        fields(name=TEXT, label=TEXT, kind=TEXT, where=TEXT, excerpt=TEXT, status=STATUS,
               statuses=some(STATUS))
    ),
    basis=BASIS, nearest=some(TEXT), **EMPTY,
)  # fmt: skip
CARD = gives(
    node=NODE, iri=maybe(TEXT), labels={"type": "object", "additionalProperties": TEXT},
    kinds=some(NODE), names=some(TEXT), identifiers=some(LINE),
    claims=some(fields(**STANDS, lines=some(LINE))),
    mentions=some(fields(property=NODE, subject=NODE, kind=TEXT, status=STATUS,
                         document=DOCUMENT)),
    gaps=some(fields(name=TEXT, label=TEXT, kind=TEXT, about=NODE, summary=TEXT,
                     document=DOCUMENT)),
    conflicts=some(
        fields(name=TEXT, label=TEXT, properties=some(NODE), summary=TEXT, reason=TEXT,
               versions=some(fields(value=TEXT, document=DOCUMENT, is_set_aside=TRUTH)))
    ),
    **EMPTY,
)  # fmt: skip
QUESTIONS = gives(
    count=NUMBER,
    rows=some(
        fields(
            ("about",), name=TEXT, title=TEXT, about=TEXT,
            parameters=some(
                fields(("default", "about"), name=TEXT, kind=TEXT, default=TEXT, about=TEXT)
            ),
        )
    ),
    reasons=some(REASON),
)  # fmt: skip
ANSWER = gives(
    question=TEXT, title=TEXT, about=TEXT,
    parameters={"type": "object", "additionalProperties": TEXT}, **TABLE,
)  # fmt: skip
RESULT = gives(form={"enum": ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]}, **TABLE)
EVIDENCE = gives(
    node=NODE, own=some(fields(**STANDS)),
    pointing=some(fields(property=NODE, subject=NODE, **STANDS)),
    passages=some(fields(passage=NODE, document=DOCUMENT, summary=TEXT, quotations=some(TEXT))),
    **EMPTY,
)  # fmt: skip
PROOF = gives(holds=TRUTH, text=TEXT, proof=maybe({"type": "object"}), reasons=some(REASON))
COVERAGE = gives(
    years=some(TEXT), count=NUMBER,
    rows=some(
        fields(
            theme=NODE, year=maybe(NUMBER), documents=maybe(NUMBER),
            coverage={"enum": ["covered", "covered-in-part", "none", "unknown"]},
            publishers=some(fields(name=TEXT, label=TEXT, documents=NUMBER)), gap=maybe(NODE),
        )
    ),
    instruments_not_covered=some(fields(instrument=NODE, gap=NODE, years=some(TEXT))),
    **EMPTY,
)  # fmt: skip
CITATION = gives(node=NODE, style=TEXT, citation=TEXT, reasons=some(REASON))
LINEAGE = gives(
    themes=some(NODE),
    areas=some(fields(area=NODE, instrument=NODE, number=TEXT, theme=maybe(NODE), status=STATUS)),
    links=some(
        fields(
            link=NODE, earlier=maybe(NODE), later=maybe(NODE), instrument=maybe(NODE), kind=NODE,
            candidates=some(NODE), confidence=maybe(NODE), status=STATUS, reasoning=TEXT,
            premises=some(NODE),
        )
    ),
    count=NUMBER, **EMPTY,
)  # fmt: skip
DEED: dict[str, Schema] = {
    "activity": NODE, "days": maybe(TEXT), "state": some(NODE), "status": STATUS,
    "reports": some(fields(report=NODE, day=TEXT, document=DOCUMENT, modalities=some(NODE))),
    "outcome": maybe(fields(kind=NODE, led_to=some(NODE))),
}  # fmt: skip
LEDGER = gives(
    as_of=TEXT,
    counts=fields(commitments=NUMBER, without_a_deed=NUMBER, activities=NUMBER,
                  untied_activities=NUMBER),
    rows=some(
        fields(commitment=NODE, source=maybe(NODE), day=maybe(TEXT), status=STATUS,
               activities=some(fields(**DEED, link_status=STATUS)))
    ),
    untied=some(fields(**DEED)), **EMPTY,
)  # fmt: skip
USED = some(fields(name=TEXT, label=TEXT, uses=NUMBER))
MORE: dict[str, Schema] = {
    "used_with": USED, "leads_from": USED, "leads_to": USED, "note": TEXT, "kinds": some(NODE),
    "broader": some(NODE), "narrower": some(NODE), "examples": some(TEXT),
}  # fmt: skip
MODEL = gives(
    terms=some(
        fields(
            tuple(MORE), name=TEXT, label=TEXT, kind={"enum": ["class", "property", "value"]},
            definition=TEXT, uses=NUMBER, **MORE,
        )
    ),
    prefixes={"type": "object", "additionalProperties": TEXT},
)  # fmt: skip
