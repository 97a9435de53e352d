"""Read the definitions of tables: one .rq file of `queries/table` becomes one Table.

The header is TOML behind `#: `, as for stored questions; an unknown or missing key is an error
that names the file and says what to do.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

from jnkg.errors import Misuse
from jnkg.names import LANGUAGES
from jnkg.questions import header_fault, with_prologue
from jnkg.rooms import Tree

ROOM = "queries/table"
FAMILIES = ("tidy", "ir")
KINDS = (
    "node", "code", "text", "integer", "number", "boolean", "date", "year", "duration", "edtf",
    "iri",
)  # fmt: skip
MEANINGS = ("never", "not-applicable", "unknown", "not-printed", "none-recorded")
MANY = ("node", "code", "iri", "date", "edtf", "year", "integer")
"""The kinds of which a cell may hold several: those whose values hold no space."""
NAME = re.compile(r"[a-z][a-z0-9_]*")
KEYS = {"title", "about", "family", "key", "counts", "columns"}
FIELDS = {"kind", "en", "ja", "empty", "example"}
OPTIONAL = {"of", "many", "codes"}


@dataclass(frozen=True, slots=True)
class Column:
    """One variable of a table's query.

    `words` say in en and ja what it means, `empty` what an empty cell means, `of` the table whose
    key it holds. Where `many` is true a cell is a list. `example` is a value as a cell prints it.
    `codes` are the values of a code that is no term of the ontology, with their words by language;
    `authority` names the outside list that they are taken from. With either, values are literals.
    """

    name: str
    kind: str
    words: Mapping[str, str]
    empty: str
    of: str = ""
    many: bool = False
    example: str = ""
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    authority: str = ""

    @property
    def is_labelled(self) -> bool:
        """Whether the files have a column of labels for each language beside it."""
        if self.kind == "code":
            return not (self.many or self.codes or self.authority)
        return self.kind == "node" and not self.many


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, what identifies it, its columns in order, and its query.

    `counts` is a SELECT of one number that counts the rows in another way.
    """

    name: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    family: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    counts: str
    text: str

    @property
    def path(self) -> str:
        """Where it is written, relative to the tree."""
        return f"{ROOM}/{self.name}.rq"

    @property
    def query(self) -> str:
        """The query with every prefix declared, as an engine is to be asked it."""
        return with_prologue(self.text)

    @property
    def count_query(self) -> str:
        """The query that counts the rows, with every prefix declared."""
        return with_prologue(self.counts)

    def column(self, name: str) -> Column:
        """Give a column by its name; raises KeyError."""
        return {c.name: c for c in self.columns}[name]


def read_tables(tree: Tree) -> dict[str, Table]:
    """Read all tables of a tree, by name; raises Misuse for the first header that is wrong."""
    return {t.name: t for t in (read_file(tree, path) for path in tree.files(ROOM, ".rq"))}


def read_file(tree: Tree, path: str) -> Table:
    """Read one file of a tree; raises Misuse, also where it is not UTF-8."""
    try:
        return read_table(path, tree.text(path))
    except UnicodeDecodeError:
        raise Misuse(f"{path}: save it as UTF-8.", f"{path}：UTF-8で保存してください。") from None


def read_table(path: str, text: str) -> Table:
    """Read one .rq file; raises Misuse for a header that is not as it should be."""
    lines = text.splitlines()
    try:
        header = tomllib.loads("\n".join(line[3:] for line in lines if line.startswith("#: ")))
    except tomllib.TOMLDecodeError as error:
        raise header_fault(path, str(error)) from error
    wrong = sorted(header.keys() ^ KEYS)
    if wrong:
        raise header_fault(path, ", ".join(wrong))
    table = Table(
        path.rsplit("/", 1)[1].removesuffix(".rq"),
        bilingual(path, "title", header["title"]),
        bilingual(path, "about", header["about"]),
        one_of(path, "family", header["family"], FAMILIES),
        read_key(path, header["key"]),
        read_columns(path, header["columns"]),
        written(path, "counts", header["counts"]),
        "\n".join(line for line in lines if not line.startswith("#: ")).strip() + "\n",
    )
    hold_names(path, table)
    return table


def bilingual(path: str, key: str, words: object) -> dict[str, str]:
    """Give a text in both languages; raises Misuse where one is missing or empty."""
    if not isinstance(words, dict) or words.keys() != set(LANGUAGES):
        raise header_fault(path, f"{key}.en / {key}.ja")
    return {code: written(path, f"{key}.{code}", words[code]) for code in LANGUAGES}


