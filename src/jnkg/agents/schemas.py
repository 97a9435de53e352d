"""Describe in JSON Schema what tools take and give back.

Schemas are plain data. What is not named here is not given: objects are closed.
"""

from __future__ import annotations

from collections.abc import Mapping

from jnkg.names import LANGUAGES, STATUSES

ALL = (*STATUSES, "identity", "vocabulary")
"""What a node may rest on, strongest claim first; the last two claim nothing of the world."""
UNKNOWN = "unknown"
"""The status of a row of which it cannot be told."""

Schema = Mapping[str, object]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
TRUTH: Schema = {"type": "boolean"}
STATUS: Schema = {"enum": [*ALL, UNKNOWN]}
NODE: Schema = {"$ref": "#/$defs/node"}
REASONS = (
    "narrowed", "rightly-empty", "not-printed", "outside-coverage", "nothing-recorded",
    "nothing-matches", "unknown-name", "catalogued", "set-aside",
)  # fmt: skip
"""The kinds of reasons for an empty answer."""


def some(schema: Schema) -> Schema:
    """Describe a list."""
    return {"type": "array", "items": schema}


def maybe(schema: Schema) -> Schema:
    """Describe what may be null."""
    return {"anyOf": [schema, {"type": "null"}]}


def fields(optional: tuple[str, ...] = (), /, **given: Schema) -> Schema:
    """Describe a closed object; all of its fields are there but for the optional ones."""
    required = [name for name in given if name not in optional]
    return {
        "type": "object",
        "properties": given,
        "required": required,
        "additionalProperties": False,
    }


DEFS: dict[str, Schema] = {
    "node": fields(name=TEXT, label=TEXT),
    "world": fields(
        status={"enum": list(STATUSES)}, known_by=maybe(TEXT), day=TEXT,
        lang={"enum": list(LANGUAGES)}, version=TEXT,
    ),
    "reason": fields(kind={"enum": list(REASONS)}, message=TEXT),
    "cut": fields(shown=NUMBER, total=NUMBER, is_more=TRUTH, message=TEXT),
    "basis": {
        "type": "object",
        "additionalProperties": some(
            fields(
                ("more_passages",), status=STATUS, document=maybe(TEXT), passages=some(TEXT),
                more_passages=NUMBER,
            )
        ),
    },
    "cell": {
        "anyOf": [NODE, TEXT, {"type": "number"}, TRUTH, {"type": "null"}],
    },
    "clause": fields(passage=NODE, quotation=TEXT),
    "ground": fields(rule=maybe(NODE), reason=TEXT, confidence=TEXT, premises=some(NODE)),
    "value": fields(
        ("name", "lang", "is_set_aside"), text=TEXT, name=TEXT, lang=TEXT, is_set_aside=TRUTH
    ),
}  # fmt: skip
WORLD, REASON, CUT, BASIS, CELL, CLAUSE, GROUND, VALUE = (
    {"$ref": f"#/$defs/{name}"}
    for name in ("world", "reason", "cut", "basis", "cell", "clause", "ground", "value")
)
SHARED: dict[str, Schema] = {
    "status": {
        "enum": list(STATUSES),
        "default": STATUSES[-1],
        "description": "The weakest status admitted: stated, derived, interpreted. "
        "受け入れる最も弱い地位（明示・導出・解釈）。",
    },
    "known_by": {
        "type": "string",
        "pattern": r"^\d{4}-\d{2}-\d{2}$",
        "description": "Only what was known by this day (YYYY-MM-DD). この日までに既知のものだけ。",
    },
    "lang": {
        "enum": list(LANGUAGES),
        "default": LANGUAGES[0],
        "description": "Language of labels and messages. 名称とメッセージの言語。",
    },
}
"""What every tool takes."""


def takes(required: tuple[str, ...] = (), /, **given: Schema) -> Schema:
    """Describe what a tool takes, with what every tool takes."""
    return {
        "type": "object",
        "properties": given | SHARED,
        "required": list(required),
        "additionalProperties": False,
    }


def gives(**given: Schema) -> Schema:
    """Describe what a tool gives, with the world that answered and why there is nothing."""
    whole = fields(world=WORLD, **given)
    used = str(whole)
    known = DEFS
    wanted = {name for name in known if f"#/$defs/{name}'" in used}
    wanted |= {n for n in known for w in wanted if f"#/$defs/{n}'" in str(known[w])}
    return {"$schema": DRAFT, **whole, "$defs": {n: known[n] for n in known if n in wanted}}


def said(en: str, ja: str, schema: Schema | None = None) -> Schema:
    """Describe an argument in both languages; a text unless a schema says otherwise."""
    return {**(schema or TEXT), "description": f"{en} {ja}"}


def how_many(default: int, limit: int) -> Schema:
    """Describe how much is wanted at most."""
    return said(
        "How many at most.", "最大件数。",
        {"type": "integer", "minimum": 1, "maximum": limit, "default": default},
    )  # fmt: skip


def nonblank(en: str, ja: str) -> Schema:
    """Describe a text that has to hold something."""
    return said(en, ja, {"type": "string", "minLength": 1, "pattern": r"\S"})


STANDS: dict[str, Schema] = {
    "status": STATUS, "is_inferred": TRUTH, "document": maybe(NODE), "clauses": some(CLAUSE),
    "grounds": some(GROUND),
}  # fmt: skip
"""What a block of claims stands on."""
LINE = fields(property=NODE, values=some(VALUE))
TABLE: dict[str, Schema] = {
    "columns": some(NODE),
    "count": NUMBER,
    "rows": some(
        fields(
            cells={"type": "object", "additionalProperties": CELL},
            status={"enum": [*ALL, UNKNOWN]},
        )
    ),
    "basis": BASIS,
    "cut": maybe(CUT),
    "reasons": some(REASON),
}
"""What an answer in rows holds."""
