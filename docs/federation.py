"""Join the graph with Wikidata: the Allies on a day, and how many people live in each.

The graph's own SPARQL never asks another server; whoever wants to join does it at home, like this.
Run it in a checkout: python docs/federation.py [--day DAY] [--lang ja]. It needs `pip install
'japan-nato-kg[remote]'`. Without Wikidata, the rows of the graph are shown all the same.
"""

import argparse
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox
import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, ReadTimeoutError
from urllib3.util import Retry

from jnkg import __version__
from jnkg.answer import ask, run
from jnkg.build import ensure_world
from jnkg.names import NS
from jnkg.rooms import find_tree
from jnkg.store import World

ENDPOINT = "https://query.wikidata.org/sparql"
ITEM = "http://www.wikidata.org/entity/"
AGENT = f"japan-nato-kg/{__version__} (https://w3id.org/jnkg/; example of a federated query)"
"""Wikidata asks its users to say who they are, and how to reach them."""
BATCH = 50
SECONDS = 20.0
"""Items asked for at once, and how long one request may take."""
WORDS = {
    "en": {
        "head": "state\tAlly since\tstatus\tpopulation\tcapital",
        "not reached": "not reached",
        "away": "Wikidata: not reached for {} of {} states ({}). Their rows show this graph alone.",
        "from": "population, capital: from Wikidata, not of this graph (neither stated, derived nor"
        " interpreted). The rest: this graph, known by {}; the status is that of the membership.",
        "timeout": "no answer in time",
        "malformed": "the answer is no SPARQL result",
        "cut": "the answer broke off",
        "silent": "no connection",
        "partial": "the answer leaves some out",
    },
    "ja": {
        "head": "国\t加盟\t地位\t人口\t首都",
        "not reached": "未取得",
        "away": "ウィキデータ：{1}か国のうち{0}か国の値を取得できませんでした（{2}）。この分は"
        "本グラフの値だけを示します。",
        "from": "人口と首都はウィキデータの値であり、本グラフの主張（明示・導出・解釈）では"
        "ありません。ほかは本グラフ（{}までに既知）によります。地位は加盟の主張のものです。",
        "timeout": "時間内に応答なし",
        "malformed": "応答がSPARQLの結果ではない",
        "cut": "応答が途中で切れた",
        "silent": "接続できない",
        "partial": "応答に欠けた項目がある",
    },
}
ITEMS = f"SELECT ?state ?item WHERE {{ ?state <{NS}wikidataId> ?item }} ORDER BY ?state ?item"
REMOTE = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
SELECT ?item (MAX(?people) AS ?population) (SAMPLE(?name) AS ?capital) WHERE {{
  VALUES ?item {{ {items} }}
  OPTIONAL {{ ?item wdt:P1082 ?people }}
  OPTIONAL {{ ?item wdt:P36/rdfs:label ?name . FILTER (LANG(?name) = "{language}") }}
}} GROUP BY ?item
"""


@dataclass(frozen=True)
class State:
    """An Ally, and what Wikidata says of it; `status` is that of what the graph says."""

    label: str
    item: str
    since: str
    status: str
    population: int | None = None
    capital: str = ""
    is_reached: bool = False


class Away(Exception):
    """Wikidata could not be asked; `why` is a key of WORDS."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def local(world: World, day: str, language: str) -> list[State]:
    """Give the Allies on a day, in the order in which they joined."""
    items = {plain(state): plain(item) for state, item in run(world, ITEMS).rows}
    labels, found = world.labels(language), dict[str, State]()
    answer = ask(world, "members-of-an-organization", {"day": day} if day else {})
    for row in answer.rows:
        said = dict(zip(answer.columns, map(plain, row), strict=True))
        member, status = said["member"], said["status"].removeprefix(NS).lower()
        state = State(labels[member], items.get(member, ""), said["start"], status)
        found.setdefault(member, state)
    return list(found.values())


