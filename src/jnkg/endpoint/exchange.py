"""Hold what is asked and what is answered, apart from any library that carries it.

A Message is one HTTP request, whole; a Reply one response, whole. Header names of a message are in
lower case. Nothing here knows the graph.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Message:
    """A request: `path` is decoded, `query` as it was sent, without the question mark."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    scheme: str = "http"

    def header(self, name: str) -> str:
        """Give a header by its name in lower case; empty where it was not sent."""
        return self.headers.get(name, "")

    @property
    def media_type(self) -> str:
        """Give the type of the body without its parameters, in lower case."""
        return self.header("content-type").partition(";")[0].strip().lower()

    def pairs(self) -> list[tuple[str, str]]:
        """Give the parameters of the address, then those of a form.

        Raises UnicodeDecodeError where they are not UTF-8.
        """
        texts = [self.query]
        if self.method == "POST" and self.media_type == FORM:
            texts.append(self.body.decode("utf-8", "strict"))
        return [p for t in texts for p in parse_qsl(t, keep_blank_values=True, errors="strict")]


@dataclass(slots=True)
class Reply:
    """A response: `headers` in the order in which they are sent."""

    body: bytes
    media_type: str
    status: int = 200
    headers: list[tuple[str, str]] = field(default_factory=list)

    def content_type(self) -> str:
        """Give the media type with the charset of what is text."""
        is_text = self.media_type.startswith("text/") and "charset" not in self.media_type
        return self.media_type + ("; charset=utf-8" if is_text else "")


def redirect(place: str, status: int = 303, headers: Sequence[tuple[str, str]] = ()) -> Reply:
    """Send the reader on to another place (an address or a path)."""
    return Reply(b"", "text/plain", status, [("location", place), *headers])
