"""What can be asked for the sake of an unknown fact, and which answers are worth trying."""

from datetime import date, datetime

import pytest

from threshold.casefiles import Case, Entry
from threshold.conditions import Moment
from threshold.policy.inference_plan import conditions_of
from threshold.questions.answers import Answer, Askable, Asking, answered, compared_with
from threshold.semantics.records import Records
from threshold.vocabulary import Value

from ..semantics.conftest import Small

AS_AT = date(2026, 8, 14)
LONG_AGO = date(2024, 8, 14)


def asking(small: Small, case: Case, moment: Moment, *satisfied: str) -> Asking:
    """What can be asked where requirements compare with certain values."""
    rules = (
        f"  - {{id: R{number}, carries: [T-1], bears_on: [step_up], "
        f"note: [{{must: {condition}, else: No}}]}}\n"
        for number, condition in enumerate(satisfied)
    )
    policy = small.tiny("requirements:\n" + "".join(rules) if satisfied else "").engine().policy.at(AS_AT)
    compared = compared_with(conditions_of(policy))
    return Asking(policy.vocabulary, compared, Records(case, policy.vocabulary, moment))


def about(
    small: Small, fact: str, *satisfied: str, case: Case | None = None, moment: Moment = AS_AT
) -> list[Askable]:
    case = case or Case("C-1", {})
    return asking(small, case, moment, *satisfied).about([fact])


def values(small: Small, fact: str, *satisfied: str, case: Case | None = None) -> list[Value | None]:
    (found,) = about(small, fact, *satisfied, case=case)
    return [answer.value for answer in found.answers]


def entries(small: Small, fact: str, *satisfied: str, case: Case | None = None) -> list[Entry | None]:
    (found,) = about(small, fact, *satisfied, case=case)
    return [answer.entry for answer in found.answers]


# The case with an answer


def asked(fact: str = "", event: str = "") -> Askable:
    return Askable(fact, event, "?", False, ())


def test_an_answer_states_the_fact_and_keeps_the_others() -> None:
    case = answered(Case("C-1", {"t.b": True}), asked("t.a"), Answer(value=False), AS_AT)
    assert case.given == {"t.b": True, "t.a": False}


def test_an_event_answered_with_a_date_is_an_entry_more() -> None:
    first, second = Entry(date(2026, 8, 1), "visit"), Entry(date(2026, 8, 2), "visit")
    case = answered(Case("C-1", {}, (first,)), asked(event="visit"), Answer(entry=second), AS_AT)
    assert case.timeline == (first, second)
    assert case.covers == {}


@pytest.mark.parametrize("moment", [AS_AT, datetime(2026, 8, 14, 9, 30)])
def test_an_event_that_there_was_not_is_recorded_completely_up_to_today(moment: Moment) -> None:
    case = answered(Case("C-1", {}, covers={"seen": LONG_AGO}), asked(event="visit"), Answer(), moment)
    assert case.covers == {"seen": LONG_AGO, "visit": AS_AT}
    assert case.timeline == ()


def test_no_answer_leaves_the_case_as_it_is() -> None:
    case = Case("C-1", {"t.b": True})
    assert answered(case, asked("t.a"), Answer(), AS_AT) is case


# Answers to try


@pytest.mark.parametrize(
    ("fact", "satisfied", "tried"),
    [
        ("t.a", (), [False, True]),
        ("t.colour", (), ["red", "amber", "green"]),
        ("t.n", (), list(range(11))),
        ("t.text", ("{t.text: [here, there]}",), ["here", "there", "something else"]),
        ("t.who", ("{t.who: Team Manager}",), ["Team Manager", "somebody else"]),
        ("t.scale", ("{t.scale: {includes: 4}}",), [(), *((("somebody", n),) for n in (0, 4, 10))]),
        ("t.list", (), [(), ("x", "y", "z")]),
        ("t.list", ("{t.list: {includes: y}}",), [(), ("x", "y", "z"), ("y",), ("x", "z")]),
    ],
)
def test_the_values_tried_lie_on_either_side_of_what_the_rules_compare_with(
    small: Small, fact: str, satisfied: tuple[str, ...], tried: list[Value]
) -> None:
    assert values(small, fact, *satisfied) == tried


