"""Pages of nodes: well formed, in one language, every claim with its status and its clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from urllib.parse import unquote, urldefrag
from xml.etree.ElementTree import Element

import html5lib
import pytest
from markupsafe import Markup

from jnkg.card import Basis, Claim, Line, Mention, Name, Value
from jnkg.endpoint.exchange import Reply
from jnkg.endpoint.site import Site
from jnkg.names import LANGUAGES
from jnkg.pages.conclusions import concluded, written
from jnkg.pages.frame import Page
from jnkg.pages.mentions import MOST, group
from jnkg.pages.script import day_of, lasting, marked
from visits import header, visit

NODES = (
    "id/person-nakatani-gen",
    "id/event-2024-10-17-partner-session",
    "id/instrument-2014-ipcp",
    "id/document-2024-10-17-mod-summary",
    "id/passage-2014-ipcp-3.2",
    "id/organization-nato",
    "id/link-2014-ipcp-3.1.1-2023-itpp-cyber",
    "graph/stated-mofa-2014-05-06-ipcp",
)
SHAPE = "shape/Evidence"
HTML = "{http://www.w3.org/1999/xhtml}"
EAST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff01-\uff60]")
LATIN = re.compile(r"\b[A-Za-z]{2,}(?:[ ,]+[A-Za-z]{2,}){3,}")
CLAIMING = [(language, node) for language in LANGUAGES for node in NODES]
PAGES = [*CLAIMING, *((language, SHAPE) for language in LANGUAGES)]
"""A shape claims nothing."""


@cache
def reply(site: Site, target: str) -> Reply:
    return visit(site, target, accept="text/html")


def page(site: Site, target: str) -> Element:
    """Read a page as browsers do, and fail at the first thing that they would have to mend."""
    found = reply(site, target)
    assert found.status == 200, found.body
    parser = html5lib.HTMLParser(strict=True)
    return parser.parse(found.body.decode())  # type: ignore[no-any-return]


def classed(root: Element, name: str) -> list[Element]:
    return [e for e in root.iter() if name in e.get("class", "").split()]


def text(root: Element) -> str:
    return "".join(root.itertext())


def links(root: Element) -> list[str]:
    return [a.get("href", "") for a in root.iter(HTML + "a")]


def written_in(root: Element, language: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text with the language that it is marked to be in."""
    language = root.get("lang") or language
    if root.tag not in (HTML + "style", HTML + "title", HTML + "code"):
        yield language, root.text or ""
        for child in root:
            yield from written_in(child, language)
            yield language, child.tail or ""


def strangers(root: Element) -> list[str]:
    """Give what stands on a page in another language than it is marked to be in."""
    other = {"en": EAST, "ja": LATIN}
    own = root.get("lang", "")
    return [t for tag, t in written_in(root) if tag == own and other[own].search(t)]


@pytest.mark.parametrize(("language", "node"), PAGES)
def test_a_page_is_well_formed_and_has_one_outline(site: Site, language: str, node: str) -> None:
    root = page(site, f"/{language}/{node}")
    levels = [int(e.tag[-1]) for e in root.iter() if re.fullmatch(r".*}h[1-6]", str(e.tag))]
    main = next(root.iter(HTML + "main"))
    levels_of_text = [int(e.tag[-1]) for e in main.iter() if re.fullmatch(r".*}h\d", str(e.tag))]
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels_of_text))
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert root.get("lang") == language
    assert header(reply(site, f"/{language}/{node}"), "content-language") == language


@pytest.mark.parametrize(("language", "node"), PAGES)
def test_what_is_in_another_language_says_so(site: Site, language: str, node: str) -> None:
    assert not strangers(page(site, f"/{language}/{node}"))


def test_unmarked_text_is_noticed() -> None:
    parser = html5lib.HTMLParser()
    assert strangers(parser.parse("<html lang=en><p>The word 日本 is not marked"))
    assert strangers(parser.parse("<html lang=ja><p>標題は Joint Declaration between both sides"))
    assert not strangers(parser.parse("<html lang=en><p>The word <i lang=ja>日本</i> is"))


@pytest.mark.parametrize(("language", "node"), CLAIMING)
def test_each_claim_has_its_status_and_a_stated_one_its_place(
    site: Site, language: str, node: str
) -> None:
    root = page(site, f"/{language}/{node}")
    lists = [e for name in ("stands", "claims-on", "mentions", "gaps") for e in classed(root, name)]
    rows = [row for each in lists for row in each if row.tag == HTML + "li"]
    claims = classed(root, "claim")
    assert rows or claims
    assert all(classed(row, "badge") for row in (*rows, *claims))
    for row in (*(r for e in classed(root, "stands") for r in e), *claims):
        if classed(row, "stated"):
            assert any("/passage-" in h or "/document-" in h for h in links(row)), text(row)


