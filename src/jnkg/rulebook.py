"""Gather the rules of a tree: those of its ontology's axioms, and those that OWL cannot say.

A Dataset and the queries of `queries/infer/` come in; Rules go out, or a refusal that names each
axiom and query of which none can be made. Such a query is a CONSTRUCT of
triples that follow wherever other triples hold, and at most says that two nodes differ: more
knowledge can then never take a conclusion back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from jnkg.dataset import Dataset
from jnkg.errors import Refused
from jnkg.names import RDF_TYPE, shorten
from jnkg.places import Places
from jnkg.querylint import read_all
from jnkg.questions import Question
from jnkg.report import Finding
from jnkg.rooms import Tree
from jnkg.rules import (
    KIND,
    LOUD,
    MAKERS,
    OWL,
    SILENT,
    Atom,
    Rule,
    Slot,
    Terms,
    Unheard,
    iri,
    key,
    rules_of,
)
from jnkg.turtle import Term, parse, write_term

VARIABLE = "urn:variable:"


def rules(dataset: Dataset, tree: Tree) -> tuple[Rule, ...]:
    """Give all rules: those of the ontology's axioms, then those of `queries/infer/`.

    Raises Refused with a finding for each axiom or query of which no rule can be made.
    """
    questions, findings = read_all(tree, "infer")
    found, faults = axioms_heard(dataset)
    findings += faults
    for question in questions:
        try:
            found += query_rules(question)
        except (SyntaxError, ValueError):
            findings.append(unheard_query(question))
    if findings:
        raise Refused(findings)
    return tuple(dict.fromkeys(found))


def axioms_heard(dataset: Dataset) -> tuple[list[Rule], list[Finding]]:
    """Make the rules of all axioms, and a finding for each that is lost on the reasoner."""
    files = tuple(dataset.of("ontology"))
    terms = Terms.of(t for f in files for t in f.triples)
    found: list[Rule] = []
    findings: list[Finding] = []
    for file in files:
        for triple in file.triples:
            try:
                found += rules_of(triple, terms)
                is_lost = is_unknown(triple)
            except (Unheard, RecursionError):  # an expression may have itself for a part
                is_lost = True
            if is_lost:
                findings.append(unheard(triple, Places([file])))
    return found, findings


def is_unknown(triple: ox.Triple) -> bool:
    """Tell whether a triple says something of OWL for which neither rule nor silence is known."""
    name = triple.predicate.value
    if name == RDF_TYPE:
        return isinstance(triple.object, ox.BlankNode) or iri(triple.object) in LOUD
    named = isinstance(triple.subject, ox.NamedNode)  # expressions are read where they are used
    return named and name.startswith(OWL) and name not in SILENT | MAKERS.keys()


def unheard(triple: ox.Triple, places: Places) -> Finding:
    """Say that the reasoner would not hear an axiom."""
    nodes = [n for n in (triple.subject, triple.object) if not isinstance(n, ox.Triple)]
    place = places.find(nodes[0], triple.predicate.value, nodes[-1])
    return Finding(
        place.file,
        place.line,
        place.column,
        "axiom-without-rule",
        write_term(nodes[0]),
        shorten(triple.predicate.value),
        message={
            "en": "Say this with axioms that src/jnkg/rules.py makes rules of, or give that module "
            "the rule: the reasoner would not hear it.",
            "ja": "推論器が扱えない公理です。src/jnkg/rules.pyが規則にできる公理で書くか、"
            "同モジュールに規則を加えてください。",
        },
    )


def query_rules(question: Question) -> Iterator[Rule]:
    """Make rules of a CONSTRUCT whose WHERE holds triple patterns and FILTER (?a != ?b) alone.

    Raises SyntaxError or ValueError for any other.
    """
    text = re.sub(r"(?m)^\s*#.*$", "", question.text)
    parts = re.fullmatch(r"(.*?)CONSTRUCT\s*\{(.*?)\}\s*WHERE\s*\{(.*)\}\s*", text, re.DOTALL)
    if not parts:
        raise ValueError(question.path)
    unlike = re.findall(r"FILTER\s*\(\s*\?(\w+)\s*!=\s*\?(\w+)\s*\)", parts[3])
    patterns = re.sub(r"FILTER\s*\(\s*\?\w+\s*!=\s*\?\w+\s*\)", "", parts[3])
    numbers: dict[str, int] = {}
    body = tuple(atom(t, numbers) for t in read_patterns(parts[1], patterns))
    bound = len(numbers)
    heads = [atom(t, numbers) for t in read_patterns(parts[1], parts[2])]
    pairs = tuple((numbers[a], numbers[b]) for a, b in unlike if {a, b} <= numbers.keys())
    if not body or not heads or len(numbers) > bound or len(pairs) < len(unlike):
        raise ValueError(question.path)
    for head in heads:
        yield Rule(question.name, head, body, None, pairs)


def read_patterns(prologue: str, patterns: str) -> list[ox.Triple]:
    """Read triple patterns: with nodes for its variables, a basic graph pattern is Turtle."""
    lines = re.sub(r"PREFIX\s+(\S+)\s+(<[^>]*>)", r"@prefix \1 \2 .", prologue)
    nodes = re.sub(r"\?(\w+)", rf"<{VARIABLE}\1>", patterns)
    whole = nodes if nodes.rstrip().endswith(".") else nodes + " ."
    return list(parse(f"{lines}\n{whole}"))


def atom(triple: ox.Triple, numbers: dict[str, int]) -> Atom:
    """Make an atom of a pattern; `numbers` is given the variables that are new."""
    start, end = (slot(term, numbers) for term in (triple.subject, triple.object))
    if triple.predicate.value == RDF_TYPE and isinstance(end, str):
        return Atom(KIND + end, start)
    if triple.predicate.value.startswith(VARIABLE) or triple.predicate.value == RDF_TYPE:
        raise ValueError(str(triple.predicate))
    return Atom(triple.predicate.value, start, end)


def slot(term: Term, numbers: dict[str, int]) -> Slot:
    """Give a variable its number, or a node its text; raises ValueError for a node without name."""
    if isinstance(term, ox.BlankNode):
        raise ValueError(str(term))
    name = iri(term).removeprefix(VARIABLE)
    if name == iri(term):
        return key(term)
    return numbers.setdefault(name, len(numbers))


def unheard_query(question: Question) -> Finding:
    """Say that a query of `queries/infer/` is not of the form of a rule."""
    return Finding(
        question.path,
        1,
        0,
        "query-parse",
        message={
            "en": "Make this a CONSTRUCT of triples WHERE triples hold, with no more than "
            "FILTER (?a != ?b): other conditions might stop holding when more is known.",
            "ja": "トリプルだけのCONSTRUCTとし、WHEREにはトリプルと「FILTER (?a != ?b)」だけを"
            "書いてください。ほかの条件は、知識が増えると成り立たなくなることがあります。",
        },
    )
