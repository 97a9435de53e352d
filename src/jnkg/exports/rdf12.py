"""Write a world as Turtle 1.2: each claim with the graphs that hold it, their status and source.

A Request comes in, one file goes out. The reifier of a triple is the named graph that holds it
(`~ jng:...`): a triple that three documents state has three. Status and source stand behind it, as
the catalogue has them, so that taking the annotations away leaves the default graph and nothing
else. What a preference sets aside is reified at the end, and not asserted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from jnkg.exports.rdf import below_hashes, declared
from jnkg.exports.request import Count, Output, Request
from jnkg.exports.whole import TRIPLES, Whole, whole_of
from jnkg.names import CATALOGUE, NS, PREFIXES, RDF_TYPE
from jnkg.turtle import Object, gather, natural, ordered, write_term

MEDIA_TYPE = "text/turtle; version=1.2"
ABOUT = {
    "en": "RDF 1.2 (a draft): the default graph, each claim with its named graphs, their status "
    "and source; without the annotations it is the RDF 1.1 of the other forms",
    "ja": "RDF 1.2（草案）：デフォルトグラフの各主張に、それを含む名前付きグラフとその地位・典拠を"
    "注釈したもの。注釈を除けば、他の形式のRDF 1.1と同じである",
}
HEAD = """\
# RDF 1.2, an extra: read it with a parser of RDF 1.2. The canonical form of this graph is RDF 1.1.
# Behind each triple: the named graph that holds it, and the status and the source of that graph
# (jn:isInferred true: a conclusion from claims of that status).
# RDF 1.2（追加の形式）：読むにはRDF 1.2対応のパーサーが要る。このグラフの正規の形はRDF 1.1である。
# 各トリプルの後に、それを含む名前付きグラフと、その地位・典拠を示す
# （jn:isInferred trueは、その地位の主張からの推論）。
VERSION "1.2"

"""
ASIDE = """
# Not asserted: documents claim it, and an admitted preference sets it aside.
# 主張しないもの：文書にはあるが、採用した選択により退けられている。

"""
REIFIES = PREFIXES["rdf"] + "reifies"
TOLD = (NS + "status", NS + "isInferred", PREFIXES["dcterms"] + "source")
"""What of the catalogue stands behind each claim."""
REIFIED = f"""SELECT (COUNT(*) AS ?n) WHERE {{
  GRAPH <{CATALOGUE}> {{ ?g <{NS}status> ?status }} GRAPH ?g {{ ?s ?p ?o }} }}"""
Held = Mapping[ox.Triple, list[str]]


def turtle(request: Request) -> Iterator[Output]:
    """Write the default graph with annotations."""
    whole = whole_of(request.world)
    notes = notes_of(whole)
    held = holders(whole, notes)
    everything = [t for ts in (whole.default, *whole.graphs.values()) for t in ts]
    names = (ox.NamedNode(REIFIES), *map(ox.NamedNode, notes))
    everything += [ox.Triple(name, name, name) for name in names]
    text = HEAD + declared(everything) + "\n".join(blocks(whole, held, notes))
    aside = "\n".join(unasserted(whole, held))
    content = below_hashes(request, (text + (ASIDE + aside + "\n" if aside else "")).encode())
    yield Output("jnkg-rdf12.ttl", content, MEDIA_TYPE, ABOUT, read_back(content))


def read_back(content: bytes) -> tuple[Count, ...]:
    """Read a file back, and count what is asserted and what is reified."""
    found = {q.triple for q in ox.parse(content, format=ox.RdfFormat.TURTLE)}
    reified = sum(t.predicate.value == REIFIES for t in found)
    return (
        Count("triples in the default graph", len(found) - reified, TRIPLES),
        Count("claims with their graph", reified, REIFIED),
    )


def notes_of(whole: Whole) -> dict[str, str]:
    """Give the annotation of each graph that the catalogue gives a status."""
    written: dict[str, str] = {}
    for graph, said in whole.catalogue().items():
        if TOLD[0] in said:
            pairs = (f"{short(p)} {write_term(said[p])}" for p in TOLD if p in said)
            written[graph] = f"~ {short(graph)} {{| {' ; '.join(pairs)} |}}"
    return written


def short(iri: str) -> str:
    """Write an IRI with a prefix, if it has one."""
    return write_term(ox.NamedNode(iri))


def holders(whole: Whole, notes: Mapping[str, str]) -> Held:
    """Give the graphs that hold each triple, in order."""
    held: dict[ox.Triple, list[str]] = {}
    for graph in sorted(notes, key=natural):
        for triple in whole.graphs.get(graph, ()):
            held.setdefault(triple, []).append(graph)
    return held


def blocks(whole: Whole, held: Held, notes: Mapping[str, str]) -> Iterator[str]:
    """Yield a block for each subject, a triple a line, its annotations below it."""
    found = gather(whole.default)
    for subject in sorted(found, key=lambda s: natural(write_term(s))):
        lines = [write_term(subject)]
        for predicate, objects in sorted(found[subject].items(), key=first):
            name = "a" if predicate == RDF_TYPE else short(predicate)
            for value in ordered(objects):
                triple = ox.Triple(subject, ox.NamedNode(predicate), value)
                notes_here = [f"\n        {notes[graph]}" for graph in held.get(triple, ())]
                lines.append(f"    {name} {write_term(value)}{''.join(notes_here)} ;")
        yield "\n".join([*lines, "    .", ""])


def first(item: tuple[str, list[Object]]) -> tuple[bool, str]:
    """Give the place of a predicate: the type, then by name."""
    return item[0] != RDF_TYPE, short(item[0])


def unasserted(whole: Whole, held: Held) -> Iterator[str]:
    """Yield what named graphs hold and the default graph does not."""
    asserted = set(whole.default)
    for triple in sorted((t for t in held if t not in asserted), key=str):
        terms = (triple.subject, triple.predicate, triple.object)
        said = " ".join(write_term(t) for t in terms if not isinstance(t, ox.Triple))
        for graph in held[triple]:
            yield f"{short(graph)} rdf:reifies <<( {said} )>> ."
