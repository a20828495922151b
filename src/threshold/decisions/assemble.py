"""Putting a decision together from what was found: status and direction first, then every line of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from threshold.decisions.actions import actions
from threshold.decisions.direction import SUPPORT
from threshold.decisions.findings import Findings, as_text, cite, iso
from threshold.decisions.headline import headline
from threshold.decisions.left_open import missing_facts, notes
from threshold.decisions.lines import (
    check_line,
    checked,
    deadline_row,
    documents,
    parameters,
    route_steps,
    running_clocks,
)
from threshold.decisions.model import (
    SCHEMA,
    Check,
    Conflict,
    Decision,
    Direction,
    MissingFact,
    Note,
    PackStamp,
    PolicyStamp,
    Recommendation,
    Request,
    Status,
)
from threshold.decisions.need import brag_rating, level_of_need
from threshold.decisions.routes import Way, way
from threshold.decisions.status import DOWNWARD, Checked, final_direction, request_status
from threshold.policy import OUTCOME, Head
from threshold.vocabulary import Missing, shown

_MOVES = ("step_up", "step_across", *DOWNWARD)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision comes to, before it is put into words."""

    status: Status
    direction: Direction
    route: Way
    checks: tuple[Checked, ...]


def outcome(found: Findings) -> Outcome:
    """Status, direction and route, with the checks they come from: the heart of a decision."""
    proposal = found.proposal
    route = way(found.policy, found.facts, found.truths, found.proposed)
    checks = tuple(checked(found))
    status = _status(checks, route, found)
    # Without a request, a way down is recommended only where nobody is in danger, and every check is
    # positively met.
    met = all(c.status in ("met", "not_applicable") for c in checks if c.decides)
    clear = met and proposal.safety is False
    direction = final_direction(proposal.requested, found.proposed, status, proposal.safety, clear)
    return Outcome(status, direction, route, checks)


def decision(found: Findings, trial: tuple[str, ...] = (), compared: Sequence[Note] = ()) -> Decision:
    """The whole decision. `compared` are notes on how compared documents would answer."""
    came = outcome(found)
    running = list(running_clocks(found))
    heads = _heads(came, found)
    heads += [clock.rule.head for clock in running if clock.start is not None]
    checks = tuple(check_line(each, found) for each in came.checks)
    missing = tuple(missing_facts(came.checks, came.route, came.direction, found))
    return Decision(
        schema=SCHEMA,
        case=found.case.reference,
        family=found.case.family,
        as_at=iso(found.facts.as_at),
        policy=_stamp(found, trial),
        request=_request(found),
        recommendation=_recommendation(came, found, checks, missing),
        status=came.status,
        checks=checks,
        deadlines=tuple(deadline_row(clock, found) for clock in running),
        route=tuple(route_steps(came.route, found)),
        documents=tuple(documents(came.checks, found)),
        actions=tuple(actions(came.checks, running, came.direction, found)),
        missing=missing,
        conflicts=tuple(Conflict(c.id, c.facts, c.why) for c in found.contradictions),
        notes=(*notes(heads, running, came.checks, came.route, found), *compared),
        parameters=tuple(parameters(heads, found)),
    )


def _status(checks: Sequence[Checked], route: Way, found: Findings) -> Status:
    proposal = found.proposal
    if not proposal.requested:
        return "advisory"
    doubtful = frozenset(
        name
        for contradiction in found.contradictions
        for name in contradiction.facts
        if not found.policy.vocabulary.facts[name].protection
    )
    status = request_status(not found.upward(), checks, proposal.safety, doubtful)
    if proposal.safety:
        return status
    if route.refused and found.proposed == "workflow":
        return "blocked"
    if route.uncovered and status in ("permitted", "conditional"):
        return "undetermined"
    return status


