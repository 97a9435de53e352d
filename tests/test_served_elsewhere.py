"""The server answers the same from a store elsewhere as from its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from jnkg.endpoint.settings import Settings
from jnkg.endpoint.site import Site
from jnkg.rooms import Tree
from jnkg.store import World
from stores import load, oxigraph
from visits import header, visit

TARGETS = (
    ("/en/id/person-abe-shinzo", "text/html"),
    ("/ja/id/instrument-2014-ipcp", "text/html"),
    ("/ja/query/who-signed-an-instrument", "text/html"),
    ("/en/browse/event", "text/html"),
    ("/en/search?q=cyber", "text/html"),
    ("/id/passage-2014-ipcp-3.1.5.ttl", "text/turtle"),
    ("/id/state-japan.jsonld", "application/ld+json"),
    ("/id/person-abe-shinzo.csv", "text/csv"),
    ("/q/areas-of-an-instrument?lang=ja", "application/json"),
    ("/q/date-of-effect", "application/json"),
    ("/q/activities-as-of?format=csv", "text/csv"),
    ("/lineage?target=theme-cyber-defence&format=svg", "image/svg+xml"),
    ("/ledger?format=csv", "text/csv"),
    ("/find?q=%E3%82%B5%E3%82%A4%E3%83%90%E3%83%BC", "application/json"),
    ("/cite?node=passage-2014-ipcp-3.1.5&style=bibtex", "application/x-bibtex"),
    ("/void.ttl", "text/turtle"),
    ("/sparql?query=SELECT%20?s%20%7B%20?s%20a%20jn:Summit%20%7D%20ORDER%20BY%20?s", "text/csv"),
)


@pytest.fixture(scope="module")
def elsewhere(site: Site, tree: Tree, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site whose world of today lies in an `oxigraph` server."""
    with oxigraph(tmp_path_factory.mktemp("store")) as server:
        load(site.world("interpreted", ""), server)
        yield Site(Settings(root=tree.root, store=server.address))


@pytest.mark.parametrize(("target", "accept"), TARGETS, ids=[t for t, _ in TARGETS])
def test_the_same_is_said(site: Site, elsewhere: Site, target: str, accept: str) -> None:
    here, there = (visit(s, target, accept=accept) for s in (site, elsewhere))
    assert here.status == there.status == 200
    assert here.media_type.split(";")[0] == accept
    assert header(here, "link") == header(there, "link")
    assert there.body == here.body


def test_a_world_that_the_store_does_not_hold_is_refused(elsewhere: Site) -> None:
    reply = visit(elsewhere, "/q/actors?status=stated", accept="application/json")
    assert reply.status == 503
    assert re.search(rb"holds interpreted/\d{4}-\d\d-\d\d, not stated", reply.body)


def test_a_store_that_is_away_is_said_to_be(tree: Tree) -> None:
    away = Site(Settings(root=tree.root, store="http://127.0.0.1:9/query"))
    reply = visit(away, "/sparql?query=ASK%7B%7D", accept="application/sparql-results+json")
    assert reply.status == 503
    assert b"127.0.0.1:9" in reply.body


def test_only_the_address_changes(elsewhere: Site, site: Site) -> None:
    assert isinstance(elsewhere.world("interpreted", ""), World)
    assert elsewhere.world("interpreted", "").folder == site.world("interpreted", "").folder
    assert type(elsewhere.world("interpreted", "").store) is not type(
        site.world("interpreted", "").store
    )
