"""The oracle against cases worked out on paper: entries and runs, R2 to R9."""

from .small import at, day, planned, runs_of, told
from .world import Record

RUN_STARTED, RUN_ENDED = "enquiry_started", "enquiry_ended"


# Entries


def test_r2_what_was_held_after_today_is_no_entry() -> None:
    late_end = told(at(10, "cin_started"), at(61, "cin_ended"))
    assert runs_of(late_end, "child_in_need") == [(10, None, True)]


def test_r2_what_is_planned_or_cancelled_is_no_entry() -> None:
    cancelled = Record(day(11), "cin_ended", "cancelled")
    oracle = told(at(10, "cin_started"), planned(12, "cin_ended"), cancelled)
    assert runs_of(oracle, "child_in_need") == [(10, None, True)]


def test_r2_an_undated_entry_counts() -> None:
    assert runs_of(told(at(None, "cin_started")), "child_in_need") == [("?", None, True)]


# Runs


def test_r5_starts_and_ends_with_one_ref_are_one_run_whatever_lies_between() -> None:
    oracle = told(
        at(5, RUN_STARTED, "a"), at(10, RUN_STARTED, "b"), at(12, RUN_ENDED, "a"), at(20, RUN_ENDED, "b")
    )
    assert runs_of(oracle, "enquiry") == [(5, 12, False), (10, 20, False)]


def test_r5_a_linked_run_is_over_only_by_an_end_with_its_ref() -> None:
    oracle = told(at(5, RUN_STARTED, "a"), at(10, RUN_STARTED, "b"), at(12, RUN_ENDED))
    # The end without a ref is a run of its own, of which the start is not in the file.
    assert runs_of(oracle, "enquiry") == [(5, None, True), (10, None, True), (None, 12, False)]


def test_r6_unlinked_entries_pair_among_themselves() -> None:
    oracle = told(at(5, RUN_STARTED), at(8, RUN_STARTED, "a"), at(12, RUN_ENDED))
    assert runs_of(oracle, "enquiry") == [(5, 12, False), (8, None, True)]


def test_r6_a_later_unlinked_start_makes_an_unended_one_count_as_over() -> None:
    oracle = told(at(5, RUN_STARTED), at(9, RUN_STARTED))
    assert runs_of(oracle, "enquiry") == [(5, None, False), (9, None, True)]
    assert oracle.runs("enquiry")[0].superseded == day(9)


def test_r6_a_later_linked_start_does_not() -> None:
    oracle = told(at(5, RUN_STARTED), at(9, RUN_STARTED, "a"))
    assert runs_of(oracle, "enquiry") == [(5, None, True), (9, None, True)]


def test_r6_an_end_does_not_reach_back_past_a_later_start() -> None:
    # S23: the end closes what was started last; the second end finds nothing open.
    oracle = told(at(5, RUN_STARTED), at(9, RUN_STARTED), at(10, RUN_ENDED), at(11, RUN_ENDED))
    assert runs_of(oracle, "enquiry") == [(5, None, False), (9, 10, False), (None, 11, False)]


def test_r6_on_one_day_the_end_closes_what_is_open_and_the_start_begins_the_next() -> None:
    oracle = told(at(5, RUN_STARTED), at(9, RUN_STARTED), at(9, RUN_ENDED))
    assert runs_of(oracle, "enquiry") == [(5, 9, False), (9, None, True)]


def test_r6_on_one_day_with_nothing_open_the_run_began_and_ended() -> None:
    assert runs_of(told(at(9, RUN_ENDED), at(9, RUN_STARTED)), "enquiry") == [(9, 9, False)]


def test_r6_the_order_in_the_file_is_of_no_matter() -> None:
    oracle = told(at(12, RUN_ENDED), at(5, RUN_STARTED))
    assert runs_of(oracle, "enquiry") == [(5, 12, False)]


def test_r7_one_undated_start_and_one_end_are_one_run() -> None:
    assert runs_of(told(at(None, RUN_STARTED), at(9, RUN_ENDED)), "enquiry") == [("?", 9, False)]
    assert runs_of(told(at(3, RUN_STARTED), at(None, RUN_ENDED)), "enquiry") == [(3, "?", False)]


def test_r7_linked_entries_are_not_counted_among_them() -> None:
    oracle = told(at(1, RUN_STARTED, "a"), at(None, RUN_STARTED), at(9, RUN_ENDED))
    assert runs_of(oracle, "enquiry") == [(1, None, True), ("?", 9, False)]


def test_r7_else_an_undated_start_is_a_run_of_its_own_and_what_has_no_end_may_be_open() -> None:
    oracle = told(at(5, RUN_STARTED), at(9, RUN_STARTED), at(None, RUN_STARTED), at(12, RUN_ENDED))
    # The first was superseded and may be open all the same: who knows which of them the end closed?
    assert runs_of(oracle, "enquiry") == [("?", None, None), (5, None, None), (9, 12, False)]


def test_r7_undated_ends_close_nothing_in_particular() -> None:
    oracle = told(at(5, RUN_STARTED), at(9, RUN_STARTED), at(None, RUN_ENDED))
    assert runs_of(oracle, "enquiry") == [(5, None, None), (9, None, None)]


def test_r7_without_any_start_each_undated_end_is_a_run() -> None:
    oracle = told(at(None, RUN_ENDED), at(7, RUN_ENDED))
    assert runs_of(oracle, "enquiry") == [(None, "?", False), (None, 7, False)]


def test_r9_by_start_else_by_end_and_those_without_any_day_first() -> None:
    oracle = told(at(8, RUN_ENDED, "a"), at(6, RUN_STARTED, "b"), at(None, RUN_STARTED, "c"))
    assert runs_of(oracle, "enquiry") == [("?", None, True), (6, None, True), (None, 8, False)]


def test_r9_on_one_day_unlinked_runs_come_first_then_linked_ones_as_in_the_file() -> None:
    oracle = told(at(6, RUN_STARTED, "b"), at(6, RUN_STARTED, "a"), at(6, RUN_STARTED))
    assert [run.ref for run in oracle.runs("enquiry")] == ["", "b", "a"]
