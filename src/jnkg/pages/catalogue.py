"""Sort the stored questions by what they are about, and find those that hold some words.

A World comes in; Topics go out. A question belongs to the module of the ontology of which it uses
most terms, so that a new question finds its place by itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg.answer import run
from jnkg.fold import fold, words
from jnkg.names import BASE, GRAPH, NS, PREFIXES
from jnkg.store import World

if TYPE_CHECKING:
    from jnkg.store import Entry

MODULE_GRAPH = GRAPH + "ontology-"
TERM = re.compile(r"(?<![\w:])jn:(\w+)")
BORNE = {"status", "hasEvidence", "hasGround", "inPassage"}
"""Terms that tell what a claim rests on, which any question may ask."""
MODULES = f"""
SELECT DISTINCT ?term ?graph WHERE {{
  GRAPH ?graph {{ ?term <{PREFIXES["skos"]}definition> ?definition }}
  FILTER (STRSTARTS(STR(?graph), "{MODULE_GRAPH}") && STRSTARTS(STR(?term), "{NS}"))
}}
"""
OTHER = {"en": "Other questions", "ja": "その他の質問"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A stored question in a list."""

    name: str
    title: str
    about: str
    is_trap: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """The questions about what one module of the ontology describes."""

    name: str
    label: str
    questions: tuple[Asked, ...]


def modules(world: World) -> dict[str, str]:
    """Give the module of each of our terms, both by their local names."""
    return {
        term.value.removeprefix(NS): graph.value.removeprefix(MODULE_GRAPH)
        for term, graph in run(world, MODULES).rows
        if isinstance(term, ox.NamedNode) and isinstance(graph, ox.NamedNode)
    }


def module_label(world: World, module: str, language: str) -> str:
    """Give the label of a module of the ontology."""
    labels = world.labels(language)
    return labels.get(f"{BASE}ontology/{module}") or OTHER[language]


def topic_of(entry: Entry, homes: Mapping[str, str]) -> str:
    """Give the module of which a question uses most terms; of several, that of the first term."""
    terms = TERM.findall("".join(entry["parts"]))
    found = Counter(homes[t] for t in terms if t in homes and t not in BORNE)
    return found.most_common(1)[0][0] if found else ""


def topics(world: World, language: str, sought: str = "") -> list[Topic]:
    """Give the stored questions by topic, those that hold all words sought; largest topic first."""
    homes = modules(world)
    found: dict[str, list[Asked]] = {}
    for name, entry in sorted(world.questions().items()):
        if holds(name, entry, sought):
            asked = Asked(
                name, entry["title"][language], entry["about"][language], entry["is_trap"]
            )
            found.setdefault(topic_of(entry, homes), []).append(asked)
    made = [
        Topic(module or "other", module_label(world, module, language), tuple(questions))
        for module, questions in found.items()
    ]
    return sorted(made, key=lambda t: (t.name == "other", -len(t.questions), t.name))


def holds(name: str, entry: Entry, sought: str) -> bool:
    """Tell whether a question's name and words, in either language, hold all words sought."""
    texts = [name, *entry["title"].values(), *entry["about"].values()]
    folded = " ".join(fold(text) for text in texts)
    return all(word in folded for word in words(sought))
