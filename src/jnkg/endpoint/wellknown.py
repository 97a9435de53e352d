"""Answer where those who come for the first time look: VoID, DCAT, robots, sitemaps, an icon.

What is said stands in `describing`; here it gets an address and a form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

import pyoxigraph as ox

from jnkg.describing.dcat import dcat
from jnkg.describing.edition import dataset_iri
from jnkg.describing.sitemap import part, sitemap
from jnkg.describing.void import void
from jnkg.describing.writing import FORMS, write
from jnkg.endpoint.exchange import Reply, redirect
from jnkg.endpoint.given import form_of, read_given
from jnkg.endpoint.negotiate import takes_pages
from jnkg.endpoint.problems import Problem
from jnkg.endpoint.site import Visit
from jnkg.pages.lists import KINDS
from jnkg.store import World

Describer = Callable[[World, str, Mapping[str, str]], list[ox.Triple]]

ADDRESS = re.compile(r"https?://[\w.:\[\]-]+(/[\w./~%-]*)?", re.ASCII)
DESCRIPTIONS: Mapping[str, Describer] = {"void": void, "dcat": dcat}
COSTLY = ("/sparql", "/q/", "/find", "/show", "/cite", "/lineage", "/timeline", "/ledger",
          "/network", "/coverage", "/compare", "/status", "/en/search", "/ja/search",
          "/reconcile", "/en/reconcile", "/ja/reconcile")  # fmt: skip
"""What costs more than it tells a crawler: all of it is said on pages and in documents as well."""
VIEWS = ("lineage", "timeline", "ledger", "network", "coverage", "compare")
PLAIN = ("", "questions", "ontology", "about", "sparql", *VIEWS, *(f"browse/{k}" for k in KINDS))
"""Pages that are of no node: the start page, and what leads on from it."""
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<path d="M10 10 22 22" stroke="#5b6470" stroke-width="3"/>'
    '<circle cx="10" cy="10" r="7" fill="#a8323e"/><circle cx="22" cy="22" r="7" fill="#23507f"/>'
    "</svg>\n"
)


def address(visit: Visit) -> str:
    """Give the address of the server; raises Problem where a client named one that is none."""
    if not ADDRESS.fullmatch(visit.base):
        raise Problem(
            "bad-request",
            "The Host header is not the name of a host.",
            "Hostヘッダーがホスト名ではありません。",
        )
    return visit.base


def with_switches(visit: Visit, path: str) -> str:
    """Give a path with the parameters that chose the world."""
    query = urlencode(visit.switches())
    return f"{path}?{query}" if query else path


def described(visit: Visit, what: str, form: str) -> Reply:
    """Give a description in a form, with links to the others."""
    read_given(visit, ())
    triples = DESCRIPTIONS[what](visit.world, address(visit), visit.switches())
    places = {f: with_switches(visit, f"/{what}.{f}") for f in FORMS}
    twins = [f'<{places[f]}>; rel="alternate"; type="{FORMS[f]}"' for f in FORMS if f != form]
    links = ", ".join([f'<{dataset_iri(visit.switches())}>; rel="describes"', *twins])
    headers = [("link", links), ("content-location", places[form])]
    return Reply(write(triples, form), FORMS[form], 200, headers)


def negotiated(what: str) -> Callable[[Visit], Reply]:
    """Give the handler of a description in the form that the client likes best."""
    return lambda visit: described(visit, what, form_of(visit, FORMS))


def in_form(what: str) -> Callable[..., Reply]:
    """Give the handler of a description in the form that its path names."""
    return lambda visit, form: described(visit, what, form)


def well_known(visit: Visit) -> Reply:
    """Lead to the VoID description in the form that the client likes best."""
    read_given(visit, ())
    return redirect(with_switches(visit, f"/void.{form_of(visit, FORMS)}"))


def thing(what: str) -> Callable[[Visit], Reply]:
    """Give the handler of the dataset or the catalogue itself: it leads to what is said of it."""

    def lead(visit: Visit) -> Reply:
        read_given(visit, ())
        if takes_pages(visit.message.header("accept")):
            return redirect(with_switches(visit, f"/{visit.language}/about"))
        return redirect(with_switches(visit, f"/{what}.{form_of(visit, FORMS)}"))

    return lead


def robots(visit: Visit) -> Reply:
    """Tell crawlers what to leave alone.

    What is refused comes first: some take the first rule that fits, others the longest.
    """
    read_given(visit, ())
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in COSTLY),
        "Disallow: /*?",
        "Allow: /",
        "",
        f"Sitemap: {address(visit)}/sitemap.xml",
    ]
    return Reply(("\n".join(lines) + "\n").encode(), "text/plain")


def sitemaps(visit: Visit) -> Reply:
    """Give the sitemap, or the index of sitemaps."""
    read_given(visit, ())
    return Reply(sitemap(visit.widest(), address(visit), PLAIN), "application/xml")


def numbered_sitemap(visit: Visit, place: int) -> Reply:
    """Give one of several sitemaps; raises Problem where there is none of that number."""
    read_given(visit, ())
    found = part(visit.widest(), address(visit), PLAIN, place)
    if found is None:
        raise Problem(
            "not-found", f"There is no sitemap {place}.", f"サイトマップ{place}はありません。"
        )
    return Reply(found, "application/xml")


def icon(visit: Visit) -> Reply:
    """Give the icon."""
    return Reply(ICON.encode(), "image/svg+xml", 200, [("cache-control", "public, max-age=86400")])


def old_icon(visit: Visit) -> Reply:
    """Lead to the icon from where browsers look for one unasked."""
    return redirect("/favicon.svg", 301)


TWIN = f"<any({','.join(FORMS)}):form>"
ROUTES: tuple[tuple[str, Callable[..., Reply], tuple[str, ...]], ...] = (
    ("/.well-known/void", well_known, ("GET",)),
    ("/void", negotiated("void"), ("GET",)),
    (f"/void.{TWIN}", in_form("void"), ("GET",)),
    ("/dcat", negotiated("dcat"), ("GET",)),
    (f"/dcat.{TWIN}", in_form("dcat"), ("GET",)),
    ("/dataset", thing("void"), ("GET",)),
    ("/catalog", thing("dcat"), ("GET",)),
    ("/robots.txt", robots, ("GET",)),
    ("/sitemap.xml", sitemaps, ("GET",)),
    ("/sitemap-<int:place>.xml", numbered_sitemap, ("GET",)),
    ("/favicon.svg", icon, ("GET",)),
    ("/favicon.ico", old_icon, ("GET",)),
)
