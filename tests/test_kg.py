"""The graph in Python: what opens, asks, names and explains, and what it costs to import."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import html5lib
import pytest
import rdflib
from rdflib.compare import isomorphic

import jnkg
from jnkg.answer import ask
from jnkg.errors import CallsOut, JnkgError, Misuse, UnknownValue
from jnkg.kg import KnowledgeGraph, PartialDate, Row, Rows
from jnkg.kg.asking import Given
from jnkg.kg.html import inline
from jnkg.kg.standpoint import Standpoint
from jnkg.kg.text import shown
from jnkg.kg.triples import to_rdflib
from jnkg.names import ID, shorten
from jnkg.render import Sheet
from jnkg.rooms import Tree
from jnkg.store import World
from stores import load, oxigraph

ROOT = Path(__file__).parent.parent
HEAVY = ("networkx", "numpy", "pandas", "polars", "pyarrow", "rdflib", "requests", "jinja2")
IPCP = "instrument-2014-ipcp"


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return jnkg.open()


@pytest.fixture(scope="module")
def small(small_world: World, tree: Tree) -> KnowledgeGraph:
    return KnowledgeGraph(Standpoint(tree, small_world, "interpreted", "", "en"))


def run(code: str) -> list[str]:
    """Run code in a process of its own, and give the modules that it then has."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sorted(sys.modules))"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_importing_the_package_loads_nothing() -> None:
    before, after = set(run("")), set(run("import jnkg"))
    assert {name for name in after - before if "jnkg" in name} == {"jnkg"}
    assert len(after - before) == 1


def test_a_question_loads_no_optional_library(kg: KnowledgeGraph) -> None:
    loaded = run("import jnkg\nrepr(jnkg.open().ask('open-areas'))")
    assert "jnkg.kg.graph" in loaded
    assert not set(HEAVY) & set(loaded)
    assert not {"jnkg.views", "jnkg.exports", "click"} & set(loaded)


def test_a_name_that_the_package_lacks_is_told_as_ever() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'opne'"):
        jnkg.opne  # noqa: B018
    with pytest.raises(AttributeError):
        jnkg.kg.Vieww  # noqa: B018


def test_every_stored_question_says_here_what_it_says_in_the_shell(kg: KnowledgeGraph) -> None:
    world, count = kg.at.world, 0
    for name in kg.questions()["name"][::2]:
        answer = ask(world, str(name), {})
        rows = kg.ask(str(name))
        sheet = Sheet(answer, world.columns(), world.labels("en"), "en")
        assert rows.headings == tuple(sheet.headings)
        for row, cells in zip(rows, sheet.rows(), strict=True):
            count += len(cells)
            for value, cell in zip(row, cells, strict=True):
                assert comparable(shown(value, "en")) == comparable(cell)
    assert count > 10_000


def comparable(text: str) -> str:
    """Leave out how a time of day or a duration is written."""
    return "" if text[:1] == "P" or ":" in text[:16] else text.replace("T", " ")


def test_a_checkout_and_the_package_are_the_same_graph(kg: KnowledgeGraph) -> None:
    assert jnkg.open(ROOT).ask("open-areas") == kg.ask("open-areas")
    assert jnkg.open(str(ROOT)).version == kg.version


