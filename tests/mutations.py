"""Break good data in many small ways, each of which a check has to see.

A Dataset comes in, Mutations go out: one file's triples with one fault, chosen from the data by
kind and by what the data hold, the same ones on every run. No node is named here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

import pyoxigraph as ox

from jnkg.dataset import Dataset, GraphFile
from jnkg.names import ID, NS, PREFIXES, RDF_TYPE, expand, shorten
from jnkg.turtle import Object, write_term

XSD = PREFIXES["xsd"]
DAY, INSTANT, NUMBER = XSD + "date", XSD + "dateTime", XSD + "integer"
WIDE = str.maketrans("0123456789０１２３４５６７８９", "1234567890１２３４５６７８９０")


@dataclass(frozen=True)
class Mutation:
    """One fault in one file: triples that go and triples that come."""

    kind: str
    what: str
    path: str
    gone: tuple[ox.Triple, ...]
    come: tuple[ox.Triple, ...]

    @property
    def name(self) -> str:
        """Give what a reader calls this mutation."""
        return f"{self.kind}: {self.what}"

    @property
    def nodes(self) -> set[str]:
        """The nodes that a finding has to name: the ends of what went and came."""
        ends = {e for t in (*self.gone, *self.come) for e in (t.subject, t.object)}
        named = (e for e in ends if not isinstance(e, ox.Literal | ox.Triple))
        return {write_term(e) for e in named if is_ours(e)}

    def applied(self, dataset: Dataset) -> Dataset:
        """Give the dataset with the fault."""
        return Dataset(tuple(self.within(f) if f.path == self.path else f for f in dataset.files))

    def within(self, file: GraphFile) -> GraphFile:
        """Give the file with the fault."""
        gone = set(self.gone)
        return GraphFile(
            file.path, file.text, (*(t for t in file.triples if t not in gone), *self.come)
        )


class Row(NamedTuple):
    """One triple of the data, with the class of its subject; names are prefixed."""

    path: str
    triple: ox.Triple
    cls: str
    prop: str

    @property
    def folder(self) -> str:
        return self.path.split("/")[1]

    @property
    def object(self) -> Object:
        assert not isinstance(self.triple.object, ox.Triple)
        return self.triple.object

    @property
    def text(self) -> str:
        """The text of a literal; empty for a node."""
        return self.object.value if isinstance(self.object, ox.Literal) else ""

    @property
    def tag(self) -> str:
        """The language of a literal; empty for anything else."""
        return (self.object.language or "") if isinstance(self.object, ox.Literal) else ""

    @property
    def datatype(self) -> str:
        """The datatype of a literal; empty for a node."""
        return self.object.datatype.value if isinstance(self.object, ox.Literal) else ""

    def with_object(self, value: Object) -> ox.Triple:
        """Give the triple with another object."""
        return ox.Triple(self.triple.subject, self.triple.predicate, value)

    def with_text(self, text: str) -> ox.Triple:
        """Give the triple with another text of the same language or datatype."""
        if self.tag:
            return self.with_object(ox.Literal(text, language=self.tag))
        return self.with_object(ox.Literal(text, datatype=ox.NamedNode(self.datatype)))


class Whole:
    """The data as rows, with what mutations look up."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.classes: dict[object, str] = {}
        self.members: dict[str, list[ox.NamedNode]] = defaultdict(list)
        for triple in sorted(dataset.triples, key=str):
            if triple.predicate.value == RDF_TYPE and isinstance(triple.object, ox.NamedNode):
                name = shorten(triple.object.value)
                if name != "owl:NamedIndividual":
                    self.classes[triple.subject] = name
                    if isinstance(triple.subject, ox.NamedNode):
                        self.members[name].append(triple.subject)
        self.rows = [
            Row(f.path, t, self.classes.get(t.subject, ""), shorten(t.predicate.value))
            for f in dataset.of("identity", "stated", "derived", "interpreted")
            for t in sorted(f.triples, key=str)
        ]
        self.blocks: dict[tuple[str, object], list[Row]] = defaultdict(list)
        self.values: dict[tuple[object, str], list[Row]] = defaultdict(list)
        for row in self.rows:
            self.blocks[row.path, row.triple.subject].append(row)
            self.values[row.triple.subject, row.prop].append(row)

    def block(self, row: Row) -> list[Row]:
        """Give the block of a file that a row stands in."""
        return self.blocks[row.path, row.triple.subject]

    def fellow(self, row: Row) -> Row | None:
        """Give the row with the same property in the other language."""
        same = [r for r in self.block(row) if r.prop == row.prop and r.tag and r.tag != row.tag]
        return same[0] if len(same) == 1 else None

    def siblings(self, node: object) -> list[ox.NamedNode]:
        """Give the other nodes of a node's class, the alphabetical neighbours first."""
        members = self.members[self.classes.get(node, "")]
        at = members.index(node) if node in members else 0  # type: ignore[arg-type]
        return [*members[at + 1 :], *members[:at]]


