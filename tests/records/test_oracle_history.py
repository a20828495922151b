"""The oracle against cases worked out on paper: consent, and what goes on over time, R20 to R22."""

from datetime import date

import pytest

from .asks import Ask, State
from .consent import settled
from .history import breaks
from .oracle import Oracle
from .reading import state_of
from .small import at, day, told
from .world import ABSENT, UNKNOWN, Record

# Consent

CONSENT = {"consent_given": "given", "consent_refused": "refused"}


def consent(*records: Record) -> State | None:
    return settled(told(*records), CONSENT, {}, during="referral")


def test_s31_the_latest_settles_it_and_the_later_in_the_file_on_one_day() -> None:
    assert consent(at(5, "consent_refused"), at(3, "consent_given")) == "refused"
    assert consent(at(5, "consent_refused"), at(5, "consent_given")) == "given"
    assert consent() is None


def test_r20_only_what_belongs_to_the_current_referral() -> None:
    given = at(5, "consent_given")
    assert consent(at(1, "referral"), given) == "given"
    assert consent(at(1, "referral"), given, at(20, "referral")) is None
    again = at(5, "consent_given", of="request")
    assert consent(at(1, "referral"), again, at(20, "referral")) == "given"


def test_r20_of_a_run_counts_if_that_run_is_current() -> None:
    referrals = (at(1, "referral"), at(20, "referral"))
    for_plan = at(5, "consent_given", of="p")
    assert consent(*referrals, at(4, "cin_started", "p"), for_plan) == "given"
    assert consent(*referrals, at(4, "cin_started", "p"), at(9, "cin_ended", "p"), for_plan) is None


def test_r20_any_event_of_a_run_counts_as_current_if_and_only_if_that_run_is() -> None:
    referrals = (at(1, "referral"), at(20, "referral"))
    talk = at(2, "managers_talk", of="p", agreed=True)
    ask = Ask("first", ("managers_talk",), during="referral")
    assert state_of(told(*referrals, at(4, "cin_started", "p"), talk), ask) == day(2)
    ended = at(25, "cin_ended", "p")
    started = at(24, "cin_started", "p")
    other = at(30, "cin_started")
    assert state_of(told(*referrals, started, ended, talk), ask) == day(2)
    # The plan belongs to the current referral too, but another one is current.
    assert state_of(told(*referrals, started, ended, talk, other), ask) is UNKNOWN
    assert state_of(told(started, ended, talk, other), ask) is UNKNOWN


def test_r20_where_the_referral_cannot_be_told_what_is_of_a_current_run_counts() -> None:
    referrals = (at(None, "referral", "r1"), at(20, "referral", "r2"))
    assert consent(*referrals, at(21, "consent_given")) is UNKNOWN
    assert consent(*referrals, at(21, "cin_started", "p"), at(21, "consent_given", of="p")) == "given"


def test_r20_an_unsure_one_matters_only_where_it_says_otherwise() -> None:
    referrals = (at(1, "referral"), at(20, "referral"), at(21, "consent_given"))
    assert consent(*referrals, at(None, "consent_given")) == "given"
    assert consent(*referrals, at(None, "consent_refused")) is UNKNOWN


def test_r20_an_undated_one_matters_only_where_they_disagree() -> None:
    assert consent(at(5, "consent_given"), at(None, "consent_given")) == "given"
    assert consent(at(5, "consent_given"), at(None, "consent_refused")) is UNKNOWN


# Over time


def gap(oracle: Oracle, certain: bool = False) -> State:
    among = ("child_in_need", "assessment", "referral")
    return state_of(oracle, Ask("longest_gap", episode="child_protection", among=among, certain=certain))


PROTECTED = (at(1, "cp_started"), at(10, "cp_ended"))


def test_r21_the_longest_stretch_since_the_end() -> None:
    assert gap(told(*PROTECTED)) == 50
    assert gap(told(*PROTECTED, at(15, "cin_started"))) == 5
    ended = (at(15, "cin_started"), at(22, "cin_ended"))
    assert gap(told(*PROTECTED, *ended)) == 38
    assert gap(told(*PROTECTED, *ended, at(52, "cin_started"))) == 30
    assert gap(told(*PROTECTED, at(2, "cin_started"), at(40, "cin_ended"))) == 20


def test_r21_what_does_not_carry_over_counts_for_the_day_of_its_start() -> None:
    assert gap(told(*PROTECTED, at(30, "assessment_started"))) == 30
    assert gap(told(*PROTECTED, at(30, "assessment_started"), at(50, "assessment_completed"))) == 20


def test_r21_what_has_no_start_counts_for_the_day_of_its_end() -> None:
    assert gap(told(*PROTECTED, at(30, "cin_ended"))) == 30


