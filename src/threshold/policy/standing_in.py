"""Roles of a pack that pass where an overlay asks for another: a pack may say so, and then it is told."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from threshold.conditions import Condition, Test, facts_of, tests
from threshold.policy.model import Definition, Policy, Requirement
from threshold.vocabulary import MayBe, Vocabulary


@dataclass(frozen=True, slots=True)
class StandingIn:
    """A role that passes for another in what reads a fact.

    `carried` is what an entry of the timeline says that the fact is read off, such as `by`; empty where the
    fact holds the role itself.
    """

    role: str
    other: str
    pack: str
    fact: str
    carried: str = ""

    def __str__(self) -> str:
        return f"{self.role} counts as {self.other} by the pack {self.pack}"


def passing_for(policy: Policy, rule: Requirement) -> Iterator[StandingIn]:
    """The packs' roles that pass for another in a requirement, and in the definitions that it rests on."""
    if _of_packs(policy.vocabulary):
        yield from _in_conditions(policy, (rule.applies, rule.satisfied))


def of_overlays(policy: Policy) -> tuple[str, ...]:
    """The packs' roles that pass for another wherever an overlay asks for one, each once, in words."""
    if not _of_packs(policy.vocabulary):
        return ()
    overlays = [pack for pack in policy.packs if pack.role == "overlay"]
    conditions = [
        *(each for pack in overlays for rule in pack.requirements for each in (rule.applies, rule.satisfied)),
        *(rule.applies for pack in overlays for rule in pack.deadlines),
        *(each for pack in overlays for rule in pack.grounds for each in (rule.fits, rule.when)),
    ]
    read = {each for pack in overlays for rule in pack.deadlines for each in (rule.starts, rule.met_by)}
    return tuple(dict.fromkeys(map(str, _in_conditions(policy, conditions, read))))


def _of_packs(vocabulary: Vocabulary) -> bool:
    """Whether any role that a pack brings counts as another."""
    return any(role in vocabulary.counts_as for role in vocabulary.brought_by)


def _in_conditions(
    policy: Policy, conditions: Iterable[Condition], read: Collection[str] = ()
) -> Iterator[StandingIn]:
    all_conditions = [*conditions]
    facts = {*read, *chain.from_iterable(map(facts_of, all_conditions))}
    for definition in _behind(policy, facts):
        all_conditions += (row.when for row in definition.rows)
        facts |= {name for row in definition.rows for name in facts_of(row.when)}
    found = [each for when in all_conditions for test in tests(when) for each in _tested(test, policy)]
    found += [each for name in sorted(facts) for each in _read_off(name, policy.vocabulary)]
    yield from dict.fromkeys(found)


def _behind(policy: Policy, facts: Collection[str]) -> Iterator[Definition]:
    """The definitions of these facts, and of what those rest on."""
    definitions = [each for stratum in (*policy.strata, *policy.late_strata) for each in stratum]
    waiting, met = [*facts], {*facts}
    while waiting:
        fact = waiting.pop()
        for each in definitions:
            if each.fact == fact:
                yield each
                more = {name for row in each.rows for name in facts_of(row.when)} - met
                met |= more
                waiting += more


def _tested(test: Test, policy: Policy) -> Iterator[StandingIn]:
    """The roles that pass for another in what one fact is compared with."""
    if isinstance(test.operand, tuple):
        # Beside the roles that were asked for stand all that count as them.
        counts_as, passing = policy.vocabulary.counts_as, {*test.operand}
        asked = [role for role in test.operand if not passing & {*counts_as.get(str(role), ())}]
        yield from _among(passing, asked, policy.vocabulary, test.fact)


def _read_off(fact: str, vocabulary: Vocabulary) -> Iterator[StandingIn]:
    """The roles that pass for another in entries from which a fact is read."""
    reading = vocabulary.facts[fact].reading if fact in vocabulary.facts else None
    for key, wanted in reading.where if reading is not None else ():
        if isinstance(wanted, MayBe):
            yield from _among(wanted.fits, wanted.named, vocabulary, fact, key)


def _among(
    passing: Collection[object],
    asked: Collection[object],
    vocabulary: Vocabulary,
    fact: str,
    carried: str = "",
) -> Iterator[StandingIn]:
    for role, pack in vocabulary.brought_by.items():
        others = [other for other in vocabulary.counts_as.get(role, ()) if other in asked]
        if role in passing and others:
            yield StandingIn(role, others[0], pack, fact, carried)
