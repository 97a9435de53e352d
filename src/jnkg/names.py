"""Name things: the namespaces of the graph, and the short forms of IRIs.

Strings come in and strings go out. Nothing here is imported that costs time,
because every command passes through this module.
"""

BASE = "https://w3id.org/jnkg/"
NS = BASE + "ns/"
ID = BASE + "id/"
GRAPH = BASE + "graph/"
SHAPE = BASE + "shape/"
QUERY = BASE + "query/"

PREFIXES = {
    "bibo": "http://purl.org/ontology/bibo/",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "jn": NS,
    "jnd": ID,
    "jng": GRAPH,
    "jnq": QUERY,
    "jns": SHAPE,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "vs": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

RDF_TYPE = PREFIXES["rdf"] + "type"
RDFS_LABEL = PREFIXES["rdfs"] + "label"
CATALOGUE = GRAPH + "catalogue"

STATUSES = ("stated", "derived", "interpreted")
"""The status ceilings of a world, strongest first."""

LANGUAGES = ("en", "ja")


def expand(name: str) -> str | None:
    """Give the IRI of a prefixed name; None if its prefix is not declared."""
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else None


SHORT: dict[str, str] = {}
"""Prefixed names already worked out."""


def shorten(iri: str) -> str:
    """Give the prefixed name of an IRI, or the IRI itself in angle brackets."""
    if iri not in SHORT:
        SHORT[iri] = next(
            (
                f"{prefix}:{iri[len(namespace) :]}"
                for prefix, namespace in PREFIXES.items()
                if iri.startswith(namespace) and is_local(iri[len(namespace) :])
            ),
            f"<{iri}>",
        )
    return SHORT[iri]


def is_local(text: str) -> bool:
    """Tell whether a text can stand behind a prefix in Turtle without escapes."""
    plain = text.replace("-", "").replace("_", "").replace(".", "")
    return text == "" or (
        plain.isascii()
        and plain.isalnum()
        and not text.startswith(("-", "."))
        and not text.endswith(".")
    )


INFERRED = GRAPH + "inferred-"
"""What the IRIs of the graphs open with that hold what the reasoner concluded."""


def graph_iri(path: str) -> str:
    """Give the IRI of the named graph that a data or ontology file is loaded into.

    `path` is relative to the tree and uses slashes: `data/stated/nato/x.ttl`
    gives `.../graph/stated-nato-x`, `ontology/event.ttl` gives `.../graph/ontology-event`.
    """
    return GRAPH + path.removeprefix("data/").removesuffix(".ttl").replace("/", "-")
