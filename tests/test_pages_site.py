"""Pages that lead through the graph: start, search, lists, questions, terms, views, errors."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from urllib.parse import parse_qs, quote, urlsplit

import pyoxigraph as ox
import pytest

from jnkg.answer import ask
from jnkg.build import ensure_world
from jnkg.endpoint.exchange import Message
from jnkg.endpoint.problems import Problem
from jnkg.endpoint.settings import Limits, Settings
from jnkg.endpoint.site import Site, Visit
from jnkg.names import ID, LANGUAGES, NS
from jnkg.pages.errors import error_page
from jnkg.pages.lists import KINDS
from jnkg.pages.results import result_page
from jnkg.rooms import Tree
from jnkg.store import World
from readings import read_page
from visits import header, visit

PLACES = (
    "", "search?q=NATO", "questions", "query/who-signed-an-instrument", "query/date-of-effect",
    "sparql", "ontology", "ns/Summit", "ns/hasSigned", "ns/Done", "about", "lineage", "timeline",
    "ledger", "network", "coverage", "compare", *(f"browse/{kind}" for kind in KINDS),
)  # fmt: skip
BROWSER = "text/html"


@pytest.fixture(scope="module", autouse=True)
def worlds(tree: Tree) -> None:
    """Build the worlds of today, as `jnkg build` does."""
    for status in ("stated", "derived", "interpreted"):
        ensure_world(tree, status)


@pytest.fixture(scope="module")
def whole(site: Site) -> World:
    """The world of everything."""
    return site.world("interpreted", "")


@pytest.mark.parametrize("place", PLACES)
def test_every_page_is_there_in_both_languages_and_leads_to_the_other(
    site: Site, place: str
) -> None:
    for language, other in zip(LANGUAGES, reversed(LANGUAGES), strict=True):
        reply = visit(site, f"/{language}/{place}")
        page = read_page(reply)
        assert reply.status == 200
        assert page.language == language == header(reply, "content-language")
        assert f"/{other}/{place}" in page.hrefs()
        assert header(reply, "content-type") == "text/html; charset=utf-8"


def test_the_root_leads_to_the_language_of_the_reader_and_keeps_the_world(site: Site) -> None:
    assert header(visit(site, "/", accept_language="ja,en;q=0.5"), "location") == "/ja/"
    assert header(visit(site, "/", accept_language="de"), "location") == "/en/"
    narrowed = visit(site, "/?status=stated&lang=ja")
    assert (narrowed.status, header(narrowed, "location")) == (303, "/ja/?status=stated")


def test_no_page_stands_where_the_explorer_will(site: Site) -> None:
    assert visit(site, "/en/explore").status == 404


def test_the_start_page_shows_rows_that_the_graph_gives(site: Site, whole: World) -> None:
    page = read_page(visit(site, "/ja/"))
    labels = whole.labels("ja")
    for name in ("who-signed-an-instrument", "who-met-whom"):
        answer = ask(whole, name, {})
        people = [t for t in answer.rows[0] if isinstance(t, ox.NamedNode) and "person-" in t.value]
        assert people
        for person in people:
            assert (f"/ja/id/{person.value.removeprefix(ID)}", labels[person.value]) in page.links


def test_the_start_page_counts_what_the_graph_holds(site: Site, whole: World) -> None:
    page = read_page(visit(site, "/en/"))
    for _, status, graphs, claims in ask(whole, "claims-by-status", {}).rows:
        word = whole.labels("en")[str(status).strip("<>")]
        assert any(
            row[0] == word and row[2:] == [graphs.value, claims.value]  # type: ignore[union-attr]
            for row in page.rows(-1)
        )


def test_links_of_the_start_page_lead_somewhere(site: Site) -> None:
    page = read_page(visit(site, "/en/"))
    inside = {href for href in page.hrefs() if href.startswith("/en/")}
    assert len(inside) > 30
    assert {f"/en/{place}" for place in PLACES if "/" not in place and "?" not in place} <= inside
    lost = {href for href in inside if "/id/" in href and visit(site, href).status != 200}
    assert not lost


def test_search_is_blind_to_width_and_kana_and_keeps_what_was_typed(site: Site) -> None:
    wide, kana = (
        read_page(visit(site, f"/ja/search?q={quote(typed)}")) for typed in ("ＮＡＴＯ", "ｱﾍﾞｼﾝｿﾞｳ")
    )
    assert wide.fields["q"] == "ＮＡＴＯ"
    assert "/ja/id/organization-nato" in wide.hrefs()
    assert "/ja/id/person-abe-shinzo" in kana.hrefs()


def test_what_is_typed_is_text_and_no_markup(site: Site) -> None:
    typed = '"><script>alert(1)</script>'
    for place in ("search?q=", "questions?q=", "sparql?query="):
        body = visit(site, f"/en/{place}{quote(typed)}").body.decode()
        assert "<script" not in body
        assert "&lt;script&gt;" in body


def test_a_search_without_a_hit_names_what_comes_near(site: Site) -> None:
    page = read_page(visit(site, "/en/search?q=stoltenburg"))
    assert "/en/id/person-jens-stoltenberg" in page.hrefs()
    assert "Nothing is called" in page.words
    assert "Nothing is called" not in read_page(visit(site, "/en/search?q=stoltenberg")).words


@pytest.mark.parametrize("kind", KINDS)
def test_the_pages_of_a_list_are_the_whole_without_doubles(
    site: Site, whole: World, kind: str
) -> None:
    name = {"actor": "Agent"}.get(kind, kind.capitalize())
    aside = "FILTER NOT EXISTS { ?n a jn:Person } FILTER NOT EXISTS { ?n a jn:Outlet }"
    query = f"PREFIX jn: <{NS}> SELECT DISTINCT ?n WHERE {{ ?n a jn:{name} "
    rows = whole.store.query(query + (aside if kind == "actor" else "") + "}")
    expected = {row["n"].value for row in rows if row["n"].value.startswith(ID)}  # type: ignore[union-attr]
    for grouping in KINDS[kind].groupings:
        found = [iri for page in entries(site, kind, grouping) for iri in page]
        assert len(found) == len(set(found))
        assert {ID + slug for slug in found} == expected


def entries(site: Site, kind: str, grouping: str) -> list[list[str]]:
    """Give what the pages of a list name, in the first column or as a plain list."""
    pages: list[list[str]] = []
    while True:
        reply = visit(site, f"/en/browse/{kind}?by={grouping}&page={len(pages) + 1}")
        if reply.status == 404:
            return pages
        text = reply.body.decode().split("<main", 1)[1].split("</main>")[0]
        marks = ("<tr><td><a href=", "<li><a href=") if "<table" in text else ("<li><a href=",)
        parts = text.split(marks[0])[1:]
        slugs = [p.split('"')[1].split("?")[0] for p in parts]
        pages.append([s.removeprefix("/en/id/") for s in slugs if s.startswith("/en/id/")])


def test_a_list_refuses_what_it_has_not(site: Site) -> None:
    assert visit(site, "/en/browse/event?page=2").status == 200
    assert visit(site, "/en/browse/event?page=99").status == 404
    assert visit(site, "/en/browse/event?page=x").status == 400
    assert visit(site, "/en/browse/spoon").status == 404


def test_claims_in_a_list_carry_their_status(site: Site) -> None:
    page = read_page(visit(site, "/en/browse/area"))
    assert "interpreted" in page.badges
    events = Counter(read_page(visit(site, "/en/browse/event")).badges)
    assert events["stated"] > events["derived"] > 0


def test_every_stored_question_is_listed_once(site: Site, whole: World) -> None:
    page = read_page(visit(site, "/ja/questions"))
    found = [href for href, _ in page.links if href.startswith("/ja/query/")]
    assert Counter(found) == Counter(f"/ja/query/{name}" for name in whole.questions())


def test_questions_are_found_by_their_words(site: Site) -> None:
    page = read_page(visit(site, "/en/questions?q=SIGNED"))
    found = {href for href in page.hrefs() if href.startswith("/en/query/")}
    assert "/en/query/who-signed-an-instrument" in found
    assert "/en/query/themes" not in found
    assert page.fields["q"] == "SIGNED"


def test_a_question_shows_its_rows_with_links_and_badges(site: Site) -> None:
    page = read_page(visit(site, "/en/query/who-signed-an-instrument"))
    assert page.badges == ["derived", "stated"]
    assert [row[3] for row in page.rows()] == ["Abe Shinzo", "Anders Fogh Rasmussen"]
    assert "/en/id/person-abe-shinzo" in page.hrefs()


def test_a_value_may_be_a_slug_or_a_label_in_either_language(site: Site) -> None:
    ways = ("instrument-2013-joint-political-declaration", "日NATO共同政治宣言")
    pages = [
        read_page(visit(site, f"/ja/query/who-signed-an-instrument?instrument={quote(way)}"))
        for way in ways
    ]
    assert pages[0].rows() == pages[1].rows() != []
    assert {page.fields["instrument"] for page in pages} == {"日NATO共同政治宣言"}
    link = "/q/who-signed-an-instrument?instrument=instrument-2013-joint-political-declaration"
    for page in pages:
        assert f"{link}&format=csv&lang=ja" in page.hrefs()


def test_an_unknown_value_leaves_the_form_and_names_the_nearest(site: Site) -> None:
    reply = visit(site, "/en/query/who-signed-an-instrument?instrument=instrument-2014-icp")
    page = read_page(reply)
    assert reply.status == 404
    assert page.fields["instrument"] == "instrument-2014-icp"
    near = "/en/query/who-signed-an-instrument?instrument=instrument-2014-ipcp"
    assert near in page.hrefs()
    assert read_page(visit(site, near)).tables
    assert not page.tables


def test_a_value_of_the_wrong_kind_is_told_beside_the_form(site: Site) -> None:
    reply = visit(site, "/ja/query/holder-of-a-post?day=yesterday")
    assert reply.status == 400
    assert "day" in read_page(reply).fields
    assert "日付ではありません" in read_page(reply).words


def test_an_unknown_question_names_the_nearest(site: Site) -> None:
    reply = visit(site, "/en/query/who-signed-a-instrument", accept=BROWSER)
    assert reply.status == 404
    assert "/en/query/who-signed-an-instrument" in read_page(reply).hrefs()


def test_a_trap_is_shown_as_one_and_says_all_its_reasons(site: Site) -> None:
    page = read_page(visit(site, "/en/query/date-of-effect"))
    assert "test of honesty" in page.words
    assert "Rightly empty" in page.words
    assert "Not printed or not found" in page.words
    honest = read_page(visit(site, "/en/query/who-signed-an-instrument"))
    assert "test of honesty" not in honest.words


def test_the_other_forms_of_an_answer_have_its_rows(site: Site) -> None:
    page = read_page(visit(site, "/en/query/areas-of-a-theme"))
    link = next(h for h in page.hrefs() if h.startswith("/q/") and "format=csv" in h)
    reply = visit(site, link)
    assert reply.status == 200
    assert len(reply.body.decode().strip().splitlines()) - 1 == len(page.rows())


def test_the_query_shown_is_the_query_asked(site: Site, whole: World) -> None:
    place = "/en/query/areas-of-a-theme?theme=theme-maritime-security"
    page = read_page(visit(site, place))
    link = next(h for h in page.hrefs() if h.startswith("/en/sparql?"))
    query = parse_qs(urlsplit(link).query)["query"][0]
    assert "theme-maritime-security" in query
    assert len(list(whole.store.query(query))) == len(page.rows())  # type: ignore[arg-type]


def test_a_long_answer_goes_on_over_pages(site: Site, whole: World) -> None:
    total = len(ask(whole, "documents", {}).rows)
    parts = [read_page(visit(site, f"/en/query/documents?page={n}")).rows() for n in (1, 2)]
    assert [len(part) for part in parts] == [200, total - 200]
    assert not {tuple(row) for row in parts[0]} & {tuple(row) for row in parts[1]}


def test_a_row_tells_the_strictest_view_in_which_it_stands(site: Site) -> None:
    themes = read_page(visit(site, "/en/query/areas-of-a-theme"))
    assert set(themes.badges) == {"interpreted"}
    codes = Counter(read_page(visit(site, "/en/query/codes-of-states")).badges)
    strict, lax = (
        ask(site.world(s, ""), "codes-of-states", {}).rows for s in ("stated", "derived")
    )
    assert codes["stated"] == len(strict) > 0
    assert codes["derived"] == len(lax) - len(strict) > 0


def test_the_form_for_queries_sends_them_to_the_endpoint(site: Site) -> None:
    body = visit(site, "/en/sparql?query=ASK%20%7B%7D").body.decode()
    assert '<form class="ask wide" action="/sparql" method="get">' in body
    assert ">ASK {}</textarea>" in body
    assert not read_page(visit(site, "/en/sparql?query=ASK%20%7B%7D")).tables


def test_a_result_names_its_nodes_and_says_how_many_rows_there_are(site: Site) -> None:
    seen = Visit(site, Message("GET", "/sparql", "lang=ja", {"host": "localhost"}))
    node = ox.NamedNode(ID + "person-abe-shinzo")
    rows = [[node, ox.Literal(str(n)), None] for n in range(250)]
    text = result_page(seen, "SELECT", ["who", "n", "nothing"], rows).decode()
    assert "全250件のうち" in text
    assert text.count("<tr>") == 201
    assert 'href="/ja/id/person-abe-shinzo"' in text
    few = result_page(seen, "SELECT", ["who", "n", "nothing"], rows[:2]).decode()
    assert "件のうち" not in few


def test_every_term_is_listed_once_with_its_definition(site: Site, whole: World) -> None:
    page = read_page(visit(site, "/en/ontology"))
    found = Counter(h for h, _ in page.links if h.startswith("/en/ns/"))
    skos = "http://www.w3.org/2004/02/skos/core#definition"
    quads = whole.store.quads_for_pattern(None, ox.NamedNode(skos), None, ox.DefaultGraph())
    defined = {q.subject.value for q in quads if str(q.subject.value).startswith(NS)}  # type: ignore[union-attr]
    assert found == Counter(iri.replace(NS, "/en/ns/") for iri in defined)
    assert len(found) > 300


def test_a_term_shows_its_definition_its_uses_and_where_they_stand(
    site: Site, whole: World
) -> None:
    page = read_page(visit(site, "/en/ns/inInstrument"))
    uses = {row[0]: int(row[1]) for row in page.rows()}
    stated = whole.store.query(
        f"""PREFIX jn: <{NS}> SELECT DISTINCT ?s ?o WHERE {{
            GRAPH ?g {{ ?s jn:inInstrument ?o }} ?g jn:status jn:Stated
            FILTER NOT EXISTS {{ ?g jn:isInferred true }} }}"""
    )
    assert uses["stated"] == len(list(stated)) > 20  # type: ignore[arg-type]
    assert "/en/query/areas-of-a-theme" in page.hrefs()
    assert any(href.startswith("/en/id/passage-") for href in page.hrefs())
    assert "/ns/inInstrument.ttl" in page.hrefs()


def test_a_term_that_follows_from_a_chain_names_its_links(site: Site) -> None:
    page = read_page(visit(site, "/en/ns/hasSigned"))
    chain = [
        words for _, words in page.links if words in ("takes part through", "is signature under")
    ]
    assert chain[:2] == ["takes part through", "is signature under"]
    assert [row[0] for row in page.rows()] == ["inferred"]


def test_an_unknown_term_names_the_nearest(site: Site) -> None:
    reply = visit(site, "/ja/ns/Sumit", accept=BROWSER)
    assert reply.status == 404
    assert "/ja/ns/Summit" in read_page(reply).hrefs()


def test_a_view_has_a_picture_and_a_row_for_every_mark(site: Site) -> None:
    reply = visit(site, "/ja/lineage?target=theme-cyber-defence")
    page = read_page(reply)
    rows = visit(site, "/lineage?target=theme-cyber-defence&format=csv&lang=ja")
    assert len(page.rows()) == len(rows.body.decode().strip().splitlines()) - 1
    picture = "/lineage?target=theme-cyber-defence&format=svg&lang=ja"
    assert picture in page.hrefs()
    assert f'<img src="{picture.replace("&", "&amp;")}" alt="' in reply.body.decode()


def test_forms_offer_the_nodes_that_a_field_may_name(site: Site) -> None:
    view = visit(site, "/ja/timeline?from=2025-01-01").body.decode()
    assert '<option value="state-japan">日本</option>' in view
    question = visit(site, "/ja/query/holder-of-a-post").body.decode()
    assert '<option value="防衛大臣">post-minister-of-defense-japan</option>' in question
    assert "state-japan" not in question.split("<datalist")[1].split("</datalist>")[0]


def test_a_view_tells_what_is_wrong_beside_its_form(site: Site) -> None:
    reply = visit(site, "/en/timeline?from=2023-13-01")
    assert reply.status == 400
    assert read_page(reply).fields["from"] == "2023-13-01"
    assert "is not a day" in read_page(reply).words


@pytest.mark.parametrize(
    ("name", "status"),
    [("bad-request", 400), ("not-found", 404), ("not-acceptable", 406), ("gone", 410),
     ("limit-time", 503), ("limit-queue", 503)],
)  # fmt: skip
def test_a_problem_is_a_page_in_the_language_of_the_reader(
    site: Site, name: str, status: int
) -> None:
    problem = Problem(name, "A small mistake.", "小さな誤り。", nearest=["person-abe-shinzo"])
    message = Message("GET", "/ja/x", "status=foo", {"host": "localhost"})
    for language, words in (("en", "A small mistake."), ("ja", "小さな誤り。")):
        reply = error_page(site, message, problem, language)
        page = read_page(reply)
        assert (reply.status, page.language) == (status, language)
        assert words in page.words
        assert problem.title(language) in page.words
        assert f"/{language}/id/person-abe-shinzo" in page.hrefs()
        assert header(reply, "cache-control") == "no-store"
        assert bool(header(reply, "retry-after")) == (name == "limit-queue")


def test_a_page_of_a_wrong_method_says_which_are_right(site: Site) -> None:
    reply = visit(site, "/en/about", "POST", accept=BROWSER)
    assert (reply.status, header(reply, "allow")) == (405, "GET, HEAD")
    assert reply.media_type == "text/html"


def test_a_failed_query_can_be_mended(site: Site) -> None:
    problem = Problem("bad-query", "Line 1, column 3: x.", "1行目。")
    message = Message("GET", "/sparql", "query=SELEC", {"host": "localhost"})
    assert "/en/sparql?query=SELEC" in read_page(error_page(site, message, problem, "en")).hrefs()
    elsewhere = replace(message, path="/en/about")
    assert (
        "/en/sparql?query=SELEC"
        not in read_page(error_page(site, elsewhere, problem, "en")).hrefs()
    )


def test_an_error_page_needs_no_world() -> None:
    lost = Site(Settings(root="/nonexistent", base="https://example.org"))
    problem = Problem("unavailable", "Not now.", "今は不可。", nearest=["person-abe-shinzo"])
    reply = error_page(lost, Message("GET", "/en/"), problem, "en")
    assert reply.status == 503
    assert "Not now." in read_page(reply).words


def test_about_states_the_limits_of_this_server(tree: Tree) -> None:
    strict = Site(Settings(root=tree.root, limits=Limits(seconds=3, memory=512 << 20)))
    words = read_page(visit(strict, "/en/about")).words
    assert "A query may take 3 seconds, 512 MiB" in words
    assert "10 seconds" not in words


def test_a_narrowed_page_keeps_its_switches_in_its_links(site: Site, whole: World) -> None:
    for switches in ("status=stated", f"known-by={whole.day}"):
        for place in ("/en/browse/event", "/en/query/themes", "/en/search?q=NATO"):
            page = read_page(visit(site, place + ("&" if "?" in place else "?") + switches))
            inside = [h for h, _ in page.links if h.startswith("/en/") and h != place]
            assert inside
            assert all(switches in href for href in inside)


def test_an_answer_that_switches_hide_leads_to_the_whole(site: Site) -> None:
    page = read_page(visit(site, "/en/query/areas-of-a-theme?status=stated"))
    assert "Narrowed away by status=stated" in page.words
    assert "/en/query/areas-of-a-theme" in page.hrefs()
