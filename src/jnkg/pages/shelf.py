"""Hold what a kind of node shows on its page above what all nodes show.

A Shelf is filled by the module of a kind and emptied by its template.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Shelf:
    """The values of a template, and the IRIs of the nodes that it shows in full.

    What is shown in full is not listed again among the mentions.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()
