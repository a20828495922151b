"""Deadlines by column that belong to a run: they end with it, and what is its own alone meets them."""

from datetime import date

import pytest

pl = pytest.importorskip("polars")

from .by_hand import AS_AT, in_order, together  # noqa: E402
from .clocks import repeated, rule, told  # noqa: E402


def spell(*more: str, ended: str = "") -> str:
    """A spell from 1 July 2026, and what else is recorded: `month-day event`."""
    marks = ["07-01 spell_started", *more, *([f"{ended} spell_ended"] if ended else [])]
    entries = (f"{{on: 2026-{day}, event: {event}}}" for day, event in (mark.split() for mark in marks))
    return f"timeline: [{', '.join(entries)}]"


def test_without_a_limit_the_days_until_it_was_done_or_ended_are_told(small):
    small.tiny(rule("none", "ends_with: spell", starts="spell.started", met_by="event: visit"))
    cases = [spell(), spell("07-03 visit"), spell("07-03 visit", ended="07-10"), spell(ended="07-10")]
    assert told(together(small, cases), "state", "days", "due") == [
        ("no_limit", 44, None),
        ("no_limit", 2, None),
        ("no_limit", 2, None),
        ("no_limit", 9, None),
    ]


def test_without_a_limit_a_deadline_that_repeats_tells_the_days_since_the_last_until_its_end(small):
    small.tiny(repeated("ends_with: spell", starts="spell.started", within="none"))
    cases = [spell(), spell("07-03 visit"), spell("07-03 visit", ended="07-10")]
    assert told(together(small, cases), "interval", "state", "start", "days") == [
        (1, "no_limit", date(2026, 7, 1), 44),
        (1, "no_limit", date(2026, 7, 3), 42),
        (1, "no_limit", date(2026, 7, 3), 7),
    ]


BOTH = {"visit": AS_AT, "spell_ended": AS_AT}


@pytest.mark.parametrize(
    ("ended", "state", "days"), [("07-08", "ended", None), ("07-09", "missed", 1), ("08-14", "missed", 37)]
)
@pytest.mark.parametrize("repeats", [False, True])
def test_a_clock_ends_with_its_run(small, ended: str, state: str, days: int | None, repeats: bool):
    """Not due by then, or on that very day: ended. Due and not done: missed, and it counts no further."""
    ends = rule("7 days", "ends_with: spell", starts="spell.started", met_by="event: visit")
    small.tiny(repeated("ends_with: spell", starts="spell.started", within="7 days") if repeats else ends)
    columns = ("state", "days", "stopped_on")
    stopped = date.fromisoformat(f"2026-{ended}")
    assert told(together(small, [spell(ended=ended)], BOTH), *columns) == [(state, days, stopped)]
    short = {**BOTH, "visit": date(2026, 7, 7)}
    told_of = state if state == "ended" else "cannot_tell"
    assert told(together(small, [spell(ended=ended)], short), *columns) == [(told_of, None, stopped)]


def test_what_was_done_after_it_was_due_is_late_though_it_has_ended(small):
    small.tiny(repeated("ends_with: spell", starts="spell.started", within="7 days"))
    cases = [spell(f"07-{day} visit", ended="07-10") for day in ("10", "11")]
    assert told(together(small, cases, BOTH), "child", "state", "days", "met_on") == [
        ("C-0", "late", 2, date(2026, 7, 10)),
        ("C-0", "ended", None, None),
        ("C-1", "missed", 2, None),  # the day after the end, and of no spell that had begun
    ]


def test_what_may_have_ended_before_it_was_due_cannot_be_told(small):
    small.tiny(rule("7 days", "ends_with: spell", starts="spell.started", met_by="event: visit"))
    for upto, state in ((date(2026, 7, 8), "overdue"), (date(2026, 7, 7), "cannot_tell")):
        covers = {"visit": AS_AT, "spell_ended": upto}
        assert told(together(small, [spell()], covers), "state") == [state]
    assert told(together(small, [spell()], {"visit": AS_AT}), "state") == ["cannot_tell"]


def test_what_opens_or_closes_a_run_meets_the_clock_of_that_run_alone(small):
    small.tiny(rule("7 days", starts="spell.started", met_by="event: spell_ended"))
    two = spell("07-20 spell_started", ended="07-30")
    table = together(small, [two], {"spell_ended": AS_AT}).table(rules=["L"])
    assert in_order(table, "instance", "state", "met_on") == [
        (1, "overdue", None),
        (2, "late", date(2026, 7, 30)),
    ]


def test_what_was_done_before_the_clock_started_was_early(small):
    """One by itself is met by it; a repeating one has a row for it, and no interval of its own."""
    single = rule("7 days", "each: spell", starts="t.day", met_by="event: visit")
    cases = [spell("07-05 visit", "07-06 visit") + "\nt: {day: 2026-08-01}"]
    small.tiny(single)
    assert told(together(small, cases, BOTH), "state", "met_on", "due", "interval") == [
        ("early", date(2026, 7, 6), date(2026, 8, 8), None)
    ]
    small.tiny(repeated("each: spell", starts="t.day"))
    assert told(together(small, cases, BOTH), "state", "met_on", "interval") == [
        ("early", date(2026, 7, 5), None),
        ("early", date(2026, 7, 6), None),
        ("pending", None, 1),
    ]


def test_what_is_late_whenever_it_began(small):
    """From the day by which it came that it counts from, unless that is in doubt or it was done before."""
    small.tiny(rule("7 days", starts="visit.before_seen", met_by="event: conference"))
    cases = [
        "timeline: [{on: 2026-07-01, event: seen}]",
        "timeline: [{on: 2026-07-01, event: seen}, {on: 2026-07-09, event: conference}]",
        "timeline: [{on: 2026-07-01, event: seen}, {on: 2026-06-30, event: conference}]",
        "timeline: [{on: 2026-07-01, event: seen}, {on: 2026-08-20, event: visit}]",
    ]
    assert told(together(small, cases, {"conference": AS_AT}), "state", "days", "start", "due") == [
        ("overdue", 37, None, date(2026, 7, 8)),
        ("late", 1, None, date(2026, 7, 8)),
        ("cannot_tell", None, None, None),
        ("cannot_tell", None, None, None),
    ]
