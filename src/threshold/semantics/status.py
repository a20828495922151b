"""Permitted or blocked: the status of each check and, from those that bear on it, of what is asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, cast

from threshold.conditions import Moment, Truth
from threshold.policy import Head, Pack, Requirement
from threshold.policy.inference_plan import applies_key, satisfied_key
from threshold.policy.model import IfConcern
from threshold.semantics.closed_lists import DOWNWARD, CheckStatus, Direction, Status
from threshold.semantics.direction import directions_meant
from threshold.semantics.findings import Findings
from threshold.semantics.grounds import Answer, Judged, answers, judged, leads
from threshold.semantics.moves import leaves_protection, way_of
from threshold.semantics.parts import latest, mends
from threshold.semantics.protection import Protection
from threshold.semantics.routes import Way, way


@dataclass(frozen=True)
class Checked:
    """A requirement's outcome in one case.

    `decides`: it bears on the status of what is proposed.
    """

    rule: Requirement
    pack: Pack
    status: CheckStatus
    decides: bool
    findings: Findings = field(repr=False, compare=False)

    @cached_property
    def relevant(self) -> bool:
        """Whether it has something to say about what is proposed."""
        return self.decides or relevant(self.rule.head, self.pack, self.findings.proposed)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The facts that would settle it; none where it is settled."""
        if self.status != "undetermined":
            return ()
        of_applying = self.findings.unknown(self.rule.applies)
        return tuple(dict.fromkeys([*of_applying, *self.findings.unknown(self.rule.satisfied)]))

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
    truths, proposed = findings.truths, findings.proposed
    for pack in findings.policy.packs:
        for rule in pack.requirements:
            status = check_status(truths[applies_key(rule)], truths[satisfied_key(rule)])
            decides = bears(rule, pack, proposed)
            yield Checked(rule, pack, status, decides, findings)


def under_concern(check: Checked, findings: Findings) -> IfConcern | Literal["", "lapses"]:
    """What becomes of a check that stands in the way of a request that goes up under a concern.

    Empty where there is no concern, the request goes another way, or nothing stands in the way.
    """
    stands_in_the_way = check.decides and check.status in ("not_met", "undetermined")
    if findings.protection.concern is not True or not (stands_in_the_way and findings.proposal.requested):
        return ""
    if way_of(findings) != "up":
        return ""
    return check.rule.if_concern or "lapses"


def gives_way(check: Checked, came: "Conclusion", findings: Findings) -> bool:
    """Whether the child is to be protected now, so that what a check asks for another way can wait (S175).

    That is so of what decides a request that is refused or, where nothing is asked for, a way down or past a
    social worker.
    """
    if came.direction != "safeguarding_now" or not check.decides:
        return False
    if findings.proposal.requested:
        return refused(came.status)
    return way_of(findings) in ("down", "divert")


def bears(rule: Requirement, pack: Pack, direction: object) -> bool:
    """Whether a rule counts towards the status of a direction, in a pack that leads on it."""
    if rule.effect not in ("block", "condition"):
        return False
    return direction in rule.head.bears_on and leads(pack, direction)


def relevant(head: Head, pack: Pack, direction: object) -> bool:
    """Whether a rule has something to say here: about what is proposed, or about keeping to the rules.

    A rule that names no direction always has; a pack that leads elsewhere has not.
    """
    if not head.bears_on:
        return True
    told = {each for each in head.bears_on if not pack.leads_on or each in pack.leads_on}
    return bool(told & (directions_meant(direction) | {"compliance"}))


