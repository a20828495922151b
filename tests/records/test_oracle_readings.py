"""The oracle against cases worked out on paper: the states of readings, R3 and R15 to R22."""

from datetime import date

import pytest

from .oracle import Oracle
from .reading import Ask, State, settled, state_of
from .small import at, day, planned, told
from .world import ABSENT, UNDATED, UNKNOWN, Record

CIN_REVIEWS = Ask("latest", ("cin_review",), during="child_in_need")
DECIDED = Ask("first", ("decided",), during="referral")
TALKED = Ask("first", ("managers_talk",), where={"agreed": True})


def read(oracle: Oracle, take: str, episode: str) -> State:
    return state_of(oracle, Ask(take, episode=episode))


# During


def test_r15_takes_what_belongs_to_the_current_run() -> None:
    entries = (
        at(5, "cin_started"),
        at(7, "cin_review"),
        at(10, "cin_ended"),
        at(20, "cin_started"),
        at(24, "cin_review"),
        at(22, "cin_review"),
    )
    oracle = told(*entries)
    assert state_of(oracle, CIN_REVIEWS) == day(24)
    assert state_of(oracle, Ask("first", ("cin_review",), during="child_in_need")) == day(22)


def test_r15_absent_needs_cover_up_to_today_or_the_end_of_the_run() -> None:
    started = at(5, "cin_started")
    assert state_of(told(started, covers={"cin_review": 59}), CIN_REVIEWS) is UNKNOWN
    assert state_of(told(started, covers={"cin_review": 60}), CIN_REVIEWS) is ABSENT
    assert state_of(told(started, at(9, "cin_ended"), covers={"cin_review": 9}), CIN_REVIEWS) is ABSENT
    assert state_of(told(started, at(9, "cin_ended"), covers={"cin_review": 8}), CIN_REVIEWS) is UNKNOWN
    undated = at(None, "cin_ended")
    assert state_of(told(started, undated, covers={"cin_review": 59}), CIN_REVIEWS) is UNKNOWN


def test_r15_absent_needs_cover_no_further_than_by() -> None:
    ask = Ask("latest", ("visit",), by=day(20))
    assert state_of(told(covers={"visit": 20}), ask) is ABSENT
    assert state_of(told(covers={"visit": 19}), ask) is UNKNOWN


def test_r15_without_a_current_run_what_belongs_to_no_run_and_this_referral_is_taken() -> None:
    # A review of child protection names an enquiry second, and makes no enquiry by itself.
    ask = Ask("first", ("cp_review",), during="enquiry")
    covers = {"enquiry_started": 60}
    entries = (at(1, "referral"), at(30, "cp_review"))
    assert state_of(told(*entries, covers=covers), ask) == day(30)
    assert state_of(told(*entries, at(40, "referral"), covers=covers), ask) is ABSENT
    assert state_of(told(at(30, "cp_review"), covers=covers), ask) == day(30)


def test_r15_without_a_current_run_and_entries_the_cover_of_the_starts_decides() -> None:
    assert state_of(told(covers={"cin_started": 60}), CIN_REVIEWS) is ABSENT
    assert state_of(told(covers={"cin_review": 60}), CIN_REVIEWS) is UNKNOWN


def test_r15_during_the_referral_without_any_takes_all() -> None:
    assert state_of(told(at(3, "decided")), DECIDED) == day(3)
    assert state_of(told(covers={"decided": 60}), DECIDED) is ABSENT
    assert state_of(told(covers={"referral": 60}), DECIDED) is UNKNOWN


def test_r15_an_unsure_entry_is_not_taken_but_keeps_from_absent_and_from_a_count() -> None:
    runs = (at(5, "cin_started"), at(10, "cin_ended"), at(20, "cin_started"))
    covers = {"cin_review": 60}
    count = Ask("count", ("cin_review",), during="child_in_need")
    assert state_of(told(*runs, covers=covers), count) == 0
    unsure = told(*runs, at(None, "cin_review"), covers=covers)
    assert state_of(unsure, CIN_REVIEWS) is UNKNOWN
    assert state_of(unsure, count) is UNKNOWN


def test_r13_what_cannot_be_told_leaves_every_fact_of_the_current_run_unknown() -> None:
    entries = (at(1, "assessment_started"), at(5, "assessment_started"), at(None, "assessment_completed"))
    oracle = told(*entries, covers={"assessment_review": 60, "assessment_completed": 60})
    for take in ("opened", "closed", "begun", "open"):
        assert read(oracle, take, "assessment") is UNKNOWN
    assert state_of(oracle, Ask("first", ("assessment_review",), during="assessment")) is UNKNOWN


