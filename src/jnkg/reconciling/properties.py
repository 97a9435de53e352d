"""Know the properties by which things can be narrowed down and columns be filled.

A World comes in; Properties go out. Most are properties of the ontology, by their local names;
some are ways through the graph that a table has a column for: the country of a post or a place,
the holder of a post, the status and the source of what is claimed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from weakref import WeakKeyDictionary

import pyoxigraph as ox

from jnkg.answer import run
from jnkg.names import ID, LANGUAGES, NS, PREFIXES, RDF_TYPE, RDFS_LABEL, expand, shorten
from jnkg.reconciling.asked import Malformed
from jnkg.reconciling.called import known
from jnkg.reconciling.kinds import definition
from jnkg.reconciling.spelling import fold
from jnkg.store import World
from jnkg.turtle import natural

Term = ox.NamedNode | ox.Literal
DCTERMS, FOAF, SKOS = (PREFIXES[p] for p in ("dcterms", "foaf", "skos"))
FOREIGN = (
    *(DCTERMS + n for n in ("title", "publisher", "language", "isPartOf")),
    *(SKOS + n for n in ("altLabel", "definition", "scopeNote", "editorialNote")),
    FOAF + "page",
)
"""Properties of other vocabularies that our files use; the rest follow from ours."""
ASIDE = frozenset(
    NS + n
    for n in ("hasEvidence", "hasGround", "hasPremise", "confidence", "selectorDigest",
              "textDigest")
)  # fmt: skip
"""What a claim stands on: `status` and `source` tell it in short."""
COUNTRY = """
{ ?node jn:hasServedIn ?in } UNION { ?node jn:belongsTo ?in } UNION { ?node jn:isLocatedIn ?in }
UNION { ?node jn:inPlace ?in } UNION { ?node jn:hasSeat ?in }
?in (jn:belongsTo|jn:isLocatedIn)* ?value . ?value a jn:State
"""
BASIS = "GRAPH ?graph { ?node jn:hasEvidence|jn:hasGround ?basis } "
DERIVED: Mapping[str, tuple[str, str, str, str, str, str]] = {
    "name_en": ("English name", "英語名", "", "",
                "?node rdfs:label ?value FILTER (LANG(?value) = 'en')", ""),
    "name_ja": ("Japanese name", "日本語名", "", "",
                "?node rdfs:label ?value FILTER (LANG(?value) = 'ja')", ""),
    "type": ("type", "種別", "", "",
             f"?node a ?value FILTER (STRSTARTS(STR(?value), '{NS}'))", ""),
    "country": ("country", "国", "The state that a person has served, to which a post or a body "
                "belongs, or in which a place or an event lies.",
                "個人が務めた国、職や機関が属する国、場所や出来事がある国。", COUNTRY, "State"),
    "post": ("post held", "在任した職", "A post that the person has held; together with day: held "
             "on that day.",
             "個人が就いたことのある職。day とともに用いれば、その日に就いている職。",
             "?node jn:hasHeldPost ?value", "Post"),
    "holder": ("holder of the post", "在任者", "A person who has held the post.",
               "その職に就いたことのある個人。", "?value jn:hasHeldPost ?node", "Person"),
    "area": ("area of cooperation", "協力分野", "An area that the instrument sets out.",
             "協力文書が定める協力分野。", "?value jn:inInstrument ?node ; a jn:Area", "Area"),
    "participant": ("participant", "参加者", "Who took part in the event.", "出来事の参加者。",
                    "?part jn:inEvent ?node ; jn:hasParticipant ?value", "Agent"),
    "text": ("document with the text", "本文を載せる文書", "A document that prints the instrument.",
             "その協力文書の本文を載せる文書。", "?value jn:isTextOf ?node", "Document"),
    "status": ("status of the claims", "主張の地位", "Whether what is claimed of it is stated, "
               "derived or interpreted; nothing is claimed of a mere identity.",
               "主張が明示、導出、解釈のいずれか。同定のみのものには主張がない。",
               BASIS + "?graph jn:status ?value", ""),
    "source": ("source of the claims", "主張の出典", "The documents that claim something of it.",
               "それについて主張する文書。", BASIS + "?graph dcterms:source ?value", "Document"),
    "iri": ("permanent identifier", "恒久識別子", "", "", "", ""),
    "day": ("day", "日付", "A day, month or year in which an event takes place, a document is "
            "issued or a person is in office; together with post: in that post.",
            "出来事が起こる日、文書が発出される日、個人が在職する日（月や年でもよい）。"
            "post とともに用いれば、その職にある日。", "", ""),
}  # fmt: skip
"""Ways through the graph: label and description (en, ja, en, ja), pattern, class of the values."""
DAY, IRI, POST = "day", "iri", "post"


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its identifier, what it is called and what it says, and where its values are.

    `pattern` is SPARQL from ?node to ?value; `gives` is the IRI of the class of its values.
    """

    id: str
    label: Mapping[str, str]
    about: Mapping[str, str]
    pattern: str
    gives: str

    def json(self, language: str) -> dict[str, object]:
        """Give it as the protocol has it."""
        said = {"description": self.about[language]} if self.about[language] else {}
        return {"id": self.id, "name": self.label[language], **said}


@dataclass(slots=True)
class Held:
    """What is held of one world: the properties, which thing has which, and tables of values."""

    properties: Mapping[str, Property]
    borne: Mapping[str, frozenset[str]]
    tables: dict[str, Mapping[str, tuple[Term, ...]]]


KEPT: WeakKeyDictionary[World, Held] = WeakKeyDictionary()


