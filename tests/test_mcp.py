"""The graph answers programs by the Model Context Protocol: the SDK's own client asks it."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import anyio
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client, MCPError, StdioServerParameters
from mcp.types import CallToolResult, TextContent

from jnkg.agents.desk import Desk
from jnkg.agents.schemas import SHARED
from jnkg.agents.served import TOOLS
from jnkg.agents.typed import sparql
from jnkg.agents.wording import reworded
from jnkg.agents.worker import Call, carry_out
from jnkg.build import ensure_world
from jnkg.names import LANGUAGES, STATUSES
from jnkg.rooms import Tree

SNAPSHOT = Path(__file__).parent / "snapshots" / "mcp-tools.json"
VERB = "from jnkg.mcpverb import mcp_verb; mcp_verb()"
IPCP = "instrument-2014-ipcp"
SESSION = "event-2024-10-17-partner-session"
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
EXAMPLES: dict[str, dict[str, object]] = {
    "find": {"text": "サイバー", "most": 3},
    "show": {"node": SESSION},
    "list_questions": {"topic": "lineage"},
    "ask": {"question": "areas-of-an-instrument", "parameters": {"instrument": IPCP}},
    "sparql": {"query": "SELECT ?s ?day { ?s a jn:Summit ; jn:earliest ?day }"},
    "evidence": {"node": SESSION, "most": 3},
    "why": {
        "subject": "area-2023-itpp-cyber",
        "relation": "descendsFrom",
        "value": "area-2014-ipcp-3.1.1",
    },
    "coverage": {"area": "cyber-defence", "year": 2024},
    "cite": {"node": "passage-2014-ipcp-3.1.5", "style": "bibtex"},
    "lineage": {"theme": "cyber-defence"},
    "ledger": {"as_of": "2024-10-17", "most": 2},
    "describe_model": {"term": "Area"},
}  # fmt: skip


class Session:
    """A client of a server of its own, asked from plain tests."""

    def __init__(self, portal: BlockingPortal, client: Client) -> None:
        self.portal = portal
        self.client = client

    def result(self, tool: str, **given: object) -> CallToolResult:
        found: CallToolResult = self.portal.call(self.client.call_tool, tool, given)
        return found

    def data(self, tool: str, **given: object) -> dict[str, Any]:
        found = self.result(tool, **given)
        assert not found.is_error, found.content
        content: dict[str, Any] = found.structured_content
        return content

    def fault(self, tool: str, **given: object) -> dict[str, Any]:
        found = self.result(tool, **given)
        assert found.is_error
        error: dict[str, Any] = found.structured_content["error"]
        assert error["message"] == text_of(found)
        return error


def text_of(found: CallToolResult) -> str:
    assert isinstance(found.content[0], TextContent)
    return found.content[0].text


def opened(tree: Tree, *options: str) -> Iterator[Session]:
    for status in STATUSES:
        ensure_world(tree, status)
    command = StdioServerParameters(
        command=sys.executable, args=["-c", VERB, *options], cwd=tree.root
    )
    client = Client(command)
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(client):
        yield Session(portal, client)


@pytest.fixture(scope="module")
def session(tree: Tree) -> Iterator[Session]:
    yield from opened(tree, "--timeout", "20")


@pytest.fixture(scope="module")
def strict(tree: Tree) -> Iterator[Session]:
    """A server with little patience and little memory."""
    yield from opened(tree, "--timeout", "3", "--memory", "512")


# What is offered


def test_the_server_says_who_it_is_and_how_to_ask_it(session: Session) -> None:
    assert session.client.server_info
    assert session.client.server_info.name == "jnkg"
    instructions = session.client.instructions or ""
    assert "Stated is not interpreted" in instructions
    assert "空の答えは否定ではない" in instructions


def test_tools_are_those_agreed(session: Session) -> None:
    """Schemas are a promise: the snapshot is written anew only where a change is meant."""
    found = session.portal.call(session.client.list_tools).tools
    told = {
        tool.name: tool.model_dump(
            mode="json", include={"title", "description", "input_schema", "output_schema"}
        )
        for tool in found
    }
    kept = json.loads(SNAPSHOT.read_text("utf-8"))
    assert told == kept, f"write {SNAPSHOT.name} anew if this was meant"
    assert list(told) == list(TOOLS)


def test_tools_only_read_and_take_the_same_switches(session: Session) -> None:
    for tool in session.portal.call(session.client.list_tools).tools:
        assert tool.annotations
        assert tool.annotations.read_only_hint
        assert not tool.annotations.destructive_hint
        assert tool.input_schema["properties"].keys() >= SHARED.keys()
        assert tool.input_schema["additionalProperties"] is False
        en, ja = (tool.description or "").split("\n")
        assert en.isascii()
        assert any(c > "\u3040" for c in ja)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tool", TOOLS)
def test_each_tool_answers_as_its_schema_says(session: Session, tool: str, language: str) -> None:
    found = session.result(tool, **EXAMPLES[tool], lang=language)  # the client holds the schema
    assert not found.is_error
    assert found.structured_content["world"]["lang"] == language
    assert not found.structured_content.get("reasons")
    last = text_of(found).splitlines()[-1]
    assert last.startswith({"en": "World: ", "ja": "範囲："}[language])


def test_resources_are_given_in_both_languages(session: Session) -> None:
    found = session.portal.call(session.client.list_resources).resources
    assert len(found) == 10
    texts = {}
    for each in found:
        content = session.portal.call(session.client.read_resource, str(each.uri)).contents[0]
        texts[str(each.uri)] = content.model_dump()["text"]
    assert "空の答えは否定ではない" in texts["jnkg://guide/ja"]
    assert "CC" in texts["jnkg://licence/en"] or "creativecommons" in texts["jnkg://licence/en"]
    model = json.loads(texts["jnkg://model/ja"])
    assert {"name": "jn:Area", "label": "協力分野"}.items() <= next(
        t for t in model["terms"] if t["name"] == "jn:Area"
    ).items()
    assert json.loads(texts["jnkg://statistics/en"])["triples_by_status"]["stated"] > 1000


def test_prompts_are_filled_in(session: Session) -> None:
    names = [p.name for p in session.portal.call(session.client.list_prompts).prompts]
    for name, argument in zip(names, ("question", "area"), strict=True):
        for language, word in (("en", "the"), ("ja", "ください")):
            given = {argument: "サイバー", "lang": language}
            message = session.portal.call(session.client.get_prompt, name, given).messages[0]
            words = message.content.model_dump()["text"]
            assert "サイバー" in words
            assert word in words


@pytest.mark.parametrize("language", [None, "en"])
def test_what_is_not_offered_is_named_with_what_is(session: Session, language: str | None) -> None:
    given = {"lang": language} if language else {}
    with pytest.raises(MCPError, match="answer-with-sources"):
        session.portal.call(session.client.get_prompt, "no-such", given)
    with pytest.raises(MCPError, match="question"):
        session.portal.call(session.client.get_prompt, "answer-with-sources", given)
    with pytest.raises(MCPError, match="jnkg://guide/ja"):
        session.portal.call(session.client.read_resource, "jnkg://no-such/en")


# Status


def test_every_row_has_a_status(session: Session) -> None:
    for tool in ("find", "ask", "sparql"):
        rows = session.data(tool, **EXAMPLES[tool])["rows"]
        assert rows
        assert {row["status"] for row in rows} <= {*STATUSES, "identity", "vocabulary"}
    card = session.data("show", node=SESSION)
    assert {c["status"] for c in card["claims"]} >= {"stated", "derived"}
    assert all(
        c["clauses"] for c in card["claims"] if c["status"] == "stated" and not c["is_inferred"]
    )
    assert all(m["status"] for m in card["mentions"])


def test_the_status_of_a_row_is_that_of_the_strictest_world_that_gives_it(
    session: Session, tree: Tree
) -> None:
    query = "SELECT ?summit ?day { ?summit a jn:Summit ; jn:earliest ?day } ORDER BY ?day ?summit"
    told = {
        r["cells"]["summit"]["name"]: r["status"]
        for r in session.data("sparql", query=query)["rows"]
    }
    within: dict[str, set[str]] = {}
    for status in STATUSES:
        rows = sparql(Desk(tree.root, status), query)["rows"]
        assert isinstance(rows, list)
        within[status] = {row["cells"]["summit"]["name"] for row in rows}
    assert within["stated"] < within["derived"]
    for name, status in told.items():
        assert name in within[status]
        assert not any(name in within[s] for s in STATUSES[: STATUSES.index(status)])


def test_a_status_that_cannot_be_told_is_unknown(session: Session) -> None:
    readings = "SELECT ?link { ?link a jn:LineageLink } ORDER BY ?link"
    plain = session.data("sparql", query=readings, most=3)["rows"]
    assert {row["status"] for row in plain} == {"interpreted"}
    limited = session.data("sparql", query=f"{readings} LIMIT 3")["rows"]
    assert {row["status"] for row in limited} == {"unknown"}
    endless = session.data("sparql", query="SELECT ?s ?p ?o { ?s ?p ?o }", most=2)["rows"]
    assert {row["status"] for row in endless} == {"unknown"}


def test_a_readings_row_says_so_and_leads_to_its_passages(session: Session) -> None:
    found = session.data("lineage", theme="cyber-defence")
    read = [link for link in found["links"] if link["status"] == "interpreted"]
    assert len(read) > 3
    assert all(link["reasoning"] and link["premises"] for link in read)
    strict = session.data("lineage", theme="cyber-defence", status="stated")
    assert {link["status"] for link in strict["links"]} <= {"stated"}


def test_the_basis_of_an_answer_leads_to_documents_and_passages(session: Session) -> None:
    found = session.data("ask", **EXAMPLES["ask"])
    basis = found["basis"]["area-2014-ipcp-3.1.1"]
    assert basis[0]["status"] == "stated"
    assert basis[0]["document"].startswith("document-2014-ipcp")
    assert "passage-2014-ipcp-3.1.1" in basis[0]["passages"]


# Nothing, and which kind of it


@pytest.mark.parametrize(
    ("tool", "given", "kind"),
    [
        ("ask", {"question": "areas-of-an-instrument", "known_by": "2013-01-01"}, "narrowed"),
        ("sparql", {"query": "SELECT * { ?s a jn:Theme }", "status": "stated"}, "narrowed"),
        ("show", {"node": "instrument-2014-ipcp", "known_by": "2012-12-31"}, "narrowed"),
        ("evidence", {"node": "instrument-2014-ipcp", "known_by": "2012-12-31"}, "narrowed"),
        ("cite", {"node": "instrument-2014-ipcp", "known_by": "2012-12-31"}, "narrowed"),
        ("find", {"text": "flagship", "known_by": "2012-12-31"}, "narrowed"),
        ("sparql", {"query": "SELECT * { ?s jn:hasPartcipant ?o }"}, "unknown-name"),
        ("sparql", {"query": "SELECT * { ?s jn:hasParticipant jn:Area }"}, "nothing-matches"),
        ("find", {"text": "zzqqzz"}, "nothing-recorded"),
        ("list_questions", {"topic": "zzqqzz"}, "nothing-recorded"),
        ("coverage", {"area": "cyber-defence", "year": 1900}, "outside-coverage"),
        (
            "why",
            {"subject": "state-japan", "relation": "isMembershipIn", "value": "state-france"},
            "nothing-recorded",
        ),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_answer_says_which_kind_of_nothing_it_is(
    session: Session, tool: str, given: dict[str, object], kind: str, language: str
) -> None:
    found = session.data(tool, **given, lang=language)
    reasons = found["reasons"]
    assert kind in [r["kind"] for r in reasons]
    assert not any(word in r["message"] for r in reasons for word in ("--", "jnkg "))
    assert all(r["message"].isascii() == (language == "en") for r in reasons)


@pytest.mark.parametrize(
    ("tool", "given", "near"),
    [
        ("show", {"node": "state-japn"}, "state-japan"),
        ("evidence", {"node": SESSION + "s"}, SESSION),
        ("cite", {"node": "passage-2014-ipcp-3.1.55"}, "passage-2014-ipcp-3.1.5"),
        ("lineage", {"theme": "cyber-defnce"}, "theme-cyber-defence"),
        ("coverage", {"area": "cyber-defnce"}, "theme-cyber-defence"),
        ("describe_model", {"term": "Ara"}, "jn:Area"),
        ("ask", {"question": "areas-of-an-instrumnt"}, "areas-of-an-instrument"),
        (
            "ask",
            {"question": "areas-of-an-instrument", "parameters": {"instrument": IPCP[:-1]}},
            IPCP,
        ),
        (
            "why",
            {"subject": "state-japn", "relation": "a", "value": "State"},
            "state-japan",
        ),
        ("find", {"txt": "x"}, "text"),
        ("shw", {}, "show"),
    ],
)  # fmt: skip
def test_an_unknown_name_is_answered_with_the_nearest(
    session: Session, tool: str, given: dict[str, object], near: str
) -> None:
    fault = session.fault(tool, **given)
    assert fault["kind"] == "unknown-name"
    assert near in fault["nearest"]


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": "x", "most": 0}, "most"),
        ({"text": "x", "most": "many"}, "most"),
        ({"text": "x", "lang": "fr"}, "lang"),
        ({"text": "x", "status": "true"}, "stated"),
        ({"text": "x", "known_by": "2014"}, "known_by"),
        ({"text": "x", "known_by": "2014-13-01"}, "2014-13-01"),
        ({"text": 7}, "text"),
    ],
)
def test_arguments_that_cannot_be_are_refused_with_words(
    session: Session, given: dict[str, object], word: str
) -> None:
    fault = session.fault("find", **given)
    assert fault["kind"] == "misuse"
    assert word in fault["message"]


def test_what_is_cut_says_how_much_there_is(session: Session) -> None:
    found = session.data("ask", question="areas-of-an-instrument", most=3)
    assert (len(found["rows"]), found["count"]) == (3, 10)
    assert found["cut"] | {"message": ""} == {
        "shown": 3, "total": 10, "is_more": False, "message": "",
    }  # fmt: skip
    whole = session.data("ask", question="areas-of-an-instrument")
    assert whole["cut"] is None
    endless = session.data("sparql", query="SELECT * { ?s ?p ?o }", most=1)
    assert endless["cut"]["is_more"]
    assert "> 20000" in text_of(session.result("sparql", query="SELECT * { ?s ?p ?o }", most=1))


# Hostile queries and limits

UPDATES = (
    "INSERT DATA { <a:a> <a:a> <a:a> }",
    "delete where { ?s ?p ?o }",
    "LOAD <http://127.0.0.1:{port}/x>",
    "PREFIX a: <b:c> CLEAR ALL",
    "DROP ALL # SELECT * { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o } ; DROP ALL",
    "",
)
CALLS = (
    "SELECT * { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "SELECT * { sErViCeSILENT<http://127.0.0.1:{port}/>{} }",
    "SELECT * { BIND(1 AS ?x) FILTER(1=1SERVICE<http://127.0.0.1:{port}/>{}) }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "ASK { VALUES ?e { <http://127.0.0.1:{port}/> } SERVICE ?e { ?s ?p ?o } }",
)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Whoever is called out to."""
    with closing(socket.socket()) as heard:
        heard.bind(("127.0.0.1", 0))
        heard.listen()
        heard.settimeout(0.05)
        yield heard


