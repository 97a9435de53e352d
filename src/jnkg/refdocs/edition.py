"""Write links, texts and values in one language: what the templates ask for.

A Reference comes in with a language; an Edition goes out, whose methods give markup that is safe to
put into a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox
from markupsafe import Markup

from jnkg.names import GRAPH, NS, PREFIXES, RDF_TYPE, RDFS_LABEL, STATUSES, shorten
from jnkg.questions import Question
from jnkg.refdocs.ends import Ends, Fitter
from jnkg.refdocs.examples import BASES, Examples, Excerpt, prefixes, turtle
from jnkg.refdocs.nouns import OWL, RDFS, SKOS, Expression, Match, Module, Node, Term
from jnkg.refdocs.ontology import Ontology
from jnkg.refdocs.speech import Speaker, group, label_text, mark, marked, quoting, sort_key
from jnkg.refdocs.uses import Uses, terms_in
from jnkg.refdocs.words import Words
from jnkg.render import TRUTH
from jnkg.turtle import Term as RdfTerm

SH = PREFIXES["sh"]
NOTES = (SKOS + "scopeNote", SKOS + "editorialNote", SKOS + "example", RDFS + "comment")
SPOKEN = {RDF_TYPE: "a", RDFS_LABEL: "label"}
TAGGED = re.compile(r'("(?:[^"\\\n]|\\.)*")(@(en|ja)\b)')
MATCH_WORDS = {
    RDFS + "subClassOf": "match_sub",
    RDFS + "subPropertyOf": "match_sub",
    OWL + "equivalentClass": "match_same",
    OWL + "equivalentProperty": "match_same",
    SKOS + "exactMatch": "match_same",
    SKOS + "closeMatch": "match_close",
    SKOS + "broadMatch": "match_broad",
    SKOS + "narrowMatch": "match_narrow",
    SKOS + "relatedMatch": "match_related",
    RDFS + "seeAlso": "match_related",
}


@dataclass(frozen=True)
class Reference:
    """All that the pages are made from."""

    ontology: Ontology
    fitter: Fitter
    uses: Uses
    examples: Examples
    speakers: Mapping[str, dict[str, Speaker]]
    """By status, since a label may hold what only a weaker status tells, and by language."""

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The stored questions by name."""
        return tuple(sorted(self.uses.questions, key=lambda q: q.name))


