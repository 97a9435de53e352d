"""Put OWL 2 DL reasoners behind one adapter: an ontology in, a verdict or an explanation out.

`pyhermit` (over `pyowl-core`) gives the verdict, `rustdl` a minimal set of clashing axioms, and
HermiT itself, through `owlready2` and Java, a second verdict. All are optional (the extra `owl`)
and imported only when they are asked. What each gets wrong shaped the calls:

- `pyowl-core` refuses more than one ontology header and whatever it cannot map: that is a refusal
  here;
- `rustdl` loses axioms when it reads RDF/XML, so it gets the functional syntax, and what it drops
  from that it does not reason over: its explanation is a proposal that the caller holds against
  `pyhermit`;
- `owlready2` follows `owl:imports` and aborts on `xsd:date`: neither is in a DL view.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

from jnkg.dl.axioms import Axiom, functional
from jnkg.errors import JnkgError, Misuse

if TYPE_CHECKING:
    from pyowl_core import OntologyView

LIMIT = 120.0
"""The seconds after which a reasoner is taken to hang."""
ENGINES = {"pyhermit": ("pyhermit", "pyowl_core"), "hermit": ("owlready2",)}
"""The reasoners that give a verdict, and the packages that each needs."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reasoner says of an ontology.

    `refusals` are its own words for why the ontology is out of profile; then it gave no verdict.
    """

    is_consistent: bool
    refusals: tuple[str, ...] = ()


def is_there(engine: str) -> bool:
    """Tell whether a reasoner can be asked."""
    found = all(find_spec(name) for name in ENGINES[engine])
    return found and (engine != "hermit" or which("java") is not None)


def require(engine: str) -> None:
    """Raise Misuse where a reasoner does not exist or cannot be asked."""
    if engine not in ENGINES:
        names = ", ".join(ENGINES)
        raise Misuse(
            f"There is no reasoner {engine!r}. Use one of: {names}.",
            f"「{engine}」という推論器はありません。使えるもの：{names}。",
        )
    if not is_there(engine):
        java = (" It also needs Java (17 or later).", "Java（17以降）も必要です。")
        raise Misuse(
            f"The reasoner {engine} is not there: run `pip install 'japan-nato-kg[owl]'`."
            + (java[0] if engine == "hermit" else ""),
            f"推論器{engine}が使えません。`pip install 'japan-nato-kg[owl]'`を実行してください。"
            + (java[1] if engine == "hermit" else ""),
        )


def stamp(engine: str) -> bytes:
    """Weigh which version of a reasoner is installed, without importing it."""
    words = [engine.encode()]
    for name in ENGINES[engine]:
        spec = find_spec(name)
        origin = Path(spec.origin) if spec and spec.origin else None
        homes = origin.parent.parent.glob(f"{name}-*.dist-info") if origin else ()
        words += sorted(home.name.encode() for home in homes)
        if origin and (origin.parent / "_version.py").exists():
            words.append((origin.parent / "_version.py").read_bytes())
    return b"\0".join(words)


def ask(engine: str, ontology: bytes) -> Answer:
    """Ask a reasoner whether an ontology in N-Triples is in profile and consistent.

    Raises Misuse where it cannot be asked, JnkgError where it fails or does not end.
    """
    require(engine)
    return ask_hermit(ontology) if engine == "hermit" else ask_pyhermit(ontology)


def ask_pyhermit(ontology: bytes) -> Answer:
    """Ask pyhermit."""
    import pyhermit
    import pyowl_core

    options = pyowl_core.LoadOptions(
        imports=pyowl_core.ImportPolicy.IGNORE, format=pyowl_core.DocumentFormat.TURTLE
    )
    try:
        view = pyowl_core.load_snapshot(ontology, options=options)
        try:
            return reasoned(view, "auto")
        except pyhermit.InternalInvariantError:  # its native half fails on some negations
            return reasoned(view, "python")
        except pyhermit.OntologyInputError as error:
            return Answer(False, refusals(view) or (f"{error.code}: {error}",))
    except pyowl_core.PyOWLCoreError as error:
        return Answer(False, (f"{error.code}: {error}",))
    except pyhermit.PyHermiTError as error:
        raise failed("pyhermit", str(error)) from None


def refusals(view: OntologyView) -> tuple[str, ...]:
    """Give all reasons for which pyhermit refuses an ontology."""
    from pyhermit.profile import ProfileSeverity, validate_owl2_dl_view

    issues = validate_owl2_dl_view(view).issues
    faults = (i for i in issues if i.severity is ProfileSeverity.ERROR)
    return tuple(sorted({f"{i.rule_id}: {i.message}" for i in faults}))


def reasoned(view: OntologyView, backend: str) -> Answer:
    """Ask one of the two halves of pyhermit."""
    import pyhermit

    config = pyhermit.ReasonerConfig(backend=pyhermit.BackendName(backend), timeout=LIMIT)
    with pyhermit.Reasoner(view, config=config) as reasoner:
        return Answer(reasoner.is_consistent())


def ask_hermit(ontology: bytes) -> Answer:
    """Ask HermiT through owlready2, in a world of its own."""
    import owlready2

    world = owlready2.World()
    try:
        world.get_ontology("urn:jnkg:dl-view#").load(fileobj=io.BytesIO(ontology))
        owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Answer(False)
    except owlready2.OwlReadyJavaError as error:
        lines = str(error).strip().splitlines()
        words = next((line for line in lines if "Exception" in line), lines[-1])
        if "IllegalArgumentException" in words or "UnsupportedDatatype" in words:
            return Answer(False, (words,))
        raise failed("hermit", words) from None
    finally:
        world.close()
    return Answer(True)


def unsatisfiable_by_hermit(ontology: bytes) -> set[str]:
    """Give the classes that HermiT finds unsatisfiable in a consistent ontology."""
    import owlready2

    world = owlready2.World()
    try:
        world.get_ontology("urn:jnkg:dl-view#").load(fileobj=io.BytesIO(ontology))
        owlready2.sync_reasoner_hermit(world, debug=0)
        return {c.iri for c in world.inconsistent_classes() if c is not owlready2.Nothing}
    finally:
        world.close()


def failed(engine: str, words: str) -> JnkgError:
    """Say that a reasoner failed."""
    return JnkgError(
        f"The reasoner {engine} failed: {words}. Undo the last change of `ontology/`, or report "
        "it.",
        f"推論器{engine}が失敗しました：{words}。`ontology/`への直近の変更を戻すか、"
        "報告してください。",
    )


def proposed_clash(axioms: Sequence[Axiom]) -> list[Axiom] | None:
    """Ask rustdl which axioms clash; None where it is not there, or cannot say."""
    if find_spec("rustdl") is None:
        return None
    import rustdl

    try:
        prepared = rustdl.prepare_bytes(written(axioms), format="ofn")
        wanted = set(prepared.justify(["inconsistent"]))
        found = {a: words for a, words in rendered(axioms) if words & wanted} if wanted else {}
    except (rustdl.RustdlError, RuntimeError, ValueError):
        return None
    return list(found) if found and set[str]().union(*found.values()) >= wanted else None


def rendered(axioms: Sequence[Axiom]) -> Iterator[tuple[Axiom, set[str]]]:
    """Yield each axiom with the words in which rustdl writes it."""
    import rustdl

    with tempfile.TemporaryDirectory(prefix="jnkg-owl-") as folder:
        place = Path(folder, "axiom.ofn")
        for axiom in axioms:
            place.write_bytes(written([axiom]))
            yield axiom, set(rustdl.render_manchester(str(place)))


def written(axioms: Iterable[Axiom]) -> bytes:
    """Write axioms as an ontology in the functional syntax."""
    lines = (functional(axiom.form) for axiom in axioms)
    return "\n".join(["Ontology(<urn:jnkg:dl-view>", *lines, ")"]).encode()
