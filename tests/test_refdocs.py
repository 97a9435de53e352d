"""The reference pages: every term in two clean languages, with what is really in the data."""

from __future__ import annotations

import hashlib
import html
import json
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import html5lib
import pyoxigraph as ox
import pytest

from conftest import Planter
from jnkg.dataset import Dataset, read
from jnkg.errors import Misuse, Refused
from jnkg.names import LANGUAGES, NS, PREFIXES, RDF_TYPE
from jnkg.querylint import read_all
from jnkg.questions import Question
from jnkg.refdocs import conclusions, refdocs, reference_of, write
from jnkg.refdocs.edition import Edition
from jnkg.refdocs.nouns import Term
from jnkg.refdocs.ontology import Ontology, ontology_of
from jnkg.refdocs.pages import pages
from jnkg.refdocs.speech import group, sort_key
from jnkg.refdocs.words import table
from jnkg.rooms import Tree
from jnkg.shapes import Shapes, read_shapes
from jnkg.turtle import parse
from leaks import latin_words, leaks, texts

Pages = dict[str, bytes]


@pytest.fixture(scope="module")
def made(tree: Tree) -> Pages:
    return refdocs(tree)


@pytest.fixture(scope="module")
def ontology(dataset: Dataset) -> Ontology:
    return ontology_of(dataset)


@pytest.fixture(scope="module")
def shapes(tree: Tree) -> Shapes:
    return read_shapes(tree)


@pytest.fixture(scope="module")
def questions(tree: Tree) -> list[Question]:
    return read_all(tree, "answer")[0]


@pytest.fixture(scope="module")
def latin(dataset: Dataset, shapes: Shapes, questions: list[Question]) -> set[str]:
    """The words in Latin letters that our Japanese texts use, and those that no language claims."""
    files = (*dataset.files, *shapes.files)
    literals = {t.object for f in files for t in f.triples if isinstance(t.object, ox.Literal)}
    said = [o.value for o in literals if o.language in (None, "ja", "ja-Hira")]
    said += [q.words(key)["ja"] for q in questions for key in ("title", "about")]
    return latin_words([*said, *(word["ja"] for word in table().values())])


def term_of(ontology: Ontology, name: str) -> Term:
    return ontology.terms[ox.NamedNode(NS + name)]


def page_of(made: Pages, ontology: Ontology, name: str, language: str = "en") -> str:
    return made[f"{language}/{term_of(ontology, name).page}"].decode()


def html_pages(made: Pages) -> dict[str, str]:
    return {path: text.decode() for path, text in made.items() if path.endswith(".html")}


def test_every_own_term_has_a_page_in_both_languages(
    made: Pages, ontology: Ontology, dataset: Dataset
) -> None:
    own = {
        t.subject.value
        for f in dataset.of("ontology")
        for t in f.triples
        if isinstance(t.subject, ox.NamedNode)
        and t.subject.value.startswith(NS)
        and t.predicate.value == RDF_TYPE
    }
    assert own == {node.value for node in ontology.terms}
    for language in LANGUAGES:
        for term in ontology.terms.values():
            page = made[f"{language}/{term.page}"].decode()
            for name in ("label", "definition"):
                predicate = PREFIXES["rdfs" if name == "label" else "skos"] + name
                said = ontology.objects[term.node, predicate]
                (text,) = (
                    o.value for o in said if isinstance(o, ox.Literal) and o.language == language
                )
                assert (
                    html.escape(text, quote=True)
                    .replace("&quot;", "&#34;")
                    .replace("&#x27;", "&#39;")
                    in page
                )
            assert f">{term.node.value}</code>" in page


def test_no_two_pages_differ_in_case_alone(made: Pages) -> None:
    assert len({path.lower() for path in made}) == len(made)


def test_no_literal_of_the_other_language_leaks(made: Pages, latin: set[str]) -> None:
    found = {
        path: leaked
        for path, page in html_pages(made).items()
        if path != "index.html" and (leaked := leaks(page, latin))
    }
    assert not found


def test_no_diagram_leaks(made: Pages, latin: set[str]) -> None:
    for path, drawing in made.items():
        if path.endswith(".svg"):
            page = f'<html lang="{path[:2]}">{drawing.decode()}</html>'
            assert not leaks(page, latin), path


