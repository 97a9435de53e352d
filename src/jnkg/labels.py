"""Give every node of a world one label in a language.

Triples come in, a dictionary from IRI to label goes out. An editor's label comes first;
a node without one (a passage, a participation, a tenure) is called by what it holds. Each
rule is one line of COMPOSED, so that tables, cards and pages all call a node the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

import pyoxigraph as ox

from jnkg.dataset import Objects, objects_of
from jnkg.names import GRAPH, NS, PREFIXES, RDF_TYPE, RDFS_LABEL, shorten
from jnkg.turtle import Term

SOURCE = PREFIXES["dcterms"] + "source"
PART_OF = PREFIXES["dcterms"] + "isPartOf"
EXACT = PREFIXES["oa"] + "exact"
SLOTS = {"en": "{} ({})", "ja": "{}（{}）"}
QUOTED = {"en": "“{}”", "ja": "「{}」"}


class Namer:
    """Labels of one world in one language, each worked out once."""

    def __init__(self, objects: Objects, language: str) -> None:
        self.objects = objects
        self.language = language
        self.known: dict[ox.NamedNode, str] = {}
        self.parts: dict[tuple[Term, str], list[ox.NamedNode]] = {}

    def values(self, node: ox.NamedNode, predicate: str) -> list[str]:
        """Give literal values, those in the reader's language alone where there are any."""
        literals = [o for o in self.objects.get((node, predicate), ()) if isinstance(o, ox.Literal)]
        own = [o for o in literals if o.language == self.language]
        return sorted(o.value for o in own or literals)

    def value(self, node: ox.NamedNode, *names: str) -> str:
        """Give the first value of the first of our properties that has one."""
        return next((v for n in names for v in self.values(node, NS + n)), "")

    def label_of(self, node: ox.NamedNode, name: str) -> str:
        """Give the label of the node that a property points at; one of ours, or any by its IRI."""
        predicate = name if "://" in name else NS + name
        targets = [
            o for o in self.objects.get((node, predicate), ()) if isinstance(o, ox.NamedNode)
        ]
        return self.label(min(targets, key=lambda n: n.value)) if targets else ""

    def label(self, node: ox.NamedNode) -> str:
        """Give a node's label; its short name where nothing else is known of it."""
        if node not in self.known:
            self.known[node] = shorten(node.value)  # holds while a circle is walked
            self.known[node] = self.find(node)
        return self.known[node]

    def find(self, node: ox.NamedNode) -> str:
        """Look for an editor's label, then for a rule, then for a summary."""
        own = self.values(node, RDFS_LABEL)
        if own:
            return own[0]
        if node.value.startswith(GRAPH):
            what = self.label_of(node, SOURCE) or node.value.removeprefix(GRAPH)
            return self.slot(what, self.label_of(node, NS + "status"))
        kinds = self.objects.get((node, RDF_TYPE), ())
        for kind in (k.value.removeprefix(NS) for k in kinds if isinstance(k, ox.NamedNode)):
            compose = COMPOSED.get(kind)
            text = compose(self, node) if compose else ""
            if text:
                return text
        return self.value(node, "summary", "printedName", "reason") or shorten(node.value)

    def fellows(self, node: ox.NamedNode) -> list[ox.NamedNode]:
        """Give the passages of the same form in the same whole, the node among them."""
        if not self.parts:
            for (part, predicate), wholes in self.objects.items():
                if predicate == PART_OF and isinstance(part, ox.NamedNode):
                    self.parts.setdefault((wholes[0], self.label_of(part, "form")), []).append(part)
        whole = self.objects[node, PART_OF][0]
        return self.parts[whole, self.label_of(node, "form")]

    def slot(self, text: str, inside: str) -> str:
        """Put one label behind another in brackets, where both are there."""
        return SLOTS[self.language].format(text, inside) if text and inside else text or inside


