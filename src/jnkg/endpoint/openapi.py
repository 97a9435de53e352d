"""Describe the API as OpenAPI 3.1, from the headers of the stored questions and from the views.

What a question takes and gives is read from the world that is served, so that the description is
true of it; it is worked out once for each site.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from jnkg import __version__
from jnkg.answer import bind, run
from jnkg.endpoint.addresses import addresses
from jnkg.endpoint.asked import FORMS, TEXT_FORMS
from jnkg.endpoint.exchange import Reply
from jnkg.endpoint.given import form_of, read_given
from jnkg.endpoint.listed import plain
from jnkg.endpoint.operations import (
    HEADERS,
    PARAMETERS,
    RESPONSES,
    Schema,
    bilingual,
    form_parameter,
    get,
    parameter,
)
from jnkg.endpoint.reconpaths import reconciliation
from jnkg.endpoint.reconschemas import RECONCILIATION
from jnkg.endpoint.rowforms import JSON, RESULTS_JSON, sent
from jnkg.endpoint.schemas import CARD, SCHEMAS, STATUS, at_least, maybe, one, ref, several
from jnkg.endpoint.site import Site, Visit
from jnkg.names import QUERY
from jnkg.store import World

if TYPE_CHECKING:
    from jnkg.store import Entry

COUNTED = re.compile(r"\(\s*COUNT\s*\([^()]*\)\s+AS\s+\?(\w+)\s*\)", re.IGNORECASE)
KINDS: dict[str, Schema] = {
    "iri": {"type": "string", "minLength": 1, "pattern": r"\S"},
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer"},
    "text": {"type": "string", "minLength": 1, "pattern": r"\S"},
}
"""What may be typed for a parameter of each kind; a node has many names."""
BOUND: dict[str, Schema] = {
    "iri": ref("Node"),
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer"},
    "text": {"type": "string"},
}
"""What a parameter of each kind is in an answer, and a column of its name."""
NAMES = {
    "en": "An IRI, a prefixed name, a slug, or a label in either language.",
    "ja": "IRI、接頭辞付きの名、スラッグ、または日英いずれかの名称。",
}
KNOWN: WeakKeyDictionary[Site, bytes] = WeakKeyDictionary()
"""The description of each site."""


def openapi_reply(visit: Visit) -> Reply:
    """Give the description of the API; raises Problem."""
    read_given(visit, ())
    form_of(visit, {"json": JSON})
    if visit.site not in KNOWN:
        KNOWN[visit.site] = json.dumps(openapi(visit), ensure_ascii=False).encode()
    return sent(visit, KNOWN[visit.site], JSON)


def openapi(visit: Visit) -> Schema:
    """Describe the API of a site."""
    world = visit.widest()
    entries = dict(sorted(world.questions().items()))
    paths = {f"/q/{name}": asking(world, name, entry) for name, entry in entries.items()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Japan-NATO Cooperation Knowledge Graph",
            "version": __version__,
            **bilingual(
                {
                    "en": "Stored questions, views, search, cards, citations, matching of names "
                    "and SPARQL. Every answer names its world; an empty one says why it is empty.",
                    "ja": "定型の質問、図表、検索、カード、引用、名称の照合、SPARQL。"
                    "どの答えもその範囲を示し、空の答えは空である理由を示す。",
                }
            ),
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": visit.site.settings.base or "/"}],
        "paths": {
            **paths,
            "/q/{name}.rq": text_of(list(entries)),
            **addresses(),
            **reconciliation(),
        },
        "components": {
            "headers": HEADERS,
            "parameters": {**PARAMETERS, "questionFormat": form_parameter(FORMS)},
            "responses": RESPONSES,
            "schemas": {**SCHEMAS, **RECONCILIATION, "Card": CARD, "Status": STATUS},
        },
    }


def asking(world: World, name: str, entry: Entry) -> Schema:
    """Describe the address of a stored question."""
    answer = {
        "allOf": [ref("Answer"), at_least(answer_schema(world, name, entry))],
        "unevaluatedProperties": False,
    }
    return get(
        f"ask_{name}",
        "questions",
        (entry["title"], entry["about"]),
        [typed(*param) for param in entry["params"]],
        FORMS,
        {JSON: answer, RESULTS_JSON: ref("Results")},
        {"$ref": "#/components/parameters/questionFormat"},
    )


def typed(key: str, kind: str, default: str, about: dict[str, str]) -> Schema:
    """Describe a parameter of a question; its default is its example."""
    schema = dict(KINDS[kind])
    usual = plain(default)
    if usual is not None:
        schema["default"] = int(usual) if kind == "integer" else usual
    words = about
    if kind == "iri":
        words = {n: f"{about[n][:1].upper()}{about[n][1:]}{mark} {NAMES[n]}"
                 for n, mark in (("en", "."), ("ja", "。"))}  # fmt: skip
    return parameter(key, words, schema, schema.get("default"))


def answer_schema(world: World, name: str, entry: Entry) -> dict[str, Schema]:
    """Describe what is peculiar to the answer of one question: parameters and rows."""
    kinds = {key: BOUND[kind] for key, kind, _, _ in entry["params"]}
    open_ones = {key for key, _, default, _ in entry["params"] if default == "UNDEF"}
    bound = {key: maybe(kinds[key]) if key in open_ones else kinds[key] for key in kinds}
    headings = world.columns()
    counted = set(COUNTED.findall("".join(entry["parts"][::2])))
    cells = {
        column: {
            **(maybe(kinds[column]) if column in kinds else ref("Cell")),
            **({"type": ["integer", "null"]} if column in counted else {}),
            "title": headings.get(column, {}).get("en", column),
            "x-title-ja": headings.get(column, {}).get("ja", column),
        }
        for column in columns(world, entry)
    }
    return {
        "question": {"const": QUERY + name},
        "name": {"const": name},
        "parameters": one(bound),
        "rows": several(one(cells)),
    }


def columns(world: World, entry: Entry) -> list[str]:
    """Give the variables that a question selects; joined with no row at all, it costs nothing."""
    text = bind(entry["parts"], {key: default for key, _, default, _ in entry["params"]})
    return run(world, f"{text}\nVALUES () {{}}").columns


def text_of(names: list[str]) -> Schema:
    """Describe the address of the SPARQL text of a question."""
    place = parameter(
        "name",
        {"en": "The question.", "ja": "質問。"},
        {"enum": names},
        names[0] if names else None,
        "path",
    )
    title = {"en": "A stored question as SPARQL", "ja": "定型の質問のSPARQL文"}
    about = {
        "en": "The query with values bound; it takes the parameters of its question and runs as "
        "it is in any engine.",
        "ja": "値を束縛したクエリ。質問と同じ引数を取り、どのエンジンでもそのまま動く。",
    }
    return get("question_text", "questions", (title, about), [place], TEXT_FORMS, {})