def is_ours(term: object) -> bool:
    """Tell whether a term is an individual of the graph."""
    return isinstance(term, ox.BlankNode) or (
        isinstance(term, ox.NamedNode) and term.value.startswith(ID)
    )


def node(name: str) -> ox.NamedNode:
    """Give the node of a prefixed name."""
    return ox.NamedNode(expand(name) or name)


Triples = Iterable[ox.Triple]
Change = Callable[[Whole, Row], Triples | None]
"""What stands in place of a triple; None where this fault does not fit it."""
By = Callable[[Row], str]
Maker = Callable[[Whole], Iterator[Mutation]]
KINDS: dict[str, Maker] = {}


def by_class_and_property(row: Row) -> str:
    return f"{row.cls} {row.prop}"


def by_property(row: Row) -> str:
    return f"{row.folder} {row.prop}"


def by_term(row: Row) -> str:
    return row.prop


def by_class(row: Row) -> str:
    return row.cls


def each(kind: str, by: By, most: int = 999) -> Callable[[Change], Change]:
    """Make a kind of mutation from a change of one triple: one of each group, at most some."""

    def keep(change: Change) -> Change:
        def make(whole: Whole) -> Iterator[Mutation]:
            groups: dict[str, list[Mutation]] = defaultdict(list)
            for row in whole.rows:
                instead = change(whole, row)
                if instead is not None:
                    what = by(row)
                    come = tuple(t for t in instead if t != row.triple)
                    stays = row.triple in instead
                    gone = () if stays else (row.triple,)
                    groups[what].append(Mutation(kind, what, row.path, gone, come))
            chosen = Random(kind).sample(sorted(groups), min(most, len(groups)))
            for what in sorted(chosen):
                yield Random(f"{kind} {what}").choice(groups[what])

        KINDS[kind] = make
        return change

    return keep


def some(kind: str, most: int = 1) -> Callable[[Maker], Maker]:
    """Make a kind of mutation from whole mutations: at most some of them."""

    def keep(maker: Maker) -> Maker:
        def make(whole: Whole) -> Iterator[Mutation]:
            found = [Mutation(kind, m.what, m.path, m.gone, m.come) for m in maker(whole)]
            chosen = Random(kind).sample(range(len(found)), min(most, len(found)))
            yield from (found[i] for i in sorted(chosen))

        KINDS[kind] = make
        return maker

    return keep


def mutations(whole: Whole) -> list[Mutation]:
    """Give all mutations, in the order of kinds."""
    return list(dict.fromkeys(m for maker in KINDS.values() for m in maker(whole)))


def swapped(row: Row, fellow: Row) -> Mutation:
    """Change the language tags of two literals for each other."""
    come = (
        row.with_object(ox.Literal(row.text, language=fellow.tag)),
        row.with_object(ox.Literal(fellow.text, language=row.tag)),
    )
    return Mutation("", short(row), row.path, (row.triple, fellow.triple), come)


def short(row: Row) -> str:
    return f"{row.prop} of {write_term(row.triple.subject)}"  # type: ignore[arg-type]


# Something is missing


@each("drop a triple", by_property, 56)
def drop(whole: Whole, row: Row) -> Triples | None:
    return ()


@each("remove one language", by_property, 3)
def one_language(whole: Whole, row: Row) -> Triples | None:
    return () if row.tag == "ja" and whole.fellow(row) else None


@each("empty text", by_term, 3)
def empty(whole: Whole, row: Row) -> Triples | None:
    return (row.with_text(""),) if row.text and row.prop != RDF_TYPE else None


# Languages


@each("third language", by_term, 3)
def third_language(whole: Whole, row: Row) -> Triples | None:
    french = row.with_object(ox.Literal("en français", language="fr"))
    return (row.triple, french) if row.tag else None