# First, latest, count, ever


def test_r16_an_undated_entry_that_is_taken_makes_first_and_latest_undated() -> None:
    visits = told(at(3, "visit"), at(None, "visit"))
    assert state_of(visits, Ask("first", ("visit",))) is UNDATED
    assert state_of(visits, Ask("latest", ("visit",))) is UNDATED
    assert state_of(visits, Ask("ever", ("visit",))) is True


def test_r16_with_an_unsure_one_beside_a_sure_one_undated_and_alone_unknown() -> None:
    runs = (at(5, "cin_started"), at(10, "cin_ended"), at(20, "cin_started"))
    assert state_of(told(*runs, at(None, "cin_review"), at(25, "cin_review")), CIN_REVIEWS) is UNDATED
    assert state_of(told(*runs, at(None, "cin_review")), CIN_REVIEWS) is UNKNOWN


def test_r16_with_since_an_undated_entry_may_be_taken() -> None:
    ask = Ask("first", ("visit",), since=day(10))
    assert state_of(told(at(None, "visit")), ask) is UNKNOWN
    assert state_of(told(at(None, "visit"), at(12, "visit")), ask) is UNDATED
    assert state_of(told(at(None, "visit"), covers={"visit": 60}), Ask("ever", ("visit",))) is True


def test_r16_give_is_what_all_agree_on() -> None:
    ask = Ask("latest", ("managers_talk",), give="agreed")
    assert (
        state_of(told(at(3, "managers_talk", agreed=True), at(None, "managers_talk", agreed=True)), ask)
        is True
    )
    mixed = told(at(3, "managers_talk", agreed=True), at(None, "managers_talk", agreed=False))
    assert state_of(mixed, ask) is UNKNOWN


def test_r3_an_undated_bound_is_as_if_it_were_unknown() -> None:
    oracle = told(at(3, "visit"))
    assert state_of(oracle, Ask("first", ("visit",), since=UNDATED)) is UNKNOWN
    assert state_of(oracle, Ask("first", ("visit",), by=UNDATED)) == day(3)


def test_s27_an_absent_since_makes_the_reading_absent() -> None:
    assert state_of(told(at(3, "visit")), Ask("first", ("visit",), since=ABSENT)) is ABSENT


def test_s20_a_planned_date_counts_only_until_one_was_held() -> None:
    ask = Ask("latest", ("visit",), status="held or planned")
    assert state_of(told(planned(70, "visit")), ask) == day(70)
    assert state_of(told(planned(70, "visit"), at(3, "visit")), ask) == day(3)


def test_s20_what_is_planned_for_no_known_day_is_undated() -> None:
    entry = Record(None, "visit", "planned")
    assert state_of(told(entry), Ask("latest", ("visit",), status="planned")) is UNDATED
    assert state_of(told(entry), Ask("latest", ("visit",))) is UNKNOWN


def test_s20_only_what_is_read_keeps_a_plan_from_counting() -> None:
    ask = Ask("latest", ("decided",), during="referral", status="held or planned")
    entries = (at(3, "decided"), planned(70, "decided"))
    assert state_of(told(at(1, "referral"), *entries), ask) == day(3)
    assert state_of(told(at(1, "referral"), at(20, "referral"), *entries), ask) == day(70)


def test_r16_what_does_not_say_is_not_taken_even_without_a_day() -> None:
    assert state_of(told(at(3, "managers_talk", agreed=True), at(None, "managers_talk")), TALKED) == day(3)


def test_s22_covering_the_starts_covers_the_ends_for_ever() -> None:
    ask = Ask("ever", ("cp_started", "cp_ended"))
    assert state_of(told(covers={"cp_started": 60}), ask) is False
    assert state_of(told(covers={"cp_ended": 60}), ask) is UNKNOWN


# An explicit no


def test_r17_a_no_is_a_no_whatever_is_covered() -> None:
    assert state_of(told(at(3, "managers_talk", agreed=False)), TALKED) is ABSENT


def test_r17_a_yes_beside_it_stands() -> None:
    oracle = told(at(3, "managers_talk", agreed=False), at(5, "managers_talk", agreed=True))
    assert state_of(oracle, TALKED) == day(5)


def test_r17_an_entry_that_does_not_say_leaves_it_open() -> None:
    oracle = told(at(3, "managers_talk", agreed=False), at(5, "managers_talk"))
    assert state_of(oracle, TALKED) is UNKNOWN


