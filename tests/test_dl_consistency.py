"""Every broken ontology is found for its own reason, and both reasoners say the same."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

from cases_of import Case
from conftest import Planter
from jnkg.dataset import Dataset, read
from jnkg.dl import consistency, engines
from jnkg.dl.clashes import Clash, shrink
from jnkg.dl.consistency import Court, dl_findings, verdicts
from jnkg.dl.engines import ask, is_there, proposed_clash, unsatisfiable_by_hermit
from jnkg.dl.verdict import Verdict, findings_of, verdict_line
from jnkg.dl.view import assertion, dl_view
from jnkg.errors import Misuse
from jnkg.names import BASE, NS
from jnkg.report import Finding
from jnkg.rooms import Tree
from owl_cases import BAD, GOOD, dataset_of, kinds, rule, slip

LEGAL = ("dl-inconsistent", "dl-unsatisfiable", "dl-circle")
"""The rules that find fault with what is OWL 2 DL all the same."""
INCONSISTENT = [c for c in BAD if rule(c) == "dl-inconsistent"]
PROPERTIES = {f"{BASE}wrong-inverse/False/ns/{n}" for n in ("isHeldBy", "ownsTenure")}
"""Properties that nothing can have: HermiT is asked of classes alone."""
MISSED_BY_RUSTDL = {"key-clash"}
JAVA = pytest.mark.skipif(not is_there("hermit"), reason="HermiT needs Java and owlready2")
JAPANESE = re.compile("[ぁ-ん]")


def name(case: Case) -> str:
    return case.name


@cache
def judged(path: Path) -> tuple[Verdict, ...]:
    case = next(c for c in (*BAD, *GOOD) if c.path == path)
    return verdicts(dataset_of(case))


def found(case: Case) -> list[Finding]:
    return findings_of(judged(case.path))


def clash_of(case: Case) -> Clash:
    court = Court(dl_view(dataset_of(case)), "pyhermit")
    return court.clash() or next(court.without_model(list(court.supposed)))


def test_there_are_enough_bad_twins() -> None:
    assert len(BAD) >= 25
    assert {c.rule for c in BAD} == {c.rule for c in GOOD}


@pytest.mark.parametrize("case", BAD, ids=name)
def test_a_broken_ontology_is_found_for_its_own_reason(case: Case) -> None:
    findings = found(case)
    assert [f.rule for f in findings] == [rule(case)]
    assert slip(case) in (None, findings[0].line)
    assert findings[0].line > 0
    assert findings[0].message.keys() == {"en", "ja"}
    assert not JAPANESE.search(findings[0].message["en"])
    assert JAPANESE.search(findings[0].message["ja"])


@pytest.mark.parametrize("case", GOOD, ids=name)
def test_its_sound_twin_is_found_sound(case: Case) -> None:
    assert found(case) == []
    assert all(v.is_consistent and not v.unsatisfiable for v in judged(case.path))


def test_a_slip_in_the_ontology_is_told_once_and_not_at_each_individual(plant: Planter) -> None:
    many = " ".join(f"jnd:state-{n} a jn:State ." for n in range(5))
    tree = plant({
        "ontology/x.ttl": "jn:State a owl:Class ; rdfs:subClassOf jn:Event , jn:Agent .\n"
        "jn:Event a owl:Class ; owl:disjointWith jn:Agent . jn:Agent a owl:Class .",
        "data/identity/state.ttl": many,
    })  # fmt: skip
    found = verdicts(read(tree))
    told = [(f.rule, f.file, f.node) for f in findings_of(found)]
    assert told == [("dl-unsatisfiable", "ontology/x.ttl", "jn:State")]
    assert [v.is_consistent for v in found] == [True, None]
    assert found[1].unsatisfiable == found[0].unsatisfiable
    assert "1 of 3 classes and properties unsatisfiable" in verdict_line(found, "en")


def test_an_expression_with_itself_for_a_part_is_told(plant: Planter) -> None:
    text = "jn:C a owl:Class ; rdfs:subClassOf _:c . _:c a owl:Class ; owl:unionOf ( _:c jn:C ) ."
    assert {
        f.rule for f in dl_findings(read(plant({"ontology/x.ttl": text})), Tree(".", True))
    } == {"dl-malformed"}


@pytest.mark.parametrize("case", [c for c in BAD if kinds(c)], ids=name)
def test_a_clash_is_explained_by_its_axioms_and_no_others(case: Case) -> None:
    clash = clash_of(case)
    assert sorted({a.form.name for a in clash.axioms}) == kinds(case)
    court = Court(dl_view(dataset_of(case)), "pyhermit")
    assert court.clashes(clash.axioms)
    for axiom in clash.axioms:
        assert not court.clashes([a for a in clash.axioms if a is not axiom])


@pytest.mark.parametrize("case", INCONSISTENT, ids=name)
def test_rustdl_explains_what_it_can_read(case: Case) -> None:
    view = dl_view(dataset_of(case))
    proposed = proposed_clash([*view.axioms, *map(assertion, view.assertions)])
    if case.rule in MISSED_BY_RUSTDL:
        assert proposed is None
    else:
        assert sorted({a.form.name for a in proposed or ()}) == kinds(case)


@pytest.mark.parametrize("case", INCONSISTENT[::4], ids=name)
def test_without_rustdl_the_explanation_is_the_same(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consistency, "proposed_clash", lambda axioms: None)
    assert sorted({a.form.name for a in clash_of(case).axioms}) == kinds(case)


def in_full(case: Case) -> bytes:
    """Write a case with all its individuals apart."""
    return Court(dl_view(dataset_of(case)), "pyhermit").in_full()


def hermit_says(case: Case) -> tuple[bool, bool]:
    """Give what HermiT and pyhermit say of a case."""
    text = in_full(case)
    return ask("hermit", text).is_consistent, ask("pyhermit", text).is_consistent


@JAVA
def test_hermit_agrees_on_every_inconsistent_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    with ThreadPoolExecutor(2) as pool:
        said = dict(zip(map(name, INCONSISTENT), pool.map(hermit_says, INCONSISTENT), strict=True))
    assert said == {case.name: (False, False) for case in INCONSISTENT}


def apart(case: Case) -> bytes:
    """Give a case with names of its own, so that many fit into one ontology."""
    own = in_full(case).replace(BASE.encode(), f"{BASE}{case.rule}/{case.is_good}/".encode())
    return own.replace(b"_:b", f"_:{case.rule}{case.is_good}".replace("-", "").encode())


@JAVA
def test_hermit_agrees_on_all_that_is_consistent_and_on_empty_classes() -> None:
    others = [c for c in BAD if rule(c) in LEGAL and rule(c) != "dl-inconsistent"]
    together = b"".join(dict.fromkeys(b"".join(map(apart, [*GOOD, *others])).splitlines(True)))
    empty = {
        f"{BASE}{case.rule}/False/ns/{str(term.value).removeprefix(NS)}"
        for case in others
        for term in judged(case.path)[1].unsatisfiable
    }
    assert set(unsatisfiable_by_hermit(together)) == empty - PROPERTIES
    assert empty > PROPERTIES


def test_the_graph_is_consistent(dataset: Dataset) -> None:
    assert findings_of(verdicts(dataset)) == []


@JAVA
def test_hermit_agrees_on_the_whole_graph(dataset: Dataset) -> None:
    view = dl_view(dataset)
    whole = Court(view, "hermit").text()
    assert len(whole) > 2 * len(Court(view, "pyhermit").text())
    assert ask("hermit", whole).is_consistent


PLANTED = {
    "ontology/jnkg.ttl": """
