"""Say on what a node stands, and why a triple holds.

What a caller of a tool gives comes in, plain data goes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import pyoxigraph as ox

from jnkg.agents.desk import HIDDEN, Desk, Plain
from jnkg.agents.looked import name, optional, rests_on
from jnkg.agents.strength import cut
from jnkg.card import Basis
from jnkg.claims import Reader, card
from jnkg.dataset import Dataset, read
from jnkg.explain import Reason
from jnkg.names import LANGUAGES, NS, PREFIXES, STATUSES
from jnkg.places import Places
from jnkg.prooftext import Layout, to_json, to_text
from jnkg.proving import CATALOGUED, SET_ASIDE, absent, in_world, is_held, triple_of
from jnkg.querylint import read_all
from jnkg.reference import document_of, standing
from jnkg.rooms import find_tree
from jnkg.rulebook import rules
from jnkg.store import World
from jnkg.why import Case, case

PASSAGE = NS + "Passage"
OA_EXACT = PREFIXES["oa"] + "exact"
WIDTH = 100
"""Cells of a line of a proof as text."""
SILENT = Reason(
    "nothing-recorded",
    {
        "en": "No claim in this world bears on it: it is there, and nothing is said of it.",
        "ja": "この範囲には、これに関わる主張がありません。あることだけが示されています。",
    },
)


def evidence(desk: Desk, node: str, most: int = 20) -> Plain:
    """Give what the claims about a node stand on, then those that point at it, then passages.

    Raises UnknownValue with the nearest names, Misuse where a label means several nodes.
    """
    found = desk.node(node)
    if found is None:
        return {
            "world": desk.about(), "node": {"name": node, "label": node}, "own": [],
            "pointing": [], "passages": [], "cut": None, "reasons": desk.told([HIDDEN]),
        }  # fmt: skip
    reader, whole = Reader(desk.world, desk.language), card(desk.world, found, desk.language)
    own = [rests_on(c.basis) for c in whole.claims if bears(c.basis)]
    pointing = [
        {"property": name(m.property), "subject": name(m.subject), **rests_on(m.basis)}
        for m in whole.mentions
        if bears(m.basis)
    ]
    passages = standing(reader, found)
    least = max(len(pointing), len(passages))
    return {
        "world": desk.about(),
        "node": desk.named(found.value),
        "own": own,
        "pointing": pointing[:most],
        "passages": [passage(reader, each) for each in passages[:most]],
        "cut": cut(min(most, least), least, desk.language),
        "reasons": [] if own or pointing or passages else desk.told([SILENT]),
    }


def bears(basis: Basis) -> bool:
    """Tell whether somebody claims what stands on a basis: not identity, nor a conclusion."""
    return basis.status in STATUSES


def passage(reader: Reader, node: ox.NamedNode) -> Plain:
    """Give a passage with its document and a summary of its words."""
    document = document_of(reader, node)
    return {
        "passage": name(reader.name(node)),
        "document": optional(reader.name(document) if document else None),
        "summary": reader.text(node, NS + "summary"),
        "quotations": list(quotations(reader, node)),
    }


def quotations(reader: Reader, node: ox.NamedNode) -> Iterator[str]:
    """Yield the words that are quoted from a passage, each once."""
    quads = reader.quads(None, NS + "inPassage", node, ox.DefaultGraph())
    found = (reader.text(q.subject, OA_EXACT) for q in quads if isinstance(q.subject, ox.NamedNode))
    yield from dict.fromkeys(words for words in found if words)


def why(desk: Desk, subject: str, relation: str, value: str) -> Plain:
    """Say why a triple holds: rules and premises, down to documents and clauses.

    Raises UnknownValue for a word that names nothing even in the widest world.
    """
    words = (subject, relation, value)
    sought = in_world(desk.world, words)
    if sought is None or not is_held(desk.world, sought):
        return not_held(desk, words)
    told, dataset = drawn(desk.world, desk.tree.root)
    known = replace(told, reader=Reader(desk.world, desk.language))
    if not known.holds(sought):
        is_admitted = ox.Quad(*sought) in desk.world.store
        message = CATALOGUED if is_admitted else SET_ASIDE
        kind = "catalogued" if is_admitted else "set-aside"
        return held(desk, is_admitted, [Reason(kind, message)])
    proof = known.proof(sought)
    questions = {q.name: q for q in read_all(desk.tree, "infer")[0]}
    layouts = [
        Layout(desk.language, desk.world.labels(desk.language), Places(dataset.files), questions)
        for _ in range(2)
    ]
    return held(desk, True, [], to_text(proof, layouts[0], WIDTH), to_json(proof, layouts[1]))


@lru_cache(1)
def drawn(world: World, root: str) -> tuple[Case, Dataset]:
    """Draw the conclusions of a world, which takes seconds; kept for the next question."""
    tree = find_tree(root)
    dataset = read(tree)
    return case(world, rules(dataset, tree), LANGUAGES[0]), dataset


def held(
    desk: Desk, holds: bool, reasons: list[Reason], text: str = "", proof: Plain | None = None
) -> Plain:
    """Give whether a triple holds, and its proof or why there is none."""
    return {
        "world": desk.about(),
        "holds": holds,
        "text": text,
        "proof": proof,
        "reasons": desk.told(reasons),
    }


def not_held(desk: Desk, words: tuple[str, str, str]) -> Plain:
    """Say that a triple does not hold, or only in a wider world; raises UnknownValue."""
    wider = desk.widest()
    widest = triple_of(wider, words)
    is_wider = is_held(wider, widest)
    kind = "narrowed" if is_wider else "nothing-recorded"
    return held(desk, False, [Reason(kind, absent(wider, widest, is_wider=is_wider))])
