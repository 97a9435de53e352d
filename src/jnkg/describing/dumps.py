"""Describe a dataset that lies in files: DCAT 3 distributions with sizes and checksums.

A World, the files that were written of it, and the address of their folder come in, triples go
out. What a server describes as services is here what anyone has who has the folder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from jnkg.describing.blocks import XSD, Given, block
from jnkg.describing.dcat import MEDIA_TYPE, catalog, dataset, surroundings
from jnkg.describing.edition import dataset_iri, edition
from jnkg.describing.void import slug
from jnkg.store import World

SHA256 = "spdx:checksumAlgorithm_sha256"
HEX = ox.NamedNode(XSD + "hexBinary")
WHOLE_NUMBER = ox.NamedNode(XSD + "nonNegativeInteger")

CATALOGUE: dict[str, Given] = {
    "dcterms:description": {
        "en": "The dataset, and the files that hold it.",
        "ja": "データセットと、それを収めたファイル。",
    }
}
"""What is said of the catalogue where there is no server."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that was written: its path in the folder, what it weighs, and what it is (en, ja).

    `size` is in bytes, `sha256` in hexadecimal digits.
    """

    path: str
    media_type: str
    size: int
    sha256: str
    about: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Folder:
    """Where files lie: an address without a slash at the end, and the path of its first page.

    `abstract` says what the files together hold, in en and ja.
    """

    address: str
    page: str
    abstract: Mapping[str, str]


def dcat_of_files(
    world: World, folder: Folder, switches: Mapping[str, str], files: Sequence[File]
) -> list[ox.Triple]:
    """Describe a world that lies in files, each of them a distribution."""
    whole = dataset_iri(switches)
    ways: dict[str, Given] = {
        "dcterms:description": folder.abstract,
        "dcat:landingPage": f"{folder.address}/{folder.page}",
        "dcat:distribution": [distribution_iri(whole, file) for file in files],
    }
    triples = [*catalog(world, whole, CATALOGUE), *dataset(world, whole, ways)]
    for file in files:
        triples += distribution(world, whole, folder.address, file)
    return triples + surroundings(world, whole)


def distribution_iri(whole: str, file: File) -> str:
    """Name the distribution that a file is, after its path."""
    return f"{whole}#file-{slug(file.path)}"


def distribution(world: World, whole: str, folder: str, file: File) -> list[ox.Triple]:
    """Describe one file, and its checksum."""
    node = distribution_iri(whole, file)
    said: dict[str, Given] = {
        "dcterms:title": file.about,
        "dcat:accessURL": f"{folder}/{file.path}",
        "dcat:downloadURL": f"{folder}/{file.path}",
        "dcat:mediaType": MEDIA_TYPE + file.media_type.partition(";")[0],
        "dcat:byteSize": ox.Literal(str(file.size), datatype=WHOLE_NUMBER),
        "spdx:checksum": f"{node}-sha256",
        "dcterms:license": edition(world).license,
    }
    sum_: dict[str, Given] = {
        "spdx:algorithm": SHA256,
        "spdx:checksumValue": ox.Literal(file.sha256, datatype=HEX),
    }
    return [
        *block(node, ["dcat:Distribution"], said),
        *block(f"{node}-sha256", ["spdx:Checksum"], sum_),
    ]
