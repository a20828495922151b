"""Through which days a repeating clock runs on, between the pauses of another episode."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.semantics.records import Run
from threshold.semantics.stretches import stretches

FIRST = date(2026, 1, 1)
BEGIN = 10


def on(number: int) -> date:
    return FIRST + timedelta(number)


def pause(begun: int | None, ended: int | None = None, superseded: int | None = None) -> Run:
    start, end, next_ = (None if each is None else on(each) for each in (begun, ended, superseded))
    return Run(start, end, ended is not None, ended is None and superseded is None, superseded=next_)


NO_DAY_OF_ITS_END = Run(on(20), None, True, False)
NO_DAY_AT_ALL = Run(None, None, True, False)


def told(pauses: list[Run], end: int | None = None, over: bool | None = None) -> list[str]:
    """Each stretch as `10-20`, with what ends it: a pause that is over, a pause that goes on, or nothing."""
    ended = None if end is None else on(end)
    found = []
    for each in stretches(on(BEGIN), ended, end is not None if over is None else over, pauses):
        begin = "stands" if each.begin is None else str((each.begin - FIRST).days)
        stop = "" if each.stop is None else str((each.stop - FIRST).days)
        why = " pause goes on" if each.goes_on else " pause" if each.paused else ""
        found.append(f"{begin}-{stop}{why}")
    return found


@pytest.mark.parametrize(
    ("pauses", "end", "expected"),
    [
        ([], None, ["10-"]),
        ([], 50, ["10-50"]),
        ([], 10, ["10-10"]),
        ([], 9, []),
        ([pause(20, 30)], None, ["10-20 pause", "30-"]),
        ([pause(20, 30)], 50, ["10-20 pause", "30-50"]),
        ([pause(20, 30), pause(40, 45)], None, ["10-20 pause", "30-40 pause", "45-"]),
        ([pause(40, 45), pause(20, 30)], None, ["10-20 pause", "30-40 pause", "45-"]),
        ([pause(20)], None, ["10-20 pause goes on"]),
        # Pauses that touch or overlap are one.
        ([pause(20, 30), pause(30, 40)], None, ["10-20 pause", "40-"]),
        ([pause(20, 30), pause(25, 40)], None, ["10-20 pause", "40-"]),
        ([pause(20, 40), pause(25, 30)], None, ["10-20 pause", "40-"]),
        ([pause(20, superseded=25), pause(25, 40)], None, ["10-20 pause", "40-"]),
        # What was over by the start is no pause; what was not moves the start.
        ([pause(1, 9)], None, ["10-"]),
        ([pause(1, 10)], None, ["10-"]),
        ([pause(1, 15)], None, ["15-"]),
        ([pause(10, 15)], None, ["15-"]),
        ([pause(None, 15)], None, ["15-"]),
        ([pause(None, 9)], None, ["10-"]),
        ([pause(5)], None, ["stands-5 pause goes on"]),
        # One whose end has no day has not ended as far as anybody knows; one without any day cuts nothing.
        ([NO_DAY_OF_ITS_END], None, ["10-20 pause goes on"]),
        ([NO_DAY_AT_ALL], None, ["10-"]),
        ([NO_DAY_AT_ALL, pause(20, 30)], None, ["10-20 pause", "30-"]),
        # What lies after the end is no pause of this clock; what goes on at the end leaves nothing after it.
        ([pause(50, 60)], 50, ["10-50"]),
        ([pause(60, 70)], 50, ["10-50"]),
        ([pause(20, 60)], 50, ["10-20 pause"]),
        ([pause(20)], 50, ["10-20 pause"]),
        ([pause(5)], 50, []),
    ],
)
def test_through_which_days_a_clock_runs(pauses: list[Run], end: int | None, expected: list[str]):
    assert told(pauses, end) == expected


def test_what_is_over_nobody_knows_when_stands_still_no_more():
    assert told([pause(20)], over=True) == ["10-20 pause"]
    assert told([pause(5)], over=True) == []
    assert told([], over=True) == ["10-"]


def test_a_clock_that_began_at_an_hour_begins_at_that_hour():
    begin = datetime(2026, 1, 11, 9, 30)
    (one, two) = stretches(begin, None, False, [pause(20, 30)])
    assert (one.begin, two.begin, one.since) == (begin, on(30), begin)


PAUSES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10)), max_size=5)


@given(PAUSES, st.randoms())
def test_no_day_inside_a_pause_and_every_other_day_is_in_one_stretch(spans, random):
    runs = [pause(start, start + length) for start, length in spans]
    random.shuffle(runs)
    found = list(stretches(on(BEGIN), on(60), True, runs))
    for number in range(61):
        within = [each for each in found if each.begin and each.begin <= on(number) <= (each.stop or on(60))]
        paused = any(start < number < start + length for start, length in spans)
        assert not (paused and within)
        if number >= BEGIN and not any(start <= number <= start + length for start, length in spans):
            assert len(within) == 1
