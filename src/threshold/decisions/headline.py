"""The first line of a decision: what to do."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from threshold.decisions.asking import of_the_way, questions
from threshold.decisions.model import (
    ActionLine,
    Check,
    Conflict,
    DeadlineRow,
    MissingFact,
    Request,
    RouteStep,
)
from threshold.output.words import lasting, listed, many
from threshold.policy.protection import IMMEDIATE, QUESTIONS, SOCIAL_CARE
from threshold.semantics.closed_lists import DOWNWARD, Direction
from threshold.semantics.status import Conclusion, refused
from threshold.vocabulary import State, parse_moment, shown

NO_RULE = "This policy has no rule on it"
_ASKED = {
    "step_up": "Step up",
    "step_down": "Step down",
    "step_across": "Step across",
    "triage": "Triage",
    "workflow": "Workflow action",
}
_CLOSED = {"caf_episode": "Close the CAF", "contact": "Close the contact", "case": "Close the case"}
_CLOSING = "closure.of"
_CITATION = re.compile(r" \[[^]]*\]$")


@dataclass(frozen=True, slots=True)
class Told:
    """What a decision tells beneath its first line, in its order; and what that line is made from besides.

    `support` is the highest in place, `indicated` the direction that the facts point to without a request.
    """

    as_at: str
    support: State
    indicated: State
    because: tuple[str, ...]
    checks: tuple[Check, ...]
    deadlines: tuple[DeadlineRow, ...]
    actions: tuple[ActionLine, ...]
    route: tuple[RouteStep, ...]
    missing: tuple[MissingFact, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def danger(self) -> str:
        """The question about danger that nobody has answered yet; empty where none is open."""
        return next((each.question for each in self.missing if each.fact in QUESTIONS), "")

    @property
    def pending(self) -> list[DeadlineRow]:
        """The deadlines that still run."""
        return [row for row in self.deadlines if row.state == "pending" and row.applies]

    @property
    def in_social_care(self) -> bool:
        """Whether a social worker has the child already."""
        return self.support in SOCIAL_CARE


def headline(came: Conclusion, request: Request | None, to: str | None, told: Told) -> str:
    """One line that a person can act on: the answer or, where nothing is asked for, what matters most."""
    if came.direction == "safeguarding_now":
        return _joined(_safeguarding(request, came, told))
    return _joined(_advice(came.direction, to, told) if request is None else _answer(came, request, told))


def _joined(sentences: Iterable[str]) -> str:
    """Sentences in a row; a question has its mark already."""
    return ". ".join(sentences).replace("?. ", "? ")


def _safeguarding(request: Request | None, came: Conclusion, told: Told) -> Iterator[str]:
    protection = came.protection
    because = list(dict.fromkeys(protection.because))
    known_to_social_care = told.in_social_care or any("enquiry" in each for each in because)
    tell = "Refer to social care"
    if known_to_social_care:
        tell = "Tell the child's social worker and their manager"
    if IMMEDIATE in because:
        yield f"Immediate danger: call 999, then {tell[0].lower()}{tell[1:]} now"
    elif protection.contradictory:
        yield f"{tell} now: facts about danger contradict each other"
    else:
        yield f"{tell} now: {listed(because, 'and')}"
    yield from _missed(told.deadlines)
    if request is not None and refused(came.status):
        rest = "somebody has to say first which is right" if came.status == "conflict" else _not(told)
        yield f"{_asked(request)}: {rest}"


def _answer(came: Conclusion, request: Request, told: Told) -> Iterator[str]:
    """What becomes of a request; and what to ask about danger first, where nobody has."""
    asked, ask_first = _asked(request), f"Ask first: {told.danger}" if told.danger else ""
    match came.status:
        case "permitted":
            where = _destination(told.route) if request.direction == "triage" else ""
            yield f"{asked}: may go ahead{where}{_warned(told.checks)}"
        case "conditional":
            yield f"{asked}: may go ahead once {_conditions(told)}"
        case "blocked":
            why = told.because[0] if told.because else "A rule of this policy stands against it"
            yield f"{asked}: {_not(told)}"
            yield f"{why}{_until(told.checks)}"
        case "conflict":
            yield f"{asked}: cannot be answered, because the case file contradicts itself"
            yield from (each.why for each in told.conflicts[:1])
        case _ if not came.answered:
            yield f"{asked}: cannot be answered here"
            yield f"{NO_RULE}; ask a manager{_warned(told.checks)}"
            if came.protection.concern is None:
                ask_first = "If harm is suspected, refer to social care at once"
        case _:
            # As long as nothing travels, nobody need say which way.
            decides = [each for each in told.missing if not of_the_way(each)]
            yield f"{asked}: cannot be answered yet; {_unknown(decides, told)}"
            ask_first = ask_first or _first_question(decides)
    if ask_first:
        yield ask_first


def _not(told: Told) -> str:
    """That it may not be done: not now or, where its row is available to nobody, at no time."""
    return "not now" if all(step.available for step in told.route) else "no"


def _conditions(told: Told) -> str:
    """What has to be so before it may go ahead; that somebody asked is not yet an answer."""
    wanting = [
        check
        for check in told.checks
        if check.decides and check.effect == "condition" and check.status in ("not_met", "undetermined")
    ]
    # Without one, it is a block of which nobody is named yet who decides (S111).
    wanting = wanting or [
        check
        for check in told.checks
        if check.decides and check.effect == "block" and check.status == "undetermined"
    ]
    if not wanting:
        return "the conditions below are met"
    more = f" (and {len(wanting) - 1} more below)" if len(wanting) > 1 else ""
    return f"this is so: {wanting[0].title}{more}"


def _advice(direction: Direction, to: str | None, told: Told) -> Iterator[str]:
    """What matters most where nothing is asked for: danger, what was missed, who must act, and the way."""
    if told.danger:
        yield f"Ask first: {told.danger}"
    way = _way(direction, to, told)
    pressing = [*_missed(told.deadlines), *_due_today(told)] or _untold(told)
    if direction == "step_up":
        yield way
    yield from pressing
    act = next((action for action in told.actions if action.by), None)
    if act is not None:
        yield _act(act)
    elif not pressing:
        yield from _wrong(told)
    if way and direction != "step_up":
        yield way
    elif not way:
        yield from _without_direction(told, bool(pressing or act))


def _way(direction: Direction, to: str | None, told: Told) -> str:
    """The direction that the facts point to; empty where none can be named."""
    match direction:
        case "step_up" | "step_down" | "step_across":
            where = f" to {shown(to)}" if to else ""
            return f"Consider a step {direction.removeprefix('step_')}{where}"
        case "close":
            return "Consider closing"
        case "continue" if told.indicated in DOWNWARD:
            # What points down, and would not be permitted: the support goes on until that is settled,
            # unless it is to end, which may be the family's own word.
            closes = told.indicated == "close"
            what = "closing" if closes else "a step down"
            why = f" ({_CITATION.sub('', told.because[0])})" if told.because else ""
            until = f"it may not go ahead yet{'' if closes else ', and the support goes on until then'}"
            if [each.fact for each in told.missing] == [_CLOSING]:
                # Nothing stands in the way but that nobody has asked for it.
                until = "whether it may go ahead hangs on what is to close"
            return f"Something points to {what}{why}; {until}"
        case "continue" if any(action.by for action in told.actions):
            # Somebody has something to do about it: that the support goes on is not the whole answer.
            return "Meanwhile the support in place goes on"
        case "continue":
            return "Continue with the support in place"
        case _:
            return ""


def _without_direction(told: Told, said: bool) -> Iterator[str]:
    """Where no direction can be named: what comes next, who takes the next step, or what to ask."""
    ahead = list(_next(told))
    if not said:
        yield from ahead
    if told.missing:
        first = "" if said or told.danger else f". {_first_question(told.missing)}"
        yield f"No direction can be named yet: {_unknown(told.missing, told)}{first}"
    elif not said and not ahead:
        yield "Nothing that the file holds calls for a step; it says too little to name a direction"


def _missed(rows: Sequence[DeadlineRow]) -> list[str]:
    """The date that was missed, what is still to do first; and how many more there are."""
    found = [row for row in rows if row.state in ("overdue", "missed") and row.applies]
    if not found:
        return []
    row = min(found, key=lambda row: (row.state != "overdue", row.due or ""))
    others = len({each.due for each in found if each.due} - {row.due})
    more = f" ({many(others, 'more date')} missed)" if others else ""
    days = lasting(row.days or 0, row.unit)
    due = f", due {shown(parse_moment(row.due))}" if row.due else ""
    least, latest = ("at least ", " at the latest") if row.starts.date is None else ("", "")
    return [f"{row.title}: {row.state} by {least}{days}{due}{latest}{more}"]


def _due_today(told: Told) -> list[str]:
    """What is due on the day of the decision."""
    today = told.as_at[:10]
    return [f"{row.title}: due today" for row in told.pending if (row.due or "")[:10] == today][:1]


def _untold(told: Told) -> list[str]:
    """What was due, and nobody has said whether it was done."""
    open_ = [
        row
        for row in told.deadlines
        if row.state == "cannot_tell" and row.applies and row.due and not row.met_on
    ]
    past = [row for row in open_ if (row.due or "")[:10] < told.as_at[:10]]
    if not past:
        return []
    row = max(past, key=lambda row: row.due or "")
    return [f"{row.title}: due {shown(parse_moment(row.due or ''))}; find out whether it was done"]


def _wrong(told: Told) -> Iterator[str]:
    """The first thing that is not as a rule wants it, or that the file contradicts itself in."""
    order = {"block": 0, "condition": 1, "warn": 2}
    wrong = [
        check
        for check in told.checks
        if check.status == "not_met" and check.relevant and check.effect in order
    ]
    if wrong:
        yield min(wrong, key=lambda check: order[check.effect]).says
    elif told.conflicts:
        yield f"The file contradicts itself: {told.conflicts[0].why}"


def _next(told: Told) -> Iterator[str]:
    """What is due next, or else who takes the next step."""
    if told.pending:
        row = min(told.pending, key=lambda row: row.due or "")
        yield f"Next date: {row.title}, due {shown(parse_moment(row.due or ''))}"
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
    if request.direction == "close":
        return _CLOSED.get(request.of or "", "Close")
    return f"{_ASKED[request.direction]}{where}"


def _destination(route: Sequence[RouteStep]) -> str:
    """Where it goes, by the step that comes first."""
    sent = (step.sent_to for step in route if step.available and step.sent_to not in ("", "none", "self"))
    to = next(sent, "")
    return f", to {to}" if to else ""


def _warned(checks: Sequence[Check]) -> str:
    """How many things are not as they should be beside the answer."""
    wrong = [
        check
        for check in checks
        if check.status == "not_met" and check.relevant and not check.decides and check.effect == "warn"
    ]
    return f"; {many(len(wrong), 'warning')} below" if wrong else ""


def _until(checks: Sequence[Check]) -> str:
    dates = [check.until for check in checks if check.decides and check.until]
    if not dates:
        return ""
    return f"; the earliest date is {shown(parse_moment(max(dates)))}"


def _unknown(missing: Sequence[MissingFact], told: Told) -> str:
    """How many questions are open: as many as are listed; where none is, why it is open."""
    number = len(questions(missing))
    if number:
        return f"{many(number, 'thing')} {'is' if number == 1 else 'are'} not known"
    return _CITATION.sub("", told.because[0]) if told.because else "what the file holds does not settle it"


def _first_question(missing: Sequence[MissingFact]) -> str:
    return f"Ask first: {missing[0].question}" if missing else ""
