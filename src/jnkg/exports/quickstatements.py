"""Write stated facts as QuickStatements (version 1), each with its references, for Wikidata.

A Request comes in, one text goes out: a line for each fact that a document states, where the
things at both ends have a Wikidata item and docs/mappings.md has a property for it. What is
derived, interpreted or inferred is left out, what a preference sets aside too, and what a document
without an address states. Where nothing is left, the file is empty, and ABOUT.md says why.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jnkg.exports.request import Count, Output, Request
from jnkg.linked.reads import rows
from jnkg.names import CATALOGUE, NS, PREFIXES
from jnkg.store import World

MEDIA_TYPE = "text/plain; charset=utf-8"
PROLOGUE = "".join(f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in ("dcterms", "foaf", "jn"))
POST, MEMBER, PARTICIPANT, SEAT, PLACE = "P39", "P463", "P710", "P159", "P276"
DAY, START, END = MOMENTS = ("P585", "P580", "P582")
URL, READ, TITLE, ISSUED = "S854", "S813", "S1476", "S577"


ROLE = "jn:inRole ?role . VALUES ?role { jn:Attendee jn:Host jn:Signatory jn:Speaker }"
"""As what somebody takes part; who receives or benefits does not."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a stated fact becomes a statement.

    `pattern` says the fact of ?node; `subject` is the variable of the thing that it is about, and
    ?v is the other thing. Only a claim that is a node of its own has dates.
    """

    property: str
    pattern: str
    subject: str = "?s"
    is_dated: bool = False


RULES = (
    Rule(POST, "?node a jn:Tenure ; jn:isHeldBy ?s ; jn:fillsPost ?v .", is_dated=True),
    Rule(MEMBER, "?node a jn:Membership ; jn:hasMember ?s ; jn:isMembershipIn ?v .", is_dated=True),
    Rule(PARTICIPANT, f"?node a jn:Participation ; jn:inEvent ?s ; jn:hasParticipant ?v ; {ROLE}"),
    Rule(SEAT, "?node jn:hasSeat ?v .", "?node"),
    Rule(PLACE, "?node jn:inPlace ?v .", "?node"),
)
QUALIFIERS: Mapping[str, str] = {
    "startDate": START,
    "startPeriod": START,
    "endDate": END,
    "endPeriod": END,
    "attestedOn": DAY,
}
"""What our dates of a tenure or membership become."""
PERIOD = r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?"
SPELT = re.compile(PERIOD)
STATED = f"GRAPH <{CATALOGUE}> {{ ?g jn:status jn:Stated ; dcterms:source ?document }}"
DATES = f"""{PROLOGUE}SELECT DISTINCT ?g ?node ?p ?when WHERE {{
  VALUES ?p {{ {" ".join(f"jn:{name}" for name in QUALIFIERS)} }}
  GRAPH ?g {{ ?node ?p ?when }} ?node ?p ?when }}"""
EVENTS = f"""{STATED} GRAPH ?g {{ ?node jn:edtf ?when
    FILTER NOT EXISTS {{ ?node jn:isApproximate true }} }}
  ?node a jn:Event ; jn:edtf ?when ; jn:wikidataId ?subject ."""
WHEN = f"{PROLOGUE}SELECT DISTINCT ?document ?subject ?when WHERE {{ {EVENTS} }}"
RECORDS = f"""{PROLOGUE}SELECT ?document ?page ?read ?title ?first ?last WHERE {{
  ?document a jn:Document ; foaf:page ?page ; jn:readOn ?read .
  OPTIONAL {{ ?document dcterms:title ?title }}
  OPTIONAL {{ ?document jn:issuedEarliest ?first ; jn:issuedLatest ?last }} }}"""
ABOUT = {
    "en": "{lines} statements for Wikidata. Documents state {all} facts for which the table of "
    "properties has a place; {one} of them have a Wikidata item at one end, {both} at both",
    "ja": "ウィキデータ向けの文{lines}件。文書が明示し、対応表に当てはまる事実は{all}件で、"
    "一端にウィキデータ項目があるものは{one}件、両端にあるものは{both}件である",
}


def quickstatements(request: Request) -> Iterator[Output]:
    """Write the statements, in order."""
    lines = sorted({*relations(request.world), *moments(request.world)})
    content = "".join(f"{line}\n" for line in lines).encode()
    found = {"lines": len(lines), **reach(request.world)}
    about = {code: words.format(**found) for code, words in ABOUT.items()}
    yield Output("quickstatements.tsv", content, MEDIA_TYPE, about, counts(content))


def counts(content: bytes) -> tuple[Count, ...]:
    """Count what was written, each fact of each page once."""
    told: set[tuple[str, ...]] = set()
    dated_events: set[tuple[str, str]] = set()
    for line in content.decode().splitlines():
        subject, name, value, *rest = line.split("\t")
        page = rest[rest.index(URL) + 1]
        if name in MOMENTS:
            dated_events.add((subject, page))
        else:
            told.add((subject, name, value, page))
    return (
        Count("facts between two items, each with the page that states it", len(told), related()),
        Count("events with the page that dates them", len(dated_events), happened()),
    )


def related() -> str:
    """Give the query that counts facts between two items, from the items and pages on."""
    parts = (
        f"""{{ ?v jn:wikidataId ?y . {rule.subject} jn:wikidataId ?x . {rule.pattern}
        GRAPH ?g {{ {rule.pattern} }} ?g dcterms:source/foaf:page ?page .
        BIND("{rule.property}" AS ?name) }}"""
        for rule in RULES
    )
    return f"""{PROLOGUE}SELECT (COUNT(*) AS ?n) WHERE {{
      SELECT DISTINCT ?x ?name ?y ?page WHERE {{ {" UNION ".join(parts)} }} }}"""


def happened() -> str:
    """Give the query that counts events with a page that dates them."""
    return f"""{PROLOGUE}SELECT (COUNT(*) AS ?n) WHERE {{ SELECT DISTINCT ?subject ?page WHERE {{
      {EVENTS} ?document foaf:page ?page
      FILTER(REGEX(?when, "(^|/){PERIOD.replace(chr(92), chr(92) * 2)}($|/)")) }} }}"""


def facts(rule: Rule) -> str:
    """Give the query for the facts of a rule: what a document states and nothing sets aside."""
    return f"""{PROLOGUE}SELECT DISTINCT ?g ?document ?node ?subject ?value WHERE {{ {STATED}
      GRAPH ?g {{ {rule.pattern} }} {rule.pattern}
      {rule.subject} jn:wikidataId ?subject . ?v jn:wikidataId ?value }}"""


def relations(world: World) -> Iterator[str]:
    """Yield the statements between two items, with the dates that the same document gives."""
    references, dates = records(world), dated(world)
    for rule in RULES:
        for row in rows(world, facts(rule)):
            source = references.get(row["document"].value)
            known = dates.get((row["g"].value, row["node"].value), ()) if rule.is_dated else ()
            if source:
                parts = (row["subject"].value, rule.property, row["value"].value, *known, *source)
                yield "\t".join(parts)


def moments(world: World) -> Iterator[str]:
    """Yield when events took place: a day, month or year, or the first and the last of two."""
    references = records(world)
    for row in rows(world, WHEN):
        source = references.get(row["document"].value)
        first, slash, last = row["when"].value.partition("/")
        pairs = ((START, first), (END, last)) if slash else ((DAY, first),)
        for name, when in pairs:
            if source and (written := time(when)):
                yield "\t".join((row["subject"].value, name, written, *source))


def records(world: World) -> dict[str, tuple[str, ...]]:
    """Give the reference for each document that has an address: page, days and title."""
    found: dict[str, tuple[str, ...]] = {}
    for row in sorted(rows(world, RECORDS), key=str):
        parts = [URL, quoted(row["page"].value), READ, time(row["read"].value) or ""]
        if row["title"] is not None and row["title"].language:
            parts += [TITLE, f"{row['title'].language}:{quoted(row['title'].value)}"]
        if row["first"] is not None:
            issued = time(common(row["first"].value, row["last"].value))
            parts += [ISSUED, issued] if issued else []
        found.setdefault(row["document"].value, tuple(parts))
    return found


def dated(world: World) -> dict[tuple[str, str], tuple[str, ...]]:
    """Give the qualifiers of each claim that has dates, by graph and claim."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in rows(world, DATES):
        name = QUALIFIERS[row["p"].value.removeprefix(NS)]
        if written := time(row["when"].value):
            found.setdefault((row["g"].value, row["node"].value), []).append((name, written))
    return {key: tuple(w for pair in sorted(pairs) for w in pair) for key, pairs in found.items()}


