"""Hold the answers of stored questions against the rows that they must have.

A Dataset and Questions come in; findings, or the rows written down, go out. Expected rows lie in
`queries/answer/expected/<name>.csv`: the variables, then one row for each solution in its order,
each cell a term as Turtle writes it with the project's prefixes, empty where nothing is bound.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise, zip_longest
from pathlib import Path

import pyoxigraph as ox

from jnkg.dataset import read
from jnkg.errors import Misuse
from jnkg.files import write_whole
from jnkg.querylint import fault, read_all, sort_keys
from jnkg.questions import Question
from jnkg.reason import Reasoned, reason
from jnkg.report import Finding
from jnkg.rooms import Tree
from jnkg.rulebook import rules
from jnkg.turtle import write_term
from jnkg.worlds import days, fill, narrow

FOLDER = "queries/answer/expected"
Rows = list[list[str]]


def last_world(reasoned: Reasoned) -> ox.Store:
    """Put the world of everything that is known by the last day into a store."""
    known = days(reasoned.dataset)
    store = ox.Store()
    fill(store, narrow(reasoned, "interpreted", known[-1] if known else "0000-00-00"))
    return store


def rows_of(store: ox.Store, question: Question) -> Rows:
    """Run a question as printed: its variables, then its rows; raises SyntaxError."""
    result = store.query(question.text)
    if isinstance(result, ox.QueryBoolean):
        return [["answer"], [str(bool(result)).lower()]]
    if not isinstance(result, ox.QuerySolutions):
        raise SyntaxError("a question of queries/answer is a SELECT or an ASK")
    names = [v.value for v in result.variables]
    return [names, *([cell(row[n]) for n in names] for row in result)]


def cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    """Write one cell; a blank node has no name that lasts."""
    if term is None:
        return ""
    if isinstance(term, ox.BlankNode | ox.Triple):
        return "[]"
    return write_term(term)


def expected_path(question: Question) -> str:
    """Give the file of a question's expected rows."""
    return f"{FOLDER}/{question.header['expects']}"


def read_rows(text: str) -> Rows:
    """Read expected rows."""
    return list(csv.reader(io.StringIO(text)))


def write_rows(rows: Rows) -> str:
    """Write rows as CSV, lines ending in a line feed."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def row_faults(tree: Tree, question: Question, rows: Rows) -> Iterator[Finding]:
    """Yield the findings on the rows that a question gave."""
    path = expected_path(question)
    yield from tie_faults(question, rows)
    try:
        wanted = read_rows(tree.text(path))
    except (UnicodeDecodeError, csv.Error) as error:
        en, ja = f"Mend the CSV: {error}.", f"CSVを直してください（{error}）。"
        yield fault(path, 1, "query-rows", en, ja)
        return
    except FileNotFoundError:
        yield fault(
            question.path,
            0,
            "query-rows",
            f"Write down the rows that this question must have: "
            f"`jnkg check --accept {question.name}` writes `{path}`; read it before you keep it.",
            f"この質問の正しい行を書いてください。`jnkg check --accept {question.name}`で`{path}`が"
            "できます。内容を読んでから採用してください。",
        )
        return
    if wanted[:1] != rows[:1]:
        yield difference(path, 0, wanted[0] if wanted else None, rows[0])
        return
    for number, want, came in differing(wanted, rows) if wanted != rows else ():
        yield difference(path, number, want, came)


def differing(
    wanted: Rows, came: Rows
) -> Iterator[tuple[int, Sequence[str] | None, Sequence[str] | None]]:
    """Line two lists of rows up and yield where they differ: place, row wanted, row that came."""
    lines = [tuple(row) for row in wanted], [tuple(row) for row in came]
    for kind, i, j, k, m in SequenceMatcher(None, *lines, autojunk=False).get_opcodes():
        if kind != "equal":
            pairs = zip_longest(wanted[i:j], came[k:m])
            yield from ((i + n, want, got) for n, (want, got) in enumerate(pairs))


def difference(
    path: str, number: int, want: Sequence[str] | None, came: Sequence[str] | None
) -> Finding:
    """Say what was expected of a row and what came; row 0 is the variables."""
    pairs = zip(want or [""] * len(came or ()), came or [""] * len(want or ()), strict=False)
    odd = [c or w for w, c in pairs if w != c]
    node = next((o for o in odd if ":" in o and not o.startswith('"')), odd[0] if odd else "")
    told = [", ".join(row) if row is not None else "-" for row in (want, came)]
    return Finding(
        path,
        number + 1,
        0,
        "query-rows",
        node,
        "",
        told[1],
        message={
            "en": f"Row {number}: expected {told[0]}; came {told[1]}. Mend the data or the query, "
            "or, if the new row is right, `jnkg check --accept`.",
            "ja": f"{number}行目：期待は「{told[0]}」、結果は「{told[1]}」。データかクエリを"
            "直すか、新しい行が正しければ`jnkg check --accept`で採用してください。",
        },
    )


def tie_faults(question: Question, rows: Rows) -> Iterator[Finding]:
    """Yield a finding where the sort keys leave two different rows in either order.

    Keys that are computed or not projected cannot be compared here and are trusted.
    """
    keys = sort_keys(question)
    names = rows[0]
    if not keys or any(key not in names for key in keys):
        return
    at = [names.index(key) for key in keys]
    for number, (one, two) in enumerate(pairwise(rows[1:]), 1):
        if one != two and all(one[i] == two[i] for i in at):
            yield fault(
                question.path,
                0,
                "query-order",
                f"Add sort keys to ORDER BY: rows {number} and {number + 1} may change places.",
                f"ORDER BYにキーを足してください。{number}行目と{number + 1}行目の順序が"
                "決まりません。",
            )
            return


def write_expected(tree: Tree, names: Collection[str] | None = None) -> list[str]:
    """Write down the rows of the named questions (None: all); gives the files that changed.

    Raises Misuse for a name that is no question, Refused where the tree cannot be read, and
    SyntaxError for a question that is no SPARQL.
    """
    questions, _ = read_all(tree, "answer")
    unknown = sorted(set(names or ()) - {q.name for q in questions})
    if unknown:
        raise Misuse(
            f"There is no readable question {', '.join(unknown)} in queries/answer.",
            f"queries/answerに「{'、'.join(unknown)}」という読める質問はありません。",
        )
    dataset = read(tree)
    store = last_world(reason(dataset, rules(dataset, tree)))
    changed = []
    for question in questions:
        path = expected_path(question)
        place = Path(tree.root, path)
        rows = (
            write_rows(rows_of(store, question)) if names is None or question.name in names else ""
        )
        if rows and not (place.exists() and place.read_text("utf-8") == rows):
            place.parent.mkdir(parents=True, exist_ok=True)
            write_whole(place, rows)
            changed.append(path)
    return changed
