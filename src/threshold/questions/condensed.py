"""A policy in which facts that are asked for together, and that no rule tells apart, stand for one another.

Of the signs of a level it is tried that none is there, that one is, and that all are. What the first of them
comes to, each would: so that two stand for all, the one that is there and any other, and hundreds of rows
become a few.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from threshold.conditions import (
    All,
    Any,
    AtLeast,
    Condition,
    Not,
    Test,
    facts_of,
    operand_facts,
    tests,
)
from threshold.policy import Definition, Pack, Policy
from threshold.policy.inference_plan import conditions_of
from threshold.questions.answers import Askable
from threshold.questions.partial import choosing
from threshold.questions.together import with_answers


def condensed(policy: Policy, asked: Sequence[Askable]) -> tuple[Policy, list[Askable]]:
    """The policy and the questions, with the answers that are worth trying where facts are asked together."""
    lists = [each.facts or each.behind for each in asked]
    grouped = {name: number for number, names in enumerate(lists) for name in names}
    if not grouped:
        return policy, [*asked]
    alike = _Alike(policy, grouped)
    stands_for: dict[str, str] = {}
    found: list[Askable] = []
    for each, names in zip(asked, lists, strict=True):
        there: list[Sequence[str]] = []
        for one, *others in alike.classes(names):
            there.append((one,))
            if others and alike.joint(one):
                there.append((one, *others))
                stands_for |= dict.fromkeys(others, others[0])
            else:
                stands_for |= dict.fromkeys(others, one)
        found.append(with_answers(each, there))
    return _renamed(policy, stands_for), found


_Part = tuple[str, tuple[int, ...], Condition]  # a fact, where the part stands, and the part


class _Alike:
    """Which facts no rule tells apart: each rule that reads one reads the others, or has their like."""

    def __init__(self, policy: Policy, grouped: Mapping[str, int]) -> None:
        self._seen: dict[str, list[object]] = {name: [] for name in grouped}
        self._joint: set[str] = set()
        rows = {row.key: (d.fact, row.value) for s in _strata(policy) for d in s for row in d.rows}
        added = {rule.head.id: "concern" for rule in policy.protection}
        for key, condition in conditions_of(policy).items():
            self._look_at(key, rows.get(key) or added.get(key) or key, condition)
        for name in {*choosing(policy), *(name for rule in policy.conflicts for name in rule.doubtful)}:
            if name in self._seen:
                self._seen[name].append(name)

    def classes(self, names: Iterable[str]) -> list[list[str]]:
        """Facts that are told apart by nothing, together; in the order of the first of each."""
        found: dict[tuple[object, ...], list[str]] = defaultdict(list)
        for name in names:
            found[tuple(sorted(map(repr, self._seen[name])))].append(name)
        return list(found.values())

    def joint(self, name: str) -> bool:
        """Whether several of its class together may come to something that one alone does not."""
        return name in self._joint

    def _look_at(self, key: str, comes_to: object, condition: Condition) -> None:
        found = [*self._alone(condition)]
        whole = len(found) == 1 and not found[0][1]
        for name, path, part in found:
            self._seen[name].append((comes_to if whole else (key, path), _put(part, {name: "*"})))
            if not whole:
                self._joint.add(name)
            if any([*operand_facts(test.operand)] for test in tests(part)):
                self._seen[name].append(name)

    def _alone(self, condition: Condition, path: tuple[int, ...] = ()) -> Iterator[_Part]:
        """The largest parts of a condition that read one of these facts alone, with the way to each."""
        read = {name for name in facts_of(condition) if name in self._seen}
        if len(read) == 1:
            yield read.pop(), path, condition
        elif read:
            parts = (condition.part,) if isinstance(condition, Not) else getattr(condition, "parts", ())
            for number, part in enumerate(parts):
                alone = isinstance(part, Test) or len({*facts_of(part)} & self._seen.keys()) == 1
                yield from self._alone(part, path if alone else (*path, number))


def _put(condition: Condition, names: Mapping[str, str]) -> Condition:
    """The condition with other facts in the place of some; what then stands twice in it, once."""
    match condition:
        case Test():
            return replace(condition, fact=names[condition.fact]) if condition.fact in names else condition
        case Not(part):
            return Not(_put(part, names))
        case All(parts):
            return All(tuple(dict.fromkeys(_put(part, names) for part in parts)))
        case Any(parts):
            return Any(tuple(dict.fromkeys(_put(part, names) for part in parts)))
        case AtLeast(number, parts):
            return AtLeast(number, tuple(_put(part, names) for part in parts))


def _strata(policy: Policy) -> tuple[tuple[Definition, ...], ...]:
    return (*policy.strata, *policy.late_strata)


def _renamed(policy: Policy, names: Mapping[str, str]) -> Policy:
    """The policy with some facts standing for others; of rows that are then the same, one."""

    def put(condition: Condition) -> Condition:
        # Most conditions read nothing that is renamed, and stay as they are.
        return _put(condition, names) if any(name in names for name in facts_of(condition)) else condition

    def stratum(rules: tuple[Definition, ...]) -> tuple[Definition, ...]:
        kept: dict[tuple[str, object, Condition], str] = {}
        renamed = [replace(d, rows=tuple(replace(row, when=put(row.when)) for row in d.rows)) for d in rules]
        for rule in renamed:
            for row in rule.rows:
                kept.setdefault((rule.fact, row.value, row.when), row.key)
        first = {*kept.values()}
        return tuple(
            replace(rule, rows=tuple(row for row in rule.rows if row.key in first)) for rule in renamed
        )

    def pack(each: Pack) -> Pack:
        protection = {put(rule.when): replace(rule, when=put(rule.when)) for rule in each.protection}
        return replace(
            each,
            definitions=stratum(each.definitions),
            requirements=tuple(
                replace(rule, applies=put(rule.applies), satisfied=put(rule.satisfied))
                for rule in each.requirements
            ),
            grounds=tuple(replace(g, fits=put(g.fits), when=put(g.when)) for g in each.grounds),
            routes=tuple(
                replace(
                    route,
                    when=put(route.when),
                    steps=tuple(replace(step, when=put(step.when)) for step in route.steps),
                )
                for route in each.routes
            ),
            conflicts=tuple(replace(rule, when=put(rule.when)) for rule in each.conflicts),
            protection=tuple(protection.values()),
        )

    return replace(
        policy,
        packs=tuple(map(pack, policy.packs)),
        strata=tuple(map(stratum, policy.strata)),
        late_strata=tuple(map(stratum, policy.late_strata)),
    )
