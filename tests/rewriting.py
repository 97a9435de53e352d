"""Apply rewrite rules to requests as Apache does in a folder's `.htaccess`.

Only what our rules use is known; anything else is an error, so that no rule is passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

KNOWN = {"L", "R", "E", "NE", "NC", "QSA"}
SAFE = "/:@!$&'()*+,;=~-._"
"""What stays as it is in the path of a target."""


@dataclass(frozen=True)
class Rule:
    pattern: re.Pattern[str]
    target: str
    flags: dict[str, str]


@dataclass
class Rules:
    is_on: bool = False
    rules: list[Rule] = field(default_factory=list)


def read_rules(text: str) -> Rules:
    """Read a `.htaccess`; raises ValueError for what is not known here."""
    found = Rules()
    for line in text.splitlines():
        words = line.split()
        if not words or words[0].startswith("#") or words[0] == "Options":
            continue
        if words[0] == "RewriteEngine":
            found.is_on = words[1].lower() == "on"
        elif words[0] == "RewriteRule" and 3 <= len(words) <= 4:
            found.rules.append(read_rule(words[1:]))
        else:
            raise ValueError(f"not known here: {line}")
    return found


def read_rule(words: list[str]) -> Rule:
    """Read pattern, target and flags of a rule; raises ValueError for an unknown flag."""
    given = words[2].strip("[]").split(",") if len(words) == 3 else []
    flags = dict(flag.partition("=")[::2] for flag in given)
    if flags.keys() - KNOWN:
        raise ValueError(f"flags not known here: {sorted(flags.keys() - KNOWN)}")
    return Rule(re.compile(words[0], re.I if "NC" in flags else 0), words[1], flags)


def redirected(rules: Rules, address: str) -> tuple[int, str] | None:
    """Give status and target of a request, None where no rule fits.

    `address` is what follows the folder's own path and its slash, query included.
    """
    path, mark, query = address.partition("?")
    rest = unquote(path)
    held: dict[str, str] = {}
    for rule in rules.rules if rules.is_on else ():
        match = rule.pattern.search(rest)
        if not match:
            continue
        if "E" in rule.flags:
            name, _, value = rule.flags["E"].partition(":")
            held[name] = value
        if rule.target != "-":
            target = expanded(rule, match, held)
            return int(rule.flags.get("R", "302")), with_query(rule, target, mark + query)
    return None


def expanded(rule: Rule, match: re.Match[str], held: dict[str, str]) -> str:
    """Put what was matched and what is held into a target; its own query is not escaped."""
    path, mark, query = re.sub(
        r"%\{ENV:(\w+)\}", lambda m: held.get(m[1], ""), rule.target
    ).partition("?")
    whole = re.sub(r"\$(\d)", lambda m: match[int(m[1])] or "", path)
    return (whole if "NE" in rule.flags else quote(whole, safe=SAFE)) + mark + query


def with_query(rule: Rule, target: str, query: str) -> str:
    """Put the query behind a target: it stays unless the target brings its own."""
    if "?" not in rule.target:
        return target + query
    return f"{target}&{query[1:]}" if "QSA" in rule.flags and query else target
