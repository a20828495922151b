"""By when a contact is to be answered, and how much of that time is left."""

from collections.abc import Iterable
from datetime import date, datetime

from threshold.conditions import Moment
from threshold.dates import Duration, day_of, days_between, working_days_between, working_minutes_between
from threshold.decisions.wording import iso
from threshold.output.words import many
from threshold.semantics.deadlines import Clock
from threshold.semantics.findings import Findings
from threshold.semantics.status import relevant
from threshold.worklist.model import Response

# Of what has no date, what has the most to say.
NO_TIME = "no time set"
_WITHOUT_A_DATE = ("cannot_tell", "no_limit")


def response(running: Iterable[Clock], findings: Findings) -> Response:
    """The deadline that matters most: of what is overdue the oldest, else what is due first.

    Where nothing is open, what cannot be told or has no limit is said; a deadline that was kept, or that
    nothing is known to apply of, says nothing.
    """
    told = [clock for clock in running if clock.applies is True and _tells(clock, findings)]
    open_ = [clock for clock in told if clock.state in ("overdue", "pending") and clock.due is not None]
    if open_:
        first = min(
            open_, key=lambda clock: (clock.state != "overdue", _place(clock.due), clock.rule.head.id)
        )
        return of_clock(first, findings.facts.as_at)
    for state in _WITHOUT_A_DATE:
        for clock in told:
            if clock.state == state and "triage" in clock.rule.head.bears_on:
                return of_clock(clock, findings.facts.as_at)
    return Response()


def of_clock(clock: Clock, as_at: Moment) -> Response:
    """A deadline as the row tells it."""
    minutes, left = _left(clock, as_at)
    return Response(
        rule=clock.rule.head.id,
        due=iso(clock.due) if clock.due is not None else "",
        within=str(clock.limit) if clock.limit is not None else "",
        state=clock.state,
        minutes=minutes,
        left=left,
    )


def _tells(clock: Clock, findings: Findings) -> bool:
    return relevant(clock.rule.head, findings.pack(clock.rule.head), findings.proposed)


def _place(due: Moment | None) -> tuple[date, str]:
    """When it is due, days at their end after the times of that day."""
    assert due is not None
    return day_of(due), due.isoformat() if isinstance(due, datetime) else "~"


def _left(clock: Clock, as_at: Moment) -> tuple[int | None, str]:
    if clock.start is None:
        return None, "not known when it came in"
    if clock.due is None or clock.limit is None:
        return None, NO_TIME
    if isinstance(clock.due, datetime) and isinstance(as_at, datetime):
        minutes = _minutes(as_at, clock.due, clock.limit)
        return minutes, _said(minutes, clock)
    late = clock.state == "overdue"
    days, unit = _days(as_at, clock.due, clock.limit)
    return (
        None,
        f"{many(-days, unit)} overdue" if late else f"{many(days, unit)} left" if days else "due today",
    )


def _minutes(now: datetime, due: datetime, limit: Duration) -> int:
    """What is left, in the time that the limit counts; negative where it is past."""
    if limit.unit == "working hours":
        return working_minutes_between(now, due)
    return int((due - now).total_seconds() // 60)


def _said(minutes: int, clock: Clock) -> str:
    assert clock.limit is not None
    hours, rest = divmod(abs(minutes), 60)
    days, hours = divmod(hours, 24) if clock.limit.unit == "hours" else (0, hours)
    parts = [f"{days} d"] * bool(days) + [f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest)
    time = " ".join(parts[:2]) or "0 min"
    working = " of working time" if clock.limit.unit == "working hours" else ""
    return f"{time}{working} {'overdue' if clock.state == 'overdue' else 'left'}"


def _days(as_at: Moment, due: Moment, limit: Duration) -> tuple[int, str]:
    if limit.unit in ("working days", "working hours"):
        return working_days_between(day_of(as_at), day_of(due)), "working day"
    return days_between(day_of(as_at), day_of(due)), "day"
