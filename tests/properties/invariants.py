"""What must hold of every decision, worked out anew from the case and from what the decision shows."""

from bisect import bisect_right
from datetime import date, datetime, timedelta
from functools import cache

from threshold.casefiles import Case
from threshold.decisions import Decision
from threshold.decisions.model import Check, DeadlineRow
from threshold.policy import Deadline, Policy
from threshold.policy.model import BRAG_TABLE, OUTCOME
from threshold.semantics.timeline import read_facts
from threshold.vocabulary import as_label

from ..dates import oracle

DOWN = ("step_down", "close")
QUESTIONS = (
    "child_protection.concern",
    "child_protection.immediate_danger",
    "child_protection.harm_suspected",
)
PROTECTED = ("child_protection", "care")
SOCIAL_CARE = ("child_in_need", *PROTECTED)
Moment = date | datetime


def danger(case: Case) -> bool | None:
    """Whether what the case states calls for protection; None while nobody has answered it all."""
    stated = [case.given.get(name) for name in QUESTIONS]
    scale = case.given.get("safety.scale", ())
    assert isinstance(scale, tuple)
    if True in stated or any(rating[1] == 0 for rating in scale):
        return True
    return None if None in stated else False


def check_protection(case: Case, decision: Decision) -> None:
    """Danger that is stated is never lost, calm is never made up, and the child comes first."""
    found, stated, support = decision.protection, danger(case), case.given.get("support.in_place")
    if found.contradictory:
        # It is said that there is none, and also that there is danger.
        assert (found.concern, case.given.get(QUESTIONS[0])) == (None, False)
        assert decision.conflicts
    elif stated:
        assert found.concern is True
    if found.concern is False:
        assert stated is False
    if found.concern is None:
        assert stated is None or found.contradictory
    protected = support in PROTECTED or case.given.get("care.looked_after") is True
    if protected:
        assert found.in_place is True
    if found.in_place is False:
        assert support is not None
    acted_on = found.concern is True or found.contradictory
    # Without a request, somebody may have judged that the outcome is a review of the child's safety.
    judged = decision.request is None and OUTCOME in case.overrides
    assert (decision.recommendation.direction == "safeguarding_now") is acted_on or (judged and not acted_on)
    assert bool(found.because) or not found.concern
    assert not acted_on or any(action.urgent for action in decision.actions)


def check_down(case: Case, decision: Decision, policy: Policy) -> None:
    """A way down needs every check that bears on it positively met, a ground, and nobody in danger.

    Only what should be so may fail, where it is said that this has to be done. A CAF that closes because
    social care has the child is no way down.
    """
    direction, found = decision.recommendation.direction, decision.protection
    if direction not in DOWN or (decision.request is not None and way(case, decision, policy) == "same"):
        return
    assert found.concern is False
    checks = [check for check in decision.checks if check.decides and check.effect != "ground"]
    wanting = {(each.effect, each.status) for each in checks} - {
        (effect, status) for effect in ("block", "condition") for status in ("met", "not_applicable")
    }
    assert wanting == ({("condition", "not_met")} if decision.status == "conditional" else set())
    answers = _answers(decision, policy)
    assert answers
    assert all("met" in _statuses(grounds) for grounds in answers.values())


def check_status(case: Case, decision: Decision, policy: Policy) -> None:
    """The status is that of the first line of the table that holds, by what the decision itself shows."""
    if decision.request is None:
        assert (decision.status, decision.answered) == ("advisory", None)
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
    deciding = {check.rule for check in decision.checks if check.decides and check.effect != "ground"}
    assert deciding == leading
    assert decision.answered is bool(_answers(decision, policy))
    assert decision.status == _status(way(case, decision, policy), decision, policy)
    if decision.recommendation.direction != "safeguarding_now":
        allowed = decision.status in ("permitted", "conditional")
        assert decision.recommendation.direction == (asked if allowed else "continue")


def way(case: Case, decision: Decision, policy: Policy) -> str:
    """Which way a request goes: up, down, past a social worker (divert), or neither (same)."""
    assert decision.request is not None
    match decision.request.direction:
        case "step_up":
            return "divert" if decision.request.to not in (None, *SOCIAL_CARE) else "up"
        case "step_across":
            return "divert"
        case "triage":
            # A colour in a contradiction is open.
            stated = "contact.brag" not in _doubtful(decision, policy)
            colour = case.given.get("contact.brag") if stated else None
            row = policy.table(BRAG_TABLE).get(str(colour)) if colour is not None else None
            open_ = "up" if decision.protection.concern else "divert"
            return open_ if row is None else "up" if row.get("moves") == "up" else "divert"
        case "workflow":
            named = _label(decision.request.step, decision.request.action)
            rows = (step for route in policy.routes for step in route.steps if route.table_step)
            moves = (row.moves or "same" for row in rows if _label(row.step, row.action) == named)
            return next(moves, "same")
        case "close" if _taken(case, decision, policy):
            return "same"
        case _:
            return "down"


