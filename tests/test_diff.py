"""Two releases are told apart claim by claim, with one reason each, and one makes the other."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import SMALL, build_world, reasoned_from, write_tree
from jnkg.dataset import read
from jnkg.errors import JnkgError, Misuse
from jnkg.exports.request import Request
from jnkg.names import CATALOGUE, GRAPH, ID, LANGUAGES, NS, PREFIXES
from jnkg.reason import Reasoned, reason
from jnkg.releaseverbs import diff_verb
from jnkg.releasing.archive import open_package, pack
from jnkg.releasing.comparing import compare
from jnkg.releasing.difference import CAUSES, KINDS, REASONS, Change, Difference, applied
from jnkg.releasing.statements import DEFAULT, Release, named, read_release, sorted_out
from jnkg.releasing.telling import TOLD
from jnkg.releasing.words import COLUMNS
from jnkg.rooms import Tree
from jnkg.rulebook import rules
from jnkg.store import World
from releases import forms, lean_tree, write_release

DCT, XSD, RDF, RDFS, OWL = (PREFIXES[p] for p in ("dcterms", "xsd", "rdf", "rdfs", "owl"))
HEAD = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in PREFIXES.items())


def release_of(world: World, tree: Tree | None = None) -> Release:
    """Read a release off a world, without writing it."""
    graphs, axioms = sorted_out(world.store.quads_for_pattern(None, None, None, None))
    paths = tree.files("queries/infer", ".rq") if tree else ()
    found = {path: tree.text(path) for path in paths} if tree else {}
    return Release("0.1.0", "2026-11-22", world.status, "", graphs, axioms, found)


def short(change: Change) -> tuple[str, str, str, str]:
    """Give kind, reason, subject and property of a change by their last parts."""
    quad = change.quad
    parts = (quad.subject, quad.predicate)
    return (change.kind, change.reason, *(str(p)[1:-1].rpartition("/")[2] for p in parts))  # type: ignore[return-value]


# The real tree, edited

NEW_DOCUMENT = """
jnd:document-2026-example a jn:Document ; rdfs:label "Example"@en , "例"@ja ;
    dcterms:language "en" ; dcterms:publisher jnd:outlet-example ;
    jn:issuedEarliest "2026-11-01"^^xsd:date ; jn:issuedLatest "2026-11-01"^^xsd:date .
"""
NEW_OUTLET = 'jnd:outlet-example a jn:Outlet ; rdfs:label "Example Post"@en , "例示新聞"@ja .'
STATED = """
jnd:passage-2026-example-1 a jn:Passage ; dcterms:isPartOf jnd:document-2026-example ;
    jn:form jn:Extract ; jn:order 1 .
jnd:evidence-2026-example-1 a jn:Evidence ; jn:inPassage jnd:passage-2026-example-1 .
jnd:participation-2026-example a jn:Participation ;
    jn:hasEvidence jnd:evidence-2026-example-1 ; jn:hasParticipant jnd:organization-nato ;
    jn:inEvent jnd:event-2024-10-17-partner-session .
"""
DERIVED = """
jnd:derivation-2026-example a jn:Derivation ; jn:byRule jnd:rule-holder-of-post ;
    jn:hasPremise jnd:passage-2026-example-1 .
jnd:participation-2026-example jn:hasGround jnd:derivation-2026-example ; jn:inRole jn:Host .
"""
MODEL = """
jn:printedPost a owl:DatatypeProperty ; rdfs:label "printed post"@en , "印刷された役職"@ja ;
    owl:deprecated true ; dcterms:isReplacedBy jn:printedOffice .