def test_r17_only_an_answer_says_no_and_only_to_what_was_asked() -> None:
    # `about` is no answer: a talk about something else says nothing.
    ask = Ask("first", ("managers_talk",), where={"about": "plan", "agreed": True})
    assert state_of(told(at(3, "managers_talk", about="school", agreed=True)), ask) is UNKNOWN
    assert state_of(told(at(3, "managers_talk", about="school", agreed=False)), ask) is UNKNOWN
    assert state_of(told(at(3, "managers_talk", about="plan", agreed=False)), ask) is ABSENT


# Episodes


def test_r18_opened() -> None:
    assert read(told(at(5, "cin_started")), "opened", "child_in_need") == day(5)
    assert read(told(at(None, "cin_started")), "opened", "child_in_need") is UNDATED
    assert read(told(), "opened", "child_in_need") is UNKNOWN
    assert read(told(covers={"cin_started": 60}), "opened", "child_in_need") is ABSENT


def test_r8_a_run_of_which_no_start_is_recorded_did_start() -> None:
    assert read(told(at(5, "cin_ended")), "opened", "child_in_need") is UNDATED
    assert read(told(at(5, "cin_review")), "opened", "child_in_need") is UNDATED


def test_r18_closed() -> None:
    started = at(5, "cin_started")
    assert read(told(started, at(9, "cin_ended")), "closed", "child_in_need") == day(9)
    assert read(told(started, at(None, "cin_ended")), "closed", "child_in_need") is UNDATED
    assert read(told(started), "closed", "child_in_need") is UNKNOWN
    assert read(told(started, covers={"cin_ended": 60}), "closed", "child_in_need") is ABSENT
    assert read(told(started, covers={"cin_started": 60}), "closed", "child_in_need") is UNKNOWN


def test_r8_an_end_without_a_day_ends_the_run() -> None:
    assert read(told(at(5, "cin_started"), at(None, "cin_ended")), "open", "child_in_need") is False


def test_r18_open_over_the_whole_file_where_it_carries_over() -> None:
    oracle = told(
        at(1, "referral"), at(2, "cp_started", "a"), at(20, "referral"), at(21, "cp_started", "b"),
        at(22, "cp_ended", "b"),
    )  # fmt: skip
    assert read(oracle, "open", "child_protection") is True


def test_r18_open_of_the_current_run_where_it_does_not() -> None:
    entries = (at(1, "referral"), at(2, "assessment_started"), at(20, "referral"))
    assert read(told(*entries), "open", "assessment") is UNKNOWN
    assert read(told(*entries, covers={"assessment_started": 60}), "open", "assessment") is False


def test_r18_open_is_unknown_where_a_run_may_be_open() -> None:
    assert read(told(at(5, "cin_review")), "open", "child_in_need") is UNKNOWN
    entries = (at(5, "cin_started"), at(None, "cin_started"), at(9, "cin_ended"))
    assert read(told(*entries), "open", "child_in_need") is UNKNOWN


def test_r18_open_is_true_of_undated_starts_without_ends() -> None:
    assert read(told(at(5, "cin_started"), at(None, "cin_started")), "open", "child_in_need") is True


def test_r18_open_without_a_run() -> None:
    assert read(told(), "open", "child_in_need") is UNKNOWN
    assert read(told(covers={"cin_started": 60}), "open", "child_in_need") is False
    assert read(told(covers={"cin_ended": 60}), "open", "child_in_need") is UNKNOWN


def test_r18_left_open() -> None:
    superseded = told(at(5, "cp_started"), at(9, "cp_started"), at(12, "cp_ended"))
    assert read(superseded, "open", "child_protection") is False
    assert read(superseded, "left_open", "child_protection") is True
    assert read(told(at(5, "cp_started"), at(9, "cp_ended")), "left_open", "child_protection") is False


def test_r18_left_open_is_unknown_of_what_only_an_entry_tells_of() -> None:
    review = at(20, "cp_review")
    assert read(told(review), "left_open", "child_protection") is UNKNOWN
    elsewhere = (at(1, "cp_started"), at(5, "cp_ended"), at(10, "referral"), review)
    assert read(told(*elsewhere), "left_open", "child_protection") is UNKNOWN
    assert read(told(*elsewhere, at(1, "cp_started", "a")), "left_open", "child_protection") is True


def test_r18_left_open_of_one_start_and_one_end_is_as_of_any_run() -> None:
    pair = told(at(5, "cp_started"), at(None, "cp_ended"))
    assert read(pair, "left_open", "child_protection") is False
    all_ended = told(at(5, "cp_started"), at(7, "cp_ended"), at(None, "cp_ended"))
    assert read(all_ended, "left_open", "child_protection") is False


