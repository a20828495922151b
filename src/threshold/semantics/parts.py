"""Which part of a requirement speaks, and from when time alone mends one that fails, or brings it about."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cmp_to_key

from threshold.conditions import (
    NEVER,
    Any,
    AtLeast,
    Condition,
    Facts,
    Moment,
    Not,
    Signals,
    Test,
    compare,
    signal,
    tests,
    truth,
)
from threshold.dates import Duration, add, day_of
from threshold.policy import Requirement
from threshold.semantics.closed_lists import CheckStatus


def speaking(rule: Requirement, status: CheckStatus, signals: Signals) -> int | None:
    """The number of the part that a check's words come from, counted from 0.

    The first that failed, of a requirement that is not met; the first that nobody knows, of one that is
    undetermined. None where no part is what is open: all are met and only whether the rule applies is open,
    or one has failed and only its exception can still save it.
    """
    if status not in ("not_met", "undetermined"):
        return None
    truths = [truth(part.must, signals) for part in rule.parts]
    if status == "undetermined" and False in truths:
        return None
    wanted = False if status == "not_met" else None
    return next((number for number, each in enumerate(truths) if each is wanted), None)


def mends(rule: Requirement, signals: Signals, facts: Facts) -> Moment | None:
    """The first day on which time alone meets a requirement; None where its parts want more than time.

    An exception that waits for time as well may hold before.
    """
    day = ripens(rule.every_part, signals, facts)
    sooner = None if day is None or rule.unless == NEVER else ripens(rule.unless, signals, facts)
    return day if sooner is None or day is None or compare(day, sooner) <= 0 else sooner


def ripens(condition: Condition, signals: Signals, facts: Facts) -> Moment | None:
    """The first day on which time alone makes a false condition true; None where more than time is wanting.

    Only `at_least_ago` waits for time: it holds from the fact's date moved on by its length. What time would
    break meanwhile is looked at as well.
    """
    day = _waits(condition, signals, facts)
    if day is None:
        return None
    then = Facts(day, facts.states, facts.breaks)
    return day if truth(condition, {test: signal(test, then) for test in tests(condition)}) else None


def begins(condition: Condition, facts: Facts) -> Moment | None:
    """The first day on which a condition that is false comes true by time, if nothing else changes."""
    days = [_over(test, facts) for test in tests(condition)]
    ahead = sorted({day for day in days if day is not None and compare(day, facts.as_at) > 0}, key=day_of)
    for day in ahead:
        then = Facts(day, facts.states, facts.breaks)
        if truth(condition, {test: signal(test, then) for test in tests(condition)}):
            return day
    return None


def _over(test: Test, facts: Facts) -> Moment | None:
    """The day from which a length of time is over that a test waits for."""
    if test.operator not in ("at_least_ago", "more_than_ago"):
        return None
    start, length = facts.state(test.fact), test.operand[0] if isinstance(test.operand, tuple) else None
    if not isinstance(start, date) or not isinstance(length, Duration):
        return None
    if length.in_hours and not isinstance(start, datetime):
        return None
    after = 1 if test.operator == "more_than_ago" and not length.in_hours else 0
    return add(start, length) + timedelta(facts.breaks.get(test.fact, 0) + after)


def _waits(condition: Condition, signals: Signals, facts: Facts) -> Moment | None:
    """The day on which the last wait of a false condition is over, whatever else changes until then."""
    match condition:
        case Test(operator="at_least_ago"):
            return _over(condition, facts)
        case Test() | Not():
            return None
        case AtLeast(number, parts):
            wanting = [part for part in parts if truth(part, signals) is not True]
            days = [_waits(part, signals, facts) for part in wanting]
            more = number - len(parts) + len(wanting)
            # As of several ways: one of those wanting that waits for no time could be gone today.
            known = sorted((day for day in days if day is not None), key=cmp_to_key(compare))
            return known[more - 1] if more > 0 and len(known) == len(days) else None
        case Any(parts):
            # Of several ways, one that waits for no time could be gone today.
            days = [_waits(part, signals, facts) for part in parts]
            return None if None in days else soonest(day for day in days if day is not None)
        case _:
            wanting = [part for part in condition.parts if truth(part, signals) is not True]
            days = [_waits(part, signals, facts) for part in wanting]
            if None in days:
                return None
            return latest(day for day in days if day is not None)


def latest(days: Iterable[Moment]) -> Moment | None:
    """The latest of some days; None where there is none."""
    chosen: Moment | None = None
    for day in days:
        chosen = day if chosen is None or compare(day, chosen) > 0 else chosen
    return chosen


def soonest(days: Iterable[Moment]) -> Moment | None:
    """The earliest of some days; None where there is none."""
    chosen: Moment | None = None
    for day in days:
        chosen = day if chosen is None or compare(day, chosen) < 0 else chosen
    return chosen
