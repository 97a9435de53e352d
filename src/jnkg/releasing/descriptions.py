"""Write the VoID and DCAT descriptions of a release, with real sizes and checksums.

A Request and the files come in, Outputs go out. Files are named relative to the description, so
that the names hold wherever the folder is put.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from jnkg.describing.dumps import Folder, dcat_of_files
from jnkg.describing.void import void_of_files
from jnkg.describing.writing import write
from jnkg.exports.request import Output, Request
from jnkg.releasing.account import Account
from jnkg.releasing.piece import Piece
from jnkg.releasing.readme import PAGE

FOLDER = "https://release.invalid"
"""Stands for the folder of the release until the text is written; nothing can lie there."""
WHOLE = ("rdf/nquads/", "rdf/trig/", "rdf/turtle/", "rdf/ntriples/", "rdf/rdfxml/", "rdf/jsonld/")
"""Where files hold all of the graph, named graphs or the default one."""
DUMPS = {
    "application/ld+json",
    "application/n-quads",
    "application/n-triples",
    "application/rdf+xml",
    "application/trig",
    "text/turtle",
}
VOID = {"en": "What the graph holds, counted (VoID)", "ja": "グラフの内容と件数（VoID）"}
DCAT = {
    "en": "The files of this release, for catalogues (DCAT 3)",
    "ja": "このリリースのファイル（カタログ用、DCAT 3）",
}


def void(request: Request, pieces: Sequence[Piece]) -> Output:
    """Describe how much the graph holds, and name the files that hold all of it."""
    dumps = [f"{FOLDER}/{p.path}" for p in pieces if is_dump(p)]
    triples = void_of_files(request.world, FOLDER, request.switches, dumps)
    return turtle("void.ttl", triples, VOID)


def is_dump(piece: Piece) -> bool:
    """Tell whether a file holds all of the graph: a context or a frame beside it does not."""
    plain = piece.file.media_type.partition(";")[0]
    return piece.path.startswith(WHOLE) and plain in DUMPS and bool(piece.counts)


def dcat(request: Request, said: Account, pieces: Sequence[Piece]) -> Output:
    """Describe the dataset for catalogues: each file a distribution."""
    files = [p.file for p in pieces]
    folder = Folder(FOLDER, PAGE["en"], said.abstract)
    triples = dcat_of_files(request.world, folder, request.switches, files)
    return turtle("dcat.ttl", triples, DCAT)


def turtle(path: str, triples: Sequence[ox.Triple], about: dict[str, str]) -> Output:
    """Write a description whose names of files are relative to it."""
    text = write(triples, "ttl").replace(f"<{FOLDER}/".encode(), b"<")
    return Output(path, text, "text/turtle", about)