def _label(step: str | None, action: str | None) -> tuple[str, str]:
    return as_label(step or ""), as_label(action or "")


def _taken(case: Case, decision: Decision, policy: Policy) -> bool:
    """Whether it is a CAF that closes because social care took the case, or has the child already."""
    doubtful = _doubtful(decision, policy)
    given = {name: value for name, value in case.given.items() if name not in doubtful}
    if (given.get("closure.of"), given.get("caf.closing_reason")) != ("caf_episode", "stepped_up"):
        return False
    facts, _ = read_facts(case, policy.vocabulary, case.as_at or date.max)
    kinds = ("child_protection.plan_active", "child_in_need.plan_active", "care.looked_after")
    recorded = any(facts.state(name) is True for name in kinds)
    stated = given.get("support.in_place", "universal") in SOCIAL_CARE
    return given.get("referral.accepted") is True or recorded or stated


def _doubtful(decision: Decision, policy: Policy) -> set[str]:
    """The facts that count as unknown because they contradict each other; what is about protection stands."""
    # What was done before its clock started is told once all is worked out, and puts nothing in doubt.
    told = (each for each in decision.conflicts if each.id != "early-event")
    named = {fact for each in told for fact in each.facts}
    return {fact for fact in named if not policy.vocabulary.facts[fact].protection}


def _answers(decision: Decision, policy: Policy) -> dict[str, list[Check]]:
    """The grounds that have a say, by pack: each that answers needs one that holds."""
    packs = {ground.head.id: ground.head.pack for ground in policy.grounds}
    found: dict[str, list[Check]] = {}
    for check in decision.checks:
        if check.effect == "ground" and check.decides:
            found.setdefault(packs[check.rule], []).append(check)
    return found


def _statuses(checks: list[Check]) -> set[str]:
    return {check.status for check in checks}


def _status(goes: str, decision: Decision, policy: Policy) -> str:
    found = decision.protection
    assert decision.request is not None
    checks = [check for check in decision.checks if check.decides and check.effect != "ground"]
    answers = _answers(decision, policy).values()

    def some(effect: str, status: str) -> list[Check]:
        return [check for check in checks if (check.effect, check.status) == (effect, status)]

    leaves = goes in ("down", "divert")
    past_protection = leaves
    may_pass = leaves
    if goes == "down" and decision.request.direction == "step_down" and leaves:
        past_protection = decision.request.to not in (None, *SOCIAL_CARE)
        may_pass = past_protection or decision.request.to is None
    # Lines 1 and 2
    if found.concern and goes == "up":
        return "permitted"
    if (found.concern and leaves) or (found.in_place and past_protection):
        return "blocked"
    # Line 3
    against = some("block", "not_met") or [
        grounds
        for grounds in answers
        if not {"met", "undetermined"} & _statuses(grounds) and any(map(_answering, grounds))
    ]
    if against and not (goes == "up" and found.concern is None):
        return "blocked"
    # Line 4
    doubtful = _doubtful(decision, policy)
    open_grounds = [check for grounds in answers if "met" not in _statuses(grounds) for check in grounds]
    waiting = [*some("block", "undetermined"), *open_grounds]
    if found.contradictory or any(doubtful & {*check.missing} for check in waiting):
        return "conflict"
    # Lines 5 and 6
    if not answers:
        return "undetermined"
    if leaves and (found.concern is None or (found.in_place is not False and may_pass)):
        return "undetermined"
    unnamed = [check for check in some("block", "undetermined") if _only_roles(check, policy)]
    open_ = [check for check in some("block", "undetermined") if goes == "down" or check not in unnamed]
    if against or open_ or open_grounds or (goes == "down" and some("condition", "undetermined")):
        return "undetermined"
    # Lines 7 and 8
    loose = [*some("condition", "not_met"), *some("condition", "undetermined"), *unnamed]
    return "conditional" if loose else "permitted"


def _only_roles(check: Check, policy: Policy) -> bool:
    """Whether nothing is wanting but somebody in a role."""
    kinds = {policy.vocabulary.facts[name].type.kind for name in check.missing}
    return kinds == {"role"}


