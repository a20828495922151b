"""S195 to S198 of docs/semantics.md: what may be suggested for another answer."""

from dataclasses import replace
from datetime import date, timedelta

from threshold.policy.protection import rests_on
from threshold.why.why_not import why_not

from ...why.cases import (
    DANGER,
    PAPERS,
    PERMITTED,
    REFUSED,
    TOO_SOON,
    engine,
    example,
    moment,
    search,
    stating,
)


def suggested(case, policy="step-up-step-down", wanted="permitted"):  # type: ignore[no-untyped-def]
    return why_not(engine(policy), case, moment(case), wanted)


def test_s195_only_work_is_marked_and_nothing_of_danger() -> None:
    policy = engine().policy.at(date(2026, 6, 1))
    work = {name for name, fact in policy.vocabulary.facts.items() if fact.work}
    assert len(work) > 40
    assert not work & rests_on(policy)
    assert not [name for name in work if name.startswith(("child.", "need.", "request.", "care."))]


def test_s195_what_was_not_done_is_done_and_time_comes() -> None:
    assert suggested(example(TOO_SOON)).suggestions[0].steps[0].kind == "time"
    [paper] = suggested(example(PAPERS)).suggestions
    assert [(step.kind, step.about) for step in paper.steps] == [("done", "documents.attached")]


def test_s195_what_is_recorded_stays() -> None:
    way = search(example(TOO_SOON)).found[0]
    assert way.case.timeline == example(TOO_SOON).timeline


def test_s196_consent_is_the_familys() -> None:
    [told] = suggested(example(REFUSED)).suggestions
    assert told.text == "permitted if the family consents to information being shared"


def test_s197_danger_is_asked_about_and_never_assumed() -> None:
    told = suggested(stating(example(REFUSED), child_protection__concern=None))
    assert told.ask
    assert not told.suggestions
    protected = suggested(example(DANGER), "early-help-tac")
    assert protected.first
    assert not protected.suggestions


def test_s198_one_day_before_does_not_do() -> None:
    case = example(TOO_SOON)
    [way] = search(case).found
    assert engine().decide(way.case, way.at).status == "permitted"
    eve = date(2026, 5, 1) - timedelta(days=1)
    assert engine().decide(replace(way.case, as_at=eve), eve).status == "blocked"


def test_s198_an_answer_that_holds_more_back_is_told_by_what_is_so() -> None:
    told = suggested(example(PERMITTED), wanted="blocked")
    assert not told.suggestions
    assert "child_protection.concern" in [each.fact for each in told.keeps]
