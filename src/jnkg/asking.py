"""Ask what a person typed, and say why where there is nothing to show.

Words of the command line come in; answers are printed, remarks are made.
"""

from __future__ import annotations

import re
import sys
from typing import IO, TYPE_CHECKING

from jnkg.answer import Answer, ask, find_node, run
from jnkg.console import open_world, remark
from jnkg.errors import Misuse, UnknownValue
from jnkg.names import STATUSES
from jnkg.quick import rendered, write
from jnkg.rooms import Tree
from jnkg.store import World

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from jnkg.explain import Empty

HIDDEN = {
    "en": "Narrowed away by --status or --known-by: the graph knows it, but not in this world.",
    "ja": "--status か --known-by によって除かれています。グラフにはあります。",
}
"""Said of a node that only a wider world has."""


def read_params(params: tuple[str, ...]) -> dict[str, str]:
    """Read `KEY=VALUE` words; raises Misuse for a word without an equals sign."""
    values = {}
    for word in params:
        key, equals, value = word.partition("=")
        if not equals:
            raise Misuse(
                f"{word!r} is not KEY=VALUE.", f"「{word}」を KEY=VALUE の形で書いてください。"
            )
        values[key] = value
    return values


def print_answer(question: Empty, form: str, lang: str) -> None:
    """Print the answer, and where it is empty say why."""
    from jnkg.explain import explain, explain_unknown

    world = question.open_world(question.status, question.known_by)
    try:
        answer = ask(world, question.name, question.values)
    except UnknownValue as error:
        reason = explain_unknown(error, question)
        if reason is None:
            raise
        remark(reason.message[lang])
        if form != "table":
            columns = ask(world, question.name, {}).columns
            write(rendered(world, Answer(columns, []), form, lang))
        return
    if answer.rows or form != "table":
        write(rendered(world, answer, form, lang))
    if not answer.rows:
        for reason in explain(question):
            remark(reason.message[lang])


def question_list(world: World, lang: str) -> str:
    """List the stored questions with their titles and parameters."""
    lines = []
    for name, question in sorted(world.questions().items()):
        params = "".join(f" [-p {key}=...]" for key, *_ in question["params"])
        lines.append(f"{name}{params}\n    {question['title'][lang]}\n")
    return "".join(lines)


def read_query(source: IO[bytes] | None) -> str:
    """Read a query from a file, else from standard input; raises Misuse where it is not UTF-8."""
    stream = source or (sys.stdin.buffer if sys.stdin else None)
    try:
        return stream.read().decode() if stream else ""
    except UnicodeDecodeError as error:
        raise Misuse("Save the query as UTF-8.", "クエリをUTF-8で保存してください。") from error


def run_typed(world: World, typed: str) -> Answer:
    """Run a query that a person typed; raises Misuse with the parser's words, or CallsOut."""
    from jnkg.questions import with_prologue
    from jnkg.safety import safe

    try:
        return run(world, with_prologue(safe(typed)))
    except SyntaxError as error:
        words = re.sub(r"(\d+):(\d+)", lambda m: f"{int(m[1]) - 1}:{m[2]}", str(error.msg), count=1)
        raise Misuse(f"Mend the query: {words}", f"クエリを直してください：{words}") from error


def empty_words(count: int) -> dict[str, str]:
    """Word why a typed query gave no row: narrowed away, or nothing there."""
    if count:
        return {
            "en": f"Narrowed away by --status or --known-by: without them, {count} row(s).",
            "ja": f"--status か --known-by によって除かれています。外すと{count}件あります。",
        }
    return {"en": "No row matches.", "ja": "該当する行はありません。"}


def node_in(tree: Tree, world: World, text: str, lang: str) -> NamedNode | None:
    """Find a node of a world; where only a wider one knows it, say so and give None.

    Raises UnknownValue where none does.
    """
    try:
        return find_node(world, text)
    except UnknownValue:
        find_node(open_world(tree, STATUSES[-1], ""), text)
    remark(HIDDEN[lang])
    return None