def passage_label(names: Namer, node: ox.NamedNode) -> str:
    """Call a passage by its document and the numbers that lead to it, as a citation would."""
    marks: list[str] = []
    place: ox.NamedNode | None = node
    while place is not None:
        parents = names.objects.get((place, PART_OF))
        if not parents:
            break
        mark = passage_mark(names, place)
        if not marks or not plain(marks[0]).startswith(plain(mark)):
            marks.insert(0, mark)
        place = parents[0] if isinstance(parents[0], ox.NamedNode) else None
    document = names.label(place) if place else ""
    return f"{document} {''.join(marks).strip()}".strip()


def plain(mark: str) -> str:
    """Give a printed number without its width and its full stop: `１．` is the 1 of 1.2."""
    return unicodedata.normalize("NFKC", mark).rstrip(".")


def passage_mark(names: Namer, node: ox.NamedNode) -> str:
    """Give a passage's printed number, else its form and place among its like."""
    printed = names.value(node, "printedLabel")
    if any(unicodedata.numeric(c, None) is not None for c in printed):
        return printed
    fellows = sorted(names.fellows(node), key=lambda n: int(names.value(n, "order") or 0))
    place = f" {fellows.index(node) + 1}" if len(fellows) > 1 else ""
    return f" [{names.label_of(node, 'form')}{place}]"


def participation_label(names: Namer, node: ox.NamedNode) -> str:
    """Call a participation by who is printed, or who was found to be meant, and by its event."""
    who = names.label_of(node, "hasParticipant") or names.value(node, "printedName", "printedPost")
    return names.slot(who, names.label_of(node, "inEvent"))


def pair(first: str, second: str) -> Callable[[Namer, ox.NamedNode], str]:
    """Call a node by two of the nodes that it joins."""
    return lambda names, node: names.slot(names.label_of(node, first), names.label_of(node, second))


def relation_label(names: Namer, node: ox.NamedNode) -> str:
    """Call a relation by its ends and its kind."""
    parts = [names.label_of(node, n) for n in ("relatesFrom", "relationKind", "relatesTo")]
    return " → ".join(p for p in parts if p)


def link_label(names: Namer, node: ox.NamedNode) -> str:
    """Call a lineage link by its ends and its kind."""
    ends = [names.label_of(node, n) for n in ("linksFrom", "linksTo")]
    return names.slot(" – ".join(e for e in ends if e), names.label_of(node, "linkKind"))


def evidence_label(names: Namer, node: ox.NamedNode) -> str:
    """Call evidence by its quotation, else by its passage."""
    quotation = names.values(node, EXACT)
    if quotation:
        return QUOTED[names.language].format(quotation[0])
    return names.label_of(node, "inPassage")


def version_label(names: Namer, node: ox.NamedNode) -> str:
    """Call a version by its value and its document."""
    return names.slot(names.value(node, "printedValue"), names.label_of(node, "inDocument"))


COMPOSED: dict[str, Callable[[Namer, ox.NamedNode], str]] = {
    "Passage": passage_label,
    "Evidence": evidence_label,
    "Participation": participation_label,
    "CollectiveParticipation": participation_label,
    "Signature": participation_label,
    "Tenure": pair("isHeldBy", "fillsPost"),
    "Membership": pair("hasMember", "isMembershipIn"),
    "InstrumentRelation": relation_label,
    "LineageLink": link_label,
    "Derivation": pair("byRule", "hasPremise"),
    "Enumeration": pair("enumerates", "isAbout"),
    "EnumeratedItem": lambda names, node: names.value(node, "printedName"),
    "ConflictVersion": version_label,
}


def labels(triples: Iterable[ox.Triple], language: str) -> dict[str, str]:
    """Give the label of every named node that is a subject, in one language (en or ja)."""
    objects = objects_of(triples)
    names = Namer(objects, language)
    subjects = {s for s, _ in objects if isinstance(s, ox.NamedNode)}
    return {s.value: names.label(s) for s in sorted(subjects, key=lambda s: s.value)}