def refused(status: Status) -> bool:
    """Whether nothing may be done of what is asked for, now or yet."""
    return status in ("blocked", "undetermined", "conflict")


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a decision comes to, before it is put into words.

    `answered`: some leading pack has a ground that may answer what is asked for.
    """

    status: Status
    direction: Direction
    route: Way
    checks: tuple[Checked, ...]
    grounds: tuple[Judged, ...]
    answers: tuple[Answer, ...]
    protection: Protection

    @property
    def answered(self) -> bool:
        return bool(self.answers)


def conclude(findings: Findings) -> Conclusion:
    """Status, direction and route, with the checks and grounds that they come from."""
    grounds = tuple(judged(findings))
    replies = answers(grounds)
    checks = tuple(checked(findings))
    would_be = _Table(findings, checks, replies).status
    status = would_be if findings.proposal.requested else "advisory"
    direction = _direction(would_be, findings)
    held_back = refused(status) or (status == "advisory" and direction == "continue")
    protected = findings.protection.concern is True or findings.protection.in_place is True
    route = way(findings, held_back, wholly=protected and status == "blocked")
    return Conclusion(status, direction, route, checks, grounds, replies, findings.protection)


def earliest(came: Conclusion, findings: Findings) -> Moment | None:
    """The day on which the last of the blocks is over; None where more than time is wanting, or nothing."""
    if came.status != "blocked" or findings.protection.concern is not False:
        return None
    wanting = [c for c in came.checks if c.decides and c.status in ("not_met", "undetermined")]
    days = [mends(check.rule, findings.signals, findings.facts) for check in wanting]
    days += [answer.ripens(findings) for answer in came.answers if answer.holds is not True]
    if None in days:
        return None
    blocks = [day for check, day in zip(wanting, days, strict=False) if check.rule.effect == "block"]
    return latest(day for day in (*blocks, *days[len(wanting) :]) if day is not None)


@dataclass(frozen=True, slots=True)
class _Table:
    """The table that gives a request its status: the first of its lines that holds decides (S50)."""

    findings: Findings
    checks: Sequence[Checked]
    answers: Sequence[Answer]

    @property
    def status(self) -> Status:
        protection, way = self.findings.protection, way_of(self.findings)
        up, leaves = way == "up", way in ("down", "divert")
        unknown = protection.concern is None
        if protection.concern is True and up:  # line 1
            return "permitted"
        passes_by = protection.in_place is True and self._leaves is True
        if (protection.concern is True and leaves) or passes_by:  # line 2
            return "blocked"
        if self._stands_against and not (up and unknown):  # line 3
            return "blocked"
        if protection.contradictory or self._contradicted:  # line 4
            return "conflict"
        if not self.answers:  # line 5
            return "undetermined"
        if leaves and (unknown or self._may_leave_protection):  # line 6, to the next return
            return "undetermined"
        if self._stands_against or self._open or any(answer.holds is not True for answer in self.answers):
            return "undetermined"
        unmet = any(check.fails("condition") or check.open("condition") for check in self.checks)
        unnamed = any(check.open("block") for check in self.checks)
        return "conditional" if unmet or unnamed else "permitted"  # lines 7 and 8

    @property
    def _leaves(self) -> Truth:
        return leaves_protection(self.findings)

    @property
    def _may_leave_protection(self) -> bool:
        """It is not known that a request passes by no protection that is, or may be, in place."""
        return self.findings.protection.in_place is not False and self._leaves is not False

    @property
    def _stands_against(self) -> bool:
        """A block is not met, or a pack that answers has no ground left."""
        failed = any(check.fails("block") for check in self.checks)
        return failed or any(answer.holds is False for answer in self.answers)

    @property
    def _contradicted(self) -> bool:
        """A block or a ground is open for want of a fact that contradicts itself."""
        if not self.findings.doubtful:
            return False
        opens = [fact for check in self.checks if check.open("block") for fact in check.missing]
        opens += [fact for answer in self.answers for fact in answer.missing]
        return bool(self.findings.doubtful & {*opens})

    @property
    def _open(self) -> bool:
        """Something is open that must be known: on the way down everything, else what blocks.

        Where nobody has been named yet who decides, somebody can still be: there it is a condition.
        """
        down = way_of(self.findings) == "down"
        blocks = [check for check in self.checks if check.open("block")]
        if down:
            return bool(blocks) or any(check.open("condition") for check in self.checks)
        return any(not self._names_somebody(check) for check in blocks)

    def _names_somebody(self, check: Checked) -> bool:
        facts = self.findings.policy.vocabulary.facts
        return bool(check.missing) and all(facts[name].type.kind == "role" for name in check.missing)


def _direction(would_be: Status, findings: Findings) -> Direction:
    """What is recommended: protection first; what is asked for if it may be; otherwise to continue.

    Without a request, a way down is recommended only if asking for it would be permitted, and one past a
    social worker only if it might go ahead.
    """
    proposed = findings.proposed
    if findings.protection.acted_on:
        return "safeguarding_now"
    if not isinstance(proposed, str):
        return "undetermined"
    allowed = would_be in ("permitted", "conditional")
    if not findings.proposal.requested:
        if proposed in DOWNWARD:
            allowed = would_be == "permitted"
        elif proposed not in ("step_across", "triage"):
            allowed = True
    return cast(Direction, proposed) if allowed else "continue"