jn:Gathering a owl:Class ; rdfs:label "gathering"@en , "集まり"@ja .
jn:Summit rdfs:subClassOf jn:Gathering .
"""


def edit(root: Path) -> None:
    """Plant a document, put a value right, read otherwise, and rename a term."""

    def change(path: str, put: Callable[[str], str]) -> None:
        place = root / path
        before = place.read_text("utf-8") if place.exists() else ""
        assert put(before) != before, path
        place.write_text(put(before), "utf-8")

    for path in [*root.rglob("*.ttl"), *root.rglob("*.rq")]:
        text = path.read_text("utf-8")
        if "jn:printedPost" in text:
            path.write_text(text.replace("jn:printedPost", "jn:printedOffice"), "utf-8")
    change("ontology/event.ttl", lambda text: text + HEAD + MODEL)
    change("data/identity/document.ttl", lambda text: text + HEAD + NEW_DOCUMENT)
    change("data/identity/outlet.ttl", lambda text: text + HEAD + NEW_OUTLET)
    change("data/stated/nato/2026-11-01-example.ttl", lambda _: HEAD + STATED)
    change("data/derived/2026-example.ttl", lambda _: HEAD + DERIVED)
    change(
        "data/stated/nato/2013-04-13-declaration-page.ttl",
        lambda text: text.replace("its two parties", "both parties"),
    )
    change(
        "data/interpreted/2026-11-22-relations.ttl",
        lambda text: text.replace("jn:confidence jn:Low", "jn:confidence jn:Medium", 1),
    )


@pytest.fixture(scope="module")
def pair(
    tree: Tree, world: World, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Release, Release]:
    root = tmp_path_factory.mktemp("edited")
    for room in ("ontology", "data", "queries/infer"):
        shutil.copytree(Path(tree.root, room), root / room)
    edit(root)
    edited = Tree(str(root), True)
    dataset = read(edited)
    reasoned: Reasoned = reason(dataset, rules(dataset, edited))
    later = build_world(reasoned, tmp_path_factory.mktemp("worlds"), "interpreted")
    return release_of(world, tree), release_of(later, edited)


@pytest.fixture(scope="module")
def difference(pair: tuple[Release, Release]) -> Difference:
    return compare(*pair)


def of_reason(difference: Difference, reason_: str) -> list[tuple[str, str, str, str]]:
    return [short(c) for c in difference.changes if c.reason == reason_]


def test_each_change_has_the_reason_of_its_edit(difference: Difference) -> None:
    assert of_reason(difference, "correction") == [
        ("changed", "correction", "passage-2013-nato-declaration-page-title", "summary")
    ]
    ((kind, _, subject, property_),) = of_reason(difference, "reading")
    assert (kind, subject[:18], property_) == ("changed", "reading-2026-11-22", "confidence")
    sources = of_reason(difference, "source")
    assert {kind for kind, *_ in sources} == {"added"}
    assert {subject for *_, subject, _ in sources} == {
        "document-2026-example", "outlet-example", "passage-2026-example-1",
        "evidence-2026-example-1", "participation-2026-example", "derivation-2026-example",
    }  # fmt: skip
    assert len(sources) == 7 + 3 + 10 + 5


def test_a_renamed_property_changes_the_model_and_no_claim(
    difference: Difference, pair: tuple[Release, Release]
) -> None:
    model = [c for c in difference.changes if c.reason == "model"]
    claims = [c for c in model if c.status != "Vocabulary"]
    uses = sum(
        t.predicate.value == NS + "printedPost"
        for graph in pair[0].of("Stated", "Derived", "Interpreted", "Identity")
        for t in pair[0].graphs[graph]
    )
    assert len(claims) == uses > 20
    for change in claims:
        assert change.before
        assert change.after
        assert change.before.object == change.after.object
        assert change.before.predicate.value == NS + "printedPost"
        assert change.after.predicate.value == NS + "printedOffice"
    (term,) = difference.deprecations
    assert (term.term, term.replaced_by, term.uses) == (
        NS + "printedPost", NS + "printedOffice", 0
    )  # fmt: skip


def test_a_conclusion_comes_of_claims_or_of_the_model(difference: Difference) -> None:
    causes: dict[str, set[str]] = {cause: set() for cause in CAUSES}
    for found in difference.consequences:
        assert found.is_new
        causes[found.cause].add(str(found.triple))
    assert causes["model"]
    assert all(f"<{NS}Gathering>" in triple for triple in causes["model"])
    assert causes["claims"]
    assert all("2026-example" in t or "organization-nato" in t or "outlet-example" in t
               for t in causes["claims"])  # fmt: skip


def test_nothing_concluded_is_counted_as_a_claim(difference: Difference) -> None:
    graphs = {c.graph for c in difference.changes}
    assert not any("/graph/inferred-" in g or g in (CATALOGUE, DEFAULT) for g in graphs)
    assert sum(difference.counts.values()) == len(difference.changes)


def test_the_real_difference_makes_one_release_of_the_other(
    difference: Difference, pair: tuple[Release, Release]
) -> None:
    before, after = pair
    assert applied(difference, before.graphs) == after.graphs
    assert applied(compare(after, before), after.graphs) == before.graphs


def test_the_other_way_round_added_is_removed(
    difference: Difference, pair: tuple[Release, Release]
) -> None:
    assert mirrored(compare(pair[1], pair[0])) == counted(difference)
    assert difference.sources == ([ID + "document-2026-example"], [])


def test_a_release_does_not_differ_from_itself(pair: tuple[Release, Release]) -> None:
    found = compare(pair[0], pair[0])
    assert found.is_empty
    assert not found.changes
    assert "say the same" in TOLD["text"](found, "en")


def counted(difference: Difference) -> Counter[tuple[str, str, str, str]]:
    return Counter((c.kind, c.reason, str(c.before), str(c.after)) for c in difference.changes)


def mirrored(difference: Difference) -> Counter[tuple[str, str, str, str]]:
    other = {"added": "removed", "removed": "added", "changed": "changed"}
    return Counter(
        (other[c.kind], c.reason, str(c.after), str(c.before)) for c in difference.changes
    )


# How it is told


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_and_markdown_tell_counts_and_labels(difference: Difference, language: str) -> None:
    head, new, label = {
        "en": (f"{len(difference.changes)} claims differ", "New documents: Example", "medium"),
        "ja": (f"相違する主張{len(difference.changes)}件", "新しい文書：例", "低 → 中"),
    }[language]
    for form in ("text", "markdown"):
        text = TOLD[form](difference, language)
        assert head in text.splitlines()[0]
        assert new in text
        assert label in text
        marks = [
            line for line in text.splitlines() if line.lstrip(" -`")[:1] in "+~" and "·" in line
        ]
        assert len(marks) >= len(difference.changes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_json_and_csv_hold_every_change(difference: Difference, language: str) -> None:
    found = json.loads(TOLD["json"](difference, language))
    rows = list(csv.DictReader(io.StringIO(TOLD["csv"](difference, language))))
    assert rows == found["changes"]
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(difference.changes)
    assert sum(n for kinds in found["counts"].values() for n in kinds.values()) == len(rows)
    assert len(found["consequences"]) == len(difference.consequences)
    assert found["new_documents"] == [ID + "document-2026-example"]
    told = Counter((row["reason"], row["change"]) for row in rows)
    assert told == Counter(difference.counts)


def test_markdown_takes_no_mark_of_a_claim_as_its_own() -> None:
    before = made_release({"stated-a": [spo("a", "summary", "*x* <b>`|`")]})
    after = made_release({"stated-a": [spo("a", "summary", "[y](z)")]})
    text = TOLD["markdown"](compare(before, after), "en")
    assert "\\*x\\* \\<b\\>\\`\\|\\` → \\[y\\](z)" in text


# Small worlds: readings, preferences, moves, renames


def made_release(
    graphs: Mapping[str, Iterable[ox.Triple]], documents: Mapping[str, str] | None = None
) -> Release:
    """Make a release of graphs by name; their status is what the name opens with."""
    found = {GRAPH + name: frozenset(triples) for name, triples in graphs.items()}
    known = {"stated-a": "document-a", "stated-b": "document-b"} if documents is None else documents
    entries = []
    for name in graphs:
        node = ox.NamedNode(GRAPH + name)
        status = {"ontology": "Vocabulary"}.get(name.partition("-")[0], name.partition("-")[0])
        entries.append(ox.Triple(node, jn("status"), jn(status.capitalize())))
        if name in known:
            source = ox.NamedNode(ID + known[name])
            entries.append(ox.Triple(node, ox.NamedNode(DCT + "source"), source))
    every = {t for triples in found.values() for t in triples} | set(entries)
    found |= {CATALOGUE: frozenset(entries), DEFAULT: frozenset(every)}
    return Release("1.0.0", "2026-01-01", "interpreted", "", found)


def jn(name: str) -> ox.NamedNode:
    return ox.NamedNode(NS + name)


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(name) if ":" in name else ox.NamedNode(ID + name)


def spo(subject: str, property_: str, value: str | ox.NamedNode | ox.Literal) -> ox.Triple:
    end = ox.Literal(value, language="en") if isinstance(value, str) else value
    predicate = ox.NamedNode(property_) if ":" in property_ else jn(property_)
    return ox.Triple(node(subject), predicate, end)


def reasons(before: Release, after: Release) -> list[tuple[str, str, str, str]]:
    return [short(c) for c in compare(before, after).changes]


def test_a_value_in_another_language_is_another_value() -> None:
    before = made_release({"stated-a": [spo("a", "summary", "x")]})
    after = made_release({"stated-a": [spo("a", "summary", ox.Literal("x", language="ja"))]})
    assert reasons(before, after) == [
        ("removed", "correction", "a", "summary"), ("added", "correction", "a", "summary"),
    ]  # fmt: skip


def test_a_claim_that_another_document_bears_now_was_moved() -> None:
    claim = spo("a", "amount", "3")
    before = made_release(
        {"stated-a": [claim, spo("a", "x", "x")], "stated-b": [spo("b", "y", "y")]}
    )
    after = made_release(
        {"stated-a": [spo("a", "x", "x")], "stated-b": [spo("b", "y", "y"), claim]}
    )
    (change,) = compare(before, after).changes
    assert (change.kind, change.reason, change.graph) == (
        "changed", "correction", GRAPH + "stated-b",
    )  # fmt: skip


def test_a_term_that_went_is_paired_with_the_one_that_came() -> None:
    kind = ox.NamedNode(OWL + "DatatypeProperty")
    old, new = (
        made_release({
            "ontology-a": [spo(NS + name, RDF + "type", kind)],
            "stated-a": [spo("a", name, "3"), spo("b", name, "4")],
        })
        for name in ("sum", "amount")
    )  # fmt: skip
    found = compare(old, new)
    kinds = Counter((c.kind, c.reason, c.status) for c in found.changes)
    assert kinds == {
        ("changed", "model", "Stated"): 2,
        ("changed", "model", "Vocabulary"): 1,
    }
    assert counted(found) == mirrored(compare(new, old))


def test_a_claim_that_needs_a_new_term_is_of_the_model_unless_its_source_is_new() -> None:
    kind = ox.NamedNode(OWL + "DatatypeProperty")
    term = [spo(NS + "amount", RDF + "type", kind)]
    before = made_release({"ontology-a": [], "stated-a": [spo("a", "x", "x")]})
    after = made_release({
        "ontology-a": term,
        "stated-a": [spo("a", "x", "x"), spo("a", "amount", "3")],
        "stated-b": [spo("b", "amount", "4")],
    })  # fmt: skip
    found = {s: r for _, r, s, _ in reasons(before, after)}
    assert found == {"amount": "model", "a": "model", "b": "source"}


def test_a_derived_claim_changes_for_the_reason_of_its_premise() -> None:
    def with_premise(premise: str) -> list[ox.Triple]:
        return [
            spo("c", "inRole", "host"),
            spo("c", "hasGround", node("d")),
            spo("d", "hasPremise", node(premise)),
        ]

    base = {"stated-a": [spo("a", "x", "x")], "interpreted-r": [spo("r", "x", "x")]}
    before = made_release(base)
    for premise, expected, more in (
        ("b", "source", {"stated-b": [spo("b", "x", "x")]}),
        ("a", "correction", {"stated-a": [spo("a", "x", "y")]}),
        ("r", "reading", {"interpreted-r": [spo("r", "x", "y")]}),
        ("z", "correction", {}),
    ):
        after = made_release({**base, **more, "derived-d": with_premise(premise)})
        found = [c.reason for c in compare(before, after).changes if c.status == "Derived"]
        assert found == [expected] * 3, premise


def test_an_identity_comes_for_the_reason_of_the_claim_that_mentions_it() -> None:
    before = made_release({"stated-a": [spo("a", "x", "x")], "identity-p": [spo("p", "x", "x")]})
    after = made_release({
        "stated-a": [spo("a", "x", "x")],
        "interpreted-r": [spo("r", "refersTo", node("q"))],
        "identity-p": [spo("p", "x", "y"), spo("q", "near", node("s")), spo("s", "x", "s"),
                       spo("t", "x", "t")],
    })  # fmt: skip
    found = {s: r for _, r, s, _ in reasons(before, after)}
    assert found == {"p": "correction", "q": "reading", "s": "reading", "t": "correction",
                     "r": "reading"}  # fmt: skip


def test_a_preference_is_a_reading_and_what_it_sets_aside_is_told(tmp_path: Path) -> None:
    undecided = {p: text for p, text in SMALL.items() if "interpreted" not in p}
    before, after = (
        release_of(build_world(reasoned_from(read(tree)), place, "interpreted"))
        for place, tree in (
            (tmp_path / name, write_tree(tmp_path / name / "tree", files))
            for name, files in (("before", undecided), ("after", SMALL))
        )
    )
    found = compare(before, after)
    assert {c.reason for c in found.changes} == {"reading"}
    (aside,) = found.set_aside
    assert (aside.subject, aside.predicate) == (node("event-2021-example"), jn("earliest"))
    assert aside.object == ox.Literal("2021-03-01", datatype=ox.NamedNode(XSD + "date"))
    assert applied(found, before.graphs) == after.graphs
    assert compare(after, before).restored == (aside,)
    assert "Set aside" in TOLD["text"](found, "en")
    assert "退けられた主張" in TOLD["text"](found, "ja")


def test_blank_nodes_are_named_by_what_is_said_of_them() -> None:
    def list_of(*names: str, label: str) -> list[ox.Triple]:
        cells = [ox.BlankNode(f"{label}{i}") for i in range(len(names))]
        nil = ox.NamedNode(RDF + "nil")
        found = [ox.Triple(node("c"), jn("chain"), cells[0])]
        for i, name in enumerate(names):
            rest = cells[i + 1] if i + 1 < len(cells) else nil
            found.append(ox.Triple(cells[i], ox.NamedNode(RDF + "first"), node(name)))
            found.append(ox.Triple(cells[i], ox.NamedNode(RDF + "rest"), rest))
        return found

    one, same = (set(named(list_of("x", "y", label=label))) for label in "ab")
    assert one == same
    assert one != set(named(list_of("y", "x", label="a")))
    circle = [ox.Triple(ox.BlankNode("a"), jn("x"), ox.BlankNode("b")),
              ox.Triple(ox.BlankNode("b"), jn("x"), ox.BlankNode("a"))]  # fmt: skip
    assert len(set(named(circle))) >= 1


# Any two releases

NAMES = st.sampled_from(["a", "b", "c", "d"])
VALUES = st.one_of(
    st.sampled_from(["1", "2", "3"]).map(lambda t: ox.Literal(t, language="en")),
    NAMES.map(node),
)
CLAIMS = st.builds(
    ox.Triple,
    NAMES.map(node),
    st.sampled_from(["amount", "hasGround", "hasPremise", "sum"]).map(jn),
    VALUES,
)
TERMS = st.builds(
    ox.Triple,
    st.sampled_from(["amount", "sum", "total"]).map(jn),
    st.just(ox.NamedNode(RDF + "type")),
    st.sampled_from(["DatatypeProperty", "ObjectProperty"]).map(lambda n: ox.NamedNode(OWL + n)),
)
PLACES = ("stated-a", "stated-b", "derived-d", "interpreted-r", "identity-p")
RELEASES = st.fixed_dictionaries(
    {"ontology-o": st.sets(TERMS, max_size=3)},
    optional={name: st.sets(CLAIMS, min_size=1, max_size=5) for name in PLACES},
).map(made_release)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(RELEASES, RELEASES)
def test_any_difference_makes_one_release_of_the_other(before: Release, after: Release) -> None:
    found = compare(before, after)
    assert applied(found, before.graphs) == {g: t for g, t in after.graphs.items() if t}
    assert {c.reason for c in found.changes} <= set(REASONS)
    assert {c.kind for c in found.changes} <= set(KINDS)
    assert found.is_empty == (before.graphs == after.graphs)
    sides = [q for c in found.changes for q in (c.before, c.after) if q is not None]
    assert len(sides) == len(set(sides)) or before.graphs != after.graphs
    for quads, one, other in (
        ([c.before for c in found.changes if c.before], before, after),
        ([c.after for c in found.changes if c.after], after, before),
    ):
        none: frozenset[ox.Triple] = frozenset()
        differing = {(g, t) for g in one.claimed for t in one.graphs[g] - other.graphs.get(g, none)}
        assert len(quads) == len(differing)
        assert {(q.graph_name.value, q.triple) for q in quads} == differing  # type: ignore[union-attr]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(RELEASES, RELEASES)
def test_any_difference_is_its_own_mirror(before: Release, after: Release) -> None:
    assert counted(compare(before, after)) == mirrored(compare(after, before))


# From disk, and the verb


@pytest.fixture(scope="module")
def small_one(reasoned: Reasoned, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The stated world of 2010."""
    return build_world(reasoned, tmp_path_factory.mktemp("worlds"), "stated", "2010-01-01")


