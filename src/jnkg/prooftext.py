"""Lay out a proof.

A Proof comes in; text of a given width, or an object for JSON, goes out. Each conclusion stands
above its rule and its premises, each premise above what it stands on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from jnkg.card import Basis
from jnkg.labels import QUOTED, SLOTS
from jnkg.names import BASE, RDF_TYPE, shorten
from jnkg.places import Places
from jnkg.questions import Question
from jnkg.render import display_width, wrap
from jnkg.rules import Rule, Terms
from jnkg.show import WORDS as CARD_WORDS
from jnkg.show import clause_text, ground_texts
from jnkg.why import Proof, Said, Support

LAWS = {
    "en": {
        "cax-sco": "“{0}” is a kind of “{1}”",
        "cax-eqc": "“{0}” and “{1}” are one class",
        "prp-dom": "whatever “{0}” leads from is of the kind “{1}”",
        "prp-rng": "whatever “{0}” leads to is of the kind “{1}”",
        "prp-spo1": "“{0}” is a case of “{1}”",
        "prp-eqp1": "“{0}” and “{1}” are one relation",
        "prp-eqp2": "“{0}” and “{1}” are one relation",
        "prp-inv1": "“{0}” is the inverse of “{1}”",
        "prp-inv2": "“{0}” is the inverse of “{1}”",
        "prp-symp": "“{0}” holds both ways",
        "prp-trp": "“{0}” holds over several steps, since it holds at each",
        "prp-spo2": "“{0}” follows from {1}",
        "step": "“{}”",
        "then": ", then ",
    },
    "ja": {
        "cax-sco": "「{0}」は「{1}」の一種である",
        "cax-eqc": "「{0}」と「{1}」は同じクラスである",
        "prp-dom": "「{0}」の起点となるものは「{1}」である",
        "prp-rng": "「{0}」の終点となるものは「{1}」である",
        "prp-spo1": "「{0}」であれば「{1}」でもある",
        "prp-eqp1": "「{0}」と「{1}」は同じ関係である",
        "prp-eqp2": "「{0}」と「{1}」は同じ関係である",
        "prp-inv1": "「{0}」は「{1}」の逆である",
        "prp-inv2": "「{0}」は「{1}」の逆である",
        "prp-symp": "「{0}」は両方向に成り立つ",
        "prp-trp": "「{0}」は一段ごとに成り立てば全体でも成り立つ",
        "prp-spo2": "{1}とたどった先が「{0}」である",
        "step": "「{}」",
        "then": "、次いで",
    },
}
"""What each rule says of the terms of its axiom."""
WORDS = {
    "en": {
        "because": "follows, because {}",
        "premise": "premise",
        "identity": "identity: the editors' record",
        "vocabulary": "the ontology",
        "kind": "is of the kind",
        "above": "as above",
    },
    "ja": {
        "because": "推論：{}",
        "premise": "前提",
        "identity": "同定：編者の記録",
        "vocabulary": "オントロジー",
        "kind": "種別",
        "above": "上記のとおり",
    },
}
"""What a proof says in words of its own, or otherwise than a card; the rest it says as a card."""
MARKS = ("├─ ", "│  ", "└─ ", "   ")
NARROWEST = 30
"""The fewest terminal cells that a text deep in a proof is given."""


class Layout:
    """How a proof is put into words in one language; `shown` are the supports laid out so far."""

    def __init__(
        self,
        language: str,
        labels: Mapping[str, str],
        places: Places,
        questions: Mapping[str, Question],
    ) -> None:
        self.language = language
        self.labels = labels
        self.places = places
        self.questions = questions
        self.words = CARD_WORDS[language] | WORDS[language]
        self.terms = Terms.of(t for f in places.files if f.folder == "ontology" for t in f.triples)
        self.files = {f.graph.value: f for f in places.files}
        self.shown: set[tuple[Basis, ...]] = set()

    def name(self, term: object) -> str:
        """Name a term of the ontology."""
        found = term.value if isinstance(term, ox.NamedNode) else ""
        return self.called(found, self.labels.get(found) or shorten(found) or str(term))

    def called(self, iri: str, label: str) -> str:
        """Add to the label of a term of another vocabulary what it is written as."""
        is_ours = iri.startswith(BASE) or label == shorten(iri)
        return label if is_ours or not iri else SLOTS[self.language].format(label, shorten(iri))

    def law(self, rule: Rule) -> str:
        """Say what a rule says."""
        if rule.axiom is None:
            return QUOTED[self.language].format(
                self.questions[rule.name].words("title")[self.language]
            )
        laws, axiom = LAWS[self.language], rule.axiom
        object_ = self.name(axiom.object)
        if rule.name == "prp-spo2":
            steps = self.terms.items(axiom.object)
            object_ = laws["then"].join(laws["step"].format(self.name(s)) for s in steps)
        return laws[rule.name].format(self.name(axiom.subject), object_)

    def place(self, rule: Rule) -> str:
        """Give the file and line that a rule comes from."""
        if rule.axiom is None:
            return self.questions[rule.name].path
        axiom = rule.axiom
        if isinstance(axiom.subject, ox.Triple) or isinstance(axiom.object, ox.Triple):
            raise TypeError(str(axiom))
        at = self.places.find(axiom.subject, axiom.predicate.value, axiom.object)
        return f"{at.file}:{at.line}"

    def homes(self, proof: Proof) -> list[str]:
        """Give file and line of a triple that was written, for each graph that it stands on."""
        triple, support = proof.written, proof.support
        if triple is None or support is None or isinstance(triple.object, ox.Triple):
            return []
        subject = ox.NamedNode(proof.said.subject.iri)
        path, value = triple.predicate.value, triple.object
        files = (self.files[basis.graph] for basis in support.bases)
        found = (self.places.in_file(f, subject, path, value) for f in files)
        return [f"{at.file}:{at.line}" for at in found]

    def sentence(self, said: Said) -> str:
        """Say a triple."""
        names = (said.subject, said.predicate, said.object)
        subject, verb, value = (self.called(n.iri, n.label) for n in names)
        is_kind = said.predicate.iri == RDF_TYPE
        return f"{subject} ─ {self.words['kind'] if is_kind else verb} → {value}"


def to_text(proof: Proof, layout: Layout, width: int) -> str:
    """Lay out a proof in lines of at most `width` terminal cells, where its depth allows."""
    return "".join(line.rstrip() + "\n" for line in proof_lines(proof, layout, width, "", ""))


def proof_lines(proof: Proof, layout: Layout, width: int, lead: str, under: str) -> Iterator[str]:
    """Yield a conclusion, its rule, and its premises; `lead` opens the first line only."""
    sentence = layout.sentence(proof.said)
    below = under + (MARKS[1] if proof.premises else MARKS[3])
    if proof.support:
        yield from put(f"{sentence} [{'; '.join(layout.homes(proof))}]", width, lead, under)
        yield from support_lines(proof.support, layout, width, below)
    if proof.rule:
        yield from put(sentence, width, lead, under)
        law = layout.words["because"].format(layout.law(proof.rule))
        yield from put(
            f"{law} [{proof.rule.name}, {layout.place(proof.rule)}]", width, below, below
        )
    for number, premise in enumerate(proof.premises, 1):
        first, rest = MARKS[2:] if number == len(proof.premises) else MARKS[:2]
        yield from proof_lines(premise, layout, width, under + first, under + rest)


def support_lines(support: Support, layout: Layout, width: int, under: str) -> Iterator[str]:
    """Yield what a claim stands on, and below it what its grounds rest on."""
    if support.bases in layout.shown:
        statuses = dict.fromkeys(layout.words[basis.status] for basis in support.bases)
        yield f"{under}{' · '.join((*statuses, layout.words['above']))}"
        return
    if support.bases:
        layout.shown.add(support.bases)
    for basis in support.bases:
        yield from put(basis_text(basis, layout), width, under, under + "  ")
    for premise in support.premises:
        head = f"{layout.words['premise']} {premise.node.label}"
        text = f"{head} {premise.words}" if premise.words else head
        yield from put(text, width, under + "· ", under + "  ")
        yield from support_lines(premise, layout, width, under + "  ")


def basis_text(basis: Basis, layout: Layout) -> str:
    """Say in one line what a block stands on."""
    words = layout.words
    parts = [words[basis.status]]
    parts += [clause_text(c, layout.language) for c in basis.clauses]
    if basis.document and not basis.clauses:
        parts.append(basis.document.label)
    for ground in basis.grounds:
        parts += (f"{words[key]} {text}" for key, text in ground_texts(ground).items() if text)
    return " · ".join(parts)


def put(text: str, width: int, lead: str, under: str) -> Iterator[str]:
    """Yield a text in lines that fit, the first behind `lead`, the others behind `under`."""
    room = width - max(display_width(lead), display_width(under))
    for part in wrap(text, max(room, NARROWEST)):
        yield lead + part
        lead = under


def to_json(proof: Proof, layout: Layout) -> dict[str, object]:
    """Give a proof as objects and lists."""
    found: dict[str, object] = {
        "subject": proof.said.subject.iri,
        "predicate": proof.said.predicate.iri,
        "object": proof.said.object.iri or proof.said.object.label,
        "sentence": layout.sentence(proof.said),
    }
    if proof.written and isinstance(proof.written.object, ox.Literal):
        literal = proof.written.object
        found |= {"datatype": literal.datatype.value, "language": literal.language or ""}
    if proof.rule:
        found["rule"] = {
            "name": proof.rule.name, "law": layout.law(proof.rule), "at": layout.place(proof.rule)
        }  # fmt: skip
        found["premises"] = [to_json(p, layout) for p in proof.premises]
    if proof.support:
        found["at"] = layout.homes(proof)
        found["support"] = support_json(proof.support)
    return found


def support_json(support: Support) -> dict[str, object]:
    """Give what a claim stands on as objects and lists."""
    from dataclasses import asdict

    return {
        "node": support.node.iri,
        "label": support.node.label,
        "words": support.words,
        "bases": [asdict(b) for b in support.bases],
        "premises": [support_json(p) for p in support.premises],
    }
