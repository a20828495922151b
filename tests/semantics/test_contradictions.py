"""What cannot all be so in one file, and which facts are in doubt for it."""

from dataclasses import replace

import pytest

from threshold.semantics.contradictions import Contradiction, contradictions, facts_reading
from threshold.semantics.records import Records
from threshold.semantics.timeline import read_facts
from threshold.vocabulary import UNKNOWN, Value

from .records.timelines import TODAY, VOCABULARY, case, fact, on, records

LONG_AGO = "10 cp_plan_started; 15 cin_plan_started; 18 cin_plan_ended; 25 cp_plan_ended"
COVERED = "caf_started cp_plan_started"


def found(timeline: str, covers: str = "") -> list[Contradiction]:
    return list(contradictions(records(timeline, covers), {}))


def ids(timeline: str, covers: str = "") -> list[str]:
    return [each.id for each in found(timeline, covers)]


@pytest.mark.parametrize(
    ("timeline", "expected"),
    [
        ("", []),
        # Held after the decision. Without a day it may have been before.
        ("101 ehm_transfer", ["future-event"]),
        ("100 ehm_transfer", []),
        ("101 ehm_transfer status: planned", []),
        ("101 ehm_transfer status: cancelled", []),
        ("? ehm_transfer", []),
        ("101 ehm_transfer; 102 ehm_transfer", ["future-event"]),
        ("101 ehm_transfer; 102 lcs_closed", ["future-event", "future-event"]),
    ],
)
def test_nothing_was_held_after_the_decision(timeline: str, expected: list[str]):
    assert ids(timeline) == expected


@pytest.mark.parametrize(
    ("timeline", "expected"),
    [
        ("5 caf_started; 9 caf_closed", 0),
        ("9 caf_closed", 1),
        ("5 caf_started; 9 caf_closed; 12 caf_closed", 1),
        ("5 caf_started ref: a; 9 caf_closed ref: b", 1),
        # A start of which nobody knows the day may be that of any of them.
        ("? caf_started; 9 caf_closed", 0),
        ("? caf_started; 5 caf_started; 9 caf_closed; 12 caf_closed", 0),
        # What belongs to a plan says that there was one.
        ("20 core_group", 1),
        ("20 core_group; 10 cp_plan_started", 0),
        ("20 cp_conference", 0),
    ],
)
def test_where_every_start_is_in_the_file_what_ended_had_begun(timeline: str, expected: int):
    assert ids(timeline) == []
    assert ids(timeline, COVERED) == ["episode-order"] * expected


@pytest.mark.parametrize(
    ("timeline", "inside"),
    [
        ("10 cp_plan_started; 15 cin_plan_started", True),
        ("10 cp_plan_started; 10 cin_plan_started", True),
        ("10 cp_plan_started; 9 cin_plan_started", False),
        ("10 cp_plan_started; 20 cp_plan_ended; 15 cin_plan_started", True),
        ("10 cp_plan_started; 20 cp_plan_ended; 19 cin_plan_started; 19 cin_plan_ended", True),
        # On the day on which the one ends the other may begin.
        ("10 cp_plan_started; 20 cp_plan_ended; 20 cin_plan_started", False),
        ("10 cp_plan_started; 20 cp_plan_ended; 21 cin_plan_started", False),
        # An end without a start was preceded by one; one whose end has no day may have been over.
        # Nobody knows when that began.
        ("20 cp_plan_ended; 15 cin_plan_started", False),
        ("10 cp_plan_started; ? cp_plan_ended; 15 cin_plan_started", False),
        ("10 cp_plan_started; ? cin_plan_started", False),
        # Another plan took over from the first, which nobody ended.
        ("10 cp_plan_started; 30 cp_plan_started; 40 cp_plan_ended; 15 cin_plan_started", True),
        # Only the current one: what began inside a plan long ago, and is over, is no matter of today.
        (f"{LONG_AGO}; 30 cin_plan_started", False),
        (f"5 referral; {LONG_AGO}; 60 referral", False),
        # Of a plan without any day nobody knows that anything began inside it.
        ("? cp_plan_started; 15 cin_plan_started", False),
        ("? cp_plan_ended; 15 cin_plan_started", False),
        # It may begin within a CAF, or an enquiry.
        ("10 caf_started; 10 section_47_started; 15 cin_plan_started", False),
    ],
)
def test_no_child_in_need_plan_begins_inside_a_child_protection_plan(timeline: str, inside: bool):
    assert ids(timeline) == (["plan-inside-plan"] if inside else [])


