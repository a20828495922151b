"""One case to one decision: at which date, by which evaluators, and beside which other document."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from threshold.casefiles import Case, read_cases
from threshold.dates import LAST_YEAR
from threshold.engine.decide import Engine, findings_of
from threshold.engine.evaluators import PYTHON, Conditions, Evaluator, Prepared, evaluators
from threshold.policy import load_policy
from threshold.reading import BadInput

from ..semantics.conftest import SAFETY, Small

NATIONAL = Path(__file__).parents[2] / "cases" / "national"
CASE = Case("C-1", {"request.direction": "step_up"}, as_at=date(2026, 8, 14))
RULE = """
requirements:
  - {id: R, title: Rule, carries: [T-1], bears_on: [step_up],
     block: [{must: {t.n: {at_least: $least}}, else: No}]}
"""
LEAST = """
least:
  type: number
  means: how many
  values: [{from: 2020-01-01, is: 3, because: so}, {from: 2026-06-01, is: 5, because: now}]
"""


def engine(small: Small) -> Engine:
    return small.tiny(RULE, LEAST).engine((PYTHON,))


# The date


def test_the_date_given_beats_the_case_s_own_and_that_beats_today(small: Small) -> None:
    made = engine(small)
    assert made.decide(CASE, date(2026, 1, 2)).as_at == "2026-01-02"
    assert made.decide(CASE).as_at == "2026-08-14"
    before, decided, after = date.today(), made.decide(replace(CASE, as_at=None)).as_at, date.today()
    assert before.isoformat() <= decided <= after.isoformat()


def test_a_time_of_day_is_kept(small: Small) -> None:
    assert engine(small).decide(CASE, datetime(2026, 8, 14, 9, 30)).as_at == "2026-08-14T09:30"


@pytest.mark.parametrize(("day", "status"), [("2026-05-31", "permitted"), ("2026-06-01", "blocked")])
def test_the_values_in_force_on_that_date_count(small: Small, day: str, status: str) -> None:
    case = replace(CASE, given={**CASE.given, "t.n": 4, "child_protection.concern": False})
    assert engine(small).decide(case, date.fromisoformat(day)).status == status


def test_a_trial_is_decided_by_and_told(small: Small) -> None:
    small.trial = ("tiny.least=4",)
    case = replace(CASE, given={**CASE.given, "t.n": 4, "child_protection.concern": False})
    decision = engine(small).decide(case)
    assert (decision.status, decision.policy.trial) == ("permitted", ("tiny.least=4",))


def test_a_request_may_name_the_document_that_answers_it(small: Small) -> None:
    made = engine(small)
    case = replace(CASE, given={**CASE.given, "request.under": "tiny"}, origin="case.yaml:1")
    led = made.policy_for(case, date(2026, 8, 14))
    assert led is made.policy_for(case, date(2026, 8, 15))  # the same object, as what is compiled needs
    assert led is not made.policy_for(CASE, date(2026, 8, 14))
    wrong = replace(case, given={**CASE.given, "request.under": "nowhere"})
    with pytest.raises(BadInput) as told:
        made.decide(wrong)
    (problem,) = told.value.problems
    assert str(problem).startswith("case.yaml:1, request.under: the policy p has no leading document")
    assert "nowhere" not in str(problem)  # it might be anything that somebody typed


def test_a_date_beyond_the_holiday_calendar_names_the_case(small: Small) -> None:
    limit = "within: 5 working days, met_by: {event: seen}, late: Late, overdue: Late"
    small.tiny(f"deadlines: [{{id: L, carries: [T-1], starts: {{fact: t.day}}, {limit}}}]")
    start, beyond = date(LAST_YEAR, 12, 15), date(LAST_YEAR + 1, 1, 5)
    case = Case("C-1", {"t.day": start}, covers={"seen": beyond}, as_at=beyond, origin="case.yaml")
    with pytest.raises(BadInput) as told:
        small.engine((PYTHON,)).decide(case)
    (problem,) = told.value.problems
    assert (problem.file, problem.field) == ("case.yaml", "C-1")


# The evaluators


def test_without_any_named_those_at_hand_are_used() -> None:
    assert Engine(load_policy("national")).using == evaluators()
    assert Engine(load_policy("national"), using=(PYTHON,)).using == (PYTHON,)


def test_a_policy_is_compiled_once_for_each_set_of_values_in_force(small: Small) -> None:
    prepared: list[Conditions] = []

    def counting(conditions: Conditions) -> Prepared:
        prepared.append(conditions)
        return PYTHON.prepare(conditions)

    made = small.tiny(RULE, LEAST).engine((Evaluator("counting", counting),))
    made.decide(CASE)
    once = len(prepared)
    assert once > 0
    made.decide(CASE, date(2026, 9, 1))
    assert len(prepared) == once
    made.decide(CASE, date(2026, 5, 31))
    assert len(prepared) == 2 * once


def test_findings_are_what_the_decision_is_made_from(small: Small) -> None:
    made = engine(small)
    compiled = made.compiled(made.policy.at(date(2026, 8, 14)))
    case = replace(CASE, given={**CASE.given, "t.n": 7, "request.to": "high", "t.day": date(2026, 8, 15)})
    found = findings_of(compiled, case, date(2026, 8, 14))
    assert found.case is case
    assert found.policy is compiled.policy
    assert found.truths["R:satisfied"] is True
    assert (found.proposal.asked, found.proposal.asked_to) == ("step_up", "high")
    assert [each.id for each in found.contradictions] == ["future-event"]
    assert found.facts.state("proposed.direction") == "step_up"


# Beside it


def test_a_compared_document_is_told_as_a_note_and_changes_nothing(small: Small) -> None:
    other = RULE.replace("T-1", "O-1").replace("id: R", "id: O").replace("$least", "9")
    small.tiny(RULE, LEAST)
    alone = small.decide("child_protection: {concern: false}\nrequest: {direction: step_up}\nt: {n: 6}")
    small.pack("other", other)
    small.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: lead}, {pack: other, role: compare}]"
    beside = small.decide("child_protection: {concern: false}\nrequest: {direction: step_up}\nt: {n: 6}")
    assert (beside.status, beside.recommendation, beside.checks) == (
        alone.status,
        alone.recommendation,
        alone.checks,
    )
    (note,) = [note for note in beside.notes if note not in alone.notes]
    assert note.tension == ""
    assert note.text.startswith("other would answer: blocked, ")


def test_safety_comes_first_in_any_policy(small: Small) -> None:
    assert "SAFE-2" in SAFETY
    decision = engine(small).decide(
        replace(CASE, given={**CASE.given, "child_protection.concern": True, "t.n": 1})
    )
    assert decision.recommendation.direction == "safeguarding_now"
    assert decision.status != "blocked"


@pytest.mark.parametrize(
    ("example", "denied"),
    [
        ("risk-said-but-no-concern", ("child_protection.concern",)),
        ("enquiry-open-beside-no-concern", ("child_protection.concern", "child_protection.harm_suspected")),
    ],
)
def test_a_contradiction_about_danger_doubts_what_was_denied_and_never_the_danger(
    example: str, denied: tuple[str, ...]
) -> None:
    using = Engine(load_policy("national"), using=evaluators()[:1])
    (case,) = read_cases([str(NATIONAL / f"{example}.yaml")], using.policy.vocabulary)
    assert isinstance(case, Case)
    (conflict,) = using.decide(case).conflicts
    assert conflict.facts == denied


WAITS = """
requirements:
  - {id: R, title: Rule, carries: [T-1], bears_on: [step_up],
     block: [{must: {t.day: {at_least_ago: 3 months}}, else: No}]}
  - {id: S, title: Fresh, carries: [T-1], bears_on: [step_up],
     block: [{must: {t.ahead: {within_last: 1 year}}, else: No}]}
