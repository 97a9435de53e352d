"""Find the node that a reader over HTTP names, and say what is wrong where there is no one such."""

from __future__ import annotations

from pyoxigraph import NamedNode

from jnkg.answer import find_node, labelled
from jnkg.asking import HIDDEN
from jnkg.endpoint.given import spoken, wrong
from jnkg.endpoint.problems import Problem
from jnkg.endpoint.site import Visit
from jnkg.errors import Misuse, UnknownValue
from jnkg.store import World

CANDIDATES = 50
"""As many nodes of one label are listed when a reader has to choose."""


def node_of(visit: Visit, typed: str) -> NamedNode:
    """Find the node that a reader names.

    Raises Problem: there is none, it is not in this world, or there are several.
    """
    try:
        return find_node(visit.world, typed)
    except UnknownValue as error:
        raise not_here(visit, typed, error) from error
    except Misuse as error:
        raise misused(visit.world, "node", typed, error, visit.language) from error


def not_here(visit: Visit, typed: str, error: UnknownValue) -> Problem:
    """Say that there is no such node, or that only a wider world has it."""
    if visit.switches():
        try:
            iri = find_node(visit.widest(), typed).value
        except Misuse:
            pass
        else:
            return Problem("hidden", **spoken(HIDDEN), parameter="node", node=iri)
    return unknown("node", error)


def unknown(key: str, error: UnknownValue) -> Problem:
    """Say that nothing is called by the value of a parameter, and what comes close."""
    words = spoken(error.message)
    near = list(error.nearest)
    return Problem("not-found", words["en"], words["ja"], parameter=key, nearest=near)


def misused(world: World, key: str, typed: str, error: Misuse, language: str) -> Problem:
    """Say what is wrong with the value of a parameter, and which nodes a label may mean."""
    words = spoken(error.message)
    names = world.labels(language)
    found = labelled(world, typed.strip())[:CANDIDATES]
    if len(found) < 2:
        return wrong(key, words["en"], words["ja"])
    candidates = [{"iri": node.value, "label": names.get(node.value, "")} for node in found]
    return wrong(key, words["en"], words["ja"], candidates=candidates)
