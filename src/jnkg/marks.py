"""Remember by digest what was once found good.

Marks come in and are kept as lines of a file in the folder of builds. A memory that cannot be read
holds nothing, and where nothing can be written all is judged anew.
"""

import os

from jnkg.builds import keep
from jnkg.rooms import weigh

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def weigh_code(folder: str, names: "Iterable[str]") -> bytes:
    """Weigh the files of code on which a judgement depends."""
    contents = []
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            contents.append(file.read())
    return weigh(*contents).encode()


def read_marks(path: str) -> list[str]:
    """Read what is remembered; nothing where there is no memory."""
    try:
        with open(path, encoding="ascii") as file:
            return file.read().split()
    except (OSError, UnicodeDecodeError):
        return []


def write_marks(path: str, marks: "Iterable[str]") -> None:
    """Write down what to remember, whole or not at all."""
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        keep(path, "".join(f"{mark}\n" for mark in marks).encode())
    except OSError:
        return
