"""Write a world as JSON-LD 1.1: its default graph, its context, and a frame for each main class.

A Request comes in, the files go out. The context stands inside each of them, so that any one can be
opened alone and offline; `context.jsonld` has it once more for documents of one's own. JSON has no
comments, and a member that is no property would make the graph a named one for some readers: what
the files say of themselves lies beside them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from jnkg.exports.request import Count, Output, Request
from jnkg.exports.whole import counts, whole_of
from jnkg.linked.context import Context, context_of
from jnkg.linked.jsonld import written
from jnkg.names import NS, PREFIXES
from jnkg.store import World
from jnkg.turtle import gather, natural, write_term

MEDIA_TYPE = "application/ld+json"
FRAMED = (
    *("Activity", "Area", "Body", "Commitment", "Conflict", "Document", "Event", "Fulfilment"),
    *("Instrument", "InternationalOrganization", "LineageLink", "Membership", "Outcome"),
    *("Participation", "Passage", "Person", "Position", "Post", "State", "StatusReport"),
    *("Tenure", "Theme"),
)
"""The classes that a frame is made for, where the world has members of them."""
BASES = {
    "hasEvidence": ("jn:confidence", "jn:inPassage", "oa:exact", "oa:prefix", "oa:suffix"),
    "hasGround": ("jn:byRule", "jn:confidence", "jn:hasPremise", "jn:reason"),
}
"""What a frame tells of evidence and grounds, by names that are no language maps."""
ABOUT = {
    "graph": {
        "en": "the default graph as JSON-LD 1.1, its context inside, a node a line",
        "ja": "デフォルトグラフ（JSON-LD 1.1、コンテキスト内蔵、1行1ノード）",
    },
    "context": {
        "en": "the context alone: a short name for each term",
        "ja": "コンテキストのみ：各語の短い名称",
    },
    "frame": {
        "en": "a frame: the nodes of the class {}, each with what it stands on",
        "ja": "フレーム：クラス{}のノードと、それぞれの根拠",
    },
}
TERMS = f"""SELECT (COUNT(DISTINCT ?term) AS ?n) WHERE {{ ?term a ?kind . VALUES ?kind {{
  <{PREFIXES["owl"]}Class> <{PREFIXES["owl"]}ObjectProperty> <{PREFIXES["owl"]}DatatypeProperty>
  <{PREFIXES["owl"]}AnnotationProperty> }} FILTER(STRSTARTS(STR(?term), "{NS}")) }}"""


def jsonld(request: Request) -> Iterator[Output]:
    """Write the default graph, the context, and the frames."""
    context = context_of(request.world)
    content = document(whole_of(request.world).default, context)
    found = counts(content, ox.RdfFormat.JSON_LD)[1:2]
    yield Output("jnkg.jsonld", content, MEDIA_TYPE, ABOUT["graph"], found)
    yield Output("context.jsonld", dumped(context.document()), MEDIA_TYPE, ABOUT["context"],
                 (Count("own terms", own(context), TERMS),))  # fmt: skip
    for name in framed(request.world):
        about = {code: words.format(name) for code, words in ABOUT["frame"].items()}
        content = dumped(frame(name, context))
        yield Output(f"frames/{name}.jsonld", content, MEDIA_TYPE, about)


def document(triples: Iterable[ox.Triple], context: Context) -> bytes:
    """Write triples below a context, a node a line."""
    blocks = gather(triples)
    subjects = sorted(blocks, key=lambda s: natural(write_term(s)))
    nodes = (written(s, blocks[s], context.words) for s in subjects)
    lines = ",\n".join(json.dumps(node, ensure_ascii=False) for node in nodes)
    head = json.dumps(context.document()["@context"], ensure_ascii=False)
    return f'{{"@context": {head},\n"@graph": [\n{lines}\n]}}\n'.encode()


def dumped(value: Mapping[str, object]) -> bytes:
    """Write JSON to be read by people."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def own(context: Context) -> int:
    """Count the words for terms of our own namespace."""
    return sum(iri.startswith(NS) for iri in context.words)


def framed(world: World) -> Iterator[str]:
    """Yield the classes of FRAMED that have members."""
    for name in FRAMED:
        found = world.store.query(f"ASK {{ ?s a <{NS}{name}> }}")
        if isinstance(found, ox.QueryBoolean) and bool(found):
            yield name


def frame(name: str, context: Context) -> dict[str, object]:
    """Make the frame of a class for all of a world, with the context inside.

    The frames of `linked` lay open whatever a node leads to, which in a whole world never ends.
    Here that is what the node stands on; everything else remains a reference.
    """
    return {
        "@context": context.document()["@context"],
        "@type": f"jn:{name}",
        "@embed": "@never",
        "@omitDefault": True,
        **{key: told(names) for key, names in BASES.items()},
    }


def told(names: Iterable[str]) -> dict[str, object]:
    """Give the frame of a node of which some properties are told, and nothing else."""
    parts = {name: {"@embed": "@never", "@omitDefault": True} for name in names}
    return {"@embed": "@always", "@explicit": True, "@omitDefault": True, **parts}
