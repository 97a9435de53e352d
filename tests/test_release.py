"""A release is whole, says the same everywhere, and comes out the same twice."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import rdflib
from click.testing import CliRunner

import jnkg.verify
from conftest import build_world
from jnkg import releaseverbs
from jnkg.errors import JnkgError, Misuse, Refused
from jnkg.exports.catalogue import FORMS, Form
from jnkg.exports.request import Count, Output, Request
from jnkg.exports.writing import checked, write_folder
from jnkg.names import LANGUAGES
from jnkg.reason import Reasoned
from jnkg.releasing.account import account
from jnkg.releasing.archive import open_package, pack
from jnkg.releasing.citationfile import citation_file
from jnkg.releasing.crate import PATH as CRATE
from jnkg.releasing.crate import SUMS
from jnkg.releasing.datacite import LACKING
from jnkg.releasing.making import made, release
from jnkg.releasing.parts import FOLDERS
from jnkg.releasing.piece import Piece
from jnkg.releasing.sources import licence
from jnkg.releasing.standards import RULES, STANDARDS
from jnkg.report import Finding, report
from jnkg.rooms import Tree
from jnkg.store import World
from releases import forms, lean_tree, write_release

ROOT = Path(__file__).parent.parent
DCT, FOAF, OWL = rdflib.DCTERMS, rdflib.FOAF, rdflib.OWL
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
WANTED = ("nquads", "csv", "bibtex")


@pytest.fixture(scope="module")
def request_(tree: Tree, reasoned: Reasoned, tmp_path_factory: pytest.TempPathFactory) -> Request:
    """A world known by 2014, of a tree without questions."""
    lean = lean_tree(tree, tmp_path_factory.mktemp("lean"))
    world = build_world(reasoned, tmp_path_factory.mktemp("worlds"), "stated", "2014-06-01")
    return Request(lean, world, LANGUAGES, "stated", "2014-06-01")


@pytest.fixture(scope="module")
def written(
    request_: Request, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[Piece]]:
    place = tmp_path_factory.mktemp("release") / "out"
    return place, write_release(request_, forms(*WANTED), place)


@pytest.fixture(scope="module")
def folder(written: tuple[Path, list[Piece]]) -> Path:
    return written[0]


def files_in(folder: Path) -> dict[str, bytes]:
    found = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def sums_in(folder: Path) -> dict[str, str]:
    lines = (folder / SUMS).read_text().splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def crate_in(folder: Path) -> dict[str, dict[str, object]]:
    graph = json.loads((folder / CRATE).read_bytes())["@graph"]
    return {node["@id"]: node for node in graph}


def json_in(folder: Path, name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / name).read_bytes())
    return found


@cache
def turtle_in(folder: Path, name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(folder / name, format="turtle", publicID=folder.as_uri() + "/")


# Whole


def test_every_file_has_its_checksum_and_no_other_has_one(folder: Path) -> None:
    files = files_in(folder)
    digests = {p: hashlib.sha256(b).hexdigest() for p, b in files.items() if p != SUMS}
    assert sums_in(folder) == digests
    done = subprocess.run(["sha256sum", "--check", "--quiet", SUMS], cwd=folder, check=False)
    assert done.returncode == 0


def test_the_crate_lists_every_file_as_it_is(folder: Path) -> None:
    files, crate = files_in(folder), crate_in(folder)
    listed = {i: n for i, n in crate.items() if n["@type"] == "File"}
    assert listed.keys() | {CRATE} == files.keys()
    for path, node in listed.items():
        assert node["contentSize"] == str(len(files[path])), path
        assert by_language(node["description"]).keys() == set(LANGUAGES)
        if path != SUMS:
            assert node["sha256"] == hashlib.sha256(files[path]).hexdigest()


def test_every_file_is_reached_from_the_root_of_the_crate(folder: Path) -> None:
    crate = crate_in(folder)

    def below(node: str) -> Iterator[str]:
        parts = crate[node].get("hasPart", [])
        for part in parts if isinstance(parts, list) else [parts]:
            assert isinstance(part, dict)
            yield part["@id"]
            yield from below(part["@id"])

    reached = list(below("./"))
    assert len(reached) == len(set(reached))
    assert {i for i in reached if not i.endswith("/")} | {CRATE} == files_in(folder).keys()


def test_what_made_the_exports_goes_along(folder: Path, request_: Request) -> None:
    files = files_in(folder)
    for room, place in (
        ("ontology", "ontology/modules"),
        ("shapes", "shapes"),
        ("queries", "queries"),
    ):
        for path in request_.tree.files(room):
            assert files[place + path.removeprefix(room)] == request_.tree.bytes(path)
    for name in ("LICENSE", "LICENSE-DATA"):
        assert files[name] == (ROOT / name).read_bytes()
    assert not any(path.startswith("data/") for path in files)


def test_counts_of_the_exports_are_in_no_doubt(written: tuple[Path, list[Piece]]) -> None:
    counted = {p.part for p in written[1] if p.counts}
    assert {"rdf/nquads", "tables/csv", "citations/bibtex"} <= counted


def test_every_family_and_standard_has_words() -> None:
    assert {form.family for form in FORMS.values()} <= FOLDERS.keys()
    assert {iri for _, found in RULES for iri in found} == STANDARDS.keys()


# The same everywhere


def by_language(value: object) -> dict[str, str]:
    assert isinstance(value, list)
    return {v["@language"]: v["@value"] for v in value}


def words(graph: rdflib.Graph, node: rdflib.term.Node, property_: rdflib.URIRef) -> dict[str, str]:
    values = graph.objects(node, property_)
    return {v.language or "": str(v) for v in values if isinstance(v, rdflib.Literal)}


def one(graph: rdflib.Graph, node: rdflib.term.Node | None, property_: rdflib.URIRef) -> str:
    (value,) = graph.objects(node, property_)
    return str(value)


Said = dict[str, object]


def said_by_crate(folder: Path) -> Said:
    crate = crate_in(folder)
    root = crate["./"]
    maker = crate[root["author"]["@id"]]  # type: ignore[index]
    name = crate[root["identifier"]["@id"]]  # type: ignore[index]
    keywords = root["keywords"]
    assert isinstance(keywords, list)
    return {
        "title": by_language(root["name"]),
        "abstract": by_language(root["description"]),
        "maker": by_language(maker["name"]),
        "version": root["version"],
        "issued": root["datePublished"],
        "modified": root["dateModified"],
        "licence": root["license"]["@id"],  # type: ignore[index]
        "iri": name["value"],
        "keywords": {k["@value"] for k in keywords},
    }


def said_by_croissant(folder: Path) -> Said:
    found = json_in(folder, "croissant.json")
    return {
        "title": found["name"],
        "abstract": found["description"],
        "maker": found["creator"]["name"],  # type: ignore[index]
        "version": found["version"],
        "issued": found["datePublished"],
        "modified": found["dateModified"],
        "licence": found["license"],
        "iri": found["url"],
        "keywords": set(found["keywords"]),  # type: ignore[call-overload]
    }


def said_by_datacite(folder: Path) -> Said:
    found: dict[str, list[dict[str, str]]] = json_in(folder, "datacite.json")  # type: ignore[assignment]
    days = {d["dateType"]: d["date"] for d in found["dates"]}
    assert found["publicationYear"] == days["Issued"][:4]  # type: ignore[comparison-overlap]
    return {
        "title": {t["lang"]: t["title"] for t in found["titles"]},
        "abstract": {d["lang"]: d["description"] for d in found["descriptions"]},
        "maker en": found["creators"][0]["name"],
        "version": found["version"],
        "issued": days["Issued"],
        "modified": days["Updated"],
        "licence": found["rightsList"][0]["rightsUri"],
        "spdx": found["rightsList"][0]["rightsIdentifier"],
        "iri": found["alternateIdentifiers"][0]["alternateIdentifier"],
        "keywords": {s["subject"] for s in found["subjects"]},
    }


def said_by_dcat(folder: Path) -> Said:
    graph = turtle_in(folder, "dcat.ttl")
    (node,) = graph.subjects(rdflib.RDF.type, DCAT.Dataset)
    return {
        "title": words(graph, node, DCT.title),
        "abstract": words(graph, node, DCT.description),
        "maker": words(graph, rdflib.URIRef(one(graph, node, DCT.creator)), FOAF.name),
        "version": one(graph, node, DCAT.version),
        "issued": one(graph, node, DCT.issued),
        "modified": one(graph, node, DCT.modified),
        "licence": one(graph, node, DCT.license),
        "iri": str(node),
        "keywords": {str(k) for k in graph.objects(node, DCAT.keyword)},
    }


def said_by_void(folder: Path) -> Said:
    graph = turtle_in(folder, "void.ttl")
    node = rdflib.URIRef(one(graph, None, FOAF.primaryTopic))
    return {
        "title": words(graph, node, DCT.title),
        "maker": words(graph, rdflib.URIRef(one(graph, node, DCT.creator)), FOAF.name),
        "version": one(graph, node, OWL.versionInfo),
        "issued": one(graph, node, DCT.issued),
        "modified": one(graph, node, DCT.modified),
        "licence": one(graph, node, DCT.license),
        "iri": str(node),
    }


def said_by_citation(folder: Path) -> Said:
    text = (folder / "CITATION.cff").read_text("utf-8")
    found = {k: v.strip('"') for k, v in re.findall(r"^([\w-]+): (.+)$", text, re.M)}
    maker = re.findall(r'^  - name: "(.*)"$', text, re.M)
    return {
        "title en": found["title"],
        "abstract en": found["abstract"],
        "maker en": maker[0],
        "version": found["version"],
        "issued": found["date-released"],
        "spdx": found["license"],
        "iri": found["url"],
        "keywords en": set(re.findall(r"^  - (\w.*)$", text.partition("keywords:")[2], re.M)),
    }


SPEAKERS = {
    f.__name__.removeprefix("said_by_"): f
    for f in (
        said_by_crate, said_by_croissant, said_by_datacite, said_by_dcat, said_by_void,
        said_by_citation,
    )
}  # fmt: skip


@pytest.mark.parametrize("speaker", SPEAKERS)
def test_all_descriptions_say_the_same(folder: Path, request_: Request, speaker: str) -> None:
    truth = account(request_)
    expected: Said = {
        "title": truth.title,
        "title en": truth.title["en"],
        "abstract": truth.abstract,
        "abstract en": truth.abstract["en"],
        "maker": truth.maker,
        "maker en": truth.maker["en"],
        "version": truth.version,
        "issued": truth.issued,
        "modified": truth.modified,
        "licence": truth.licence,
        "spdx": truth.spdx,
        "iri": truth.iri,
        "keywords": {w for found in truth.keywords.values() for w in found},
        "keywords en": set(truth.keywords["en"]),
    }
    said = SPEAKERS[speaker](folder)
    assert len(said) >= 7
    assert said == {key: expected[key] for key in said}


def test_the_readers_pages_say_it_too(folder: Path, request_: Request) -> None:
    truth = account(request_)
    for code, page in (("en", "README.md"), ("ja", "README.ja.md")):
        text = (folder / page).read_text("utf-8")
        for part in (truth.title, truth.abstract, truth.citation, truth.world, truth.licence_name):
            assert part[code] in text
        assert truth.licence in text
        assert "parquet" in text  # one of the forms that were left out


def test_the_citation_file_is_the_checkouts(tree: Tree, world: World) -> None:
    made_ = citation_file(account(Request(tree, world)))
    assert made_.content == (ROOT / "CITATION.cff").read_bytes()


def test_a_narrower_world_says_that_it_is_one(folder: Path, request_: Request) -> None:
    said = account(request_)
    assert said.iri == "https://w3id.org/jnkg/dataset?status=stated&known-by=2014-06-01"
    assert said.whole == "https://w3id.org/jnkg/dataset"
    assert said.slug.endswith("stated-2014-06-01")
    assert "2014" in said.abstract["en"]
    related = json_in(folder, "datacite.json")["relatedIdentifiers"]
    assert related[0]["relationType"] == "IsVersionOf"  # type: ignore[index]


def test_a_draft_of_a_registration_lacks_what_it_says(folder: Path) -> None:
    found = json_in(folder, "datacite.json")
    assert not set(LACKING) & found.keys()
    for page in ("README.md", "README.ja.md"):
        assert "DOI" in (folder / page).read_text("utf-8")
    assert "10." not in json.dumps([found["titles"], found["alternateIdentifiers"]])


# VoID and DCAT


def in_folder(folder: Path, iri: str) -> Path:
    assert iri.startswith(folder.as_uri() + "/")
    return Path(unquote(urlsplit(iri).path))


def test_each_distribution_is_a_file_with_its_size_and_checksum(folder: Path) -> None:
    graph = turtle_in(folder, "dcat.ttl")
    nodes = list(graph.subjects(rdflib.RDF.type, DCAT.Distribution))
    exports = {p for p in files_in(folder) if p.startswith(("rdf/", "tables/", "citations/"))}
    places = {in_folder(folder, one(graph, n, DCAT.downloadURL)) for n in nodes}
    assert {p.relative_to(folder).as_posix() for p in places} == exports
    for node in nodes:
        content = in_folder(folder, one(graph, node, DCAT.downloadURL)).read_bytes()
        assert one(graph, node, DCAT.byteSize) == str(len(content))
        (digest,) = graph.objects(node, SPDX.checksum)
        assert one(graph, digest, SPDX.checksumValue) == hashlib.sha256(content).hexdigest()
        assert "/media-types/" in one(graph, node, DCAT.mediaType)
        assert words(graph, node, DCT.title).keys() == set(LANGUAGES)


def test_void_names_the_dump_and_no_server(folder: Path, request_: Request) -> None:
    graph = turtle_in(folder, "void.ttl")
    dumps = [in_folder(folder, str(d)) for d in graph.objects(None, VOID.dataDump)]
    assert [d.relative_to(folder).as_posix() for d in dumps] == ["rdf/nquads/jnkg.nq"]
    assert not list(graph.objects(None, VOID.sparqlEndpoint))
    assert b"release.invalid" not in b"".join(files_in(folder).values())
    whole = rdflib.URIRef(account(request_).iri)
    default = [
        line for line in dumps[0].read_bytes().splitlines() if re.search(rb"[\">] \.$", line)
    ]
    assert int(one(graph, whole, VOID.triples)) <= len(default)


# The same twice


def test_two_runs_give_the_same_bytes(folder: Path, request_: Request) -> None:
    again = {o.path: o.content for o in release(request_, forms(*WANTED))}
    assert again == files_in(folder)


def test_a_zip_is_the_same_twice_and_holds_the_same(folder: Path, tmp_path: Path) -> None:
    places = [tmp_path / "a.zip", tmp_path / "b.zip"]
    for place in places:
        pack(folder, "name", place)
    assert places[0].read_bytes() == places[1].read_bytes()
    with zipfile.ZipFile(places[0]) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        assert names == sorted(names)
        held = {n.removeprefix("name/"): packed.read(n) for n in names}
        assert {i.date_time for i in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert held == files_in(folder)
    pack(folder, "name", places[1])
    assert open_package(places[1]).sums == open_package(folder).sums


def test_a_zip_takes_no_place_of_something_else(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "notes.zip"
    other.write_text("not a zip")
    with pytest.raises(Misuse, match="no release"):
        pack(folder, "name", other)
    assert other.read_text() == "not a zip"
    assert list(tmp_path.iterdir()) == [other]


# Whole or not at all


def wrong(request: Request) -> Iterator[Output]:
    count = Count("things", 1, "SELECT (2 AS ?n) WHERE {}")
    yield Output("x.txt", b"x", "text/plain", {"en": "x", "ja": "x"}, (count,))


def test_a_count_that_the_graph_denies_stops_a_release(
    request_: Request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Form, "outputs", lambda _, request: wrong(request))
    with pytest.raises(JnkgError, match="the graph has 2"):
        write_release(request_, forms("nquads"), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(JnkgError):
        checked(request_, wrong(request_))


@pytest.mark.parametrize("writer", ["nowhere:nothing", "rdf:nothing"])
def test_a_form_without_a_writer_stops_a_release(
    request_: Request, tmp_path: Path, writer: str
) -> None:
    form = Form("cuneiform", "rdf", {"en": "x", "ja": "x"}, writer)
    with pytest.raises(JnkgError, match="--without cuneiform") as caught:
        write_folder((o for o in made(form, request_)), tmp_path / "out")
    assert "cuneiform" in caught.value.message["ja"]
    assert list(tmp_path.iterdir()) == []


def test_a_release_does_not_take_the_place_of_something_else(
    request_: Request, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(Misuse):
        write_folder(release(request_, []), tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_header_that_leaves_the_version_open_stops_a_release(
    small_world: World, tree: Tree
) -> None:
    with pytest.raises(JnkgError, match="owl:versionInfo"):
        list(release(Request(tree, small_world), []))


def test_a_licence_is_found_or_missed(request_: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    assert licence(request_.tree, "LICENSE-DATA") == (ROOT / "LICENSE-DATA").read_bytes()
    with pytest.raises(JnkgError, match="LICENSE-MUSIC"):
        licence(request_.tree, "LICENSE-MUSIC")


# The verb


def test_the_verb_writes_folder_and_zip(
    request_: Request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releaseverbs, "find_tree", lambda: request_.tree)
    monkeypatch.setattr(releaseverbs, "open_world", lambda *_: request_.world)
    monkeypatch.setattr(jnkg.verify, "verify", lambda *_, **__: report([]))
    arguments = ["--out", str(tmp_path / "r"), "--zip", "--only", "nquads", "--only", "sssom"]
    arguments += ["--without", "sssom", "--status", "stated", "--known-by", "2014-06-01"]
    done = CliRunner().invoke(releaseverbs.release_verb, [*arguments, "--lang", "ja"])
    assert (done.exit_code, done.stdout) == (0, "")
    assert "含めなかった形式" in done.stderr
    assert sums_in(tmp_path / "r") == dict(open_package(tmp_path / "r.zip").sums)
    assert not (tmp_path / "r" / "mappings").exists()


def test_the_verb_refuses_a_tree_with_violations(
    request_: Request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = report([Finding("data/x.ttl", 1, 0, "r", message={"en": "Mend it.", "ja": "直す。"})])
    monkeypatch.setattr(releaseverbs, "find_tree", lambda: request_.tree)
    monkeypatch.setattr(releaseverbs, "open_world", lambda *_: request_.world)
    monkeypatch.setattr(jnkg.verify, "verify", lambda *_, **__: found)
    done = CliRunner().invoke(releaseverbs.release_verb, ["--out", str(tmp_path / "r")])
    assert done.exit_code == 1
    assert "Mend it." in done.stdout
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Refused):
        next(releaseverbs.gated(request_.tree, iter(())))


@pytest.mark.parametrize(
    "arguments", [["--only", "nquadz"], ["--without", "cvs"], ["--only", "csv", "--without", "csv"]]
)
def test_the_verb_names_the_nearest_form(tmp_path: Path, arguments: list[str]) -> None:
    done = CliRunner().invoke(releaseverbs.release_verb, ["--out", str(tmp_path / "r"), *arguments])
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    assert not (tmp_path / "r").exists()