def time(text: str) -> str:
    """Write an ISO day, month or year with its precision (11, 10, 9); anything else is empty."""
    if not SPELT.fullmatch(text):
        return ""
    precision = 9 + text.count("-")
    return f"+{(text + '-00-00')[:10]}T00:00:00Z/{precision}"


def common(first: str, last: str) -> str:
    """Give the day that two days are, or the whole month or year that they span; else empty."""
    if first == last:
        return first
    year, month = int(first[:4]), int(first[5:7])
    if (first[8:], last) == ("01", f"{first[:8]}{monthrange(year, month)[1]}"):
        return first[:7]
    is_year = (first[5:], last) == ("01-01", f"{first[:4]}-12-31")
    return first[:4] if is_year else ""


def quoted(text: str) -> str:
    """Put a text between quotation marks, on one line and without tabs."""
    return f'"{" ".join(text.split())}"'


def reach(world: World) -> dict[str, int]:
    """Count the facts that the rules could say, by how many of their ends have an item."""
    found = {"all": 0, "one": 0, "both": 0}
    for rule in RULES:
        text = f"""{PROLOGUE}SELECT DISTINCT ?g ?node ?s ?v ?x ?y WHERE {{ {STATED}
          GRAPH ?g {{ {rule.pattern} }} {rule.pattern}
          OPTIONAL {{ {rule.subject} jn:wikidataId ?x }} OPTIONAL {{ ?v jn:wikidataId ?y }} }}"""
        for row in rows(world, text):
            ends = (row["x"] is not None) + (row["y"] is not None)
            found["all"] += 1
            found["one"] += ends == 1
            found["both"] += ends == 2
    return found
