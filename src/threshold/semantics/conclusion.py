"""What a case comes to: status, direction, route and the checks they come from; the heart of a decision."""

from collections.abc import Sequence
from dataclasses import dataclass

from threshold.semantics.findings import Findings
from threshold.semantics.outcomes import Direction, Status
from threshold.semantics.routes import Way, way
from threshold.semantics.status import Checked, checked, final_direction, request_status


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