@pytest.mark.parametrize(
    ("switches", "words"),
    [
        ({"place": "/nowhere"}, "is not a checkout"),
        ({"status": "sated"}, "status='sated' does not exist"),
        ({"lang": "fr"}, "lang='fr' does not exist"),
        ({"known_by": "2014"}, "is not a day"),
        ({"place": "http://127.0.0.1:9/sparql"}, "No connection"),
        ({"place": "http://ada:pw@127.0.0.1:9/sparql"}, "Take user and password out"),
    ],
)
def test_what_cannot_be_opened_is_told_in_both_languages(
    switches: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JNKG_STORE_TIMEOUT", "0.5")
    with pytest.raises(JnkgError, match=words) as raised:
        jnkg.open(**switches)
    (note,) = raised.value.__notes__
    assert note == raised.value.message["ja"]
    assert "pw" not in str(raised.value)


def test_an_error_speaks_the_readers_language(kg: KnowledgeGraph) -> None:
    japanese = kg.narrow(lang="ja")
    with pytest.raises(Misuse, match="という質問はありません") as raised:
        japanese.ask("area-of-instrument")
    assert "There is no question" in raised.value.__notes__[0]
    assert "areas-of-an-instrument" in str(raised.value)
    assert "`kg.questions()`" in str(raised.value)


def test_parameters_take_what_a_person_has_at_hand(kg: KnowledgeGraph) -> None:
    by_slug = kg.ask("areas-of-an-instrument", instrument=IPCP)
    assert by_slug == kg.ask("areas_of_an_instrument", instrument=kg[IPCP])
    assert by_slug == kg.ask("areas-of-an-instrument", instrument=ID + IPCP)
    assert len(by_slug) == 10
    days: list[Given] = ["2024-10-17", date(2024, 10, 17), PartialDate.read("2024-10-17")]
    one, *others = [kg.ask("reports-as-of", as_of=day) for day in days]
    assert one.parameters == {"asOf": "2024-10-17"}
    assert all(other == one for other in others)
    assert kg.ask("reports-as-of", as_of=None).parameters == {}
    spans = kg.ask("events-between-two-days", from_="2014-01-01", to="2014-12-31")
    assert 0 < len(spans) < len(kg.ask("events-between-two-days"))


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("areas-of-an-instrument", {"instruments": IPCP}, "Nearest: instrument"),
        ("reports-as-of", {"as_off": "2024-10-17"}, "it has: as_of"),
        ("open-areas", {"area": "x"}, "it has: -"),
        ("reports-as-of", {"as_of": "yesterday"}, "is not a day"),
        ("reports-as-of", {"as_of": PartialDate.read("2024-10")}, "is not one day"),
        ("areas-of-an-instrument", {"instrument": "qwertz"}, "Nothing in the graph"),
    ],
)
def test_a_slip_in_a_parameter_names_what_was_meant(
    kg: KnowledgeGraph, name: str, given: dict[str, str], words: str
) -> None:
    with pytest.raises(Misuse, match=words):
        kg.ask(name, **given)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("partner session", "event-2024-10-17-partner-session"),
        ("パートナー・セッション", "event-2024-10-17-partner-session"),
        ("ﾊﾟｰﾄﾅｰ･ｾｯｼｮﾝ", "event-2024-10-17-partner-session"),
        ("term-partner-session", "term-partner-session"),
        (ID + IPCP, IPCP),
        (f"jnd:{IPCP}", IPCP),
        ("jn:Summit", "jn:Summit"),
        ("ITPP", "instrument-2023-itpp"),
        ("日本", "state-japan"),
        ("きしだ ふみお", "person-kishida-fumio"),
        ("KISHIDA FUMIO", "person-kishida-fumio"),
        ("Kishida Fu", "person-kishida-fumio"),
    ],
)
def test_a_name_finds_the_thing_that_a_person_means(
    kg: KnowledgeGraph, text: str, slug: str
) -> None:
    assert kg[text].slug == slug
    assert text in kg


def test_every_slug_and_every_own_label_in_the_graph_is_found(kg: KnowledgeGraph) -> None:
    labels = kg.at.world.labels("ja")
    nodes = [iri for iri in labels if iri.startswith(ID)][::40]
    assert len(nodes) > 60
    assert all(kg[iri].iri == kg[shorten(iri)].iri == iri for iri in nodes)


@pytest.mark.parametrize(
    ("text", "near"),
    [("cyber defense", "theme-cyber-defence"), ("Stoltenbreg", "person-jens-stoltenberg")],
)
def test_a_name_of_nothing_is_answered_with_the_nearest(
    kg: KnowledgeGraph, text: str, near: str
) -> None:
    with pytest.raises(UnknownValue) as raised:
        kg[text]
    assert near in raised.value.nearest
    assert text not in kg


def test_a_name_of_several_things_is_never_decided_by_chance(kg: KnowledgeGraph) -> None:
    with pytest.raises(Misuse, match=r"several nodes.*theme-cyber-defence"):
        kg["サイバー防衛"]


@pytest.mark.parametrize(
    "text", ["", " ", "<", "<http://x y>", "jn:", "jnd:x.y.z", "\0", "'\"\\", "{}", "x" * 400, "％"]
)
def test_any_text_names_one_thing_or_is_told_to_name_none(kg: KnowledgeGraph, text: str) -> None:
    with pytest.raises(Misuse) as raised:
        kg[text]
    assert set(raised.value.message) == {"en", "ja"}
    assert text not in kg


