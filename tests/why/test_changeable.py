"""What may be suggested: work and time; consent only as the family's; nothing of danger or the past."""

from datetime import date

from threshold.conditions import Test
from threshold.why.changeable import Change, Changeable, behind, changed

from .cases import REFUSED, TOO_SOON, example, search, stating


def changeable(name: str, **given: object) -> Changeable:
    looked = search(stating(example(name), **given))
    return looked._changeable(looked.start.findings)


def test_work_is_done_and_what_nobody_knows_is_found_out() -> None:
    [done] = changeable(REFUSED, lead_professional__identified=False).of_fact("lead_professional.identified")
    assert (done.kind, done.given) == ("done", ("lead_professional.identified", True))
    assert done.text == "once a lead professional has been identified"
    [known] = changeable(REFUSED, lead_professional__identified=None).of_fact("lead_professional.identified")
    assert known.text == "once it is known that a lead professional has been identified"


def test_what_is_done_is_not_undone() -> None:
    assert not [
        *changeable(REFUSED, lead_professional__identified=True).of_fact("lead_professional.identified")
    ]


def test_consent_is_an_if() -> None:
    [consent] = changeable(REFUSED).of_fact("consent.to_share")
    assert (consent.kind, consent.text) == (
        "consent",
        "if the family consents to information being shared",
    )


def test_neither_danger_nor_need_nor_the_child_nor_the_request() -> None:
    made = changeable(REFUSED)
    facts = made.words.vocabulary.facts
    never = [
        name
        for name, fact in facts.items()
        if fact.protection or name.startswith(("child.", "need.", "request."))
    ]
    assert len(never) > 30
    assert not [change for name in never for change in made.of_fact(name)]


def test_an_event_takes_place_on_the_day_of_the_decision() -> None:
    changes = [*changeable(TOO_SOON).of_fact("step_down.meeting_held")]
    assert {change.entry.on for change in changes if change.entry} == {date(2026, 4, 30)}


def test_time_carries_forward_what_is_complete() -> None:
    case = example(TOO_SOON)
    later, at = changed(case, [Change("time", "", "", day=date(2026, 5, 1))], date(2026, 4, 30))
    assert at == date(2026, 5, 1)
    assert later.timeline == case.timeline
    today = {event for event, upto in case.covers.items() if upto >= date(2026, 4, 30)}
    assert {later.covers[event] for event in today} <= {date(2026, 5, 1)}


def test_what_lies_behind_a_fact_that_is_worked_out() -> None:
    findings = search(example(TOO_SOON)).start.findings
    assert "need.complex" not in behind(Test("caf.open", "is", (True,)), findings)
    assert "need.level" in behind(Test("need.level", "is", (4,)), findings)