<urn:o> a owl:Ontology .
jn:Person a owl:Class ; rdfs:label "person"@en , "個人"@ja ; owl:disjointWith jn:State .
jn:State a owl:Class ; rdfs:label "state"@en , "国"@ja .
jn:hasMember a owl:ObjectProperty ; rdfs:label "has member"@en , "構成員"@ja ;
    rdfs:range jn:State .
jn:earliest a owl:DatatypeProperty .
""",
    "data/identity/all.ttl": """
jnd:person-tanaka a jn:Person ; rdfs:label "Tanaka"@en , "田中"@ja .
jnd:state-japan a jn:State ; rdfs:label "Japan"@en , "日本"@ja ;
    jn:earliest "1952-04-28"^^xsd:date .
jnd:group-a rdfs:label "the group"@en , "集まり"@ja .
""",
}
SLIP = {"data/stated/x/2021-a.ttl": "jnd:group-a jn:hasMember jnd:person-tanaka .\n"}


def test_a_clash_is_said_with_labels_and_places(plant: Planter) -> None:
    tree = plant({**PLANTED, **SLIP})
    (finding,) = dl_findings(read(tree), tree)
    assert (finding.file, finding.node, finding.path) == (
        "data/stated/x/2021-a.ttl", "jnd:group-a", "jn:hasMember",
    )  # fmt: skip
    assert (
        "leads from “the group” [jnd:group-a] to “Tanaka” [jnd:person-tanaka] (data/"
        in (finding.message["en"])
    )
    assert "nothing is both a “person” and a “state” (ontology/jnkg.ttl:" in finding.message["en"]
    assert (
        "「集まり」［jnd:group-a］の「構成員」は「田中」［jnd:person-tanaka］である（data/"
        in finding.message["ja"]
    )
    assert "「個人」と「国」は互いに排他である（ontology/jnkg.ttl:" in finding.message["ja"]


def test_each_clash_is_told_once(plant: Planter) -> None:
    other = {"data/stated/x/2022-b.ttl": "jnd:group-b jn:hasMember jnd:person-tanaka .\n"}
    tree = plant({**PLANTED, **SLIP, **other})
    assert [f.file for f in dl_findings(read(tree), tree)] == [*SLIP, *other]


def test_two_verdicts_tell_where_the_fault_lies(plant: Planter) -> None:
    tree = plant({**PLANTED, **SLIP})
    assert [v.is_consistent for v in verdicts(read(tree), tree)] == [True, False]


def test_the_ontology_must_stand_without_the_data(plant: Planter) -> None:
    words = {"ontology/a.ttl": "jn:hasFriend rdfs:domain jn:Person .\n"}
    declared = {"data/identity/a.ttl": "jn:hasFriend a owl:ObjectProperty .\n"}
    tree = plant({**PLANTED, **words, **declared})
    alone, whole = verdicts(read(tree), tree)
    assert [f.rule for f in alone.findings] == ["dl-undeclared"]
    assert whole.is_good


def test_the_verdict_in_one_line(plant: Planter) -> None:
    tree = plant(PLANTED)
    found = verdicts(read(tree), tree)
    assert verdict_line(found, "en") == (
        "OWL 2 DL (pyhermit): ontology consistent, with data consistent; 0 of 3 classes and "
        "properties unsatisfiable; DL view: 8 triples, 1 left out (1 xsd:date), beside 13 "
        "annotations, which no axiom speaks of"
    )
    assert "無矛盾" in verdict_line(found, "ja")


def counted(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    asked: list[bytes] = []

    def ask_and_count(engine: str, text: bytes) -> engines.Answer:
        asked.append(text)
        return ask(engine, text)

    monkeypatch.setattr(consistency, "ask", ask_and_count)
    return asked


def test_what_was_found_good_is_not_asked_again(
    plant: Planter, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = counted(monkeypatch)
    tree = plant(PLANTED)
    dl_findings(read(tree), tree)
    assert len(asked) == 1
    like = {"data/stated/x/2020-c.ttl": "jnd:group-a jn:hasMember jnd:state-japan .\n"}
    tree = plant({**PLANTED, **like})
    dl_findings(read(tree), tree)
    assert len(asked) == 2
    more = {"data/stated/x/2021-d.ttl": "jnd:group-b jn:hasMember jnd:state-norway .\n"}
    state = {"data/identity/state.ttl": "jnd:state-norway a jn:State .\n"}
    tree = plant({**PLANTED, **like, **more, **state})
    assert dl_findings(read(tree), tree) == []
    assert len(asked) == 2  # an edit without a new pattern costs nothing
    tree = plant({**PLANTED, **like, **SLIP})
    assert [f.rule for f in dl_findings(read(tree), tree)] == ["dl-inconsistent"]


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"0" * 24])
def test_damaged_memory_is_made_anew(
    plant: Planter, monkeypatch: pytest.MonkeyPatch, damage: bytes
) -> None:
    asked = counted(monkeypatch)
    tree = plant(PLANTED)
    memory = Path(tree.root, ".jnkg", "owl")
    dl_findings(read(tree), tree)
    good = memory.read_bytes()
    memory.write_bytes(damage)
    assert dl_findings(read(tree), tree) == []
    assert len(asked) == 2
    assert memory.read_bytes().split()[0] == good.split()[0]


def test_what_only_the_full_data_acquit_is_remembered_too(
    plant: Planter, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = "jn:hasMember a owl:IrreflexiveProperty .\n"
    ring = "jnd:a jn:hasMember jnd:b . jnd:b jn:hasMember jnd:c .\n"
    tree = plant({**PLANTED, "ontology/a.ttl": line, "data/stated/x/2021-a.ttl": ring})
    asked = counted(monkeypatch)
    assert dl_findings(read(tree), tree) == []
    count = len(asked)
    assert count > 2
    assert dl_findings(read(tree), tree) == []
    assert len(asked) == count


def test_a_bad_verdict_is_never_remembered(plant: Planter) -> None:
    tree = plant({**PLANTED, **SLIP})
    assert dl_findings(read(tree), tree) == dl_findings(read(tree), tree) != []


def test_another_version_is_asked_anew(plant: Planter, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = counted(monkeypatch)
    tree = plant(PLANTED)
    dl_findings(read(tree), tree)
    monkeypatch.setattr("jnkg.dl.memory.stamp", lambda engine: b"another")
    dl_findings(read(tree), tree)
    assert len(asked) == 2


def test_without_a_reasoner_the_check_says_so(
    plant: Planter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consistency, "is_there", lambda engine: False)
    tree = plant(PLANTED)
    (finding,) = dl_findings(read(tree), tree)
    assert (finding.rule, finding.severity) == ("dl-not-run", "warning")
    found = verdicts(read(tree), tree)
    assert all(v.is_consistent is None for v in found)
    assert "without a verdict" in verdict_line(found, "en")
    assert "; an unknown number of " in verdict_line(found, "en")
    assert "判定なし" in verdict_line(found, "ja")


def test_without_a_reasoner_our_own_rules_still_hold(
    plant: Planter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consistency, "is_there", lambda engine: False)
    tree = plant({**PLANTED, "data/stated/x/2021-a.ttl": "jnd:a jn:nothingOfTheKind jnd:b .\n"})
    assert {f.rule for f in dl_findings(read(tree), tree)} == {"dl-undeclared", "dl-not-run"}


@JAVA
def test_the_check_can_be_run_with_hermit(plant: Planter) -> None:
    tree = plant(PLANTED)
    assert verdict_line(verdicts(read(tree), tree, "hermit"), "en").startswith(
        "OWL 2 DL (hermit): ontology consistent, with data consistent"
    )
    tree = plant({**PLANTED, **SLIP})
    assert [f.rule for f in dl_findings(read(tree), tree, "hermit")] == ["dl-inconsistent"]


@JAVA
def test_hermit_refuses_what_is_out_of_profile() -> None:
    case = next(c for c in BAD if c.rule == "transitive-in-cardinality")
    assert ask("hermit", in_full(case)).refusals


def test_two_reasoners_that_disagree_are_a_finding(
    plant: Planter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def contrary(engine: str, text: bytes) -> engines.Answer:
        return engines.Answer(False) if engine == "hermit" else ask(engine, text)

    monkeypatch.setattr(consistency, "ask", contrary)
    monkeypatch.setattr(consistency, "is_there", lambda engine: True)
    monkeypatch.setattr(consistency, "require", lambda engine: None)
    tree = plant(PLANTED)
    (finding,) = dl_findings(read(tree), tree, "hermit")
    assert finding.rule == "dl-disagreement"


def test_another_reasoner_must_exist(tree: Tree, dataset: Dataset) -> None:
    with pytest.raises(Misuse):
        verdicts(dataset, tree, "pellet")


def test_shrink_gives_a_smallest_part() -> None:
    assert shrink(list(range(40)), lambda part: {3, 17, 31} <= set(part)) == [3, 17, 31]
    assert shrink([1], lambda part: True, [2]) == []
