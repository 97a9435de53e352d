"""Take along what an export was made by: ontology, shapes, queries and the texts of licences.

A Tree comes in, Outputs go out, their bytes as in the tree. The data are not among them: each file
of theirs is a named graph of the exports, and a narrower world must not carry the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from jnkg.dataset import read
from jnkg.errors import JnkgError
from jnkg.exports.request import Output
from jnkg.published import published, written
from jnkg.rooms import Tree, packaged_tree

MEDIA_TYPES = {
    ".ttl": "text/turtle",
    ".rdf": "application/rdf+xml",
    ".rq": "application/sparql-query",
    ".csv": "text/csv",
    ".toml": "application/toml",
}
ROOMS: Mapping[str, Mapping[str, str]] = {
    "ontology": {"en": "Module of the ontology", "ja": "オントロジーのモジュール"},
    "shapes": {"en": "SHACL shapes", "ja": "SHACLシェイプ"},
    "queries": {"en": "Stored query, or its expected rows", "ja": "登録済みのクエリとその期待行"},
}
"""The rooms of a tree that go along, and what each file of them is."""
MERGED = {
    "jnkg.ttl": {"en": "The ontology in one file", "ja": "オントロジー（全モジュールを一つに）"},
    "jnkg.rdf": {
        "en": "The ontology in one file, as RDF/XML",
        "ja": "オントロジー（全モジュールを一つに、RDF/XML）",
    },
}
LICENCE_FILES = {
    "LICENSE": {"en": "Licence of the software", "ja": "ソフトウェアのライセンス"},
    "LICENSE-DATA": {"en": "Licence of the data", "ja": "データのライセンス"},
}


def ontology(tree: Tree) -> Iterator[Output]:
    """Yield the published ontology in one file, then its modules as they are edited."""
    merged = published(read(tree))
    for name, about in MERGED.items():
        ending = name[name.rindex(".") :]
        yield Output(name, written(merged, ending[1:]), MEDIA_TYPES[ending], about)
    for path in tree.files("ontology"):
        yield as_is(tree, path, "modules/" + path.removeprefix("ontology/"))


def shapes(tree: Tree) -> Iterator[Output]:
    """Yield the shapes that refuse what is wrong."""
    for path in tree.files("shapes"):
        yield as_is(tree, path, path.removeprefix("shapes/"))


def queries(tree: Tree) -> Iterator[Output]:
    """Yield the stored queries, with their rows and headings."""
    for path in tree.files("queries"):
        yield as_is(tree, path, path.removeprefix("queries/"))


def as_is(tree: Tree, path: str, place: str) -> Output:
    """Take a file of the tree along, to another place."""
    about = ROOMS[path.partition("/")[0]]
    return Output(place, tree.bytes(path), MEDIA_TYPES[path[path.rindex(".") :]], about)


def licences(tree: Tree) -> Iterator[Output]:
    """Yield the texts of the licences; raises JnkgError where one is not to be found."""
    for name, about in LICENCE_FILES.items():
        yield Output(name, licence(tree, name), "text/plain", about)


def licence(tree: Tree, name: str) -> bytes:
    """Find a licence beside the tree, beside the package, or in what pip installed."""
    for root in (tree.root, packaged_tree().root):
        path = Path(root, name)
        if path.is_file():
            return path.read_bytes()
    try:
        text = distribution("japan-nato-kg").read_text(f"licenses/{name}")
    except PackageNotFoundError:
        text = None
    if text is None:
        raise JnkgError(
            f"There is no {name} beside the graph: put it at the top of the checkout.",
            f"グラフのそばに{name}がありません。チェックアウトの直下に置いてください。",
        )
    return text.encode()
