"""Ask the graph as Python objects: the ontology and everything known, through owlready2.

Run it in a checkout: python docs/owlready.py. It needs `pip install jnkg[owl]`.
"""

import io

import pyoxigraph as ox
from owlready2 import World

from jnkg.build import ensure_world
from jnkg.rooms import find_tree

# Everything known by now, as one graph: what is written, and what follows from it. Its modules are
# all in it, so that owlready2 need not look for what they import.
imports = ox.NamedNode("http://www.w3.org/2002/07/owl#imports")
store = ensure_world(find_tree()).store
quads = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
triples = (quad.triple for quad in quads if quad.predicate != imports)
lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)

graph = World()
base = graph.get_ontology("https://w3id.org/jnkg/ontology").load(fileobj=io.BytesIO(lines or b""))
jn = base.get_namespace("https://w3id.org/jnkg/ns/")

# Classes, individuals and properties are Python objects. A label is chosen by its language.
for programme in sorted(jn.PartnershipProgramme.instances(), key=str):
    print(programme.label.en[0], "/", programme.label.ja[0])

# Inferred relations are there like any other.
for area in sorted(jn.Area.instances(), key=str):
    for earlier in area.descendsFrom:
        print(f"{area.label.en[0]} <- {earlier.label.en[0]}")

# The node behind a simple relation says in what post, and on what it stands.
abe = graph["https://w3id.org/jnkg/id/person-abe-shinzo"]
for part in abe.takesPartThrough:
    posts = [post.label.en[0] for post in part.inPost]
    print(abe.label.en[0], "as", *posts, "in", *[event.label.en[0] for event in part.inEvent])
