"""Say in JSON Schema what the reconciliation service takes and answers (version 0.2)."""

from __future__ import annotations

from jnkg.endpoint.schemas import REASONS, TEXT, Schema, mapping, one, ref, several
from jnkg.reconciling.asked import BATCH, COLUMNS, LONGEST, MOST, STRICTNESS, USUAL
from jnkg.reconciling.extension import CHOICES

SHORT: Schema = {"type": "string", "maxLength": LONGEST}
NUMBER: Schema = {"type": "number"}
TRUTH: Schema = {"type": "boolean"}
ADDRESS: Schema = {"type": "string", "pattern": r"\{\{id\}\}"}
WHOLE: Schema = {"type": "integer", "minimum": 0, "maximum": 1_000_000}
VALUE: Schema = {
    "anyOf": [
        SHORT,
        NUMBER,
        {"type": ["boolean", "null"]},
        one({"id": SHORT, "name": SHORT}, optional=("name",)),
    ]
}
TYPED: Schema = {"anyOf": [SHORT, {**several(SHORT), "maxItems": COLUMNS}]}
QUERY: Schema = {
    **one(
        {
            "query": SHORT,
            "type": TYPED,
            "limit": {
                "type": "integer",
                "minimum": 1,
                "maximum": 2**31 - 1,
                "default": USUAL,
                "description": f"At most {MOST} candidates are given.",
            },
            "properties": {
                **several(
                    one(
                        {
                            "pid": SHORT,
                            "v": {"anyOf": [VALUE, {**several(VALUE), "maxItems": BATCH}]},
                        }
                    )
                ),
                "maxItems": COLUMNS,
            },
            "type_strict": {"enum": list(STRICTNESS), "default": STRICTNESS[0]},
        },
        optional=("query", "type", "limit", "properties", "type_strict"),
    ),
    "anyOf": [
        {"required": ["query"]},
        {"required": ["properties"], "properties": {"properties": {"minItems": 1}}},
    ],
}
TYPE = one({"id": TEXT, "name": TEXT})
ITEM = one(
    {
        "id": TEXT,
        "name": TEXT,
        "description": TEXT,
        "notable": several(TYPE),
        "broader": several(TYPE),
    },
    optional=("description", "notable", "broader"),
)
CELL: Schema = {
    "oneOf": [
        one({"id": TEXT, "name": TEXT}),
        one({"str": TEXT}),
        one({"int": {"type": "integer"}}),
        one({"float": NUMBER}),
        one({"date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"}}),
    ]
}
SETTINGS = one(
    {
        "limit": WHOLE,
        **{name: {"enum": list(known)} for name, known in CHOICES.items()},
    },
    optional=("limit", *CHOICES),
)
SERVICE = one(
    {"service_url": TEXT, "service_path": TEXT, "flyout_service_path": TEXT},
    optional=("flyout_service_path",),
)
SETTING = one(
    {
        "name": TEXT,
        "label": TEXT,
        "help_text": TEXT,
        "type": {"enum": ["number", "select"]},
        "default": {"type": ["number", "string"]},
        "choices": several(one({"value": TEXT, "name": TEXT})),
    },
    optional=("choices",),
)
CANDIDATE = one(
    {
        "id": TEXT,
        "name": TEXT,
        "description": TEXT,
        "type": several(TYPE),
        "score": {"type": "number", "minimum": 0, "maximum": 100},
        "match": TRUTH,
        "features": several(one({"id": TEXT, "value": {"type": ["boolean", "number"]}})),
    },
    optional=("description",),
)
WHY = several(one({"kind": {"enum": list(REASONS)}, "message": TEXT}))
RECONCILIATION: dict[str, Schema] = {
    "ReconciliationQueries": {
        **mapping(QUERY),
        "maxProperties": BATCH,
        "description": "Queries by names that the client chooses.",
    },
    "ReconciliationResults": {
        **mapping(one({"result": several(CANDIDATE), "reasons": WHY}, optional=("reasons",))),
        "description": "Candidates by the names of the queries, best first; `reasons` says why "
        "there is none.",
    },
    "ReconciliationExtension": one(
        {
            "ids": {**several(SHORT), "maxItems": BATCH},
            "properties": {
                **several(one({"id": SHORT, "settings": SETTINGS}, optional=("settings",))),
                "maxItems": COLUMNS,
            },
        },
        description="Identifiers of things, and the properties that are wanted of them.",
    ),
    "ReconciliationColumns": one(
        {
            "meta": several(one({"id": TEXT, "name": TEXT, "type": TYPE}, optional=("type",))),
            "rows": mapping(mapping(several(CELL))),
            "reasons": WHY,
        },
        optional=("reasons",),
        description="The values of properties, thing by thing.",
    ),
    "ReconciliationManifest": one(
        {
            "versions": {"type": "array", "items": TEXT, "contains": {"const": "0.2"}},
            **dict.fromkeys(("name", "identifierSpace", "schemaSpace", "documentation"), TEXT),
            **dict.fromkeys(("serviceVersion", "logo"), TEXT),
            "defaultTypes": several(TYPE),
            "view": one({"url": ADDRESS}),
            "preview": one(
                {"url": ADDRESS, "width": {"type": "integer"}, "height": {"type": "integer"}}
            ),
            "suggest": one(dict.fromkeys(("entity", "type", "property"), SERVICE)),
            "extend": one({"propose_properties": SERVICE, "property_settings": several(SETTING)}),
            "batchSize": {"type": "integer"},
        },
        description="What the service offers, and where.",
    ),
    "ReconciliationSuggestions": one({"result": several(ITEM)}, description="Suggestions."),
    "ReconciliationProposal": one(
        {
            "type": TEXT,
            "properties": several(one({"id": TEXT, "name": TEXT})),
            "limit": {"type": "integer"},
        },
        optional=("limit",),
        description="Properties that things of a type have, the commonest first.",
    ),
    "ReconciliationFlyout": one({"id": TEXT, "html": TEXT}, description="A piece of HTML."),
}
"""The schemas of the service, by name."""
ANSWER: Schema = {
    "anyOf": [
        ref("ReconciliationManifest"),
        ref("ReconciliationResults"),
        ref("ReconciliationColumns"),
    ]
}
"""What the address of the service answers, by what was sent."""
