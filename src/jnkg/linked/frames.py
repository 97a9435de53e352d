"""Make a JSON-LD frame for a class: which of a description's nodes stand inside which.

A World and the name of a class come in, a frame goes out; None where the ontology has no such
class. Framed by it, a description becomes a tree: each node of the class with its evidence, its
grounds, and, under `^` and the property's name, the nodes that point at it.
"""

from __future__ import annotations

import pyoxigraph as ox

from jnkg.linked.context import context_of
from jnkg.linked.reads import rows
from jnkg.names import NS, PREFIXES, shorten
from jnkg.store import World

PART_OF = PREFIXES["dcterms"] + "isPartOf"


def frame(world: World, name: str, address: str) -> dict[str, object] | None:
    """Make the frame of a class; `address` is where the context is to be had."""
    iri = NS + name
    if iri not in classes(world):
        return None
    back = {f"^{shorten(p).partition(':')[2]}": {"@reverse": shorten(p)}
            for p in leading_to(world, iri)}  # fmt: skip
    evidence = {"@embed": "@always", "inPassage": {"@embed": "@always"}}
    return {
        "@context": [address, back],
        "@type": context_of(world).words[iri].name,
        "@embed": "@once",
        "@omitDefault": True,
        "hasEvidence": evidence,
        "hasGround": {"@embed": "@always"},
        **{name: {"@embed": "@always", "@omitDefault": True} for name in back},
    }


def classes(world: World) -> set[str]:
    """Give the classes of our own ontology."""
    text = f"SELECT ?c WHERE {{ ?c a <{PREFIXES['owl']}Class> }}"
    return {iri for row in rows(world, text) if (iri := row["c"].value).startswith(NS)}


def leading_to(world: World, iri: str) -> list[str]:
    """Give our properties that lead to nodes of a class, parts to their whole among them."""
    text = f"SELECT DISTINCT ?p WHERE {{ ?node a {ox.NamedNode(iri)} . ?s ?p ?node }}"
    found = {row["p"].value for row in rows(world, text)}
    return sorted((p for p in found if p.startswith(NS) or p == PART_OF), key=shorten)
