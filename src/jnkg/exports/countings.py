"""Count the nodes and edges of each network in the graph, by SPARQL alone.

The networks are made from what the store says triple by triple; these queries ask for the numbers
only, so that neither can be wrong without the other showing it.
"""

TALKERS = """SELECT (COUNT(DISTINCT ?who) AS ?n) {{
  ?who a {kind} . ?part {role} ?who ; jn:inEvent/a jn:BilateralTalk }}"""
PEOPLE = TALKERS.format(kind="jn:Person", role="jn:hasParticipant")
POSTS = TALKERS.format(kind="jn:Post", role="jn:inPost")

SIDES = {
    "jn:hasParticipant": "?{0}Part jn:hasParticipant ?{0} ; jn:inEvent/a jn:BilateralTalk ; "
    "jn:inPost/jn:belongsTo+ ?{0}Side",
    "jn:inPost": "?{0}Part jn:inPost ?{0} ; jn:inEvent/a jn:BilateralTalk . "
    "?{0} jn:belongsTo+ ?{0}Side",
}
"""For whom those who met acted, by how a participation names them; only what belongs to nothing
else is a side."""


def meetings(kind: str, role: str) -> str:
    """Count the pairs that met; two who acted for the same side and no other are left out."""
    sides = {
        w: f"{SIDES[role].format(w)} FILTER NOT EXISTS {{ ?{w}Side jn:belongsTo ?{w}Wider }}"
        for w in ("a", "b")
    }
    return f"""SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT ?a ?b {{
  ?talks a jn:BilateralTalk . ?x jn:inEvent ?talks ; {role} ?a . ?y jn:inEvent ?talks ; {role} ?b .
  ?a a {kind} . ?b a {kind} . FILTER (STR(?a) < STR(?b))
  FILTER (NOT EXISTS {{ {sides["a"]} }} || NOT EXISTS {{ {sides["b"]} }}
    || EXISTS {{ {sides["a"]} FILTER NOT EXISTS {{ {sides["b"]} FILTER(?bSide = ?aSide) }} }}
    || EXISTS {{ {sides["b"]} FILTER NOT EXISTS {{ {sides["a"]} FILTER(?aSide = ?bSide) }} }})
}} }}"""


MEETINGS = meetings("jn:Person", "jn:hasParticipant")
POST_MEETINGS = meetings("jn:Post", "jn:inPost")

ROLES = "jn:hasParticipant jn:inPost jn:onBehalfOf jn:standsForMembersOf"
ATTENDED = f"""SELECT (COUNT(DISTINCT ?node) AS ?n) {{
  {{ ?node a jn:Event }}
  UNION {{ ?part a jn:Participation ; jn:inEvent ?node }}
  UNION {{ VALUES ?role {{ {ROLES} }} ?part a jn:Participation ; jn:inEvent ?e ; ?role ?node }}
}}"""
ATTENDANCE = f"""SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT ?role ?who ?event {{
  VALUES ?role {{ {ROLES} }} ?part ?role ?who ; a jn:Participation ; jn:inEvent ?event }} }}"""

AREAS = """SELECT (COUNT(DISTINCT ?node) AS ?n) {
  ?node a ?kind . FILTER (?kind IN (jn:Area, jn:Instrument)) }"""
DESCENT = """SELECT (COUNT(*) AS ?n) {
  { ?link jn:linkKind ?kind ; jn:linksFrom ?a . ?link jn:linksTo|jn:linksToInstrument ?b }
  UNION { ?relation a jn:InstrumentRelation ; jn:relatesFrom ?a ; jn:relatesTo ?b }
  UNION { ?a a jn:Area ; jn:inInstrument ?b } }"""

STATES = "GRAPH ?g { ?node jn:hasEvidence ?evidence } ?g dcterms:source ?document ."
CITED = "?passage jn:corroborates ?node ; dcterms:isPartOf+ ?document . ?document a jn:Document ."
RECORD = "?document a jn:Document ; dcterms:publisher|jn:isCarriedBy|jn:isTextOf ?node ."
SPOKEN_OF = f"""SELECT (COUNT(DISTINCT ?any) AS ?n) {{
  {{ ?any a jn:Document }} UNION {{ {STATES} BIND(?node AS ?any) }}
  UNION {{ {CITED} BIND(?node AS ?any) }} UNION {{ {RECORD} BIND(?node AS ?any) }} }}"""
PAPERS = f"""SELECT (COUNT(*) AS ?n) {{
  {{ SELECT DISTINCT ?document ?node {{ {STATES} }} }}
  UNION {{ SELECT DISTINCT ?document ?node {{ {CITED} }} }}
  UNION {{ {RECORD} }} }}"""

OWN = "https://w3id.org/jnkg/id/"
INDIVIDUALS = f"""SELECT (COUNT(DISTINCT ?node) AS ?n) {{
  {{ ?node ?p ?o }} UNION {{ ?s ?p ?node }} FILTER (STRSTARTS(STR(?node), "{OWN}")) }}"""
TRIPLES = f"""SELECT (COUNT(*) AS ?n) {{
  ?s ?p ?o . FILTER (STRSTARTS(STR(?s), "{OWN}") && STRSTARTS(STR(?o), "{OWN}")) }}"""