@each("no language tag", by_term, 3)
def no_tag(whole: Whole, row: Row) -> Triples | None:
    return (row.with_object(ox.Literal(row.text)),) if row.tag else None


@each("the other language's tag", by_property, 4)
def other_tag(whole: Whole, row: Row) -> Triples | None:
    if row.tag not in ("en", "ja") or whole.fellow(row):
        return None
    return (row.with_object(ox.Literal(row.text, language="ja" if row.tag == "en" else "en")),)


@each("two texts of one language", by_property, 3)
def twice(whole: Whole, row: Row) -> Triples | None:
    return (row.triple, row.with_text(row.text + "。")) if whole.fellow(row) else None


@some("swap languages", 5)
def swap(whole: Whole) -> Iterator[Mutation]:
    seen: dict[str, list[Mutation]] = defaultdict(list)
    for row in whole.rows:
        fellow = whole.fellow(row) if row.tag == "en" else None
        if fellow:
            seen[f"{row.cls} {row.prop}"].append(swapped(row, fellow))
    return (Random(key).choice(seen[key]) for key in sorted(seen))


# Times and numbers


def moved(text: str, days: int) -> str | None:
    try:
        return (date.fromisoformat(text) + timedelta(days)).isoformat()
    except ValueError:
        return None


@each("a day later", by_class_and_property, 7)
def later(whole: Whole, row: Row) -> Triples | None:
    text = moved(row.text, 1) if row.datatype == DAY or row.prop == "jn:edtf" else None
    return (row.with_text(text),) if text else None


@each("a year earlier", by_class_and_property, 6)
def earlier(whole: Whole, row: Row) -> Triples | None:
    text = moved(row.text, -365) if row.datatype == DAY or row.prop == "jn:edtf" else None
    return (row.with_text(text),) if text else None


@each("a date that is none", by_property, 3)
def no_date(whole: Whole, row: Row) -> Triples | None:
    if row.datatype not in (DAY, INSTANT):
        return None
    return (row.with_text("2024-13-40" + row.text[10:]),)


@each("a text for a date or number", by_term, 3)
def untyped(whole: Whole, row: Row) -> Triples | None:
    if not row.text or row.tag or row.datatype == XSD + "string":
        return None
    return (row.with_object(ox.Literal(row.text)),)


@each("another hour", by_class_and_property)
def hour(whole: Whole, row: Row) -> Triples | None:
    if row.datatype != INSTANT:
        return None
    return (row.with_text(row.text[:11] + row.text[11:13].translate(WIDE) + row.text[13:]),)


@each("another time zone", by_property)
def zone(whole: Whole, row: Row) -> Triples | None:
    return (row.with_text(row.text[:19] + "+09:00"),) if row.datatype == INSTANT else None


@each("another duration", by_class_and_property)
def duration(whole: Whole, row: Row) -> Triples | None:
    if row.datatype != XSD + "duration":
        return None
    return (row.with_text(row.text.replace("5", "0").replace("2", "3").replace("1", "4")),)


@each("another number", by_class_and_property, 6)
def number(whole: Whole, row: Row) -> Triples | None:
    return (row.with_text(str(int(row.text) + 1)),) if row.datatype == NUMBER else None


@each("a smaller number", by_class_and_property, 4)
def smaller(whole: Whole, row: Row) -> Triples | None:
    return (row.with_text(str(int(row.text) - 1)),) if row.datatype == NUMBER else None


@each("true for false", by_property, 3)
def flip(whole: Whole, row: Row) -> Triples | None:
    if row.datatype != XSD + "boolean":
        return None
    return (row.with_text("false" if row.text == "true" else "true"),)


@each("other digits in print", by_property, 3)
def digits(whole: Whole, row: Row) -> Triples | None:
    if not row.prop.startswith(("jn:printed", "oa:")) or row.datatype == NUMBER:
        return None
    text = row.text.translate(WIDE)
    return (row.with_text(text),) if text != row.text else None


# Words


@each("one character of print", by_property, 6)
def character(whole: Whole, row: Row) -> Triples | None:
    printed = row.prop.startswith(("jn:printed", "oa:")) or row.prop in PRINTED
    if not printed or not row.text or row.datatype == NUMBER:
        return None
    at = len(row.text) // 2
    return (row.with_text(f"{row.text[:at]}々{row.text[at + 1 :]}"),)


PRINTED = ("jn:wording", "jn:qualifier", "jn:selectorDigest", "jn:textDigest")


