"""Read the W3C tests of the SPARQL Protocol: requests over HTTP, and what each must give."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from jnkg.dataset import Objects
from jnkg.endpoint.exchange import Message, Reply
from jnkg.endpoint.formats import GRAPHS, TABLES
from jnkg.shacl_engines import items
from jnkg.turtle import Term
from w3c_sparql import MF, data_of, objects_in, text_of

HT, CNT = "http://www.w3.org/2011/http#", "http://www.w3.org/2011/content#"
PATH = "/sparql/"


@dataclass(frozen=True)
class Exchange:
    """One request, and what its response must be: classes of status, a truth, a kind of form."""

    message: Message
    statuses: frozenset[int]
    truth: bool | None
    form: str | None


@dataclass(frozen=True)
class Talk:
    """One test: the graphs it needs, and its requests in order."""

    name: str
    graphs: tuple[tuple[Path, ox.NamedNode], ...]
    exchanges: tuple[Exchange, ...]

    @property
    def is_update(self) -> bool:
        """Tell whether it wants an update to be done."""
        return self.name.startswith("update_")

    def store(self) -> ox.Store:
        """Load the graphs."""
        store = ox.Store()
        for path, graph in self.graphs:
            store.load(path=path, format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
        return store


def talks(folder: Path) -> list[Talk]:
    """Read every test of the manifest."""
    path = folder / "protocol" / "manifest.ttl"
    return list(read(path)) if path.exists() else []


def read(path: Path) -> Iterator[Talk]:
    objects = objects_in(path)
    for head in objects[ox.NamedNode(path.as_uri()), MF + "entries"]:
        for entry in items(head, objects):
            assert isinstance(entry, ox.NamedNode)
            action = objects[entry, MF + "action"][0]
            requests = items(objects[action, HT + "requests"][0], objects)
            yield Talk(
                entry.value.rpartition("#")[2],
                tuple(graphs_of(entry, objects)),
                tuple(exchange(request, objects) for request in requests),
            )


def graphs_of(entry: Term, objects: Objects) -> Iterator[tuple[Path, ox.NamedNode]]:
    for path, graph in data_of(entry, objects):
        assert isinstance(graph, ox.NamedNode)
        yield path, graph


def exchange(request: Term, objects: Objects) -> Exchange:
    response = objects[request, HT + "resp"][0]
    statuses = objects[response, MF + "expectedStatus"]
    truths = objects.get((response, MF + "expectedBoolean"), ())
    forms = objects.get((response, MF + "expectedFormat"), ())
    return Exchange(
        message_of(request, objects),
        frozenset(int(s.value[-3]) for s in statuses if isinstance(s, ox.NamedNode)),
        next((text_of(t) == "true" for t in truths), None),
        next((text_of(f) for f in forms), None),
    )


def message_of(request: Term, objects: Objects) -> Message:
    """Give a request to our address in place of the one that all tests have."""
    path, _, query = text_of(objects[request, HT + "absolutePath"][0]).partition("?")
    assert path == PATH
    headers = {"host": "www.example"}
    for head in objects.get((request, HT + "headers"), ()):
        for header in items(head, objects):
            name = text_of(objects[header, HT + "fieldName"][0]).lower()
            headers[name] = text_of(objects[header, HT + "fieldValue"][0])
    method = text_of(objects[request, HT + "methodName"][0])
    bodies = [body_of(node, objects) for node in objects.get((request, HT + "body"), ())]
    return Message(method, "/sparql", query, headers, b"".join(bodies))


def body_of(node: Term, objects: Objects) -> bytes:
    encoding = text_of(objects[node, CNT + "characterEncoding"][0])
    return text_of(objects[node, CNT + "chars"][0]).encode(encoding)


def fault(wanted: Exchange, reply: Reply) -> str:
    """Say in what a response is not as it must be; empty where it is."""
    if reply.status // 100 not in wanted.statuses:
        return f"status {reply.status}"
    if wanted.truth is not None and json.loads(reply.body)["boolean"] is not wanted.truth:
        return f"truth {reply.body!r}"
    kinds = {"boolean": TABLES, "tabular": TABLES, "RDF": GRAPHS}
    if wanted.form and reply.media_type not in kinds[wanted.form]:
        return f"form {reply.media_type}"
    return ""
