"""Public validators take what a release says of itself, offline, and refuse it when broken."""

from __future__ import annotations

import csv
import json
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

import check_jsonschema
import mlcroissant
import pytest
import requests
from click.testing import CliRunner
from datacite import schema45
from mlcroissant._src.core.issues import GenerationError
from requests.structures import CaseInsensitiveDict
from requests_cache import CachedSession
from requests_cache.models.response import CachedResponse
from rocrate_validator.models import Severity, ValidationSettings
from rocrate_validator.services import validate, validate_metadata_as_dict

from conftest import build_world
from jnkg.exports.request import Request
from jnkg.names import LANGUAGES
from jnkg.reason import Reasoned
from jnkg.rooms import Tree
from peers import lacking
from releases import forms, lean_tree, write_release

CONTEXT = Path(__file__).parent / "rocrate" / "node_modules" / "ro-crate" / "lib" / "context.json"
"""The context of RO-Crate 1.2.0, which its validator would fetch; `make test` installs it."""
CONTEXT_IRI = "https://w3id.org/ro/crate/1.2/context"
JSON_LD = "application/ld+json, application/json, */*;q=0.1"

Json = dict[str, object]


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut the network: whoever calls out fails."""

    def refuse(*_: object) -> None:
        raise OSError("the network is cut")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="module")
def request_(tree: Tree, reasoned: Reasoned, tmp_path_factory: pytest.TempPathFactory) -> Request:
    """The derived world of 2020, and a tree without questions."""
    world = build_world(reasoned, tmp_path_factory.mktemp("worlds"), "derived", "2020-01-01")
    lean = lean_tree(tree, tmp_path_factory.mktemp("lean"))
    return Request(lean, world, LANGUAGES, "derived", "2020-01-01")


@pytest.fixture(scope="module")
def folder(request_: Request, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with tables."""
    place = tmp_path_factory.mktemp("release") / "out"
    write_release(request_, forms("nquads", "csv"), place)
    return place


