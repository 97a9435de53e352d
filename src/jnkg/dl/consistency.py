"""Say whether the ontology, and ontology plus data, are OWL 2 DL and free of contradiction.

A Dataset comes in; Verdicts go out, on the ontology alone and on everything, each on its DL view
(`view`). A verdict is exact in both directions: the reasoner sees the data as a summary
(`summary`), and what clashes there is told only if it clashes among the real individuals. Every
class, and every property between things, is tried by supposing one: if all of these together bring
no clash, none is unsatisfiable; otherwise they are tried apart. What was once found good is
remembered by the digest of exactly what the reasoner would see, together with its version, in the
folder of builds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property

import pyoxigraph as ox

from jnkg.dataset import Dataset, Triples
from jnkg.dl.axioms import OWL, Axiom
from jnkg.dl.clashes import Clash, Reporter, is_supposed, shrink
from jnkg.dl.engines import Answer, ask, is_there, proposed_clash, require
from jnkg.dl.kinds import DECLARES
from jnkg.dl.memory import Memory
from jnkg.dl.profile import Profile
from jnkg.dl.summary import Summary
from jnkg.dl.verdict import Verdict, disagreement, findings_of, not_run
from jnkg.dl.view import HEADER, TYPE, DlView, Row, assertion, dl_view
from jnkg.dl.words import WITNESS
from jnkg.report import Finding
from jnkg.rooms import Tree
from jnkg.turtle import Term, ntriples, with_names

DAILY = "pyhermit"
"""The reasoner of the daily check, which also finds the clashes that another one meets."""
MOST = 10
"""How many clashes are told at once."""
TRIED = {OWL + "Class": "class", OWL + "ObjectProperty": "property"}


class Court:
    """Examines one DL view with one reasoner."""

    def __init__(self, view: DlView, engine: str) -> None:
        self.view = view
        self.engine = engine
        self.summary = Summary(view)

    @cached_property
    def declarations(self) -> dict[Term, list[ox.Triple]]:
        """What the view declares, by node."""
        found: dict[Term, list[ox.Triple]] = {}
        for triple in self.view.axiom_triples:
            kind = triple.object
            is_declaration = isinstance(kind, ox.NamedNode) and kind.value in DECLARES
            if triple.predicate == TYPE and is_declaration:
                found.setdefault(triple.subject, []).append(triple)
        return found

    @cached_property
    def supposed(self) -> dict[Row, ox.NamedNode]:
        """One individual for each declared class, two for each property between things."""
        found: dict[Row, ox.NamedNode] = {}
        for node, triples in self.declarations.items():
            kinds = {
                TRIED.get(t.object.value) for t in triples if isinstance(t.object, ox.NamedNode)
            }
            if not isinstance(node, ox.NamedNode):
                continue
            first = ox.NamedNode(WITNESS + node.value)
            if "class" in kinds:
                found[first, TYPE, node] = node
            if "property" in kinds:
                found[first, node, ox.NamedNode(WITNESS + "value:" + node.value)] = node
        return found

    @property
    def terms(self) -> int:
        """The number of classes and properties that are tried."""
        return len(self.supposed)

    def text(self) -> bytes:
        """Write exactly what the reasoner is asked first; the second reasoner is asked in full."""
        if self.engine != DAILY:
            supposed = (ox.Triple(*row) for row in self.supposed)
            return self.in_full() + ntriples(supposed)
        return self.whole(self.summary, self.supposed)

    def whole(self, summary: Summary, supposed: Iterable[Row]) -> bytes:
        """Write the view with a summary of its assertions, and with what is supposed."""
        rows = (ox.Triple(*row) for row in (*summary.assertions, *supposed))
        return ntriples([HEADER, *with_names(self.view.axiom_triples), *rows])

    def in_full(self) -> bytes:
        """Write the view with all its individuals apart."""
        rows = (ox.Triple(*row) for row in self.view.assertions)
        return ntriples([HEADER, *with_names(self.view.axiom_triples), *rows])

    def part(self, axioms: Sequence[Axiom]) -> bytes:
        """Write some axioms, with the declarations of what they name."""
        triples = dict.fromkeys(t for a in axioms for t in a.triples)
        nodes = {n for t in triples for n in t}
        declared = (t for n in nodes for t in self.declarations.get(n, ()))
        return ntriples([HEADER, *dict.fromkeys((*triples, *declared))])

    def clashes(self, axioms: Sequence[Axiom]) -> bool:
        """Tell whether some axioms contradict each other."""
        return is_clash(ask(self.engine, self.part(axioms)))

    def core(self, axioms: Sequence[Axiom]) -> list[Axiom]:
        """Give a smallest part of clashing axioms: what rustdl proposes if it holds, or our own."""
        proposed = proposed_clash(axioms)
        if proposed and self.clashes(proposed):
            return shrink(proposed, self.clashes) if len(proposed) < 12 else proposed
        return shrink(axioms, self.clashes) if self.clashes(axioms) else []

    def clash(self, supposed: Sequence[Row] = ()) -> Clash | None:
        """Find a clash among the real individuals; None where there is none.

        The summary is refined until it is consistent or shows a clash that the data hold.
        """
        while is_clash(ask(self.engine, self.whole(self.summary, supposed))):
            images = {assertion(r): r for r in self.summary.assertions}
            extra = [assertion(row) for row in supposed]
            core = self.core([*self.view.axioms, *images, *extra])
            rows = [images[a] for a in core if a in images]
            real = self.summary.origins(rows)
            if not core:
                return Clash(())
            if real is not None:
                rest = [a for a in core if a not in images]
                found = (*(assertion(r) for r in real), *rest)
                return Clash(found, self.supposed[supposed[0]] if supposed else None)
            self.summary = self.summary.refined(rows)
        return None

    def without_model(self, rows: Sequence[Row]) -> Iterator[Clash]:
        """Yield a clash for each class or property of which there can be none."""
        if ask(self.engine, self.whole(self.summary, rows)).is_consistent:
            return
        if len(rows) > 1:
            half = len(rows) // 2
            yield from self.without_model(rows[:half])
            yield from self.without_model(rows[half:])
            return
        found = self.clash(rows)
        if found:
            yield found


def is_clash(answer: Answer) -> bool:
    """Tell whether a reasoner gave a verdict, and it is that there is a contradiction."""
    return not answer.is_consistent and not answer.refusals


def verdicts(
    dataset: Dataset, tree: Tree | None = None, engine: str = DAILY
) -> tuple[Verdict, ...]:
    """Judge the ontology alone, then everything; what the tree's memory knows is not asked again.

    Raises Misuse for a reasoner that does not exist, JnkgError where it fails. Without pyhermit
    only our own rules are held, and a warning says so. While the ontology alone contradicts itself
    there is no verdict on everything: each individual would be blamed for it.
    """
    if engine != DAILY:
        require(engine)
    memory = Memory(tree, engine) if tree else None
    alone = dl_view(dataset, ontology_only=True)
    first = cache(lambda: judge(Court(alone, engine), dataset, memory))
    whole = judge(Court(dl_view(dataset), engine), dataset, memory, first)
    is_all_said = set(whole.view.axiom_triples) == set(alone.axiom_triples)
    if whole.is_good and is_all_said:  # what holds of all holds of a part
        found = Verdict(alone, engine, True, whole.terms), whole
    else:
        found = first(), whole
    if memory:
        memory.write()
    return found


def dl_findings(dataset: Dataset, tree: Tree, engine: str = "pyhermit") -> list[Finding]:
    """Give what keeps the ontology or the data from being consistent OWL 2 DL."""
    return findings_of(verdicts(dataset, tree, engine))


def judge(
    court: Court,
    dataset: Dataset,
    memory: Memory | None = None,
    first: Callable[[], Verdict] | None = None,
) -> Verdict:
    """Judge one view; what is wrong is not looked for where the `first` verdict tells of it."""
    view, engine = court.view, court.engine
    has_engine = is_there(engine)
    text = court.text() if memory and has_engine else b""
    if memory and has_engine and (memory.knows(text) or memory.knows(court.in_full())):
        return Verdict(view, engine, True, court.terms)
    faults = Profile(view, [assertion(r) for r in view.assertions]).faults()
    if faults:
        reporter = Reporter(dataset)
        told = tuple(reporter.fault_finding(f, triples_at(view, f.triple)) for f in faults)
        return Verdict(view, engine, None, court.terms, (), told)
    if not has_engine:
        return Verdict(view, engine, None, court.terms, (), (not_run(engine),))
    answer = ask(engine, text or court.text())
    if answer.is_consistent:
        if memory:
            memory.learn(text)
        return Verdict(view, engine, True, court.terms)
    if answer.refusals:
        return refused(court, dataset, answer.refusals)
    if first and first().findings and first().is_consistent is not None:
        return Verdict(view, engine, None, court.terms, first().unsatisfiable)
    verdict = condemned(court, dataset)
    if verdict.is_good and engine != DAILY and is_there(DAILY):
        return Verdict(view, engine, False, court.terms, (), (disagreement(engine),))
    if memory and verdict.is_good:
        memory.learn(court.in_full())
    return verdict


def triples_at(view: DlView, triple: ox.Triple) -> Triples:
    """Give the triples about what a nameless node leads to."""
    if isinstance(triple.subject, ox.NamedNode):
        return ()
    return tuple(view.reader.said_by(triple))


def refused(court: Court, dataset: Dataset, refusals: Sequence[str]) -> Verdict:
    """Find the axioms for which a reasoner refuses a view."""
    axioms = [*court.view.axioms, *(assertion(r) for r in court.view.assertions)]

    def is_refused(part: Sequence[Axiom]) -> bool:
        return bool(ask(DAILY, court.part(part)).refusals)

    core = shrink(axioms, is_refused) if is_there(DAILY) and is_refused(axioms) else []
    finding = Reporter(dataset).refusal_finding(refusals, core)
    return Verdict(court.view, court.engine, None, court.terms, (), (finding,))


def condemned(court: Court, dataset: Dataset) -> Verdict:
    """Explain what clashes: the whole, or each class and property of which there can be none."""
    reporter = Reporter(dataset)
    told: list[Finding] = []
    view, engine = court.view, court.engine
    court = Court(view, DAILY if is_there(DAILY) else engine)
    clash = court.clash()
    while clash and len(told) < MOST:
        told.append(reporter.clash_finding(clash))
        if not clash.axioms:
            break
        court = Court(court.view.without(reporter.slip(clash.axioms, None)), court.engine)
        clash = court.clash()
    if told:
        return Verdict(view, engine, False, court.terms, (), tuple(told))
    clashes = list(court.without_model(list(court.supposed)))
    return Verdict(
        view, engine, True, court.terms,
        tuple(c.of for c in clashes if c.of),
        tuple(reporter.clash_finding(c) for c in roots(clashes)),
    )  # fmt: skip


def roots(clashes: Sequence[Clash]) -> list[Clash]:
    """Leave out clashes that are there only because another is."""
    grounds = [frozenset(a for a in c.axioms if not is_supposed(a)) for c in clashes]
    return [
        clash
        for number, clash in enumerate(clashes)
        if not any(
            other < grounds[number] or (other == grounds[number] and place < number)
            for place, other in enumerate(grounds)
        )
    ]
