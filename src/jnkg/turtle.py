"""Read Turtle and write it in the project's one form.

Text comes in; triples, or the same triples as canonical text, go out. The form is the
one that `docs/decisions.md` describes: one subject a block, one predicate a line, an
order that depends on names alone, so that a change of one fact is a change of one line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from jnkg.names import PREFIXES, RDF_TYPE, RDFS_LABEL, shorten

Object = ox.NamedNode | ox.BlankNode | ox.Literal
Term = Object | ox.Triple
Blocks = dict[ox.NamedNode | ox.BlankNode, dict[str, list[Object]]]

OWL, RDF, SKOS, XSD = (PREFIXES[p] for p in ("owl", "rdf", "skos", "xsd"))
SECTIONS = (
    (OWL + "Class", "Classes"),
    (OWL + "ObjectProperty", "Object properties"),
    (OWL + "DatatypeProperty", "Datatype properties"),
    (OWL + "AnnotationProperty", "Annotation properties"),
)
FIRST = (RDF_TYPE, RDFS_LABEL, SKOS + "definition")
BARE = re.compile(r"[+-]?\d+")
ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def parse(text: str) -> list[ox.Triple]:
    """Read Turtle; raises SyntaxError with `lineno` and `offset` (both from 1)."""
    return [q.triple for q in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)]


def ntriples(triples: Iterable[ox.Triple]) -> bytes:
    """Write triples as N-Triples, for a store or another engine."""
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def canonical(text: str) -> str:
    """Write Turtle anew in its canonical form; raises SyntaxError as `parse` does.

    The comment at the head of the file is kept; other comments are not.
    """
    blocks = gather(parse(text))
    body = write_body(blocks)
    names = set(re.findall(r"(?<![\w:.-])(\w+):", strip_strings(body)))
    used = sorted(names & PREFIXES.keys())
    head = [*head_comment(text), ""] if head_comment(text) else []
    lines = [*head, *(f"@prefix {p}: <{PREFIXES[p]}> ." for p in used), "", body]
    return "\n".join(lines)


def head_comment(text: str) -> list[str]:
    """Give the comment lines that open a file."""
    lines: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.rstrip())
    return lines


def strip_strings(body: str) -> str:
    """Blank out literals and IRIs, so that only prefixed names are left."""
    return re.sub(r'"(?:[^"\\\n]|\\.)*"|<[^>\n]*>', '""', body)


def gather(triples: Iterable[ox.Triple]) -> Blocks:
    """Group triples by subject and predicate, each triple once."""
    blocks: Blocks = defaultdict(lambda: defaultdict(list))
    for triple in dict.fromkeys(triples):
        if isinstance(triple.subject, ox.Triple) or isinstance(triple.object, ox.Triple):
            raise SyntaxError("RDF 1.2 triple terms are not part of the canonical form")
        blocks[triple.subject][triple.predicate.value].append(triple.object)
    return blocks


def natural(text: str) -> list[tuple[int, int, str]]:
    """Give a sort key that puts 3.1.10 behind 3.1.2."""
    return [
        (0, int(part), "") if part.isdigit() and part.isascii() else (1, 0, part)
        for part in re.split(r"(\d+)", text)
        if part
    ]


def write_body(blocks: Blocks) -> str:
    """Write all blocks: the ontology node, then terms by kind, then individuals."""
    nested = nested_nodes(blocks)
    rest = sorted((s for s in blocks if s not in nested), key=lambda s: natural(write_term(s)))
    ontologies = [s for s in rest if has_type(blocks, s, OWL + "Ontology")]
    rest = [s for s in rest if s not in ontologies]
    parts = [write_block(s, blocks, nested) for s in ontologies]
    has_terms = False
    for kind, title in SECTIONS:
        members = [s for s in rest if has_type(blocks, s, kind)]
        rest = [s for s in rest if s not in members]
        if members:
            has_terms = True
            parts += [f"# {title}\n", *(write_block(s, blocks, nested) for s in members)]
    if has_terms and rest:
        parts.append("# Individuals\n")
    return "\n".join([*parts, *(write_block(s, blocks, nested) for s in rest)])


def has_type(blocks: Blocks, subject: ox.NamedNode | ox.BlankNode, kind: str) -> bool:
    """Tell whether a block gives its subject a type."""
    return ox.NamedNode(kind) in blocks[subject].get(RDF_TYPE, ())


def nested_nodes(blocks: Blocks) -> set[ox.NamedNode | ox.BlankNode]:
    """Find the blank nodes that exactly one triple points at: they are written in place."""
    pointed: dict[ox.BlankNode, int] = defaultdict(int)
    for predicates in blocks.values():
        for objects in predicates.values():
            for item in objects:
                if isinstance(item, ox.BlankNode):
                    pointed[item] += 1
    return {node for node, count in pointed.items() if count == 1 and node in blocks}


def write_block(
    subject: ox.NamedNode | ox.BlankNode, blocks: Blocks, nested: set[ox.NamedNode | ox.BlankNode]
) -> str:
    """Write one subject with its predicates, the dot standing alone."""
    lines = write_predicates(blocks[subject], blocks, nested, "    ")
    return "\n".join([write_term(subject), *lines, "    .", ""])


def write_predicates(
    predicates: dict[str, list[Object]],
    blocks: Blocks,
    nested: set[ox.NamedNode | ox.BlankNode],
    indent: str,
) -> list[str]:
    """Write the lines of a block: type, label and definition first, then by name."""
    order = sorted(
        predicates, key=lambda p: (FIRST.index(p) if p in FIRST else len(FIRST), shorten(p))
    )
    lines: list[str] = []
    for predicate in order:
        name = "a" if predicate == RDF_TYPE else shorten(predicate)
        values = [write_object(o, blocks, nested, indent) for o in ordered(predicates[predicate])]
        if len(values) > 1 and any(isinstance(o, ox.Literal) for o in predicates[predicate]):
            lines.append(f"{indent}{name}")
            lines += [f"{indent}    {v} {',' if v != values[-1] else ';'}" for v in values]
        else:
            lines.append(f"{indent}{name} {' , '.join(values)} ;")
    return lines


def ordered(objects: Sequence[Object]) -> list[Object]:
    """Order objects: IRIs by name, literals by language and then by text."""
    return sorted(
        objects,
        key=lambda o: (
            (o.language or "", natural(o.value))
            if isinstance(o, ox.Literal)
            else ("", natural(write_term(o)))
        ),
    )


def write_object(
    term: Object, blocks: Blocks, nested: set[ox.NamedNode | ox.BlankNode], indent: str
) -> str:
    """Write an object; a nested blank node as a list or in square brackets."""
    if not isinstance(term, ox.BlankNode) or term not in nested:
        return write_term(term)
    items = list_items(term, blocks, nested)
    if items is not None:
        inner = [write_object(i, blocks, nested, indent) for i in items]
        return f"( {' '.join(inner)} )" if inner else "()"
    lines = write_predicates(blocks[term], blocks, nested, indent + "    ")
    return "\n".join(["[", *lines, indent + "]"])


def list_items(
    head: ox.BlankNode, blocks: Blocks, nested: set[ox.NamedNode | ox.BlankNode]
) -> list[Object] | None:
    """Give the items of a well-formed list that only its own links point at, else None."""
    items: list[Object] = []
    node: Object = head
    seen: set[Object] = set()
    while node != ox.NamedNode(RDF + "nil"):
        if not isinstance(node, ox.BlankNode) or node not in nested or node in seen:
            return None
        seen.add(node)
        block = blocks[node]
        first, rest = block.get(RDF + "first", []), block.get(RDF + "rest", [])
        if len(block) != 2 or len(first) != 1 or len(rest) != 1:
            return None
        items.append(first[0])
        node = rest[0]
    return items


def with_names(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Name blank nodes by the order in which they come up, so that equal files give equal lines."""
    names: dict[Term, ox.BlankNode] = {}
    found: list[ox.Triple] = []
    for triple in triples:
        subject, predicate, value = triple.subject, triple.predicate, triple.object
        if isinstance(subject, ox.BlankNode):
            subject = names.setdefault(subject, ox.BlankNode(f"b{len(names)}"))
        if isinstance(value, ox.BlankNode):
            value = names.setdefault(value, ox.BlankNode(f"b{len(names)}"))
        found.append(ox.Triple(subject, predicate, value))
    return found


def write_term(term: Object) -> str:
    """Write one term as Turtle prints it, with the project's prefixes."""
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    return write_literal(term)


def write_literal(literal: ox.Literal) -> str:
    """Write a literal; whole numbers and truth values stand bare."""
    kind = literal.datatype.value
    if kind == XSD + "integer" and BARE.fullmatch(literal.value):
        return literal.value
    if kind == XSD + "boolean" and literal.value in ("true", "false"):
        return literal.value
    quoted = f'"{literal.value.translate(ESCAPES)}"'
    if literal.language:
        return f"{quoted}@{literal.language}"
    return quoted if kind == XSD + "string" else f"{quoted}^^{shorten(kind)}"
