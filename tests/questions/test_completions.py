"""What comes of a completed case is what is decided on it, and answers that cannot all be so are no case."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from threshold.casefiles import Case, read_cases
from threshold.decisions import Decision
from threshold.engine import Engine, Evaluator, evaluators
from threshold.policy import load_policy
from threshold.policy.inference_plan import conditions_of
from threshold.policy.protection import facts_read
from threshold.questions.answers import Askable, Asking, merged
from threshold.questions.completions import OPEN, Completion, Completions, Ending

from ..semantics.conftest import Small

PYTHON: tuple[Evaluator, ...] = evaluators()[:1]
AS_AT = date(2026, 8, 14)
CASES = Path(__file__).parents[2] / "cases"
UP = "request: {direction: step_up, to: high}\n"
DOWN = "request: {direction: step_down, to: low}\n"
CALM = "child_protection: {concern: false}\n"


def completing(engine: Engine, case: Case, *facts: str) -> Completions:
    """The case with these facts to be answered, and what else their answers need."""
    moment = case.as_at or AS_AT
    policy = engine.policy.at(moment)
    asking = Asking(policy.vocabulary, conditions_of(policy), case, moment)
    asked = merged(each for name in facts for each in asking.about(name, ("R",), False, case))
    return Completions(policy, case, moment, asked)


def of(small: Small, text: str, case: str, *facts: str) -> Completions:
    engine = small.tiny(text).engine(PYTHON)
    return completing(engine, small.case(case, engine), *facts)


def drawn(asked: list[Askable], random: Random, number: int) -> Iterator[Completion]:
    for _ in range(number):
        yield tuple(random.randrange(OPEN, len(each.answers)) for each in asked)


def ending(decision: Decision) -> Ending:
    goes = decision.status not in ("blocked", "undetermined", "conflict")
    way = (f"{step.id}>{step.sent_to}" for step in decision.route if goes and step.certain)
    return decision.status, decision.recommendation.direction, tuple(way)


def impossible(decision: Decision, before: set[str]) -> bool:
    """Whether its answers contradict each other, and nobody is in danger."""
    endangered = decision.recommendation.direction == "safeguarding_now"
    return bool({each.id for each in decision.conflicts} - before) and not endangered


def told(completions: Completions, *answers: object) -> Completion:
    """The completion with these answers: a value, an entry's date, or None for no such event."""
    found = []
    for asked, answer in zip(completions.asked, answers, strict=True):
        each = [one.entry.on if one.entry else one.value for one in asked.answers]
        found.append(each.index(answer))
    return tuple(found)


# What comes of it


ABOUT = (
    "t.a",
    "t.b",
    "t.c",
    "t.colour",
    "child_protection.concern",
    "visit.latest",
    "spell.ended",
    "consent.to_share",
)
LEAVES = (
    "t.a: true",
    "t.b: true",
    "t.b: false",
    "t.c: {known: true}",
    "t.colour: red",
    "t.colour: {not: green}",
    "child_protection.concern: true",
    "visit.latest: {within_last: 4 weeks}",
    "visit.good: {recorded: true}",
    "visit.attended: {includes: SW}",
    "spell.ended: {at_least_ago: 1 weeks}",
    "spell.open: true",
    "consent.to_share: given",
    "consent.to_share: [refused, withdrawn]",
)
DERIVED = ("made.answer: red", "made.other: {not: green}", "proposed.direction: [step_up, step_down]")


def grown(random: Random) -> str:
    """Rules of every kind, which read facts of every kind."""

    def condition(*more: str) -> str:
        parts = random.sample((*LEAVES, *more), random.randint(1, 3))
        return f"{{{random.choice(('all', 'any', 'none'))}: [{', '.join(f'{{{part}}}' for part in parts)}]}}"

    def rule(name: str, more: str) -> str:
        return f"  - {{id: {name}, title: {name}, carries: [T-1], {more}}}\n"

    text = "definitions:\n"
    for name, fact, *more in (("D", "made.answer"), ("E", "made.other", "made.answer: red")):
        rows = f"rows: [{{when: {condition(*more)}, is: red}}], otherwise: green"
        text += rule(name, f"fact: {fact}, hit: exactly_one, {rows}")
    text += "conflicts:\n" + rule("C", f"why: never, when: {condition()}, doubtful: [t.a]")
    text += "requirements:\n"
    for number in range(random.randint(1, 3)):
        bears = random.choice(("step_up", "step_down", "step_up, step_down"))
        effect = random.choice(("block", "condition", "warn"))
        applies = f"bears_on: [{bears}], applies: {condition(*DERIVED)}"
        if random.random() < 0.3:
            applies += f", unless: {condition()}"
        parts = [f"{{must: {condition(*DERIVED)}, else: No}}" for _ in range(random.choice((1, 1, 2)))]
        text += rule(f"R{number}", f"{applies}, {effect}: [{', '.join(parts)}]")
    # What is contradictory counts where it throws doubt on something that is read.
    text += rule("A", "bears_on: [step_up, step_down], condition: [{must: {t.a: true}, else: No}]")
    step = "W-1: Go, by: SW, to: {fact: t.colour, red: Team Manager, amber: SW, green: none}"
    steps = f"[{{{step}, when: {condition()}}}, {{W-2: Go, by: SW}}]"
    return text + "routes:\n" + rule("W", f"when: {condition(*DERIVED)}, steps: {steps}")


