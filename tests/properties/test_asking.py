"""Questions about examples and random cases: never silent, and every way of answering leads out.

THRESHOLD_SEED gives other answers, cases and examples, THRESHOLD_CASES more or fewer of them. A failure names
its case with the seed.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from threshold.casefiles import Case
from threshold.decisions import Decision
from threshold.engine import Engine, evaluators
from threshold.policy import load_policy, policy_names
from threshold.policy.protection import QUESTIONS
from threshold.questions.answers import Answer, answered
from threshold.questions.search import Question, questions
from threshold.questions.standing import standing
from threshold.semantics.events_to_ask import events_behind

from .cases import Maker, drawn, examples_of

SEED = os.environ.get("THRESHOLD_SEED", "2026")
CASES = int(os.environ.get("THRESHOLD_CASES", "2000"))
PYTHON = evaluators()[:1]
ROUNDS = 60
FEW = 6  # with no more to ask every state is tried, and what cannot matter is left out
DAY = date(2026, 8, 14)


def open_still(decision: Decision) -> bool:
    """Whether a decision is undetermined, and a rule could answer it."""
    return decision.status == "undetermined" and decision.answered is not False


def chosen(question: Question, random: Random) -> Answer:
    """An answer as somebody might give it: one that contradicts what is known now and then as well."""
    some = question.answers[: max(1, len(question.answers) - random.randrange(3))]
    return random.choice(some if random.random() < 0.9 else question.answers)


def all_answered(engine: Engine, case: Case, random: Random) -> tuple[Case, list[Question]]:
    """The case once all that is asked is answered at random, again and again; and the last questions."""
    assert case.as_at is not None
    left: list[Question] = []
    for _ in range(ROUNDS):
        left = questions(engine, case)
        check_asked(engine, case, left)
        if not left:
            break
        for question in left:
            case = answered(case, question, chosen(question, random), case.as_at)
    return case, left


def check_asked(engine: Engine, case: Case, asked: list[Question]) -> None:
    """An undetermined decision is never met with silence, and what it lacks is asked for."""
    decision = engine.decide(case)
    if not open_still(decision):
        return
    if not asked:
        # Only a contradiction, or rules that say nothing of what is known by now, leave nothing to ask.
        assert not decision.missing, "silent"
        assert decision.conflicts or standing(engine, case).no_rule_tells, "silent"
    vocabulary = engine.policy.vocabulary
    named = {question.name for question in asked}
    for missing in decision.missing:
        reading = vocabulary.facts[missing.fact].reading
        if reading is not None:
            told_by = {*events_behind(vocabulary, reading)}
            recorded = {entry.event for entry in case.timeline} | {*case.covers}
            assert named & told_by or told_by & recorded or len(asked) < FEW, (
                f"{missing.fact} is not asked for"
            )
        elif missing.fact not in named:
            assert not matters(engine, case, missing.fact), f"{missing.fact} is missing and not asked for"


def matters(engine: Engine, case: Case, fact: str) -> bool:
    """Whether an answer by itself changes what comes out."""
    kind = engine.policy.vocabulary.facts[fact].type
    values = (True, False) if kind.kind == "boolean" else kind.values
    return any(
        came(engine, replace(case, given={**case.given, fact: v})) != came(engine, case) for v in values
    )


def came(engine: Engine, case: Case) -> tuple[str, str, str | None]:
    decision = engine.decide(case)
    return decision.status, decision.recommendation.direction, decision.recommendation.to


def check_way_out(engine: Engine, case: Case, key: str) -> bool:
    """Whether the case was open; if so, every way of answering leads out, or to a contradiction named."""
    first = engine.decide(case)
    try:
        end, left = all_answered(engine, case, Random(key))
        last = engine.decide(end)
        assert not left, f"still asks for {[question.name for question in left]}"
        stuck = open_still(last) and not standing(engine, end).no_rule_tells
        assert not stuck or last.conflicts, f"still lacks {[m.fact for m in last.missing]}"
    except AssertionError as error:
        raise AssertionError(f"{key}: {case.reference}") from error
    return open_still(first)


@pytest.fixture(scope="module", params=policy_names())
def engine(request: pytest.FixtureRequest) -> Engine:
    return Engine(load_policy(request.param), using=PYTHON)


def answers_nothing(engine: Engine) -> bool:
    """Whether no request is answered, so that nothing is ever open: the statutory overlay alone."""
    return not any(pack.grounds for pack in engine.policy.at(DAY).packs)


def examples(engine: Engine, of: Callable[[Case], bool] = lambda case: True) -> Iterator[tuple[str, Case]]:
    name = engine.policy.at(DAY).name
    found = [case for case in examples_of(name, only=True) if of(case)]
    # A search takes a while: of many examples those are taken that the seed draws.
    for case in drawn(found, CASES // 20, f"{SEED}/{name}/examples"):
        yield f"{SEED}/{name}/{case.reference}", case


@pytest.mark.slow
def test_every_way_of_answering_the_questions_of_an_example_leads_out(engine: Engine) -> None:
    found = [check_way_out(engine, case, key) for key, case in examples(engine)]
    assert any(found) or answers_nothing(engine), "no example was open"


@pytest.mark.slow
def test_every_way_of_answering_the_questions_of_a_random_case_leads_out(engine: Engine) -> None:
    policy = engine.policy.at(DAY)
    maker = Maker(policy, examples_of(policy.name))
    keys = [f"{SEED}/{policy.name}/asked/{number}" for number in range(CASES // 50)]
    for key in keys:
        check_way_out(engine, maker.case(key), key)


@pytest.mark.slow
def test_danger_is_asked_about_first_wherever_it_is_asked_about(engine: Engine) -> None:
    seen, cases = 0, [*examples(engine, lambda case: not {*QUESTIONS} <= {*case.given})]
    for key, case in cases:
        names = [question.name for question in questions(engine, case)]
        danger = [name for name in names if name in QUESTIONS]
        assert names[: len(danger)] == danger, key
        seen += bool(danger)
    # Of a few examples perhaps none is asked about; and where nothing is answered, nothing is asked.
    assert seen or len(cases) < 10 or answers_nothing(engine)
