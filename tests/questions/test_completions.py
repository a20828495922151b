"""What comes of a completed case is what is decided on it, and answers that cannot all be so are no case."""

import gc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from weakref import ref

import pytest

from threshold.casefiles import Case, read_cases
from threshold.decisions import Decision
from threshold.engine import Engine, Evaluator, evaluators
from threshold.policy import load_policy
from threshold.policy.model import CALLER
from threshold.questions.answers import Askable, Asking
from threshold.questions.bearing import Bearing
from threshold.questions.completions import OPEN, Completions, State
from threshold.semantics.records import Records

from ..semantics.conftest import KINDS_OF_SUPPORT, Small

PYTHON: tuple[Evaluator, ...] = evaluators()[:1]
AS_AT = date(2026, 8, 14)
CASES = Path(__file__).parents[2] / "cases"
UP = "request: {direction: step_up, to: high}\n"
DOWN = "request: {direction: step_down, to: low}\n"
KINDS = ("low", "middle", "high", *KINDS_OF_SUPPORT)
CALM = "child_protection: {concern: false}\n"


def completing(engine: Engine, case: Case, *facts: str) -> Completions:
    """The case with these facts to be answered, and what else their answers need."""
    moment = case.as_at or AS_AT
    policy = engine.policy.at(moment)
    bearing = Bearing(policy, case.given.get("request.direction", "none"), CALLER in case.given)
    records = Records(case, policy.vocabulary, moment)
    asked = Asking(policy.vocabulary, bearing.compared, records).about(facts)
    return Completions(bearing, records, asked, moment)


def of(small: Small, text: str, case: str, *facts: str) -> Completions:
    engine = small.tiny(text).engine(PYTHON)
    return completing(engine, small.case(case, engine), *facts)


def drawn(asked: Sequence[Askable], random: Random, number: int) -> Iterator[State]:
    for _ in range(number):
        yield tuple(random.randrange(OPEN, len(each.answers)) for each in asked)


def ending(decision: Decision) -> tuple[object, ...]:
    """What a question may change: status, direction, where to, level of need, the way and the advice."""
    goes = decision.status not in ("blocked", "undetermined", "conflict")
    way = (f"{step.id}>{step.sent_to}" for step in decision.route if goes and step.certain)
    level = decision.recommendation.level_of_need
    told = decision.request is None and decision.recommendation.direction != "safeguarding_now"
    known = level.level if level is not None and told else None
    said = decision.consultation
    advice = (str(said.advice), *said.not_ruled_out) if said is not None else ()
    recommended = decision.recommendation
    return decision.status, recommended.direction, recommended.to, known, tuple(way), advice


def came(completions: Completions, state: State) -> tuple[object, ...]:
    outcome = completions.of(state).outcome
    to = outcome.to if outcome.to in KINDS else None
    level = int(outcome.level) if outcome.level.isdigit() else None
    return outcome.status, outcome.direction, to, level, outcome.way, outcome.advice


def short(completions: Completions, state: State) -> tuple[object, ...]:
    """Status, direction and way."""
    status, direction, _, _, way, _ = came(completions, state)
    return status, direction, way


def told(completions: Completions, *answers: object) -> State:
    """The state with these answers: a value, an entry's date, or None for no such event."""
    found = []
    for asked, answer in zip(completions.asked, answers, strict=True):
        each = [one.entry.on if one.entry else one.value for one in asked.answers]
        found.append(each.index(answer))
    return tuple(found)


# What comes of it

ON_THE_LINE = (
    "child_protection.concern",
    "child_protection.harm_suspected",
    "child_protection.immediate_danger",
    "referral.suggests_child_in_need",
    "caf.threshold_may_be_met",
    "contact.allocated_social_worker",
    "support.in_place",
    "caf.appropriate",
    "consent.to_support",
)

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
    before = {(each.id, each.why) for each in engine.decide(case).conflicts}
    for completion in drawn(completions.asked, random, 12):
        decision = engine.decide(completions.completed(completion))
        assert came(completions, completion) == ending(decision), completions.completed(completion)
        new = {(each.id, each.why) for each in decision.conflicts} - before
        assert completions.of(completion).contradicts is bool(new), completions.completed(completion)