@pytest.mark.parametrize(
    ("language", "slip"),
    [
        ("ja", "<p>An event at which heads of state or government meet.</p>"),
        ("ja", "<p>summit</p>"),
        ("ja", '<input placeholder="summit">'),
        ("ja", '<span lang="zxx">code</span><b>event</b>'),
        ("en", "<p>国家元首または政府の長が会する出来事。</p>"),
        ("en", '<p aria-label="首脳会合">.</p>'),
        ("en", '<p><span lang="ja">印刷された語</span>と</p>'),
    ],
)
def test_a_leak_is_caught(
    made: Pages, ontology: Ontology, latin: set[str], language: str, slip: str
) -> None:
    page = page_of(made, ontology, "Summit", language)
    assert not leaks(page, latin)
    assert leaks(page.replace("</main>", f"{slip}</main>"), latin)


def test_printed_words_keep_their_language_on_english_pages(
    made: Pages, ontology: Ontology
) -> None:
    said = texts(page_of(made, ontology, "printedPost")).said
    assert any(language == "ja" and "大臣" in text for language, text in said)


def broken_links(made: Pages) -> list[tuple[str, str]]:
    """Give each link that leads nowhere, and whatever a page would load from elsewhere."""
    ids = {
        path: set(re.findall(r'\bid="([^"]+)"', text)) for path, text in html_pages(made).items()
    }
    broken = []
    for path, content in made.items():
        if not path.endswith((".html", ".svg")):
            continue
        for tag, name, target in re.findall(r'(<[^>]*?)\s(href|src)="([^"]*)"', content.decode()):
            parts = urlsplit(html.unescape(target))
            if parts.scheme:
                is_loaded = name == "src" or (tag.startswith("<link") and "describes" not in tag)
                broken += [(path, target)] if is_loaded else []
                continue
            goal = join(path, unquote(parts.path)) if parts.path else path
            if goal not in made or (parts.fragment and parts.fragment not in ids[goal]):
                broken.append((path, target))
    return broken


def test_every_link_leads_somewhere_and_nothing_is_loaded_from_elsewhere(made: Pages) -> None:
    assert not broken_links(made)
    assert not re.search(rb"url\(|@import|https?:", made["style.css"])
    assert not re.search(rb"fetch|import\b|https?:", made["search.js"])


@pytest.mark.parametrize(
    "slip",
    [
        '<a href="../class/Nothing.html">x</a>',
        '<a href="#nowhere">x</a>',
        '<a href="../../../en/index.html">x</a>',
        '<a href="/en/index.html">x</a>',
        '<script src="https://cdn.example.org/x.js"></script>',
        '<link rel="stylesheet" href="https://fonts.example.org/x.css">',
        '<img alt="" src="missing.svg">',
    ],
)
def test_a_broken_link_is_seen(made: Pages, slip: str) -> None:
    path = "en/class/Summit.html"
    page = made[path].replace(b"</main>", slip.encode() + b"</main>")
    assert [where for where, _ in broken_links({**made, path: page})] == [path]


def join(path: str, target: str) -> str:
    """Resolve a relative link as a browser does; one out of the folder keeps its `..`."""
    parts: list[str] = list(PurePosixPath(path).parent.parts)
    for part in target.split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def test_pages_lead_to_the_same_page_in_the_other_language(made: Pages) -> None:
    for path, page in html_pages(made).items():
        language, _, rest = path.partition("/")
        if rest:
            other = "ja" if language == "en" else "en"
            up = "../" * rest.count("/")
            assert f'href="{up}../{other}/{rest}" lang="{other}"' in page
            assert f'hreflang="{other}" href="{up}../{other}/{rest}"' in page


def test_pages_are_valid_html(made: Pages) -> None:
    pages = html_pages(made)
    some = [p for p in pages if "/class/" not in p and "/property/" not in p and "/value/" not in p]
    some += sorted(set(pages) - set(some))[::12]
    for path in some:
        html5lib.HTMLParser(strict=True).parse(pages[path])
    with pytest.raises(html5lib.html5parser.ParseError):
        html5lib.HTMLParser(strict=True).parse(pages[some[0]].replace("</main>", "</p></main>", 1))


