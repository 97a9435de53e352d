"""Lay out what a node stands on: its claims, the clauses and grounds behind them, and proofs.

An Entity comes in; Rows go out, or the text of a proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg.card import Basis, Claim, Name
from jnkg.claims import card
from jnkg.explain import Reason
from jnkg.kg.entity import Entity
from jnkg.kg.rows import Row, Rows
from jnkg.kg.saying import in_python
from jnkg.kg.standpoint import Standpoint
from jnkg.kg.values import Text, Value
from jnkg.names import NS, STATUSES
from jnkg.rooms import Tree
from jnkg.show import WORDS as SAID
from jnkg.store import World

if TYPE_CHECKING:
    from jnkg.prooftext import Layout
    from jnkg.why import Case

CLAIMS = ("property", "value", "status", "document", "clause", "rule", "confidence", "aside")
EVIDENCE = ("claim", "status", "document", "clause", "quotation", "rule", "reason", "confidence")
WORDS = {
    "en": {
        "claims": "What is said of “{}”",
        "evidence": "What “{}” stands on",
        "none": "Nothing is claimed of it in this world, nor of anything that points at it.",
    },
    "ja": {
        "claims": "「{}」について述べられていること",
        "evidence": "「{}」の根拠",
        "none": "この範囲では、これについても、これを指すものについても、何も主張されていない。",
    },
}


def claims(entity: Entity) -> Rows:
    """List what a world says of a node: a row for each value, the strongest status first.

    `clause` is the first that bears it (all stand in `evidence`), `aside` tells that a preference
    keeps the value out of the world.
    """
    shown = card(entity.at.world, entity.node, entity.at.language)
    rows = (row for claim in shown.claims for row in claim_rows(entity.at, claim))
    title = WORDS[entity.at.language]["claims"].format(entity.label)
    return Rows(CLAIMS, tuple(rows), entity.at, title, why=nothing, is_ours=True)


def claim_rows(at: Standpoint, claim: Claim) -> Iterator[Row]:
    """Yield a row for each value of a block."""
    basis = claim.basis
    clause = basis.clauses[0].passage if basis.clauses else None
    ground = basis.grounds[0] if basis.grounds else None
    for line in claim.lines:
        for value in line.values:
            said: Value = Entity(value.iri, at) if value.iri else value.text
            if value.language:
                said = Text(value.text, value.language)
            yield Row(CLAIMS, (
                entity_of(line.property, at), said, status_of(basis, at),
                entity_of(basis.document, at), entity_of(clause, at),
                entity_of(ground.rule if ground else None, at),
                (ground.confidence or None) if ground else None, value.is_set_aside,
            ))  # fmt: skip


def evidence(entity: Entity) -> Rows:
    """List the clauses and grounds of what is said of a node, else of what points at it.

    A row for each clause and each ground of a block; `claim` is the node whose block it is.
    """
    at = entity.at
    shown = card(at.world, entity.node, at.language)
    rows = [row for c in shown.claims for row in basis_rows(at, entity, c.basis)]
    if not rows:
        rows = [
            r for m in shown.mentions for r in basis_rows(at, Entity(m.subject.iri, at), m.basis)
        ]
    title = WORDS[at.language]["evidence"].format(entity.label)
    return Rows(EVIDENCE, tuple(dict.fromkeys(rows)), at, title, why=nothing, is_ours=True)


def basis_rows(at: Standpoint, claim: Entity, basis: Basis) -> Iterator[Row]:
    """Yield what one block stands on."""
    status, document = status_of(basis, at), entity_of(basis.document, at)
    for clause in basis.clauses:
        quotation = clause.quotation or None
        passage = entity_of(clause.passage, at)
        yield Row(EVIDENCE, (claim, status, document, passage, quotation, None, None, None))
    for ground in basis.grounds:
        rule = entity_of(ground.rule, at)
        yield Row(EVIDENCE, (claim, status, document, None, None, rule, ground.reason or None,
                             ground.confidence or None))  # fmt: skip


def entity_of(name: Name | None, at: Standpoint) -> Entity | None:
    """Give the Entity of a name; None where there is none."""
    return Entity(name.iri, at) if name is not None else None


def status_of(basis: Basis, at: Standpoint) -> Entity | str:
    """Give the status of a block: a term of ours (`jn:Stated`), or a word for the inferred."""
    iri = NS + basis.status.capitalize()
    is_term = iri in at.world.labels("en")
    return Entity(iri, at) if is_term else SAID[at.language][basis.status]


def nothing() -> list[Reason]:
    """Word why there is no row."""
    return [Reason("nothing-recorded", {code: words["none"] for code, words in WORDS.items()})]


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a triple holds, as text, or why there is nothing to explain; `holds` tells which.

    It is true where it holds.

    >>> import jnkg
    >>> proof = jnkg.open().why("event-2024-10-17-partner-session", "isPartOfEvent", "state-japan")
    >>> proof.holds
    False
    """

    holds: bool
    """Whether the world holds the triple."""
    text: str
    """The proof, or why there is none."""
    data: object = None
    """The proof as objects and lists; None where there is none."""

    def __bool__(self) -> bool:
        return self.holds

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(self.text)}</pre>"


def why(at: Standpoint, words: tuple[str, str, str]) -> Proof:
    """Say why a triple holds: rules and premises, down to documents and clauses.

    Raises UnknownValue for a word that names nothing even in the widest world.
    """
    from jnkg.prooftext import to_json, to_text
    from jnkg.proving import CATALOGUED, SET_ASIDE, absent, in_world, is_held, triple_of

    sought = in_world(at.world, words)
    if sought is None or not is_held(at.world, sought):
        wide = at.reopen(STATUSES[-1], "")
        widest = triple_of(wide, words)
        said = absent(wide, widest, is_wider=is_held(wide, widest))
        return Proof(False, in_python(said[at.language]))
    known, layout = proving(at)
    if not known.holds(sought):
        said = CATALOGUED if ox.Quad(*sought) in at.world.store else SET_ASIDE
        return Proof(False, said[at.language])
    proof = known.proof(sought)
    return Proof(True, to_text(proof, layout(), 100).rstrip("\n"), to_json(proof, layout()))


def proving(at: Standpoint) -> tuple[Case, Callable[[], Layout]]:
    """Draw the conclusions of a world anew (some seconds), and say how to lay a proof out.

    A store elsewhere holds the same, so the local build is asked.
    """
    return case_of(at.tree.root, at.world.folder, at.language)


@lru_cache(2)
def case_of(root: str, folder: str, language: str) -> tuple[Case, Callable[[], Layout]]:
    """Draw the conclusions of the world in a folder, built from the tree at a root."""
    from jnkg.dataset import read
    from jnkg.places import Places
    from jnkg.prooftext import Layout
    from jnkg.querylint import read_all
    from jnkg.rulebook import rules
    from jnkg.why import case

    tree, world = Tree(root, True), World(folder, "", "")
    dataset = read(tree)
    questions = {q.name: q for q in read_all(tree, "infer")[0]}
    labels, places = world.labels(language), Places(dataset.files)

    def layout() -> Layout:
        return Layout(language, labels, places, questions)

    return case(world, rules(dataset, tree), language), layout
