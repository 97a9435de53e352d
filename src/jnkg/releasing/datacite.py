"""Write the metadata that DataCite asks for when a DOI is registered (kernel 4).

An Account and the files come in, an Output goes out. A draft lacks what only the registration
gives: the DOI itself and the address of its landing page. They are left out, not made up.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from jnkg.exports.request import Output
from jnkg.releasing.account import Account
from jnkg.releasing.piece import Piece

SCHEMA = "http://datacite.org/schema/kernel-4"
LACKING = ("doi", "url")
"""What a registration adds to the draft."""
ABOUT = {"en": "Metadata for a DOI (DataCite 4)", "ja": "DOI登録用メタデータ（DataCite 4）"}
PATH = "datacite.json"


def datacite(said: Account, pieces: Sequence[Piece]) -> Output:
    """Write the draft of a registration."""
    text = json.dumps(draft(said, pieces), ensure_ascii=False, indent=2) + "\n"
    return Output(PATH, text.encode(), "application/json", ABOUT)


def draft(said: Account, pieces: Sequence[Piece]) -> dict[str, object]:
    """Give the draft as DataCite's JSON has it."""
    maker = {"name": said.maker["en"], "nameType": "Organizational", "lang": "en"}
    found: dict[str, object] = {
        "schemaVersion": SCHEMA,
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Knowledge graph"},
        "creators": [maker],
        "titles": titles(said),
        "publisher": {"name": said.maker["en"], "lang": "en"},
        "publicationYear": said.issued[:4],
        "subjects": [
            {"subject": word, "lang": code} for code, words in said.keywords.items()
            for word in words
        ],
        "dates": dates(said),
        "alternateIdentifiers": [
            {"alternateIdentifier": said.iri, "alternateIdentifierType": "w3id"}
        ],
        "relatedIdentifiers": [
            {
                "relatedIdentifier": said.whole,
                "relatedIdentifierType": "w3id",
                "relationType": "IsVersionOf",
            }
        ],
        "sizes": [
            f"{len(pieces)} files",
            f"{sum(p.file.size for p in pieces)} bytes",
        ],
        "formats": sorted({p.file.media_type for p in pieces}),
        "version": said.version,
        "rightsList": [
            {
                "rights": said.licence_name["en"],
                "rightsUri": said.licence,
                "rightsIdentifier": said.spdx,
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
                "lang": "en",
            }
        ],
        "descriptions": [
            {"description": text, "descriptionType": "Abstract", "lang": code}
            for code, text in said.abstract.items()
        ],
    }  # fmt: skip
    return found


def titles(said: Account) -> list[dict[str, str]]:
    """Give the titles; DataCite wants one of them to be the title of which others are versions."""
    return [
        {"title": said.title["en"], "lang": "en"},
        {"title": said.title["ja"], "lang": "ja", "titleType": "TranslatedTitle"},
    ]


def dates(said: Account) -> list[dict[str, str]]:
    """Give the days of issue and of the last change."""
    days = {"Issued": said.issued, "Updated": said.modified}
    return [{"date": day, "dateType": kind} for kind, day in days.items()]