def test_a_stated_participant_leads_to_the_clause_and_the_words(site: Site) -> None:
    root = page(site, "/en/id/event-2024-10-17-partner-session")
    row = next(e for e in root.iter() if e.get("id", "").endswith("session-minister-of-defense"))
    assert "中谷" in text(row)
    assert {"stated", "derived"} <= {text(e) for e in classed(row, "badge")}
    assert any(h.startswith("/en/id/passage-2024-10-17-mod-1") for h in links(row))
    assert any(e.get("lang") == "ja" for q in row.iter(HTML + "q") for e in q.iter())


@pytest.mark.parametrize("node", NODES)
def test_the_twins_of_a_page_name_each_other(site: Site, node: str) -> None:
    found = {}
    for language in LANGUAGES:
        head = next(page(site, f"/{language}/{node}?known-by=2026-12-24").iter(HTML + "head"))
        found[language] = {
            link.get("hreflang"): link.get("href")
            for link in head.iter(HTML + "link")
            if link.get("hreflang")
        }
        forms = {e.get("type") for e in head.iter(HTML + "link") if e.get("rel") == "alternate"}
        assert {"text/turtle", "application/ld+json", "text/csv"} <= forms
    assert found["en"] == found["ja"]
    assert found["en"]["ja"] == f"http://localhost/ja/{node}?known-by=2026-12-24"


