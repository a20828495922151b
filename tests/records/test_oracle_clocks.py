"""The oracle against cases worked out on paper: the rows of deadlines, R25 to R29."""

from dataclasses import replace
from datetime import date

from threshold.dates import Duration

from .asks import Ask, State
from .clocks import Clock, Row, rows
from .oracle import Oracle, Run
from .small import at, day, told
from .world import ABSENT, UNDATED, UNKNOWN, Record

TEN = Duration(10, "days")
COVERED = {"cin_review": 60, "cin_ended": 60, "assessment_completed": 60, "assessment_review": 60}


def run_of(oracle: Oracle, episode: str) -> Run:
    found = oracle.current(episode)
    assert isinstance(found, Run)
    return found


def once(*records: Record, ends: bool = True, covers: dict[str, int] = COVERED, today: int = 60) -> Row:
    """A first review within ten days of the plan's start, which is day 5."""
    oracle = told(at(5, "cin_started"), *records, covers=covers, today=today)
    clock = Clock(day(5), TEN, "child_in_need", ("cin_review",), ends_with="child_in_need" if ends else "")
    (row,) = rows(oracle, clock, run_of(oracle, "child_in_need"))
    assert (row.start, row.due) == (day(5), day(15))
    return row


def again(
    *records: Record, ends: bool = True, covers: dict[str, int] = COVERED, today: int = 60
) -> list[tuple[str, date | None, date | None, int | None]]:
    """A review every ten days from day 5 on, paused by child protection: state, due, when met, days."""
    oracle = told(at(5, "cin_started"), *records, covers=covers, today=today)
    clock = Clock(
        day(5),
        TEN,
        "child_in_need",
        ("cin_review",),
        repeats=True,
        ends_with="child_in_need" if ends else "",
        pauses_while="child_protection",
    )
    found = rows(oracle, clock, run_of(oracle, "child_in_need"))
    return [(row.state, row.due, row.met_on, row.days) for row in found]


# Whose entries count


def test_r25_only_entries_of_the_run_count() -> None:
    referrals = (at(1, "referral", "r1"), at(4, "referral", "r2"))
    elsewhere = at(9, "cin_review", of="r1")
    assert once(*referrals, elsewhere).state == "overdue"
    assert once(*referrals, at(9, "cin_review")).met_on == day(9)


def test_r25_of_an_event_that_does_not_belong_any_entry_counts_from_the_start_on() -> None:
    clock = Clock(day(5), TEN, "child_in_need", ("visit",))
    oracle = told(at(5, "cin_started"), at(4, "visit"), at(7, "visit", of=""))
    assert rows(oracle, clock, run_of(oracle, "child_in_need"))[0].met_on == day(7)
    oracle = told(at(5, "cin_started"), at(4, "visit"), covers={"visit": 60})
    assert rows(oracle, clock, run_of(oracle, "child_in_need"))[0].state == "overdue"


def test_r25_a_later_run_stops_no_clock_of_an_earlier_one() -> None:
    # MEANING 4.4: what belonged to an earlier one does not stop them.
    entries = (at(1, "referral"), at(2, "assessment_started"), at(3, "assessment_completed"))
    later = (at(30, "referral"), at(31, "assessment_started"))
    oracle = told(*entries, *later, covers=COVERED, today=45)
    clock = Clock(day(30), TEN, "assessment", ("assessment_completed",))
    (row,) = rows(oracle, clock, run_of(oracle, "assessment"))
    assert (row.state, row.days) == ("overdue", 5)


# Early


def test_r26_an_own_entry_before_the_start_is_early() -> None:
    row = once(at(2, "cin_review"), at(3, "cin_review"))
    assert (row.state, row.met_on) == ("early", day(3))


def test_r26_the_first_on_or_after_the_start_goes_before_it() -> None:
    row = once(at(3, "cin_review"), at(5, "cin_review"), at(9, "cin_review"))
    assert (row.state, row.met_on) == ("met", day(5))


def test_r26_a_fact_that_lies_before_the_start_is_early() -> None:
    oracle = told(at(3, "decided"))
    clock = Clock(day(5), TEN, fact=Ask("first", ("decided",), during="referral"))
    (row,) = rows(oracle, clock, None)
    assert (row.state, row.met_on) == ("early", day(3))


def test_r26_a_fact_on_the_day_of_the_start_meets_it() -> None:
    oracle = told(at(5, "decided"))
    clock = Clock(day(5), TEN, fact=Ask("first", ("decided",), during="referral"))
    assert [row.state for row in rows(oracle, clock, None)] == ["met"]
    assert once(at(5, "cin_review")).state == "met"


def test_r26_of_a_repeating_one_each_early_entry_has_a_row_and_moves_nothing() -> None:
    found = again(at(2, "cin_review"), at(3, "cin_review"), at(12, "cin_review"), today=20)
    assert found == [
        ("early", None, day(2), None),
        ("early", None, day(3), None),
        ("met", day(15), day(12), None),
        ("pending", day(22), None, 2),
    ]


