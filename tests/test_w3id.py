"""The rules for w3id.org lead each kind of name to what the documentation promises."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from jnkg.endpoint.site import Site
from rewriting import read_rules, redirected
from visits import header, visit

DOCS = Path(__file__).parent.parent / "docs"
HTACCESS = (DOCS / "w3id" / ".htaccess").read_text("utf-8")
RULES = read_rules(HTACCESS)
HOST = re.findall(r"E=HOST:([^\],]+)", HTACCESS)[0]
Request = tuple[str, str, str, int, str, str]


def request_table() -> list[Request]:
    """Read the table of requests in the documentation."""
    lines = (DOCS / "w3id.md").read_text("utf-8").splitlines()
    found: list[Request] = []
    for line in lines:
        cells = [c.strip().strip("`").replace("-", "", c.strip() == "-") for c in line.split("|")]
        if len(cells) == 8 and cells[1].startswith("/"):
            found.append((cells[1], cells[2], cells[3], int(cells[4]), cells[5], cells[6]))
    return found


TABLE = request_table()


def follow(site: Site, place: str, headers: dict[str, str]) -> tuple[str, str]:
    """Follow redirects on our own server; gives where they end, and the type of what is there."""
    for _ in range(5):
        reply = visit(site, place, "GET", b"", **headers)
        if reply.status not in (301, 302, 303, 307, 308):
            assert reply.status == 200, (place, reply.status, reply.body[:300])
            return place, reply.media_type.partition(";")[0]
        place = header(reply, "location")
    raise AssertionError(f"it goes round and round: {place}")


def sent(accept: str, language: str) -> dict[str, str]:
    """Give the headers of a request, those without a value left out."""
    return {
        **({"accept": accept} if accept else {}),
        **({"accept_language": language} if language else {}),
    }


def test_the_table_has_every_kind_of_name() -> None:
    kinds = {name.split("/")[1].split("?")[0].split(".")[0] for name, *_ in TABLE}
    assert kinds >= {"id", "ns", "graph", "shape", "query", "ontology", "dataset", "catalog", ""}


@pytest.mark.parametrize("request_", TABLE, ids=lambda r: f"{r[0]} {r[1]} {r[2]}".strip())
def test_w3id_answers_as_the_table_says(request_: Request) -> None:
    name, _, _, status, _, _ = request_
    assert redirected(RULES, name[1:]) == (status, HOST + name)


@pytest.mark.parametrize("request_", TABLE, ids=lambda r: f"{r[0]} {r[1]} {r[2]}".strip())
def test_the_target_ends_where_the_table_says(site: Site, request_: Request) -> None:
    name, accept, language, _, end, media_type = request_
    answer = redirected(RULES, name[1:])
    assert answer
    place = answer[1].removeprefix(HOST)
    assert follow(site, place, sent(accept, language)) == (end, media_type)


def test_the_host_stands_in_one_place() -> None:
    assert HTACCESS.count(HOST) == 1
    assert HOST.startswith("https://")


def test_no_answer_is_kept_for_good() -> None:
    assert {r.flags["R"] for r in RULES.rules if "R" in r.flags} == {"303", "307"}


@pytest.mark.parametrize(
    ("text", "address", "expected"),
    [
        ("RewriteRule ^a$ /b [R=303,L]", "a?x=1", (303, "/b?x=1")),
        ("RewriteRule ^a$ /b?y=2 [R=303,L]", "a?x=1", (303, "/b?y=2")),
        ("RewriteRule ^a$ /b?y=2 [R=303,L,QSA,NE]", "a?x=1", (303, "/b?y=2&x=1")),
        ("RewriteRule ^A$ /b [R,L]", "a", None),
        ("RewriteRule ^A$ /b [R=301,NC]", "a", (301, "/b")),
        ("RewriteRule ^(.*)$ /b/$1 [R=303]", "%E6%97%A5%23", (303, "/b/%E6%97%A5%23")),
    ],
)
def test_rules_are_applied_as_apache_does(
    text: str, address: str, expected: tuple[int, str] | None
) -> None:
    assert redirected(read_rules("RewriteEngine on\n" + text), address) == expected
    assert redirected(read_rules(text), address) is None


@pytest.mark.parametrize("line", ["RewriteCond %{HTTP_ACCEPT} x", "RewriteRule ^a b [PT]"])
def test_what_the_interpreter_does_not_know_is_an_error(line: str) -> None:
    with pytest.raises(ValueError, match="not known"):
        read_rules(line)


APACHE = os.environ.get("JNKG_APACHE") or shutil.which("apache2") or shutil.which("httpd")
MODULES = os.environ.get("JNKG_APACHE_MODULES", "/usr/lib/apache2/modules")
CONFIGURATION = """
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/errors
DocumentRoot {folder}/www
DefaultRuntimeDir {folder}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule dir_module {modules}/mod_dir.so
LoadModule rewrite_module {modules}/mod_rewrite.so
<Directory {folder}/www>
  AllowOverride All
  Require all granted
</Directory>
"""


@pytest.fixture(scope="module")
def apache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of an Apache with our folder as w3id.org would have it."""
    if not APACHE:
        pytest.skip("there is no apache2 here")
    folder = tmp_path_factory.mktemp("apache")
    shutil.copytree(DOCS / "w3id", folder / "www" / "jnkg")
    folder.chmod(0o755)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    configuration = folder / "apache.conf"
    configuration.write_text(
        CONFIGURATION.format(port=port, folder=folder, modules=MODULES), encoding="utf-8"
    )
    process = subprocess.Popen([APACHE, "-X", "-f", str(configuration)])
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port: int) -> None:
    """Wait until something listens."""
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("Apache did not start")


def asked(port: int, path: str, method: str = "GET") -> tuple[int, str]:
    """Ask an Apache; gives status and target, escapes in upper case (RFC 3986, section 6.2.2.1)."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path, body=b"query=ASK{}" if method == "POST" else None)
    answer = connection.getresponse()
    place = answer.getheader("location", "")
    return answer.status, re.sub(r"%\w\w", lambda m: m[0].upper(), place)


ODD = ("/id/%E6%97%A5%E6%9C%AC", "/id/a%23b", "/q/x?a=%E6%97%A5&b=%23&c=a+b",
       "/id/a%20b", "/void.ttl?", "/ontology/", "/idx/y", "/id/")  # fmt: skip
"""Names that show how escapes, empty queries and the ends of patterns are handled."""


@pytest.mark.parametrize("name", [*dict.fromkeys(r[0] for r in TABLE), *ODD])
def test_a_real_apache_answers_as_the_interpreter_does(apache: int, name: str) -> None:
    assert asked(apache, f"/jnkg{name}") == redirected(RULES, name[1:])


def test_a_posted_query_stays_posted(apache: int) -> None:
    assert asked(apache, "/jnkg/sparql", "POST") == (307, f"{HOST}/sparql")
