"""Every notebook of docs/notebooks runs against the packaged graph, and its twin says the same."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import publish_display_data
from IPython.utils.capture import capture_output
from traitlets.config import Config

from jnkg.rooms import find_tree

FOLDER = Path(find_tree().root) / "docs" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
GROUPS = sorted({path.name.split(".")[0] for path in NOTEBOOKS})
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
TAKEN_OUT = re.compile(r"```.*?```|`[^`]*`|\[[^\]]*\]\([^)]*\)|\"[^\"]*\"|「[^」]*」", re.DOTALL)
"""Code, links and quotations, which may be in any language."""
SENTENCE = re.compile(r"\b(the|of|and|is|are|with|from|which)\b [a-z]+ [a-z]+ [a-z]+")
CELL = re.compile(r"<t[dh][^>]*>.*?</t[dh]>", re.DOTALL)
MOST_LINES = 30


@dataclass(frozen=True)
class Cell:
    """A cell as it is stored."""

    id: str
    kind: str
    source: str


def cells(path: Path) -> list[Cell]:
    """Read the cells of a notebook."""
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [Cell(c["id"], c["cell_type"], "".join(c["source"])) for c in found]


@dataclass(frozen=True)
class Shown:
    """What a cell showed: by MIME type, and whether it went wrong."""

    cell: str
    by_type: tuple[dict[str, str], ...] = ()
    printed: str = ""
    faults: tuple[str, ...] = ()


@dataclass
class Ran:
    """What the notebooks showed, each run once."""

    folder: Path
    shell: InteractiveShell
    kept: dict[Path, list[Shown]] = field(default_factory=dict)

    def of(self, path: Path) -> list[Shown]:
        """Run a notebook, or give what it showed."""
        if path not in self.kept:
            self.kept[path] = run(path, self.shell)
        return self.kept[path]


class Published(DisplayHook):
    """Publish the value of a cell as a notebook does, with all its forms."""

    def write_output_prompt(self) -> None:
        """Write no prompt."""

    def write_format_data(
        self, format_dict: dict[str, str], md_dict: dict[str, object] | None = None
    ) -> None:
        """Publish every form."""
        publish_display_data(format_dict, md_dict)  # type: ignore[no-untyped-call]

    def finish_displayhook(self) -> None:
        """Write no line end."""


def run(path: Path, shell: InteractiveShell) -> list[Shown]:
    """Run the code cells of a notebook in turn, in an empty name space, and stop at a failure."""
    shell.reset(new_session=False)  # type: ignore[no-untyped-call]
    found = []
    for cell in cells(path):
        if cell.kind == "code":
            found.append(run_cell(cell.id, cell.source, shell))
            if found[-1].faults:
                break
    return found


def run_cell(name: str, source: str, shell: InteractiveShell) -> Shown:
    """Run a cell; an exception, a warning or a word on the error stream is a fault.

    Of deprecations, only those of the cell itself are seen, as in a notebook.
    """
    with capture_output() as seen, warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        for kind in (DeprecationWarning, PendingDeprecationWarning):
            warnings.filterwarnings("ignore", category=kind)
            warnings.filterwarnings("always", category=kind, module="__main__")
        done = shell.run_cell(source)  # type: ignore[no-untyped-call]
    faults = [repr(e) for e in (done.error_before_exec, done.error_in_exec) if e is not None]
    faults += [f"{w.category.__name__}: {w.message}" for w in warned]
    faults += [seen.stderr] if seen.stderr else []
    return Shown(name, tuple(o.data for o in seen.outputs), seen.stdout, tuple(faults))


def faults_of_file(path: Path) -> Iterator[str]:
    """Find what no notebook may store: outputs, counts, traces of a machine."""
    text = path.read_text(encoding="utf-8")
    book = json.loads(text)
    if (book["nbformat"], book["nbformat_minor"]) != (4, 5):
        yield "is not of format 4.5"
    if book["metadata"] != METADATA:
        yield "has metadata of a machine"
    if text != json.dumps(book, indent=1, ensure_ascii=False) + "\n":
        yield "is not written with an indent of one and a line end"
    names = [cell["id"] for cell in book["cells"]]
    if len(set(names)) < len(names) or not all(re.fullmatch(r"[a-z][a-z0-9-]+", n) for n in names):
        yield "has cells without a name of their own"
    for cell in book["cells"]:
        if cell.get("outputs") or cell.get("execution_count") is not None or cell["metadata"]:
            yield f"{cell['id']} stores what a run made"
    if re.search(r"/(work|home|root|tmp|Users)/", text):
        yield "names a path of a machine"


def faults_of_words(language: str, path: Path) -> Iterator[str]:
    """Find prose in the other language, outside of code, links and quotations."""
    for cell in cells(path):
        if cell.kind != "markdown":
            continue
        prose = TAKEN_OUT.sub(" ", cell.source)
        prose = re.sub(r"(日本語|English)[:：]?", " ", prose)
        if language == "en" and (found := JAPANESE.search(prose)):
            yield f"{cell.id}: Japanese in English prose: {prose[found.start() :][:20]!r}"
        if language == "ja" and (found := SENTENCE.search(prose)):
            yield f"{cell.id}: English in Japanese prose: {found[0]!r}"
        if language == "ja" and not JAPANESE.search(cell.source):
            yield f"{cell.id}: no Japanese in it"


def pictures(shown: list[Shown]) -> list[tuple[str, str]]:
    """Give the pictures: the cell and the SVG."""
    return [(s.cell, d["image/svg+xml"]) for s in shown for d in s.by_type if "image/svg+xml" in d]


def table_numbers(shown: list[Shown]) -> dict[str, list[str]]:
    """Give the numbers of the cells of each table that is shown, by the cell of the notebook.

    The words of a twin differ, and with them the order of rows: the numbers do not.
    """
    found: dict[str, list[str]] = {}
    for one in shown:
        pages = " ".join(d.get("text/html", "") for d in one.by_type)
        texts = [re.sub("<[^>]+>", "", t) for t in CELL.findall(pages)]
        found[one.cell] = sorted(t.strip() for t in texts if re.fullmatch(r"\s*-?[\d.,]+\s*", t))
    return found


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    """Run notebooks in one interpreter, in a folder of their own."""
    folder = tmp_path_factory.mktemp("notebooks")
    patch = pytest.MonkeyPatch()
    patch.setenv("IPYTHONDIR", str(folder / "ipython"))
    patch.setenv("JNKG_TREE", find_tree().root)
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(
        config=Config({"HistoryManager": {"enabled": False}}),
        displayhook_class=Published,
        colors="nocolor",
    )
    patch.chdir(folder)
    yield Ran(folder, shell)
    patch.undo()
    InteractiveShell.clear_instance()


def test_each_notebook_has_a_twin() -> None:
    assert NOTEBOOKS
    assert {p.name for p in NOTEBOOKS} == {f"{g}.{c}.ipynb" for g in GROUPS for c in ("en", "ja")}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_a_notebook_is_stored_clean(path: Path) -> None:
    nbformat.validate(json.loads(path.read_text(encoding="utf-8")))
    assert not list(faults_of_file(path))
    assert not list(faults_of_words(path.name.split(".")[1], path))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_a_notebook_runs_without_error_or_warning(path: Path, ran: Ran) -> None:
    for shown in ran.of(path):
        assert not shown.faults, shown
        assert len(shown.printed.splitlines()) <= MOST_LINES, shown.cell


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_every_plot_is_a_picture_with_title_and_source(path: Path, ran: Ran) -> None:
    found = ran.of(path)
    shown = dict(pictures(found))
    plots = [c.id for c in cells(path) if c.kind == "code" and c.id.startswith("plot-")]
    assert plots, "a notebook has a plot"
    for name in plots:
        assert name in shown, f"{name} ends in no picture"
        assert shown[name].count("<path") > 5, name
        assert re.search("Source|出典", shown[name]), name


@pytest.mark.parametrize("group", GROUPS)
def test_twins_have_the_same_cells_and_show_the_same_numbers(group: str, ran: Ran) -> None:
    english, japanese = (FOLDER / f"{group}.{code}.ipynb" for code in ("en", "ja"))
    one, other = (cells(p) for p in (english, japanese))
    assert [(c.id, c.kind) for c in one] == [(c.id, c.kind) for c in other]
    assert table_numbers(ran.of(english)) == table_numbers(ran.of(japanese))
    assert [c for c, _ in pictures(ran.of(english))] == [c for c, _ in pictures(ran.of(japanese))]


@pytest.mark.parametrize("group", GROUPS)
def test_code_of_twins_differs_in_words_and_sizes_alone(group: str) -> None:
    codes = [
        [re.sub(r"\b(en|ja)\b|_(en|ja)\b|\b\d+\b", "", re.sub(r"#.*|\"[^\"\n]*\"", "", c.source))
         for c in cells(FOLDER / f"{group}.{code}.ipynb")
         if c.kind == "code"]
        for code in ("en", "ja")
    ]  # fmt: skip
    assert codes[0] == codes[1]


def book(folder: Path, **cell: object) -> Path:
    """Write a notebook of one code cell."""
    made = {"cell_type": "code", "execution_count": None, "id": "plot-one", "metadata": {},
            "outputs": [], "source": ["1"], **cell}  # fmt: skip
    text = {"cells": [made], "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    place = folder / "bad.en.ipynb"
    place.write_text(json.dumps(text, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return place


def test_a_good_notebook_of_one_cell_has_no_fault(tmp_path: Path, ran: Ran) -> None:
    place = book(tmp_path)
    assert not list(faults_of_file(place))
    assert not run(place, ran.shell)[0].faults


@pytest.mark.parametrize(
    "source",
    [
        "1 / 0",
        "def",
        "import warnings; warnings.warn('odd')",
        "import warnings; warnings.warn('old', DeprecationWarning)",
        "import sys; sys.stderr.write('x')",
    ],
)
def test_a_cell_that_fails_or_warns_is_a_fault(source: str, tmp_path: Path, ran: Ran) -> None:
    assert run(book(tmp_path, source=[source]), ran.shell)[0].faults


@pytest.mark.parametrize(
    "cell",
    [
        {"outputs": [{"output_type": "stream", "name": "stdout", "text": ["1"]}]},
        {"execution_count": 3},
        {"metadata": {"scrolled": True}},
        {"id": "1"},
        {"source": ["open('/home/someone/x')"]},
    ],
)
def test_what_a_run_or_a_machine_left_is_a_fault(cell: dict[str, object], tmp_path: Path) -> None:
    assert list(faults_of_file(book(tmp_path, **cell)))


@pytest.mark.parametrize(
    ("language", "prose", "is_fault"),
    [
        ("en", "The session 「会合」 and `日本`.", False),
        ("en", "The 会合 was open.", True),
        ("ja", "PLOVERの類型を示す。", False),
        ("ja", "表を示す。The table is made of rows that count.", True),
        ("ja", "Nothing here.", True),
    ],
)
def test_prose_in_the_other_language_is_found(
    language: str, prose: str, is_fault: bool, tmp_path: Path
) -> None:
    cell = {"cell_type": "markdown", "id": "words", "metadata": {}, "source": prose}
    place = tmp_path / "words.ipynb"
    text = {"cells": [cell], "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    place.write_text(json.dumps(text), encoding="utf-8")
    assert bool(list(faults_of_words(language, place))) == is_fault