@pytest.mark.parametrize("query", [*UPDATES, *CALLS])
def test_a_query_neither_writes_nor_calls_out(
    session: Session, listener: socket.socket, query: str
) -> None:
    port = str(listener.getsockname()[1])
    fault = session.fault("sparql", query=query.replace("{port}", port))
    assert fault["kind"] in ("misuse", "no-service")
    with pytest.raises(TimeoutError):
        listener.accept()


def test_a_query_that_never_ends_is_ended_and_the_server_lives(strict: Session) -> None:
    start = time.monotonic()
    fault = strict.fault("sparql", query=PRODUCT, lang="ja")
    assert (fault["kind"], "3秒" in fault["message"]) == ("limit-time", True)
    assert time.monotonic() - start < 6
    assert strict.data("find", text="NATO")["rows"]


def test_a_query_that_takes_all_memory_is_ended_and_the_server_lives(strict: Session) -> None:
    greedy = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a ?b ?c ?d ?e ?f"
    assert strict.fault("sparql", query=greedy)["kind"] in ("limit-memory", "limit-time")
    deep = "SELECT * { ?s ?p ?o FILTER(" + "(" * 50_000 + "1" + ")" * 50_000 + ") }"
    assert strict.fault("sparql", query=deep)["kind"] in ("limit-memory", "misuse", "limit-time")
    assert strict.data("find", text="NATO")["rows"]