@each("a mark too many", by_class_and_property)
def mark(whole: Whole, row: Row) -> Triples | None:
    return (row.with_text(row.text + "１"),) if row.prop == "jn:printedLabel" else None


@each("the label of another", by_class, 3)
def borrowed(whole: Whole, row: Row) -> Triples | None:
    if row.prop != "rdfs:label":
        return None
    others = [r for s in whole.siblings(row.triple.subject) for r in whole.values[s, "rdfs:label"]]
    same = [r for r in others if r.tag == row.tag]
    return (row.with_object(same[0].object),) if same else None


@each("the identifier of another", by_class_and_property, 3)
def identifier(whole: Whole, row: Row) -> Triples | None:
    if row.prop not in ("jn:alpha2Code", "jn:alpha3Code", "jn:wikidataId", "jn:textDigest"):
        return None
    others = [r for s in whole.siblings(row.triple.subject) for r in whole.values[s, row.prop]]
    return (row.with_object(others[0].object),) if others else None


@each("a malformed identifier", by_class_and_property, 3)
def malformed(whole: Whole, row: Row) -> Triples | None:
    if row.prop not in ("jn:alpha2Code", "jn:alpha3Code", "jn:wikidataId", "jn:textDigest"):
        return None
    return (row.with_text(row.text.swapcase() + "?"),)


# Classes and links


@each("misspelt class", by_property, 2)
def misspelt_class(whole: Whole, row: Row) -> Triples | None:
    return (row.with_object(ox.NamedNode(row.object.value + "s")),) if is_type(row) else None


def is_type(row: Row) -> bool:
    return row.prop == "rdf:type"


@each("wrong class", by_class, 12)
def wrong_class(whole: Whole, row: Row) -> Triples | None:
    if not is_type(row):
        return None
    used = sorted({r.cls for r in whole.rows if r.cls.startswith("jn:")} - {row.cls})
    return (row.with_object(node(Random(row.cls).choice(used))),)


@each("a second class", by_property, 2)
def second_class(whole: Whole, row: Row) -> Triples | None:
    other = "jn:Person" if row.cls != "jn:Person" else "jn:State"
    return (row.triple, row.with_object(node(other))) if is_type(row) else None


@each("dangling IRI", by_term, 8)
def dangling(whole: Whole, row: Row) -> Triples | None:
    if not isinstance(row.object, ox.NamedNode) or not row.object.value.startswith((ID, NS)):
        return None
    return None if is_type(row) else (row.with_object(ox.NamedNode(row.object.value + "x")),)


@each("a thing of another class", by_term, 6)
def other_class(whole: Whole, row: Row) -> Triples | None:
    if not isinstance(row.object, ox.NamedNode) or is_type(row):
        return None
    cls = whole.classes.get(row.object, "")
    wrong = node("jnd:none") if not cls else whole.members[wrong_for(cls)][0]
    return (row.with_object(wrong),) if cls else None


def wrong_for(cls: str) -> str:
    """Give a class that a thing of some class is surely not of."""
    return "jn:Term" if cls != "jn:Term" else "jn:Rule"


@each("another of the same class", by_property, 20)
def another(whole: Whole, row: Row) -> Triples | None:
    if not isinstance(row.object, ox.NamedNode) or is_type(row):
        return None
    used = {r.object for r in whole.block(row)} | {row.triple.subject}
    others = [s for s in whole.siblings(row.object) if s not in used]
    return (row.with_object(others[0]),) if others else None


@each("a text for a thing", by_term, 3)
def text_for_thing(whole: Whole, row: Row) -> Triples | None:
    if not isinstance(row.object, ox.NamedNode) or is_type(row):
        return None
    return (row.with_object(ox.Literal(row.object.value.removeprefix(ID))),)


@each("a thing for a text", by_term, 3)
def thing_for_text(whole: Whole, row: Row) -> Triples | None:
    if not isinstance(row.object, ox.Literal):
        return None
    return (row.with_object(node("jnd:state-japan")),)


@each("unknown own property", by_term, 3)
def unknown_property(whole: Whole, row: Row) -> Triples | None:
    if not row.prop.startswith("jn:"):
        return None
    return (ox.Triple(row.triple.subject, ox.NamedNode(NS + row.prop[3:-1]), row.object),)


