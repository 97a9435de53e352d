"""Turn what is wrong with a DL view into findings: clashing axioms as sentences, with places.

Clashes, Faults and refusals come in, Findings go out. A clash is one finding: it stands at the
assertion, or for want of one the axiom, that is most likely the slip, and its message says every
axiom that takes part, in both languages, with file and line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pyoxigraph as ox

from jnkg.dataset import Dataset, objects_of
from jnkg.dl.axioms import Axiom
from jnkg.dl.profile import Fault
from jnkg.dl.view import TYPE
from jnkg.dl.words import WITNESS, Speaker
from jnkg.labels import Namer
from jnkg.names import LANGUAGES
from jnkg.places import Place, Places, shown
from jnkg.report import Finding
from jnkg.turtle import Object, Term

Item = TypeVar("Item")
LIKELY = ("interpreted", "derived", "stated", "identity", "ontology")
"""Where a slip is looked for first: what is most often written anew."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Axioms of which no one can be left out without the rest holding together.

    `of` is the class or property of which there can be none, None where there is no model at all.
    """

    axioms: tuple[Axiom, ...]
    of: ox.NamedNode | None = None


def shrink(
    items: Sequence[Item], fails: Callable[[Sequence[Item]], bool], given: Sequence[Item] = ()
) -> list[Item]:
    """Give a smallest part of some items that still fails together with what is given.

    QuickXplain: U. Junker, AAAI 2004. The items must fail as a whole.
    """
    if given and fails(given):
        return []
    return narrowed(list(items), fails, list(given))


def narrowed(
    items: list[Item], fails: Callable[[Sequence[Item]], bool], given: list[Item]
) -> list[Item]:
    """Do the work of `shrink` where what is given alone does not fail."""
    if len(items) < 2:
        return items
    half = len(items) // 2
    first, second = items[:half], items[half:]
    late = [] if fails([*given, *first]) else narrowed(second, fails, [*given, *first])
    early = [] if late and fails([*given, *late]) else narrowed(first, fails, [*given, *late])
    return [*early, *late]


class Reporter:
    """Writes findings on one dataset."""

    def __init__(self, dataset: Dataset) -> None:
        self.places = Places(dataset.files)
        self.folders = {f.path: f.folder for f in dataset.files}
        objects = objects_of(dataset.triples)
        self.speakers = {lang: Speaker(Namer(objects, lang)) for lang in LANGUAGES}

    def place(self, triple: ox.Triple, others: Sequence[ox.Triple] = ()) -> Place:
        """Give the place of a triple; that of a nameless node is where its parts are named."""
        subject, value = triple.subject, triple.object
        if isinstance(subject, ox.NamedNode) and not isinstance(value, ox.Triple):
            return self.places.find(subject, triple.predicate.value, value)
        parts = (t.object for t in others if t.predicate != TYPE)
        named = (n for n in parts if isinstance(n, ox.NamedNode))
        part = next((n for n in named if not n.value.endswith("#nil")), None)
        return self.places.mention(part) if part else Place("ontology")

    def clash_finding(self, clash: Clash) -> Finding:
        """Tell a clash; one without axioms is one that could not be traced."""
        if not clash.axioms:
            return untraced()
        real = [a for a in clash.axioms if not is_supposed(a)]
        slip = self.slip(real, clash.of)
        place = self.place(slip.triples[0], slip.triples)
        triple = slip.triples[0]
        node = clash.of or triple.subject
        return Finding(
            place.file, place.line, place.column,
            "dl-unsatisfiable" if clash.of else "dl-inconsistent",
            term(node),
            term(triple.predicate),
            term(triple.object) if node == triple.subject else "",
            message={lang: self.words(clash, real, lang) for lang in LANGUAGES},
        )  # fmt: skip

    def slip(self, axioms: Sequence[Axiom], of: ox.NamedNode | None) -> Axiom:
        """Choose the axiom that is most likely wrong."""

        def rank(axiom: Axiom) -> tuple[bool, int, bool]:
            triple = axiom.triples[0]
            folder = self.folders.get(self.place(triple, axiom.triples).file, "ontology")
            return triple.subject != of, LIKELY.index(folder), triple.predicate == TYPE

        return min(axioms, key=rank)

    def words(self, clash: Clash, real: Sequence[Axiom], language: str) -> str:
        """Say a clash in one language."""
        speaker = self.speakers[language]
        said = []
        for number, axiom in enumerate(real, 1):
            place = self.place(axiom.triples[0], axiom.triples)
            spot = f"{place.file}:{place.line or 1}"
            text = speaker.sentence(axiom)
            said.append(
                f"({number}) {text} ({spot})" if language == "en" else f"{number}. {text}（{spot}）"
            )
        if language == "en":
            lead = self.lack(clash, speaker) if clash.of else "These cannot all be true"
            return f"{lead}: {'; '.join(said)}. Correct the one that is wrong."
        lead = self.lack(clash, speaker) if clash.of else "次のすべてが同時には成り立ちません"
        return f"{lead}。{'、'.join(said)}。誤っているものを直してください。"

    def lack(self, clash: Clash, speaker: Speaker) -> str:
        """Say of what there can be none."""
        is_class = any(is_supposed(a) and a.form.name == "ClassAssertion" for a in clash.axioms)
        name = speaker.phrase(clash.of) if clash.of else ""
        if speaker.language == "en":
            return f"{'There can be no' if is_class else 'Nothing can have'} {name}"
        return f"{name}{'に当たる' if is_class else 'をもつ'}ものは存在しえません"

    def fault_finding(self, fault: Fault, triples: Sequence[ox.Triple] = ()) -> Finding:
        """Tell a breach of the profile."""
        place = self.place(fault.triple, triples)
        return Finding(
            place.file, place.line, place.column, fault.rule,
            term(fault.triple.subject), term(fault.triple.predicate), term(fault.triple.object),
            message={"en": fault.en, "ja": fault.ja},
        )  # fmt: skip

    def refusal_finding(self, refusals: Sequence[str], axioms: Sequence[Axiom]) -> Finding:
        """Tell why a reasoner refused an ontology that no rule of ours finds fault with."""
        why = "; ".join(refusals)
        triples = axioms[0].triples if axioms else ()
        place = self.place(triples[0], triples) if triples else Place("ontology")
        node = next((t for t in triples), None)
        return Finding(
            place.file, place.line, place.column, "dl-refused",
            term(node.subject) if node else "",
            term(node.predicate) if node else "",
            term(node.object) if node else "",
            message={
                "en": f"Say this in another way; the reasoner takes it for no OWL 2 DL: {why}.",
                "ja": f"別の形で述べてください。推論器はOWL 2 DLと認めません：{why}。",
            },
        )  # fmt: skip


def untraced() -> Finding:
    """Say that there is a contradiction, and that nobody knows where."""
    return Finding(
        "ontology/jnkg.ttl", 0, 0, "dl-inconsistent",
        message={
            "en": "Undo the last changes: the reasoner finds a contradiction, and no explanation.",
            "ja": "直近の変更を戻してください。推論器は矛盾を見つけましたが、説明は得られません。",
        },
    )  # fmt: skip


def is_supposed(axiom: Axiom) -> bool:
    """Tell whether an axiom only supposes a thing, in order to try a class or property."""
    subject = axiom.triples[0].subject
    return isinstance(subject, ox.NamedNode) and subject.value.startswith(WITNESS)


def term(node: Term | Object) -> str:
    """Write a term as a finding shows it."""
    return "" if isinstance(node, ox.Triple) else shown(node)