@pytest.mark.parametrize("pack", ["step-up-step-down", "caf-team", "continuum-of-need", "mosaic-cin"])
def test_so_it_is_under_the_policies_that_come_along(pack: str) -> None:
    engine, random = Engine(load_policy(pack), using=PYTHON), Random(pack)
    cases = list(read_cases([str(CASES / pack)], engine.policy.vocabulary))
    for case in random.sample(cases, 3):
        assert isinstance(case, Case)
        missing = [each.fact for each in engine.decide(case).missing]
        completions = completing(engine, case, *missing)
        for completion in drawn(completions.asked, random, 4):
            decision = engine.decide(completions.completed(completion))
            assert came(completions, completion) == ending(decision), (case.reference, completion)


def test_so_it_is_of_what_a_caller_is_advised() -> None:
    engine, random = Engine(load_policy("caf-team"), using=PYTHON), Random("calls")
    calls = sorted((CASES / "caf-team").glob("advice-*.yaml"))
    met = set[object]()
    for case in read_cases(list(map(str, random.sample(calls, 12))), engine.policy.vocabulary):
        assert isinstance(case, Case)
        taken = random.sample(ON_THE_LINE, 4)
        call = replace(case, given={k: v for k, v in case.given.items() if k not in taken}, covers={})
        completions = completing(engine, call, *taken, "caf.open")
        for completion in drawn(completions.asked, random, 6):
            decision = engine.decide(completions.completed(completion))
            assert came(completions, completion) == ending(decision), (case.reference, completion)
            met.add(came(completions, completion)[-1])
    assert len(met) > 5


# What cannot be so


def conflict(when: str) -> str:
    return f"conflicts:\n  - {{id: X, carries: [T-1], why: never both, when: {when}}}\n"


def requirement(satisfied: str, effect: str = "block", name: str = "R") -> str:
    return (
        f"  - {{id: {name}, title: {name}, carries: [T-1], bears_on: [step_up, step_down], "
        f"{effect}: [{{must: {satisfied}, else: No}}]}}\n"
    )


NEEDS_A = "requirements:\n" + requirement("{t.a: true}")


def test_answers_that_contradict_each_other_are_marked(small: Small) -> None:
    text = conflict("{t.a: true, t.b: true}") + NEEDS_A
    completions = of(small, text, UP + CALM, "t.a", "t.b")
    states = {answers: told(completions, *answers) for answers in PAIRS}
    assert {answers: short(completions, state) for answers, state in states.items()} == {
        (False, False): ("blocked", "continue", ()),
        (False, True): ("blocked", "continue", ()),
        (True, False): ("permitted", "step_up", ()),
        (True, True): ("conflict", "continue", ()),
    }
    assert [answers for answers in PAIRS if completions.of(states[answers]).contradicts] == [(True, True)]


PAIRS = [(False, False), (False, True), (True, False), (True, True)]


def test_a_contradiction_that_there_was_before_any_answer_marks_none(small: Small) -> None:
    text = conflict("{t.b: true, t.c: true}") + NEEDS_A
    completions = of(small, text, UP + CALM + "t: {b: true, c: true}", "t.a")
    for answer, status in ((True, "permitted"), (False, "blocked")):
        tried = completions.of(told(completions, answer))
        assert (tried.outcome.status, tried.contradicts) == (status, False)


def test_a_contradiction_about_danger_is_acted_on(small: Small) -> None:
    text = conflict("{t.a: true, child_protection.concern: false}") + NEEDS_A
    completions = of(small, text, UP + "t: {a: true}", "child_protection.concern")
    found = {answer: short(completions, told(completions, answer))[:2] for answer in (True, False)}
    # A yes is never put in doubt.
    assert found == {True: ("permitted", "safeguarding_now"), False: ("conflict", "safeguarding_now")}


def test_that_there_was_no_start_of_what_ended_contradicts(small: Small) -> None:
    text = "requirements:\n" + requirement("{spell.started: {recorded: true}}")
    case = UP + CALM + "timeline: [{on: 2026-08-01, event: spell_ended}]"
    completions = of(small, text, case, "spell.started")
    assert [asked.name for asked in completions.asked] == ["spell_started"]
    assert completions.of(told(completions, None)).contradicts
    before = completions.of(told(completions, date(2024, 8, 14)))
    assert (before.outcome.status, before.contradicts) == ("permitted", False)


def test_what_is_stated_is_read_beside_what_the_timeline_says(small: Small) -> None:
    text = "requirements:\n" + requirement("{consent.to_share: given}")
    text += requirement("{consent.to_share: withdrawn}", "condition", "S")
    case = UP + CALM + "consent: {to_share: given}\n"
    case += "timeline: [{on: 2026-08-01, event: consent_withdrawn, for: sharing}]"
    completions = of(small, text, case, "consent.to_share")
    tried = {value: completions.of(told(completions, value)) for value in ("given", "withdrawn")}
    assert {value: each.outcome.status for value, each in tried.items()} == {
        "given": "conflict",
        "withdrawn": "blocked",
    }


