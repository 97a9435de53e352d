"""Weigh what was written: a Piece for each file of a release.

Outputs come in and may be let go of; what stays is what the descriptions tell of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jnkg.describing.dumps import File
from jnkg.exports.request import Count, Output


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of a release; `part` is the folder that it belongs to, empty for the top."""

    file: File
    part: str
    counts: tuple[Count, ...] = ()

    @property
    def path(self) -> str:
        """The path in the release, with slashes."""
        return self.file.path


def weighed(output: Output, part: str) -> Piece:
    """Weigh one file."""
    digest = hashlib.sha256(output.content).hexdigest()
    size = len(output.content)
    file = File(output.path, output.media_type, size, digest, output.about)
    return Piece(file, part, output.counts)


def in_folder(folder: str, outputs: Iterable[Output]) -> Iterator[Output]:
    """Put files into a folder."""
    for output in outputs:
        path = f"{folder}/{output.path}"
        yield Output(path, output.content, output.media_type, output.about, output.counts)
