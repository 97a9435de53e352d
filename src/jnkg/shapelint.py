"""Hold our shapes against the rules for shapes, which no engine does.

Shapes and the declared terms come in, findings go out. An engine ignores a misspelt term, a shape
without a path or a target that fits nothing, and then lets everything pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import pyoxigraph as ox

from jnkg.dataset import GraphFile
from jnkg.names import LANGUAGES, PREFIXES, RDF_TYPE
from jnkg.places import Place, Places, mention
from jnkg.report import Finding
from jnkg.shapes import DATA_FOLDERS, FOLDER_ROOM, Shapes
from jnkg.turtle import Term, write_term
from jnkg.vocabulary import BUILT_IN, is_built_in

RULE = "shapes-lint"
SH = PREFIXES["sh"]
TARGETS = frozenset(
    SH + name
    for name in ("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf", "target")
)
NO_CONSTRAINT = TARGETS | frozenset(
    SH + name
    for name in (
        "property", "path", "message", "severity", "deactivated", "name", "description", "order",
        "group", "defaultValue", "ignoredProperties", "flags", "prefixes", "declare",
    )
)  # fmt: skip
SEVERITIES = {ox.NamedNode(SH + "Violation"), ox.NamedNode(SH + "Warning")}
CLASSES = {ox.NamedNode(PREFIXES[p] + "Class") for p in ("owl", "rdfs")}
Node = ox.NamedNode | ox.BlankNode


def lint(shapes: Shapes, classes: frozenset[str]) -> list[Finding]:
    """Give all faults of the shapes; `classes` are the IRIs of the classes of the ontology."""
    linter = Linter(shapes, classes)
    return [finding for file in shapes.files for finding in linter.file(file)]


class Linter:
    """What the rules look at across all shapes files."""

    def __init__(self, shapes: Shapes, classes: frozenset[str]) -> None:
        self.objects = shapes.objects
        self.classes = classes
        self.places = Places(shapes.files)
        triples = [t for f in shapes.files for t in f.triples]
        self.subjects = {t.subject for t in triples}
        self.pointed = {t.object for t in triples}
        self.constrained = {
            subject
            for subject, predicate in self.objects
            if predicate.startswith(SH) and predicate not in NO_CONSTRAINT
        }
        self.property_shapes: set[Term] = {
            t.object for t in triples if t.predicate.value == SH + "property"
        }
        self.owners = {
            t.object: t.subject
            for t in triples
            if t.predicate.value == SH + "property" and isinstance(t.subject, ox.NamedNode)
        }

    def file(self, file: GraphFile) -> Iterator[Finding]:
        """Yield the faults of one file."""
        yield from self.unknown_terms(file)
        nodes = list(dict.fromkeys(t.subject for t in file.triples))
        shapes = [n for n in nodes if not isinstance(n, ox.Triple) and self.is_shape(n)]
        stem = file.path.removeprefix(FOLDER_ROOM).removesuffix(".ttl")
        if file.path.startswith(FOLDER_ROOM) and stem not in DATA_FOLDERS:
            yield fault(
                Place(file.path),
                "",
                f"Name this file after a data folder ({', '.join(DATA_FOLDERS)}); as it is, no "
                "check uses it.",
                f"このファイルにはデータフォルダーの名（{'、'.join(DATA_FOLDERS)}）を付けて"
                "ください。今のままではどの検査にも使われません。",
            )
        if not shapes:
            yield fault(
                Place(file.path),
                "",
                "Write a shape into this file or delete it: it refuses nothing.",
                "このファイルにシェイプを書くか、ファイルを削除してください。何も検査していません。",
            )
        for shape in shapes:
            yield from self.shape(file, shape)

    def is_shape(self, node: Node) -> bool:
        """Tell whether a node is a shape: by its type, its path or its use."""
        kinds = {SH + "NodeShape", SH + "PropertyShape"}
        types = set(map(named, self.objects.get((node, RDF_TYPE), ())))
        return bool(types & kinds) or self.is_property_shape(node)

    def is_property_shape(self, node: Node) -> bool:
        """Tell whether a node is a property shape."""
        types = self.objects.get((node, RDF_TYPE), ())
        return (
            ox.NamedNode(SH + "PropertyShape") in types
            or node in self.property_shapes
            or (node, SH + "path") in self.objects
        )

    def unknown_terms(self, file: GraphFile) -> Iterator[Finding]:
        """Yield a fault for each term of SHACL that SHACL does not have."""
        terms = {x for t in file.triples for x in (t.subject, t.predicate, t.object)}
        for term in sorted(terms, key=str):
            if isinstance(term, ox.NamedNode) and is_stranger(term):
                near = get_close_matches(term.value[len(SH) :], BUILT_IN["sh"], 1, 0.6)
                hint = (f" sh:{near[0]}?", f"sh:{near[0]}ではありませんか。") if near else ("", "")
                yield fault(
                    mention(file, term),
                    write_term(term),
                    f"SHACL has no such term.{hint[0]}",
                    f"SHACLにこの語はありません。{hint[1]}",
                )

    def shape(self, file: GraphFile, shape: Node) -> Iterator[Finding]:
        """Yield the faults of one shape."""
        owner = self.owners.get(shape, shape) if isinstance(shape, ox.BlankNode) else shape
        name = write_term(shape) if isinstance(shape, ox.NamedNode) else ""
        wrong = [
            *(self.property_words(shape) if self.is_property_shape(shape) else ()),
            *(self.spoken_words(shape) if self.must_speak(shape) else ()),
            *self.target_words(shape),
        ]
        for en, ja in wrong:
            yield fault(self.places.in_file(file, owner, "", None), name, en, ja)
        for part in self.objects.get((shape, SH + "property"), ()):
            if part not in self.subjects:
                yield fault(
                    self.places.in_file(file, shape, SH + "property", None),
                    name,
                    f"Define {part} or take it out of sh:property: no file has such a shape.",
                    f"{part}を定義するか、sh:propertyから外してください。そのシェイプはありません。",
                )

    def must_speak(self, shape: Node) -> bool:
        """Tell whether a shape refuses something by itself, so that it needs words of its own."""
        if isinstance(shape, ox.BlankNode):
            return shape in self.owners
        return self.is_property_shape(shape) or shape in self.constrained

    def property_words(self, shape: Node) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with a property shape as such."""
        paths = len(self.objects.get((shape, SH + "path"), ()))
        if paths != 1:
            yield (
                f"Give this property shape exactly one sh:path; it has {paths}.",
                f"このプロパティシェイプのsh:pathはちょうど一つにしてください（今は{paths}個）。",
            )
        if isinstance(shape, ox.BlankNode) and shape in self.owners:
            yield (
                "Give this property shape a name (jns:<Class>-<property>): findings show it.",
                "このプロパティシェイプに名（jns:<Class>-<property>）を付けてください。"
                "指摘に表示されます。",
            )

    def spoken_words(self, shape: Node) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with the message and the severity of a shape."""
        spoken = [
            m.language
            for m in self.objects.get((shape, SH + "message"), ())
            if isinstance(m, ox.Literal)
        ]
        if sorted(str(language) for language in spoken) != list(LANGUAGES):
            yield (
                "Write one sh:message in @en and one in @ja that say what to do.",
                "すべきことを述べるsh:messageを@enと@jaで一つずつ書いてください。",
            )
        severities = self.objects.get((shape, SH + "severity"), [])
        if len(severities) != 1 or severities[0] not in SEVERITIES:
            yield (
                "Write one sh:severity: sh:Violation or sh:Warning.",
                "sh:severityを一つ、sh:Violationかsh:Warningで書いてください。",
            )

    def target_words(self, shape: Node) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with the targets of a shape."""
        types = self.objects.get((shape, RDF_TYPE), [])
        targets = any((shape, t) in self.objects for t in TARGETS) or CLASSES & set(types)
        if not targets and shape not in self.pointed:
            yield (
                "Give this shape a target, or refer to it from one that has: it is never used.",
                "このシェイプに対象を与えるか、対象のあるシェイプから参照してください。"
                "一度も使われていません。",
            )
        for kind in self.objects.get((shape, SH + "targetClass"), ()):
            if isinstance(kind, ox.NamedNode) and not (
                kind.value in self.classes or is_built_in(kind.value)
            ):
                yield (
                    f"The ontology has no class {write_term(kind)}: mend sh:targetClass.",
                    f"オントロジーに{write_term(kind)}というクラスはありません。"
                    "sh:targetClassを直してください。",
                )


def named(term: Term) -> str:
    """Give the IRI of a term; empty for anything else."""
    return term.value if isinstance(term, ox.NamedNode) else ""


def is_stranger(term: ox.NamedNode) -> bool:
    """Tell whether a term lies in the namespace of SHACL without belonging to it."""
    return term.value.startswith(SH) and not is_built_in(term.value)


def fault(place: Place, node: str, en: str, ja: str) -> Finding:
    """Make a finding of this check."""
    return Finding(place.file, place.line, place.column, RULE, node, message={"en": en, "ja": ja})