# Its parts


def test_answers_that_no_rule_tells_apart_are_alike(small: Small) -> None:
    text = "requirements:\n" + requirement("{t.n: {at_least: 5}}") + requirement("{t.colour: red}", name="S")
    completions = of(small, text, UP + CALM, "t.n", "t.colour", "t.b")
    worth = {
        asked.name: [asked.answers[i].value for i in completions.worth_trying(position)]
        for position, asked in enumerate(completions.asked)
    }
    # What nothing reads is not asked about at all.
    assert worth == {"t.n": [0, 5], "t.colour": ["red", "amber"]}
    assert completions.alike(0)[9] == 5


def test_every_answer_is_tried_of_what_chooses_somebody_on_the_way(small: Small) -> None:
    text = """
    routes:
      - {id: W, title: W, carries: [T-1], when: {proposed.direction: step_up}, steps: [{W-1: Go,
         by: SW, to: {fact: t.colour, red: Team Manager, amber: SW, green: SW}}]}
    """
    completions = of(small, text, UP + CALM, "t.colour", "t.n")
    assert [asked.name for asked in completions.asked] == ["t.colour"]
    assert completions.worth_trying(0) == [0, 1, 2]


def test_of_days_that_no_rule_tells_apart_the_latest_and_the_earliest_are_tried(small: Small) -> None:
    text = "requirements:\n" + requirement("{visit.latest: {recorded: true}}")
    completions = of(small, text, UP + CALM + "t: {day: 2026-08-01}", "visit.latest")
    tried = [completions.asked[0].answers[i].entry for i in completions.worth_trying(0)]
    assert [entry and entry.on for entry in tried] == [None, date(2026, 8, 14), date(2024, 8, 14)]


def test_the_distance_is_what_is_missing_and_most_of_all_what_is_refused(small: Small) -> None:
    text = (
        "requirements:\n"
        + requirement("{t.a: true, t.b: true}")
        + requirement("{t.c: true}", "condition", "S")
    )
    completions = of(small, text, UP + CALM, "t.a", "t.b", "t.c")

    def distance(*answers: bool | None) -> int:
        state = (OPEN if answer is None else int(answer) for answer in answers)
        return completions.of((*state,)).distance

    assert distance(True, True, True) == 0
    assert 0 < distance(True, None, True) < distance(None, None, True) < distance(True, True, False)
    assert distance(True, True, False) < distance(True, False, True)


def test_what_a_state_lacks_is_told_with_the_rules_it_settles(small: Small) -> None:
    text = (
        "requirements:\n"
        + requirement("{t.a: true}")
        + requirement("{any: [{t.a: true}, {t.b: true}]}", name="S")
    )
    completions = of(small, text, UP + CALM, "t.a", "t.b")
    assert completions.of(completions.unanswered).lacks == {0: ("R", "S"), 1: ("S",)}
    assert completions.of((1, OPEN)).lacks == {}


def test_what_is_taken_note_of_only_once_given_is_told_apart(small: Small) -> None:
    text = (
        "requirements:\n"
        "  - {id: R, carries: [T-1], bears_on: [step_up], applies: {t.n: {known: true}}, "
        "block: [{must: {t.n: {at_least: 5}}, else: No}]}\n"
    )
    completions = of(small, text, UP + CALM, "t.n")
    now = completions.of(completions.unanswered)
    assert (now.lacks, now.unheard) == ({}, {0: ("R",)})


def test_what_opened_a_concern_is_asked_about_where_something_may_have_ended_it(small: Small) -> None:
    needed = "child_protection: {concern: false, conference_needed: true}\n"
    completions = of(small, NEEDS_A, UP + needed, "child_protection.conference_latest")
    assert [asked.name for asked in completions.asked] == ["conference"]
    assert completions.of(completions.unanswered).lacks == {0: ("SAFE-2",)}
    # Where nobody speaks of a conference there is none to ask about.
    completions = of(small, NEEDS_A, UP + CALM, "child_protection.conference_latest")
    assert completions.of(completions.unanswered).lacks == {}


def test_what_was_tried_is_freed_at_once(small: Small) -> None:
    # Waiting for the collector of cycles made a search twice as slow.
    completions = of(small, NEEDS_A, UP + CALM, "t.a")
    assert completions.of((OPEN,)).lacks
    gone = ref(completions)
    gc.disable()
    try:
        del completions
        assert gone() is None
    finally:
        gc.enable()
