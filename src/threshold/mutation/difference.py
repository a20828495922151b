"""What a change does to a policy, and whether a case can come out otherwise for it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from threshold.conditions import Condition, Truth
from threshold.policy import ConflictRule, Definition, Pack, Policy, Requirement, Route, Row, rules_of
from threshold.policy.inference_plan import conditions_of, rule_of
from threshold.semantics.findings import Findings
from threshold.semantics.status import bears, check_status, relevant
from threshold.vocabulary import Missing

# Where one of these is known to be false of a rule, the rule has nothing to say.
_GATES = ("applies", "fits", "when")


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change does to a policy: which rules and conditions read otherwise, and which came or went.

    `names` are their ids, those of their steps and of the facts that they work out: by one of them an example
    may speak of what differs. `besides`: what a policy says beside its rules is not the same, so that every
    case may come out otherwise. `requirements` holds both versions of what differs, where requirements alone
    do; `works_out` says that it is definitions and conflicts alone, which come to nothing but values of
    facts and contradictions; `relies_on` tells which rules rely on each parameter.
    """

    rules: frozenset[str]
    names: frozenset[str]
    conditions: Mapping[str, Condition]
    gone: frozenset[str]
    come: frozenset[str]
    besides: bool
    requirements: tuple[Requirement, ...] | None
    works_out: bool
    relies_on: Mapping[str, frozenset[str]]

    @classmethod
    def between(cls, before: Policy, after: Policy) -> "Difference":
        """How two policies differ."""
        old, new = conditions_of(before), conditions_of(after)
        changed = {key: new[key] for key in old.keys() & new.keys() if _differ(old[key], new[key])}
        besides = [(pack.tables, pack.tensions) for pack in before.packs] != [
            (pack.tables, pack.tensions) for pack in after.packs
        ]
        come, gone = frozenset(new.keys() - old.keys()), frozenset(old.keys() - new.keys())
        differing = [*_versions_that_differ(before, after)]
        rules = frozenset(each.head.id for each in differing)
        requirements = tuple(each for each in differing if isinstance(each, Requirement))
        return cls(
            rules=rules,
            names=rules | frozenset(name for each in differing for name in _about(each)),
            conditions=changed,
            gone=gone,
            come=come,
            besides=besides,
            requirements=requirements if len(requirements) == len(differing) else None,
            works_out=not besides and all(isinstance(each, Definition | ConflictRule) for each in differing),
            relies_on=_relying(before),
        )

    def users(self, parameter: str) -> frozenset[str]:
        """The rules that rely on a parameter, by its name in the pack."""
        return self.relies_on.get(parameter, frozenset())

    def turns(self, findings: Findings) -> bool:
        """Whether a condition that is changed comes out otherwise in a case, or one is gone that held."""
        truths = findings.truths
        return any(findings.now(each) is not truths[key] for key, each in self.conditions.items()) or any(
            truths[key] is True for key in self.gone
        )

    def may_show(self, findings: Findings, lines: bool = True) -> bool:
        """Whether a case can come out otherwise: if not, it need not be decided again.

        Where nobody looks at the `lines` that a requirement has of its own, it has to be heard beyond them.
        """
        if self.requirements is not None and not self.besides:
            heard = any(_is_heard(each, findings, lines) for each in self.requirements)
            if not heard:
                return False
        truths = findings.truths
        if self.come or self.besides:
            return True
        for key, condition in self.conditions.items():
            if (self._is_gate(key) or not _is_out(rule_of(key), truths)) and (
                findings.now(condition) is not truths[key]
            ):
                return True
        if any(truths[key] is not False and not _is_out(rule_of(key), truths) for key in self.gone):
            return True
        return any(self._may_speak(rule, truths) for rule in self.rules)

    def _may_speak(self, rule: str, truths: Mapping[str, Truth]) -> bool:
        """Whether what a changed rule says by itself can be told of the case."""
        if any(f"{rule}:{gate}" in truths for gate in _GATES):
            return not _is_out(rule, truths)
        return all(rule_of(key) != rule for key in (*self.conditions, *self.gone))

    @staticmethod
    def _is_gate(key: str) -> bool:
        return key.partition(":")[2] in _GATES


def worked_out(findings: Findings) -> tuple[object, ...]:
    """All that follows from definitions and conflicts in a case: where it is the same, so is the answer."""
    values = [
        (
            *(each.fact, each.state, each.floor, each.not_ruled_out, each.clash),
            [_told_by(rule, row) for rule, row in each.fired],
            [*findings.behind(each.fact)] if isinstance(each.state, Missing) else [],
        )
        for each in findings.derived.values()
    ]
    return values, findings.proposal, findings.protection, findings.contradictions


def _told_by(rule: Definition, row: Row) -> tuple[object, ...]:
    """What a row that holds has to tell, whatever it asks for."""
    return rule.head, row.value, row.because, row.do


def _versions_that_differ(before: Policy, after: Policy) -> Iterator[Any]:
    """The rules that are in one policy only, or read otherwise in the other: there both of them."""
    old, new = (
        {(type(rule), rule.head.id): rule for pack in each.packs for rule in _answering(pack)}
        for each in (before, after)
    )
    for key in old.keys() | new.keys():
        if _differ(old.get(key), new.get(key)):
            yield from (rules[key] for rules in (old, new) if key in rules)


def _about(rule: Any) -> Iterator[str]:
    """What a rule works out, or the steps that it orders."""
    if isinstance(rule, Definition):
        yield rule.fact
    if isinstance(rule, Route):
        yield from (step.id for step in rule.steps)


def _answering(pack: Pack) -> Iterator[Any]:
    """The rules of a pack, and the rows of its tables, each of which answers for itself."""
    yield from rules_of(pack)
    yield from (ground for ground in pack.grounds if ground.of_workflow)


def _differ(old: object, new: object) -> bool:
    """Whether two are not equal; most are the very same, which is seen without comparing them."""
    return old is not new and old != new


def _relying(policy: Policy) -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for pack in policy.packs:
        for rule in rules_of(pack):
            for name in rule.head.parameters:
                found[name.rpartition(".")[2]].add(rule.head.id)
    return {name: frozenset(rules) for name, rules in found.items()}


def _is_heard(rule: Requirement, findings: Findings, lines: bool) -> bool:
    """Whether a requirement has a say in how a case comes out, or at least has `lines` of its own there."""
    pack, proposed = findings.pack(rule.head), findings.proposed
    applies = findings.now(rule.applies)
    if applies is False:
        return False
    if bears(rule, pack, proposed):
        return True
    if not relevant(rule.head, pack, proposed):
        return False
    if lines or rule.papers or rule.effect == "note":
        return True
    return check_status(applies, findings.now(rule.satisfied)) == "not_met"


def _is_out(rule: str, truths: Mapping[str, Truth]) -> bool:
    """Whether a rule is known to have nothing to say; a definition of the same id always may."""
    return f"{rule}#1" not in truths and any(truths.get(f"{rule}:{gate}") is False for gate in _GATES)