def test_what_a_narrow_world_lacks_is_told_to_be_narrowed_away(kg: KnowledgeGraph) -> None:
    early = kg.narrow(known_by="2014-06-01")
    with pytest.raises(Misuse, match="narrowed away by status or known_by"):
        early["event-2024-10-17-partner-session"]
    rows = early.ask("participants-of-an-event", event="event-2024-10-17-partner-session")
    assert not rows
    assert "the graph knows this value" in rows.why_empty
    assert 'known_by="2014-06-01"' in repr(rows)
    assert early.find("partner session").why_empty.startswith("Narrowed away")
    assert (
        early.sparql(f"SELECT ?a {{ ?a jn:inInstrument jnd:{IPCP} }}").reasons[0].kind == "narrowed"
    )
    assert early.narrow(known_by="").ask("open-areas") == kg.ask("open-areas")


def test_an_empty_answer_explains_itself_and_another_has_nothing_to_explain(
    kg: KnowledgeGraph,
) -> None:
    trap = kg.ask("date-of-effect")
    assert (len(trap), trap.reasons[0].kind) == (0, "rightly-empty")
    assert trap.why_empty in repr(trap)
    assert kg.narrow(lang="ja").ask("date-of-effect").why_empty != trap.why_empty
    full = kg.ask("open-areas")
    assert (full.why_empty, full.reasons) == ("", ())
    assert kg.find("qwertz").reasons[0].kind == "nothing-recorded"


def test_a_typed_query_stays_inside_this_graph(kg: KnowledgeGraph) -> None:
    with pytest.raises(CallsOut):
        kg.sparql("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    with pytest.raises(Misuse, match="Mend the query") as raised:
        kg.sparql("SELECT ?x {")
    assert raised.value.__notes__
    assert kg.sparql("ASK { ?s a jn:Area }")[0].answer is True
    built = kg.sparql("CONSTRUCT { ?s a jn:Area } { ?s a jn:Area } LIMIT 1")
    assert built.columns == ("subject", "predicate", "object")


def test_rows_and_their_values_do_not_change(kg: KnowledgeGraph) -> None:
    rows = kg.ask("areas-of-an-instrument")
    for target, name in ((rows, "values"), (rows[0], "area"), (rows[0].area, "iri")):
        with pytest.raises((AttributeError, TypeError)):
            setattr(target, name, "x")
    assert isinstance(rows[:3], Rows)
    assert [r.mark for r in rows[-2:]] == ["3.1.9", "3.1.10"]
    assert rows[0] == tuple(rows[0]) == Row(rows.columns, list(rows[0]))
    with pytest.raises(KeyError, match="the columns are"):
        rows["aera"]
    with pytest.raises(AttributeError, match="no column 'aera'"):
        rows[0].aera  # noqa: B018


def test_entities_are_one_thing_wherever_they_come_from(kg: KnowledgeGraph) -> None:
    here, there = kg["state-japan"], kg.narrow(status="stated", lang="ja")["日本"]
    assert here == there
    assert len({here, there}) == 1
    assert (str(here), str(there)) == ("Japan", "日本")
    assert here != "state-japan"
    assert sorted([kg["state-japan"], kg["organization-nato"]])[0].slug == "organization-nato"


def test_the_graph_is_safe_to_share_between_threads() -> None:
    def work(number: int) -> tuple[object, ...]:
        graph = shared.narrow(lang=("en", "ja")[number % 2])
        rows = graph.ask("areas-of-an-instrument")
        return (graph["partner session"].iri, rows["area"], len(graph.find("cyber")))

    shared = jnkg.open()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(work, range(8)))
    assert len(set(found)) == 1


def test_evidence_leads_to_clauses_and_grounds(small: KnowledgeGraph) -> None:
    rows = small.evidence("participation-2021-example-tanaka")
    quoted, derived = rows
    assert (quoted.quotation, quoted.clause.slug) == ("田中副大臣は出席", "passage-2021-example-4")  # type: ignore[union-attr]
    assert derived.reason == "He held the post."
    claims = small["event-2021-example"].claims
    aside = {str(r.value): r.aside for r in claims if str(r.property) == "earliest day"}
    assert aside == {"2021-03-02": False, "2021-03-01": True}
    silent = small["body-office"]
    assert (len(silent.claims), bool(silent.claims.why_empty)) == (0, True)


