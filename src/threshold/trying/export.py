"""Two policies put to a whole export: who comes out otherwise, and by which single change.

Only rules are evaluated that can come out otherwise. A flip is put down to each change that brings it by
itself; where none does, to those without any of which it is not there.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from threshold.audit.convention import on_request
from threshold.audit.run import Progress, Silent
from threshold.batch import Batch, Results, Tables
from threshold.batch.replay import replay
from threshold.exports import Export
from threshold.policy import Policy
from threshold.reading import BadInput
from threshold.trying.compared import FLIPS, Compared, compared
from threshold.trying.fitted import Fitted, fitted
from threshold.trying.model import Aspect, Flip, Reach, Tried, Untried
from threshold.trying.affected import Touched, touched
from threshold.trying.wanting import Lacking, wanting
from threshold.versions import Change, Versions

SAMPLE = 200
_SAMPLE_OF_SOME = 20  # of those on whom single changes are tried
NOBODY_CAN_TELL = "nobody can tell, before or after"
NO_REQUESTS = "it is asked of requests alone, and an export holds none: --suppose asks everybody who is open"
_KEY = ("rule", "aspect", "child", "place", "before", "after")


@dataclass(frozen=True)
class Sides:
    """The older and the newer policy on the day of an export, and each with one change more or less."""

    versions: Versions
    day: date

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes that may make a difference."""
        return tuple(change for change in self.versions.changes if change.decides)

    @cached_property
    def old(self) -> Policy:
        """The older policy."""
        return self.versions.composed(()).at(self.day)

    @cached_property
    def new(self) -> Policy:
        """The newer one."""
        return self.versions.composed(self.versions.changes).at(self.day)

    @cached_property
    def alone(self) -> tuple[Policy | None, ...]:
        """The older policy with each change by itself; None where the change cannot stand alone."""
        if len(self.changes) == 1:
            return (self.new,)
        return tuple(self._with([change]) for change in self.changes)

    def without(self, number: int) -> Policy | None:
        """The newer policy without one of the changes; None where the others cannot stand without it."""
        return self._with([change for place, change in enumerate(self.changes) if place != number])

    @cached_property
    def touched(self) -> tuple[Touched, ...]:
        """What each change touches: by itself or, where it cannot stand alone, beside all the others."""
        found = []
        for number, policy in enumerate(self.alone):
            without = self.without(number) if policy is None else None
            if policy is not None:
                found.append(touched(self.old, policy))
            elif without is not None:
                found.append(touched(without, self.new))
            else:
                found.append(touched(self.old, self.new))
        return tuple(found)

    @cached_property
    def later(self) -> str | None:
        """The first day after that of the export on which a change begins to make a difference."""
        days = [change.since for change in self.changes if change.since is not None]
        return min((day.isoformat() for day in days if day > self.day), default=None)

    def touching(self, rule: str) -> tuple[Change, ...]:
        """The changes by which a rule may come out otherwise."""
        both = zip(self.changes, self.touched, strict=True)
        return tuple(change for change, each in both if each.everywhere or rule in each.rules)

    def _with(self, chosen: Collection[Change]) -> Policy | None:
        try:
            return self.versions.composed(chosen).at(self.day)
        except BadInput:
            return None


