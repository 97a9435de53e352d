"""What the documents and docstrings of the Python API show is what happens."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import html5lib
import pytest

import jnkg.kg
from jnkg.apidocs import HOME, PAGE, in_languages, python_pages

ROOT = Path(__file__).parent.parent
GUIDES = ("python.md", "python.ja.md")
MODULES = sorted(m.name for m in pkgutil.iter_modules(jnkg.kg.__path__))
BLOCK = re.compile(r"```pycon\n(.*?)```", re.DOTALL)


def blocks(guide: str) -> list[str]:
    """Give the examples of a guide."""
    return BLOCK.findall((ROOT / "docs" / guide).read_text("utf-8"))


@pytest.mark.parametrize("guide", GUIDES)
def test_the_examples_of_a_guide_are_true(guide: str) -> None:
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    names: dict[str, object] = {}
    for number, block in enumerate(blocks(guide)):
        test = doctest.DocTestParser().get_doctest(block, names, f"{guide} {number}", None, 0)
        runner.run(test, clear_globs=False)
        names = test.globs
    assert runner.summarize(verbose=False).failed == 0
    assert runner.tries > 18


def test_both_guides_show_the_same() -> None:
    english, japanese = (blocks(guide) for guide in GUIDES)
    calls = [
        [re.findall(r"kg\.(\w+)|jnkg\.(\w+)", b) for b in each] for each in (english, japanese)
    ]
    assert calls[0] == calls[1]
    heads = [re.findall(r"(?m)^#+ ", (ROOT / "docs" / g).read_text("utf-8")) for g in GUIDES]
    assert heads[0] == heads[1]


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_of_a_module_are_true(module: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(f"jnkg.kg.{module}"))
    assert failed == 0


def test_every_public_name_is_documented_and_every_noun_has_an_example() -> None:
    for name in jnkg.kg.__all__:
        noun = getattr(jnkg.kg, name)
        if not inspect.isclass(noun):
            assert name in ("Value", "open")
            continue
        assert inspect.getdoc(noun), name
        own = "".join(inspect.getdoc(m) or "" for _, m in inspect.getmembers(noun))
        assert ">>>" in (inspect.getdoc(noun) or "") + own or name == "Duration", name
        for member, value in inspect.getmembers(noun):
            if not member.startswith("_") and (
                inspect.isfunction(value) or isinstance(value, property)
            ):
                assert inspect.getdoc(value), f"{name}.{member}"
    for member, value in inspect.getmembers(jnkg.KnowledgeGraph, inspect.isfunction):
        if not member.startswith("_") and member not in ("export", "to_rdflib"):
            assert ">>>" in (inspect.getdoc(value) or ""), member


def test_the_reference_has_every_name_in_its_language_and_leads_home() -> None:
    pages = python_pages()
    text = pages[PAGE].decode()
    page = html5lib.parse(text, namespaceHTMLElements=False)
    assert page.attrib["lang"] == "en"
    ids = [e.attrib["id"] for e in page.iter() if "id" in e.attrib]
    assert len(ids) == len(set(ids))
    assert set(jnkg.kg.__all__) <= set(ids)
    methods = {f"KnowledgeGraph.{n}" for n in ("ask", "sparql", "lineage", "narrow", "to_rdflib")}
    assert methods | {"Rows.to_pandas", "Entity.cite", "View.save"} <= set(ids)
    links = {e.attrib["href"] for e in page.iter("a") if "href" in e.attrib}
    assert HOME in links
    assert {link for link in links if link.startswith("#")} <= {f"#{i}" for i in ids}
    assert not {link for link in links if not link.startswith(("#", ".."))}
    assert ["lang" in e.attrib for e in page.iter("span") if e.text == "外務省"][:1] != [False]
    assert str(ROOT) not in text
    assert b'lang="en"' in pages["python/index.html"]
    assert pages == python_pages()


def test_only_japanese_is_marked_as_japanese() -> None:
    page = '<html><title>日本</title><main><a title="日本">Japan 日本 (x)</a></main></html>'
    assert in_languages(page) == (
        '<html><title>日本</title><main><a title="日本">Japan <span lang="ja">日本</span> (x)</a>'
        "</main></html>"
    )
