"""Write the RO-Crate 1.2 description: every file and folder of a release, with its checksum.

An Account and the files come in, an Output goes out. The descriptor itself and the list of
checksums are named without theirs: neither can hold its own or the other's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from jnkg.exports.request import Output
from jnkg.releasing.account import Account
from jnkg.releasing.parts import folder_words
from jnkg.releasing.piece import Piece
from jnkg.releasing.standards import STANDARDS, standards_of

Json = dict[str, object]

VERSION = "https://w3id.org/ro/crate/1.2"
PATH = "ro-crate-metadata.json"
SUMS = "SHA256SUMS"
ABOUT = {"en": "Every file of this release (RO-Crate 1.2)",
         "ja": "このリリースの全ファイル（RO-Crate 1.2）"}  # fmt: skip
SUMS_ABOUT = {"en": "SHA-256 of every file", "ja": "全ファイルのSHA-256"}


def crate(said: Account, pieces: Sequence[Piece]) -> Output:
    """Write the description of a release."""
    graph = [descriptor(), root(said, pieces), *folders(pieces), *files(pieces), sums(pieces)]
    graph += [*surroundings(said), *profiles(pieces)]
    document = {"@context": f"{VERSION}/context", "@graph": graph}
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return Output(PATH, text.encode(), "application/ld+json", ABOUT)


def words(texts: Mapping[str, str]) -> list[Json]:
    """Give texts as JSON-LD has them in several languages."""
    return [{"@value": text, "@language": code} for code, text in texts.items()]


def one_or_all(found: Sequence[object]) -> object:
    """Give the only one of some values as itself."""
    return found[0] if len(found) == 1 else list(found)


def descriptor() -> Json:
    """Describe the description."""
    return {
        "@id": PATH,
        "@type": "CreativeWork",
        "name": words(ABOUT),
        "about": {"@id": "./"},
        "conformsTo": {"@id": VERSION},
        "encodingFormat": "application/ld+json",
    }


def root(said: Account, pieces: Sequence[Piece]) -> Json:
    """Describe the dataset as a whole."""
    covers = {"temporalCoverage": "/".join(said.covers)} if said.covers else {}
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": words(said.title),
        "description": words(said.abstract),
        "url": said.iri,
        "identifier": {"@id": "#identifier"},
        "version": said.version,
        "datePublished": said.issued,
        "dateModified": said.modified,
        "license": {"@id": said.licence},
        "author": {"@id": said.maker_iri},
        "publisher": {"@id": said.maker_iri},
        "creditText": words(said.citation),
        "keywords": [
            {"@value": word, "@language": code} for code, found in said.keywords.items()
            for word in found
        ],
        "inLanguage": list(said.title),
        "isAccessibleForFree": True,
        **covers,
        "hasPart": [
            *({"@id": f"{name}/"} for name in tops(pieces)),
            *({"@id": p.path} for p in pieces if not p.part),
            {"@id": SUMS},
        ],
    }  # fmt: skip


def tops(pieces: Iterable[Piece]) -> list[str]:
    """Give the folders at the top."""
    return list(dict.fromkeys(p.part.partition("/")[0] for p in pieces if p.part))


def folders(pieces: Sequence[Piece]) -> Iterator[Json]:
    """Describe the folders: those at the top, then the parts in them."""
    parts = list(dict.fromkeys(p.part for p in pieces if p.part))
    for top in tops(pieces):
        inner = [part for part in parts if part.startswith(f"{top}/")]
        yield folder(top, [f"{part}/" for part in inner] + own_paths(pieces, top))
        for part in inner:
            yield folder(part, own_paths(pieces, part))


def own_paths(pieces: Iterable[Piece], part: str) -> list[str]:
    """Give the paths of the files of one part."""
    return [p.path for p in pieces if p.part == part]


def folder(name: str, members: Sequence[str]) -> Json:
    """Describe one folder."""
    return {
        "@id": f"{name}/",
        "@type": "Dataset",
        "name": f"{name}/",
        "description": words(folder_words(name)),
        "hasPart": one_or_all([{"@id": member} for member in members]),
    }


def files(pieces: Iterable[Piece]) -> Iterator[Json]:
    """Describe the files."""
    for piece in pieces:
        standards = [{"@id": iri} for iri in standards_of(piece)]
        yield {
            "@id": piece.path,
            "@type": "File",
            "name": piece.path.rpartition("/")[2],
            "description": words(piece.file.about),
            "contentSize": str(piece.file.size),
            "sha256": piece.file.sha256,
            "encodingFormat": piece.file.media_type,
            **({"conformsTo": one_or_all(standards)} if standards else {}),
        }


def sums(pieces: Sequence[Piece]) -> Json:
    """Describe the list of checksums; its size follows from the names of all files."""
    size = sum(len(checksum_line("0" * 64, path)) for path in (PATH, *(p.path for p in pieces)))
    return {
        "@id": SUMS,
        "@type": "File",
        "name": SUMS,
        "description": words(SUMS_ABOUT),
        "contentSize": str(size),
        "encodingFormat": "text/plain",
    }


def checksum_line(digest: str, path: str) -> bytes:
    """Write one line of the list of checksums, as `sha256sum --check` reads it."""
    return f"{digest}  {path}\n".encode()


def surroundings(said: Account) -> list[Json]:
    """Describe the name, the licence and the makers."""
    return [
        {
            "@id": "#identifier",
            "@type": "PropertyValue",
            "name": "w3id",
            "propertyID": "https://w3id.org/",
            "value": said.iri,
            "url": said.iri,
        },
        {
            "@id": said.licence,
            "@type": "CreativeWork",
            "name": words(said.licence_name),
            "identifier": said.spdx,
            "description": words(
                {
                    "en": "Share and adapt, with credit to the makers.",
                    "ja": "出典を示せば、共有と改変ができる。",
                }
            ),
        },
        {
            "@id": said.maker_iri,
            "@type": "Organization",
            "name": words(said.maker),
            "url": said.maker_iri,
        },
    ]


def profiles(pieces: Iterable[Piece]) -> Iterator[Json]:
    """Describe the standards that files keep to."""
    used = {iri for piece in pieces for iri in standards_of(piece)}
    for iri in sorted(used):
        yield {"@id": iri, "@type": ["CreativeWork", "Profile"], "name": STANDARDS[iri]}
