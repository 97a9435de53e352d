"""Read a page as a person does who does not see it: headings, links, tables, fields."""

from __future__ import annotations

from html.parser import HTMLParser

from jnkg.endpoint.exchange import Reply

ALONE = {"input", "link", "meta", "img", "br"}


class Reading(HTMLParser):
    """What stands on a page: `links` as (href, words), tables as rows of cells, form fields."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.tables: list[list[list[str]]] = []
        self.fields: dict[str, str] = {}
        self.badges: list[str] = []
        self.language = ""
        self.words = ""
        self.open: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "html":
            self.language = given["lang"]
        if tag == "a":
            self.links.append((given.get("href", ""), ""))
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th"):
            self.tables[-1][-1].append("")
        if tag == "input" and given.get("name"):
            self.fields[given["name"]] = given.get("value", "")
        if tag not in ALONE:
            self.open.append((tag, given.get("class", "")))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        names = [tag for tag, _ in self.open]
        if "style" in names or "title" in names:
            return
        self.words += data
        if "a" in names:
            href, words = self.links[-1]
            self.links[-1] = (href, words + data)
        if "td" in names or "th" in names:
            self.tables[-1][-1][-1] += data
        if self.open and self.open[-1][1].startswith("badge"):
            self.badges.append(data)

    def rows(self, number: int = 0) -> list[list[str]]:
        """Give the rows of a table under its headings."""
        return [[cell.strip() for cell in row] for row in self.tables[number][1:]]

    def hrefs(self) -> set[str]:
        """Give where the links lead."""
        return {href for href, _ in self.links}


def read_page(reply: Reply) -> Reading:
    """Read a page."""
    return Reading(reply.body.decode())