def test_what_began_inside_a_plan_is_in_doubt_by_its_start_alone():
    timeline = "10 cp_plan_started; 20 cp_plan_ended; 15 cin_plan_started"
    (each,) = found(timeline)
    assert set(each.facts) == {"child_in_need.plan_started", "child_in_need.since_protection"}
    assert {fact(name, timeline) for name in each.facts} == {"unknown"}
    assert fact("child_in_need.plan_active", timeline) is True


def test_a_contradiction_puts_no_fact_of_protection_in_doubt():
    (each,) = found("20 core_group", "cp_plan_started")
    assert {"child_protection.plan_started", "child_protection.first_core_group"} & {*each.facts}
    assert fact("child_protection.plan_started", "20 core_group", "cp_plan_started") == "undated"
    of = "20 section_47_ended"
    (each,) = found(of, "section_47_started")
    assert "child_protection.enquiry_open" in each.facts
    assert fact("child_protection.enquiry_started", of, "section_47_started") == "unknown"
    assert fact("child_protection.enquiry_open", of, "section_47_started") is False


@pytest.mark.parametrize(
    ("event", "rest", "do_not"),
    [
        # Directly; by what opens or closes the episode that is read, or during which it is read.
        ("caf_finalised", {"caf.finalised"}, {"caf.started"}),
        ("caf_started", {"caf.started", "caf.open", "caf.finalised"}, {"tac.active"}),
        ("caf_closed", {"caf.open", "caf.finalised"}, {"tac.active"}),
        ("referral", {"referral.received", "early_help.screened"}, {"caf.open"}),
        # By what bounds it, and by what it is reckoned from.
        ("section_47_started", {"child_protection.strategy_discussion"}, {"caf.open"}),
        ("cp_plan_ended", {"child_in_need.since_protection", "child_protection.gap_since"}, {"caf.open"}),
        ("assessment_started", {"child_protection.gap_since"}, {"caf.open"}),
        ("consent_withdrawn", {"consent.to_share", "consent.to_step_up"}, {"caf.open"}),
    ],
)
def test_which_facts_rest_on_a_kind_of_event(event: str, rest: set[str], do_not: set[str]):
    told = facts_reading(VOCABULARY, event)
    assert rest <= {*told}
    assert not do_not & {*told}
    assert list(told) == [name for name in VOCABULARY.facts if name in told], "as the vocabulary has them"


GIVEN, WITHDRAWN = (f"consent_{what} for: sharing" for what in ("given", "withdrawn"))


@pytest.mark.parametrize(
    ("stated", "timeline", "expected"),
    [
        (None, f"10 {GIVEN}; 20 {WITHDRAWN}", []),
        (None, f"10 {WITHDRAWN}", []),
        (None, f"10 {WITHDRAWN}; 20 {GIVEN}", ["consent-order"]),
        ("given", f"10 {GIVEN}", []),
        ("refused", f"10 {GIVEN}", ["consent-disagrees"]),
        ("given", f"10 {GIVEN}; 20 {WITHDRAWN}", ["consent-disagrees"]),
        # Without a day nothing has an order.
        (None, f"10 {WITHDRAWN}; ? {GIVEN}", []),
        ("given", f"? {GIVEN}; 20 {WITHDRAWN}", []),
        # What was said for an earlier referral contradicts nothing of this one.
        ("refused", f"10 {GIVEN}; 10 referral; 60 referral", []),
        ("refused", f"59 {GIVEN}; 10 referral; 60 referral", ["consent-disagrees"]),
        ("refused", f"10 {GIVEN}, of: request; 10 referral; 60 referral", ["consent-disagrees"]),
    ],
)
def test_consent_does_not_contradict_itself(stated: Value | None, timeline: str, expected: list[str]):
    given = {} if stated is None else {"consent.to_share": stated}
    facts, told = read_facts(replace(case(timeline), given=given), VOCABULARY, on(TODAY))
    assert [each.id for each in told] == expected
    # Nor is it known without a day that tells which came last.
    assert (facts.state("consent.to_share") is UNKNOWN) is (bool(expected) or "?" in timeline)


def test_a_stated_date_lies_in_the_past_unless_it_may_lie_ahead():
    given = {"request.made": on(TODAY + 1), "assessment.target": on(TODAY + 1)}
    of = Records(replace(case(""), given=given), VOCABULARY, on(TODAY))
    (each,) = contradictions(of, {})
    assert (each.id, each.facts) == ("future-event", ("request.made",))


def test_no_reason_holds_a_day_or_a_value():
    for timeline, covers in (
        ("101 ehm_transfer", ""),
        ("9 caf_closed", COVERED),
        ("20 core_group", COVERED),
        ("10 cp_plan_started; 15 cin_plan_started", ""),
    ):
        (each,) = found(timeline, covers)
        assert not any(character.isdigit() for character in each.why)
        assert each.why[0].isupper()
