"""A policy without the rules of other requests, of which nothing in a worklist's row can come.

All that says what is so stays whole: facts, definitions, what gives rise to a concern, what contradicts
itself. Of requirements, grounds, routes and deadlines a row tells only where they bear on the request, or
where one that is not kept to calls for something urgent, or that helps; `decide` tells of the others too.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from threshold.casefiles import Case
from threshold.conditions import Moment
from threshold.dates import FIRST_YEAR, LAST_YEAR
from threshold.policy import Action, Ground, Pack, Policy, Requirement, Route
from threshold.policy.model import Part
from threshold.semantics.closed_lists import Direction
from threshold.semantics.status import bears, relevant
from threshold.vocabulary import Value

TRIAGE = "triage"
_ASKED = "request.direction"
# Of a step or an action, what it is called in other tables is read off all routes.
_OF_ROUTES = ("request.step", "request.action")
# No rule counts so many years: what a rule of another request counts cannot leave the calendar then.
_MARGIN = 5
# Where a contact that is to be triaged may be told to go.
_COMES_TO: tuple[Direction, ...] = ("triage", "safeguarding_now", "continue", "undetermined")


def may_be(case: Case, moment: Moment) -> bool:
    """Whether a case asks for triage and nothing else, and lies well within the calendar of working days.

    Outside it any rule that counts makes a case one that cannot be decided, whatever the rule is for.
    """
    dated = [*case.given.values(), *case.covers.values(), moment]
    for entry in case.timeline:
        dated += [entry.on or moment, *entry.carries.values()]
    return (
        case.given.get(_ASKED) == TRIAGE
        and not any(name in case.given for name in _OF_ROUTES)
        and all(map(_within_calendar, dated))
    )


def first_day() -> date:
    """The first day that lies well within the calendar."""
    return date(FIRST_YEAR + _MARGIN, 1, 1)


def trimmed(policy: Policy) -> Policy:
    """The policy without what no row of a contact to be triaged can hang on."""
    if any(_ASKED in rule.doubtful for rule in policy.conflicts):
        return policy  # what is asked for may turn out to be unknown
    told = {action.do for action in _actions(policy) if action.urgent}
    told |= {part.do.do for pack in policy.packs for part in _that_decide(pack) if part.do is not None}
    return replace(policy, packs=tuple(_trimmed(pack, told) for pack in policy.packs))


def _that_decide(pack: Pack) -> Iterator[Part]:
    """The parts of the requirements that decide: what helps there is told wherever it is asked for."""
    yield from (part for rule in pack.requirements if bears(rule, pack, TRIAGE) for part in rule.parts)


def _trimmed(pack: Pack, told: set[str]) -> Pack:
    return replace(
        pack,
        requirements=tuple(rule for rule in pack.requirements if _tells(rule, pack, told)),
        grounds=tuple(rule for rule in pack.grounds if _answers(rule)),
        routes=tuple(rule for rule in pack.routes if _leads(rule)),
        deadlines=tuple(rule for rule in pack.deadlines if relevant(rule.head, pack, TRIAGE)),
    )


def _tells(rule: Requirement, pack: Pack, told: set[str]) -> bool:
    """Whether it decides, or may call for something that is urgent, or helps where what decides is not so."""
    if bears(rule, pack, TRIAGE):
        return True
    does = any(part.do is not None and part.do.do in told for part in rule.parts)
    return does and relevant(rule.head, pack, TRIAGE)


def _answers(rule: Ground) -> bool:
    return not rule.asked.direction or TRIAGE in rule.asked.direction


def _leads(rule: Route) -> bool:
    """Whether its steps may be taken, or it is asked which of several is; a table is of the workflow."""
    bears_on: set[object] = {*rule.head.bears_on}
    return bool(bears_on & {*_COMES_TO}) or not (bears_on or rule.table_step)


def _actions(policy: Policy) -> Iterator[Action]:
    found = [policy.safety.do]
    for pack in policy.packs:
        found += [row.do for rule in pack.definitions for row in rule.rows]
        found += [part.do for rule in pack.requirements for part in rule.parts]
        found += [rule.do for rule in pack.deadlines]
    yield from (each for each in found if each is not None)


def _within_calendar(value: Value | Moment) -> bool:
    return not isinstance(value, date) or FIRST_YEAR + _MARGIN <= value.year <= LAST_YEAR - _MARGIN