@pytest.fixture(scope="module")
def written(tree: Tree, small_one: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("written")
    lean = lean_tree(tree, root / "tree", ("ontology", "queries/infer"))
    write_release(
        Request(lean, small_one, LANGUAGES, "stated", "2010-01-01"), forms("nquads"), root / "a"
    )
    pack(root / "a", "name", root / "a.zip")
    return root


def test_a_release_is_read_from_folder_and_zip_alike(written: Path, small_one: World) -> None:
    one, other = (read_release(open_package(written / n)) for n in ("a", "a.zip"))
    assert one.graphs == other.graphs == release_of(small_one).graphs
    assert (one.version, one.status, one.known_by) == ("0.1.0", "stated", "2010-01-01")
    assert one.rules
    assert compare(one, other).is_empty


def run(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(diff_verb, [str(a) for a in arguments])
    assert "Traceback" not in done.output
    return done.exit_code, done.stdout, done.stderr


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_verb_tells_and_leaves_as_git_diff_does(written: Path, tmp_path: Path) -> None:
    label = next(
        line for line in (written / "a/rdf/nquads/jnkg.nq").read_text("utf-8").splitlines()
        if "#label>" in line and "/id/place-" in line and "@en" in line
    )  # fmt: skip
    name = label.split('"')[1]
    place = tmp_path / "b"
    shutil.copytree(written / "a", place)
    quads = place / "rdf/nquads/jnkg.nq"
    quads.write_text(quads.read_text("utf-8").replace(f'"{name}"@en', '"Elsewhere"@en'), "utf-8")
    code, _, words = run(written / "a", place)
    assert (code, "damaged" in words) == (2, True)
    sums = place / "SHA256SUMS"
    old, new = digest(written / "a/rdf/nquads/jnkg.nq"), digest(quads)
    sums.write_text(sums.read_text().replace(old, new))
    code, text, _ = run(written / "a.zip", place)
    assert code == 0
    assert f"{name} → Elsewhere" in text
    assert run(written / "a", place, "--exit-code")[0] == 1
    assert run(written / "a", written / "a.zip", "--exit-code")[0] == 0
    rows = json.loads(run(written / "a", place, "--format", "json", "--lang", "ja")[1])["changes"]
    assert {row["reason"] for row in rows} == {"correction"}


def test_what_is_no_release_is_refused(written: Path, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_text("x")
    (tmp_path / "empty").mkdir()
    for place in (tmp_path / "x.zip", tmp_path / "empty"):
        code, _, words = run(written / "a", place, "--lang", "ja")
        assert (code, "リリースではありません" in words) == (2, True)
    assert run(written / "a", tmp_path / "nowhere")[0] == 2
    with pytest.raises(JnkgError, match="no other"):
        open_package(written / "a").read("other")
    (tmp_path / "empty/SHA256SUMS").write_text("")
    with pytest.raises(Misuse, match="nquads"):
        read_release(open_package(tmp_path / "empty"))


def test_releases_of_different_worlds_are_not_compared(pair: tuple[Release, Release]) -> None:
    narrow = Release("0.1.0", "2026-11-22", "stated", "2014-06-01", pair[0].graphs)
    with pytest.raises(Misuse, match="stated 2014-06-01"):
        compare(pair[0], narrow)
