"""Describe the model and the size of the graph: its terms with definitions, how often each is used.

A Desk and perhaps a term come in, plain data goes out.
"""

from __future__ import annotations

import pyoxigraph as ox

from jnkg.agents.desk import Desk, Plain, short_name
from jnkg.agents.strength import value
from jnkg.answer import find_node, run
from jnkg.claims import Reader
from jnkg.describing.census import count
from jnkg.describing.edition import MAKER, TITLE, dataset_iri, edition
from jnkg.errors import Misuse
from jnkg.exports.colophon import CITATION
from jnkg.names import NS, PREFIXES, RDF_TYPE, STATUSES

OWL, RDFS, SKOS = (PREFIXES[p] for p in ("owl", "rdfs", "skos"))
KINDS = {
    OWL + "Class": "class",
    OWL + "ObjectProperty": "property",
    OWL + "DatatypeProperty": "property",
    OWL + "NamedIndividual": "value",
}
"""The kinds of terms, by what the ontology declares them as."""
EXAMPLES = 3
TERMS = f"""
SELECT ?term ?declared WHERE {{
  VALUES ?declared {{ {" ".join(f"<{kind}>" for kind in KINDS)} }}
  ?term a ?declared . FILTER (STRSTARTS(STR(?term), "{NS}"))
}} ORDER BY ?term ?declared
"""
AROUND = """
SELECT ?role ?other ?n WHERE {{
  {{ SELECT ("used_with" AS ?role) ?other (COUNT(DISTINCT ?thing) AS ?n)
     WHERE {{ ?thing a <{term}> ; ?other ?any . FILTER (STRSTARTS(STR(?other), "{jn}")) }}
     GROUP BY ?other }}
  UNION
  {{ SELECT ("leads_from" AS ?role) ?other (COUNT(DISTINCT ?thing) AS ?n)
     WHERE {{ ?thing <{term}> ?any . ?thing a ?other . FILTER (STRSTARTS(STR(?other), "{jn}")) }}
     GROUP BY ?other }}
  UNION
  {{ SELECT ("leads_to" AS ?role) ?other (COUNT(DISTINCT ?any) AS ?n)
     WHERE {{ ?thing <{term}> ?any . ?any a ?other . FILTER (STRSTARTS(STR(?other), "{jn}")) }}
     GROUP BY ?other }}
}} ORDER BY ?role DESC(?n) ?other
"""
EXAMPLE = """
SELECT ?a ?b WHERE {{ {{ ?a a <{term}> }} UNION {{ ?a <{term}> ?b }} }} ORDER BY ?a ?b LIMIT {n}
"""


def describe_model(desk: Desk, term: str = "", kind: str = "") -> Plain:
    """Describe one term with its neighbours and examples, or list terms, most used first.

    Of the kinds (KINDS), values are listed only where they are asked for.

    Raises UnknownValue with the nearest names, Misuse for a node that is no term.
    """
    if term:
        return {"world": desk.about(), "terms": [whole(desk, term)], "prefixes": dict(PREFIXES)}
    wanted = (kind,) if kind else ("class", "property")
    rows = [row for row in terms(desk) if row["kind"] in wanted]
    rows.sort(key=lambda row: (str(row["kind"]), -int(str(row["uses"])), str(row["name"])))
    return {"world": desk.about(), "terms": rows, "prefixes": dict(PREFIXES)}


def terms(desk: Desk) -> list[Plain]:
    """List the terms of the ontology, each with the first sentence on it and its uses."""
    found: dict[str, str] = {}
    for node, declared in run(desk.world, TERMS).rows:
        kind = KINDS[value(declared)]
        if found.get(value(node), "value") == "value":
            found[value(node)] = kind
    return [brief(desk, iri, kind) for iri, kind in found.items()]


