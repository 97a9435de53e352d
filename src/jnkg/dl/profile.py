"""Hold a DL view against the rules of OWL 2 DL that engines miss, or refuse without a place.

A DlView comes in, Faults go out: undeclared terms, terms used as what they are not, names used in
two ways that may not share one, reserved vocabulary, broken expressions, literals that are none of
their datatype, the global restrictions on chains and simple properties, and circles of classes.
OWL 2 Structural Specification, sections 3, 5 and 11.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.dl.axioms import VOCABULARY, XSD, Axiom
from jnkg.dl.kinds import (
    ANNOTATION,
    BUILT_IN,
    CLASS,
    DATA,
    DATATYPE,
    DECLARES,
    KINDS,
    SYNTAX,
    THING,
    used,
)
from jnkg.dl.roles import circles, irregular, not_simple
from jnkg.dl.summary import FORMS, sample
from jnkg.dl.view import SPOKEN, TYPE, DlView
from jnkg.turtle import Term


@dataclass(frozen=True, slots=True)
class Fault:
    """One breach of a rule, the triple that commits it, and what to do, in both languages.

    `node` is what it is about.
    """

    rule: str
    node: Term
    triple: ox.Triple
    en: str
    ja: str


class Profile:
    """The rules, applied to one view; `assertions` are those of its summary or of the view."""

    def __init__(self, view: DlView, assertions: Iterable[Axiom]) -> None:
        self.view = view
        self.all = (*view.axioms, *assertions)
        self.declared: dict[Term, set[str]] = {}
        for triple in view.axiom_triples:
            if triple.predicate == TYPE and isinstance(triple.object, ox.NamedNode):
                kind = DECLARES.get(triple.object.value)
                if kind:
                    self.declared.setdefault(triple.subject, set()).add(kind)

    def faults(self) -> list[Fault]:
        """Give all faults, each rule and node once."""
        every = (
            *self.malformed(), *self.reserved(), *self.puns(), *self.kinds(), *self.literals(),
            *self.data_characteristics(), *self.not_simple(), *self.irregular(), *self.circles(),
        )  # fmt: skip
        first: dict[tuple[str, Term], Fault] = {}
        for fault in every:
            first.setdefault((fault.rule, fault.node), fault)
        return list(first.values())

    def malformed(self) -> Iterator[Fault]:
        """Yield expressions that OWL cannot read."""
        for triple, node in self.view.reader.malformed:
            yield Fault(
                "dl-malformed", node, triple,
                "OWL cannot read this expression: close its list, and give a restriction one "
                "owl:onProperty and one condition.",
                "OWLとして読めない式です。リストを閉じ、制約にはowl:onPropertyと条件を"
                "一つずつ与えてください。",
            )  # fmt: skip

    def reserved(self) -> Iterator[Fault]:
        """Yield uses of the reserved vocabulary that the language does not know."""
        for triple in (*self.view.axiom_triples, *(t for a in self.all for t in a.triples)):
            if triple.predicate == TYPE:
                word, known = triple.object, SYNTAX
            else:
                word, known = triple.predicate, VOCABULARY
            is_ours = isinstance(word, ox.NamedNode) and not word.value.startswith(SPOKEN)
            if is_ours or not isinstance(word, ox.NamedNode) or word.value in known:
                continue
            if word.value not in BUILT_IN:
                yield Fault(
                    "dl-reserved", word, triple,
                    "Use a term of your own: OWL 2 reserves this name and gives it no such use.",
                    "別の語を使ってください。この名はOWL 2が予約しており、このようには使えません。",
                )  # fmt: skip

    def puns(self) -> Iterator[Fault]:
        """Yield names declared as two kinds of which OWL 2 DL allows one."""
        for node, kinds in self.declared.items():
            both = sorted(kinds & {THING, DATA, ANNOTATION}) or []
            if len(both) < 2:
                both = sorted(kinds & {CLASS, DATATYPE})
            if len(both) > 1:
                a, b = (KINDS[kind] for kind in both[:2])
                yield Fault(
                    "dl-pun", node, self.declaration(node),
                    f"Declare it once: one name cannot be {a[0]} and {b[0]}.",
                    f"宣言を一つにしてください。一つの名が{a[1]}と{b[1]}を兼ねることはできません。",
                )  # fmt: skip

    def declaration(self, node: Term) -> ox.Triple:
        """Give the first triple that declares a term."""
        return next(
            t
            for t in self.view.axiom_triples
            if t.subject == node
            and t.predicate == TYPE
            and isinstance(t.object, ox.NamedNode)
            and t.object.value in DECLARES
        )

    def kinds(self) -> Iterator[Fault]:
        """Yield terms that are not declared, or not as what they are used as."""
        for axiom in self.all:
            for node, kind in used(axiom.form):
                known = self.declared.get(node, set())
                if kind in known or BUILT_IN.get(node.value) == kind:
                    continue
                if node.value.startswith(SPOKEN) and node.value not in BUILT_IN:
                    continue  # `reserved` tells
                en, ja = KINDS[kind]
                if not known and node.value not in BUILT_IN:
                    yield Fault(
                        "dl-undeclared", node, axiom.triples[0],
                        f"Declare it, or correct its spelling: it is used as {en}.",
                        f"宣言するか、綴りを直してください（{ja}として使われています）。",
                    )  # fmt: skip
                    continue
                is_en, is_ja = KINDS[min(known) if known else BUILT_IN[node.value]]
                yield Fault(
                    "dl-kind", node, axiom.triples[0],
                    f"Use another term here: this one is declared as {is_en}, and used as {en}.",
                    f"ここには別の語を使ってください。{is_ja}と宣言された語が{ja}として"
                    "使われています。",
                )  # fmt: skip

    def literals(self) -> Iterator[Fault]:
        """Yield literals that are none of their datatype."""
        for axiom in self.all:
            for part in axiom.form.walk():
                if not isinstance(part, ox.Literal) or part.language:
                    continue
                kind = part.datatype.value
                if kind in FORMS and not FORMS[kind][0](part.value) and sample(part) == part:
                    if is_late_day(part):
                        continue
                    yield Fault(
                        "dl-literal", part, axiom.triples[0],
                        "Correct the value: it is none of its datatype.",
                        "値を直してください。このデータ型の値ではありません。",
                    )  # fmt: skip

    def data_characteristics(self) -> Iterator[Fault]:
        """Yield characteristics that no datatype property can have."""
        for axiom in self.view.axioms:
            name = axiom.form.name
            if name.endswith("DataProperty") and name != "FunctionalDataProperty":
                yield Fault(
                    "dl-characteristic", axiom.triples[0].subject, axiom.triples[0],
                    "Take this characteristic away: a datatype property can only be functional.",
                    "この性質を外してください。データ型プロパティは関数的にしかなれません。",
                )  # fmt: skip

    def not_simple(self) -> Iterator[Fault]:
        """Yield properties that are transitive or made of a chain where OWL 2 DL forbids it."""
        for node, axiom in not_simple(self.view.axioms):
            yield Fault(
                "dl-not-simple", node, axiom.triples[0],
                "Count or forbid with a simpler property: this one is transitive, or made of a "
                "chain, or stands above one that is.",
                "数の制限や禁止には別のプロパティを使ってください。これは推移的か、連鎖から成るか、"
                "そのようなものの上位にあります。",
            )  # fmt: skip

    def irregular(self) -> Iterator[Fault]:
        """Yield chains that run in a circle, which no order of the properties allows."""
        for node, axiom in irregular(self.view.axioms):
            yield Fault(
                "dl-irregular", node, axiom.triples[0],
                "Break the circle: this chain makes a property of itself, or of one that rests "
                "on it.",
                "循環を断ってください。この連鎖は、プロパティをそれ自身またはそれに依存するものから"
                "作っています。",
            )  # fmt: skip

    def circles(self) -> Iterator[Fault]:
        """Yield subclass axioms that run in a circle, so that distinct classes become one."""
        lines: list[tuple[Term, Term, Axiom]] = []
        higher: dict[Term, set[Term]] = {}
        for axiom in self.view.axioms:
            if axiom.form.name != "SubClassOf":
                continue
            low, high = axiom.form.parts
            if isinstance(low, ox.NamedNode) and isinstance(high, ox.NamedNode):
                lines.append((low, high, axiom))
                higher.setdefault(low, set()).add(high)
        for node, axiom in circles(lines, higher):
            yield Fault(
                "dl-circle", node, axiom.triples[0],
                "Break the circle: these classes are subclasses of each other, so that they are "
                "one and the same.",
                "循環を断ってください。互いに下位クラスとされ、別々のクラスが一つになってしまいます。",
            )  # fmt: skip


def is_late_day(literal: ox.Literal) -> bool:
    """Tell whether a date and time may be one of the last days of a month, left to the engine."""
    return literal.datatype.value == XSD + "dateTime" and literal.value[8:10] in ("29", "30", "31")