@pytest.mark.parametrize("key", range(16))
def test_what_comes_of_a_completion_is_what_is_decided_on_it(small: Small, key: int) -> None:
    random = Random(key)
    engine = small.tiny(grown(random)).engine(PYTHON)
    known = random.choice(("", CALM, "t: {a: true, colour: red}\n", "covers: {visit: 2026-08-14}\n"))
    case = small.case(random.choice(("", UP, DOWN)) + known, engine)
    completions = completing(engine, case, *random.sample(ABOUT, 5))
    before = {each.id for each in engine.decide(case).conflicts}
    for completion in drawn(completions.asked, random, 12):
        decision = engine.decide(completions.completed(completion))
        expected = None if impossible(decision, before) else ending(decision)
        assert completions.outcome(completion) == expected, completions.completed(completion)


@pytest.mark.parametrize("pack", ["step-up-step-down", "caf-team", "continuum-of-need", "mosaic-cin"])
def test_so_it_is_under_the_policies_that_come_along(pack: str) -> None:
    engine, random = Engine(load_policy(pack), using=PYTHON), Random(pack)
    cases = list(read_cases([str(CASES / pack)], engine.policy.vocabulary))
    for case in random.sample(cases, 3):
        assert isinstance(case, Case)
        missing = [each.fact for each in engine.decide(case).missing]
        completions = completing(engine, case, *missing)
        before = {each.id for each in engine.decide(case).conflicts}
        for completion in drawn(completions.asked, random, 4):
            decision = engine.decide(completions.completed(completion))
            expected = None if impossible(decision, before) else ending(decision)
            assert completions.outcome(completion) == expected, (case.reference, completion)


# What cannot be so


def conflict(when: str) -> str:
    return f"conflicts:\n  - {{id: X, carries: [T-1], why: never both, when: {when}}}\n"


def requirement(satisfied: str, effect: str = "block", name: str = "R") -> str:
    return (
        f"  - {{id: {name}, title: {name}, carries: [T-1], bears_on: [step_up, step_down], "
        f"{effect}: [{{must: {satisfied}, else: No}}]}}\n"
    )


NEEDS_A = "requirements:\n" + requirement("{t.a: true}")


def test_answers_that_contradict_each_other_come_to_nothing(small: Small) -> None:
    text = conflict("{t.a: true, t.b: true}") + NEEDS_A
    completions = of(small, text, UP + CALM, "t.a", "t.b")
    came = {answers: completions.outcome(told(completions, *answers)) for answers in PAIRS}
    assert came == {
        (False, False): ("blocked", "continue", ()),
        (False, True): ("blocked", "continue", ()),
        (True, False): ("permitted", "step_up", ()),
        (True, True): None,
    }
    assert told(completions, True, True) not in [completion for completion, _ in completions.seen]


PAIRS = [(False, False), (False, True), (True, False), (True, True)]


def test_a_contradiction_that_there_was_before_any_answer_rules_out_none(small: Small) -> None:
    text = conflict("{t.b: true, t.c: true}") + NEEDS_A
    completions = of(small, text, UP + CALM + "t: {b: true, c: true}", "t.a")
    assert completions.outcome(told(completions, True)) == ("permitted", "step_up", ())
    assert completions.outcome(told(completions, False)) == ("blocked", "continue", ())


def test_a_contradiction_about_danger_stands(small: Small) -> None:
    text = conflict("{t.a: true, child_protection.concern: false}") + NEEDS_A
    completions = of(small, text, UP + "t: {a: true}", "child_protection.concern")
    came = {answer: (completions.outcome(told(completions, answer)) or ())[:2] for answer in (True, False)}
    # A yes is never put in doubt.
    assert came == {True: ("permitted", "safeguarding_now"), False: ("conflict", "safeguarding_now")}


