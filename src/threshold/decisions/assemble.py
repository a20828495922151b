"""Putting a decision together from what was findings: status and direction first, then every line of it."""

from collections.abc import Callable, Iterator, Sequence

from threshold.conditions import Moment
from threshold.decisions.actions import actions
from threshold.decisions.consultation import consultation
from threshold.decisions.explanation import says
from threshold.decisions.headline import NO_RULE, Told, headline
from threshold.decisions.left_open import missing_facts, notes
from threshold.decisions.lines import (
    check_line,
    deadline_row,
    documents,
    early_conflicts,
    ground_line,
    parameters,
    route_steps,
)
from threshold.decisions.model import (
    SCHEMA,
    Conflict,
    Decision,
    Note,
    PackStamp,
    PolicyStamp,
    Protection,
    Recommendation,
    Request,
)
from threshold.decisions.need import brag_rating, level_of_need
from threshold.decisions.speaking import elsewhere, speaking
from threshold.decisions.wording import as_text, citation, cite, iso
from threshold.output.words import sentence
from threshold.policy import OUTCOME, Head
from threshold.semantics.closed_lists import DOWNWARD
from threshold.semantics.deadlines import Clock, running_clocks
from threshold.semantics.direction import SUPPORT
from threshold.semantics.findings import Findings
from threshold.semantics.moves import leaves_protection
from threshold.semantics.status import Checked, Conclusion, conclude, earliest, refused
from threshold.vocabulary import Missing, as_label, shown

_MOVES = ("step_up", "step_across", *DOWNWARD)


def decision(
    findings: Findings,
    trial: tuple[str, ...] = (),
    compared: Sequence[Note] = (),
    goes_ahead: Callable[[Moment], bool] = lambda day: True,
    explained: Callable[[str, bool], bool] = lambda rule, relevant: True,
) -> Decision:
    """The whole decision. `compared` are notes on how compared documents would answer.

    `goes_ahead` says whether the request may go ahead on a later day, all else being as it is known now.
    Requirements and grounds that need not be `explained` (by their id, and whether they are relevant) say how
    they came out, and not why.
    """
    came = conclude(findings)
    running = list(running_clocks(findings))
    lines = _lines(came, running, findings)
    heads = [head for _, head in lines]
    day = earliest(came, findings)
    only_time = day is not None and goes_ahead(day)
    told = [each for each in came.grounds if each.can_fit or not each.ground.of_workflow]
    checks = (
        *(
            ground_line(
                each, came, findings, only_time, explained(each.ground.head.id, each.bears_on(came.answers))
            )
            for each in told
        ),
        *(
            check_line(each, findings, only_time, explained(each.rule.head.id, each.relevant))
            for each in came.checks
        ),
    )
    conflicts = (
        *_contradictions(findings),
        *early_conflicts(running, findings),
    )
    beneath = Told(
        as_at=iso(findings.facts.as_at),
        support=findings.facts.state(SUPPORT),
        indicated=findings.proposal.asked,
        because=tuple(dict.fromkeys(because(came, findings))),
        checks=checks,
        deadlines=tuple(deadline_row(clock, findings) for clock in running),
        actions=tuple(actions(came, running, findings)),
        route=tuple(route_steps(came.route, findings)),
        missing=tuple(missing_facts(came, findings)),
        conflicts=conflicts,
    )
    return Decision(
        schema=SCHEMA,
        case=findings.case.reference,
        family=findings.case.family,
        as_at=iso(findings.facts.as_at),
        policy=_stamp(findings, trial),
        request=_request(findings),
        recommendation=_recommendation(came, findings, beneath),
        consultation=consultation(findings),
        status=came.status,
        answered=came.answered if findings.proposal.requested else None,
        speaks=speaking(came, heads, findings),
        protection=told_of_protection(findings),
        checks=checks,
        deadlines=beneath.deadlines,
        route=beneath.route,
        withheld=tuple(step.id for _, step, _ in came.route.withheld),
        documents=tuple(documents(came.checks, findings)),
        actions=beneath.actions,
        missing=beneath.missing,
        conflicts=conflicts,
        notes=(
            *notes(lines, running, came.checks, findings),
            *elsewhere(came, findings),
            *compared,
        ),
        parameters=tuple(parameters(heads, findings)),
    )


def _recommendation(came: Conclusion, findings: Findings, told: Told) -> Recommendation:
    to = as_text(findings.proposal.asked_to) if came.direction in _MOVES else None
    return Recommendation(
        direction=came.direction,
        from_=as_text(findings.facts.state(SUPPORT)),
        to=to,
        level_of_need=level_of_need(findings),
        brag=brag_rating(findings),
        outcome=_outcome_name(findings),
        because=told.because,
        headline=headline(came, _request(findings), to, told),
    )


def because(came: Conclusion, findings: Findings) -> Iterator[str]:
    """Why, in a few lines; each ends with its citation."""
    proposal, status = findings.proposal, came.status
    if came.direction == "safeguarding_now":
        yield from _protection_first(findings)
        return
    if proposal.requested:
        yield from _of_protection_in_place(came, findings)
        if refused(status) or status == "conditional":
            yield from _obstacles(came, findings)
        return
    yield from (_indicated(line, findings) for line in proposal.because)
    if came.direction == "continue" and proposal.asked in DOWNWARD:
        if findings.protection.concern is None:
            head = findings.policy.safety.head
            yield cite("Nobody has said yet whether there is a protection concern", head)
        yield from _obstacles(came, findings)