def plain(term: object) -> str:
    """Give the text of a term, empty where there is none."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def session() -> requests.Session:
    """Make a connection that says who it is, and asks a busy server once more when it may."""
    again = Retry(
        total=1, status_forcelist=(429, 500, 502, 503, 504), allowed_methods=("POST",),
        backoff_factor=0.5, retry_after_max=10, raise_on_status=False,
    )  # fmt: skip
    made = requests.Session()
    made.headers.update({"User-Agent": AGENT, "Accept": "application/sparql-results+json"})
    for scheme in ("http://", "https://"):
        made.mount(scheme, HTTPAdapter(max_retries=again))
    return made


def fetch(line: requests.Session, endpoint: str, query: str, seconds: float) -> bytes:
    """Ask a query, and give the answer; raises Away where there is no whole answer in time."""
    end, pieces = time.monotonic() + seconds, list[bytes]()
    try:
        with line.post(endpoint, {"query": query}, timeout=seconds, stream=True) as answer:
            if answer.status_code != requests.codes.ok:
                raise Away(f"HTTP {answer.status_code}")
            while piece := answer.raw.read1(1 << 16, decode_content=True):
                pieces.append(piece)
                if time.monotonic() > end:
                    raise Away("timeout")
    except (requests.Timeout, ReadTimeoutError):
        raise Away("timeout") from None
    except requests.RequestException as error:
        raise Away("timeout" if "timed out" in str(error) else "silent") from None
    except (HTTPError, OSError):
        raise Away("cut") from None
    return b"".join(pieces)


def read(body: bytes) -> dict[str, tuple[int | None, str]]:
    """Read SPARQL results: population and capital by item; raises Away where they are none."""
    found: dict[str, tuple[int | None, str]] = {}
    try:
        solutions = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        if not isinstance(solutions, ox.QuerySolutions):
            raise TypeError("not a table")
        if {v.value for v in solutions.variables} != {"item", "population", "capital"}:
            raise ValueError("other columns")
        for row in solutions:
            people = row["population"]
            number = None if people is None else int(float(plain(people)))
            found[plain(row["item"]).removeprefix(ITEM)] = (number, plain(row["capital"]))
    except (KeyError, OverflowError, SyntaxError, TypeError, ValueError):
        raise Away("malformed") from None
    return found


def joined(
    states: Iterable[State], endpoint: str, language: str, seconds: float = SECONDS
) -> tuple[list[State], list[str]]:
    """Join states with Wikidata, batch by batch; gives the rows, and why some were not reached.

    A batch that fails leaves its rows as they were, and is not asked for again.
    """
    rows, failures = list(states), list[str]()
    line = session()
    asked = [at for at, row in enumerate(rows) if re.fullmatch(r"Q[1-9]\d*", row.item)]
    for start in range(0, len(asked), BATCH):
        batch = asked[start : start + BATCH]
        items = " ".join(f"<{ITEM}{rows[at].item}>" for at in batch)
        query = REMOTE.format(items=items, language=language)
        try:
            said = read(fetch(line, endpoint, query, seconds))
        except Away as away:
            failures.append(away.why)
            continue
        for at in batch:
            if rows[at].item in said:
                people, capital = said[rows[at].item]
                rows[at] = replace(rows[at], population=people, capital=capital, is_reached=True)
            else:
                failures.append("partial")
    return rows, failures


def told(rows: Sequence[State], failures: Sequence[str], day: str, language: str) -> Iterator[str]:
    """Say the rows, where each column is from, and what is missing."""
    words = WORDS[language]
    yield words["head"]
    for row in rows:
        people = "" if row.population is None else str(row.population)
        remote = (people, row.capital) if row.is_reached else (words["not reached"],) * 2
        yield "\t".join((row.label, row.since, row.status, *remote))
    yield words["from"].format(day)
    if failures:
        missing = sum(not row.is_reached for row in rows)
        why = ", ".join(words.get(key, key) for key in dict.fromkeys(failures))
        yield words["away"].format(missing, len(rows), why)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--endpoint", default=os.environ.get("JNKG_WIKIDATA", ENDPOINT))
    parser.add_argument("--day", default="", help="ISO day; else that of the question")
    parser.add_argument("--lang", choices=["en", "ja"], default="en")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    given = parser.parse_args()
    world = ensure_world(find_tree())
    states = local(world, given.day, given.lang)
    rows, failures = joined(states, given.endpoint, given.lang, given.seconds)
    sys.stdout.write("".join(f"{line}\n" for line in told(rows, failures, world.day, given.lang)))


if __name__ == "__main__":
    main()
