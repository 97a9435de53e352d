"""Draw a module in one language, and say in words what the drawing shows."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from jnkg.refdocs.edition import Edition
from jnkg.refdocs.layout import Picture, draw
from jnkg.refdocs.nouns import Module, Node
from jnkg.refdocs.scenes import Arrow, Box, Scene, scene


def picture(edition: Edition, module: Module) -> tuple[Scene, Picture]:
    """Choose what the diagram of a module shows and give it places."""
    chosen = scene(edition.ontology, edition.reference.fitter, module)
    return chosen, draw(chosen, lambda box: caption(edition, box), edition.label)


def caption(edition: Edition, box: Box) -> list[tuple[str, Node | None, bool]]:
    """Give the lines of a box."""
    lines: list[tuple[str, Node | None, bool]] = [(edition.label(n), n, False) for n in box.rows]
    if not box.rows:
        lines.append((str(edition.words("several")), None, False))
    lines += [(edition.label(n), n, True) for n in box.attributes]
    if box.values:
        key = "n_values_1" if box.values == 1 else "n_values"
        lines.append((str(edition.words(key, n=box.values)), None, True))
    return lines


def in_words(edition: Edition, scene: Scene) -> Iterator[Markup]:
    """Yield a sentence for each thing that a diagram shows."""
    boxes = {box.key: box for box in scene.boxes}
    for arrow in scene.arrows:
        yield from arrow_words(edition, arrow, boxes)
    for box in scene.boxes:
        values = edition.links(box.attributes)
        if box.attributes and box.rows:
            yield edition.words("box_attributes", source=edition.links(box.rows), values=values)
        elif box.attributes:
            yield edition.words("several_attributes", values=values)
        if box.values:
            found = edition.links(edition.ontology.values_of(box.rows[0]))
            yield edition.words("box_values", source=edition.links(box.rows), values=found)


def arrow_words(edition: Edition, arrow: Arrow, boxes: dict[str, Box]) -> Iterator[Markup]:
    """Yield the sentences for one arrow."""
    source, target = (edition.links(boxes[key].rows) for key in (arrow.source, arrow.target))
    if arrow.is_kind:
        key = "arrow_kinds" if boxes[arrow.source].is_list else "arrow_kind"
        yield edition.words(key, source=source, sources=source, target=target)
    for node in arrow.properties:
        key = "arrow_property" if arrow.is_axiom else "arrow_shape"
        yield edition.words(key, property=edition.link(node), source=source, target=target)