def told_of_protection(findings: Findings) -> Protection:
    """What is known of the child's protection, as a decision tells it."""
    found = findings.protection
    open_ = found.in_place is None and leaves_protection(findings) is not False
    known = found.concern is True or (found.concern is False and not open_)
    return Protection(found.concern, found.in_place, found.contradictory, known, found.because)


def _protection_first(findings: Findings) -> Iterator[str]:
    head = findings.policy.safety.head
    if findings.protection.contradictory:
        yield cite(
            "Facts about danger contradict each other, so the more dangerous reading is acted on", head
        )
    else:
        yield cite(f"{head.title}: {'; '.join(dict.fromkeys(findings.protection.because))}", head)


def _of_protection_in_place(came: Conclusion, findings: Findings) -> Iterator[str]:
    """Where protection in place refuses the request, or may."""
    in_place = findings.protection.in_place
    if in_place is True and leaves_protection(findings) is True and came.status == "blocked":
        support = as_text(findings.protection.at_least or "child_protection") or ""
        limit = "it cannot close, be passed on or step down past Child in Need while that lasts"
        yield f"Protection is in place ({support.replace('_', ' ')}): {limit}"


def _obstacles(came: Conclusion, findings: Findings) -> Iterator[str]:
    """What stands against a request, what it lacks, and what it waits for."""
    if not came.answered and came.status == "undetermined":
        yield NO_RULE
    for answer in came.answers:
        for each in answer.grounds if answer.holds is False else ():
            if words := each.says(findings):
                yield cite(sentence(words), each.ground.head)
    for effect in ("block", "condition"):
        for check in came.checks:
            if check.fails(effect):
                yield cite(says(check, findings), check.rule.head)
    if came.status in ("undetermined", "advisory"):
        for effect in ("block", "condition"):
            for check in came.checks:
                if check.open(effect):
                    why = says(check, findings) or f"Cannot tell: {check.rule.head.title}"
                    yield cite(why, check.rule.head)


def _indicated(line: str, findings: Findings) -> str:
    """What the facts point to, cited: an outcome by its own rules, else the rules of the level of need."""
    derived, level = findings.derived.get(OUTCOME), level_of_need(findings)
    rows = derived.fired if derived is not None else ()
    clauses = [c for rule, row in rows if line in (row.because, shown(row.value)) for c in rule.head.carries]
    if not clauses and level is not None:
        clauses = list(level.source)
    text = sentence(line)
    return f"{text} [{', '.join(dict.fromkeys(clauses))}]" if clauses else text


def _lines(came: Conclusion, running: Sequence[Clock], findings: Findings) -> list[tuple[str, Head]]:
    """The rules that have something to say here, each by its line, the nearest to the answer first."""
    grounds = [each for each in came.grounds if each.bears_on(came.answers)]
    telling = [
        each
        for each in came.checks
        if (each.decides and each.status != "not_applicable") or (each.relevant and each.status == "not_met")
    ]
    lines = [(each.ground.head.id, each.ground.head) for each in grounds]
    lines += [(check.rule.head.id, check.rule.head) for check in sorted(telling, key=_distance)]
    lines += [(rule.head.id, rule.head) for derived in findings.derived.values() for rule, _ in derived.fired]
    lines += [(step.id, rule.head) for rule, step, _ in came.route.steps]
    lines += [(clock.rule.head.id, clock.rule.head) for clock in running if clock.start is not None]
    return lines


def _distance(check: Checked) -> int:
    """How far a check stands from the answer: what refuses it first, what is in order last."""
    order = {"block": 0, "condition": 1, "warn": 2, "note": 3}
    return {"not_met": 0, "undetermined": 4}.get(check.status, 8) + order[check.rule.effect]


def _contradictions(findings: Findings) -> Iterator[Conflict]:
    sources = {rule.head.id: citation(rule.head, findings) for rule in findings.policy.conflicts}
    for each in findings.contradictions:
        source = sources.get(each.id)
        cited = (source.clauses, source.edition) if source is not None else ()
        yield Conflict(each.id, each.facts, each.why, *cited)


def _stamp(findings: Findings, trial: tuple[str, ...]) -> PolicyStamp:
    policy = findings.policy
    packs = tuple(PackStamp(pack.name, pack.role, pack.source.date) for pack in policy.packs)
    return PolicyStamp(policy.name, policy.title, policy.version, policy.digest, packs, trial)


def _request(findings: Findings) -> Request | None:
    if not findings.proposal.requested:
        return None
    keys = ("direction", "to", "made", "step", "action")
    said = {key: as_text(findings.facts.state(f"request.{key}")) for key in keys}
    steps = [step for route in findings.policy.routes for step in route.steps]
    return Request(
        direction=said["direction"] or "",
        to=said["to"],
        made=said["made"],
        step=_as_printed(said["step"], [step.step for step in steps]),
        action=_as_printed(said["action"], [step.action for step in steps]),
        of=as_text(findings.facts.state("closure.of")) if said["direction"] == "close" else None,
    )


def _as_printed(label: str | None, names: Sequence[str]) -> str | None:
    """A label as the policy's own maps print it; any other may hold anything, and is not repeated."""
    if label is None:
        return None
    return next((name for name in names if as_label(name) == label), None)


def _outcome_name(findings: Findings) -> str | None:
    """The outcome that the rules come to; the floor where more serious ones are not ruled out."""
    state = findings.facts.state(OUTCOME)
    derived = findings.derived.get(OUTCOME)
    if derived is not None and isinstance(state, Missing):
        return str(derived.floor) if derived.floor is not None else None
    return as_text(state)
