from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jnkg.dataset import Dataset, read
from jnkg.names import PREFIXES
from jnkg.rooms import Tree, packaged_tree
from jnkg.store import World
from jnkg.worlds import days, write_world

if TYPE_CHECKING:
    from jnkg.store import Index

Planter = Callable[[dict[str, str]], Tree]
Opener = Callable[..., World]


def write_tree(root: Path, files: dict[str, str]) -> Tree:
    """Write a small tree: paths relative to it, and Turtle without prefix lines."""
    prefixes = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in PREFIXES.items())
    for path, body in {"ontology/jnkg.ttl": "", **files}.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(prefixes + body if path.endswith(".ttl") else body, encoding="utf-8")
    return Tree(str(root), True)


def build_world(dataset: Dataset, folder: Path, status: str, day: str = "") -> World:
    """Build one world of a dataset; without a day, that of everything known."""
    known = days(dataset)
    last = day or (known[-1] if known else "9999-12-31")
    index: Index = {"days": known, "questions": {}, "columns": {}}
    place = folder / f"{status}-{last}"
    write_world(dataset, status, last, place)
    return World(str(place), status, last, index)


@pytest.fixture(scope="session")
def tree() -> Tree:
    return packaged_tree()


@pytest.fixture(scope="session")
def dataset(tree: Tree) -> Dataset:
    return read(tree)


@pytest.fixture(scope="session")
def world(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> World:
    return build_world(dataset, tmp_path_factory.mktemp("worlds"), "interpreted")


@pytest.fixture(scope="session")
def stated_world(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> World:
    return build_world(dataset, tmp_path_factory.mktemp("worlds"), "stated")


@pytest.fixture
def plant(tmp_path: Path) -> Planter:
    """Write a small tree of one's own."""
    return lambda files: write_tree(tmp_path / "tree", files)


@pytest.fixture
def open_small(tmp_path: Path, plant: Planter) -> Opener:
    """Write a small tree and open a world of it."""

    def open_it(files: dict[str, str], status: str = "interpreted", day: str = "") -> World:
        return build_world(read(plant(files)), tmp_path / "built", status, day)

    return open_it