def test_dates_tried_are_today_long_ago_and_around_those_known_latest_first(small: Small) -> None:
    held, cancelled = date(2026, 7, 1), date(2026, 7, 20)
    timeline = (Entry(held, "visit"), Entry(cancelled, "visit", "cancelled"))
    case = Case("C-1", {"request.made": date(2026, 6, 1), "t.ahead": date(2026, 9, 1)}, timeline)
    assert values(small, "t.day", case=case) == [
        AS_AT,
        date(2026, 7, 2),
        held,
        date(2026, 6, 2),
        date(2026, 6, 1),
        LONG_AGO,
    ]
    moments = [datetime(day.year, day.month, day.day, 12) for day in (AS_AT, LONG_AGO)]
    assert values(small, "t.moment") == moments


def test_of_many_known_dates_the_latest_are_tried(small: Small) -> None:
    timeline = tuple(Entry(date(2026, month, 10), "visit") for month in range(1, 8))
    tried = values(small, "t.day", case=Case("C-1", {}, timeline))
    assert [day for day in tried if day not in (AS_AT, LONG_AGO)] == [
        date(2026, month, day) for month in (7, 6, 5, 4) for day in (11, 10)
    ]


def test_two_years_before_a_leap_day_is_a_day(small: Small) -> None:
    (found,) = about(small, "t.day", moment=date(2028, 2, 29))
    assert [answer.value for answer in found.answers] == [date(2028, 2, 29), date(2026, 2, 28)]


def test_what_is_worked_out_or_asked_for_first_of_all_is_no_question(small: Small) -> None:
    for fact in ("made.answer", "proposed.to", "request.direction"):
        assert about(small, fact) == []
    assert [each.name for each in about(small, "request.to")] == ["request.to"]


# Events


def test_of_an_event_its_absence_is_tried_first_and_then_days(small: Small) -> None:
    assert entries(small, "seen.first") == [None, Entry(AS_AT, "seen"), Entry(LONG_AGO, "seen")]


def test_an_entry_carries_every_choice_there_is(small: Small) -> None:
    absent, *found = entries(small, "visit.good")
    assert absent is None
    assert [(entry.on, entry.carries["outcome"]) for entry in found if entry] == [
        *((AS_AT, outcome) for outcome in ("good", "poor") for _ in range(2)),
        *((LONG_AGO, outcome) for outcome in ("good", "poor") for _ in range(2)),
    ]


def test_who_took_part_is_tried_by_whom_the_rules_compare_with(small: Small) -> None:
    found = entries(small, "visit.attended", "{visit.attended: {includes: Team Manager}}")
    tried = {entry.carries["attended"] for entry in found if entry}
    assert tried == {(), ("Team Manager",), ("Team Manager", "somebody else"), ("somebody else",)}


def test_a_fact_read_off_the_timeline_is_asked_for_by_its_events(small: Small) -> None:
    assert [(each.fact, each.event) for each in about(small, "visit.ever")] == [("", "visit"), ("", "seen")]
    covered = Case("C-1", {}, covers={"visit": AS_AT})
    assert [each.event for each in about(small, "visit.ever", case=covered)] == ["seen"]


def test_a_thing_is_asked_once_whatever_it_is_asked_for(small: Small) -> None:
    found = asking(small, Case("C-1", {}), AS_AT).about(["visit.ever", "visit.latest", "seen.first"])
    assert [each.event for each in found] == ["visit", "seen"]


def test_of_an_entry_without_a_day_the_day_is_asked_for(small: Small) -> None:
    recorded = Case("C-1", {}, (Entry(None, "seen"),), covers={"seen": AS_AT})
    (found,) = about(small, "seen.first", case=recorded)
    assert [answer.entry.on for answer in found.answers if answer.entry] == [AS_AT, LONG_AGO]
    assert len(found.answers) == 2  # that there was none is no answer: it is recorded
    told = answered(recorded, found, found.answers[1], AS_AT)
    assert told.timeline == (Entry(LONG_AGO, "seen"),)
    # Where the file may not hold them all, there may also be no other.
    (found,) = about(small, "seen.first", case=Case("C-1", {}, (Entry(None, "seen"),)))
    assert [answer.entry is None for answer in found.answers] == [True, False, False]


def test_what_is_in_the_file_is_not_asked_for(small: Small) -> None:
    begun = Case("C-1", {}, (Entry(date(2026, 8, 1), "spell_started"),))
    assert [each.name for each in about(small, "spell.ended", case=begun)] == ["spell_ended"]


def test_what_tells_of_danger_by_itself_is_protection(small: Small) -> None:
    found = asking(small, Case("C-1", {}), AS_AT).about(["t.a", "child_protection.concern"])
    assert [(each.name, each.protection) for each in found] == [
        ("t.a", False),
        ("child_protection.concern", True),
    ]