@each("unknown foreign property", by_term, 3)
def foreign_property(whole: Whole, row: Row) -> Triples | None:
    if row.prop.startswith(("jn:", "rdf:")):
        return None
    return (ox.Triple(row.triple.subject, node(f"{row.prop}s"), row.object),)


@each("property of another folder", lambda row: row.folder, 4)
def stray(whole: Whole, row: Row) -> Triples | None:
    strange = {"identity": "jn:printedName", "stated": "skos:altLabel"}
    name = strange.get(row.folder, "jn:wording")
    text = ox.Literal("印刷", language="ja")
    return (row.triple, ox.Triple(row.triple.subject, node(name), text)) if is_type(row) else None


@each("blank node", lambda row: row.folder, 2)
def blank(whole: Whole, row: Row) -> Triples | None:
    if not isinstance(row.object, ox.NamedNode) or is_type(row):
        return None
    return (row.with_object(ox.BlankNode("nameless")),)


@some("a slug that is none", 3)
def slugs(whole: Whole) -> Iterator[Mutation]:
    for (path, subject), block in sorted(whole.blocks.items(), key=str):
        if isinstance(subject, ox.NamedNode) and any(map(is_type, block)):
            for change in (str.upper, lambda s: s + "_é"):
                new = ox.NamedNode(ID + change(subject.value.removeprefix(ID)))
                gone = tuple(r.triple for r in block)
                come = tuple(ox.Triple(new, t.predicate, t.object) for t in gone)
                yield Mutation("", write_term(new), path, gone, come)


# What claims stand on


def without(whole: Whole, *props: str) -> Iterator[Mutation]:
    """Yield mutations that take all values of some properties from a block."""
    for (path, subject), block in sorted(whole.blocks.items(), key=str):
        gone = tuple(r.triple for r in block if r.prop in props)
        if gone:
            yield Mutation("", write_term(subject), path, gone, ())  # type: ignore[arg-type]


def adding(row: Row, prop: str, value: Object) -> Mutation:
    """Add one triple to the block of a row."""
    come = ox.Triple(row.triple.subject, node(prop), value)
    return Mutation("", short(row), row.path, (), (come,))


def replacing(row: Row, value: Object) -> Mutation:
    """Put another object in place of a row's."""
    return Mutation("", short(row), row.path, (row.triple,), (row.with_object(value),))


def of(whole: Whole, prop: str, folder: str = "") -> list[Row]:
    """Give the rows of a property, in a folder."""
    return [r for r in whole.rows if r.prop == prop and folder in ("", r.folder)]


@some("no evidence", 3)
def no_evidence(whole: Whole) -> Iterator[Mutation]:
    return without(whole, "jn:hasEvidence")


@some("no ground", 3)
def no_ground(whole: Whole) -> Iterator[Mutation]:
    return without(whole, "jn:hasGround")


@some("no premise", 2)
def no_premise(whole: Whole) -> Iterator[Mutation]:
    return (m for m in without(whole, "jn:hasPremise"))


@some("neither printed name nor post", 3)
def nameless(whole: Whole) -> Iterator[Mutation]:
    found = without(whole, "jn:printedName", "jn:printedPost")
    return (m for m in found if m.what.startswith("jnd:participation-"))


@some("a ground in stated/", 1)
def ground_in_stated(whole: Whole) -> Iterator[Mutation]:
    ground = of(whole, "jn:hasGround")[0].object
    return (adding(r, "jn:hasGround", ground) for r in of(whole, "jn:hasEvidence", "stated"))


@some("evidence in derived/", 1)
def evidence_in_derived(whole: Whole) -> Iterator[Mutation]:
    evidence = of(whole, "jn:hasEvidence")[0].object
    return (adding(r, "jn:hasEvidence", evidence) for r in of(whole, "jn:hasGround", "derived"))


@some("evidence in interpreted/", 2)
def evidence_in_interpreted(whole: Whole) -> Iterator[Mutation]:
    evidence = of(whole, "jn:hasEvidence")[0].object
    rows = of(whole, "jn:hasGround", "interpreted")
    return (adding(r, "jn:hasEvidence", evidence) for r in rows)


@some("evidence of a passage", 2)
def evidence_of_passage(whole: Whole) -> Iterator[Mutation]:
    evidence = of(whole, "jn:hasEvidence")[0].object
    return (adding(r, "jn:hasEvidence", evidence) for r in of(whole, "jn:voice"))


