"""Name the folders of a release, and say in both languages what each holds.

A path of a folder comes in, its words go out: `rdf/nquads` is the form nquads of the family rdf.
"""

from __future__ import annotations

from collections.abc import Mapping

from jnkg.exports.catalogue import FORMS, Form

FOLDERS: Mapping[str, Mapping[str, str]] = {
    "rdf": {"en": "The graph in the forms of RDF", "ja": "グラフ（RDFの各形式）"},
    "tables": {"en": "Tables with a codebook", "ja": "表とコードブック"},
    "networks": {"en": "Networks", "ja": "ネットワーク"},
    "citations": {
        "en": "References to all documents and passages",
        "ja": "全文書・箇所の書誌",
    },
    "mappings": {"en": "Mappings to other systems", "ja": "他のシステムとの対応"},
    "ontology": {"en": "The ontology", "ja": "オントロジー"},
    "shapes": {"en": "The shapes that data must fit", "ja": "データが従うシェイプ"},
    "queries": {"en": "The stored queries", "ja": "登録されたクエリ"},
}
"""The folders at the top of a release."""


def folder_of(form: Form) -> str:
    """Give the folder of a form of export."""
    return f"{form.family}/{form.name}"


def folder_words(folder: str) -> Mapping[str, str]:
    """Say what a folder holds, in en and ja."""
    top, _, form = folder.partition("/")
    return FORMS[form].about if form else FOLDERS.get(top, {"en": top, "ja": top})
