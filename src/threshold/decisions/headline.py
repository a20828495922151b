"""The first line of a decision: what to do."""

from collections.abc import Sequence

from threshold.decisions.model import Check, MissingFact, Request
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


def headline(
    came: Conclusion,
    request: Request | None,
    to: str | None,
    because: Sequence[str],
    missing: Sequence[MissingFact],
    checks: Sequence[Check],
) -> str:
    """One line that a person can act on."""
    if came.direction == "safeguarding_now":
        return _safeguarding(request, came)
    if request is None:
        return _advice(came.direction, to, missing)
    asked = _asked(request)
    match came.status:
        case "permitted":
            return f"{asked}: may go ahead"
        case "conditional":
            return f"{asked}: may go ahead once the actions below are done"
        case "blocked":
            why = because[0] if because else "A rule of this policy stands against it"
            return f"{asked}: not now. {why}{_until(checks)}"
        case "conflict":
            return f"{asked}: cannot be answered, because the case file contradicts itself"
        case _ if not came.answered:
            return f"{asked}: cannot be answered here. {NO_RULE}"
        case _:
            return f"{asked}: cannot be answered yet; {_facts(missing)} not known"


def _safeguarding(request: Request | None, came: Conclusion) -> str:
    contradictory = came.protection.contradictory
    why = "facts about danger contradict each other" if contradictory else "there is a protection concern"
    now = f"Refer to social care now: {why}"
    if request is None or not refused(came.status):
        return now
    rest = "somebody has to say first which is right" if came.status == "conflict" else "not now"
    return f"{now}. {_asked(request)}: {rest}"


def _advice(direction: Direction, to: str | None, missing: Sequence[MissingFact]) -> str:
    where = f" to {shown(to)}" if to else ""
    match direction:
        case "step_up" | "step_down" | "step_across":
            return f"Consider a step {direction.removeprefix('step_')}{where}"
        case "close":
            return "Consider closing"
        case "continue":
            return "Continue with the support in place"
        case _:
            return f"No direction can be named yet; {_facts(missing)} not known"


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


def _facts(missing: Sequence[MissingFact]) -> str:
    count = len(missing)
    return f"{count} {'fact is' if count == 1 else 'facts are'}" if count else "something is"
