"""Pages in a real browser: accessibility, narrow screens, keyboards, paper."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from jnkg.build import ensure_world
from jnkg.names import STATUSES
from jnkg.rooms import Tree
from peers import peer

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = files("axe_playwright_python").joinpath("axe.min.js")
PLACES = (
    "", "search?q=NATO", "search?q=stoltenburg", "questions", "query/who-signed-an-instrument",
    "query/date-of-effect", "query/holder-of-a-post?day=x", "sparql", "ontology", "ns/hasSigned",
    "browse/event", "browse/person", "about", "lineage?target=theme-cyber-defence",
    "id/person-abe-shinzo", "id/document-2014-ipcp", "id/instrument-2014-ipcp",
    "id/event-2014-05-06-ipcp-signing", "id/state-japan", "nowhere",
)  # fmt: skip
"""One address for each template."""
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def worlds(tree: Tree) -> None:
    """Build the worlds of today, as `jnkg build` does."""
    for status in STATUSES:
        ensure_world(tree, status)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    chromium = peer("chromium", "Debian: chromium")
    with sync_playwright() as tools:
        started = tools.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One tab for all tests."""
    tab = browser.new_context(java_script_enabled=True).new_page()
    yield tab
    tab.close()


def violations(page: Page) -> list[str]:
    """Give what axe-core finds against on the page that is open: rule and places."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", TAGS
    )
    return [
        f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}"
        for each in found["violations"]
    ]


def overflow(page: Page) -> int:
    """Give by how many pixels the page is wider than its window."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_page_keeps_the_rules_and_fits_a_narrow_screen(
    page: Page, live: str, language: str, place: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live}/{language}/{place}")
    assert page.get_attribute("html", "lang") == language
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) <= 0


def test_the_rules_are_held(page: Page) -> None:
    page.goto("about:blank")
    page.set_content(
        "<html><title>x</title><body><img src='data:,'><input>"
        "<p style='color:#ccc;width:60rem'>pale</p></body></html>"
    )
    found = "".join(violations(page))
    for rule in ("html-has-lang", "image-alt", "label", "color-contrast"):
        assert rule in found
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_colour_schemes_have_contrast(page: Page, live: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    try:
        for place in ("en/", "ja/query/who-signed-an-instrument", "en/sparql"):
            page.goto(f"{live}/{place}")
            assert violations(page) == []
    finally:
        page.emulate_media(color_scheme="light")


REACHED = """() => {
  const seen = document.activeElement;
  return seen && seen !== document.body ? [...document.querySelectorAll('*')].indexOf(seen) : -1;
}"""
REACHABLE = """() => {
  const all = [...document.querySelectorAll('*')];
  const wanted = document.querySelectorAll('a[href], input, select, textarea, button, summary');
  return [...wanted].filter(e => e.type !== 'hidden' && e.checkVisibility()
    && !e.closest('details:not([open]) > :not(summary)')).map(e => all.indexOf(e));
}"""


@pytest.mark.parametrize("place", ["ja/query/who-signed-an-instrument", "en/sparql", "en/"])
def test_the_tab_key_reaches_all_that_can_be_used(page: Page, live: str, place: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live}/{place}")
    wanted = set(page.evaluate(REACHABLE))
    reached: set[int] = set()
    for step in range(4 * len(wanted) + 20):
        page.keyboard.press("Tab")
        at = page.evaluate(REACHED)
        if step == 0:
            assert page.evaluate("document.activeElement.className") == "skip"
        reached.add(at)
        if wanted <= reached:
            break
    assert wanted - reached == set()
    assert len(wanted) > 10


def test_what_has_the_focus_can_be_seen(page: Page, live: str) -> None:
    page.goto(f"{live}/en/questions")
    for _ in range(4):
        page.keyboard.press("Tab")
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"


def test_paper_has_the_address_and_no_navigation(page: Page, live: str) -> None:
    for place in ("en/query/who-signed-an-instrument", "ja/browse/event"):
        page.goto(f"{live}/{place}")
        address = page.locator(".printed")
        assert not address.is_visible()
        assert page.locator("header nav").is_visible()
        page.emulate_media(media="print")
        assert address.is_visible()
        assert f"/{place}" in address.inner_text()
        assert page.locator("nav:visible, form:visible").count() == 0
        page.emulate_media(media="screen")


def test_a_question_is_asked_without_scripts(browser: Browser, live: str) -> None:
    tab = browser.new_context(java_script_enabled=False, locale="ja").new_page()
    tab.goto(f"{live}/")
    assert tab.url == f"{live}/ja/"
    tab.goto(f"{live}/ja/query/who-signed-an-instrument")
    tab.get_by_label("調べる協力文書").fill("日NATO共同政治宣言")
    tab.get_by_role("button", name="尋ねる").click()
    assert "instrument=" in tab.url
    assert tab.locator("main .same").get_by_text("日NATO共同政治宣言").count() == 1
    assert tab.locator("table.answer tbody tr").count() > 1
    tab.get_by_label("主張").select_option("stated")
    tab.get_by_role("button", name="尋ねる").click()
    assert "status=stated" in tab.url
    tab.close()


def test_a_typed_query_comes_back_as_a_table(browser: Browser, live: str) -> None:
    tab = browser.new_context(java_script_enabled=False).new_page()
    tab.goto(f"{live}/en/sparql")
    tab.get_by_role("button", name="Run").click()
    assert tab.url.startswith(f"{live}/sparql?")
    assert tab.locator("table.answer tbody tr").count() > 5
    assert tab.locator("table.answer tbody a[href^='/en/id/event-']").count() > 5
    tab.close()


def test_a_query_with_a_slip_says_where_and_leads_back(browser: Browser, live: str) -> None:
    tab = browser.new_context(java_script_enabled=False).new_page()
    tab.goto(f"{live}/en/sparql")
    tab.get_by_label("Query", exact=True).fill("SELECT ?x WHERE { ?x }")
    tab.get_by_role("button", name="Run").click()
    assert "Line 1" in tab.locator("main").inner_text()
    tab.get_by_role("link", name="Correct the query").click()
    assert tab.get_by_label("Query", exact=True).input_value() == "SELECT ?x WHERE { ?x }"
    tab.close()
