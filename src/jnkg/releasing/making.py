"""Make a release: the exports, what they were made by, and descriptions that all say the same.

A Request and Forms come in; Outputs go out one after the other, so that no more than one form is
held at a time. Nothing is left out silently: a form that cannot be made stops the release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from jnkg.errors import JnkgError
from jnkg.exports.catalogue import FORMS, Form
from jnkg.exports.request import Output, Request
from jnkg.exports.writing import checked
from jnkg.releasing import sources
from jnkg.releasing.account import account
from jnkg.releasing.citationfile import citation_file
from jnkg.releasing.crate import SUMS, SUMS_ABOUT, checksum_line, crate
from jnkg.releasing.croissant import croissant
from jnkg.releasing.datacite import datacite
from jnkg.releasing.descriptions import dcat, void
from jnkg.releasing.parts import folder_of
from jnkg.releasing.piece import Piece, in_folder, weighed
from jnkg.releasing.readme import readmes

Kept = Callable[[Piece], None]


def release(
    request: Request, forms: Sequence[Form], kept: Kept = lambda _: None
) -> Iterator[Output]:
    """Yield every file of a release; `kept` is told of each.

    Raises JnkgError where a form cannot be made, a count differs from the graph's, or the
    ontology's header leaves open what a release must say.
    """
    said = account(request)
    pieces: list[Piece] = []

    def keep(output: Output, part: str = "") -> Output:
        piece = weighed(output, part)
        pieces.append(piece)
        kept(piece)
        return output

    for folder, outputs in chain(exports(request, forms), rooms(request)):
        for output in in_folder(folder, outputs):
            yield keep(output, folder)
    request.progress("descriptions")
    data = tuple(pieces)
    left_out = [name for name in FORMS if name not in {f.name for f in forms}]
    for output in (
        void(request, data),
        dcat(request, said, [p for p in data if is_export(p)]),
        croissant(request, said, data),
        datacite(said, data),
        citation_file(said),
        *readmes(said, data, left_out),
        *sources.licences(request.tree),
    ):
        yield keep(output)
    yield keep(crate(said, tuple(pieces)))
    yield checksums(pieces)


def is_export(piece: Piece) -> bool:
    """Tell whether a file is of a form of export, and not what the exports were made by."""
    return "/" in piece.part


def exports(request: Request, forms: Iterable[Form]) -> Iterator[tuple[str, Iterable[Output]]]:
    """Yield the folder and the files of each form, with their counts held against the graph."""
    for form in forms:
        request.progress(form.name)
        yield folder_of(form), checked(request, made(form, request))


def made(form: Form, request: Request) -> Iterator[Output]:
    """Make the files of a form; raises JnkgError where nothing writes it."""
    try:
        yield from form.outputs(request)
    except (ModuleNotFoundError, AttributeError) as error:
        if is_unwritten(form):
            raise unwritten(form) from error
        raise


def is_unwritten(form: Form) -> bool:
    """Tell whether a form that the catalogue lists has no writer."""
    from importlib import import_module

    module, function = form.writer.split(":")
    try:
        return not hasattr(import_module(f"jnkg.exports.{module}"), function)
    except ModuleNotFoundError as error:
        return error.name == f"jnkg.exports.{module}"


def unwritten(form: Form) -> JnkgError:
    """Say that a form has no writer."""
    return JnkgError(
        f"The form {form.name} has no writer ({form.writer}): leave it out with "
        f"--without {form.name}.",
        f"形式{form.name}を書き出すもの（{form.writer}）がありません。"
        f"--without {form.name}で除いてください。",
    )


def rooms(request: Request) -> Iterator[tuple[str, Iterable[Output]]]:
    """Yield the folders of what the exports were made by."""
    yield "ontology", sources.ontology(request.tree)
    yield "shapes", sources.shapes(request.tree)
    yield "queries", sources.queries(request.tree)


def checksums(pieces: Iterable[Piece]) -> Output:
    """Write the SHA-256 of all files, in the order of their paths."""
    lines = (checksum_line(p.file.sha256, p.path) for p in sorted(pieces, key=by_path))
    return Output(SUMS, b"".join(lines), "text/plain", SUMS_ABOUT)


def by_path(piece: Piece) -> str:
    """Give what files are put in order by."""
    return piece.path
