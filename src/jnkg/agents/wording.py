"""Put words that were made for the command line as a caller of tools understands them.

Bilingual messages and errors of the lower layers come in; switches are called by the arguments that
replace them, verbs by the tools.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from jnkg.errors import CallsOut, JnkgError, Misuse, Refused
from jnkg.explain import Reason
from jnkg.names import STATUSES

SWITCH = re.compile(rf"--(status|known-by)(?: ({'|'.join(STATUSES)}|\d{{4}}-\d\d-\d\d))?")
TOOLS = {"ask": "list_questions", "find": "find", "show": "show"}
VERB = re.compile(rf"`jnkg ({'|'.join(TOOLS)})(?: (?:SUBJECT|主語))?`")
TOOL = {"en": "the tool `{}`", "ja": "ツール`{}`"}


def reworded(words: str, language: str) -> str:
    """Call switches and verbs of the command line by arguments and tools."""
    plain = SWITCH.sub(
        lambda found: found[1].replace("-", "_") + (f"={found[2]}" if found[2] else ""), words
    )
    return VERB.sub(lambda found: TOOL[language].format(TOOLS[found[1]]), plain)


def told(reasons: Iterable[Reason], language: str) -> list[dict[str, str]]:
    """Give reasons in a language."""
    return [{"kind": r.kind, "message": reworded(r.message[language], language)} for r in reasons]


def fault(
    kind: str, message: Mapping[str, str], language: str, **more: object
) -> dict[str, object]:
    """Give what went wrong as a tool answers it; `more` are further members (nearest names)."""
    return {"error": {"kind": kind, "message": reworded(message[language], language), **more}}


def kind_of(error: JnkgError) -> str:
    """Give the kind of an error that a person can mend."""
    kinds = {CallsOut: "no-service", Misuse: "misuse", Refused: "refused"}
    return next((kind for known, kind in kinds.items() if isinstance(error, known)), "unavailable")
