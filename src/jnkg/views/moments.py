"""Read what has a date: each thing with its days, its lane and how sure they are.

The answer of one stored question comes in, Moments go out, in the order of their days.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.names import NS
from jnkg.views.frame import LOOKS, Sight

QUESTION = "days-of-activities"
LANES: tuple[tuple[dict[str, str], str], ...] = (
    ({"en": "summits", "ja": "首脳会合"}, "Summit"),
    ({"en": "ministers, groups", "ja": "閣僚・集まりの会合"},
     "MinisterialMeeting GroupMeeting Session"),
    ({"en": "talks and calls", "ja": "会談・電話会談"}, "BilateralTalk RemoteTalk Consultation"),
    ({"en": "visits", "ja": "訪問"}, "Visit CourtesyCall PortCall Address"),
    ({"en": "instruments", "ja": "協力文書"}, "Signing Adoption Decision"),
    ({"en": "exercises", "ja": "演習・訓練"}, "Exercise Training Operation"),
    ({"en": "postings", "ja": "派遣"}, "Posting"),
    ({"en": "aid", "ja": "支援"}, "Transfer Contribution ReceptionOfWounded"),
    ({"en": "other", "ja": "その他"}, ""),
)  # fmt: skip
"""Lanes from above to below; the last takes what fits no other."""
INSTRUMENTS = 4
LANE_OF = {NS + name: n for n, (_, names) in enumerate(LANES) for name in names.split()}
WORDS = {
    "en": {
        "title": "Timeline of Japan-NATO cooperation",
        "about": "Events, activities and instruments in {lanes} lanes, from {start} to {end}: "
        "{marks} marks. A dot is a day, a full bar a span of days, an open bar lies where an "
        "imprecise date allows; a diamond is an instrument. {uneven}",
        "none": "Events, activities and instruments by their days.",
        "day": "a day", "span": "a span of days", "loose": "somewhere within",
        "instrument": "an instrument", "actor": "actor: {}", "area": "subject: {}",
        "from": "from {}", "to": "to {}", "joined": ", ", "slot": "{} ({})",
    },
    "ja": {
        "title": "日NATO協力の年表",
        "about": "{start}から{end}までの出来事、活動および協力文書{marks}件を、"
        "{lanes}段に分けて示す。点は一日、塗った帯は日の続く期間、白い帯は不確かな日付がとりうる範囲、菱形は協力文書を表す。"
        "{uneven}",
        "none": "出来事、活動および協力文書を日付の順に示す。",
        "day": "一日", "span": "日の続く期間", "loose": "この間のいずれか",
        "instrument": "協力文書", "actor": "主体：{}", "area": "主題：{}",
        "from": "{}から", "to": "{}まで", "joined": "、", "slot": "{}（{}）",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """One mark: a thing and the days that its date allows; `is_loose` where only one of them is."""

    node: ox.NamedNode
    earliest: str
    latest: str
    when: str
    kind: ox.NamedNode
    status: str
    lane: int
    is_instrument: bool

    @property
    def is_loose(self) -> bool:
        """Tell whether the span is that of an imprecise date."""
        return self.earliest != self.latest and "/" not in self.when

    @property
    def look(self) -> str:
        """Give the name of how the mark is drawn."""
        return self.status if self.status in LOOKS else "Unknown"


def moments_of(sight: Sight, filters: Mapping[str, str]) -> Iterator[Moment]:
    """Yield the marks in the order of their days, each once, with the strongest status."""
    seen = set()
    answer = sight.ask(QUESTION, filters)
    rows = sorted(answer.rows, key=lambda r: (*map(value, r[:3]), value(r[3]), strength(r[5])))
    for earliest, latest, when, node, kind, status in rows:
        key = (node, value(earliest), value(latest))
        if key in seen or not isinstance(node, ox.NamedNode) or not isinstance(kind, ox.NamedNode):
            continue
        seen.add(key)
        is_instrument = node.value.rsplit("/", 1)[1].startswith("instrument-")
        lane = INSTRUMENTS if is_instrument else LANE_OF.get(kind.value, len(LANES) - 1)
        name = value(status).removeprefix(NS)
        yield Moment(
            node, value(earliest), value(latest), value(when), kind, name, lane, is_instrument
        )


def value(term: object) -> str:
    """Give a term's text."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def strength(status: object) -> int:
    """Give the place of a status, the strongest first."""
    names = list(LOOKS)
    name = value(status).removeprefix(NS)
    return names.index(name) if name in names else len(names)


def called(moment: Moment, sight: Sight) -> str:
    """Name a mark in words: label, kind, and the status where it is not stated."""
    words = WORDS[sight.language]
    notes = [sight.label(moment.kind)]
    if moment.status != "Stated":
        notes.append(LOOKS[moment.look].words[sight.language])
    return words["slot"].format(sight.label(moment.node), words["joined"].join(notes))
