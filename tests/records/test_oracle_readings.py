"""The oracle against cases worked out on paper: what is read of entries, R3 and R13 to R17."""

from .asks import Ask, State
from .oracle import Oracle
from .reading import state_of
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


def test_r15_a_superseded_run_has_no_end_at_which_cover_could_stop() -> None:
    entries = (at(5, "cin_started"), at(9, "cin_started"), at(10, "cin_ended"))
    for covered, expected in ((59, UNKNOWN), (60, ABSENT)):
        oracle = told(*entries, covers={"cin_review": covered})
        assert state_of(oracle.at(oracle.runs("child_in_need")[0]), CIN_REVIEWS) is expected


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


def test_s29_give_is_unknown_where_the_entry_does_not_say() -> None:
    ask = Ask("latest", ("managers_talk",), give="agreed")
    assert state_of(told(at(3, "managers_talk", agreed=True), at(4, "managers_talk")), ask) is UNKNOWN
    both = (at(4, "managers_talk", agreed=True), at(4, "managers_talk", agreed=False))
    assert state_of(told(*both), ask) is False
    undated = (at(None, "managers_talk"), at(None, "managers_talk"))
    assert state_of(told(*undated), ask) is UNKNOWN


def test_r3_an_undated_bound_is_as_if_it_were_unknown() -> None:
    oracle = told(at(3, "visit"))
    assert state_of(oracle, Ask("first", ("visit",), since=UNDATED)) is UNKNOWN
    assert state_of(oracle, Ask("first", ("visit",), by=UNDATED)) == day(3)


def test_s27_an_absent_since_makes_the_reading_absent() -> None:
    assert state_of(told(at(3, "visit")), Ask("first", ("visit",), since=ABSENT)) is ABSENT


def strategy(*days: int | None, covers: int = 60) -> State:
    """The latest before day 20 or, where there is none, the first after it."""
    entries = [at(number, "strategy") for number in days]
    ask = Ask("latest", ("strategy",), by=day(20), else_first=True)
    return state_of(told(*entries, covers={"strategy": covers}), ask)


def test_s27_the_latest_by_a_day_or_else_the_first_after_it() -> None:
    assert strategy(5, 20, 21) == day(20)
    assert strategy(5, 30) == day(5)
    assert strategy(40, 30) == day(30)
    # One without a day counts on whichever side it lies, if nothing else does.
    assert strategy(None) is UNDATED
    assert strategy(None, 30) is UNDATED
    assert strategy(5, None) is UNDATED
    # None on either side: that takes cover beyond the day.
    assert strategy() is ABSENT
    assert strategy(covers=30) is UNKNOWN


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