def try_export(
    versions: Versions, export: Export, sample: int = SAMPLE, progress: Progress | None = None
) -> Tried:
    """Put both policies to every child of an export.

    `sample` children are decided again one by one under each. Raises Difference where any of them comes out
    otherwise, BadInput where a policy cannot be used on the day of the export, and CannotCompile where one has
    a rule that many cases cannot be put to.
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
    flips = _because(sides, export.tables, found, bar)
    bar.stage("finding out what is not known", None)
    return Tried(
        kind="export",
        name=export.source.name,
        number=export.children,
        flipped=flips["child"].n_unique(),
        flips=tuple(_told(flips, sides.changes)),
        flows=tuple(flow for each in found for flow in each.flows),
        untried=tuple(_untried(sides, new, old, found)),
        left_out=tuple(_left_out(export, old, new)),
        reach=tuple(_reach(sides, found)),
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
    found = touched(sides.old, sides.new)
    if not found.everywhere:
        return found.rules
    every = {
        rule.head.id for each in (sides.old, sides.new) for rule in (*each.requirements, *each.deadlines)
    }
    return tuple(sorted(every))


def _compared(rule: str, before: Results, after: Results, bar: Progress) -> Compared:
    found = compared(rule, before, after)
    bar.advance(1)
    return found


def _because(sides: Sides, tables: Tables, found: Sequence[Compared], bar: Progress) -> pl.DataFrame:
    """The flips, each with the places of the changes that bring it, and whether only together."""
    flips = pl.concat([pl.DataFrame(schema=FLIPS), *(each.flips for each in found)]).with_row_index("flip")
    nobody = pl.lit([], pl.List(pl.UInt32))
    flips = flips.with_columns(because=nobody, together=pl.lit(False))
    touching = [number for number, each in enumerate(sides.touched) if each.rules or each.everywhere]
    if not flips.height or not touching:
        return flips
    if len(touching) == 1:  # nothing else differs on that day
        return flips.with_columns(because=pl.lit(touching, pl.List(pl.UInt32)))
    some = _Some(sides, tables, flips)
    by_itself = []
    for number in touching:
        policy = sides.alone[number]
        if policy is not None:
            by_itself.append(some.that_flip_so(policy, _those(sides.touched[number], flips), flips, number))
        bar.advance(1)
    flips = _put_down(flips, by_itself, together=False)
    rest = flips.filter(pl.col("because").list.len() == 0)
    if not rest.height:
        return flips
    some, needed = _Some(sides, tables, rest), []
    for number in touching:
        policy = sides.without(number)
        still = rest.head(0).select("flip") if policy is None else None
        if policy is not None:
            still = some.that_flip_so(policy, [*rest["rule"].unique()], rest, number).select("flip")
        assert still is not None
        gone = rest.join(still, on="flip", how="anti").select("flip")
        mine = _those(sides.touched[number], rest)
        gone = gone.join(rest.filter(pl.col("rule").is_in(mine)).select("flip"), on="flip", how="semi")
        needed.append(gone.with_columns(pl.lit(number, pl.UInt32).alias("number")))
    return _put_down(flips, needed, together=True)


def _those(each: Touched, flips: pl.DataFrame) -> list[str]:
    """The rules that come out otherwise for somebody and that a change touches."""
    rules = flips["rule"].unique().sort()
    return [rule for rule in rules if each.everywhere or rule in each.rules]


class _Some:
    """The children of some flips, on whom other policies are tried beside the older."""

    def __init__(self, sides: Sides, tables: Tables, flips: pl.DataFrame) -> None:
        mine = pl.col("child").is_in(flips["child"].unique().implode())
        events, facts, gaps = (each.filter(mine) for each in (tables.events, tables.facts, tables.gaps))
        self._tables = Tables(events, facts, tables.covers, tables.as_at, gaps, tables.links_hold)
        self._old = _Side(sides.old, fitted(self._tables, sides.old.vocabulary), [*flips["rule"].unique()])

    def that_flip_so(
        self, policy: Policy, rules: Sequence[str], flips: pl.DataFrame, number: int
    ) -> pl.DataFrame:
        """The flips that are just the same under another policy: flip and number."""
        side = _Side(policy, fitted(self._tables, policy.vocabulary), rules)
        after = side.results()
        replay(side.given.tables, after, _SAMPLE_OF_SOME)
        found = [
            pl.DataFrame(schema=FLIPS),
            *(compared(each, self._old.results(), after).flips for each in rules),
        ]
        same = flips.join(pl.concat(found), on=_KEY, how="semi", nulls_equal=True)
        return same.select("flip", pl.lit(number, pl.UInt32).alias("number"))


def _put_down(flips: pl.DataFrame, by: Sequence[pl.DataFrame], together: bool) -> pl.DataFrame:
    """The flips with those changes that are not put down to any yet."""
    told = pl.concat([pl.DataFrame(schema={"flip": pl.UInt32, "number": pl.UInt32}), *by])
    told = told.group_by("flip").agg(pl.col("number").sort())
    flips = flips.join(told, on="flip", how="left", maintain_order="left")
    new = (pl.col("because").list.len() == 0) & pl.col("number").is_not_null()
    return flips.with_columns(
        because=pl.when(new).then("number").otherwise("because"),
        together=pl.when(new).then(pl.lit(together)).otherwise("together"),
    ).drop("number")


def _told(flips: pl.DataFrame, changes: Sequence[Change]) -> Iterator[Flip]:
    """The flips as data, child by child."""
    known: dict[tuple[int, ...], tuple[Change, ...]] = {}
    for rule, aspect, child, place, before, after, numbers, together in (
        flips.sort("child", "rule", "flip").select(*FLIPS, "because", "together").iter_rows()
    ):
        because = known.setdefault(tuple(numbers), tuple(changes[number] for number in numbers))
        kind: Aspect = aspect
        yield Flip(child, kind, rule, before, after, because, together, place or "")


def _reach(sides: Sides, found: Sequence[Compared]) -> Iterator[Reach]:
    """How far each change was put to the test."""
    for change, each in zip(sides.changes, sides.touched, strict=True):
        mine = [one for one in found if each.everywhere or one.rule in each.rules]
        nobody = pl.Series("child", [], pl.String)
        judged = pl.concat([nobody, *(one.judged for one in mine)]).unique()
        left_open = pl.concat([nobody, *(one.open for one in mine)]).unique()
        cannot_tell = left_open.filter(~left_open.is_in(judged.implode()))
        yield Reach(change, judged.len(), cannot_tell.len())


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


def _left_out(export: Export, old: _Side, new: _Side) -> Iterator[Untried]:
    """What could not be put to a policy at all."""
    for side, called in ((old, "older"), (new, "newer")):
        if number := side.given.misread.len():
            why = f"the {called} policy does not know a value that they state, and takes it as not known"
            yield Untried(why, number)
    if export.rows_refused:
        yield Untried("rows of the export that cannot be read", export.rows_refused)
    if export.rows_left_out:
        yield Untried("rows that the column map leaves out, or that are of no child", export.rows_left_out)
