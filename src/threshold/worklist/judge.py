"""What a policy finds of one contact, for its row: what to do, where it goes, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from threshold.decisions.actions import actions
from threshold.decisions.assemble import because, told_of_protection
from threshold.decisions.left_open import lacking
from threshold.decisions.lines import early_conflicts, route_steps
from threshold.decisions.model import ActionLine
from threshold.decisions.need import brag_rating, level_of_need
from threshold.decisions.wording import as_text, cite, question
from threshold.output.words import listed, spoken
from threshold.policy.protection import HARM_SUSPECTED, IMMEDIATE_DANGER
from threshold.semantics.closed_lists import Status
from threshold.semantics.deadlines import Clock
from threshold.semantics.direction import SUPPORT
from threshold.semantics.findings import Findings
from threshold.semantics.moves import COLOUR, goes_up
from threshold.semantics.screening import by_what_is_asked
from threshold.semantics.status import Conclusion, refused
from threshold.vocabulary import UNKNOWN
from threshold.worklist.model import DANGER, Act, Danger

_OF_STATUS: dict[Status, Act] = {
    "permitted": "pass_on",
    "conditional": "put_right",
    "blocked": "hold",
    "undetermined": "find_out",
    "conflict": "find_out",
    "advisory": "look_at",
}
_ROUTE = "route"  # as what is missing names the way


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found of a contact, but for its dates; each field as in `Row`."""

    act: Act
    colour: str
    level: int | None
    at_least: int | None
    status: Status
    direction: str
    from_: str
    to: str
    danger: Danger
    do: tuple[str, ...]
    why: tuple[str, ...]
    missing: tuple[str, ...]
    ask: str
    conflicts: tuple[str, ...]


def judged(came: Conclusion, running: list[Clock], findings: Findings) -> Judged:
    """What was found, from what the engine concluded: all of it as `decide` tells it of the same case."""
    level, brag = level_of_need(findings), brag_rating(findings)
    wanting, told = lacking(came, findings), _told_to_do(came, running, findings)
    missing, way_open = _missing(wanting, came, findings), any(_ROUTE in each for each in wanting.values())
    return Judged(
        act=_act(came, way_open, findings),
        colour=brag.colour if brag is not None else "",
        level=level.level if level is not None else None,
        at_least=level.at_least if level is not None else None,
        status=came.status,
        direction=came.direction,
        from_=as_text(findings.facts.state(SUPPORT)) or "",
        to=_to(came, told, way_open, findings),
        danger=_danger(findings),
        do=tuple(map(_do, told)),
        why=tuple(dict.fromkeys(_why(came, findings))),
        missing=missing,
        ask=question(missing[0], findings) if missing else "",
        conflicts=tuple(_conflicts(came, running, findings)),
    )


def _missing(wanting: Iterable[str], came: Conclusion, findings: Findings) -> tuple[str, ...]:
    """What `decide` calls missing, a domain in the place of its signs.

    Of a child who is to be protected also whether the danger is immediate.
    """
    found = by_what_is_asked(wanting, findings.case, findings.policy.vocabulary)
    if came.direction != "safeguarding_now" or findings.facts.state(IMMEDIATE_DANGER) is not UNKNOWN:
        return found
    return (IMMEDIATE_DANGER, *(name for name in found if name != IMMEDIATE_DANGER))


def _danger(findings: Findings) -> Danger:
    said = (IMMEDIATE_DANGER, HARM_SUSPECTED)
    for told, name in zip(DANGER, said, strict=False):
        if findings.facts.state(name) is True:
            return told
    return "concern" if findings.protection.acted_on else ""


def _act(came: Conclusion, way_open: bool, findings: Findings) -> Act:
    if came.direction == "safeguarding_now":
        return "refer_now"
    if not told_of_protection(findings).known:
        return "ask_first"
    if findings.proposal.requested and not came.answered and came.status == "undetermined":
        return "no_rule"
    if came.status in ("permitted", "conditional") and way_open:
        return "find_out"
    return _OF_STATUS[came.status]


def _why(came: Conclusion, findings: Findings) -> Iterator[str]:
    yield from because(came, findings)
    if came.direction != "safeguarding_now" and not refused(came.status):
        held = [
            each.ground.head for each in came.grounds if each.status == "met" and each.bears_on(came.answers)
        ]
        taken = {clause for route, _, _ in came.route.steps for clause in route.head.carries}
        # Of several that hold, those by whose clauses the way is taken say why it is that way.
        for head in [head for head in held if taken & {*head.carries}] or held:
            yield cite(head.title, head)


def _told_to_do(came: Conclusion, running: list[Clock], findings: Findings) -> list[ActionLine]:
    """What is urgent, and what helps where something that decides is not so."""
    parts = (part for check in came.checks if check.decides for part in check.rule.parts)
    helps = {part.do.do for part in parts if part.do is not None}
    only_urgent = came.direction == "safeguarding_now"
    found = actions(came, running, findings)
    return [line for line in found if line.urgent or (line.do in helps and not only_urgent)]


def _do(line: ActionLine) -> str:
    by, to = f"{line.by}: " if line.by else "", f" (to {line.to})" if line.to else ""
    return f"{by}{line.do}{to}"


def _to(came: Conclusion, told: list[ActionLine], way_open: bool, findings: Findings) -> str:
    """The tray: whoever is to be told of a concern; else where the way leads, or its colour goes.

    While that hangs on what is missing (`way_open`) there is none.
    """
    if came.direction == "safeguarding_now":
        return _each([line.to for line in told if line.urgent and line.to])
    if way_open:
        return ""
    steps = [step for step in route_steps(came.route, findings) if step.available and step.done is None]
    if found := [step.sent_to for step in steps if step.certain and step.sent_to]:
        return _each(found)
    brag = brag_rating(findings)
    return brag.goes_to if brag is not None and not refused(came.status) else ""


def _each(names: list[str]) -> str:
    return listed(list(dict.fromkeys(names)), "and") if names else ""


def _conflicts(came: Conclusion, running: list[Clock], findings: Findings) -> Iterator[str]:
    carried = {rule.head.id: rule.head for rule in findings.policy.conflicts}
    for each in findings.contradictions:
        yield cite(each.why, carried[each.id]) if each.id in carried else each.why
    yield from (each.why for each in early_conflicts(running, findings))
    yield from _colour_against_danger(findings)


def _colour_against_danger(findings: Findings) -> Iterator[str]:
    """A colour that says less than what is told of danger, or the most where all of that is answered no."""
    colour = findings.facts.state(COLOUR)
    if not isinstance(colour, str):
        return
    if findings.protection.acted_on and not goes_up(colour, findings):
        yield f"It is rated {spoken(colour)}, yet danger is told of: the danger goes before the colour"
    if colour == "red" and findings.protection.concern is False:
        yield "It is rated red, and all that is asked about danger is answered no: look at both again"
