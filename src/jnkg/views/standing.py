"""Say in words how activities and commitments of the ledger stand, and which shapes mean what."""

from __future__ import annotations

from jnkg.views.deeds import STEPS, Deed, Promise, state
from jnkg.views.frame import LOOKS, MUTED, Sight

WORDS = {
    "en": {
        "title": "Ledger of commitments as of {}",
        "about": "What had been promised by {day}: {promises} commitments, and {deeds} activities "
        "with what had been reported of them. {open} commitments have nothing reported under them. "
        "An activity stands as its latest report has it; what is under coordination is not done. "
        "{uneven}",
        "beside": "A mark that would lie on another stands a little to its right or below it.",
        "by_itself": "An activity:", "reported": "reported as:",
        "outcomes": "What became of a plan:",
        "column_outcome": "became", "column_state": "how it stands",
        "none": "What had been promised, done and left open.",
        "source": "source", "commitment": "commitment", "activity": "activity", "report": "report",
        "outcome": "outcome", "nothing": "nothing reported", "took_place": "took place",
        "undated": "activity without a day of its own",
        "dated": "took place {}", "untied": "Activities that are tied to no commitment",
        "no_source": "Without an instrument", "became": "→ {}", "slot": "{} ({})",
        "said": "{}, {}", "joined": ", ", "nodes": " / ", "several": "{} {}",
        "open_state": "open", "box": " [{}]",
    },
    "ja": {
        "title": "約束の台帳（{}時点）",
        "about": "{day}までの約束{promises}件と、活動{deeds}件について同日までに報告された"
        "ことを示す。"
        "何も報告されていない約束は{open}件。活動の状況は最新の報告による。調整中は実施済みに数えない。"
        "{uneven}",
        "beside": "他の印と重なる印は、少し右または下に置く。",
        "by_itself": "活動：", "reported": "報告上の状況：", "outcomes": "計画の帰結：",
        "column_outcome": "帰結", "column_state": "状況",
        "none": "約束されたこと、行われたこと、未了のことを示す。",
        "source": "約束の出所", "commitment": "約束", "activity": "活動", "report": "報告",
        "outcome": "帰結", "nothing": "報告なし", "took_place": "行われたもの",
        "undated": "固有の日付のない活動",
        "dated": "{}に行われた", "untied": "約束に結びつけられていない活動",
        "no_source": "協力文書なし", "became": "→ {}", "slot": "{}（{}）",
        "said": "{}、{}", "joined": "・", "nodes": " / ", "several": "{1}{0}件",
        "open_state": "未了", "box": "［{}］",
    },
}  # fmt: skip

UNDERTAKEN, MEANT = LOOKS["Stated"].colour, LOOKS["Interpreted"].colour
SHAPES = {
    "TookPlace": ("square", UNDERTAKEN, True),
    "Undated": ("cross", MUTED, True),
    "Done": ("circle", UNDERTAKEN, True),
    "Ongoing": ("triangle-right", UNDERTAKEN, True),
    "Agreed": ("square", MEANT, False),
    "Planned": ("circle", MEANT, False),
    "Intended": ("diamond", MEANT, False),
    "UnderCoordination": ("triangle-up", MEANT, False),
    "CarriedOut": ("M-1.1,0L-.3,.8L1.2,-1", UNDERTAKEN, False),
    "CarriedOutInPart": ("M-1.3,0L-.8,.6L0,-.7M.3,0h1", UNDERTAKEN, False),
    "GoingOn": ("M-1.2,0H1.2M.4,-.8L1.2,0L.4,.8", UNDERTAKEN, False),
    "NotCarriedOut": ("M-.9,-.9L.9,.9M-.9,.9L.9,-.9", "#a01c1c", False),
    "OutcomeNotFound": ("M-.6,-.5Q-.5,-1,0,-1Q.6,-1,.6,-.5Q.6,-.1,0,.1V.4M0,.8V1", MUTED, False),
}
"""Shape, colour, and whether it is filled: of what took place, of modalities, of outcomes."""
OWN = {"TookPlace": "took_place", "Undated": "undated"}
"""What is drawn of an activity itself, with the key of its words."""
MODALITIES = (*OWN, *reversed(STEPS))
OUTCOMES = tuple(list(SHAPES)[len(MODALITIES):])  # fmt: skip


def look(deed: Deed, sight: Sight) -> str:
    """Name the status of the link from the commitment."""
    return LOOKS[deed.status].words[sight.language]


def deed_words(deed: Deed, sight: Sight) -> str:
    """Say how an activity stands: the modalities of its latest report, or that it took place."""
    words = WORDS[sight.language]
    names = [sight.label(m) for m in state(deed)]
    said = words["joined"].join(names)
    if deed.days and not deed.is_still_planned:
        said = words["dated"].format(deed.days)
    elif deed.reports:
        said = words["said"].format(said, deed.reports[-1].day)
    if deed.outcome:
        became = words["became"].format(sight.label(deed.outcome.kind))
        said = words["said"].format(said, became) if said else became
    return said or words["nothing"]


def promise_words(promise: Promise, sight: Sight) -> str:
    """Count the states of what was done under a commitment, or say that nothing is reported."""
    words = WORDS[sight.language]
    counts: dict[str, int] = {}
    for deed in promise.deeds:
        names = [sight.label(m) for m in state(deed)]
        key = words["took_place"] if deed.is_over else words["joined"].join(names)
        key = key or words["nothing"]
        counts[key] = counts.get(key, 0) + 1
    parts = [words["several"].format(n, key) for key, n in counts.items()]
    return words["joined"].join(parts) or words["nothing"]
