"""Write a tree of XML elements as a file: two blanks a level, no clock, no illegal character."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Mapping

from jnkg.exports.network import Scalar

ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write."""


def child(parent: ET.Element, tag: str, given: Mapping[str, str], text: str = "") -> ET.Element:
    """Add an element; attributes that are empty are left out."""
    kept = {name: clean(value) for name, value in given.items() if value != ""}
    element = ET.SubElement(parent, tag, kept)
    element.text = clean(text) or None
    return element


def clean(text: str) -> str:
    """Leave out what XML cannot hold."""
    return ILLEGAL.sub("", text)


def written(value: Scalar) -> str:
    """Write a value as XML Schema does."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def document(root: ET.Element) -> bytes:
    """Give the file."""
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return content + b"\n"


def numbers(content: bytes) -> tuple[int, int]:
    """Count the nodes and edges in a file, whatever their namespace."""
    tags = Counter(e.tag.rpartition("}")[2] for e in ET.fromstring(content).iter())  # noqa: S314  our own
    return tags["node"], tags["edge"]
