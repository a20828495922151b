"""What must hold of every decision, worked out anew from the case and from what the decision shows."""

from bisect import bisect_right
from datetime import date, datetime, timedelta
from functools import cache

from threshold.casefiles import Case
from threshold.decisions import Decision
from threshold.decisions.model import Check, DeadlineRow
from threshold.policy import Deadline, Policy

from ..dates import oracle

DOWN = ("step_down", "close")
OUTRIGHT = (
    "child_protection.concern",
    "child_protection.immediate_danger",
    "child_protection.harm_suspected",
)
Moment = date | datetime


def danger(case: Case) -> bool | None:
    """Whether what the case states calls for protection; None while nobody has answered it all."""
    stated = [case.given.get(name) for name in OUTRIGHT]
    scale = case.given.get("safety.scale", ())
    assert isinstance(scale, tuple)
    if True in stated or any(rating[1] == 0 for rating in scale):
        return True
    return None if None in stated else False


def check_protection(case: Case, decision: Decision, policy: Policy) -> None:
    """With a concern, help is never held up and nothing goes down; without one, nobody raises it."""
    direction = decision.recommendation.direction
    asked = decision.request.direction if decision.request else None
    if not danger(case):
        if asked:
            assert direction != "safeguarding_now"
        return
    assert direction == "safeguarding_now"
    assert any(action.urgent for action in decision.actions)
    if asked in DOWN:
        assert decision.status == "blocked"
    elif asked == "workflow" and policy.safety.forbids_when is not None:
        assert decision.status in ("permitted", "blocked")  # some workflow actions lead down
    elif asked:
        assert decision.status == "permitted"
    else:
        assert decision.status == "advisory"


def check_down(case: Case, decision: Decision) -> None:
    """A way down needs every check that bears on it positively met, and nobody in danger."""
    if decision.recommendation.direction in DOWN:
        assert danger(case) is False
    if decision.recommendation.direction in DOWN and decision.status in ("permitted", "advisory"):
        decisive = [check.status for check in decision.checks if check.decides]
        assert set(decisive) <= {"met", "not_applicable"}


def check_status(case: Case, decision: Decision, policy: Policy) -> None:
    """The status is the one that the checks that decide give (but for what workflow maps say)."""
    if decision.request is None:
        assert decision.status == "advisory"
        return
    asked = decision.request.direction
    leading = {
        rule.head.id
        for pack in policy.packs
        for rule in pack.requirements
        if pack.role != "compare"
        and asked in rule.head.bears_on
        and asked in (pack.leads_on or (asked,))
        and rule.effect in ("block", "condition")
    }
    assert {check.rule for check in decision.checks if check.decides} == leading
    if asked != "workflow" and danger(case) is not True:
        assert decision.status == _status(asked in DOWN, danger(case), decision, policy)
    allowed = decision.status in ("permitted", "conditional")
    if danger(case) is not True:
        assert decision.recommendation.direction == (asked if allowed else "continue")


def _status(down: bool, concern: bool | None, decision: Decision, policy: Policy) -> str:
    checks = [check for check in decision.checks if check.decides]

    def some(effect: str, status: str) -> list[Check]:
        return [check for check in checks if (check.effect, check.status) == (effect, status)]

    failed = some("block", "not_met")
    if failed and (down or concern is False):
        return "blocked"
    if down and (concern is None or not checks):
        return "undetermined"
    loose = some("condition", "undetermined")
    open_ = some("block", "undetermined") + (loose if down else [])
    facts = policy.vocabulary.facts
    doubtful = {f for each in decision.conflicts for f in each.facts if not facts[f].protection}
    if any(doubtful & set(check.missing) for check in open_):
        return "conflict"
    if failed or open_:
        return "undetermined"
    return "conditional" if loose or some("condition", "not_met") else "permitted"


def check_deadlines(case: Case, decision: Decision, policy: Policy) -> None:
    """Every due date, state and count of days follows from the dates that stand beside it."""
    rules = {rule.head.id: rule for rule in policy.deadlines}
    as_at = _moment(decision.as_at)
    for row in decision.deadlines:
        _check_row(row, rules[row.rule], case, as_at)


def _check_row(row: DeadlineRow, rule: Deadline, case: Case, as_at: Moment) -> None:
    start = row.starts.date and _moment(row.starts.date)
    met = row.met_on and _moment(row.met_on)
    due = row.due and _moment(row.due)
    if row.state == "no_limit":
        assert row.limit is None
        assert due is None
    if row.state in ("met", "late", "pending", "overdue"):
        assert start
        assert row.limit
        assert due
    if start and due:
        assert row.limit
        limit = _add(start, row.limit.n, row.limit.unit)
        target = case.given.get(rule.or_sooner)
        assert due == limit or (isinstance(target, date) and due == target and _before(due, limit))
    if row.state in ("met", "late"):
        assert met
        assert due
        assert not _before(as_at, met)
        assert row.state == ("late" if _before(due, met) else "met")
        assert row.days == (_count(due, met, row.unit) if row.state == "late" else None)
    if row.state in ("pending", "overdue"):
        assert met is None
        assert due
        assert row.state == ("overdue" if _before(due, as_at) else "pending")
        days = _count(due, as_at, row.unit) if row.state == "overdue" else _count(as_at, due, row.unit)
        assert row.days is not None
        # After the last interval's end, no more days are counted.
        assert row.days == days or (rule.ends and 0 <= row.days < days)


def _moment(text: str) -> Moment:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _before(one: Moment, other: Moment) -> bool:
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    return _day(one) < _day(other)


@cache
def _add(start: Moment, number: int, unit: str) -> Moment:
    if "hours" in unit:
        assert isinstance(start, datetime)
        in_clock_hours = unit == "hours"
        return start + timedelta(hours=number) if in_clock_hours else _working_hours(start, number)
    match unit:
        case "days" | "weeks":
            return _day(start) + timedelta(number * (7 if unit == "weeks" else 1))
        case "working days":
            return oracle.add_working_days(_day(start), number)
        case _:
            return oracle.add_months(_day(start), number * (12 if unit == "years" else 1))


def _working_hours(start: datetime, number: int) -> datetime:
    return oracle.add_working_hours(start, number)


@cache
def _working_days() -> list[date]:
    every = oracle.days_from(date(2015, 1, 1), date(2040, 12, 31))
    return [day for day in every if oracle.is_working_day(day)]


def _count(earlier: Moment, later: Moment, unit: str) -> int:
    if unit == "hours" and isinstance(earlier, datetime) and isinstance(later, datetime):
        return (later - earlier) // timedelta(hours=1)
    if unit == "working days":
        days = _working_days()
        return bisect_right(days, _day(later)) - bisect_right(days, _day(earlier))
    return (_day(later) - _day(earlier)).days
