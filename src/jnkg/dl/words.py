"""Put axioms into sentences, in English and Japanese, with the labels of the graph.

An Axiom comes in, a sentence goes out. Each kind of axiom and expression is one line of SENTENCES
or PHRASES, so that both languages always say the same.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from jnkg.dl.axioms import Axiom, Form, Part
from jnkg.dl.summary import is_merged
from jnkg.labels import Namer
from jnkg.names import LANGUAGES, NS, shorten
from jnkg.turtle import write_term

WITNESS = "urn:jnkg:some:"
"""What the name of an individual begins with that is supposed in order to try a class."""
SENTENCES: Mapping[str, tuple[str, str]] = {
    "SubClassOf": ("whatever is {0} is {1}", "{0}はすべて{1}である"),
    "EquivalentClasses": ("to be {0} is to be {1}", "{0}であることと{1}であることは同じである"),
    "DisjointClasses": ("nothing is both {0} and {1}", "{0}と{1}は互いに排他である"),
    "DisjointUnion": ("whatever is {0} is just one of {rest}", "{0}は{rest}のどれか一つである"),
    "DatatypeDefinition": ("{0} stands for {1}", "{0}は{1}を指す"),
    "ObjectPropertyDomain": ("whatever has {0} is {1}", "{0}をもつものは{1}である"),
    "ObjectPropertyRange": ("whatever {0} leads to is {1}", "{0}の値は{1}である"),
    "DataPropertyDomain": ("whatever has {0} is {1}", "{0}をもつものは{1}である"),
    "DataPropertyRange": ("each value of {0} is {1}", "{0}の値は{1}である"),
    "SubObjectPropertyOf": ("where {0} holds, {1} holds", "{0}が成り立てば{1}も成り立つ"),
    "SubDataPropertyOf": ("where {0} holds, {1} holds", "{0}が成り立てば{1}も成り立つ"),
    "InverseObjectProperties": ("{0} is {1} read backwards", "{0}は{1}の逆である"),
    "HasKey": ("two of {0} with the same key are one", "{0}のうち鍵の値が同じものは同一である"),
    "SameIndividual": ("{0} and {1} are the same thing", "{0}と{1}は同一である"),
    "DifferentIndividuals": ("{list} are different things", "{list}は別々のものである"),
    "ClassAssertion": ("{1} is {0}", "{1}は{0}である"),
    "ObjectPropertyAssertion": ("{0} leads from {1} to {2}", "{1}の{0}は{2}である"),
    "DataPropertyAssertion": ("{0} of {1} is {2}", "{1}の{0}は{2}である"),
    "Functional": ("{0} has one value at most", "{0}の値は多くとも一つである"),
    "InverseFunctional": ("no two things share a value of {0}", "{0}の値を共有するものはない"),
    "Transitive": ("{0} is transitive", "{0}は推移的である"),
    "Symmetric": ("{0} holds both ways", "{0}は両方向に成り立つ"),
    "Asymmetric": ("{0} never holds both ways", "{0}が両方向に成り立つことはない"),
    "Reflexive": ("everything has {0} to itself", "すべてのものは自身に対して{0}をもつ"),
    "Irreflexive": ("nothing has {0} to itself", "自身に対して{0}をもつものはない"),
    "Equivalent": ("{0} and {1} always hold together", "{0}と{1}は常に同時に成り立つ"),
    "Disjoint": ("{0} and {1} never join the same two", "{0}と{1}は同じ二つの間に成り立たない"),
    "Negative": ("{0} does not hold from {1} to {2}", "{1}の{0}は{2}ではない"),
}  # fmt: skip
SEVERAL = ("no two of these overlap: {list}", "次のものは互いに排他である：{list}")
PHRASES: Mapping[str, tuple[str, str]] = {
    "IntersectionOf": ("{and}", "{and}"),
    "UnionOf": ("{or}", "{or}"),
    "ComplementOf": ("not {0}", "{0}でないもの"),
    "OneOf": ("one of {list}", "{list}のいずれか"),
    "SomeValuesFrom": ("something with {0} to {1}", "{0}の値に{1}があるもの"),
    "AllValuesFrom": ("something whose {0} is always {1}", "{0}の値がすべて{1}であるもの"),
    "HasValue": ("something with {0} to {1}", "{0}の値に{1}があるもの"),
    "HasSelf": ("something with {0} to itself", "自身に対して{0}をもつもの"),
    "MinCardinality": ("something with at least {0} of {1}", "{1}の値が少なくとも{0}個あるもの"),
    "MaxCardinality": ("something with at most {0} of {1}", "{1}の値が多くとも{0}個であるもの"),
    "ExactCardinality": ("something with exactly {0} of {1}", "{1}の値がちょうど{0}個あるもの"),
    "InverseOf": ("{0} read backwards", "{0}の逆"),
    "PropertyChain": ("{then}", "{then}"),
    "DatatypeRestriction": ("{0} within limits", "範囲の限られた{0}"),
}
GLUE = {
    "en": {"list": ", ", "and": " and at once ", "or": " or ", "then": " followed by "},
    "ja": {"list": "、", "and": "かつ", "or": "または", "then": "、次いで"},
}
QUOTED = {"en": "“{}”", "ja": "「{}」"}
CLASS_PLACES = {
    "SubClassOf": (0, 1), "EquivalentClasses": (0, 1), "DisjointClasses": (0, 1, 2, 3, 4, 5),
    "DisjointUnion": (0, 1, 2, 3, 4, 5), "ClassAssertion": (0,), "HasKey": (0,),
    "ObjectPropertyDomain": (1,), "ObjectPropertyRange": (1,), "DataPropertyDomain": (1,),
    "ObjectIntersectionOf": tuple(range(20)), "ObjectUnionOf": tuple(range(20)),
    "ObjectComplementOf": (0,), "ObjectSomeValuesFrom": (1,), "ObjectAllValuesFrom": (1,),
}  # fmt: skip
"""Where a name in a form is that of a class, which English gives an article."""


class Speaker:
    """Says axioms in one language."""

    def __init__(self, names: Namer) -> None:
        self.names = names
        self.language = names.language
        self.index = LANGUAGES.index(names.language)

    def sentence(self, axiom: Axiom) -> str:
        """Say an axiom, without the full stop."""
        form = axiom.form
        pattern = self.pattern(form)
        if pattern is None:
            return f"{form.name}: {', '.join(self.phrases(form))}"
        return self.filled(pattern, form)

    def pattern(self, form: Form) -> str | None:
        """Find the pattern for an axiom, by its whole name or by its first word."""
        if form.name == "DisjointClasses" and len(form.parts) != 2:
            return SEVERAL[self.index]
        if form.name in SENTENCES:
            return SENTENCES[form.name][self.index]
        first = next((n for n in HEADS if form.name.startswith(n)), None)
        return SENTENCES[first][self.index] if first else None

    def filled(self, pattern: str, form: Form) -> str:
        """Put the parts of a form into a pattern."""
        parts = self.phrases(form)
        joined = {name: glue.join(parts) for name, glue in GLUE[self.language].items()}
        rest = GLUE[self.language]["list"].join(parts[1:])
        padded = [*parts, *[""] * (3 - len(parts))]
        return pattern.format(*padded, rest=rest, **joined)

    def phrases(self, form: Form) -> list[str]:
        """Say each part of a form."""
        places = CLASS_PLACES.get(form.name, ())
        counted = form.name.endswith("Cardinality")
        return [
            str(part) if counted and isinstance(part, int) else self.phrase(part, n in places)
            for n, part in enumerate(form.parts)
        ]

    def phrase(self, part: Part, is_class: bool = False) -> str:
        """Say a part: an expression by its pattern, a name by its label, a literal as it is."""
        if isinstance(part, Form):
            if part.name.endswith("OneOf") and not part.parts:
                return ("nothing at all", "空の集合")[self.index]
            name = part.name.removeprefix("Object").removeprefix("Data")
            pattern = PHRASES.get(name) or PHRASES.get(part.name)
            return self.filled(pattern[self.index], part) if pattern else part.name
        if isinstance(part, int):
            return str(part)
        if not isinstance(part, ox.NamedNode):
            return write_term(part)
        return self.called(part, is_class)

    def called(self, node: ox.NamedNode, is_class: bool) -> str:
        """Call a node by its label, an individual by its name too, a class with its article."""
        if node.value.startswith(WITNESS):
            return ("some supposed thing", "仮に置いたもの")[self.index]
        if is_merged(node):
            return ("some thing", "あるもの")[self.index]
        label = self.names.label(node)
        quoted = QUOTED[self.language].format(label)
        if not node.value.startswith(NS) and label != shorten(node.value):
            brackets = ("{} [{}]", "{}［{}］")[self.index]
            return brackets.format(quoted, shorten(node.value))
        if not is_class or self.language != "en":
            return quoted
        return f"{'an' if label[:1].lower() in 'aeio' else 'a'} {quoted}"


HEADS = sorted((n for n in SENTENCES if n.isalpha()), key=len, reverse=True)
"""Names of patterns, the longest first, so that the first that fits is the closest."""
