"""Ask the graph from Python.

`jnkg.open()` gives a KnowledgeGraph; its answers are Rows of values (Entity, Text, PartialDate,
days, numbers), which turn into pandas, polars, Arrow and networkx. See `docs/python.md`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from jnkg.kg.days import Duration, PartialDate
from jnkg.kg.entity import Entity
from jnkg.kg.graph import KnowledgeGraph
from jnkg.kg.opening import open  # noqa: A004  jnkg.open() is what people look for
from jnkg.kg.rows import Row, Rows
from jnkg.kg.values import Text, Value

if TYPE_CHECKING:
    from jnkg.kg.about import About
    from jnkg.kg.grounds import Proof
    from jnkg.kg.nets import Net
    from jnkg.kg.sights import View

__all__ = [  # noqa: RUF022  in the order in which a reader meets them
    "open",
    "KnowledgeGraph",
    "Rows",
    "Row",
    "Value",
    "Entity",
    "Text",
    "PartialDate",
    "Duration",
    "View",
    "Net",
    "Proof",
    "About",
]
LATER = {"About": "about", "Net": "nets", "Proof": "grounds", "View": "sights"}
"""What is loaded only when it is asked for, since a plain question does without it."""


def __getattr__(name: str) -> object:
    """Load a noun that a plain question does without (PEP 562)."""
    if name in LATER:
        globals()[name] = noun = getattr(import_module(f"jnkg.kg.{LATER[name]}"), name)
        return noun
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
