"""Read the broken and the sound ontologies of `tests/cases/owl/`; their names come from the files.

A case is one Turtle file. What it says of individuals (`jnd:`) is taken as data, the rest as the
ontology. A bad one says in its head which rule must find it, and by which kinds of axioms; a line
that ends in `# slip` is where the finding must stand.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from cases_of import Case, cases
from jnkg.dataset import Dataset, GraphFile
from jnkg.names import ID
from jnkg.turtle import Term, parse

BAD = [case for case in cases("owl") if not case.is_good]
GOOD = [case for case in cases("owl") if case.is_good]


def dataset_of(case: Case) -> Dataset:
    text = case.path.read_text("utf-8")
    triples = parse(text)
    mine: set[Term] = {t.subject for t in triples if is_individual(t.subject)}
    for _ in range(5):  # descriptions lie in the file of what they describe
        mine |= {
            t.object for t in triples if t.subject in mine and isinstance(t.object, ox.BlankNode)
        }
    said = tuple(t for t in triples if t.subject in mine)
    rest = tuple(t for t in triples if t.subject not in mine)
    return Dataset(
        (
            GraphFile("ontology/case.ttl", text, rest),
            GraphFile("data/stated/case.ttl", text, said),
        )
    )


def is_individual(node: Term) -> bool:
    return isinstance(node, ox.NamedNode) and node.value.startswith(ID)


def head(case: Case, name: str) -> str:
    found = re.search(rf"^# {name}: (.*)$", case.path.read_text("utf-8"), re.M)
    return found[1] if found else ""


def rule(case: Case) -> str:
    return head(case, "rule")


def kinds(case: Case) -> list[str]:
    return head(case, "by").split()


def slip(case: Case) -> int | None:
    lines = case.path.read_text("utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.endswith("# slip")), None)
