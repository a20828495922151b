"""To which of several runs something belongs: what held its day, else the nearer one."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.semantics.records import Run
from threshold.semantics.records.belonging import by_day, by_nearest_start

from .timelines import on


def ended(start: int | None, end: int) -> Run:
    return Run(None if start is None else on(start), on(end), True, False)


def going(start: int) -> Run:
    return Run(on(start), None, False, True)


def superseded(start: int, day: int) -> Run:
    return Run(on(start), None, False, False, superseded=on(day))


EARLY, LATE = ended(5, 10), ended(20, 30)


@pytest.mark.parametrize(
    ("day", "runs", "renewals", "expected"),
    [
        # What held the day: both ends are part of it.
        (5, [EARLY, LATE], [], 0),
        (10, [EARLY, LATE], [], 0),
        (20, [EARLY, LATE], [], 1),
        (30, [EARLY, LATE], [], 1),
        # Of several, the latest.
        (25, [going(5), LATE], [], 1),
        (40, [going(5), LATE], [], 0),
        (10, [ended(5, 10), ended(10, 20)], [], 1),
        # Without a start it held every day until its end; superseded, none from then on.
        (3, [ended(None, 10)], [], 0),
        (19, [superseded(5, 20), going(20)], [], 0),
        (20, [superseded(5, 20), going(20)], [], 1),
        # Else the nearer of the last that ended before and the next that began after; as near, the first.
        (14, [EARLY, LATE], [], 0),
        (15, [EARLY, LATE], [], 0),
        (16, [EARLY, LATE], [], 1),
        (3, [EARLY, LATE], [], 0),
        (50, [EARLY, LATE], [], 1),
        (15, [ended(1, 12), ended(5, 10)], [], 0),
        (2, [LATE, going(40)], [], 0),
        # Superseded, it counts as over on the day before; ended nobody knows when, on the day it began.
        (24, [superseded(5, 20), ended(30, 40)], [], 0),
        (25, [superseded(5, 20), ended(30, 40)], [], 1),
        (12, [Run(on(5), None, True, False), ended(19, 40)], [], 0),
        (13, [Run(on(5), None, True, False), ended(19, 40)], [], 1),
        # One before has nothing more to do with it once something new has come in between.
        (14, [EARLY, LATE], [12], 1),
        (14, [EARLY, LATE], [14], 1),
        (14, [EARLY, LATE], [10], 0),
        (14, [EARLY, LATE], [15], 0),
        (14, [EARLY], [12], None),
        # That something is new takes nothing away from what held the day, nor from the next one.
        (8, [EARLY], [7], 0),
        (14, [LATE], [12], 0),
        (14, [], [], None),
    ],
)
def test_something_of_a_day_belongs_to(day: int, runs: list[Run], renewals: list[int], expected: int | None):
    assert by_day(on(day), runs, range(len(runs)), [on(each) for each in renewals]) == expected


def test_only_the_runs_in_question_are_looked_at():
    runs = [EARLY, ended(12, 13), LATE]
    assert by_day(on(14), runs, range(3), []) == 1
    assert by_day(on(14), runs, [0, 2], []) == 0
    assert by_day(on(14), runs, [2], []) == 2


@pytest.mark.parametrize(
    ("day", "expected"),
    [(1, 0), (5, 0), (12, 0), (13, 1), (30, 1), (90, 1)],
)
def test_what_leads_to_something_belongs_to_the_nearest_start(day: int, expected: int):
    """Whichever run held its day; as near, to the later one."""
    assert by_nearest_start(on(day), [ended(5, 90), going(20)], range(2)) == expected
    middle = by_nearest_start(on(10), [going(5), going(15)], range(2))
    assert middle == 1


def test_without_a_start_the_end_counts_and_without_a_day_none_is_near():
    assert by_nearest_start(on(9), [ended(None, 10), going(20)], range(2)) == 0
    assert by_nearest_start(on(9), [Run(None, None, True, False), going(20)], range(2)) == 1
    assert by_nearest_start(on(9), [Run(None, None, True, False)], range(1)) is None
    assert by_nearest_start(on(9), [], range(0)) is None


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 8)), max_size=5)


@given(st.integers(0, 50), SPANS)
def test_it_is_never_farther_from_what_it_belongs_to_than_from_any_other(day, spans):
    runs = [ended(start, start + length) for start, length in sorted(spans)]
    found = by_day(on(day), runs, range(len(runs)), [])
    assert (found is None) is (not runs)

    def days(run: Run) -> int:
        assert run.opened
        assert run.closed
        return max((run.opened - on(day)).days, (on(day) - run.closed).days, 0)

    if found is not None:
        assert days(runs[found]) == min(days(run) for run in runs)
        assert runs[found].holds(on(day)) or not any(run.holds(on(day)) for run in runs)


@given(st.integers(0, 50), SPANS, st.integers(-30, 30))
def test_moving_everything_by_as_many_days_changes_nothing(day, spans, by):
    runs = [ended(start, start + length) for start, length in sorted(spans)]
    moved = [ended(start + by, start + length + by) for start, length in sorted(spans)]
    among = range(len(runs))
    assert by_day(on(day), runs, among, []) == by_day(on(day) + timedelta(by), moved, among, [])
