"""Hold stored queries against the rules for queries.

A Tree comes in; the queries that can be read go out, and findings for what is wrong with a header,
the syntax, the prefixes, a heading or the order.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping

from jnkg.errors import Misuse
from jnkg.names import LANGUAGES, PREFIXES
from jnkg.questions import Question, read_question
from jnkg.report import Finding
from jnkg.rooms import Tree
from jnkg.terms import blank

COLUMNS = "queries/columns.toml"
PREFIX_LINE = re.compile(r"^\s*PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
ORDER = re.compile(r"\bORDER\s+BY\b(.*)", re.IGNORECASE | re.DOTALL)
SORT_KEY = re.compile(r"(?:(?:ASC|DESC)\s*\(\s*[?$](\w+)\s*\)|[?$](\w+))", re.IGNORECASE)
ASK = re.compile(r"^\s*ASK\b", re.IGNORECASE | re.MULTILINE)
SEVERITIES = ("violation", "warning")


def read_all(tree: Tree, room: str) -> tuple[list[Question], list[Finding]]:
    """Read the queries of a room (`answer` or `check`); a header that is wrong is a finding."""
    questions, findings = [], []
    for path in tree.files(f"queries/{room}", ".rq"):
        try:
            question = read_question(path, tree.text(path))
        except Misuse as error:
            findings.append(Finding(path, 1, 0, "query-header", message=error.message))
            continue
        except UnicodeDecodeError:
            findings.append(
                fault(path, 1, "query-header", "Save it as UTF-8.", "UTF-8で保存してください。")
            )
            continue
        if room == "check" and question.header["severity"] not in SEVERITIES:
            en = f"mend the header: severity is one of {', '.join(SEVERITIES)}."
            ja = f"ヘッダーのseverityは{'か'.join(SEVERITIES)}にしてください。"
            findings.append(fault(path, 1, "query-header", en, ja))
            continue
        questions.append(question)
    return questions, findings


def first_line(tree: Tree, question: Question) -> int:
    """Give the number of header lines, so that lines of the body can be counted in the file."""
    opening = question.text.split("\n", 1)[0]
    lines = tree.text(question.path).splitlines()
    return lines.index(opening) if opening in lines else 0


def prefix_faults(tree: Tree, question: Question) -> Iterator[Finding]:
    """Yield a finding for each prefix that is not declared as everywhere else."""
    for number, line in enumerate(tree.text(question.path).splitlines(), 1):
        found = PREFIX_LINE.match(line)
        if found and PREFIXES.get(found[1]) != found[2]:
            iri = PREFIXES.get(found[1])
            wanted = f"PREFIX {found[1]}: <{iri}>" if iri else ", ".join(PREFIXES)
            yield fault(
                question.path,
                number,
                "query-prefix",
                f"Declare prefixes as `names.py` does: {wanted}.",
                f"接頭辞は`names.py`のとおりに宣言してください：{wanted}。",
                f"{found[1]}:",
            )


def syntax_fault(tree: Tree, question: Question, error: SyntaxError) -> Finding:
    """Say where a query is no SPARQL."""
    words = str(error.msg).strip().splitlines()[0] if error.msg else "-"
    at = re.search(r"at (\d+):(\d+)", words)
    line = (error.lineno or (int(at[1]) if at else 1)) + first_line(tree, question)
    column = error.offset or (int(at[2]) if at else 0)
    return Finding(
        question.path,
        line,
        column,
        "query-parse",
        message={"en": f"Mend the SPARQL: {words}", "ja": f"SPARQLを直してください：{words}"},
    )


def headings(tree: Tree) -> tuple[dict[str, dict[str, str]], list[Finding]]:
    """Read the headings of columns, and what is wrong with their file."""
    try:
        tables = tomllib.loads(tree.text(COLUMNS))
    except FileNotFoundError:
        return {}, []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        en, ja = f"Mend the TOML: {error}.", f"TOMLを直してください（{error}）。"
        at = re.search(r"line (\d+)", str(error))
        return {}, [fault(COLUMNS, int(at[1]) if at else 1, "query-heading", en, ja)]
    wrong = [n for n, t in tables.items() if not isinstance(t, dict)]
    en, ja = "Make this a table with en and ja.", "enとjaをもつ表にしてください。"
    faults = [fault(COLUMNS, 1, "query-heading", en, ja, n) for n in wrong]
    return {n: t for n, t in tables.items() if isinstance(t, dict)}, faults


def heading_faults(
    question: Question, names: Iterable[str], known: Mapping[str, object]
) -> Iterator[Finding]:
    """Yield a finding for each column without a heading in both languages."""
    for name in names:
        heading = known.get(name)
        if not isinstance(heading, dict) or any(not heading.get(code) for code in LANGUAGES):
            yield fault(
                question.path,
                0,
                "query-heading",
                f"Write a heading in en and ja for the column ?{name} into `{COLUMNS}`.",
                f"列?{name}の見出しをenとjaで`{COLUMNS}`に書いてください。",
                f"?{name}",
            )


def sort_keys(question: Question) -> list[str] | None:
    """Give the variables that the outermost ORDER BY names; None where there is no ORDER BY.

    A key that is computed is given as an empty name.
    """
    tail = blank(question.text).rpartition("}")[2]
    found = ORDER.search(tail)
    if not found:
        return None
    keys = re.split(r"\b(?:LIMIT|OFFSET|VALUES)\b", found[1], flags=re.IGNORECASE)[0]
    names = [a or b for a, b in SORT_KEY.findall(keys)]
    return names if not SORT_KEY.sub("", keys).strip() else [*names, ""]


def order_faults(question: Question) -> Iterator[Finding]:
    """Yield a finding where a query leaves the order of its rows to chance."""
    if sort_keys(question) is None and not ASK.search(blank(question.text)):
        yield fault(
            question.path,
            0,
            "query-order",
            "End the query with an ORDER BY that puts its rows in one order.",
            "行の順序が一つに決まるORDER BYでクエリを終えてください。",
        )


def fault(path: str, line: int, rule: str, en: str, ja: str, node: str = "") -> Finding:
    """Make a finding on a query."""
    return Finding(path, line, 0, rule, node, message={"en": en, "ja": ja})
