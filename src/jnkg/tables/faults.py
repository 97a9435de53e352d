"""Hold the definitions of tables against the rules for queries, and against each other.

A Tree comes in, findings go out; no world is needed. What only the rows can show is looked at by
`content`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from jnkg.errors import Misuse
from jnkg.querylint import fault, prefix_faults, sort_keys, syntax_fault
from jnkg.questions import Question, with_prologue
from jnkg.report import Finding
from jnkg.rooms import Tree
from jnkg.tables.definition import ROOM, Table, read_file


def faults(tree: Tree) -> Iterator[Finding]:
    """Yield what is wrong with the definitions of tables."""
    tables: dict[str, Table] = {}
    for path in tree.files(ROOM, ".rq"):
        try:
            table = read_file(tree, path)
        except Misuse as error:
            yield Finding(path, 1, 0, "table-header", message=error.message)
            continue
        tables[table.name] = table
    for table in tables.values():
        yield from query_faults(tree, table)
        yield from reference_faults(table, tables)


def query_faults(tree: Tree, table: Table) -> Iterator[Finding]:
    """Yield what is wrong with a query: syntax, prefixes, columns, order."""
    question = Question(table.name, table.path, table.text, {})
    yield from prefix_faults(tree, question)
    try:
        names = variables(with_prologue(table.text))
        counted = variables(with_prologue(table.counts))
    except SyntaxError as error:
        yield syntax_fault(tree, question, error)
        return
    if len(counted) != 1:
        yield table_fault(
            table.path,
            "Let `counts` be a SELECT of one number.",
            "`counts`は数を一つ返すSELECTにしてください。",
        )
    yield from column_faults(table, names)
    if not set(table.key) <= set(sort_keys(question) or ()):
        key = " ".join(f"?{name}" for name in table.key)
        yield fault(
            table.path,
            0,
            "query-order",
            f"End the query with an ORDER BY that has the whole key: {key}.",
            f"キーの列をすべて含むORDER BYでクエリを終えてください：{key}。",
        )


def variables(query: str) -> list[str]:
    """Give the variables that a query selects, none for a query of another form.

    Raises SyntaxError.
    """
    result = ox.Store().query(query)
    return [v.value for v in result.variables] if isinstance(result, ox.QuerySolutions) else []


def column_faults(table: Table, names: Iterable[str]) -> Iterator[Finding]:
    """Yield a finding for each variable without a column, and each column without a variable."""
    selected, defined = list(names), [c.name for c in table.columns]
    for name in selected:
        if name not in defined:
            yield table_fault(
                table.path,
                f"Say in the header what ?{name} is: columns.{name} = {{ ... }}.",
                f"?{name}が何かをヘッダーに書いてください（columns.{name} = {{ ... }}）。",
                f"?{name}",
            )
    for name in defined:
        if name not in selected:
            yield table_fault(
                table.path,
                f"Select ?{name}, or take columns.{name} out of the header.",
                f"?{name}をSELECTに加えるか、columns.{name}をヘッダーから除いてください。",
                f"?{name}",
            )


def reference_faults(table: Table, tables: Mapping[str, Table]) -> Iterator[Finding]:
    """Yield a finding for each column that refers to no table, or to one of several keys."""
    for column in table.columns:
        if column.of and (column.of not in tables or len(tables[column.of].key) != 1):
            known = ", ".join(n for n, t in tables.items() if len(t.key) == 1)
            yield table_fault(
                table.path,
                f"Let `of` name a table with a key of one column: {known}.",
                f"`of`には一列のキーをもつ表を書いてください（{known}）。",
                f"columns.{column.name}",
            )


def table_fault(path: str, en: str, ja: str, node: str = "") -> Finding:
    """Make a finding on a definition."""
    return fault(path, 0, "table-definition", en, ja, node)
