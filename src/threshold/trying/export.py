"""Two policies put to a whole export: who comes out otherwise, and by which single change.

Only rules are evaluated that can come out otherwise. A flip is put down to each change that brings it by
itself; where none does, to those that need each other.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from threshold.audit.convention import on_request
from threshold.audit.run import Progress, Silent
from threshold.batch import Batch, Results
from threshold.batch.replay import replay
from threshold.exports import Export
from threshold.policy import Policy
from threshold.trying.affected import affected
from threshold.trying.caused import Caused, as_flips, caused
from threshold.trying.compared import FLIPS, Compared, compared
from threshold.trying.counting import NOBODY_CAN_TELL
from threshold.trying.fitted import Fitted, fitted
from threshold.trying.model import Reach, Tried, Untried
from threshold.trying.pair import NEWER, OLDER
from threshold.trying.sides import FEW, Sides, left_out, those
from threshold.trying.wanting import Lacking, wanting
from threshold.versions import Versions

SAMPLE = 200
_SAMPLE_OF_SOME = 20  # of those on whom single changes are tried
NO_REQUESTS = "it is asked of requests alone, and an export holds none: --suppose asks everybody who is open"


def try_export(
    versions: Versions, export: Export, sample: int = SAMPLE, progress: Progress | None = None
) -> Tried:
    """Put both policies to every child of an export.

    `sample` children are decided again one by one under each.

    Raises Difference where any of them comes out otherwise, BadInput where a policy cannot be used on the day
    of the export, and CannotCompile where one has a rule that many cases cannot be put to.
    """
    bar, sides = progress or Silent(), Sides(versions, export.tables.as_at)
    rules = _rules(sides)
    bar.stage("evaluating under both policies", 2 * export.children, "children")
    old = _Side(sides.old, fitted(export.tables, sides.old.vocabulary), rules)
    new = _Side(sides.new, fitted(export.tables, sides.new.vocabulary), rules)
    before, after = old.results(bar), new.results(bar)
    bar.stage("deciding a sample one by one", 2 * min(sample, export.children), "children")
    replayed = [
        replay(each.given.tables, each.results(), sample, decided_one=bar.advance) for each in (old, new)
    ]
    bar.stage("comparing", len(rules), "rules")
    found = [_compared(rule, before, after, bar) for rule in rules]
    bar.stage("finding which change it is", len(sides.changes), "changes")
    flips = pl.concat([pl.DataFrame(schema=FLIPS), *(each.flips for each in found)])
    numbers = [number for number, each in enumerate(sides.touched) if each.rules or each.everywhere]
    causes = caused(
        flips,
        numbers,
        lambda rule: [number for number in numbers if sides.touches(number, rule)],
        _Under(sides, old, rules),
        sides.settled,
        bar.advance,
    )
    bar.stage("finding out what is not known", None)
    return Tried(
        kind="export",
        name=export.source.name,
        number=export.children,
        flipped=flips["child"].n_unique(),
        flips=tuple(as_flips(causes.flips, sides.changes)),
        flows=tuple(flow for each in found for flow in each.flows),
        untried=tuple(_untried(sides, new, old, found)),
        left_out=left_out(export, [(OLDER, old.given.misread.len()), (NEWER, new.given.misread.len())]),
        reach=tuple(_reach(sides, found, causes)),
        as_at=sides.day.isoformat(),
        later=sides.later,
        samples=min(replayed),
    )


@dataclass(frozen=True)
class _Side:
    """A policy, and the export as it reads it."""

    policy: Policy
    given: Fitted
    rules: Collection[str]

    @cached_property
    def batch(self) -> Batch:
        """The rules that can come out otherwise, compiled."""
        return Batch(self.policy, self.given.tables.as_at, only=self.rules)

    @cached_property
    def _found(self) -> list[Results]:
        return []

    def results(self, bar: Progress | None = None) -> Results:
        """What they come to, evaluated once."""
        if not self._found:
            self._found.append(self.batch.evaluate(self.given.tables, (bar or Silent()).advance))
        return self._found[0]


def _rules(sides: Sides) -> tuple[str, ...]:
    """The rules that can come out otherwise, in order."""
    found = affected(sides.old, sides.new)
    if not found.everywhere:
        return found.rules
    both = (sides.old, sides.new)
    requirements = {rule.head.id for each in both for rule in each.requirements}
    return tuple(sorted(requirements | {rule.head.id for each in both for rule in each.deadlines}))


def _compared(rule: str, before: Results, after: Results, bar: Progress) -> Compared:
    found = compared(rule, before, after)
    bar.advance(1)
    return found


@dataclass(frozen=True)
class _Under:
    """What comes out otherwise under some changes, of some children and rules or of all not settled."""

    sides: Sides
    old: _Side
    rules: Sequence[str]

    def __call__(self, chosen: frozenset[int], only: pl.DataFrame | None) -> pl.DataFrame | None:
        policy = self.sides.composed(chosen)
        if policy is None:
            return None
        old = self.old
        settled = {rule for number in chosen for rule in self.sides.settled(number)}
        rules = [rule for rule in self.rules if rule not in settled]
        if only is not None:
            rules = [rule for rule in self.rules if rule in {*only["rule"]}]
        if only is not None and old.given.tables.facts.height > FEW:
            some = those(old.given.tables, only["child"])
            old = _Side(old.policy, fitted(some, old.policy.vocabulary), rules)
        rules = [rule for rule in rules if any(self.sides.touches(number, rule) for number in chosen)]
        if not rules:
            return pl.DataFrame(schema=FLIPS)
        side = _Side(policy, fitted(old.given.tables, policy.vocabulary), rules)
        after = side.results()
        replay(side.given.tables, after, _SAMPLE_OF_SOME)
        found = (compared(rule, old.results(), after).flips for rule in rules)
        return pl.concat([pl.DataFrame(schema=FLIPS), *found])


def _reach(sides: Sides, found: Sequence[Compared], causes: Caused) -> Iterator[Reach]:
    """How far each change was put to the test."""
    for number, change in enumerate(sides.changes):
        mine = [one for one in found if one.rule in sides.touched[number].rules]
        nobody = pl.Series("child", [], pl.String)
        judged = pl.concat([nobody, *(one.judged for one in mine)]).unique()
        left_open = pl.concat([nobody, *(one.open for one in mine)]).unique()
        cannot_tell = left_open.filter(~left_open.is_in(judged.implode()))
        back, apart = causes.taken_back.get(number, 0), sides.apart.get(number, "")
        yield Reach(change, judged.len(), cannot_tell.len(), back, apart)


def _untried(sides: Sides, new: _Side, old: _Side, found: Sequence[Compared]) -> Iterator[Untried]:
    """Of each rule of how many it stays open, and for want of what; the most first."""
    left_open = {each.rule: each.open for each in found if each.open.len()}
    lacking: dict[str, Lacking] = {}
    requests = {rule.head.id for each in (old, new) for rule in each.policy.requirements if on_request(rule)}
    for side in (new, old):  # what a rule lacks that is gone, the older policy tells
        asked = {
            rule: whose
            for rule, whose in left_open.items()
            if rule in side.batch.anchors and rule not in lacking and rule not in requests
        }
        if asked:
            lacking |= wanting(side.given.tables, side.batch, asked)
    for rule, whose in sorted(left_open.items(), key=lambda pair: (-pair[1].len(), pair[0])):
        why = NO_REQUESTS if rule in requests else NOBODY_CAN_TELL
        yield Untried(why, whose.len(), lacking.get(rule, ()), rule, sides.touching(rule))
