"""What the server says of its dataset is so, in every form, and everything named is there."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib

from jnkg.describing.census import count
from jnkg.describing.service import service
from jnkg.describing.sitemap import part, parts, paths, sitemap
from jnkg.describing.void import PARTS, void
from jnkg.describing.writing import FORMS, write
from jnkg.endpoint.settings import Settings
from jnkg.endpoint.site import Site
from jnkg.endpoint.wellknown import PLAIN
from jnkg.names import BASE, ID, LANGUAGES, NS
from jnkg.store import World
from visits import header, visit

ROOT = Path(__file__).parent.parent
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
DCT = rdflib.Namespace("http://purl.org/dc/terms/")
DATASET = rdflib.URIRef(BASE + "dataset")
CATALOG = rdflib.URIRef(BASE + "catalog")
HOST = "http://localhost"
RDFLIB = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}
OXIGRAPH = {
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
    "nt": ox.RdfFormat.N_TRIPLES,
}
NODES = (rdflib.URIRef, rdflib.Literal)
Triple = tuple[str, str, str]


def as_graph(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    body = write(list(triples), "nt")
    return rdflib.Graph().parse(data=body, format="nt")


@cache
def described(site: Site, target: str) -> rdflib.Graph:
    reply = visit(site, target)
    assert reply.status == 200
    return rdflib.Graph().parse(data=reply.body, format="turtle")


def number(graph: rdflib.Graph, node: rdflib.term.Node | None, predicate: rdflib.term.Node) -> int:
    values = list(graph.objects(node, predicate))
    assert len(values) == 1, (node, predicate, values)
    return int(str(values[0]))


class Recount:
    """The figures of a world, counted in Python from its bare quads."""

    def __init__(self, world: World) -> None:
        self.default: set[Triple] = set()
        self.graphs: dict[str, set[Triple]] = {}
        for quad in world.store.quads_for_pattern(None, None, None, None):
            triple = (str(quad.subject), quad.predicate.value, str(quad.object))
            if isinstance(quad.graph_name, ox.DefaultGraph):
                self.default.add(triple)
            else:
                self.graphs.setdefault(quad.graph_name.value, set()).add(triple)

    def names_of(self, status: str) -> set[str]:
        catalogue = self.graphs[BASE + "graph/catalogue"]
        concluded = {s for s, p, o in catalogue if p == NS + "isInferred" and o.startswith('"true')}
        stated = {s for s, p, o in catalogue if p == NS + "status" and o == f"<{NS}{status}>"}
        return concluded if status == "Inferred" else stated - concluded

    def of_status(self, status: str) -> set[Triple]:
        return set().union(*(self.graphs[g[1:-1]] for g in self.names_of(status)))


def expected_figures(triples: set[Triple]) -> dict[rdflib.URIRef, int]:
    types = {o for _, p, o in triples if p == str(rdflib.RDF.type)}
    return {
        VOID.triples: len(triples),
        VOID.distinctSubjects: len({s for s, _, _ in triples}),
        VOID.distinctObjects: len({o for _, _, o in triples}),
        VOID.properties: len({p for _, p, _ in triples}),
        VOID.classes: len(types),
        VOID.entities: len({s for s, _, _ in triples if s.startswith(f"<{ID}")}),
    }


@pytest.fixture(scope="module")
def recount(site: Site) -> Recount:
    return Recount(site.world("interpreted", ""))


@pytest.fixture(scope="module")
def graph(site: Site) -> rdflib.Graph:
    return described(site, "/void.ttl")


@pytest.fixture(scope="module")
def catalog(site: Site) -> rdflib.Graph:
    return described(site, "/dcat.ttl")


def test_void_counts_the_whole(graph: rdflib.Graph, recount: Recount) -> None:
    found = expected_figures(recount.default)
    assert {p: number(graph, DATASET, p) for p in found} == found


@pytest.mark.parametrize("status", PARTS)
def test_void_counts_each_status(graph: rdflib.Graph, recount: Recount, status: str) -> None:
    part_ = rdflib.URIRef(f"{DATASET}#{PARTS[status][0]}")
    found = expected_figures(recount.of_status(status))
    assert (DATASET, VOID.subset, part_) in graph
    assert {p: number(graph, part_, p) for p in found} == found
    assert languages(graph, part_, DCT["title"]) == set(LANGUAGES)


def test_void_has_a_part_for_each_class(graph: rdflib.Graph, recount: Recount) -> None:
    members: dict[str, set[str]] = {}
    for s, p, o in recount.default:
        if p == str(rdflib.RDF.type):
            members.setdefault(o, set()).add(s)
    found = {
        f"<{graph.value(node, VOID['class'])}>": number(graph, node, VOID.entities)
        for node in graph.objects(DATASET, VOID.classPartition)
    }
    assert found == {kind: len(nodes) for kind, nodes in members.items()}


def test_void_has_a_part_for_each_property(graph: rdflib.Graph, recount: Recount) -> None:
    pairs: dict[str, list[tuple[str, str]]] = {}
    for s, p, o in recount.default:
        pairs.setdefault(p, []).append((s, o))
    expected = {
        p: (len(found), len({s for s, _ in found}), len({o for _, o in found}))
        for p, found in pairs.items()
    }
    found = {
        str(graph.value(node, VOID.property)): tuple(
            number(graph, node, p)
            for p in (VOID.triples, VOID.distinctSubjects, VOID.distinctObjects)
        )
        for node in graph.objects(DATASET, VOID.propertyPartition)
    }
    assert found == expected


def test_void_counts_the_links_to_others(graph: rdflib.Graph, recount: Recount) -> None:
    linking = re.compile(r"sameAs|subClassOf|subPropertyOf|equivalent\w+|\w+Match")
    expected = Counter(
        (p, re.sub(r"[^#/]+$", "", o[1:-1]))
        for s, p, o in recount.default
        if linking.fullmatch(re.split("[#/]", p)[-1])
        and s.startswith(f"<{BASE}")
        and o.startswith("<")
        and not o.startswith(f"<{BASE}")
    )
    found = {
        (str(graph.value(node, VOID.linkPredicate)), str(graph.value(node, VOID.objectsTarget))):
            number(graph, node, VOID.triples)
        for node in graph.subjects(rdflib.RDF.type, VOID.Linkset)
    }  # fmt: skip
    assert found == expected
    assert all(
        (DATASET, VOID.subset, node) in graph
        for node in graph.subjects(rdflib.RDF.type, VOID.Linkset)
    )


def test_void_names_the_vocabularies_in_use(graph: rdflib.Graph, recount: Recount) -> None:
    used = {p for _, p, _ in recount.default}
    used |= {o[1:-1] for _, p, o in recount.default if p == str(rdflib.RDF.type)}
    expected = {re.sub(r"[^#/]+$", "", term) for term in used}
    assert {str(v) for v in graph.objects(DATASET, VOID.vocabulary)} == expected


def test_examples_are_in_the_graph_and_of_several_kinds(
    graph: rdflib.Graph, recount: Recount
) -> None:
    examples = {f"<{e}>" for e in graph.objects(DATASET, VOID.exampleResource)}
    assert len(examples) >= 6
    assert examples <= {s for s, _, _ in recount.default}


@pytest.mark.parametrize("status", PARTS)
def test_dumps_are_the_documents_of_all_graphs_of_a_status(
    graph: rdflib.Graph, recount: Recount, status: str
) -> None:
    part_ = rdflib.URIRef(f"{DATASET}#{PARTS[status][0]}")
    dumps = {str(d) for d in graph.objects(part_, VOID.dataDump)}
    names = {g.removeprefix(f"<{BASE}").removesuffix(">") for g in recount.names_of(status)}
    assert dumps == {f"{HOST}/{name}.ttl" for name in names}


def test_every_named_graph_but_the_catalogue_is_in_a_dump(
    graph: rdflib.Graph, recount: Recount
) -> None:
    dumps = list(graph.objects(None, VOID.dataDump))
    assert len(dumps) == len(set(dumps)) == len(recount.graphs) - 1


def test_a_dump_holds_its_graph(site: Site, graph: rdflib.Graph, recount: Recount) -> None:
    dumps = sorted(str(d) for d in graph.objects(None, VOID.dataDump))
    for dump in dumps[:: len(dumps) // 8]:
        reply = visit(site, dump.removeprefix(HOST))
        assert reply.status == 200
        given = {
            (str(q.subject), q.predicate.value, str(q.object))
            for q in ox.parse(reply.body, format=ox.RdfFormat.TURTLE)
        }
        name = BASE + dump.removeprefix(HOST + "/").removesuffix(".ttl")
        held = recount.graphs[name]
        assert {t for t in held if "_:" not in t[0] + t[2]} <= given


@pytest.mark.parametrize("status", ["stated", "derived"])
def test_a_narrower_world_is_described_under_a_name_of_its_own(site: Site, status: str) -> None:
    narrow = described(site, f"/void.ttl?status={status}")
    node = rdflib.URIRef(f"{DATASET}?status={status}")
    found = expected_figures(Recount(site.world(status, "")).default)
    assert {p: number(narrow, node, p) for p in found} == found
    assert (node, DCT.isVersionOf, DATASET) in narrow
    assert not list(narrow.predicate_objects(DATASET))


def test_a_world_is_counted_once(small_world: World) -> None:
    before = count.cache_info().misses
    assert count(small_world) is count(small_world)
    assert count.cache_info().misses <= before + 1


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("what", ["void", "dcat"])
def test_two_parsers_read_the_same_in_every_form(site: Site, what: str, form: str) -> None:
    reply = visit(site, f"/{what}.{form}")
    assert (reply.status, reply.media_type) == (200, FORMS[form])
    first = {q.triple for q in ox.parse(reply.body, format=OXIGRAPH[form])}
    second = rdflib.Graph().parse(data=reply.body, format=RDFLIB[form])
    plain = {q.triple for q in ox.parse(visit(site, f"/{what}.nt").body, format=OXIGRAPH["nt"])}
    assert first == plain
    assert set(second) == set(described(site, f"/{what}.ttl"))


@pytest.mark.parametrize("target", ["/void.ttl", "/dcat.ttl", "/dcat.ttl?status=stated"])
def test_every_node_of_a_description_has_a_name(site: Site, target: str) -> None:
    terms = {t for triple in described(site, target) for t in (triple[0], triple[2])}
    assert not [t for t in terms if not isinstance(t, NODES)]


def test_turtle_and_json_ld_read_well(site: Site) -> None:
    turtle = visit(site, "/dcat.ttl").body.decode()
    assert f"<{CATALOG}>\n    a dcat:Catalog ;" in turtle
    assert "http://www.w3.org/ns/dcat#" not in turtle.partition("\n\n")[2]
    linked = visit(site, "/void.jsonld").body.decode()
    assert '"void:triples": ' in linked
    assert '"ja": "日本・NATO協力ナレッジグラフ"' in linked


@pytest.mark.parametrize(
    ("accept", "place"),
    [
        ("", "/void.ttl"),
        ("*/*", "/void.ttl"),
        ("text/turtle", "/void.ttl"),
        ("application/ld+json", "/void.jsonld"),
        ("application/rdf+xml;q=0.9, text/turtle;q=0.1", "/void.rdf"),
        ("application/n-triples", "/void.nt"),
        ("text/html,*/*;q=0.8", "/void.ttl"),
    ],
)
def test_the_well_known_address_leads_to_the_form_that_is_liked_best(
    site: Site, accept: str, place: str
) -> None:
    reply = visit(site, "/.well-known/void", accept=accept)
    assert (reply.status, header(reply, "location")) == (303, place)
    assert visit(site, place).media_type == FORMS[place.rpartition(".")[2]]


def test_switches_are_kept_on_the_way(site: Site) -> None:
    reply = visit(site, "/.well-known/void?status=stated")
    assert header(reply, "location") == "/void.ttl?status=stated"
    assert "status=stated" in header(visit(site, "/dcat?status=stated"), "content-location")


@pytest.mark.parametrize("what", ["void", "dcat"])
def test_one_address_gives_all_forms(site: Site, what: str) -> None:
    for form, media_type in FORMS.items():
        reply = visit(site, f"/{what}", accept=media_type)
        assert (reply.status, reply.media_type) == (200, media_type)
        assert header(reply, "content-location") == f"/{what}.{form}"
        assert header(reply, "link").count('rel="alternate"') == len(FORMS) - 1
        assert "Accept" in header(reply, "vary")
    assert visit(site, f"/{what}?format=nt").media_type == FORMS["nt"]


@pytest.mark.parametrize(
    ("target", "headers", "status"),
    [
        ("/void", {"accept": "image/png"}, 406),
        ("/.well-known/void", {"accept": "image/png"}, 406),
        ("/void?format=xls", {}, 400),
        ("/void.ttl?statsu=stated", {}, 400),
        ("/robots.txt?a=b", {}, 400),
        ("/sitemap.xml?page=1", {}, 400),
        ("/void.xls", {}, 404),
        ("/sitemap-0.xml", {}, 404),
        ("/sitemap-2.xml", {}, 404),
        ("/void.ttl", {"host": "a b"}, 400),
        ("/sitemap.xml", {"host": '"><x'}, 400),
        ("/robots.txt", {"host": "a/\nDisallow:"}, 400),
    ],
)
def test_what_cannot_be_answered_is_refused(
    site: Site, target: str, headers: dict[str, str], status: int
) -> None:
    assert visit(site, target, "GET", b"", **headers).status == status


def test_an_address_given_to_the_server_is_used(site: Site) -> None:
    settings = Settings(root=site.tree.root, base="https://graph.example.org/at")
    behind = Site(settings)
    body = visit(behind, "/dcat.ttl").body.decode()
    assert "https://graph.example.org/at/sparql>" in body
    assert HOST not in body


@pytest.mark.parametrize(
    ("name", "accept", "place"),
    [
        ("/dataset", "text/turtle", "/void.ttl"),
        ("/dataset?status=stated", "text/turtle", "/void.ttl?status=stated"),
        ("/catalog", "application/ld+json", "/dcat.jsonld"),
        ("/dataset", "text/html,*/*;q=0.8", "/en/about"),
    ],
)
def test_dataset_and_catalogue_lead_to_what_is_said_of_them(
    site: Site, name: str, accept: str, place: str
) -> None:
    reply = visit(site, name, accept=accept)
    assert (reply.status, header(reply, "location")) == (303, place)


# DCAT

CITATION = (ROOT / "CITATION.cff").read_text("utf-8")


def cited(key: str) -> str:
    """Give a value of the citation file that stands on one line."""
    found = re.search(rf'^{key}: "?(.*?)"?$', CITATION, re.M)
    assert found, key
    return found[1]


def in_english(graph: rdflib.Graph, node: rdflib.term.Node | None, term: rdflib.URIRef) -> set[str]:
    values = graph.objects(node, term)
    return {str(v) for v in values if isinstance(v, rdflib.Literal) and v.language == "en"}


def languages(graph: rdflib.Graph, node: rdflib.term.Node, term: rdflib.URIRef) -> set[str]:
    values = graph.objects(node, term)
    return {v.language or "" for v in values if isinstance(v, rdflib.Literal)}


def test_dcat_says_what_the_citation_file_says(catalog: rdflib.Graph) -> None:
    assert in_english(catalog, DATASET, DCT["title"]) == {cited("title")}
    assert in_english(catalog, DATASET, DCT.description) == {cited("abstract")}
    assert str(catalog.value(DATASET, DCAT.version)) == cited("version")
    assert str(catalog.value(DATASET, DCT.issued)) == cited("date-released")
    keywords = set(re.findall(r"^  - (\w.*)$", CITATION.partition("keywords:")[2], re.M))
    assert in_english(catalog, DATASET, DCAT.keyword) == keywords
    makers = set(re.findall(r'^  - name: "(.*)"$', CITATION, re.M))
    assert in_english(catalog, catalog.value(DATASET, DCT.creator), rdflib.FOAF.name) == makers
    by = catalog.value(DATASET, DCT.license)
    assert (cited("license"), str(by).partition("/licenses/")[2]) == ("CC-BY-4.0", "by/4.0/")


def test_dcat_void_package_and_ontology_are_of_one_edition(
    catalog: rdflib.Graph, graph: rdflib.Graph
) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    ontology = rdflib.Graph().parse(ROOT / "ontology" / "jnkg.ttl")
    node = rdflib.URIRef(BASE + "ontology")
    assert str(catalog.value(DATASET, DCAT.version)) == project["version"]
    assert str(ontology.value(node, rdflib.OWL.versionInfo)) == project["version"]
    assert str(graph.value(DATASET, rdflib.OWL.versionInfo)) == project["version"]
    for predicate in (DCT.issued, DCT.modified, DCT.license, DCT.creator, DCT.publisher):
        said = ontology.value(node, predicate)
        assert said
        assert catalog.value(DATASET, predicate) == said
        assert graph.value(DATASET, predicate) == said


MANDATORY = [
    (DCAT.Catalog, "title description publisher", "dataset service"),
    (DCAT.Dataset, "title description publisher creator license issued modified language "
     "spatial temporal identifier accessRights",
     "distribution version theme keyword contactPoint landingPage"),
    (DCAT.Distribution, "title license", "accessURL mediaType"),
    (DCAT.DataService, "title description license publisher",
     "endpointURL endpointDescription servesDataset"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "terms", "own"), MANDATORY, ids=lambda v: str(v)[-20:])
def test_dcat_has_what_it_must_have(
    catalog: rdflib.Graph, kind: rdflib.URIRef, terms: str, own: str
) -> None:
    nodes = list(catalog.subjects(rdflib.RDF.type, kind))
    assert nodes
    predicates = [DCT[term] for term in terms.split()]
    predicates += [DCAT[term] for term in own.split()]
    assert [(n, p) for n in nodes for p in predicates if (n, p, None) not in catalog] == []
    for node in nodes:
        assert languages(catalog, node, DCT["title"]) == set(LANGUAGES)


def test_dcat_points_at_nothing_that_it_does_not_describe(catalog: rdflib.Graph) -> None:
    for predicate in (DCAT.dataset, DCAT.service, DCAT.distribution, DCAT.accessService,
                      DCT.publisher, DCAT.contactPoint, DCT.temporal):  # fmt: skip
        for node in catalog.objects(None, predicate):
            assert (node, rdflib.RDF.type, None) in catalog, (predicate, node)
    assert (CATALOG, DCAT.dataset, DATASET) in catalog


def test_the_time_covered_is_that_of_the_events(
    catalog: rdflib.Graph, site: Site, recount: Recount
) -> None:
    kind = f"<{NS}Event>"
    events = {s for s, p, o in recount.default if p == str(rdflib.RDF.type) and o == kind}
    days = {
        name: [o[1:11] for s, p, o in recount.default if s in events and p == NS + name]
        for name in ("earliest", "latest")
    }
    period = catalog.value(DATASET, DCT.temporal)
    assert str(catalog.value(period, DCAT.startDate)) == min(days["earliest"])
    assert str(catalog.value(period, DCAT.endDate)) == max(days["latest"])


def test_every_state_is_covered(catalog: rdflib.Graph, recount: Recount) -> None:
    codes = {o.strip('"') for _, p, o in recount.default if p == NS + "alpha3Code"}
    assert {str(s)[-3:] for s in catalog.objects(DATASET, DCT.spatial)} == codes
    assert {"JPN", "BEL"} <= codes


def test_every_address_of_ours_in_a_description_answers(
    site: Site, catalog: rdflib.Graph, graph: rdflib.Graph
) -> None:
    named = {str(t) for g in (catalog, graph) for triple in g for t in triple}
    dumps = {str(d) for d in graph.objects(None, VOID.dataDump)}
    ours = {n.partition("#")[0] for n in named - dumps if n.startswith(HOST)}
    assert len(ours) >= 6
    for place in sorted(ours):
        answers(site, place.removeprefix(HOST))


def answers(site: Site, place: str) -> None:
    """Hold that a path answers 200, at once or by way of redirects."""
    for _ in range(5):
        reply = visit(site, place, accept="*/*")
        if reply.status != 303:
            break
        place = header(reply, "location")
    assert reply.status == 200, (place, reply.status)


@pytest.mark.parametrize("predicate", [VOID.exampleResource, VOID.rootResource])
def test_examples_and_roots_lead_somewhere(
    site: Site, graph: rdflib.Graph, predicate: rdflib.URIRef
) -> None:
    for node in graph.objects(DATASET, predicate):
        answers(site, "/" + str(node).removeprefix(BASE))


# The SPARQL service

RESULTS = ("application/sparql-results+json", "text/csv", "text/turtle", "text/html")


def test_the_service_counts_its_graphs(site: Site, recount: Recount) -> None:
    found = as_graph(service(site.world("interpreted", ""), HOST, RESULTS))
    node = rdflib.URIRef(f"{HOST}/sparql#service")
    assert (node, SD.endpoint, rdflib.URIRef(f"{HOST}/sparql")) in found
    assert list(found.objects(node, SD.supportedLanguage)) == [SD.SPARQL11Query]
    dataset = found.value(node, SD.defaultDataset)
    default = found.value(dataset, SD.defaultGraph)
    expected = expected_figures(recount.default)
    assert {p: number(found, default, p) for p in expected} == expected
    sizes = {
        str(found.value(named, SD.name)): number(found, found.value(named, SD.graph), VOID.triples)
        for named in found.objects(dataset, SD.namedGraph)
    }
    assert sizes == {name: len(triples) for name, triples in recount.graphs.items()}


def test_the_service_names_the_forms_that_it_was_told(small_world: World) -> None:
    found = as_graph(service(small_world, HOST, RESULTS))
    forms = {str(f).rpartition("/")[2] for f in found.objects(None, SD.resultFormat)}
    assert forms == {"SPARQL_Results_JSON", "SPARQL_Results_CSV", "Turtle", "html"}
    assert not list(as_graph(service(small_world, HOST, [])).objects(None, SD.resultFormat))


def test_the_default_graph_is_called_a_union_only_where_it_is(
    site: Site, small_world: World, small_stated_world: World
) -> None:
    wide, narrow = site.world("interpreted", ""), site.world("stated", "")
    for world in (small_world, small_stated_world, wide, narrow):
        held = Recount(world)
        is_union = held.default == set().union(*held.graphs.values())
        assert is_union is (world.status == "stated")
        found = as_graph(service(world, HOST, RESULTS))
        features = {str(f) for f in found.objects(None, SD.feature)}
        assert features == ({str(SD.UnionDefaultGraph)} if is_union else set())


def test_a_world_without_a_header_has_a_description_as_well(small_world: World) -> None:
    found = as_graph(void(small_world, HOST, {}))
    assert (DATASET, rdflib.OWL.versionInfo, None) not in found
    expected = expected_figures(Recount(small_world).default)
    assert {p: number(found, DATASET, p) for p in expected} == expected


# Crawlers

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


@pytest.fixture(scope="module")
def pages(site: Site) -> list[ElementTree.Element]:
    reply = visit(site, "/sitemap.xml")
    assert (reply.status, reply.media_type) == (200, "application/xml")
    return list(ElementTree.fromstring(reply.body))


def location(entry: ElementTree.Element) -> str:
    return entry.findtext(f"{SITEMAP}loc") or ""


def test_the_sitemap_lists_every_node_in_both_languages(
    site: Site, pages: list[ElementTree.Element], recount: Recount
) -> None:
    listed = [location(p) for p in pages]
    assert len(listed) == len(set(listed)) <= 50_000
    nodes = {s[1:-1] for s, _, _ in recount.default if s.startswith(f"<{BASE}")}
    kinds = ("id/", "ns/", "graph/")
    paths_ = {n.removeprefix(BASE) for n in nodes if n.removeprefix(BASE).startswith(kinds)}
    paths_ |= {f"query/{name}" for name in site.world("interpreted", "").questions()}
    expected = {f"{HOST}/{lang}/{p}" for lang in LANGUAGES for p in (*paths_, *PLAIN)}
    assert set(listed) == expected


def test_each_page_names_itself_and_the_other_language(pages: list[ElementTree.Element]) -> None:
    for page in pages:
        links = {e.get("hreflang"): e.get("href") for e in page.iter(LINK)}
        rest = urlsplit(location(page)).path[3:]
        assert links == {lang: f"{HOST}/{lang}{rest}" for lang in LANGUAGES}
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", page.findtext(f"{SITEMAP}lastmod") or "")


def test_pages_of_the_sitemap_exist(site: Site, pages: list[ElementTree.Element]) -> None:
    sample = pages[: 2 * len(PLAIN)] + pages[2 * len(PLAIN) :: len(pages) // 40]
    for page in sample:
        place = location(page).removeprefix(HOST)
        reply = visit(site, place, accept="text/html")
        assert (place, reply.status, reply.media_type) == (place, 200, "text/html")


def test_many_pages_are_shared_out_to_several_sitemaps(site: Site) -> None:
    world = site.world("interpreted", "")
    found = [f"/{lang}/{p}" for p in paths(world, PLAIN) for lang in LANGUAGES]
    assert parts(world, PLAIN, 1000) == -(-len(found) // 1000) > 1
    index = ElementTree.fromstring(sitemap(world, HOST, PLAIN, 1000))
    assert index.tag == f"{SITEMAP}sitemapindex"
    assert [location(e) for e in index] == [
        f"{HOST}/sitemap-{n}.xml" for n in range(1, len(index) + 1)
    ]
    listed: list[str] = []
    for n in range(1, len(index) + 1):
        body = part(world, HOST, PLAIN, n, 1000)
        assert body
        entries = list(ElementTree.fromstring(body))
        assert len(entries) <= 1000
        listed += [location(e).removeprefix(HOST) for e in entries]
    assert listed == found
    assert part(world, HOST, PLAIN, len(index) + 1, 1000) is None


def test_a_world_without_a_day_has_no_last_change(site: Site) -> None:
    world = site.world("interpreted", "")
    undated = World(world.folder, "interpreted", "9999-12-31")
    assert b"lastmod" in sitemap(world, HOST, PLAIN)
    assert b"lastmod" not in sitemap(undated, HOST, PLAIN)


@pytest.fixture(scope="module")
def robots(site: Site) -> str:
    return visit(site, "/robots.txt").body.decode()


@pytest.fixture(scope="module")
def crawler(robots: str) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(robots.splitlines())
    return parser


@pytest.mark.parametrize(
    "path",
    ["/", "/en/", "/ja/id/state-japan", "/id/state-japan.ttl", "/void.ttl", "/sitemap.xml",
     "/graph/catalogue", "/en/query/actors", "/en/sparql", "/static/style.css", "/questions"],
)  # fmt: skip
def test_crawlers_may_read_pages_and_documents(
    crawler: RobotFileParser, robots: str, path: str
) -> None:
    assert crawler.can_fetch("AnyBot", HOST + path)
    assert by_longest_rule(robots, path)


@pytest.mark.parametrize(
    "path",
    ["/sparql?query=ASK%7B%7D", "/q/actors?lang=ja", "/find?q=x", "/compare?a=b",
     "/en/search?q=x", "/ja/search"],
)  # fmt: skip
def test_crawlers_leave_costly_addresses_alone(
    crawler: RobotFileParser, robots: str, path: str
) -> None:
    assert not crawler.can_fetch("AnyBot", HOST + path)
    assert not by_longest_rule(robots, path)


def test_crawlers_leave_pages_with_parameters_alone(robots: str) -> None:
    assert not by_longest_rule(robots, "/en/id/state-japan?status=stated")


def by_longest_rule(robots: str, path: str) -> bool:
    """Tell whether a path may be read by RFC 9309: the longest rule that fits decides."""
    rules = re.findall(r"^(Allow|Disallow): (\S+)$", robots, re.M)
    fitting = [
        (len(rule), word == "Allow")
        for word, rule in rules
        if re.match(".*".join(map(re.escape, rule.split("*"))), path)
    ]
    return max(fitting, default=(0, True))[1]


def test_robots_names_the_sitemap(site: Site, crawler: RobotFileParser) -> None:
    assert crawler.site_maps() == [f"{HOST}/sitemap.xml"]
    assert visit(site, "/robots.txt").media_type == "text/plain"


def test_the_icon_is_a_picture(site: Site) -> None:
    reply = visit(site, "/favicon.svg")
    assert reply.media_type == "image/svg+xml"
    assert ElementTree.fromstring(reply.body).tag == "{http://www.w3.org/2000/svg}svg"
    assert header(visit(site, "/favicon.ico"), "location") == "/favicon.svg"
