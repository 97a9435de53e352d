"""Put the ledger together: commitments, what was done under them, what was reported, what became.

The answers of four stored questions, all as of one day, come in; an Account goes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jnkg.names import NS
from jnkg.views.frame import LOOKS, Sight

if TYPE_CHECKING:
    from jnkg.answer import Row, Term

Node = ox.NamedNode
COMMITMENTS, FULFILMENTS, REPORTS, OUTCOMES = (
    "commitments-as-of", "fulfilments-as-of", "reports-as-of", "outcomes-as-of",
)  # fmt: skip
"""The stored questions of which an account is made; each takes the day as `asOf`."""
STEPS = ("UnderCoordination", "Intended", "Planned", "Agreed", "Ongoing", "Done")
"""Modalities from the least to the most advanced."""
UNDERTAKEN = {NS + "Done", NS + "Ongoing"}
CARRIED_OUT = {NS + "CarriedOut", NS + "CarriedOutInPart", NS + "GoingOn"}


@dataclass(frozen=True, slots=True)
class Report:
    """What one document says of the state of an activity, and the day on which it counts."""

    node: Node
    day: str
    modalities: tuple[Node, ...]
    document: Node | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a plan."""

    node: Node
    kind: Node
    led_to: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """An activity as of the day; `status` is that of its link to a commitment.

    `first` and `last` are the days of its own date, where it has one that is not in the future.
    """

    activity: Node
    first: str
    last: str
    status: str
    reports: tuple[Report, ...]
    outcome: Outcome | None

    @property
    def days(self) -> str:
        """Give the days of its date, as one text."""
        return self.first if self.first == self.last else f"{self.first}/{self.last}"

    @property
    def is_still_planned(self) -> bool:
        """Tell whether its latest reports have it as neither done nor ongoing.

        A day that was announced is no deed, unless an outcome tells that it was carried out.
        """
        if not self.reports or {m.value for m in state(self)} & UNDERTAKEN:
            return False
        return self.outcome is None or self.outcome.kind.value not in CARRIED_OUT

    @property
    def is_over(self) -> bool:
        """Tell whether its own date says that it took place."""
        return bool(self.first) and not self.is_still_planned


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment with its source (an instrument, or an event), its day and what was done."""

    node: Node
    source: Node | None
    day: str
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """The ledger as of a day; `untied` are the activities that no commitment is tied to."""

    day: str
    promises: tuple[Promise, ...]
    untied: tuple[Deed, ...]

    @property
    def deeds(self) -> tuple[Node, ...]:
        """Give all activities, each once."""
        tied = [d.activity for p in self.promises for d in p.deeds]
        return tuple(dict.fromkeys([*tied, *(d.activity for d in self.untied)]))


def spans(found: Account) -> list[tuple[str, str]]:
    """Give the days that a picture must hold, each as a span."""
    deeds = [d for p in found.promises for d in p.deeds] + list(found.untied)
    days = [r.day for d in deeds for r in d.reports] + [d.first for d in deeds if d.first]
    days += [p.day for p in found.promises if p.day]
    return [(d, d) for d in sorted({found.day or "", *days} - {""})]


def state(deed: Deed) -> tuple[Node, ...]:
    """Give the modalities of the latest reports of an activity, the most advanced first."""
    if not deed.reports:
        return ()
    last = deed.reports[-1].day
    found = {m for r in deed.reports if r.day == last for m in r.modalities}
    return tuple(sorted(found, key=lambda m: (-step(m), m.value)))


def step(modality: Node) -> int:
    """Give the place of a modality among the steps."""
    name = modality.value.removeprefix(NS)
    return STEPS.index(name) if name in STEPS else -1


def account(sight: Sight, day: str) -> Account:
    """Put the ledger of a world together, as of a day."""
    values = {"asOf": day} if day else {}
    reports = reports_of(sight.ask(REPORTS, values).rows)
    outcomes = outcomes_of(sight.ask(OUTCOMES, values).rows)
    tied: dict[Node, list[Deed]] = {}
    for row in strongest(sight.ask(FULFILMENTS, values).rows):
        commitment, first, last, activity, _, status = row
        if isinstance(commitment, Node) and isinstance(activity, Node):
            deed = Deed(activity, text(first), text(last), name_of(status),
                        reports.get(activity, ()), outcomes.get(activity))  # fmt: skip
            tied.setdefault(commitment, []).append(deed)
    promises = tuple(promises_of(sight.ask(COMMITMENTS, values).rows, tied))
    seen = {d.activity for p in promises for d in p.deeds}
    rest = sorted((reports.keys() | outcomes.keys()) - seen, key=lambda n: n.value)
    untied = tuple(
        Deed(n, "", "", "Stated", reports.get(n, ()), outcomes.get(n)) for n in rest
    )  # fmt: skip
    return Account(day, promises, untied)


def strongest(rows: list[Row]) -> Iterator[Row]:
    """Yield each pair of commitment and activity once, with the strongest status of its links."""
    names = list(LOOKS)
    seen = set()
    for row in sorted(rows, key=lambda r: names.index(name_of(r[5]))):
        if (row[0], row[3]) not in seen:
            seen.add((row[0], row[3]))
            yield row


def promises_of(rows: list[Row], tied: dict[Node, list[Deed]]) -> Iterator[Promise]:
    """Yield the commitments in the order of their sources, each once."""
    seen = set()
    for day, instrument, event, commitment, _ in sorted(
        rows, key=lambda r: (text(r[0]) or "9999", text(r[1]) or text(r[2]), text(r[3]))
    ):
        if isinstance(commitment, Node) and commitment not in seen:
            seen.add(commitment)
            source = instrument if isinstance(instrument, Node) else event
            deeds = sorted(tied.get(commitment, ()), key=lambda d: (begin(d), d.activity.value))
            yield Promise(
                commitment, source if isinstance(source, Node) else None, text(day), tuple(deeds)
            )


def begin(deed: Deed) -> str:
    """Give the day by which an activity stands in order."""
    return deed.first or (deed.reports[0].day if deed.reports else "9999")


def reports_of(rows: list[Row]) -> dict[Node, tuple[Report, ...]]:
    """Give the reports of each activity in the order of their days."""
    modalities: dict[Node, list[Node]] = {}
    facts: dict[Node, tuple[Node, str, Node | None]] = {}
    for activity, day, report, modality, document in rows:
        if isinstance(activity, Node) and isinstance(report, Node) and isinstance(modality, Node):
            kinds = modalities.setdefault(report, [])
            if modality not in kinds:
                kinds.append(modality)
            place = document if isinstance(document, Node) else None
            facts.setdefault(report, (activity, text(day), place))
    found: dict[Node, tuple[Report, ...]] = {}
    for node, fact in sorted(facts.items(), key=lambda item: (item[1][1], item[0].value)):
        said = Report(node, fact[1], tuple(modalities[node]), fact[2])
        found[fact[0]] = (*found.get(fact[0], ()), said)
    return found


def outcomes_of(rows: list[Row]) -> dict[Node, Outcome]:
    """Give the outcome of each plan."""
    found: dict[Node, Outcome] = {}
    for activity, outcome, kind, led_to, _ in rows:
        if isinstance(activity, Node) and isinstance(outcome, Node) and isinstance(kind, Node):
            before = found.get(activity, Outcome(outcome, kind, ()))
            more = (led_to,) if isinstance(led_to, Node) and before.node == outcome else ()
            found[activity] = Outcome(before.node, before.kind, (*before.led_to, *more))
    return found


def text(term: Term) -> str:
    """Give a term's text."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def name_of(status: Term) -> str:
    """Give the name under which a status is drawn."""
    name = text(status).removeprefix(NS)
    return name if name in LOOKS else "Unknown"
