"""A small document of two sections is held against its text, whole and with one thing wrong."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Planter
from jnkg.dataset import Dataset, read
from jnkg.errors import Misuse, Refused
from jnkg.evidence import check_texts, fold_text, pin, selector_digest
from jnkg.turtle import canonical
from jnkg.witness import longest_rise

SOURCE = """例示会議の概要
１　田中副大臣は、２０２１年
３月２日の第二セッションに出席した。
２　両者は海上安全保障で協力する意図を確認した。両者は協力する。
"""
FOLDED = fold_text(SOURCE)
DIGEST = hashlib.sha256(FOLDED.encode()).hexdigest()
SECOND = FOLDED.index("2両者")
IDENTITY = f"""
jnd:document-x a jn:Document ; dcterms:language "ja" ; jn:issuedLatest "2021-03-03"^^xsd:date ;
    dcterms:title "例示会議の概要"@ja ; jn:textDigest "{DIGEST}" .
jnd:term-maritime-security a jn:Term ; rdfs:label "海上安全保障"@ja , "maritime security"@en .
jnd:person-tanaka a jn:Person ; rdfs:label "田中"@ja , "Tanaka"@en .
"""
QUOTED_DAY = (
    'oa:prefix "は、"@ja ; oa:exact "２０２１年３月２日の第二セッションに出席"@ja ;'
    ' oa:suffix "した"@ja'
)
STATED = f"""
jnd:passage-x-1 a jn:Passage ; dcterms:isPartOf jnd:document-x ; jn:order 1 ;
    jn:printedLabel "１" ; jn:textStart 7 ; jn:textEnd {SECOND} ;
    jn:summary "A vice-minister came."@en , "副大臣が来た。"@ja .
jnd:passage-x-2 a jn:Passage ; dcterms:isPartOf jnd:document-x ; jn:order 2 ;
    jn:printedLabel "２" ; jn:textStart {SECOND} ; jn:textEnd {len(FOLDED)} ;
    jn:mentionsTerm jnd:term-maritime-security .
jnd:evidence-x-1-a a jn:Evidence ; jn:inPassage jnd:passage-x-1 ;
    {QUOTED_DAY} .
jnd:evidence-x-2-a a jn:Evidence ; jn:inPassage jnd:passage-x-2 ;
    oa:prefix "両者は"@ja ; oa:exact "海上安全保障"@ja ; oa:suffix "で"@ja .
jnd:participation-x a jn:Participation ; jn:hasEvidence jnd:evidence-x-1-a ;
    jn:printedName "田中"@ja ; jn:printedPost "副大臣"@ja ; jn:printedDate "２０２１年３月２日"@ja .