def held(world: World) -> Held:
    """Give the properties of a world; read once."""
    if world not in KEPT:
        borne: dict[str, set[str]] = defaultdict(set)
        query = f"SELECT DISTINCT ?node ?p WHERE {{ ?node <{RDFS_LABEL}> ?label ; ?p ?value }}"
        for node, predicate in run(world, query).rows:
            iri, name = node.value if node else "", predicate.value if predicate else ""
            if iri.startswith(ID) and is_offered(name):
                borne[iri].add(identifier(name))
        used = {name for names in borne.values() for name in names}
        plain = {name: plain_property(world, name) for name in sorted(used)}
        derived = {name: derived_property(name) for name in DERIVED}
        KEPT[world] = Held({**derived, **plain}, {k: frozenset(v) for k, v in borne.items()}, {})
    return KEPT[world]


def is_offered(predicate: str) -> bool:
    """Tell whether a property is ours, or one that our files use, and no part of a basis."""
    return (predicate.startswith(NS) or predicate in FOREIGN) and predicate not in ASIDE


def identifier(predicate: str) -> str:
    """Give the identifier of a property of a vocabulary: short, and without our own prefix."""
    return shorten(predicate).removeprefix("jn:")


def iri_of(name: str) -> str:
    """Give the IRI of a property of a vocabulary."""
    return expand(name) or NS + name


def plain_property(world: World, name: str) -> Property:
    """Describe a property of a vocabulary in its own words."""
    iri = iri_of(name)
    ranges = world.store.quads_for_pattern(
        ox.NamedNode(iri), ox.NamedNode(PREFIXES["rdfs"] + "range"), None, ox.DefaultGraph()
    )
    given = sorted(q.object.value for q in ranges if isinstance(q.object, ox.NamedNode))
    return Property(
        name,
        {tag: world.labels(tag).get(iri) or name for tag in LANGUAGES},
        {tag: definition(world, iri, tag) for tag in LANGUAGES},
        f"?node <{iri}> ?value",
        next((g for g in given if g.startswith(NS)), ""),
    )


def derived_property(name: str) -> Property:
    """Describe a way through the graph."""
    en, ja, about_en, about_ja, pattern, gives = DERIVED[name]
    label, about = {"en": en, "ja": ja}, {"en": about_en, "ja": about_ja}
    return Property(name, label, about, pattern, NS + gives if gives else "")


def property_of(world: World, typed: str) -> Property:
    """Give the property that a client names; raises Malformed that names the nearest.

    An identifier, a prefixed name, an IRI, or a label in either language will do.
    """
    found = held(world).properties
    for name in (typed, identifier(typed), identifier(expand(typed) or "")):
        if name in found:
            return found[name]
    by_label = {fold(p.label[tag]): p for p in found.values() for tag in LANGUAGES}
    if fold(typed) in by_label:
        return by_label[fold(typed)]
    iri = typed if "://" in typed else iri_of(typed)
    if iri in world.labels("en") and iri != RDF_TYPE and not iri.startswith(ID):
        return plain_property(world, identifier(iri))
    names = {name.lower(): name for name in found}
    near = [names[name] for name in get_close_matches(typed.lower(), names, 3, 0.5)]
    hint_en = f" Nearest: {', '.join(near)}." if near else ""
    hint_ja = f"近いもの：{'、'.join(near)}。" if near else ""
    raise Malformed(
        f"There is no property {typed!r}.{hint_en} The suggest service lists the properties.",
        f"「{typed}」というプロパティはありません。{hint_ja}"
        "プロパティは候補の提示（suggest）で一覧できます。",
        near,
    )


def table(world: World, wanted: Property) -> Mapping[str, tuple[Term, ...]]:
    """Give the values of a property by thing, in natural order; read once for each property."""
    tables = held(world).tables
    if wanted.id not in tables:
        tables[wanted.id] = dict(read_table(world, wanted))
    return tables[wanted.id]


def read_table(world: World, wanted: Property) -> Iterator[tuple[str, tuple[Term, ...]]]:
    """Yield the values of a property, thing by thing."""
    if wanted.id == IRI:
        yield from ((iri, (ox.Literal(iri),)) for iri in world.labels("en") if iri.startswith(ID))
        return
    if not wanted.pattern:
        return
    found: dict[str, list[Term]] = defaultdict(list)
    declared = " ".join(f"PREFIX {p}: <{PREFIXES[p]}>" for p in ("dcterms", "jn", "rdfs"))
    query = f"{declared} SELECT DISTINCT ?node ?value WHERE {{ {wanted.pattern} }}"
    for node, value in run(world, query).rows:
        iri = node.value if node else ""
        if iri.startswith(ID) and isinstance(value, ox.NamedNode | ox.Literal):
            found[iri].append(value)
    for iri, values in found.items():
        yield iri, tuple(sorted(values, key=lambda term: natural(str(term))))


def of_class(world: World, classes: frozenset[str]) -> list[Property]:
    """Give the properties that things of some classes have, the commonest first."""
    everything, names = held(world), known(world)
    counted: Counter[str] = Counter()
    for iri in names.names:
        if not classes or names.is_of(iri, classes):
            counted.update(everything.borne.get(iri, ()))
            counted.update(n for n in DERIVED if iri in table(world, everything.properties[n]))
    order = {name: place for place, name in enumerate(DERIVED)}
    ranked = sorted(counted, key=lambda n: (-counted[n], order.get(n, len(order)), n))
    return [everything.properties[name] for name in ranked]