# It ends with the episode


def test_r27_done_in_time_or_late() -> None:
    assert once(at(15, "cin_review")).state == "met"
    late = once(at(16, "cin_review"), at(20, "cin_ended"))
    assert (late.state, late.days) == ("late", 1)


def test_r27_ended_before_it_was_due() -> None:
    row = once(at(15, "cin_ended"))
    assert (row.state, row.stopped_on) == ("ended", day(15))


def test_r27_missed_once_and_for_all() -> None:
    for today in (30, 60):
        row = once(at(20, "cin_ended"), today=today)
        assert (row.state, row.days, row.stopped_on) == ("missed", 5, day(20))


def test_r27_missed_only_where_entries_are_covered_up_to_due() -> None:
    assert once(at(20, "cin_ended"), covers={"cin_review": 14}).state == "cannot_tell"
    assert once(at(20, "cin_ended"), covers={"cin_review": 15}).state == "missed"


def test_r27_ended_nobody_knows_when() -> None:
    assert once(at(None, "cin_ended"), today=15).state == "ended"
    assert once(at(None, "cin_ended"), today=16).state == "cannot_tell"


def test_r27_not_ended() -> None:
    assert (once(today=15).state, once(today=15).days) == ("pending", 0)
    assert (once(today=16).state, once(today=16).days) == ("overdue", 1)
    assert once(covers={"cin_review": 60}).state == "cannot_tell"
    assert once(covers={"cin_review": 60}, ends=False).state == "overdue"
    assert once(covers={"cin_review": 15, "cin_ended": 15}).state == "overdue"


def test_r27_superseded_counts_as_not_ended() -> None:
    # At the first run; the second is current.
    oracle = told(at(5, "cin_started"), at(30, "cin_started"), covers={"cin_review": 60})
    clock = Clock(day(5), TEN, "child_in_need", ("cin_review",), ends_with="child_in_need")
    (row,) = rows(oracle, clock, oracle.runs("child_in_need")[0])
    assert row.state == "cannot_tell"


def test_r27_a_repeating_one_counts_up_to_the_end_and_judges_the_last_interval_so() -> None:
    assert again(at(12, "cin_review"), at(20, "cin_ended"), at(21, "cin_review")) == [
        ("met", day(15), day(12), None),
        ("ended", day(22), None, None),
    ]
    assert again(at(12, "cin_review"), at(25, "cin_ended")) == [
        ("met", day(15), day(12), None),
        ("missed", day(22), None, 3),
    ]


def test_r27_a_clock_that_would_start_after_the_end() -> None:
    oracle = told(at(5, "cin_started"), at(9, "cin_ended"), covers=COVERED)
    clock = Clock(day(12), TEN, "child_in_need", ("cin_review",), ends_with="child_in_need")
    run = run_of(oracle, "child_in_need")
    assert [row.state for row in rows(oracle, clock, run)] == ["ended"]
    assert rows(oracle, replace(clock, repeats=True), run) == []


def with_its_referral(*records: Record, covers: dict[str, int] = COVERED) -> Row:
    """Something to do within ten days of the start of an assessment on day 5, unless the referral ends."""
    started = at(5, "assessment_started", of="r")
    oracle = told(at(1, "referral", "r"), started, *records, covers=covers)
    clock = Clock(day(5), TEN, "assessment", ("assessment_review",), ends_with="referral")
    run = oracle.runs("assessment")[0]
    (row,) = rows(oracle.at(run), clock, run)
    return row


def test_s144_ends_with_the_referral_around() -> None:
    def stopped(number: int | None, covers: dict[str, int] = COVERED) -> tuple[str, int | None]:
        row = with_its_referral(at(number, "referral_closed", "r"), covers=covers)
        return row.state, row.days

    assert stopped(5) == ("ended", None)
    assert stopped(15) == ("ended", None)
    assert stopped(18) == ("missed", 3)
    assert stopped(18, {}) == ("cannot_tell", None)
    assert stopped(None) == ("cannot_tell", None)
    # What began after the end was not over with it.
    assert stopped(4) == ("overdue", 45)
    # Its own end is not that of the referral.
    assert with_its_referral(at(9, "assessment_completed")).state == "overdue"
    # Only an end that is recorded counts; one that may be its own is (S151).
    assert with_its_referral().state == "overdue"
    assert with_its_referral(at(10, "referral_closed")).state == "cannot_tell"


def test_s144_without_a_run_it_ends_with_the_current_referral() -> None:
    oracle = told(at(1, "referral"), at(4, "referral_closed"), covers=COVERED)
    clock = Clock(day(1), TEN, "assessment", ("assessment_review",), ends_with="referral")
    assert [(row.state, row.stopped_on) for row in rows(oracle, clock, None)] == [("ended", day(4))]


