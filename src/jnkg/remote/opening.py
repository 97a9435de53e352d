"""Open a world on a store elsewhere, if it is the very world that was built here.

A World and an address come in; the same World on the remote store goes out. Labels, questions and
headings stay those of the local build, so the store must hold the same release: its marker is
compared, and a few small questions are put to both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import pyoxigraph as ox

from jnkg.errors import JnkgError
from jnkg.names import CATALOGUE, PREFIXES, RDFS_LABEL
from jnkg.remote.auths import credentials, filled, further_headers, shown
from jnkg.remote.backend import Layout, RemoteStore
from jnkg.remote.release import (
    DAY,
    DEFAULT,
    DIGEST,
    HIDES,
    MARKER,
    OWN,
    PLACE,
    STATUS,
    Release,
    release_of,
)
from jnkg.remote.transport import Wire, patience
from jnkg.store import World

MARKED = f"SELECT ?p ?o WHERE {{ GRAPH <{MARKER}> {{ <{MARKER}> ?p ?o }} }}"
ENTRIES = f"SELECT ?g WHERE {{ GRAPH <{MARKER}> {{ ?g <{DIGEST}> ?digest }} }}"
JN, RDFS = PREFIXES["jn"], PREFIXES["rdfs"]
VISIBLE = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{CATALOGUE}> {{ ?g <{JN}status> ?status }} }}"
PROBES: Mapping[str, tuple[str, str]] = {
    VISIBLE: ("named graphs", "名前付きグラフ"),
    f"SELECT (COUNT(*) AS ?n) {{ ?g <{JN}status> ?status }}": ("the default graph", "既定グラフ"),
    f"SELECT (COUNT(*) AS ?n) {{ <{MARKER}> ?p ?o }}": (
        "a default graph apart from the named ones",
        "名前付きグラフと分かれた既定グラフ",
    ),
    f"SELECT ?g {{ VALUES ?g {{ <{CATALOGUE}> <{MARKER}> <{DEFAULT}> }} "
    f"GRAPH ?g {{ ?any <{JN}status> <{JN}Identity> }} }} LIMIT 1": ("VALUES", "VALUES"),
    f"SELECT (COUNT(DISTINCT ?l) AS ?n) {{ ?g <{JN}status>/<{RDFS_LABEL}> ?l }}": (
        "property paths",
        "プロパティパス",
    ),
    f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x <{RDFS}subClassOf>+ <{JN}Event> }}": (
        "transitive paths",
        "推移的なパス",
    ),
    f'SELECT (COUNT(?l) AS ?n) {{ <{JN}Event> <{RDFS_LABEL}> ?l FILTER (LANG(?l) = "ja") }}': (
        "languages of texts",
        "テキストの言語",
    ),
}
"""Questions whose answers must be the same here and there, and what a difference is about."""


class OtherRelease(JnkgError):
    """A store holds another release or another world than the one asked for, or none."""


@dataclass(frozen=True, slots=True)
class Marker:
    """What a store says of the release that it holds; without a digest, there is none."""

    digest: str = ""
    status: str = ""
    day: str = ""
    default: str = ""
    hides: tuple[str, ...] = ()

    def layout(self) -> Layout:
        """Give the layout of the store."""
        return Layout("" if self.default == OWN else self.default, (MARKER, *self.hides))


def attached(world: World, address: str) -> World:
    """Give a world of the local build with the store at an address in place of its own.

    `{status}` and `{known-by}` in the address are filled. Raises OtherRelease where the store
    holds something else, another JnkgError where it cannot be asked.
    """
    place = filled(address, world.status, world.day)
    release = release_of(world)
    marker = read_marker(RemoteStore(place, wire()))
    compare(place, marker, release)
    store = opened(place, marker, release.triples, release.digest, world.folder)
    return World(world.folder, world.status, world.day, store)


def wire() -> Wire:
    """Make a connection as the environment says; raises Misuse."""
    return Wire(credentials(), further_headers(), patience())


@lru_cache(8)
def opened(place: str, marker: Marker, size: int, digest: str, folder: str) -> RemoteStore:
    """Open a store once; raises JnkgError where it does not answer as the local one does."""
    del digest  # another release is another store
    store = RemoteStore(place, wire(), marker.layout(), size)
    if store.layout.default and not int(first(store, VISIBLE)):
        told = RemoteStore(place, store.wire).query(ENTRIES)
        named = (iri for iri in texts(told) if iri not in (DEFAULT, MARKER))
        store.layout = replace(store.layout, named=tuple(sorted(named)))
    local = ox.Store.read_only(f"{folder}/store")
    for text, (en, ja) in PROBES.items():
        if first(store, text) != first(local, text):
            raise JnkgError(
                f"The store {shown(place)} answers otherwise than the engine here ({en}). Push "
                "the release again, or take another store.",
                f"ストア {shown(place)} の答えが手元のエンジンと異なります（{ja}）。リリースを"
                "送り直すか、別のストアを使ってください。",
            )
    return store


def first(store: ox.Store | RemoteStore, text: str) -> str:
    """Give the first cell of an answer, empty where there is none."""
    return next(iter(texts(store.query(text))), "")


def texts(found: object) -> Iterable[str]:
    """Yield the first cells of an answer as plain texts."""
    assert isinstance(found, ox.QuerySolutions)
    for row in found:
        value = row[0]
        yield value.value if isinstance(value, ox.NamedNode | ox.Literal) else ""


def read_marker(store: RemoteStore) -> Marker:
    """Read what a store says that it holds."""
    said: dict[str, list[str]] = {}
    for row in store.solutions(MARKED):
        name, value = row["p"], row["o"]
        if isinstance(name, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
            said.setdefault(name.value, []).append(value.value)
    digest, status, day, default = (
        next(iter(said.get(name, [])), "") for name in (DIGEST, STATUS, DAY, PLACE)
    )
    return Marker(digest, status, day, default, tuple(sorted(said.get(HIDES, []))))


def compare(place: str, marker: Marker, release: Release) -> None:
    """Let a store pass that holds this release; raises OtherRelease for any other."""
    name, asked = shown(place), f"{release.status}/{release.day}"
    if not marker.digest:
        raise OtherRelease(
            f"The store {name} holds no whole release: `jnkg push` loads one, or completes it.",
            f"ストア {name} に揃ったリリースがありません。`jnkg push` で送るか、送り終えて"
            "ください。",
        )
    held = f"{marker.status}/{marker.day}"
    if held != asked:
        raise OtherRelease(
            f"The store {name} holds {held}, not {asked}: ask with its switches (--status "
            f"{marker.status} --known-by {marker.day}), or push {asked} to another store.",
            f"ストア {name} にあるのは {held} で、{asked} ではありません。--status "
            f"{marker.status} --known-by {marker.day} で尋ねるか、{asked} を別のストアに送って"
            "ください。",
        )
    if marker.digest != release.digest:
        raise OtherRelease(
            f"The store {name} holds another release of {held} ({marker.digest[:8]}, here it is "
            f"{release.digest[:8]}): push this one, or work with the files it was pushed from.",
            f"ストア {name} にある {held} は別のリリースです（{marker.digest[:8]}、手元は"
            f"{release.digest[:8]}）。これを送り直すか、送ったときのファイルで作業してください。",
        )
