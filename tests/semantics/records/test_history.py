"""What went on since a child protection plan had ended: the longest gap, and the time served since."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from threshold.semantics.records.history import Served, longest_gap, served

from .timelines import TODAY, VOCABULARY, records, short

PLAN = "10 cp_plan_started; 20 cp_plan_ended"


def gap(timeline: str, covers: str = "", name: str = "child_protection.gap_since") -> object:
    reading = VOCABULARY.facts[name].reading
    assert reading is not None
    return short(longest_gap(records(timeline, covers), reading))


def certain(timeline: str, covers: str = "") -> object:
    return gap(timeline, covers, "child_protection.gap_since_covered")


def time_served(timeline: str, covers: str = "") -> object:
    """From which day, and how many days since then do not count; or what is missing."""
    reading = VOCABULARY.facts["child_in_need.since_protection"].reading
    assert reading is not None
    found = served(records(timeline, covers), reading)
    return (short(found.begun), found.breaks) if isinstance(found, Served) else short(found)


@pytest.mark.parametrize(
    ("timeline", "expected"),
    [
        (PLAN, 80),
        # A plan covers every day from its start to its end; without an end it goes on.
        (f"{PLAN}; 25 cin_plan_started; 60 cin_plan_ended", 40),
        (f"{PLAN}; 25 cin_plan_started; 90 cin_plan_ended", 10),
        (f"{PLAN}; 25 cin_plan_started", 5),
        (f"{PLAN}; 20 cin_plan_started", 0),
        (f"{PLAN}; 21 cin_plan_started", 1),
        (f"{PLAN}; 5 cin_plan_started; 15 cin_plan_ended", 80),
        (f"{PLAN}; 5 cin_plan_started; 45 cin_plan_ended", 55),
        # Superseded, until the next began; ended nobody knows when, its first day alone.
        (f"{PLAN}; 25 cin_plan_started; 70 cin_plan_started; 95 cin_plan_ended", 5),
        (f"{PLAN}; 25 cin_plan_started; ? cin_plan_ended", 75),
        # An assessment or a referral that has no end counts for the day on which it began, no longer.
        (f"{PLAN}; 50 assessment_started", 50),
        (f"{PLAN}; 70 assessment_started; 75 assessment_completed", 50),
        (f"{PLAN}; 60 referral", 40),
        (f"{PLAN}; 30 referral; 95 referral_closed", 10),
        # Without a start, the last day alone.
        (f"{PLAN}; 60 assessment_completed", 40),
        # Known by its own review alone, the day of the earliest.
        (f"{PLAN}; 60 cin_review; 70 cin_review", 40),
        (f"{PLAN}; 30 cin_review", 70),
        (f"{PLAN}; ? cin_review", 80),
        # Whatever referral the plan belonged to.
        (f"5 referral; {PLAN}; 60 referral", 40),
        # A CAF is none of what keeps it alive.
        (f"{PLAN}; 25 caf_started", 80),
        # Since the latest of several plans; none while one goes on.
        (f"{PLAN}; 30 cp_plan_started; 40 cp_plan_ended", 60),
        ("10 cp_plan_started", 0),
        (f"{PLAN}; 30 cp_plan_started", 0),
        ("10 cp_plan_started ref: a; 30 cp_plan_started ref: b; 40 cp_plan_ended ref: b", 0),
        # Of a plan without a start, since its end; of one whose end has no day, nobody knows.
        ("? cp_plan_started; 20 cp_plan_ended", 80),
        ("20 cp_plan_ended", 80),
        ("10 cp_plan_started; ? cp_plan_ended", "unknown"),
        ("? cp_plan_started; 20 cp_plan_started; 30 cp_plan_ended", "unknown"),
        ("30 core_group", "unknown"),
    ],
)
def test_the_longest_gap_since_the_plan(timeline: str, expected: object):
    assert gap(timeline) == expected


def test_without_a_plan_there_is_no_gap_if_every_start_is_in_the_file():
    assert gap("") == gap("30 cin_plan_started") == "unknown"
    assert gap("", "cp_plan_started") == "absent"
    assert gap("", "cp_plan_ended") == "unknown"


@pytest.mark.parametrize(
    ("timeline", "covers", "expected"),
    [
        (PLAN, "", "unknown"),
        (PLAN, "referral", 80),
        (PLAN, "cin_plan_started", 80),
        # An end says nothing of what else there may have been, nor does a plan that keeps nothing alive.
        (PLAN, "referral_closed caf_started", "unknown"),
        (f"{PLAN}; ? assessment_started", "referral", "unknown"),
        (f"{PLAN}; ? cin_review", "referral", "unknown"),
        (f"{PLAN}; 60 cin_review", "referral", 40),
        (f"{PLAN}; ? assessment_started; 60 assessment_completed", "referral", 40),
        ("10 cp_plan_started", "", 0),
    ],
)
def test_a_gap_that_is_certain(timeline: str, covers: str, expected: object):
    assert certain(timeline, covers) == expected


@pytest.mark.parametrize(
    ("timeline", "expected"),
    [
        # While it goes on it counts from its start; once it has ended, every day since is lost.
        (f"{PLAN}; 25 cin_plan_started", (25, 0)),
        (f"{PLAN}; 25 cin_plan_started; 60 cin_plan_ended", (25, 40)),
        # The days between two of them are lost.
        (f"{PLAN}; 25 cin_plan_started; 60 cin_plan_ended; 70 cin_plan_started", (25, 9)),
        (f"{PLAN}; 25 cin_plan_started; 60 cin_plan_ended; 70 cin_plan_started; 80 cin_plan_ended", (25, 29)),
        # Those that touch or overlap are one.
        (f"{PLAN}; 25 cin_plan_started; 60 cin_plan_ended; 61 cin_plan_started", (25, 0)),
        (f"{PLAN}; 25 cin_plan_started; 60 cin_plan_ended; 62 cin_plan_started", (25, 1)),
        (f"{PLAN}; 25 cin_plan_started; 60 cin_plan_ended; 60 cin_plan_started", (25, 0)),
        (f"{PLAN}; 25 cin_plan_started ref: a; 80 cin_plan_ended ref: a; 40 cin_plan_started ref: b;"
         "50 cin_plan_ended ref: b", (25, 20)),
        (f"{PLAN}; 25 cin_plan_started; 40 cin_plan_started; 60 cin_plan_ended", (25, 40)),
        # Nothing counts from before the end of the plan.
        (f"{PLAN}; 15 cin_plan_started", (20, 0)),
        (f"{PLAN}; 5 cin_plan_started; 15 cin_plan_ended", "unknown"),
        (f"{PLAN}; 5 cin_plan_started; 20 cin_plan_ended", (20, 80)),
        (f"{PLAN}; 25 cin_plan_started; 30 cp_plan_started; 40 cp_plan_ended", (40, 0)),
        (f"5 referral; {PLAN}; 25 cin_plan_started; 60 referral", (25, 0)),
        # Ended nobody knows when: its first day alone. Begun nobody knows when: nothing.
        (f"{PLAN}; 25 cin_plan_started; ? cin_plan_ended", (25, 75)),
        (f"{PLAN}; ? cin_plan_started", "undated"),
        (f"{PLAN}; 60 cin_plan_ended", "undated"),
        (f"{PLAN}; 60 cin_review", "undated"),
        (PLAN, "unknown"),
        # While the plan goes on, or if nobody knows when it ended, nothing is counted.
        ("10 cp_plan_started; 25 cin_plan_started", "unknown"),
        ("10 cp_plan_started; ? cp_plan_ended; 25 cin_plan_started", "unknown"),
        ("? cp_plan_started; 12 cp_plan_started; 20 cp_plan_ended; 25 cin_plan_started", "unknown"),
        ("25 cin_plan_started", "unknown"),
    ],
)  # fmt: skip
def test_from_when_the_time_served_counts(timeline: str, expected: object):
    assert time_served(timeline) == expected


def test_where_every_start_is_in_the_file_nothing_was_served():
    assert time_served(PLAN, "cin_plan_started") == "absent"
    assert time_served("25 cin_plan_started", "cp_plan_started") == "absent"
    assert time_served(PLAN, "cp_plan_started") == "unknown"


SPANS = st.lists(st.tuples(st.integers(21, TODAY), st.integers(0, 30)), max_size=5)


def plans(spans: list[tuple[int, int]]) -> tuple[str, set[int]]:
    """A timeline of Child in Need plans, each with its own reference, and every day that they cover."""
    days = [(start, min(TODAY, start + length)) for start, length in spans]
    written = [
        f"{start} cin_plan_started ref: c{place}; {end} cin_plan_ended ref: c{place}"
        for place, (start, end) in enumerate(days)
    ]
    return "; ".join([PLAN, *written]), {day for start, end in days for day in range(start, end + 1)}


@given(SPANS)
def test_the_gap_is_the_longest_way_between_two_days_that_are_covered(spans):
    timeline, covered = plans(spans)
    steps = sorted({20, TODAY} | covered)
    assert gap(timeline) == max(b - a for a, b in pairwise(steps))


@given(SPANS)
def test_the_time_served_is_every_day_covered_since_the_first(spans):
    assume(spans)
    timeline, covered = plans(spans)
    lost = [day for day in range(min(covered), max(covered)) if day not in covered]
    assert time_served(timeline) == (min(covered), len(lost) + TODAY - max(covered))
