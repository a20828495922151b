"""The first line of a decision: what to do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from threshold.decisions.model import ActionLine, Check, DeadlineRow, MissingFact, Request, RouteStep
from threshold.output.words import lasting, many
from threshold.semantics.closed_lists import Direction
from threshold.semantics.status import Conclusion, refused
from threshold.vocabulary import parse_moment, shown

NO_RULE = "This policy has no rule on it"
_ASKED = {
    "step_up": "Step up",
    "step_down": "Step down",
    "step_across": "Step across",
    "close": "Close",
    "triage": "Triage",
    "workflow": "Workflow action",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a decision tells beneath its first line, in its order."""

    because: tuple[str, ...]
    checks: tuple[Check, ...]
    deadlines: tuple[DeadlineRow, ...]
    actions: tuple[ActionLine, ...]
    route: tuple[RouteStep, ...]
    missing: tuple[MissingFact, ...]


def headline(came: Conclusion, request: Request | None, to: str | None, told: Told) -> str:
    """One line that a person can act on: the answer or, where nothing is asked for, what matters most."""
    if came.direction == "safeguarding_now":
        return _safeguarding(request, came)
    if request is None:
        return ". ".join(_advice(came.direction, to, told))
    asked = _asked(request)
    match came.status:
        case "permitted":
            return f"{asked}: may go ahead"
        case "conditional":
            return f"{asked}: may go ahead once {_conditions(told)}"
        case "blocked":
            why = told.because[0] if told.because else "A rule of this policy stands against it"
            return f"{asked}: not now. {why}{_until(told.checks)}"
        case "conflict":
            return f"{asked}: cannot be answered, because the case file contradicts itself"
        case _ if not came.answered:
            return f"{asked}: cannot be answered here. {NO_RULE}"
        case _:
            return f"{asked}: cannot be answered yet; {_unknown(told.missing)}"


def _safeguarding(request: Request | None, came: Conclusion) -> str:
    contradictory = came.protection.contradictory
    why = "facts about danger contradict each other" if contradictory else "there is a protection concern"
    now = f"Refer to social care now: {why}"
    if request is None or not refused(came.status):
        return now
    rest = "somebody has to say first which is right" if came.status == "conflict" else "not now"
    return f"{now}. {_asked(request)}: {rest}"


def _conditions(told: Told) -> str:
    """What it waits for: what is to be done, or else what is to be found out."""
    first = next((action for action in told.actions if not action.afterwards), None)
    if first is not None:
        several = len([action for action in told.actions if not action.afterwards]) > 1
        return "what is to do below is done" if several else f"this is done: {_act(first)}"
    return f"it is known: {told.missing[0].question}" if told.missing else "the conditions below are met"


def _advice(direction: Direction, to: str | None, told: Told) -> Iterator[str]:
    """What matters most where nothing is asked for: what was missed, who must act, and the way."""
    where = f" to {shown(to)}" if to else ""
    missed = _missed(told.deadlines)
    match direction:
        case "step_up" | "step_down" | "step_across":
            way = f"Consider a step {direction.removeprefix('step_')}{where}"
        case "close":
            way = "Consider closing"
        case "continue":
            way = "Continue with the support in place"
        case _:
            way = ""
    if direction == "step_up":
        yield way
    yield from missed
    if act := next((action for action in told.actions if action.by), None):
        yield _act(act)
    elif not missed:
        yield from _wrong(told.checks)
    if way and direction != "step_up":
        yield way
    elif not way:
        yield from _without_direction(told, bool(missed or act))


def _without_direction(told: Told, said: bool) -> Iterator[str]:
    """Where no direction can be named: what comes next, who takes the next step, or what to ask."""
    if not said:
        yield from _next(told)
    if told.missing:
        first = "" if said else f". Ask first: {told.missing[0].question}"
        yield f"No direction can be named yet: {_unknown(told.missing)}{first}"
    elif not said and not any(True for _ in _next(told)):
        yield "Nothing that the file holds calls for a step; it says too little to name a direction"


def _missed(rows: Sequence[DeadlineRow]) -> list[str]:
    """The date that was missed, what is still to do first; and how many more there are."""
    found = [row for row in rows if row.state in ("overdue", "missed") and row.relevant and row.certain]
    if not found:
        return []
    row = min(found, key=lambda row: (row.state != "overdue", row.due or ""))
    others = len({each.title for each in found} - {row.title})
    more = f" ({many(others, 'more date')} missed)" if others else ""
    days = lasting(row.days or 0, row.unit)
    due = f", due {shown(parse_moment(row.due))}" if row.due else ""
    return [f"{row.title}: {row.state} by {days}{due}{more}"]


def _wrong(checks: Sequence[Check]) -> Iterator[str]:
    """The first thing that is not as a rule wants it."""
    for check in checks:
        if check.status == "not_met" and check.relevant and check.effect not in ("ground", "note"):
            yield check.says
            return


def _next(told: Told) -> Iterator[str]:
    """What is due next, or else who takes the next step."""
    due = [row for row in told.deadlines if row.state == "pending" and row.relevant and row.certain]
    if due:
        row = min(due, key=lambda row: row.due or "")
        yield f"Next: {row.title}, due {shown(parse_moment(row.due or ''))}"
        return
    for step in told.route:
        if step.available and not step.done and step.added_by:
            yield f"Next step: {step.added_by}: {step.action}"
            return


def _act(action: ActionLine) -> str:
    return f"{action.by}: {action.do}" if action.by else action.do


def _asked(request: Request) -> str:
    where = f" to {shown(request.to)}" if request.to and request.direction.startswith("step_") else ""
    if request.direction == "workflow" and request.action:
        return f"Workflow action “{request.action}”"
    return f"{_ASKED[request.direction]}{where}"


def _until(checks: Sequence[Check]) -> str:
    dates = [check.until for check in checks if check.decides and check.until]
    if not dates:
        return ""
    return f"; the earliest date is {shown(parse_moment(max(dates)))}"


def _unknown(missing: Sequence[MissingFact]) -> str:
    """How many questions are open: as many as are listed."""
    number = len({each.question for each in missing})
    return (
        f"{many(number, 'thing')} {'is' if number == 1 else 'are'} not known"
        if number
        else ("something is not known")
    )