"""
STATED_PATH = "data/stated/x/2021-03-02-x.ttl"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "x.ja.txt").write_text(SOURCE, encoding="utf-8")
    return folder


def grow(plant: Planter, old: str = "", new: str = "") -> Dataset:
    """Read the small tree, with one piece of it replaced."""
    assert old in IDENTITY + STATED
    return read(
        plant(
            {
                "data/identity/all.ttl": IDENTITY.replace(old, new) if old else IDENTITY,
                STATED_PATH: STATED.replace(old, new) if old else STATED,
            }
        )
    )


def test_a_faithful_document_has_no_findings(plant: Planter, texts: Path) -> None:
    assert check_texts(grow(plant), texts).findings == ()


WRONG = "violation"
DOUBT = "warning"
QUOTED_TERM = 'oa:prefix "両者は"@ja ; oa:exact "海上安全保障"@ja ; oa:suffix "で"@ja'
IN_SECOND = "jn:inPassage jnd:passage-x-2"
AT_TOP = "jnd:passage-x-2 a jn:Passage ; dcterms:isPartOf jnd:document-x"
END = f"jn:textEnd {len(FOLDED)} ;"
COPY = "概要：田中副大臣は、2021年3月2日の第二セッションに出席した"
FAULTS = [
    ("quotation-missing", WRONG, 'に出席"', 'へ出席"'),
    ("quotation-missing", WRONG, 'oa:prefix "は、"', 'oa:prefix "が、"'),
    ("quotation-ambiguous", WRONG, QUOTED_TERM, 'oa:exact "両者は"@ja'),
    ("quotation-outside-passage", WRONG, IN_SECOND, "jn:inPassage jnd:passage-x-1"),
    ("quotation-outside-passage", WRONG, IN_SECOND, "jn:inPassage jnd:passage-y"),
    ("passage-span", WRONG, END, ""),
    ("passage-span", WRONG, END, f"jn:textEnd {len(FOLDED) + 1} ;"),
    ("passage-span", WRONG, AT_TOP, AT_TOP.replace("document-x", "passage-x-1")),
    ("printed-label", WRONG, 'jn:printedLabel "２"', 'jn:printedLabel "３"'),
    ("printed-value", WRONG, 'jn:printedName "田中"', 'jn:printedName "田仲"'),
    ("printed-value", DOUBT, 'jn:printedName "田中"', 'jn:printedName "意図"'),
    ("term-not-in-passage", DOUBT, '"海上安全保障"@ja ,', '"海洋安全保障"@ja ,'),
    ("copied-text", WRONG, "副大臣が来た。", COPY),
]


@pytest.mark.parametrize(("rule", "severity", "old", "new"), FAULTS)
def test_one_fault_is_one_kind_of_finding(
    plant: Planter, texts: Path, rule: str, severity: str, old: str, new: str
) -> None:
    found = check_texts(grow(plant, old, new), texts).findings
    assert {(f.rule, f.severity) for f in found} == {(rule, severity)}
    assert all(f.message.keys() == {"en", "ja"} and f.line > 0 for f in found)


def test_a_finding_names_the_line_of_what_is_wrong(plant: Planter, texts: Path) -> None:
    found = check_texts(grow(plant, 'jn:printedLabel "２"', 'jn:printedLabel "３"'), texts).findings
    text = (texts.parent / "tree" / STATED_PATH).read_text(encoding="utf-8").splitlines()
    assert "３" in text[found[0].line - 1]


def test_a_quotation_has_at_most_sixty_folded_characters(plant: Planter, texts: Path) -> None:
    start = FOLDED.index("田中")
    for length, rules in ((60, set()), (61, {"quotation-too-long"})):
        whole = f'oa:exact "{FOLDED[start : start + length]}"@ja'
        passage = "jnd:evidence-x-1-a a jn:Evidence ; jn:inPassage jnd:passage-x-1 ;\n    "
        dataset = grow(plant, passage + QUOTED_DAY, passage + whole)
        rules_found = {f.rule for f in check_texts(dataset, texts).findings}
        assert rules_found - {"quotation-outside-passage", "printed-value"} == rules


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_official_name_is_not_a_copy(plant: Planter, texts: Path, language: str) -> None:
    run = FOLDED[FOLDED.index("田中") : FOLDED.index("した。")]
    summary = f'"{run}について"@{language} , "副大臣が来た。"'
    dataset = grow(plant, '"副大臣が来た。"', summary)
    assert {f.rule for f in check_texts(dataset, texts).findings} == {"copied-text"}
    named = grow(plant, 'dcterms:title "例示会議の概要"', f'dcterms:title "{run}"')
    assert check_texts(named, texts).findings == ()


def test_a_run_one_shorter_is_no_copy(plant: Planter, texts: Path) -> None:
    run = FOLDED[8:32]
    assert len(run) == 24
    assert check_texts(grow(plant, "副大臣が来た。", run), texts).findings == ()


def test_a_document_without_its_text_is_never_green(plant: Planter, texts: Path) -> None:
    (texts / "x.ja.txt").write_text("まったく別の文書", encoding="utf-8")
    found = check_texts(grow(plant), texts).violations
    assert {f.rule for f in found} == {"text-missing"}
    assert found[0].node == "jnd:document-x"


def test_a_text_pinned_by_another_document_is_not_borrowed(plant: Planter, texts: Path) -> None:
    second = """
