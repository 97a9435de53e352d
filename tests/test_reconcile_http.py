"""The reconciliation service speaks version 0.2 over HTTP, in both languages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import requests

from jnkg.endpoint.exchange import FORM, Reply
from jnkg.endpoint.problems import PROBLEM
from jnkg.endpoint.site import Site
from jnkg.names import ID, LANGUAGES, NS
from jnkg.reconciling.asked import BATCH
from jnkg.reconciling.suggestions import PAGE
from peers import lacking
from reconciliation_schemas import ORIGINALS, OWN, PUBLISHED, faults, validators
from visits import header, visit

JSON = "application/json"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
JQUERY = "application/json, text/javascript, */*; q=0.01"


def get(site: Site, path: str, **params: str) -> Reply:
    """Ask as a browser's script does."""
    query = urlencode({key.replace("_", "-"): value for key, value in params.items()})
    return visit(site, f"{path}?{query}" if query else path, accept=JQUERY)


def post(site: Site, path: str, fields: Mapping[str, object], **headers: str) -> Reply:
    """Send a form whose fields are JSON."""
    form = urlencode({key: json.dumps(value) for key, value in fields.items()})
    sent = {"content_type": f"{FORM}; charset=utf-8", **headers}
    return visit(site, path, "POST", form.encode(), **sent)


def read(reply: Reply) -> Any:
    """Read a good answer in JSON."""
    assert (reply.status, header(reply, "content-type")) == (200, JSON), reply.body.decode()
    assert header(reply, "access-control-allow-origin") == "*"
    return json.loads(reply.body)


def problem(reply: Reply, status: int) -> dict[str, Any]:
    """Read a problem document."""
    assert (reply.status, header(reply, "content-type")) == (status, PROBLEM), reply.body.decode()
    assert header(reply, "access-control-allow-origin") == "*"
    told: dict[str, Any] = json.loads(reply.body)
    return told


def best(site: Site, text: str, path: str = "/en/reconcile", **more: object) -> dict[str, Any]:
    """Give the best candidate for a name."""
    sent = {"queries": {"q": {"query": text, **more}}}
    told: dict[str, Any] = read(post(site, path, sent))["q"]["result"][0]
    return told


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_schema_refuses_what_is_not_of_its_kind(name: str) -> None:
    for validator in validators(name):
        assert not validator.is_valid([])
        assert not validator.is_valid({"result": 1, "q": 1, "rows": 1, "ids": 1, "versions": 1})


