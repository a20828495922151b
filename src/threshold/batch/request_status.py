"""The status of a request by column, as `semantics.status` has it: the first line of its table that holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import get_args

import polars as pl

from threshold.batch.program import Program
from threshold.batch.protection import ACTED_ON
from threshold.batch.signals import kleene, truth_name
from threshold.batch.status import Wanting
from threshold.conditions import Condition
from threshold.policy import Ground, Pack, Policy, Requirement
from threshold.policy.inference_plan import DIRECTION, TO, applies_key, fits_key, holds_key, satisfied_key
from threshold.policy.model import BRAG_TABLE
from threshold.policy.protection import CONCERN, HIGHEST, IN_PLACE, QUESTIONS, below_social_care
from threshold.semantics.closed_lists import Status
from threshold.semantics.grounds import LEFT_OPEN, leads
from threshold.semantics.moves import ACCEPTED, COLOUR, TURNED_DOWN, WHY_CLOSED
from threshold.semantics.status import bears
from threshold.vocabulary import Value

STATUS = pl.Enum(get_args(Status))
# What `way_of` reads beside the request.
READ = (CONCERN, IN_PLACE, HIGHEST, WHY_CLOSED, ACCEPTED, *TURNED_DOWN, COLOUR)
_AT_LEAST = f"floor {HIGHEST}"
_UNKNOWN = pl.lit(None, dtype=pl.Boolean)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: a direction, and the support that it leads to or what is to be closed (`of`)."""

    direction: str
    to: str | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What the grounds of one pack come to, by column.

    there  some ground of the pack can fit the request
    holds  one of them holds; false where all that can fit are known not to, and one does answer
    """

    pack: Pack
    grounds: tuple[Ground, ...]
    there: pl.Expr
    holds: pl.Expr


class RequestTable:
    """The lines of the table, over the columns that a program has worked out of one request.

    `program` is of the requirements that are `deciding` and the grounds that are `answering`.
    """

    def __init__(self, policy: Policy, request: Request, program: Program) -> None:
        self.policy, self.request, self.program = policy, request, program
        self.deciding = deciding(policy, request)
        self._in_doubt = program.wanting()
        self._of_case = program.wanting(self._counts_of_case, "of the case")
        self._beside_roles = program.wanting(self._counts_beside_roles, "beside roles")
        self._anything = program.wanting(self._counts, "anything")

    def _counts(self, name: str) -> pl.Expr:
        """Where a fact that is unknown is something that somebody could tell."""
        if name != CONCERN:
            return pl.lit(True)
        return reduce(or_, (self.program.signals.unknown(each) for each in QUESTIONS))

    def _counts_of_case(self, name: str) -> pl.Expr | None:
        return None if name in (*LEFT_OPEN, DIRECTION, TO) else self._counts(name)

    def _counts_beside_roles(self, name: str) -> pl.Expr | None:
        role = self.policy.vocabulary.facts[name].type.kind == "role"
        return None if role else self._counts(name)

    @cached_property
    def steps(self) -> list[list[pl.Expr]]:
        """The columns that the table rests on, a step after the other: whatever derived facts want for."""
        marks = (self._in_doubt, self._of_case, self._beside_roles, self._anything)
        return [[each.behind(name, rules) for each in marks] for name, rules in self.program.derived.items()]

    @cached_property
    def replies(self) -> tuple[Reply, ...]:
        """What each pack that leads on the request, and has a ground for it, comes to."""
        found = answering(self.policy, self.request)
        packs = dict.fromkeys(pack.name for pack, _ in found)
        return tuple(
            self._reply(self.policy.pack(name), tuple(ground for pack, ground in found if pack.name == name))
            for name in packs
        )

    @cached_property
    def status(self) -> pl.Expr:
        """The status of the request."""
        concern, in_place = pl.col(CONCERN), pl.col(IN_PLACE)
        danger, unknown = _sure(concern), concern.is_null()
        up, leaves = self.up, self.leaves
        contradictory = pl.col(ACTED_ON) & ~danger
        against = self._stands_against
        may_leave = ~_sure(~in_place) & ~_sure(~self.leaves_protection)
        not_held = _any(each.there & ~_sure(each.holds) for each in self.replies)
        lines: list[tuple[pl.Expr, Status]] = [
            (danger & up, "permitted"),
            ((danger & leaves) | self.passes_by_protection, "blocked"),
            (against & ~(up & unknown), "blocked"),
            (contradictory | self._contradicted, "conflict"),
            (~self.answered, "undetermined"),
            (leaves & (unknown | may_leave), "undetermined"),
            (against | self._open | not_held, "undetermined"),
            (self._conditions, "conditional"),
        ]
        return _first(lines, "permitted")

    @property
    def answered(self) -> pl.Expr:
        """Whether some ground of a pack that leads can answer the request."""
        return _any(each.there for each in self.replies)

    @property
    def up(self) -> pl.Expr:
        """Whether the request ends in social care."""
        if self.request.direction == "triage":
            return self._up_by_colour
        return pl.lit(self.request.direction == "step_up" and self.request.to not in self._below)

    @property
    def down(self) -> pl.Expr:
        """Whether the request leads down."""
        if self.request.direction == "close":
            return ~self._taken_by_social_care
        return pl.lit(self.request.direction == "step_down")

    @property
    def leaves(self) -> pl.Expr:
        """Whether the request leads down, or past the eyes of a social worker."""
        if self.request.direction == "triage":
            return ~self._up_by_colour
        below = self.request.direction == "step_up" and self.request.to in self._below
        return self.down | pl.lit(below or self.request.direction == "step_across")

    @property
    def leaves_protection(self) -> pl.Expr:
        """Whether it would leave Child in Need out, where protection is in place; unknown while none says."""
        if self.request.direction != "step_down":
            return self.leaves
        return _UNKNOWN if self.request.to is None else pl.lit(self.request.to in self._below)

    @property
    def passes_by_protection(self) -> pl.Expr:
        """Where protection in place refuses the request."""
        return _sure(pl.col(IN_PLACE)) & _sure(self.leaves_protection)

    @property
    def refused_by_a_concern(self) -> pl.Expr:
        """Where a protection concern refuses the request."""
        return _sure(pl.col(CONCERN)) & self.leaves

    def fails(self, rule: Requirement) -> pl.Expr:
        """Where a requirement applies and is not met."""
        applies, satisfied = self._truths(rule)
        return _sure(applies) & _sure(~satisfied)

    def part_that_failed(self, rule: Requirement) -> pl.Expr:
        """The number of the first part that is known to fail, counted from 0."""
        number: pl.Expr = pl.lit(None, dtype=pl.Int32)
        for place, part in reversed([*enumerate(rule.parts)]):
            failed = _sure(~kleene(part.must, self.program.leaf))
            number = pl.when(failed).then(pl.lit(place, dtype=pl.Int32)).otherwise(number)
        return number

    def open(self, rule: Requirement) -> pl.Expr:
        """Where a requirement may apply, and nobody knows that it is met."""
        applies, satisfied = self._truths(rule)
        return ~_sure(~applies) & ~_sure(satisfied) & ~self.fails(rule)

    def stands_against(self, reply: Reply, ground: Ground) -> pl.Expr:
        """Where a ground that could be leaned on is known not to hold, and its pack has none left."""
        return reply.there & _sure(~reply.holds) & _can_fit(ground) & _sure(~_holds(ground))

    def _truths(self, rule: Requirement) -> tuple[pl.Expr, pl.Expr]:
        return pl.col(truth_name(applies_key(rule))), pl.col(truth_name(satisfied_key(rule)))

    def _of_effect(self, effect: str) -> list[Requirement]:
        return [rule for rule in self.deciding if rule.effect == effect]

    @property
    def _stands_against(self) -> pl.Expr:
        failed = _any(self.fails(rule) for rule in self._of_effect("block"))
        return failed | _any(each.there & _sure(~each.holds) for each in self.replies)

    @property
    def _contradicted(self) -> pl.Expr:
        """A block or a ground is open for want of a fact that contradicts itself."""
        blocks = self._of_effect("block")
        wanting = (
            self.open(rule) & self._want(self._in_doubt, rule.applies, rule.satisfied) for rule in blocks
        )
        grounds = (
            each.there & each.holds.is_null() & _can_fit(ground) & self._lacks(ground)
            for each in self.replies
            for ground in each.grounds
        )
        return _any(wanting) | _any(grounds)

    def _lacks(self, ground: Ground) -> pl.Expr:
        """Whether a ground, or whether it fits, is open for want of a fact that contradicts itself."""
        return _is_open(ground) & self._want(self._in_doubt, ground.fits, ground.when)

    @property
    def _open(self) -> pl.Expr:
        """Something is open that must be known: on the way down everything, else what blocks."""
        blocks, conditions = self._of_effect("block"), self._of_effect("condition")
        anything = _any(self.open(rule) for rule in (*blocks, *conditions))
        unnamed = _any(self.open(rule) & ~self._names_somebody(rule) for rule in blocks)
        return (self.down & anything) | (~self.down & unnamed)

    def _names_somebody(self, rule: Requirement) -> pl.Expr:
        """Whether nothing is wanting but somebody in a role."""
        looked_at = (rule.applies, rule.satisfied)
        return self._want(self._anything, *looked_at) & ~self._want(self._beside_roles, *looked_at)

    @property
    def _conditions(self) -> pl.Expr:
        unmet = (self.fails(rule) | self.open(rule) for rule in self._of_effect("condition"))
        return _any(unmet) | _any(self.open(rule) for rule in self._of_effect("block"))

    def _reply(self, pack: Pack, grounds: tuple[Ground, ...]) -> Reply:
        holds = _any(_sure(fits(each)) & _sure(_holds(each)) for each in grounds)
        undetermined = _any(
            _can_fit(each) & ~_sure(~_holds(each)) & ~(_sure(fits(each)) & _sure(_holds(each)))
            for each in grounds
        )
        answers = _any(_can_fit(each) & ~self._may_not_fit(each) for each in grounds)
        there = _any(_can_fit(each) for each in grounds)
        return Reply(
            pack, grounds, there, pl.when(holds).then(True).when(~undetermined & answers).then(False)
        )

    def _may_not_fit(self, ground: Ground) -> pl.Expr:
        """Whether a fact of the case may show that a ground does not answer."""
        return fits(ground).is_null() & self._want(self._of_case, ground.fits)

    def _want(self, wanting: Wanting, *conditions: Condition) -> pl.Expr:
        return _any(_sure(wanting.doubtful(each)) for each in conditions)

    @cached_property
    def _below(self) -> tuple[Value, ...]:
        """The kinds of support below social care."""
        return below_social_care(self.policy.vocabulary)

    @property
    def _taken_by_social_care(self) -> pl.Expr:
        """Whether a CAF closes because social care took the case."""
        if self.request.of != "caf_episode":
            return pl.lit(False)
        stepped_up = _sure(self._said(WHY_CLOSED) == "stepped_up")
        least = pl.col(f"floor {HIGHEST}").cast(pl.String)
        there = least.is_not_null() & ~_sure(least.is_in([*self._below]))
        kept = ~_any(_sure(self._said(name) == "false") for name in TURNED_DOWN)
        return stepped_up & (there | (_sure(self._said(ACCEPTED) == "true") & kept))

    @property
    def _up_by_colour(self) -> pl.Expr:
        """Whether triage ends in social care, as the colour's row says; while that is open, by a concern."""
        colours = self.policy.table(BRAG_TABLE)
        up = [name for name, row in colours.items() if row.get("moves") == "up"]
        colour = self._said(COLOUR)
        told = _sure(colour.is_in([*colours]))
        return pl.when(told).then(_sure(colour.is_in(up))).otherwise(_sure(pl.col(CONCERN)))

    def _said(self, name: str) -> pl.Expr:
        """A fact's values as text; null of one that the vocabulary does not have."""
        if name not in self.policy.vocabulary.facts:
            return pl.lit(None, dtype=pl.String)
        return self.program.signals.value(name).cast(pl.String)


