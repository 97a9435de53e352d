"""Say an answer in a few lines, for callers that read texts and not data.

The plain data of a tool comes in, text goes out: what was asked of which world, a line for each
row with its status, what was cut, and why there is nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

Plain = Mapping[str, object]
WORDS = {
    "en": {
        "world": "World: {} claims, known by {}.", "stated": "stated",
        "derived": "stated and derived", "interpreted": "stated, derived and interpreted",
        "rows": "{} row(s).", "open": "nothing done under it is recorded",
        "mentions": "Mentioned by", "gaps": "Gaps", "conflicts": "Conflicts",
        "own": "Stands on", "pointing": "Claims that point at it", "passages": "Passages",
        "yes": "It holds.", "no": "It does not hold.", "unknown": "unknown",
    },
    "ja": {
        "world": "範囲：{}の主張、{}までに既知。", "stated": "明示",
        "derived": "明示および導出", "interpreted": "明示、導出および解釈",
        "rows": "{}件。", "open": "これに基づく実施の記録はない", "mentions": "言及",
        "gaps": "欠落", "conflicts": "相違",
        "own": "根拠", "pointing": "これに言及する主張", "passages": "箇所",
        "yes": "成り立つ。", "no": "成り立たない。", "unknown": "不明",
    },
}  # fmt: skip
LONGEST = 200
"""Characters of one text in a line."""


def spoken(tool: str, answer: Plain) -> str:
    """Say the answer of a tool in the language of its world."""
    error = answer.get("error")
    if isinstance(error, Mapping):
        return str(error["message"])
    world = record(answer["world"])
    words = WORDS[str(world["lang"])]
    lines = [*SPEAKERS[tool](answer, words)]
    notice = answer.get("cut")
    lines += [str(record(notice)["message"])] if notice else []
    lines += [f"{r['kind']}: {r['message']}" for r in records(answer.get("reasons"))]
    lines.append(words["world"].format(words[str(world["status"])], world["day"]))
    return "\n".join(lines)


def record(given: object) -> Plain:
    """Take an object of an answer as one."""
    return given if isinstance(given, Mapping) else {}


def records(given: object) -> Sequence[Plain]:
    """Take a list of objects as one."""
    return [record(each) for each in given] if isinstance(given, Sequence) else []


def called(given: object) -> str:
    """Call a node by its label and name; a text or a number as it is."""
    if isinstance(given, Mapping):
        label, name = short(str(given["label"])), given["name"]
        return label if label == name else f"{label} [{name}]"
    return "" if given is None else short(str(given))


def short(text: str) -> str:
    """Cut a long text; the cut is marked."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"


def joined(*parts: str) -> str:
    """Join what there is with dots."""
    return " · ".join(part for part in parts if part)


def table(answer: Plain, words: Mapping[str, str]) -> Iterator[str]:
    """Say rows of cells, each behind its status."""
    if answer.get("title"):
        yield short(str(answer["title"]))
    yield counted(answer, words)
    for row in records(answer["rows"]):
        cells = " | ".join(map(called, record(row["cells"]).values()))
        yield f"- ({row['status']}) {cells}"


def counted(answer: Plain, words: Mapping[str, str]) -> str:
    """Say how many rows there are, or that there are more than were counted."""
    more = "> " if record(answer.get("cut")).get("is_more") else ""
    return words["rows"].format(f"{more}{answer['count']}")


def found(answer: Plain, words: Mapping[str, str]) -> Iterator[str]:
    """Say hits."""
    yield counted(answer, words)
    for row in records(answer["rows"]):
        yield f"- ({row['status']}) {joined(called(row), str(row['kind']), str(row['excerpt']))}"
    if answer["nearest"]:
        yield ", ".join(str(name) for name in listed(answer["nearest"]))


def listed(given: object) -> Sequence[object]:
    """Take a list as one."""
    return given if isinstance(given, list) else []


def questions(answer: Plain, words: Mapping[str, str]) -> Iterator[str]:
    """Say questions with their parameters."""
    yield words["rows"].format(answer["count"])
    for row in records(answer["rows"]):
        given = ", ".join(str(p["name"]) for p in records(row["parameters"]))
        yield f"- {row['name']}({given}): {row['title']}"


def basis(given: Plain) -> str:
    """Say in one line what claims stand on."""
    clauses = [joined(called(c["passage"]), short(str(c["quotation"])))
               for c in records(given["clauses"])]  # fmt: skip
    grounds = [
        joined(called(g["rule"]), short(str(g["reason"])), str(g["confidence"]))
        for g in records(given["grounds"])
    ]
    document = "" if clauses else called(given["document"])
    return f"({given['status']}) {joined(document, *clauses, *grounds)}".rstrip()


