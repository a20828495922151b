"""Permitted or blocked: the status of each check and, from those that bear on it, of what is asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from threshold.conditions import Moment, Truth
from threshold.policy import Head, Pack, Requirement
from threshold.policy.inference_plan import applies_key, satisfied_key
from threshold.semantics.closed_lists import DOWNWARD, CheckStatus, Direction, Status
from threshold.semantics.direction import directions_meant
from threshold.semantics.findings import Findings
from threshold.semantics.parts import latest, mends
from threshold.semantics.routes import Way, way


@dataclass(frozen=True, slots=True)
class Checked:
    """A requirement's outcome in one case.

    `decides`: it bears on the status of what is proposed; `relevant`: it has something to say about it.
    """

    rule: Requirement
    pack: Pack
    status: CheckStatus
    decides: bool
    relevant: bool
    missing: tuple[str, ...]

    def fails(self, effect: str) -> bool:
        return self.decides and self.rule.effect == effect and self.status == "not_met"

    def open(self, effect: str) -> bool:
        return self.decides and self.rule.effect == effect and self.status == "undetermined"


def check_status(applies: Truth, satisfied: Truth) -> CheckStatus:
    """A requirement's outcome: an exception not known leaves it undetermined, never switched off."""
    if applies is False:
        return "not_applicable"
    if satisfied is True:
        return "met"
    if applies is True and satisfied is False:
        return "not_met"
    return "undetermined"


def checked(findings: Findings) -> Iterator[Checked]:
    """Every requirement of the policy put to the case."""
    for pack in findings.policy.packs:
        for rule in pack.requirements:
            applies = findings.truths[applies_key(rule)]
            status = check_status(applies, findings.truths[satisfied_key(rule)])
            missing: tuple[str, ...] = ()
            if status == "undetermined":
                unknown = [*findings.unknown(rule.applies), *findings.unknown(rule.satisfied)]
                missing = tuple(dict.fromkeys(unknown))
            decides = bears(rule, pack, findings.proposed)
            has_a_say = decides or relevant(rule.head, pack, findings.proposed)
            yield Checked(rule, pack, status, decides, has_a_say, missing)


def turned_urgent(check: Checked, findings: Findings) -> bool:
    """With a protection concern, what stood in the way of help becomes an urgent action."""
    gap = check.status in ("not_met", "undetermined")
    return bool(findings.proposal.safety) and check.decides and gap and findings.upward()


def bears(rule: Requirement, pack: Pack, direction: object) -> bool:
    """Whether a rule counts towards the status of a direction, in a pack that leads on it."""
    if rule.effect not in ("block", "condition"):
        return False
    if direction not in rule.head.bears_on:
        return False
    return not pack.leads_on or direction in pack.leads_on


def relevant(head: Head, pack: Pack, direction: object) -> bool:
    """Whether a rule has something to say here: about what is proposed, or about keeping to the rules.

    A rule that names no direction always has; a pack that leads elsewhere has not.
    """
    if not head.bears_on:
        return True
    told = {each for each in head.bears_on if not pack.leads_on or each in pack.leads_on}
    return bool(told & (directions_meant(direction) | {"compliance"}))


def request_status(down: bool, checks: Sequence[Checked], safety: Truth, doubtful: frozenset[str]) -> Status:
    """The answer to a request.

    `down`: it leads to less support, so that everything must be known and positively met; otherwise help
    is going up. `doubtful` are the facts that count as unknown because they contradict.
    """
    if safety:
        return "blocked" if down else "permitted"
    blocked = any(check.fails("block") for check in checks)
    if blocked and (down or safety is False):
        return "blocked"
    if down and (safety is None or not any(check.decides for check in checks)):
        # Whether the child is in danger comes before any way down, and a policy that says nothing
        # about it allows nothing.
        return "undetermined"
    # On the way up an open condition is confirmed along the way.
    opens = [each for each in checks if each.open("block") or (down and each.open("condition"))]
    if blocked or opens:
        missing = {fact for check in opens for fact in check.missing}
        return "conflict" if missing & doubtful else "undetermined"
    unmet = any(check.fails("condition") or check.open("condition") for check in checks)
    return "conditional" if unmet else "permitted"


def final_direction(
    requested: bool, proposed: object, status: Status, safety: Truth, checks_allow: bool
) -> Direction:
    """What is recommended: safeguarding first; what is asked for if it may be; otherwise to continue.

    Without a request, a way down is recommended only where every check is positively met.
    """
    if safety:
        return "safeguarding_now"
    if requested:
        allowed = status in ("permitted", "conditional")
        return proposed if allowed else "continue"  # type: ignore[return-value]
    if not isinstance(proposed, str):
        return "undetermined"
    if proposed in DOWNWARD and not checks_allow:
        return "continue"
    return proposed  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a decision comes to, before it is put into words."""

    status: Status
    direction: Direction
    route: Way
    checks: tuple[Checked, ...]


def conclude(findings: Findings) -> Conclusion:
    """Status, direction and route, with the checks they come from."""
    proposal = findings.proposal
    route = way(findings)
    checks = tuple(checked(findings))
    status = _status(checks, route, findings)
    # Without a request, a way down is recommended only where nobody is in danger, and every check is
    # positively met.
    met = all(c.status in ("met", "not_applicable") for c in checks if c.decides)
    clear = met and proposal.safety is False
    direction = final_direction(proposal.requested, findings.proposed, status, proposal.safety, clear)
    return Conclusion(status, direction, route, checks)


def earliest(came: Conclusion, findings: Findings) -> Moment | None:
    """The day on which the last of the blocks is over; None where more than time is wanting, or nothing."""
    wanting = [c for c in came.checks if c.decides and c.status in ("not_met", "undetermined")]
    if came.status != "blocked" or findings.proposal.safety is not False or came.route.refused:
        return None
    days = {check.rule.head.id: mends(check.rule, findings.signals, findings.facts) for check in wanting}
    if None in days.values():
        return None
    blocks = (days[check.rule.head.id] for check in wanting if check.rule.effect == "block")
    return latest(day for day in blocks if day is not None)


def _status(checks: Sequence[Checked], route: Way, findings: Findings) -> Status:
    proposal = findings.proposal
    if not proposal.requested:
        return "advisory"
    doubtful = frozenset(
        name
        for contradiction in findings.contradictions
        for name in contradiction.facts
        if not findings.policy.vocabulary.facts[name].protection
    )
    status = request_status(not findings.upward(), checks, proposal.safety, doubtful)
    if proposal.safety:
        return status
    if route.refused and findings.proposed == "workflow":
        return "blocked"
    if route.uncovered and status in ("permitted", "conditional"):
        return "undetermined"
    return status
