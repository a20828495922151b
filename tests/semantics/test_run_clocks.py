"""Clocks of one run: what belongs to it, was early, ended with it, or stood still during another episode."""

from datetime import date, timedelta

import pytest

from threshold.casefiles import Case, Entry
from threshold.conditions import Facts
from threshold.semantics.deadlines import Clock
from threshold.vocabulary import UNDATED, UNKNOWN

from .clocking import DAYS, START, deadline, repeating, rows, told


def of_visits(as_at: date, *entries: Entry, covers: date | None = None, **more: object) -> list[Clock]:
    """The rows of a deadline of ten days that visits of a spell meet; the spell began at the start."""
    rule = deadline(10, "days", **{"met_by": "", "met_by_event": "visit", "ends_with": "spell", **more})
    timeline = (Entry(START, "spell_started"), *entries)
    covered = dict.fromkeys(("visit", "spell_ended"), covers) if covers else {}
    case = Case("C-1", {}, timeline, covered)
    return told(rule, Facts(as_at, {"start": START, "seen.on": UNKNOWN}), case)


def visits(*days: int | None) -> list[Entry]:
    return [Entry(None if day is None else START + timedelta(day), "visit") for day in days]


@pytest.mark.parametrize(
    ("days", "state", "met"),
    [
        ([-3], "early", -3),
        # The latest of those before stands for it; the first since then meets it.
        ([-3, -1, -2], "early", -1),
        ([-3, 0], "met", 0),
        ([-3, 7, 9], "met", 7),
        ([-3, 12], "late", 12),
    ],
)
def test_what_was_done_in_its_own_run_before_the_clock_began_is_early(days, state, met):
    for today in (DAYS[12], DAYS[-1]):
        (row,) = of_visits(today, *visits(*days), covers=today)
        assert (row.state, row.met_on) == (state, START + timedelta(met))


def test_what_a_fact_dates_before_the_start_is_early_and_on_it_is_not():
    for day, state in ((-1, "early"), (0, "met")):
        (row,) = rows(deadline(7, "days"), DAYS[-1], seen_on=START + timedelta(day))
        assert (row.state, row.met_on, row.days) == (state, START + timedelta(day), None)


def test_each_early_one_of_a_repeating_clock_has_a_row_and_moves_nothing():
    today = DAYS[15]
    on_time = of_visits(today, *visits(8), covers=today, repeats=True)
    found = of_visits(today, *visits(-9, -2, 8), covers=today, repeats=True)
    assert [(row.state, row.met_on) for row in found[:2]] == [
        ("early", START - timedelta(9)),
        ("early", START - timedelta(2)),
    ]
    assert [row.interval for row in found] == [None, None, 1, 2]
    assert found[2:] == on_time
    assert [(row.state, row.due) for row in on_time] == [("met", DAYS[10]), ("pending", DAYS[18])]


@pytest.mark.parametrize("repeats", [False, True], ids=["once", "again and again"])
def test_beside_one_of_which_nobody_knows_the_day_nothing_is_overdue_or_missed(repeats: bool):
    for entries, today in (([], DAYS[12]), ([Entry(DAYS[12], "spell_ended")], DAYS[20])):
        (row,) = of_visits(today, *entries, covers=today, repeats=repeats)
        (unsure,) = of_visits(today, *entries, *visits(None), covers=today, repeats=repeats)
        assert row.state == ("missed" if entries else "overdue")
        assert (unsure.state, unsure.days) == ("cannot_tell", None)


@pytest.mark.parametrize(
    ("days", "state"),
    [([None], "cannot_tell"), ([None, 5], "met"), ([None, 12], "cannot_tell"), ([None, -2], "cannot_tell")],
)
def test_one_without_a_day_leaves_only_what_was_done_in_time_certain(days, state):
    for today in (DAYS[4], DAYS[30]):
        (row,) = of_visits(today, *visits(*(day for day in days if day is None or DAYS[day] <= today)))
        known = [day for day in days if day is not None and DAYS[day] <= today]
        assert row.state == (state if known else "cannot_tell")


def test_a_visit_of_another_spell_meets_nothing_here():
    again = [Entry(DAYS[5], "spell_ended"), Entry(DAYS[20], "spell_started")]
    (row,) = of_visits(DAYS[30], *again, *visits(4), covers=DAYS[30])
    # The clock is that of the spell that goes on: what belongs to the one before is neither early nor late.
    assert (row.state, row.met_on) == ("overdue", None)