def test_a_proof_holds_or_says_why_there_is_none(kg: KnowledgeGraph) -> None:
    ends = ("area-2023-itpp-cyber", "descendsFrom", "area-2014-ipcp-3.1.1")
    proof = kg.why(*ends)
    assert proof
    assert "passage" in json.dumps(proof.data)
    assert "<pre>" in proof._repr_html_()
    assert not kg.why(ends[2], ends[1], ends[0])
    narrowed = kg.narrow(status="stated").why(*ends)
    assert (bool(narrowed), "narrowed away" in str(narrowed).lower()) == (False, True)


@pytest.mark.parametrize("style", ["text", "bibtex", "csl-json"])
def test_a_citation_is_that_of_the_shell(kg: KnowledgeGraph, style: str) -> None:
    from jnkg.cite import cite

    entity = kg["passage-2014-ipcp-3.1.5"]
    assert kg.cite(entity, style) == cite(kg.at.world, entity.node, style, "en").rstrip("\n")
    with pytest.raises(Misuse, match="no style 'apa'"):
        kg.cite(entity, "apa")


def test_rdflib_is_handed_the_very_same_graph(small_world: World) -> None:
    handed = to_rdflib(small_world)
    read = rdflib.Dataset()
    store = small_world.store
    quads = [str(q) + " .\n" for q in store.quads_for_pattern(None, None, None, None)]
    read.parse(data="".join(quads), format="nquads")
    named = {g.identifier for g in read.graphs()}
    assert named == {g.identifier for g in handed.graphs()}
    assert len(named) > 5
    for name in named:
        assert isomorphic(read.graph(name), handed.graph(name))


def test_an_export_is_written_and_listed(small: KnowledgeGraph, tmp_path: Path) -> None:
    files = small.export("ntriples", tmp_path / "out")
    assert {str(r.file) for r in files} >= {"ABOUT.md", "SHA256SUMS"}
    assert all((tmp_path / "out" / str(r.file)).stat().st_size == r.bytes for r in files)
    with pytest.raises(Misuse, match="no form 'ntripels'"):
        small.export("ntripels", tmp_path / "other")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    with pytest.raises(Misuse, match="something else than an export"):
        small.export("ntriples", tmp_path / "mine")