def written(path: str, key: str, value: object) -> str:
    """Give a text that is not empty; raises Misuse."""
    if not isinstance(value, str) or not value.strip():
        raise header_fault(path, f'{key} = "..."')
    return value


def one_of(path: str, key: str, value: object, known: tuple[str, ...]) -> str:
    """Give one of some known words; raises Misuse that lists them."""
    if value not in known:
        raise header_fault(path, f"{key}: {', '.join(known)}")
    return str(value)


def read_key(path: str, names: object) -> tuple[str, ...]:
    """Give the names of the columns that identify a row; raises Misuse."""
    if not isinstance(names, list) or not names or not all(isinstance(n, str) for n in names):
        raise header_fault(path, 'key = ["..."]')
    return tuple(names)


def read_columns(path: str, columns: object) -> tuple[Column, ...]:
    """Read the columns in their order; raises Misuse."""
    if not isinstance(columns, dict) or not columns:
        raise header_fault(path, "columns.<name> = { kind, en, ja, empty, example }")
    return tuple(read_column(path, name, fields) for name, fields in columns.items())


def read_column(path: str, name: str, fields: object) -> Column:
    """Read one column of a header; raises Misuse."""
    place = f"columns.{name}"
    if not NAME.fullmatch(name):
        raise header_fault(path, f"{place}: {NAME.pattern}")
    known = isinstance(fields, dict) and FIELDS <= fields.keys() <= FIELDS | OPTIONAL
    if not isinstance(fields, dict) or not known:
        wanted = f"{', '.join(sorted(FIELDS))} [{', '.join(sorted(OPTIONAL))}]"
        raise header_fault(path, f"{place}: {wanted}")
    kind = one_of(path, f"{place}.kind", fields["kind"], KINDS)
    many, of = fields.get("many", False), fields.get("of", "")
    if not isinstance(many, bool) or (many and kind not in MANY):
        raise header_fault(path, f"{place}.many = true ({', '.join(MANY)})")
    if not isinstance(of, str) or (of and kind != "node"):
        raise header_fault(path, f'{place}.of = "<table>" (kind = "node")')
    codes, authority = read_codes(path, place, kind, fields.get("codes"))
    return Column(
        name,
        kind,
        bilingual(path, place, {code: fields[code] for code in LANGUAGES}),
        one_of(path, f"{place}.empty", fields["empty"], MEANINGS),
        of,
        many,
        written(path, f"{place}.example", printed(fields["example"])),
        codes,
        authority,
    )


def read_codes(
    path: str, place: str, kind: str, codes: object
) -> tuple[dict[str, dict[str, str]], str]:
    """Read the codes that are no terms of the ontology, or the name of the list they are from."""
    if codes is None:
        return {}, ""
    if kind != "code":
        raise header_fault(path, f'{place}.codes (kind = "code")')
    if isinstance(codes, str):
        return {}, written(path, f"{place}.codes", codes)
    if not isinstance(codes, dict) or not codes:
        raise header_fault(path, f"{place}.codes = {{ CODE = {{ en, ja }} }}")
    return {c: bilingual(path, f"{place}.codes.{c}", words) for c, words in codes.items()}, ""


def printed(example: object) -> object:
    """Give an example as a cell prints it, where TOML has a type for it."""
    if isinstance(example, bool):
        return str(example).lower()
    if isinstance(example, float) and example.is_integer():
        return str(int(example))
    return example if isinstance(example, (str, dict, list)) else str(example)


def hold_names(path: str, table: Table) -> None:
    """Hold the key and the names of label columns against the columns; raises Misuse."""
    names = [c.name for c in table.columns]
    strange = [n for n in table.key if n not in names]
    if strange:
        raise header_fault(path, f"key: {', '.join(strange)} / columns: {', '.join(names)}")
    labels = {f"{c.name}_{code}" for c in table.columns if c.is_labelled for code in LANGUAGES}
    twice = sorted(labels & set(names))
    if twice:
        raise header_fault(path, f"columns.{', columns.'.join(twice)}: _en / _ja")
    if any(c.many or c.empty != "never" for c in table.columns if c.name in table.key):
        raise header_fault(path, f'key: empty = "never", many = false ({", ".join(table.key)})')