@some("a derivation's ground in interpreted/", 2)
def derived_reading(whole: Whole) -> Iterator[Mutation]:
    ground = of(whole, "jn:hasGround", "derived")[0].object
    return (replacing(r, ground) for r in of(whole, "jn:hasGround", "interpreted"))


@some("a reading's ground in derived/", 2)
def read_derivation(whole: Whole) -> Iterator[Mutation]:
    ground = of(whole, "jn:hasGround", "interpreted")[0].object
    return (replacing(r, ground) for r in of(whole, "jn:hasGround", "derived"))


@some("a premise of a weaker status", 2)
def weaker_premise(whole: Whole) -> Iterator[Mutation]:
    link = of(whole, "jn:linksTo")[0].triple.subject
    assert isinstance(link, ox.NamedNode)
    return (replacing(r, link) for r in of(whole, "jn:hasPremise", "derived"))


@some("a conclusion as its own premise", 2)
def own_premise(whole: Whole) -> Iterator[Mutation]:
    for row in of(whole, "jn:hasPremise"):
        assert isinstance(row.triple.subject, ox.NamedNode)
        yield replacing(row, row.triple.subject)


def copied(whole: Whole, folder: str, to: str, marker: str) -> Iterator[Mutation]:
    """Yield blocks of one folder that have a property, copied into a file of another."""
    paths = sorted({r.path for r in whole.rows if r.folder == to})
    for (path, subject), block in sorted(whole.blocks.items(), key=str):
        if block[0].folder == folder and any(r.prop == marker for r in block):
            target = next((p for p in paths if p != path), None)
            if target:
                come = tuple(r.triple for r in block)
                yield Mutation("", write_term(subject), target, (), come)  # type: ignore[arg-type]


@some("a reading in stated/", 2)
def reading_in_stated(whole: Whole) -> Iterator[Mutation]:
    return copied(whole, "interpreted", "stated", "jn:hasGround")


@some("a reading in derived/", 2)
def reading_in_derived(whole: Whole) -> Iterator[Mutation]:
    return copied(whole, "interpreted", "derived", "jn:linkKind")


@some("a stated claim in identity/", 2)
def claim_in_identity(whole: Whole) -> Iterator[Mutation]:
    return copied(whole, "stated", "identity", "jn:hasEvidence")


@some("a stated claim in derived/", 2)
def claim_in_derived(whole: Whole) -> Iterator[Mutation]:
    return copied(whole, "stated", "derived", "jn:hasEvidence")


@some("a claim of another document", 2)
def claim_of_another(whole: Whole) -> Iterator[Mutation]:
    return copied(whole, "stated", "stated", "jn:hasEvidence")


@some("a passage of another document", 2)
def passage_of_another(whole: Whole) -> Iterator[Mutation]:
    return copied(whole, "stated", "stated", "jn:voice")


@some("evidence in another document's passage", 3)
def foreign_passage(whole: Whole) -> Iterator[Mutation]:
    rows = of(whole, "jn:inPassage")
    for row in rows:
        yield replacing(row, next(r.object for r in rows if r.path != row.path))


@some("a plain claim on a remark", 3)
def bare_claim(whole: Whole) -> Iterator[Mutation]:
    remarks = {r.triple.subject for r in of(whole, "jn:voice") if r.object == node("jn:Remark")}
    spoken = [r for r in of(whole, "jn:inPassage") if r.object in remarks]
    for row in of(whole, "jn:hasEvidence"):
        fitting = [r.triple.subject for r in spoken if r.path == row.path]
        if fitting and row.cls in ("jn:Area", "jn:BilateralTalk", "jn:Session", "jn:Visit"):
            assert isinstance(fitting[0], ox.NamedNode)
            gone = tuple(r.triple for r in whole.block(row) if r.prop == row.prop)
            yield Mutation("", short(row), row.path, gone, (row.with_object(fitting[0]),))


@some("the only mention of a term", 3)
def only_mention(whole: Whole) -> Iterator[Mutation]:
    mentions: dict[object, list[Row]] = defaultdict(list)
    for row in of(whole, "jn:mentionsTerm"):
        mentions[row.object].append(row)
    for rows in mentions.values():
        if len(rows) == 1:
            yield Mutation("", short(rows[0]), rows[0].path, (rows[0].triple,), ())


# Lineage, conflicts, preferences