def test_ids_on_a_page_are_unique(made: Pages) -> None:
    for path, page in html_pages(made).items():
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), path


def examples_on(page: str) -> list[ox.Triple]:
    """Read the Turtle of the examples on a page."""
    found: list[ox.Triple] = []
    for block in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL):
        found += parse(html.unescape(re.sub(r"<[^>]+>", "", block)))
    return found


def test_examples_stand_in_the_data_and_use_the_term(
    made: Pages, ontology: Ontology, dataset: Dataset, tree: Tree
) -> None:
    real = {*dataset.triples, *(t for e in dataset.catalogue for t in e.triples())}
    real |= {t for found in conclusions(dataset, tree).values() for t in found}
    without = 0
    for term in ontology.terms.values():
        used = any(term.node in (t.predicate, t.object) for f in dataset.files
                   if f.folder != "ontology" for t in f.triples)  # fmt: skip
        for language in LANGUAGES:
            shown = examples_on(made[f"{language}/{term.page}"].decode())
            assert set(shown) <= real
            assert not used or any(term.node in (t.predicate, t.object) for t in shown)
            without += not shown
    assert without < len(ontology.terms) / 2


def test_an_example_shows_its_document_and_clause(made: Pages, ontology: Ontology) -> None:
    page = page_of(made, ontology, "inEvent")
    source = re.search(r'<p class="source">.*?</p>', page, re.DOTALL)
    assert source
    assert re.search(r"data/stated/[\w/.-]+\.ttl", source[0])
    assert re.search(r"</span>\s*\S+", source[0])


def test_an_example_is_in_the_language_of_the_page(made: Pages, ontology: Ontology) -> None:
    for language, other in (("en", "ja"), ("ja", "en")):
        shown = examples_on(page_of(made, ontology, "summary", language))
        tags = {t.object.language for t in shown if t.predicate == ox.NamedNode(NS + "summary")
                and isinstance(t.object, ox.Literal)}  # fmt: skip
        assert language in tags
        assert other not in tags


def test_the_questions_of_a_term_use_it(
    made: Pages, ontology: Ontology, questions: list[Question]
) -> None:
    bodies = {q.name: re.sub(r"(?m)^PREFIX.*$|#.*$", "", q.text) for q in questions}
    for term in ontology.terms.values():
        page = made[f"en/{term.page}"].decode()
        listed = re.findall(r'href="\.\./questions\.html#([\w-]+)"', page)
        naming = {n for n, body in bodies.items() if re.search(rf"jn:{term.name}(?![\w-])", body)}
        assert set(listed) == naming
        assert bool(listed) != ("No stored question names this term." in page)


def test_counts_are_those_of_the_data(made: Pages, ontology: Ontology, dataset: Dataset) -> None:
    node = term_of(ontology, "inEvent").node
    counted = len({t for f in dataset.of("stated") for t in f.triples if t.predicate == node})
    page = page_of(made, ontology, "inEvent")
    found = re.search(r'<th scope="row">Stated</th><td class="number">(\d+)</td>', page)
    assert found
    assert int(found[1]) == counted > 0


def test_a_term_without_any_use_says_so(made: Pages, ontology: Ontology) -> None:
    for term in ontology.terms.values():
        page = made[f"en/{term.page}"].decode()
        shown = '<figure class="example">' in page
        assert shown != ("No example: the data does not use this term yet." in page)
        assert shown or "The data " in page.split('<h2 id="uses">')[1]


def test_what_the_reasoner_concludes_is_an_example_of_last_resort(
    dataset: Dataset, shapes: Shapes
) -> None:
    older, later = (ox.NamedNode(f"https://w3id.org/jnkg/id/area-{n}") for n in ("a", "b"))
    triple = ox.Triple(older, ox.NamedNode(NS + "evolvedInto"), later)
    reference = reference_of(dataset, shapes, (), {"interpreted": [triple]})
    counts = reference.uses.counts(triple.predicate)
    assert counts == {"inferred": 1}
    (found,) = Edition(reference, "en").example(triple.predicate)
    assert found.block.graph.status == "inferred"
    assert found.triples == (triple,)


