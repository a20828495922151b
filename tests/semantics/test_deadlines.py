"""Deadlines on every day around their limit, against dates counted the slow way."""

from datetime import date, datetime, timedelta

import pytest

from threshold.casefiles import Case, Entry
from threshold.conditions import ALWAYS, Facts
from threshold.dates import Duration, Unit
from threshold.policy import Deadline
from threshold.semantics.deadlines import counted as how_far
from threshold.semantics.deadlines import running_clocks
from threshold.vocabulary import ABSENT, UNKNOWN, State

from ..dates import oracle
from .clocking import DAYS, LIMITS, OF_A_SPELL, REPEATS, START, deadline, due, repeating, rows, told


def counted(earlier: date, later: date, unit: Unit) -> int:
    if unit == "working days":
        days = [earlier + timedelta(n + 1) for n in range((later - earlier).days)]
        return sum(oracle.is_working_day(day) for day in days)
    return (later - earlier).days


@pytest.mark.parametrize(("number", "unit"), LIMITS)
def test_met_or_late_is_the_date_against_the_due_date(number: int, unit: Unit):
    for met in DAYS:
        (row,) = rows(deadline(number, unit), DAYS[-1], seen_on=met)
        assert row.due == due(number, unit)
        late = met > due(number, unit)
        assert row.state == ("late" if late else "met")
        assert row.days == (counted(due(number, unit), met, unit) if late else None)


@pytest.mark.parametrize(("number", "unit"), LIMITS)
def test_pending_until_the_last_day_and_overdue_from_the_next(number: int, unit: Unit):
    limit = due(number, unit)
    for today in DAYS:
        (absent,) = rows(deadline(number, unit), today, seen_on=ABSENT)
        (unknown,) = rows(deadline(number, unit), today, seen_on=UNKNOWN)
        (covered,) = rows(deadline(number, unit), today, covers=limit, seen_on=UNKNOWN)
        (short,) = rows(deadline(number, unit), today, covers=limit - timedelta(1), seen_on=UNKNOWN)
        if today <= limit:
            assert {row.state for row in (absent, unknown, covered, short)} == {"pending"}
            assert unknown.days == counted(today, limit, unit)
        else:
            assert (absent.state, covered.state) == ("overdue", "overdue")
            assert absent.days == covered.days == counted(limit, today, unit)
            assert (unknown.state, short.state) == ("cannot_tell", "cannot_tell")
            assert unknown.missing == ("seen.on",)


def test_or_sooner_only_ever_brings_the_date_forward():
    rule = deadline(14, "days", or_sooner="target")
    limit = START + timedelta(14)
    for target in DAYS:
        (row,) = rows(rule, START, seen_on=UNKNOWN, target=target)
        assert row.due == min(limit, target)
    for nothing in (UNKNOWN, ABSENT):
        (row,) = rows(rule, START, seen_on=UNKNOWN, target=nothing)
        assert row.due == limit


@pytest.mark.parametrize("applies", [True, None, False])
@pytest.mark.parametrize("start", [START, UNKNOWN, ABSENT])
def test_whether_there_is_a_row(applies: bool | None, start: State):
    facts = Facts(START, {"start": start, "seen.on": UNKNOWN})
    found = told(deadline(7, "days"), facts, Case("C-1", {}), applies)
    assert bool(found) is (applies is not False and start is not ABSENT)
    if found and (applies is None or start is UNKNOWN):
        assert found[0].state == "cannot_tell"
        assert found[0].days is None


@pytest.mark.parametrize("gaps", [[], [10], [11], [3, 10, 12], [12, 12, 1]])
def test_each_interval_counts_from_the_last_one_held(gaps: list[int]):
    held = [START + timedelta(sum(gaps[: n + 1])) for n in range(len(gaps))]
    last = (held or [START])[-1]
    for days in range(15):
        today = last + timedelta(days)
        found = rows(repeating(), today, covers=today, held=held)
        assert [row.interval for row in found] == list(range(1, len(gaps) + 2))
        for row, start, end in zip(found, [START, *held], held, strict=False):
            assert (row.start, row.due, row.met_on) == (start, start + timedelta(10), end)
            assert row.state == ("late" if (end - start).days > 10 else "met")
        assert found[-1].due == last + timedelta(10)
        assert found[-1].state == ("overdue" if days > 10 else "pending")