@some("a link turned round", 2)
def turned(whole: Whole) -> Iterator[Mutation]:
    for row in of(whole, "jn:linksFrom"):
        for to in whole.values.get((row.triple.subject, "jn:linksTo"), ()):
            come = (row.with_object(to.object), to.with_object(row.object))
            yield Mutation("", short(row), row.path, (row.triple, to.triple), come)


@some("a link to itself", 2)
def to_itself(whole: Whole) -> Iterator[Mutation]:
    for row in of(whole, "jn:linksFrom"):
        for to in whole.values.get((row.triple.subject, "jn:linksTo"), ()):
            yield replacing(to, row.object)


@some("one candidate alone", 3)
def lone_candidate(whole: Whole) -> Iterator[Mutation]:
    for (path, subject), block in sorted(whole.blocks.items(), key=str):
        gone = tuple(r.triple for r in block if r.prop == "jn:candidateKind")[1:]
        if gone:
            yield Mutation("", write_term(subject), path, gone, ())  # type: ignore[arg-type]


@some("candidates of a decided link", 2)
def decided(whole: Whole) -> Iterator[Mutation]:
    for row in of(whole, "jn:linkKind"):
        if row.object == node("jn:Undecided"):
            yield replacing(row, node("jn:Renamed"))


@some("introduced, yet from an earlier area", 2)
def introduced(whole: Whole) -> Iterator[Mutation]:
    area = of(whole, "jn:linksFrom")[0].object
    for row in of(whole, "jn:linkKind"):
        if row.object == node("jn:Introduced"):
            yield adding(row, "jn:linksFrom", area)


@some("a simple link written by hand", 2)
def by_hand(whole: Whole) -> Iterator[Mutation]:
    area = of(whole, "jn:linksTo")[0].object
    for row in of(whole, "jn:linksFrom"):
        come = ox.Triple(row.object, node("jn:evolvedInto"), area)  # type: ignore[arg-type]
        yield Mutation("", short(row), row.path, (), (come,))


@some("the preferred version set aside", 1)
def aside(whole: Whole) -> Iterator[Mutation]:
    for row in of(whole, "jn:setsAside"):
        yield replacing(row, whole.values[row.triple.subject, "jn:prefersVersion"][0].object)


@some("a clash that nobody named", 3)
def clash(whole: Whole) -> Iterator[Mutation]:
    for row in of(whole, "jn:onProperty"):
        if row.cls == "jn:Conflict":
            yield Mutation("", write_term(row.object), row.path, (row.triple,), ())


@some("a second document's date", 2)
def second_date(whole: Whole) -> Iterator[Mutation]:
    evidence = of(whole, "jn:hasEvidence")
    for row in of(whole, "jn:earliest", "stated"):
        other = next(r for r in evidence if r.path != row.path)
        text = moved(row.text, 3)
        assert text
        come = (
            row.with_text(text),
            ox.Triple(row.triple.subject, node("jn:latest"), row.with_text(text).object),
            ox.Triple(row.triple.subject, node("jn:hasEvidence"), other.object),
        )
        if not whole.values[row.triple.subject, "jn:printedDate"]:
            continue
        yield Mutation("", short(row), other.path, (), come)


# Spans, places, order


@some("a span beyond its parent", 2)
def beyond(whole: Whole) -> Iterator[Mutation]:
    return (replacing(r, ox.Literal(99999)) for r in of(whole, "jn:textEnd"))


@some("a span from the beginning", 2)
def from_beginning(whole: Whole) -> Iterator[Mutation]:
    return (replacing(r, ox.Literal(0)) for r in of(whole, "jn:textStart") if r.text != "0")


@some("a span turned round", 2)
def turned_span(whole: Whole) -> Iterator[Mutation]:
    for row in of(whole, "jn:textStart"):
        end = whole.values[row.triple.subject, "jn:textEnd"][0]
        come = (row.with_object(end.object), end.with_object(row.object))
        yield Mutation("", short(row), row.path, (row.triple, end.triple), come)