def test_r21_none_while_one_is_open_and_unknown_without_the_day_of_the_end() -> None:
    assert gap(told(at(1, "cp_started"))) == 0
    assert gap(told()) is UNKNOWN
    assert gap(told(covers={"cp_started": 60})) is ABSENT
    assert gap(told(at(1, "cp_started"), at(None, "cp_ended"))) is UNKNOWN


def test_r21_unknown_where_one_of_several_has_no_day() -> None:
    ended = (at(10, "cp_ended"), at(None, "cp_ended"))
    assert gap(told(*ended)) is UNKNOWN
    assert served(told(*ended, at(20, "cin_started"))) is UNKNOWN


def test_r21_certain_only_where_something_among_them_is_covered() -> None:
    assert gap(told(*PROTECTED), certain=True) is UNKNOWN
    assert gap(told(*PROTECTED, covers={"cin_started": 60}), certain=True) == 50
    undated = (at(None, "assessment_started", "a"),)
    assert gap(told(*PROTECTED, *undated, covers={"cin_started": 60}), certain=True) is UNKNOWN
    assert gap(told(*PROTECTED, *undated, covers={"cin_started": 60})) == 50


def test_r21_what_only_entries_tell_of_counts_for_the_first_of_their_days() -> None:
    reviewed = (at(30, "cin_review"), at(50, "cin_review"))
    boundary = (at(11, "referral"),)
    assert gap(told(*PROTECTED, *reviewed)) == 30
    assert gap(told(*PROTECTED, *reviewed, covers={"referral": 60}), certain=True) == 30
    assert gap(told(*PROTECTED, *reviewed, *boundary)) == 30
    assert gap(told(*PROTECTED, at(None, "cin_review"), covers={"referral": 60}), certain=True) is UNKNOWN


def test_r21_a_superseded_run_goes_on_to_the_day_on_which_the_next_begins() -> None:
    assert (
        gap(told(at(1, "cp_started"), at(59, "cp_ended"), at(1, "cin_started"), at(60, "cin_started"))) == 0
    )
    apart = (at(1, "cin_started", "a"), at(59, "cin_ended", "a"), at(60, "cin_started", "b"))
    assert gap(told(at(1, "cp_started"), at(58, "cp_ended"), *apart)) == 1


def served(oracle: Oracle) -> State:
    return state_of(oracle, Ask("served", episode="child_in_need", after="child_protection"))


def lost(oracle: Oracle) -> int:
    return breaks(oracle, "child_in_need", "child_protection")


@pytest.mark.parametrize(
    ("runs", "began", "not_served"),
    [
        ([(12, None)], day(12), 0),
        ([(5, None)], day(10), 0),  # cut to the end of the plan before
        ([(5, 9)], UNKNOWN, 0),  # ended before it
        ([(5, 10)], day(10), 50),  # ended with it
        ([(12, 20), (25, None)], day(12), 4),  # four days between
        ([(12, 20), (25, 40)], day(12), 24),  # and twenty since
        ([(12, 20), (21, None)], day(12), 0),  # they touch
        ([(12, 30), (20, 40), (40, None)], day(12), 0),  # they overlap
    ],
)
def test_r22_when_the_time_served_began_and_the_days_that_were_not_served(
    runs: list[tuple[int, int | None]], began: date, not_served: int
) -> None:
    entries = []
    for place, (start, end) in enumerate(runs):
        entries.append(at(start, "cin_started", f"p{place}"))
        if end:
            entries.append(at(end, "cin_ended", f"p{place}"))
    oracle = told(*PROTECTED, *entries)
    assert (served(oracle), lost(oracle)) == (began, not_served)


def test_r22_what_is_unknown_and_what_never_was() -> None:
    plan = at(12, "cin_started")
    assert served(told(plan)) is UNKNOWN
    assert served(told(plan, covers={"cp_started": 60})) is ABSENT
    assert served(told(plan, at(1, "cp_started"))) is UNKNOWN
    assert served(told(*PROTECTED)) is UNKNOWN
    assert served(told(*PROTECTED, covers={"cin_started": 60})) is ABSENT


def test_r22_a_superseded_run_goes_on_to_the_day_on_which_the_next_begins() -> None:
    entries = (at(12, "cin_started"), at(20, "cin_started"), at(30, "cin_ended"))
    oracle = told(*PROTECTED, *entries)
    assert (served(oracle), lost(oracle)) == (day(12), 30)


def test_r22_an_end_without_a_day_serves_the_day_of_the_start_alone() -> None:
    oracle = told(*PROTECTED, at(12, "cin_started"), at(None, "cin_ended"))
    assert (served(oracle), lost(oracle)) == (day(12), 48)
