"""Say what the reconciliation service offers, and where.

The address of the service and a language come in; the manifest of version 0.2 goes out.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from jnkg import __version__
from jnkg.names import ID, NS
from jnkg.reconciling.asked import BATCH
from jnkg.reconciling.extension import settings
from jnkg.reconciling.kinds import SHORT, USUAL, type_json
from jnkg.store import World

VERSIONS = ("0.2",)
SUGGESTED = ("entity", "type", "property")
WIDTH, HEIGHT = 430, 300
"""Pixels of the frame that a preview is made for."""


def manifest(
    world: World, base: str, language: str, switches: Mapping[str, str]
) -> dict[str, object]:
    """Describe the service of a world at an address; `switches` are the parameters of the world."""
    root, query = f"{base}/{language}/reconcile", urlencode(switches)
    tail, more = (f"?{query}", f"&{query}") if query else ("", "")
    return {
        "versions": list(VERSIONS),
        "name": named(language, switches),
        "identifierSpace": ID,
        "schemaSpace": NS,
        "documentation": f"{base}/{language}/about#reconcile",
        "serviceVersion": __version__,
        "logo": f"{base}/favicon.svg",
        "defaultTypes": [type_json(world, NS + name, language) for name in USUAL],
        "view": {"url": f"{base}/{language}/id/{{{{id}}}}{tail}"},
        "preview": {
            "url": f"{root}/preview?id={{{{id}}}}{more}",
            "width": WIDTH,
            "height": HEIGHT,
        },
        "suggest": {
            what: {
                "service_url": root,
                "service_path": f"/suggest/{what}{tail}",
                "flyout_service_path": f"/flyout/{what}?id=${{id}}{more}",
            }
            for what in SUGGESTED
        },
        "extend": {
            "propose_properties": {"service_url": root, "service_path": f"/properties{tail}"},
            "property_settings": settings(language),
        },
        "batchSize": BATCH,
    }


def named(language: str, switches: Mapping[str, str]) -> str:
    """Call the service so that those of other languages and worlds are told apart."""
    tag = {"en": "English", "ja": "日本語"}[language]
    marks = {"en": "{} ({})", "ja": "{}（{}）"}[language]
    comma = {"en": ", ", "ja": "、"}[language]
    return marks.format(SHORT[language], comma.join([tag, *switches.values()]))
