"""What the Reconciliation Service API 0.2 asks of each answer, as JSON schemas of our own.

They say what the text of the specification says, in its sections on the manifest, on queries and
their responses, on suggestions and on data extension, and where it leaves a choice what we chose.
With RECONCILIATION_SCHEMAS=DIR, the folder of the schemas that the community group publishes
(`specs`, `0.2/schemas`), answers are held against those as well.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft7Validator, Registry

Schema = dict[str, Any]
ORIGINALS = os.environ.get("RECONCILIATION_SCHEMAS", "")
PUBLISHED = {
    "manifest": "manifest",
    "queries": "reconciliation-query-batch",
    "results": "reconciliation-result-batch",
    "entities": "suggest-entities-response",
    "properties": "suggest-properties-response",
    "types": "suggest-types-response",
    "extension": "data-extension-query",
    "columns": "data-extension-response",
}
"""Our names of the schemas, and those of the files that are published."""
NAMED: Schema = {"type": "string", "minLength": 1}
PLACE: Schema = {"type": "string", "pattern": "^https?://[^ ]+$"}


MOMENT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"

LOGINS: tuple[str, Schema] = (
    "http://swagger.io/v2/schema.json",
    {"definitions": {"securityDefinitions": {"additionalProperties": {"type": "object"}}}},
)
"""What the schema of the manifest refers to for logins, of which we have none."""


def closed(properties: Schema, required: list[str]) -> Schema:
    """Describe an object that has no other fields."""
    return {**open_to(properties, required), "additionalProperties": False}


def open_to(properties: Schema, required: list[str]) -> Schema:
    """Describe an object that may have other fields."""
    return {"type": "object", "properties": properties, "required": required}


def every(items: Schema, **more: object) -> Schema:
    """Describe a list."""
    return {"type": "array", "items": items, **more}


def by_name(values: Schema) -> Schema:
    """Describe an object of which every field has one form."""
    return {"type": "object", "additionalProperties": values}


def template(mark: str) -> Schema:
    """Describe an address with a place for an identifier, which stands there once."""
    return {"type": "string", "pattern": f"^[^ ]*{mark}[^ ]*$"}


TYPE = open_to({"id": NAMED, "name": NAMED, "description": NAMED}, ["id", "name"])
BROAD = open_to({**TYPE["properties"], "broader": every(TYPE)}, ["id", "name"])
SUGGESTER = closed(
    {
        "service_url": PLACE,
        "service_path": {"type": "string", "pattern": "^/"},
        "flyout_service_url": PLACE,
        "flyout_service_path": template(r"\$\{id\}"),
    },
    ["service_url", "service_path"],
)
CHOICE = closed({"value": {"type": "string"}, "name": NAMED}, ["value", "name"])
SETTING: Schema = {
    **open_to(
        {"name": NAMED, "label": NAMED, "type": {"enum": ["number", "text", "checkbox", "select"]}},
        ["name", "label", "type"],
    ),
    "allOf": [
        {
            "if": {"properties": {"type": {"const": kind}}},
            "then": {"properties": {"default": {"type": of}}, "required": required},
        }
        for kind, of, required in (
            ("number", "number", []),
            ("text", "string", []),
            ("checkbox", "boolean", []),
            ("select", "string", ["choices"]),
        )
    ],
}
VALUE: Schema = {
    "anyOf": [{"type": ["string", "number", "boolean"]}, open_to({"id": NAMED}, ["id"])]
}
QUERY: Schema = {
    **closed(
        {
            "query": NAMED,
            "type": {"anyOf": [NAMED, every(NAMED)]},
            "limit": {"type": "integer", "minimum": 1},
            "properties": every(
                closed({"pid": NAMED, "v": {"anyOf": [VALUE, every(VALUE)]}}, ["pid", "v"]),
                minItems=1,
            ),
            "type_strict": {"enum": ["any", "all", "should"]},
        },
        [],
    ),
    "anyOf": [{"required": ["query"]}, {"required": ["properties"]}],
}
CANDIDATE = open_to(
    {
        "id": NAMED,
        "name": NAMED,
        "description": NAMED,
        "type": every(TYPE),
        "score": {"type": "number", "minimum": 0, "maximum": 100},
        "match": {"type": "boolean"},
        "features": every(
            closed({"id": NAMED, "value": {"type": ["boolean", "number"]}}, ["id", "value"]),
            uniqueItems=True,
        ),
    },
    ["id", "name", "type", "score", "match", "features"],
)
CELL: Schema = {
    "oneOf": [
        closed({}, []),
        closed({"id": NAMED, "name": NAMED, "description": NAMED}, ["id", "name"]),
        closed({"str": {"type": "string"}}, ["str"]),
        closed({"float": {"type": "number"}}, ["float"]),
        closed({"int": {"type": "integer"}}, ["int"]),
        closed({"date": {"type": "string", "pattern": MOMENT}}, ["date"]),
    ]
}
OWN: dict[str, Schema] = {
    "manifest": open_to(
        {
            "versions": every({"enum": ["0.1", "0.2"]}, contains={"const": "0.2"}),
            "name": NAMED,
            "identifierSpace": PLACE,
            "schemaSpace": PLACE,
            "documentation": PLACE,
            "logo": PLACE,
            "serviceVersion": NAMED,
            "defaultTypes": every(TYPE, uniqueItems=True),
            "view": closed({"url": template(r"\{\{id\}\}")}, ["url"]),
            "preview": closed(
                {
                    "url": template(r"\{\{id\}\}"),
                    "width": {"type": "integer", "minimum": 1},
                    "height": {"type": "integer", "minimum": 1},
                },
                ["url", "width", "height"],
            ),
            "suggest": closed(dict.fromkeys(("entity", "property", "type"), SUGGESTER), []),
            "extend": closed(
                {"propose_properties": SUGGESTER, "property_settings": every(SETTING)}, []
            ),
            "batchSize": {"type": "integer", "minimum": 1},
        },
        ["versions", "name", "identifierSpace", "schemaSpace"],
    ),
    "queries": by_name(QUERY),
    "results": by_name(open_to({"result": every(CANDIDATE)}, ["result"])),
    "entities": open_to(
        {"result": every(open_to({**TYPE["properties"], "notable": every(TYPE)}, ["id", "name"]))},
        ["result"],
    ),
    "properties": open_to({"result": every(TYPE)}, ["result"]),
    "types": open_to({"result": every(BROAD)}, ["result"]),
    "extension": closed(
        {
            "ids": every(NAMED),
            "properties": every(closed({"id": NAMED, "settings": {"type": "object"}}, ["id"])),
        },
        ["ids", "properties"],
    ),
    "columns": open_to(
        {
            "meta": every(open_to({"id": NAMED, "name": NAMED, "type": TYPE}, ["id", "name"])),
            "rows": by_name(by_name(every(CELL))),
        },
        ["meta", "rows"],
    ),
    "proposal": open_to(
        {
            "type": {"type": "string"},
            "properties": every(open_to({"id": NAMED, "name": NAMED}, ["id", "name"])),
            "limit": {"type": "integer"},
        },
        ["type", "properties"],
    ),
    "flyout": closed({"id": NAMED, "html": NAMED}, ["id", "html"]),
}


def validators(name: str) -> list[Draft7Validator]:
    """Give the validators of a kind of document: ours, and the published one if it is at hand."""
    own = [Draft7Validator(OWN[name])]
    return own + ([original(name)] if ORIGINALS and name in PUBLISHED else [])


def original(name: str) -> Draft7Validator:
    """Give the validator of a published schema, which may refer to its fellows."""
    places = [Path(ORIGINALS) / f"{stem}.json" for stem in (*PUBLISHED.values(), "type")]
    files = {place.stem: json.loads(place.read_text("utf-8")) for place in places}
    for schema in files.values():
        schema["$schema"] = "http://json-schema.org/draft-07/schema#"
    registry = Registry([*((schema["$id"], schema) for schema in files.values()), LOGINS])
    return Draft7Validator(files[PUBLISHED[name]], registry=registry)


def faults(name: str, document: object) -> list[str]:
    """Say what is wrong with a document of a kind."""
    return [
        f"{'/'.join(map(str, error.instance_path))}: {error.message}"
        for validator in validators(name)
        for error in validator.iter_errors(document)
    ]