jnd:document-y a jn:Document ; jn:readOn "2021-03-03"^^xsd:date .
jnd:passage-y a jn:Passage ; dcterms:isPartOf jnd:document-y .
jnd:evidence-y a jn:Evidence ; jn:inPassage jnd:passage-y ; oa:exact "第二セッション"@ja .
"""
    files = {"data/identity/all.ttl": IDENTITY, STATED_PATH: STATED, "data/stated/y/y.ttl": second}
    found = check_texts(read(plant(files)), texts).findings
    assert [(f.rule, f.node) for f in found] == [("text-missing", "jnd:document-y")]


def test_an_empty_folder_is_misuse(plant: Planter, tmp_path: Path) -> None:
    with pytest.raises(Misuse):
        check_texts(grow(plant), tmp_path)


def test_a_text_in_another_encoding_is_misuse(plant: Planter, texts: Path) -> None:
    (texts / "y.txt").write_bytes("日本".encode("cp932"))
    with pytest.raises(Misuse, match="UTF-8"):
        check_texts(grow(plant), texts)


def test_another_copy_is_judged_by_presence_uniqueness_and_order(
    plant: Planter, texts: Path
) -> None:
    (texts / "x.ja.txt").write_text("- 1 -\n" + SOURCE, encoding="utf-8")
    (texts / "a.txt").write_text("両者は海上安全保障で", encoding="utf-8")
    found = check_texts(grow(plant), texts).findings
    assert [(f.rule, f.severity, f.value) for f in found] == [
        ("text-differs", "warning", "x.ja.txt")
    ]
    lost = check_texts(grow(plant, 'に出席"', 'へ出席"'), texts)
    assert {f.rule for f in lost.violations} == {"quotation-missing"}


def test_another_copy_must_keep_the_order_of_the_passages(plant: Planter, texts: Path) -> None:
    title, first, rest = SOURCE.partition("１　")[0], *SOURCE.partition("１　")[2].split("２　")
    (texts / "x.ja.txt").write_text(f"{title}２　{rest}１　{first}", encoding="utf-8")
    found = check_texts(grow(plant), texts).violations
    assert {f.rule for f in found} == {"quotation-outside-passage"}


@given(st.lists(st.integers(0, 20)))
def test_what_is_kept_of_an_order_never_falls(numbers: list[int]) -> None:
    kept = [numbers[i] for i in sorted(longest_rise(numbers))]
    assert kept == sorted(kept)
    assert len(kept) == len(numbers) or numbers != sorted(numbers)


def test_pinning_writes_one_digest_for_each_quotation(plant: Planter, texts: Path) -> None:
    new = pin(grow(plant), texts)
    assert list(new) == [STATED_PATH]
    text = new[STATED_PATH]
    digest = selector_digest("両者は", "海上安全保障", "で")
    assert f'jn:selectorDigest "{digest}"' in text
    assert text.count("jn:selectorDigest") == 2
    assert canonical(text) == text


def test_pinning_twice_changes_nothing(plant: Planter, texts: Path) -> None:
    new = pin(grow(plant), texts)
    again = plant({"data/identity/all.ttl": IDENTITY})
    Path(again.root, STATED_PATH).write_text(new[STATED_PATH], encoding="utf-8")
    assert pin(read(again), texts) == {}


def test_pinning_replaces_a_digest_that_no_longer_holds(plant: Planter, texts: Path) -> None:
    stale = grow(plant, 'oa:prefix "両者は"', 'jn:selectorDigest "0000" ; oa:prefix "両者は"')
    text = pin(stale, texts)[STATED_PATH]
    assert "0000" not in text
    assert text.count("jn:selectorDigest") == 2


def test_pinning_refuses_what_the_text_does_not_bear_out(plant: Planter, texts: Path) -> None:
    with pytest.raises(Refused) as refusal:
        pin(grow(plant, 'に出席"', 'へ出席"'), texts)
    assert refusal.value.findings[0].rule == "quotation-missing"


def test_a_digest_depends_on_the_words_and_not_on_their_setting() -> None:
    one = selector_digest("は、", "２０２１年 ", "した")
    assert one == selector_digest("は、", "2021\n年", "した")
    assert one != selector_digest("は、2", "021年", "した")
    assert len(one) == 16