def check_deadlines(case: Case, decision: Decision, policy: Policy) -> None:
    """Every due date, state and count of days follows from the dates that stand beside it."""
    rules = {rule.head.id: rule for rule in policy.deadlines}
    as_at = _moment(decision.as_at)
    for row in decision.deadlines:
        start = row.starts.date and _moment(row.starts.date)
        if start is None and row.state in ("late", "overdue", "missed"):
            start = _start_at_the_latest(row, rules[row.rule], case, decision, policy)
        _check_row(row, rules[row.rule], case, as_at, start or None)


def _start_at_the_latest(
    row: DeadlineRow, rule: Deadline, case: Case, decision: Decision, policy: Policy
) -> Moment:
    """The day on which a clock began at the latest that is late whenever it began (S162).

    Nobody knows its start. The day is on record, nothing contradicts it, and from it alone the due date and
    all days of the row are counted, so that they are the fewest.
    """
    facts, _ = read_facts(case, policy.vocabulary, case.as_at or date.max)
    assert not isinstance(facts.state(row.starts.fact), date)
    assert (row.interval, row.count, row.certain) == (None, None, True)
    reading = policy.vocabulary.facts[rule.starts].reading
    assert reading is not None
    latest = reading.by if reading.take == "latest" else _opening(reading.episode, policy)
    assert reading.take in ("begun", "latest")
    assert latest not in _doubtful(decision, policy)
    day = facts.state(latest)
    assert isinstance(day, date)
    opens = policy.vocabulary.facts[latest].reading
    assert opens is not None
    assert _day(day) in {
        _day(entry.on) for entry in case.timeline if entry.event in opens.events and entry.on
    }
    return day


def _opening(episode: str, policy: Policy) -> str:
    """The fact that holds the day on which a run itself began."""
    found = (
        name
        for name, fact in policy.vocabulary.facts.items()
        if fact.reading and (fact.reading.take, fact.reading.episode) == ("opened", episode)
    )
    return next(found)


def _check_row(row: DeadlineRow, rule: Deadline, case: Case, as_at: Moment, start: Moment | None) -> None:
    """A row against the day from which it counts; of what has none nobody can tell how it stands."""
    met = row.met_on and _moment(row.met_on)
    due = row.due and _moment(row.due)
    if row.state == "no_limit":
        assert row.limit is None
        assert due is None
    if row.state in ("met", "late", "pending", "overdue", "missed"):
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
        assert row.days == days
    _check_stopped(row, rule, start, due, met)
    _check_count(row, start, due)


def _check_stopped(
    row: DeadlineRow, rule: Deadline, start: Moment | None, due: Moment | None, met: Moment | None
) -> None:
    """What ended, was missed for good, or stands still says since when; what was early, both days."""
    stopped = row.stopped_on and _moment(row.stopped_on)
    if row.state == "early":
        assert start
        assert met
        assert _before(met, start)
        assert row.interval is None
    if row.state == "missed":
        assert stopped
        assert due
        assert _before(due, stopped)
        assert row.days == _count(due, stopped, row.unit)
    if row.state == "ended":
        assert rule.ends_with
        assert due
        assert met is None
        assert stopped is None or not _before(due, stopped)
    if row.state == "paused":
        assert rule.pauses_while
        assert stopped
        assert (due, met, row.days) == (None, None, None)


def _check_count(row: DeadlineRow, start: Moment | None, due: Moment | None) -> None:
    """The day as the limit counts it: of the day that ended the clock, else of today."""
    if row.count is None:
        return
    assert start
    assert due
    assert row.limit
    assert row.count.of == row.limit.n * (7 if row.limit.unit == "weeks" else 1)
    on = _moment(row.count.on)
    assert row.count.day == _count(start, on, row.count.unit)
    if _add(start, row.limit.n, row.limit.unit) == due and row.state in ("met", "pending"):
        assert row.count.day <= row.count.of
    if row.state in ("late", "overdue", "missed") and _add(start, row.limit.n, row.limit.unit) == due:
        assert row.count.day > row.count.of or row.count.unit == "working days"


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
    if unit == "working hours":
        assert isinstance(earlier, datetime)
        assert isinstance(later, datetime)
        return oracle.working_minutes_between(earlier, later, oracle.Office()) // 60
    if unit == "working days":
        days = _working_days()
        return bisect_right(days, _day(later)) - bisect_right(days, _day(earlier))
    return (_day(later) - _day(earlier)).days


def _answering(ground: Check) -> bool:
    """Whether a ground fits, or only the request leaves that open: then it refuses where it is wrong."""
    left_open = {"request.direction", "request.to", "request.step", "request.action", "closure.of"}
    return {*ground.missing} <= left_open
