"""Describe the addresses of the API that do not depend on the graph, and what all share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jnkg.endpoint.problems import PROBLEM, TITLES
from jnkg.endpoint.rowforms import EMPTY
from jnkg.endpoint.schemas import REASONS, ref
from jnkg.names import LANGUAGES, STATUSES

Schema = dict[str, Any]
Words = Mapping[str, str]
HTML = "text/html"
DAY: Schema = {"type": "string", "format": "date"}
NAME: Schema = {"type": "string", "minLength": 1, "pattern": r"\S"}
FAILURES = (400, 404, 406, 414, 422, 500, 503)
"""What any address may answer instead."""


def bilingual(words: Words) -> Schema:
    """Give a description in both languages, the Japanese one by itself too."""
    return {"description": f"{words['en']}\n\n{words['ja']}", "x-description-ja": words["ja"]}


def said(**more: object) -> Schema:
    """Describe a body that is text."""
    return {"type": "string", **more}


def parameter(
    name: str, about: Words, schema: Schema, example: object = None, where: str = "query",
    required: bool = False,
) -> Schema:  # fmt: skip
    """Describe a parameter."""
    return {
        "name": name,
        "in": where,
        **bilingual(about),
        "required": required or where == "path",
        "schema": schema,
        **({} if example is None else {"example": example}),
    }


PARAMETERS: dict[str, Schema] = {
    "status": parameter(
        "status",
        {
            "en": "The weakest status admitted into the world that answers.",
            "ja": "答えの範囲に含める、最も弱い地位。",
        },
        {"enum": list(STATUSES), "default": STATUSES[-1]},
    ),
    "known-by": parameter(
        "known-by",
        {"en": "Only what was public by this day.", "ja": "この日までに公になったことだけ。"},
        DAY,
    ),
    "lang": parameter(
        "lang",
        {
            "en": "The language of labels and messages; else by Accept-Language.",
            "ja": "名称とメッセージの言語。なければAccept-Languageによる。",
        },
        {"enum": list(LANGUAGES)},
    ),
}
"""What every address takes."""


def failure(status: int) -> Schema:
    """Describe what is answered with a status that is no success."""
    titles = [(en, ja) for code, en, ja in TITLES.values() if code == status]
    words = {
        "en": "; ".join(en for en, _ in titles) + ".",
        "ja": "。".join(ja for _, ja in titles) + "。",
    }
    return {
        **bilingual(words),
        "content": {PROBLEM: {"schema": ref("Problem")}, HTML: {"schema": said()}},
    }


RESPONSES: dict[str, Schema] = {
    **{f"Problem{status}": failure(status) for status in sorted({s for s, *_ in TITLES.values()})},
    "Page": {
        **bilingual(
            {"en": "A browser is sent on to the page.", "ja": "ブラウザーはページに転送される。"}
        ),
        "headers": {"Location": {"required": True, "schema": said()}},
    },
    "Unchanged": bilingual({"en": "What the client has still holds.", "ja": "変更なし。"}),
}


HEADERS: dict[str, Schema] = {
    "Content-Language": {"schema": {"enum": list(LANGUAGES)}},
    "ETag": {"schema": said()},
    EMPTY: {
        "description": f"Sent with an empty answer: the kinds of its reasons ({', '.join(REASONS)})"
        "; a Link with rel=help leads to them.",
        "schema": said(),
    },
}
"""What an answer has in its headers."""


def answers(content: Mapping[str, Schema], failures: Sequence[int] = FAILURES) -> Schema:
    """Describe what an address answers: bodies by media type, and what may go wrong."""
    good: Schema = {
        **bilingual({"en": "The answer.", "ja": "答え。"}),
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS},
        "content": {m: {"schema": schema} for m, schema in content.items() if m != HTML},
    }
    page = {"303": {"$ref": "#/components/responses/Page"}} if HTML in content else {}
    return {
        "200": good,
        **page,
        "304": {"$ref": "#/components/responses/Unchanged"},
        **{str(s): {"$ref": f"#/components/responses/Problem{s}"} for s in failures},
    }


def get(
    name: str,
    tag: str,
    words: tuple[Words, Words],
    params: Sequence[Schema],
    forms: Mapping[str, str],
    answer: Mapping[str, Schema],
    form: Schema | None = None,
) -> Schema:
    """Describe an address that is asked by GET.

    `words` are title and description, `forms` media types by name; `answer` describes the bodies
    that are more than text, by media type; `form` describes `format` where addresses share it.
    """
    title, about = words
    shared: list[Schema] = [{"$ref": f"#/components/parameters/{key}"} for key in PARAMETERS]
    content = {media: answer.get(media, said()) for media in forms.values()}
    return {
        "get": {
            "operationId": name,
            "tags": [tag],
            "summary": title["en"],
            "x-summary-ja": title["ja"],
            **bilingual(about),
            "parameters": [*params, *shared, form or form_parameter(forms)],
            "responses": answers(content),
        }
    }


def form_parameter(forms: Mapping[str, str]) -> Schema:
    """Describe `format`."""
    about = {
        "en": "The form of the answer, by name or media type; else by Accept.",
        "ja": "答えの形式（名称またはメディアタイプ）。なければAcceptによる。",
    }
    return parameter("format", about, {"enum": [*forms, *forms.values()]})
