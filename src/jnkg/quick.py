"""Answer a plain `jnkg ask NAME` from what is built, before anything heavy is imported.

The words of the command line come in; an exit code goes out, or None where the full command
line has to take over: for help, for misuse, for a tree that has changed, for an answer that
is empty and wants to be explained. It uses the same steps as the full one.
"""

import os
import sys

from jnkg.names import LANGUAGES, STATUSES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jnkg.answer import Answer
    from jnkg.store import World

NAMED = {
    "-p": "param",
    "--param": "param",
    "--status": "status",
    "--known-by": "known_by",
    "--lang": "lang",
    "--format": "format",
}


class Words:
    """The words of a plain question, with the defaults of those left out."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.status = "interpreted"
        self.known_by = ""
        self.lang = os.environ.get("JNKG_LANG", "en")
        self.format = "table"
        self.values: dict[str, str] = {}


def answer_at_once(arguments: list[str]) -> int | None:
    """Answer and give 0, or leave the question to the full command line and give None."""
    words = read_words(arguments)
    if words is None:
        return None
    from jnkg.errors import JnkgError

    try:
        return print_answer(words)
    except (JnkgError, OSError):
        return None


def read_words(arguments: list[str]) -> Words | None:
    """Read the words of `ask NAME` with its options; None where there is anything else."""
    if len(arguments) < 2 or arguments[0] != "ask" or arguments[1].startswith("-"):
        return None
    words = Words(arguments[1])
    rest = iter(arguments[2:])
    for word in rest:
        option, equals, text = word.partition("=") if word.startswith("--") else (word, "", "")
        field = NAMED.get(option)
        given = text if equals else next(rest, None)
        if field is None or given is None:
            return None
        if field == "param":
            key, equals, text = given.partition("=")
            if not equals:
                return None
            words.values[key] = text
        else:
            setattr(words, field, given)
    return words if words.status in STATUSES and words.lang in LANGUAGES else None


def print_answer(words: Words) -> int | None:
    """Print the answer from the built world; None where there is none, or no row in it."""
    from jnkg.rooms import find_tree
    from jnkg.store import build_folder, open_world

    if words.known_by:
        from jnkg.answer import check_day

        words.known_by = check_day(words.known_by)
    world = open_world(build_folder(find_tree()), words.status, words.known_by)
    if world is None:
        return None
    from jnkg.answer import ask
    from jnkg.render import FORMATS

    answer = ask(world, words.name, words.values)
    if not answer.rows or words.format not in FORMATS:
        return None
    write(rendered(world, answer, words.format, words.lang))
    return 0


def rendered(world: "World", answer: "Answer", form: str, language: str) -> str:
    """Write an answer of a world in one of the formats of `render`."""
    from jnkg.render import FORMATS, Sheet

    return FORMATS[form](Sheet(answer, world.index["columns"], world.labels(language), language))


def write(text: str) -> None:
    """Write to standard output as UTF-8; a reader who leaves early is no error."""
    try:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
