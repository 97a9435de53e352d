"""Give RDF a name that its content alone decides: a trusty URI (module RA).

Quads come in whose own IRIs have a placeholder where the code will stand; the artifact code goes
out. What is hashed is the quads in a fixed order, a term a line, as the specification of trusty
URIs has it (https://arxiv.org/abs/1401.5775): whoever reads the quads can work the code out again,
and finds another one where anything was changed.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

import pyoxigraph as ox

PLACEHOLDER = " "
"""What stands in an IRI where its own code will stand; no IRI has it otherwise."""
MODULE = "RA"
Value = str | ox.Literal
Fact = tuple[str, str, Value]
Quad = tuple[str, str, str, Value]
"""Graph, subject and predicate as IRIs, and the object: an IRI or a literal. None is blank."""


def artifact_code(quads: Iterable[Quad]) -> str:
    """Give the code: `RA` and 43 characters."""
    lines = "".join(dict.fromkeys(map(written, sorted(quads, key=order))))
    digest = hashlib.sha256(lines.encode()).digest()
    return MODULE + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def order(quad: Quad) -> tuple[bytes, bytes, bytes, bool, bytes, bytes, bytes]:
    """Give the place of a quad: by graph, subject, predicate; IRIs before literals."""
    first, second, third = (iri.encode() for iri in quad[:3])
    value = quad[3]
    if isinstance(value, str):
        return first, second, third, False, value.encode(), b"", b""
    kind, language = ("", value.language) if value.language else (value.datatype.value, "")
    return first, second, third, True, value.value.encode(), kind.encode(), language.encode()


def written(quad: Quad) -> str:
    """Write a quad, a term a line."""
    value = quad[3]
    if not isinstance(value, str):
        kind = f"@{value.language.lower()}" if value.language else f"^{value.datatype.value}"
        text = value.value.replace("\\", "\\\\").replace("\n", "\\n")
        value = f"{kind} {text}"
    return "".join(f"{line}\n" for line in (*quad[:3], value))