def test_r18_closed_where_an_end_without_a_day_may_be_its_own() -> None:
    loose = told(at(5, "cin_started"), at(None, "cin_ended"), at(None, "cin_ended"), covers={"cin_ended": 60})
    assert read(loose, "closed", "child_in_need") is UNKNOWN
    alone = told(at(5, "cin_review"), covers={"cin_ended": 60})
    assert read(alone, "closed", "child_in_need") is ABSENT


def test_r18_closed_without_a_run_is_absent_where_starts_or_ends_are_covered() -> None:
    for event in ("cin_started", "cin_ended"):
        assert read(told(covers={event: 60}), "closed", "child_in_need") is ABSENT
    assert read(told(covers={"cin_review": 60}), "closed", "child_in_need") is UNKNOWN


def test_r18_left_open_with_undated_entries() -> None:
    start, undated = at(5, "cp_started"), at(None, "cp_started")
    end, lost = at(9, "cp_ended"), at(None, "cp_ended")
    assert read(told(start, undated, end), "left_open", "child_protection") is True  # more starts
    assert read(told(start, undated, end, lost), "left_open", "child_protection") is UNKNOWN
    linked = at(5, "cp_started", "a")
    assert read(told(start, undated, end, lost, linked), "left_open", "child_protection") is True
    assert read(told(end, lost), "left_open", "child_protection") is False


def test_r19_the_first_run_counts_from_its_referral_and_a_later_one_from_its_start() -> None:
    first = (at(1, "referral"), at(5, "assessment_started"))
    again = (at(9, "assessment_completed"), at(20, "assessment_started"))
    assert read(told(*first), "begun", "assessment") == day(1)
    assert read(told(*first, *again), "begun", "assessment") == day(20)
    # MEANING 4.4: a new referral starts new clocks.
    referred = (at(18, "referral"),)
    assert read(told(*first, *again, *referred), "begun", "assessment") == day(18)


def test_r19_without_a_referral_nobody_knows() -> None:
    assert read(told(at(5, "assessment_started")), "begun", "assessment") is UNKNOWN
    covers = {"referral": 60}
    assert read(told(at(5, "assessment_started"), covers=covers), "begun", "assessment") is ABSENT
    assert read(told(at(None, "referral"), at(5, "assessment_started")), "begun", "assessment") is UNDATED


def test_r19_without_a_run_it_is_what_the_first_would_count_from() -> None:
    assert read(told(at(1, "referral")), "begun", "assessment") == day(1)
    assert read(told(at(None, "referral")), "begun", "assessment") is UNDATED
    earlier = (at(1, "referral"), at(2, "assessment_started"), at(20, "referral"))
    assert read(told(*earlier), "begun", "assessment") == day(20)


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


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([(12, None)], day(12)),
        ([(5, None)], day(10)),  # cut to the end of the plan before
        ([(5, 9)], UNKNOWN),  # ended before it
        ([(12, 20), (25, None)], day(16)),  # four days between
        ([(12, 20), (25, 40)], day(36)),  # and twenty since
        ([(12, 20), (21, None)], day(12)),  # they touch
        ([(12, 30), (20, 40), (40, None)], day(12)),  # they overlap
    ],
)
def test_r22_the_start_moved_on_by_the_days_that_were_not_served(
    runs: list[tuple[int, int | None]], expected: date
) -> None:
    entries = []
    for place, (start, end) in enumerate(runs):
        entries.append(at(start, "cin_started", f"p{place}"))
        if end:
            entries.append(at(end, "cin_ended", f"p{place}"))
    assert served(told(*PROTECTED, *entries)) == expected


def test_r22_what_is_unknown_and_what_never_was() -> None:
    plan = at(12, "cin_started")
    assert served(told(plan)) is UNKNOWN
    assert served(told(plan, covers={"cp_started": 60})) is ABSENT
    assert served(told(plan, at(1, "cp_started"))) is UNKNOWN
    assert served(told(*PROTECTED)) is UNKNOWN
    assert served(told(*PROTECTED, covers={"cin_started": 60})) is ABSENT


def test_r22_a_superseded_run_ends_the_day_before() -> None:
    entries = (at(12, "cin_started"), at(20, "cin_started"), at(30, "cin_ended"))
    # Served from 12 to 30 without a break, and thirty days ago.
    assert served(told(*PROTECTED, *entries)) == day(42)
