"""Answer a plain `jnkg ask NAME` from what is built, before anything heavy is imported.

The words of the command line come in; an exit code goes out, or None where the full command
line has to take over: for help, for misuse, for a tree that has changed, for an answer that
is empty and wants to be explained, for a store elsewhere. It uses the same steps as the full one.
"""

import os
import sys

from jnkg.names import LANGUAGES, STATUSES
from jnkg.rooms import weigh

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jnkg.answer import Answer
    from jnkg.builds import Build
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
        self.lang = os.environ.get("JNKG_LANG") or "en"
        self.format = "table"
        self.values: dict[str, str] = {}

    def key(self) -> str:
        """Give the name under which a world keeps the answer: what was asked, for which screen."""
        asked = [self.name, self.lang, self.format, str(screen_width())]
        asked += [part for pair in sorted(self.values.items()) for part in pair]
        return "answer-" + weigh("\0".join(asked).encode())


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
    if os.environ.get("JNKG_STORE"):
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
    """Print the answer of the built world; None where there is no such world, or no row in it.

    An answer that was printed before is kept with the build, and printed from there.
    """
    from jnkg.builds import build_folder, find_build, keep
    from jnkg.rooms import find_tree

    if words.known_by:
        from jnkg.answer import check_day

        words.known_by = check_day(words.known_by)
    build = find_build(build_folder(find_tree()))
    if build is None:
        return None
    kept = os.path.join(build.world(words.status, words.known_by), words.key())
    try:
        with open(kept, "rb", buffering=0) as file:
            text = file.readall()
    except FileNotFoundError:
        answered = answer_text(build, words)
        if answered is None:
            return None
        text = answered.encode()
        keep(kept, text)
    write_bytes(text)
    return 0


def answer_text(build: "Build", words: Words) -> str | None:
    """Answer from the store; None where there is no such world, or no row in it."""
    from jnkg.answer import ask
    from jnkg.render import FORMATS
    from jnkg.store import open_world

    world = open_world(build, words.status, words.known_by)
    if world is None or words.format not in FORMATS:
        return None
    answer = ask(world, words.name, words.values)
    return rendered(world, answer, words.format, words.lang) if answer.rows else None


def rendered(world: "World", answer: "Answer", form: str, language: str) -> str:
    """Write an answer of a world in one of the formats of `render`."""
    from jnkg.render import FORMATS, Sheet, table

    sheet = Sheet(answer, world.columns(), world.labels(language), language)
    return table(sheet, screen_width()) if form == "table" else FORMATS[form](sheet)


def screen_width() -> int:
    """Give the cells of a terminal's line; 0 where no terminal reads."""
    return os.get_terminal_size().columns if sys.stdout and sys.stdout.isatty() else 0


def write(text: str) -> None:
    """Write text to standard output as UTF-8."""
    write_bytes(text.encode())


def write_bytes(text: bytes) -> None:
    """Write to standard output; a reader who leaves early is no error, a full disk is (exit 2)."""
    try:
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, AttributeError) as error:
        os.write(2, f"jnkg: {error}\n".encode())
        os._exit(2)
