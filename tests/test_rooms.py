"""Finding the tree, and knowing it by its content."""

from collections.abc import Callable
from pathlib import Path

import pytest

from jnkg.rooms import Tree, builds_folder, digest, find_tree, packaged_tree

Planter = Callable[[dict[str, str]], Tree]


def test_a_checkout_is_found_from_any_folder_inside_it(plant: Planter) -> None:
    tree = plant({"data/identity/a.ttl": ""})
    assert find_tree(str(Path(tree.root, "data", "identity"))).root == tree.root


def test_elsewhere_the_graph_that_the_package_carries_is_used(tmp_path: Path) -> None:
    assert find_tree(str(tmp_path)).root == packaged_tree().root


def test_the_environment_may_name_the_tree(plant: Planter, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = plant({})
    monkeypatch.setenv("JNKG_TREE", tree.root)
    assert find_tree().root == tree.root


@pytest.mark.parametrize(
    "path", ["data/stated/x/a.ttl", "queries/answer/q.rq", "shapes/s.ttl", "queries/columns.toml"]
)
def test_the_digest_sees_every_change_of_content(plant: Planter, path: str) -> None:
    tree = plant({path: "# one\n"})
    before = digest(tree)
    Path(tree.root, path).write_text("# two\n")
    changed = digest(tree)
    Path(tree.root, path).rename(Path(tree.root, path).with_name("b" + path[-4:]))
    assert len({before, changed, digest(tree)}) == 3


def test_the_digest_does_not_see_the_clock(plant: Planter) -> None:
    tree = plant({"data/identity/a.ttl": "# one\n"})
    before = digest(tree)
    Path(tree.root, "data/identity/a.ttl").touch()
    assert digest(tree) == before


def test_a_checkout_keeps_its_builds_and_the_package_uses_the_cache(
    plant: Planter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = plant({})
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert Path(builds_folder(tree)) == Path(tree.root, ".jnkg")
    assert Path(builds_folder(Tree(tree.root, False))) == tmp_path / "cache" / "jnkg"