def test_axioms_become_sentences(made: Pages, ontology: Ontology) -> None:
    page = re.sub(r"<[^>]+>", "", page_of(made, ontology, "takesPartIn"))
    assert re.search(r"Follows from\s+takes part through, then in event\n", page)
    page = re.sub(r"<[^>]+>", "", page_of(made, ontology, "takesPartIn", "ja"))
    assert re.search(r"推論の道筋\s+「参加」、次いで「出来事において」とたどる\n", page)
    assert "transitive" in page_of(made, ontology, "descendsFrom")
    assert "推移的" in page_of(made, ontology, "descendsFrom", "ja")


def test_shapes_speak_the_language_of_the_page(made: Pages, ontology: Ontology) -> None:
    assert "Name the one passage" in page_of(made, ontology, "inPassage")
    assert "jns:Evidence-passage" in page_of(made, ontology, "Evidence", "ja")
    assert "Name the one passage" not in page_of(made, ontology, "inPassage", "ja")


def test_diagrams_have_words_and_links(made: Pages, ontology: Ontology) -> None:
    for language in LANGUAGES:
        for module in ontology.modules:
            drawing = made[f"{language}/module/{module.name}.svg"].decode()
            page = made[f"{language}/{module.page}"].decode()
            about = re.search(r"<desc[^>]*>(.+?)</desc>", drawing, re.DOTALL)
            assert about
            assert len(about[1]) > 40
            for term in module.of("class", "object-property"):
                assert f">{label_of(ontology, term, language)}</text>" in drawing or not joins(
                    made, term
                )
            assert re.search(r"<title[^>]*>[^<]+</title>", drawing)
            assert "<svg" in page
            assert '<details class="words">' in page


def label_of(ontology: Ontology, term: Term, language: str) -> str:
    labels = ontology.objects[term.node, PREFIXES["rdfs"] + "label"]
    return next(o.value for o in labels if isinstance(o, ox.Literal) and o.language == language)


def joins(made: Pages, term: Term) -> bool:
    """Tell whether the pages know both ends of a property."""
    page = made[f"en/{term.page}"].decode()
    return term.kind == "class" or (
        any(f"<dt>{w}</dt>" in page for w in ("Domain", "In the data, from"))
        and any(f"<dt>{w}</dt>" in page for w in ("Range", "In the data, to"))
    )


def test_every_run_gives_the_same_bytes(made: Pages, tree: Tree) -> None:
    code = (
        "import hashlib; from jnkg.refdocs import refdocs; from jnkg.rooms import Tree;"
        f"made = refdocs(Tree({tree.root!r}, True)); d = hashlib.sha256();"
        "[d.update(p.encode() + made[p]) for p in sorted(made)]; print(d.hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={"PYTHONHASHSEED": "7", "FONTCONFIG_PATH": "/nowhere", "LANG": "C"},
        check=True,
    )
    weight = hashlib.sha256()
    for path in sorted(made):
        weight.update(path.encode() + made[path])
    assert done.stdout.strip() == weight.hexdigest()


def test_the_search_knows_every_term(made: Pages, ontology: Ontology) -> None:
    for language in LANGUAGES:
        text = made[f"{language}/terms.js"].decode()
        rows = json.loads(text.removeprefix("const TERMS = ").rstrip(";\n"))
        assert {row[3] for row in rows} == {t.page for t in ontology.terms.values()}
        assert rows == sorted(rows, key=lambda r: (sort_key(r[0], language), NS + r[1]))


def test_japanese_labels_stand_in_the_order_of_the_syllabary() -> None:
    labels = ["和解", "会談", "さくら", "EU", "カナダ", "亜鉛", "アジア", "首脳会合"]
    ordered = sorted(labels, key=lambda label: sort_key(label, "ja"))
    assert ordered == ["EU", "アジア", "亜鉛", "カナダ", "会談", "さくら", "首脳会合", "和解"]
    assert [group(label, "ja")[1] for label in ("協力", "声明", "EU", "はん", "和解")] == [
        *("カ行", "サ行", "英数字", "ハ行", "ワ行")
    ]


def test_words_are_there_in_both_languages() -> None:
    for key, words in table().items():
        assert set(words) == set(LANGUAGES), key
        places = [re.findall(r"\{\w*\}", words[language]) for language in LANGUAGES]
        assert sorted(places[0]) == sorted(places[1]), key


