"""Grounds put to a case: which of them answer what is asked for, and whether they hold.

A yes is earned: nothing is permitted because no rule spoke.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from threshold.conditions import Moment, Truth
from threshold.policy import Ground, Pack
from threshold.policy.inference_plan import fits_key, holds_key
from threshold.semantics.closed_lists import CheckStatus
from threshold.semantics.findings import Findings
from threshold.semantics.parts import ripens, soonest

# What is asked for: whoever asks may leave some of it open.
LEFT_OPEN = {"request.direction", "request.to", "request.step", "request.action", "closure.of"}


@dataclass(frozen=True)
class Judged:
    """A ground's outcome in one case.

    `fits` says whether it answers what is asked for; `decides`, whether its pack leads on that, so that it
    counts.
    """

    ground: Ground
    pack: Pack
    fits: Truth
    status: CheckStatus
    decides: bool
    findings: Findings = field(repr=False, compare=False)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The facts that would settle it, and whether it fits; none where both are settled."""
        if self.status != "undetermined" and self.fits is not None:
            return ()
        return tuple(dict.fromkeys([*self._of_fitting, *self.findings.unknown(self.ground.when)]))

    @property
    def answering(self) -> bool:
        """It fits, or only what the request itself leaves open keeps that open: no fact will change it."""
        return self.fits is True or (self.fits is None and {*self._of_fitting} <= LEFT_OPEN)

    @cached_property
    def _of_fitting(self) -> tuple[str, ...]:
        return tuple(self.findings.unknown(self.ground.fits))

    @property
    def can_fit(self) -> bool:
        """Whether it may answer what is asked for: what the request leaves open leaves it open, not unfit."""
        return self.fits is not False

    def bears_on(self, answers: Sequence["Answer"]) -> bool:
        """Whether the answer rests on it: where another of its pack holds, one that does not has no say."""
        mine = next((each for each in answers if self in each.grounds), None)
        return mine is not None and (self.status == "met" or mine.holds is not True)

    def says(self, findings: Findings) -> str:
        """What is said of it where it does not hold, or where nobody knows; perhaps nothing."""
        if self.status == "undetermined":
            # Where it holds, what is open is only whether that is what is asked for.
            return "" if findings.truths[holds_key(self.ground)] is True else self.ground.unknown
        if self.status != "not_met":
            return ""
        said = (each.says for each in self.ground.otherwise if findings.now(each.when))
        return next(said, f"It is not so: {self.ground.head.title}")


def judged(findings: Findings) -> Iterator[Judged]:
    """Every ground of the policy put to the case."""
    for pack in findings.policy.packs:
        decides = leads(pack, findings.proposed)
        for ground in pack.grounds:
            fits = findings.truths[fits_key(ground)]
            status = _status(fits, findings.truths[holds_key(ground)])
            yield Judged(ground, pack, fits, status, decides, findings)


def leads(pack: Pack, direction: object) -> bool:
    """Whether a pack's rules set the status of what is asked for."""
    return pack.leads(direction)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the grounds of one pack come to, for a request that it answers.

    `holds`: true where one of them holds, false where every one that can fit is known to be false, and one
    of them is answering: else it may still turn out that the pack has no ground for the request.
    """

    pack: Pack
    grounds: tuple[Judged, ...]

    @property
    def holds(self) -> Truth:
        statuses = {each.status for each in self.grounds}
        if "met" in statuses:
            return True
        settled = "undetermined" not in statuses and any(each.answering for each in self.grounds)
        return False if settled else None

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that keep it open."""
        if self.holds is not None:
            return ()
        return tuple(dict.fromkeys(fact for each in self.grounds for fact in each.missing))

    def ripens(self, findings: Findings) -> Moment | None:
        """The first day on which time alone makes one of the grounds hold."""
        fitting = (each.ground for each in self.grounds if each.fits)
        days = [ripens(ground.when, findings.signals, findings.facts) for ground in fitting]
        return soonest(day for day in days if day is not None)


def answers(grounds: Sequence[Judged]) -> tuple[Answer, ...]:
    """The leading packs that answer what is asked for; none where no ground of theirs can fit."""
    counted = [each for each in grounds if each.decides and each.can_fit]
    packs = dict.fromkeys(each.pack.name for each in counted)
    return tuple(
        Answer(mine[0].pack, mine)
        for name in packs
        if (mine := tuple(each for each in counted if each.pack.name == name))
    )


def _status(fits: Truth, holds: Truth) -> CheckStatus:
    if fits is False:
        return "not_applicable"
    if holds is False:
        return "not_met"
    return "met" if fits and holds else "undetermined"
