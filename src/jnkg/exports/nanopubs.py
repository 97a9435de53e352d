"""Write each interpreted claim as a nanopublication: what is read, on what grounds, by whom.

A Request comes in, one TriG file goes out. A nanopublication has four graphs: head, assertion (the
claim, and what follows from it alone), provenance (reason, confidence, premises and the documents
that bear them) and publication info. Its name is a trusty URI, and depends on nothing but what it
says; the version of the release is no part of that, so a reading keeps its name until something it
says is changed. Texts are in both languages, whichever are asked for, or names would differ. None
is signed, since no key is at hand, and none is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from jnkg.describing.blocks import DATASET, PROJECT
from jnkg.describing.edition import MAKER, edition
from jnkg.exports.rdf import below_hashes
from jnkg.exports.readings import Interpretation, interpretations
from jnkg.exports.request import Count, Output, Request
from jnkg.exports.trusty import PLACEHOLDER, Fact, Quad, Value, artifact_code, order
from jnkg.exports.whole import whole_of
from jnkg.names import BASE, LANGUAGES, NS, PREFIXES, RDF_TYPE, RDFS_LABEL, shorten
from jnkg.store import World
from jnkg.turtle import write_literal

SPACE = BASE + "np/"
"""What the names of the nanopublications open with."""
NANOPUB = {"np": "http://www.nanopub.org/nschema#", "npx": "http://purl.org/nanopub/x/"}
NP, NPX = NANOPUB["np"], NANOPUB["npx"]
DCTERMS, PROV, XSD = PREFIXES["dcterms"], PREFIXES["prov"], PREFIXES["xsd"]
HEAD, ASSERTION, PROVENANCE, INFO = "Head", "assertion", "provenance", "pubinfo"
PARTS = (HEAD, ASSERTION, PROVENANCE, INFO)
OWN = re.compile(re.escape(SPACE) + r"RA[\w-]{43}")
LABEL = {"en": "{} (reading of {})", "ja": "{}（{}の読み取り）"}
ABOUT = {
    "en": "each interpreted claim (links of lineage, preferences, fulfilments and others) as a "
    "nanopublication with a trusty URI; unsigned, unpublished",
    "ja": "解釈による主張（系譜の環、選択、履行など）を一つずつ、trusty URIをもつ"
    "ナノパブリケーションとしたもの（署名なし、未公開）",
}
NOTE = """\
# Nanopublications, unsigned: cut this file at each `@prefix this:` to have them one by one.
# ナノパブリケーション（署名なし）。各`@prefix this:`の行で分ければ一つずつになる。
"""
QUERY = f"""SELECT (COUNT(*) AS ?n) WHERE {{ SELECT DISTINCT ?g ?claim WHERE {{
  GRAPH ?g {{ ?claim <{NS}hasGround> ?reading . ?reading a <{NS}Reading> }} }} }}"""


def nanopubs(request: Request) -> Iterator[Output]:
    """Write all nanopublications of a world, in the order of graphs and claims."""
    licence = edition(request.world).license
    made = (
        nanopub(found, request.world, licence) for found in interpretations(whole_of(request.world))
    )
    content = below_hashes(request, (NOTE + "".join(f"\n{text}" for text in made)).encode())
    fitting = sum(is_true for is_true in verified(content).values())
    count = Count("nanopublications whose name fits their content", fitting, QUERY)
    yield Output("nanopubs.trig", content, "application/trig", ABOUT, (count,))


def nanopub(found: Interpretation, world: World, licence: str) -> str:
    """Write one nanopublication as TriG that can stand alone."""
    this = SPACE + PLACEHOLDER
    graphs: Mapping[str, Iterable[Fact]] = {
        HEAD: head(this),
        ASSERTION: (*found.said, *found.concluded),
        PROVENANCE: provenance(f"{this}#{ASSERTION}", found),
        INFO: publication(this, found, world, licence),
    }
    quads = [(f"{this}#{part}", *fact) for part in PARTS for fact in graphs[part]]
    return trig(artifact_code(quads), quads)


def head(this: str) -> Iterator[Fact]:
    """Yield what the graphs are."""
    yield this, RDF_TYPE, NP + "Nanopublication"
    yield this, NP + "hasAssertion", f"{this}#{ASSERTION}"
    yield this, NP + "hasProvenance", f"{this}#{PROVENANCE}"
    yield this, NP + "hasPublicationInfo", f"{this}#{INFO}"


def provenance(assertion: str, found: Interpretation) -> Iterator[Fact]:
    """Yield what the assertion stands on."""
    yield assertion, PROV + "wasAttributedTo", PROJECT
    yield assertion, DCTERMS + "created", day(found.day)
    for ground in found.grounds:
        yield assertion, NS + "hasGround", ground
    yield from found.readings
    for premise, documents in found.premises.items():
        yield assertion, PROV + "wasDerivedFrom", premise
        for document in documents:
            yield premise, DCTERMS + "source", document
            yield assertion, PROV + "hadPrimarySource", document


def publication(this: str, found: Interpretation, world: World, licence: str) -> Iterator[Fact]:
    """Yield what is said of the nanopublication itself."""
    yield this, DCTERMS + "created", day(found.day)
    yield this, DCTERMS + "creator", PROJECT
    yield this, DCTERMS + "isPartOf", DATASET
    yield this, DCTERMS + "license", licence
    yield this, PROV + "wasDerivedFrom", found.graph
    yield this, NPX + "hasNanopubType", NS + "Reading"
    for kind in found.classes:
        yield this, NPX + "hasNanopubType", kind
        yield this, NPX + "introduces", found.claim
    for language in LANGUAGES:
        name = world.labels(language).get(found.claim, shorten(found.claim))
        label = LABEL[language].format(name.rstrip("。."), found.day)
        yield this, RDFS_LABEL, ox.Literal(label, language=language)
        yield PROJECT, RDFS_LABEL, ox.Literal(MAKER[language], language=language)


def day(text: str) -> ox.Literal:
    """Give an ISO day; no hour is known, and none is made up."""
    return ox.Literal(text, datatype=ox.NamedNode(XSD + "date"))


def trig(code: str, quads: Iterable[Quad]) -> str:
    """Write quads as TriG with the code in its place, all prefixes declared."""
    this = SPACE + code
    graphs: dict[str, list[str]] = {f"{SPACE}{PLACEHOLDER}#{part}": [] for part in PARTS}
    for graph, subject, predicate, value in sorted(set(quads), key=order):
        name = "a" if predicate == RDF_TYPE else term(predicate)
        graphs[graph].append(f"    {term(subject)} {name} {term(value)} .\n")
    body = "".join(f"\n{term(graph)} {{\n{''.join(lines)}}}\n" for graph, lines in graphs.items())
    known = {"this": this, "sub": f"{this}#", **NANOPUB, **PREFIXES}
    used = [p for p in known if re.search(rf"(?<![\w:<\"]){p}:", body)]
    return "".join(f"@prefix {p}: <{known[p]}> .\n" for p in used) + body


def term(value: Value) -> str:
    """Write a term; own names begin with this: and sub:."""
    if not isinstance(value, str):
        return write_literal(value)
    own = value.removeprefix(SPACE + PLACEHOLDER)
    if own != value:
        return f"sub:{own.removeprefix('#')}" if own else "this:"
    for prefix, space in NANOPUB.items():
        if value.startswith(space):
            return f"{prefix}:{value.removeprefix(space)}"
    return shorten(value)


def verified(content: bytes) -> dict[str, bool]:
    """Read nanopublications, and tell of each, by its IRI, whether its code fits its content."""
    quads: dict[str, list[Quad]] = {}
    for quad in ox.parse(content, format=ox.RdfFormat.TRIG):
        graph = getattr(quad.graph_name, "value", "")
        if found := OWN.match(graph):
            quads.setdefault(found[0], []).append(blanked(quad, found[0]))
    return {iri: iri == SPACE + artifact_code(found) for iri, found in quads.items()}


def blanked(quad: ox.Quad, own: str) -> Quad:
    """Give a quad with the placeholder where its own code stands."""

    def plain(iri: str) -> str:
        return iri.replace(own, SPACE + PLACEHOLDER)

    graph, subject = (plain(getattr(n, "value", "")) for n in (quad.graph_name, quad.subject))
    value = quad.object
    last = value if isinstance(value, ox.Literal) else plain(getattr(value, "value", ""))
    return graph, subject, plain(quad.predicate.value), last