def test_that_there_was_no_start_of_what_ended_comes_to_nothing(small: Small) -> None:
    text = "requirements:\n" + requirement("{spell.started: {recorded: true}}")
    case = UP + CALM + "timeline: [{on: 2026-08-01, event: spell_ended}]"
    completions = of(small, text, case, "spell.started")
    assert [asked.name for asked in completions.asked] == ["spell_started"]
    assert completions.outcome(told(completions, None)) is None
    assert completions.outcome(told(completions, date(2024, 8, 14))) == ("permitted", "step_up", ())


def test_what_is_stated_is_read_beside_what_the_timeline_says(small: Small) -> None:
    text = "requirements:\n" + requirement("{consent.to_share: given}")
    text += requirement("{consent.to_share: withdrawn}", "condition", "S")
    case = UP + CALM + "consent: {to_share: given}\n"
    case += "timeline: [{on: 2026-08-01, event: consent_withdrawn, for: sharing}]"
    completions = of(small, text, case, "consent.to_share")
    statuses = {
        answer: (completions.outcome(told(completions, answer)) or ("",))[0]
        for answer in ("given", "withdrawn")
    }
    assert statuses == {"given": "conflict", "withdrawn": "blocked"}


# Its parts


def test_only_answers_that_some_rule_tells_apart_are_tried(small: Small) -> None:
    text = "requirements:\n" + requirement("{t.n: {at_least: 5}}") + requirement("{t.colour: red}", name="S")
    completions = of(small, text, UP + CALM, "t.n", "t.colour", "t.b")
    assert {asked.name: [answer.value for answer in asked.answers] for asked in completions.asked} == {
        "t.n": [0, 5],
        "t.colour": ["red", "amber"],
    }


def test_every_answer_is_tried_of_what_chooses_somebody_on_the_way(small: Small) -> None:
    text = """
    routes:
      - {id: W, title: W, carries: [T-1], when: {proposed.direction: step_up}, steps: [{W-1: Go,
         by: SW, to: {fact: t.colour, red: Team Manager, amber: SW, green: SW}}]}
    """
    (asked,) = of(small, text, UP + CALM, "t.colour", "t.n").asked
    assert [answer.value for answer in asked.answers] == ["red", "amber", "green"]


def test_what_stands_in_the_way_is_counted_by_the_facts_that_it_lacks(small: Small) -> None:
    text = (
        "requirements:\n"
        + requirement("{t.a: true, t.b: true}")
        + requirement("{t.c: true}", "condition", "S")
    )
    completions = of(small, text, UP + CALM, "t.a", "t.b", "t.c")
    assert completions.obstacles(told(completions, False, False, True)) == {"R": 2}
    assert completions.obstacles(told(completions, True, False, False)) == {"R": 1, "S": 1}
    assert completions.obstacles(told(completions, True, True, True)) == {}
    assert completions.obstacles((OPEN, OPEN, *told(completions, True, True, True)[2:])) == {"R": 2}


def test_an_answer_that_nothing_hangs_on_can_be_left_out(small: Small) -> None:
    text = "requirements:\n" + requirement("{any: [{t.a: true}, {t.b: true}]}")
    completions = of(small, text, UP + CALM, "t.a", "t.b")
    both, one = told(completions, True, True), told(completions, True, False)
    assert not completions.unsettled(both, [0])
    assert not completions.unsettled(both, [1])
    assert completions.unsettled(both, [0, 1])
    assert completions.unsettled(one, [0])


def test_only_whole_completions_count_as_seen(small: Small) -> None:
    completions = of(small, NEEDS_A, UP + CALM, "t.a")
    assert completions.outcome((OPEN,)) == ("undetermined", "continue", ())
    assert list(completions.seen) == []
    completions.outcome(told(completions, True))
    assert list(completions.seen) == [(told(completions, True), ("permitted", "step_up", ()))]


def test_what_is_taken_note_of_only_once_given_is_named_with_its_rule(small: Small) -> None:
    text = (
        "requirements:\n"
        "  - {id: R, carries: [T-1], bears_on: [step_up], applies: {t.n: {known: true}}, "
        "block: [{must: {t.n: {at_least: 5}}, else: No}]}\n"
    )
    completions = of(small, text, UP + CALM, "t.n")
    told = set(completions.silent())
    # What opens a concern once it is recorded is the same in every policy.
    built_in = {(fact, "SAFE-2") for fact in facts_read()}
    assert told - built_in == {("t.n", "R")}
    assert ("child_protection.conference_latest", "SAFE-2") in told
    # Nobody is asked what may stand in the diary.
    assert ("child_protection.conference_planned", "SAFE-2") not in told
    (asked,) = completions.asked
    assert completions.touches(asked, {"t.n"})
    assert not completions.touches(asked, {"t.a"})