def test_a_question_that_cannot_be_read_is_refused(plant: Planter) -> None:
    bad = plant({"queries/answer/bad.rq": "#: title.en = 1\nSELECT * {}\n"})
    with pytest.raises(Refused):
        refdocs(bad)


def test_pages_are_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "docs"
    write({"terms.json": b"{}", "en/a.html": b"old"}, folder)
    write({"terms.json": b"{}", "en/b.html": b"new"}, folder)
    assert not (folder / "en" / "a.html").exists()

    def fail(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OSError, match="No space"):
        write({"terms.json": b"{}"}, folder)
    assert (folder / "en" / "b.html").read_bytes() == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["docs"]


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Misuse) as caught:
        write({"terms.json": b"{}"}, tmp_path)
    assert set(caught.value.message) == set(LANGUAGES)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def luminance(colour: str) -> float:
    digits = "".join(c * 2 for c in colour) if len(colour) == 3 else colour
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(f * p for f, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_colours_can_be_read_in_light_and_dark(made: Pages) -> None:
    themes = re.findall(r":root \{(.*?)\}", made["style.css"].decode(), re.DOTALL)
    assert len(themes) == 2
    for theme in themes:
        colours = {n: luminance(c) for n, c in re.findall(r"--([\w-]+): #(\w+);", theme)}
        for ink in ("ink", "soft", "accent", "mark"):
            for paper in ("paper", "fill", "box"):
                pale, deep = sorted((colours[ink], colours[paper]), reverse=True)
                assert (pale + 0.05) / (deep + 0.05) >= 4.5, (ink, paper)


def test_a_small_tree_of_ones_own_has_pages_too(plant: Planter) -> None:
    small = plant(
        {
            "ontology/jnkg.ttl": """
<https://w3id.org/jnkg/ontology> a owl:Ontology ;
  owl:versionIRI <https://w3id.org/jnkg/ontology/9> ; owl:versionInfo "9" ;
  rdfs:label "<b>Small</b>"@en , "小"@ja ;
  dcterms:title "<b>Small</b>"@en , "小"@ja .""",
            "ontology/thing.ttl": """
<https://w3id.org/jnkg/ontology/thing> a owl:Ontology ; rdfs:label "Things"@en , "もの"@ja .
jn:Thing a owl:Class ; rdfs:label "thing"@en , "もの"@ja ;
  skos:definition "What <script>is</script>."@en , "あるもの。"@ja ;
  rdfs:subClassOf [ a owl:Restriction ; owl:onProperty jn:size ; owl:hasValue jn:Thing ] ,
    [ owl:unionOf ( jn:Thing jn:Thing ) ] ,
    [ a owl:Restriction ; owl:onProperty jn:size ; owl:minQualifiedCardinality 2 ;
      owl:onClass jn:Thing ] .
jn:size a owl:ObjectProperty ; rdfs:label "size"@en , "大きさ"@ja ;
  skos:definition "How large."@en , "大きさの値。"@ja .""",
        }
    )
    made = pages(reference_of(read(small), read_shapes(small), ()))
    page = made["en/class/Thing.html"].decode()
    assert "<script>is" not in page
    assert "What &lt;script&gt;is" in page
    assert "The data does not use this term yet." in page
    plain = re.sub(r"<[^>]+>", "", page)
    for sentence in ("anything whose size is thing", "thing or thing", "at least 2 of: size"):
        assert sentence in plain


def test_what_is_marked_as_foreign_is_printed_and_none_of_our_own_texts(
    made: Pages, dataset: Dataset, shapes: Shapes, questions: list[Question]
) -> None:
    files = (*dataset.files, *shapes.files)
    names = ("definition", "scopeNote", "editorialNote", "summary", "reason", "message")
    ours = {
        t.object.value
        for f in files
        for t in f.triples
        if isinstance(t.object, ox.Literal) and t.predicate.value.endswith(names)
    }
    ours |= {
        text for q in questions for key in ("title", "about") for text in q.words(key).values()
    }
    for path, page in html_pages(made).items():
        read = texts(page)
        foreign = {text for language, text in read.said if language != read.language}
        assert path == "index.html" or not foreign & ours, path
