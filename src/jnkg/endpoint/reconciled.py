"""Answer the Reconciliation Service API 0.2: the manifest, batches of queries, extensions.

OpenRefine and its like match the names of a table here. A client is told of the service in the
language of the path; `/reconcile` speaks that which is asked for. Parameters that the protocol does
not know are passed over, since clients send them along.
"""

from __future__ import annotations

from collections.abc import Callable

from jnkg.asking import HIDDEN
from jnkg.endpoint.exchange import FORM, Reply
from jnkg.endpoint.given import empty_parameter, form_of, wrong
from jnkg.endpoint.problems import Problem
from jnkg.endpoint.rowforms import JSON, dumped, reasons_json, sent
from jnkg.endpoint.site import Visit
from jnkg.explain import Reason
from jnkg.reconciling.asked import Asked, Malformed, TooMany, read_batch, read_extension
from jnkg.reconciling.candidates import candidates
from jnkg.reconciling.extension import extend, unknown
from jnkg.reconciling.manifest import manifest

FORMS = {"json": JSON}
QUERIES, EXTEND = "queries", "extend"
NOTHING = {
    "en": "Nothing in the graph is called so, or is so.",
    "ja": "その名称や条件に当たるものはグラフにありません。",
}
BLANK = {"en": "The query is empty.", "ja": "クエリが空です。"}
MISSING = {
    "en": "This world has no thing of that identifier: {}.",
    "ja": "この範囲に、その識別子のものはありません：{}。",
}


def reconcile(visit: Visit, language: str = "") -> Reply:
    """Answer at the address of the service: queries, an extension, or the manifest.

    Raises Problem.
    """
    visit.language = language or visit.language
    check_body(visit)
    form_of(visit, FORMS)
    asked = {key: values_of(visit, key) for key in (QUERIES, EXTEND)}
    given = [key for key, values in asked.items() if values]
    if len(given) > 1 or any(len(values) > 1 for values in asked.values()):
        raise wrong(
            given[-1],
            "Send queries once, or extend once, not both.",
            "queries か extend のどちらか一方を、一度だけ送ってください。",
        )
    if given:
        answer = {QUERIES: results, EXTEND: extended}[given[0]]
        return told(visit, heard(given[0], lambda: answer(visit, asked[given[0]][0])))
    if visit.message.method == "POST":
        raise wrong(
            QUERIES,
            "Send a form with queries or extend.",
            "queries または extend を含むフォームを送ってください。",
            known=[QUERIES, EXTEND],
        )
    return told(visit, manifest(visit.world, visit.base, visit.language, visit.switches()))


def told(visit: Visit, content: object) -> Reply:
    """Write an answer in JSON."""
    return sent(visit, dumped(content), JSON)


def check_body(visit: Visit) -> None:
    """Refuse a body that is no form, an empty switch, and a wish for JSONP; raises Problem."""
    if visit.message.method == "POST" and visit.message.media_type != FORM:
        raise Problem(
            "media-type",
            f"Send queries as {FORM}.",
            f"クエリは {FORM} で送ってください。",
            accepted=[FORM],
        )
    for key, value in visit.given.items():
        if not value.strip():
            raise empty_parameter(key)
    if values_of(visit, "callback"):
        raise wrong(
            "callback",
            "There is no JSONP here: version 0.2 is read across origins by CORS.",
            "JSONPには対応していません。0.2版は、CORSにより他のオリジンから読めます。",
        )


def values_of(visit: Visit, key: str) -> list[str]:
    """Give the values of a parameter, however often it was sent."""
    return [value for name, value in visit.params if name == key]


def heard(key: str, answer: Callable[[], object]) -> object:
    """Answer; raises Problem for what the protocol does not know, with the nearest of what is."""
    try:
        return answer()
    except TooMany as error:
        words = error.message
        raise Problem("limit-request", words["en"], words["ja"], parameter=key) from error
    except Malformed as error:
        words, near = error.message, list(error.nearest)
        raise wrong(key, words["en"], words["ja"], **({"nearest": near} if near else {})) from error


def results(visit: Visit, text: str) -> dict[str, object]:
    """Answer a batch of queries by their names; an empty result says why; raises Malformed."""
    return {name: result(visit, asked) for name, asked in read_batch(text).items()}


def result(visit: Visit, asked: Asked) -> dict[str, object]:
    """Answer one query; raises Malformed."""
    found = candidates(visit.world, asked)
    listed = [each.json(visit.world, visit.language) for each in found]
    if listed:
        return {"result": listed}
    return {"result": [], "reasons": reasons_json([why_none(visit, asked)], visit.language)}


def why_none(visit: Visit, asked: Asked) -> Reason:
    """Say why a query has no candidate: narrowed away, empty, or nothing there."""
    if not asked.text and not asked.constraints:
        return Reason("rightly-empty", BLANK)
    if visit.switches() and candidates(visit.widest(), asked):
        return Reason("narrowed", HIDDEN)
    return Reason("nothing-recorded", NOTHING)


def extended(visit: Visit, text: str) -> dict[str, object]:
    """Give the values of properties; says of which identifiers nothing is known.

    Raises Malformed.
    """
    wanted = read_extension(text)
    answer = extend(visit.world, wanted, visit.language)
    absent = unknown(visit.world, wanted)
    if not absent:
        return answer
    words = {tag: said.format(", ".join(absent)) for tag, said in MISSING.items()}
    reason = Reason("nothing-recorded", words)
    return {**answer, "reasons": reasons_json([reason], visit.language)}


BOTH = ("GET", "POST")
LANGUAGE = "<any(en, ja):language>"
ROUTES: tuple[tuple[str, Callable[..., Reply], tuple[str, ...]], ...] = (
    ("/reconcile", reconcile, BOTH),
    (f"/{LANGUAGE}/reconcile", reconcile, BOTH),
)