def _recommendation(
    came: Outcome, found: Findings, checks: Sequence[Check], missing: Sequence[MissingFact]
) -> Recommendation:
    to = as_text(found.proposal.asked_to) if came.direction in _MOVES else None
    because = tuple(_because(came, found))
    return Recommendation(
        direction=came.direction,
        from_=as_text(found.facts.state(SUPPORT)),
        to=to,
        level_of_need=level_of_need(found),
        brag=brag_rating(found),
        outcome=_outcome_name(found),
        because=because,
        headline=headline(came.direction, came.status, _request(found), to, because, missing, checks),
    )


def _because(came: Outcome, found: Findings) -> Iterator[str]:
    """Why, in a few lines; each ends with its citation."""
    proposal, status = found.proposal, came.status
    if came.direction == "safeguarding_now":
        yield cite(found.policy.safety.head.title, found.policy.safety.head)
        return
    for _, step, why in came.route.refused:
        yield f"{why[0].upper()}{why[1:]}" + (f" [{step.id}]" if step else "")
    if came.route.uncovered and status == "undetermined":
        yield came.route.uncovered
    if status == "undetermined" and not any(check.decides for check in came.checks):
        yield "No rule of this policy says when this may be done"
    for effect in ("block", "condition"):
        for check in came.checks:
            if check.fails(effect) and status in ("blocked", "conditional", "undetermined"):
                yield cite(check.rule.says, check.rule.head)
    if not proposal.requested:
        yield from (_indicated(line, found) for line in proposal.because)
        if came.direction == "continue" and proposal.asked in DOWNWARD:
            if proposal.safety is None:
                yield cite(
                    "Nobody has said yet whether there is a protection concern", found.policy.safety.head
                )
            for check in came.checks:
                if check.decides and check.status in ("not_met", "undetermined"):
                    yield cite(check.rule.says, check.rule.head)


def _indicated(line: str, found: Findings) -> str:
    """What the facts point to, cited: an outcome by its own rules, else the rules of the level of need."""
    derived, level = found.derived.get(OUTCOME), level_of_need(found)
    rows = derived.fired if derived is not None else ()
    clauses = [c for rule, row in rows if line in (row.because, shown(row.value)) for c in rule.head.carries]
    if not clauses and level is not None:
        clauses = list(level.source)
    text = f"{line[0].upper()}{line[1:]}"
    return f"{text} [{', '.join(dict.fromkeys(clauses))}]" if clauses else text


def _heads(came: Outcome, found: Findings) -> list[Head]:
    """The rules that have something to say here: whose tensions and parameters are told."""
    heads = [
        each.rule.head
        for each in came.checks
        if (each.decides and each.status != "not_applicable") or (each.relevant and each.status == "not_met")
    ]
    heads += [rule.head for derived in found.derived.values() for rule, _ in derived.fired]
    heads += [rule.head for rule, _, _ in came.route.steps]
    return heads


def _stamp(found: Findings, trial: tuple[str, ...]) -> PolicyStamp:
    policy = found.policy
    packs = tuple(PackStamp(pack.name, pack.role, pack.source.date) for pack in policy.packs)
    return PolicyStamp(policy.name, policy.title, policy.version, policy.digest, packs, trial)


def _request(found: Findings) -> Request | None:
    if not found.proposal.requested:
        return None
    keys = ("direction", "to", "made", "step", "action")
    said = {key: as_text(found.facts.state(f"request.{key}")) for key in keys}
    steps = [step for route in found.policy.routes for step in route.steps]
    return Request(
        direction=said["direction"] or "",
        to=said["to"],
        made=said["made"],
        step=_as_printed(said["step"], [step.step for step in steps]),
        action=_as_printed(said["action"], [step.action for step in steps]),
    )


def _as_printed(label: str | None, names: Sequence[str]) -> str | None:
    """A label as the policy's own maps print it; any other may hold anything, and is not repeated."""
    return next((name for name in names if name.casefold() == label), None)


def _outcome_name(found: Findings) -> str | None:
    """The outcome that the rules come to; the floor where more serious ones are not ruled out."""
    state = found.facts.state(OUTCOME)
    derived = found.derived.get(OUTCOME)
    if derived is not None and isinstance(state, Missing):
        return str(derived.floor) if derived.floor is not None else None
    return as_text(state)
