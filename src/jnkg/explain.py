"""Explain an empty answer: which kind of empty it is.

A question that gave no row comes in; Reasons go out, the most telling first: narrowed away
by the reader's own switches, not printed in the document, outside what the graph covers, or
looked at and not there. Each is said in both languages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.answer import Answer, ask, check_day, find_node, find_question, run
from jnkg.errors import Misuse, UnknownValue
from jnkg.names import NS, PREFIXES, STATUSES, expand
from jnkg.store import World

SHOWN = 5
"""How many gaps an explanation lists."""

GAPS = """
SELECT DISTINCT ?gap WHERE {{
  VALUES ?node {{ {nodes} }}
  {{ ?gap <{jn}isAbout> ?node }} UNION {{ ?gap <{jn}inDocument> ?node }}
  UNION {{ ?part <{jn}inEvent> ?node . ?gap <{jn}isAbout> ?part }}
  ?gap a ?kind . VALUES ?kind {{ <{jn}NotPrinted> <{jn}SearchRecord> }}
}} ORDER BY ?gap
"""
SPANS = """
SELECT DISTINCT ?gap WHERE {{
  ?gap a <{jn}NotCovered> ; <{jn}earliest> ?earliest ; <{jn}latest> ?latest .
  VALUES ?day {{ {days} }}
  FILTER (?earliest <= ?day && ?day <= ?latest)
}} ORDER BY ?gap
"""
DAYS = """
SELECT DISTINCT ?day WHERE {{ VALUES ?node {{ {nodes} }} ?node <{jn}earliest> ?day }} ORDER BY ?day
"""
DOCUMENTS = f"SELECT (COUNT(DISTINCT ?d) AS ?n) WHERE {{ ?g <{PREFIXES['dcterms']}source> ?d }}"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an answer is empty, in both languages.

    `kind` is narrowed, rightly-empty, not-printed, outside-coverage or nothing-recorded.
    """

    kind: str
    message: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Empty:
    """A stored question that gave no row in a world; `open_world` opens another one."""

    name: str
    values: Mapping[str, str]
    status: str
    known_by: str
    open_world: Callable[[str, str], World]


def explain(empty: Empty) -> list[Reason]:
    """Give the reasons why an answer is empty, the most telling first; at least one.

    Raises UnknownValue where a value fits nothing in the widest world either.
    """
    widest = empty.open_world(STATUSES[-1], "")
    narrowed = hidden_rows(empty)
    if narrowed:
        return [narrowed]
    nodes = given_nodes(widest, empty)
    reasons = [
        *rightly_empty(widest, empty),
        *not_printed(widest, empty, nodes),
        *outside_coverage(widest, empty, nodes),
    ]
    return reasons or [nothing_recorded(widest)]


def rows_in(empty: Empty, status: str, known_by: str) -> int:
    """Count the rows that the question would give in another world."""
    try:
        return len(ask(empty.open_world(status, known_by), empty.name, empty.values).rows)
    except UnknownValue:
        return 0


def hidden_rows(empty: Empty) -> Reason | None:
    """Say which of the reader's switches hides rows, trying to lift one before both."""
    widest = STATUSES[-1]
    tries = [
        (s, "", f"--status {empty.status}", f"--status {s}")
        for s in STATUSES[STATUSES.index(empty.status) + 1 :]
    ]
    if empty.known_by:
        tries = [(s, empty.known_by, a, b) for s, _, a, b in tries]
        tries.append((empty.status, "", f"--known-by {empty.known_by}", "-"))
        if empty.status != widest:
            both = f"--status {empty.status} --known-by {empty.known_by}"
            tries.append((widest, "", both, f"--status {widest}"))
    for status, known_by, switch, instead in tries:
        count = rows_in(empty, status, known_by)
        if count:
            return narrowed(count, switch, instead)
    return None


def narrowed(count: int, switch: str, instead: str) -> Reason:
    """Word the reason that a switch hides rows."""
    way_en = "without it" if instead == "-" else f"with {instead}"
    way_ja = "これを外すと" if instead == "-" else f"{instead} とすると"
    return Reason(
        "narrowed",
        {
            "en": f"Narrowed away by {switch}: {way_en} there are {count} row(s).",
            "ja": f"{switch} によって除かれています。{way_ja}{count}件あります。",
        },
    )