class Edition:
    """The pages' view of a reference, in one language; `up` leads to the language's folder."""

    bases = BASES  # what an example's table leaves to its source line

    def __init__(
        self, reference: Reference, language: str, up: str = "", status: str = STATUSES[-1]
    ) -> None:
        self.reference = reference
        self.ontology = reference.ontology
        self.uses = reference.uses
        self.language = language
        self.words = Words(language)
        self.speaker = reference.speakers[status][language]
        self.up = up

    def at(self, up: str) -> Edition:
        """Give the same edition as seen from another folder."""
        return Edition(self.reference, self.language, up)

    def within(self, status: str) -> Edition:
        """Give the same edition with labels that rest on nothing weaker than a status."""
        ceiling = status if status in STATUSES else STATUSES[-1]
        return Edition(self.reference, self.language, self.up, ceiling)

    def label(self, node: Node) -> str:
        """Give the label of a term."""
        return label_text(self.speaker, node)

    def text(self, node: Node, name: str) -> Markup:
        """Give a text about a node in this language; `name` is a prefixed name."""
        prefix, _, local = name.partition(":")
        return self.quoting(self.speaker.own_text(node, PREFIXES[prefix] + local))

    def quoting(self, text: str) -> Markup:
        """Give a text of this language; the words that it quotes from another are marked."""
        return quoting(text, self.language)

    def text_of_header(self, name: str) -> str:
        """Give what the ontology says of itself, in this language or in none."""
        prefix, _, local = name.partition(":")
        found = self.ontology.objects.get((self.ontology.header, PREFIXES[prefix] + local), ())
        texts = [o for o in found if isinstance(o, ox.Literal)]
        own = [o.value for o in texts if o.language in (None, self.language)]
        named = [self.speaker.own_text(o, RDFS_LABEL) for o in found if isinstance(o, Node)]
        return min([*own, *named], default="")

    def modules(self, names: Iterable[str]) -> Markup:
        """Link modules by name; one that declares no own term has no page."""
        found = {m.name: m for m in self.ontology.modules}
        return self.words.joined(
            [
                Markup('<a href="{}{}">{}</a>').format(
                    self.up, found[name].page, self.text(found[name].node, "rdfs:label")
                )
                for name in names
                if name in found
            ]
        )

    def said(self, keys: Iterable[str]) -> list[Markup]:
        """Give some of the pages' own words."""
        return [self.words(key) for key in keys]

    def notes(self, node: Node) -> list[Markup]:
        """Give the notes on a term, the definition not repeated."""
        definition = self.text(node, "skos:definition")
        found = (self.quoting(self.speaker.own_text(node, predicate)) for predicate in NOTES)
        known = {Markup(), definition, *self.alignment_notes(node)}
        return [note for note in dict.fromkeys(found) if note not in known]

    def link(self, node: Node) -> Markup:
        """Link a term by its label; a foreign term by label and short name, a node by its label."""
        term = self.ontology.terms.get(node)
        if term is not None:
            return Markup('<a href="{}{}">{}</a>').format(self.up, term.page, self.label(node))
        if node.value in SPOKEN:
            return self.words(SPOKEN[node.value])
        if (node, RDF_TYPE) in self.ontology.objects:
            return self.foreign(node)
        short = shorten(node.value)
        if node.value.startswith(GRAPH):
            return self.code(short)
        label = self.speaker.label(node)
        return self.code(short) if label == short else marked(label)

    def foreign(self, node: Node) -> Markup:
        """Name a term of another vocabulary."""
        label = self.speaker.own_text(node, RDFS_LABEL)
        code = Markup('<a href="{}">{}</a>').format(node.value, self.code(shorten(node.value)))
        return Markup("{} {}").format(label, code) if label else code

    def code(self, text: str) -> Markup:
        """Write a name as code, which is of no language."""
        return Markup('<code lang="zxx" translate="no">{}</code>').format(text.strip("<>"))

    def links(self, nodes: Iterable[Node]) -> Markup:
        """Link several terms, in the order of their labels."""
        ordered = sorted(nodes, key=lambda n: sort_key(self.label(n), self.language))
        return self.words.joined([self.link(n) for n in ordered])

    def value(self, term: RdfTerm) -> Markup:
        """Write a value: a node by its label, a literal with its language."""
        if isinstance(term, ox.NamedNode):
            return self.link(term)
        if not isinstance(term, ox.Literal):
            return self.code(str(term))
        if term.datatype.value == PREFIXES["xsd"] + "boolean":
            return Markup("{}").format(TRUTH[self.language].get(term.value, term.value))
        return marked(mark(term, self.language))

    def expression(self, expression: Expression) -> Markup:
        """Write a class expression as words."""
        if expression.construct == "term":
            return self.value(expression.term) if expression.term else Markup()
        parts = [self.expression(part) for part in expression.parts]
        if expression.construct in ("unionOf", "oneOf", "intersectionOf"):
            return self.words("and" if "inter" in expression.construct else "or").join(parts)
        key = f"e_{expression.construct.replace('Qualified', '').replace('qualifiedC', 'c')}"
        return self.words(key if key in self.words else "e_unknown", *parts or [Markup("-")])

    def expressions(self, node: Node, name: str, own_only: bool = False) -> list[Markup]:
        """Write the expressions that a predicate leads to; those of our own namespace alone."""
        prefix, _, local = name.partition(":")
        found = self.ontology.expressions(node, PREFIXES[prefix] + local)
        return [
            self.expression(e)
            for e in found
            if not own_only or not isinstance(e.term, Node) or e.term.value.startswith(NS)
        ]

    def chain(self, links: list[Expression]) -> Markup:
        """Write a chain of properties as a sentence."""
        written = [self.words("chain_link", link=self.expression(link)) for link in links]
        sentence = written[0] if written else Markup()
        for link in written[1:]:
            sentence = self.words("chain_then", first=sentence, next=link)
        return self.words("chain_whole", chain=sentence)

    def ends(self, node: Node) -> Ends:
        """Give what a property joins, by axioms or for want of them by shapes."""
        return self.reference.fitter.all_ends[node]

    def leading(self, node: Node, side: int) -> list[Node]:
        """Give the properties that lead from (0) or to (1) a class."""
        return [
            term.node
            for term in self.ontology.terms.values()
            if term.is_property
            for ends in (self.ends(term.node),)
            if node in (ends.sources, ends.targets)[side]
        ]

    def match(self, match: Match) -> Markup:
        """Name the kind of an alignment, and its target."""
        key = MATCH_WORDS.get(match.predicate, "match_related")
        return self.words(key, target=self.foreign(match.target))

    def alignment_notes(self, node: Node) -> list[Markup]:
        """Give why a term is aligned as it is, or not at all."""
        notes = self.ontology.alignment_notes.get((node, NOTES[1]), ())
        return [
            self.quoting(o.value)
            for o in notes
            if isinstance(o, ox.Literal) and o.language == self.language
        ]

    def other_facts(self, term: Term) -> list[tuple[Node, list[RdfTerm]]]:
        """Give what own properties and dates say of a term beyond its axioms."""
        return [
            (Node(predicate), values)
            for (subject, predicate), values in self.ontology.objects.items()
            if subject == term.node and predicate.startswith(NS)
        ]

    def narrower(self, node: Node) -> list[Node]:
        """Give the own narrower terms of a term, over all steps."""
        found: list[Node] = []
        waiting = [node]
        while waiting:
            here = waiting.pop()
            for name in ("subClassOf", "subPropertyOf"):
                fresh = [n for n in self.ontology.sources(here, RDFS + name) if n not in found]
                found += self.ontology.own(fresh)
                waiting += fresh
        return [n for n in found if n != node]

    def narrower_total(self, node: Node) -> int:
        """Count the triples of the data that use narrower terms."""
        return sum(self.uses.total(n) for n in self.narrower(node))

    def example(self, node: Node) -> tuple[Excerpt, ...]:
        """Give the example of a term in this language."""
        return self.reference.examples.example(node, self.language)

    def turtle(self, triples: tuple[ox.Triple, ...]) -> Markup:
        """Write triples as Turtle, literals marked with their language."""
        text, out, at = turtle(triples), Markup(), 0
        for found in TAGGED.finditer(text):
            out += Markup('{}<span lang="{}">{}</span>{}').format(
                text[at : found.start()], found[3], found[1], found[2]
            )
            at = found.end()
        return out + text[at:]

    def prefixes(self, triples: tuple[ox.Triple, ...]) -> list[tuple[str, str]]:
        """Give the prefixes of an excerpt with their namespaces."""
        return [(name, PREFIXES[name]) for name in prefixes(triples)]

    def message(self, shape: Node) -> Markup:
        """Give what a shape asks, in this language."""
        return self.quoting(self.uses.shapes.message(shape).get(self.language, ""))

    def asked(self, question: Question, key: str) -> Markup:
        """Give a text of a question's header."""
        return self.quoting(question.words(key)[self.language])

    def terms_of(self, question: Question) -> list[Node]:
        """Give the own terms that a question names."""
        return self.ontology.own(map(Node, sorted(terms_in(question.text))))

    def grouped(self) -> list[tuple[str, list[Term]]]:
        """Give all terms by label, under the headings of an index."""
        found: dict[tuple[str, str], list[Term]] = {}
        for term in self.ordered(self.ontology.terms.values()):
            found.setdefault(group(self.label(term.node), self.language), []).append(term)
        return [(heading, terms) for (_, heading), terms in sorted(found.items())]

    def ordered(self, terms: Iterable[Term]) -> list[Term]:
        """Put terms in the order of their labels."""
        return sorted(
            terms, key=lambda t: (sort_key(self.label(t.node), self.language), t.node.value)
        )

    def module_of(self, term: Term) -> Module:
        """Give the module that declares a term."""
        return next(m for m in self.ontology.modules if m.name == term.module)