def deciding(policy: Policy, request: Request) -> list[Requirement]:
    """The requirements that count towards the status of a request."""
    return [
        rule for pack in policy.packs for rule in pack.requirements if bears(rule, pack, request.direction)
    ]


def answering(policy: Policy, request: Request) -> list[tuple[Pack, Ground]]:
    """The grounds of leading packs that are for such a direction, each with its pack."""
    return [
        (pack, ground)
        for pack in policy.packs
        if leads(pack, request.direction)
        for ground in pack.grounds
        if request.direction in ground.asked.direction
    ]


def fits(ground: Ground) -> pl.Expr:
    """Whether a ground answers what is asked for."""
    return pl.col(truth_name(fits_key(ground)))


def _holds(ground: Ground) -> pl.Expr:
    return pl.col(truth_name(holds_key(ground)))


def _can_fit(ground: Ground) -> pl.Expr:
    return ~_sure(~fits(ground))


def _is_open(ground: Ground) -> pl.Expr:
    """Whether it is open that a ground holds or, of one that does not, that it fits."""
    known = _sure(~_holds(ground)) | (_sure(fits(ground)) & _sure(_holds(ground)))
    return ~known | fits(ground).is_null()


def _sure(truth: pl.Expr) -> pl.Expr:
    """Where something is known to be so."""
    return truth.fill_null(False)


def _any(masks: Iterator[pl.Expr] | Sequence[pl.Expr]) -> pl.Expr:
    return reduce(or_, masks, pl.lit(False))


def _first(lines: Sequence[tuple[pl.Expr, Status]], otherwise: Status) -> pl.Expr:
    status: pl.Expr = pl.lit(otherwise, dtype=STATUS)
    for holds, name in reversed(lines):
        status = pl.when(holds).then(pl.lit(name, dtype=STATUS)).otherwise(status)
    return status
