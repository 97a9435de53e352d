"""List the pages of a server for those who search the web, as sitemaps (sitemaps.org).

A World, the address of the server and its pages that are of no node come in, XML goes out: one
sitemap, or an index where there are more pages than one may hold. Every page stands in it once in
each language, and names the other. Paths are without the language in front.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from urllib.parse import quote

from jnkg.describing.census import iri, rows
from jnkg.names import BASE, GRAPH, ID, LANGUAGES, NS
from jnkg.store import World

MOST = 50_000
"""Pages that one sitemap may hold."""
KINDS = (ID, NS, GRAPH)
"""Namespaces whose nodes have a page; stored questions are added."""
DAY = re.compile(r"(?!9999|0000)\d{4}-\d\d-\d\d")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = f'<urlset xmlns="{SPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
INDEX = f'<sitemapindex xmlns="{SPACE}">\n'


@lru_cache(maxsize=32)
def paths(world: World, plain: tuple[str, ...]) -> tuple[str, ...]:
    """Give the paths of all pages: of no node, of stored questions, and of nodes, in order."""
    subjects = (iri(s) for (s,) in rows(world, "SELECT DISTINCT ?s WHERE { ?s ?p ?o }"))
    nodes = sorted(s.removeprefix(BASE) for s in subjects if s.startswith(KINDS))
    questions = [f"query/{name}" for name in sorted(world.questions())]
    return (*plain, *questions, *nodes)


def parts(world: World, plain: tuple[str, ...], most: int = MOST) -> int:
    """Count the sitemaps that a world needs, of at most `most` pages each."""
    return -(-len(paths(world, plain)) * len(LANGUAGES) // most)


def sitemap(world: World, address: str, plain: tuple[str, ...], most: int = MOST) -> bytes:
    """Write the sitemap, or the index of all where there are several."""
    needed = parts(world, plain, most)
    if needed == 1:
        return page_list(world, address, paths(world, plain))
    changed = lastmod(world)
    lines = [
        f"<sitemap><loc>{escape(address)}/sitemap-{n}.xml</loc>{changed}</sitemap>\n"
        for n in range(1, needed + 1)
    ]
    return f"{HEAD}{INDEX}{''.join(lines)}</sitemapindex>\n".encode()


def part(
    world: World, address: str, plain: tuple[str, ...], place: int, most: int = MOST
) -> bytes | None:
    """Write one of several sitemaps, counted from 1; None where there is none of that number."""
    if not 1 <= place <= parts(world, plain, most):
        return None
    share = most // len(LANGUAGES)
    return page_list(world, address, paths(world, plain)[(place - 1) * share : place * share])


def page_list(world: World, address: str, found: Sequence[str]) -> bytes:
    """Write a sitemap of some paths."""
    changed = lastmod(world)
    return "".join(
        [HEAD, PAGES, *(entry(address, p, changed) for p in found), "</urlset>\n"]
    ).encode()


def entry(address: str, path: str, changed: str) -> str:
    """Write a page in each language, with what it is in the others."""
    places = {lang: escape(f"{address}/{lang}/{quote(path)}") for lang in LANGUAGES}
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href="{place}"/>'
        for lang, place in places.items()
    )
    return "".join(f"<url><loc>{p}</loc>{changed}{others}</url>\n" for p in places.values())


def lastmod(world: World) -> str:
    """Write the day on which the world came to know something last; empty where it has none."""
    return f"<lastmod>{world.day}</lastmod>" if DAY.fullmatch(world.day) else ""