def card(answer: Plain, words: Mapping[str, str]) -> Iterator[str]:
    """Say a card: claims with what they stand on, then mentions, gaps, conflicts."""
    yield joined(called(answer["node"]), *(called(k) for k in records(answer["kinds"])))
    for claim in records(answer["claims"]):
        yield f"- {basis(claim)}"
        for line in records(claim["lines"]):
            values = "; ".join(short(str(v["text"])) for v in records(line["values"]))
            yield f"  {called(line['property'])}: {values}"
    for key in ("mentions", "gaps", "conflicts"):
        rows = records(answer[key])
        if rows:
            yield f"{words[key]}:"
        for row in rows:
            said = called(row["subject"]) if "subject" in row else called(row)
            yield f"- {joined(said, short(str(row.get('summary', ''))))}"


def evidence(answer: Plain, words: Mapping[str, str]) -> Iterator[str]:
    """Say what a node stands on."""
    yield called(answer["node"])
    for key in ("own", "pointing"):
        rows = records(answer[key])
        if rows:
            yield f"{words[key]}:"
        for row in rows:
            yield "- " + joined(called(row.get("subject")), basis(row))
    rows = records(answer["passages"])
    if rows:
        yield f"{words['passages']}:"
    for row in rows:
        yield f"- {joined(called(row['passage']), short(str(row['summary'])))}"


def proof(answer: Plain, words: Mapping[str, str]) -> Iterator[str]:
    """Say whether a triple holds, and why."""
    yield words["yes" if answer["holds"] else "no"]
    if answer["text"]:
        yield str(answer["text"]).rstrip()


def coverage(answer: Plain, words: Mapping[str, str]) -> Iterator[str]:
    """Say how many documents speak of each theme in each year."""
    for row in records(answer["rows"]):
        year, number = row["year"] or "-", row["documents"]
        said = words["unknown"] if number is None else str(number)
        yield f"- {joined(called(row['theme']), str(year), said, called(row['gap']))}"


def citation(answer: Plain, words: Mapping[str, str]) -> Iterator[str]:
    """Give a citation as it is."""
    yield str(answer["citation"]).rstrip()


def lineage(answer: Plain, words: Mapping[str, str]) -> Iterator[str]:
    """Say areas, then links."""
    for row in records(answer["areas"]):
        yield f"- ({row['status']}) {joined(called(row['area']), called(row['instrument']))}"
    for row in records(answer["links"]):
        later = called(row["later"]) or called(row["instrument"])
        ends = f"{called(row['earlier']) or '-'} → {later or '-'}"
        kind = joined(called(row["kind"]), called(row["confidence"]))
        yield f"- ({row['status']}) {ends} · {joined(kind, short(str(row['reasoning'])))}"


def ledger(answer: Plain, words: Mapping[str, str]) -> Iterator[str]:
    """Say commitments with what was done under them."""
    numbers = record(answer["counts"]).items()
    yield ", ".join(f"{key} {number}" for key, number in numbers)
    for row in records(answer["rows"]):
        done = records(row["activities"])
        said = joined(called(row["commitment"]), called(row["source"]), str(row["day"] or ""))
        yield f"- ({row['status']}) {said}" + ("" if done else f" · {words['open']}")
        for deed in done:
            yield f"  - ({deed['link_status']}) {deed_line(deed)}"
    for deed in records(answer["untied"]):
        yield f"- ({deed['status']}) {deed_line(deed)}"


def deed_line(deed: Plain) -> str:
    """Say an activity with its state."""
    state = ", ".join(called(m) for m in records(deed["state"]))
    return joined(called(deed["activity"]), str(deed["days"] or ""), state)


def model(answer: Plain, words: Mapping[str, str]) -> Iterator[str]:
    """Say terms with their definitions."""
    for row in records(answer["terms"]):
        yield f"- {called(row)} ({row['kind']}, {row['uses']}): {row['definition']}"
        for key in ("used_with", "leads_from", "leads_to"):
            around = ", ".join(f"{called(t)} {t['uses']}" for t in records(row.get(key)))
            if around:
                yield f"  {key}: {around}"
        if row.get("examples"):
            yield f"  {'; '.join(str(e) for e in listed(row['examples']))}"


SPEAKERS: Mapping[str, Callable[[Plain, Mapping[str, str]], Iterator[str]]] = {
    "find": found, "show": card, "list_questions": questions, "ask": table, "sparql": table,
    "evidence": evidence, "why": proof, "coverage": coverage, "cite": citation,
    "lineage": lineage, "ledger": ledger, "describe_model": model,
}  # fmt: skip
