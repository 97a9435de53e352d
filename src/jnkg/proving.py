"""Say why a triple that a person typed holds, or that it does not.

Words of the command line come in; a proof is printed, or a remark is made.
"""

from __future__ import annotations

import json

import pyoxigraph as ox

from jnkg.answer import find_node
from jnkg.console import open_world, remark
from jnkg.dataset import read
from jnkg.errors import UnknownValue
from jnkg.names import NS, RDF_TYPE, STATUSES, expand
from jnkg.places import Places
from jnkg.prooftext import Layout, to_json, to_text
from jnkg.querylint import read_all
from jnkg.quick import screen_width, write
from jnkg.rooms import Tree
from jnkg.rulebook import rules
from jnkg.store import World
from jnkg.why import case

Words = tuple[str, str, str]
CATALOGUED = {
    "en": "The catalogue says so: the loader works it out from where a file lies, and its dates.",
    "ja": "目録の記述です。ファイルの置き場所と、そこにある日付から定まります。",
}
SET_ASIDE = {
    "en": "Set aside: a document gives it, or it follows from what one gives, but a preference "
    "that this world admits leaves that out. `jnkg show SUBJECT` shows both versions.",
    "ja": "退けられています。文書にあるか、文書にあることから従いますが、この範囲で採る選択が"
    "それを退けています。両方の版は `jnkg show 主語` で見られます。",
}


def print_proof(tree: Tree, words: Words, switches: tuple[str, str], lang: str, form: str) -> None:
    """Print why a triple holds in the world that the switches (status, day) choose.

    Raises UnknownValue for a word that names nothing even in the widest world.
    """
    world = open_world(tree, *switches)
    sought = in_world(world, words)
    if sought is None or not is_held(world, sought):
        wider = open_world(tree, STATUSES[-1], "")
        widest = triple_of(wider, words)
        remark(absent(world, widest, is_wider=is_held(wider, widest))[lang])
        return
    dataset = read(tree)
    known = case(world, rules(dataset, tree), lang)
    if not known.holds(sought):
        remark((CATALOGUED if ox.Quad(*sought) in world.store else SET_ASIDE)[lang])
        return
    proof = known.proof(sought)
    questions = {q.name: q for q in read_all(tree, "infer")[0]}
    layout = Layout(lang, world.labels(lang), Places(dataset.files), questions)
    if form == "json":
        write(json.dumps(to_json(proof, layout), ensure_ascii=False, indent=2) + "\n")
    else:
        write(to_text(proof, layout, screen_width() or 100))


def in_world(world: World, words: Words) -> ox.Triple | None:
    """Find what words name in a world; None where one of them names nothing in it."""
    try:
        return triple_of(world, words)
    except UnknownValue:
        return None


def triple_of(world: World, words: Words) -> ox.Triple:
    """Find the triple that words name; raises UnknownValue where a word names nothing.

    A value is named by its text, or as Turtle writes it where several have one text.
    """
    subject, predicate = node(world, words[0]), relation(world, words[1])
    quads = world.store.quads_for_pattern(subject, predicate, None, None)
    values = sorted({q.object for q in quads if isinstance(q.object, ox.Literal)}, key=str)
    for value in values:
        if words[2] in (value.value, str(value)):
            return ox.Triple(subject, predicate, value)
    return ox.Triple(subject, predicate, node(world, words[2]))


def is_held(world: World, triple: ox.Triple) -> bool:
    """Tell whether a graph of a world, if not the world itself, holds a triple."""
    return (
        next(
            world.store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None),
            None,
        )
        is not None
    )


def node(world: World, word: str) -> ox.NamedNode:
    """Find what a word names: by its IRI anything that some triple speaks of, else as anywhere."""
    text = word.strip().strip("<>")
    try:
        named = ox.NamedNode(text if "://" in text else expand(text) or "")
    except ValueError:
        return find_node(world, word)
    places = ((named, None, None), (None, named, None), (None, None, named))
    found = (world.store.quads_for_pattern(s, p, o, None) for s, p, o in places)
    return named if any(next(quads, None) for quads in found) else find_node(world, word)


def relation(world: World, word: str) -> ox.NamedNode:
    """Find the property that a word names: `a`, a local name of ours, or as any other node."""
    if word == "a":
        return ox.NamedNode(RDF_TYPE)
    own = ox.NamedNode(NS + word) if word.isalnum() and word.isascii() else None
    if own is not None and own.value in world.labels("en"):
        return own
    return node(world, word)


def absent(world: World, sought: ox.Triple, is_wider: bool) -> dict[str, str]:
    """Word why there is nothing to explain."""
    if is_wider:
        return {
            "en": "Narrowed away by --status or --known-by: it holds, but not in this world.",
            "ja": "--status か --known-by によって除かれています。この範囲の外では成り立ちます。",
        }
    pattern = (sought.subject, sought.predicate, None, ox.DefaultGraph())
    values = [q.object for q in world.store.quads_for_pattern(*pattern)]
    names = [v.value for v in values if isinstance(v, ox.NamedNode | ox.Literal)]
    en, ja = ([world.labels(lang).get(n, n) for n in names] for lang in ("en", "ja"))
    said = {
        "en": f" It has: {'; '.join(sorted(en))}."
        if names
        else " Nothing is said of this relation.",
        "ja": f"この関係の先にあるのは「{'」「'.join(sorted(ja))}」です。"
        if names
        else "この関係の記述はありません。",
    }
    return {
        "en": "The graph does not say so, nor does it follow." + said["en"],
        "ja": "グラフに書かれておらず、推論もされません。" + said["ja"],
    }