@pytest.fixture(scope="module")
def handful(request_: Request, tree: Tree, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of few files, since the judge of crates reads his rules anew for each of them."""
    place = tmp_path_factory.mktemp("handful")
    fewest = lean_tree(tree, place / "tree", ("ontology",))
    write_release(replace(request_, tree=fewest), forms("nquads"), place / "out")
    return place / "out"


def json_in(folder: Path, name: str) -> Json:
    found: Json = json.loads((folder / name).read_bytes())
    return found


# RO-Crate


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill the validator's own cache with the one thing that it would fetch."""
    if not CONTEXT.is_file():
        lacking("the context of RO-Crate is not installed (npm ci in tests/rocrate)")
    place = tmp_path_factory.mktemp("cache") / "http"
    with CachedSession(str(place), backend="sqlite", expire_after=-1) as session:
        asked = requests.Request("GET", CONTEXT_IRI, headers={"Accept": JSON_LD}).prepare()
        session.cache.responses[session.cache.create_key(asked)] = CachedResponse(
            url=CONTEXT_IRI,
            status_code=200,
            content=CONTEXT.read_bytes(),
            headers=CaseInsensitiveDict({"Content-Type": "application/ld+json"}),
        )
    return place


def settings(cache: Path, **more: object) -> ValidationSettings:
    return ValidationSettings(
        profile_identifier="ro-crate-1.2",
        requirement_severity=Severity.REQUIRED,
        offline=True,
        cache_path=cache,
        **{"rocrate_uri": None, **more},
    )


def test_the_crate_is_a_ro_crate(handful: Path, cache: Path) -> None:
    found = validate(settings(cache, rocrate_uri=str(handful)))
    assert [issue.message for issue in found.get_issues()] == []
    assert found.passed()


def test_a_broken_crate_is_none(handful: Path, cache: Path) -> None:
    crate = json_in(handful, "ro-crate-metadata.json")
    graph = crate["@graph"]
    assert isinstance(graph, list)
    graph[:] = [n for n in graph if n["@type"] in ("CreativeWork", "Organization", "Dataset")]
    (root,) = (node for node in graph if node["@id"] == "./")
    del root["license"]
    root["hasPart"] = []
    root["datePublished"] = "last autumn"
    found = validate_metadata_as_dict(crate, settings(cache))
    words = " ".join(str(issue.message) for issue in found.get_issues())
    assert not found.passed()
    for fault in ("`license`", "`datePublished`", "hasPart"):
        assert fault in words


# Croissant


def test_croissant_is_valid_and_its_tables_load(folder: Path) -> None:
    dataset = mlcroissant.Dataset(jsonld=folder / "croissant.json")
    assert not dataset.metadata.issues.errors
    assert not dataset.metadata.issues.warnings
    names = {record_set.id for record_set in dataset.metadata.record_sets}
    assert len(names) > 20
    for name in sorted(names):
        rows = rows_of(folder, name)
        loaded = list(islice(dataset.records(name), 10))
        assert len(loaded) == min(10, len(rows)), name
        for record, row in zip(loaded, rows, strict=False):
            assert record.keys() == {f"{name}/{column}" for column in row}
            assert all(is_same(record[f"{name}/{c}"], cell) for c, cell in row.items()), (name, row)


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "tables/csv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_same(value: object, cell: str) -> bool:
    """Tell whether a loaded value is what the cell says."""
    if isinstance(value, bytes):
        return value.decode() == cell
    if isinstance(value, list):
        return " ".join(v.decode() if isinstance(v, bytes) else str(v) for v in value) == cell
    if isinstance(value, bool):
        return str(value).lower() == cell
    if isinstance(value, int | float) and value == value and cell:
        return float(cell) == value
    text = str(value)
    return text.startswith(cell) if cell else text in ("nan", "NaT", "None")


@pytest.mark.parametrize("what", ["", "column", "file", "type", "licence"])
def test_a_broken_croissant_is_refused(folder: Path, what: str) -> None:
    found = json_in(folder, "croissant.json")
    sets, files = found["recordSet"], found["distribution"]
    assert isinstance(sets, list)
    assert isinstance(files, list)
    (persons,) = found["recordSet"] = [r for r in sets if r["@id"] == "persons"]
    found["distribution"] = [f for f in files if f["@id"] == "tables/csv/persons.csv"]
    for field in persons["field"]:
        field.pop("references", None)
    source = persons["field"][0]["source"]
    broken: Mapping[str, Callable[[], object]] = {
        "": lambda: None,
        "column": lambda: source["extract"].update(column="nothing"),
        "file": lambda: source.update(fileObject={"@id": "nothing.csv"}),
        "type": lambda: found.update({"@type": "sc:Movie"}),
        "licence": lambda: found.update(license=7),
    }
    broken[what]()
    if not (folder.parent / "tables").exists():
        (folder.parent / "tables").symlink_to(folder / "tables")
    (folder.parent / "twin.json").write_text(json.dumps(found))
    if not what:
        assert loaded_first(folder.parent / "twin.json")
        return
    with pytest.raises((mlcroissant.ValidationError, GenerationError)):
        loaded_first(folder.parent / "twin.json")


def loaded_first(place: Path) -> list[object]:
    return list(islice(mlcroissant.Dataset(jsonld=place).records("persons"), 1))


def test_files_are_named_with_their_checksums(folder: Path) -> None:
    sums = dict(
        line.split("  ", 1)[::-1] for line in (folder / "SHA256SUMS").read_text().splitlines()
    )
    objects = json_in(folder, "croissant.json")["distribution"]
    assert isinstance(objects, list)
    assert len(objects) > 25
    for file in objects:
        assert file["sha256"] == sums[file["contentUrl"]]
        size = (folder / file["contentUrl"]).stat().st_size
        assert file["contentSize"] == f"{size} B"


# DataCite


def faults_of(draft: Json) -> Iterator[str]:
    return (str(e.message) for e in schema45.validator.iter_errors(draft))


def test_the_draft_fits_the_schema_of_datacite(folder: Path) -> None:
    assert list(faults_of(json_in(folder, "datacite.json"))) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("creators", []),
        ("publicationYear", "soon"),
        ("types", {}),
        ("doi", "to be registered"),
        ("dates", [{"date": "2026-11-22", "dateType": "Born"}]),
        ("version", 1),
        ("colour", "red"),
    ],
)
def test_a_broken_draft_does_not(folder: Path, key: str, value: object) -> None:
    assert list(faults_of({**json_in(folder, "datacite.json"), key: value}))


# CFF


def judged(path: Path) -> tuple[int, str]:
    """Hold a file against the schema of CFF 1.2.0, of which check-jsonschema carries a copy."""
    arguments = ["--builtin-schema", "vendor.citation-file-format", str(path)]
    done = CliRunner().invoke(check_jsonschema.main, arguments)
    return done.exit_code, done.output


def test_the_citation_files_fit_the_schema_of_cff(folder: Path) -> None:
    for place in (folder, Path(__file__).parent.parent):
        assert judged(place / "CITATION.cff")[0] == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("authors:\n", "writers:\n"),
        ("type: dataset", "type: novel"),
        ("date-released: 2026", "date-released: MMXXVI"),
        ("license: CC-BY-4.0", "license: mine"),
        ("cff-version: 1.2.0\n", ""),
    ],
)
def test_a_broken_citation_file_does_not(folder: Path, tmp_path: Path, old: str, new: str) -> None:
    text = (folder / "CITATION.cff").read_text("utf-8")
    assert old in text
    twin = tmp_path / "CITATION.cff"
    twin.write_text(text.replace(old, new), encoding="utf-8")
    code, words = judged(twin)
    assert code == 1, words