def given_nodes(world: World, empty: Empty) -> list[ox.NamedNode]:
    """Give the nodes that the question was asked about: the reader's, else the defaults."""
    nodes: list[ox.NamedNode] = []
    for key, kind, default, _ in find_question(world, empty.name)["params"]:
        if kind != "iri":
            continue
        if key in empty.values:
            nodes.append(find_node(world, empty.values[key]))
        elif default != "UNDEF":
            nodes.append(ox.NamedNode(expand(default) or default.strip("<>")))
    return nodes


def given_days(world: World, empty: Empty) -> list[str]:
    """Give the days that the reader named."""
    params = find_question(world, empty.name)["params"]
    return [
        check_day(empty.values[k]) for k, kind, *_ in params if kind == "date" and k in empty.values
    ]


def rightly_empty(world: World, empty: Empty) -> Iterator[Reason]:
    """Give a trap's own words on why its answer is empty, where it was asked as it stands."""
    question = find_question(world, empty.name)
    if question["is_trap"] and not empty.values:
        yield Reason("rightly-empty", question["about"])


def not_printed(world: World, empty: Empty, nodes: list[ox.NamedNode]) -> Iterator[Reason]:
    """List the gaps that the question names, else those about the nodes it was asked about."""
    gaps = [ox.NamedNode(iri) for iri in find_question(world, empty.name)["gaps"]]
    if nodes and not gaps:
        gaps = nodes_of(run(world, GAPS.format(nodes=" ".join(map(str, nodes)), jn=NS)))
    if gaps:
        yield Reason(
            "not-printed",
            listed(world, gaps, "Not printed or not found: ", "記載または発見されていません："),
        )


def outside_coverage(world: World, empty: Empty, nodes: list[ox.NamedNode]) -> Iterator[Reason]:
    """List the spans that the graph has not taken in and that the question falls into."""
    days = [f'"{d}"^^<{PREFIXES["xsd"]}date>' for d in given_days(world, empty)]
    if nodes:
        found = run(world, DAYS.format(nodes=" ".join(map(str, nodes)), jn=NS))
        days += [str(row[0]) for row in found.rows]
    if not days:
        return
    spans = nodes_of(run(world, SPANS.format(days=" ".join(days), jn=NS)))
    if spans:
        yield Reason(
            "outside-coverage", listed(world, spans, "Outside coverage: ", "収録の範囲外です：")
        )


def nodes_of(answer: Answer) -> list[ox.NamedNode]:
    """Give the nodes of a one-column answer."""
    return [row[0] for row in answer.rows if isinstance(row[0], ox.NamedNode)]


def listed(world: World, nodes: list[ox.NamedNode], en: str, ja: str) -> dict[str, str]:
    """Word a reason by the labels of the nodes that give it."""
    words = {}
    for language, lead, more in (("en", en, "and {} more"), ("ja", ja, "ほか{}件")):
        table = world.labels(language)
        names = [table.get(n.value, n.value) for n in nodes[:SHOWN]]
        rest = [more.format(len(nodes) - SHOWN)] if len(nodes) > SHOWN else []
        words[language] = lead + " / ".join([*names, *rest])
    return words


def nothing_recorded(world: World) -> Reason:
    """Say that the question lies within coverage and nothing answers it."""
    count = run(world, DOCUMENTS).rows[0][0]
    number = count.value if isinstance(count, ox.Literal) else "0"
    return Reason(
        "nothing-recorded",
        {
            "en": f"None of the {number} documents in the graph says so, and no gap is recorded.",
            "ja": f"収録した{number}点の文書のいずれにもなく、欠落の記録もありません。",
        },
    )


def explain_unknown(error: UnknownValue, empty: Empty) -> Reason | None:
    """Say so where a value that is unknown in this world is known in the widest one."""
    try:
        ask(empty.open_world(STATUSES[-1], ""), empty.name, empty.values)
    except (UnknownValue, Misuse):
        return None
    switches = [f"--status {empty.status}"] if empty.status != STATUSES[-1] else []
    switches += [f"--known-by {empty.known_by}"] if empty.known_by else []
    text = " ".join(switches)
    return Reason(
        "narrowed",
        {
            "en": f"Narrowed away by {text}: the graph knows this value, but not in this world.",
            "ja": f"{text} によって除かれています。値はグラフにありますが、この範囲にありません。",
        },
    )
