"""Answer a message: find who is in charge of its path, and finish what comes back.

A Message comes in, a Reply goes out, whatever happens. SPARQL goes past the routes, since there
every microsecond counts. Finishing adds what all replies share: a tag of the state of the data,
304 where the client has it, compression, and leave for pages of other sites to read.
"""

from __future__ import annotations

import gzip
import re
import traceback
from collections.abc import Callable, Iterable
from hashlib import blake2b
from sys import stderr

from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import Map, RequestRedirect, Rule

from jnkg.endpoint import excess
from jnkg.endpoint.exchange import Message, Reply, redirect
from jnkg.endpoint.negotiate import best_language, takes_pages
from jnkg.endpoint.problems import Problem, problem_of, problem_reply
from jnkg.endpoint.protocol import PREFLIGHT, protocol
from jnkg.endpoint.routes import ERROR_PAGE, ROUTES
from jnkg.endpoint.site import Site, Visit, WorldMissing
from jnkg.errors import JnkgError

Handler = Callable[..., Reply]
SMALL = 1024
"""Bytes below which compression does not pay."""
PACKED = ("text/", "application/json", "application/ld+json", "application/sparql-results",
          "application/rdf+xml", "application/n-", "application/trig", "image/svg+xml",
          "application/xml", "application/problem+json", "application/openapi")  # fmt: skip
SHARED = (
    ("access-control-allow-origin", "*"),
    ("access-control-expose-headers", "ETag, Link, Content-Location, Retry-After, Jnkg-Empty"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
)
HOST = re.compile(r"(?:(?:[\w-]{1,63}\.)*[\w-]{1,63}\.?|\[[\da-fA-F:.]+\])(?::\d{1,5})?", re.ASCII)
LONGEST_HOST = 260
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""What a browser may load for a page, and for all else in which it might find a script."""
VARY = "Accept, Accept-Language, Accept-Encoding"
ADDRESSES = Map(
    [Rule(path, endpoint=handler, methods=methods) for path, handler, methods in ROUTES],
    merge_slashes=False,
)


def answer(site: Site, message: Message) -> Reply:
    """Answer a message; raises WorldMissing where a world has to be built first."""
    return finish(site, message, attempt(site, message))


def attempt(site: Site, message: Message) -> Reply:
    """Answer a message as it is; what goes wrong becomes a problem document or a page."""
    try:
        hold_host(message)
        return protocol(site, message) if message.path == "/sparql" else routed(site, message)
    except WorldMissing:
        raise
    except JnkgError as error:
        return told(site, message, problem_of(error))
    except OSError:
        traceback.print_exc(file=stderr)
        return told(site, message, excess.unreadable())
    except MemoryError:
        return told(site, message, excess.memory(site.settings.limits.memory))
    except Exception:  # a mistake of ours must not end the process
        traceback.print_exc(file=stderr)
        failure = Problem(
            "failure",
            "This is a mistake in the server; it was written down.",
            "サーバーの誤りです。記録されました。",
        )
        return told(site, message, failure)


def hold_host(message: Message) -> None:
    """Raise Problem where a client names a host that none can have: replies repeat it."""
    host = message.header("host") or "localhost"
    if len(host) > LONGEST_HOST or not HOST.fullmatch(host):
        raise Problem(
            "bad-request",
            "The Host header is not the name of a host.",
            "Hostヘッダーがホスト名ではありません。",
        )


def routed(site: Site, message: Message) -> Reply:
    """Give a message to the handler of its path; raises Problem where there is none."""
    if message.method == "OPTIONS":
        return Reply(b"", "text/plain", 204, list(PREFLIGHT))
    found = ADDRESSES.bind(message.header("host") or "localhost", url_scheme=message.scheme)
    try:
        handler, values = found.match(message.path, method=message.method, query_args=message.query)
    except RequestRedirect as moved:
        return redirect(moved.new_url, 308)
    except MethodNotAllowed as error:
        raise not_for_here(message.method, error.valid_methods or ()) from error
    except (NotFound, HTTPException) as error:
        raise Problem(
            "not-found", f"There is no page {message.path}.", f"{message.path} はありません。"
        ) from error
    reply: Reply = handler(Visit(site, message), **values)
    return reply


def not_for_here(method: str, known: Iterable[str]) -> Problem:
    """Say which methods a path takes."""
    names = ", ".join(sorted(known))
    return Problem(
        "method",
        f"{method} is not allowed here; use {names}.",
        f"{method} は使えません。使えるもの：{names}。",
        allowed=sorted(known),
    )


def told(site: Site, message: Message, problem: Problem) -> Reply:
    """Tell of a problem as a page to browsers, else as a document, in the language asked for."""
    language = language_of(message)
    if takes_pages(message.header("accept")):
        return ERROR_PAGE(site, message, problem, language)
    reply = problem_reply(problem, language, message.path)
    if problem.name == "method":
        reply.headers.append(("allow", ", ".join(map(str, problem.members["allowed"]))))  # type: ignore[call-overload]
    return reply


def language_of(message: Message) -> str:
    """Give the language of a message that could not be read in full: by its path, else asked."""
    for language in ("en", "ja"):
        if message.path.startswith(f"/{language}/") or f"lang={language}" in message.query:
            return language
    return best_language(message.header("accept-language"))


def finish(site: Site, message: Message, reply: Reply) -> Reply:
    """Add what all replies share."""
    names = {name for name, _ in reply.headers}
    shared = [pair for pair in SHARED if pair[0] not in names]
    reply.headers = [("content-type", reply.content_type()), *reply.headers, *shared]
    policy = policy_of(reply)
    if policy and "content-security-policy" not in names:
        reply.headers.append(("content-security-policy", policy))
    if "vary" not in names:
        reply.headers.append(("vary", VARY))
    if reply.status == 200 and message.method in ("GET", "HEAD"):
        tag = etag(site, reply)
        reply.headers += [("etag", tag)]
        if "cache-control" not in names:
            reply.headers.append(("cache-control", "public, max-age=300"))
        if has(message.header("if-none-match"), tag):
            reply.status, reply.body = 304, b""
            reply.headers = [h for h in reply.headers if h[0] != "content-type"]
            return reply
    return compressed(message, reply)


def policy_of(reply: Reply) -> str:
    """Give what a browser may load for a reply that brings no policy of its own."""
    if reply.media_type == "text/html":
        return PAGE_POLICY
    return PICTURE_POLICY if "xml" in reply.media_type else ""


def etag(site: Site, reply: Reply) -> str:
    """Give the tag of a reply: the version of the data, and what is said."""
    digest = blake2b(reply.body, digest_size=8)
    digest.update(repr(reply.headers[:2]).encode())
    return f'W/"{site.version}-{digest.hexdigest()}"'


def has(sent: str, tag: str) -> bool:
    """Tell whether an If-None-Match holds a tag; compared weakly (RFC 9110, section 13.1.2)."""
    tags = {t.strip().removeprefix("W/") for t in sent.split(",")}
    return tag.removeprefix("W/") in tags or sent.strip() == "*"


def compressed(message: Message, reply: Reply) -> Reply:
    """Compress a body where the client takes it and it pays."""
    if len(reply.body) < SMALL or not reply.media_type.startswith(PACKED):
        return reply
    if not takes_gzip(message.header("accept-encoding")):
        return reply
    reply.body = gzip.compress(reply.body, 5, mtime=0)
    reply.headers.append(("content-encoding", "gzip"))
    return reply


def takes_gzip(sent: str) -> bool:
    """Tell whether a client takes gzip: named, and not with a q of nought."""
    for part in sent.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() in ("gzip", "x-gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
