"""Write a world as RDF 1.1, in six forms.

A Request comes in, one file goes out (with JSON-LD, its context and frames as well). N-Quads and
TriG hold the whole world: its default graph, from which preferences take triples out, and every
named graph, the catalogue and the conclusions among them; read into an empty store they are the
world again. The others hold the default graph. Texts are always in both languages: without one of
them it would be another graph. Nothing is added; what a file says of itself stands in comments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from jnkg.exports.colophon import colophon
from jnkg.exports.request import Output, Request
from jnkg.exports.whole import Triples, counts, prefixes, whole_of
from jnkg.names import PREFIXES
from jnkg.turtle import gather, natural, write_block, write_body, write_term

NAME = "jnkg"
"""What the files are called, before the ending."""
Form = ox.RdfFormat
ABOUT = {
    "nq": {
        "en": "the whole world: the default graph and all named graphs, sorted, a quad a line",
        "ja": "選んだ範囲の全体：デフォルトグラフと全名前付きグラフ（整列済み、1行1クワッド）",
    },
    "trig": {
        "en": "the whole world: the default graph and all named graphs, to be read by people",
        "ja": "選んだ範囲の全体：デフォルトグラフと全名前付きグラフ（人が読みやすい形）",
    },
    "ttl": {
        "en": "the default graph in the canonical form, to be read by people",
        "ja": "デフォルトグラフ（正規の形。人が読みやすい）",
    },
    "nt": {
        "en": "the default graph, sorted, a triple a line",
        "ja": "デフォルトグラフ（整列済み、1行1トリプル）",
    },
    "rdf": {"en": "the default graph as RDF/XML", "ja": "デフォルトグラフ（RDF/XML）"},
}
"""What each file is, by its ending."""


def nquads(request: Request) -> Iterator[Output]:
    """Write the whole world, a quad a line, in order."""
    quads = ox.serialize(whole_of(request.world).quads(), format=Form.N_QUADS) or b""
    yield made(request, "nq", ordered(quads), Form.N_QUADS)


def ntriples(request: Request) -> Iterator[Output]:
    """Write the default graph, a triple a line, in order."""
    triples = ox.serialize(whole_of(request.world).default, format=Form.N_TRIPLES) or b""
    yield made(request, "nt", ordered(triples), Form.N_TRIPLES)


def turtle(request: Request) -> Iterator[Output]:
    """Write the default graph in the canonical form of the project."""
    triples = whole_of(request.world).default
    body = declared(triples) + write_body(gather(triples))
    yield made(request, "ttl", body.encode(), Form.TURTLE)


def trig(request: Request) -> Iterator[Output]:
    """Write the whole world, graph by graph.

    A blank node lies in its named graph and in the default one: so each is named, not nested.
    """
    whole = whole_of(request.world)
    names = sorted(whole.graphs, key=natural)
    every = [t for triples in (whole.default, *whole.graphs.values()) for t in triples]
    every += [ox.Triple(ox.NamedNode(n), ox.NamedNode(n), ox.NamedNode(n)) for n in names]
    parts = [declared(every), "# The default graph · デフォルトグラフ\n\n", blocks(whole.default)]
    for name in names:
        inner = indented(blocks(whole.graphs[name]))
        parts.append(f"\n{write_term(ox.NamedNode(name))} {{\n\n{inner}\n}}\n")
    yield made(request, "trig", "".join(parts).encode(), Form.TRIG)


def rdfxml(request: Request) -> Iterator[Output]:
    """Write the default graph as RDF/XML."""
    triples = whole_of(request.world).default
    text = ox.serialize(triples, format=Form.RDF_XML, prefixes=prefixes(triples)) or b""
    yield made(request, "rdf", text, Form.RDF_XML)


def made(request: Request, ending: str, body: bytes, form: ox.RdfFormat) -> Output:
    """Put the colophon over a body, read it back and count."""
    content = COMMENTED.get(ending, below_hashes)(request, body)
    return Output(f"{NAME}.{ending}", content, form.media_type, ABOUT[ending],
                  counts(content, form))  # fmt: skip


def below_hashes(request: Request, body: bytes) -> bytes:
    """Put the colophon over a body as comments behind #."""
    lines = "".join(f"# {line}\n" for line in said(request))
    return f"{lines}\n".encode() + body


def below_xml_comment(request: Request, body: bytes) -> bytes:
    """Put the colophon behind the XML declaration as a comment, which may not hold two hyphens."""
    head, rest = body.split(b"?>", 1)
    lines = "\n".join(said(request)).replace("--", "- -")
    return head + b"?>\n<!--\n" + lines.encode() + b"\n-->" + rest


COMMENTED: dict[str, Callable[[Request, bytes], bytes]] = {"rdf": below_xml_comment}
"""How a form has comments, where it is not behind #."""


def said(request: Request) -> Iterator[str]:
    """Yield what a file says of itself, a line for each language."""
    found = colophon(request)
    return (found.line(language) for language in request.languages)


def ordered(lines: bytes) -> bytes:
    """Put lines in order."""
    return b"".join(sorted(lines.splitlines(keepends=True)))


def declared(triples: Iterable[ox.Triple]) -> str:
    """Write the prefixes that triples use."""
    found = prefixes(tuple(triples))
    return "".join(f"@prefix {p}: <{PREFIXES[p]}> .\n" for p in found) + "\n"


def blocks(triples: Triples) -> str:
    """Write a block for each subject, blank nodes by name."""
    found = gather(triples)
    subjects = sorted(found, key=lambda s: natural(write_term(s)))
    return "\n".join(write_block(s, found, set()) for s in subjects)


def indented(text: str) -> str:
    """Move lines to the right."""
    return "\n".join(f"    {line}" if line else "" for line in text.rstrip("\n").split("\n"))
