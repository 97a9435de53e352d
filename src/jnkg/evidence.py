"""Hold what the graph quotes and prints against the texts of its documents.

A Dataset and a folder of texts come in; a Report goes out, or the files with the digests of their
quotations put in. The texts themselves are not in the repository: `selector_digest` lets a check
notice without them that a quotation was changed after it was held against its text. Other
modules import that one function, so nothing heavy is imported at the top.
"""

import hashlib

from jnkg.fold import fold_text as fold_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from jnkg.dataset import Dataset, GraphFile
    from jnkg.report import Report

PARTS = ("prefix", "exact", "suffix")


def selector_digest(prefix: str, exact: str, suffix: str) -> str:
    """Give the first 16 hexadecimal digits of the SHA-256 of a folded selector."""
    selector = "\n".join(fold_text(part) for part in (prefix, exact, suffix))
    return hashlib.sha256(selector.encode()).hexdigest()[:16]


def check_texts(dataset: "Dataset", texts: "Path") -> "Report":
    """Hold every quotation, span, printed value and summary against the texts of a folder.

    All `*.txt` of the folder are read as UTF-8. Raises Misuse where there are none.
    """
    from jnkg.report import report
    from jnkg.texts import pair, read_texts
    from jnkg.witness import copied, witness

    folder = read_texts(texts)
    findings = copied(dataset, folder)
    for pairing in pair(dataset, folder):
        findings += witness(dataset, pairing)
    return report(findings)


def pin(dataset: "Dataset", texts: "Path") -> "dict[str, str]":
    """Give the new text of each file whose quotations lack their digest or have a wrong one.

    Keys are paths relative to the tree. Raises Refused where a text does not bear the data out.
    """
    from jnkg.errors import Refused

    violations = check_texts(dataset, texts).violations
    if violations:
        raise Refused(violations)
    new = {file.path: pinned(file) for file in dataset.of("stated")}
    return {f.path: new[f.path] for f in dataset.of("stated") if new[f.path] != f.text}


def pinned(file: "GraphFile") -> str:
    """Write a stated file anew with the digest of each of its quotations."""
    import pyoxigraph as ox

    from jnkg.names import NS, PREFIXES
    from jnkg.turtle import canonical, head_comment

    digest, oa = ox.NamedNode(NS + "selectorDigest"), PREFIXES["oa"]
    selectors: dict[ox.NamedNode, dict[str, str]] = {}
    for t in file.triples:
        part = t.predicate.value.removeprefix(oa)
        if (
            part in PARTS
            and isinstance(t.subject, ox.NamedNode)
            and isinstance(t.object, ox.Literal)
        ):
            selectors.setdefault(t.subject, {})[part] = t.object.value
    quoted = {
        node: selector_digest(*(s.get(part, "") for part in PARTS))
        for node, s in selectors.items()
        if "exact" in s
    }
    triples = [t for t in file.triples if t.predicate != digest or t.subject not in quoted]
    triples += [ox.Triple(node, digest, ox.Literal(value)) for node, value in quoted.items()]
    if set(triples) == set(file.triples):
        return file.text
    body = "".join(f"{triple} .\n" for triple in triples)
    return canonical("\n".join([*head_comment(file.text), "", body]))