@pytest.mark.parametrize(
    ("ended", "today", "state"), [(None, 10, "ended"), (None, 11, "cannot_tell"), (9, 20, "ended")]
)
def test_what_ended_nobody_knows_when_was_not_missed_for_certain(ended, today, state):
    end = Entry(None if ended is None else DAYS[ended], "spell_ended")
    (row,) = of_visits(DAYS[today], end, covers=DAYS[today])
    assert (row.state, row.days) == (state, None)


def test_whether_it_had_ended_by_then_must_be_known_for_it_to_be_overdue():
    rule = deadline(10, "days", met_by="", met_by_event="visit", ends_with="spell")
    facts, timeline = Facts(DAYS[12], {"start": START}), (Entry(START, "spell_started"),)
    for covers, state in ((10, "overdue"), (9, "cannot_tell")):
        case = Case("C-1", {}, timeline, {"visit": DAYS[12], "spell_ended": DAYS[covers]})
        (row,) = told(rule, facts, case)
        assert row.state == state
    assert row.missing == ("spell_ended",)


def paused(today: int, *entries: Entry, covered: bool = True) -> list[tuple[str, int | None, int | None]]:
    """Of a clock that stands still during each stay: the states, when due, and the days that count."""
    day = DAYS[today]
    found = of_visits(day, *entries, covers=day if covered else None, repeats=True, pauses_while="stay")
    number = {each: place for place, each in enumerate(DAYS)}
    return [(row.state, number.get(row.due) if row.due else None, row.days) for row in found]


def stay(begun: int, ended: int | None = None) -> list[Entry]:
    ends = [] if ended is None else [Entry(DAYS[ended], "stay_ended")]
    return [Entry(DAYS[begun], "stay_started"), *ends]


@pytest.mark.parametrize(
    ("today", "entries", "expected"),
    [
        (5, [], [("pending", 10, 5)]),
        # It stands still until the stay ends, and then counts anew from that day.
        (8, stay(6), [("paused", None, None)]),
        (30, stay(6), [("paused", None, None)]),
        (30, stay(6, 25), [("pending", 35, 5)]),
        (36, stay(6, 25), [("overdue", 35, 1)]),
        # What was due before the pause was missed for good.
        (14, stay(13), [("missed", 10, 3), ("paused", None, None)]),
        (20, stay(13, 16), [("missed", 10, 3), ("pending", 26, 6)]),
        # Due on the day on which the pause began, it was not missed.
        (20, stay(10, 16), [("pending", 26, 6)]),
        # One during the stay meets nothing and moves nothing; one on its last day is met the same day.
        (30, [*stay(6, 25), *visits(15)], [("pending", 35, 5)]),
        (30, [*stay(6, 25), *visits(5, 15)], [("met", 10, None), ("pending", 35, 5)]),
        # Two stays that touch or overlap are one pause.
        (30, [*stay(6, 20), *stay(20, 25)], [("pending", 35, 5)]),
    ],
)
def test_a_clock_pauses_while_another_episode_goes_on(today, entries, expected):
    assert paused(today, *entries) == expected


def test_a_clock_that_would_start_during_a_pause_starts_when_it_ends():
    before = Entry(START - timedelta(3), "stay_started")
    assert paused(8, before) == [("paused", None, None)]
    assert paused(8, before, Entry(DAYS[4], "stay_ended")) == [("pending", 14, 6)]
    # With an end alone the stay had gone on till then.
    assert paused(8, Entry(DAYS[4], "stay_ended")) == [("pending", 14, 6)]
    # One that was over by then stops nothing.
    assert paused(8, before, Entry(START, "stay_ended")) == [("pending", 10, 2)]


def test_what_is_not_covered_may_have_been_done_before_the_pause():
    assert paused(20, *stay(13, 16), covered=False) == [("cannot_tell", 10, None), ("pending", 26, 6)]


def test_the_day_on_which_a_pause_began_is_told():
    (missed, standing) = of_visits(DAYS[20], *stay(13), covers=DAYS[20], repeats=True, pauses_while="stay")
    assert missed.stopped_on == standing.stopped_on == DAYS[13]


def test_what_has_ended_does_not_pause():
    for end in (Entry(DAYS[9], "spell_ended"), Entry(None, "spell_ended")):
        assert not [each for each in paused(12, *stay(6), end) if each[0] == "paused"]


def test_a_start_of_which_nobody_knows_the_day_is_a_row_that_cannot_tell():
    for rule in (deadline(7, "days"), repeating()):
        (row,) = rows(rule, DAYS[-1], start=UNDATED)
        assert (row.state, row.due, row.missing) == ("cannot_tell", None, ("start",))
