"""Say who we are to a store, as the environment tells, and which address is safe to show.

JNKG_STORE_AUTH is `none` (or unset), `basic USER:PASSWORD`, `digest USER:PASSWORD` or
`bearer TOKEN`; JNKG_STORE_HEADERS holds further headers, one `Name: value` on a line. Secrets
come from there alone: never from an address or an option, and no message repeats them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit, urlunsplit

from requests import PreparedRequest
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from jnkg.errors import Misuse

AUTH = "JNKG_STORE_AUTH"
HEADERS = "JNKG_STORE_HEADERS"
NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
PLAIN = re.compile(r"[\x20-\x7e]*")


class Bearer(AuthBase):
    """Send a token with every request."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Add the token to a request."""
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


class Nobody(AuthBase):
    """Send nothing, whatever a `.netrc` file may hold for the host."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Leave a request as it is."""
        return request


def credentials(environment: Mapping[str, str] = os.environ) -> AuthBase:
    """Read how to sign requests; raises Misuse that does not repeat what was written."""
    kind, _, secret = environment.get(AUTH, "").strip().partition(" ")
    kind, secret = kind.lower(), secret.strip()
    if kind in ("", "none") and not secret:
        return Nobody()
    if kind == "bearer" and secret and PLAIN.fullmatch(secret):
        return Bearer(secret)
    user, colon, password = secret.partition(":")
    if colon and user and kind == "basic":
        return HTTPBasicAuth(user.encode(), password.encode())
    if colon and user and kind == "digest":
        return HTTPDigestAuth(user, password)
    raise Misuse(
        f"Write {AUTH} as `basic USER:PASSWORD`, `digest USER:PASSWORD`, `bearer TOKEN` or `none`.",
        f"{AUTH} は `basic ユーザー:パスワード`、`digest ユーザー:パスワード`、`bearer トークン`、"
        "`none` のいずれかの形で書いてください。",
    )


def further_headers(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Read headers of one's own; raises Misuse that names the line, not what it holds."""
    found: dict[str, str] = {}
    for number, line in enumerate(environment.get(HEADERS, "").splitlines(), 1):
        if not line.strip():
            continue
        name, colon, value = line.partition(":")
        if not colon or not NAME.fullmatch(name.strip()) or not PLAIN.fullmatch(value.strip()):
            raise Misuse(
                f"Line {number} of {HEADERS} is not `Name: value` in ASCII.",
                f"{HEADERS} の{number}行目をASCIIの「名前: 値」の形で書いてください。",
            )
        found[name.strip()] = value.strip()
    return found


def checked_address(address: str) -> str:
    """Give an address back; raises Misuse where it is none, or holds credentials."""
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or "{" in address or "}" in address or not address.isprintable():
        raise Misuse(
            f"{shown(address)!r} is no address of a store: write http:// or https://, host and "
            "path. Only {status} and {known-by} may stand in braces.",
            f"「{shown(address)}」はストアのアドレスではありません。http:// か https://"
            " で始まるホストとパスを書いてください。波括弧に入れられるのは {status} と {known-by} "
            "だけです。",
        )
    if "@" in parts.netloc:
        raise Misuse(
            f"Take user and password out of the address {shown(address)} and set {AUTH}.",
            f"アドレス {shown(address)} からユーザー名とパスワードを外し、{AUTH} に"
            "設定してください。",
        )
    return address


def shown(address: str) -> str:
    """Give an address as it may be shown: without user, password, parameters and fragment."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address.rpartition("@")[2].partition("?")[0]
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def filled(address: str, status: str, day: str) -> str:
    """Put status and day of a world where an address leaves room for them; raises Misuse."""
    for key, value in (("status", status), ("known-by", day)):
        address = address.replace(f"{{{key}}}", quote(value))
    return checked_address(address)