def test_what_we_answer_is_held_against_the_published_schemas() -> None:
    if not ORIGINALS:
        pytest.skip("RECONCILIATION_SCHEMAS=DIR names no folder (specs, 0.2/schemas)")
    assert {f"{file}.json" for file in PUBLISHED.values()} <= {
        path.name for path in Path(ORIGINALS).iterdir()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manifest_says_what_there_is(site: Site, language: str) -> None:
    told = read(get(site, f"/{language}/reconcile"))
    assert faults("manifest", told) == []
    assert told["versions"] == ["0.2"]
    assert (told["identifierSpace"], told["schemaSpace"]) == (ID, NS)
    assert told["batchSize"] == BATCH
    assert {"Person", "Instrument", "State"} < {kind["id"] for kind in told["defaultTypes"]}
    assert told["view"]["url"].startswith(f"http://localhost/{language}/")
    names = [kind["name"] for kind in told["defaultTypes"]]
    assert all(name.isascii() for name in names) == (language == "en")


def test_a_lie_in_the_manifest_would_be_found(site: Site) -> None:
    told = read(get(site, "/en/reconcile"))
    for lie in ({"versions": ["0.1"]}, {"view": {"url": "http://x/"}}, {"preview": {"url": "x"}},
                {"identifierSpace": 1}, {"suggest": {"entity": {"flyout_service_path": "/x"}}},
                {"extend": {"property_settings": [{"name": "x"}]}}):  # fmt: skip
        assert faults("manifest", {**told, **lie})


def test_every_address_of_the_manifest_answers(site: Site) -> None:
    told = read(get(site, "/ja/reconcile", known_by="2014-12-31"))
    assert "2014-12-31" in told["name"]
    base, suggest = "http://localhost", told["suggest"]
    slug = {"entity": "state-japan", "type": "State", "property": "hasParty"}
    for what, service in suggest.items():
        place = service["service_url"] + service["service_path"]
        assert "known-by=2014-12-31" in place
        found = read(visit(site, f"{place.removeprefix(base)}&prefix={slug[what]}"))
        assert found["result"][0]["id"] == slug[what]
        flyout = service["service_url"] + service["flyout_service_path"].replace(
            "${id}", quote(slug[what], safe="")
        )
        glance = read(visit(site, flyout.removeprefix(base)))
        assert faults("flyout", glance) == []
        assert glance["id"] == slug[what]
    for template in (told["view"]["url"], told["preview"]["url"]):
        place = template.replace("{{id}}", "state-japan").removeprefix(base)
        assert visit(site, place, accept=BROWSER).status == 200
    proposed = told["extend"]["propose_properties"]
    place = proposed["service_url"] + proposed["service_path"]
    assert read(visit(site, f"{place.removeprefix(base)}&type=State"))["properties"]
    assert visit(site, told["documentation"].removeprefix(base).partition("#")[0]).status == 200
    assert visit(site, told["logo"].removeprefix(base)).status == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_batch_is_answered_by_the_names_of_its_queries(site: Site, language: str) -> None:
    names = ["岸田文雄", "Kishida Fumio", "ＩＴＰＰ", "AP4", "防衛庁", "Turkey", "徳川家康"]
    batch = {f"row {n}": {"query": names[n % len(names)], "limit": 3} for n in range(BATCH)}
    assert faults("queries", batch) == []
    told = read(post(site, f"/{language}/reconcile", {"queries": batch}))
    assert list(told) == list(batch)
    assert faults("results", told) == []
    slugs = ["person-kishida-fumio", "person-kishida-fumio", "instrument-2023-itpp", "group-ip4",
             "body-defense-agency-japan", "state-turkiye"]  # fmt: skip
    for number, answer in enumerate(told.values()):
        place = number % len(names)
        if place == len(slugs):
            assert answer["result"] == []
            assert answer["reasons"][0]["kind"] == "nothing-recorded"
            continue
        assert 0 < len(answer["result"]) <= 3
        first = answer["result"][0]
        assert (first["id"], first["match"]) == (slugs[place], True)
        assert first["name"] == site.world("interpreted", "").labels(language)[ID + first["id"]]
        assert not any(other["match"] for other in answer["result"][1:])


def test_get_and_post_answer_alike(site: Site) -> None:
    batch = {"q": {"query": "岸田文雄", "type": ["Person"], "limit": 2}}
    asked = get(site, "/ja/reconcile", queries=json.dumps(batch))
    assert read(asked) == read(post(site, "/ja/reconcile", {"queries": batch}))


def test_a_candidate_says_why_it_is_one(site: Site) -> None:
    asked = [{"pid": "post", "v": {"id": "post-prime-minister-japan"}}, {"pid": "day", "v": "2022"}]
    told = best(site, "kishida fumio", type="Person", properties=asked)
    features = {each["id"]: each["value"] for each in told["features"]}
    assert features["name_exact"] is False
    assert features["name_fold"] is True
    assert features["type"] is True
    assert (features["property:post"], features["property:day"]) == (1, 1)
    assert [kind["id"] for kind in told["type"]] == ["Person", "Agent"]
    assert "岸田文雄" in told["description"]


def test_without_a_language_the_service_speaks_that_of_the_client(site: Site) -> None:
    queries = json.dumps({"q": {"query": "IP4"}})
    for sent, tag in (("ja,en;q=0.5", "ja"), ("fr", "en")):
        reply = visit(site, f"/reconcile?queries={quote(queries)}", accept_language=sent)
        assert header(reply, "content-language") == tag
    assert best(site, "IP4", "/reconcile?lang=ja")["name"] == "インド太平洋パートナー（IP4）"
    assert "/ja/" in read(get(site, "/reconcile", lang="ja"))["view"]["url"]
    assert best(site, "IP4", "/ja/reconcile?lang=en")["name"] == "インド太平洋パートナー（IP4）"


def test_a_world_is_chosen_by_parameters_and_an_empty_answer_says_so(site: Site) -> None:
    asked = {"queries": {"q": {"query": "", "type": "Person", "properties": [
        {"pid": "post", "v": "内閣総理大臣"}, {"pid": "day", "v": "2014-05-06"}]}}}  # fmt: skip
    whole = read(post(site, "/ja/reconcile", asked))["q"]["result"]
    assert whole[0]["id"] == "person-abe-shinzo"
    assert whole[0]["match"]
    stated = read(post(site, "/ja/reconcile?status=stated", asked))["q"]["result"]
    assert not any(each["match"] for each in stated)
    late = {"queries": {"q": {"query": "Locked Shields 2021"}}}
    early = read(post(site, "/en/reconcile?known-by=2014-12-31", late))["q"]
    assert early["result"] == []
    assert early["reasons"][0]["kind"] == "narrowed"
    assert best(site, "Locked Shields 2021")["match"]


def test_a_blank_cell_does_not_fail_its_batch(site: Site) -> None:
    told = read(
        post(site, "/en/reconcile", {"queries": {"a": {"query": " "}, "b": {"query": "NATO"}}})
    )
    assert told["a"] == {"result": [], "reasons": [
        {"kind": "rightly-empty", "message": "The query is empty."}]}  # fmt: skip
    assert told["b"]["result"][0]["match"]


def test_columns_are_filled(site: Site) -> None:
    wanted = {
        "ids": ["instrument-2014-ipcp", "event-2014-05-06-ipcp-signing", "person-nobody"],
        "properties": [
            {"id": "hasParty"},
            {"id": "earliest", "settings": {"dates": "date"}},
            {"id": "area", "settings": {"limit": 2}},
            {"id": "name_en"},
            {"id": "status"},
            {"id": "numberOfOriginals"},
        ],
    }
    assert faults("extension", wanted) == []
    told = read(post(site, "/ja/reconcile", {"extend": wanted}))
    assert faults("columns", told) == []
    assert list(told["rows"]) == wanted["ids"]
    columns = ["hasParty", "earliest", "area", "name_en", "status", "numberOfOriginals"]
    assert [column["id"] for column in told["meta"]] == columns
    assert all(list(row) == columns for row in told["rows"].values())
    programme = told["rows"]["instrument-2014-ipcp"]
    assert {"id": "state-japan", "name": "日本"} in programme["hasParty"]
    assert len(programme["area"]) == 2
    assert programme["status"] == [{"str": "明示"}]
    assert not any(told["rows"]["person-nobody"].values())
    assert "person-nobody" in told["reasons"][0]["message"]
    same = get(site, "/ja/reconcile", extend=json.dumps(wanted))
    assert read(same) == told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("what", "schema"), [("entity", "entities"), ("type", "types"),
                                              ("property", "properties")])  # fmt: skip
