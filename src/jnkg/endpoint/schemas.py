"""Say in JSON Schema what the API answers; what is made of dataclasses is read off them."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints

from jnkg.card import Card
from jnkg.endpoint.problems import TITLES
from jnkg.endpoint.settings import Limits
from jnkg.find import PLACES
from jnkg.names import LANGUAGES, STATUSES

Schema = dict[str, Any]
REASONS = ("narrowed", "rightly-empty", "not-printed", "outside-coverage", "nothing-recorded")
"""The kinds of emptiness, the most telling first."""
CLAIMED = ("stated", "derived", "interpreted")
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
IRI: Schema = {"type": "string", "format": "iri"}


def ref(name: str) -> Schema:
    """Point at a schema of this document."""
    return {"$ref": f"#/components/schemas/{name}"}


def several(items: Schema) -> Schema:
    """Describe a list."""
    return {"type": "array", "items": items}


def mapping(values: Schema) -> Schema:
    """Describe an object whose properties are not known beforehand."""
    return {"type": "object", "additionalProperties": values}


def one(properties: Mapping[str, Schema], optional: tuple[str, ...] = (), **more: object) -> Schema:
    """Describe an object that has these properties and no other, all but the optional ones."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
        **more,
    }


def at_least(properties: Mapping[str, Schema]) -> Schema:
    """Describe an object that has these properties and may have others."""
    return {"type": "object", "properties": dict(properties), "required": list(properties)}


def maybe(schema: Schema) -> Schema:
    """Describe what may be null."""
    return {"anyOf": [schema, {"type": "null"}]}


def table(head: Mapping[str, Schema]) -> dict[str, Schema]:
    """Give the properties of rows with what they answer."""
    return {
        **head,
        "language": {"enum": list(LANGUAGES)},
        "world": ref("World"),
        "columns": several(ref("Column")),
        "count": {"type": "integer", "minimum": 0},
        "rows": several(mapping(ref("Cell"))),
        "basis": ref("Basis"),
        "reasons": several(ref("Reason")),
    }


WORDS = one(dict.fromkeys(LANGUAGES, TEXT), description="English and Japanese.")
PARAMETER = one({"name": TEXT, "kind": TEXT, "default": maybe(TEXT), "about": WORDS})
SCHEMAS: dict[str, Schema] = {
    "Words": WORDS,
    "Node": one({"iri": IRI, "label": TEXT}, description="A node, called in the language asked."),
    "Text": one({"text": TEXT, "lang": TEXT}, description="A text whose language is known."),
    "Cell": {
        "description": "A node, a text in a language, a plain value, or null where nothing is "
        "bound.",
        "anyOf": [
            ref("Node"),
            ref("Text"),
            {"type": ["string", "integer", "boolean", "null"]},
        ],
    },
    "Column": one(
        {"name": TEXT, "label": TEXT},
        description="The variable, and its heading in the language asked.",
    ),
    "World": one(
        {
            "status": {"enum": list(STATUSES)},
            "known-by": maybe({"type": "string", "format": "date"}),
            "day": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
            "version": TEXT,
        },
        description="The world that answered: the weakest status admitted, the day asked for, the "
        "last day up to it on which something became known, the version of the data.",
    ),
    "Claim": one(
        {"status": {"enum": list(CLAIMED)}, "document": maybe(IRI)},
        description="The status of a claim and, of a stated one, its document.",
    ),
    "Basis": {
        "type": "object",
        "additionalProperties": several(ref("Claim")),
        "description": "By the IRI of each node in the rows, what the claims about it stand on. "
        "A node of which nothing is claimed (identity, vocabulary) is not there. /show leads to "
        "the clause.",
    },
    "Results": {
        **at_least({"head": {"type": "object"}}),
        "description": "SPARQL 1.1 Query Results JSON.",
        "anyOf": [at_least({"results": {"type": "object"}}), at_least({"boolean": {}})],
    },
    "Reason": one(
        {"kind": {"enum": list(REASONS)}, "message": TEXT},
        description="Why there is nothing, the most telling reason first.",
    ),
    "Problem": {
        "type": "object",
        "description": "A problem document (RFC 9457); its type is described at its address.",
        "properties": {
            "type": {"enum": [f"/problem/{name}" for name in TITLES]},
            "title": TEXT,
            "status": {"enum": sorted({status for status, *_ in TITLES.values()})},
            "detail": TEXT,
            "instance": TEXT,
            "parameter": {**TEXT, "description": "The parameter that is wrong."},
            "nearest": several(TEXT),
            "known": several(TEXT),
            "available": several(TEXT),
            "candidates": several(ref("Node")),
            "node": IRI,
        },
        "required": ["type", "title", "status", "detail"],
    },
    "ProblemType": one({"type": TEXT, "status": NUMBER, "title": WORDS, "description": WORDS}),
    "Answer": {
        **at_least(
            table(
                {
                    "question": IRI,
                    "name": TEXT,
                    "title": TEXT,
                    "about": TEXT,
                    "parameters": mapping(ref("Cell")),
                }
            )
        ),
        "description": "The answer to a stored question; rows come in the order of the question.",
    },
    "View": one(
        table(
            {
                "view": TEXT,
                "title": TEXT,
                "about": TEXT,
                "command": TEXT,
                "parameters": mapping(TEXT),
            }
        ),
        description="The rows of a view, one for each mark of its picture.",
    ),
    "Found": one(
        {
            "query": TEXT,
            "language": {"enum": list(LANGUAGES)},
            "world": ref("World"),
            "count": {"type": "integer", "minimum": 0},
            "hits": several(
                one(
                    {
                        "iri": IRI,
                        "label": TEXT,
                        "kind": TEXT,
                        "where": {"enum": list(dict.fromkeys(PLACES.values()))},
                        "excerpt": TEXT,
                        "score": NUMBER,
                    }
                )
            ),
            "basis": ref("Basis"),
            "reasons": several(ref("Reason")),
        },
        description="What a search found, best first.",
    ),
    "Questions": one(
        {
            "count": NUMBER,
            "questions": several(
                one(
                    {
                        "name": TEXT,
                        "iri": IRI,
                        "href": TEXT,
                        "title": WORDS,
                        "about": WORDS,
                        "parameters": several(
                            one(
                                {"name": TEXT, "kind": TEXT, "default": maybe(TEXT), "about": WORDS}
                            )
                        ),
                        "formats": several(TEXT),
                    }
                )
            ),
        }
    ),
}


def read_off(kind: Any) -> Schema:
    """Describe a type by itself: a dataclass, what holds one, a plain value."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return one({field.name: read_off(hints[field.name]) for field in fields(kind)})
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple:
        return several(read_off(inner[0]))
    if origin is dict:
        return mapping(read_off(inner[1]))
    if origin in (Union, types.UnionType):
        return maybe(read_off(next(part for part in inner if part is not types.NoneType)))
    return {"type": {str: "string", bool: "boolean", int: "integer", float: "number"}[kind]}


CARD = read_off(Card)
"""What /show answers: a card with all of its parts."""
STATUS = one(
    {
        "version": TEXT,
        "data": TEXT,
        "world": ref("World"),
        "claims": mapping(one({"graphs": NUMBER, "claims": NUMBER})),
        "questions": NUMBER,
        "limits": read_off(Limits),
        "formats": mapping(mapping(TEXT)),
        "statuses": several({"enum": list(STATUSES)}),
        "languages": several({"enum": list(LANGUAGES)}),
    }
)
"""What a server says of itself."""