def brief(desk: Desk, iri: str, kind: str) -> Plain:
    """Give a term by name, label, definition and number of uses."""
    reader, held = Reader(desk.world, desk.language), count(desk.world)
    uses = held.properties[iri].triples if iri in held.properties else held.classes.get(iri, 0)
    definition = reader.text(ox.NamedNode(iri), SKOS + "definition")
    return {**desk.named(iri), "kind": kind, "definition": definition, "uses": uses}


def whole(desk: Desk, typed: str) -> Plain:
    """Give a term with all that the ontology says of it, where it is used, and examples."""
    own = NS + typed
    node = ox.NamedNode(own) if own in desk.world.labels("en") else find_node(desk.world, typed)
    if not node.value.startswith(NS):
        raise Misuse(
            f"{typed!r} is not a term of the ontology: `jnkg show` tells of it.",
            f"「{typed}」はオントロジーの用語ではありません。`jnkg show`で見られます。",
        )
    reader = Reader(desk.world, desk.language)
    declared = [KINDS[k.value] for k in reader.nodes(node, RDF_TYPE) if k.value in KINDS]
    kind = next((k for k in declared if k != "value"), "value")
    found = brief(desk, node.value, kind) | around(desk, node.value)
    return found | {
        "note": reader.text(node, SKOS + "scopeNote"),
        "kinds": [desk.named(k.value) for k in reader.nodes(node, RDF_TYPE) if ours(k)],
        "broader": [desk.named(k.value) for up in UP for k in reader.nodes(node, up) if ours(k)],
        "narrower": [
            desk.named(q.subject.value)
            for up in UP
            for q in reader.quads(None, up, node, ox.DefaultGraph())
            if isinstance(q.subject, ox.NamedNode) and q.subject != node
        ],
        "examples": examples(desk, node.value),
    }


UP = (RDFS + "subClassOf", RDFS + "subPropertyOf")


def ours(node: ox.NamedNode) -> bool:
    """Tell whether a node is a term of this ontology."""
    return node.value.startswith(NS)


def around(desk: Desk, term: str) -> Plain:
    """Give the terms that are used together with a term, each with how often."""
    found: dict[str, list[Plain]] = {"used_with": [], "leads_from": [], "leads_to": []}
    for role, other, number in run(desk.world, AROUND.format(term=term, jn=NS)).rows:
        found[value(role)].append({**desk.named(value(other)), "uses": int(value(number))})
    return dict(found)


def examples(desk: Desk, term: str) -> list[str]:
    """Give nodes of a class, or what a property leads from and to, in short names."""
    rows = run(desk.world, EXAMPLE.format(term=term, n=EXAMPLES)).rows
    said = ((short_name(value(a)), value(b)) for a, b in rows)
    return [f"{a} → {short_name(b) if '://' in b else b}" if b else a for a, b in said]


def statistics(desk: Desk) -> Plain:
    """Count what the world holds, as a whole, by status and by class."""
    held = count(desk.world)
    classes = sorted(held.classes.items(), key=lambda item: (-item[1], item[0]))
    return {
        "world": desk.about(),
        "triples": held.whole.triples,
        "nodes": held.whole.entities,
        "graphs": len(held.graphs),
        "questions": len(desk.world.questions()),
        "triples_by_status": {name.lower(): f.triples for name, f in held.subsets.items()},
        "nodes_by_class": [
            {**desk.named(iri), "nodes": number} for iri, number in classes if iri.startswith(NS)
        ],
    }


def licence(desk: Desk) -> Plain:
    """Give licence, version and citation of the graph."""
    found, language = edition(desk.world), desk.language
    usual = {"status": STATUSES[-1], "known-by": ""}
    chosen = {"status": desk.status, "known-by": desk.known_by}
    iri = dataset_iri({key: v for key, v in chosen.items() if v != usual[key]})
    citation = CITATION[language].format(
        maker=MAKER[language], title=TITLE[language], version=found.version, day=found.issued,
        iri=iri,
    )  # fmt: skip
    return {
        "title": TITLE[language],
        "version": found.version,
        "issued": found.issued,
        "licence": found.license,
        "citation": citation,
    }