def texts(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the elements of a piece of HTML with their attributes."""
    for element in html5lib.parse(html, namespaceHTMLElements=False).iter():
        yield element.tag, dict(element.attrib)


def test_an_answer_shows_as_a_table_that_can_be_heard(kg: KnowledgeGraph) -> None:
    html = kg.ask("links-of-the-lineage")._repr_html_()
    elements = list(texts(html))
    assert ("caption", {}) in elements
    heads = [a for tag, a in elements if tag == "th"]
    assert heads
    assert all(a["scope"] == "col" for a in heads)
    assert sum(tag == "tr" for tag, _ in elements) == 21
    assert "more of" in html
    assert ">interpreted</span>" in html
    links = [a["href"] for tag, a in elements if tag == "a"]
    assert all(link.startswith("https://w3id.org/jnkg/") for link in links)
    printed = kg.ask("areas-of-an-instrument")._repr_html_()
    assert ("span", {"lang": "ja"}) in list(texts(printed))
    assert 'lang="ja"' in kg.narrow(lang="ja").ask("open-areas")._repr_html_()


def test_what_the_data_says_never_becomes_markup(kg: KnowledgeGraph) -> None:
    evil = "<img src=x onerror=alert(1)>"
    rows = kg.sparql(f'SELECT ?evil {{ BIND("{evil}"@en AS ?evil) }}')
    for html in (rows._repr_html_(), kg.sparql(f'ASK {{ FILTER("{evil}" = "") }}')._repr_html_()):
        assert "img" not in [tag for tag, _ in texts(html)]
    assert "&lt;img" in rows._repr_html_()
    assert kg.find(evil)._repr_html_().count("<img") == 0


def test_an_empty_answer_shows_why_in_a_notebook(kg: KnowledgeGraph) -> None:
    trap = kg.ask("date-of-effect")
    assert trap.why_empty[:40] in trap._repr_html_()


def test_jupyter_takes_table_card_and_picture(kg: KnowledgeGraph) -> None:
    from IPython.core.formatters import DisplayFormatter

    formatter = DisplayFormatter()
    for shown_one in (kg, kg["state-japan"], kg.ask("open-areas"), kg.lineage("cyber-defence")):
        made, _ = formatter.format(shown_one)  # type: ignore[no-untyped-call]
        assert set(made) == {"text/plain", "text/html"}
        assert len(made["text/html"]) > 80


def test_a_view_is_rows_a_picture_and_a_text(kg: KnowledgeGraph, tmp_path: Path) -> None:
    view = kg.lineage("cyber-defence")
    assert view.title in view.text()
    assert view.text().startswith(repr(view)[:100])
    assert view.save(tmp_path / "x.svg").read_text("utf-8") == view.svg()
    html = view._repr_html_()
    tags = [tag for tag, _ in texts(html)]
    assert [t for t in ("figure", "figcaption", "details", "table") if t not in tags] == []
    assert "<?xml" not in html
    assert not isinstance(view[:2], type(view))
    with pytest.raises(UnknownValue):
        kg.lineage("qwertz")


def test_two_pictures_on_one_page_do_not_share_their_names(kg: KnowledgeGraph) -> None:
    one, two = (inline(kg.lineage(t).svg()) for t in ("cyber-defence", "maritime-security"))
    ids = [{a["id"] for _, a in texts(svg) if "id" in a} for svg in (one, two)]
    assert ids[0]
    assert not ids[0] & ids[1]
    for svg, known in zip((one, two), ids, strict=True):
        pointed = [a for _, a in texts(svg) if "aria-labelledby" in a]
        assert all(set(a["aria-labelledby"].split()) <= known for a in pointed)


def test_a_view_without_its_library_shows_its_table(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = kg.lineage("cyber-defence")
    assert "<svg" in view._repr_html_()
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    drawn = kg.meetings()
    html = drawn._repr_html_()
    assert "<svg" not in html
    assert "japan-nato-kg[views]" in html
    assert "<table>" in html


@pytest.mark.parametrize("known_by", ["", "2014-06-01"])
def test_every_view_and_list_works_in_every_world(kg: KnowledgeGraph, known_by: str) -> None:
    world = kg.narrow(known_by=known_by, lang="ja")
    shows = (
        world.lineage(), world.timeline(), world.ledger(), world.meetings("post"),
        world.coverage(), world.compare(), world.tables(), world.networks(), world.exports(),
    )  # fmt: skip
    for rows in shows:
        assert rows.title
        assert bool(rows) or rows.why_empty
        assert repr(rows)
        assert all(heading for heading in rows.headings)


def test_a_running_server_answers_as_the_graph_here(kg: KnowledgeGraph, live: str) -> None:
    there = jnkg.open(f"{live}/sparql")
    for name in ("areas-of-an-instrument", "claims-by-status", "date-of-effect"):
        assert there.ask(name) == kg.ask(name)
        assert there.ask(name).why_empty == kg.ask(name).why_empty
    assert there["partner session"].claims == kg["partner session"].claims
    stated = there.narrow(status="stated")
    assert stated.ask("claims-by-status") == kg.narrow(status="stated").ask("claims-by-status")


def test_a_server_of_another_release_is_refused(live: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jnkg.kg.elsewhere.__version__", "9.9.9")
    with pytest.raises(JnkgError, match=r"serves 0\.1\.0-\w{12}, here it is 9\.9\.9-\w{12}"):
        jnkg.open(f"{live}/sparql")


def test_a_pushed_store_answers_as_the_graph_here(
    kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with oxigraph(tmp_path_factory.mktemp("store")) as server:
        with pytest.raises(JnkgError, match="holds no whole release"):
            jnkg.open(server.address)
        load(kg.at.world, server)
        there = jnkg.open(server.address)
        assert there.ask("areas-of-an-instrument") == kg.ask("areas-of-an-instrument")
        assert there.sparql("ASK { ?s a jn:Area }")[0].answer is True
        with pytest.raises(JnkgError, match="holds interpreted/"):
            there.narrow(status="stated")


def test_a_network_is_labelled_in_the_language_asked_for() -> None:
    for language, name in (("en", "Abe Shinzo"), ("ja", "安倍晋三")):
        net = jnkg.open(lang=language).network("people")
        assert net.to_networkx().nodes["person-abe-shinzo"]["label"] == name