def test_without_cover_a_long_interval_is_no_breach():
    (first, second) = rows(repeating(), DAYS[-1], held=[START + timedelta(25)])
    assert (first.state, first.days, first.missing) == ("cannot_tell", None, ("seen",))
    assert second.state == "cannot_tell" if second.due < DAYS[-1] else "pending"  # type: ignore[operator]


def test_what_is_planned_cancelled_or_still_to_come_meets_nothing():
    today = START + timedelta(5)
    entries = (
        Entry(START + timedelta(1), "seen", "planned"),
        Entry(START + timedelta(2), "seen", "cancelled"),
        Entry(START + timedelta(9), "seen"),
    )
    case = Case("C-1", {}, entries, {"seen": today})
    (row,) = told(repeating(), Facts(today, {"start": START}), case)
    assert (row.state, row.due) == ("pending", START + timedelta(10))


@pytest.mark.parametrize("more", [{}, REPEATS], ids=["once", "again and again"])
def test_a_clock_ends_with_its_episode_and_what_was_due_by_then_was_missed(more: dict[str, object]):
    """For good: what was missed does not grow."""
    rule = deadline(10, "days", ends_with="spell", **more)
    for ended in range(15):
        end = START + timedelta(ended)
        for today in (end, DAYS[-1]):
            (row,) = rows(rule, today, covers=today, end=end, seen_on=ABSENT)
            assert (row.state, row.days) == (("missed", ended - 10) if ended > 10 else ("ended", None))
            assert (row.due, row.stopped_on) == (START + timedelta(10), end)


def test_without_cover_what_was_due_before_the_end_may_have_been_done():
    for covers, state in ((9, "cannot_tell"), (10, "missed")):
        found = rows(repeating(ends_with="spell"), DAYS[-1], covers=DAYS[covers], end=DAYS[12])
        assert [(row.state, row.stopped_on) for row in found] == [(state, DAYS[12])]


@pytest.mark.parametrize(("hour", "state"), [(8, "met"), (9, "met"), (10, "late")])
def test_hours_count_on_the_clock(hour: int, state: str):
    start = datetime(2026, 8, 13, 9)
    facts = Facts(date(2026, 8, 20), {"start": start, "seen.on": datetime(2026, 8, 14, hour)})
    (row,) = told(deadline(24, "hours"), facts, Case("C-1", {}))
    assert (row.due, row.state) == (datetime(2026, 8, 14, 9), state)


def test_hours_from_a_date_without_a_time_are_never_counted():
    (row,) = rows(deadline(4, "hours"), DAYS[-1], seen_on=ABSENT)
    assert (row.state, row.due, row.missing) == ("cannot_tell", None, ("start",))


def test_beyond_the_calendar_nothing_is_due_and_nothing_late():
    start, held = date(2050, 12, 27), date(2050, 12, 29)
    single, repeats = (deadline(5, "working days", **more) for more in ({}, REPEATS))
    states = {"start": start, "seen_on": UNKNOWN}
    (row,) = rows(single, date(2050, 12, 30), covers=date(2050, 12, 30), **states)
    past, current = rows(repeats, date(2050, 12, 30), covers=date(2050, 12, 30), held=[held], **states)
    assert [each.state for each in (row, past, current)] == ["cannot_tell"] * 3
    assert [each.due for each in (row, past, current)] == [None] * 3
    assert (past.start, past.met_on, current.start) == (start, held, held)


@pytest.mark.parametrize(
    ("earlier", "later", "limit", "expected"),
    [
        (date(2026, 8, 14), date(2026, 8, 17), None, (3, "days")),
        (date(2026, 8, 14), date(2026, 8, 17), Duration(1, "weeks"), (3, "days")),
        (date(2026, 8, 14), date(2026, 8, 17), Duration(5, "working days"), (1, "working days")),
        (datetime(2026, 8, 14, 9), datetime(2026, 8, 14, 11, 59), Duration(1, "hours"), (2, "hours")),
        (
            datetime(2026, 8, 14, 9),
            datetime(2026, 8, 15, 9),
            Duration(1, "working hours"),
            (8, "working hours"),
        ),
        (datetime(2026, 8, 14, 9), date(2026, 8, 15), Duration(1, "hours"), (1, "days")),
        (datetime(2026, 8, 14, 23), datetime(2026, 8, 15, 1), Duration(1, "days"), (1, "days")),
    ],
)
def test_how_far_apart_two_moments_are(earlier, later, limit, expected):
    assert how_far(earlier, later, limit) == expected