def test_a_call_that_is_called_off_ends_its_work(session: Session) -> None:
    async def give_up() -> float:
        for _ in range(2):  # as many as are answered at once
            with anyio.move_on_after(0.7):
                await session.client.call_tool("sparql", {"query": PRODUCT})
        start = time.monotonic()
        found = await session.client.call_tool("cite", {"node": "state-japan"})
        assert not found.is_error
        return time.monotonic() - start

    assert session.portal.call(give_up) < 8  # not the 20 s that the queries might have taken


def test_calls_at_once_do_not_mix(session: Session) -> None:
    names = ["find", "ask", "show", "cite", "ledger", "find", "ask", "sparql"]
    found: dict[int, CallToolResult] = {}

    async def one(at: int, name: str) -> None:
        given = EXAMPLES[name] | {"lang": LANGUAGES[at % 2]}
        found[at] = await session.client.call_tool(name, given)

    async def all_at_once() -> None:
        async with anyio.create_task_group() as tasks:
            for at, name in enumerate(names):
                tasks.start_soon(one, at, name)

    session.portal.call(all_at_once)
    for at, name in enumerate(names):
        assert not found[at].is_error
        assert found[at].structured_content["world"]["lang"] == LANGUAGES[at % 2]
        assert found[at].structured_content.keys() == set(TOOLS[name].gives["required"])  # type: ignore[call-overload]


