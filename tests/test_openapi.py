"""The description of the API is valid, complete and true: its own examples and a fuzzer hold it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import jsonschema_rs
import pytest
import schemathesis
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.engine import Status, events, from_schema

from jnkg.answer import ask
from jnkg.endpoint.problems import TITLES
from jnkg.endpoint.routes import ROUTES
from jnkg.endpoint.site import Site
from jnkg.names import LANGUAGES, STATUSES
from jnkg.store import World
from servers import live as live
from visits import header, visit

Described = dict[str, Any]
SEED = 20260101
CONFIG = {
    "seed": SEED,
    "continue-on-failure": True,
    "generation": {"max-examples": 2, "deterministic": True, "database": "none"},
    "phases": {"stateful": {"enabled": False}},
}
LOOSE = {**CONFIG, "checks": {"positive_data_acceptance": {"enabled": False}}}
"""For where a text may turn out to name several nodes, no type, or to be no SPARQL: 400."""
OPEN = r"^/(lineage|sparql|\{language\}/reconcile)$"
STEADY = "^/(status|questions|network|problem/|q/actors|q/.name)"
"""What a running server is asked; none of it depends on what a stranger makes up for a node."""


@pytest.fixture(scope="module")
def whole(site: Site) -> World:
    return site.world(STATUSES[-1], "")


@pytest.fixture(scope="module")
def described(site: Site) -> Described:
    read: Described = json.loads(visit(site, "/openapi.json").body)
    return read


def schema_of(described: Described, path: str) -> Any:
    """Give a validator of what an address answers in JSON."""
    content = described["paths"][path]["get"]["responses"]["200"]["content"]
    schema = content["application/json"]["schema"]
    return jsonschema_rs.Draft202012Validator({**schema, "components": described["components"]})


def parameters_of(described: Described, path: str) -> dict[str, Described]:
    """Give the parameters of an address by name, references followed."""
    given = described["paths"][path]["get"]["parameters"]
    known = described["components"]["parameters"]
    whole = [known[p["$ref"].rpartition("/")[2]] if "$ref" in p else p for p in given]
    return {p["name"]: p for p in whole}


def examples_of(described: Described) -> Iterator[tuple[str, str]]:
    """Yield each address with the request that its examples make."""
    for path in described["paths"]:
        if path == "/sparql":
            continue
        params = parameters_of(described, path)
        given = {n: p["example"] for n, p in params.items() if "example" in p}
        places = {n: given.pop(n) for n, p in params.items() if p["in"] == "path"}
        yield path, path.format(**places) + (f"?{urlencode(given)}" if given else "")


def test_is_valid_openapi(described: Described) -> None:
    assert described["openapi"].startswith("3.1")
    assert not list(OpenAPIV31SpecValidator(described).iter_errors())


def test_a_slip_in_it_would_be_found(described: Described) -> None:
    nameless = {"get": {"responses": {"200": {"description": "x"}}}}
    broken = {**described, "paths": {"/q/{name}": nameless}}
    assert list(OpenAPIV31SpecValidator(broken).iter_errors())


def test_describes_every_question_and_every_address_of_the_api(
    described: Described, whole: World
) -> None:
    asked = {p.removeprefix("/q/") for p in described["paths"] if p.startswith("/q/")}
    assert asked == {*whole.questions(), "{name}.rq"}
    ours = {p for p, handler, _ in ROUTES if handler.__module__ in OURS}
    shaped = {PLACE.sub(r"{\1}", path) for path in ours} - {"/q/{name}"}
    assert shaped - {"/openapi.json"} == described["paths"].keys() - {
        *(f"/q/{name}" for name in whole.questions()), "/sparql"}  # fmt: skip


OURS = {f"jnkg.endpoint.{name}" for name in ("asked", "looked", "viewed", "listed", "openapi",
                                             "problempages", "reconciled",
                                             "reconhelp")}  # fmt: skip
PLACE = re.compile(r"<(?:[^<>]*:)?(\w+)>")
"""A part of a path that varies, as routes write it."""


def test_every_question_has_its_parameters_with_type_default_and_both_languages(
    described: Described, whole: World
) -> None:
    kinds = {"iri": "string", "date": "string", "integer": "integer", "text": "string"}
    for name, entry in whole.questions().items():
        params = parameters_of(described, f"/q/{name}")
        assert list(params) == [*(p[0] for p in entry["params"]),
                                "status", "known-by", "lang", "format"]  # fmt: skip
        for key, kind, default, about in entry["params"]:
            told = params[key]
            assert told["schema"]["type"] == kinds[kind]
            assert ("default" in told["schema"]) == (default != "UNDEF")
            assert about["ja"] in told["description"]
            assert about["en"][1:] in told["description"]
        operation = described["paths"][f"/q/{name}"]["get"]
        assert operation["summary"] == entry["title"]["en"]
        assert operation["x-summary-ja"] == entry["title"]["ja"]
        assert entry["about"]["ja"] in operation["description"]
        assert entry["about"]["en"] in operation["description"]


def test_enumerations_are_those_of_the_program(described: Described) -> None:
    params = parameters_of(described, "/q/actors")
    assert params["status"]["schema"]["enum"] == list(STATUSES)
    assert params["lang"]["schema"]["enum"] == list(LANGUAGES)
    assert {"json", "csv", "tsv", "markdown", "srj", "srx", "html"} < set(
        params["format"]["schema"]["enum"])  # fmt: skip
    types = described["components"]["schemas"]["Problem"]["properties"]["type"]["enum"]
    assert types == [f"/problem/{name}" for name in TITLES]


def test_its_columns_are_those_of_the_answers(described: Described, whole: World) -> None:
    for name in whole.questions():
        content = described["paths"][f"/q/{name}"]["get"]["responses"]["200"]["content"]
        own = content["application/json"]["schema"]["allOf"][1]["properties"]
        cells = own["rows"]["items"]["properties"]
        answer = ask(whole, name, {})
        assert list(cells) == answer.columns
        headings = whole.columns()
        assert [c["title"] for c in cells.values()] == [headings[c]["en"] for c in answer.columns]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_answers_as_its_schema_says(
    site: Site, described: Described, language: str
) -> None:
    wrong = {}
    for path, request in examples_of(described):
        mark = "&" if "?" in request else "?"
        reply = visit(site, f"{request}{mark}lang={language}", accept="*/*")
        if reply.status != 200:
            wrong[path] = reply.body.decode()
        elif header(reply, "content-type") == "application/json":
            errors = [
                str(e) for e in schema_of(described, path).iter_errors(json.loads(reply.body))
            ]
            if errors:
                wrong[path] = errors[0]
    assert not wrong


def test_a_schema_refuses_what_is_not_an_answer_to_its_question(
    site: Site, described: Described
) -> None:
    answer = json.loads(visit(site, "/q/themes", accept="*/*").body)
    assert schema_of(described, "/q/themes").is_valid(answer)
    assert not schema_of(described, "/q/actors").is_valid(answer)
    assert not schema_of(described, "/q/themes").is_valid({**answer, "count": "many"})
    assert not schema_of(described, "/q/themes").is_valid({**answer, "more": 1})


Respond = Callable[[str, list[tuple[str, str]]], object]


def application(site: Site) -> Callable[[dict[str, Any], Respond], list[bytes]]:
    """Give a WSGI application that answers as a reader does."""

    def respond(environ: dict[str, Any], start: Respond) -> list[bytes]:
        sent = {k[5:].lower(): v for k, v in environ.items() if k.startswith("HTTP_")}
        sent["content_type"] = environ.get("CONTENT_TYPE", "")
        sent.pop("accept_encoding", None)
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        length = int(environ.get("CONTENT_LENGTH") or 0)
        reply = visit(
            site,
            f"{path}?{environ['QUERY_STRING']}",
            environ["REQUEST_METHOD"],
            environ["wsgi.input"].read(length),
            **sent,
        )
        start(f"{reply.status} -", [(k, v) for k, v in reply.headers])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else reply.body]

    return respond


def one_of_each_kind(whole: World) -> str:
    """Match every address but those that take what another one does, by the same handler."""
    kinds = {
        tuple((kind, default == "UNDEF") for _, kind, default, _ in entry["params"]): name
        for name, entry in sorted(whole.questions().items())
    }
    others = "q/|lineage|sparql|coverage|reconcile|{language}"
    return rf"^/(?!{others})|^/q/({'|'.join(kinds.values())}|\{{name\}}\.rq)$"


def fuzzed(schema: Any) -> tuple[Counter[Status], int, list[str]]:
    """Run every check; gives scenarios by outcome, the number of requests, what failed."""
    outcomes: Counter[Status] = Counter()
    requests, failed = 0, []
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            outcomes[event.status] += 1
            requests += len(event.recorder.interactions)
            failed += [
                f"{event.recorder.label}: {check.name}: {check.failure_info.failure}\n"
                f"{check.failure_info.code_sample}"
                for checks in event.recorder.checks.values()
                for check in checks
                if check.failure_info is not None
            ]
        elif isinstance(event, events.NonFatalError | events.FatalError):
            failed.append(repr(event))
    return outcomes, requests, failed


@pytest.mark.slow
@pytest.mark.parametrize("is_strict", [True, False])
def test_schemathesis_finds_nothing(site: Site, whole: World, is_strict: bool) -> None:
    config = schemathesis.Config.from_dict(CONFIG if is_strict else LOOSE)
    schema = schemathesis.openapi.from_wsgi("/openapi.json", application(site), config=config)
    paths = one_of_each_kind(whole) if is_strict else OPEN
    outcomes, requests, failed = fuzzed(schema.include(path_regex=paths))
    print(dict(outcomes), requests)
    assert not failed, "\n\n".join(failed[:10])
    assert outcomes[Status.SUCCESS] > (40 if is_strict else 2)
    assert requests > (500 if is_strict else 50)


@pytest.mark.slow
def test_schemathesis_finds_nothing_over_the_network(live: str) -> None:
    config = schemathesis.Config.from_dict(CONFIG)
    schema = schemathesis.openapi.from_url(f"{live}/openapi.json", config=config)
    outcomes, requests, failed = fuzzed(schema.include(path_regex=STEADY))
    print(dict(outcomes), requests)
    assert not failed, "\n\n".join(failed[:10])
    assert outcomes[Status.SUCCESS] > 10


def test_schemathesis_would_find_a_lie(site: Site, described: Described) -> None:
    lie = json.loads(json.dumps(described))
    lie["paths"] = {"/status": lie["paths"]["/status"]}
    lie["components"]["schemas"]["Status"]["properties"]["questions"] = {"type": "string"}
    config = schemathesis.Config.from_dict(CONFIG)
    schema = schemathesis.openapi.from_dict(lie, config=config)
    schema.app = application(site)
    assert any("response_schema_conformance" in said for said in fuzzed(schema)[2])