def test_suggestions_come_in_pages(site: Site, language: str, what: str, schema: str) -> None:
    path = f"/{language}/reconcile/suggest/{what}"
    first, second = (read(get(site, path, prefix="", cursor=c)) for c in ("0", str(PAGE)))
    assert faults(schema, first) == faults(schema, second) == []
    ids = [item["id"] for page in (first, second) for item in page["result"]]
    assert len(ids) == len(set(ids)) == 2 * PAGE
    assert read(get(site, path, prefix="ぬぬぬ")) == {"result": []}
    assert (
        read(get(site, path, prefix="x", spell="always", exact="false", _="1"))["result"]
        is not None
    )


def test_properties_are_proposed_for_a_type(site: Site) -> None:
    path = "/en/reconcile/properties"
    told = read(get(site, path, type="Instrument", limit="5"))
    assert faults("proposal", told) == []
    assert (told["type"], told["limit"], len(told["properties"])) == ("Instrument", 5, 5)
    assert {"id": "area", "name": "area of cooperation"} in read(
        get(site, path, type="Instrument")
    )["properties"]
    assert len(read(get(site, path, type=""))["properties"]) > 50
    assert "Person" in problem(get(site, path, type="Persn"), 400)["nearest"]


class Glance(HTMLParser):
    """What a preview holds: tags, addresses, words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.places: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.places += [value or "" for key, value in attrs if key in ("href", "src", "action")]
        assert not any(key.startswith("on") or key == "style" for key, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_preview_is_a_small_page_that_may_be_framed(site: Site, language: str) -> None:
    reply = get(site, f"/{language}/reconcile/preview", id="instrument-2014-ipcp")
    policy = header(reply, "content-security-policy")
    assert [value for key, value in reply.headers if key == "content-security-policy"] == [policy]
    assert "frame-ancestors" not in policy
    assert "default-src 'none'" in policy
    assert "script" not in policy
    seen = Glance(reply.body.decode())
    assert "script" not in seen.tags
    assert f"/{language}/id/instrument-2014-ipcp" in seen.places
    assert {"en": "stated", "ja": "明示"}[language] in seen.words
    assert f'<html lang="{language}">' in reply.body.decode()
    assert "Individual Partnership and Cooperation Programme" in seen.words
    assert "日NATO国別パートナーシップ協力計画" in seen.words


def test_other_pages_may_not_be_framed(site: Site) -> None:
    page = visit(site, "/en/id/instrument-2014-ipcp", accept=BROWSER)
    assert "frame-ancestors 'none'" in header(page, "content-security-policy")


@pytest.mark.parametrize(
    "nasty", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "../../x", "{{7*7}}"]
)
def test_a_preview_of_nothing_says_so_and_repeats_it_safely(site: Site, nasty: str) -> None:
    reply = get(site, "/ja/reconcile/preview", id=nasty)
    assert reply.status == 404
    seen = Glance(reply.body.decode())
    assert not {"script", "img"} & set(seen.tags)
    assert nasty in seen.words
    assert problem(get(site, "/ja/reconcile/flyout/entity", id=nasty), 404)["parameter"] == "id"


def test_a_flyout_is_html_without_danger(site: Site) -> None:
    for what, slug in (("entity", "person-abe-shinzo"), ("type", "Person"), ("property", "day")):
        told = read(get(site, f"/ja/reconcile/flyout/{what}", id=slug))
        assert faults("flyout", told) == []
        assert set(Glance(told["html"]).tags) <= {"div", "p", "strong", "span", "ul", "li", "time"}


SLIPS: dict[str, tuple[str, dict[str, str], int]] = {
    "no JSON": ("/en/reconcile", {"queries": "{"}, 400),
    "a list": ("/en/reconcile", {"queries": "[]"}, 400),
    "both at once": ("/en/reconcile", {"queries": "{}", "extend": "{}"}, 400),
    "an unknown type": ("/en/reconcile", {"queries": '{"q":{"query":"x","type":"Persn"}}'}, 400),
    "an unknown property": (
        "/en/reconcile",
        {"queries": '{"q":{"query":"x","properties":[{"pid":"postt","v":"x"}]}}'},
        400,
    ),
    "an unknown column": ("/en/reconcile", {"extend": '{"ids":[],"properties":[{"id":"q"}]}'}, 400),
    "JSONP": ("/en/reconcile", {"callback": "f"}, 400),
    "JSONP of a helper": ("/en/reconcile/suggest/type", {"callback": "f"}, 400),
    "another world": ("/en/reconcile", {"status": "true"}, 400),
    "no day": ("/en/reconcile", {"known_by": "soon"}, 400),
    "a cursor that is a word": ("/en/reconcile/suggest/type", {"cursor": "x"}, 400),
    "a cursor backwards": ("/en/reconcile/suggest/type", {"cursor": "-1"}, 400),
    "a prefix without end": ("/en/reconcile/suggest/entity", {"prefix": "x" * 1001}, 400),
    "an identifier of nothing": ("/en/reconcile/preview", {}, 400),
    "another kind of suggestion": ("/en/reconcile/suggest/thing", {}, 404),
    "another language": ("/fr/reconcile", {}, 404),
    "a batch without end": (
        "/en/reconcile",
        {"queries": json.dumps({str(n): {"query": "x"} for n in range(BATCH + 1)})},
        413,
    ),
}


@pytest.mark.parametrize("case", SLIPS)
def test_a_slip_is_told_with_the_right_status(site: Site, case: str) -> None:
    path, params, status = SLIPS[case]
    told = problem(get(site, path, **params), status)
    assert told["detail"]
    assert "Traceback" not in json.dumps(told)


def test_what_is_no_form_is_refused(site: Site) -> None:
    queries = json.dumps({"queries": {"q": {"query": "x"}}}).encode()
    told = problem(visit(site, "/en/reconcile", "POST", queries, content_type=JSON), 415)
    assert told["accepted"] == [FORM]
    assert problem(post(site, "/en/reconcile", {"other": 1}), 400)["known"] == ["queries", "extend"]
    for method in ("PUT", "DELETE", "PATCH"):
        assert visit(site, "/en/reconcile", method).status == 405
    assert visit(site, "/en/reconcile/suggest/entity", "POST", b"").status == 405
    allowed = visit(site, "/en/reconcile", "OPTIONS")
    assert allowed.status == 204
    assert "POST" in header(allowed, "access-control-allow-methods")


def test_an_error_speaks_the_language_of_the_path(site: Site) -> None:
    for language, word in (("en", "There is no type"), ("ja", "という型はありません")):
        told = get(site, f"/{language}/reconcile", queries='{"q":{"query":"x","type":"Zzz"}}')
        assert word in problem(told, 400)["detail"]


def test_crawlers_are_kept_away(site: Site) -> None:
    assert "Disallow: /ja/reconcile" in visit(site, "/robots.txt").body.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_about_the_site_names_the_address_to_paste(site: Site, language: str) -> None:
    page = visit(site, f"/{language}/about", accept=BROWSER).body.decode()
    assert f"http://localhost/{language}/reconcile" in page
    assert 'id="reconcile"' in page


def test_a_client_works_through_a_table_as_openrefine_does(live: str) -> None:
    """Manifest, guess of the type, matching, columns, preview: one after the other."""
    home = requests.Session()
    home.headers["accept"] = JQUERY
    manifest = home.get(f"{live}/ja/reconcile", timeout=30).json()
    rows = ["ｲﾅﾀﾞ ﾄﾓﾐ", "Onodera Itsunori", "河野太郎", "岩屋毅", "Hayashi Yoshimasa"]
    batch = {f"q{n}": {"query": name, "limit": 3} for n, name in enumerate(rows)}
    guessed = home.post(f"{live}/ja/reconcile", {"queries": json.dumps(batch)}, timeout=30).json()
    types = {each["result"][0]["type"][0]["id"] for each in guessed.values()}
    assert types == {"Person"}
    narrowed = {key: {**query, "type": "Person"} for key, query in batch.items()}
    matched = home.post(
        f"{live}/ja/reconcile", {"queries": json.dumps(narrowed)}, timeout=30
    ).json()
    ids = [each["result"][0]["id"] for each in matched.values() if each["result"][0]["match"]]
    assert len(ids) == len(rows)
    wanted = {"ids": ids, "properties": [{"id": "post"}, {"id": "kanaReading"}]}
    columns = home.post(f"{live}/ja/reconcile", {"extend": json.dumps(wanted)}, timeout=30).json()
    assert faults("columns", columns) == []
    assert all(row["post"] for row in columns["rows"].values())
    preview = home.get(manifest["preview"]["url"].replace("{{id}}", quote(ids[0])), timeout=30)
    assert "稲田朋美" in preview.text


def test_the_pandas_client_matches_a_column(live: str) -> None:
    try:
        import pandas
        from reconciler import reconcile  # type: ignore[import-untyped]
    except ImportError:
        lacking("reconciler is not installed (PyPI)")
    names = ["岸田文雄", "Taro Kono", "ＩＰ４", "AP4", "防衛庁", "Türkiye", "ITPP"]
    table = reconcile(
        pandas.Series(names), reconciliation_endpoint=f"{live}/en/reconcile", top_res=1
    )
    assert list(table["input_value"]) == names
    assert list(table["match"]) == [True] * len(names)
    assert list(table["name"])[:2] == ["Kishida Fumio", "Kono Taro"]
    posts = pandas.Series(["Minister of Foreign Affairs"])
    country = pandas.Series(["New Zealand"])
    narrowed = reconcile(
        posts, type_id="Post", property_mapping={"country": country},
        reconciliation_endpoint=f"{live}/en/reconcile",
    )  # fmt: skip
    assert narrowed["id"][0] == "post-minister-of-foreign-affairs-new-zealand"


def test_our_schemas_name_every_kind_of_document() -> None:
    assert PUBLISHED.keys() <= OWN.keys()
