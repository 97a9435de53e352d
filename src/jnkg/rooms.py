"""Find the rooms of the graph: where its files lie, what they weigh, where builds are kept.

A starting folder comes in, a Tree goes out. Every command passes through here, so
only modules that cost nothing are imported.
"""

import os

try:
    from _blake2 import blake2b  # what hashlib gives, without loading OpenSSL for it (3 ms)
except ImportError:  # pragma: no cover
    from hashlib import blake2b

from jnkg.errors import Misuse

ROOMS = ("data", "ontology", "queries", "shapes")
ENDINGS = (".ttl", ".rq", ".csv", ".toml")
CHUNK = 1 << 15
FORMAT = b"jnkg build 1"
"""Changes when the layout of a build changes, so that no old build is read."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Tree:
    """The four rooms under one root; `root` is an absolute path."""

    __slots__ = ("is_checkout", "root")

    def __init__(self, root: str, is_checkout: bool) -> None:
        self.root = root
        self.is_checkout = is_checkout

    def files(self, room: str, ending: str = "") -> "Iterator[str]":
        """Yield the files of a room in sorted order, relative to the root, with slashes."""
        yield from sorted(
            path for path in walk(self.root, room) if path.endswith(ending or ENDINGS)
        )

    def bytes(self, path: str) -> bytes:
        """Read a file of the tree; `path` is relative to the root."""
        handle = os.open(f"{self.root}/{path}", os.O_RDONLY)  # half the time of a file object
        try:
            content = os.read(handle, CHUNK)
            while len(content) % CHUNK == 0 and (more := os.read(handle, CHUNK)):
                content += more
        finally:
            os.close(handle)
        return content

    def text(self, path: str) -> str:
        """Read a file of the tree as UTF-8; raises UnicodeDecodeError."""
        return self.bytes(path).decode()


class Snapshot(Tree):
    """A tree as it is at one moment, each file read once: what is weighed is what is used."""

    __slots__ = ("contents",)

    def __init__(self, tree: Tree) -> None:
        super().__init__(tree.root, tree.is_checkout)
        self.contents = {p: tree.bytes(p) for room in ROOMS for p in tree.files(room)}

    def files(self, room: str, ending: str = "") -> "Iterator[str]":
        """Yield the files of a room as they were, in sorted order."""
        inside = (p for p in self.contents if p.startswith(f"{room}/"))
        yield from sorted(p for p in inside if p.endswith(ending or ENDINGS))

    def bytes(self, path: str) -> bytes:
        """Give what a file held; raises FileNotFoundError."""
        if path not in self.contents:
            raise FileNotFoundError(path)
        return self.contents[path]


def walk(root: str, folder: str) -> "Iterator[str]":
    """Yield all files below a folder, relative to the root, hidden ones left out."""
    try:
        entries = list(os.scandir(f"{root}/{folder}"))
    except FileNotFoundError:
        return
    for entry in entries:
        name = entry.name
        if name[0] == "." or name[:2] == "__":
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from walk(root, f"{folder}/{name}")
        else:
            yield f"{folder}/{name}"


def is_tree(folder: str) -> bool:
    """Tell whether a folder holds the rooms of the graph."""
    return os.path.exists(os.path.join(folder, "ontology", "jnkg.ttl"))


def find_tree(start: str | None = None) -> Tree:
    """Find the tree to work on: the checkout around `start`, else what the package carries.

    `start` defaults to the environment's JNKG_TREE, then to the current folder. Raises Misuse where
    a folder is named that does not exist.
    """
    named = start or os.environ.get("JNKG_TREE")
    if named and not os.path.isdir(named):
        raise Misuse(
            f"There is no folder {named!r}: set JNKG_TREE to a checkout, or unset it.",
            f"「{named}」というフォルダーはありません。JNKG_TREEを直すか外してください。",
        )
    folder = os.path.abspath(named or os.getcwd())
    while True:
        if is_tree(folder):
            return Tree(folder, True)
        parent = os.path.dirname(folder)
        if parent == folder:
            return packaged_tree()
        folder = parent


def packaged_tree() -> Tree:
    """Give the tree that the installed package carries, or the one it is installed from."""
    package = os.path.dirname(os.path.abspath(__file__))
    carried = os.path.join(package, "graph")
    if is_tree(carried):
        return Tree(carried, False)
    return Tree(os.path.dirname(os.path.dirname(package)), True)


def weigh(*contents: bytes) -> str:
    """Give the BLAKE2b of some bytes as 24 hexadecimal digits."""
    weight = blake2b(digest_size=12)
    for content in contents:
        weight.update(content)
    return weight.hexdigest()


def digest(tree: Tree) -> str:
    """Weigh a tree: BLAKE2b over the names and bytes of its files and of this package's code.

    Packages within the package (reference pages, the DL check) have no part in what is built.
    """
    weighed = [FORMAT]
    package = os.path.dirname(os.path.abspath(__file__))
    code = Tree(package, False)
    for source, paths in (
        (tree, [p for room in ROOMS for p in tree.files(room) if not p.endswith(".csv")]),
        (code, sorted(p for p in os.listdir(package) if p.endswith(".py"))),
    ):
        for path in paths:
            content = source.bytes(path)
            weighed += [b"%s\0%d\0" % (path.encode(), len(content)), content]
    return weigh(*weighed)


def builds_folder(tree: Tree) -> str:
    """Give the folder in which builds of a tree are kept.

    A checkout keeps its own (`.jnkg`, ignored by git); the packaged graph, and a checkout
    that cannot be written to, use the user's cache, or for want of one the temporary folder.
    """
    if tree.is_checkout and os.access(tree.root, os.W_OK):
        return os.path.join(tree.root, ".jnkg")
    cache = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    cache = cache or os.path.join(os.path.expanduser("~"), ".cache")
    if can_hold(cache):
        return os.path.join(cache, "jnkg")
    return os.path.join(os.environ.get("TMPDIR", "/tmp"), f"jnkg-{os.getuid()}")  # noqa: S108


def can_hold(folder: str) -> bool:
    """Tell whether a folder can be written to, or made where it is not there yet."""
    while not os.path.exists(folder):
        folder = os.path.dirname(folder)
    return os.access(folder, os.W_OK)