@pytest.mark.parametrize("node", [*NODES, SHAPE])
def test_links_inside_a_page_lead_somewhere(site: Site, node: str) -> None:
    root = page(site, f"/ja/{node}")
    ids = {e.get("id") for e in root.iter()}
    ours = re.compile(r"/ja/(id|shape|graph)/")
    here = [h for h in links(root) if h.startswith("#")]
    assert all(h[1:] in ids for h in here)
    targets = list(dict.fromkeys(urldefrag(h)[0] for h in links(root) if ours.match(h)))
    step = max(1, len(targets) // 12)
    for target in targets[::step]:
        assert reply(site, unquote(target)).status == 200, target


def test_a_narrowed_world_says_so_and_keeps_its_switches(site: Site) -> None:
    root = page(site, "/en/id/instrument-2014-ipcp?status=stated")
    notice = classed(root, "narrowed")[0]
    assert "/en/id/instrument-2014-ipcp" in links(notice)
    inside = [h for h in links(next(root.iter(HTML + "main"))) if h.startswith("/en/")]
    assert inside
    assert all("status=stated" in h for h in inside)
    assert not {"derived", "interpreted"} & {text(e) for e in classed(root, "badge")}
    assert not classed(page(site, "/en/id/instrument-2014-ipcp"), "narrowed")


def test_what_the_narrowed_world_hides_is_not_called_unknown(site: Site) -> None:
    target = "/en/id/preference-2026-11-22-declaration-date?status=stated"
    link = "/en/id/link-2014-ipcp-3.1.1-2023-itpp-cyber"
    assert reply(site, link).status == 200
    hidden = reply(site, f"{link}?status=stated")
    assert hidden.status == 404
    assert b"narrowed" in hidden.body
    assert reply(site, target.replace("preference", "no-such-thing")).status == 404


def test_a_hostile_name_is_escaped(site: Site) -> None:
    for slug in ("<script>alert(1)<", '"onload="x', "x'y&z"):
        found = visit(site, f"/en/id/{slug}", accept="text/html")
        assert found.status == 404
        assert b"<script>" not in found.body
        assert b'"onload' not in found.body


def test_an_address_that_is_no_web_page_is_no_link() -> None:
    shown = Page("en", "x")
    assert shown.address("javascript:alert(1)") == ""
    assert shown.address("https://example.org/a") == "https://example.org/a"
    assert shown.address("https://w3id.org/jnkg/id/a b") == "/en/id/a%20b"


def test_a_long_group_is_counted_and_shown_whole_on_request(site: Site) -> None:
    short, whole = (page(site, f"/en/id/organization-nato{q}") for q in ("", "?all=1"))
    offers = [h for h in links(short) if "all=1" in h]
    assert offers
    assert not [h for h in links(next(whole.iter(HTML + "main"))) if "all=1" in h]
    counts = [int(text(e)) for e in classed(whole, "count")]
    lengths = [len(list(e)) for e in classed(whole, "mentions")]
    assert lengths == counts[-len(lengths) :]
    assert max(lengths) > MOST
    assert max(len(list(e)) for e in classed(short, "mentions")) <= MOST + 1


def test_a_document_has_its_passages_nested_in_order(site: Site) -> None:
    root = page(site, "/en/id/document-2014-ipcp")
    slugs = [e.get("id", "") for e in root.iter(HTML + "li")]
    items = [s.removeprefix("passage-2014-ipcp-") for s in slugs if "-ipcp-3.1." in s]
    assert items == [f"3.1.{n}" for n in range(1, 11)]
    outer = next(e for e in root.iter() if e.get("id") == "passage-2014-ipcp-3.1")
    assert any(e.get("id") == "passage-2014-ipcp-3.1.10" for e in outer.iter())


def test_an_instrument_has_its_areas_with_their_fates(site: Site) -> None:
    root = page(site, "/en/id/instrument-2014-ipcp")
    area = next(e for e in root.iter() if e.get("id") == "area-2014-ipcp-3.1.1")
    assert "/en/id/area-2013-declaration-cyber" in links(area)
    assert "/en/id/area-2023-itpp-cyber" in links(area)
    assert "continued" in text(area)
    assert "confidence:" in text(area)


def test_a_conflict_shows_both_versions(site: Site) -> None:
    box = classed(page(site, "/en/id/instrument-2013-joint-political-declaration"), "conflict")[0]
    assert len([h for h in links(box) if "/document-" in h]) >= 2
    assert "set aside" in text(box)


def test_a_shape_says_what_it_asks_for_and_of_which_property(site: Site) -> None:
    root = page(site, "/ja/shape/Evidence")
    assert "( [ sh:maxCount 0 ; sh:path oa:exact ]" in text(root)
    assert "/ja/shape/Evidence-passage" in links(root)
    assert "この根拠が載っている箇所を一つだけ示してください。" in text(root)
    assert b"Evidence-passage" in reply(site, "/en/shape/Evidence-pasage").body


def test_files_that_pages_load_are_given_and_no_others(site: Site) -> None:
    assert visit(site, "/static/style.css").media_type == "text/css"
    assert visit(site, "/static/../frame.py").status == 404
    assert visit(site, "/static/base.html").status == 404


def test_text_in_another_script_is_marked_and_all_text_escaped() -> None:
    assert marked("The 日本 <b>", "en") == Markup('The <span lang="ja">日本</span> &lt;b&gt;')
    assert marked("日本の NATO", "ja") == "日本の NATO"
    assert 'lang="en"' in marked("題は「Joint Press Statement」", "ja")
    assert marked("<i>", "en", "ko") == Markup('<span lang="ko">&lt;i&gt;</span>')


@pytest.mark.parametrize(
    ("value", "en", "ja"),
    [
        ("2024-10-17", "17 October 2024", "2024年10月17日"),
        ("2024-10", "October 2024", "2024年10月"),
        ("2024", "2024", "2024年"),
        ("2024-13-01", "2024-13-01", "2024-13-01"),
        ("2024-10-17x", "2024-10-17x", "2024-10-17x"),
    ],
)
def test_dates_are_written_as_readers_do(value: str, en: str, ja: str) -> None:
    for language, words in (("en", en), ("ja", ja)):
        shown = day_of(value, language)
        assert shown.striptags() == words
        assert ("<time" in shown) == (words != value or value == "2024")


def test_durations_are_written_as_readers_do() -> None:
    assert lasting("PT2H30M", "en") == "2 hours 30 minutes"
    assert lasting("PT1H", "en") == "1 hour"
    assert lasting("P3DT5M", "ja") == "3日5分"
    assert lasting("P1Y", "en") == "P1Y"


def test_mentions_are_cut_only_when_that_saves_something() -> None:
    basis = Basis("stated", "g")
    name = Name("p", "property")
    many = [Mention(name, Name(f"n{i}", ""), "kind", basis) for i in range(MOST + 2)]
    assert (group(many)[0].is_cut, group(many[1:])[0].is_cut) == (True, False)
    assert group(many)[0].count == MOST + 2
    assert not group(many, everything=True)[0].is_cut
    assert group(many, {"n0"})[0].count == MOST + 1


def test_conclusions_of_one_strength_stand_together() -> None:
    def claim(status: str, weakest: str, value: str) -> Claim:
        basis = Basis(status, value, weakest=weakest)
        return Claim(basis, (Line(Name("p", "p"), (Value(value),)),))

    claims = [claim("stated", "", "a"), *(claim("inferred", "stated", v) for v in "bcb")]
    assert written(claims) == claims[:1]
    (only,) = concluded([*claims])
    assert [v.text for line in only.lines for v in line.values] == ["b", "c"]
    assert len(concluded([*claims, claim("inferred", "derived", "d")])) == 2


def luminance(colour: str) -> float:
    full = colour if len(colour) == 7 else "#" + "".join(c * 2 for c in colour[1:])
    parts = (int(full[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_colours_can_be_told_apart() -> None:
    assert contrast("#fff", "#777777") < 4.5 < contrast("#fff", "#767676")
    style = files("jnkg.pages").joinpath("static", "style.css").read_text("utf-8")
    for scheme in re.findall(r":root \{(.*?)\}", style, re.DOTALL):
        colours = dict(re.findall(r"--(\w+): (#\w+);", scheme))
        for ink in ("ink", "soft", "accent", "mark", "stated", "derived", "interpreted"):
            for ground in ("paper", "fill"):
                assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        assert contrast(colours["stroke"], colours["paper"]) >= 3
