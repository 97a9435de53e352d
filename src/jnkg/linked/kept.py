"""Describe what is kept beside the graph: shapes, and stored queries.

A Tree and a name come in, a Description goes out; None where the tree has nothing of that name. A
query is described as the SPARQL examples of the Swiss Institute of Bioinformatics are, so that
editors which read those can read ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import pyoxigraph as ox

from jnkg.linked.description import Description
from jnkg.names import LANGUAGES, NS, PREFIXES, QUERY, RDF_TYPE, RDFS_LABEL, SHAPE
from jnkg.questions import Question, read_question
from jnkg.rooms import Tree
from jnkg.turtle import parse, with_names

ROOMS = ("answer", "check", "infer")
KEPT = 4
"""Trees of which the shapes are remembered; a server has one."""
RDF, RDFS, SCHEMA, SH = (PREFIXES[p] for p in ("rdf", "rdfs", "schema", "sh"))
Node = ox.NamedNode
PREFIX = re.compile(r"(?im)^\s*PREFIX\s+([\w-]*):\s*<([^>]*)>")
DECLARING = Node(NS.removesuffix("ns/") + "ontology")
"""What declares prefixes, as SHACL has it: an ontology."""


@lru_cache(maxsize=KEPT)
def shapes(root: str) -> dict[str, tuple[ox.Triple, ...]]:
    """Give the triples of each shape of a tree with the blank nodes that belong to it, by name."""
    tree = Tree(root, True)
    found: dict[str, tuple[ox.Triple, ...]] = {}
    for path in tree.files("shapes", ".ttl"):
        blocks: dict[object, list[ox.Triple]] = {}
        for triple in parse(tree.text(path)):
            blocks.setdefault(triple.subject, []).append(triple)
        for subject in blocks:
            if isinstance(subject, ox.NamedNode) and subject.value.startswith(SHAPE):
                found[subject.value.removeprefix(SHAPE)] = tuple(reach(subject, blocks))
    return found


def reach(subject: object, blocks: dict[object, list[ox.Triple]]) -> Iterator[ox.Triple]:
    """Yield the triples of a subject and of the blank nodes below it."""
    for triple in blocks.get(subject, ()):
        yield triple
        if isinstance(triple.object, ox.BlankNode):
            yield from reach(triple.object, blocks)


def describe_shape(tree: Tree, name: str) -> Description | None:
    """Describe a shape with the property shapes that it names; without a name, all shapes."""
    known = shapes(tree.root)
    if name and name not in known:
        return None
    parts = [name, *parts_of(known[name])] if name else sorted(known)
    triples = with_names(dict.fromkeys(t for part in parts for t in known.get(part, ())))
    core = tuple(Node(SHAPE + part) for part in parts)
    return Description(Node(SHAPE + name), tuple(triples), (), tuple(triples), core)


def parts_of(triples: Iterable[ox.Triple]) -> list[str]:
    """Give the names of the property shapes that a shape names."""
    found = (t.object for t in triples if t.predicate.value == SH + "property")
    return [o.value.removeprefix(SHAPE) for o in found if isinstance(o, ox.NamedNode)]


def query_names(tree: Tree) -> dict[str, str]:
    """Give the paths of all stored queries by name."""
    paths = (path for room in ROOMS for path in tree.files(f"queries/{room}", ".rq"))
    return {path.rsplit("/", 1)[1].removesuffix(".rq"): path for path in paths}


def find_query(tree: Tree, name: str) -> Question | None:
    """Read a stored query of any room; None where there is none of that name."""
    path = query_names(tree).get(name)
    return read_question(path, tree.text(path)) if path else None


def describe_query(tree: Tree, name: str, endpoint: str) -> Description | None:
    """Describe a stored query; `endpoint` is the address that answers it."""
    question = find_query(tree, name)
    if question is None:
        return None
    node = Node(QUERY + name)
    triples = with_names([*query_triples(node, question, endpoint), *declarations(question.text)])
    return Description(node, tuple(triples), (), tuple(triples), (node,))


def query_triples(node: ox.NamedNode, question: Question, endpoint: str) -> Iterator[ox.Triple]:
    """Yield what is said of a stored query."""
    is_select = question.path.startswith("queries/answer/")
    form = "Select" if is_select else "Construct"
    for kind in ("SPARQLExecutable", f"SPARQL{form}Executable"):
        yield ox.Triple(node, Node(RDF_TYPE), Node(SH + kind))
    for predicate, key in ((RDFS_LABEL, "title"), (RDFS + "comment", "about")):
        words = question.words(key if key in question.header else "title")
        for language in LANGUAGES:
            yield ox.Triple(node, Node(predicate), ox.Literal(words[language], language=language))
    yield ox.Triple(node, Node(SH + form.lower()), ox.Literal(question.text))
    yield ox.Triple(node, Node(SH + "prefixes"), DECLARING)
    yield ox.Triple(node, Node(SCHEMA + "target"), Node(endpoint))
    keyword = question.header.get("answers")
    if isinstance(keyword, str):
        yield ox.Triple(node, Node(SCHEMA + "keywords"), ox.Literal(keyword))


def declarations(text: str) -> Iterator[ox.Triple]:
    """Yield the declarations of the prefixes that the text of a query uses."""
    any_uri = Node(PREFIXES["xsd"] + "anyURI")
    for number, (prefix, namespace) in enumerate(PREFIX.findall(text)):
        declaration = ox.BlankNode(f"p{number}")
        yield ox.Triple(DECLARING, Node(SH + "declare"), declaration)
        yield ox.Triple(declaration, Node(SH + "prefix"), ox.Literal(prefix))
        literal = ox.Literal(namespace, datatype=any_uri)
        yield ox.Triple(declaration, Node(SH + "namespace"), literal)