# The process


def test_standard_output_carries_the_protocol_alone(tree: Tree) -> None:
    """A client of before 2026, which begins by `initialize`, and once sends no message at all."""
    hello = {
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {},
                   "clientInfo": {"name": "test", "version": "1"}},
    }  # fmt: skip
    ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    ask = {"jsonrpc": "2.0", "id": 2, "method": "tools/call",
           "params": {"name": "cite", "arguments": {"node": "state-japan"}}}  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-c", VERB], cwd=tree.root, text=True, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        lines: list[dict[str, object]] = []
        for each in (hello, "this is no message", ready, ask):
            process.stdin.write((each if isinstance(each, str) else json.dumps(each)) + "\n")
            process.stdin.flush()
        while not any(line.get("id") == 2 for line in lines):
            lines.append(json.loads(process.stdout.readline()))
        process.stdin.close()
        rest = process.stdout.read()
        assert process.wait(10) == 0
    assert all(line["jsonrpc"] == "2.0" for line in lines)
    assert "Stated is not interpreted" in json.dumps(lines[0])
    assert rest == ""


@pytest.mark.parametrize(("language", "word"), [("en", "Run `pip"), ("ja", "実行してください")])
def test_without_the_library_it_says_what_to_install(language: str, word: str) -> None:
    blocked = "import sys; sys.modules['mcp'] = None; " + VERB
    done = subprocess.run(
        [sys.executable, "-c", blocked, "--lang", language],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert word in done.stderr
    assert "japan-nato-kg[mcp]" in done.stderr


def test_over_http_only_this_machine_is_served(tree: Tree) -> None:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/mcp"

    async def ask() -> str:
        async with Client(address) as client:
            found = await client.call_tool("cite", {"node": "person-abe-shinzo"})
            return str(found.structured_content["citation"])

    with subprocess.Popen(
        [sys.executable, "-c", VERB, "--http", str(port)],
        cwd=tree.root, stderr=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            wait_for(port)
            assert "Abe Shinzo" in anyio.run(ask)
            assert foreign(port).startswith(b"HTTP/1.1 421")
        finally:
            process.terminate()


def wait_for(port: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError


def foreign(port: int) -> bytes:
    """Ask as a page of another site would that had its name led here."""
    with socket.create_connection(("127.0.0.1", port), 5) as line:
        head = "POST /mcp HTTP/1.1\r\nHost: evil.example\r\nContent-Type: application/json\r\n"
        line.sendall(f"{head}Content-Length: 2\r\nConnection: close\r\n\r\n{{}}".encode())
        return line.recv(1000)


# Without the protocol


def test_a_mistake_of_ours_is_an_error_and_is_written_down(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("jnkg.agents.looked.cite", fail)
    outcome = carry_out(Call(tree.root, tool="cite", given={"node": "state-japan"}))
    assert outcome.is_error
    assert outcome.data["error"]["kind"] == "failure"  # type: ignore[index]
    assert "ZeroDivisionError" in outcome.log


def test_a_world_that_is_missing_is_named(tree: Tree, tmp_path: Path) -> None:
    for room in ("data", "ontology", "queries", "shapes"):
        (tmp_path / room).symlink_to(Path(tree.root, room))
    outcome = carry_out(Call(str(tmp_path), tool="cite", given={"node": "state-japan"}))
    assert outcome.missing == ("interpreted", "")


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [
        (
            "Narrowed away by --known-by 2014-06-01: x",
            "en",
            "Narrowed away by known_by=2014-06-01: x",
        ),
        ("with --status derived there", "en", "with status=derived there"),
        ("`jnkg ask` lists them.", "en", "the tool `list_questions` lists them."),
        ("`jnkg find` で探せます。", "ja", "ツール`find` で探せます。"),
        ("run `jnkg check`", "en", "run `jnkg check`"),
    ],
)
def test_words_for_a_shell_are_put_for_tools(words: str, language: str, said: str) -> None:
    assert reworded(words, language) == said