def begun_by(*records: Record, counts: Ask, start: State = UNKNOWN, covers: dict[str, int] = COVERED) -> Row:
    """Something to be done within ten days of a start that nobody knows, but that it came by some day."""
    oracle = told(*records, covers=covers)
    clock = Clock(start, TEN, "assessment", ("assessment_review",), counts=counts)
    (row,) = rows(oracle, clock, run_of(oracle, "assessment"))
    assert row.start is None
    return row


def test_s162_late_whenever_it_began() -> None:
    counts, started = Ask("begun", episode="assessment"), at(5, "assessment_started")
    assert begun_by(started, counts=counts) == Row("overdue", None, day(15), days=45)
    done = begun_by(started, at(18, "assessment_review"), counts=counts)
    assert done == Row("late", None, day(15), day(18), 3)
    assert begun_by(started, at(15, "assessment_review"), counts=counts) == Row("cannot_tell")
    assert begun_by(started, counts=counts, covers={}) == Row("cannot_tell")
    assert begun_by(at(None, "assessment_started"), counts=counts) == Row("cannot_tell")
    # What was done before that day may have been done in time.
    before = at(4, "assessment_review"), at(18, "assessment_review")
    assert begun_by(started, *before, counts=counts) == Row("cannot_tell")


def test_s162_counted_from_what_came_by_a_day() -> None:
    started = at(5, "assessment_started")
    counts = Ask("latest", ("strategy",), by=day(5))
    assert begun_by(started, counts=counts, start=ABSENT) == Row("overdue", None, day(15), days=45)
    assert begun_by(started, counts=counts, start=UNKNOWN) == Row("overdue", None, day(15), days=45)
    # One that may lie after that day may be what it counts from.
    either = replace(counts, else_first=True)
    lost = started, at(None, "strategy")
    assert begun_by(*lost, counts=either, start=UNDATED) == Row("cannot_tell")
    assert begun_by(*lost, counts=counts, start=UNKNOWN) == Row("overdue", None, day(15), days=45)
    assert begun_by(started, counts=either, start=ABSENT) == Row("overdue", None, day(15), days=45)
    # So it is of one that may belong to it, and of one that may be what is meant.
    other = at(5, "enquiry_started", "a"), at(6, "enquiry_started", "b")
    during = replace(either, during="enquiry", by=day(6))
    assert begun_by(started, *other, at(None, "strategy"), counts=during) == Row("cannot_tell")
    assert begun_by(started, *other, counts=during).state == "overdue"


def test_s67_an_entry_on_the_day_of_the_start_meets_nothing() -> None:
    assert again(at(5, "cin_review"), today=14) == [("pending", day(15), None, 1)]


def test_s67_a_late_interval_needs_cover() -> None:
    review = at(18, "cin_review")
    assert again(review, today=20)[0] == ("late", day(15), day(18), 3)
    assert again(review, today=20, covers={})[0][0] == "cannot_tell"


# Pauses


def test_r28_a_pause_cuts_the_time_and_the_clock_begins_anew() -> None:
    pause = (at(12, "cp_started"), at(30, "cp_ended"))
    assert again(*pause, today=35) == [("pending", day(40), None, 5)]
    assert again(*pause, at(38, "cin_review"), today=45) == [
        ("met", day(40), day(38), None),
        ("pending", day(48), None, 3),
    ]


def test_r28_what_was_due_before_the_pause_is_missed() -> None:
    pause = (at(18, "cp_started"), at(30, "cp_ended"))
    assert again(*pause, today=35) == [
        ("missed", day(15), None, 3),
        ("pending", day(40), None, 5),
    ]
    assert again(at(15, "cp_started"), at(30, "cp_ended"), today=35) == [("pending", day(40), None, 5)]


def test_r28_entries_on_days_of_a_pause_meet_nothing() -> None:
    pause = (at(12, "cp_started"), at(30, "cp_ended"))
    # The days on which it began and ended are none of its days; on the last the clock begins anew.
    reviews = (at(12, "cin_review"), at(20, "cin_review"), at(30, "cin_review"))
    assert again(*pause, *reviews, today=35) == [
        ("met", day(15), day(12), None),
        ("pending", day(40), None, 5),
    ]


def test_r28_pauses_that_meet_or_overlap_are_one() -> None:
    overlap = (at(12, "cp_started", "a"), at(20, "cp_ended", "a"), at(15, "cp_started", "b"))
    assert again(*overlap, at(30, "cp_ended", "b"), today=35) == [("pending", day(40), None, 5)]
    inside = (at(12, "cp_started", "a"), at(30, "cp_ended", "a"), at(15, "cp_started", "b"))
    assert again(*inside, at(20, "cp_ended", "b"), today=35) == [("pending", day(40), None, 5)]
    oracle = told(at(5, "cin_started"), *overlap)
    clock = Clock(
        day(5), TEN, "child_in_need", ("cin_review",), repeats=True, pauses_while="child_protection"
    )
    (row,) = rows(oracle, clock, run_of(oracle, "child_in_need"))
    assert (row.state, row.start, row.stopped_on) == ("paused", day(5), day(12))