def test_without_a_limit_the_days_run_until_it_was_done_or_ended_or_until_now():
    rule = Deadline(OF_A_SPELL, ALWAYS, "start", None, met_by="seen.on", ends_with="spell")
    now, end, met = (START + timedelta(days) for days in (20, 9, 4))
    for seen, ended, days in ((met, end, 4), (UNKNOWN, end, 9), (UNKNOWN, None, 20)):
        (row,) = rows(rule, now, end=ended, seen_on=seen)
        assert (row.state, row.days, row.due) == ("no_limit", days, None)


def test_a_single_limit_is_met_by_the_first_event_from_its_start_on():
    rule = deadline(7, "days", met_by="", met_by_event="seen")
    for held, met in (([-1, 0, 5], 0), ([-1, 6, 5], 5), ([5, 30], 5)):
        (row,) = rows(rule, START + timedelta(20), held=[START + timedelta(n) for n in held])
        assert (row.state, row.met_on) == ("met", START + timedelta(met))
    for held in ([-1], [21]):
        (row,) = rows(rule, START + timedelta(20), held=[START + timedelta(n) for n in held])
        assert (row.state, row.missing) == ("cannot_tell", ("seen",))
        (row,) = rows(rule, START + timedelta(20), DAYS[-1], held=[START + timedelta(n) for n in held])
        assert (row.state, row.days) == ("overdue", 13)


def test_a_start_that_is_not_known_is_missing():
    (row,) = rows(deadline(7, "days"), DAYS[-1], start=UNKNOWN)
    assert (row.state, row.start, row.due, row.missing) == ("cannot_tell", None, None, ("start",))
    assert row.limit == Duration(7, "days")
    (row,) = rows(repeating(), DAYS[-1], start=UNKNOWN)
    assert (row.state, row.missing) == ("cannot_tell", ("start",))
    # With one held, the next is due whatever the start was; of that one itself nobody can tell.
    first, second = rows(repeating(), DAYS[3], held=[DAYS[2]], start=UNKNOWN)
    assert (first.state, first.start, first.met_on, first.interval) == ("cannot_tell", None, DAYS[2], None)
    assert (second.state, second.due, second.interval) == ("pending", DAYS[12], 1)


def test_what_is_held_after_the_end_begins_no_interval_and_what_is_held_on_it_does():
    for held, states in ((DAYS[9], ["met", "ended"]), (DAYS[10], ["ended"])):
        found = rows(repeating(ends_with="spell"), DAYS[-1], DAYS[-1], [held], end=DAYS[9])
        assert [row.state for row in found] == states


def test_an_end_that_is_still_to_come_ends_nothing_yet():
    found = rows(repeating(ends_with="spell"), DAYS[12], covers=DAYS[12], end=DAYS[13])
    assert [(row.state, row.days) for row in found] == [("overdue", 2)]


def test_every_deadline_of_a_policy_whose_clock_may_run_has_its_rows(small):
    small.tiny("""
    deadlines:
      - id: L1
        carries: [T-1]
        starts: {fact: t.day}
        within: 3 days
        met_by: {fact: visit.first}
        late: Done late
        overdue: Not done
      - id: L2
        carries: [T-1]
        applies: {t.a: true}
        starts: {fact: t.day}
        within: 3 days
        met_by: {fact: visit.first}
        late: Done late
        overdue: Not done
      - id: L3
        carries: [T-1]
        starts: {fact: seen.first}
        within: 3 days
        met_by: {fact: visit.first}
        late: Done late
        overdue: Not done
    """)
    case = "t: {day: 2026-08-13%s}\ncovers: {seen: 2026-08-14}"
    for a, expected in (("", "cannot_tell"), (", a: true", "pending"), (", a: false", None)):
        found = {row.rule.head.id: row.state for row in running_clocks(small.findings(case % a))}
        assert found == {"L1": "pending"} | ({"L2": expected} if expected else {})
