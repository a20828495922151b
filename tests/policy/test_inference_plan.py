"""The order of inference: which stage comes when, and that every condition has its place in one of them."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from threshold.conditions import Condition, facts_of
from threshold.policy import Policy, load_policy, policy_names
from threshold.policy.inference_plan import (
    Check,
    Contradict,
    Define,
    Propose,
    Protect,
    Stage,
    conditions,
    conditions_of,
    plan,
)
from threshold.policy.protection import SAID_TO_BE_NONE, SETTLING, STATED, WORKED_OUT, protection_conditions

from .making import TODAY, definition, load

RULES = (
    "definitions:\n  "
    + definition("made.answer", "{made.other: red}", name="SECOND")
    + "  "
    + definition("made.other", "{t.a: true}", name="FIRST")
    + "  "
    + definition("made.late", "{proposed.direction: step_up}", name="LATE")
    + """
conflicts:
  - {id: DERIVED, carries: [T-1], why: no, when: {made.answer: red, t.a: true}}
  - {id: PLAIN, carries: [T-1], why: no, when: {t.a: true, t.b: true}}
  - {id: GUARDED, carries: [T-1], why: no, when: {protection.concern: true, t.a: true}}
  - {id: COMPARED, carries: [T-1], why: no, when: {t.colour: {fact: made.other}}}
requirements:
  - {id: R, carries: [T-1], bears_on: [close], block: [{must: {t.a: true}, else: no}]}
protection:
  - {id: ADDS, carries: [T-1], when: {t.scale: {includes: 0}}, because: a 0}
grounds:
  - {id: G, carries: [T-1], for: {direction: close}, when: {t.a: true}, else: No}
deadlines:
  - {id: L, carries: [T-1], starts: {fact: t.day}, within: none, met_by: {fact: visit.first}}
routes:
  - {id: W, carries: [T-1], when: {t.b: true}, steps: [{S: Meet, when: {t.c: true}}]}
"""
)


def ids(stage: Stage) -> list[str]:
    rules = {
        Contradict: ("rules",),
        Define: ("rules",),
        Protect: ("added",),
        Propose: (),
        Check: ("requirements", "deadlines", "routes", "grounds"),
    }[type(stage)]
    return [rule.head.id for kind in rules for rule in getattr(stage, kind)]


def test_each_stage_rests_only_on_what_is_known_by_then(small):
    stages = plan(load(small.tiny(RULES)))
    assert [(type(stage), ids(stage)) for stage in stages] == [
        # What is stated and recorded, before anything is made of it.
        (Contradict, ["PLAIN"]),
        # Protection before every definition: none can bear on it.
        (Protect, ["ADDS"]),
        (Define, ["FIRST"]),
        (Define, ["SECOND"]),
        (Contradict, ["DERIVED", "GUARDED", "COMPARED"]),
        (Propose, []),
        (Define, ["LATE"]),
        (Check, ["R", "L", "W", "SAFE-3", "G"]),
    ]


def test_without_a_rule_a_stage_is_there_and_empty(small):
    stages = plan(load(small.tiny(RULES.split("conflicts:")[0])))
    assert [ids(stage) for stage in stages if isinstance(stage, Contradict)] == [[], []]


def test_the_keys_of_a_stage_are_those_under_which_its_truths_are_looked_up(small):
    policy = load(small.tiny(RULES))
    by_stage = [sorted(conditions(stage)) for stage in plan(policy)]
    assert by_stage == [
        ["PLAIN"],
        sorted({"ADDS", *BUILT_IN}),
        ["FIRST#1"],
        ["SECOND#1"],
        ["COMPARED", "DERIVED", "GUARDED"],
        [],
        ["LATE#1"],
        [
            *("G:fits", "G:holds", "L:applies", "R:applies", "R:satisfied"),
            *("SAFE-3:fits", "SAFE-3:holds", "W:S", "W:when"),
        ],
    ]


BUILT_IN = {
    *("protection:asked", "protection:enquiry", "protection:planned", "protection:conference"),
    "protection:plan-unclear",
    *("protection:lower", "protection:less-than-recorded", "protection:denied", SAID_TO_BE_NONE, *SETTLING),
    *(f"protection:child_protection.{name}" for name in ("concern", "harm_suspected", "immediate_danger")),
    *(f"support:{level}" for level in ("care", "child_protection", "high", "middle", "low")),
}


def written(policy: Policy) -> Iterator[tuple[str, Condition]]:
    """Every condition of a policy, from the rules themselves and what is built in."""
    yield from protection_conditions(policy.vocabulary.facts[STATED].order, ()).items()
    for pack in policy.packs:
        yield from ((row.key, row.when) for rule in pack.definitions for row in rule.rows)
        yield from ((rule.head.id, rule.when) for rule in pack.conflicts)
        yield from ((rule.head.id, rule.when) for rule in pack.protection)
        for ground in pack.grounds:
            yield from ((f"{ground.head.id}:fits", ground.fits), (f"{ground.head.id}:holds", ground.when))
        for rule in pack.requirements:
            yield from (
                (f"{rule.head.id}:applies", rule.applies),
                (f"{rule.head.id}:satisfied", rule.satisfied),
            )
        yield from ((f"{deadline.head.id}:applies", deadline.applies) for deadline in pack.deadlines)
        for route in pack.routes:
            yield f"{route.head.id}:when", route.when
            yield from ((f"{route.head.id}:{step.id}", step.when) for step in route.steps)


@pytest.mark.parametrize("name", policy_names())
@pytest.mark.parametrize("day", [date(2023, 1, 1), TODAY])
def test_every_condition_of_a_policy_is_evaluated_at_one_stage_and_under_a_key_of_its_own(
    name: str, day: date
):
    policy = load_policy(name).at(day)
    expected = list(written(policy))
    assert max(Counter(key for key, _ in expected).values()) == 1
    staged = [pair for stage in plan(policy) for pair in conditions(stage).items()]
    assert sorted(key for key, _ in staged) == sorted(key for key, _ in expected)
    assert dict(staged) == dict(expected) == conditions_of(policy)


@pytest.mark.parametrize("name", policy_names())
def test_no_stage_reads_a_fact_that_is_worked_out_after_it(name: str):
    policy = load_policy(name).at(TODAY)
    stages = plan(policy)
    known_after: dict[str, int] = {"proposed.direction": 0, "proposed.to": 0, **dict.fromkeys(WORKED_OUT, 0)}
    for number, stage in enumerate(stages):
        if isinstance(stage, Define):
            known_after |= {rule.fact: number for rule in stage.rules}
        if isinstance(stage, Protect):
            known_after |= dict.fromkeys(WORKED_OUT, number)
        if isinstance(stage, Propose):
            known_after |= dict.fromkeys(("proposed.direction", "proposed.to"), number)
    for number, stage in enumerate(stages):
        read = {fact for each in conditions(stage).values() for fact in facts_of(each)}
        assert all(known_after.get(fact, -1) < number for fact in read), stage