def test_r28_one_that_was_over_or_began_after_the_end_is_none() -> None:
    assert again(at(1, "cp_started"), at(5, "cp_ended"), today=14) == [("pending", day(15), None, 1)]
    assert again(at(12, "cin_ended"), at(12, "cp_started")) == [("ended", day(15), None, None)]


def test_r28_while_the_pause_goes_on() -> None:
    oracle = told(at(5, "cin_started"), at(12, "cp_started"))
    clock = Clock(
        day(5), TEN, "child_in_need", ("cin_review",), repeats=True, pauses_while="child_protection"
    )
    (row,) = rows(oracle, clock, run_of(oracle, "child_in_need"))
    assert (row.state, row.due, row.stopped_on) == ("paused", None, day(12))
    assert again(at(12, "cp_started"), at(None, "cp_ended"))[-1][0] == "paused"


def test_r28_a_row_tells_of_the_pause_after_what_was_missed_too() -> None:
    found = again(at(18, "cp_started"))
    assert [row[0] for row in found] == ["missed", "paused"]


def test_r28_nothing_pauses_that_has_ended() -> None:
    assert again(at(12, "cp_started"), at(20, "cin_ended")) == []
    assert again(at(12, "cp_started"), at(None, "cin_ended")) == []


def test_r28_a_missed_interval_needs_cover() -> None:
    assert again(at(18, "cp_started"), covers={"cin_review": 14})[0][0] == "cannot_tell"


def test_r28_a_pause_of_which_nobody_knows_the_start_had_gone_on_to_its_end() -> None:
    assert again(at(30, "cp_ended"), today=35) == [("pending", day(40), None, 5)]


def test_r28_a_clock_that_would_start_inside_a_pause_starts_when_that_ends() -> None:
    pause = (at(2, "cp_started"), at(30, "cp_ended"))
    assert again(*pause, today=35) == [("pending", day(40), None, 5)]


# The start


def test_r29_an_undated_start_has_a_row_that_cannot_be_told() -> None:
    oracle = told(at(None, "cin_started"))
    for start, states in ((UNDATED, ["cannot_tell"]), (UNKNOWN, ["cannot_tell"]), (ABSENT, [])):
        for repeats in (False, True):
            clock = Clock(start, TEN, "child_in_need", ("cin_review",), repeats=repeats)
            assert [row.state for row in rows(oracle, clock, run_of(oracle, "child_in_need"))] == states


def test_r29_only_the_interval_that_needs_the_missing_start_cannot_be_told() -> None:
    oracle = told(at(53, "cin_review"), at(55, "cin_review"))
    clock = Clock(UNDATED, TEN, "child_in_need", ("cin_review",), repeats=True)
    found = rows(oracle, clock, run_of(oracle, "child_in_need"))
    assert [(row.state, row.start, row.due, row.met_on) for row in found] == [
        ("cannot_tell", None, None, day(53)),
        ("met", day(53), day(63), day(55)),
        ("pending", day(55), day(65), None),
    ]


def test_r25b_a_clock_is_not_overdue_beside_what_may_be_its_own() -> None:
    runs = (at(6, "cin_ended"), at(7, "cin_started"))
    oracle = told(at(5, "cin_started"), *runs, at(None, "cin_review"), covers=COVERED)
    clock = Clock(day(7), TEN, "child_in_need", ("cin_review",))
    assert [row.state for row in rows(oracle, clock, run_of(oracle, "child_in_need"))] == ["cannot_tell"]


def test_r25b_nor_late_and_met_only_by_what_is_surely_in_time() -> None:
    undated = at(None, "cin_review")
    assert once(undated, at(20, "cin_review")).state == "cannot_tell"
    assert once(undated, at(2, "cin_review")).state == "cannot_tell"
    assert once(undated, at(9, "cin_review")).state == "met"
    assert [row[0] for row in again(undated, at(18, "cin_review"), today=20)] == ["cannot_tell", "pending"]


def test_s67_each_of_two_on_one_day_is_an_interval() -> None:
    twice = again(at(12, "cin_review"), at(12, "cin_review"), today=20)
    assert [row[0] for row in twice] == ["met", "met", "pending"]


def test_7_5_no_overdue_beside_a_record_without_a_day() -> None:
    assert once(at(None, "cin_review")).state == "cannot_tell"
    assert again(at(None, "cin_review"))[-1][0] == "cannot_tell"
