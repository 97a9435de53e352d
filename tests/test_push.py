"""A push loads a release whole, or leaves none; what is there already is not sent again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import requests
from click.testing import CliRunner

from conftest import Opener
from jnkg.errors import JnkgError, Misuse
from jnkg.names import GRAPH, ID, PREFIXES
from jnkg.pushverb import push_verb
from jnkg.remote import OtherRelease, attached
from jnkg.remote.auths import Nobody
from jnkg.remote.backend import RemoteStore
from jnkg.remote.graphstore import GraphStore, graphs_address
from jnkg.remote.pushing import Plan, Target, compare, open_target, push
from jnkg.remote.release import DEFAULT, MARKER, release_of, texts
from jnkg.remote.transport import Wire
from jnkg.remote.wording import Unreachable
from jnkg.store import World
from stores import Server, load, started
from stub import Told, stub

SERVERS = ("oxigraph", "union", "virtuoso")
EVERYTHING = "SELECT ?s ?p ?o ?g WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


@pytest.fixture(scope="module")
def kind(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server that runs while its tests do."""
    with (
        started(request.param, tmp_path_factory.mktemp(request.param)) as server,
        pytest.MonkeyPatch.context() as patch,
    ):
        for key, value in server.environment.items():
            patch.setenv(key, value)
        yield server


@pytest.fixture
def server(kind: Server) -> Server:
    """A server whose graphs of ours were taken away."""
    store = GraphStore(kind.address, graphs_of(kind), wire_of(kind), 100)
    for iri in store.counts(""):
        if iri.startswith(GRAPH):
            store.drop(store.place(iri, ""))
    if kind.address.endswith("/query"):
        store.drop(f"{store.graphs}?default")
    return kind


def on(*servers: str) -> pytest.MarkDecorator:
    """Run a test on servers, one after another."""
    return pytest.mark.parametrize("kind", servers, indirect=True, scope="module")


def wire_of(server: Server) -> Wire:
    """Connect as a server wants it."""
    from jnkg.remote.auths import credentials

    return Wire(credentials(server.environment))


def graphs_of(server: Server) -> str:
    """Give where a server takes graphs."""
    return graphs_address(server.address, "", wire_of(server))


def contents(world: World) -> set[str]:
    """Give all quads of a world that have no blank node."""
    found = world.store.query(EVERYTHING)
    assert isinstance(found, ox.QuerySolutions)
    rows = [tuple(row) for row in found]
    return {str(row) for row in rows if not any(isinstance(t, ox.BlankNode) for t in row)}


class Cut(Exception):
    """The process ends here."""


def cut_after(triples: int) -> Callable[[int], None]:
    """End a push after so many triples."""
    left = [triples]

    def told(count: int) -> None:
        left[0] -= count
        if left[0] <= 0:
            raise Cut

    return told


@on(*SERVERS)
def test_what_was_pushed_is_what_is_there(server: Server, small_world: World) -> None:
    load(small_world, server, chunk=7)
    there = attached(small_world, server.address)
    assert contents(there) == contents(small_world)
    assert len(there.store) == len(small_world.store)


