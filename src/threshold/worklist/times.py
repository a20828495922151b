"""By when a contact is to be answered, and how much of that time is left."""

from collections.abc import Iterable
from datetime import date, datetime

from threshold.conditions import Moment
from threshold.dates import Duration, day_of, days_between, working_days_between, working_minutes_between
from threshold.decisions.wording import iso
from threshold.output.words import many
from threshold.semantics.deadlines import Clock, limit_of
from threshold.semantics.findings import Findings
from threshold.semantics.status import relevant
from threshold.worklist.model import Response

ASKED = "triage"
PAST_DUE = "past_due"
LATE = ("overdue", PAST_DUE)
NO_TIME = "no time set"
# Of what is not open, what has the most to say.
_NOT_OPEN = ("late", "met", "cannot_tell", "no_limit")


def response(running: Iterable[Clock], findings: Findings) -> Response:
    """The deadline that matters most: of what is past its time the oldest, else what is due first.

    Where nothing is open: how the contact was answered, or why it cannot be told by when it is to be.
    """
    told = [clock for clock in running if may_matter(clock, findings)]
    if open_ := [clock for clock in told if _is_open(clock)]:
        return of_clock(min(open_, key=_urgency), findings)
    for state in _NOT_OPEN:
        for clock in told:
            if clock.state == state:
                return of_clock(clock, findings)
    return Response()


def _urgency(clock: Clock) -> tuple[bool, tuple[date, str], str]:
    return clock.state == "pending", _place(clock.due), clock.rule.head.id


def _unanswered(clock: Clock) -> bool:
    """Whether its time is past, and nobody has said that it was done, nor that it was not.

    The deadline itself cannot be told then; but whoever looks at what came in has to look at it first.
    """
    return clock.state == "cannot_tell" and clock.applies is True and clock.due is not None


def may_matter(clock: Clock, findings: Findings) -> bool:
    """Whether a deadline can be the one that matters most; without all others the response is the same."""
    if clock.applies is not True:
        return False
    answers = clock.state in _NOT_OPEN and ASKED in clock.rule.head.bears_on
    return (answers or _is_open(clock)) and _tells(clock, findings)


def _is_open(clock: Clock) -> bool:
    return clock.state in ("overdue", "pending") or _unanswered(clock)


def of_clock(clock: Clock, findings: Findings) -> Response:
    """A deadline as the row tells it."""
    limit = limit_of(clock.rule, findings.facts)
    limit = limit if isinstance(limit, Duration) else None
    minutes, left = _left(clock, limit, findings.facts.as_at)
    return Response(
        rule=clock.rule.head.id,
        due=iso(clock.due) if clock.due is not None else "",
        within=str(limit) if limit is not None else "",
        state=PAST_DUE if _unanswered(clock) else "no_limit" if limit is None else clock.state,
        minutes=minutes,
        left=left,
    )


def _tells(clock: Clock, findings: Findings) -> bool:
    return relevant(clock.rule.head, findings.pack(clock.rule.head), findings.proposed)


def _place(due: Moment | None) -> tuple[date, str]:
    """When it is due, days at their end after the times of that day."""
    if due is None:
        return date.max, ""
    return day_of(due), due.isoformat() if isinstance(due, datetime) else "~"


def _left(clock: Clock, limit: Duration | None, as_at: Moment) -> tuple[int | None, str]:
    if clock.met_on is not None:
        return None, f"answered {_on(clock.met_on)}{', late' if clock.state == 'late' else ''}"
    if limit is None:
        return None, NO_TIME
    if clock.due is None:
        return None, f"not known {'when' if clock.start is None else 'at what time'} it came in"
    if isinstance(clock.due, datetime) and isinstance(as_at, datetime):
        minutes = _minutes(as_at, clock.due, limit)
        return minutes, _said(minutes, clock, limit)
    days, unit = _days(as_at, clock.due, limit)
    if not days and day_of(clock.due) < day_of(as_at):
        return None, f"{_late(clock)} since {_on(day_of(clock.due))}"  # of working days none has gone by yet
    if not days:
        return None, "due today"
    return None, f"{many(-days, unit)} {_late(clock)}" if days < 0 else f"{many(days, unit)} left"


def _minutes(now: datetime, due: datetime, limit: Duration) -> int:
    """What is left, in the time that the limit counts; negative where it is past."""
    if limit.unit == "working hours":
        return working_minutes_between(now, due, limit.hours)
    return int((due - now).total_seconds() // 60)


def _said(minutes: int, clock: Clock, limit: Duration) -> str:
    working = limit.unit == "working hours"
    hours, rest = divmod(abs(minutes), 60)
    days, hours = (0, hours) if working else divmod(hours, 24)
    parts = [f"{number} {unit}" for number, unit in ((days, "d"), (hours, "h"), (rest, "min")) if number]
    time = " ".join(parts[:2]) or "0 min"
    past = minutes < 0 or clock.state != "pending"
    return f"{time}{' of working time' if working else ''} {_late(clock) if past else 'left'}"


def _late(clock: Clock) -> str:
    return "past due" if _unanswered(clock) else "overdue"


def _days(as_at: Moment, due: Moment, limit: Duration) -> tuple[int, str]:
    if limit.unit in ("working days", "working hours"):
        return working_days_between(day_of(as_at), day_of(due), limit.hours), "working day"
    return days_between(day_of(as_at), day_of(due)), "day"


def _on(moment: Moment) -> str:
    day = f"{moment.day} {moment:%b}"
    return f"{day} {moment:%H:%M}" if isinstance(moment, datetime) else day