@some("part of itself", 3)
def own_part(whole: Whole) -> Iterator[Mutation]:
    for prop in ("dcterms:isPartOf", "jn:isPartOfCommitment", "jn:isPartOfEvent", "jn:belongsTo"):
        rows = of(whole, prop)
        row = rows[len(rows) // 2]
        assert isinstance(row.triple.subject, ox.NamedNode)
        yield replacing(row, row.triple.subject)


@some("the order of a sibling", 2)
def sibling_order(whole: Whole) -> Iterator[Mutation]:
    return (
        replacing(r, ox.Literal(int(r.text) - 1)) for r in of(whole, "jn:order") if r.text != "1"
    )


# Who, when, in what state


@some("done beside what it reports", 3)
def done_too(whole: Whole) -> Iterator[Mutation]:
    for row in of(whole, "jn:modality"):
        if row.object in (node("jn:UnderCoordination"), node("jn:Planned"), node("jn:Intended")):
            yield adding(row, "jn:modality", node("jn:Done"))


@some("done instead of what it reports", 2)
def done_instead(whole: Whole) -> Iterator[Mutation]:
    for row in of(whole, "jn:modality"):
        if row.object in (node("jn:UnderCoordination"), node("jn:Planned"), node("jn:Intended")):
            yield replacing(row, node("jn:Done"))


@some("a person in place of a printed family name", 2)
def identified(whole: Whole) -> Iterator[Mutation]:
    person = whole.members["jn:Person"][0]
    for row in of(whole, "jn:printedPost", "stated"):
        if row.cls == "jn:Participation":
            yield adding(row, "jn:hasParticipant", person)


@some("an end before the start", 3)
def ends_early(whole: Whole) -> Iterator[Mutation]:
    for first, last in (("jn:startDate", "jn:endDate"), ("jn:earliest", "jn:latest")):
        for row in of(whole, first):
            day = moved(row.text, -1)
            assert day
            yield Mutation(
                "",
                short(row),
                row.path,
                tuple(r.triple for r in whole.block(row) if r.prop == last),
                (ox.Triple(row.triple.subject, node(last), row.with_text(day).object),),
            )


@some("issued before it could be", 2)
def issued_early(whole: Whole) -> Iterator[Mutation]:
    for row in of(whole, "jn:issuedLatest"):
        yield replacing(row, row.with_text("2001-01-01").object)  # type: ignore[arg-type]


@some("read before it was issued", 2)
def read_early(whole: Whole) -> Iterator[Mutation]:
    for row in of(whole, "jn:readOn"):
        yield replacing(row, row.with_text("2001-01-01").object)  # type: ignore[arg-type]


@some("an open end closed too late", 2)
def overlapping(whole: Whole) -> Iterator[Mutation]:
    for row in of(whole, "jn:fillsPost"):
        later = [
            r
            for r in of(whole, "jn:fillsPost")
            if r.object == row.object and r.triple != row.triple
        ]
        end = whole.values[row.triple.subject, "jn:endDate"]
        if later and end:
            yield replacing(end[0], end[0].with_text("2030-01-01").object)  # type: ignore[arg-type]


@some("a post left before the day", 2)
def left_early(whole: Whole) -> Iterator[Mutation]:
    for row in of(whole, "jn:startDate"):
        if row.cls == "jn:Tenure":
            yield Mutation(
                "",
                short(row),
                row.path,
                (),
                (ox.Triple(row.triple.subject, node("jn:endDate"), row.object),),
            )


@some("a member too few on the day", 2)
def too_few(whole: Whole) -> Iterator[Mutation]:
    for row in of(whole, "jn:startDate"):
        if row.cls == "jn:Membership":
            yield replacing(row, row.with_text("2025-01-01").object)  # type: ignore[arg-type]


@some("a membership twice", 2)
def membership_twice(whole: Whole) -> Iterator[Mutation]:
    for (path, subject), block in sorted(whole.blocks.items(), key=str):
        if block[0].cls == "jn:Membership" and isinstance(subject, ox.NamedNode):
            new = ox.NamedNode(subject.value + "-again")
            come = tuple(ox.Triple(new, r.triple.predicate, r.object) for r in block)
            yield Mutation("", write_term(new), path, (), come)


@some("a gap that the document fills", 2)
def filled_gap(whole: Whole) -> Iterator[Mutation]:
    time = of(whole, "jn:printedTime", "stated")[0]
    for row in of(whole, "jn:onProperty", "derived"):
        about = whole.values[row.triple.subject, "jn:isAbout"]
        inside = whole.values[row.triple.subject, "jn:inDocument"]
        if (
            row.cls == "jn:NotPrinted"
            and len(about) == 1
            and "2024" in write_term(inside[0].object)
        ):
            gone = (row.triple, about[0].triple)
            come = (
                row.with_object(node("jn:printedTime")),
                about[0].with_object(time.triple.subject),  # type: ignore[arg-type]
            )
            yield Mutation("", short(row), row.path, gone, come)