@on(*SERVERS)
def test_a_push_that_was_cut_off_leaves_no_release_and_the_next_one_completes_it(
    server: Server, small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jnkg.remote.pushing.STEP", 20)
    store = open_target(small_world, Target(server.address))
    first = compare(small_world, store)
    assert len(first.send) == len(first.release.graphs)
    with pytest.raises(Cut):
        push(small_world, store, first, cut_after(first.triples * 2 // 3))
    with pytest.raises(OtherRelease, match="no whole release"):
        attached(small_world, server.address)
    second = compare(small_world, store)
    assert 0 < len(second.send) < len(first.send)
    sent: list[int] = []
    push(small_world, store, second, sent.append)
    assert sum(sent) == second.triples < first.triples
    assert contents(attached(small_world, server.address)) == contents(small_world)
    assert compare(small_world, store).is_done


@on("oxigraph")
def test_a_graph_that_changed_since_is_sent_again(server: Server, small_world: World) -> None:
    store = load(small_world, server)
    iri = GRAPH + "catalogue"
    store.add(store.place(iri, DEFAULT), "<http://x/a> <http://x/b> <http://x/c> .\n")
    plan = compare(small_world, store)
    assert set(plan.send) == {iri}
    assert not plan.is_done
    push(small_world, store, plan)
    assert contents(attached(small_world, server.address)) == contents(small_world)


@on("oxigraph", "virtuoso")
def test_another_world_replaces_what_differs_and_nothing_else(
    server: Server, small_world: World, small_stated_world: World
) -> None:
    load(small_world, server)
    with pytest.raises(OtherRelease, match="holds interpreted/"):
        attached(small_stated_world, server.address)
    store = open_target(small_stated_world, Target(server.address))
    plan = compare(small_stated_world, store)
    assert plan.keep
    assert any("interpreted" in iri for iri in plan.drop)
    push(small_stated_world, store, plan)
    assert contents(attached(small_stated_world, server.address)) == contents(small_stated_world)


@on("oxigraph")
def test_another_release_of_the_same_world_is_refused(
    server: Server, small_world: World, open_small: Opener
) -> None:
    load(small_world, server)
    identity = {"data/identity/a.ttl": "jnd:state-x a jn:State ; rdfs:label 'X'@en ."}
    other = open_small(identity, day=small_world.day)
    assert (other.status, other.day) == (small_world.status, small_world.day)
    with pytest.raises(OtherRelease, match="another release") as raised:
        attached(other, server.address)
    assert "別のリリース" in raised.value.message["ja"]


@on("oxigraph")
def test_a_store_that_lost_triples_since_is_noticed(server: Server, small_world: World) -> None:
    store = load(small_world, server)
    store.put(
        store.place(GRAPH + "catalogue", DEFAULT), [b"<http://x/> <http://x/> <http://x/> .\n"]
    )
    from jnkg.remote.opening import opened

    opened.cache_clear()
    with pytest.raises(JnkgError, match="answers otherwise"):
        attached(small_world, server.address)


@on("oxigraph")
def test_what_is_not_ours_stays_and_does_not_show(server: Server, small_world: World) -> None:
    foreign = "http://example.org/theirs"
    store = GraphStore(server.address, graphs_of(server), wire_of(server), 100)
    triple = b"<http://x/a> <http://x/b> <http://x/c> .\n"
    store.put(store.place(foreign, DEFAULT), [triple])
    load(small_world, server)
    assert store.counts("")[foreign] == 1
    assert contents(attached(small_world, server.address)) == contents(small_world)
    store.drop(store.place(foreign, DEFAULT))


@on("oxigraph")
def test_a_default_graph_of_others_is_replaced_only_on_demand(
    server: Server, small_world: World
) -> None:
    store = open_target(small_world, Target(server.address))
    wire_of(server).write(
        "PUT", f"{store.graphs}?default", b"<http://x/a> <http://x/b> <http://x/c> .\n",
        "application/n-triples",
    )  # fmt: skip
    with pytest.raises(Misuse, match="--replace"):
        push(small_world, store, compare(small_world, store))
    push(small_world, store, compare(small_world, store), is_replacing=True)
    assert contents(attached(small_world, server.address)) == contents(small_world)


@on("oxigraph")
def test_wrong_counts_leave_no_release(
    server: Server, small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_target(small_world, Target(server.address))
    put = store.put

    def losing(place: str, lines: list[bytes]) -> None:
        put(place, lines[:-1] if "catalogue" in place else lines)

    monkeypatch.setattr(store, "put", losing)
    with pytest.raises(JnkgError, match=r"other counts .* in 1 graph.*catalogue") as raised:
        push(small_world, store, compare(small_world, store))
    assert "件数" in raised.value.message["ja"]
    with pytest.raises(OtherRelease):
        attached(small_world, server.address)


RESTRICTED = {
    "ontology/small.ttl": """
jn:A a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty jn:p ;
    owl:allValuesFrom [ a owl:Class ; owl:intersectionOf ( jn:B jn:C ) ] ] .
jn:B a owl:Class ; rdfs:label "no _: blank"@en .
"""
}


def test_blank_nodes_have_the_same_names_in_every_build(
    open_small: Opener, tmp_path_factory: pytest.TempPathFactory
) -> None:
    one, two = open_small(RESTRICTED), open_small(RESTRICTED)
    assert dict(texts(one)) == dict(texts(two))
    Path(two.folder, "release").unlink(missing_ok=True)
    assert release_of(one).digest == release_of(two).digest
    assert not any(b"_:c" in line for _, lines in texts(one) for line in lines)


@on("oxigraph", "virtuoso")
def test_blank_nodes_hold_together_over_chunks(server: Server, open_small: Opener) -> None:
    world = open_small(RESTRICTED)
    load(world, server, chunk=1)
    path = "rdfs:subClassOf/owl:allValuesFrom/owl:intersectionOf/rdf:rest*/rdf:first"
    prefixes = "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in ("jn", "rdfs", "owl", "rdf"))
    for store in (world.store, attached(world, server.address).store):
        found = store.query(f"{prefixes} SELECT ?x WHERE {{ jn:A {path} ?x }} ORDER BY ?x")
        assert [str(row[0]) for row in found] == [  # type: ignore[union-attr]
            f"<{PREFIXES['jn']}B>",
            f"<{PREFIXES['jn']}C>",
        ]


def command(server: Server, *words: str, lang: str = "en") -> tuple[int, str]:
    """Run `push`; give the exit code and what was remarked."""
    known = ["--status", "stated", "--known-by", "1995-01-01", "--lang", lang]
    done = CliRunner().invoke(push_verb, [server.address, *words, *known])
    return done.exit_code, done.stderr


@on("oxigraph")
def test_the_verb_plans_pushes_and_finds_nothing_left_to_do(server: Server) -> None:
    code, said = command(server, "--dry-run")
    assert (code, "to send" in said) == (0, True)
    assert not requests.get(f"{graphs_of(server)}?default", timeout=5).text.strip()
    code, said = command(server, lang="ja")
    assert (code, "完了：" in said) == (0, True)
    assert command(server)[1].strip().endswith("already.")


@pytest.mark.parametrize(("language", "word"), [("en", "--gsp URL"), ("ja", "受付先を --gsp URL")])
def test_the_verb_asks_where_graphs_go(language: str, word: str) -> None:
    with stub(lambda *_: Told()) as place:
        code, said = command(Server(place.address), lang=language)
    assert code == 2
    assert word in said


@pytest.mark.parametrize(
    ("address", "graphs"),
    [
        ("http://x/query", "http://x/store"),
        ("http://x/kg/query?timeout=9", "http://x/kg/store"),
        ("http://x/repositories/kg", "http://x/repositories/kg/rdf-graphs/service"),
    ],
)
def test_where_graphs_go_follows_custom(address: str, graphs: str) -> None:
    assert graphs_address(address, "", Wire(Nobody())) == graphs
    assert graphs_address(address, "http://y/g", Wire(Nobody())) == "http://y/g"


def test_a_virtuoso_is_known_by_its_name() -> None:
    with stub(lambda *_: Told(headers={"Server": "Virtuoso/07.20"})) as place:
        graphs = graphs_address(place.address, "", Wire(Nobody()))
    assert graphs == place.address.replace("/sparql", "/sparql-graph-crud-auth")


def test_a_failed_write_ends_the_push_at_once(small_world: World) -> None:
    with stub(lambda *_: Told(status=503)) as place:
        store = GraphStore(place.address, place.address, Wire(Nobody()), 10)
        plan = Plan(release_of(small_world), release_of(small_world).graphs, {}, (), "", False)
        with pytest.raises(Unreachable, match="busy"):
            push(small_world, store, plan)
    assert [a.method for a in place.asked] == ["PUT"]
    assert place.asked[0].path.endswith("graph=https%3A%2F%2Fw3id.org%2Fjnkg%2Fgraph%2Frelease")


def test_a_remote_store_needs_no_local_one(small_world: World) -> None:
    store = RemoteStore("http://127.0.0.1:9/", Wire(Nobody()))
    world = World(small_world.folder, small_world.status, small_world.day, store)
    assert world.store is store
    assert world.labels("en")[ID + "event-2021-example"] == "Example Conference"
    assert replace(store.layout, default=DEFAULT).hidden == (MARKER,)
