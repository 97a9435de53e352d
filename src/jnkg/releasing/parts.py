"""Name the folders of a release, and say in both languages what each holds.

A path of a folder comes in, its words go out: `rdf/nquads` is the form nquads of the family rdf.
"""

from __future__ import annotations

from collections.abc import Mapping

from jnkg.exports.catalogue import FAMILIES, FORMS, Form

FOLDERS: Mapping[str, Mapping[str, str]] = {
    **{
        family: {"en": f"Exports: {words['en']}", "ja": f"書き出したもの（{words['ja']}）"}
        for family, words in FAMILIES.items()
    },
    "ontology": {"en": "The ontology", "ja": "オントロジー"},
    "shapes": {"en": "The shapes that data must fit", "ja": "データが従うシェイプ"},
    "queries": {"en": "The stored queries", "ja": "登録済みのクエリ"},
}
"""The folders at the top of a release."""


def folder_of(form: Form) -> str:
    """Give the folder of a form of export."""
    return f"{form.family}/{form.name}"


def folder_words(folder: str) -> Mapping[str, str]:
    """Say what a folder holds, in en and ja."""
    top, _, form = folder.partition("/")
    return FORMS[form].about if form else FOLDERS.get(top, {"en": top, "ja": top})
