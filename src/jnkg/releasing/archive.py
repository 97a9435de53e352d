"""Pack a release into one file, and read one again, from a folder or from such a file.

A folder comes in, a zip goes out that is the same for the same files: sorted, without clock or
rights of a machine. A path comes in, a Package goes out, whose files are read when asked for and
held against its checksums.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from jnkg.errors import JnkgError, Misuse
from jnkg.releasing.crate import SUMS

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can tell."""
PLAIN = 0o100644 << 16
LEVEL = 9


@dataclass(frozen=True)
class Package:
    """A release as it lies on the disk; `sums` gives the SHA-256 of each file by its path."""

    place: Path
    prefix: str
    sums: Mapping[str, str] = field(repr=False)

    def read(self, path: str) -> bytes:
        """Give a file; raises Misuse where there is none, JnkgError where it is damaged."""
        if path not in self.sums:
            raise Misuse(f"{self.place} holds no {path}.", f"{self.place}に{path}がありません。")
        content = fetch(self.place, self.prefix + path)
        if content is None or hashlib.sha256(content).hexdigest() != self.sums[path]:
            raise JnkgError(
                f"{self.place}: {path} is damaged (its checksum differs). Fetch the release anew.",
                f"{self.place}：{path}が破損しています（チェックサムの相違）。"
                "リリースを取得し直してください。",
            )
        return content

    def under(self, folder: str, ending: str = "") -> list[str]:
        """Give the paths of the files below a folder, in order."""
        return sorted(p for p in self.sums if p.startswith(f"{folder}/") and p.endswith(ending))


def fetch(place: Path, path: str) -> bytes | None:
    """Read a file of a folder or of a zip; None where there is none."""
    if place.is_dir():
        file = place / path
        return file.read_bytes() if file.is_file() else None
    with zipfile.ZipFile(place) as packed:
        try:
            return packed.read(path)
        except KeyError:
            return None


def open_package(place: Path) -> Package:
    """Open a release, a folder or a zip; raises Misuse where it is none."""
    if place.is_dir():
        return Package(place, "", sums_of(place, ""))
    if not zipfile.is_zipfile(place):
        raise no_release(place)
    with zipfile.ZipFile(place) as packed:
        lists = [n for n in packed.namelist() if PurePosixPath(n).name == SUMS]
    if not lists:
        raise no_release(place)
    prefix = min(lists, key=len).removesuffix(SUMS)
    return Package(place, prefix, sums_of(place, prefix))


def sums_of(place: Path, prefix: str) -> dict[str, str]:
    """Read the list of checksums; raises Misuse where there is none."""
    text = fetch(place, prefix + SUMS)
    if text is None:
        raise no_release(place)
    pairs = (line.split("  ", 1) for line in text.decode(errors="replace").splitlines())
    return {pair[1]: pair[0] for pair in pairs if len(pair) == 2}


def no_release(place: Path) -> Misuse:
    """Say that a path is no release."""
    return Misuse(
        f"{place} is no release: name a folder or a zip that `jnkg release` wrote.",
        f"{place}はリリースではありません。`jnkg release`が書き出したフォルダーかzipを"
        "指定してください。",
    )


def pack(folder: Path, name: str, place: Path) -> None:
    """Pack a folder into a zip, in which it is called `name`; whole or not at all.

    Raises Misuse where something else than a release has that place, and OSError.
    """
    if place.exists():
        open_package(place)
    handle, draft = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    os.close(handle)
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as packed:
            for path in sorted(p for p in folder.rglob("*") if p.is_file()):
                inside = f"{name}/{path.relative_to(folder).as_posix()}"
                entry = zipfile.ZipInfo(inside, EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 3
                entry.external_attr = PLAIN
                packed.writestr(entry, path.read_bytes(), compresslevel=LEVEL)
        os.chmod(draft, 0o644)
        os.replace(draft, place)
    finally:
        Path(draft).unlink(missing_ok=True)