"""


@pytest.mark.parametrize(
    ("day", "ahead", "earliest"),
    [
        (date(2026, 6, 1), date(2026, 8, 1), date(2026, 9, 1)),
        # It may not go ahead on that day, for by then something else is too long ago.
        (date(2026, 6, 1), date(2025, 8, 20), None),
        (date(2026, 5, 1), date(2026, 8, 1), None),
    ],
)
def test_what_a_request_comes_to_is_told_before_it_is_put_into_words(
    small: Small, day: date, ahead: date, earliest: date | None
) -> None:
    case = replace(
        CASE, given={**CASE.given, "t.day": day, "t.ahead": ahead, "child_protection.concern": False}
    )
    made = small.tiny(WAITS).engine((PYTHON,))
    found, decided = made.concluded(case), made.decide(case)
    assert (found.came.status, found.earliest) == (decided.status, earliest)
    assert found.findings.case is case
    # On the day itself the request is allowed, and on the day before it is not.
    if earliest is not None:
        assert made.concluded(case, earliest).came.status == "permitted"
        assert made.concluded(case, earliest - timedelta(1)).came.status == "blocked"


def test_how_a_test_is_put_may_be_a_callers_own(small: Small) -> None:
    made = replace(engine(small), test=lambda test, facts: None)
    assert {check.status for check in made.decide(CASE).checks} == {"undetermined"}
