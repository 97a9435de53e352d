"""Fill columns: give the values of properties for things that were matched.

A World and an Extension come in; what the protocol answers goes out as plain data. Days are written
as the protocol has them, with midnight standing for the whole day, or as text where that is asked.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from jnkg.names import ID, NS, PREFIXES
from jnkg.reconciling.asked import Extension, Wish
from jnkg.reconciling.candidates import named_by
from jnkg.reconciling.kinds import type_json
from jnkg.reconciling.properties import Property, Term, property_of, table
from jnkg.store import World

XSD = PREFIXES["xsd"]
Cell = Mapping[str, object]
NAMED = ("name_en", "name_ja")
"""Properties that choose a language by themselves."""
SETTINGS = {
    "limit": ("number", 0, "Values at most", "値の上限", "0 for all of them.", "0は上限なし。"),
    "language": ("select", "", "Language", "言語",
                 "The language of names and texts.", "名称と文章の言語。"),
    "dates": ("select", "date", "Dates", "日付", "A whole day is written as its midnight, or as "
              "text.", "日付を零時の時刻として書くか、文字列として書くか。"),
}  # fmt: skip
"""What a property can be fetched with: kind, default, label and help (en, ja, en, ja)."""
CHOICES = {
    "language": (("", "as this service", "このサービスの言語"), ("en", "English", "英語"),
                 ("ja", "Japanese", "日本語"), ("both", "both", "両方")),
    "dates": (("date", "date", "日付"), ("text", "text (ISO 8601)", "文字列（ISO 8601）")),
}  # fmt: skip


def extend(world: World, wanted: Extension, language: str) -> dict[str, object]:
    """Give the values of properties for things; raises Malformed for an unknown property.

    A thing that the world does not have has no values.
    """
    asked = [(wish, property_of(world, wish.property)) for wish in wanted.wishes]
    rows = {
        thing: {
            wish.property: list(cells(world, iri_of(world, thing), wish, prop, language))
            for wish, prop in asked
        }
        for thing in wanted.things
    }
    return {"meta": [meta(world, wish, prop, language) for wish, prop in asked], "rows": rows}


def iri_of(world: World, thing: str) -> str:
    """Give the IRI of a thing by its identifier; empty where the world has none such."""
    labels = world.labels("en")
    return next((iri for iri in named_by(thing) if iri in labels), "")


def unknown(world: World, wanted: Extension) -> list[str]:
    """Give the identifiers that the world does not have."""
    return [thing for thing in wanted.things if not iri_of(world, thing)]


def meta(world: World, wish: Wish, prop: Property, language: str) -> dict[str, object]:
    """Describe a column."""
    given = type_json(world, prop.gives, language) if prop.gives.startswith(NS) else None
    told = {"type": given} if given else {}
    return {"id": wish.property, "name": prop.label[language], **told}


def cells(world: World, iri: str, wish: Wish, prop: Property, language: str) -> Iterator[Cell]:
    """Yield the values of one property of one thing."""
    chosen = "both" if prop.id in NAMED else wish.language or language
    terms = [t for t in table(world, prop).get(iri, ()) if is_spoken(t, chosen)]
    for term in terms[: wish.limit or None]:
        yield cell(world, term, language if chosen == "both" else chosen, wish.dates)


def is_spoken(term: Term, chosen: str) -> bool:
    """Tell whether a value is in the language chosen, or in none of ours."""
    tag = term.language if isinstance(term, ox.Literal) else None
    return chosen == "both" or tag not in ("en", "ja") or tag == chosen


def cell(world: World, term: Term, language: str, dates: str) -> Cell:
    """Give a value as the protocol has it; controlled values and pages are text."""
    if isinstance(term, ox.NamedNode):
        label = world.labels(language).get(term.value) or term.value
        is_thing = term.value.startswith(ID)
        return {"id": term.value.removeprefix(ID), "name": label} if is_thing else {"str": label}
    kind = term.datatype.value.removeprefix(XSD)
    if kind == "integer":
        return {"int": int(term.value)}
    if kind in ("decimal", "double", "float") and math.isfinite(float(term.value)):
        return {"float": float(term.value)}
    if kind == "date" and dates == "date":
        return {"date": f"{term.value[:10]}T00:00:00Z"}
    if kind == "dateTime" and dates == "date":
        return {"date": term.value}
    return {"str": term.value}


def settings(language: str) -> Sequence[Cell]:
    """Describe what a property can be fetched with."""
    at = ("en", "ja").index(language)
    return [
        {
            "name": name,
            "type": kind,
            "default": default,
            "label": words[at],
            "help_text": words[2 + at],
            **({"choices": choices(name, at)} if name in CHOICES else {}),
        }
        for name, (kind, default, *words) in SETTINGS.items()
    ]


def choices(name: str, at: int) -> list[dict[str, str]]:
    """Give the choices of a setting, in one language."""
    return [{"value": value, "name": words[at]} for value, *words in CHOICES[name]]
