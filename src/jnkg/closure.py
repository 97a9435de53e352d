"""Draw every conclusion from facts by rules, each at the levels at which it first follows.

Rules and facts with their levels come in; conclusions with theirs go out. Facts are taken up
in the order of days, and on a day in that of statuses, strongest first; each sets off the rules
that it takes part in once (semi-naive evaluation: Abiteboul, Hull and Vianu, Foundations of
Databases, 1995, chapter 13). So a conclusion is met first at its least level, since a level is no
less than that of any premise. Its cost is that of one closure, however many days and statuses
there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from jnkg.levels import Level
from jnkg.rules import Atom, Rule

Fact = tuple[str, str, str]
"""Predicate, start and end, as in an Atom."""
Trace = dict[Fact, tuple[Rule, tuple[Fact, ...]]]
"""For each conclusion the rule and the premises that it was first drawn from."""
UNKNOWN = 9
"""A rank weaker than any."""
LITERAL = '"'


@dataclass(frozen=True, slots=True)
class Step:
    """What to do when a fact of some predicate comes: bind it, join the rest, conclude."""

    rule: Rule
    trigger: Atom
    rest: tuple[Atom, ...]
    size: int


def steps(rules: Iterable[Rule]) -> dict[str, list[Step]]:
    """Give for each predicate the steps that its facts set off."""
    found: dict[str, list[Step]] = defaultdict(list)
    for rule in rules:
        size = 1 + max(v for a in (*rule.body, rule.head) for v in variables(a))
        for number, trigger in enumerate(rule.body):
            rest = [a for n, a in enumerate(rule.body) if n != number]
            found[trigger.predicate].append(Step(rule, trigger, connected(trigger, rest), size))
    return dict(found)


def variables(atom: Atom) -> set[int]:
    """Give the variables of an atom; -1 stands for none."""
    return {v for v in (atom.start, atom.end) if isinstance(v, int)} or {-1}


def connected(trigger: Atom, rest: list[Atom]) -> tuple[Atom, ...]:
    """Put atoms in an order in which each shares a variable with those before, where it can."""
    bound, order, left = set(variables(trigger)), [], list(rest)
    while left:
        best = max(left, key=lambda a: len(variables(a) & bound))
        order.append(best)
        bound |= variables(best)
        left.remove(best)
    return tuple(order)


class Closure:
    """Facts and what follows from them; `trace`, if given, learns why."""

    def __init__(self, rules: Iterable[Rule], trace: Trace | None = None) -> None:
        known = steps(rules)
        self.trace = trace
        self.best: dict[Fact, int] = {}
        joined = {a.predicate for found in known.values() for s in found for a in s.rest}
        self.ends: dict[str, dict[str, list[Fact]]] = {p: defaultdict(list) for p in joined}
        self.starts: dict[str, dict[str, list[Fact]]] = {p: defaultdict(list) for p in joined}
        self.copies = {p: [copier(s) for s in found if not s.rest and not s.rule.unlike]
                       for p, found in known.items()}  # fmt: skip
        self.joins = {p: [s for s in found if s.rest or s.rule.unlike]
                      for p, found in known.items()}  # fmt: skip

    def conclude(self, given: Iterable[tuple[Fact, Level]]) -> Iterator[tuple[Fact, Level]]:
        """Yield the conclusions that are not given themselves at the same level or a lesser."""
        days: dict[str, dict[int, list[Fact]]] = defaultdict(lambda: defaultdict(list))
        for fact, (rank, day) in given:
            days[day][rank].append(fact)
        for day in sorted(days):
            waiting = days.pop(day)
            own = {rank: set(facts) for rank, facts in waiting.items()}
            while waiting:
                rank = min(waiting)
                for fact in self.take(rank, waiting):
                    if fact not in own.get(rank, ()):
                        yield fact, (rank, day)

    def take(self, rank: int, waiting: dict[int, list[Fact]]) -> Iterator[Fact]:
        """Take up the facts that wait at a rank, and what follows; yield those that are news."""
        best, todo = self.best, waiting[rank]
        for fact in todo:  # which grows meanwhile: what is fewest steps away comes first
            known = best.get(fact, UNKNOWN)
            if known <= rank:
                continue
            best[fact] = rank
            if known == UNKNOWN:
                self.index(fact)
            yield fact
            for step, make in self.copies.get(fact[0], ()):
                head = make(fact)
                if head is not None and best.get(head, UNKNOWN) > rank:
                    self.note(head, step.rule, (fact,))
                    todo.append(head)
            for join in self.joins.get(fact[0], ()):
                for head, weakest, premises in self.instances(join, fact, rank):
                    if best.get(head, UNKNOWN) > weakest:
                        self.note(head, join.rule, premises)
                        waiting[weakest].append(head)
        del waiting[rank]

    def index(self, fact: Fact) -> None:
        """Keep a fact where joins look for it."""
        if fact[0] in self.ends:
            self.ends[fact[0]][fact[1]].append(fact)
            self.starts[fact[0]][fact[2]].append(fact)

    def note(self, head: Fact, rule: Rule, premises: tuple[Fact, ...]) -> None:
        """Remember why a conclusion was drawn, the first time."""
        if self.trace is not None and head not in self.best:
            self.trace.setdefault(head, (rule, premises))

    def instances(
        self, step: Step, fact: Fact, rank: int
    ) -> Iterator[tuple[Fact, int, tuple[Fact, ...]]]:
        """Yield what a fact concludes with those known: conclusion, rank, premises."""
        values: list[str | None] = [None] * step.size
        if not bind(step.trigger, fact, values):
            return
        found: list[tuple[list[str | None], tuple[Fact, ...]]] = [(values, (fact,))]
        for atom in step.rest:
            found = [more for each in found for more in self.extend(atom, *each)]
        for bound, premises in found:
            if any(bound[a] == bound[b] for a, b in step.rule.unlike):
                continue
            head = fill(step.rule.head, bound)
            if head is not None:
                yield head, max(rank, *(self.best[p] for p in premises)), premises

    def extend(
        self, atom: Atom, values: list[str | None], premises: tuple[Fact, ...]
    ) -> Iterator[tuple[list[str | None], tuple[Fact, ...]]]:
        """Yield the ways in which known facts fit one more atom."""
        start, end = value(atom.start, values), value(atom.end, values)
        for fact in self.matches(atom.predicate, start, end):
            more = values.copy()
            if bind(atom, fact, more):
                yield more, (*premises, fact)

    def matches(self, predicate: str, start: str | None, end: str | None) -> Iterable[Fact]:
        """Give the known facts of a predicate with a start and an end, where these are bound."""
        if start is not None and end is not None:
            fact = (predicate, start, end)
            return (fact,) if fact in self.best else ()
        if start is not None:
            return self.ends[predicate].get(start, ())
        if end is not None:
            return self.starts[predicate].get(end, ())
        return [fact for facts in self.ends[predicate].values() for fact in facts]


def value(slot: int | str, values: list[str | None]) -> str | None:
    """Give what a slot is bound to; None where it is not."""
    return slot if isinstance(slot, str) else values[slot]


def bind(atom: Atom, fact: Fact, values: list[str | None]) -> bool:
    """Bind the variables of an atom to a fact; False where it does not fit."""
    for slot, node in ((atom.start, fact[1]), (atom.end, fact[2])):
        if isinstance(slot, str):
            if slot != node:
                return False
        elif values[slot] is None:
            values[slot] = node
        elif values[slot] != node:
            return False
    return True


def fill(head: Atom, values: list[str | None]) -> Fact | None:
    """Give the conclusion; None where a literal would be its subject."""
    start, end = value(head.start, values), value(head.end, values)
    if start is None or end is None or start.startswith(LITERAL):
        return None
    return head.predicate, start, end


def copier(step: Step) -> tuple[Step, Callable[[Fact], Fact | None]]:
    """Give a step of one premise with a function that concludes from it."""
    head, trigger = step.rule.head, step.trigger
    where = {trigger.start: 1, trigger.end: 2}
    simple = (
        isinstance(trigger.start, int) and trigger.start != trigger.end
        and (isinstance(trigger.end, int) or trigger.end == "")
    )  # fmt: skip
    if not simple:
        return step, lambda fact: general(step, fact)
    start, end, predicate = where.get(head.start), where.get(head.end), head.predicate
    if start == 1 and end == 2 and head.end != "":
        return step, lambda fact: (predicate, fact[1], fact[2])
    if start == 1 and isinstance(head.end, str):
        constant = head.end
        return step, lambda fact: (predicate, fact[1], constant)
    return step, lambda fact: general(step, fact)


def general(step: Step, fact: Fact) -> Fact | None:
    """Conclude from one premise, whatever the form of the rule."""
    values: list[str | None] = [None] * step.size
    return fill(step.rule.head, values) if bind(step.trigger, fact, values) else None
