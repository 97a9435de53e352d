"""Write an export into a folder, as `jnkg export` does.

A Standpoint, a form and a folder come in; the files are written, all of them or none.
"""

from __future__ import annotations

import os
from pathlib import Path

from jnkg.exports.catalogue import FORMS, find_form
from jnkg.exports.request import Request
from jnkg.exports.writing import accompanied, write_folder
from jnkg.kg.rows import Row, Rows
from jnkg.kg.saying import as_text
from jnkg.kg.standpoint import Standpoint
from jnkg.names import LANGUAGES

COLUMNS = ("file", "about", "media_type", "bytes")
FORM_COLUMNS = ("form", "family", "about")
WORDS = {
    "en": {"files": "Files of {} in {}", "forms": "Forms of export"},
    "ja": {"files": "{}のファイル（{}）", "forms": "書き出しの形式"},
}


def forms(at: Standpoint) -> Rows:
    """List the forms of export."""
    rows = (Row(FORM_COLUMNS, (f.name, f.family, f.about[at.language])) for f in FORMS.values())
    return Rows(FORM_COLUMNS, tuple(rows), at, WORDS[at.language]["forms"], is_ours=True)


def export(at: Standpoint, form: str, folder: str | os.PathLike[str]) -> Rows:
    """Write a form into a folder and list its files; raises Misuse, JnkgError, OSError."""
    request = Request(at.tree, at.world, LANGUAGES, at.status, at.known_by)
    outputs = accompanied(request, find_form(as_text("form", form)).outputs(request))
    write_folder(outputs, Path(folder))
    rows = (
        Row(COLUMNS, (o.path, o.about[at.language], o.media_type, len(o.content))) for o in outputs
    )
    title = WORDS[at.language]["files"].format(form, folder)
    return Rows(COLUMNS, tuple(rows), at, title, is_ours=True)
