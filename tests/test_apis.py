"""The API answers as the shell does, in every form and both languages, and says what went wrong."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from jnkg.answer import ask
from jnkg.asking import question_list
from jnkg.claims import card
from jnkg.endpoint.asked import FORMS
from jnkg.endpoint.exchange import Reply
from jnkg.endpoint.given import spoken
from jnkg.endpoint.problempages import REMEDIES
from jnkg.endpoint.problems import PROBLEM, TITLES
from jnkg.endpoint.site import Site
from jnkg.endpoint.viewed import VIEWS
from jnkg.names import ID, LANGUAGES, QUERY
from jnkg.render import FORMATS, Sheet
from jnkg.show import to_json
from visits import header, visit

JSON = "application/json"
QUESTIONS = {
    "actors": {},
    "holder-of-a-post": {"post": "post-prime-minister-japan", "day": "2014-05-06"},
    "quotations-with-words": {"words": "防衛交流"},
}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
DAY_BEFORE = "2010-01-01"


def address(path: str, **params: str) -> str:
    """Write an address with its parameters; underscores stand for hyphens."""
    pairs = [f"{key.replace('_', '-')}={quote(value)}" for key, value in params.items()]
    return path + ("?" + "&".join(pairs) if pairs else "")


def get(site: Site, path: str, **params: str) -> Reply:
    """Ask as a program does that takes anything."""
    return visit(site, address(path, **params), accept="*/*")


def read(reply: Reply) -> Any:
    """Read a good answer in JSON."""
    assert (reply.status, header(reply, "content-type")) == (200, JSON), reply.body.decode()
    return json.loads(reply.body)


def problem(reply: Reply, status: int, name: str) -> dict[str, Any]:
    """Read a problem document of a type."""
    assert header(reply, "content-type") == PROBLEM
    told: dict[str, Any] = json.loads(reply.body)
    assert (reply.status, told["status"], told["type"]) == (status, status, f"/problem/{name}")
    return told


def as_the_shell(site: Site, name: str, language: str, form: str) -> str:
    """Give what `jnkg ask` prints."""
    world = site.world("interpreted", "")
    answer = ask(world, name, QUESTIONS[name])
    return FORMATS[form](Sheet(answer, world.columns(), world.labels(language), language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", QUESTIONS)
def test_every_form_has_the_rows_that_the_shell_prints(
    site: Site, name: str, language: str
) -> None:
    path, values = f"/q/{name}", QUESTIONS[name]
    told = read(get(site, path, **values, lang=language))
    assert told["rows"] == json.loads(as_the_shell(site, name, language, "json"))
    assert told["count"] == len(told["rows"]) > 0
    assert told["language"] == language
    for form in ("csv", "tsv", "markdown"):
        reply = get(site, path, **values, lang=language, format=form)
        assert reply.body.decode() == as_the_shell(site, name, language, form)
        assert header(reply, "content-type") == f"{FORMS[form]}; charset=utf-8"
        assert header(reply, "content-language") == language


@pytest.mark.parametrize("name", QUESTIONS)
def test_sparql_results_hold_the_terms_of_the_answer(site: Site, name: str) -> None:
    answer = ask(site.world("interpreted", ""), name, QUESTIONS[name])
    kinds = {"srj": ox.QueryResultsFormat.JSON, "srx": ox.QueryResultsFormat.XML}
    for form, kind in kinds.items():
        reply = get(site, f"/q/{name}", **QUESTIONS[name], format=form)
        assert header(reply, "content-type") == FORMS[form]
        read_back = ox.parse_query_results(reply.body, kind)
        assert isinstance(read_back, ox.QuerySolutions)
        assert [v.value for v in read_back.variables] == answer.columns
        rows = [[solution[c] for c in answer.columns] for solution in read_back]
        assert rows == answer.rows


def test_an_answer_says_what_was_asked_and_of_which_world(site: Site) -> None:
    told = read(get(site, "/q/holder-of-a-post", day="2014-05-06", lang="ja"))
    assert told["question"] == QUERY + "holder-of-a-post"
    assert told["parameters"]["day"] == "2014-05-06"
    assert told["parameters"]["post"]["iri"].startswith(ID + "post-")
    assert told["world"]["status"] == "interpreted"
    assert told["world"]["version"] == site.version
    assert [c["name"] for c in told["columns"]] == list(told["rows"][0])
    assert not told["columns"][0]["label"].isascii()
    assert read(get(site, "/q/reports-as-of"))["parameters"] == {"asOf": None}


def test_every_claim_in_an_answer_has_its_status_and_document(site: Site) -> None:
    told = read(get(site, "/q/timeline"))
    basis = told["basis"]
    world = site.world("interpreted", "")
    for node, claims in list(basis.items())[::20]:
        shown = card(world, ox.NamedNode(node), "en").claims
        known = {
            (c.basis.status, c.basis.document.iri if c.basis.document else None)
            for c in shown
            if c.basis.status in ("stated", "derived", "interpreted")
        }
        assert {(c["status"], c["document"]) for c in claims} <= known
        assert claims
    assert any(c["document"] for claims in basis.values() for c in claims)


def test_the_form_is_chosen_by_format_or_by_accept(site: Site) -> None:
    for name, media_type in FORMS.items():
        if name == "html":
            continue
        for reply in (
            visit(site, "/q/themes", accept=media_type),
            get(site, "/q/themes", format=media_type),
            visit(site, f"/q/themes?format={media_type}", accept="*/*"),
        ):
            assert header(reply, "content-type").partition(";")[0] == media_type
    told = problem(visit(site, "/q/themes", accept="image/png"), 406, "not-acceptable")
    assert JSON in told["available"]
    assert "csv" in problem(get(site, "/q/themes", format="xls"), 400, "bad-request")["known"]


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/q/actors?status=stated", "/en/query/actors?status=stated"),
        ("/q/lineage-of-an-area?area=x&lang=ja", "/ja/query/lineage-of-an-area?area=x"),
        ("/lineage?target=cyber-defence", "/en/lineage?target=cyber-defence"),
        ("/timeline?known-by=2024-12-31", "/en/timeline?known-by=2024-12-31"),
        ("/find?q=nato&most=3", "/en/search?q=nato"),
        ("/questions", "/en/questions"),
        ("/show?node=state-japan&lang=ja", "/ja/id/state-japan"),
        ("/show?node=jn:Area", "/en/ns/Area"),
    ],
)
def test_browsers_are_sent_to_pages(site: Site, path: str, page: str) -> None:
    for reply in (
        visit(site, path, accept=BROWSER),
        visit(site, f"{path}{'&' if '?' in path else '?'}format=html", accept="*/*"),
    ):
        assert (reply.status, header(reply, "location")) == (303, page)


def test_the_text_of_a_question_runs_as_it_is(site: Site) -> None:
    values = QUESTIONS["holder-of-a-post"]
    reply = get(site, "/q/holder-of-a-post.rq", **values)
    assert header(reply, "content-type") == "application/sparql-query"
    world = site.world("interpreted", "")
    rows = world.store.query(reply.body.decode())
    assert isinstance(rows, ox.QuerySolutions)
    answer = ask(world, "holder-of-a-post", values)
    assert [[r[c] for c in answer.columns] for r in rows] == answer.rows
    other = get(site, "/q/holder-of-a-post.rq", post=values["post"], day="2024-10-17")
    assert b"2024-10-17" in other.body
    assert b"2014-05-06" not in other.body


def test_an_unknown_question_names_the_nearest(site: Site) -> None:
    for path in ("/q/actorz", "/q/actorz.rq"):
        assert problem(get(site, path), 404, "not-found")["nearest"][0] == "actors"


@pytest.mark.parametrize(
    ("params", "status", "name", "member"),
    [
        ({"aera": "x"}, 400, "bad-request", ("nearest", "area")),
        ({"aera": "x"}, 400, "bad-request", ("known", "area")),
        ({"area": ""}, 400, "bad-request", ("parameter", "area")),
        ({"status": ""}, 400, "bad-request", ("parameter", "status")),
        ({"area": "area-2023-itpp-cybre"}, 404, "not-found", ("nearest", "area-2023-itpp-cyber")),
        ({"area": "area-2023-itpp-cybre"}, 404, "not-found", ("parameter", "area")),
        ({"status": "rumoured"}, 400, "bad-request", ("parameter", "status")),
        ({"lang": "fr"}, 400, "bad-request", ("parameter", "lang")),
    ],
)
def test_a_wrong_parameter_is_a_typed_problem(
    site: Site, params: dict[str, str], status: int, name: str, member: tuple[str, str]
) -> None:
    told = problem(get(site, "/q/lineage-of-an-area", **params), status, name)
    assert member[1] in told[member[0]]


@pytest.mark.parametrize("day", ["2014-13-01", "yesterday", "2014"])
def test_a_wrong_day_is_a_problem(site: Site, day: str) -> None:
    problem(get(site, "/q/holder-of-a-post", day=day), 400, "bad-request")
    problem(get(site, "/q/actors", known_by=day), 400, "bad-request")
    problem(get(site, "/ledger", as_of=day), 400, "bad-request")
    problem(get(site, "/timeline", **{"from": day}), 400, "bad-request")


def test_a_parameter_given_twice_is_a_problem(site: Site) -> None:
    reply = get(site, "/q/holder-of-a-post?day=2014-05-06&day=2014-05-07")
    assert problem(reply, 400, "bad-request")["parameter"] == "day"


def test_an_ambiguous_label_names_its_candidates(site: Site) -> None:
    world = site.world("interpreted", "")
    bearers: dict[str, list[str]] = {}
    for iri, label in world.labels("en").items():
        bearers.setdefault(label, []).append(iri)
    label = next(name for name, iris in sorted(bearers.items()) if len(iris) == 2)
    for path, key in (("/q/everything-about-a-node", "node"), ("/show", "node"), ("/cite", "node")):
        told = problem(get(site, path, **{key: label}), 400, "bad-request")
        assert {c["iri"] for c in told["candidates"]} >= set(bearers[label])
        assert all(c["label"] for c in told["candidates"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_problems_are_told_in_the_language_asked_for(site: Site, language: str) -> None:
    told = problem(get(site, "/q/actors", nothing="x", lang=language), 400, "bad-request")
    assert told["detail"].isascii() == (language == "en")
    assert told["title"].isascii() == (language == "en")


EMPTIES = {
    "narrowed by status": ("conflicts", {"status": "stated"}, "narrowed"),
    "narrowed by day": ("coalitions", {"known_by": DAY_BEFORE}, "narrowed"),
    "narrowed value": (
        "lineage-of-an-area", {"known_by": DAY_BEFORE, "area": "area-2023-itpp-cyber"}, "narrowed"),
    "rightly empty": ("under-coordination-reported-as-done", {}, "rightly-empty"),
    "outside coverage": ("holder-of-a-post", {"day": "1985-01-01"}, "outside-coverage"),
    "nothing": ("quotations-with-words", {"words": "言われたことのない語句"}, "nothing-recorded"),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", EMPTIES)
def test_an_empty_answer_explains_itself_in_every_form(
    site: Site, case: str, language: str
) -> None:
    name, params, kind = EMPTIES[case]
    told = read(get(site, f"/q/{name}", **params, lang=language))
    assert (told["count"], told["rows"]) == (0, [])
    assert told["reasons"][0]["kind"] == kind
    message = told["reasons"][0]["message"]
    assert message.isascii() == (language == "en")
    assert "--" not in message
    for form in ("csv", "tsv", "markdown", "srj", "srx"):
        reply = get(site, f"/q/{name}", **params, lang=language, format=form)
        assert reply.status == 200
        assert header(reply, "jnkg-empty").split(", ")[0] == kind
        link, *more = header(reply, "link").split("; ")
        assert more == ['rel="help"', 'type="application/json"']
        assert json.loads(visit(site, link.strip("<>"), accept="*/*").body) == told
    text = get(site, f"/q/{name}", **params, format="csv").body.decode()
    assert text == ",".join(c["name"] for c in told["columns"]) + "\r\n"


def test_a_trap_also_names_what_is_not_printed(site: Site) -> None:
    reply = get(site, "/q/date-of-effect")
    assert [r["kind"] for r in read(reply)["reasons"]] == ["rightly-empty", "not-printed"]
    assert header(reply, "jnkg-empty") == "rightly-empty, not-printed"


def test_an_answer_with_rows_gives_no_reasons(site: Site) -> None:
    reply = get(site, "/q/actors")
    assert read(reply)["reasons"] == []
    assert not header(reply, "jnkg-empty")


def test_a_narrower_world_has_fewer_rows(site: Site) -> None:
    counts = {
        status: read(get(site, "/q/lineage-links", status=status))["count"]
        for status in ("stated", "derived", "interpreted")
    }
    assert 0 < counts["stated"] <= counts["derived"] < counts["interpreted"]
    early = read(get(site, "/q/lineage-links", known_by="2014-12-31"))
    assert early["count"] < counts["interpreted"]
    assert early["world"] == {"status": "interpreted", "known-by": "2014-12-31",
                              "day": early["world"]["day"], "version": site.version}  # fmt: skip
    assert early["world"]["day"] <= "2014-12-31"


@pytest.mark.parametrize(
    ("one", "other"),
    [("ITPP", "ＩＴＰＰ"), ("サイバー", "ｻｲﾊﾞｰ"), ("サイバー", "さいばー"), ("nato", "ＮＡＴＯ")],
)
def test_search_is_blind_to_width_case_and_kana(site: Site, one: str, other: str) -> None:
    hits = [read(get(site, "/find", q=q, most="5", lang="ja"))["hits"] for q in (one, other)]
    assert hits[0] == hits[1]
    assert len(hits[0]) == 5


def test_search_gives_csv_and_reasons(site: Site) -> None:
    told = read(get(site, "/find", q="cyber", most="3"))
    reply = get(site, "/find", q="cyber", most="3", format="csv")
    rows = list(csv.DictReader(io.StringIO(reply.body.decode())))
    assert [r["iri"] for r in rows] == [h["iri"] for h in told["hits"]]
    assert any(h["iri"] in told["basis"] for h in told["hits"])
    none = read(get(site, "/find", q="xyzzyx"))
    assert [r["kind"] for r in none["reasons"]] == ["nothing-recorded"]
    hidden = read(get(site, "/find", q="ITPP 2023", known_by=DAY_BEFORE))
    assert [r["kind"] for r in hidden["reasons"]] == ["narrowed"]
    assert hidden["hits"] == []


@pytest.mark.parametrize("most", ["0", "-1", "many", "1.5", "10000", "５"])
def test_search_refuses_a_wrong_number(site: Site, most: str) -> None:
    assert problem(get(site, "/find", q="x", most=most), 400, "bad-request")["parameter"] == "most"


def test_what_is_required_is_asked_for(site: Site) -> None:
    for path, key in (("/find", "q"), ("/show", "node"), ("/cite", "node")):
        assert problem(get(site, path), 400, "bad-request")["parameter"] == key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_is_that_of_the_shell(site: Site, language: str) -> None:
    node = ID + "event-2024-10-17-partner-session"
    shown = card(site.world("interpreted", ""), ox.NamedNode(node), language)
    told = read(get(site, "/show", node="event-2024-10-17-partner-session", lang=language))
    assert told == json.loads(json.dumps(to_json(shown)))
    text = get(site, "/show", node=node, lang=language, format="text")
    assert header(text, "content-type") == "text/plain; charset=utf-8"
    assert shown.labels[language] in text.body.decode()
    assert "--format" not in text.body.decode()


def test_what_only_a_wider_world_has_is_hidden_not_unknown(site: Site) -> None:
    params = {"node": "instrument-2023-itpp", "known_by": DAY_BEFORE}
    for path in ("/show", "/cite"):
        told = problem(get(site, path, **params), 404, "hidden")
        assert told["node"] == ID + "instrument-2023-itpp"
        problem(get(site, path, node="instrument-2023-itpq"), 404, "not-found")


def test_citations_come_in_three_styles(site: Site) -> None:
    node = "document-2014-ipcp"
    types = {"text": "text/plain; charset=utf-8", "bibtex": "application/x-bibtex",
             "csl-json": "application/vnd.citationstyles.csl+json"}  # fmt: skip
    for style, media_type in types.items():
        by_style = get(site, "/cite", node=node, style=style)
        by_accept = visit(site, f"/cite?node={node}", accept=media_type.partition(";")[0])
        assert header(by_style, "content-type") == media_type
        assert by_style.body == by_accept.body
    assert json.loads(get(site, "/cite", node=node, style="csl-json").body)[0]["id"] == node
    assert get(site, "/cite", node=node, style="bibtex").body.startswith(
        b"@techreport{" + node.encode()
    )
    assert "known" in problem(get(site, "/cite", node=node, style="apa"), 400, "bad-request")


ASKED = {"lineage": {"target": "cyber-defence"}, "ledger": {"as_of": "2024-10-17"},
         "timeline": {"actor": "japan", "from": "2023-01-01", "to": "2024-12-31"},
         "network": {"by": "post"}, "coverage": {}, "compare": {}}  # fmt: skip


@pytest.mark.parametrize(("name", "language"), [*zip(VIEWS, LANGUAGES * 3, strict=True)])
def test_a_view_is_the_same_in_every_form(site: Site, name: str, language: str) -> None:
    params = {**ASKED[name], "lang": language}
    told = read(get(site, f"/{name}", **params))
    assert (told["view"], told["reasons"]) == (name, [])
    reply = get(site, f"/{name}", **params, format="csv")
    rows = list(csv.DictReader(io.StringIO(reply.body.decode())))
    assert [r["thing_iri"] for r in rows] == [r["thing"]["iri"] for r in told["rows"]]
    assert told["count"] == len(rows) > 0
    text = get(site, f"/{name}", **params, format="text")
    assert told["title"] in text.body.decode()
    drawn = get(site, f"/{name}", **params, format="svg")
    assert header(drawn, "content-type") == "image/svg+xml"
    root = ET.fromstring(drawn.body)
    assert root[0].text == told["title"]
    assert root.attrib["lang"] == language


def test_lineage_is_also_a_diagram_as_text(site: Site) -> None:
    reply = get(site, "/lineage", target="cyber-defence", format="mermaid")
    assert header(reply, "content-type") == "application/vnd.mermaid"
    assert b"flowchart" in reply.body
    problem(get(site, "/timeline", format="mermaid"), 400, "bad-request")


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("lineage", {"target": "cyber-defence", "known_by": DAY_BEFORE}),
        ("timeline", {"to": "1900-01-01"}),
        ("timeline", {"area": "area-2023-itpp-cyber", "known_by": DAY_BEFORE}),
        ("ledger", {"as_of": "1900-01-01"}),
        ("compare", {"known_by": "1900-01-01"}),
    ],
)
def test_an_empty_view_says_why(site: Site, name: str, params: dict[str, str]) -> None:
    told = read(get(site, f"/{name}", **params))
    assert told["count"] == 0
    assert told["reasons"]
    drawn = get(site, f"/{name}", **params, format="svg")
    assert told["reasons"][0]["message"] in "".join(ET.fromstring(drawn.body).itertext())
    assert header(drawn, "jnkg-empty")
    assert "--" not in told["reasons"][0]["message"]


def test_a_view_refuses_what_it_does_not_know(site: Site) -> None:
    problem(get(site, "/lineage", target="no such theme"), 404, "not-found")
    problem(get(site, "/timeline", actor="nobody-at-all"), 404, "not-found")
    assert problem(get(site, "/network", by="mood"), 400, "bad-request")["known"] == [
        "person", "post"]  # fmt: skip
    assert "as-of" in problem(get(site, "/ledger", asof="x"), 400, "bad-request")["nearest"]


def test_the_list_of_questions_is_that_of_the_shell(site: Site) -> None:
    told = read(get(site, "/questions"))
    listed = question_list(site.world("interpreted", ""), "ja")
    for entry in told["questions"]:
        assert f"\n    {entry['title']['ja']}\n" in listed
        assert entry["iri"] == QUERY + entry["name"]
    assert told["count"] == len(told["questions"]) == listed.count("\n") / 2


def test_status_counts_what_the_stored_question_counts(site: Site) -> None:
    told = read(get(site, "/status"))
    rows = read(get(site, "/q/claims-by-status"))["rows"]
    assert {v["claims"] for v in told["claims"].values()} == {r["claims"] for r in rows}
    assert told["claims"]["stated"]["claims"] > told["claims"]["derived"]["claims"] > 0
    assert told["limits"]["seconds"] == site.settings.limits.seconds
    stated = read(get(site, "/status", status="stated"))
    assert "interpreted" not in stated["claims"]


def test_every_type_of_problem_is_described_in_both_languages(site: Site) -> None:
    assert REMEDIES.keys() == TITLES.keys()
    for name in TITLES:
        told = read(get(site, f"/problem/{name}", format="json"))
        assert told["title"] == {"en": TITLES[name][1], "ja": TITLES[name][2]}
        assert told["description"]["en"].isascii()
        assert not told["description"]["ja"].isascii()
        text = get(site, f"/problem/{name}", lang="ja").body.decode()
        assert text.index(TITLES[name][2]) < text.index(TITLES[name][1])
    assert problem(get(site, "/problem/hiden"), 404, "not-found")["nearest"] == ["hidden"]


def test_words_of_the_shell_are_put_as_addresses() -> None:
    words = {"en": "Narrowed by --status stated --known-by 2014-01-01. Try `jnkg find`."}
    assert spoken(words) == {"en": "Narrowed by status=stated known-by=2014-01-01. Try /find."}
    assert spoken({"en": "--status or --known-by: x"}) == {"en": "status or known-by: x"}


@pytest.mark.parametrize("path", ["/q/actors", "/find?q=x", "/lineage", "/status", "/openapi.json"])
def test_other_methods_are_refused_with_those_allowed(site: Site, path: str) -> None:
    reply = visit(site, path, method="PUT", accept="*/*")
    problem(reply, 405, "method")
    assert set(header(reply, "allow").split(", ")) >= {"GET", "HEAD"}
